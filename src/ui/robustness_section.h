#pragma once
// robustness_section.h — "Robustness", a part of the statistics panel that counts only while it is
// open.

#include "ui/frame_model.h"

namespace cnx {

void robustness_section(const FrameModel& model, Actions& actions);

}  // namespace cnx
