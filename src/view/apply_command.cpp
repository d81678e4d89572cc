#include "view/apply_command.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace cnx {

namespace {

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

constexpr std::uint8_t kAllPanels =
    static_cast<std::uint8_t>(Panel::Filters) | static_cast<std::uint8_t>(Panel::Neuron) |
    static_cast<std::uint8_t>(Panel::Statistics) | static_cast<std::uint8_t>(Panel::About);

std::int32_t clamped_yaw(std::int32_t yaw_mdeg) {
  constexpr std::int32_t kTurn = 360'000;
  yaw_mdeg %= kTurn;
  if (yaw_mdeg > kTurn / 2) yaw_mdeg -= kTurn;
  if (yaw_mdeg < -kTurn / 2) yaw_mdeg += kTurn;
  return yaw_mdeg;
}

CameraState clamped(CameraState camera) {
  camera.distance_nm = std::max(camera.distance_nm, 1);
  camera.yaw_mdeg = clamped_yaw(camera.yaw_mdeg);
  camera.pitch_mdeg = std::clamp(camera.pitch_mdeg, -90'000, 90'000);
  return camera;
}

/// Sorted by column, one a column: of several the last, which is the newest.
template <typename Filter>
void sort_by_column(std::vector<Filter>& filters) {
  std::erase_if(filters, [](const Filter& filter) { return filter.column.empty(); });
  std::reverse(filters.begin(), filters.end());
  std::stable_sort(filters.begin(), filters.end(),
                   [](const Filter& a, const Filter& b) { return a.column < b.column; });
  const auto same = [](const Filter& a, const Filter& b) { return a.column == b.column; };
  filters.erase(std::unique(filters.begin(), filters.end(), same), filters.end());
}

template <typename Filter>
void remove_filter(std::vector<Filter>& filters, const std::string& column) {
  std::erase_if(filters, [&](const Filter& filter) { return filter.column == column; });
}

/// At most kMaxSetNameBytes, not cut inside a character.
std::string short_name(std::string name) {
  if (name.size() <= kMaxSetNameBytes) return name;
  std::size_t end = kMaxSetNameBytes;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0u) == 0x80u) --end;
  return name.substr(0, end);
}

/// Sorted by name, one a name: of several the last, which is the newest.
void restore_sets(ViewState& state) {
  for (NamedSet& set : state.sets) set.name = short_name(std::move(set.name));
  std::erase_if(state.sets, [](const NamedSet& set) { return set.name.empty(); });
  std::reverse(state.sets.begin(), state.sets.end());
  std::stable_sort(state.sets.begin(), state.sets.end(),
                   [](const NamedSet& a, const NamedSet& b) { return a.name < b.name; });
  state.sets.erase(
      std::unique(state.sets.begin(), state.sets.end(),
                  [](const NamedSet& a, const NamedSet& b) { return a.name == b.name; }),
      state.sets.end());
  if (state.sets.empty() && state.selection.empty()) state.rows_of.clear();
}

/// The invariants of view_state.h, whatever the state was.
void restore_invariants(ViewState& state) {
  constexpr double kLargest = std::numeric_limits<double>::max();
  if (state.camera) state.camera = clamped(*state.camera);
  sort_by_column(state.category_filters);
  for (CategoryFilter& filter : state.category_filters) {
    auto& shown = filter.shown;
    std::sort(shown.begin(), shown.end());
    shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
  }
  // A range without numbers says nothing: it goes before it can displace one that does.
  std::erase_if(state.range_filters, [](const RangeFilter& filter) {
    return std::isnan(filter.min) || std::isnan(filter.max);
  });
  sort_by_column(state.range_filters);
  for (RangeFilter& filter : state.range_filters) {
    filter.min = std::clamp(filter.min, -kLargest, kLargest);
    filter.max = std::clamp(filter.max, -kLargest, kLargest);
    if (filter.min > filter.max) std::swap(filter.min, filter.max);
  }
  if (auto& range = state.depth_range) {
    range->min_um = std::clamp(range->min_um, 0, kMaxSlabUm);
    range->max_um = std::clamp(range->max_um, 0, kMaxSlabUm);
    if (range->min_um > range->max_um) std::swap(range->min_um, range->max_um);
  }
  if (auto& slice = state.slice) {
    slice->yaw_mdeg = clamped_yaw(slice->yaw_mdeg);
    slice->position_um = std::clamp(slice->position_um, -kMaxSlabUm, kMaxSlabUm);
    slice->thickness_um = std::clamp(slice->thickness_um, 1, kMaxSlabUm);
  }
  // A pair is of two, and paths are between them.
  if (!state.selected || state.partner == state.selected) state.partner.reset();
  state.path_synapses = state.partner ? std::min(state.path_synapses, kMaxPathSynapses) : 0;
  state.max_lines = std::clamp(state.max_lines, 1u, kMostLines);
  state.panels &= kAllPanels;
  std::sort(state.log_columns.begin(), state.log_columns.end());
  state.log_columns.erase(std::unique(state.log_columns.begin(), state.log_columns.end()),
                          state.log_columns.end());
  restore_sets(state);
  auto& [pre, post] = state.statistics_sides;
  for (StatisticsSide* side : {&pre, &post}) {
    if (!side->set.empty()) side->kind = SideKind::Usual;
  }
  if (pre.kind == SideKind::Scope || pre.kind == SideKind::Others) pre.kind = SideKind::Usual;
  if (state.matrix.columns == state.matrix.rows) state.matrix.columns.clear();
  if (state.inference.groups.empty() && state.label_accuracy == kClassAccuracy) {
    state.label_accuracy = 0;
  }
  ConnectionFilter& connections = state.connections;
  connections.min_synapses = std::max(connections.min_synapses, 1u);
  if (connections.min_distance_um > connections.max_distance_um) {
    std::swap(connections.min_distance_um, connections.max_distance_um);
  }
}

NamedSet* find_set(ViewState& state, const std::string& name) {
  const auto at = std::find_if(state.sets.begin(), state.sets.end(),
                               [&](const NamedSet& set) { return set.name == name; });
  return at == state.sets.end() ? nullptr : &*at;
}

/// Where the state says the name of a set and means that set.
std::array<std::string*, 9> names_of_sets(ViewState& state) {
  return {&state.connections.pre_set,
          &state.connections.post_set,
          &state.comparison.a,
          &state.comparison.b,
          &state.comparison.a_onto,
          &state.comparison.b_onto,
          &state.inference.beside,
          &state.statistics_sides.pre.set,
          &state.statistics_sides.post.set};
}

}  // namespace

ViewState apply_command(ViewState state, const Command& command) {
  const Overloaded apply{
      [&](const SetCamera& c) { state.camera = c.camera; },
      [&](const SetCategoryFilter& c) {
        if (!c.shown) {
          remove_filter(state.category_filters, c.column);
        } else {
          state.category_filters.push_back({c.column, *c.shown});
        }
      },
      [&](const SetRangeFilter& c) {
        if (!c.range) {
          remove_filter(state.range_filters, c.column);
        } else {
          state.range_filters.push_back({c.column, c.range->min, c.range->max});
        }
      },
      [&](const ClearFilters&) {
        state.category_filters.clear();
        state.range_filters.clear();
        state.depth_range.reset();
        state.slice.reset();
        state.query.clear();
      },
      [&](const SetColorBy& c) { state.color_by = c.column; },
      [&](const SelectNeuron& c) {
        if (state.selected != c.neuron) state.partner.reset();
        state.selected = c.neuron;
      },
      [&](const SetPartner& c) { state.partner = c.partner; },
      [&](const SetPathSynapses& c) { state.path_synapses = c.min_synapses; },
      [&](const SetMaxLines& c) {
        if (c.lines >= 1 && c.lines <= kMostLines) state.max_lines = c.lines;
      },
      [&](const SetSynapsesShown& c) { state.show_synapses = c.shown; },
      [&](const SetRegionBordersShown& c) { state.show_region_borders = c.shown; },
      [&](const SetDepthRange& c) { state.depth_range = c.range; },
      [&](const SetSlice& c) { state.slice = c.slice; },
      [&](const SetPartnerSide& c) { state.partner_side = c.side; },
      [&](const SetStatisticsScope& c) { state.statistics_scope = c.scope; },
      [&](const SetStatisticsSides& c) { state.statistics_sides = c.sides; },
      [&](const SetMatrixColumns& c) {
        if (c.matrix != state.matrix) state.charts.cell.reset();  // its groups
        state.matrix = c.matrix;
      },
      [&](const SetCharts& c) { state.charts = c.charts; },
      [&](const SetInference& c) {
        const InferenceState& i = c.inference;
        if (i.bin_um >= 1 && i.bin_um <= kMaxProfileBin_um && i.controls >= 1 &&
            i.controls <= kMaxChanceControls) {
          if (i.groups != state.inference.groups) {  // what was said of the other groups
            state.label_accuracy = 0;
            state.sites.block.reset();
          }
          state.inference = i;
        }
      },
      [&](const SetMotifsOpen& c) { state.motifs_open = c.open; },
      [&](const SetStructureOpen& c) { state.structure_open = c.open; },
      [&](const SetComparisonState& c) { state.comparison = c.comparison; },
      [&](const SetRobustnessOpen& c) { state.robustness_open = c.open; },
      [&](const SetEdgeMap& c) { state.edge_map = c.on; },
      [&](const SetExperiment& c) {
        const ExperimentState& e = c.experiment;
        if (e.thickness_um >= 1 && e.thickness_um <= kMaxExperimentSlice_um && e.patched >= 2 &&
            e.patched <= kMaxExperimentPatched && e.spread_um >= 1 &&
            e.spread_um <= kMaxExperimentSpread_um && e.repeats >= 1 &&
            e.repeats <= kMaxExperiments) {
          state.experiment = e;
        }
      },
      [&](const SetSites& c) {
        const auto fits = [](std::uint32_t um) { return um >= 1 && um <= kMaxSitesLimit_um; };
        if (fits(c.sites.near_um) && fits(c.sites.clump_um)) state.sites = c.sites;
      },
      [&](const SetLabelAccuracy& c) {
        if (c.percent <= 100) state.label_accuracy = c.percent;
      },
      [&](const SetThresholds& c) {
        if (c.count >= 2 && c.count <= kMaxSweptThresholds) state.thresholds = c.count;
      },
      [&](const SetPanelOpen& c) {
        const auto bit = static_cast<unsigned>(c.panel);
        const unsigned open = c.open ? state.panels | bit : state.panels & ~bit;
        state.panels = static_cast<std::uint8_t>(open);
      },
      [&](const SetTheme& c) { state.theme = c.theme; },
      [&](const SetColorVision& c) { state.color_vision = c.vision; },
      [&](const SetFilters& c) {
        state.category_filters.insert(state.category_filters.end(), c.category_filters.begin(),
                                      c.category_filters.end());
      },
      [&](const ReplaceView& c) { state = c.state; },
      [&](const SetFilterExpression& c) {
        state.category_filters = c.category_filters;
        state.range_filters = c.range_filters;
        state.query = c.query;
      },
      [&](const SetConnectionFilter& c) { state.connections = c.filter; },
      [&](const SetLogColumn& c) {
        std::erase(state.log_columns, c.column);
        if (c.log && !c.column.empty()) state.log_columns.push_back(c.column);
      },
      [&](const ChangeSelection& c) {
        state.selection = combined(state.selection, c.neurons, c.operation);
      },
      [&](const PutSet& c) {
        state.sets.push_back({c.name, c.neurons});
      },
      [&](const RemoveSet& c) {
        std::erase_if(state.sets, [&](const NamedSet& set) { return set.name == c.name; });
        for (std::string* name : names_of_sets(state)) {
          if (*name == c.name) name->clear();
        }
      },
      [&](const RenameSet& c) {
        const std::string to = short_name(c.to);
        NamedSet* const set = find_set(state, c.from);
        if (set == nullptr || to.empty() || find_set(state, to) != nullptr) return;
        set->name = to;
        for (std::string* name : names_of_sets(state)) {
          if (*name == c.from) *name = to;
        }
      },
      [&](const SetRowsOf& c) { state.rows_of = c.tag; },
  };
  std::visit(apply, command);
  restore_invariants(state);
  return state;
}

}  // namespace cnx
