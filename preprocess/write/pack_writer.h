#pragma once
// pack_writer.h — one packed file (format/pack.h) from a folder of tiles, and back.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/manifest.h"
#include "format/pack.h"

namespace cnx {

/// Whether a pack may be put at `path`: nothing is there, or a pack. Errors: Unwritable, with what
/// to do.
Result<Done> check_pack_place(const std::string& path);

enum class PackOutcome { Written, UpToDate };

/// Packs the folder of tiles `folder` into `path`. Every tile's hash is checked on the way. The
/// file is written beside its place, waited for, and renamed: at `path` stands the older one or the
/// whole new one. A pack of the same manifest and of the right size is left as it is.
/// `number` as in tile_folder.h. Errors: Unreadable or Missing (a tile), HashMismatch (a tile has
/// changed), decode_manifest's, Unwritable.
Result<PackOutcome> write_pack(const std::string& folder, const std::string& path,
                               std::uint64_t number);

/// A pack, open for reading.
class PackFile {
 public:
  /// Reads header and manifest. Errors: Missing or Unreadable (the file), decode_pack_header's,
  /// HashMismatch (the manifest's text), decode_manifest's, Truncated or TrailingBytes (the file
  /// has another size than its manifest says).
  static Result<PackFile> open(const std::string& path);

  PackFile(PackFile&& other) noexcept;
  PackFile& operator=(PackFile&&) = delete;
  ~PackFile();

  const Manifest& manifest() const { return manifest_; }
  const PackHeader& header() const { return header_; }

  /// The bytes at the tile's place, unchecked. Errors: Unreadable.
  Result<std::vector<std::byte>> read_tile(const TileEntry& entry) const;

 private:
  PackFile(std::string path, int descriptor);

  std::string path_;
  int descriptor_;
  PackHeader header_;
  Manifest manifest_;
  PackIndex index_;
};

}  // namespace cnx
