#pragma once
// tile_folder.h — a folder of tiles that appears whole or not at all.
//
// Tiles are written to a folder beside the final one, DIR.partial-<number>; when everything is on
// the disk, manifest last, one rename puts it into place. Whatever happens before leaves DIR as
// it was.

#include <cstdint>
#include <set>
#include <span>
#include <string>

#include "base/result.h"
#include "format/manifest.h"

namespace cnx {

/// What may be done with an output folder that is there already.
enum class Replace {
  OwnTiles,    // only a folder that holds tiles that this version reads, and nothing else
  AnyManifest  // any folder with a manifest.json, whatever else it holds
};

/// Whether tiles may go to `folder`: it is not there, or empty, or holds what `replace` allows.
/// Errors: Unwritable, with what to do.
Result<Done> check_output_folder(const std::string& folder, Replace replace);

/// Where the tiles for `folder` stand until they are complete. `number` tells runs apart.
std::string partial_folder(const std::string& folder, std::uint64_t number);

/// Removes a partial folder and all that is in it, if it is there.
void remove_partial_folder(const std::string& partial);

class TileFolder {
 public:
  /// Makes the partial folder, and the folders above it. Errors: Unwritable.
  static Result<TileFolder> create(const std::string& folder, Replace replace,
                                   std::uint64_t number);

  TileFolder(TileFolder&& other) noexcept;
  TileFolder& operator=(TileFolder&&) = delete;
  TileFolder(const TileFolder&) = delete;
  ~TileFolder();  // removes the partial folder, unless publish() has put it into place

  /// Writes one tile under the name that its hash gives it; a tile that is there already is the
  /// same.
  Result<Done> add(std::uint64_t hash, std::span<const std::byte> tile);

  /// Waits for the disk, writes manifest.json, and puts the folder into place. An old one is
  /// exchanged for it in one step where the system can, and then deleted.
  Result<Done> publish(const Manifest& manifest);

 private:
  TileFolder(std::string folder, std::string partial, Replace replace);

  std::string folder_;
  std::string partial_;  // empty once it is in place
  Replace replace_;
  std::set<std::uint64_t> written_;
};

}  // namespace cnx
