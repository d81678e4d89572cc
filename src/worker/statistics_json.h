#pragma once
// statistics_json.h — a statistics reply as JSON, for the page and the tool alike: the same
// function, so that both say the same. Definitions: docs/statistics.md.

#include <span>
#include <string>

#include "dataset/pair_validity.h"
#include "worker/engine.h"

namespace cnx {

/// One JSON object on one line, keys in a fixed order: equal replies give equal
/// bytes. `group_names` [group_count] names the rows and columns of class_matrix. A ratio of
/// nothing is null, never NaN; reals have the fewest digits that read back as the same double.
///
///   neurons, pre_neurons, post_neurons, connections, synapses, autapses, reciprocal_pairs
///   connection_probability {value, connections, pairs, wilson_low, wilson_high}
///   density                {value, connections, cells}
///   reciprocity            {value, reciprocal_connections, connections, wilson_low, wilson_high
///                           (stats/matrix_shares.h); expected and over_expected: by chance, and
///                           value over that}
///   degrees                {in [counts], out [counts], mean_in, mean_out, median_in, median_out,
///                           max_in, max_out}
///   strengths              {in, out, mean_in …: the same in synapses;
///                           synapses_per_connection [counts]}
///   class_matrix           {groups, sizes, post_groups, post_sizes, overall_probability, tests,
///   and
///                           [pre][post]: connections, synapses, pairs, probability, wilson_low,
///                           wilson_high, output_share, input_share, answered, p_value, q_value,
///                           analyzable_connections, analyzable_pairs}
///   validity               {analyzable_pre_neurons, pairs, connections, connection_probability,
///                           wilson_low, wilson_high; with `validity`: verdict, all_pairs,
///                           analyzable_share, extended_share, dendrite_share}
///   partial                {tiles_missing, tiles_total}
///
/// Keys of parts that are not asked for are left out: neurons to reciprocity are `counts`, degrees
/// and strengths are `degrees`, the matrix is `classes`. `post_group_names` names the columns of
/// the matrix where they are not the rows' groups. `groups_why_not`
/// (StatisticsQuestion): where it says why nobody is grouped, class_matrix is null and
/// class_matrix_why_not that sentence. O(size of the result).
struct StatisticsParts {
  bool counts = true, degrees = true, classes = true;
};
std::string statistics_json(const StatisticsReply& reply, std::span<const std::string> group_names,
                            std::span<const std::string> post_group_names = {},
                            StatisticsParts parts = {}, const PairValidity* validity = nullptr,
                            const std::string& groups_why_not = {});

/// The counts and degrees that stand beside those of another reply, as one object: about
/// (worker/job_json.h) and the keys of `parts`, but none of the matrix, validity and partial.
/// `request`, `sizes`: what `reply` answers, within which limits. O(neurons + size of the result).
std::string counts_beside_json(const StatisticsReply& reply, const StatisticsRequest& request,
                               const SizeLimits& sizes, StatisticsParts parts);

/// comparison_validity {a, b}: the verdict on each of two sets.
std::string set_verdicts_json(const PairValidity& a, const PairValidity& b);

/// The members of `more` behind those of `json`; both are texts of one object. "about" is left out:
/// it says again what the whole says.
std::string with_members(std::string json, const std::string& more);

/// The profile of set B from the result of its job: its members with "_b" behind their names, and
/// distance_sets, the neurons of A and of B and the verdict on each.
std::string profile_of_b_json(const std::string& json, std::uint64_t a_neurons,
                              std::uint64_t b_neurons, const PairValidity& a,
                              const PairValidity& b);

}  // namespace cnx
