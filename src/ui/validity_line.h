#pragma once
// validity_line.h — how far a section's numbers can be trusted, in a sign, a word and a sentence.

#include <string>

#include "report/statistics_report.h"
#include "ui/theme.h"

namespace cnx {

/// The verdict's sign and word: a check in a disc, an exclamation mark in a triangle, a cross in a
/// square, an empty ring. The shapes differ, so that color is never needed.
void verdict_sign(Verdict verdict, const Palette& colors, float scale);

/// The same with a sentence below it.
void validity_line(Verdict verdict, const std::string& brief, const Palette& colors, float scale);

/// Of the statistics, in brief; nothing while nothing is counted.
void validity_line(const StatisticsReport* report, const Palette& colors, float scale);

}  // namespace cnx
