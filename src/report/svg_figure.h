#pragma once
// svg_figure.h — what all figures have in common: colors, measures, and the head.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/svg_writer.h"

namespace cnx {

inline constexpr std::uint32_t kSvgMuted = 0x545d68, kSvgGrid = 0xd3d7dc;
inline constexpr double kSvgMarginPx = 12, kSvgTitlePx = 15, kSvgTextPx = 12, kSvgHeadPx = 52;

/// `text` in lines of at most so many characters, where there are spaces to break them at. At
/// least one line. O(bytes)
std::vector<std::string> lines_of(std::string_view text, std::size_t most_characters);

/// A figure with its title and caption, for `height_px` of which kSvgHeadPx are its head with a
/// caption of one line. What is drawn then moves down by the lines that the caption has more, and
/// the figure is as much taller; `foot` stands below all of it, in lines of its own.
SvgWriter begin_figure(const std::string& title, const std::string& caption, double height_px,
                       std::span<const std::string> notes, const std::string& foot);

}  // namespace cnx
