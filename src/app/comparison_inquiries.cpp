#include "app/comparison_inquiries.h"

#include <algorithm>
#include <utility>

#include "base/usual_counts.h"
#include "report/statistics_report.h"
#include "view/named_sets.h"

namespace cnx {

ComparisonInquiries::Sets::Named ComparisonInquiries::named(const ViewState& view,
                                                            const std::string& name) {
  const NamedSet* const set = set_named(view, name);
  return {name, set != nullptr ? set->neurons : NeuronSet(), !name.empty() && set == nullptr};
}

ComparisonInquiries::Sets ComparisonInquiries::sets_of(const ViewState& view,
                                                       std::uint32_t version) {
  Sets sets;
  sets.sets = {named(view, view.comparison.a), named(view, view.comparison.b)};
  sets.onto = {named(view, view.comparison.a_onto), named(view, view.comparison.b_onto)};
  sets.blocks = view.comparison.blocks();
  if (sets.sets[0].name.empty()) sets.sets[0].neurons = view.selection;
  sets.statistics_version = version;
  sets.seed = view.inference.seed;
  sets.triads = view.inference.triads;
  sets.simplices = view.inference.simplices;
  sets.structure = view.inference.structure;
  sets.degrees = view.inference.degrees;
  sets.shared = view.inference.shared;
  sets.lengths = view.inference.lengths;
  sets.participation = view.inference.participation;
  sets.classes = view.inference.classes;
  if (view.inference.distance) sets.bin_um = view.inference.bin_um;
  return sets;
}

void ComparisonInquiries::settle(const NeuronTable& neurons, const NeuronMask& counted) {
  const auto count = static_cast<std::uint32_t>(counted.size());
  for (std::size_t side = 0; side < 2; ++side) {
    const Sets::Named& set = sets_->sets[side];
    const Sets::Named& onto = sets_->onto[side];
    masks_[side] = set.neurons.mask(count);
    const bool others = side == 1 && set.name.empty();
    for (std::size_t i = 0; i < counted.size(); ++i) {
      const bool in = others ? masks_[0][i] == 0 : masks_[side][i] != 0;
      masks_[side][i] = in && counted[i] != 0 ? 1 : 0;
    }
    ComparisonAnswer::Side& told = answer_.sides[side];
    const auto label = [](const Sets::Named& one) {
      return "set " + set_label(one.name, !one.missing);
    };
    told.words = others ? "all other neurons" : set.name.empty() ? "the selection" : label(set);
    told.neurons = count_shown(masks_[side]);
    onto_[side].clear();
    told.receiving.reset();
    if (sets_->blocks) {
      onto_[side] = onto.name.empty() ? masks_[side] : onto.neurons.mask(count);
      for (std::size_t i = 0; i < counted.size(); ++i) onto_[side][i] &= counted[i];
      told.words += " onto " + (onto.name.empty() ? "its own neurons" : label(onto));
      told.receiving = count_shown(onto_[side]);
    }
    const PairValidity validity = pair_validity(neurons, masks_[side], onto_[side]);
    told.verdict = verdict_of(validity);
    told.proofreading = proofreading_brief(validity);
  }
}

void ComparisonInquiries::derive(const ViewState& view, const NeuronTable& neurons,
                                 const StatisticsQuestion* question, std::uint32_t version,
                                 bool has_places, const SynapseTerms& synapses) {
  const bool open = view.comparison.open;
  if (synapses.wait(view.inference)) question = nullptr;
  if (open && question != nullptr) {
    Sets sets = sets_of(view, version);
    if (synapses.count(view.inference)) sets.synapses = synapses;
    if (sets_ != sets) {
      sets_ = std::move(sets);
      ++version_;
      // Of a block, those of either side.
      NeuronMask counted = question->request.chosen;
      for (std::size_t i = 0; i < question->request.post.size(); ++i) {
        counted[i] |= question->request.post[i];
      }
      settle(neurons, counted);
    }
  }
  if (!job_.derive(open, question != nullptr, version_, answer_)) return;
  answer_.report.reset();
  JobRequest request = job_request(Statistic::Compare, *question);
  request.subset.chosen = masks_[0];
  request.subset.post = masks_[1];
  if (sets_->blocks) {
    request.subset.post = onto_[0];
    request.block_b = {masks_[1], onto_[1]};
  }
  request.nulls.controls = kUsualPermutations;
  request.nulls.seed = sets_->seed;
  request.nulls.triads = sets_->triads;
  request.nulls.simplices = sets_->simplices;
  request.nulls.structure = sets_->structure;
  request.nulls.degrees = sets_->degrees;
  request.nulls.shared = sets_->shared;
  request.nulls.lengths = sets_->lengths;
  request.nulls.sizes = sets_->synapses.has_value();
  if (sets_->synapses) sets_->synapses->ask(neurons, request);
  request.nulls.participation = sets_->participation;
  request.nulls.classes = sets_->classes;
  request.nulls.distance = sets_->bin_um > 0;
  if (request.nulls.distance) request.distance.bin_nm = sets_->bin_um * 1000;
  if ((sets_->lengths || request.nulls.distance) && has_places) {
    request.positions_nm = soma_positions_nm(neurons);
  }
  job_.ask(std::move(request), answer_);
}

void ComparisonInquiries::take(const WorkerReply& reply) {
  if (const auto* progress = std::get_if<JobProgress>(&reply)) {
    if (!job_.is_out(progress->ticket)) return;
    answer_.share_done = progress->share_done;
    if (!progress->partial_json.empty()) {
      answer_.report = comparison_report(progress->partial_json);
    }
  } else if (const auto* result = std::get_if<JobResult>(&reply)) {
    if (!job_.is_out(result->ticket)) return;
    answer_.report = comparison_report(result->json);
    answer_.running = false;
  }
}

}  // namespace cnx
