#pragma once
// edge_numbers.h — what the 64 bits of a value in a list of edges say.

#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>

#include "read/edge_list.h"

namespace cnx {

inline constexpr double kMaxExactReal = 9007199254740992.0;  // 2^53

inline double real_of(NumberBits bits) { return std::bit_cast<double>(bits); }

/// Position in nm of a value in a column of coordinates, rounded; nothing when it is no number that
/// 53 bits hold.
inline std::optional<std::int64_t> coordinate_nm(NumberBits bits, ColumnKind kind, double unit_nm) {
  if (kind == ColumnKind::Integer && unit_nm == 1) return static_cast<std::int64_t>(bits);
  const double number = kind == ColumnKind::Integer
                            ? static_cast<double>(static_cast<std::int64_t>(bits))
                            : real_of(bits);
  const double nm = number * unit_nm;
  if (!(std::fabs(nm) <= kMaxExactReal)) return std::nullopt;
  return std::llround(nm);
}

/// A whole number of 64 bits; nothing when a Real value is none that 53 bits hold.
inline std::optional<std::int64_t> whole_number(NumberBits bits, ColumnKind kind) {
  if (kind == ColumnKind::Integer) return static_cast<std::int64_t>(bits);
  const double number = real_of(bits);
  if (!(std::fabs(number) <= kMaxExactReal) || std::floor(number) != number) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

}  // namespace cnx
