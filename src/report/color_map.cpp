#include "report/color_map.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "report/color_vision.h"

namespace cnx {
namespace {

// Cividis at nine equal distances.
constexpr std::array<std::uint32_t, 9> kStops = {0x002051, 0x11366c, 0x3c4d6e, 0x62646f, 0x7f7c75,
                                                 0x9a9478, 0xbbaf71, 0xe2cb5c, 0xfdea45};

double channel(std::uint32_t rgb, int shift) { return (rgb >> shift & 0xffu) / 255.0; }

}  // namespace

std::uint32_t sequential_color(double t) {
  if (!(t > 0)) return kStops.front();
  if (t >= 1) return kStops.back();
  const double place = t * (kStops.size() - 1);
  const auto stop = std::min(static_cast<std::size_t>(place), kStops.size() - 2);
  const double share = place - static_cast<double>(stop);
  std::uint32_t rgb = 0;
  for (const int shift : {16, 8, 0}) {
    const double from = channel(kStops[stop], shift), to = channel(kStops[stop + 1], shift);
    rgb |= static_cast<std::uint32_t>(std::lround((from + (to - from) * share) * 255)) << shift;
  }
  return rgb;
}

bool wants_dark_text(std::uint32_t rgb) {
  const double luminance = 0.2126 * linear_of_srgb(channel(rgb, 16)) +
                           0.7152 * linear_of_srgb(channel(rgb, 8)) +
                           0.0722 * linear_of_srgb(channel(rgb, 0));
  return luminance > 0.179;  // where the contrast with black and with white is the same
}

}  // namespace cnx
