// Built with -ffp-contract=off (CMakeLists.txt): see portable_log.h.

#include "stats/distance_graph.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "stats/portable_log.h"
#include "stats/vertex_bits.h"

namespace cnx {
namespace {

constexpr std::size_t kBlock = 32;
constexpr double kDense = 0.25;  // from here on skipping saves nothing

struct Box {
  double low[3], high[3];
};

/// Of these vertices, in nm.
Box box_of(const SomaPositions& at, std::span<const std::uint32_t> vertices) {
  Box box;
  for (int axis = 0; axis < 3; ++axis) {
    box.low[axis] = INFINITY;
    box.high[axis] = -INFINITY;
  }
  for (const std::uint32_t v : vertices) {
    const double place[3] = {static_cast<double>(at.x_nm[v]), static_cast<double>(at.y_nm[v]),
                             static_cast<double>(at.z_nm[v])};
    for (int axis = 0; axis < 3; ++axis) {
      box.low[axis] = std::min(box.low[axis], place[axis]);
      box.high[axis] = std::max(box.high[axis], place[axis]);
    }
  }
  return box;
}

/// The bin of the largest probability that a pair of vertices in the two boxes can have;
/// probabilities.size() when they are too far apart for any.
std::size_t likeliest_bin(const Box& a, const Box& b, std::span<const double> probabilities,
                          std::uint32_t bin_nm) {
  double nearest = 0, furthest = 0;
  for (int axis = 0; axis < 3; ++axis) {
    const double gap = std::max({b.low[axis] - a.high[axis], a.low[axis] - b.high[axis], 0.0});
    const double reach = std::max(b.high[axis] - a.low[axis], a.high[axis] - b.low[axis]);
    nearest += gap * gap;
    furthest += reach * reach;
  }
  const std::size_t first = distance_bin(nearest, bin_nm);
  const std::size_t last =
      std::min<std::size_t>(distance_bin(furthest, bin_nm) + std::size_t{1}, probabilities.size());
  std::size_t likeliest = probabilities.size();
  for (std::size_t k = first; k < last; ++k) {
    if (likeliest == probabilities.size() || probabilities[k] > probabilities[likeliest]) {
      likeliest = k;
    }
  }
  return likeliest;
}

/// Chosen vertices in blocks of close ones.
struct Packed {
  Packed(const SomaPositions& at, std::span<const std::uint8_t> chosen)
      : order(along_curve(at, chosen)) {
    for (std::size_t begin = 0; begin < order.size(); begin += kBlock) {
      blocks.push_back(std::span(order).subspan(begin, std::min(kBlock, order.size() - begin)));
      boxes.push_back(box_of(at, blocks.back()));
    }
  }
  Packed(const Packed&) = delete;  // blocks look at order
  Packed& operator=(const Packed&) = delete;

  std::vector<std::uint32_t> order;
  std::vector<std::span<const std::uint32_t>> blocks;
  std::vector<Box> boxes;
};

}  // namespace

CsrHalf random_distance_graph(const SomaPositions& at, std::span<const double> probabilities,
                              std::uint32_t bin_nm, Random& random, const BlockSides& sides) {
  const std::size_t n = at.size();
  CNX_CHECK(sides.fits(n));
  const std::vector<std::uint8_t> everyone(sides.everything() ? n : 0, 1);
  const auto pre = sides.everything() ? std::span(everyone) : sides.pre;
  const auto post = sides.everything() ? std::span(everyone) : sides.post;
  CNX_CHECK(can_bin_distances(at, pre, post, bin_nm));
  for (const double p : probabilities) CNX_CHECK(p >= 0 && p <= 1);
  const Packed senders(at, pre), receivers(at, post);

  const auto probability = [&](std::uint32_t u, std::uint32_t v) {
    const double x = static_cast<double>(at.x_nm[v]) - at.x_nm[u];
    const double y = static_cast<double>(at.y_nm[v]) - at.y_nm[u];
    const double z = static_cast<double>(at.z_nm[v]) - at.z_nm[u];
    const double squared = x * x + y * y + z * z;
    const std::size_t bin = squared == 0 ? SIZE_MAX : distance_bin(squared, bin_nm);
    return bin < probabilities.size() ? probabilities[bin] : 0.0;
  };

  std::vector<double> log_rests;  // by bin: log(1 - p)
  for (const double p : probabilities)
    log_rests.push_back(p < kDense ? portable_log_of_rest(p) : 0);

  // Rows of one block at a time, in the curve's order; put in the order of vertices at the end.
  std::vector<std::vector<Vertex>> rows(kBlock);
  std::vector<Vertex> drawn;
  std::vector<std::uint32_t> begin_of(n, 0), size_of(n, 0);
  VertexBits set(n);
  for (std::size_t a = 0; a < senders.blocks.size(); ++a) {
    const std::span<const std::uint32_t> from = senders.blocks[a];
    for (auto& row : rows) row.clear();
    for (std::size_t b = 0; b < receivers.blocks.size(); ++b) {
      const std::size_t likeliest =
          likeliest_bin(senders.boxes[a], receivers.boxes[b], probabilities, bin_nm);
      if (likeliest == probabilities.size() || probabilities[likeliest] == 0) continue;
      const double largest = probabilities[likeliest];
      const std::span<const std::uint32_t> onto = receivers.blocks[b];
      const std::uint64_t width = onto.size();
      const std::uint64_t pairs = from.size() * width;
      const bool skips = largest < kDense;
      const double log_rest = log_rests[likeliest];
      const double accept = skips ? largest : 1;
      for (std::uint64_t pair = 0;; ++pair) {
        if (skips) {
          // Pairs before the next that a coin of `largest` would take: geometric.
          const double skip = std::floor(portable_log_of_rest(random.uniform()) / log_rest);
          if (!(skip < static_cast<double>(pairs - pair))) break;
          pair += static_cast<std::uint64_t>(skip);
        }
        if (pair >= pairs) break;
        const std::uint32_t v = onto[pair % width];
        const double p = probability(from[pair / width], v);
        if (random.uniform() * accept < p) rows[pair / width].push_back(v);
      }
    }
    for (std::size_t i = 0; i < from.size(); ++i) {
      for (const Vertex v : rows[i]) set.insert(v);
      begin_of[from[i]] = static_cast<std::uint32_t>(drawn.size());
      size_of[from[i]] = static_cast<std::uint32_t>(rows[i].size());
      set.drain(drawn);
    }
  }

  CsrHalf half;
  half.offsets.reserve(n + 1);
  half.targets.reserve(drawn.size());
  for (Vertex u = 0; u < n; ++u) {
    const auto row = drawn.begin() + begin_of[u];
    half.targets.insert(half.targets.end(), row, row + size_of[u]);
    half.offsets.push_back(static_cast<std::uint32_t>(half.targets.size()));
  }
  return half;
}

}  // namespace cnx
