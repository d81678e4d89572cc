#include "read/csv_values.h"

#include <charconv>
#include <cstdlib>
#include <limits>
#include <string>
#include <system_error>

namespace cnx {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equals_ignoring_case(std::string_view text, std::string_view lower_case) {
  if (text.size() != lower_case.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (lower(text[i]) != lower_case[i]) return false;
  }
  return true;
}

/// What a decimal number is made of; digits beyond the nineteenth are not in `digits`.
struct Decimal {
  bool negative = false;
  std::uint64_t digits = 0;
  int exponent = 0;   // of ten, for `digits`
  bool exact = true;  // no digit is left out
};

constexpr int kMaxExponent = 100'000;  // far beyond any double; keeps sums of exponents small

std::optional<Decimal> parse_decimal(std::string_view field) {
  constexpr std::uint64_t kFull = (std::numeric_limits<std::uint64_t>::max() - 9) / 10;
  Decimal out;
  std::size_t at = 0;
  if (at < field.size() && (field[at] == '-' || field[at] == '+'))
    out.negative = field[at++] == '-';
  bool any = false, point = false;
  for (; at < field.size(); ++at) {
    if (field[at] == '.' && !point) {
      point = true;
      continue;
    }
    if (!is_digit(field[at])) break;
    any = true;
    if (out.digits <= kFull) {
      out.digits = out.digits * 10 + static_cast<std::uint64_t>(field[at] - '0');
      out.exponent -= point;
    } else {
      out.exact = false;
      out.exponent += !point;
    }
    if (out.exponent < -kMaxExponent || out.exponent > kMaxExponent) out.exact = false;
  }
  if (!any) return std::nullopt;
  if (at == field.size()) return out;
  if (lower(field[at++]) != 'e') return std::nullopt;
  bool negative = false;
  if (at < field.size() && (field[at] == '-' || field[at] == '+')) negative = field[at++] == '-';
  if (at == field.size()) return std::nullopt;
  int exponent = 0;
  for (; at < field.size(); ++at) {
    if (!is_digit(field[at])) return std::nullopt;
    if (exponent < kMaxExponent) exponent = exponent * 10 + (field[at] - '0');
  }
  out.exponent += negative ? -exponent : exponent;
  return out;
}

}  // namespace

std::string_view trimmed(std::string_view field) {
  while (!field.empty() && is_blank(field.front())) field.remove_prefix(1);
  while (!field.empty() && is_blank(field.back())) field.remove_suffix(1);
  return field;
}

std::optional<std::int64_t> parse_integer(std::string_view field) {
  if (!field.empty() && field.front() == '+') {
    field.remove_prefix(1);
    if (!field.empty() && field.front() == '-') return std::nullopt;
  }
  std::int64_t value = 0;
  const char* const end = field.data() + field.size();
  const auto [at, failure] = std::from_chars(field.data(), end, value);
  if (failure != std::errc{} || at != end || field.empty()) return std::nullopt;
  return value;
}

std::optional<double> parse_real(std::string_view field) {
  constexpr double kPowersOfTen[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr std::uint64_t kMaxExact = std::uint64_t{1} << 53;
  const auto decimal = parse_decimal(field);
  if (!decimal) {
    const bool negative = !field.empty() && field.front() == '-';
    if (!field.empty() && (field.front() == '-' || field.front() == '+')) field.remove_prefix(1);
    if (!equals_ignoring_case(field, "inf") && !equals_ignoring_case(field, "infinity"))
      return std::nullopt;
    const double infinity = std::numeric_limits<double>::infinity();
    return negative ? -infinity : infinity;
  }
  // Both factors are exact, so the one operation rounds correctly (Clinger 1990).
  if (decimal->exact && decimal->digits <= kMaxExact && decimal->exponent >= -22 &&
      decimal->exponent <= 22) {
    const auto digits = static_cast<double>(decimal->digits);
    const double value = decimal->exponent < 0 ? digits / kPowersOfTen[-decimal->exponent]
                                               : digits * kPowersOfTen[decimal->exponent];
    return decimal->negative ? -value : value;
  }
  // The form is checked above, and the tool never leaves the "C" locale.
  return std::strtod(std::string(field).c_str(), nullptr);
}

bool is_missing_number(std::string_view field) {
  for (const std::string_view word :
       {"", "nan", "-nan", "na", "n/a", "<na>", "#n/a", "null", "none"}) {
    if (equals_ignoring_case(field, word)) return true;
  }
  return false;
}

std::optional<std::array<std::string_view, 3>> parse_triple(std::string_view field) {
  field = trimmed(field);
  const bool square = field.starts_with('[') && field.ends_with(']');
  const bool round = field.starts_with('(') && field.ends_with(')');
  if ((!square && !round) || field.size() < 2) return std::nullopt;
  field = field.substr(1, field.size() - 2);
  std::array<std::string_view, 3> parts;
  const auto is_gap = [](char c) { return is_blank(c) || c == ','; };
  std::size_t count = 0, at = 0;
  while (at < field.size()) {
    if (is_gap(field[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < field.size() && !is_gap(field[end])) ++end;
    if (count == 3) return std::nullopt;
    parts[count++] = field.substr(at, end - at);
    at = end;
  }
  if (count != 3) return std::nullopt;
  for (const std::string_view part : parts) {
    if (!parse_real(part)) return std::nullopt;
  }
  return parts;
}

}  // namespace cnx
