#pragma once
// nearest_names.h — "did you mean": the names that look most like what somebody typed.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cnx {

/// Letters to insert, delete or replace to turn `a` into `b` (Levenshtein 1966); upper and lower
/// case are alike. O(a * b).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The names among `names` nearest to `wanted`, at most `at_most`; ties in the order of `names`.
/// Only the first kMaxComparedBytes of each count. O(names * length^2).
std::vector<std::string> nearest_names(std::string_view wanted, std::span<const std::string> names,
                                       std::size_t at_most = 3);

inline constexpr std::size_t kMaxComparedBytes = 64;

}  // namespace cnx
