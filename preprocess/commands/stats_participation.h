#pragma once
// stats_participation.h — what `connectoscope stats --only participation` prints for people, and
// its table of connections (worker/participation_job.h).

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

}  // namespace cnx
