#pragma once
// condensed_group.h — the connections that an input lists beside its synapses, held against those
// that the synapses make.
//
// Neither list need fit into memory, nor have the other's order. So both are summed up: for each
// pre neuron the number of its connections and synapses, and the sum, modulo 2^64, of a hash of
// each connection with its count; for each further column one such sum. Equal sums are equal
// connections, but for a chance of one in 2^64.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "build/edge_bins.h"
#include "build/edge_survey.h"
#include "format/manifest.h"
#include "read/raw_connectome.h"

namespace cnx {

/// All connections of one pre neuron.
struct RowSum {
  std::uint64_t hash = 0;
  std::uint64_t synapses = 0;
  std::uint64_t connections = 0;

  bool operator==(const RowSum&) const = default;
};

class CondensedGroup {
 public:
  /// Reads the group once.
  ///   synapse_columns  those of the synapses: Connectome-utilities sums a column X up in total_X,
  ///                    and its mean is mean_X
  /// Errors: the list's; OutOfRange (a count that is none).
  static Result<CondensedGroup> read(const RawEdges& condensed, const NeuronPlaces& places,
                                     std::span<const EdgeColumn> synapse_columns);

  /// What the columns of the group would sum up to by the synapses of a block, one number for each
  /// that may be a sum or a mean. From any thread.
  ///   carried  which of synapse_columns block.carried has
  std::vector<std::uint64_t> sums_of(const EdgeBlock& block,
                                     std::span<const std::size_t> carried) const;
  void add(std::span<const std::uint64_t> sums_of_block);

  /// Holds the pre neurons' rows from `first` on against the group's. From any thread, rows of
  /// their own each.
  static void sum_rows(NeuronIndex first, const EdgeRows& out, std::span<RowSum> made);

  /// How the group differs from what was made, as a sentence for people; nothing when it does not.
  ///   row_of  row of the input for each neuron
  std::optional<std::string> difference(std::span<const RowSum> made,
                                        std::span<const std::uint32_t> row_of) const;

  /// The group's columns, with where their values will be; those that nothing else gives have the
  /// source Tiles. Once everything was added.
  std::vector<EdgeColumn> columns() const;

 private:
  struct Derived {  // a column that may be a sum or a mean of a column of the synapses
    std::size_t column = 0;
    EdgeSource source = EdgeSource::Sum;
    std::uint32_t of = 0;
    std::uint64_t made = 0;
  };

  std::string name_;
  std::vector<EdgeListColumn> list_;
  std::vector<EdgeSource> synapse_sources_;
  std::vector<RowSum> rows_;                // [neurons] by NeuronIndex
  std::vector<std::uint64_t> column_sums_;  // [columns of the list]
  std::vector<bool> is_count_;              // the same
  std::vector<Derived> derived_;
};

}  // namespace cnx
