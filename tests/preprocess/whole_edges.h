#pragma once
// whole_edges.h — all edges of an input in memory at once, for tests: to make inputs of, and to see
// what a reader has found.

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "read/edge_numbers.h"
#include "read/raw_connectome.h"

namespace cnx::test {

struct WholeSynapses {
  std::vector<std::uint32_t> pre, post;
  std::array<std::vector<std::int64_t>, 3> position_nm;  // empty when there are none
  std::vector<std::int64_t> size;                        // the same
  std::vector<std::int64_t> ids;                         // the same
};

/// Sorted by pre and post, no pair twice, each count at least 1.
struct WholeConnections {
  std::vector<std::uint32_t> pre, post, synapse_count;
};

inline RawEdges edges_of(const WholeSynapses& synapses, std::uint32_t neuron_count) {
  std::vector<EdgeListColumn> columns;
  std::vector<std::vector<NumberBits>> values;
  const auto add = [&](const char* name, const std::vector<std::int64_t>& numbers) {
    columns.push_back({name, ColumnKind::Integer, StoredType::Int64});
    values.emplace_back(numbers.begin(), numbers.end());
    return columns.size() - 1;
  };
  RawEdges edges;
  edges.name = "synapses";
  edges.unit = EdgeUnit::Synapse;
  if (!synapses.ids.empty()) add("id", synapses.ids);
  if (!synapses.position_nm[0].empty()) {
    edges.synapse.position = {add("x_nm", synapses.position_nm[0]),
                              add("y_nm", synapses.position_nm[1]),
                              add("z_nm", synapses.position_nm[2])};
  }
  if (!synapses.size.empty()) edges.synapse.size = add("size", synapses.size);
  edges.list = edges_in_memory(synapses.pre, synapses.post, std::move(columns), std::move(values),
                               neuron_count, "synapses");
  return edges;
}

inline RawEdges edges_of(const WholeConnections& connections, std::uint32_t neuron_count) {
  RawEdges edges;
  edges.name = "connections";
  edges.unit = EdgeUnit::Connection;
  edges.count = CountColumn{0, CountName::Yes};
  edges.list = edges_in_memory(
      connections.pre, connections.post, {{"count", ColumnKind::Integer, StoredType::Int64}},
      {std::vector<NumberBits>(connections.synapse_count.begin(), connections.synapse_count.end())},
      neuron_count, "connections");
  return edges;
}

/// What lists say, the obvious way. An error of reading gives nothing.
struct WholeEdges {
  std::optional<WholeSynapses> synapses;
  std::optional<WholeConnections> connections;  // of both lists, the one that is compared with
};

inline std::optional<WholeSynapses> whole_synapses(const RawEdges& edges) {
  std::vector<std::size_t> which;
  if (edges.synapse.position) {
    which.assign(edges.synapse.position->begin(), edges.synapse.position->end());
  }
  const std::size_t axes = which.size();
  if (edges.synapse.size) which.push_back(*edges.synapse.size);
  WholeSynapses whole;
  const auto done = read_in_order(edges.list, which, [&](const EdgePiece& piece) -> Result<Done> {
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      whole.pre.push_back(piece.pre[i]);
      whole.post.push_back(piece.post[i]);
      for (std::size_t axis = 0; axis < axes; ++axis) {
        whole.position_nm[axis].push_back(
            *coordinate_nm(piece.values[axis][i], edges.list.columns[which[axis]].kind,
                           edges.synapse.position_unit_nm * edges.synapse.axis_scale[axis]));
      }
      if (!edges.synapse.size) continue;
      const auto size = whole_number(piece.values[axes][i], edges.list.columns[which[axes]].kind);
      if (size) whole.size.push_back(*size);
    }
    return Done{};
  });
  if (!done.ok()) return std::nullopt;
  if (whole.size.size() != whole.pre.size()) whole.size.clear();  // some are not whole
  return whole;
}

inline std::optional<WholeConnections> whole_connections(const RawEdges& edges) {
  std::vector<std::size_t> which;
  if (edges.count) which.push_back(edges.count->column);
  struct Row {
    std::uint64_t pair;  // pre in the upper half
    std::int64_t count;
  };
  std::vector<Row> rows;
  bool usable = edges.count.has_value();
  const auto done = read_in_order(edges.list, which, [&](const EdgePiece& piece) -> Result<Done> {
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      std::optional<std::int64_t> count;
      if (edges.count) {
        count = whole_number(piece.values[0][i], edges.list.columns[which[0]].kind);
      }
      usable = usable && count && *count >= 0;
      rows.push_back({std::uint64_t{piece.pre[i]} << 32 | piece.post[i], count.value_or(1)});
    }
    return Done{};
  });
  if (!done.ok()) return std::nullopt;
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.pair < b.pair; });
  WholeConnections whole;
  for (std::size_t i = 0; i < rows.size();) {
    const std::uint64_t pair = rows[i].pair;
    std::int64_t sum = 0;
    for (; i < rows.size() && rows[i].pair == pair; ++i) sum += usable ? rows[i].count : 1;
    if (sum == 0) continue;
    whole.pre.push_back(static_cast<std::uint32_t>(pair >> 32));
    whole.post.push_back(static_cast<std::uint32_t>(pair));
    whole.synapse_count.push_back(static_cast<std::uint32_t>(sum));
  }
  return whole;
}

inline WholeEdges whole_edges(const RawConnectome& raw) {
  WholeEdges whole;
  if (raw.edges && raw.edges->unit == EdgeUnit::Synapse) {
    whole.synapses = whole_synapses(*raw.edges);
  } else if (raw.edges) {
    whole.connections = whole_connections(*raw.edges);
  }
  if (raw.condensed) whole.connections = whole_connections(*raw.condensed);
  return whole;
}

}  // namespace cnx::test
