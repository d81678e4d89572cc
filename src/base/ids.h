#pragma once
// ids.h — the two ways to name a neuron, kept apart by their types.

#include <cstdint>

namespace cnx {

/// Row of a neuron in the tiles, 0 .. neuron_count - 1: dense, in space-filling order.
using NeuronIndex = std::uint32_t;

/// The dataset's own id of a neuron (for MICrONS its 64-bit root id). Never goes through a
/// double or a JSON number: both lose the last digits.
enum class NeuronId : std::int64_t {};

inline constexpr NeuronIndex kNoNeuron = 0xffffffffu;

}  // namespace cnx
