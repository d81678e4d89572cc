// app_selection.cpp — App's part that selects: what keys and buttons ask for, growing by partners,
// and the query that follows from it.

#include <algorithm>
#include <utility>

#include "app/app.h"
#include "app/page_calls.h"
#include "dataset/matched_sample.h"
#include "query/parse_query.h"
#include "query/query_text.h"
#include "report/numbers.h"
#include "view/view_url.h"

namespace cnx {
namespace {

/// The numbers of samples that have a set already are not used again: each sample is another one.
std::uint32_t free_sample_seed(const ViewState& view) {
  for (std::uint32_t seed = 1;; ++seed) {
    const std::string name = "sample " + std::to_string(seed);
    const auto has_it = [&](const NamedSet& set) { return set.name == name; };
    if (std::none_of(view.sets.begin(), view.sets.end(), has_it)) return seed;
  }
}

}  // namespace

void App::select_shown(const NeuronMask& mask, SetOperation operation) {
  apply(ChangeSelection{NeuronSet::from_mask(mask), operation}, 0);
}

/// Of what a chart stands for, what is shown.
void App::select_found(NeuronMask mask, bool add) {
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] &= shown_.mask()[i];
  select_shown(mask, add ? SetOperation::Union : SetOperation::Replace);
}

void App::sample_matched() {
  const NeuronMask chosen = selected_mask(view(), selected_, neurons().neuron_count());
  const auto column = neurons().find(ColumnRole::CellClass);
  const bool known = column && neurons().has(*column);
  const std::uint32_t seed = free_sample_seed(view());
  const MatchedSample sample =
      matched_sample(known ? neurons().codes(*column) : std::span<const std::uint16_t>(), chosen,
                     shown_.mask(), seed);
  apply(PutSet{"sample " + std::to_string(seed), NeuronSet::from_mask(sample.mask)}, 0);
  if (sample.missing > 0) {
    link_notes_.push_back("The random sample is " + std::to_string(sample.missing) +
                          " neurons short: not enough other neurons of their classes are shown.");
  }
}

bool App::take_selection_request(const Request& request) {
  const auto page = [&](std::string name, std::string argument = {}) {
    page_requests_.push_back({std::move(name), std::move(argument)});
    return true;
  };
  if (const auto* use = std::get_if<UseTool>(&request)) {
    tool_ = use->tool == tool_ ? SelectionTool::None : use->tool;
    return true;
  }
  if (const auto* show = std::get_if<ShowCheatSheet>(&request)) {
    cheat_sheet_ = show->open;
    return true;
  }
  if (std::holds_alternative<StepBack>(request)) {
    if (tool_ != SelectionTool::None) {
      tool_ = SelectionTool::None;
    } else if (!view().selection.empty()) {
      apply(ChangeSelection{}, 0);
    } else {
      apply(SelectNeuron{std::nullopt}, 0);
    }
    return true;
  }
  if (std::holds_alternative<FocusQueryLine>(request)) return page("query");
  if (std::holds_alternative<AskForIds>(request)) return page("ids");
  if (const auto* name = std::get_if<AskForSetName>(&request)) return page("name", name->set);
  if (std::holds_alternative<OpenViewFile>(request)) return page("open");
  if (std::holds_alternative<SaveViewFile>(request)) return page("save", encode_view_url(view()));

  const bool is_select =
      std::holds_alternative<SelectShown>(request) || std::holds_alternative<SelectBars>(request) ||
      std::holds_alternative<SelectDegrees>(request) ||
      std::holds_alternative<SelectCell>(request) || std::holds_alternative<ShowCell>(request) ||
      std::holds_alternative<InvertSelection>(request) ||
      std::holds_alternative<GrowSelection>(request) ||
      std::holds_alternative<SampleMatched>(request) ||
      std::holds_alternative<KeepSelection>(request);
  if (!is_select) return false;
  if (!has_dataset() || shown_.mask().empty()) return true;  // a moment too early
  if (std::holds_alternative<SelectShown>(request)) {
    select_shown(shown_.mask());
  } else if (const auto* bars = std::get_if<SelectBars>(&request)) {
    select_found(shown_.in_bars(neurons(), bars->column, bars->first, bars->last), bars->add);
  } else if (const auto* degrees = std::get_if<SelectDegrees>(&request)) {
    statistic_selection_.want(*degrees);
  } else if (const auto* cell = std::get_if<SelectCell>(&request)) {
    statistic_selection_.want(*cell);
  } else if (const auto* shown = std::get_if<ShowCell>(&request)) {
    show_cell(*shown);
  } else if (std::holds_alternative<InvertSelection>(request)) {
    NeuronMask mask = view().selection.mask(neurons().neuron_count());
    for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = shown_.mask()[i] & (mask[i] ^ 1);
    select_shown(mask);
  } else if (std::holds_alternative<SampleMatched>(request)) {
    sample_matched();
  } else if (std::holds_alternative<KeepSelection>(request)) {
    if (!view().selection.empty()) apply(PutSet{free_set_name(view()), view().selection}, 0);
  } else {
    GraphQuestion question;
    question.from = selected_mask(view(), selected_, neurons().neuron_count());
    question.reach = Reach::Either;
    question.within = true;
    question.hops = std::clamp(std::get<GrowSelection>(request).hops, 1u, kMaxHops);
    question.min_synapses = view().connections.min_synapses;
    if (count_shown(question.from) > 0) growing_ = std::move(question);
  }
  return true;
}

/// A query, since filters of two columns let pass what is in both groups only: the connections of a
/// cell go from neurons of the one to neurons of the other.
void App::show_cell(const ShowCell& cell) {
  const bool same = cell.row_column == cell.post_column && cell.row == cell.column;
  const std::string either =
      query_name(cell.row_column) + " = " + query_name(cell.row, true) +
      (same ? "" : " or " + query_name(cell.post_column) + " = " + query_name(cell.column, true));
  const std::string& before = in_force_.rest;
  const ParsedQuery parsed =
      parse_query(before.empty() ? either : "(" + before + ") and (" + either + ")");
  if (!parsed.expression) return;
  apply(SetFilterExpression{view().category_filters, view().range_filters,
                            cnx::query_text(*parsed.expression)},
        0);
}

void App::derive_growth() {
  if (!growing_) return;
  const NeuronMask* reached = reach_.find(*growing_);
  if (reached == nullptr) {
    if (connections_settled()) reach_.ask(*growing_);
    return;
  }
  // What is hidden is not selected by what cannot be seen.
  NeuronMask mask = *reached;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    mask[i] = (mask[i] & shown_.mask()[i]) | growing_->from[i];
  }
  growing_.reset();
  select_shown(mask);
}

/// `question`: that of the statistics on the screen, when they are of all tiles.
void App::derive_statistic_selection(const StatisticsQuestion* question) {
  statistics_can_select_ = question != nullptr && load_status_.connections_complete;
  const std::uint32_t before = statistic_selection_.degrees_version();
  statistic_selection_.derive(statistics_can_select_ ? question : nullptr,
                              inquiries_.statistics_version(), view().selection, reach_);
  if (auto found = statistic_selection_.take_found()) {
    select_found(std::move(found->neurons), found->add);
  }
  if (statistic_selection_.degrees_version() != before) dirty_ = true;
}

bool App::connections_settled() const {
  return load_status_.connections_complete || (loader_.idle() && !load_status_.failures.empty());
}

void App::derive_query() {
  reach_.set_connections_version(loader_.connections_version());
  query_.update({.neurons = neurons(),
                 .view = view(),
                 .focused = selected_,
                 .neurons_version = loader_.neurons_version(),
                 .connections_settled = connections_settled()},
                reach_);
}

void App::derive_in_force() {
  SplitQuery in_force = shown_.in_force(query_.in_force());
  if (in_force == in_force_) return;
  in_force_ = std::move(in_force);
  query_text_ = joined_query(in_force_, neurons());
}

}  // namespace cnx
