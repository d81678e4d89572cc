#pragma once
// statistics_json.h — a statistics reply as JSON, for the page and the tool alike: the same
// function, so that both say the same to the last digit. Definitions: docs/statistics.md.

#include <span>
#include <string>

#include "worker/engine.h"

namespace cnx {

/// One JSON object on one line, keys in a fixed order: equal replies give equal
/// bytes. `group_names` [group_count] names the rows and columns of class_matrix. A ratio of
/// nothing is null, never NaN; reals have the fewest digits that read back as the same double.
///
///   neurons, connections, synapses, autapses, reciprocal_pairs
///   connection_probability {value, connections, pairs, wilson_low, wilson_high}
///   density                {value, connections, cells}
///   reciprocity            {value, reciprocal_connections, connections}
///   degrees                {in [counts], out [counts], mean_in, mean_out, median_in, median_out,
///                           max_in, max_out}
///   class_matrix           {groups, sizes, and [pre][post]: connections, synapses, pairs,
///                           probability, wilson_low, wilson_high}
///   validity               {analyzable_pre_neurons, pairs, connections, connection_probability,
///                           wilson_low, wilson_high}
///   partial                {tiles_missing, tiles_total}
///
/// O(size of the result).
std::string statistics_json(const StatisticsReply& reply, std::span<const std::string> group_names);

}  // namespace cnx
