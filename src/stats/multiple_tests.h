#pragma once
// multiple_tests.h — is a share different from what was expected, and what if many are asked.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cnx {

/// Two-sided p-value of k of n against an expected share: the score test, by the normal
/// approximation. Nullopt where it would not hold: fewer than 5 expected among the n, or fewer than
/// 5 expected not to be. Precondition: k <= n. O(1).
std::optional<double> share_test(std::uint64_t k, std::uint64_t n, double expected_share);

/// Adjusted p-values in the same order: the smallest false discovery rate at which each would be
/// called different (Benjamini & Hochberg 1995). O(n log n).
std::vector<double> benjamini_hochberg(std::span<const double> p_values);

}  // namespace cnx
