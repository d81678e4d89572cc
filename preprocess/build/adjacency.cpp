#include "build/adjacency.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "build/counting_sort.h"

namespace cnx {

namespace {

/// The transpose of `rows`: whatever the order inside its rows, the result's partners rise,
/// because rows are visited in order.
EdgeRows transpose(const EdgeRows& rows) {
  const std::size_t neurons = rows.offsets.size() - 1;
  EdgeRows result;
  result.offsets =
      row_offsets(rows.targets.size(), neurons, [&](std::size_t e) { return rows.targets[e]; });
  result.targets.resize(rows.targets.size());
  result.synapse_counts.resize(rows.targets.size());
  std::vector<std::uint32_t> next(result.offsets.begin(), result.offsets.end());
  for (std::uint32_t row = 0; row < neurons; ++row) {
    for (std::uint32_t e = rows.offsets[row]; e < rows.offsets[row + 1]; ++e) {
      const std::uint32_t slot = next[rows.targets[e]]++;
      result.targets[slot] = row;
      result.synapse_counts[slot] = rows.synapse_counts[e];
    }
  }
  return result;
}

}  // namespace

Adjacency make_adjacency(const RawConnections& connections,
                         std::span<const std::uint32_t> index_of_row) {
  const std::size_t count = connections.pre.size();
  CNX_CHECK(connections.post.size() == count && connections.synapse_count.size() == count);
  CNX_CHECK(count < UINT32_MAX);

  EdgeRows by_post;  // pre neurons of each post, in the input's order
  const auto post_of = [&](std::size_t i) { return index_of_row[connections.post[i]]; };
  by_post.offsets = row_offsets(count, index_of_row.size(), post_of);
  by_post.targets.resize(count);
  by_post.synapse_counts.resize(count);
  scatter_by_row(by_post.offsets, count, post_of, [&](std::size_t i, std::uint32_t slot) {
    by_post.targets[slot] = index_of_row[connections.pre[i]];
    by_post.synapse_counts[slot] = connections.synapse_count[i];
  });

  Adjacency adjacency;
  adjacency.out = transpose(by_post);
  by_post = {};
  adjacency.in = transpose(adjacency.out);
  return adjacency;
}

EdgeRows slice_rows(const EdgeRows& rows, std::uint32_t first, std::uint32_t count) {
  const std::uint32_t begin = rows.offsets[first], end = rows.offsets[first + count];
  EdgeRows slice;
  slice.offsets.reserve(std::size_t{count} + 1);
  for (std::uint32_t r = first; r <= first + count; ++r) {
    slice.offsets.push_back(rows.offsets[r] - begin);
  }
  slice.targets.assign(rows.targets.begin() + begin, rows.targets.begin() + end);
  slice.synapse_counts.assign(rows.synapse_counts.begin() + begin,
                              rows.synapse_counts.begin() + end);
  return slice;
}

std::uint64_t count_autapses(const EdgeRows& out) {
  std::uint64_t autapses = 0;
  for (std::uint32_t row = 0; row + 1 < out.offsets.size(); ++row) {
    autapses += std::binary_search(out.targets.begin() + out.offsets[row],
                                   out.targets.begin() + out.offsets[row + 1], row);
  }
  return autapses;
}

std::uint64_t count_synapses(const EdgeRows& rows) {
  return std::accumulate(rows.synapse_counts.begin(), rows.synapse_counts.end(), std::uint64_t{0});
}

}  // namespace cnx
