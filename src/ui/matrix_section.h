#pragma once
// matrix_section.h — the matrix of the statistics: what its rows and columns are by, which number
// it shows, and what a press on a cell does.

#include <cstdint>
#include <optional>
#include <string>

#include "ui/frame_model.h"

namespace cnx {

/// A choice among the columns that can group neurons but `left_out`, by number; `first` is what
/// none is called. True when another was chosen.
bool column_choice(const char* words, const char* id, const std::string& first,
                   std::optional<std::uint32_t> left_out, std::optional<std::uint32_t>& chosen,
                   const FrameModel& model, Actions& actions);

/// What all sections but the matrix group neurons by; with a command of its own.
void group_choice(InferenceState& wanted, const FrameModel& model, Actions& actions);
void group_choice(const FrameModel& model, Actions& actions);

void matrix_section(const StatisticsReport& report, const FrameModel& model, Actions& actions);

}  // namespace cnx
