#include "app/motif_inquiries.h"

#include <utility>

namespace cnx {

void MotifInquiries::ask(Statistic statistic, const StatisticsQuestion& question) {
  ticket_ = ++last_ticket_;
  simplices_out_ = statistic == Statistic::Simplices;
  answer_.running = true;
  answer_.share_done = 0;
  answer_.counting = simplices_out_ ? "directed simplices" : "triads";
  platform_.post_to_worker(encode_request(AskJob{ticket_, job_request(statistic, question)}));
}

void MotifInquiries::cancel() {
  if (answer_.running) platform_.post_to_worker(encode_request(CancelJob{ticket_}));
  answer_.running = false;
  question_.reset();
  ticket_ = 0;
}

void MotifInquiries::derive(bool open, const StatisticsQuestion* question, std::uint32_t version) {
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
  answer_.report = {};
  question_ = *question;
  ask(Statistic::Triads, *question_);
}

void MotifInquiries::stop() {
  if (!answer_.running) return;
  cancel();
  stopped_version_ = std::exchange(counted_version_, std::nullopt);
  answer_.stopped = true;
}

void MotifInquiries::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (progress->ticket == ticket_) answer_.share_done = progress->share_done;
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (result->ticket != ticket_) return;  // canceled while it was on its way
    put_motifs(result->json, answer_.report);
    if (simplices_out_) {
      answer_.running = false;
      question_.reset();
    } else {
      ask(Statistic::Simplices, *question_);
    }
  }
}

}  // namespace cnx
