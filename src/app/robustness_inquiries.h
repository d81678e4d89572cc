#pragma once
// robustness_inquiries.h — the jobs behind the section "Robustness", one after the other: asked for
// while the section is open, stopped when it is closed, when the neurons change, or by its button.

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "app/section_job.h"
#include "app/synapse_terms.h"
#include "dataset/neuron_table.h"
#include "platform/platform.h"
#include "ui/frame_model.h"
#include "view/view_state.h"
#include "worker/job_options.h"
#include "worker/protocol.h"
#include "worker/statistics_request.h"

namespace cnx {

class RobustnessInquiries {
 public:
  explicit RobustnessInquiries(Platform& platform) : job_(platform, SectionTickets::Robustness) {}

  /// `question` is that of the statistics on the screen and `version` its number; null while there
  /// are none for all tiles. Counted again when the version is another, the labels alone when
  /// `label_accuracy` (percent) is, the thresholds alone when these are as many others, and all but
  /// the labels when `more` has other numbers.
  /// `has_places`: somata are where they are, not laid out by the tool. Where `more` has sizes of
  /// synapses they are waited for while they come, and left out unless they are here.
  void derive(bool open, const StatisticsQuestion* question, std::uint32_t version,
              std::uint32_t label_accuracy, std::uint32_t thresholds, const InferenceState& more,
              const NeuronTable& neurons, bool has_places, const SynapseTerms& synapses = {});
  /// Stops counting until the neurons change or resume() is called; what is there stays.
  void stop() { job_.stop(answer_); }
  void resume() { job_.resume(); }

  /// Takes what is about the job.
  void take(const WorkerReply& reply);

  const RobustnessAnswer& answer() const { return answer_; }
  bool idle() const { return !answer_.running; }

 private:
  struct Step {
    Statistic statistic;
    const char* counting;
  };
  static constexpr std::array<Step, 3> kSteps = {{{Statistic::Thresholds, "other thresholds"},
                                                  {Statistic::Labels, "other labels"},
                                                  {Statistic::Erosion, "without the rim"}}};

  /// Asks for the first step that is not done; nothing when all are.
  void ask_next();

  SectionJob<RobustnessAnswer> job_;
  std::uint32_t wish_ = 0;                // changes with what is wanted
  std::optional<std::uint32_t> version_;  // of the question
  std::uint32_t label_accuracy_ = 0, thresholds_ = 0;
  NullOptions more_;          // what is counted besides the main statistics; the rest as usual
  std::uint32_t bin_um_ = 0;  // of how the probability falls with distance; 0: not counted
  SynapseTerms synapses_;     // where more_ has their sizes
  std::array<bool, kSteps.size()> done_{};
  std::size_t out_ = 0;                         // the step whose job is out
  std::optional<StatisticsQuestion> question_;  // of the steps that are not done
  std::vector<std::int32_t> positions_nm_;      // of the same; empty: nobody has a place
  JobRequest places_;                           // the same of synapses, where more_ has their sizes
  RobustnessAnswer answer_;
};

}  // namespace cnx
