#pragma once
// empirical_test.h — an observed number against the same number of random controls.

#include <cstdint>
#include <span>
#include <vector>

namespace cnx {

/// 0.3 - 0.1 is less than 0.2 in a computer: numbers that are equal but for some roundings, and
/// differences of such, are taken for equal within this part of the sum of their sizes.
inline constexpr double kTieOfSum = 1e-12;

/// What the controls seen so far say. Mean and variance by Welford's method (1962), so that large
/// equal numbers lose no digits.
class EmpiricalTest {
 public:
  /// Controls that differ from `observed` by no more than `tie` are as large as it: for numbers
  /// that rounding makes unequal, as differences of ratios are.
  explicit EmpiricalTest(double observed, double tie = 0) : observed_(observed), tie_(tie) {}

  /// NaN (a ratio of nothing) is counted apart and tells nothing.
  void add(double control);

  double observed() const { return observed_; }
  std::uint64_t controls() const { return controls_; }
  std::uint64_t undefined() const { return undefined_; }
  double mean() const { return mean_; }
  /// Standard deviation with n - 1; 0 for fewer than two controls.
  double sd() const;
  /// (observed - mean) / sd; NaN when all controls are equal, or observed is NaN.
  double z() const;
  /// (1 + controls at least as large as observed) / (1 + controls), and as small; never 0, because
  /// the observed network is itself one of those that chance could have drawn (Phipson and Smyth
  /// 2010). NaN when observed is NaN.
  double p_high() const;
  double p_low() const;
  /// Two-sided: twice the smaller of the two, at most 1.
  double p() const;

 private:
  double observed_, tie_;
  std::uint64_t controls_ = 0, undefined_ = 0, at_least_ = 0, at_most_ = 0;
  double mean_ = 0, squares_ = 0;
};

/// Adjusted p-values of many tests, in the order of `p`: Benjamini and Hochberg 1995. Those below
/// q are discoveries of which a share of at most q is expected to be false. NaN is no test and
/// stays NaN. O(n log n).
std::vector<double> benjamini_hochberg(std::span<const double> p);

}  // namespace cnx
