#include "app/motif_inquiries.h"

#include <utility>

#include "report/statistic_columns.h"

namespace cnx {

void MotifInquiries::ask(Statistic statistic) {
  simplices_out_ = statistic == Statistic::Simplices;
  answer_.counting = simplices_out_ ? "directed simplices" : "triads";
  JobRequest request = job_request(statistic, *question_);
  request.per_neuron = true;
  job_.ask(std::move(request), answer_);
}

void MotifInquiries::derive(bool open, const StatisticsQuestion* question, std::uint32_t version) {
  if (!job_.derive(open, question != nullptr, version, answer_)) return;
  answer_.report = {};
  columns_.change({});
  question_ = *question;
  ask(Statistic::Triads);
}

void MotifInquiries::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (job_.is_out(progress->ticket)) answer_.share_done = progress->share_done;
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (!job_.is_out(result->ticket)) return;
    put_motifs(result->json, answer_.report);
    if (simplices_out_) {
      columns_.change(statistic_columns(result->json));
      answer_.running = false;
      question_.reset();
    } else {
      ask(Statistic::Simplices);
    }
  }
}

}  // namespace cnx
