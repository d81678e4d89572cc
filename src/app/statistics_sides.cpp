#include "app/statistics_sides.h"

#include <utility>

#include "report/numbers.h"
#include "view/named_sets.h"

namespace cnx {
namespace {

NeuronSet neurons_of(const StatisticsSide& side, const ViewState& view) {
  if (side.kind == SideKind::Selection) return view.selection;
  const NamedSet* const set = set_named(view, side.set);
  return set != nullptr ? set->neurons : NeuronSet();
}

bool is_scope(const StatisticsSide& side) { return side.usual() || side.kind == SideKind::Scope; }

std::string words_of(const StatisticsSide& side, bool missing, const NeuronMask& neurons,
                     const std::string& scope_words) {
  if (is_scope(side)) return scope_words;
  const std::string count = " (" + counted(count_shown(neurons), "neuron") + ")";
  if (!side.set.empty()) return "set " + set_label(side.set, !missing) + count;
  if (side.kind == SideKind::Selection) return "the selection" + count;
  return (side.kind == SideKind::Others ? "all other neurons" : "all neurons") + count;
}

}  // namespace

SidesWish sides_wish(const ViewState& view) {
  const StatisticsSides& sides = view.statistics_sides;
  const auto missing = [&](const StatisticsSide& side) {
    return !side.set.empty() && set_named(view, side.set) == nullptr;
  };
  return {sides, neurons_of(sides.pre, view), neurons_of(sides.post, view), missing(sides.pre),
          missing(sides.post)};
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
  chosen.words = words_of(pre, wish.pre_missing, chosen.pre, scope_words);
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
  // What the scope is has commas of its own.
  chosen.words = "from " + chosen.words + (is_scope(pre) ? ", onto " : " onto ") +
                 words_of(post, wish.post_missing, chosen.post, scope_words);
  return chosen;
}

}  // namespace cnx
