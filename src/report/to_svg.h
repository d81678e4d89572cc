#pragma once
// to_svg.h — charts as figures: the values that the screen draws, as SVG 1.1 with its text as text.
// One function for each kind of chart. Light, for paper; the notes are in <desc>,
// and what stands below the chart as well, in `foot`.

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "report/chart.h"

namespace cnx {

// Sizes of figures in CSS pixels (1/96 inch).
inline constexpr double kSvgWidthPx = 560;
/// A line, other neurons' line, the analyzable alone, a fitted curve. 0xRRGGBB
inline constexpr std::array<std::uint32_t, 4> kSvgLines = {0x2f6fb3, 0x6b0f6b, 0xa85a00, 0x1b2026};

/// All give a whole document. O(size of the chart).
std::string to_svg(const HistogramChart& chart, std::span<const std::string> notes,
                   const std::string& foot = "");
std::string to_svg(const NamedBars& chart, std::span<const std::string> notes,
                   const std::string& foot = "");
/// Cells are colored as on the screen; uncertain ones are hatched, undefined ones empty.
std::string to_svg(const HeatMap& chart, std::span<const std::string> notes,
                   const std::string& foot = "");
/// The band in light color; lines stop at bins without a value. In to_svg_inference.cpp.
std::string to_svg(const LineChart& chart, std::span<const std::string> notes,
                   const std::string& foot = "");
std::string to_svg(const ControlsChart& chart, std::span<const std::string> notes,
                   const std::string& foot = "");
/// Two panels beside each other, each with its word.
std::string to_svg(const SweepChart& chart, std::span<const std::string> notes,
                   const std::string& foot = "");

}  // namespace cnx
