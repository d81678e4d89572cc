// app_frame.cpp — App's part that tells what it is: to a frame, and to scripts of the page.

#include <utility>

#include "app/app.h"
#include "base/json.h"
#include "view/view_url.h"
#include "worker/analyzable_beside.h"
#include "worker/statistics_json.h"

namespace cnx {

FrameModel App::frame_model(float scale, float width_px, float height_px) {
  if (const StatisticsReply* reply = inquiries_.statistics();
      reply != nullptr && statistics_shown_version_ != inquiries_.statistics_version()) {
    const ScopedQuestion& asked = inquiries_.statistics_question();
    MatrixWords matrix;
    if (const auto column = asked.question.group_column) {
      matrix.row_column = neurons().columns()[*column].name;
      matrix.row_word = matrix_word(neurons().columns()[*column]);
    }
    if (const auto column = asked.question.post_group_column) {
      matrix.post_column = neurons().columns()[*column].name;
      matrix.post_word = matrix_word(neurons().columns()[*column]);
      matrix.post_group_names = asked.question.post_group_names;
    }
    statistics_report_ =
        statistics_report(reply->statistics, reply->tiles_missing, reply->tiles_total, asked.scope,
                          asked.question.group_names, asked.question.validity, matrix);
    statistics_shown_version_ = inquiries_.statistics_version();
    beside_shown_ = false;
  }
  if (const CountsBeside* const beside = inquiries_.beside();
      beside != nullptr && statistics_report_ && !beside_shown_) {
    if (beside->why_not.empty()) {
      add_analyzable(inquiries_.statistics()->statistics, beside->reply.statistics,
                     *statistics_report_);
    } else if (inquiries_.statistics_question().question.validity.axon_known) {
      statistics_report_->analyzable = beside->why_not;
    }
    beside_shown_ = true;
  }
  FrameModel model{.manifest = *loader_.manifest(),
                   .neurons = neurons(),
                   .view = view(),
                   .in_force = in_force_,
                   .mask = shown_.mask(),
                   .shown_count = neurons_complete() ? shown_.count() : 0,
                   .facets = shown_.facets(),
                   .range_facets = shown_.range_facets(),
                   .legend = shown_.legend(),
                   .regions = regions_.borders(),
                   .selected = selected_,
                   .lines = {lines_.lines.size(), lines_.inputs.shown + lines_.outputs.shown},
                   .partners = partners_report_ ? &*partners_report_ : nullptr,
                   .statistics = statistics_report_ ? &*statistics_report_ : nullptr,
                   .statistics_stale = inquiries_.statistics_stale(),
                   .distance = beside_.wanted() ? &beside_.both() : &inference_.distance(),
                   .beside = beside_.wanted() ? &beside_.set() : nullptr,
                   .chance = &inference_.chance(),
                   .motifs = &motifs_.answer(),
                   .structure = &structure_.answer(),
                   .comparison = &comparison_.answer(),
                   .robustness = &robustness_.answer(),
                   .experiment = &experiment_.answer(),
                   .sites = &sites_.answer(),
                   .edge_map = &edge_map_.answer(),
                   .statistics_can_select = statistics_can_select_,
                   .selected_degrees = statistic_selection_.degrees(),
                   .details = selected_ ? &selected_neuron_.details() : nullptr,
                   .shared = shares_selection() ? &selected_neuron_.details() : nullptr,
                   .recent = recent_neurons(),
                   .can_go_back = trail_.can_go_back(),
                   .can_go_on = trail_.can_go_on(),
                   .table_filter = table_filter_,
                   .can_open_neuroglancer = microns_ids_.value_or(false),
                   .hovered = hovered_,
                   .loading = load_status_,
                   .derived = derived_names(),
                   .sizes = sizes_everywhere(),
                   .colors_by_degree = colors_by_degree(),
                   .notes = notes_,
                   .drawing = drawing_,
                   .can_undo = history_.can_undo(),
                   .can_redo = history_.can_redo(),
                   .dark = dark(),
                   .scale = scale,
                   .text_percent = text_percent_,
                   .right_px = right_px_,
                   .width_px = width_px,
                   .height_px = height_px,
                   .query_waits = query_.waiting(),
                   .selection_count = view().selection.count_below(neurons().neuron_count()),
                   .growing = growing_.has_value(),
                   .tool = tool_,
                   .cheat_sheet = cheat_sheet_,
                   .value_read = value_read_};
  for (const NeuronRun& run : view().selection.runs()) {
    for (NeuronIndex i = run.first; i - run.first < run.count && i < shown_.mask().size(); ++i) {
      model.selection_shown += shown_.mask()[i];
    }
  }
  return model;
}

std::string App::state_json(const char* backend, std::uint64_t frames_drawn,
                            std::uint64_t scenes_drawn) const {
  Json state;
  state["view"] = encode_view_url(view());
  state["neurons_total"] = has_dataset() ? loader_.manifest()->neuron_count : 0;
  state["neurons_shown"] = neurons_complete() ? shown_.count() : 0;
  // A string: ids pass 2^53, where JavaScript's numbers end.
  state["selected"] = nullptr;
  if (selected_)
    state["selected"] = std::to_string(static_cast<std::int64_t>(neurons().id(*selected_)));
  state["query"] = query_text_;
  state["query_waits"] = query_.waiting();
  const std::uint32_t total = has_dataset() ? loader_.manifest()->neuron_count : 0;
  state["selection"] = view().selection.count_below(total);
  state["chart_value"] = value_read_;
  state["sets"] = Json::array();
  for (const NamedSet& set : view().sets) {
    state["sets"].push_back({{"name", set.name}, {"neurons", set.neurons.count_below(total)}});
  }
  state["tiles_loaded"] = load_status_.tiles_loaded;
  state["tiles_wanted"] = load_status_.tiles_wanted;
  state["bytes_loaded"] = load_status_.bytes_loaded;
  state["frames_drawn"] = frames_drawn;
  state["scenes_drawn"] = scenes_drawn;
  state["backend"] = backend;
  state["errors"] = load_status_.failures;
  if (!failure().empty()) state["errors"].push_back(failure());
  state["notes"] = notes_;
  state["partners"] = nullptr;
  if (partners_report_) {
    state["partners"] = {{"inputs", partners_report_->afferent_count},
                         {"input_synapses", partners_report_->afferent_synapses},
                         {"inputs_complete", partners_report_->afferents_complete},
                         {"outputs", partners_report_->efferent_count},
                         {"output_synapses", partners_report_->efferent_synapses},
                         {"outputs_complete", partners_report_->efferents_complete}};
  }
  state["synapses"] = nullptr;
  if (const auto& synapses = selected_neuron_.details().synapses) {
    state["synapses"] = {{"inputs_located", synapses->inputs_located},
                         {"inputs", synapses->inputs},
                         {"outputs_located", synapses->outputs_located},
                         {"outputs", synapses->outputs},
                         {"drawn", synapses_in_view()},
                         {"bytes_left", synapses->bytes_left}};
  }
  state["paths"] = nullptr;
  if (const auto& paths = selected_neuron_.details().paths) {
    state["paths"] = {{"sentence", paths->sentence}, {"listed", paths->paths.size()}};
  }
  std::string text = state.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.pop_back();  // the statistics are text already, the same that the tool prints
  const StatisticsReply* reply = inquiries_.statistics();
  const StatisticsQuestion& asked = inquiries_.statistics_question().question;
  std::string statistics = "null";
  if (reply != nullptr) {
    statistics =
        statistics_json(*reply, asked.group_names, asked.post_group_names, {}, &asked.validity);
  }
  if (const CountsBeside* const beside = inquiries_.beside()) {
    AnalyzablePart part;
    part.why_not = beside->why_not;
    if (part.why_not.empty()) {
      part.json = counts_beside_json(beside->reply, beside->request, statistics_sizes_, {});
    }
    AnalyzableMembers members;
    members.add(part);
    statistics = with_members(std::move(statistics), members.json());
  }
  return text + ",\"statistics\":" + statistics + "}";
}

}  // namespace cnx
