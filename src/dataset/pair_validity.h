#pragma once
// pair_validity.h — how far proofreading carries a number about pairs of neurons: from the axon of
// the pre neuron and the dendrite of the post neuron of every ordered pair that is counted.
// The rule and its thresholds: docs/statistics.md, validity.

#include <cstdint>

#include "dataset/neuron_mask.h"
#include "dataset/neuron_table.h"

namespace cnx {

/// Ordered pairs (pre, post) of different neurons, and how many of them were proofread.
struct PairValidity {
  bool axon_known = false, dendrite_known = false;  // the dataset has such a column, and it is here
  std::uint64_t pairs = 0;
  std::uint64_t analyzable_pairs = 0;  // the axon is clean or extended
  std::uint64_t extended_pairs = 0;    // of those: followed as far as possible
  std::uint64_t dendrite_pairs = 0;    // the dendrite is clean or extended

  bool operator==(const PairValidity&) const = default;
};

/// `post` empty: the same neurons as `pre`. O(neurons).
PairValidity pair_validity(const NeuronTable& table, const NeuronMask& pre, const NeuronMask& post);

enum class Verdict : std::uint8_t { Sound, WithCare, NotReliable, NotKnown };

/// Sound: at least 90 % of the pairs start at an extended axon. With care: at least 50 % start at
/// an analyzable one. Not reliable: fewer. Not known: no column says, or there are no pairs.
Verdict verdict_of(const PairValidity& validity);

/// "sound", "with care", "not reliable", "not known": as JSON has it.
const char* verdict_name(Verdict verdict);

}  // namespace cnx
