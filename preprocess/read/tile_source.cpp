#include "read/tile_source.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "base/hash.h"
#include "files.h"
#include "format/tile_name.h"

namespace cnx {
namespace {

/// Reads the manifest of a folder. Errors: read_file's, decode_manifest's, each as a sentence.
Result<Manifest> read_manifest(const std::string& folder) {
  const std::string path = folder + "/" + kManifestName;
  const auto bytes = read_file(path, kMaxManifestBytes);
  if (!bytes.ok()) {
    if (bytes.error().code != ErrorCode::Missing) return bytes.error();
    return Error{ErrorCode::Missing, folder +
                                         " holds no tiles (it has no manifest.json); make them "
                                         "with: connectoscope tile INPUT.h5 -o " +
                                         folder};
  }
  const auto* const text = reinterpret_cast<const char*>(bytes.value().data());
  auto manifest = decode_manifest(std::string_view(text, bytes.value().size()));
  if (!manifest.ok()) {
    return Error{
        manifest.error().code == ErrorCode::Missing ? ErrorCode::Syntax : manifest.error().code,
        path + " is not a manifest that this version reads (" + manifest.error().where +
            "); tile the input again"};
  }
  return manifest;
}

Error pack_error(const std::string& path, const Error& error) {
  switch (error.code) {
    case ErrorCode::Missing:
    case ErrorCode::Unreadable: return error;
    case ErrorCode::BadMagic: return {error.code, path + ": neither a folder of tiles nor a pack"};
    default:
      return {error.code, path + " is not a pack that this version reads (" + error.where +
                              "); pack the tiles again"};
  }
}

}  // namespace

Result<TileSource> TileSource::open(const std::string& path) {
  TileSource source{path};
  std::error_code failure;
  if (std::filesystem::is_regular_file(path, failure)) {
    auto pack = PackFile::open(path);
    if (!pack.ok()) return pack_error(path, pack.error());
    source.pack_.emplace(std::move(pack).value());
    return source;
  }
  auto manifest = read_manifest(path);
  if (!manifest.ok()) return manifest.error();
  source.manifest_ = std::move(manifest).value();
  return source;
}

NeuronIndex TileSource::first_neuron(const TileFamily& family, std::size_t t) const {
  CNX_CHECK(family.kind != TileKind::SynapseOverview && t < family.tiles.size());
  return static_cast<NeuronIndex>(t * family.block_neurons);
}

std::uint32_t TileSource::neuron_count(const TileFamily& family, std::size_t t) const {
  return std::min(family.block_neurons, manifest().neuron_count - first_neuron(family, t));
}

Result<std::vector<std::byte>> TileSource::read_tile(const TileFamily& family,
                                                     std::size_t t) const {
  const TileEntry& entry = family.tiles[t];
  const std::string file = path_ + "/" + tile_path(entry.hash);
  auto tile = pack_ ? pack_->read_tile(entry) : read_file(file, kMaxTileBytes);
  if (!tile.ok() && tile.error().code != ErrorCode::OutOfRange) return tile.error();
  if (!tile.ok() || tile.value().size() != entry.bytes || xxh3_64(tile.value()) != entry.hash) {
    return Error{ErrorCode::HashMismatch, file + " is not the tile that the manifest names"};
  }
  const auto header = decode_tile_header(tile.value());
  if (!header.ok()) return damaged(family, t, header.error());
  if (header.value().kind != family.kind ||
      header.value().first_neuron != first_neuron(family, t) ||
      header.value().neuron_count != neuron_count(family, t)) {
    return damaged(family, t, Error{ErrorCode::OutOfRange, "tile header"});
  }
  return tile;
}

Error TileSource::damaged(const TileFamily& family, std::size_t t, const Error& error) const {
  return {error.code, path_ + "/" + tile_path(family.tiles[t].hash) + " is damaged (" +
                          error.where + "); tile the input again"};
}

}  // namespace cnx
