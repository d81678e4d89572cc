#include "read/edge_lists_hdf5.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "base/check.h"

namespace cnx {
namespace {

std::string place_of(const NetworkGroup& network) { return "group /" + network.path + ": "; }

/// The columns of `network`'s edges that a list has, by their numbers in the frame.
std::vector<std::size_t> readable_columns(const NetworkGroup& network) {
  std::vector<std::size_t> columns;
  if (!network.edges) return columns;
  for (std::size_t i = 0; i < network.edges->columns().size(); ++i) {
    if (network.edges->columns()[i].kind != StoredKind::Other) columns.push_back(i);
  }
  return columns;
}

/// A column of the frame as one of the list.
std::size_t in_list(const std::vector<std::size_t>& readable, std::size_t column) {
  const auto found = std::find(readable.begin(), readable.end(), column);
  CNX_CHECK(found != readable.end());
  return static_cast<std::size_t>(found - readable.begin());
}

struct Frames {
  FixedRowReader ends;     // columns row and col
  FixedRowReader numbers;  // the columns of the list
  std::uint32_t neuron_count = 0;
  std::string place;
};

Result<Done> read_ends(const Frames& frames, std::uint64_t first, std::size_t rows,
                       EdgePiece& piece) {
  constexpr std::array<std::size_t, 2> kBoth = {0, 1};
  // The columns' own space for a moment: it is filled after the ends.
  const auto done = frames.ends.read(first, rows, kBoth, piece.raw, piece.values);
  if (!done.ok()) return done;
  piece.pre.resize(rows);
  piece.post.resize(rows);
  for (std::size_t end = 0; end < 2; ++end) {
    std::vector<std::uint32_t>& out = end == 0 ? piece.pre : piece.post;
    for (std::size_t i = 0; i < rows; ++i) {
      const NumberBits row = piece.values[end][i];  // one below zero is above all
      if (row >= frames.neuron_count) {
        return Error{ErrorCode::OutOfRange,
                     "edge " + std::to_string(first + i) + (end == 0 ? " comes from" : " goes to") +
                         " row " + std::to_string(static_cast<std::int64_t>(row)) +
                         " of the vertex table, which has " + std::to_string(frames.neuron_count) +
                         (frames.neuron_count == 1 ? " row" : " rows") +
                         "; the file is damaged or was cut by hand"};
      }
      out[i] = static_cast<std::uint32_t>(row);
    }
  }
  return Done{};
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
    if (const auto column = network.edges ? network.edges->find(edge_weight) : std::nullopt)
      return Error{ErrorCode::Syntax,
                   "--edge-weight " + edge_weight + ": this edge column of group /" + network.path +
                       " holds " +
                       (network.edges->columns()[*column].too_large ? "integers above 2^63 - 1"
                                                                    : "text or objects") +
                       ", and a count of synapses is a number of at most 4,294,967,295"};
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

Result<EdgeList> open_edge_list(const NetworkGroup& network) {
  const std::string place = place_of(network);
  const auto row = network.edge_indices.find("row"), col = network.edge_indices.find("col");
  if (!row || !col)
    return Error{ErrorCode::Missing, place + "edge_indices has no columns row and col"};
  EdgeList list;
  list.rows = network.edge_count();
  const std::vector<std::size_t> readable = readable_columns(network);
  for (const std::size_t column : readable) {
    const StoredColumn& stored = network.edges->columns()[column];
    list.columns.push_back(
        {stored.name, stored.kind == StoredKind::Real ? ColumnKind::Real : ColumnKind::Integer,
         stored.type});
  }
  if (list.rows == 0) return list;  // an empty frame stores a dummy of another type

  const std::array<std::size_t, 2> ends = {*row, *col};
  for (const std::size_t column : ends) {
    if (network.edge_indices.columns()[column].kind != StoredKind::Integer)
      return Error{ErrorCode::Syntax, place + "edge_indices holds something else than integers"};
  }
  const auto in_group = [&place](const Error& error) {
    return Error{error.code, place + error.where};
  };
  auto frames = std::make_shared<Frames>();
  frames->neuron_count = network.neuron_count;
  frames->place = place;
  auto opened = FixedRowReader::open(network.edge_indices, ends);
  if (!opened.ok()) return in_group(opened.error());
  frames->ends = std::move(opened).value();
  list.in_any_order = frames->ends.in_place();
  if (network.edges) {
    auto numbers = FixedRowReader::open(*network.edges, readable);
    if (!numbers.ok()) return in_group(numbers.error());
    frames->numbers = std::move(numbers).value();
    list.in_any_order = list.in_any_order && frames->numbers.in_place();
  }
  list.read = [frames = std::shared_ptr<const Frames>(std::move(frames))](
                  std::uint64_t first, std::size_t rows, std::span<const std::size_t> which,
                  EdgePiece& piece) -> Result<Done> {
    piece.first_row = first;
    Result<Done> done = read_ends(*frames, first, rows, piece);
    if (done.ok()) done = frames->numbers.read(first, rows, which, piece.raw, piece.values);
    if (!done.ok()) return Error{done.error().code, frames->place + done.error().where};
    return Done{};
  };
  return list;
}

Result<bool> has_parallel_edges(const EdgeList& list) {
  std::vector<std::uint64_t> keys;
  keys.reserve(list.rows);
  const auto done = read_in_order(list, {}, [&keys](const EdgePiece& piece) -> Result<Done> {
    for (std::size_t i = 0; i < piece.rows(); ++i)
      keys.push_back(std::uint64_t{piece.pre[i]} << 32 | piece.post[i]);
    return Done{};
  });
  if (!done.ok()) return done.error();
  if (!std::is_sorted(keys.begin(), keys.end())) std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

Result<RawEdges> synapse_edges(const NetworkGroup& network, const ColumnOverrides& overrides,
                               std::vector<std::string>& notes) {
  auto list = open_edge_list(network);
  if (!list.ok()) return list.error();
  const auto assigned = assign_synapse_roles(network.edge_column_names(), overrides);
  if (!assigned.ok()) return assigned.error();
  RawEdges edges;
  edges.name = "/" + network.path;
  edges.list = std::move(list).value();
  edges.unit = EdgeUnit::Synapse;
  edges.synapse = assigned.value();
  notes.insert(notes.end(), edges.synapse.notes.begin(), edges.synapse.notes.end());
  const std::vector<std::size_t> readable = readable_columns(network);
  if (edges.synapse.position) {
    for (std::size_t& column : *edges.synapse.position) column = in_list(readable, column);
  }
  if (edges.synapse.size) edges.synapse.size = in_list(readable, *edges.synapse.size);
  return edges;
}

Result<RawEdges> connection_edges(const NetworkGroup& network,
                                  const std::optional<CountColumn>& count) {
  auto list = open_edge_list(network);
  if (!list.ok()) return list.error();
  RawEdges edges;
  edges.name = "/" + network.path;
  edges.list = std::move(list).value();
  edges.unit = EdgeUnit::Connection;
  if (count) {
    edges.count = CountColumn{in_list(readable_columns(network), count->column), count->name};
  }
  return edges;
}

std::vector<std::string> note_unreadable(const NetworkGroup& network) {
  std::vector<std::string> notes;
  if (!network.edges) return notes;
  for (const bool too_large : {false, true}) {
    std::string names;
    for (const StoredColumn& column : network.edges->columns()) {
      if (column.kind != StoredKind::Other || column.too_large != too_large) continue;
      names += (names.empty() ? "\"" : ", \"") + column.name + "\"";
    }
    if (names.empty()) continue;
    notes.push_back("edge columns of /" + network.path + " that are skipped because they hold " +
                    (too_large ? "integers above 2^63 - 1: " + names +
                                     "; to keep them, write them as int64 (less 2^63)"
                               : "text or objects: " + names));
  }
  return notes;
}

}  // namespace cnx
