// Built with -ffp-contract=off (CMakeLists.txt): page and tool must choose the same neurons.

#include "stats/virtual_experiment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "base/check.h"
#include "base/units.h"
#include "stats/portable_exp.h"

namespace cnx {
namespace {

/// One axis of the chosen neurons in µm from their mean. Whole numbers until the one division, so
/// that the origin of the data changes no digit.
std::vector<double> centered(std::span<const std::int32_t> positions_nm, std::size_t axis,
                             std::span<const Vertex> neurons) {
  const auto n = static_cast<std::int64_t>(neurons.size());
  std::int64_t sum = 0;
  for (const Vertex v : neurons) sum += positions_nm[3 * std::size_t{v} + axis];
  std::vector<double> um;
  um.reserve(neurons.size());
  for (const Vertex v : neurons) {
    const std::int64_t times_n = n * positions_nm[3 * std::size_t{v} + axis] - sum;
    um.push_back(static_cast<double>(times_n) / (static_cast<double>(n) * kNmPerUm));
  }
  return um;
}

struct Spread {
  double mean = 0, sd = 0;
};

/// Mean and standard deviation (n - 1); NaN where there is none.
Spread spread_of(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  const double mean = sum / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / (n - 1))};
}

}  // namespace

VirtualTissue::VirtualTissue(std::span<const std::int32_t> positions_nm,
                             std::span<const std::uint8_t> chosen) {
  CNX_CHECK(positions_nm.size() == 3 * chosen.size());
  for (std::size_t v = 0; v < chosen.size(); ++v) {
    if (chosen[v]) neurons_.push_back(static_cast<Vertex>(v));
  }
  const auto place = [&](Vertex v) {
    const std::size_t at = 3 * std::size_t{v};
    return std::tuple(positions_nm[at], positions_nm[at + 1], positions_nm[at + 2], v);
  };
  std::sort(neurons_.begin(), neurons_.end(),
            [&](Vertex a, Vertex b) { return place(a) < place(b); });
  x_um_ = centered(positions_nm, 0, neurons_);
  y_um_ = centered(positions_nm, 1, neurons_);
  z_um_ = centered(positions_nm, 2, neurons_);
  places_.resize(chosen.size());
  for (std::uint32_t i = 0; i < neurons_.size(); ++i) places_[neurons_[i]] = i;
}

double VirtualTissue::pair_distance_of(std::span<const std::uint32_t> places) const {
  if (places.size() < 2) return 0;
  // The squared distances of all ordered pairs sum to 2 n times those from the mean.
  const auto n = static_cast<double>(places.size());
  double squares = 0;
  for (const std::vector<double>* axis : {&x_um_, &y_um_, &z_um_}) {
    double sum = 0;
    for (const std::uint32_t i : places) sum += (*axis)[i];
    const double mean = sum / n;
    for (const std::uint32_t i : places) squares += ((*axis)[i] - mean) * ((*axis)[i] - mean);
  }
  return std::sqrt(2 * squares / (n - 1));
}

double VirtualTissue::pair_distance_um() const { return pair_distance_um(neurons_); }

double VirtualTissue::pair_distance_um(std::span<const Vertex> some) const {
  std::vector<std::uint32_t> places;
  places.reserve(some.size());
  for (const Vertex v : some) places.push_back(places_[v]);
  return pair_distance_of(places);
}

double VirtualTissue::block_squares_um2(std::span<const Vertex> some,
                                        const BlockSides& block) const {
  // Over all senders i and receivers j, |i|² + |j|² - 2 i j; a neuron with itself adds nothing.
  double senders = 0, receivers = 0, sent = 0, received = 0, products = 0;
  for (const Vertex v : some) {
    senders += block.sends(v) ? 1 : 0;
    receivers += block.receives(v) ? 1 : 0;
  }
  for (const std::vector<double>* axis : {&x_um_, &y_um_, &z_um_}) {
    double of_senders = 0, of_receivers = 0;
    for (const Vertex v : some) {
      const double at = (*axis)[places_[v]];
      if (block.sends(v)) {
        of_senders += at;
        sent += at * at;
      }
      if (block.receives(v)) {
        of_receivers += at;
        received += at * at;
      }
    }
    products += of_senders * of_receivers;
  }
  return std::max(0.0, receivers * sent + senders * received - 2 * products);
}

TissueSlice VirtualTissue::cut(double thickness_um, Random& random) const {
  CNX_CHECK(thickness_um > 0);
  // A direction from a point in the unit disk: without sine and cosine, whose last digits differ.
  double along_x = 0, along_z = 0, square = 0;
  do {
    along_x = 2 * random.uniform() - 1;
    along_z = 2 * random.uniform() - 1;
    square = along_x * along_x + along_z * along_z;
  } while (square > 1 || square == 0);
  const double length = std::sqrt(square);
  along_x /= length;
  along_z /= length;

  const std::size_t n = neurons_.size();
  std::vector<double> offsets(n);  // across the slice
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (std::size_t i = 0; i < n; ++i) {
    offsets[i] = along_x * z_um_[i] - along_z * x_um_[i];
    low = std::min(low, offsets[i]);
    high = std::max(high, offsets[i]);
  }
  const double share = random.uniform();
  const double room = high - low - thickness_um;
  const double middle = room > 0 ? low + thickness_um / 2 + share * room : low + (high - low) / 2;

  TissueSlice slice;
  for (std::size_t i = 0; i < n; ++i) {
    if (!(std::fabs(offsets[i] - middle) < thickness_um / 2)) continue;
    slice.neurons.push_back(neurons_[i]);
    slice.along_um.push_back(along_x * x_um_[i] + along_z * z_um_[i]);
    slice.depth_um.push_back(y_um_[i]);
  }
  return slice;
}

std::vector<Vertex> patch(const TissueSlice& slice, const ExperimentPlan& plan, Random& random) {
  CNX_CHECK(plan.patched >= 2 && plan.spread_um > 0);
  const std::size_t n = slice.neurons.size();
  if (n < plan.patched) return {};
  const Spread along = spread_of(slice.along_um), depth = spread_of(slice.depth_um);
  std::vector<std::uint32_t> middle;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (std::fabs(slice.along_um[i] - along.mean) <= kFirstNeuronSds * along.sd &&
        std::fabs(slice.depth_um[i] - depth.mean) <= kFirstNeuronSds * depth.sd) {
      middle.push_back(i);
    }
  }
  if (middle.empty()) return {};
  std::uint32_t latest = middle[random.below(static_cast<std::uint32_t>(middle.size()))];
  std::vector<Vertex> found{slice.neurons[latest]};

  // Who is within reach, the sum of d² / (2 spread²) and the product of the avoidances of each.
  std::vector<std::uint32_t> near;
  const double reach_um = kOtherNeuronsSpreads * plan.spread_um;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (std::fabs(slice.along_um[i] - slice.along_um[latest]) < reach_um &&
        std::fabs(slice.depth_um[i] - slice.depth_um[latest]) < reach_um) {
      near.push_back(i);
    }
  }
  std::vector<double> exponents(near.size(), 0), rooms(near.size(), 1), sums(near.size());
  const double scale = 2 * plan.spread_um * plan.spread_um;
  while (found.size() < plan.patched) {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < near.size(); ++j) {
      const double a = slice.along_um[near[j]] - slice.along_um[latest];
      const double b = slice.depth_um[near[j]] - slice.depth_um[latest];
      const double square = a * a + b * b;
      exponents[j] += square / scale;
      if (square < kPipetteRoom_um * kPipetteRoom_um) {
        rooms[j] *= std::sqrt(square) / kPipetteRoom_um;  // 0 for the latest itself
      }
      if (rooms[j] > 0 && exponents[j] < least) least = exponents[j];
    }
    // Relative to the likeliest, so that a far neighborhood is not lost to underflow.
    double sum = 0;
    for (std::size_t j = 0; j < near.size(); ++j) {
      if (rooms[j] > 0) sum += rooms[j] * portable_exp_of_minus(exponents[j] - least);
      sums[j] = sum;
    }
    if (!(sum > 0)) return {};
    const double drawn = random.uniform() * sum;
    // Rounding may make `drawn` the whole sum: the last that adds to it is meant then.
    auto chosen = std::upper_bound(sums.begin(), sums.end(), drawn);
    if (chosen == sums.end()) chosen = std::lower_bound(sums.begin(), sums.end(), sum);
    latest = near[static_cast<std::size_t>(chosen - sums.begin())];
    found.push_back(slice.neurons[latest]);
  }
  return found;
}

InsideCounts count_inside(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                          std::uint32_t min_weight, std::span<const std::uint8_t> pre,
                          std::span<const std::uint8_t> post, std::span<const Vertex> from,
                          bool reciprocal) {
  CNX_CHECK(weights.size() == graph.edge_count());
  CNX_CHECK(pre.size() == graph.vertex_count() && post.size() == graph.vertex_count());
  const auto counts = [&](Vertex u, Vertex v) {
    const auto targets = graph.out_neighbors(u);
    const auto at = std::lower_bound(targets.begin(), targets.end(), v);
    return at != targets.end() && *at == v &&
           weights[graph.out_offsets[u] + static_cast<std::size_t>(at - targets.begin())] >=
               min_weight;
  };
  InsideCounts found;
  if (!reciprocal) {
    // Whole slices: sums without a branch that nobody can foretell.
    for (const Vertex v : from) {
      if (!pre[v]) continue;
      for (std::uint32_t e = graph.out_offsets[v]; e < graph.out_offsets[v + 1]; ++e) {
        const Vertex target = graph.out_targets[e];
        const bool counted = (weights[e] >= min_weight) & (target != v);
        found.connections += post[target] & static_cast<std::uint8_t>(counted);
      }
    }
    return found;
  }
  for (const Vertex v : from) {
    if (!pre[v]) continue;
    for (std::uint32_t e = graph.out_offsets[v]; e < graph.out_offsets[v + 1]; ++e) {
      const Vertex target = graph.out_targets[e];
      if (!post[target] || target == v || weights[e] < min_weight) continue;
      ++found.connections;
      if (!post[v] || !pre[target]) continue;
      ++found.answerable;
      if (v < target && counts(target, v)) ++found.reciprocal_pairs;
    }
  }
  return found;
}

}  // namespace cnx
