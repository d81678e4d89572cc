#pragma once
// erosion_job.h — the main statistics without the neurons near the side of the volume, and the
// partners of neurons by their distance from it, as a job (stats/border_distance.h).

#include <memory>

#include "worker/job.h"

namespace cnx {

/// The network as it is, and without its rim in so many steps.
inline constexpr std::uint32_t kErosionSteps = 8;
/// A step is at most as wide as this; narrower where the volume is small.
inline constexpr std::uint32_t kErosionStep_um = 25;

/// about {…}, erosion {um [by version: the least distance from the border], step_um, deepest_um,
/// and what put_sweep says (sweep_json.h); partners {by bin of one step: from_um, neurons,
/// mean_inputs, inputs_error, mean_outputs, outputs_error}}, or erosion null and erosion_why_not
/// where positions are not known or have no area. The same with fewer versions while they are
/// counted.
std::unique_ptr<Job> erosion_job(JobInput input);

}  // namespace cnx
