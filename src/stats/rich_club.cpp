#include "stats/rich_club.h"

#include <algorithm>

#include "base/check.h"

namespace cnx {

static_assert(kMaxRichClubSteps <= UINT8_MAX);

namespace {

/// The two largest degrees so far, and whose the first is.
struct TwoLargest {
  std::uint32_t first = 0, second = 0;
  Vertex who = UINT32_MAX;

  void add(Vertex v, std::uint32_t degree) {
    second = std::max(second, std::min(degree, first));
    if (degree > first || who == UINT32_MAX) who = v;
    first = std::max(first, degree);
  }
};

}  // namespace

RichClub::RichClub(const CsrHalf& graph, const BlockSides& sides)
    : clubs_(graph.vertex_count(), 0) {
  const auto n = static_cast<Vertex>(graph.vertex_count());
  CNX_CHECK(sides.fits(n));
  std::vector<std::uint32_t> degree(n, 0);
  for (Vertex u = 0; u < n; ++u) {
    degree[u] += graph.offsets[u + 1] - graph.offsets[u];
    for (std::uint32_t e = graph.offsets[u]; e < graph.offsets[u + 1]; ++e) {
      CNX_CHECK(graph.targets[e] != u);
      ++degree[graph.targets[e]];
    }
  }
  // The largest k whose club has a pair: the lower degree of the pair in which it is highest.
  TwoLargest senders, receivers;
  for (Vertex v = 0; v < n; ++v) {
    if (sides.sends(v)) senders.add(v, degree[v]);
    if (sides.receives(v)) receivers.add(v, degree[v]);
  }
  const std::uint32_t last = senders.who != receivers.who
                                 ? std::min(senders.first, receivers.first)
                                 : std::max(std::min(senders.first, receivers.second),
                                            std::min(senders.second, receivers.first));
  const std::uint32_t step =
      std::max(1u, last / kMaxRichClubSteps + (last % kMaxRichClubSteps != 0 ? 1u : 0u));
  for (std::uint32_t k = 1; k <= last; k += step) degrees_.push_back(k);
  members_.assign(degrees_.size(), 0);
  std::vector<std::uint64_t> sending(degrees_.size(), 0), receiving = sending, both = sending;
  for (Vertex v = 0; v < n; ++v) {
    if (degree[v] == 0) continue;
    const std::size_t clubs = std::min<std::size_t>(degrees_.size(), (degree[v] - 1) / step + 1);
    clubs_[v] = static_cast<std::uint8_t>(clubs);
    for (std::size_t k = 0; k < clubs; ++k) {
      ++members_[k];
      sending[k] += sides.sends(v);
      receiving[k] += sides.receives(v);
      both[k] += sides.sends(v) && sides.receives(v);
    }
  }
  for (std::size_t k = 0; k < degrees_.size(); ++k) {
    pairs_.push_back(sending[k] * receiving[k] - both[k]);
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
  return static_cast<double>(edges) / static_cast<double>(pairs_[k]);
}

}  // namespace cnx
