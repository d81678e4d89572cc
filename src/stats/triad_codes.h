#pragma once
// triad_codes.h — the wiring of three vertices as a number of six bits, and what follows from it.

#include <array>
#include <cstdint>

namespace cnx {

/// Directions of a, b, c as triad_code packs them: a -> b, b -> a, a -> c, c -> a, b -> c, c -> b.
/// Each argument has two bits: 1 from the first to the second, 2 back (kUp and kDown of ranks).
constexpr std::uint32_t triad_code(std::uint32_t ab, std::uint32_t ac, std::uint32_t bc) {
  return ab | ac << 2 | bc << 4;
}

/// The same, one bool an edge.
struct Wiring {
  bool edge[3][3] = {};
};

constexpr Wiring wiring_of(std::uint32_t code) {
  Wiring w;
  w.edge[0][1] = code & 1, w.edge[1][0] = code & 2;
  w.edge[0][2] = code & 4, w.edge[2][0] = code & 8;
  w.edge[1][2] = code & 16, w.edge[2][1] = code & 32;
  return w;
}

/// Orders (i, j, k) of the three vertices with i -> j, j -> k and i -> k: the directed 2-simplices
/// on them.
constexpr std::uint8_t transitive_orders(std::uint32_t code) {
  const Wiring w = wiring_of(code);
  std::uint8_t orders = 0;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      const int k = 3 - i - j;
      if (j == i || k < 0 || k > 2 || k == i || k == j) continue;
      orders = static_cast<std::uint8_t>(orders + (w.edge[i][j] && w.edge[j][k] && w.edge[i][k]));
    }
  }
  return orders;
}

constexpr std::array<std::uint8_t, 64> make_transitive_orders() {
  std::array<std::uint8_t, 64> table{};
  for (std::uint32_t code = 0; code < 64; ++code) table[code] = transitive_orders(code);
  return table;
}
inline constexpr std::array<std::uint8_t, 64> kTransitiveOrders = make_transitive_orders();

}  // namespace cnx
