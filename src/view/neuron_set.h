#pragma once
// neuron_set.h — a set of neurons by their rows, as runs: a value that is cheap to copy.
//
// Runs and not single rows, because neurons lie in space-filling order: what is chosen in space,
// or by class, is few runs. A link cannot make one larger than its own text (view_url.h).

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/ids.h"

namespace cnx {

/// The neurons first .. first + count - 1; count >= 1.
struct NeuronRun {
  NeuronIndex first = 0;
  std::uint32_t count = 0;

  bool operator==(const NeuronRun&) const = default;
};

enum class SetOperation : std::uint8_t { Replace, Union, Intersection, Difference, Toggle };

/// Copies share their runs, which never change: undo keeps hundreds of views.
class NeuronSet {
 public:
  NeuronSet() = default;

  /// Those i with mask[i] != 0. O(mask).
  static NeuronSet from_mask(std::span<const std::uint8_t> mask);
  /// In any order; repetitions do not matter. kNoNeuron is left out. O(n log n).
  static NeuronSet from_neurons(std::vector<NeuronIndex> neurons);
  /// Precondition: rising, at least one neuron between runs, below kNoNeuron. O(1).
  static NeuronSet from_runs(std::vector<NeuronRun> runs);

  bool empty() const { return runs_ == nullptr; }
  std::uint32_t count() const { return count_; }
  std::span<const NeuronRun> runs() const;
  bool contains(NeuronIndex neuron) const;  // O(log runs)
  /// [neuron_count] 0 or 1; members from neuron_count on are left out.
  std::vector<std::uint8_t> mask(std::uint32_t neuron_count) const;
  /// Rising; members from neuron_count on are left out.
  std::vector<NeuronIndex> neurons(std::uint32_t neuron_count) const;
  /// How many are below neuron_count: what the dataset has of the set. O(runs).
  std::uint32_t count_below(std::uint32_t neuron_count) const;

  bool operator==(const NeuronSet& other) const;

 private:
  std::shared_ptr<const std::vector<NeuronRun>> runs_;  // null: the empty set
  std::uint32_t count_ = 0;
};

/// `a` changed by `b`: Toggle is the symmetric difference. O(runs of both).
NeuronSet combined(const NeuronSet& a, const NeuronSet& b, SetOperation operation);
/// Every neuron below `neuron_count` that is not in `set`. O(runs).
NeuronSet complement(const NeuronSet& set, std::uint32_t neuron_count);

}  // namespace cnx
