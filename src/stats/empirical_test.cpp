// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "stats/empirical_test.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cnx {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

}  // namespace

void EmpiricalTest::add(double control) {
  if (std::isnan(control)) {
    ++undefined_;
    return;
  }
  ++controls_;
  const double difference = control - mean_;
  mean_ += difference / static_cast<double>(controls_);
  squares_ += difference * (control - mean_);
  at_least_ += control >= observed_ - tie_;
  at_most_ += control <= observed_ + tie_;
}

double EmpiricalTest::sd() const {
  return controls_ < 2 ? 0 : std::sqrt(squares_ / static_cast<double>(controls_ - 1));
}

double EmpiricalTest::z() const {
  const double spread = sd();
  return spread > 0 ? (observed_ - mean_) / spread : kUndefined;
}

double EmpiricalTest::p_high() const {
  if (std::isnan(observed_)) return kUndefined;
  return static_cast<double>(1 + at_least_) / static_cast<double>(1 + controls_);
}

double EmpiricalTest::p_low() const {
  if (std::isnan(observed_)) return kUndefined;
  return static_cast<double>(1 + at_most_) / static_cast<double>(1 + controls_);
}

double EmpiricalTest::p() const {
  if (std::isnan(observed_)) return kUndefined;
  return std::min(1.0, 2 * std::min(p_high(), p_low()));
}

std::vector<double> benjamini_hochberg(std::span<const double> p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!std::isnan(p[i])) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
  std::vector<double> adjusted(p.size(), kUndefined);
  double smallest = 1;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto rank = static_cast<double>(order.size() - i);
    smallest = std::min(smallest, p[order[i]] * static_cast<double>(order.size()) / rank);
    adjusted[order[i]] = smallest;
  }
  return adjusted;
}

}  // namespace cnx
