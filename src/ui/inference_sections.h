#pragma once
// inference_sections.h — "By distance" and "Against chance", two parts of the statistics panel
// that count only while they are open.

#include "ui/frame_model.h"

namespace cnx {

void distance_section(const FrameModel& model, Actions& actions);
void chance_section(const FrameModel& model, Actions& actions);

/// Check boxes for what takes longer, shared by "Against chance", "A against B" and "Robustness".
void measure_choices(InferenceState& wanted, const FrameModel& model, Actions& actions,
                     bool has_synapses = true);

}  // namespace cnx
