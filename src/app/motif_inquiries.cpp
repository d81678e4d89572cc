#include "app/motif_inquiries.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "report/statistic_columns.h"

namespace cnx {
namespace {

constexpr std::size_t kMostKept = 3;

}  // namespace

void MotifInquiries::ask(Statistic statistic) {
  out_ = statistic;
  answer_.counting = statistic == Statistic::Triads      ? "triads"
                     : statistic == Statistic::Simplices ? "directed simplices"
                                                         : "the simplices of connections";
  JobRequest request = job_request(statistic, *question_);
  request.per_neuron = true;
  job_.ask(std::move(request), answer_);
}

void MotifInquiries::derive(bool open, const StatisticsQuestion* question, std::uint32_t version) {
  if (!job_.derive(open, question != nullptr, version, answer_)) return;
  if (counted_ && *counted_ != version) {
    if (kept_.size() == kMostKept) kept_.erase(kept_.begin());
    kept_.push_back({*counted_, std::move(answer_.report), columns_.columns});
  }
  counted_.reset();
  version_ = version;
  const auto known = std::find_if(kept_.begin(), kept_.end(),
                                  [&](const Kept& kept) { return kept.version == version; });
  if (known != kept_.end()) {
    answer_.report = std::move(known->report);
    columns_.change(std::move(known->columns));
    counted_ = version;
    kept_.erase(known);
    return;
  }
  answer_.report = {};
  columns_.change({});
  question_ = *question;
  ask(Statistic::Triads);
}

void MotifInquiries::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (!job_.is_out(progress->ticket)) return;
    answer_.share_done = progress->share_done;
    // Of all neurons, while those with an analyzable axon are counted.
    if (!progress->partial_json.empty()) put_motifs(progress->partial_json, answer_.report);
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (!job_.is_out(result->ticket)) return;
    put_motifs(result->json, answer_.report);
    if (out_ == Statistic::Triads) {
      columns_.change(statistic_columns(result->json));
      ask(Statistic::Simplices);
    } else if (out_ == Statistic::Simplices) {
      std::vector<DerivedColumn> all = columns_.columns;
      for (DerivedColumn& column : statistic_columns(result->json)) {
        all.push_back(std::move(column));
      }
      columns_.change(std::move(all));
      ask(Statistic::Participation);
    } else {
      answer_.running = false;
      question_.reset();
      counted_ = version_;
    }
  }
}

}  // namespace cnx
