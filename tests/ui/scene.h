#pragma once
// scene.h — a tiny cortex of six neurons with everything that a frame shows.

#include <string>
#include <vector>

#include "dataset/neuron_mask.h"
#include "report/resolve_filters.h"
#include "ui/frame_model.h"
#include "view/apply_command.h"

namespace cnx::test {

inline Column category(std::string name, ColumnRole role, std::vector<std::string> names) {
  return {std::move(name), role, ColumnKind::Category, std::move(names)};
}

/// Owns what a FrameModel refers to. Change a part, call derive(), take model().
struct Scene {
  Manifest manifest;
  NeuronTable neurons;
  ViewState view;
  SplitQuery in_force;
  NeuronMask mask;
  std::vector<Facet> facets;
  std::vector<RangeFacet> ranges;
  ColorLegend legend;
  const RegionBorders* regions = nullptr;
  PartnersReport partners;
  StatisticsReport statistics;
  LoadStatus loading;
  SizesEverywhere sizes = SizesEverywhere::Here;
  bool colors_by_degree = false;
  std::vector<std::string> notes;
  NeuronDetails details;
  const NeuronDetails* shared = nullptr;
  std::vector<std::pair<std::string, std::string>> derived;
  std::string table_filter;
  bool can_go_back = false, can_open_neuroglancer = false;
  bool has_partners = true, has_statistics = true, stale = false, can_select = false;
  const SelectedDegrees* selected_degrees = nullptr;
  LineCounts lines;
  std::string value_read;
  float right_px = kUsualRightPx;
  std::optional<NeuronIndex> hovered;
  float width = 1280, height = 3000, scale = 1;
  bool dark = true;

  static constexpr std::int64_t kFirstId = 864691135639004475;  // more than a double can hold

  Scene() {
    manifest.dataset_name = "Tiny cortex";
    manifest.source_file = "tiny.h5";
    manifest.source_group = "/connectivity/condensed";
    manifest.neuron_count = 6;
    manifest.connection_count = 7;
    manifest.autapse_count = 1;
    manifest.synapse_count = 19;
    manifest.min_nm = {0, 0, 0};
    manifest.max_nm = {10000, 20000, 40000};
    manifest.columns = {
        {"row", ColumnRole::SourceRow, ColumnKind::Integer, {}},
        {"pt_root_id", ColumnRole::NeuronId, ColumnKind::Integer, {}},
        {"x_nm", ColumnRole::PositionX, ColumnKind::Integer, {}},
        {"y_nm", ColumnRole::PositionY, ColumnKind::Integer, {}},
        {"z_nm", ColumnRole::PositionZ, ColumnKind::Integer, {}},
        category("cell_type", ColumnRole::CellClass, {"23P", "4P", "BC"}),
        category("region", ColumnRole::Region, {"visp", "vislm"}),
        category("status_axon", ColumnRole::AxonStatus, {"non", "clean", "extended"}),
        {"volume", ColumnRole::None, ColumnKind::Real, {}},
        {"layer", ColumnRole::None, ColumnKind::Category, {"L2", "L4"}},
    };
    neurons = NeuronTable(manifest);
    IntegerValues ids;
    for (std::int64_t i = 0; i < 6; ++i) ids.push_back(kFirstId + i);
    neurons.set_rows(0, std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8},
                     {IntegerValues{0, 1, 2, 3, 4, 5}, ids, IntegerValues{0, 3000, 10000, 0, 0, 0},
                      IntegerValues{0, 4000, 20000, 0, 0, 0}, IntegerValues{0, 0, 40000, 0, 0, 0},
                      CategoryValues{0, 0, 0, 1, 1, 2}, CategoryValues{0, 1, 0, 1, 0, 1},
                      CategoryValues{0, 1, 2, 0, 0, 0}, RealValues{1, 2, 3, 4, 5, 6}});
    legend.column = "cell_type";
    legend.colors = {0xd62728, 0x2ca02c, 0x1f77b4};
    loading.tiles_loaded = loading.tiles_wanted = 3;
    loading.bytes_loaded = loading.bytes_wanted = 40'100'000;
    loading.neurons_complete = loading.connections_complete = true;
    const std::vector<PartnerEntry> in = {{1, 5}, {2, 9}, {0, 2}}, out = {{1, 1}, {0, 2}};
    partners = partners_report(neurons, 0, in, true, out, true, manifest.layout);
    LocalStatistics s;
    s.neurons = s.pre_neurons = s.post_neurons = 6;
    s.connections = 7;
    s.synapses = 19;
    s.autapses = 1;
    s.reciprocal_pairs = 1;
    s.pairs = 30;
    s.out_degrees = {2, 2, 2};
    s.in_degrees = {1, 4, 1};
    s.groups.group_count = s.groups.post_group_count = 3;
    s.groups.post_group_sizes.assign(3, 2);
    s.groups.answered.assign(9, 0);
    s.groups.analyzable_connections.assign(9, 0);
    s.groups.analyzable_pairs.assign(9, 0);
    s.groups.group_sizes = {3, 2, 1};
    s.groups.connections = s.groups.way_back = {3, 1, 0, 1, 1, 0, 0, 0, 0};
    s.groups.synapses = {9, 1, 0, 3, 2, 0, 0, 0, 0};
    s.groups.pairs = {6, 6, 3, 6, 2, 2, 3, 2, 0};
    s.analyzable_pre_neurons = 2;
    s.analyzable_connections = 3;
    s.analyzable_pairs = 10;
    statistics = statistics_report(
        s, 0, 3, "6 of 6 neurons: no filter", std::vector<std::string>{"23P", "4P", "BC"},
        PairValidity{true, true, 30, 10, 5, 20}, {.row_column = "cell_type", .row_word = "class"});
    derive();
  }

  /// Mask, facets and ranges from the view, as `app` makes them.
  void derive() {
    const ResolvedFilters resolved = resolve_filters(neurons, view);
    const std::vector<ColumnFilter>& filters = resolved.filters;
    in_force = {resolved.category_filters, resolved.range_filters, view.query};
    mask = neuron_mask(neurons, filters);
    facets.clear();
    for (const std::uint32_t c : {5u, 6u, 7u}) {
      Facet facet{c, facet_counts(neurons, filters, c), {}};
      facet.shown.assign(manifest.columns[c].categories.size(), 1);
      for (const ColumnFilter& filter : filters) {
        if (filter.column != c) continue;
        facet.shown.assign(facet.shown.size(), 0);
        for (const std::uint16_t code : filter.shown_codes) facet.shown[code] = 1;
      }
      facets.push_back(std::move(facet));
    }
    ranges = {{8, 1, 6, 1, 6, std::vector<std::uint32_t>(32, 0)}};
    ranges[0].histogram[0] = ranges[0].histogram[31] = 3;
  }

  /// Carries the commands out, as `app` does after a frame.
  void decide(Actions& actions) {
    for (const Command& command : actions.commands) view = apply_command(view, command);
    actions = {};
    derive();
  }

  FrameModel model() {
    const std::optional<NeuronIndex> selected =
        view.selected ? neurons.find_id(*view.selected) : std::nullopt;
    return FrameModel{.manifest = manifest,
                      .neurons = neurons,
                      .view = view,
                      .in_force = in_force,
                      .mask = mask,
                      .shown_count = count_shown(mask),
                      .facets = facets,
                      .range_facets = ranges,
                      .legend = legend,
                      .regions = regions,
                      .selected = selected,
                      .lines = lines,
                      .partners = has_partners ? &partners : nullptr,
                      .statistics = has_statistics ? &statistics : nullptr,
                      .statistics_stale = stale,
                      .statistics_can_select = can_select,
                      .selected_degrees = selected_degrees,
                      .details = selected ? &details : nullptr,
                      .shared = shared,
                      .can_go_back = can_go_back,
                      .table_filter = table_filter,
                      .can_open_neuroglancer = can_open_neuroglancer,
                      .hovered = hovered,
                      .loading = loading,
                      .derived = derived,
                      .sizes = sizes,
                      .colors_by_degree = colors_by_degree,
                      .notes = notes,
                      .can_undo = true,
                      .can_redo = false,
                      .dark = dark,
                      .scale = scale,
                      .right_px = right_px,
                      .width_px = width,
                      .height_px = height,
                      .value_read = value_read};
  }
};

/// The scene with the statistics open, on a screen so high that everything can be seen.
inline Scene statistics_scene() {
  Scene scene;
  scene.height = 6000;
  scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
  return scene;
}

/// The id of a neuron of the scene, by its place.
inline NeuronId id(std::int64_t offset) { return NeuronId{Scene::kFirstId + offset}; }

}  // namespace cnx::test
