#include "report/svg_figure.h"

#include <algorithm>

#include "report/to_svg.h"

namespace cnx {
namespace {

constexpr double kLinePx = 15;
/// Characters of kSvgTextPx that are sure to fit between the margins: Inter's lower-case letters
/// take some 6.1 px each.
constexpr std::size_t kLineCharacters = 88;

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xc0u) != 0x80u; }

}  // namespace

std::vector<std::string> lines_of(std::string_view text, std::size_t most_characters) {
  std::vector<std::string> lines(1);
  std::size_t characters = 0;  // of the last line
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = std::min(text.find(' ', begin), text.size());
    // Its number has a percent sign.
    if (text.substr(end).starts_with(" %")) end = std::min(text.find(' ', end + 1), text.size());
    std::size_t word = 0;
    for (std::size_t i = begin; i < end; ++i) word += begins_character(text[i]) ? 1 : 0;
    if (characters > 0 && characters + 1 + word > most_characters) {
      lines.emplace_back();
      characters = 0;
    }
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += text.substr(begin, end - begin);
    characters += word + (characters > 0 ? 1 : 0);
    begin = end + 1;
  }
  return lines;
}

SvgWriter begin_figure(const std::string& title, const std::string& caption, double height_px,
                       std::span<const std::string> notes, const std::string& foot) {
  const std::vector<std::string> lines = lines_of(caption, kLineCharacters);
  const auto below = foot.empty() ? std::vector<std::string>() : lines_of(foot, kLineCharacters);
  const double more_px = kLinePx * static_cast<double>(lines.size() - 1);
  const double end_px = height_px + more_px;
  const double foot_px =
      below.empty() ? 0 : kLinePx * static_cast<double>(below.size()) + kSvgMarginPx;
  SvgWriter svg(kSvgWidthPx, end_px + foot_px, title, notes);
  svg.text(kSvgMarginPx, 22, title, SvgWriter::Anchor::Start, kSvgTitlePx);
  const auto write = [&](const std::vector<std::string>& text, double y_px) {
    for (const std::string& line : text) {
      svg.text(kSvgMarginPx, y_px, line, SvgWriter::Anchor::Start, kSvgTextPx, kSvgMuted);
      y_px += kLinePx;
    }
  };
  write(lines, 40);
  write(below, end_px + kLinePx);
  svg.move_down(more_px);
  return svg;
}

}  // namespace cnx
