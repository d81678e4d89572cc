#pragma once
// tiles.h — random connection rows with synapse counts, and the tiles that hold them.

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include "format/edge_models.h"
#include "format/edge_rows.h"
#include "format/tile_header.h"

namespace cnx::test {

using WeightedRows = std::vector<std::map<NeuronIndex, std::uint32_t>>;  // [neurons]

inline WeightedRows random_rows(std::uint32_t seed, std::uint32_t neurons, std::uint32_t draws) {
  std::mt19937 random(seed);
  WeightedRows rows(neurons);
  for (std::uint32_t i = 0; i < draws; ++i) {
    const std::uint32_t pre = random() % neurons;
    const std::uint32_t post = random() % neurons;
    rows[pre][post] = 1 + random() % 5;
  }
  return rows;
}

inline WeightedRows transpose(const WeightedRows& rows) {
  WeightedRows reversed(rows.size());
  for (NeuronIndex pre = 0; pre < rows.size(); ++pre) {
    for (const auto& [post, count] : rows[pre]) reversed[post][pre] = count;
  }
  return reversed;
}

inline EdgeRows cut(const WeightedRows& rows, std::uint32_t first, std::uint32_t count) {
  EdgeRows cut_rows;
  cut_rows.offsets.push_back(0);
  for (std::uint32_t r = first; r < first + count; ++r) {
    for (const auto& [target, synapses] : rows[r]) {
      cut_rows.targets.push_back(target);
      cut_rows.synapse_counts.push_back(synapses);
    }
    cut_rows.offsets.push_back(static_cast<std::uint32_t>(cut_rows.targets.size()));
  }
  return cut_rows;
}

inline std::vector<std::vector<std::byte>> make_tiles(TileKind kind, const WeightedRows& rows,
                                                      std::uint32_t block) {
  std::vector<std::vector<std::byte>> tiles;
  const auto neurons = static_cast<std::uint32_t>(rows.size());
  for (std::uint32_t first = 0; first < neurons; first += block) {
    const std::uint32_t count = std::min(block, neurons - first);
    tiles.push_back(
        encode_tile(kind, first, count,
                    encode_edge_rows(cut(rows, first, count), neurons, any_edge_model(neurons))));
  }
  return tiles;
}

}  // namespace cnx::test
