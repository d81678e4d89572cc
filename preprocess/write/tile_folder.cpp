#include "write/tile_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "files.h"
#include "format/tile_name.h"
#include "write/manifest_writer.h"

namespace cnx {

namespace fs = std::filesystem;

namespace {

Error unwritable(const std::string& path, const std::string& why) {
  return {ErrorCode::Unwritable, path + ": " + why};
}

/// Ours are the manifest, the tiles' folder, and compressed copies that a server may have beside.
bool is_tile_folder_entry(const std::string& name) {
  return name == kManifestName || name == std::string(kManifestName) + ".br" ||
         name == std::string(kManifestName) + ".gz" || name == "tiles";
}

/// Puts `partial` where `folder` is, and what was there to `partial`, in one step. False when the
/// system cannot do that.
bool exchange_folders(const std::string& partial, const std::string& folder) {
#ifdef RENAME_EXCHANGE
  return ::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) == 0;
#else
  return false;
#endif
}

/// The folder's place without "." and slashes at the end: names beside it can be made from it.
std::string plain_path(const std::string& folder) {
  std::error_code failure;
  const fs::path absolute = fs::absolute(folder, failure);
  std::string path = (failure ? fs::path(folder) : absolute).lexically_normal().string();
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

std::string parent_of(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

}  // namespace

Result<Done> check_output_folder(const std::string& folder, Replace replace) {
  std::error_code failure;
  const fs::file_status status = fs::symlink_status(folder, failure);
  if (status.type() == fs::file_type::not_found) return Done{};
  if (status.type() == fs::file_type::none) return unwritable(folder, failure.message());
  if (status.type() != fs::file_type::directory) {
    return unwritable(folder, "is there and is not a folder; choose another output folder");
  }

  std::string stranger;
  bool has_manifest = false, is_empty = true;
  for (fs::directory_iterator entry{folder, failure}, end; !failure && entry != end;
       entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    is_empty = false;
    has_manifest = has_manifest || name == kManifestName;
    // The first by name, so that the sentence does not depend on the disk's order.
    if (!is_tile_folder_entry(name) && (stranger.empty() || name < stranger)) stranger = name;
  }
  if (failure) return unwritable(folder, failure.message());
  if (is_empty) return Done{};
  if (!has_manifest) {
    return unwritable(folder,
                      "is not empty and holds no tiles; choose another output folder or empty it");
  }
  if (replace == Replace::AnyManifest) return Done{};
  if (!stranger.empty()) {
    return unwritable(folder,
                      "holds \"" + stranger +
                          "\" beside the tiles; move it away, or give --force to replace all");
  }
  const auto text = read_file(folder + "/" + kManifestName, kMaxManifestBytes);
  const bool ours =
      text.ok() &&
      decode_manifest({reinterpret_cast<const char*>(text.value().data()), text.value().size()})
          .ok();
  if (!ours) {
    return unwritable(folder,
                      "holds a manifest.json that this version cannot read; choose another output "
                      "folder, or give --force to replace it");
  }
  return Done{};
}

std::string partial_folder(const std::string& folder, std::uint64_t number) {
  return plain_path(folder) + ".partial-" + std::to_string(number);
}

void remove_partial_folder(const std::string& partial) {
  std::error_code ignored;  // nothing can be done about what cannot be deleted
  fs::remove_all(partial, ignored);
}

TileFolder::TileFolder(std::string folder, std::string partial, Replace replace)
    : folder_(std::move(folder)), partial_(std::move(partial)), replace_(replace) {}

TileFolder::TileFolder(TileFolder&& other) noexcept
    : folder_(std::move(other.folder_)),
      partial_(std::exchange(other.partial_, {})),
      replace_(other.replace_),
      written_(std::move(other.written_)) {}

TileFolder::~TileFolder() {
  if (!partial_.empty()) remove_partial_folder(partial_);
}

Result<TileFolder> TileFolder::create(const std::string& folder, Replace replace,
                                      std::uint64_t number) {
  const std::string path = plain_path(folder);
  const auto allowed = check_output_folder(path, replace);
  if (!allowed.ok()) return allowed.error();
  const std::string partial = partial_folder(path, number);
  std::error_code failure;
  fs::remove_all(partial, failure);  // of a run with the same number that was cut off
  fs::create_directories(partial + "/tiles", failure);
  if (failure) return unwritable(partial, "cannot create the folder (" + failure.message() + ")");
  return TileFolder{path, partial, replace};
}

Result<Done> TileFolder::add(std::uint64_t hash, std::span<const std::byte> tile) {
  if (!written_.insert(hash).second) return Done{};
  return write_file(partial_ + "/" + tile_path(hash), tile);
}

Result<Done> TileFolder::publish(const Manifest& manifest) {
  for (const std::uint64_t hash : written_) {
    if (auto synced = sync_to_disk(partial_ + "/" + tile_path(hash)); !synced.ok()) return synced;
  }
  if (auto synced = sync_to_disk(partial_ + "/tiles"); !synced.ok()) return synced;
  if (auto written = write_manifest(manifest, partial_); !written.ok()) return written;

  // The folder may have changed while the tiles were made.
  if (auto allowed = check_output_folder(folder_, replace_); !allowed.ok()) return allowed;
  std::error_code failure;
  if (!fs::exists(fs::symlink_status(folder_, failure))) {
    fs::rename(partial_, folder_, failure);
  } else if (exchange_folders(partial_, folder_)) {
    remove_partial_folder(partial_);
  } else {
    const std::string old = partial_ + ".old";
    fs::rename(folder_, old, failure);
    if (!failure) {
      fs::rename(partial_, folder_, failure);
      if (failure) {
        std::error_code back;
        fs::rename(old, folder_, back);
      } else {
        remove_partial_folder(old);
      }
    }
  }
  if (failure)
    return unwritable(folder_, "cannot put the tiles into place (" + failure.message() + ")");
  partial_.clear();
  return sync_to_disk(parent_of(folder_));
}

}  // namespace cnx
