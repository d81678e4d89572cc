#include "stream/tile_state.h"

#include <doctest/doctest.h>

#include <string_view>

using namespace cnx;

TEST_CASE("tile states follow the table in tile_state.h, every cell of it") {
  // One row per state, one letter per event, in the order of the enums:
  // the first letter of the next state, '.' for no change, '-' for impossible.
  constexpr std::string_view kTable[] = {"Q.-----", ".AF----", ".A-D-X-",
                                         ".A--RX-", ".A-----", ".A----Q"};
  constexpr std::string_view kLetters = "AQFDRX";
  for (std::size_t s = 0; s < kTileStateCount; ++s) {
    for (std::size_t e = 0; e < 7; ++e) {
      CAPTURE(s);
      CAPTURE(e);
      const auto next = next_tile_state(static_cast<TileState>(s), static_cast<TileEvent>(e));
      const char expected = kTable[s][e];
      if (expected == '-') {
        CHECK_FALSE(next.has_value());
      } else if (expected == '.') {
        CHECK(next == static_cast<TileState>(s));
      } else {
        CHECK(next == static_cast<TileState>(kLetters.find(expected)));
      }
    }
  }
}
