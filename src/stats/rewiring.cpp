// Built with -msimd128 for WebAssembly (CMakeLists.txt).

#include "stats/rewiring.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "stats/vertex_bits.h"

namespace cnx {
namespace {

constexpr std::uint32_t kAhead = 16;  // steps: enough to hide the wait for memory

using Quad = std::uint32_t __attribute__((vector_size(16)));

}  // namespace

Rewiring::Rewiring(CsrHalf graph)
    : offsets_(std::move(graph.offsets)), targets_(std::move(graph.targets)) {
  for (Vertex u = 0; u + 1 < offsets_.size(); ++u) {
    for (std::uint32_t e = offsets_[u]; e < offsets_[u + 1]; ++e) CNX_CHECK(targets_[e] != u);
  }
}

void Rewiring::find_sources() {
  sources_.resize(targets_.size());
  for (Vertex u = 0; u + 1 < offsets_.size(); ++u) {
    std::fill(sources_.data() + offsets_[u], sources_.data() + offsets_[u + 1], u);
  }
}

void Rewiring::fill_counters() {
  const int bits =
      std::max(6, static_cast<int>(std::bit_width(4 * std::uint64_t{targets_.size()})));
  shift_ = 64 - bits;
  counters_.assign(std::size_t{1} << (bits - 1), 0);
  for (std::size_t e = 0; e < targets_.size(); ++e) count_edge(sources_[e], targets_[e]);
}

bool Rewiring::may_have_edge(Vertex u, Vertex v) const {
  const std::size_t at = counter_of(u, v);
  return (counters_[at / 2] >> (at % 2 * 4) & 15) != 0;
}

void Rewiring::count_edge(Vertex u, Vertex v) {
  const std::size_t at = counter_of(u, v);
  const unsigned place = at % 2 * 4, value = counters_[at / 2] >> place & 15u;
  counters_[at / 2] = static_cast<std::uint8_t>(counters_[at / 2] + ((value < 15) << place));
}

void Rewiring::forget_edge(Vertex u, Vertex v) {
  const std::size_t at = counter_of(u, v);
  const unsigned place = at % 2 * 4, value = counters_[at / 2] >> place & 15u;
  counters_[at / 2] = static_cast<std::uint8_t>(counters_[at / 2] - ((value < 15) << place));
}

bool Rewiring::has_edge(Vertex u, Vertex v) const {
  if (!may_have_edge(u, v)) return false;
  const Vertex* at = targets_.data() + offsets_[u];
  const Vertex* const end = targets_.data() + offsets_[u + 1];
  const Quad wanted = {v, v, v, v};
  Quad found = {0, 0, 0, 0};
  for (; end - at >= 4; at += 4) {
    Quad four;
    std::memcpy(&four, at, sizeof four);
    found |= static_cast<Quad>(four == wanted);
  }
  std::uint32_t rest = found[0] | found[1] | found[2] | found[3];
  for (; at != end; ++at) rest |= *at == v;
  return rest != 0;
}

std::uint32_t Rewiring::find(Vertex u, Vertex v) const {
  std::uint32_t e = offsets_[u];
  while (e < offsets_[u + 1] && targets_[e] != v) ++e;
  return e;
}

bool Rewiring::swap_targets(std::uint32_t e, std::uint32_t f) {
  const Vertex a = sources_[e], b = targets_[e], c = sources_[f], d = targets_[f];
  // Equal ends on one side make the network that is there already.
  if (a == c || b == d || a == d || c == b) return false;
  if (has_edge(a, d) || has_edge(c, b)) return false;
  forget_edge(a, b);
  forget_edge(c, d);
  count_edge(a, d);
  count_edge(c, b);
  targets_[e] = d;
  targets_[f] = b;
  return true;
}

bool Rewiring::reverse_triangle(std::uint32_t uv, Random& random) {
  const Vertex u = sources_[uv], v = targets_[uv];
  const std::uint32_t degree = offsets_[v + 1] - offsets_[v];
  if (degree == 0) return false;
  const std::uint32_t vw = offsets_[v] + random.below(degree);
  const Vertex w = targets_[vw];
  if (w == u || !may_have_edge(w, u)) return false;
  const std::uint32_t wu = find(w, u);
  if (wu == offsets_[w + 1]) return false;
  if (has_edge(v, u) || has_edge(w, v) || has_edge(u, w)) return false;
  for (const auto& [from, to] : {std::pair{u, v}, {v, w}, {w, u}}) {
    forget_edge(from, to);
    count_edge(to, from);
  }
  targets_[uv] = w;
  targets_[vw] = u;
  targets_[wu] = v;
  return true;
}

std::uint64_t Rewiring::advance(std::uint64_t steps, Random& random) {
  if (targets_.size() < 2) return 0;
  wake();
  if (counters_.empty()) fill_counters();
  const auto edges = static_cast<std::uint32_t>(targets_.size());
  std::uint64_t changed = 0;
  Draw draws[kAhead];
  while (steps > 0) {
    const std::uint32_t count = static_cast<std::uint32_t>(std::min<std::uint64_t>(steps, kAhead));
    for (std::uint32_t i = 0; i < count; ++i) {
      Draw& draw = draws[i];
      draw.triangle = random.below(16) == 0;
      draw.e = random.below(edges);
      draw.f = random.below(edges);
      for (const std::uint32_t edge : {draw.e, draw.f}) {
        __builtin_prefetch(&sources_[edge]);
        __builtin_prefetch(&targets_[edge]);
      }
    }
    // What may change until their turn comes is not much.
    for (std::uint32_t i = 0; i < count; ++i) {
      const Vertex a = sources_[draws[i].e], b = targets_[draws[i].e];
      const Vertex c = sources_[draws[i].f], d = targets_[draws[i].f];
      for (const auto& [u, v] : {std::pair{a, b}, {c, d}, {a, d}, {c, b}}) {
        __builtin_prefetch(&counters_[counter_of(u, v) / 2]);
      }
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      const Draw& draw = draws[i];
      changed += draw.triangle ? reverse_triangle(draw.e, random) : swap_targets(draw.e, draw.f);
    }
    steps -= count;
  }
  return changed;
}

CsrHalf Rewiring::graph() const {
  CsrHalf half;
  half.offsets = offsets_;
  half.targets.reserve(targets_.size());
  VertexBits row(offsets_.size() - 1);
  for (std::size_t u = 0; u + 1 < offsets_.size(); ++u) {
    for (std::uint32_t e = offsets_[u]; e < offsets_[u + 1]; ++e) row.insert(targets_[e]);
    row.drain(half.targets);
  }
  return half;
}

}  // namespace cnx
