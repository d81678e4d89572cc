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
    });
    check(SetColorBy{"region"}, [](ViewState& s) { s.color_by = "region"; });
    check(SelectNeuron{NeuronId{9}}, [](ViewState& s) { s.selected = NeuronId{9}; });
    check(SelectNeuron{}, [](ViewState& s) { s.selected.reset(); });
    check(SetPartnerSide{PartnerSide::Efferent},
          [](ViewState& s) { s.partner_side = PartnerSide::Efferent; });
    check(SetStatisticsScope{StatisticsScope::Neighborhood},
          [](ViewState& s) { s.statistics_scope = StatisticsScope::Neighborhood; });
    check(SetPanelOpen{Panel::About, true}, [](ViewState& s) { s.panels |= 8; });
    check(SetPanelOpen{Panel::Neuron, false},
          [](ViewState& s) { s.panels = static_cast<std::uint8_t>(s.panels & ~2); });
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
