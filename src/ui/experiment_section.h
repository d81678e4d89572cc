#pragma once
// experiment_section.h — "Virtual experiment", a part of the statistics panel that counts only
// while it is open.

#include "ui/frame_model.h"

namespace cnx {

void experiment_section(const FrameModel& model, Actions& actions);

}  // namespace cnx
