#pragma once
// statistic_parts.h — what the sections of the statistics are made of.

#include "report/statistics_report.h"
#include "report/table.h"
#include "ui/frame_model.h"
#include "ui/theme.h"

namespace cnx {

/// Name and value on one line, n below, the definition as a hint.
void statistic_line(const StatisticLine& line, const Palette& colors, float scale);

/// Title, caption, rows, and a button that saves them. `id` is the table's own in its window.
void number_table(const Table& table, const char* id, const Palette& colors, Actions& actions);

}  // namespace cnx
