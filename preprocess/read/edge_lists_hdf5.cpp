#include "read/edge_lists_hdf5.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

namespace cnx {
namespace {

constexpr double kMaxExactReal = 9007199254740992.0;  // 2^53

std::string edges_text(std::uint64_t count, const char* kind = "edge") {
  return std::to_string(count) + " " + kind + (count == 1 ? "" : "s");
}

/// value[first + i] = value of row i, as an integer; the sink of a column that must be whole.
Result<Done> store_whole(const std::string& column, std::uint64_t first, const NumberSpan& values,
                         double unit, std::vector<std::int64_t>& out) {
  const auto not_whole = [&](std::size_t i) {
    return Error{
        ErrorCode::OutOfRange,
        "edge column \"" + column + "\" has no usable number in row " + std::to_string(first + i)};
  };
  if (const auto* const integers = std::get_if<std::span<const std::int64_t>>(&values);
      integers && unit == 1) {
    std::copy(integers->begin(), integers->end(), out.begin() + static_cast<std::ptrdiff_t>(first));
    return Done{};
  }
  return std::visit(
      [&](const auto& numbers) -> Result<Done> {
        for (std::size_t i = 0; i < numbers.size(); ++i) {
          const double value = static_cast<double>(numbers[i]) * unit;
          if (!(std::fabs(value) <= kMaxExactReal)) return not_whole(i);
          out[first + i] = std::llround(value);
        }
        return Done{};
      },
      values);
}

bool is_whole(const NumberSpan& values) {
  const auto* const reals = std::get_if<std::span<const double>>(&values);
  return reals == nullptr || std::all_of(reals->begin(), reals->end(), [](double v) {
           return std::floor(v) == v && std::isfinite(v);
         });
}

/// Columns that were not used, in one sentence.
void note_unused(const NetworkGroup& network, std::span<const std::size_t> used,
                 std::vector<std::string>& notes) {
  if (!network.edges) return;
  std::string unused, unreadable;
  for (std::size_t i = 0; i < network.edges->columns().size(); ++i) {
    const StoredColumn& column = network.edges->columns()[i];
    if (std::find(used.begin(), used.end(), i) != used.end()) continue;
    std::string& list = column.kind == StoredKind::Other ? unreadable : unused;
    list += (list.empty() ? "\"" : ", \"") + column.name + "\"";
  }
  if (!unused.empty())
    notes.push_back("edge columns of /" + network.path + " that are not carried along: " + unused);
  if (!unreadable.empty())
    notes.push_back("edge columns of /" + network.path +
                    " that are skipped because they hold text or objects: " + unreadable);
}

/// Counts of consecutive edges; the sink of a count column.
Result<Done> store_counts(const NetworkGroup& network, const std::string& column,
                          std::uint64_t first, const NumberSpan& values,
                          std::vector<std::uint32_t>& out) {
  return std::visit(
      [&](const auto& numbers) -> Result<Done> {
        for (std::size_t i = 0; i < numbers.size(); ++i) {
          const auto value = numbers[i];
          const bool whole = std::floor(static_cast<double>(value)) == static_cast<double>(value);
          if (!whole || !(value >= 0) || static_cast<double>(value) > 4294967295.0)
            return Error{
                ErrorCode::OutOfRange,
                "group /" + network.path + ": edge column \"" + column + "\" holds " +
                    std::to_string(value) + " in row " + std::to_string(first + i) +
                    "; a number of synapses is whole and 0 or more, so choose another column with "
                    "--edge-weight"};
          out[first + i] = static_cast<std::uint32_t>(value);
        }
        return Done{};
      },
      values);
}

std::uint64_t pair_key(const EdgeEnds& ends, std::size_t edge) {
  return std::uint64_t{ends.pre[edge]} << 32 | ends.post[edge];
}

bool is_strictly_sorted_by_pair(const EdgeEnds& ends) {
  for (std::size_t e = 1; e < ends.pre.size(); ++e) {
    if (pair_key(ends, e) <= pair_key(ends, e - 1)) return false;
  }
  return true;
}

/// Edge numbers in the order of (pre, post), parallel edges in the file's order.
std::vector<std::uint32_t> order_by_pair(const EdgeEnds& ends) {
  std::vector<std::uint32_t> order(ends.pre.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return pair_key(ends, a) < pair_key(ends, b);
  });
  return order;
}

}  // namespace

Result<EdgeReading> decide_edge_reading(const NetworkGroup& network,
                                        const std::string& edge_weight) {
  const std::vector<std::string> names = network.edge_column_names();
  if (!edge_weight.empty()) {
    const auto found = std::find(names.begin(), names.end(), edge_weight);
    if (found != names.end())
      return EdgeReading{
          EdgeMeaning::Connection,
          CountColumn{static_cast<std::size_t>(found - names.begin()), CountName::Yes}};
    std::string list;
    for (const std::string& name : names) {
      if (!name.empty()) list += (list.empty() ? "\"" : ", \"") + name + "\"";
    }
    return Error{ErrorCode::Syntax, "--edge-weight " + edge_weight + ": group /" + network.path +
                                        " has no such edge column; there are " +
                                        (list.empty() ? "none" : list)};
  }
  const auto count = find_count_column(names);
  if (network.last_name() == "condensed") return EdgeReading{EdgeMeaning::Connection, count};
  // An id or a size beside a count may describe a connection; a position cannot.
  const auto roles = assign_synapse_roles(names, {});
  const bool has_position = roles.ok() && roles.value().position.has_value();
  const bool counted = count && count->name == CountName::Yes;
  if (has_position || (has_synapse_columns(names) && !counted))
    return EdgeReading{EdgeMeaning::Synapse, {}};
  if (count) return EdgeReading{EdgeMeaning::Connection, count};
  if (network.last_name() == "full") return EdgeReading{EdgeMeaning::Synapse, {}};
  return EdgeReading{EdgeMeaning::Unknown, {}};
}

Result<EdgeEnds> read_edge_ends(const NetworkGroup& network) {
  const std::string place = "group /" + network.path + ": ";
  const auto row = network.edge_indices.find("row"), col = network.edge_indices.find("col");
  if (!row || !col)
    return Error{ErrorCode::Missing, place + "edge_indices has no columns row and col"};
  EdgeEnds ends;
  const auto edge_count = static_cast<std::size_t>(network.edge_count());
  ends.pre.resize(edge_count);
  ends.post.resize(edge_count);
  const std::size_t columns[] = {*row, *col};
  if (edge_count == 0) return ends;  // an empty frame stores a dummy of another type
  for (const std::size_t column : columns) {
    if (network.edge_indices.columns()[column].kind != StoredKind::Integer)
      return Error{ErrorCode::Syntax, place + "edge_indices holds something else than integers"};
  }
  const auto done = network.edge_indices.read(
      columns,
      [&](std::size_t which, std::uint64_t first, const NumberSpan& values) -> Result<Done> {
        const auto& numbers = *std::get_if<std::span<const std::int64_t>>(&values);
        std::uint32_t* out = (which == 0 ? ends.pre : ends.post).data() + first;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
          if (numbers[i] < 0 || numbers[i] >= std::int64_t{network.neuron_count})
            return Error{ErrorCode::OutOfRange,
                         "edge " + std::to_string(first + i) +
                             (which == 0 ? " comes from" : " goes to") + " row " +
                             std::to_string(numbers[i]) + " of the vertex table, which has " +
                             std::to_string(network.neuron_count) +
                             " rows; the file is damaged or was cut by hand"};
          out[i] = static_cast<std::uint32_t>(numbers[i]);
        }
        return Done{};
      });
  if (!done.ok()) return Error{done.error().code, place + done.error().where};
  return ends;
}

bool has_parallel_edges(const EdgeEnds& ends) {
  std::vector<std::uint64_t> keys(ends.pre.size());
  for (std::size_t e = 0; e < keys.size(); ++e) keys[e] = pair_key(ends, e);
  if (!std::is_sorted(keys.begin(), keys.end())) std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

Result<RawSynapses> read_synapses(const NetworkGroup& network, EdgeEnds ends,
                                  const ColumnOverrides& overrides,
                                  std::vector<std::string>& notes) {
  const std::string place = "group /" + network.path + ": ";
  RawSynapses synapses;
  synapses.pre = std::move(ends.pre);
  synapses.post = std::move(ends.post);
  const auto assigned = assign_synapse_roles(network.edge_column_names(), overrides);
  if (!assigned.ok()) return assigned.error();
  const SynapseRoles& roles = assigned.value();
  notes.insert(notes.end(), roles.notes.begin(), roles.notes.end());

  std::vector<std::size_t> columns;  // x, y, z, then size; or some of them
  if (roles.position) columns.assign(roles.position->begin(), roles.position->end());
  const std::size_t axis_count = columns.size();
  if (roles.size) columns.push_back(*roles.size);
  note_unused(network, columns, notes);
  const std::size_t synapse_count = synapses.pre.size();
  if (columns.empty() || synapse_count == 0) return synapses;

  for (std::size_t axis = 0; axis < axis_count; ++axis)
    synapses.position_nm[axis].resize(synapse_count);
  if (roles.size) synapses.size.resize(synapse_count);
  bool size_is_whole = true;
  const auto done = network.edges->read(
      columns,
      [&](std::size_t which, std::uint64_t first, const NumberSpan& values) -> Result<Done> {
        const std::string& name = network.edges->columns()[columns[which]].name;
        if (which < axis_count)
          return store_whole(name, first, values, roles.position_unit_nm * roles.axis_scale[which],
                             synapses.position_nm[which]);
        size_is_whole = size_is_whole && is_whole(values);
        return size_is_whole ? store_whole(name, first, values, 1, synapses.size)
                             : Result<Done>(Done{});
      });
  if (!done.ok()) return Error{done.error().code, place + done.error().where};
  if (!size_is_whole) {
    synapses.size = {};
    notes.push_back("edge column \"" + network.edges->columns()[*roles.size].name +
                    "\" holds numbers that are not whole: synapses are without a size");
  }
  return synapses;
}

Result<RawConnections> read_connections(const NetworkGroup& network, EdgeEnds ends,
                                        const std::optional<CountColumn>& count,
                                        std::vector<std::string>& notes) {
  std::vector<std::uint32_t> counts(ends.pre.size(), 1);
  std::vector<std::size_t> used;
  if (count && !counts.empty()) {
    const std::string& name = network.edges->columns()[count->column].name;
    used.push_back(count->column);
    const auto done =
        network.edges->read(used, [&](std::size_t, std::uint64_t first, const NumberSpan& values) {
          return store_counts(network, name, first, values, counts);
        });
    if (!done.ok() && (count->name == CountName::Yes || done.error().code != ErrorCode::OutOfRange))
      return done.error();
    if (!done.ok()) {
      std::fill(counts.begin(), counts.end(), 1u);
      used.clear();
      notes.push_back(
          "edge column \"" + name +
          "\" holds other numbers than counts of synapses: each edge counts as one synapse");
    }
  }
  note_unused(network, used, notes);

  RawConnections connections;
  const bool as_written = is_strictly_sorted_by_pair(ends) &&
                          std::find(counts.begin(), counts.end(), 0u) == counts.end();
  if (as_written) {  // what Connectome-utilities writes: nothing to do, and no copy
    connections.pre = std::move(ends.pre);
    connections.post = std::move(ends.post);
    connections.synapse_count = std::move(counts);
    return connections;
  }
  std::uint64_t dropped = 0, merged = 0;
  for (const std::uint32_t e : order_by_pair(ends)) {
    if (counts[e] == 0) {
      ++dropped;
      continue;
    }
    const bool again = !connections.pre.empty() && connections.pre.back() == ends.pre[e] &&
                       connections.post.back() == ends.post[e];
    if (!again) {
      connections.pre.push_back(ends.pre[e]);
      connections.post.push_back(ends.post[e]);
      connections.synapse_count.push_back(counts[e]);
      continue;
    }
    ++merged;
    if (connections.synapse_count.back() > 0xffffffffu - counts[e])
      return Error{ErrorCode::OutOfRange, "group /" + network.path + ": the synapses from row " +
                                              std::to_string(ends.pre[e]) + " to row " +
                                              std::to_string(ends.post[e]) +
                                              " are more than 4,294,967,295"};
    connections.synapse_count.back() += counts[e];
  }
  if (dropped > 0)
    notes.push_back(edges_text(dropped) + " of /" + network.path +
                    " had the weight 0 and were dropped");
  if (merged > 0)
    notes.push_back(edges_text(merged, "parallel edge") + " of /" + network.path +
                    " were added to the first of their pair of neurons");
  return connections;
}

}  // namespace cnx
