#pragma once
// share_test.h — is a share different from what was expected.

#include <cstdint>
#include <optional>

namespace cnx {

/// Two-sided p-value of k of n against an expected share: the score test, by the normal
/// approximation. Nullopt where it would not hold: fewer than 5 expected among the n, or fewer than
/// 5 expected not to be. Precondition: k <= n. O(1).
std::optional<double> share_test(std::uint64_t k, std::uint64_t n, double expected_share);

}  // namespace cnx
