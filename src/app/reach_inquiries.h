#pragma once
// reach_inquiries.h — what the page asks the worker about ways along connections: the graph
// operators of the query, and growing the selection. One question is out at a time; answers are
// kept as long as the connections stay what they were.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/platform.h"
#include "query/evaluate_query.h"
#include "worker/protocol.h"

namespace cnx {

class ReachInquiries {
 public:
  explicit ReachInquiries(Platform& platform) : platform_(platform) {}

  /// Answers of another version of the connections are forgotten.
  void set_connections_version(std::uint32_t version);

  /// The answer, or nullptr: then it has to be asked for.
  const NeuronMask* find(const GraphQuestion& question) const;
  /// Asks, unless the question is out, waits or is answered.
  void ask(const GraphQuestion& question);
  /// True when the reply was an answer to one of these.
  bool take(const WorkerReply& reply);

  bool idle() const { return waiting_.empty() && !out_; }
  /// Changes with every answer.
  std::uint32_t version() const { return version_; }
  /// Tiles of connections that the answer to the last question did not have.
  std::uint32_t tiles_missing() const { return tiles_missing_; }

 private:
  void send();

  Platform& platform_;
  std::uint32_t connections_version_ = 0, version_ = 0, last_ticket_ = 0, tiles_missing_ = 0;
  std::deque<GraphQuestion> waiting_;
  std::optional<GraphQuestion> out_;
  bool out_is_stale_ = false;  // asked of connections that have changed since
  std::deque<std::pair<GraphQuestion, NeuronMask>> answers_;  // newest first
};

}  // namespace cnx
