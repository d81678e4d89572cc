#include "app/statistic_selection.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace cnx {
namespace {

void count_degree(std::vector<std::uint32_t>& histogram, std::uint32_t degree) {
  if (degree >= histogram.size()) histogram.resize(std::size_t{degree} + 1, 0);
  histogram[degree] += 1;
}

/// The chosen neurons of one side.
const NeuronMask& side_of(const StatisticsQuestion& question, bool post) {
  return post && !question.request.one_set() ? question.request.post : question.request.chosen;
}

/// Of one side the neurons of a group; none where there is no such group.
NeuronMask members_of(const StatisticsQuestion& question, bool post, const std::string& group) {
  const StatisticsRequest& request = question.request;
  const bool of_columns = post && !request.post_groups.empty();
  const auto& names = of_columns ? question.post_group_names : question.group_names;
  const auto& groups = of_columns ? request.post_groups : request.groups;
  const auto found = std::find(names.begin(), names.end(), group);
  const NeuronMask& side = side_of(question, post);
  NeuronMask members(side.size(), 0);
  if (found == names.end()) return members;
  const auto code = static_cast<std::uint16_t>(found - names.begin());
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::uint16_t own = groups.empty() ? std::uint16_t{0} : groups[i];
    members[i] = side[i] != 0 && own == code ? 1 : 0;
  }
  return members;
}

}  // namespace

void StatisticSelection::want(SelectDegrees degrees) {
  wanted_degrees_ = degrees;
  wanted_cell_.reset();
}

void StatisticSelection::want(SelectCell cell) {
  wanted_cell_ = std::move(cell);
  wanted_degrees_.reset();
}

void StatisticSelection::derive(const StatisticsQuestion* question, std::uint32_t version,
                                const NeuronSet& selection, ReachInquiries& reach) {
  if (question == nullptr || version_ != version) {
    if (version_ || question == nullptr) {  // what was wanted was wanted of other numbers, or none
      wanted_degrees_.reset();
      wanted_cell_.reset();
    }
    version_.reset();
    asked_version_.reset();
    inner_.reset();
    if (shares_) {
      shares_.reset();
      shares_version_ += 1;
    }
    if (question == nullptr) return;
    version_ = version;
  }
  const bool needs_degrees = wanted_degrees_ || !selection.empty();
  if (needs_degrees && !out_ && asked_version_ != version) {
    out_ = true;
    asked_version_ = version;
    platform_.post_to_worker(encode_request(
        AskNeurons{0, AskInnerDegrees{question->request.chosen, question->request.post,
                                      question->request.min_synapses}}));
  }
  if (wanted_degrees_ && inner_) find_degrees(*question);
  if (wanted_cell_) find_cell(*question, reach);
  count_shares(*question, selection);
}

void StatisticSelection::take(const WorkerReply& reply) {
  const auto* const neurons = std::get_if<NeuronsReply>(&reply);
  if (neurons == nullptr) return;
  const auto* const degrees = std::get_if<InnerDegrees>(&neurons->answer);
  if (degrees == nullptr) return;
  out_ = false;
  // An answer to a question of before is none: the next derive() asks again.
  if (!asked_version_ || asked_version_ != version_) return;
  if (degrees->complete) {
    inner_ = *degrees;
  } else {
    wanted_degrees_.reset();  // a tile was dropped meanwhile; new numbers are on their way
  }
}

void StatisticSelection::find_degrees(const StatisticsQuestion& question) {
  const std::vector<std::uint32_t>& values = wanted_degrees_->inputs ? inner_->in : inner_->out;
  const NeuronMask& side = side_of(question, wanted_degrees_->inputs);
  Found found{NeuronMask(values.size(), 0), wanted_degrees_->add};
  for (std::size_t i = 0; i < values.size(); ++i) {
    found.neurons[i] =
        side[i] != 0 && values[i] >= wanted_degrees_->least && values[i] <= wanted_degrees_->most
            ? 1
            : 0;
  }
  found_ = std::move(found);
  wanted_degrees_.reset();
}

void StatisticSelection::find_cell(const StatisticsQuestion& question, ReachInquiries& reach) {
  const NeuronMask pre = members_of(question, false, wanted_cell_->pre_class);
  const NeuronMask post = members_of(question, true, wanted_cell_->post_class);
  const std::uint32_t least = question.request.min_synapses;
  const GraphQuestion ends{pre, Reach::Downstream, 1, false, least};
  const GraphQuestion starts{post, Reach::Upstream, 1, false, least};
  const NeuronMask* const reached = reach.find(ends);
  const NeuronMask* const reaching = reach.find(starts);
  if (reached == nullptr) reach.ask(ends);
  if (reaching == nullptr) reach.ask(starts);
  if (reached == nullptr || reaching == nullptr) return;
  Found found{NeuronMask(pre.size(), 0), wanted_cell_->add};
  for (std::size_t i = 0; i < pre.size(); ++i) {
    found.neurons[i] =
        static_cast<std::uint8_t>((pre[i] & (*reaching)[i]) | (post[i] & (*reached)[i]));
  }
  found_ = std::move(found);
  wanted_cell_.reset();
}

void StatisticSelection::count_shares(const StatisticsQuestion& question,
                                      const NeuronSet& selection) {
  if (selection.empty() || !inner_) {
    if (shares_) shares_version_ += 1;
    shares_.reset();
    return;
  }
  if (shares_ && selection == selection_) return;
  selection_ = selection;
  shares_version_ += 1;
  shares_.emplace();
  const NeuronMask& pre = side_of(question, false);
  const NeuronMask& post = side_of(question, true);
  for (const NeuronIndex neuron : selection.neurons(static_cast<std::uint32_t>(pre.size()))) {
    if (post[neuron] != 0) count_degree(shares_->in, inner_->in[neuron]);
    if (pre[neuron] != 0) count_degree(shares_->out, inner_->out[neuron]);
  }
}

std::optional<StatisticSelection::Found> StatisticSelection::take_found() {
  return std::exchange(found_, std::nullopt);
}

}  // namespace cnx
