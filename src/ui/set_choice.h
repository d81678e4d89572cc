#pragma once
// set_choice.h — a drop-down list of the named sets, for whatever wants one of them.

#include <string>

#include "ui/frame_model.h"

namespace cnx {

/// `label`, and the list beside it; `none` is what no name stands for. True when `name` was
/// changed.
bool set_choice(const char* label, const char* none, std::string& name, const FrameModel& model);

}  // namespace cnx
