#pragma once
// tile_key.h — which tile: family and number, as the manifest counts them.

#include <compare>
#include <cstdint>

namespace cnx {

struct TileKey {
  std::uint16_t family = 0;  // index into Manifest::families
  std::uint32_t index = 0;   // index into TileFamily::tiles

  auto operator<=>(const TileKey&) const = default;
};

}  // namespace cnx
