#pragma once
// exponential_fit.h — the curve a exp(-b d) through a distance profile.

#include <cstdint>
#include <optional>
#include <span>

namespace cnx {

/// y = a exp(-b x) with its standard errors.
struct ExponentialFit {
  double a = 0, b = 0;              // b in one over the unit of x
  double a_error = 0, b_error = 0;  // standard errors; 0 when there are two points
  double residual_sum = 0;          // of squared differences
  std::uint32_t points = 0;

  bool operator==(const ExponentialFit&) const = default;
};

/// Unweighted least squares on the points (x, y), by Levenberg's and Marquardt's method, started
/// from a line through log y: the model and the weights of Connectome-utilities, and what
/// scipy.optimize.curve_fit gives. Standard errors come from the curvature at the minimum and the
/// scatter of the points, residual_sum / (points - 2). Points are bins, not pairs: the errors say
/// how well the curve is fixed by the bins, as in the literature.
///
/// nullopt when there is nothing to fit: fewer than two points with y > 0, a minimum that is not
/// reached in 2,000 steps, or numbers that are not finite. Precondition: equal lengths.
/// O(points) a step.
std::optional<ExponentialFit> fit_exponential(std::span<const double> x, std::span<const double> y);

}  // namespace cnx
