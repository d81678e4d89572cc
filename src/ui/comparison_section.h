#pragma once
// comparison_section.h — "A against B", a part of the statistics panel that counts only while it is
// open.

#include "ui/frame_model.h"

namespace cnx {

void comparison_section(const FrameModel& model, Actions& actions);

/// How far the numbers of both sets can be trusted, in a sentence for each.
std::string comparison_validity(const ComparisonAnswer& answer);

}  // namespace cnx
