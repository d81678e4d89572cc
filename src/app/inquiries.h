#pragma once
// inquiries.h — what the page asks the worker: the partners of one neuron, the statistics of the
// chosen ones. One question of each kind is out at a time; a newer one waits and replaces any
// that waited before it, so that a dragged slider never builds up a queue.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/platform.h"
#include "worker/analyzable_beside.h"
#include "worker/protocol.h"
#include "worker/statistics_request.h"

namespace cnx {

/// A question and the words for it; they travel together, so that the answer is shown under the
/// words that were true when it was asked.
struct ScopedQuestion {
  StatisticsQuestion question;  // that is asked: grouped as the matrix is
  // The same neurons and connections by the groups of the other sections.
  StatisticsQuestion by_group;
  std::string scope;  // which neurons, for people
  // The same number: the same neurons and connections, whatever the matrix is by; and in the same
  // groups.
  std::uint32_t network = 0, grouped = 0;
};

/// What stands beside the statistics: the same counts on analyzable axons alone.
struct CountsBeside {
  StatisticsReply reply;
  StatisticsRequest request;
  std::string why_not;  // a sentence; empty: there is a reply
};

class Inquiries {
 public:
  explicit Inquiries(Platform& platform) : platform_(platform) {}

  /// Asks, unless the last question was about the same neuron and the same tiles.
  void ask_partners(NeuronIndex neuron, std::uint32_t connections_version);
  /// Asks in any case: the caller knows when something changed.
  void ask_statistics(ScopedQuestion question);
  /// Asks for what stands beside the latest statistics, once: nothing happens while others are on
  /// their way, so that it keeps nobody waiting.
  void ask_beside();
  void forget_partners();

  /// Takes a reply; sends what waited.
  void take(const WorkerReply& reply);

  /// The latest answers; null before the first. The partners are those of the neuron asked last.
  const Partners* partners() const { return partners_ ? &*partners_ : nullptr; }
  const StatisticsReply* statistics() const { return statistics_ ? &*statistics_ : nullptr; }
  const ScopedQuestion& statistics_question() const { return answered_question_; }
  /// Beside those statistics; null before it is known.
  const CountsBeside* beside() const { return beside_ ? &*beside_ : nullptr; }
  std::uint32_t partners_version() const { return partners_version_; }
  std::uint32_t statistics_version() const { return statistics_version_; }

  bool statistics_stale() const { return statistics_out_ || statistics_waiting_; }
  /// Neurons, connections or groups have changed since the latest answer, and not only what the
  /// matrix is by.
  bool network_stale() const {
    const std::uint32_t answered = answered_question_.grouped;
    return (statistics_out_ && sent_question_.grouped != answered) ||
           (statistics_waiting_ && waiting_question_.grouped != answered);
  }
  bool idle() const {
    return !partners_out_ && !statistics_out_ && !partners_waiting_ && !statistics_waiting_ &&
           !beside_ticket_;
  }

 private:
  void send_partners();
  void send_statistics();

  Platform& platform_;
  std::uint32_t last_ticket_ = 0;

  std::optional<NeuronIndex> asked_neuron_;
  std::uint32_t asked_partners_version_ = 0;
  bool partners_out_ = false, partners_waiting_ = false;
  std::optional<Partners> partners_;
  std::uint32_t partners_version_ = 0;

  ScopedQuestion waiting_question_, sent_question_, answered_question_;
  bool statistics_out_ = false, statistics_waiting_ = false;
  std::optional<StatisticsReply> statistics_;
  std::uint32_t statistics_version_ = 0;

  // beside_due_: nobody has looked yet what is beside statistics_. At most one question is out; its
  // answer is of beside_question_, and thrown away where beside_of_ is an older answer.
  bool beside_due_ = false;
  std::optional<std::uint32_t> beside_ticket_;
  StatisticsRequest beside_question_;
  std::uint32_t beside_of_ = 0;
  std::optional<CountsBeside> beside_;
};

}  // namespace cnx
