#pragma once
// stats_participation.h — what `connectoscope stats --only participation` prints for people, and
// its tables of connections and of neurons (worker/participation_job.h).

#include <cstdint>
#include <span>
#include <string>

#include "worker/job.h"

namespace cnx {

/// Precondition: the JSON of participation_job.
std::string participation_text(const std::string& json);

/// Prints the connections that count as CSV: pre_row, post_row (rows of the input, `row_of`
/// [neurons]), synapses, and by dimension from 2 the simplices that hold the connection. False when
/// standard output takes no more. Memory: as EdgeParticipation's numbers, and a copy of the edges.
bool print_connections(const JobInput& input, std::span<const std::int64_t> row_of);

/// What is printed of each neuron besides its degrees.
struct NeuronNumbers {
  bool cores = false, simplices = false, clustering = false;
};
/// A CSV of the neurons of the request: row of the input, in_degree, out_degree, core_number,
/// clustering, transitive_clustering (empty where they are not defined), and the directed simplices
/// of each dimension that it is part of. False: it could not be written. Time: that of the kernels
/// (stats/core_numbers.h, triad_census.h, simplex_counts.h); memory: the network's, and
/// the text.
bool print_neurons(const JobInput& input, std::span<const std::int64_t> row_of,
                   const NeuronNumbers& numbers);

}  // namespace cnx
