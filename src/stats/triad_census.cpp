#include "stats/triad_census.h"

#include <cmath>
#include <limits>
#include <vector>

#include "base/check.h"
#include "stats/triad_codes.h"

namespace cnx {
namespace {

// The kinds are worked out here, at compile time, from their definitions.

constexpr std::uint8_t index_of(const char* name) {
  for (std::uint8_t i = 0; i < 16; ++i) {
    std::size_t at = 0;
    while (name[at] != 0 && kTriadNames[i][at] == name[at]) ++at;
    if (name[at] == kTriadNames[i][at]) return i;
  }
  return 255;
}

/// The kind of triad, as an index into kTriadNames.
constexpr std::uint8_t kind_of(std::uint32_t code) {
  const Wiring w = wiring_of(code);
  int mutual = 0, asymmetric = 0;
  int outs[3] = {}, ins[3] = {};  // asymmetric edges only
  int lone = 0;                   // with one mutual pair: the vertex that is not in it
  for (int u = 0; u < 3; ++u) {
    for (int v = u + 1; v < 3; ++v) {
      if (w.edge[u][v] && w.edge[v][u]) {
        ++mutual;
        lone = 3 - u - v;
      } else if (w.edge[u][v] || w.edge[v][u]) {
        ++asymmetric;
        ++outs[w.edge[u][v] ? u : v];
        ++ins[w.edge[u][v] ? v : u];
      }
    }
  }
  const bool out_star = outs[0] == 2 || outs[1] == 2 || outs[2] == 2;
  const bool in_star = ins[0] == 2 || ins[1] == 2 || ins[2] == 2;
  switch (mutual * 10 + asymmetric) {
    case 0: return index_of("003");
    case 1: return index_of("012");
    case 10: return index_of("102");
    case 2: return index_of(out_star ? "021D" : in_star ? "021U" : "021C");
    case 11: return index_of(outs[lone] == 1 ? "111D" : "111U");
    case 3: return index_of(out_star ? "030T" : "030C");
    case 20: return index_of("201");
    case 12: return index_of(outs[lone] == 2 ? "120D" : ins[lone] == 2 ? "120U" : "120C");
    case 21: return index_of("210");
    default: return index_of("300");
  }
}

constexpr std::array<std::uint8_t, 64> make_kinds() {
  std::array<std::uint8_t, 64> kinds{};
  for (std::uint32_t code = 0; code < 64; ++code) kinds[code] = kind_of(code);
  return kinds;
}
constexpr std::array<std::uint8_t, 64> kKinds = make_kinds();

/// n (n - 1) / 2 and n (n - 1) (n - 2) / 6, divided before anything can pass 2^64.
constexpr std::uint64_t pairs_of(std::uint64_t n) {
  return n < 2 ? 0 : n % 2 == 0 ? n / 2 * (n - 1) : n * ((n - 1) / 2);
}
constexpr std::uint64_t triples_of(std::uint64_t n) {
  if (n < 3) return 0;
  const std::uint64_t pairs = pairs_of(n);
  return pairs % 3 == 0 ? pairs / 3 * (n - 2) : pairs * ((n - 2) / 3);
}

constexpr std::uint32_t reversed(std::uint32_t directions) {
  return directions >> 1 | (directions & 1) << 1;
}

}  // namespace

TriadCounter::TriadCounter(const OrientedGraph& graph)
    : graph_(graph),
      transitive_(graph.vertex_count(), 0),
      triangles_(graph.vertex_count(), 0),
      marked_(graph.vertex_count() / 64 + 1, 0),
      directions_(graph.vertex_count(), 0) {
  CNX_CHECK(graph.vertex_count() <= 4'000'000);  // beyond, the triads pass 2^64
}

bool TriadCounter::advance(std::uint64_t work) {
  const std::uint32_t* const offsets = graph_.offsets.data();
  const std::uint32_t* const entries = graph_.entries.data();
  std::uint64_t looked_at = 0;
  for (; row_ < graph_.vertex_count() && looked_at < work; ++row_) {
    const std::uint32_t begin = offsets[row_], end = offsets[row_ + 1];
    done_ += end - begin + 1;
    if (end - begin < 2) continue;
    for (std::uint32_t e = begin; e < end; ++e) {
      const std::uint32_t v = entries[e] >> 2;
      marked_[v >> 6] |= std::uint64_t{1} << (v & 63);
      directions_[v] = entries[e] & 3;
    }
    // The bits of all ranks stay in the nearest cache, and few of the looks find one that is set.
    const std::uint64_t* const marked = marked_.data();
    for (std::uint32_t e = begin; e < end; ++e) {
      const std::uint32_t second = entries[e] >> 2, code = entries[e] & 3;
      const std::uint32_t last = offsets[second + 1];
      looked_at += last - offsets[second];
      for (std::uint32_t f = offsets[second]; f < last; ++f) {
        const std::uint32_t third = entries[f] >> 2;
        if ((marked[third >> 6] >> (third & 63) & 1) == 0) continue;
        const std::uint32_t all =
            triad_code(code, std::uint32_t{directions_[third]}, entries[f] & 3);
        ++codes_[all];
        ++triangles_[row_];
        ++triangles_[second];
        ++triangles_[third];
        const std::uint8_t orders = kTransitiveOrders[all];
        transitive_[row_] += orders;
        transitive_[second] += orders;
        transitive_[third] += orders;
      }
    }
    for (std::uint32_t e = begin; e < end; ++e) marked_[entries[e] >> 8] = 0;
  }
  return row_ == graph_.vertex_count();
}

double TriadCounter::share_done() const {
  const auto all = static_cast<double>(graph_.entries.size() + graph_.vertex_count());
  return all == 0 ? 1 : static_cast<double>(done_) / all;
}

double TriadCounter::clustering_of(std::size_t rank) const {
  const std::uint64_t neighbors =
      std::uint64_t{graph_.only_out[rank]} + graph_.only_in[rank] + graph_.mutual[rank];
  if (neighbors < 2) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(triangles_[rank]) / static_cast<double>(pairs_of(neighbors));
}

double TriadCounter::transitive_clustering_of(std::size_t rank) const {
  const std::uint64_t both = graph_.mutual[rank], outs = graph_.only_out[rank] + both,
                      ins = graph_.only_in[rank] + both, total = outs + ins;
  const std::uint64_t possible = total * (total == 0 ? 0 : total - 1) - (ins * outs + both);
  if (possible == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(transitive_[rank]) / static_cast<double>(possible);
}

std::vector<double> TriadCounter::clustering() const {
  CNX_CHECK(row_ == graph_.vertex_count());
  std::vector<double> values;
  for (std::size_t r = 0; r < graph_.vertex_count(); ++r) values.push_back(clustering_of(r));
  return values;
}

std::vector<double> TriadCounter::transitive_clustering() const {
  CNX_CHECK(row_ == graph_.vertex_count());
  std::vector<double> values;
  for (std::size_t r = 0; r < graph_.vertex_count(); ++r) {
    values.push_back(transitive_clustering_of(r));
  }
  return values;
}

TriadCensus TriadCounter::census() const {
  CNX_CHECK(row_ == graph_.vertex_count());
  const std::uint64_t n = graph_.vertex_count();
  TriadCensus result;
  result.vertices = n;

  // Two connected pairs with a vertex in common, by the directions of both seen from it; first all
  // of them, then without those that are closed to a triangle.
  std::uint64_t open[4][4] = {};  // [a][b], a <= b
  for (std::size_t r = 0; r < n; ++r) {
    const std::uint64_t out = graph_.only_out[r], in = graph_.only_in[r], both = graph_.mutual[r];
    const std::uint64_t degree[4] = {0, out, in, both};
    for (std::size_t a = 1; a < 4; ++a) {
      for (std::size_t b = a; b < 4; ++b) {
        open[a][b] += a == b ? pairs_of(degree[a]) : degree[a] * degree[b];
      }
    }
    result.mutual_pairs += both;
    result.asymmetric_pairs += out;
    const std::uint64_t neighbors = out + in + both;
    result.connected_triples += pairs_of(neighbors);
    result.two_paths += (in + both) * (out + both) - both;
    if (const double clustering = clustering_of(r); !std::isnan(clustering)) {
      ++result.clustering_vertices;
      result.clustering_sum += clustering;
    }
    if (const double clustering = transitive_clustering_of(r); !std::isnan(clustering)) {
      ++result.transitive_clustering_vertices;
      result.transitive_clustering_sum += clustering;
    }
  }
  result.mutual_pairs /= 2;

  for (std::uint32_t code = 0; code < 64; ++code) {
    const std::uint64_t count = codes_[code];
    if (count == 0) continue;
    result.triads[kKinds[code]] += count;
    result.triangles += count;
    result.transitive_triples += count * kTransitiveOrders[code];
    const std::uint32_t ab = code & 3, ac = code >> 2 & 3, bc = code >> 4;
    const std::uint32_t sides[3][2] = {
        {ab, ac}, {reversed(ab), bc}, {reversed(ac), reversed(bc)}};  // seen from a, b, c
    for (const auto& [one, other] : sides) {
      open[one < other ? one : other][one < other ? other : one] -= count;
    }
  }
  for (std::uint32_t a = 1; a < 4; ++a) {
    for (std::uint32_t b = a; b < 4; ++b) result.triads[kKinds[triad_code(a, b, 0)]] += open[a][b];
  }

  // One connected pair and a vertex that neither is connected with: each pair has n - 2 others,
  // those counted so far hold more than one pair.
  std::uint64_t asymmetric_in_others = 0, mutual_in_others = 0, counted = 0;
  for (std::size_t kind = 3; kind < 16; ++kind) {
    const std::uint64_t mutual = static_cast<std::uint64_t>(kTriadNames[kind][0] - '0');
    const std::uint64_t asymmetric = static_cast<std::uint64_t>(kTriadNames[kind][1] - '0');
    asymmetric_in_others += asymmetric * result.triads[kind];
    mutual_in_others += mutual * result.triads[kind];
    counted += result.triads[kind];
  }
  if (n >= 3) {
    result.triads[1] = result.asymmetric_pairs * (n - 2) - asymmetric_in_others;
    result.triads[2] = result.mutual_pairs * (n - 2) - mutual_in_others;
    result.triads[0] = triples_of(n) - counted - result.triads[1] - result.triads[2];
  }
  return result;
}

}  // namespace cnx
