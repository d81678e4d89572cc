#pragma once
// adjacency.h — connections as rows of partners, both ways, in the order of NeuronIndex.

#include <cstdint>
#include <span>
#include <vector>

#include "format/edge_rows.h"
#include "graph/csr_graph.h"
#include "read/raw_connectome.h"

namespace cnx {

/// Rows are pre (out) or post (in) neurons; each row's partners rise strictly.
struct Adjacency {
  EdgeRows out, in;  // in is the transpose of out, counts included

  CsrGraph graph() const { return {out.offsets, out.targets, in.offsets, in.targets}; }
};

/// Renames rows of the input to neurons by `index_of_row` and makes both halves.
/// Precondition: pairs are distinct, ends are below the size of index_of_row; fewer than 2^32
/// pairs. O(connections + neurons): three counting sorts.
Adjacency make_adjacency(const RawConnections& connections,
                         std::span<const std::uint32_t> index_of_row);

/// Rows [first, first + count) as rows of their own, offsets from 0.
EdgeRows slice_rows(const EdgeRows& rows, std::uint32_t first, std::uint32_t count);

/// How many connections go from a neuron to itself, and the sum of all synapse counts.
std::uint64_t count_autapses(const EdgeRows& out);
std::uint64_t count_synapses(const EdgeRows& rows);

}  // namespace cnx
