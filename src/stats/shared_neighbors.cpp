#include "stats/shared_neighbors.h"

#include "base/check.h"

namespace cnx {
namespace {

std::uint64_t pairs_of(std::uint64_t n) { return n < 2 ? 0 : n * (n - 1) / 2; }

}  // namespace

SharedNeighborCounter::SharedNeighborCounter(const NeighborRows& rows)
    : rows_(rows),
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
  counts_.vertices = rows.vertex_count();
  counts_.connected_pairs = rows.entries.size() / 2;
  counts_.unconnected_pairs = pairs_of(counts_.vertices) - counts_.connected_pairs;
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
      SharedSums& sums = counts_.connected[static_cast<std::size_t>(kind)];
      sums.shared += found;
      sums.products += u_partners * v_partners;
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
  std::array<std::uint64_t, kPartnerKindCount> sum{}, squares{};
  for (Vertex v = 0; v < n; ++v) {
    const std::uint64_t degree = rows_.row(v).size();
    const std::array<std::uint64_t, kPartnerKindCount> partners = {out_[v], in_[v], degree};
    // Whoever two vertices both send to has them both as sources, and the other way round.
    const std::array<std::uint64_t, kPartnerKindCount> sharers = {in_[v], out_[v], degree};
    for (std::size_t k = 0; k < kPartnerKindCount; ++k) {
      counts_.unconnected[k].shared += pairs_of(sharers[k]);
      sum[k] += partners[k];
      squares[k] += partners[k] * partners[k];
    }
  }
  for (std::size_t k = 0; k < kPartnerKindCount; ++k) {
    counts_.unconnected[k].products = (sum[k] * sum[k] - squares[k]) / 2;
    counts_.unconnected[k].shared -= counts_.connected[k].shared;
  }
  // The partners of connected pairs as in all pairs, so with the other one of the pair.
  for (Vertex u = 0; u < n; ++u) {
    for (const std::uint32_t entry : rows_.row(u)) {
      const Vertex v = entry >> 2;
      if (v > u) continue;
      counts_.unconnected[0].products -= std::uint64_t{out_[u]} * out_[v];
      counts_.unconnected[1].products -= std::uint64_t{in_[u]} * in_[v];
      counts_.unconnected[2].products -= std::uint64_t{rows_.row(u).size()} * rows_.row(v).size();
    }
  }
}

}  // namespace cnx
