#pragma once
// triad_census.h — how three neurons are wired: the 16 kinds of triad, triangles, clustering.
//
// Holland & Leinhardt 1970 (the kinds, named by their numbers of mutual, asymmetric and null
// pairs); the method is that of Ortmann & Brandes, "Efficient orbit-aware triad and quad census in
// directed and undirected graphs", Applied Network Science 2:13 (2017): triangles are listed, all
// triads with an open side follow from degrees. Definitions: docs/statistics.md.

#include <array>
#include <cstdint>
#include <vector>

#include "stats/oriented_graph.h"

namespace cnx {

/// In the order of triad census tables (and of networkx and igraph).
inline constexpr std::array<const char*, 16> kTriadNames = {
    "003",  "012",  "102", "021D", "021U", "021C", "111D", "111U",
    "030T", "030C", "201", "120D", "120U", "120C", "210",  "300"};

struct TriadCensus {
  std::uint64_t vertices = 0;
  std::uint64_t mutual_pairs = 0, asymmetric_pairs = 0;
  std::array<std::uint64_t, 16> triads = {};  // by kTriadNames; they sum to n (n-1) (n-2) / 6
  std::uint64_t triangles = 0;                // three vertices, each pair connected in any way
  std::uint64_t connected_triples = 0;        // two connected pairs that share a vertex
  std::uint64_t transitive_triples = 0;       // ordered i -> j -> k with i -> k
  std::uint64_t two_paths = 0;                // ordered i -> j -> k, three different vertices

  // Means over the vertices for which the coefficient is defined; n of them beside it.
  double clustering_sum = 0;  // undirected local clustering coefficients (Watts, Strogatz)
  std::uint64_t clustering_vertices = 0;  // of two neighbors or more
  double transitive_clustering_sum = 0;   // T / (tot (tot - 1) - (in out + rec)), see the docs
  std::uint64_t transitive_clustering_vertices = 0;
};

/// Counts in slices. Time: Σ over connected pairs of the length of the higher end's row, at most
/// O(edges^1.5); 6 bytes a vertex of memory.
class TriadCounter {
 public:
  /// `graph` outlives the counter.
  explicit TriadCounter(const OrientedGraph& graph);

  /// Goes on until about `work` pairs of entries were looked at; true when all is counted.
  bool advance(std::uint64_t work);
  double share_done() const;
  /// Precondition: advance() has said true.
  TriadCensus census() const;
  /// Directed 2-simplices that hold each vertex, by rank: transitive triangles with every order
  /// that a reciprocal pair allows. Precondition: advance() has said true.
  const std::vector<std::uint64_t>& transitive_of_vertex() const { return transitive_; }
  /// The coefficients that the census has the means of, by rank; NaN where they are not defined.
  /// Precondition: advance() has said true.
  std::vector<double> clustering() const;
  std::vector<double> transitive_clustering() const;

 private:
  double clustering_of(std::size_t rank) const;
  double transitive_clustering_of(std::size_t rank) const;

  const OrientedGraph& graph_;
  std::uint32_t row_ = 0;                  // the next to do
  std::uint64_t done_ = 0;                 // entries of the rows that are done
  std::array<std::uint64_t, 64> codes_{};  // triangles by their three directions
  std::vector<std::uint64_t> transitive_;  // [vertices]
  std::vector<std::uint32_t> triangles_;   // [vertices]
  std::vector<std::uint64_t> marked_;      // bit set over ranks: the row's entries
  std::vector<std::uint8_t> directions_;   // [vertices] where marked
};

}  // namespace cnx
