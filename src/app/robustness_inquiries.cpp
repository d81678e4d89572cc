#include "app/robustness_inquiries.h"

#include <algorithm>
#include <utility>

#include "base/usual_counts.h"
#include "worker/labels_job.h"

static_assert(cnx::kMaxSweptThresholds == cnx::kMaxThresholds);

namespace cnx {

namespace {

/// What is counted of each version, no matter of which controls.
NullOptions more_of(const InferenceState& wanted) {
  NullOptions more;
  more.triads = wanted.triads;
  more.simplices = wanted.simplices;
  more.structure = wanted.structure;
  more.degrees = wanted.degrees;
  more.shared = wanted.shared;
  more.lengths = wanted.lengths;
  more.distance = wanted.distance;
  more.participation = wanted.participation;
  more.classes = wanted.classes;
  return more;
}

}  // namespace

void RobustnessInquiries::derive(bool open, const StatisticsQuestion* question,
                                 std::uint32_t version, std::uint32_t label_accuracy,
                                 std::uint32_t thresholds, const InferenceState& more,
                                 const NeuronTable& neurons, bool has_places,
                                 const SynapseTerms& synapses) {
  NullOptions wanted = more_of(more);
  wanted.sizes = synapses.count(more);
  const SynapseTerms terms = wanted.sizes ? synapses : SynapseTerms();
  const std::uint32_t bin_um = wanted.distance ? more.bin_um : 0;
  if (version_ != version || label_accuracy_ != label_accuracy || thresholds_ != thresholds ||
      more_ != wanted || bin_um_ != bin_um || synapses_ != terms) {
    wish_ += 1;
    if (version_ != version) done_ = {};
    if (label_accuracy_ != label_accuracy) done_[1] = false;
    if (thresholds_ != thresholds) done_[0] = false;
    if (more_ != wanted || bin_um_ != bin_um || synapses_ != terms) done_[0] = done_[2] = false;
    version_ = version;
    label_accuracy_ = label_accuracy;
    thresholds_ = thresholds;
    more_ = wanted;
    bin_um_ = bin_um;
    synapses_ = terms;
  }
  if (synapses.wait(more)) question = nullptr;
  if (!job_.derive(open, question != nullptr, wish_, answer_)) return;
  if (std::none_of(done_.begin(), done_.end(), [](bool done) { return done; })) {
    answer_.report = {};
  }
  if (!done_[0]) answer_.report.thresholds.reset();  // it may have other numbers
  if (!done_[2]) {
    answer_.report.erosion.reset();
    answer_.report.partners = {};
    answer_.report.erosion_sentence.clear();
  }
  question_ = *question;
  positions_nm_.clear();
  places_ = {};
  if (more_.sizes) synapses_.ask(neurons, places_);
  if (has_places) positions_nm_ = soma_positions_nm(neurons);
  ask_next();
}

void RobustnessInquiries::ask_next() {
  const auto next = std::find(done_.begin(), done_.end(), false);
  answer_.running = false;
  if (next == done_.end()) {
    question_.reset();
    positions_nm_ = {};
    places_ = {};
    return;
  }
  out_ = static_cast<std::size_t>(next - done_.begin());
  answer_.counting = kSteps[out_].counting;
  JobRequest request = job_request(kSteps[out_].statistic, *question_);
  request.nulls = more_;
  request.nulls.controls = kUsualLabelDraws;
  request.labels.accuracy_percent = label_accuracy_;
  request.thresholds = thresholds_;
  if (more_.distance) request.distance.bin_nm = bin_um_ * 1000;
  if (kSteps[out_].statistic == Statistic::Erosion || more_.lengths || more_.distance) {
    request.positions_nm = positions_nm_;
  }
  if (asks_for_sizes(request)) {
    request.synapses = places_.synapses;
    request.soma_in_voxel_nm = places_.soma_in_voxel_nm;
  }
  job_.ask(std::move(request), answer_);
}

void RobustnessInquiries::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (!job_.is_out(progress->ticket)) return;
    answer_.share_done = progress->share_done;
    if (!progress->partial_json.empty()) put_robustness(progress->partial_json, answer_.report);
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (!job_.is_out(result->ticket)) return;
    put_robustness(result->json, answer_.report);
    done_[out_] = true;
    ask_next();
  }
}

}  // namespace cnx
