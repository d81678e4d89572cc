#pragma once
// scope_choice.h — which neurons the statistics are about: the shown ones, a neighborhood, or the
// connections from one side onto another.

#include "ui/frame_model.h"

namespace cnx {

void scope_choice(const FrameModel& model, Actions& actions);

}  // namespace cnx
