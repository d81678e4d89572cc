#include "stats/rich_club.h"

#include <algorithm>

#include "base/check.h"

namespace cnx {

static_assert(kMaxRichClubSteps <= UINT8_MAX);

RichClub::RichClub(const CsrHalf& graph) : clubs_(graph.vertex_count(), 0) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  std::vector<std::uint32_t> degree(n, 0);
  for (Vertex u = 0; u < n; ++u) {
    degree[u] += graph.offsets[u + 1] - graph.offsets[u];
    for (std::uint32_t e = graph.offsets[u]; e < graph.offsets[u + 1]; ++e) {
      CNX_CHECK(graph.targets[e] != u);
      ++degree[graph.targets[e]];
    }
  }
  std::uint32_t largest = 0, second = 0;
  for (const std::uint32_t d : degree) {
    second = std::max(second, std::min(d, largest));
    largest = std::max(largest, d);
  }
  const std::uint32_t step =
      std::max(1u, second / kMaxRichClubSteps + (second % kMaxRichClubSteps != 0 ? 1u : 0u));
  for (std::uint32_t k = 1; k <= second; k += step) degrees_.push_back(k);
  members_.assign(degrees_.size(), 0);
  for (Vertex v = 0; v < n; ++v) {
    if (degree[v] == 0) continue;
    const std::size_t clubs = std::min<std::size_t>(degrees_.size(), (degree[v] - 1) / step + 1);
    clubs_[v] = static_cast<std::uint8_t>(clubs);
    for (std::size_t k = 0; k < clubs; ++k) ++members_[k];
  }
}

std::vector<std::uint64_t> RichClub::edges_within(std::span<const Vertex> sources,
                                                  std::span<const Vertex> targets) const {
  CNX_CHECK(sources.size() == targets.size());
  std::vector<std::uint64_t> by_clubs(degrees_.size() + 1, 0);
  for (std::size_t e = 0; e < sources.size(); ++e) {
    ++by_clubs[std::min(clubs_[sources[e]], clubs_[targets[e]])];
  }
  // An edge of the smallest k clubs is one of all larger ones, too.
  for (std::size_t k = degrees_.size(); k > 1; --k) by_clubs[k - 1] += by_clubs[k];
  return {by_clubs.begin() + 1, by_clubs.end()};
}

double RichClub::density(std::size_t k, std::uint64_t edges) const {
  const auto members = static_cast<double>(members_[k]);
  return static_cast<double>(edges) / (members * (members - 1));
}

}  // namespace cnx
