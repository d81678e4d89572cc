#include "app/structure_inquiries.h"

#include <utility>

#include "worker/structure_job.h"

namespace cnx {

void StructureInquiries::derive(bool open, const StatisticsQuestion* question,
                                std::uint32_t version) {
  if (!job_.derive(open, question != nullptr, version, answer_)) return;
  answer_.report.reset();
  JobRequest request = job_request(Statistic::Structure, *question);
  request.nulls.controls = kUsualRichClubControls;
  job_.ask(std::move(request), answer_);
}

void StructureInquiries::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (!job_.is_out(progress->ticket)) return;
    answer_.share_done = progress->share_done;
    if (!progress->partial_json.empty()) answer_.report = structure_report(progress->partial_json);
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (!job_.is_out(result->ticket)) return;
    answer_.report = structure_report(result->json);
    answer_.running = false;
  }
}

}  // namespace cnx
