#pragma once
// verify.h — `connectoscope verify DIR|PACK`: is a folder of tiles, or a packed file, what its
// manifest promises?

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/manifest.h"

namespace cnx {

/// Gives the bytes of a tile, or says why it cannot.
using TileLoader = std::function<Result<std::vector<std::byte>>(const TileEntry& entry)>;

/// Every way in which the tiles differ from what `manifest` (already accepted by decode_manifest)
/// and docs/format.md promise, one line each; empty when all is well.
///
/// Checked: each tile's size, hash, header and contents; source rows are a permutation, ids are
/// unique, positions reach exactly the manifest's bounds; rows of connections are each other's
/// transposes with the same counts, and add up to the manifest's numbers; each neuron has as many
/// synapses in its synapse row as its connections say. At most kMaxFindings lines.
/// Memory: all connections once (8 bytes each) and one tile.
std::vector<std::string> verify_tiles(const Manifest& manifest, const TileLoader& load);

inline constexpr std::size_t kMaxFindings = 100;  // more of the same helps nobody

struct VerifyOptions {
  std::string directory;  // or a pack
  bool json = false;      // the report on stdout is one JSON object
};

/// Reads the folder or pack, checks it and reports. Also tells of tiles that the manifest does not
/// name. Returns kExitDone, kExitFindings (each on a line of stdout) or kExitUnreadable (no
/// manifest, or the disk fails).
int run_verify(const VerifyOptions& options);

}  // namespace cnx
