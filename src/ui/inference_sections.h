#pragma once
// inference_sections.h — "By distance" and "Against chance", two parts of the statistics panel
// that count only while they are open.

#include "ui/frame_model.h"

namespace cnx {

void distance_section(const FrameModel& model, Actions& actions);
void chance_section(const FrameModel& model, Actions& actions);

/// Check boxes for what takes longer, shared by "Against chance", "A against B" and "Robustness".
/// `has_synapses`: what they count are networks with synapses; `has_cells`: the cells of the class
/// matrix are counted only when asked for.
void measure_choices(InferenceState& wanted, const FrameModel& model, Actions& actions,
                     bool has_synapses = true, bool has_cells = true);

}  // namespace cnx
