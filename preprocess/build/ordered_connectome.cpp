#include "build/ordered_connectome.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <variant>

#include "base/check.h"
#include "build/column_codings.h"
#include "build/condense.h"
#include "build/neuron_order.h"
#include "build/soma_layout.h"
#include "format/tile_header.h"

namespace cnx {

namespace {

// Rows and slots are counted in 32 bits, in the tiles too.
constexpr std::size_t kMaxEntries = std::numeric_limits<std::uint32_t>::max() - 1;

Result<Done> check_ends(const char* what, const std::vector<std::uint32_t>& pre,
                        const std::vector<std::uint32_t>& post, std::uint32_t neuron_count) {
  CNX_CHECK(pre.size() == post.size());
  if (pre.size() > kMaxEntries) {
    return Error{ErrorCode::OutOfRange, std::string("more than 4 billion ") + what};
  }
  for (std::size_t i = 0; i < pre.size(); ++i) {
    if (pre[i] >= neuron_count || post[i] >= neuron_count) {
      return Error{ErrorCode::OutOfRange,
                   std::string(what) + ", entry " + std::to_string(i) + ": goes from row " +
                       std::to_string(pre[i]) + " to row " + std::to_string(post[i]) +
                       ", and the vertex table has only " + std::to_string(neuron_count) + " rows"};
    }
  }
  return Done{};
}

Result<Done> check_sizes(const RawConnectome& raw) {
  if (raw.neuron_count == 0) {
    return Error{ErrorCode::Missing, "the vertex table has no rows: there is nothing to show"};
  }
  if (raw.neuron_count > kMaxNeurons) {
    return Error{ErrorCode::OutOfRange, std::to_string(raw.neuron_count) + " neurons; at most " +
                                            std::to_string(kMaxNeurons) + " can be tiled"};
  }
  if (!raw.synapses && !raw.connections) {
    return Error{ErrorCode::Missing, "there are neither synapses nor connections"};
  }
  for (const RawColumn& column : raw.columns) {
    CNX_CHECK(std::visit([](const auto& values) { return values.size(); }, column.values) ==
              raw.neuron_count);
  }
  if (raw.synapses) {
    const auto ends =
        check_ends("synapses", raw.synapses->pre, raw.synapses->post, raw.neuron_count);
    if (!ends.ok()) return ends;
  }
  if (raw.connections) {
    CNX_CHECK(raw.connections->synapse_count.size() == raw.connections->pre.size());
    return check_ends("connections", raw.connections->pre, raw.connections->post, raw.neuron_count);
  }
  return Done{};
}

/// Drops sizes that a tile cannot hold and refuses positions that cannot be.
Result<Done> check_synapse_values(RawSynapses& synapses, std::vector<std::string>& notes) {
  const std::size_t count = synapses.pre.size();
  for (const auto& axis : synapses.position_nm) {
    CNX_CHECK(axis.size() == synapses.position_nm[0].size() &&
              (axis.empty() || axis.size() == count));
    for (std::size_t i = 0; i < axis.size(); ++i) {
      if (axis[i] < -kMaxPositionNm || axis[i] > kMaxPositionNm) {
        return Error{ErrorCode::OutOfRange, "synapses, entry " + std::to_string(i) +
                                                ": a position of more than a kilometer; check the "
                                                "column's unit"};
      }
    }
  }
  CNX_CHECK(synapses.size.empty() || synapses.size.size() == count);
  const auto wrong =
      std::find_if(synapses.size.begin(), synapses.size.end(), [](std::int64_t size) {
        return size < 0 || size > std::int64_t{std::numeric_limits<std::uint32_t>::max()};
      });
  if (wrong != synapses.size.end()) {
    notes.push_back("synapse sizes are left out: one of them is " + std::to_string(*wrong) +
                    ", which is no number of voxels");
    synapses.size = {};
  }
  return Done{};
}

std::array<std::span<const std::int64_t>, 3> spans_of(const std::array<IntegerValues, 3>& arrays) {
  return {arrays[0], arrays[1], arrays[2]};
}

std::string count_text(std::size_t count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// The condensed group made from the full one, compared with the input's own when it has one.
Result<RawConnections> connections_of(RawConnectome& raw) {
  if (!raw.synapses) return std::move(*raw.connections);
  RawConnections made = condense(*raw.synapses, raw.neuron_count);
  if (raw.connections) {
    if (const auto difference = first_difference(made, *raw.connections)) {
      return Error{ErrorCode::NotCanonical,
                   "the condensed group is not what the full group makes: " + *difference};
    }
  }
  return made;
}

}  // namespace

std::array<std::span<const std::int64_t>, 3> OrderedConnectome::position_nm() const {
  std::array<std::span<const std::int64_t>, 3> spans;
  for (std::size_t c = 0; c < columns.columns.size(); ++c) {
    const ColumnRole role = columns.columns[c].role;
    const auto* values = std::get_if<IntegerValues>(&columns.values[c]);
    if (role == ColumnRole::PositionX) spans[0] = *values;
    if (role == ColumnRole::PositionY) spans[1] = *values;
    if (role == ColumnRole::PositionZ) spans[2] = *values;
  }
  return spans;
}

Result<OrderedConnectome> order_connectome(RawConnectome raw, Progress& progress) {
  OrderedConnectome ordered;

  progress.begin("order");
  if (const auto sizes = check_sizes(raw); !sizes.ok()) return sizes.error();
  ordered.neuron_count = raw.neuron_count;
  ordered.notes = std::move(raw.notes);
  sort_known_categories(raw.columns);
  if (std::string note = check_neuron_ids(raw.columns); !note.empty()) {
    ordered.notes.push_back(std::move(note));
  }
  auto placed = lay_out_somas(raw);
  if (!placed.ok()) return placed.error();
  SomaLayout layout = std::move(placed).value();
  ordered.layout = layout.layout;
  ordered.notes.insert(ordered.notes.end(), layout.notes.begin(), layout.notes.end());
  const std::vector<std::uint32_t> row_of = rows_along_curve(spans_of(layout.position_nm));
  const std::vector<std::uint32_t> index_of = inverse_permutation(row_of);
  add_generated_columns(raw.columns, layout);
  ordered.columns = reorder_columns(std::move(raw.columns), row_of);
  ordered.position_grid = choose_position_grid(ordered.position_nm());
  choose_codings(ordered.columns, group_columns(ordered.columns.columns), ordered.position_grid,
                 ordered.position_nm());
  progress.end(count_text(raw.neuron_count, "neuron"));

  progress.begin("condense");
  if (raw.synapses) {
    if (auto values = check_synapse_values(*raw.synapses, ordered.notes); !values.ok()) {
      return values.error();
    }
  }
  auto condensed = connections_of(raw);
  if (!condensed.ok()) return condensed.error();
  RawConnections connections = std::move(condensed).value();
  const bool compared = raw.synapses && raw.connections;
  raw.connections.reset();
  progress.end(count_text(connections.pre.size(), "connection") +
               (compared ? ", equal to the input's condensed group" : ""));

  progress.begin("build");
  ordered.adjacency = make_adjacency(connections, index_of);
  connections = {};
  if (raw.synapses && !(raw.synapses->position_nm[0].empty() && raw.synapses->size.empty())) {
    ordered.synapses = order_synapses(std::move(*raw.synapses), index_of);
    if (ordered.layout != Layout::Soma && ordered.synapses->shape.has_position) {
      ordered.notes.push_back(
          "synapse positions are the input's, in a space that the made-up soma positions do not "
          "share");
    }
  }
  progress.end(count_text(count_synapses(ordered.adjacency.out), "synapse"));
  return ordered;
}

}  // namespace cnx
