// app_frame.cpp — App's part that tells a frame what it is.

#include "app/app.h"
#include "view/camera.h"

namespace cnx {
namespace {

float volume_bottom_px(const CameraFrame& frame) {
  const auto seen = seen_bounds(fit_camera(frame), frame);
  return seen ? static_cast<float>(seen->bottom) : 0;
}

}  // namespace

FrameModel App::frame_model(float scale, float width_px, float height_px) {
  if (whole_) derive_statistics_report();
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
                   .sizes = whole_ ? sizes_everywhere() : SizesEverywhere::Coming,
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
                   .volume_bottom_px = volume_bottom_px(camera_frame()),
                   .query_waits = query_.waiting(),
                   .selection_count = view().selection.count_below(neurons().neuron_count()),
                   .growing = growing_.has_value(),
                   .tool = tool_,
                   .cheat_sheet = cheat_sheet_,
                   .value_read = value_read_,
                   .whole = whole_};
  for (const NeuronRun& run : view().selection.runs()) {
    for (NeuronIndex i = run.first; i - run.first < run.count && i < shown_.mask().size(); ++i) {
      model.selection_shown += shown_.mask()[i];
    }
  }
  return model;
}

}  // namespace cnx
