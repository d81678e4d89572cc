#pragma once
// distance_profile.h — connection probability, and synapses a connection, against soma distance.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "graph/csr_graph.h"
#include "stats/distance_pairs.h"
#include "stats/exponential_fit.h"

namespace cnx {

/// Everything by vertex is [vertices].
struct DistanceProfileInput {
  CsrGraph graph;  // only the out-half is read
  // [edges], in the order of out_targets; empty: one synapse each.
  std::span<const std::uint32_t> synapse_counts = {};
  std::uint32_t min_synapses = 1;  // edges with fewer are no connections
  SomaPositions positions;
  std::span<const std::uint8_t> pre, post;        // 1: in the set that sends; that receives
  std::span<const std::uint8_t> analyzable_axon;  // 1: pre axon analyzable; empty: none known
  DistanceMeasure measure = DistanceMeasure::Soma;
  std::uint32_t bin_nm = 100'000;
  // By bin, where they are known of an earlier profile of the same positions, sides and bins: they
  // are not counted again. Not by depth, nor with analyzable axons.
  std::span<const std::uint64_t> pairs = {};
};

/// Ordered pairs (pre, post) in a bin, and how many of them are connected.
struct DistanceBin {
  std::uint64_t pairs = 0, connections = 0, synapses = 0;
  std::uint64_t synapse_squares = 0;  // of each connection's synapses, modulo 2^64
  std::uint64_t analyzable_pairs = 0, analyzable_connections = 0;  // of analyzable pre axons

  /// Standard deviation (n - 1) of the synapses of a connection; 0 for fewer than two connections.
  double synapses_sd() const;

  bool operator==(const DistanceBin&) const = default;
};

/// bins[k] covers [(first_bin + k) w, (first_bin + k + 1) w) with w = bin_nm. Pairs at distance 0
/// (for Depth: a neuron with itself) are left out, as Connectome-utilities does.
struct DistanceProfile {
  DistanceMeasure measure = DistanceMeasure::Soma;
  std::uint32_t bin_nm = 0;
  std::int32_t first_bin = 0;  // 0 for all measures but Depth
  std::vector<DistanceBin> bins;
  std::uint64_t pre_neurons = 0, post_neurons = 0, analyzable_pre_neurons = 0;

  /// The middle of bins[k] in micrometres.
  double center_um(std::size_t k) const {
    return (static_cast<double>(first_bin) + static_cast<double>(k) + 0.5) * bin_nm / 1000;
  }
  bool operator==(const DistanceProfile&) const = default;
};

/// Computes a profile in slices. The arrays of `input` outlive it.
/// O(pairs + connections), see DistancePairCounter.
class DistanceProfileJob {
 public:
  /// Preconditions: shapes as above; can_bin_distances(positions, pre, post, bin_nm).
  explicit DistanceProfileJob(const DistanceProfileInput& input);

  /// Looks at about `pairs` more pairs; true once the profile is complete.
  bool advance(std::uint64_t pairs);
  double share_done() const;
  /// Precondition: advance has returned true.
  DistanceProfile result() const;

 private:
  DistanceProfileInput input_;
  DistanceProfile profile_;
  std::vector<std::uint8_t> analyzable_pre_;  // pre and analyzable
  bool depth_done_ = false;
  std::optional<DistancePairCounter> all_, analyzable_;
};

/// The same in one call.
DistanceProfile distance_profile(const DistanceProfileInput& input);

/// a exp(-b d) through the probabilities of the bins that have pairs, at their centers, b in one
/// over micrometres. nullopt as fit_exponential, and for Depth, which is no distance.
std::optional<ExponentialFit> fit_distance_profile(const DistanceProfile& profile);
/// The same of the pairs from analyzable axons.
std::optional<ExponentialFit> fit_analyzable_profile(const DistanceProfile& profile);

/// A bin with fewer pairs is not asked how far two profiles are apart: there, one connection more
/// or less is a percent.
inline constexpr std::uint64_t kGapPairs = 100;

/// Where the probability of the pairs from analyzable axons is farthest from that of all pairs.
struct ProfileGap {
  std::size_t bin = 0;     // of the profile
  double difference = 0;   // its share of analyzable pairs, less that of all its pairs
  std::uint64_t bins = 0;  // that were asked

  bool operator==(const ProfileGap&) const = default;
};
/// Of the bins with kGapPairs analyzable pairs or more; the nearest of equals. nullopt: there is no
/// such bin. O(bins).
std::optional<ProfileGap> largest_gap(const DistanceProfile& profile);

}  // namespace cnx
