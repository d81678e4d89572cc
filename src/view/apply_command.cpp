#include "view/apply_command.h"

#include <algorithm>
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

CameraState clamped(CameraState camera) {
  constexpr std::int32_t kTurn = 360'000;
  camera.distance_nm = std::max(camera.distance_nm, 1);
  camera.yaw_mdeg %= kTurn;
  if (camera.yaw_mdeg > kTurn / 2) camera.yaw_mdeg -= kTurn;
  if (camera.yaw_mdeg < -kTurn / 2) camera.yaw_mdeg += kTurn;
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
  state.panels &= kAllPanels;
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
      },
      [&](const SetColorBy& c) { state.color_by = c.column; },
      [&](const SelectNeuron& c) { state.selected = c.neuron; },
      [&](const SetPartnerSide& c) { state.partner_side = c.side; },
      [&](const SetStatisticsScope& c) { state.statistics_scope = c.scope; },
      [&](const SetPanelOpen& c) {
        const auto bit = static_cast<unsigned>(c.panel);
        const unsigned open = c.open ? state.panels | bit : state.panels & ~bit;
        state.panels = static_cast<std::uint8_t>(open);
      },
      [&](const SetTheme& c) { state.theme = c.theme; },
      [&](const SetFilters& c) {
        state.category_filters.insert(state.category_filters.end(), c.category_filters.begin(),
                                      c.category_filters.end());
      },
      [&](const ReplaceView& c) { state = c.state; },
  };
  std::visit(apply, command);
  restore_invariants(state);
  return state;
}

}  // namespace cnx
