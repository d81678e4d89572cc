// Built with -ffp-contract=off (CMakeLists.txt), and with -msimd128 for WebAssembly.

#include "stats/distance_pairs.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <utility>

#include "base/check.h"

namespace cnx {
namespace {

// 128 bits are what every browser and every 64-bit processor has.
using Floats = float __attribute__((vector_size(16)));
using FloatCounts = std::int32_t __attribute__((vector_size(16)));
using Lanes = double __attribute__((vector_size(16)));
using LaneCounts = std::int64_t __attribute__((vector_size(16)));

constexpr double kFar = 1e18;          // where the unused places of a block are
constexpr double kAnyDistance = 1e30;  // squared: every real pair is nearer, no unused place is
constexpr std::uint32_t kMaxThresholds = 8;  // with more, a square root for each pair is cheaper

Lanes load(const double* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

Lanes both(double value) { return Lanes{value, value}; }

/// The lanes of `value` where `mask` is set (all bits), else kFar squared.
Lanes kept_where(LaneCounts mask, Lanes value) {
  LaneCounts bits, far;
  const Lanes far_lanes = both(kFar * kFar);
  std::memcpy(&bits, &value, sizeof bits);
  std::memcpy(&far, &far_lanes, sizeof far);
  bits = (bits & mask) | (far & ~mask);
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// Squared distances of a neuron to two others, or far where the measure does not count the pair.
template <DistanceMeasure measure, bool unordered>
struct Squared {
  Lanes x, y, z;

  Lanes operator()(const double* bx, const double* by, const double* bz) const {
    const Lanes dx = load(bx) - x, dz = load(bz) - z;
    Lanes squared = dx * dx + dz * dz;
    if constexpr (measure != DistanceMeasure::Lateral) {
      const Lanes dy = load(by) - y;
      squared = squared + dy * dy;
      if constexpr (measure == DistanceMeasure::Deeper) {
        // Of an unordered pair at different depths, exactly one order has the deeper post.
        squared = kept_where(unordered ? dy != both(0) : dy > both(0), squared);
      } else if constexpr (measure == DistanceMeasure::Shallower) {
        squared = kept_where(unordered ? dy != both(0) : dy < both(0), squared);
      }
    }
    return squared;
  }
};

/// Interleaves the low 10 bits of three numbers.
std::uint32_t morton_code(std::uint32_t x, std::uint32_t y, std::uint32_t z) {
  std::uint32_t code = 0;
  for (int bit = 9; bit >= 0; --bit) {
    code = code << 3 | (x >> bit & 1) << 2 | (y >> bit & 1) << 1 | (z >> bit & 1);
  }
  return code;
}

struct Extent {
  std::int64_t low = INT64_MAX, high = INT64_MIN;
  void add(std::int32_t value) {
    low = std::min<std::int64_t>(low, value);
    high = std::max<std::int64_t>(high, value);
  }
  std::int64_t size() const { return high < low ? 0 : high - low; }
};

/// Of the positions of the chosen along x, y and z.
struct Extents {
  Extent x, y, z;
  void add(const SomaPositions& positions, std::span<const std::uint8_t> chosen) {
    for (std::size_t v = 0; v < positions.size(); ++v) {
      if (!chosen[v]) continue;
      x.add(positions.x_nm[v]);
      y.add(positions.y_nm[v]);
      z.add(positions.z_nm[v]);
    }
  }
  double squared_diagonal() const {
    const auto square = [](std::int64_t side) {
      return static_cast<double>(side) * static_cast<double>(side);
    };
    return square(x.size()) + square(y.size()) + square(z.size());
  }
};

Extents extents_of(const SomaPositions& positions, std::span<const std::uint8_t> pre,
                   std::span<const std::uint8_t> post) {
  CNX_CHECK(positions.y_nm.size() == positions.size() && positions.z_nm.size() == positions.size());
  CNX_CHECK(pre.size() == positions.size() && post.size() == positions.size());
  Extents extents;
  extents.add(positions, pre);
  extents.add(positions, post);
  return extents;
}

double squared_edge(std::uint64_t bin, std::uint32_t bin_nm) {
  const double edge = static_cast<double>(bin) * bin_nm;
  return edge * edge;
}

/// counts[k] = pairs of a and b nearer than the square root of thresholds[k].
template <DistanceMeasure measure, bool unordered, std::uint32_t kThresholds, typename Block>
void count_below(const Block& a, const Block& b, const double* thresholds, std::uint64_t* counts) {
  Lanes limits[kThresholds];
  LaneCounts below[kThresholds];
  for (std::uint32_t k = 0; k < kThresholds; ++k) {
    limits[k] = both(thresholds[k]);
    below[k] = LaneCounts{0, 0};
  }
  for (std::uint32_t i = 0; i < a.size; ++i) {
    const Squared<measure, unordered> squared{both(a.x[i]), both(a.y[i]), both(a.z[i])};
    for (std::size_t j = 0; j < std::size(b.x); j += 2) {
      const Lanes d2 = squared(b.x + j, b.y + j, b.z + j);
      for (std::uint32_t k = 0; k < kThresholds; ++k) below[k] -= d2 < limits[k];  // true is -1
    }
  }
  for (std::uint32_t k = 0; k < kThresholds; ++k) {
    counts[k] = static_cast<std::uint64_t>(below[k][0] + below[k][1]);
  }
}

Floats load(const float* from) {
  Floats lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

Floats four(float value) { return Floats{value, value, value, value}; }

/// count_below in floats, where all pairs count. Differences are exact in a float; squares and
/// sums are rounded, together by less than 3.1 parts in 2^24. Pairs below a threshold less 4 parts
/// and below it plus 4 parts are counted: equally many mean that no pair lies between, and the
/// count is exact. Else false, and `counts` means nothing.
template <bool lateral, std::uint32_t kThresholds, typename Block>
bool count_below_in_floats(const Block& a, const Block& b, const double* thresholds,
                           std::uint64_t* counts) {
  constexpr double kParts = 4.0 / (1 << 24);
  Floats low[kThresholds], high[kThresholds];
  FloatCounts below[kThresholds], perhaps[kThresholds];
  for (std::uint32_t k = 0; k < kThresholds; ++k) {
    // One part more than the rounding to a float can take away.
    low[k] = four(static_cast<float>(thresholds[k] * (1 - kParts - kParts / 4)));
    high[k] = four(static_cast<float>(thresholds[k] * (1 + kParts + kParts / 4)));
    below[k] = perhaps[k] = FloatCounts{0, 0, 0, 0};
  }
  for (std::uint32_t i = 0; i < a.size; ++i) {
    const Floats x = four(a.near_x[i]), y = four(a.near_y[i]), z = four(a.near_z[i]);
    for (std::size_t j = 0; j < std::size(b.near_x); j += 4) {
      const Floats dx = load(b.near_x + j) - x, dz = load(b.near_z + j) - z;
      Floats d2 = dx * dx + dz * dz;
      if constexpr (!lateral) {
        const Floats dy = load(b.near_y + j) - y;
        d2 = d2 + dy * dy;
      }
      for (std::uint32_t k = 0; k < kThresholds; ++k) {
        below[k] -= d2 < low[k];  // true is -1
        perhaps[k] -= d2 < high[k];
      }
    }
  }
  std::int32_t between = 0;
  for (std::uint32_t k = 0; k < kThresholds; ++k) {
    const FloatCounts unsure = perhaps[k] - below[k];
    between |= unsure[0] | unsure[1] | unsure[2] | unsure[3];
    counts[k] = static_cast<std::uint64_t>(below[k][0] + below[k][1] + below[k][2] + below[k][3]);
  }
  return between == 0;
}

/// The bin of every pair of a and b, where all pairs count, by a square root in floats. What a
/// float cannot tell is left to `exactly(i, j)`; pairs at distance 0 are left out.
template <bool lateral, typename Block, typename Exactly>
void bin_in_floats(const Block& a, const Block& b, std::uint32_t bin_nm, std::uint64_t weight,
                   std::vector<std::uint64_t>& bins, const Exactly& exactly) {
  constexpr std::size_t kPlaces = std::extent_v<decltype(Block::near_x)>;
  // Half of what count_below_in_floats allows for, and the root, the quotient and these products.
  constexpr float kParts = 6.0f / (1 << 24);
  const float bins_a_nm = 1.0f / static_cast<float>(bin_nm);
  float d2[kPlaces];
  std::int32_t low[kPlaces], high[kPlaces];
  for (std::uint32_t i = 0; i < a.size; ++i) {
    const Floats x = four(a.near_x[i]), y = four(a.near_y[i]), z = four(a.near_z[i]);
    for (std::size_t j = 0; j < kPlaces; j += 4) {
      const Floats dx = load(b.near_x + j) - x, dz = load(b.near_z + j) - z;
      Floats squared = dx * dx + dz * dz;
      if constexpr (!lateral) {
        const Floats dy = load(b.near_y + j) - y;
        squared = squared + dy * dy;
      }
      std::memcpy(d2 + j, &squared, sizeof squared);
    }
    for (std::size_t j = 0; j < kPlaces; ++j) {
      constexpr float kMostBins = kMaxDistanceBins;  // unused places are further
      const float place = std::min(std::sqrt(d2[j]) * bins_a_nm, kMostBins);
      low[j] = static_cast<std::int32_t>(place * (1 - kParts));
      high[j] = static_cast<std::int32_t>(place * (1 + kParts));
    }
    for (std::uint32_t j = 0; j < b.size; ++j) {
      if (d2[j] == 0) continue;
      if (low[j] == high[j]) {
        bins[static_cast<std::size_t>(low[j])] += weight;
      } else {
        exactly(i, j);
      }
    }
  }
}

template <DistanceMeasure measure, bool unordered, std::uint32_t kThresholds, typename Block>
void count_in_block(const Block& a, const Block& b, const double* thresholds,
                    std::uint64_t* counts) {
  constexpr bool kLateral = measure == DistanceMeasure::Lateral;
  // With more thresholds the registers do not hold both counts.
  if constexpr ((kLateral || measure == DistanceMeasure::Soma) && kThresholds <= 4) {
    if (count_below_in_floats<kLateral, kThresholds>(a, b, thresholds, counts)) return;
  }
  count_below<measure, unordered, kThresholds>(a, b, thresholds, counts);
}

}  // namespace

std::uint32_t distance_bin(double squared_nm2, std::uint32_t bin_nm) {
  return static_cast<std::uint32_t>(std::sqrt(squared_nm2) / bin_nm);
}

std::optional<std::int64_t> bin_of_pair(const SomaPositions& at, std::uint32_t pre,
                                        std::uint32_t post, DistanceMeasure measure,
                                        std::uint32_t bin_nm) {
  const std::int64_t dy = std::int64_t{at.y_nm[post]} - at.y_nm[pre];
  if (measure == DistanceMeasure::Depth) return floor_div(dy, bin_nm);
  if (measure == DistanceMeasure::Deeper && dy <= 0) return std::nullopt;
  if (measure == DistanceMeasure::Shallower && dy >= 0) return std::nullopt;
  const double x = static_cast<double>(at.x_nm[post]) - at.x_nm[pre];
  const double y = measure == DistanceMeasure::Lateral ? 0 : static_cast<double>(dy);
  const double z = static_cast<double>(at.z_nm[post]) - at.z_nm[pre];
  const double squared = x * x + z * z + y * y;
  if (squared == 0) return std::nullopt;
  return distance_bin(squared, bin_nm);
}

bool can_bin_distances(const SomaPositions& positions, std::span<const std::uint8_t> pre,
                       std::span<const std::uint8_t> post, std::uint32_t bin_nm) {
  const Extents extents = extents_of(positions, pre, post);
  for (const Extent* extent : {&extents.x, &extents.y, &extents.z}) {
    if (extent->size() > kMaxExtent_nm) return false;
  }
  return bin_nm >= 1 && distance_bin(extents.squared_diagonal(), bin_nm) < kMaxDistanceBins;
}

std::vector<std::uint32_t> along_curve(const SomaPositions& positions,
                                       std::span<const std::uint8_t> chosen) {
  Extents extents;
  extents.add(positions, chosen);
  const std::int64_t side = std::max({extents.x.size(), extents.y.size(), extents.z.size()}) + 1;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> order;  // Morton code, vertex
  for (std::uint32_t v = 0; v < positions.size(); ++v) {
    if (!chosen[v]) continue;
    const auto cell = [&](std::int32_t value, const Extent& extent) {
      return static_cast<std::uint32_t>((value - extent.low) * 1024 / side);
    };
    order.emplace_back(
        morton_code(cell(positions.x_nm[v], extents.x), cell(positions.y_nm[v], extents.y),
                    cell(positions.z_nm[v], extents.z)),
        v);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> vertices;
  vertices.reserve(order.size());
  for (const auto& [code, vertex] : order) vertices.push_back(vertex);
  return vertices;
}

std::vector<DistancePairCounter::Block> DistancePairCounter::make_blocks(
    const SomaPositions& positions, std::span<const std::uint8_t> chosen,
    const std::array<double, 3>& low_corner) {
  const std::vector<std::uint32_t> order = along_curve(positions, chosen);
  std::vector<Block> blocks((order.size() + kBlock - 1) / kBlock);
  for (std::size_t place = 0; place < order.size(); ++place) {
    Block& block = blocks[place / kBlock];
    const std::uint32_t v = order[place];
    const double at[3] = {static_cast<double>(positions.x_nm[v]),
                          static_cast<double>(positions.y_nm[v]),
                          static_cast<double>(positions.z_nm[v])};
    if (block.size == 0) {
      std::fill(std::begin(block.x), std::end(block.x), kFar);
      std::fill(std::begin(block.y), std::end(block.y), kFar);
      std::fill(std::begin(block.z), std::end(block.z), kFar);
      for (float* near : {block.near_x, block.near_y, block.near_z}) {
        std::fill(near, near + kBlock, static_cast<float>(kFar));
      }
      std::copy(std::begin(at), std::end(at), block.low);
      std::copy(std::begin(at), std::end(at), block.high);
    }
    block.x[block.size] = at[0];
    block.y[block.size] = at[1];
    block.z[block.size] = at[2];
    block.near_x[block.size] = static_cast<float>(at[0] - low_corner[0]);
    block.near_y[block.size] = static_cast<float>(at[1] - low_corner[1]);
    block.near_z[block.size] = static_cast<float>(at[2] - low_corner[2]);
    ++block.size;
    for (int axis = 0; axis < 3; ++axis) {
      block.low[axis] = std::min(block.low[axis], at[axis]);
      block.high[axis] = std::max(block.high[axis], at[axis]);
    }
  }
  return blocks;
}

DistancePairCounter::DistancePairCounter(const SomaPositions& positions,
                                         std::span<const std::uint8_t> pre,
                                         std::span<const std::uint8_t> post,
                                         DistanceMeasure measure, std::uint32_t bin_nm)
    : bin_nm_(bin_nm), measure_(measure) {
  CNX_CHECK(measure != DistanceMeasure::Depth);
  CNX_CHECK(can_bin_distances(positions, pre, post, bin_nm));
  same_set_ = std::equal(pre.begin(), pre.end(), post.begin(), post.end());
  const Extents extents = extents_of(positions, pre, post);
  const std::array<double, 3> low = {static_cast<double>(extents.x.low),
                                     static_cast<double>(extents.y.low),
                                     static_cast<double>(extents.z.low)};
  pre_blocks_ = make_blocks(positions, pre, low);
  if (!same_set_) post_blocks_ = make_blocks(positions, post, low);
  const std::uint64_t blocks = pre_blocks_.size();
  total_ = same_set_ ? blocks * (blocks + 1) / 2 : blocks * post_blocks_.size();
  bins_.assign(distance_bin(extents.squared_diagonal(), bin_nm) + std::size_t{1}, 0);
}

template <DistanceMeasure measure, bool unordered>
void DistancePairCounter::count_pairs(const Block& a, const Block& b, std::uint32_t first_bin,
                                      std::uint32_t last_bin, bool may_touch,
                                      std::uint64_t weight) {
  constexpr bool kAllCount =
      measure == DistanceMeasure::Soma || measure == DistanceMeasure::Lateral;
  const std::uint32_t edges = last_bin - first_bin;
  if (edges + 2 > kMaxThresholds && kAllCount) {
    bin_in_floats<measure == DistanceMeasure::Lateral>(
        a, b, bin_nm_, weight, bins_, [&](std::uint32_t i, std::uint32_t j) {
          const double dx = b.x[j] - a.x[i], dz = b.z[j] - a.z[i];
          const double dy = measure == DistanceMeasure::Lateral ? 0 : b.y[j] - a.y[i];
          bins_[distance_bin(dx * dx + dz * dz + dy * dy, bin_nm_)] += weight;
        });
    return;
  }
  if (edges + 2 > kMaxThresholds) {
    for (std::uint32_t i = 0; i < a.size; ++i) {
      const Squared<measure, unordered> squared{both(a.x[i]), both(a.y[i]), both(a.z[i])};
      double d2[kBlock];
      for (std::size_t j = 0; j < kBlock; j += 2) {
        const Lanes lanes = squared(b.x + j, b.y + j, b.z + j);
        std::memcpy(d2 + j, &lanes, sizeof lanes);
      }
      for (std::uint32_t j = 0; j < b.size; ++j) {
        if (d2[j] > 0 && d2[j] < kAnyDistance) bins_[distance_bin(d2[j], bin_nm_)] += weight;
      }
    }
    return;
  }

  // Pairs nearer than each edge between the first and the last bin; before those the pairs at
  // distance 0 where there can be any; after them all that count at all.
  double thresholds[kMaxThresholds];
  std::uint64_t below[kMaxThresholds];
  std::uint32_t count = 0;
  if (may_touch) thresholds[count++] = 0.5;  // squared distances are whole numbers
  for (std::uint32_t bin = first_bin + 1; bin <= last_bin; ++bin) {
    thresholds[count++] = squared_edge(bin, bin_nm_);
  }
  if (!kAllCount) thresholds[count++] = kAnyDistance;
  switch (count) {
    case 0: break;
    case 1: count_in_block<measure, unordered, 1>(a, b, thresholds, below); break;
    case 2: count_in_block<measure, unordered, 2>(a, b, thresholds, below); break;
    case 3: count_in_block<measure, unordered, 3>(a, b, thresholds, below); break;
    case 4: count_in_block<measure, unordered, 4>(a, b, thresholds, below); break;
    case 5: count_in_block<measure, unordered, 5>(a, b, thresholds, below); break;
    case 6: count_in_block<measure, unordered, 6>(a, b, thresholds, below); break;
    case 7: count_in_block<measure, unordered, 7>(a, b, thresholds, below); break;
    default: count_in_block<measure, unordered, 8>(a, b, thresholds, below); break;
  }
  const std::uint64_t all = kAllCount ? std::uint64_t{a.size} * b.size : below[count - 1];
  std::uint64_t before = may_touch ? below[0] : 0;
  const std::uint64_t* next = below + (may_touch ? 1 : 0);
  for (std::uint32_t bin = first_bin; bin < last_bin; ++bin) {
    bins_[bin] += (*next - before) * weight;
    before = *next++;
  }
  bins_[last_bin] += (all - before) * weight;
}

void DistancePairCounter::count_blocks(const Block& a, const Block& b, bool same) {
  double nearest = 0, furthest = 0;
  for (const int axis : {0, 2, 1}) {
    if (axis == 1 && measure_ == DistanceMeasure::Lateral) break;
    const double gap = std::max({b.low[axis] - a.high[axis], a.low[axis] - b.high[axis], 0.0});
    const double reach = std::max(b.high[axis] - a.low[axis], a.high[axis] - b.low[axis]);
    nearest += gap * gap;
    furthest += reach * reach;
  }
  const std::uint32_t first = distance_bin(nearest, bin_nm_);
  const std::uint32_t last = distance_bin(furthest, bin_nm_);
  const bool touch = nearest == 0;
  // Two different blocks of one set stand for the pairs in both orders; a block with itself has
  // both orders in it already.
  const bool unordered = same_set_ && !same;
  const std::uint64_t weight = unordered ? 2 : 1;
  switch (measure_) {
    case DistanceMeasure::Soma:
      return count_pairs<DistanceMeasure::Soma, false>(a, b, first, last, touch, weight);
    case DistanceMeasure::Lateral:
      return count_pairs<DistanceMeasure::Lateral, false>(a, b, first, last, touch, weight);
    case DistanceMeasure::Deeper:
      return unordered ? count_pairs<DistanceMeasure::Deeper, true>(a, b, first, last, touch, 1)
                       : count_pairs<DistanceMeasure::Deeper, false>(a, b, first, last, touch, 1);
    case DistanceMeasure::Shallower:
      return unordered
                 ? count_pairs<DistanceMeasure::Shallower, true>(a, b, first, last, touch, 1)
                 : count_pairs<DistanceMeasure::Shallower, false>(a, b, first, last, touch, 1);
    case DistanceMeasure::Depth: return;
  }
}

bool DistancePairCounter::advance(std::uint64_t pairs) {
  const std::vector<Block>& post_blocks = same_set_ ? pre_blocks_ : post_blocks_;
  std::uint64_t looked_at = 0;
  while (done_ < total_ && looked_at < pairs) {
    count_blocks(pre_blocks_[next_pre_], post_blocks[next_post_],
                 same_set_ && next_pre_ == next_post_);
    looked_at += kBlock * kBlock;
    ++done_;
    if (++next_post_ == post_blocks.size()) {
      ++next_pre_;
      next_post_ = same_set_ ? next_pre_ : 0;
    }
  }
  return done_ == total_;
}

double DistancePairCounter::share_done() const {
  return total_ == 0 ? 1 : static_cast<double>(done_) / static_cast<double>(total_);
}

std::vector<std::uint64_t> DistancePairCounter::counts() const {
  std::vector<std::uint64_t> counts = bins_;
  while (!counts.empty() && counts.back() == 0) counts.pop_back();
  return counts;
}

DepthPairs depth_pairs(const SomaPositions& positions, std::span<const std::uint8_t> pre,
                       std::span<const std::uint8_t> post, std::uint32_t bin_nm) {
  CNX_CHECK(can_bin_distances(positions, pre, post, bin_nm));
  std::vector<std::int64_t> pre_y, post_y;
  std::uint64_t in_both = 0;
  for (std::size_t v = 0; v < positions.size(); ++v) {
    if (pre[v]) pre_y.push_back(positions.y_nm[v]);
    if (post[v]) post_y.push_back(positions.y_nm[v]);
    in_both += pre[v] && post[v];
  }
  DepthPairs result;
  if (pre_y.empty() || post_y.empty()) return result;
  std::sort(pre_y.begin(), pre_y.end());
  std::sort(post_y.begin(), post_y.end());
  const std::int64_t first = floor_div(post_y.front() - pre_y.back(), bin_nm);
  const std::int64_t last = floor_div(post_y.back() - pre_y.front(), bin_nm);
  result.first_bin = static_cast<std::int32_t>(first);
  result.bins.assign(static_cast<std::size_t>(last - first + 1), 0);
  // Both lists rise, so the first post beyond an edge moves only up as pre does.
  std::uint64_t below_before = 0;
  for (std::int64_t bin = first; bin <= last; ++bin) {
    const std::int64_t edge = (bin + 1) * bin_nm;
    std::uint64_t below = 0;
    std::size_t p = 0;
    for (const std::int64_t y : pre_y) {
      while (p < post_y.size() && post_y[p] - y < edge) ++p;
      below += p;
    }
    result.bins[static_cast<std::size_t>(bin - first)] = below - below_before;
    below_before = below;
  }
  if (in_both > 0) result.bins[static_cast<std::size_t>(-first)] -= in_both;  // with themselves
  return result;
}

}  // namespace cnx
