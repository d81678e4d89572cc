#include "app/statistics_sides.h"

#include <utility>

#include "report/numbers.h"

namespace cnx {
namespace {

NeuronSet neurons_of(const StatisticsSide& side, const ViewState& view) {
  if (side.kind == SideKind::Selection) return view.selection;
  for (const NamedSet& set : view.sets) {
    if (set.name == side.set) return set.neurons;
  }
  return {};
}

std::string words_of(const StatisticsSide& side, const NeuronMask& neurons,
                     const std::string& scope_words) {
  const bool scope =
      side.set.empty() && (side.kind == SideKind::Usual || side.kind == SideKind::Scope);
  if (scope) return scope_words;
  const std::string count = " (" + counted(count_shown(neurons), "neuron") + ")";
  if (!side.set.empty()) return "set " + side.set + count;
  if (side.kind == SideKind::Selection) return "the selection" + count;
  return (side.kind == SideKind::Others ? "all other neurons" : "all neurons") + count;
}

}  // namespace

SidesWish sides_wish(const ViewState& view) {
  const StatisticsSides& sides = view.statistics_sides;
  return {sides, neurons_of(sides.pre, view), neurons_of(sides.post, view)};
}

ChosenSides chosen_sides(const SidesWish& wish, NeuronMask scope, const std::string& scope_words) {
  const auto count = static_cast<std::uint32_t>(scope.size());
  const auto& [pre, post] = wish.sides;
  ChosenSides chosen;
  if (pre.usual()) {
    chosen.pre = scope;
  } else if (pre.kind == SideKind::All) {
    chosen.pre.assign(count, 1);
  } else {
    chosen.pre = wish.pre.mask(count);
  }
  chosen.words = words_of(pre, chosen.pre, scope_words);
  if (post.usual()) return chosen;
  if (post.kind == SideKind::Scope) {
    chosen.post = std::move(scope);
  } else if (post.kind == SideKind::All) {
    chosen.post.assign(count, 1);
  } else if (post.kind == SideKind::Others) {
    chosen.post = chosen.pre;
    for (std::uint8_t& in : chosen.post) in ^= 1;
  } else {
    chosen.post = wish.post.mask(count);
  }
  if (chosen.post == chosen.pre) {
    chosen.post.clear();
    return chosen;
  }
  chosen.words = "from " + chosen.words + " onto " + words_of(post, chosen.post, scope_words);
  return chosen;
}

}  // namespace cnx
