#pragma once
// structure_section.h — "Structure", a part of the statistics panel that counts only while it is
// open.

#include "ui/frame_model.h"

namespace cnx {

void structure_section(const FrameModel& model, Actions& actions);

}  // namespace cnx
