#pragma once
// exports.h — files and links that a visitor takes along: made here, handed to the platform.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/connection_choice.h"
#include "app/neuron_inquiries.h"
#include "dataset/derived_column.h"
#include "dataset/neuron_table.h"
#include "format/manifest.h"
#include "platform/platform.h"
#include "ui/frame_model.h"

namespace cnx {

/// What every file says of itself, and what it is made from.
struct ExportSource {
  const Manifest& manifest;
  const NeuronTable& neurons;
  std::string filters;           // which neurons are shown, in words
  std::string link;              // of this view
  ConnectionChoice connections;  // which of them a network is made of
  std::string partial = {};      // of statistics that lack connections: that they do; else empty
};

class Exports {
 public:
  explicit Exports(Platform& platform) : platform_(platform), inquiries_(platform) {}

  void save(const SaveTable& request, const ExportSource& source);
  void save(const SaveChart& request, const ExportSource& source);
  /// `derived`: what the page knows of each neuron besides (app/derived_columns.h).
  void save_neurons(const std::vector<NeuronIndex>& members, std::span<const DerivedColumn> derived,
                    const ExportSource& source);
  /// Asks the worker; the file is made when every connection is there.
  void save_network(std::vector<NeuronIndex> members, std::uint32_t connections_version);
  void copy_ids(const std::vector<NeuronIndex>& members, const NeuronTable& neurons);
  void open_neuroglancer(const std::vector<NeuronIndex>& members, const ExportSource& source);

  /// Whether a network waits for connections: all of them are needed.
  bool waiting() const { return waiting_.has_value(); }
  /// Asks again when more connections have come.
  void derive(std::uint32_t connections_version);
  void take(const NeuronsReply& reply) { inquiries_.take(reply); }
  /// Makes the file whose answer has come. True when anything changed.
  bool finish(const ExportSource& source);
  /// No more tiles come: a network that waits for one is not made, and problem() says why. True
  /// when there was one.
  bool give_up(const LoadStatus& loading);
  bool idle() const { return inquiries_.idle() && !waiting_; }

  /// Why the last export was not made, for people; or empty.
  const std::string& problem() const { return problem_; }
  void forget_problem() { problem_.clear(); }

 private:
  Platform& platform_;
  NeuronInquiries inquiries_;
  std::optional<AskSubnetwork> waiting_;
  std::uint32_t asked_version_ = 0;
  std::string problem_;
};

}  // namespace cnx
