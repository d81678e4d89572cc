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
/// rows are connections that this column counts. Errors: Syntax (no such column; lists them. Or it
/// cannot be read).
Result<EdgeReading> decide_edge_reading(const NetworkGroup& network,
                                        const std::string& edge_weight);

/// The edges of a group with all columns that are numbers, in the frame's order. Reads no values.
/// Errors: Missing (no columns row and col), Syntax (they are no integers), Unreadable. Those of
/// reading: Unreadable, OutOfRange (a row outside the vertex table, an integer above 2^63 - 1).
Result<EdgeList> open_edge_list(const NetworkGroup& network);

/// Whether two edges have the same ends. 8 bytes an edge where the list is not sorted.
Result<bool> has_parallel_edges(const EdgeList& list);

/// Every edge a synapse, with the columns for position and size where there are such.
/// Errors: open_edge_list's; Syntax (overrides).
Result<RawEdges> synapse_edges(const NetworkGroup& network, const ColumnOverrides& overrides,
                               std::vector<std::string>& notes);

/// Every edge a connection with the count of `count`, or 1. Errors: open_edge_list's.
Result<RawEdges> connection_edges(const NetworkGroup& network,
                                  const std::optional<CountColumn>& count);

/// The columns of a group's edges that cannot be read, in a sentence for each reason.
std::vector<std::string> note_unreadable(const NetworkGroup& network);

}  // namespace cnx
