#include "build/condense.h"

#include <algorithm>

#include "base/check.h"
#include "build/counting_sort.h"

namespace cnx {

namespace {

std::string pair_name(std::uint32_t pre, std::uint32_t post) {
  return "row " + std::to_string(pre) + " to row " + std::to_string(post);
}

}  // namespace

RawConnections condense(const RawSynapses& synapses, std::uint32_t neuron_count) {
  const std::size_t count = synapses.pre.size();
  CNX_CHECK(synapses.post.size() == count && count < UINT32_MAX);

  // Pre neurons grouped by post; then, scattered by pre in that order, each pre's posts rise.
  const auto by_post =
      row_offsets(count, neuron_count, [&](std::size_t i) { return synapses.post[i]; });
  std::vector<std::uint32_t> pre_by_post(count);
  scatter_by_row(
      by_post, count, [&](std::size_t i) { return synapses.post[i]; },
      [&](std::size_t i, std::uint32_t slot) { pre_by_post[slot] = synapses.pre[i]; });

  const auto by_pre =
      row_offsets(count, neuron_count, [&](std::size_t i) { return synapses.pre[i]; });
  std::vector<std::uint32_t> posts(count);
  {
    std::vector<std::uint32_t> next(by_pre.begin(), by_pre.end());
    for (std::uint32_t post = 0; post < neuron_count; ++post) {
      for (std::uint32_t i = by_post[post]; i < by_post[post + 1]; ++i) {
        posts[next[pre_by_post[i]]++] = post;
      }
    }
  }
  pre_by_post = {};

  // A first pass that only counts, so that the three arrays are made in their final size.
  std::size_t pairs = 0;
  for (std::uint32_t pre = 0; pre < neuron_count; ++pre) {
    for (std::uint32_t i = by_pre[pre]; i < by_pre[pre + 1]; ++i) {
      pairs += i == by_pre[pre] || posts[i] != posts[i - 1];
    }
  }
  RawConnections connections;
  connections.pre.reserve(pairs);
  connections.post.reserve(pairs);
  connections.synapse_count.reserve(pairs);
  for (std::uint32_t pre = 0; pre < neuron_count; ++pre) {
    for (std::uint32_t i = by_pre[pre]; i < by_pre[pre + 1]; ++i) {
      if (i > by_pre[pre] && posts[i] == posts[i - 1]) {
        connections.synapse_count.back() += 1;
        continue;
      }
      connections.pre.push_back(pre);
      connections.post.push_back(posts[i]);
      connections.synapse_count.push_back(1);
    }
  }
  return connections;
}

std::optional<std::string> first_difference(const RawConnections& from_synapses,
                                            const RawConnections& in_file) {
  const std::size_t both = std::min(from_synapses.pre.size(), in_file.pre.size());
  std::size_t i = 0;
  while (i < both && from_synapses.pre[i] == in_file.pre[i] &&
         from_synapses.post[i] == in_file.post[i] &&
         from_synapses.synapse_count[i] == in_file.synapse_count[i]) {
    ++i;
  }
  if (i == both && from_synapses.pre.size() == in_file.pre.size()) return std::nullopt;

  // The side whose pair comes first in the order is the one that has it alone.
  const bool more_made = i < from_synapses.pre.size(), more_filed = i < in_file.pre.size();
  const auto pair_at = [](const RawConnections& c, std::size_t at) {
    return std::uint64_t{c.pre[at]} << 32 | c.post[at];
  };
  if (more_made && more_filed && pair_at(from_synapses, i) == pair_at(in_file, i)) {
    return "from " + pair_name(in_file.pre[i], in_file.post[i]) + " there are " +
           std::to_string(from_synapses.synapse_count[i]) +
           " synapses, and the condensed group says " + std::to_string(in_file.synapse_count[i]);
  }
  if (more_made && (!more_filed || pair_at(from_synapses, i) < pair_at(in_file, i))) {
    return "from " + pair_name(from_synapses.pre[i], from_synapses.post[i]) + " there are " +
           std::to_string(from_synapses.synapse_count[i]) +
           " synapses, and the condensed group has no such connection";
  }
  return "the condensed group has a connection from " + pair_name(in_file.pre[i], in_file.post[i]) +
         ", and there are no synapses from one to the other";
}

}  // namespace cnx
