#pragma once
// nulls_job.h — the statistics of a sub-network against those of random controls
// (stats/network_measures.h, null_models.h, rewiring.h, distance_graph.h, empirical_test.h).

#include <cstdint>
#include <memory>
#include <string>

#include "stats/network_measures.h"
#include "worker/job.h"
#include "worker/job_json.h"

namespace cnx {

/// Steps of rewiring for each connection before the first control, and before each further one.
/// After 3 steps a connection, about 1 of 400 connections of the control before is still in place.
inline constexpr std::uint64_t kFirstRewiringSteps = 10;
inline constexpr std::uint64_t kNextRewiringSteps = 3;

/// Why a block of two sets may have no modularity (can_have_modularity in stats/modularity.h).
inline constexpr const char* kNoBlockModularity =
    "Modularity needs two classes or more on each side of the block, and one that is on both.";

/// Why one set may have none.
inline constexpr const char* kNoClasses = "All neurons are of one class.";

/// Why there are no numbers by group where there are more groups than kMaxBlockGroups.
std::string too_many_groups(std::uint32_t groups);

/// Why there may be no distances of connected neurons, of controls and of two sets.
inline constexpr const char* kNoLengths = "The dataset has no soma positions.";

/// Why random connections have neither synapses nor sizes of them.
inline constexpr const char* kNoDrawnSynapses =
    "Random connections have no synapses of their own: no numbers of them, no sizes, none near a "
    "soma and none clumped.";

/// What is counted of each network by the options of a request, as far as neurons have places.
MeasureChoice measure_choice(const JobRequest& request);

/// What is said of it: lengths_why_not and distance_why_not, sentences, where neurons have no
/// places or are too far apart for bins; bin_um, of distance.
void put_places(Json& out, const JobRequest& request, bool too_far);

/// Where sizes of synapses are asked for: sizes_why_not, a sentence, where they are not known; else
/// near_um and clump_um, or near_soma_why_not and clumped_why_not where nobody says where somata or
/// synapses are.
void put_size_terms(Json& out, const JobInput& input);

/// Of a block the network is that of its connections, over the neurons of either side; controls
/// draw among its ordered pairs alone.
///
/// about {…}, null {model, controls, controls_done, seed, bin_um, dropped_self_loops,
/// dropped_repeats, matched_by, control_neurons, own_neurons (of other neurons),
/// synapses_per_connection_why_not, degree_spread_why_not, lengths_why_not, distance_why_not,
/// what put_size_terms says, synapses, size_sum and multiple_synapses (of
/// the data, where sizes are counted; those of connections with two or more), of a block pairs,
/// answerable_connections, reciprocity_why_not; modularity_why_not, simplices_truncated, statistics
/// [{name, observed, controls, mean, sd, z, p_high, p_low, p, q, values […]}], class_matrix
/// {groups, of a block post_groups, and [pre][post]: observed, mean, sd, z, p, q; the same six in
/// reciprocity and, of other neurons, in synapses_per_connection} or null and
/// class_matrix_why_not, a sentence; with the distance distance_profile {bin_um, pairs, connected,
/// and by bin the six}}; or null null and null_why_not, a sentence. The same with fewer
/// controls_done while it runs.
std::unique_ptr<Job> nulls_job(JobInput input);

}  // namespace cnx
