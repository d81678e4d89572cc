#include "view/number_text.h"

#include <array>
#include <clocale>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

#include "base/check.h"

namespace cnx {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What strtod wants to see for "." in the locale of the process.
std::string_view decimal_point() {
  const std::lconv* const conventions = std::localeconv();
  return conventions->decimal_point;
}

/// Precondition: `text` is of parse_number's form.
double read_double(std::string_view text) {
  std::string local;
  for (const char c : text) {
    if (c == '.') {
      local += decimal_point();
    } else {
      local += c;
    }
  }
  return std::strtod(local.c_str(), nullptr);
}

/// printf's "%.<digits>g" in the form that number_text promises.
std::string print_double(double value, int digits) {
  std::array<char, 64> buffer{};  // 17 digits, sign, point (a few bytes in some locales), exponent
  std::snprintf(buffer.data(), buffer.size(), "%.*g", digits, value);
  std::string text;
  bool in_exponent = false;
  for (const char* c = buffer.data(); *c != '\0'; ++c) {
    if (*c == 'e') {
      in_exponent = true;
      text += 'e';
    } else if (in_exponent && (*c == '+' || (*c == '0' && !is_digit(text.back())))) {
      continue;  // "e+05" is "e5", "e-05" is "e-5"
    } else if (is_digit(*c) || *c == '-') {
      text += *c;
    } else if (text.back() != '.') {
      text += '.';  // the locale's decimal point, of one byte or more
    }
  }
  return text;
}

}  // namespace

std::string number_text(double value) {
  CNX_CHECK(std::isfinite(value));
  if (value == 0) return "0";
  for (const int digits : {15, 16}) {
    std::string text = print_double(value, digits);
    if (read_double(text) == value) return text;
  }
  return print_double(value, 17);  // always reads back equal
}

std::optional<double> parse_number(std::string_view text) {
  std::size_t at = 0;
  const auto skip = [&](char c) {
    const bool there = at < text.size() && text[at] == c;
    if (there) ++at;
    return there;
  };
  const auto digits = [&] {
    const std::size_t first = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at > first;
  };
  skip('-');
  if (!digits()) return std::nullopt;
  if (skip('.') && !digits()) return std::nullopt;
  if (skip('e')) {
    if (!skip('-')) skip('+');
    if (!digits()) return std::nullopt;
  }
  if (at != text.size()) return std::nullopt;
  const double value = read_double(text);
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace cnx
