#pragma once
// tile_source.h — a folder of tiles or a pack, open for reading: its manifest, and tiles that are
// what the manifest promises.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/manifest.h"
#include "format/tile_header.h"
#include "write/pack_writer.h"

namespace cnx {

class TileSource {
 public:
  /// A folder with manifest.json, or a file that is a pack. Errors, each one sentence: Missing (no
  /// such folder or file, or no manifest), Unreadable, BadMagic (a file that is no pack), and what
  /// decode_manifest and PackFile::open refuse.
  static Result<TileSource> open(const std::string& path);

  const std::string& path() const { return path_; }
  const Manifest& manifest() const { return pack_ ? pack_->manifest() : manifest_; }

  /// The neurons of tile `t` of a family: [first, first + count). Not for SynapseOverview.
  NeuronIndex first_neuron(const TileFamily& family, std::size_t t) const;
  std::uint32_t neuron_count(const TileFamily& family, std::size_t t) const;

  /// Tile `t` of a family, header included, after its hash and header were found right.
  /// Errors, each one sentence: Missing, Unreadable, HashMismatch, decode_tile_header's, OutOfRange
  /// (a header that names other neurons or another family).
  Result<std::vector<std::byte>> read_tile(const TileFamily& family, std::size_t t) const;

  /// A decoder's error as a sentence that names the tile and says what to do.
  Error damaged(const TileFamily& family, std::size_t t, const Error& error) const;

 private:
  explicit TileSource(std::string path) : path_(std::move(path)) {}

  std::string path_;
  Manifest manifest_;             // of a folder
  std::optional<PackFile> pack_;  // otherwise
};

/// What follows the header of a tile that read_tile gave.
inline std::span<const std::byte> payload_of(std::span<const std::byte> tile) {
  return tile.subspan(kTileHeaderBytes);
}

}  // namespace cnx
