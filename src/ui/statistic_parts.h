#pragma once
// statistic_parts.h — what the sections of the statistics are made of.

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

#include "report/statistics_report.h"
#include "report/table.h"
#include "ui/frame_model.h"
#include "ui/theme.h"

namespace cnx {

/// How far a section's job is, with a button that stops it, or begins again what was stopped: true
/// when it was pressed. `doing`: "Rewiring"; `nothing_yet`: there is no result to show.
bool job_progress(bool running, bool stopped, bool nothing_yet, float share_done,
                  const std::string& doing, const FrameModel& model, Actions& actions);

/// Why what needs all connections of these neurons is not counted; empty: they may still come.
std::string why_not_counted(const FrameModel& model);
/// What a section waits for, and Retry where it would wait for ever.
void waiting_line(const FrameModel& model, Actions& actions);

/// Name and value on one line, n below, the definition as a hint.
void statistic_line(const StatisticLine& line, const Palette& colors, float scale);
/// A histogram or, where the view says so, the same values as cumulative shares, with a button for
/// that, and buttons that save what is shown; nothing to save where there are no bars.
void distribution(const HistogramChart& chart, const char* id, const FrameModel& model,
                  Actions& actions);
/// Lines one below the other, and a button that saves them all; nothing where there are none.
void statistic_lines(const char* title, std::span<const StatisticLine> lines, const Palette& colors,
                     float scale, Actions& actions);

/// Title, caption, rows, and a button that saves them. `id` is the table's own in its window.
void number_table(const Table& table, const char* id, const Palette& colors, Actions& actions);

/// A drop-down list of numbers with a unit, of which the current one may be another; the number
/// that was chosen, or `current`.
std::uint32_t number_choice(const char* label, std::initializer_list<std::uint32_t> numbers,
                            std::uint32_t current, const char* unit, float scale);

}  // namespace cnx
