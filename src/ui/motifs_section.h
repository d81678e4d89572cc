#pragma once
// motifs_section.h — "Motifs", a part of the statistics panel that counts only while it is open.

#include "ui/frame_model.h"
#include "ui/theme.h"

namespace cnx {

/// Name and value on one line, n below, the definition as a hint (statistics_panel.cpp).
void statistic_line(const StatisticLine& line, const Palette& colors, float scale);

/// Title, caption, rows, and a button that saves them.
void number_table(const Table& table, const char* id, const Palette& colors, Actions& actions);

void motifs_section(const FrameModel& model, Actions& actions);

}  // namespace cnx
