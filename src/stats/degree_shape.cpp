// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "stats/degree_shape.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "base/check.h"

namespace cnx {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void add(DegreeSums& sums, std::uint64_t degree) {
  ++sums.vertices;
  sums.sum += degree;
  sums.squares += degree * degree;
}

/// The least degree of the `wanted` vertices of the highest degrees.
std::uint32_t least_of_richest(std::vector<std::uint32_t> degrees, std::size_t wanted) {
  const auto last = degrees.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
  std::nth_element(degrees.begin(), last, degrees.end(), std::greater<>());
  return *last;
}

}  // namespace

double DegreeSums::mean() const {
  return vertices == 0 ? kNaN : static_cast<double>(sum) / static_cast<double>(vertices);
}

double DegreeSums::sd() const {
  if (vertices < 2) return kNaN;
  const auto n = static_cast<double>(vertices), total = static_cast<double>(sum);
  const double variance = (static_cast<double>(squares) - total * (total / n)) / (n - 1);
  return std::sqrt(std::fmax(0.0, variance));
}

DegreeShape degree_shape(const CsrHalf& graph, const BlockSides& sides) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  CNX_CHECK(sides.fits(n));
  std::vector<std::uint32_t> degree(n, 0);
  for (const Vertex v : graph.targets) ++degree[v];
  DegreeShape shape;
  for (Vertex v = 0; v < n; ++v) {
    const std::uint32_t out = graph.offsets[v + 1] - graph.offsets[v];
    if (sides.sends(v)) add(shape.out, out);
    if (sides.receives(v)) add(shape.in, degree[v]);
    degree[v] += out;
  }
  if (n == 0) return shape;
  std::vector<std::uint8_t> clubs(n, 0);  // how many hold it; the smaller lies in the larger
  for (std::size_t c = 0; c < shape.clubs.size(); ++c) {
    RichestClub& club = shape.clubs[c];
    const std::size_t share = (std::size_t{n} * kRichestPercents[c] + 99) / 100;
    club.degree =
        least_of_richest(degree, std::min<std::size_t>(n, std::max<std::size_t>(2, share)));
    std::uint64_t sending = 0, receiving = 0, both = 0;
    for (Vertex v = 0; v < n; ++v) {
      if (degree[v] < club.degree) continue;
      ++clubs[v];
      ++club.members;
      sending += sides.sends(v);
      receiving += sides.receives(v);
      both += sides.sends(v) && sides.receives(v);
    }
    club.pairs = sending * receiving - both;
  }
  for (Vertex u = 0; u < n; ++u) {
    if (clubs[u] == 0) continue;
    for (std::uint32_t e = graph.offsets[u]; e < graph.offsets[u + 1]; ++e) {
      const std::size_t within = std::min(clubs[u], clubs[graph.targets[e]]);
      for (std::size_t c = 0; c < within; ++c) ++shape.clubs[c].edges;
    }
  }
  return shape;
}

double sum_of_lengths_nm(const CsrHalf& graph, std::span<const std::int32_t> positions_nm) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  CNX_CHECK(positions_nm.size() == 3 * std::size_t{n});
  double sum = 0;
  for (Vertex u = 0; u < n; ++u) {
    const std::int32_t* const from = positions_nm.data() + 3 * std::size_t{u};
    double row = 0;  // a small sum for each row loses fewer digits than one large
    for (std::uint32_t e = graph.offsets[u]; e < graph.offsets[u + 1]; ++e) {
      const std::int32_t* const to = positions_nm.data() + 3 * std::size_t{graph.targets[e]};
      double squares = 0;
      for (int axis = 0; axis < 3; ++axis) {
        const double step = static_cast<double>(to[axis]) - static_cast<double>(from[axis]);
        squares += step * step;
      }
      row += std::sqrt(squares);
    }
    sum += row;
  }
  return sum;
}

}  // namespace cnx
