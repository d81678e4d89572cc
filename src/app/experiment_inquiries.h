#pragma once
// experiment_inquiries.h — the job behind the section "Virtual experiment": asked for while the
// section is open, stopped when it is closed, when the neurons or the plan change, or by its
// button.

#include <cstdint>
#include <optional>

#include "app/section_job.h"
#include "dataset/neuron_table.h"
#include "platform/platform.h"
#include "ui/frame_model.h"
#include "view/view_state.h"
#include "worker/protocol.h"
#include "worker/statistics_request.h"

namespace cnx {

class ExperimentInquiries {
 public:
  explicit ExperimentInquiries(Platform& platform) : job_(platform, SectionTickets::Experiment) {}

  /// `question` is that of the statistics on the screen and `version` its number; null while there
  /// are none for all tiles. Made again when the version or the plan is another.
  /// `has_places`: somata are where they are, not laid out by the tool.
  void derive(const ExperimentState& plan, const StatisticsQuestion* question,
              std::uint32_t version, const NeuronTable& neurons, bool has_places);
  /// Stops until the neurons or the plan change or resume() is called; what is there stays.
  void stop() { job_.stop(answer_); }
  void resume() { job_.resume(); }

  /// Takes what is about the job.
  void take(const WorkerReply& reply);

  const ExperimentAnswer& answer() const { return answer_; }
  bool idle() const { return !answer_.running; }

 private:
  SectionJob<ExperimentAnswer> job_;
  std::uint32_t wish_ = 0;                // changes with what is wanted
  std::optional<std::uint32_t> version_;  // of the question
  ExperimentState plan_;
  ExperimentAnswer answer_;
};

}  // namespace cnx
