#pragma once
// tile_name.h — a tile's hash is its name, so that a tile can be cached for ever.

#include <cstdint>
#include <string>

#include "base/hash.h"

namespace cnx {

/// Path of a tile relative to manifest.json: "tiles/0123456789abcdef.tile".
inline std::string tile_path(std::uint64_t hash) { return "tiles/" + hash_to_hex(hash) + ".tile"; }

inline constexpr const char* kManifestName = "manifest.json";

}  // namespace cnx
