// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "stats/exponential_fit.h"

#include <cmath>

#include "base/check.h"
#include "stats/portable_exp.h"
#include "stats/portable_log.h"

namespace cnx {
namespace {

/// The normal equations at (a, b): JᵀJ, Jᵀr and the sum of squares.
struct Normal {
  double aa = 0, ab = 0, bb = 0;  // JᵀJ
  double ga = 0, gb = 0;          // Jᵀ(y - f)
  double residual_sum = 0;
};

Normal normal_equations(std::span<const double> x, std::span<const double> y, double a, double b) {
  Normal normal;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double da = portable_exp(-b * x[i]);
    const double db = -a * x[i] * da;
    const double residual = y[i] - a * da;
    normal.aa += da * da;
    normal.ab += da * db;
    normal.bb += db * db;
    normal.ga += da * residual;
    normal.gb += db * residual;
    normal.residual_sum += residual * residual;
  }
  return normal;
}

/// A line through (x, log y), weighted by y² so that bins near zero do not decide.
bool start_values(std::span<const double> x, std::span<const double> y, double& a, double& b) {
  double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
  std::size_t positive = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!(y[i] > 0)) continue;
    ++positive;
    const double weight = y[i] * y[i], log_y = portable_log(y[i]);
    w += weight;
    wx += weight * x[i];
    wy += weight * log_y;
    wxx += weight * x[i] * x[i];
    wxy += weight * x[i] * log_y;
  }
  const double determinant = w * wxx - wx * wx;
  if (positive < 2 || !(determinant > 0)) return false;
  const double slope = (w * wxy - wx * wy) / determinant;
  a = portable_exp((wy - slope * wx) / w);
  b = -slope;
  return std::isfinite(a) && std::isfinite(b);
}

}  // namespace

std::optional<ExponentialFit> fit_exponential(std::span<const double> x,
                                              std::span<const double> y) {
  CNX_CHECK(x.size() == y.size());
  double a = 0, b = 0;
  if (!start_values(x, y, a, b)) return std::nullopt;

  Normal here = normal_equations(x, y, a, b);
  double damping = 1e-3;
  bool converged = false;
  // Few steps where the points lie near a curve; where they do not, steps overshoot to and fro.
  for (int step = 0; step < 2000 && !converged; ++step) {
    const double aa = here.aa * (1 + damping), bb = here.bb * (1 + damping);
    const double determinant = aa * bb - here.ab * here.ab;
    if (!(determinant > 0)) return std::nullopt;
    const double da = (here.ga * bb - here.gb * here.ab) / determinant;
    const double db = (here.gb * aa - here.ga * here.ab) / determinant;
    const Normal there = normal_equations(x, y, a + da, b + db);
    // A step that changes no digit that counts is the end, whichever way it goes.
    converged = std::abs(da) <= 1e-14 * std::abs(a) && std::abs(db) <= 1e-14 * std::abs(b);
    if (there.residual_sum <= here.residual_sum) {
      a += da;
      b += db;
      here = there;
      damping /= 10;
    } else {
      damping *= 10;
      // Rounding alone decides here: no step goes down any more.
      if (damping > 1e12) converged = true;
    }
  }
  if (!converged || !std::isfinite(a) || !std::isfinite(b)) return std::nullopt;

  ExponentialFit fit;
  fit.a = a;
  fit.b = b;
  fit.residual_sum = here.residual_sum;
  fit.points = static_cast<std::uint32_t>(x.size());
  const double determinant = here.aa * here.bb - here.ab * here.ab;
  if (x.size() > 2 && determinant > 0) {
    const double variance = here.residual_sum / static_cast<double>(x.size() - 2);
    fit.a_error = std::sqrt(variance * here.bb / determinant);
    fit.b_error = std::sqrt(variance * here.aa / determinant);
  }
  return fit;
}

}  // namespace cnx
