#include "stats/simplex_counts.h"

#include <algorithm>

#include "base/check.h"
#include "stats/triad_codes.h"

namespace cnx {

SimplexCounter::SimplexCounter(const OrientedGraph& graph, std::size_t max_vertices)
    : graph_(graph),
      max_vertices_(max_vertices),
      marked_(graph.vertex_count() / 64 + 1, 0),
      place_(graph.vertex_count(), 0),
      directed_(kMaxCliqueVertices, 0),
      cliques_(kMaxCliqueVertices, 0),
      reciprocal_(kMaxCliqueVertices, 0) {
  CNX_CHECK(max_vertices >= 4 && max_vertices <= kMaxCliqueVertices);
  const std::uint32_t n = graph.vertex_count();
  directed_[0] = cliques_[0] = reciprocal_[0] = n;
  participation_.emplace_back(n, 1);
  std::uint32_t longest = 0;
  for (std::uint32_t r = 0; r < n; ++r) {
    longest = std::max(longest, graph.offsets[r + 1] - graph.offsets[r]);
    directed_[1] += graph.only_out[r] + graph.mutual[r];
    reciprocal_[1] += graph.mutual[r];
  }
  reciprocal_[1] /= 2;
  cliques_[1] = graph.entries.size();
  if (cliques_[1] == 0) return;
  std::vector<std::uint64_t>& edges = participation_.emplace_back(n, 0);
  for (std::uint32_t r = 0; r < n; ++r) {
    edges[r] = std::uint64_t{graph.only_out[r]} + graph.only_in[r] + 2 * graph.mutual[r];
  }
  const std::size_t words = longest / 64 + 1;
  later_.resize(longest * words);
  between_.resize(std::size_t{longest} * longest);
  candidates_.resize(kMaxCliqueVertices * words);
}

/// Marks the row's entries and finds who of them is connected.
void SimplexCounter::begin_row() {
  const std::uint32_t* const offsets = graph_.offsets.data();
  const std::uint32_t* const entries = graph_.entries.data();
  const std::uint32_t begin = offsets[row_];
  length_ = offsets[row_ + 1] - begin;
  if (length_ < 2) return;
  words_ = (length_ + 63) / 64;
  std::fill_n(later_.begin(), std::size_t{length_} * words_, 0);
  for (std::uint32_t k = 0; k < length_; ++k) {
    const std::uint32_t v = entries[begin + k] >> 2;
    marked_[v >> 6] |= std::uint64_t{1} << (v & 63);
    place_[v] = k;
  }
  const std::uint64_t* const marked = marked_.data();
  for (std::uint32_t k = 0; k < length_; ++k) {
    const std::uint32_t second = entries[begin + k] >> 2, last = offsets[second + 1];
    work_ += last - offsets[second];
    for (std::uint32_t f = offsets[second]; f < last; ++f) {
      const std::uint32_t third = entries[f] >> 2;
      if ((marked[third >> 6] >> (third & 63) & 1) == 0) continue;
      const std::uint32_t q = place_[third];
      later_[std::size_t{k} * words_ + (q >> 6)] |= std::uint64_t{1} << (q & 63);
      between_[std::size_t{k} * length_ + q] = static_cast<std::uint8_t>(entries[f] & 3);
    }
  }
  for (std::uint32_t k = 0; k < length_; ++k) marked_[entries[begin + k] >> 8] = 0;
}

/// Directions between a member and a later position; kUp is from the member.
std::uint32_t SimplexCounter::directions(std::size_t member, std::uint32_t position) const {
  if (member == 0) return graph_.entries[graph_.offsets[row_] + position] & 3;
  return between_[std::size_t{member_[member]} * length_ + position];
}

void SimplexCounter::push(std::size_t members, std::uint32_t position) {
  member_[members] = position;
  receivers_[members] = 0;
  for (std::size_t m = 0; m < members; ++m) {
    const std::uint32_t code = directions(m, position);
    if (code & kUp) receivers_[m] |= std::uint32_t{1} << members;
    if (code & kDown) receivers_[members] |= std::uint32_t{1} << m;
  }
}

void SimplexCounter::pop(std::size_t members) {
  for (std::size_t m = 0; m < members; ++m) receivers_[m] &= ~(std::uint32_t{1} << members);
}

/// Orders of a set of members in which each sends to all that follow.
std::uint64_t SimplexCounter::orders_of(std::uint32_t set) {
  if ((set & (set - 1)) == 0) return 1;
  std::uint32_t sources = 0;  // who can come first
  for (std::uint32_t left = set; left != 0; left &= left - 1) {
    const std::uint32_t bit = left & (~left + 1);
    const std::uint32_t others = set & ~bit;
    if ((receivers_[static_cast<std::size_t>(__builtin_ctz(left))] & others) == others) {
      sources |= bit;
    }
  }
  ++work_;
  if (sources == 0) return 0;
  if ((sources & (sources - 1)) == 0) return orders_of(set & ~sources);
  // Several can be first, so that sets are met again: remember them.
  if (known_.size() <= set) known_.resize(std::size_t{set} + 1);
  if (known_[set].clique == clique_) return known_[set].orders;
  std::uint64_t orders = 0;
  for (; sources != 0; sources &= sources - 1) {
    orders += orders_of(set & ~(sources & (~sources + 1)));
  }
  known_[set] = {orders, clique_};
  return orders;
}

/// Counts the clique of the first `members` members.
void SimplexCounter::add(std::size_t members, std::uint64_t orders, bool mutual) {
  const std::size_t dimension = members - 1;
  ++cliques_[dimension];
  reciprocal_[dimension] += mutual ? 1 : 0;
  if (orders == 0) return;
  directed_[dimension] += orders;
  while (participation_.size() <= dimension) {
    participation_.emplace_back(graph_.vertex_count(), 0);
  }
  std::vector<std::uint64_t>& of_vertex = participation_[dimension];
  of_vertex[row_] += orders;
  for (std::size_t m = 1; m < members; ++m) {
    of_vertex[graph_.entries[graph_.offsets[row_] + member_[m]] >> 2] += orders;
  }
}

/// Cliques of more than three members; true when those that begin with the triangle are counted.
bool SimplexCounter::extend(std::uint64_t work) {
  while (work_ < work) {
    const std::size_t members = level_;
    Level& level = levels_[members];
    const std::uint64_t* const candidates = candidates_.data() + (members - 1) * words_;
    while (level.left == 0 && level.word + 1 < words_) level.left = candidates[++level.word];
    if (level.left == 0) {
      --level_;
      pop(level_);
      if (level_ == 2) return true;
      continue;
    }
    const std::uint32_t w = level.word;
    const std::uint32_t position = w * 64 + static_cast<std::uint32_t>(__builtin_ctzll(level.left));
    level.left &= level.left - 1;
    push(members, position);
    bool all = level.mutual;
    for (std::size_t m = 0; m < members && all; ++m) all = directions(m, position) == 3;
    ++clique_;
    add(members + 1, orders_of((std::uint32_t{2} << members) - 1), all);
    std::uint64_t any = 0;
    std::uint64_t* const next = candidates_.data() + members * words_;
    const std::uint64_t* const later = later_.data() + std::size_t{position} * words_;
    for (std::uint32_t i = w; i < words_; ++i) any |= next[i] = candidates[i] & later[i];
    work_ += words_ - w;
    if (any != 0 && members + 1 < max_vertices_) {
      levels_[members + 1] = {w, next[w], all};
      level_ = members + 1;
    } else {
      truncated_ = truncated_ || any != 0;
      pop(members);
    }
  }
  return false;
}

/// Triangles and larger cliques that begin with the row and the entry at `position_`; true when
/// they are counted.
bool SimplexCounter::count_edge(std::uint64_t work) {
  const std::uint64_t* const later = later_.data() + std::size_t{position_} * words_;
  const std::uint32_t* const row = graph_.entries.data() + graph_.offsets[row_];
  if (level_ == 0) {
    level_ = 2;
    levels_[2] = {position_ / 64, later[position_ / 64], false};
    edge_pushed_ = false;
  } else if (!extend(work)) {
    return false;
  }
  Level level = levels_[2];
  std::uint64_t* const next = candidates_.data() + 2 * words_;
  while (true) {
    while (level.left == 0 && level.word + 1 < words_) level.left = later[++level.word];
    if (level.left == 0) break;
    const std::uint32_t w = level.word;
    const std::uint32_t third = w * 64 + static_cast<std::uint32_t>(__builtin_ctzll(level.left));
    level.left &= level.left - 1;
    const std::uint32_t code = triad_code(row[position_] & 3, row[third] & 3,
                                          between_[std::size_t{position_} * length_ + third]);
    member_[1] = position_;
    member_[2] = third;
    add(3, kTransitiveOrders[code], code == 63);
    std::uint64_t any = 0;
    const std::uint64_t* const beyond = later_.data() + std::size_t{third} * words_;
    for (std::uint32_t i = w; i < words_; ++i) any |= next[i] = later[i] & beyond[i];
    work_ += words_;
    if (any == 0) continue;
    if (!edge_pushed_) {
      push(0, 0);  // the row itself
      push(1, position_);
      edge_pushed_ = true;
    }
    push(2, third);
    levels_[2] = level;
    levels_[3] = {w, next[w], code == 63};
    level_ = 3;
    if (!extend(work)) return false;
  }
  level_ = 0;
  return true;
}

bool SimplexCounter::advance(std::uint64_t work) {
  work_ = 0;
  while (row_ < graph_.vertex_count() && work_ < work) {
    if (position_ == 0 && level_ == 0) begin_row();
    if (length_ >= 2) {
      do {  // at least one, or a small `work` would begin the row for ever
        if (!count_edge(work)) return false;
        ++position_;
      } while (position_ < length_ && work_ < work);
      if (position_ < length_) return false;
    }
    position_ = 0;
    ++row_;
    ++work_;
  }
  return row_ == graph_.vertex_count();
}

double SimplexCounter::share_done() const {
  const auto all = static_cast<double>(graph_.entries.size() + graph_.vertex_count());
  if (row_ == graph_.vertex_count()) return 1;
  return static_cast<double>(graph_.offsets[row_] + row_ + position_) / all;
}

SimplexCounts SimplexCounter::counts() const {
  CNX_CHECK(row_ == graph_.vertex_count());
  const auto trimmed = [](std::vector<std::uint64_t> counts) {
    while (counts.size() > 1 && counts.back() == 0) counts.pop_back();
    return counts;
  };
  return {trimmed(directed_), trimmed(cliques_), trimmed(reciprocal_), truncated_};
}

}  // namespace cnx
