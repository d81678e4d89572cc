#pragma once
// label_noise.h — connections between classes when some neurons' classes are wrong: the labels are
// drawn anew, and the connections counted again. Definitions: docs/statistics.md, robustness.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/csr_build.h"
#include "graph/induced_subgraph.h"
#include "stats/random.h"

namespace cnx {

/// More classes than this have too few neurons each to say anything.
inline constexpr std::uint32_t kMaxNoisyLabels = 128;

/// Connections and ordered pairs of different neurons from each class to each, row-major.
struct LabelCounts {
  std::vector<std::uint64_t> connections, pairs;  // [labels * labels]

  bool operator==(const LabelCounts&) const = default;
};

class LabelNoise {
 public:
  /// `labels` [vertices], each below label_count <= kMaxNoisyLabels; of the vertices of `choice`
  /// alone. Self-loops do not count. O(vertices + edges); memory: 4 bytes a chosen edge.
  LabelNoise(const CsrGraph& graph, std::span<const std::uint32_t> weights,
             const EdgeChoice& choice, std::span<const std::uint16_t> labels,
             std::uint32_t label_count);

  /// Counts with the labels as they are from now on.
  void observe();
  /// With labels drawn anew: each neuron keeps its own with probability `accuracy`, else it gets
  /// the label of a uniformly drawn neuron of another class. Where there is one class only, all
  /// keep it. O(vertices * log labels).
  void redraw(double accuracy, Random& random);

  /// Goes on until about `work` edges were looked at; true when all is counted.
  bool advance(std::uint64_t work);
  /// Precondition: advance() has said true since the last observe() or redraw().
  const LabelCounts& counts() const { return counts_; }

  /// Neurons of each class, of either side. [label_count]
  const std::vector<std::uint64_t>& sizes() const { return sizes_; }

 private:
  void begin();

  std::uint32_t label_count_;
  CsrHalf edges_;                               // over the chosen vertices
  std::vector<std::uint8_t> is_pre_, is_post_;  // [chosen vertices]
  std::vector<std::uint16_t> observed_;         // [chosen vertices] labels
  std::vector<std::uint64_t> sizes_, sums_;     // [label_count], sums_ [label_count + 1] of sizes_
  std::vector<std::uint16_t> labels_;           // [chosen vertices] that are counted with
  LabelCounts counts_;
  std::uint32_t row_ = 0;  // the next to do
};

/// The value below which this share of the values lies, between its two neighbors in proportion
/// (the usual one of numpy). Sorts nothing: `sorted` is. Precondition: not empty, 0 <= share <= 1.
double quantile(std::span<const double> sorted, double share);

}  // namespace cnx
