#include "view/apply_command.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "view/random_view.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The invariants of view_state.h, written out once more.
void check_invariants(const ViewState& state) {
  if (state.camera) {
    CHECK(state.camera->distance_nm > 0);
    CHECK(std::abs(state.camera->yaw_mdeg) <= 180'000);
    CHECK(std::abs(state.camera->pitch_mdeg) <= 90'000);
  }
  for (std::size_t i = 0; i < state.category_filters.size(); ++i) {
    const CategoryFilter& filter = state.category_filters[i];
    CHECK_FALSE(filter.column.empty());
    if (i > 0) CHECK(state.category_filters[i - 1].column < filter.column);
    for (std::size_t k = 1; k < filter.shown.size(); ++k) {
      CHECK(filter.shown[k - 1] < filter.shown[k]);
    }
  }
  for (std::size_t i = 0; i < state.range_filters.size(); ++i) {
    const RangeFilter& filter = state.range_filters[i];
    CHECK_FALSE(filter.column.empty());
    if (i > 0) CHECK(state.range_filters[i - 1].column < filter.column);
    CHECK(std::isfinite(filter.min));
    CHECK(std::isfinite(filter.max));
    CHECK(filter.min <= filter.max);
  }
  CHECK(state.panels < 16);
  for (std::size_t i = 0; i < state.sets.size(); ++i) {
    CHECK_FALSE(state.sets[i].name.empty());
    CHECK(state.sets[i].name.size() <= kMaxSetNameBytes);
    if (i > 0) CHECK(state.sets[i - 1].name < state.sets[i].name);
  }
  if (state.sets.empty() && state.selection.empty()) CHECK(state.rows_of.empty());
  for (std::size_t i = 1; i < state.log_columns.size(); ++i) {
    CHECK(state.log_columns[i - 1] < state.log_columns[i]);
  }
  CHECK(state.connections.min_synapses >= 1);
  CHECK(state.connections.min_distance_um <= state.connections.max_distance_um);
  if (state.partner) CHECK((state.selected && state.partner != state.selected));
  if (state.path_synapses > 0) CHECK(state.partner.has_value());
  CHECK(state.path_synapses <= kMaxPathSynapses);
}

}  // namespace

TEST_CASE("each command changes its own part of the view and nothing else") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    const ViewState state = RandomView(seed).state();
    const auto check = [&](const Command& command, auto change) {
      ViewState expected = state;
      change(expected);
      CHECK(apply_command(state, command) == expected);
    };
    const CameraState camera{1, 2, 3, 4, 5, 6};
    check(SetCamera{camera}, [&](ViewState& s) { s.camera = camera; });
    check(SetCamera{}, [](ViewState& s) { s.camera.reset(); });
    check(ClearFilters{}, [](ViewState& s) {
      s.category_filters.clear();
      s.range_filters.clear();
      s.query.clear();
      s.depth_range.reset();
      s.slice.reset();
    });
    check(SetFilterExpression{{{"a", {"x"}}}, {{"b", 1, 2}}, "not c = d"}, [](ViewState& s) {
      s.category_filters = {{"a", {"x"}}};
      s.range_filters = {{"b", 1, 2}};
      s.query = "not c = d";
    });
    const ConnectionFilter connections{3, 10, 20, "A", "B"};
    check(SetConnectionFilter{connections}, [&](ViewState& s) { s.connections = connections; });
    check(SetLogColumn{"no such column", false}, [](ViewState&) {});
    check(RemoveSet{"no such set"}, [](ViewState&) {});
    check(RenameSet{"no such set", "other"}, [](ViewState&) {});
    if (!state.sets.empty() || !state.selection.empty()) {
      check(SetRowsOf{"0123abcd"}, [](ViewState& s) { s.rows_of = "0123abcd"; });
    }
    const NeuronSet five = NeuronSet::from_neurons({5});
    if (!state.rows_of.empty()) {
      check(ChangeSelection{five}, [&](ViewState& s) { s.selection = five; });
    }
    check(SetColorBy{"region"}, [](ViewState& s) { s.color_by = "region"; });
    // Another neuron is looked at alone.
    check(SelectNeuron{NeuronId{9}}, [](ViewState& s) {
      s.selected = NeuronId{9};
      s.partner.reset();
      s.path_synapses = 0;
    });
    check(SelectNeuron{state.selected}, [](ViewState&) {});
    check(SelectNeuron{}, [](ViewState& s) {
      s.selected.reset();
      s.partner.reset();
      s.path_synapses = 0;
    });
    check(SetPartner{NeuronId{7}}, [](ViewState& s) {
      if (s.selected) s.partner = NeuronId{7};
    });
    check(SetPartner{state.selected}, [](ViewState& s) {
      s.partner.reset();
      s.path_synapses = 0;
    });
    check(SetPathSynapses{3}, [](ViewState& s) {
      if (s.partner) s.path_synapses = 3;
    });
    check(SetPathSynapses{~0u}, [](ViewState& s) {
      if (s.partner) s.path_synapses = kMaxPathSynapses;
    });
    check(SetRegionBordersShown{false}, [](ViewState& s) { s.show_region_borders = false; });
    check(SetMaxLines{100}, [](ViewState& s) { s.max_lines = 100; });
    for (const std::uint32_t lines : {0u, kMostLines + 1}) {
      check(SetMaxLines{lines}, [](ViewState&) {});
    }
    check(SetSynapsesShown{false}, [](ViewState& s) { s.show_synapses = false; });
    check(SetDepthRange{DepthRange{100, 300}}, [](ViewState& s) {
      s.depth_range = DepthRange{100, 300};
    });
    check(SetDepthRange{DepthRange{300, -100}}, [](ViewState& s) {
      s.depth_range = DepthRange{0, 300};
    });
    check(SetDepthRange{}, [](ViewState& s) { s.depth_range.reset(); });
    check(SetSlice{UprightSlice{190'000, -40, 0}}, [](ViewState& s) {
      s.slice = UprightSlice{-170'000, -40, 1};
    });
    check(SetSlice{UprightSlice{0, kMaxSlabUm + 1, kMaxSlabUm + 1}}, [](ViewState& s) {
      s.slice = UprightSlice{0, kMaxSlabUm, kMaxSlabUm};
    });
    check(SetSlice{}, [](ViewState& s) { s.slice.reset(); });
    check(SetPartnerSide{PartnerSide::Efferent},
          [](ViewState& s) { s.partner_side = PartnerSide::Efferent; });
    check(SetStatisticsScope{StatisticsScope::Neighborhood},
          [](ViewState& s) { s.statistics_scope = StatisticsScope::Neighborhood; });
    const StatisticsSides sides = {{SideKind::All, {}}, {SideKind::Usual, "B"}};
    check(SetStatisticsSides{sides}, [&](ViewState& s) { s.statistics_sides = sides; });
    check(SetStatisticsSides{{{SideKind::Others, {}}, {SideKind::Others, "B"}}}, [](ViewState& s) {
      s.statistics_sides = {{}, {SideKind::Usual, "B"}};
    });
    check(SetMatrixColumns{{"region", "cell_type"}}, [](ViewState& s) {
      s.charts.cell.reset();  // of other groups
      s.matrix = {"region", "cell_type"};
    });
    check(SetMatrixColumns{{"region", "region"}}, [](ViewState& s) {
      s.charts.cell.reset();
      s.matrix = {"region", ""};
    });
    InferenceState inference = {1, ProfileMeasure::Depth, 20, ChanceModel::Blocks, 19, 4, true};
    inference.groups = state.inference.groups;  // others take more with them
    check(SetInference{inference}, [&](ViewState& s) { s.inference = inference; });
    check(SetInference{{1, ProfileMeasure::Depth, 0, ChanceModel::Blocks, 19, 4, true}},
          [](ViewState&) {});
    check(SetInference{{1, ProfileMeasure::Depth, 20, ChanceModel::Blocks, 10'001, 4, true}},
          [](ViewState&) {});
    check(SetMotifsOpen{true}, [](ViewState& s) { s.motifs_open = true; });
    check(SetStructureOpen{true}, [](ViewState& s) { s.structure_open = true; });
    const ComparisonState comparison = {true, "A", "B"};
    check(SetComparisonState{comparison}, [&](ViewState& s) { s.comparison = comparison; });
    check(SetRobustnessOpen{true}, [](ViewState& s) { s.robustness_open = true; });
    check(SetEdgeMap{true}, [](ViewState& s) { s.edge_map = true; });
    check(SetCharts{{true, MatrixKind::Synapses, GroupBlock{"A", "B"}}}, [](ViewState& s) {
      s.charts = {true, MatrixKind::Synapses, GroupBlock{"A", "B"}};
    });
    check(SetLabelAccuracy{90}, [](ViewState& s) { s.label_accuracy = 90; });
    check(SetLabelAccuracy{0}, [](ViewState& s) { s.label_accuracy = 0; });
    check(SetLabelAccuracy{101}, [](ViewState&) {});
    check(SetThresholds{20}, [](ViewState& s) { s.thresholds = 20; });
    check(SetThresholds{1}, [](ViewState&) {});
    check(SetThresholds{101}, [](ViewState&) {});
    check(SetExperiment{{true, 350, 8, 60, 100, 7}},
          [](ViewState& s) { s.experiment = {true, 350, 8, 60, 100, 7}; });
    for (const ExperimentState& wrong :
         {ExperimentState{true, 0}, ExperimentState{true, 1'000'001}, ExperimentState{true, 300, 1},
          ExperimentState{true, 300, 101}, ExperimentState{true, 300, 12, 0},
          ExperimentState{true, 300, 12, 10'001}, ExperimentState{true, 300, 12, 100, 0},
          ExperimentState{true, 300, 12, 100, 10'001}}) {
      check(SetExperiment{wrong}, [](ViewState&) {});
    }
    check(SetSites{{true, 30, 5}}, [](ViewState& s) { s.sites = {true, 30, 5}; });
    for (const SitesState& wrong : {SitesState{true, 0}, SitesState{true, 10'001},
                                    SitesState{true, 50, 0}, SitesState{true, 50, 10'001}}) {
      check(SetSites{wrong}, [](ViewState&) {});
    }
    check(SetPanelOpen{Panel::About, true}, [](ViewState& s) { s.panels |= 8; });
    check(SetPanelOpen{Panel::Neuron, false},
          [](ViewState& s) { s.panels = static_cast<std::uint8_t>(s.panels & ~2); });
    check(SetColorVision{ColorVision::Deutan},
          [](ViewState& s) { s.color_vision = ColorVision::Deutan; });
    check(SetTheme{Theme::Light}, [](ViewState& s) { s.theme = Theme::Light; });
    check(SetCategoryFilter{"no such filter", std::nullopt}, [](ViewState&) {});
    check(SetRangeFilter{"no such filter", std::nullopt}, [](ViewState&) {});
    check(SetFilters{}, [](ViewState&) {});
    const ViewState other = RandomView(seed + 1000).state();
    check(ReplaceView{other}, [&](ViewState& s) { s = other; });
  }
}

TEST_CASE("a category filter is added in order, replaced and removed by its column") {
  ViewState state;
  state = apply_command(state, SetCategoryFilter{"region", {{"v1"}}});
  state = apply_command(state, SetCategoryFilter{"class", {{"b", "a", "b"}}});
  CHECK(state.category_filters ==
        std::vector<CategoryFilter>{{"class", {"a", "b"}}, {"region", {"v1"}}});
  state = apply_command(state, SetCategoryFilter{"class", std::vector<std::string>{}});
  CHECK(state.category_filters == std::vector<CategoryFilter>{{"class", {}}, {"region", {"v1"}}});
  state = apply_command(state, SetCategoryFilter{"region", std::nullopt});
  CHECK(state.category_filters == std::vector<CategoryFilter>{{"class", {}}});
  CHECK(apply_command(state, SetCategoryFilter{"", {{"a"}}}) == state);
}

TEST_CASE("a range filter is put in order and kept finite, and one without numbers is not taken") {
  ViewState state = apply_command({}, SetRangeFilter{"depth", RangeFilter{"other", 5, -1}});
  CHECK(state.range_filters == std::vector<RangeFilter>{{"depth", -1, 5}});
  CHECK(apply_command(state, SetRangeFilter{"depth", RangeFilter{"", kNan, 1}}) == state);
  state = apply_command(state, SetRangeFilter{"depth", RangeFilter{"", -kInfinity, kInfinity}});
  constexpr double kLargest = std::numeric_limits<double>::max();
  CHECK(state.range_filters == std::vector<RangeFilter>{{"depth", -kLargest, kLargest}});
  state = apply_command(state, SetRangeFilter{"depth", std::nullopt});
  CHECK(state == ViewState{});
}

TEST_CASE("a matrix cell sets both filters and leaves the others") {
  ViewState state;
  state.category_filters = {{"a", {"x"}}, {"c", {"y"}}};
  state = apply_command(state, SetFilters{{{"c", {"q", "p"}}, {"b", {"z"}}}});
  CHECK(state.category_filters ==
        std::vector<CategoryFilter>{{"a", {"x"}}, {"b", {"z"}}, {"c", {"p", "q"}}});
}

TEST_CASE("sets are made, replaced, renamed and removed by their names, in order") {
  const NeuronSet one = NeuronSet::from_neurons({1}), two = NeuronSet::from_neurons({2});
  ViewState state = apply_command({}, PutSet{"B", one});
  state = apply_command(state, PutSet{"A", two});
  CHECK(state.sets == std::vector<NamedSet>{{"A", two}, {"B", one}});
  state = apply_command(state, PutSet{"B", two});
  CHECK(state.sets == std::vector<NamedSet>{{"A", two}, {"B", two}});
  state = apply_command(state, SetConnectionFilter{{1, 0, UINT32_MAX, "A", "B"}});
  state = apply_command(state, SetComparisonState{{false, "B", "A", "A", "B"}});
  state.inference.beside = "A";
  CHECK(apply_command(state, RenameSet{"A", "B"}) == state);  // the name is taken
  CHECK(apply_command(state, RenameSet{"A", ""}) == state);
  state = apply_command(state, RenameSet{"A", "Z"});
  CHECK(state.sets == std::vector<NamedSet>{{"B", two}, {"Z", two}});
  CHECK(state.connections.pre_set == "Z");
  CHECK(state.comparison.b == "Z");
  CHECK(state.comparison.a_onto == "Z");
  CHECK(state.inference.beside == "Z");
  state = apply_command(state, RemoveSet{"Z"});
  CHECK(state.sets == std::vector<NamedSet>{{"B", two}});
  CHECK(state.connections.pre_set.empty());
  CHECK(state.connections.post_set == "B");
  CHECK(state.comparison.a == "B");
  CHECK(state.comparison.b.empty());
  CHECK(state.comparison.a_onto.empty());
  CHECK(state.comparison.b_onto == "B");
  CHECK(state.inference.beside.empty());
}

TEST_CASE("a set's name is cut at a character, and an empty one is not taken") {
  CHECK(apply_command({}, PutSet{"", NeuronSet::from_neurons({1})}) == ViewState{});
  const ViewState state =
      apply_command({}, PutSet{std::string(kMaxSetNameBytes - 1, 'x') + "ö", {}});
  CHECK(state.sets[0].name == std::string(kMaxSetNameBytes - 1, 'x'));
}

TEST_CASE("a selection is replaced, added to and taken from") {
  const auto set = [](std::vector<NeuronIndex> neurons) {
    return NeuronSet::from_neurons(std::move(neurons));
  };
  ViewState state = apply_command({}, ChangeSelection{set({1, 2})});
  state = apply_command(state, ChangeSelection{set({2, 3}), SetOperation::Union});
  CHECK(state.selection == set({1, 2, 3}));
  state = apply_command(state, ChangeSelection{set({3, 4}), SetOperation::Toggle});
  CHECK(state.selection == set({1, 2, 4}));
  state = apply_command(state, SetRowsOf{"12345678"});
  state = apply_command(state, ChangeSelection{});
  CHECK(state == ViewState{});  // without rows there is no dataset to name
}

TEST_CASE("a camera outside its limits is wrapped and clamped") {
  const auto set = [](CameraState camera) { return *apply_command({}, SetCamera{camera}).camera; };
  CHECK(set({0, 0, 0, -5, 190'000, 100'000}) == CameraState{0, 0, 0, 1, -170'000, 90'000});
  CHECK(set({0, 0, 0, 7, -190'000, -100'000}) == CameraState{0, 0, 0, 7, 170'000, -90'000});
  CHECK(set({0, 0, 0, 7, 180'000, 0}).yaw_mdeg == 180'000);
  CHECK(set({0, 0, 0, 7, INT32_MIN, INT32_MIN}).pitch_mdeg == -90'000);
}

TEST_CASE("whatever a command holds, the invariants of the view stay") {
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    CAPTURE(seed);
    RandomView random(seed);
    ViewState wild;
    for (int i = 0; i < 3; ++i) {
      const ViewState part = random.state();
      wild.category_filters.insert(wild.category_filters.begin(), part.category_filters.begin(),
                                   part.category_filters.end());
      wild.range_filters.insert(wild.range_filters.begin(), part.range_filters.begin(),
                                part.range_filters.end());
      wild.category_filters.push_back({"twice", {"b", random.name(true), "a", "b"}});
      wild.range_filters.push_back({"twice", random.number(), random.number()});
    }
    wild.range_filters.push_back({"nan", kNan, 0});
    wild.range_filters.push_back({"inf", kInfinity, -kInfinity});
    wild.category_filters.push_back({"", {}});
    const ViewState other = random.state();
    wild.sets = other.sets;
    wild.sets.push_back({"twice", random.set()});
    wild.sets.push_back({"twice", random.set()});
    wild.sets.push_back({"", random.set()});
    wild.rows_of = "tag";
    wild.log_columns = {"b", "a", "b"};
    wild.connections.min_synapses = random.below(2);
    wild.connections.min_distance_um = random.below(10);
    wild.connections.max_distance_um = random.below(10);
    wild.panels = static_cast<std::uint8_t>(random.below(256));
    wild.camera = CameraState{0,
                              0,
                              0,
                              -static_cast<std::int32_t>(random.below(10)),
                              static_cast<std::int32_t>(random.below(4'000'000'000u)),
                              static_cast<std::int32_t>(random.below(4'000'000'000u))};
    const ViewState state = apply_command({}, ReplaceView{wild});
    check_invariants(state);
    CHECK(apply_command({}, ReplaceView{state}) == state);
    check_invariants(apply_command(wild, SetTheme{Theme::Dark}));
  }
}

TEST_CASE("what was said of some groups goes with them; the usual accuracy is not said") {
  ViewState state;
  state.label_accuracy = 90;
  state.sites.block = {"A", "B"};
  state = apply_command(state, SetLabelAccuracy{kClassAccuracy});
  CHECK(state.label_accuracy == 0);
  InferenceState other;
  other.groups = "region";
  state = apply_command(state, SetInference{other});
  CHECK_FALSE(state.sites.block.has_value());
  state = apply_command(state, SetLabelAccuracy{kClassAccuracy});
  CHECK(state.label_accuracy == kClassAccuracy);  // nothing is usual of this column
  other.triads = true;
  CHECK(apply_command(state, SetInference{other}).label_accuracy == kClassAccuracy);
  CHECK(apply_command(state, SetInference{}).label_accuracy == 0);
}
