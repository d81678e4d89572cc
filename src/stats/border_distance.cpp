#include "stats/border_distance.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace cnx {
namespace {

struct Point {
  double x = 0, z = 0;

  bool operator==(const Point&) const = default;
};

/// > 0: c is left of the way from a to b.
double side(Point a, Point b, Point c) {
  return (b.x - a.x) * (c.z - a.z) - (b.z - a.z) * (c.x - a.x);
}

/// Corners, each once, so that the inside is left of every edge. Fewer than three: no area.
std::vector<Point> convex_hull(std::vector<Point> points) {
  std::sort(points.begin(), points.end(),
            [](Point a, Point b) { return a.x < b.x || (a.x == b.x && a.z < b.z); });
  points.erase(std::unique(points.begin(), points.end()), points.end());
  if (points.size() < 3) return {};
  std::vector<Point> hull;
  const auto half = [&](auto begin, auto end) {
    const std::size_t first = hull.size();
    for (auto it = begin; it != end; ++it) {
      while (hull.size() >= first + 2 && side(hull[hull.size() - 2], hull.back(), *it) <= 0) {
        hull.pop_back();
      }
      hull.push_back(*it);
    }
    hull.pop_back();  // where the other half begins
  };
  half(points.begin(), points.end());
  half(points.rbegin(), points.rend());
  return hull.size() < 3 ? std::vector<Point>{} : hull;
}

}  // namespace

std::vector<double> border_distances(std::span<const std::int32_t> x,
                                     std::span<const std::int32_t> z) {
  CNX_CHECK(x.size() == z.size());
  std::vector<Point> points(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    points[i] = {static_cast<double>(x[i]), static_cast<double>(z[i])};
  }
  const std::vector<Point> hull = convex_hull(points);
  std::vector<double> distances(x.size(), 0);
  if (hull.empty()) return distances;
  // Inside a convex outline the nearest edge is the nearest of the lines that they lie on.
  std::vector<double> lengths(hull.size());
  for (std::size_t k = 0; k < hull.size(); ++k) {
    const Point a = hull[k], b = hull[(k + 1) % hull.size()];
    lengths[k] = std::sqrt((b.x - a.x) * (b.x - a.x) + (b.z - a.z) * (b.z - a.z));
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    double nearest = side(hull[0], hull[1], points[i]) / lengths[0];
    for (std::size_t k = 1; k < hull.size(); ++k) {
      nearest =
          std::min(nearest, side(hull[k], hull[(k + 1) % hull.size()], points[i]) / lengths[k]);
    }
    distances[i] = std::max(0.0, nearest);  // a corner may be outside by the last digit
  }
  return distances;
}

std::vector<BorderBin> border_profile(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                                      const EdgeChoice& choice, std::span<const double> distances,
                                      double bin, std::size_t bin_count) {
  const std::size_t n = graph.vertex_count();
  CNX_CHECK(choice.pre.size() == n && choice.post.size() == n && distances.size() == n);
  CNX_CHECK(bin > 0 && weights.size() == graph.edge_count());
  std::vector<std::uint64_t> inputs(n, 0), outputs(n, 0);
  for (Vertex u = 0; u < n; ++u) {
    if (choice.pre[u] == 0) continue;
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      const Vertex v = graph.out_targets[e];
      const bool counts = v != u && choice.post[v] != 0 && weights[e] >= choice.min_weight;
      inputs[v] += counts;
      outputs[u] += counts;
    }
  }
  std::vector<BorderBin> bins(bin_count);
  for (Vertex v = 0; v < n; ++v) {
    const double place = std::floor(distances[v] / bin);
    if ((choice.pre[v] | choice.post[v]) == 0 || place >= static_cast<double>(bin_count)) continue;
    BorderBin& one = bins[static_cast<std::size_t>(place)];
    one.neurons += 1;
    one.inputs += inputs[v];
    one.input_squares += inputs[v] * inputs[v];
    one.outputs += outputs[v];
    one.output_squares += outputs[v] * outputs[v];
  }
  return bins;
}

}  // namespace cnx
