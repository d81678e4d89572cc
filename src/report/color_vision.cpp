#include "report/color_vision.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cnx {
namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

// Machado et al. 2009, table of severity 1.0.
constexpr Matrix kUsual = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix kProtan = {{{0.152286, 1.052583, -0.204868},
                             {0.114503, 0.786281, 0.099216},
                             {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeutan = {{{0.367322, 0.860646, -0.227968},
                             {0.280085, 0.672501, 0.047413},
                             {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kTritan = {{{1.255528, -0.076749, -0.178779},
                             {-0.078411, 0.930809, 0.147602},
                             {0.004733, 0.691367, 0.303900}}};

double encoded(double value) {
  value = std::clamp(value, 0.0, 1.0);
  return value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
}

std::array<double, 3> linear_rgb(std::uint32_t rgb) {
  return {linear_of_srgb((rgb >> 16 & 255) / 255.0), linear_of_srgb((rgb >> 8 & 255) / 255.0),
          linear_of_srgb((rgb & 255) / 255.0)};
}

double row_times(const std::array<double, 3>& row, const std::array<double, 3>& vector) {
  return row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2];
}

constexpr double kDegree = std::numbers::pi / 180;

/// The angle of a hue, 0 … 360; 0 for grey.
double hue_deg(double a, double b) {
  if (a == 0 && b == 0) return 0;
  const double angle = std::atan2(b, a) / kDegree;
  return angle < 0 ? angle + 360 : angle;
}

}  // namespace

double linear_of_srgb(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

const Matrix& simulation_matrix(ColorVision vision) {
  switch (vision) {
    case ColorVision::Protan: return kProtan;
    case ColorVision::Deutan: return kDeutan;
    case ColorVision::Tritan: return kTritan;
    case ColorVision::Usual: break;
  }
  return kUsual;
}

std::uint32_t simulated(std::uint32_t rgb, ColorVision vision) {
  if (vision == ColorVision::Usual) return rgb;
  const auto from = linear_rgb(rgb);
  std::uint32_t result = 0;
  for (const auto& row : simulation_matrix(vision)) {
    result =
        result << 8 | static_cast<std::uint32_t>(std::lround(encoded(row_times(row, from)) * 255));
  }
  return result;
}

Lab lab_of(std::uint32_t rgb) {
  constexpr Matrix kXyz = {{{0.4124564, 0.3575761, 0.1804375},
                            {0.2126729, 0.7151522, 0.0721750},
                            {0.0193339, 0.1191920, 0.9503041}}};
  constexpr std::array<double, 3> kWhite = {0.95047, 1.0, 1.08883};
  const auto from = linear_rgb(rgb);
  std::array<double, 3> f{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double t = row_times(kXyz[i], from) / kWhite[i];
    f[i] = t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

// The names of the steps are those of Sharma, Wu & Dalal 2005, equations 2 to 22.
double color_difference(const Lab& first, const Lab& second) {
  const auto seventh = [](double c) { return std::pow(c, 7); };
  constexpr double k25to7 = 6103515625.0;
  const double mean_c = (std::hypot(first.a, first.b) + std::hypot(second.a, second.b)) / 2;
  const double g = 0.5 * (1 - std::sqrt(seventh(mean_c) / (seventh(mean_c) + k25to7)));
  const double a1 = (1 + g) * first.a, a2 = (1 + g) * second.a;
  const double c1 = std::hypot(a1, first.b), c2 = std::hypot(a2, second.b);
  const double h1 = hue_deg(a1, first.b), h2 = hue_deg(a2, second.b);

  const double delta_l = second.lightness - first.lightness, delta_c = c2 - c1;
  double delta_h = 0;
  double mean_h = h1 + h2;
  if (c1 * c2 != 0) {
    delta_h = h2 - h1;
    if (delta_h > 180) delta_h -= 360;
    if (delta_h < -180) delta_h += 360;
    if (std::abs(h1 - h2) <= 180) {
      mean_h = (h1 + h2) / 2;
    } else {
      mean_h = h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
    }
  }
  const double delta_big_h = 2 * std::sqrt(c1 * c2) * std::sin(delta_h / 2 * kDegree);
  const double mean_l = (first.lightness + second.lightness) / 2, mean_c_prime = (c1 + c2) / 2;
  const double t =
      1 - 0.17 * std::cos((mean_h - 30) * kDegree) + 0.24 * std::cos(2 * mean_h * kDegree) +
      0.32 * std::cos((3 * mean_h + 6) * kDegree) - 0.20 * std::cos((4 * mean_h - 63) * kDegree);
  const double turn = (mean_h - 275) / 25;
  const double delta_theta = 30 * std::exp(-turn * turn);
  const double r_c = 2 * std::sqrt(seventh(mean_c_prime) / (seventh(mean_c_prime) + k25to7));
  const double off = (mean_l - 50) * (mean_l - 50);
  const double s_l = 1 + 0.015 * off / std::sqrt(20 + off);
  const double s_c = 1 + 0.045 * mean_c_prime, s_h = 1 + 0.015 * mean_c_prime * t;
  const double r_t = -std::sin(2 * delta_theta * kDegree) * r_c;
  const double l = delta_l / s_l, c = delta_c / s_c, h = delta_big_h / s_h;
  return std::sqrt(std::max(0.0, l * l + c * c + h * h + r_t * c * h));
}

}  // namespace cnx
