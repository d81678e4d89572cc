#pragma once
// command.h — the only ways to change the view. A new way is a new struct here; the
// compiler then lists every switch to extend.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "view/view_state.h"

namespace cnx {

struct SetCamera {
  std::optional<CameraState> camera;
};
/// The complete new filter of a column; nullopt removes it.
struct SetCategoryFilter {
  std::string column;
  std::optional<std::vector<std::string>> shown;
};
struct SetRangeFilter {
  std::string column;
  std::optional<RangeFilter> range;
};
struct ClearFilters {};
struct SetColorBy {
  std::string column;
};
struct SelectNeuron {
  std::optional<NeuronId> neuron;
};
struct SetPartnerSide {
  PartnerSide side;
};
struct SetStatisticsScope {
  StatisticsScope scope;
};
struct SetPanelOpen {
  Panel panel;
  bool open;
};
struct SetTheme {
  Theme theme;
};
/// Show the cells of one matrix entry: both columns' filters become these names.
struct SetFilters {
  std::vector<CategoryFilter> category_filters;
};
/// A link, a reset: everything at once.
struct ReplaceView {
  ViewState state;
};

using Command = std::variant<SetCamera, SetCategoryFilter, SetRangeFilter, ClearFilters, SetColorBy,
                             SelectNeuron, SetPartnerSide, SetStatisticsScope, SetPanelOpen,
                             SetTheme, SetFilters, ReplaceView>;

using CommandQueue = std::vector<Command>;

}  // namespace cnx
