#pragma once
// edge_map_part.h — the map of the edge effect, a part of the section "Robustness".

#include "ui/frame_model.h"

namespace cnx {

void edge_map_part(const FrameModel& model, Actions& actions);

}  // namespace cnx
