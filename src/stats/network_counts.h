#pragma once
// network_counts.h — what the main statistics of a network rest on, counted in one go, so that they
// can be compared between many versions of it: with other thresholds, without its rim.

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "graph/induced_subgraph.h"
#include "stats/oriented_graph.h"
#include "stats/triad_census.h"

namespace cnx {

/// Counts of a network; self-loops are left out.
struct NetworkCounts {
  std::uint64_t pre_neurons = 0, post_neurons = 0;
  std::uint64_t pairs = 0;               // ordered, of different neurons
  std::uint64_t connections = 0;         // edges that count
  std::uint64_t out_degree_squares = 0;  // Σ out-degree² over the pre neurons
  bool one_set = true;                   // the rest is counted: pre and post are the same neurons
  std::uint64_t answered = 0;            // connections whose reverse counts, too
  std::uint64_t triangles = 0, connected_triples = 0;   // directions ignored
  std::uint64_t transitive_triples = 0, two_paths = 0;  // ordered i -> j -> k, with i -> k

  bool operator==(const NetworkCounts&) const = default;
};

/// Numbers that say what a network is like. Definitions: docs/statistics.md, robustness.
enum class MainStatistic : std::uint8_t {
  ConnectionProbability,
  MeanOutDegree,
  Reciprocity,   // over what chance would give
  Transitivity,  // of triangles, directions ignored
  Closure,       // of two-paths by i -> k, over what chance would give
};
inline constexpr std::array<const char*, 5> kMainStatisticNames = {
    "connection_probability", "mean_out_degree", "reciprocity_over_chance", "transitivity",
    "closure_over_chance"};

/// A statistic is events / base: how often something was seen, over what it is measured in. The
/// base need not be a whole number; 0: there is nothing to divide by.
struct Ratio {
  double events = 0, base = 0;

  bool operator==(const Ratio&) const = default;
};

/// nullopt: not defined for a block of two sets. O(1).
std::optional<Ratio> main_statistic(const NetworkCounts& counts, MainStatistic statistic);

struct Interval {
  double low = 0, high = 0;
};

/// Where 95 % of it lie: of the connection probability Wilson's, of the mean out-degree 1.96
/// standard errors to each side. The others have none, since pairs and triples share vertices.
std::optional<Interval> statistic_interval(const NetworkCounts& counts, MainStatistic statistic);

/// Counts in slices; time as TriadCounter, memory: 8 bytes a chosen edge while it gets ready, and 4
/// then.
class NetworkCounter {
 public:
  /// The edges of `choice` in `graph`, whose in-half is not looked at. `one_set`: pre and post of
  /// the choice are the same.
  NetworkCounter(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                 const EdgeChoice& choice, bool one_set);
  NetworkCounter(const NetworkCounter&) = delete;  // triads_ looks at oriented_
  NetworkCounter& operator=(const NetworkCounter&) = delete;

  /// Goes on for about `work` looks at a neighbor; true when all is counted.
  bool advance(std::uint64_t work);
  /// Precondition of both: advance() has said true. The census is that of one set; else none.
  NetworkCounts counts() const;
  std::optional<TriadCensus> census() const;

 private:
  NetworkCounts counts_;
  OrientedGraph oriented_;
  std::optional<TriadCounter> triads_;
};

}  // namespace cnx
