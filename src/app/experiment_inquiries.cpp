#include "app/experiment_inquiries.h"

#include <utility>

namespace cnx {

static_assert(kMaxExperimentSlice_um == kMaxSlice_um && kMaxExperimentPatched == kMaxPatched &&
              kMaxExperimentSpread_um == kMaxSpread_um && kMaxExperiments == kMaxControls);

void ExperimentInquiries::derive(const ExperimentState& plan, const StatisticsQuestion* question,
                                 std::uint32_t version, const NeuronTable& neurons,
                                 bool has_places) {
  ExperimentState wanted = plan;
  wanted.open = true;  // to open and to close changes nothing about the plan
  if (version_ != version || plan_ != wanted) {
    wish_ += 1;
    // What is shown says with which plan it was made; of other neurons it would be wrong.
    if (version_ != version) answer_.report.reset();
    version_ = version;
    plan_ = wanted;
  }
  if (!job_.derive(plan.open, question != nullptr, wish_, answer_)) return;
  JobRequest request = job_request(Statistic::Experiment, *question);
  if (has_places) request.positions_nm = soma_positions_nm(neurons);
  request.experiment = {plan.thickness_um, plan.patched, plan.spread_um};
  request.nulls.controls = plan.repeats;
  request.nulls.seed = plan.seed;
  job_.ask(std::move(request), answer_);
}

void ExperimentInquiries::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (!job_.is_out(progress->ticket)) return;
    answer_.share_done = progress->share_done;
    if (!progress->partial_json.empty()) answer_.report = experiment_report(progress->partial_json);
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (!job_.is_out(result->ticket)) return;
    answer_.report = experiment_report(result->json);
    answer_.running = false;
  }
}

}  // namespace cnx
