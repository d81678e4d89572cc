#pragma once
// motifs_section.h — "Motifs", a part of the statistics panel that counts only while it is open.

#include "ui/frame_model.h"

namespace cnx {

void motifs_section(const FrameModel& model, Actions& actions);

}  // namespace cnx
