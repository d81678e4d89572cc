#pragma once
// matrix_section.h — the matrix of the statistics: what its rows and columns are by, which number
// it shows, and what a press on a cell does.

#include "ui/frame_model.h"

namespace cnx {

void matrix_section(const StatisticsReport& report, const FrameModel& model, Actions& actions);

}  // namespace cnx
