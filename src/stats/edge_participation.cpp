#include "stats/edge_participation.h"

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace cnx {

EdgeParticipation::EdgeParticipation(const CsrHalf& out, std::size_t max_vertices,
                                     std::size_t square_words)
    : out_(out),
      max_vertices_(max_vertices),
      square_words_(square_words),
      marked_(out.vertex_count() / 64 + 1, 0),
      place_(out.vertex_count(), 0),
      largest_(out.targets.size(), 1) {
  CNX_CHECK(max_vertices >= 2 && max_vertices <= kMaxCliqueVertices);
  std::uint32_t longest = 0;
  for (std::size_t v = 0; v < out.vertex_count(); ++v) {
    longest = std::max(longest, out.offsets[v + 1] - out.offsets[v]);
  }
  const std::size_t words = (std::size_t{longest} + 63) / 64;
  targets_.resize(std::min(longest * words, square_words));
  edges_before_.resize(targets_.size());
  candidates_.resize((kMaxCliqueVertices + 1) * words);
}

EdgeParticipation::EdgeParticipation(const CsrHalf& out, std::vector<std::uint8_t> largest,
                                     std::size_t max_vertices, std::size_t square_words)
    : EdgeParticipation(out, max_vertices, square_words) {
  CNX_CHECK(largest.size() == out.targets.size());
  largest_ = std::move(largest);
  first_count_.reserve(largest_.size() + 1);
  first_count_.push_back(0);
  for (const std::uint8_t dimension : largest_) {
    first_count_.push_back(first_count_.back() + dimension - 1);
  }
  counts_.assign(first_count_.back(), 0);
}

/// Finds the edges among the targets of the first vertex.
void EdgeParticipation::begin_targets() {
  const std::uint32_t* const offsets = out_.offsets.data();
  const Vertex* const all = out_.targets.data();
  const std::uint32_t begin = offsets[source_];
  inner_edges_.clear();
  few_targets_.clear();
  first_word_.assign(1, 0);
  if (square_) std::fill_n(targets_.begin(), std::size_t{length_} * words_, 0);
  for (std::uint32_t k = 0; k < length_; ++k) {
    const Vertex v = all[begin + k];
    marked_[v >> 6] |= std::uint64_t{1} << (v & 63);
    place_[v] = k;
  }
  const std::uint64_t* const marked = marked_.data();
  for (std::uint32_t k = 0; k < length_; ++k) {
    std::uint64_t* const row = square_ ? targets_.data() + std::size_t{k} * words_ : nullptr;
    auto known = static_cast<std::uint32_t>(inner_edges_.size());
    const Vertex from = all[begin + k];
    work_ += offsets[from + 1] - offsets[from];
    for (std::uint32_t e = offsets[from]; e < offsets[from + 1]; ++e) {
      const Vertex to = all[e];
      if ((marked[to >> 6] >> (to & 63) & 1) == 0) continue;
      const std::uint32_t q = place_[to];
      const std::uint64_t bit = std::uint64_t{1} << (q & 63);
      if (square_) {
        row[q >> 6] |= bit;
      } else if (few_targets_.size() > first_word_.back() && few_targets_.back().index == q >> 6) {
        few_targets_.back().bits |= bit;
      } else {
        few_targets_.push_back({bit, q >> 6, static_cast<std::uint32_t>(inner_edges_.size())});
      }
      inner_edges_.push_back(e);
    }
    if (square_) {
      std::uint32_t* const before = edges_before_.data() + std::size_t{k} * words_;
      for (std::uint32_t w = 0; w < words_; ++w) {
        before[w] = known;
        known += static_cast<std::uint32_t>(__builtin_popcountll(row[w]));
      }
    } else {
      first_word_.push_back(few_targets_.size());
    }
  }
  for (std::uint32_t k = 0; k < length_; ++k) marked_[all[begin + k] >> 6] = 0;
}

void EdgeParticipation::begin_row() {
  length_ = out_.offsets[source_ + 1] - out_.offsets[source_];
  words_ = (length_ + 63) / 64;
  square_ = std::size_t{length_} * words_ <= square_words_;
  if (length_ == 0) return;
  begin_targets();
  // Whoever is in the row can come second.
  for (std::uint32_t w = 0; w < words_; ++w) candidates_[w] = {~std::uint64_t{0}, w, 0};
  if (length_ % 64 != 0) candidates_[words_ - 1].bits = (std::uint64_t{1} << length_ % 64) - 1;
  levels_[1] = {0, 0, words_, candidates_[0].bits, 0, 0, {}};
  members_ = 1;
}

/// Writes behind the level those of its candidates that are targets of `position`; where they end.
std::size_t EdgeParticipation::keep_targets(const Level& level, std::uint32_t position) {
  const Word* const candidates = candidates_.data();
  Word* next = candidates_.data() + level.end;
  work_ += level.end - level.first;
  if (square_) {
    const std::uint64_t* const targets = targets_.data() + std::size_t{position} * words_;
    for (std::size_t c = level.first; c < level.end; ++c) {
      const std::uint32_t index = candidates[c].index;
      *next = {candidates[c].bits & targets[index], index, 0};
      next += next->bits != 0 ? 1 : 0;
    }
  } else {
    std::size_t c = level.first, t = first_word_[position];
    const std::size_t targets_end = first_word_[position + 1];
    work_ += targets_end - t;
    while (c < level.end && t < targets_end) {
      const Word &candidate = candidates[c], &target = few_targets_[t];
      if (candidate.index == target.index) {
        *next = {candidate.bits & target.bits, target.index, 0};
        next += next->bits != 0 ? 1 : 0;
      }
      c += candidate.index <= target.index ? 1 : 0;
      t += target.index <= candidate.index ? 1 : 0;
    }
  }
  return static_cast<std::size_t>(next - candidates_.data());
}

/// The number of the edge between two positions of the row, which is there.
std::uint32_t EdgeParticipation::edge_between(std::uint32_t from, std::uint32_t to) const {
  std::uint64_t bits;
  std::uint32_t before;
  if (square_) {
    const std::size_t at = std::size_t{from} * words_ + (to >> 6);
    bits = targets_[at];
    before = edges_before_[at];
  } else {
    const Word* const words = few_targets_.data();
    const Word& word = *std::lower_bound(
        words + first_word_[from], words + first_word_[from + 1], to >> 6,
        [](const Word& target, std::uint32_t index) { return target.index < index; });
    bits = word.bits;
    before = word.edges_before;
  }
  bits &= (std::uint64_t{1} << (to & 63)) - 1;
  return inner_edges_[before + static_cast<std::uint32_t>(__builtin_popcountll(bits))];
}

/// The edges to the vertex at `position`, after the first `members`, are in all of the branch.
void EdgeParticipation::charge(std::size_t members, std::uint32_t position, const Level& branch) {
  for (std::size_t m = 0; m < members; ++m) {
    const std::uint32_t edge =
        m == 0 ? out_.offsets[source_] + position : edge_between(levels_[m + 1].position, position);
    if (first_count_.empty()) {
      largest_[edge] = std::max(largest_[edge], static_cast<std::uint8_t>(branch.deepest));
      continue;
    }
    std::uint32_t* const counts = counts_.data() + first_count_[edge];
    for (std::size_t k = std::max<std::size_t>(members, 2); k <= branch.deepest; ++k) {
      constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
      counts[k - 2] =
          static_cast<std::uint32_t>(std::min(counts[k - 2] + branch.simplices[k], kMost));
    }
  }
}

/// All orders that begin with the first vertex; true when they are done.
bool EdgeParticipation::walk_row(std::uint64_t work) {
  while (work_ < work) {
    Level& level = levels_[members_];
    while (level.left == 0 && level.word + 1 < level.end) {
      level.left = candidates_[++level.word].bits;
    }
    if (level.left == 0) {
      --members_;
      if (members_ == 0) return true;
      charge(members_, level.position, level);
      Level& parent = levels_[members_];
      parent.deepest = std::max(parent.deepest, level.deepest);
      for (std::size_t k = members_; k <= level.deepest; ++k) {
        parent.simplices[k] += level.simplices[k];
      }
      continue;
    }
    const std::uint32_t position = candidates_[level.word].index * 64 +
                                   static_cast<std::uint32_t>(__builtin_ctzll(level.left));
    level.left &= level.left - 1;
    Level& below = levels_[members_ + 1];
    below.first = below.word = level.end;
    below.end = keep_targets(level, position);
    const bool any = below.end > below.first;
    work_ += 1 + members_;
    below.position = position;
    below.deepest = members_;  // the order with the vertex itself
    below.simplices.fill(0);
    below.simplices[members_] = 1;
    if (any && members_ + 1 < max_vertices_) {
      below.left = candidates_[below.first].bits;
      ++members_;
      continue;
    }
    truncated_ = truncated_ || any;
    charge(members_, position, below);
    level.deepest = std::max(level.deepest, members_);
    ++level.simplices[members_];
  }
  return false;
}

bool EdgeParticipation::advance(std::uint64_t work) {
  work_ = 0;
  const auto vertices = static_cast<std::uint32_t>(out_.vertex_count());
  while (source_ < vertices && work_ < work) {
    if (members_ == 0) begin_row();
    if (members_ != 0 && !walk_row(work)) return false;
    ++source_;
    ++work_;
  }
  return source_ == vertices;
}

double EdgeParticipation::share_done() const {
  if (source_ == out_.vertex_count()) return 1;
  return static_cast<double>(out_.offsets[source_] + source_) /
         static_cast<double>(out_.targets.size() + out_.vertex_count());
}

}  // namespace cnx
