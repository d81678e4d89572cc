#include "app/beside_profile.h"

#include <utility>

#include "report/statistics_report.h"
#include "view/named_sets.h"

namespace cnx {

void BesideProfile::settle(const NeuronTable& neurons, std::uint32_t neuron_count) {
  mask_ = wish_->neurons.mask(neuron_count);
  const PairValidity validity = pair_validity(neurons, mask_, {});
  set_.words = "set " + set_label(wish_->name, !wish_->missing);
  set_.neurons = count_shown(mask_);
  set_.verdict = verdict_of(validity);
  set_.proofreading = proofreading_brief(validity);
}

void BesideProfile::merge(const InferenceAnswer<DistanceReport>& own) {
  both_.running = own.running || answer_.running;
  both_.stopped = own.stopped || answer_.stopped;
  both_.share_done = (own.share_done + answer_.share_done) / 2;
  if (own_ == own.report && !changed_) return;
  own_ = both_.report = own.report;
  changed_ = false;
  if (both_.report && answer_.report) put_beside(*both_.report, *answer_.report, set_.words);
}

void BesideProfile::derive(const ViewState& view, const NeuronTable& neurons,
                           const StatisticsQuestion* question, std::uint32_t version,
                           bool has_places, const InferenceAnswer<DistanceReport>& own) {
  const InferenceState& wanted = view.inference;
  const bool open = wanted.is_open(InferenceSection::Distance) && !wanted.beside.empty();
  if (!open) wish_.reset();
  if (open && question != nullptr) {
    const NamedSet* const set = set_named(view, wanted.beside);
    Wish wish{wanted.beside,  set != nullptr ? set->neurons : NeuronSet(),
              set == nullptr, version,
              wanted.measure, wanted.bin_um};
    if (wish_ != wish) {
      wish_ = std::move(wish);
      ++version_;
      settle(neurons, static_cast<std::uint32_t>(question->request.chosen.size()));
    }
  }
  if (job_.derive(open, question != nullptr, version_, answer_)) {
    answer_.report.reset();
    changed_ = true;
    JobRequest request = job_request(Statistic::Distance, *question);
    request.subset.chosen = mask_;
    request.subset.post.clear();
    if (has_places) request.positions_nm = soma_positions_nm(neurons);
    request.distance.measure = static_cast<DistanceMeasure>(wanted.measure);
    request.distance.bin_nm = wanted.bin_um * 1000;
    job_.ask(std::move(request), answer_);
  }
  if (wish_) merge(own);
}

void BesideProfile::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (!job_.is_out(progress->ticket)) return;
    answer_.share_done = progress->share_done;
    if (progress->partial_json.empty()) return;
    answer_.report = distance_report(progress->partial_json);
    changed_ = true;
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (!job_.is_out(result->ticket)) return;
    answer_.report = distance_report(result->json);
    answer_.running = false;
    answer_.share_done = 1;
    changed_ = true;
  }
}

}  // namespace cnx
