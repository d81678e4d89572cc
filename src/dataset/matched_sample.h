#pragma once
// matched_sample.h — as many other neurons of each class, drawn by lot: the simplest control for
// what was found in a selection.

#include <cstdint>
#include <span>

#include "dataset/neuron_mask.h"

namespace cnx {

struct MatchedSample {
  NeuronMask mask;            // [neurons]
  std::uint32_t missing = 0;  // neurons for which the pool had no other of their class
};

/// For each code, as many neurons of `pool` that are not in `chosen` as `chosen` has of it, without
/// replacement, each choice equally likely (Fisher & Yates 1938, with std::mt19937). The same seed
/// gives the same sample on every machine. `codes` empty: all neurons are of one class.
/// Precondition: equal lengths. O(neurons).
MatchedSample matched_sample(std::span<const std::uint16_t> codes, const NeuronMask& chosen,
                             const NeuronMask& pool, std::uint32_t seed);

}  // namespace cnx
