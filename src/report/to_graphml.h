#pragma once
// to_graphml.h — a sub-network as GraphML (Brandes et al. 2002), which networkx, igraph, Gephi and
// Cytoscape open.

#include <cstdint>
#include <span>
#include <string>

#include "dataset/neuron_table.h"

namespace cnx {

struct NetworkEdge {
  NeuronIndex pre = 0, post = 0;
  std::uint32_t synapse_count = 0;

  bool operator==(const NetworkEdge&) const = default;
};

/// More connections than this make files that no program opens gladly (some 100 bytes each).
inline constexpr std::uint32_t kMaxExportedEdges = 500'000;

/// A directed graph. Nodes are named by the dataset's ids; their data are cell class, region and
/// proofreading where the dataset has these, as text. Edges have `synapses`, a whole number.
/// Autapses are edges. The notes are in a comment. Precondition: ends of edges are among `members`.
/// O(size of the result).
std::string to_graphml(const NeuronTable& neurons, std::span<const NeuronIndex> members,
                       std::span<const NetworkEdge> edges, std::span<const std::string> notes);

}  // namespace cnx
