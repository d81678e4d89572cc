#pragma once
// distance_pairs.h — how many ordered pairs of neurons lie how far apart: exact, over all pairs.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cnx {

/// Soma positions by vertex, in whole nanometres; equal lengths.
struct SomaPositions {
  std::span<const std::int32_t> x_nm, y_nm, z_nm;

  std::size_t size() const { return x_nm.size(); }
};

/// What is measured between two somata.
enum class DistanceMeasure : std::uint8_t {
  Soma,       // in three dimensions
  Lateral,    // in x and z alone: along the cortical sheet where y is depth
  Depth,      // y of post minus y of pre: signed
  Deeper,     // in three dimensions, of pairs whose post has the larger y
  Shallower,  // in three dimensions, of pairs whose post has the smaller y
};

/// More bins than this would be noise on any chart.
inline constexpr std::uint32_t kMaxDistanceBins = 4096;
/// Positions further apart than this along an axis (16.8 mm) are refused: up to here, squares of
/// distances are exact in a double and the square root of one falls into the right bin.
inline constexpr std::int64_t kMaxExtent_nm = std::int64_t{1} << 24;

/// Whether distances between these neurons can be binned: `bin_nm` is at least 1, the chosen
/// neurons lie within kMaxExtent_nm along each axis, and need at most kMaxDistanceBins bins.
bool can_bin_distances(const SomaPositions& positions, std::span<const std::uint8_t> pre,
                       std::span<const std::uint8_t> post, std::uint32_t bin_nm);

/// The chosen vertices along a space-filling curve (Morton's), so that neighbors in the list lie
/// close together. O(vertices log vertices).
std::vector<std::uint32_t> along_curve(const SomaPositions& positions,
                                       std::span<const std::uint8_t> chosen);

/// The bin of a squared distance: floor(sqrt(d2) / bin_nm), exact below kMaxExtent_nm. A squared
/// distance is a sum of squares of whole numbers, so that sqrt is exact at a bin's edge, and one
/// below the edge is 2^-51 away relative to it, more than sqrt and division round.
std::uint32_t distance_bin(double squared_nm2, std::uint32_t bin_nm);

/// The bin of the ordered pair (pre, post), as every count by distance has it: negative only by
/// depth. nullopt: the measure leaves the pair out, at one place or on the other side. O(1).
/// Precondition: can_bin_distances of the pair.
std::optional<std::int64_t> bin_of_pair(const SomaPositions& positions, std::uint32_t pre,
                                        std::uint32_t post, DistanceMeasure measure,
                                        std::uint32_t bin_nm);

/// Counts ordered pairs (i in pre, j in post) by bin [k w, (k + 1) w). Pairs at distance 0, those
/// of a neuron with itself among them, are left out. In slices, because all pairs of 65,000
/// neurons are 4 billion.
///
/// Neurons are packed into blocks of 32 that lie close together. A pair of blocks whose distances
/// all fall into one bin is counted by multiplication; the others need as many comparisons for
/// each pair of neurons as they have bin edges between the nearest and the furthest, mostly one
/// or two. These are made in floats, four at a time, and again in doubles for the few blocks where
/// a distance is too close to an edge for a float. When pre and post are the same set, each
/// unordered pair is looked at once.
/// O(pairs) time, about a nanosecond each; O(neurons + bins) memory.
class DistancePairCounter {
 public:
  /// `measure` is any but Depth (depth_pairs counts those). The arrays are only read here.
  /// Preconditions: pre and post are [positions.size()]; can_bin_distances.
  DistancePairCounter(const SomaPositions& positions, std::span<const std::uint8_t> pre,
                      std::span<const std::uint8_t> post, DistanceMeasure measure,
                      std::uint32_t bin_nm);

  /// Looks at about `pairs` more pairs; true once all were.
  bool advance(std::uint64_t pairs);
  double share_done() const;
  /// Pairs by bin, of what was looked at so far; no empty bin at the end. O(bins).
  std::vector<std::uint64_t> counts() const;

 private:
  static constexpr std::size_t kBlock = 32;
  struct Block {
    double x[kBlock], y[kBlock], z[kBlock];  // unused places are very far away
    // The same from the low corner of all: whole numbers up to 2^24, exact in a float.
    float near_x[kBlock], near_y[kBlock], near_z[kBlock];
    double low[3], high[3];
    std::uint32_t size = 0;
  };
  static std::vector<Block> make_blocks(const SomaPositions& positions,
                                        std::span<const std::uint8_t> chosen,
                                        const std::array<double, 3>& low_corner);
  void count_blocks(const Block& a, const Block& b, bool same);
  template <DistanceMeasure measure, bool unordered>
  void count_pairs(const Block& a, const Block& b, std::uint32_t first_bin, std::uint32_t last_bin,
                   bool may_touch, std::uint64_t weight);

  std::uint32_t bin_nm_;
  DistanceMeasure measure_;
  bool same_set_;
  std::vector<Block> pre_blocks_, post_blocks_;  // post_blocks_ is empty when same_set_
  std::size_t next_pre_ = 0, next_post_ = 0;
  std::uint64_t done_ = 0, total_ = 0;  // pairs of blocks
  std::vector<std::uint64_t> bins_;
};

/// Ordered pairs of different neurons by the bin of y of post minus y of pre, which may be
/// negative: bins[k] counts [(first_bin + k) w, (first_bin + k + 1) w).
struct DepthPairs {
  std::int32_t first_bin = 0;
  std::vector<std::uint64_t> bins;
};

/// O(neurons log neurons + neurons * bins). Preconditions as DistancePairCounter.
DepthPairs depth_pairs(const SomaPositions& positions, std::span<const std::uint8_t> pre,
                       std::span<const std::uint8_t> post, std::uint32_t bin_nm);

/// floor(a / b) for b > 0.
inline std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

}  // namespace cnx
