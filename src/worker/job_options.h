#pragma once
// job_options.h — what a job is told besides the neurons that it is about.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/usual_counts.h"
#include "stats/distance_pairs.h"

namespace cnx {

struct DistanceOptions {
  DistanceMeasure measure = DistanceMeasure::Soma;
  std::uint32_t bin_nm = 100'000;  // at least 1; also the bins of NullModel::Distance

  bool operator==(const DistanceOptions&) const = default;
};
inline constexpr std::uint8_t kDistanceMeasureCount = 5;
/// By DistanceMeasure: the words of JSON, of the command line and of the link.
inline constexpr std::array<const char*, kDistanceMeasureCount> kDistanceMeasureNames = {
    "soma", "lateral", "depth", "deeper", "shallower"};

/// Random networks, or random neurons, to compare with. The number is sent.
enum class NullModel : std::uint8_t {
  ErdosRenyi,     // as many connections, anywhere
  Blocks,         // as many from each group to each other
  Rewired,        // every in- and out-degree kept
  Configuration,  // targets shuffled, self-loops and repeats dropped
  Distance,       // connected with the probability of the distance
  Neurons,        // the same network among other neurons of the same groups
};
inline constexpr std::uint8_t kNullModelCount = 6;
inline constexpr std::array<const char*, kNullModelCount> kNullModelNames = {
    "erdos-renyi", "blocks", "rewired", "configuration", "distance", "neurons"};

struct NullOptions {
  NullModel model = NullModel::Rewired;
  std::uint32_t controls = kUsualControls;  // 1 .. kMaxControls
  std::uint64_t seed = 1;
  bool triads = false;                        // the triad census of each control or permutation too
  bool simplices = false, structure = false;  // and those (stats/network_measures.h)
  bool degrees = false, shared = false, lengths = false;  // and those
  bool distance = false;       // and those, in bins of DistanceOptions::bin_nm
  bool sizes = false;          // and how large synapses are, of networks that have them
  bool participation = false;  // and connections by the largest simplex that holds them
  // And the connection probability from each group to each other, of two sets, two blocks and the
  // versions of a sweep; random controls always have it.
  bool classes = false;
  // [neuron_count] or empty: of what NullModel::Neurons keeps as many, instead of the groups.
  // histogram_labels (stats/null_models.h) with kMatchBins; kNoLabel: never drawn.
  std::vector<std::uint16_t> match;
  std::string matched_by;  // the column that they are of

  bool operator==(const NullOptions&) const = default;
};
inline constexpr std::uint32_t kMaxControls = 10'000;
inline constexpr std::uint32_t kMaxThresholds = 100;
inline constexpr std::uint32_t kClassAccuracyPercent = 77;  // published, of MICrONS v117
inline constexpr std::uint32_t kMatchBins = 50;             // as Connectome-utilities has them

/// How often the groups of neurons are right, as whole percent.
struct LabelOptions {
  std::uint32_t accuracy_percent = kClassAccuracyPercent;  // 0 .. 100; 0: nobody has said

  bool operator==(const LabelOptions&) const = default;
};

/// A slice, and the neurons that are patched in it (stats/virtual_experiment.h).
struct ExperimentOptions {
  std::uint32_t thickness_um = 300;  // 1 .. kMaxSlice_um
  std::uint32_t patched = 12;        // 2 .. kMaxPatched
  std::uint32_t spread_um = 100;     // 1 .. kMaxSpread_um

  bool operator==(const ExperimentOptions&) const = default;
};
/// Where synapses are (stats/synapse_tally.h).
struct SynapseOptions {
  std::uint32_t near_um = 50;                         // of the soma, 1 .. kMaxSite_um
  std::uint32_t clump_um = 15;                        // of each other, 1 .. kMaxSite_um
  std::array<std::uint32_t, 3> voxel_nm = {0, 0, 0};  // of their positions; 0: there are none

  bool operator==(const SynapseOptions&) const = default;
};
/// Where somata and the grid of synapses are, seen along y, for the map of the edge: x and z, nm.
struct EdgePlaces {
  std::vector<std::int64_t> soma_nm;  // [2 * neuron_count] x, z of each; empty: there are none
  std::array<std::int64_t, 2> origin_nm = {0, 0}, step_nm = {1, 1};  // steps >= 1

  bool operator==(const EdgePlaces&) const = default;
};
inline constexpr std::uint32_t kMaxSite_um = 10'000;
inline constexpr std::uint32_t kMaxSlice_um = 1'000'000, kMaxPatched = 100, kMaxSpread_um = 10'000;

}  // namespace cnx
