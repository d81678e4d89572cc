#include "stats/shared_neighbors.h"

#include "base/check.h"

namespace cnx {
namespace {

std::uint64_t pairs_among(std::uint64_t n) { return n < 2 ? 0 : n * (n - 1) / 2; }

}  // namespace

double expected_shared(const SharedSums& sums, std::uint64_t candidates) {
  double expected = 0;
  for (std::size_t themselves = 0; themselves < sums.products.size(); ++themselves) {
    if (candidates <= themselves) continue;  // nobody is left, and no product
    expected += static_cast<double>(sums.products[themselves]) /
                static_cast<double>(candidates - themselves);
  }
  return expected;
}

SharedNeighborCounter::SharedNeighborCounter(const NeighborRows* rows, const CsrGraph& halves,
                                             const BlockSides& sides)
    : rows_(rows), halves_(halves), sides_(sides) {
  const std::size_t n = rows != nullptr ? rows->vertex_count() : halves.vertex_count();
  CNX_CHECK(sides.fits(n));
  directions_.assign(n, 0);
  out_.assign(n, 0);
  in_.assign(n, 0);
}

SharedNeighborCounter::SharedNeighborCounter(const NeighborRows& rows, const BlockSides& sides)
    : SharedNeighborCounter(&rows, CsrGraph(), sides) {
  CNX_CHECK(rows.entries.size() < std::uint64_t{1} << 32);
  for (Vertex v = 0; v < rows.vertex_count(); ++v) {
    for (const std::uint32_t entry : rows.row(v)) {
      out_[v] += (entry & kOutward) != 0;
      in_[v] += (entry & kInward) != 0;
    }
  }
}

SharedNeighborCounter::SharedNeighborCounter(const CsrGraph& halves, const BlockSides& sides)
    : SharedNeighborCounter(nullptr, halves, sides) {
  for (Vertex v = 0; v < vertex_count(); ++v) {
    out_[v] = static_cast<std::uint32_t>(halves.out_neighbors(v).size());
    in_[v] = static_cast<std::uint32_t>(halves.in_neighbors(v).size());
  }
}

/// How many entries it takes to look through the partners of v.
std::uint64_t SharedNeighborCounter::row_size(Vertex v) const {
  return rows_ != nullptr ? rows_->row(v).size() : std::uint64_t{out_[v]} + in_[v];
}

/// Calls visit(v, directions) for each partner, rising.
template <typename Visit>
void SharedNeighborCounter::for_each_partner(Vertex u, Visit visit) const {
  if (rows_ != nullptr) {
    for (const std::uint32_t entry : rows_->row(u)) visit(entry >> 2, entry & 3);
    return;
  }
  const auto out = halves_.out_neighbors(u), in = halves_.in_neighbors(u);
  for (auto o = out.begin(), i = in.begin(); o != out.end() || i != in.end();) {
    const Vertex a = o == out.end() ? UINT32_MAX : *o, b = i == in.end() ? UINT32_MAX : *i;
    const Vertex v = a < b ? a : b;
    o += a == v;
    i += b == v;
    visit(v, (a == v ? kOutward : 0) | (b == v ? kInward : 0));
  }
}

/// Of the vertex whose row is in directions_.
SharedNeighborCounter::Found SharedNeighborCounter::shared_with(Vertex v) const {
  Found found;
  if (rows_ == nullptr) {
    for (const Vertex shared : halves_.out_neighbors(v)) {
      found.targets += directions_[shared] & kOutward;
    }
    for (const Vertex shared : halves_.in_neighbors(v)) {
      found.sources += directions_[shared] >> 1 & 1;
    }
    return found;
  }
  for (const std::uint32_t shared : rows_->row(v)) {
    const std::uint32_t mine = directions_[shared >> 2], both = mine & shared;
    found.targets += both & kOutward;
    found.sources += both >> 1 & 1;
    found.either += mine != 0;
  }
  return found;
}

/// Whether v can have partners of this kind, and whether it can be one.
bool SharedNeighborCounter::has_partners(PartnerKind kind, Vertex v) const {
  return kind == PartnerKind::Either ||
         (kind == PartnerKind::Targets ? sides_.sends(v) : sides_.receives(v));
}
bool SharedNeighborCounter::is_candidate(PartnerKind kind, Vertex v) const {
  return kind == PartnerKind::Either ||
         (kind == PartnerKind::Targets ? sides_.receives(v) : sides_.sends(v));
}

bool SharedNeighborCounter::advance(std::uint64_t work) {
  if (next_ == vertex_count()) return true;
  work_ = 0;
  while (next_ < vertex_count() && work_ < work) count_row(next_++);
  if (next_ < vertex_count()) return false;
  finish();
  return true;
}

double SharedNeighborCounter::share_done() const {
  const auto share = [](std::uint64_t done, std::uint64_t all) {
    return all == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(all);
  };
  if (rows_ != nullptr) return share(rows_->offsets[next_], rows_->entries.size());
  return vertex_count() == 0 ? 1.0 : share(halves_.out_offsets[next_], halves_.edge_count());
}

/// The pairs of u with its neighbors of smaller degree, whose rows are looked through.
void SharedNeighborCounter::count_row(Vertex u) {
  const std::uint64_t size = row_size(u);
  for_each_partner(u, [&](Vertex v, std::uint32_t directions) {
    directions_[v] = static_cast<std::uint8_t>(directions);
  });
  work_ += size + 1;
  for_each_partner(u, [&](Vertex v, std::uint32_t directions) {
    const std::uint64_t other = row_size(v);
    if (other > size || (other == size && v > u)) return;
    const Found found = shared_with(v);
    work_ += other;
    const auto add = [&](PartnerKind kind, std::uint32_t shared, std::uint64_t u_partners,
                         std::uint64_t v_partners) {
      if (!has_partners(kind, u) || !has_partners(kind, v)) return;
      SharedSums& sums = counts_.connected[static_cast<std::size_t>(kind)];
      ++sums.pairs;
      sums.shared += shared;
      const std::size_t themselves =
          std::size_t{is_candidate(kind, u)} + std::size_t{is_candidate(kind, v)};
      sums.products[themselves] += u_partners * v_partners;
    };
    const std::uint32_t goes = directions & kOutward, comes = directions >> 1 & 1;
    add(PartnerKind::Targets, found.targets, out_[u] - goes, out_[v] - comes);
    add(PartnerKind::Sources, found.sources, in_[u] - comes, in_[v] - goes);
    if (counts_either()) add(PartnerKind::Either, found.either, size - 1, other - 1);
  });
  for_each_partner(u, [&](Vertex v, std::uint32_t) { directions_[v] = 0; });
}

/// Unconnected pairs are all pairs less the connected ones. A vertex is shared by every pair of its
/// own neighbors, so all pairs need nothing but degrees.
void SharedNeighborCounter::finish() {
  const Vertex n = vertex_count();
  for (std::size_t k = 0; k < kPartnerKindCount; ++k) {
    const auto kind = static_cast<PartnerKind>(k);
    if (kind == PartnerKind::Either && !counts_either()) continue;
    const auto degree_of = [&](Vertex v) -> std::uint64_t {
      if (kind == PartnerKind::Either) return row_size(v);
      return kind == PartnerKind::Targets ? out_[v] : in_[v];
    };
    SharedSums& rest = counts_.unconnected[k];
    const SharedSums& connected = counts_.connected[k];
    // Of vertices that are candidates themselves [1] and of those that are not.
    std::uint64_t sum[2] = {0, 0}, squares[2] = {0, 0}, vertices = 0;
    for (Vertex v = 0; v < n; ++v) {
      if (is_candidate(kind, v)) {
        ++counts_.candidates[k];
        // Whoever two vertices both send to has them both as sources, and the other way round.
        rest.shared += pairs_among(kind == PartnerKind::Either    ? row_size(v)
                                   : kind == PartnerKind::Targets ? in_[v]
                                                                  : out_[v]);
      }
      if (!has_partners(kind, v)) continue;
      ++vertices;
      sum[is_candidate(kind, v)] += degree_of(v);
      squares[is_candidate(kind, v)] += degree_of(v) * degree_of(v);
    }
    rest.pairs = pairs_among(vertices) - connected.pairs;
    rest.shared -= connected.shared;
    rest.products = {(sum[0] * sum[0] - squares[0]) / 2, sum[0] * sum[1],
                     (sum[1] * sum[1] - squares[1]) / 2};
    // The partners of connected pairs as in all pairs, so with the other one of the pair.
    for (Vertex u = 0; u < n; ++u) {
      if (!has_partners(kind, u)) continue;
      for_each_partner(u, [&](Vertex v, std::uint32_t) {
        if (v > u || !has_partners(kind, v)) return;
        rest.products[std::size_t{is_candidate(kind, u)} + std::size_t{is_candidate(kind, v)}] -=
            degree_of(u) * degree_of(v);
      });
    }
  }
}

}  // namespace cnx
