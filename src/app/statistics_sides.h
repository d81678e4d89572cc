#pragma once
// statistics_sides.h — which neurons the connections come from and which they go to that the
// statistics count, as the view says it.

#include <cstdint>
#include <string>

#include "dataset/neuron_mask.h"
#include "view/view_state.h"

namespace cnx {

/// The sides of a view and the neurons that they name, so that a set which no side names can change
/// without a new question.
struct SidesWish {
  StatisticsSides sides;
  NeuronSet pre, post;
  bool pre_missing = false, post_missing = false;  // the set is not there

  bool operator==(const SidesWish&) const = default;
};
SidesWish sides_wish(const ViewState& view);

struct ChosenSides {
  NeuronMask pre;
  NeuronMask post;    // empty: the same as `pre`
  std::string words;  // "from … onto …", of one set the set; with how many neurons each side has
};

/// `scope`: the neurons of the view's StatisticsScope, and `scope_words` what they are. A set that
/// the view does not have has no neurons. Equal sides are one set. O(neurons).
ChosenSides chosen_sides(const SidesWish& wish, NeuronMask scope, const std::string& scope_words);

}  // namespace cnx
