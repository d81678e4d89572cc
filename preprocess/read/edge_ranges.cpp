#include "read/edge_ranges.h"

#include <algorithm>

#include "read/edge_numbers.h"

namespace cnx {

namespace {

void widen(std::optional<NumberRange>& range, std::optional<std::int64_t> number) {
  if (!number) return;
  if (!range) range = NumberRange{*number, *number};
  range->min = std::min(range->min, *number);
  range->max = std::max(range->max, *number);
}

Result<EdgeRanges> ranges_of(const RawEdges& edges) {
  EdgeRanges ranges;
  ranges.entries = edges.list.rows;
  std::vector<std::size_t> which;
  if (edges.synapse.position)
    which.assign(edges.synapse.position->begin(), edges.synapse.position->end());
  const std::size_t axes = which.size();
  if (edges.synapse.size) which.push_back(*edges.synapse.size);
  if (edges.count) which.push_back(edges.count->column);
  const auto kind_of = [&](std::size_t value) { return edges.list.columns[which[value]].kind; };
  const auto done = read_in_order(edges.list, which, [&](const EdgePiece& piece) -> Result<Done> {
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      for (std::size_t axis = 0; axis < axes; ++axis) {
        const double unit = edges.synapse.position_unit_nm * edges.synapse.axis_scale[axis];
        widen(ranges.position_nm[axis], coordinate_nm(piece.values[axis][i], kind_of(axis), unit));
      }
      if (edges.synapse.size) {
        widen(ranges.size, whole_number(piece.values[axes][i], kind_of(axes)));
      }
      std::uint64_t count = 1;
      if (edges.count) {
        const auto number = whole_number(piece.values.back()[i], kind_of(which.size() - 1));
        count = number && *number > 0 ? static_cast<std::uint64_t>(*number) : 0;
      }
      ranges.synapses += count;
      ranges.largest_count = std::max(ranges.largest_count, count);
      ranges.autapses += count > 0 && piece.pre[i] == piece.post[i];
    }
    return Done{};
  });
  if (!done.ok()) return done.error();
  return ranges;
}

}  // namespace

Result<ConnectomeRanges> connectome_ranges(const RawConnectome& connectome) {
  ConnectomeRanges ranges;
  for (const auto* edges : {&connectome.edges, &connectome.condensed}) {
    if (!*edges) continue;
    const auto found = ranges_of(**edges);
    if (!found.ok()) return found.error();
    // Of two lists of connections the first is the one that counts.
    auto& place = (*edges)->unit == EdgeUnit::Synapse ? ranges.synapses : ranges.connections;
    if (!place) place = found.value();
  }
  return ranges;
}

}  // namespace cnx
