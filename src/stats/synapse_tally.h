#pragma once
// synapse_tally.h — what synapses are like, by block: how large, how near to the soma that
// receives them, and whether they lie beside others of the same connection ("clumped", after
// Schneider-Mizell and others 2025). Definitions: docs/statistics.md, synapses.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cnx {

/// All synapses of one connection.
struct ConnectionSynapses {
  std::size_t count = 0;
  std::span<const std::uint32_t> sizes;  // [count] voxels of the cleft
  // [count] x, y, z in nm from the soma of the post neuron, or from any one point where the
  // tally does not ask about somata
  std::array<std::span<const std::int64_t>, 3> from_soma_nm;
};

/// How many of a connection's synapses lie at most near_nm from the soma. Precondition: their
/// places are from it. O(synapses).
std::uint64_t count_near(const ConnectionSynapses& synapses, std::uint32_t near_nm);

/// How many of a connection's synapses have another of the same connection at most clump_nm away.
class ClumpCounter {
 public:
  /// Precondition: their places are known. O(n log n), and for each the others within clump_nm
  /// along x.
  std::uint64_t count(const ConnectionSynapses& synapses, std::uint32_t clump_nm);

 private:
  std::vector<std::uint32_t> order_;    // of one connection's synapses, by x
  std::vector<std::uint8_t> in_clump_;  // [synapses of the connection]
};

/// Counts; ratios are made where they are shown.
struct SynapseCounts {
  std::uint64_t synapses = 0;
  std::uint64_t size_sum = 0;  // voxels
  std::uint64_t near = 0;      // at most near_nm from the post soma
  std::uint64_t multiple = 0;  // of connections with two synapses or more
  std::uint64_t clumped = 0;   // of those, with another of the connection at most clump_nm away

  bool operator==(const SynapseCounts&) const = default;
};

/// Values between the two nearest in rank are in proportion, as numpy's percentile has them.
struct Quartiles {
  double low = 0, median = 0, high = 0;

  bool operator==(const Quartiles&) const = default;
};

/// Precondition: `rising` is sorted, 0 <= share <= 1. None for no values. O(1).
std::optional<double> quantile_of(std::span<const std::uint32_t> rising, double share);

struct SynapseTallyOptions {
  bool sizes = false, positions = false;  // what synapses are given with
  bool somata = false;                    // positions are from the soma of the post neuron
  std::uint32_t near_nm = 50'000, clump_nm = 15'000;
  std::uint32_t soma_bin_nm = 10'000;  // of soma_distances()
  bool analyzable = false;             // blocks count the synapses of analyzable axons, too
};

/// Distances from the soma are counted in so many bins; the last one has all that is farther.
inline constexpr std::size_t kSomaDistanceBins = 100;

/// All synapses, or those whose pre neuron has an analyzable axon.
enum class SynapsesOf : std::uint8_t { All, AnalyzableAxons };

class SynapseTally {
 public:
  /// `cell_synapses` [cells]: how many synapses each block will be given at most.
  /// Memory: 4 bytes a synapse, when there are sizes; some 100 bytes a block.
  SynapseTally(std::span<const std::uint64_t> cell_synapses, const SynapseTallyOptions& options);

  /// `analyzable`: the axon of the pre neuron is. Preconditions: spans as the options say; the
  /// block has room. Distances of more than 2 m count as 2 m.
  /// O(n log n) for n synapses, and for each the others of the connection within clump_nm along x.
  void add(std::size_t cell, bool analyzable, const ConnectionSynapses& synapses);

  const SynapseCounts& counts(std::size_t cell) const { return counts_[cell]; }
  const SynapseCounts& all() const { return all_; }
  const SynapseCounts& analyzable() const { return analyzable_; }
  /// Of a block. Precondition: SynapseTallyOptions::analyzable.
  const SynapseCounts& analyzable(std::size_t cell) const { return analyzable_counts_[cell]; }
  std::span<const std::uint64_t> soma_distances(SynapsesOf of = SynapsesOf::All) const {
    return of == SynapsesOf::All ? soma_distances_ : analyzable_distances_;
  }

  /// Of the sizes of a block; none without synapses or sizes. O(n log n) once, then O(log n).
  std::optional<Quartiles> quartiles(std::size_t cell, SynapsesOf of = SynapsesOf::All);
  /// Of the sizes of all blocks, as quantile_of; none without synapses or sizes. O(blocks log n)
  /// once all blocks were asked for their quartiles.
  std::optional<double> quantile_of_all(double share, SynapsesOf of = SynapsesOf::All);
  /// How many sizes of a block lie in each bar, from i * bin up to below (i + 1) * bin, of those up
  /// to `last`; no trailing zeros. Precondition: bin >= 1. O(bars log n) after its quartiles.
  std::vector<std::uint64_t> size_bars(std::size_t cell, std::uint32_t bin, double last,
                                       SynapsesOf of = SynapsesOf::All);

 private:
  /// The sizes of a block, sorted: those of analyzable axons, and the others where they are wanted.
  struct RisingSizes {
    std::span<const std::uint32_t> analyzable, others;
  };

  void count_places(const ConnectionSynapses& synapses, bool analyzable, SynapseCounts& counts);
  RisingSizes rising(std::size_t cell, SynapsesOf of);
  /// How many sizes of all blocks are at most so large.
  std::uint64_t count_up_to(std::uint32_t size, SynapsesOf of);

  SynapseTallyOptions options_;
  std::vector<SynapseCounts> counts_;
  std::vector<SynapseCounts> analyzable_counts_;  // [cells], or empty: nobody says
  SynapseCounts all_, analyzable_;
  std::vector<std::uint64_t> first_;  // [cells + 1] where a block's sizes begin
  // Of a block those of analyzable axons from its beginning on, the others from its end back.
  std::vector<std::uint32_t> sizes_;
  std::vector<std::uint64_t> analyzable_sizes_;  // [cells] how many are at its beginning
  std::vector<std::uint8_t> sorted_;             // [cells]
  std::vector<std::uint64_t> soma_distances_, analyzable_distances_;
  ClumpCounter clumps_;
};

}  // namespace cnx
