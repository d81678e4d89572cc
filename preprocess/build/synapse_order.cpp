#include "build/synapse_order.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "build/counting_sort.h"

namespace cnx {

namespace {

/// Position and size of a synapse, 0 where the input has none: the last key of the order.
std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t> sort_key(
    const RawSynapses& synapses, SynapseShape shape, std::uint32_t entry) {
  const auto& [x, y, z] = synapses.position_nm;
  const bool placed = shape.has_position;
  return {placed ? x[entry] : 0, placed ? y[entry] : 0, placed ? z[entry] : 0,
          shape.has_size ? synapses.size[entry] : 0};
}

}  // namespace

VoxelGrid detect_voxel_grid(const std::array<std::vector<std::int64_t>, 3>& position_nm) {
  VoxelGrid grid;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto& values = position_nm[axis];
    if (values.empty()) continue;
    std::int64_t step = 0;
    for (const std::int64_t value : values) {
      if (step == 1) break;
      step = std::gcd(step, value - values[0]);
    }
    step = std::max<std::int64_t>(step, 1);
    grid.step_nm[axis] = step;
    grid.origin_nm[axis] = (values[0] % step + step) % step;
  }
  return grid;
}

OrderedSynapses order_synapses(RawSynapses synapses, std::span<const std::uint32_t> index_of_row) {
  const std::size_t count = synapses.pre.size();
  CNX_CHECK(synapses.post.size() == count && count < UINT32_MAX);

  OrderedSynapses ordered;
  ordered.shape.has_position = !synapses.position_nm[0].empty();
  ordered.shape.has_size = !synapses.size.empty();
  ordered.grid = detect_voxel_grid(synapses.position_nm);

  // Two stable counting sorts, the less important key first.
  std::vector<std::uint32_t> by_pre(count);
  {
    const auto pre_of = [&](std::size_t i) { return index_of_row[synapses.pre[i]]; };
    const auto offsets = row_offsets(count, index_of_row.size(), pre_of);
    scatter_by_row(offsets, count, pre_of, [&](std::size_t i, std::uint32_t slot) {
      by_pre[slot] = static_cast<std::uint32_t>(i);
    });
  }
  const auto post_of = [&](std::size_t i) { return index_of_row[synapses.post[by_pre[i]]]; };
  ordered.offsets = row_offsets(count, index_of_row.size(), post_of);
  ordered.order.resize(count);
  scatter_by_row(ordered.offsets, count, post_of,
                 [&](std::size_t i, std::uint32_t slot) { ordered.order[slot] = by_pre[i]; });
  by_pre = {};

  if (ordered.shape.has_position || ordered.shape.has_size) {
    for (std::size_t begin = 0, end = 0; begin < count; begin = end) {
      const std::uint32_t pre = synapses.pre[ordered.order[begin]];
      const std::uint32_t post = synapses.post[ordered.order[begin]];
      while (end < count && synapses.pre[ordered.order[end]] == pre &&
             synapses.post[ordered.order[end]] == post) {
        ++end;
      }
      if (end - begin < 2) continue;
      const auto place = [&](std::size_t at) {
        return ordered.order.begin() + static_cast<std::ptrdiff_t>(at);
      };
      std::sort(place(begin), place(end), [&](std::uint32_t a, std::uint32_t b) {
        return sort_key(synapses, ordered.shape, a) < sort_key(synapses, ordered.shape, b);
      });
    }
  }

  synapses.pre = {};
  synapses.post = {};
  ordered.source = std::move(synapses);
  return ordered;
}

SynapseRows slice_synapses(const OrderedSynapses& synapses,
                           const std::array<std::span<const std::int64_t>, 3>& soma_nm,
                           std::uint32_t first, std::uint32_t count) {
  const std::uint32_t begin = synapses.offsets[first], end = synapses.offsets[first + count];
  SynapseRows rows;
  rows.offsets.reserve(std::size_t{count} + 1);
  for (std::uint32_t r = first; r <= first + count; ++r) {
    rows.offsets.push_back(synapses.offsets[r] - begin);
  }
  if (synapses.shape.has_position) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::int64_t origin = synapses.grid.origin_nm[axis], step = synapses.grid.step_nm[axis];
      rows.residual[axis].reserve(end - begin);
      for (std::uint32_t r = first; r < first + count; ++r) {
        const std::int64_t soma = soma_voxel(soma_nm[axis][r], origin, step);
        for (std::uint32_t s = synapses.offsets[r]; s < synapses.offsets[r + 1]; ++s) {
          const std::int64_t nm = synapses.source.position_nm[axis][synapses.order[s]];
          rows.residual[axis].push_back((nm - origin) / step - soma);  // exact: nm is on the grid
        }
      }
    }
  }
  if (synapses.shape.has_size) {
    rows.size.reserve(end - begin);
    for (std::uint32_t s = begin; s < end; ++s) {
      rows.size.push_back(static_cast<std::uint32_t>(synapses.source.size[synapses.order[s]]));
    }
  }
  return rows;
}

}  // namespace cnx
