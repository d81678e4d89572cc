#pragma once
// distance_job.h — connection probability against distance as a job (stats/distance_profile.h).

#include <memory>
#include <span>
#include <vector>

#include "stats/distance_pairs.h"
#include "worker/job.h"

namespace cnx {

/// Why there may be no bins.
inline constexpr const char* kTooFarApart =
    "These neurons are too far apart for bins of this width: 4,096 bins and 16.7 mm are the most.";

/// about {…}, distance_profile {measure, bin_um, first_bin, and by bin: connected, pairs, synapses,
/// probability, wilson_low, wilson_high, synapses_per_connection, analyzable_connected,
/// analyzable_pairs; fit {a, b_per_um, a_error, b_per_um_error, residual_sum, points} and the same
/// of analyzable pairs, analyzable_fit; analyzable_gap {from_um, difference, connected, pairs,
/// analyzable_connected, analyzable_pairs (of that bin), bins}, where the two profiles are farthest
/// apart, or null}, or
/// distance_profile null and distance_profile_why_not, a sentence, where positions are not known or
/// the bins are too many.
std::unique_ptr<Job> distance_job(JobInput input);

/// Positions as the kernels want them, from [x0 y0 z0 x1 …].
struct PositionColumns {
  std::vector<std::int32_t> x_nm, y_nm, z_nm;

  explicit PositionColumns(std::span<const std::int32_t> positions_nm);
  SomaPositions view() const { return {x_nm, y_nm, z_nm}; }
};

}  // namespace cnx
