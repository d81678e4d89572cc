#pragma once
// svg_writer.h — the few shapes that figures are made of, as SVG text.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cnx {

/// `text` as the content of an element or of an attribute in double quotes. Characters that XML 1.0
/// does not have become U+FFFD.
std::string xml_text(std::string_view text);

class SvgWriter {
 public:
  SvgWriter(double width_px, double height_px, const std::string& title,
            std::span<const std::string> notes);

  enum class Anchor : std::uint8_t { Start, Middle, End };

  /// Colors are 0xRRGGBB.
  void rect(double x, double y, double width, double height, std::uint32_t fill);
  void line(double x0, double y0, double x1, double y1, std::uint32_t stroke, double width = 1);
  void polyline(std::span<const double> xy, std::uint32_t stroke, double width = 1.5,
                bool dashed = false);
  void polygon(std::span<const double> xy, std::uint32_t fill, double opacity);
  void text(double x, double y, const std::string& words, Anchor anchor, double size_px = 12,
            std::uint32_t fill = 0x1b2026);
  /// Reads upwards, from (x, y) on.
  void text_upwards(double x, double y, const std::string& words, double size_px = 12);
  /// A rectangle of thin diagonal lines.
  void hatch(double x, double y, double width, double height);

  /// What follows is drawn so far below.
  void move_down(double by_px);

  std::string finish() &&;

 private:
  std::string svg_;
  int open_groups_ = 0;
};

}  // namespace cnx
