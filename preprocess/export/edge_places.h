#pragma once
// edge_places.h — at which row of an exported frame each connection and synapse stands.
//
// Tiles have connections by pre and synapses by post neuron, in the order of NeuronIndex. A file
// has both by pre row and then post row, so the places of a pre neuron's connections are
// neighbors, and so are the synapses of a connection, which keep the order of the tiles: by
// position.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "read/tile_source.h"
#include "read/tiled_rows.h"

namespace cnx {

/// 8 bytes for every connection, 28 for every neuron; where there are no ConnectionsIn tiles, as
/// much again for the connections by post neuron.
struct FramePlaces {
  std::vector<std::uint32_t> row_of;            // [neurons] by NeuronIndex: row in the source
  std::vector<std::uint64_t> first_connection;  // [neurons] place of the first of a pre neuron
  std::vector<std::uint64_t> first_synapse;     // [neurons]
  std::vector<std::uint64_t> offsets;           // [neurons + 1] into the two below
  // In the order of ConnectionsOut, from the pre neuron's first on.
  std::vector<std::uint32_t> connection;
  std::vector<std::uint32_t> synapse;
  std::uint64_t connection_count = 0;
  std::uint64_t synapse_count = 0;
  /// The rows that ConnectionsIn would have.
  struct Incoming {
    std::vector<std::uint64_t> offsets;  // [neurons + 1]
    std::vector<NeuronIndex> pre;
    std::vector<std::uint32_t> synapse_counts;
  };
  std::optional<Incoming> incoming;  // only where there are no such tiles
  std::uint64_t check = 0;           // sum of edge_check() over all connections

  std::uint64_t connection_place(NeuronIndex pre, std::uint64_t k) const {
    return first_connection[pre] + connection[offsets[pre] + k];
  }
  std::uint64_t synapse_place(NeuronIndex pre, std::uint64_t k) const {
    return first_synapse[pre] + synapse[offsets[pre] + k];
  }
};

/// Equal sums mean equal connections, but for a chance of about 2^-64.
std::uint64_t edge_check(NeuronIndex pre, NeuronIndex post, std::uint32_t synapses);

/// One pass through ConnectionsOut, two where there is no ConnectionsIn. Errors: the reader's;
/// OutOfRange (other numbers than the manifest's, or a neuron with 2^32 outgoing synapses).
/// `row_of` is a permutation.
Result<FramePlaces> find_edge_places(const TileSource& source, std::vector<std::uint32_t> row_of);

/// The connections of post neurons with their places, in the order of ConnectionsIn.
class IncomingWalk {
 public:
  IncomingWalk(const TileSource& source, const FramePlaces& places);

  /// The next neuron's. Errors: the reader's; OutOfRange (not the connections of ConnectionsOut).
  Result<ConnectionRow> row(NeuronIndex post);
  /// Of the neuron at hand: which of the connections of its pre neuron each is.
  std::span<const std::uint64_t> numbers() const { return numbers_; }
  std::uint64_t synapses() const { return synapses_; }
  /// After the last neuron.
  Result<Done> finish() const;

 private:
  Result<ConnectionRow> read(NeuronIndex post);
  Error differs() const;

  const TileSource* source_;
  const FramePlaces* places_;
  std::optional<ConnectionReader> reader_;  // none: FramePlaces::incoming
  std::vector<std::uint32_t> due_;          // by pre neuron: how many of its connections were met
  std::vector<std::uint64_t> numbers_;
  std::uint64_t synapses_ = 0;
  std::uint64_t check_ = 0;
};

}  // namespace cnx
