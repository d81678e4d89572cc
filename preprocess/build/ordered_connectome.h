#pragma once
// ordered_connectome.h — a connectome in the order of NeuronIndex, ready to be cut into tiles.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "build/adjacency.h"
#include "build/synapse_order.h"
#include "build/vertex_columns.h"
#include "format/manifest.h"
#include "progress.h"
#include "read/raw_connectome.h"

namespace cnx {

struct OrderedConnectome {
  std::uint32_t neuron_count = 0;
  Layout layout = Layout::Soma;
  OrderedColumns columns;
  PositionGrid position_grid;
  Adjacency adjacency;
  std::optional<OrderedSynapses> synapses;  // when there is a position or a size to keep
  std::vector<std::string> notes;           // the reader's, and what was made up here

  /// The soma's coordinates by NeuronIndex.
  std::array<std::span<const std::int64_t>, 3> position_nm() const;
};

/// Steps "order", "condense" and "build" of the pipeline, each reported to `progress`.
///
/// Errors, all about the input: Missing (no neurons, or neither synapses nor connections),
/// OutOfRange (too many neurons or edges, a position beyond a kilometer, an end that is no row),
/// NotCanonical (the condensed group is not what the full group makes).
Result<OrderedConnectome> order_connectome(RawConnectome raw, Progress& progress);

}  // namespace cnx
