#include "app/structure_inquiries.h"

#include <utility>

#include "base/usual_counts.h"
#include "report/statistic_columns.h"
#include "worker/structure_job.h"

namespace cnx {

void StructureInquiries::derive(bool open, const StatisticsQuestion* question,
                                std::uint32_t version) {
  if (!job_.derive(open, question != nullptr, version, answer_)) return;
  answer_.report.reset();
  columns_.change({});
  JobRequest request = job_request(Statistic::Structure, *question);
  request.nulls.controls = kUsualRichClubControls;
  request.per_neuron = true;
  job_.ask(std::move(request), answer_);
}

void StructureInquiries::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (!job_.is_out(progress->ticket)) return;
    answer_.share_done = progress->share_done;
    if (progress->partial_json.empty()) return;
    answer_.report = structure_report(progress->partial_json);
    // The controls that are still drawn change nothing about the neurons.
    if (columns_.columns.empty()) columns_.change(statistic_columns(progress->partial_json));
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (!job_.is_out(result->ticket)) return;
    answer_.report = structure_report(result->json);
    columns_.change(statistic_columns(result->json));
    answer_.running = false;
  }
}

}  // namespace cnx
