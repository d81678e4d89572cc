#pragma once
// sites_section.h — the section "Synapses one by one" of the statistics: their sizes, and where on
// their neurons they lie.

#include "ui/frame_model.h"

namespace cnx {

void sites_section(const FrameModel& model, Actions& actions);

}  // namespace cnx
