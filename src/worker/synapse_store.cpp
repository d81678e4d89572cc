#include "worker/synapse_store.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "format/tile_header.h"

namespace cnx {

SynapseStore::SynapseStore(std::uint32_t neuron_count, Family family)
    : neuron_count_(neuron_count), family_(family) {
  CNX_CHECK(family_.block_neurons >= 1);
  tiles_.resize(neuron_count / family_.block_neurons +
                (neuron_count % family_.block_neurons != 0 ? 1 : 0));
}

std::uint32_t SynapseStore::rows_in_tile(std::uint32_t tile_index) const {
  return std::min(family_.block_neurons, neuron_count_ - first_neuron(tile_index));
}

Result<Done> SynapseStore::add_tile(std::span<const std::byte> tile) {
  const auto decoded = decode_tile_header(tile);
  if (!decoded.ok()) return decoded.error();
  const TileHeader header = decoded.value();
  if (header.kind != TileKind::Synapses) {
    return Error{ErrorCode::OutOfRange, "tile header, kind: not a tile of synapses"};
  }
  if (header.first_neuron >= neuron_count_ || header.first_neuron % family_.block_neurons != 0) {
    return Error{ErrorCode::OutOfRange, "tile header, first neuron"};
  }
  const std::uint32_t index = tile_of(header.first_neuron);
  if (header.neuron_count != rows_in_tile(index)) {
    return Error{ErrorCode::OutOfRange, "tile header, neuron count"};
  }
  const auto rows =
      decode_synapse_rows(tile.subspan(kTileHeaderBytes), header.neuron_count, family_.shape);
  if (!rows.ok()) return rows.error();
  tiles_[index] = std::make_shared<const std::vector<std::byte>>(tile.begin(), tile.end());
  return Done{};
}

void SynapseStore::drop_tile(std::uint32_t tile_index) {
  CNX_CHECK(tile_index < tiles_.size());
  tiles_[tile_index] = nullptr;
}

SynapseRows SynapseStore::rows(std::uint32_t tile_index) const {
  CNX_CHECK(tile_index < tiles_.size() && has(tile_index));
  auto rows = decode_synapse_rows(std::span(*tiles_[tile_index]).subspan(kTileHeaderBytes),
                                  rows_in_tile(tile_index), family_.shape);
  CNX_CHECK(rows.ok());  // add_tile has decoded the same bytes
  return std::move(rows).value();
}

}  // namespace cnx
