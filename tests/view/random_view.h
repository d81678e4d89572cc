#pragma once
// random_view.h — seeded random view states that keep the invariants of view_state.h.

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "view/view_state.h"

namespace cnx::test {

class RandomView {
 public:
  explicit RandomView(std::uint32_t seed) : random_(seed) {}

  /// Any bytes, the ones that mean something in a link more often than others.
  std::string name(bool may_be_empty) {
    static const std::string special = ",&=%#.~-_+ /\"'?;:..";
    std::string name;
    const std::uint32_t length = below(12) + (may_be_empty ? 0 : 1);
    for (std::uint32_t i = 0; i < length; ++i) {
      const std::uint32_t kind = below(3);
      if (kind == 0) name += static_cast<char>('a' + below(26));
      if (kind == 1) name += special[below(static_cast<std::uint32_t>(special.size()))];
      if (kind == 2) name += static_cast<char>(below(256));
    }
    return name;
  }

  /// Any finite double: plain decimals, whole numbers, and any bit pattern.
  double number() {
    switch (below(3)) {
      case 0: return static_cast<double>(below(2000001)) / 1000 - 1000;
      case 1: return static_cast<double>(static_cast<std::int64_t>(bits64()));
      default: break;
    }
    for (;;) {
      const std::uint64_t bits = bits64();
      double value = 0;
      std::memcpy(&value, &bits, sizeof value);
      if (std::isfinite(value)) return value;
    }
  }

  ViewState state() {
    ViewState state;
    if (below(2) == 0) {
      CameraState camera;
      camera.target_x_nm = static_cast<std::int32_t>(random_());
      camera.target_y_nm = static_cast<std::int32_t>(random_());
      camera.target_z_nm = static_cast<std::int32_t>(random_());
      camera.distance_nm = static_cast<std::int32_t>(random_() >> 1) | 1;
      camera.yaw_mdeg = static_cast<std::int32_t>(below(360'001)) - 180'000;
      camera.pitch_mdeg = static_cast<std::int32_t>(below(180'001)) - 90'000;
      state.camera = camera;
    }
    for (const std::string& column : names(4, false)) {
      state.category_filters.push_back({column, names(6, true)});
    }
    for (const std::string& column : names(4, false)) {
      const double a = number(), b = number();
      state.range_filters.push_back({column, std::min(a, b), std::max(a, b)});
    }
    if (below(2) == 0) state.query = name(true);
    if (below(2) == 0) {
      state.connections.min_synapses = 1 + below(20);
      state.connections.min_distance_um = below(500);
      if (below(2) == 0) state.connections.max_distance_um = 500 + below(500);
      state.connections.min_mean_size = below(2) * below(900);
      state.connections.min_size_sum = below(2) * below(9000);
      state.connections.pre_set = name(true);
      state.connections.post_set = name(true);
    }
    if (below(2) == 0) state.color_by = name(true);
    if (below(2) == 0) state.selection = set();
    for (const std::string& set_name : names(3, false)) state.sets.push_back({set_name, set()});
    if (!state.selection.empty() || !state.sets.empty()) state.rows_of = name(true);
    state.log_columns = names(3, true);
    if (below(2) == 0) state.selected = NeuronId{static_cast<std::int64_t>(bits64())};
    if (state.selected && below(2) == 0) {
      const NeuronId partner{static_cast<std::int64_t>(bits64())};
      if (partner != *state.selected) state.partner = partner;
    }
    if (state.partner && below(2) == 0) state.path_synapses = below(kMaxPathSynapses + 1);
    if (below(3) == 0) state.max_lines = 1 + below(kMostLines);
    state.show_synapses = below(2) == 0;
    state.show_region_borders = below(2) == 0;
    if (below(3) == 0) {
      const auto from = static_cast<std::int32_t>(below(500));
      state.depth_range = DepthRange{from, from + static_cast<std::int32_t>(below(500))};
    }
    if (below(3) == 0) {
      state.slice = UprightSlice{static_cast<std::int32_t>(below(360'001)) - 180'000,
                                 static_cast<std::int32_t>(below(2000)) - 1000,
                                 1 + static_cast<std::int32_t>(below(900))};
    }
    state.partner_side = static_cast<PartnerSide>(below(3));
    state.statistics_scope = static_cast<StatisticsScope>(below(2));
    if (below(2) == 0) {
      constexpr SideKind kPre[] = {SideKind::Usual, SideKind::Selection, SideKind::All};
      state.statistics_sides = {{kPre[below(3)], {}}, {static_cast<SideKind>(below(5)), {}}};
      if (below(2) == 0) state.statistics_sides.pre = {SideKind::Usual, name(true)};
      if (below(2) == 0) state.statistics_sides.post = {SideKind::Usual, name(true)};
    }
    if (below(2) == 0) state.matrix = {name(true), name(true)};
    if (state.matrix.columns == state.matrix.rows) state.matrix.columns.clear();
    if (below(2) == 0) {
      state.charts = {below(2) == 0, static_cast<MatrixKind>(below(6))};
      if (below(2) == 0) state.charts.cell = {name(true), name(true)};
    }
    if (below(2) == 0) {
      state.inference.open = static_cast<std::uint8_t>(below(4));
      state.inference.measure = static_cast<ProfileMeasure>(below(5));
      state.inference.bin_um = 1 + below(kMaxProfileBin_um);
      if (below(2) == 0) state.inference.beside = name(true);
      state.inference.model = static_cast<ChanceModel>(below(6));
      state.inference.controls = 1 + below(kMaxChanceControls);
      state.inference.seed = static_cast<std::uint32_t>(bits64());
      state.inference.triads = below(2) == 0;
      state.inference.simplices = below(2) == 0;
      state.inference.structure = below(2) == 0;
      state.inference.degrees = below(2) == 0;
      state.inference.shared = below(2) == 0;
      state.inference.lengths = below(2) == 0;
      state.inference.distance = below(2) == 0;
      state.inference.sizes = below(2) == 0;
      state.inference.participation = below(2) == 0;
      state.inference.classes = below(2) == 0;
    }
    state.motifs_open = below(2) == 1;
    state.structure_open = below(2) == 1;
    if (below(2) == 0) state.comparison = {below(2) == 0, name(true), name(true)};
    if (below(3) == 0) state.comparison.a_onto = name(true);
    if (below(3) == 0) state.comparison.b_onto = name(true);
    state.robustness_open = below(2) == 1;
    state.edge_map = below(2) == 1;
    if (below(2) == 1) state.inference.groups = name(true);
    if (below(2) == 1) state.label_accuracy = 1 + below(100);
    if (below(2) == 1) state.thresholds = 2 + below(kMaxSweptThresholds - 1);
    if (state.inference.groups.empty() && state.label_accuracy == kClassAccuracy) {
      state.label_accuracy = 0;
    }
    if (below(2) == 0) {
      state.experiment = {below(2) == 0,
                          1 + below(kMaxExperimentSlice_um),
                          2 + below(kMaxExperimentPatched - 1),
                          1 + below(kMaxExperimentSpread_um),
                          1 + below(kMaxExperiments),
                          static_cast<std::uint32_t>(bits64())};
    }
    if (below(2) == 0) {
      state.sites = {below(2) == 0, 1 + below(kMaxSitesLimit_um), 1 + below(kMaxSitesLimit_um)};
      if (below(2) == 0) state.sites.block = {name(true), name(true)};
    }
    state.panels = static_cast<std::uint8_t>(below(16));
    state.theme = static_cast<Theme>(below(3));
    state.color_vision = static_cast<ColorVision>(below(4));
    return state;
  }

  /// Runs of any length, here and there up to the last row there can be.
  NeuronSet set() {
    std::vector<NeuronRun> runs;
    std::uint64_t end = 0;
    for (std::uint32_t i = below(6); i > 0; --i) {
      const std::uint64_t first = end + 1 + below(1u << below(31));
      const std::uint64_t count = 1 + below(1u << below(31));
      if (first + count > kNoNeuron) break;
      runs.push_back({static_cast<NeuronIndex>(first), static_cast<std::uint32_t>(count)});
      end = first + count;
    }
    return NeuronSet::from_runs(std::move(runs));
  }

  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

 private:
  std::uint64_t bits64() {
    const std::uint64_t high = random_();
    return high << 32 | static_cast<std::uint32_t>(random_());
  }

  std::vector<std::string> names(std::uint32_t at_most, bool may_be_empty) {
    std::vector<std::string> names;
    for (std::uint32_t i = below(at_most + 1); i > 0; --i) names.push_back(name(may_be_empty));
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
  }

  std::mt19937 random_;
};

}  // namespace cnx::test
