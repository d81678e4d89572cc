#pragma once
// synapse_store.h — the Synapses tiles that have arrived, as they came. A tile is a fifth of its
// synapses in memory, so it stays encoded and is decoded when somebody asks for a row of it.
// A copy shares the tiles: it keeps those that it has, whatever comes or goes.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "format/synapse_rows.h"

namespace cnx {

class SynapseStore {
 public:
  /// The Synapses family, as the manifest has it.
  struct Family {
    std::uint32_t block_neurons = 1;  // >= 1
    SynapseShape shape;
  };

  SynapseStore(std::uint32_t neuron_count, Family family);

  const SynapseShape& shape() const { return family_.shape; }

  /// Decodes a tile (whole, header included), and keeps it as it is. The caller has checked the
  /// hash. A tile that is there already is replaced.
  /// Errors: those of decode_tile_header and decode_synapse_rows; OutOfRange (a header that does
  /// not fit the family). O(synapses of the tile).
  Result<Done> add_tile(std::span<const std::byte> tile);

  /// Nothing happens when it is not there.
  void drop_tile(std::uint32_t tile_index);

  std::uint32_t tile_count() const { return static_cast<std::uint32_t>(tiles_.size()); }
  std::uint32_t tile_of(NeuronIndex neuron) const { return neuron / family_.block_neurons; }
  bool has(std::uint32_t tile_index) const { return tiles_[tile_index] != nullptr; }

  /// The rows of a tile that is there; row r is of neuron tile_index * block_neurons + r.
  /// O(synapses of the tile).
  SynapseRows rows(std::uint32_t tile_index) const;
  NeuronIndex first_neuron(std::uint32_t tile_index) const {
    return tile_index * family_.block_neurons;
  }
  std::uint32_t rows_in_tile(std::uint32_t tile_index) const;

 private:
  std::uint32_t neuron_count_;
  Family family_;
  // [tiles] whole tiles; null: not there. Shared with the copies that jobs count on.
  std::vector<std::shared_ptr<const std::vector<std::byte>>> tiles_;
};

}  // namespace cnx
