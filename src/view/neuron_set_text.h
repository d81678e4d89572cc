#pragma once
// neuron_set_text.h — a set of neurons as a short text of the characters A-Z a-z 0-9 - _
// (docs/view-url.md, "Sets").
//
// The lengths of runs and of the gaps before them, each as a Rice code (Rice & Plaunt 1971) whose
// parameter is the one that makes the text shortest: 1.4 characters a neuron for 500 neurons spread
// over 60,000, at most a sixth of a character a neuron of the dataset for any set.

#include <optional>
#include <string>
#include <string_view>

#include "view/neuron_set.h"

namespace cnx {

/// "" for the empty set. Equal sets have equal texts. O(runs * 32).
std::string neuron_set_text(const NeuronSet& set);

/// nullopt: not such a text (other characters, cut off, something left over, a row above
/// kNoNeuron - 1). O(length): a run costs the same however long it is.
std::optional<NeuronSet> parse_neuron_set(std::string_view text);

}  // namespace cnx
