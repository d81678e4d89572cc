#include "stats/shared_neighbors.h"

#include "base/check.h"

namespace cnx {
namespace {

std::uint64_t pairs_of(std::uint64_t n) { return n < 2 ? 0 : n * (n - 1) / 2; }

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

SharedNeighborCounter::SharedNeighborCounter(const NeighborRows& rows, const BlockSides& sides)
    : rows_(rows),
      sides_(sides),
      directions_(rows.vertex_count(), 0),
      out_(rows.vertex_count(), 0),
      in_(rows.vertex_count(), 0) {
  CNX_CHECK(rows.entries.size() < std::uint64_t{1} << 32);
  for (Vertex v = 0; v < rows.vertex_count(); ++v) {
    for (const std::uint32_t entry : rows.row(v)) {
      out_[v] += (entry & kOutward) != 0;
      in_[v] += (entry & kInward) != 0;
    }
  }
  CNX_CHECK(sides.fits(rows.vertex_count()));
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
  if (next_ == rows_.vertex_count()) return true;
  work_ = 0;
  while (next_ < rows_.vertex_count() && work_ < work) count_row(next_++);
  if (next_ < rows_.vertex_count()) return false;
  finish();
  return true;
}

double SharedNeighborCounter::share_done() const {
  return rows_.entries.empty() ? 1.0
                               : static_cast<double>(rows_.offsets[next_]) /
                                     static_cast<double>(rows_.entries.size());
}

/// The pairs of u with its neighbors of smaller degree, whose rows are looked through.
void SharedNeighborCounter::count_row(Vertex u) {
  const auto row = rows_.row(u);
  for (const std::uint32_t entry : row) {
    directions_[entry >> 2] = static_cast<std::uint8_t>(entry & 3);
  }
  work_ += row.size() + 1;
  for (const std::uint32_t entry : row) {
    const Vertex v = entry >> 2;
    const auto other = rows_.row(v);
    if (other.size() > row.size() || (other.size() == row.size() && v > u)) continue;
    std::uint32_t targets = 0, sources = 0, either = 0;
    for (const std::uint32_t shared : other) {
      const std::uint32_t mine = directions_[shared >> 2], both = mine & shared;
      targets += both & kOutward;
      sources += both >> 1 & 1;
      either += mine != 0;
    }
    work_ += other.size();
    const auto add = [&](PartnerKind kind, std::uint32_t found, std::uint64_t u_partners,
                         std::uint64_t v_partners) {
      if (!has_partners(kind, u) || !has_partners(kind, v)) return;
      SharedSums& sums = counts_.connected[static_cast<std::size_t>(kind)];
      ++sums.pairs;
      sums.shared += found;
      const std::size_t themselves =
          std::size_t{is_candidate(kind, u)} + std::size_t{is_candidate(kind, v)};
      sums.products[themselves] += u_partners * v_partners;
    };
    const std::uint32_t goes = (entry & kOutward) != 0, comes = (entry & kInward) != 0;
    add(PartnerKind::Targets, targets, out_[u] - goes, out_[v] - comes);
    add(PartnerKind::Sources, sources, in_[u] - comes, in_[v] - goes);
    add(PartnerKind::Either, either, row.size() - 1, other.size() - 1);
  }
  for (const std::uint32_t entry : row) directions_[entry >> 2] = 0;
}

/// Unconnected pairs are all pairs less the connected ones. A vertex is shared by every pair of its
/// own neighbors, so all pairs need nothing but degrees.
void SharedNeighborCounter::finish() {
  const std::uint32_t n = rows_.vertex_count();
  for (std::size_t k = 0; k < kPartnerKindCount; ++k) {
    const auto kind = static_cast<PartnerKind>(k);
    const auto degree_of = [&](Vertex v) -> std::uint64_t {
      if (kind == PartnerKind::Either) return rows_.row(v).size();
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
        rest.shared += pairs_of(kind == PartnerKind::Either    ? rows_.row(v).size()
                                : kind == PartnerKind::Targets ? in_[v]
                                                               : out_[v]);
      }
      if (!has_partners(kind, v)) continue;
      ++vertices;
      sum[is_candidate(kind, v)] += degree_of(v);
      squares[is_candidate(kind, v)] += degree_of(v) * degree_of(v);
    }
    rest.pairs = pairs_of(vertices) - connected.pairs;
    rest.shared -= connected.shared;
    rest.products = {(sum[0] * sum[0] - squares[0]) / 2, sum[0] * sum[1],
                     (sum[1] * sum[1] - squares[1]) / 2};
    // The partners of connected pairs as in all pairs, so with the other one of the pair.
    for (Vertex u = 0; u < n; ++u) {
      if (!has_partners(kind, u)) continue;
      for (const std::uint32_t entry : rows_.row(u)) {
        const Vertex v = entry >> 2;
        if (v > u) break;  // rows rise
        if (!has_partners(kind, v)) continue;
        rest.products[std::size_t{is_candidate(kind, u)} + std::size_t{is_candidate(kind, v)}] -=
            degree_of(u) * degree_of(v);
      }
    }
  }
}

}  // namespace cnx
