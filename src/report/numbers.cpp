#include "report/numbers.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "report/minus.h"

namespace cnx {
namespace {

constexpr const char* kNotANumber = "–";

std::string fixed(double value, int decimals) {
  char text[400];  // the longest double has 309 digits before its point
  std::snprintf(text, sizeof text, "%.*f", std::clamp(decimals, 0, 12), value);
  return text;
}

/// Decimals that leave `digits` significant digits of `value`, at most 9.
int decimals_for(double value, int digits) {
  if (value == 0) return 0;
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  return std::clamp(digits - 1 - magnitude, 0, 9);
}

}  // namespace

std::string with_separators(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

std::string counted(std::uint64_t count, const char* singular, const char* plural) {
  std::string text = with_separators(count) + " ";
  if (count == 1) return text + singular;
  return *plural != '\0' ? text + plural : text + singular + "s";
}

std::string decimal_text(double value, int decimals) {
  if (!std::isfinite(value)) return kNotANumber;
  std::string text = fixed(std::abs(value), decimals);
  const std::size_t point = text.find('.');
  for (std::size_t at = point == std::string::npos ? text.size() : point; at > 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  // A value that rounds to zero has no sign.
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  return value < 0 && !zero ? std::string(kMinus) + text : text;
}

std::string short_number(double value) {
  if (!std::isfinite(value)) return kNotANumber;
  const double size = std::abs(value);
  if (size != 0 && (size >= 1e7 || size < 1e-4)) {
    char text[40];
    std::snprintf(text, sizeof text, "%.3g", size);
    return value < 0 ? std::string(kMinus) + text : text;
  }
  std::string text = decimal_text(value, size >= 1000 ? 0 : decimals_for(value, 4));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

int decimals_by_spread(double sd) {
  if (!(sd > 0) || !std::isfinite(sd)) return 3;
  return decimals_for(sd, 2);
}

std::string percent_text(double share) {
  if (!std::isfinite(share)) return kNotANumber;
  const double percent = share * 100;
  if (percent == 0) return "0 %";
  if (percent > 0 && percent < 1e-7) return "< 0.0000001 %";
  // 100 % is written for all of them only: 99.96 % must not be rounded up to it.
  if (percent < 100 && percent >= 99.95) return decimal_text(std::min(percent, 99.9999), 4) + " %";
  if (percent == 100) return "100 %";
  return decimal_text(percent, decimals_for(percent, 3)) + " %";
}

PercentTexts percent_with_interval(double value, double low, double high) {
  PercentTexts texts{percent_text(value), kNotANumber};
  if (!std::isfinite(value) || !std::isfinite(low) || !std::isfinite(high)) return texts;
  // Of none or all there are no digits to follow: the end that is not 0 or 100 % gives them.
  const bool between = value > 0 && value < 1;
  const double guide = between ? value : (value <= 0 ? high : 1 - low);
  int decimals = std::max(1, decimals_for(guide * 100, 3));
  while (decimals < 9 && low < high &&
         decimal_text(low * 100, decimals) == decimal_text(high * 100, decimals)) {
    decimals += 1;
  }
  texts.interval =
      decimal_text(low * 100, decimals) + " to " + decimal_text(high * 100, decimals) + " %";
  // 99.96 % and more, and less than 0.0000001 %, have a rule of their own in percent_text.
  if (between && value < 0.9995 && value > 1e-9) {
    texts.value = decimal_text(value * 100, decimals) + " %";
  }
  return texts;
}

std::string p_text(double p) { return std::isfinite(p) ? "p = " + short_number(p) : "no p"; }

std::string bytes_text(std::uint64_t bytes) {
  if (bytes < 1000) return counted(bytes, "byte");
  const char* const kUnits[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  // 999.95 would be written as 1000.0: the next unit begins where rounding reaches it.
  while (value >= 999.95 && unit + 1 < std::size(kUnits)) {
    value /= 1000;
    ++unit;
  }
  return fixed(value, unit >= 2 ? 2 : 1) + " " + kUnits[unit];
}

std::uint64_t nice_step(double value) {
  std::uint64_t decade = 1;
  for (;;) {
    for (const std::uint64_t factor : {1u, 2u, 5u}) {
      if (!(static_cast<double>(factor * decade) < value)) return factor * decade;
    }
    if (decade > 100'000'000'000'000'000u) return decade;  // ten times more would overflow
    decade *= 10;
  }
}

}  // namespace cnx
