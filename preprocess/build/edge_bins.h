#pragma once
// edge_bins.h — the rows of an input by the block of neurons that their post neuron is in, and the
// order of one block: what a tile of synapses and a stretch of the connections are made from.
//
// All rows together may be larger than the memory; those of one block are not.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "build/edge_survey.h"
#include "build/packed_record.h"
#include "build/scratch.h"
#include "format/edge_rows.h"
#include "format/synapse_overview.h"
#include "format/synapse_rows.h"
#include "read/raw_connectome.h"

namespace cnx {

/// One block of post neurons, in the order of the tiles: by post, pre, then x, y, z, size and the
/// carried columns, so that nothing depends on the order of the rows in the input.
struct EdgeBlock {
  NeuronIndex first_neuron = 0;
  EdgeRows in;               // rows are the block's neurons, targets pre ones
  std::uint64_t merged = 0;  // rows of connections added to the one before
  std::array<std::vector<std::uint32_t>, 3>
      voxel;                                     // of synapses, from survey.min_voxel on; or empty
  std::vector<std::uint32_t> size;               // of synapses, or empty
  std::vector<std::vector<NumberBits>> carried;  // [carried columns][rows]
};

class EdgeBins {
 public:
  /// Reads `edges` a second time and sorts the rows into blocks of `block_neurons`.
  /// Errors: those of `edges`, Unwritable (no room for what does not fit into memory).
  static Result<EdgeBins> fill(const RawEdges& edges, const EdgeSurvey& survey,
                               const NeuronPlaces& places, std::uint32_t block_neurons,
                               Scratch& scratch, std::size_t buffer_bytes);

  std::size_t blocks() const { return bins_.bins(); }
  /// Columns of the list that are carried, in its order.
  const std::vector<std::size_t>& carried() const { return carried_; }

  /// From any thread. Errors: Unwritable (it cannot be read back); OutOfRange (more than 2^32 - 1
  /// synapses from one neuron to another).
  /// O(rows log rows) in the block; 60 bytes a row, and 16 for each carried column.
  Result<EdgeBlock> block(std::size_t number) const;
  /// Blocks before `number` will not be asked for any more: their memory is free for others.
  void forget_before(std::size_t number) { bins_.forget_before(number); }

 private:
  EdgeBins(RecordBins bins, RecordLayout layout, std::uint32_t block_neurons,
           std::uint32_t neuron_count)
      : bins_(std::move(bins)),
        layout_(std::move(layout)),
        block_neurons_(block_neurons),
        neuron_count_(neuron_count) {}

  RecordBins bins_;
  RecordLayout layout_;
  std::uint32_t block_neurons_;
  std::uint32_t neuron_count_;
  SynapseShape shape_;
  bool connections_ = false;  // rows are connections or parts of them
  bool weighted_ = false;     // and have a count
  std::vector<std::size_t> carried_;
};

/// The rows of one block as the codec of synapses takes them.
///   soma_nm  soma positions by NeuronIndex
SynapseRows synapse_rows(const EdgeBlock& block, const EdgeSurvey& survey,
                         const std::array<std::span<const std::int64_t>, 3>& soma_nm);

}  // namespace cnx
