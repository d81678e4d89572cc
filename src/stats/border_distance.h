#pragma once
// border_distance.h — how far each neuron lies from the side of the volume, and what it loses
// there. Definitions: docs/statistics.md, robustness.

#include <cstdint>
#include <span>
#include <vector>

#include "graph/induced_subgraph.h"

namespace cnx {

/// [points] distance of each point, seen along y, from the outline of all of them: the convex hull
/// of their x and z (Andrew 1979), in the unit of x and z. 0 on the outline; all 0 where the points
/// have no area. Precondition: equal lengths. O(points * (log points + corners of the hull)).
std::vector<double> border_distances(std::span<const std::int32_t> x,
                                     std::span<const std::int32_t> z);

/// Partners of the neurons of one stretch of distances: numbers of inputs and their squares,
/// summed.
struct BorderBin {
  std::uint64_t neurons = 0;
  std::uint64_t inputs = 0, input_squares = 0;
  std::uint64_t outputs = 0, output_squares = 0;

  bool operator==(const BorderBin&) const = default;
};

/// Bin k holds the neurons at least k and less than k + 1 times `bin` from the border. Inputs are
/// counted of the post neurons of the choice, outputs of the pre neurons; `neurons` are those of
/// either side. Self-loops do not count. `distances` [vertices], not negative; those beyond
/// `bin_count` bins are left out. O(vertices + edges).
std::vector<BorderBin> border_profile(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                                      const EdgeChoice& choice, std::span<const double> distances,
                                      double bin, std::size_t bin_count);

}  // namespace cnx
