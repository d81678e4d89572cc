#include "report/svg_writer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace cnx {
namespace {

/// Two decimals, without zeros at the end: figures are compared byte by byte.
std::string coordinate(double value) {
  if (!std::isfinite(value)) value = 0;
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.2f", std::clamp(value, -1e9, 1e9));
  std::string result = text.data();
  result.erase(result.find_last_not_of('0') + 1);
  if (result.back() == '.') result.pop_back();
  return result == "-0" ? "0" : result;
}

std::string color(std::uint32_t rgb) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "#%06x", static_cast<unsigned>(rgb & 0xffffffu));
  return text.data();
}

std::string attribute(const char* name, const std::string& value) {
  return " " + std::string(name) + "=\"" + value + "\"";
}

std::string points(std::span<const double> xy) {
  std::string result;
  for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
    result += (i > 0 ? " " : "") + coordinate(xy[i]) + "," + coordinate(xy[i + 1]);
  }
  return result;
}

const char* anchor_name(SvgWriter::Anchor anchor) {
  switch (anchor) {
    case SvgWriter::Anchor::Start: return "start";
    case SvgWriter::Anchor::Middle: return "middle";
    case SvgWriter::Anchor::End: return "end";
  }
  return "start";
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\t':
      case '\n':
      case '\r': result += ' '; break;
      default:
        if (byte < 0x20) {
          result += "\xef\xbf\xbd";
        } else {
          result += c;
        }
    }
  }
  return result;
}

SvgWriter::SvgWriter(double width_px, double height_px, const std::string& title,
                     std::span<const std::string> notes) {
  const std::string width = coordinate(width_px), height = coordinate(height_px);
  svg_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"" +
         attribute("width", width) + attribute("height", height) +
         attribute("viewBox", "0 0 " + width + " " + height) +
         " role=\"img\" font-family=\"Inter, Helvetica, Arial, sans-serif\">\n<title>" +
         xml_text(title) + "</title>\n<desc>";
  for (std::size_t i = 0; i < notes.size(); ++i) svg_ += (i > 0 ? "; " : "") + xml_text(notes[i]);
  svg_ +=
      "</desc>\n<defs><pattern id=\"hatch\" width=\"5\" height=\"5\" "
      "patternUnits=\"userSpaceOnUse\"><path d=\"M0 5L5 0\" "
      "stroke=\"#545d68\"/></pattern></defs>\n";
  rect(0, 0, width_px, height_px, 0xffffff);
}

void SvgWriter::rect(double x, double y, double width, double height, std::uint32_t fill) {
  svg_ += "<rect" + attribute("x", coordinate(x)) + attribute("y", coordinate(y)) +
          attribute("width", coordinate(width)) + attribute("height", coordinate(height)) +
          attribute("fill", color(fill)) + "/>\n";
}

void SvgWriter::line(double x0, double y0, double x1, double y1, std::uint32_t stroke,
                     double width) {
  svg_ += "<line" + attribute("x1", coordinate(x0)) + attribute("y1", coordinate(y0)) +
          attribute("x2", coordinate(x1)) + attribute("y2", coordinate(y1)) +
          attribute("stroke", color(stroke)) + attribute("stroke-width", coordinate(width)) +
          "/>\n";
}

void SvgWriter::polyline(std::span<const double> xy, std::uint32_t stroke, double width,
                         bool dashed) {
  svg_ += "<polyline" + attribute("points", points(xy)) + " fill=\"none\"" +
          attribute("stroke", color(stroke)) + attribute("stroke-width", coordinate(width)) +
          (dashed ? attribute("stroke-dasharray", "5 3") : "") + "/>\n";
}

void SvgWriter::polygon(std::span<const double> xy, std::uint32_t fill, double opacity) {
  svg_ += "<polygon" + attribute("points", points(xy)) + attribute("fill", color(fill)) +
          attribute("fill-opacity", coordinate(opacity)) + "/>\n";
}

void SvgWriter::text(double x, double y, const std::string& words, Anchor anchor, double size_px,
                     std::uint32_t fill) {
  svg_ += "<text" + attribute("x", coordinate(x)) + attribute("y", coordinate(y)) +
          attribute("font-size", coordinate(size_px)) +
          attribute("text-anchor", anchor_name(anchor)) + attribute("fill", color(fill)) + ">" +
          xml_text(words) + "</text>\n";
}

void SvgWriter::text_upwards(double x, double y, const std::string& words, double size_px) {
  svg_ +=
      "<text" +
      attribute("transform", "translate(" + coordinate(x) + " " + coordinate(y) + ") rotate(-90)") +
      attribute("font-size", coordinate(size_px)) + " fill=\"#1b2026\">" + xml_text(words) +
      "</text>\n";
}

void SvgWriter::hatch(double x, double y, double width, double height) {
  svg_ += "<rect" + attribute("x", coordinate(x)) + attribute("y", coordinate(y)) +
          attribute("width", coordinate(width)) + attribute("height", coordinate(height)) +
          " fill=\"url(#hatch)\"/>\n";
}

void SvgWriter::move_down(double by_px) {
  if (by_px == 0) return;
  svg_ += "<g" + attribute("transform", "translate(0 " + coordinate(by_px) + ")") + ">\n";
  ++open_groups_;
}

std::string SvgWriter::finish() && {
  while (open_groups_-- > 0) svg_ += "</g>\n";
  svg_ += "</svg>\n";
  return std::move(svg_);
}

}  // namespace cnx
