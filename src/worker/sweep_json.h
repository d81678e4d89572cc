#pragma once
// sweep_json.h — the main statistics of many versions of a network, as JSON: what a sweep over
// thresholds and one over the distance to the border have in common.

#include <cstddef>
#include <span>
#include <vector>

#include "stats/network_counts.h"
#include "stats/network_measures.h"
#include "worker/job_json.h"

namespace cnx {

/// Into `out`: in_use (the number of the version on the screen), by version: neurons (of the pre
/// side), pairs, connections; and of one set answered, triangles, connected_triples,
/// transitive_triples, two_paths. statistics {by name: by version value, low, high, judged; verdict
/// "stable", "changes" or "too few", largest_change, at (a version)}. low and high are null where a
/// statistic has no interval; a value is null where there is nothing to divide by. `in_use` may lie
/// behind the versions that are counted so far: the verdict is null then.
void put_sweep(Json& out, std::span<const NetworkCounts> versions, std::size_t in_use);

/// One more number of all versions into out["statistics"], with the same keys. Precondition:
/// put_sweep of as many versions.
void put_sweep_measure(Json& out, std::span<const NetworkMeasure> versions, std::size_t in_use);

/// Connection probabilities of many pairs of groups, or of many bins, each a list of its versions:
/// into `out` value, connections, pairs (each the versions of a cell), verdict, largest_change, at,
/// as rows of so many columns, or with no columns as one list.
void put_sweep_cells(Json& out, std::span<const std::vector<Ratio>> cells, std::size_t columns,
                     std::size_t in_use);

}  // namespace cnx
