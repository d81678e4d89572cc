#include "app/structure_inquiries.h"

#include <utility>

#include "worker/structure_job.h"

namespace cnx {

void StructureInquiries::cancel() {
  if (answer_.running) platform_.post_to_worker(encode_request(CancelJob{ticket_}));
  answer_.running = false;
  ticket_ = 0;
}

void StructureInquiries::derive(bool open, const StatisticsQuestion* question,
                                std::uint32_t version) {
  if (!open || question == nullptr) {
    if (answer_.running) {
      cancel();
      counted_version_.reset();
    }
    return;
  }
  answer_.stopped = stopped_version_ == version;
  if (counted_version_ == version || answer_.stopped) return;
  cancel();
  stopped_version_.reset();
  counted_version_ = version;
  answer_.report.reset();
  answer_.running = true;
  answer_.share_done = 0;
  ticket_ = ++last_ticket_;
  JobRequest request = job_request(Statistic::Structure, *question);
  request.nulls.controls = kUsualRichClubControls;
  platform_.post_to_worker(encode_request(AskJob{ticket_, std::move(request)}));
}

void StructureInquiries::stop() {
  if (!answer_.running) return;
  cancel();
  stopped_version_ = std::exchange(counted_version_, std::nullopt);
  answer_.stopped = true;
}

void StructureInquiries::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (progress->ticket != ticket_) return;
    answer_.share_done = progress->share_done;
    if (!progress->partial_json.empty()) answer_.report = structure_report(progress->partial_json);
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (result->ticket != ticket_) return;  // canceled while it was on its way
    answer_.report = structure_report(result->json);
    answer_.running = false;
  }
}

}  // namespace cnx
