#pragma once
// synapses_job.h — sizes and places of synapses by block, as a job (stats/synapse_tally.h). The
// only job that needs tiles of synapses: those of the post neurons.

#include <memory>

#include "worker/job.h"

namespace cnx {

/// Takes SynapseOptions, JobRequest::soma_in_voxel_nm, positions_nm and DistanceOptions,
/// and JobInput::synapses; autapses are left
/// out, as in the class matrix. JobInput::connections must be all of the dataset's: a row of a tile
/// says whose its synapses are by the connections alone.
///
/// about {…}, synapse_sites {near_um, clump_um, synapses (that the connections have), located
/// (those whose tiles are here and fit the connections; all that follows is of these), has_sizes,
/// has_positions, has_somata; all {synapses, size_mean, size_q1, size_median, size_q3, near,
/// near_share, near_low, near_high, multiple, multiple_share, clumped, clumped_share, clumped_low,
/// clumped_high: shares of synapses, of synapses, of multiple, with Wilson intervals}; analyzable
/// {the same of analyzable axons; null where proofreading is not known}; groups, post_groups;
/// blocks {each of `all` as rows of columns}; analyzable_blocks {each of `analyzable` likewise, or
/// null}; size_histogram {bin, synapses, above: those of the largest hundredth, which have no bin;
/// blocks: the same bins as rows of columns}; soma_distance {bin_um, synapses: by bin, the last
/// with all that is farther}; size_by_distance {measure, bin_um, first_bin, and by bin of what is
/// measured between the two somata: synapses, size_mean, size_sd}; in the last three the same of
/// analyzable axons with analyzable_ before the name, or null}. Numbers that the dataset has no
/// data for are null. synapse_sites null and synapse_sites_why_not, a sentence, where there are no
/// tiles of synapses.
std::unique_ptr<Job> synapses_job(JobInput input);

}  // namespace cnx
