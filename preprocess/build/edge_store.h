#pragma once
// edge_store.h — all connections, one direction, put away; and the other direction made of them.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "build/scratch.h"
#include "format/edge_rows.h"

namespace cnx {

/// Rows of all neurons, in order. Appended by one thread, read by any afterwards.
class EdgeRowStore {
 public:
  /// Errors of append and slice: Unwritable (see scratch.h).
  EdgeRowStore(std::string folder, MemoryBudget& budget);

  Result<Done> append(const EdgeRows& rows);
  /// Rows [first, first + count).
  Result<EdgeRows> slice(NeuronIndex first, std::uint32_t count) const;

  /// Where each neuron's row begins among all connections: [neurons so far + 1].
  const std::vector<std::uint32_t>& offsets() const { return offsets_; }
  std::uint64_t connections() const { return offsets_.back(); }

 private:
  std::unique_ptr<Scratch> scratch_;  // 8 bytes a connection: target, count
  std::vector<std::uint32_t> offsets_ = {0};
};

/// Connections by the block of their pre neuron, taken in the order of their post neurons.
class OutgoingBins {
 public:
  OutgoingBins(std::string folder, MemoryBudget& budget, std::uint32_t neuron_count,
               std::uint64_t expected_connections, std::size_t buffer_bytes);

  /// Rows of the post neurons from `first_post` on; posts rise from call to call.
  Result<Done> add(NeuronIndex first_post, const EdgeRows& in);
  Result<Done> finish();

  std::size_t blocks() const { return bins_.bins(); }
  NeuronIndex first_neuron(std::size_t block) const {
    return static_cast<NeuronIndex>(block * block_neurons_);
  }
  /// Rows of the pre neurons of a block, targets rising. From any thread, after finish().
  Result<EdgeRows> block(std::size_t number) const;

 private:
  std::uint32_t neuron_count_;
  std::uint32_t block_neurons_;
  std::unique_ptr<Scratch> scratch_;
  RecordBins bins_;  // records: pre, post, count
};

}  // namespace cnx
