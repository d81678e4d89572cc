#pragma once
// engine.h — the graph's home: takes tiles and requests, gives replies. A plain object:
// lives in a Web Worker on the page, is called directly by tests and by `connectoscope stats`.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "format/edge_rows.h"
#include "format/tile_header.h"
#include "stats/local_statistics.h"

namespace cnx {

/// One partner of a neuron.
struct Partner {
  NeuronIndex neuron = 0;
  std::uint32_t synapse_count = 0;
  bool reciprocal = false;  // the connection back is there too; only set when both sides are complete

  bool operator==(const Partner&) const = default;
};

struct Partners {
  NeuronIndex neuron = 0;
  std::vector<Partner> afferents, efferents;  // by NeuronIndex; autapse in both
  bool afferents_complete = false;            // false: their tile has not arrived
  bool efferents_complete = false;

  bool operator==(const Partners&) const = default;
};

struct StatisticsRequest {
  std::vector<std::uint8_t> chosen;           // [neuron_count]
  std::vector<std::uint16_t> groups;          // [neuron_count] or empty
  std::uint32_t group_count = 1;
  std::vector<std::uint8_t> analyzable_axon;  // [neuron_count] or empty

  bool operator==(const StatisticsRequest&) const = default;
};

struct StatisticsReply {
  LocalStatistics statistics;
  std::uint32_t tiles_missing = 0;  // > 0: partial, counts are of the rows that are there
  std::uint32_t tiles_total = 0;

  bool operator==(const StatisticsReply&) const = default;
};

class Engine {
 public:
  /// `block_neurons` of the ConnectionsOut and ConnectionsIn families.
  Engine(std::uint32_t neuron_count, std::uint32_t out_block_neurons,
         std::uint32_t in_block_neurons);

  /// Decodes a ConnectionsOut or ConnectionsIn tile (whole, header included) and keeps it.
  /// The caller has checked the hash. A tile that is there already is replaced.
  /// Errors: those of decode_tile_header and decode_edge_rows; OutOfRange (a header that does
  /// not fit the family).
  Result<Done> add_tile(std::span<const std::byte> tile);

  /// Frees a tile's rows. Nothing happens when it is not there.
  void drop_tile(TileKind kind, std::uint32_t tile_index);

  /// Partners of one neuron from the tiles that are there. Out rows can also answer for
  /// afferents once every ConnectionsOut tile has arrived.
  Partners partners(NeuronIndex neuron) const;

  /// Statistics of the chosen sub-network, from the ConnectionsOut tiles that are there.
  StatisticsReply statistics(const StatisticsRequest& request);

 private:
  struct Graph;  // CSR both ways, built from the out tiles when first asked for
  std::uint32_t neuron_count_, out_block_, in_block_;
  std::vector<std::optional<EdgeRows>> out_tiles_, in_tiles_;
  // … the implementer completes the private part
};

}  // namespace cnx
