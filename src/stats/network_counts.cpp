// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "stats/network_counts.h"

#include <cmath>

#include "base/check.h"
#include "stats/proportion.h"

namespace cnx {

std::optional<Ratio> main_statistic(const NetworkCounts& counts, MainStatistic statistic) {
  const auto real = [](std::uint64_t count) { return static_cast<double>(count); };
  const double chance = counts.pairs == 0 ? 0 : real(counts.connections) / real(counts.pairs);
  switch (statistic) {
    case MainStatistic::ConnectionProbability:
      return Ratio{real(counts.connections), real(counts.pairs)};
    case MainStatistic::MeanOutDegree:
      return Ratio{real(counts.connections), real(counts.pre_neurons)};
    case MainStatistic::Reciprocity:
      if (!counts.one_set) return std::nullopt;
      return Ratio{real(counts.answered), real(counts.connections) * chance};
    case MainStatistic::Transitivity:
      if (!counts.one_set) return std::nullopt;
      return Ratio{real(counts.triangles), real(counts.connected_triples) / 3};
    case MainStatistic::Closure:
      if (!counts.one_set) return std::nullopt;
      return Ratio{real(counts.transitive_triples), real(counts.two_paths) * chance};
  }
  CNX_CHECK(false);
}

std::optional<Interval> statistic_interval(const NetworkCounts& counts, MainStatistic statistic) {
  if (statistic == MainStatistic::ConnectionProbability) {
    const auto share = wilson_proportion(counts.connections, counts.pairs);
    if (!share) return std::nullopt;
    return Interval{share->low, share->high};
  }
  if (statistic == MainStatistic::MeanOutDegree && counts.pre_neurons >= 2) {
    const auto n = static_cast<double>(counts.pre_neurons);
    const double mean = static_cast<double>(counts.connections) / n;
    const double squares = static_cast<double>(counts.out_degree_squares);
    const double variance = std::fmax(0.0, (squares - n * mean * mean) / (n - 1));
    const double error = kNormal95 * std::sqrt(variance / n);
    return Interval{std::fmax(0.0, mean - error), mean + error};
  }
  return std::nullopt;
}

NetworkCounter::NetworkCounter(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                               const EdgeChoice& choice, bool one_set) {
  const std::size_t n = graph.vertex_count();
  CNX_CHECK(choice.pre.size() == n && choice.post.size() == n);
  CNX_CHECK(weights.size() == graph.edge_count());
  counts_.one_set = one_set;
  std::uint64_t both = 0;
  for (Vertex v = 0; v < n; ++v) {
    counts_.pre_neurons += choice.pre[v];
    counts_.post_neurons += choice.post[v];
    both += choice.pre[v] & choice.post[v];
    if (choice.pre[v] == 0) continue;
    std::uint64_t degree = 0;
    for (std::uint32_t e = graph.out_offsets[v]; e < graph.out_offsets[v + 1]; ++e) {
      const Vertex target = graph.out_targets[e];
      degree += choice.post[target] & static_cast<std::uint8_t>(weights[e] >= choice.min_weight) &
                static_cast<std::uint8_t>(target != v);
    }
    counts_.connections += degree;
    counts_.out_degree_squares += degree * degree;
  }
  counts_.pairs = counts_.pre_neurons * counts_.post_neurons - both;
  if (!one_set) return;
  // One way is enough, and the other need not be there.
  oriented_ = orient_all(induced_out_half(graph, weights, choice, false));
  triads_.emplace(oriented_);
}

bool NetworkCounter::advance(std::uint64_t work) { return !triads_ || triads_->advance(work); }

std::optional<TriadCensus> NetworkCounter::census() const {
  return triads_ ? std::optional(triads_->census()) : std::nullopt;
}

NetworkCounts NetworkCounter::counts() const {
  NetworkCounts counts = counts_;
  const std::optional<TriadCensus> triads = census();
  if (!triads) return counts;
  counts.answered = 2 * triads->mutual_pairs;
  counts.triangles = triads->triangles;
  counts.connected_triples = triads->connected_triples;
  counts.transitive_triples = triads->transitive_triples;
  counts.two_paths = triads->two_paths;
  return counts;
}

}  // namespace cnx
