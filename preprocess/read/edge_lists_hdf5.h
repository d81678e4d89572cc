#pragma once
// edge_lists_hdf5.h — the edges of a network: synapses one by one, or connections with counts.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "read/column_roles.h"
#include "read/network_group.h"
#include "read/raw_connectome.h"

namespace cnx {

/// What one row of a group's edges is.
enum class EdgeMeaning : std::uint8_t {
  Synapse,     // one synapse
  Connection,  // a pair of neurons, with a count column or without
  Unknown,     // no column says; parallel edges would mean synapses
};

struct EdgeReading {
  EdgeMeaning meaning = EdgeMeaning::Unknown;
  std::optional<CountColumn> count;  // Connection only
};

/// What the names of the group and of its edge columns say. With `edge_weight` not empty the
/// rows are connections that this column counts. Errors: Syntax (no such column; lists them).
Result<EdgeReading> decide_edge_reading(const NetworkGroup& network,
                                        const std::string& edge_weight);

/// Rows of the vertex table at both ends of each edge, in the file's order.
struct EdgeEnds {
  std::vector<std::uint32_t> pre, post;
};
/// Errors: Missing (no columns row and col), Unreadable, OutOfRange (a row outside the table).
Result<EdgeEnds> read_edge_ends(const NetworkGroup& network);

/// Whether two edges have the same ends. O(E log E), or O(E) when the edges are sorted.
bool has_parallel_edges(const EdgeEnds& ends);

/// Every edge a synapse, with position and size where there are such columns.
/// Errors: Syntax (overrides), Unreadable, OutOfRange (a coordinate that is no number).
Result<RawSynapses> read_synapses(const NetworkGroup& network, EdgeEnds ends,
                                  const ColumnOverrides& overrides,
                                  std::vector<std::string>& notes);

/// Every edge a connection with the count of `count`, or 1. Sorted; edges of count 0 dropped,
/// parallel edges added up, each with a note. A column that is only Maybe a count and holds other
/// numbers than whole ones is not used, with a note.
/// Errors: Unreadable, OutOfRange (a count that is negative, fractional or above 2^32 - 1).
Result<RawConnections> read_connections(const NetworkGroup& network, EdgeEnds ends,
                                        const std::optional<CountColumn>& count,
                                        std::vector<std::string>& notes);

}  // namespace cnx
