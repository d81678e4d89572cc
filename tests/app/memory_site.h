#pragma once
// memory_site.h — a dataset in memory, made with the encoders, served by a HeadlessPlatform; and
// hands to break it.

#include <map>
#include <string>
#include <vector>

#include "dataset/small_table.h"
#include "format/tile_name.h"
#include "platform/platform_headless.h"
#include "worker/protocol.h"
#include "worker/synapse_tiles.h"
#include "worker/tiles.h"

namespace cnx::test {

std::vector<std::byte> bytes_of(const std::string& text);

// The families of a MemorySite, in the order of its manifest.
inline constexpr std::size_t kCoarseFamily = 0, kOutFamily = 3, kSynapseFamily = 5;

/// Files by address: a manifest and its tiles. Neurons in three families (coarse positions and
/// class first, in blocks of `block`), connections and synapses in blocks of `block`.
struct MemorySite {
  MemorySite(std::uint32_t seed, std::uint32_t neurons, std::uint32_t draws, std::uint32_t block);

  /// The address of tile `index` of a family.
  std::string address(std::size_t family, std::size_t index) const;
  /// Answers a fetch; counts it.
  FetchResult read(const std::string& url);
  HeadlessPlatform platform();
  NeuronTable table() const;

  Manifest manifest;
  std::vector<ColumnValues> values;
  WeightedRows out, in;
  std::vector<Synapse> synapses;  // by post, then by pre
  std::map<std::string, std::vector<std::byte>> files;
  std::map<std::string, std::string> faults;  // what a server says instead
  std::map<std::string, int> asked;
  WorkerCore worker;
  int messages = 0;

 private:
  void add(TileFamily family, const std::vector<std::vector<std::byte>>& tiles);
  void add_connections(TileKind kind, const WeightedRows& rows, std::uint32_t block);
  void add_neurons(PositionPart part, std::vector<std::uint32_t> columns, std::uint32_t block);
};

}  // namespace cnx::test
