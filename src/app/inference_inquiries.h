#pragma once
// inference_inquiries.h — the jobs behind "By distance" and "Against chance": asked for when their
// section is open and the plain statistics are known for every tile, again when the neurons or the
// options change, and stopped when the section is closed.

#include <cstdint>
#include <optional>
#include <string>

#include "app/synapse_terms.h"
#include "dataset/neuron_table.h"
#include "platform/platform.h"
#include "report/inference_report.h"
#include "ui/frame_model.h"
#include "view/view_state.h"
#include "worker/protocol.h"
#include "worker/statistics_request.h"

namespace cnx {

class InferenceInquiries {
 public:
  explicit InferenceInquiries(Platform& platform) : platform_(platform) {}

  /// Asks and stops what `wanted` and the question have changed. `question` is that of the plain
  /// statistics that are on the screen, `version` its number; null while there are none for all
  /// tiles. `has_places`: somata are where they are, not laid out by the tool. Where other neurons
  /// are compared by the sizes of synapses, these are waited for while they come, and left out
  /// unless they are here.
  void derive(const InferenceState& wanted, const StatisticsQuestion* question,
              std::uint32_t version, const NeuronTable& neurons, bool has_places,
              const SynapseTerms& synapses = {});

  /// Stops counting a section until its neurons or options change or resume() is called; what is
  /// there stays.
  void stop(InferenceSection which);
  void resume(InferenceSection which);

  /// Takes what is about one of the jobs.
  void take(const WorkerReply& reply);

  const InferenceAnswer<DistanceReport>& distance() const { return distance_; }
  const InferenceAnswer<ChanceReport>& chance() const { return chance_; }
  bool idle() const { return !distance_.running && !chance_.running; }

 private:
  /// What a job was asked with; it is asked again when this changes.
  struct Asked {
    std::uint32_t version = 0;
    InferenceState options;
    std::optional<SynapseTerms> synapses;  // whose sizes and places are counted, too
    std::uint32_t ticket = 0;
  };
  void ask(Statistic statistic, const InferenceState& wanted, const StatisticsQuestion& question,
           const NeuronTable& neurons, bool has_places, const Asked& asked);
  void cancel(std::optional<Asked>& asked, bool running);

  Platform& platform_;
  std::uint32_t last_ticket_ = 0;
  std::optional<Asked> asked_distance_, asked_chance_;
  InferenceAnswer<DistanceReport> distance_;
  InferenceAnswer<ChanceReport> chance_;
};

}  // namespace cnx
