#pragma once
// synapse_tiles.h — random synapses for rows of connections, and the tiles that hold them.

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "format/synapse_rows.h"
#include "format/tile_header.h"
#include "worker/neuron_questions.h"
#include "worker/tiles.h"

namespace cnx::test {

/// Every synapse of `in` (rows are post), by post, then by pre.
inline std::vector<Synapse> random_synapses(std::uint32_t seed, const WeightedRows& in,
                                            SynapseShape shape) {
  std::mt19937 random(seed);
  std::vector<Synapse> synapses;
  for (NeuronIndex post = 0; post < in.size(); ++post) {
    for (const auto& [pre, count] : in[post]) {
      for (std::uint32_t k = 0; k < count; ++k) {
        Synapse synapse;
        synapse.pre = pre;
        synapse.post = post;
        if (shape.has_position) {
          for (std::int64_t& voxels : synapse.residual) {
            voxels = static_cast<std::int64_t>(random() % 2001) - 1000;
          }
        }
        if (shape.has_size) synapse.size = random() % 5000;
        synapses.push_back(synapse);
      }
    }
  }
  return synapses;
}

/// Precondition: `synapses` as random_synapses gives them, of `neurons` neurons.
inline std::vector<std::vector<std::byte>> make_synapse_tiles(const std::vector<Synapse>& synapses,
                                                              std::uint32_t neurons,
                                                              std::uint32_t block,
                                                              SynapseShape shape) {
  std::vector<std::vector<std::byte>> tiles;
  std::size_t at = 0;
  for (std::uint32_t first = 0; first < neurons; first += block) {
    const std::uint32_t count = std::min(block, neurons - first);
    SynapseRows rows;
    rows.offsets.push_back(0);
    for (NeuronIndex post = first; post < first + count; ++post) {
      for (; at < synapses.size() && synapses[at].post == post; ++at) {
        if (shape.has_position) {
          for (std::size_t axis = 0; axis < 3; ++axis) {
            rows.residual[axis].push_back(synapses[at].residual[axis]);
          }
        }
        if (shape.has_size) rows.size.push_back(synapses[at].size);
      }
      rows.offsets.push_back(
          static_cast<std::uint32_t>(shape.has_size ? rows.size.size() : rows.residual[0].size()));
    }
    tiles.push_back(
        encode_tile(TileKind::Synapses, first, count, encode_synapse_rows(rows, shape)));
  }
  return tiles;
}

}  // namespace cnx::test
