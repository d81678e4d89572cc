#include "write/tile_folder.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/check.h"
#include "files.h"
#include "format/tile_name.h"
#include "write/manifest_writer.h"

namespace cnx {

namespace fs = std::filesystem;

namespace {

/// Ours are the tiles' folder, the manifest, the record of the source, and compressed copies of
/// the two that a server may have beside.
bool is_tile_folder_entry(std::string_view name) {
  if (name == "tiles") return true;
  for (const std::string_view ours : {kManifestName, kSourceRecordName}) {
    if (!name.starts_with(ours)) continue;
    const std::string_view rest = name.substr(ours.size());
    if (rest.empty() || rest == ".br" || rest == ".gz") return true;
  }
  return false;
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

constexpr std::string_view kPartialMark = ".partial-";
constexpr std::string_view kOldMark = ".old";  // of the older tiles, between two renames

struct Leftover {
  std::string path;
  bool is_old = false;
};

/// What is called like a partial output of `name`, of a process that is not there any more.
std::optional<Leftover> as_leftover(const fs::directory_entry& entry, const std::string& name) {
  const std::string entry_name = entry.path().filename().string();
  std::string_view rest = entry_name;
  if (!rest.starts_with(name)) return std::nullopt;
  rest.remove_prefix(name.size());
  if (!rest.starts_with(kPartialMark)) return std::nullopt;
  rest.remove_prefix(kPartialMark.size());
  const bool is_old = rest.ends_with(kOldMark);
  if (is_old) rest.remove_suffix(kOldMark.size());
  pid_t process = 0;
  const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), process);
  if (failure != std::errc() || end != rest.data() + rest.size() || process <= 0)
    return std::nullopt;
  if (process != ::getpid() && (::kill(process, 0) == 0 || errno != ESRCH)) return std::nullopt;
  return Leftover{entry.path().string(), is_old};
}

/// Whether a folder holds nothing but what we put there: a stranger's is not ours to remove.
bool holds_only_ours(const std::string& path) {
  std::error_code failure;
  if (!fs::is_directory(fs::symlink_status(path, failure))) {
    return fs::is_regular_file(fs::symlink_status(path, failure));
  }
  for (fs::directory_iterator entry{path, failure}, end; !failure && entry != end;
       entry.increment(failure)) {
    if (!is_tile_folder_entry(entry->path().filename().string())) return false;
  }
  return !failure;
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

std::string partial_path(const std::string& output, std::uint64_t number) {
  return plain_path(output) + std::string(kPartialMark) + std::to_string(number);
}

void remove_partial(const std::string& partial) {
  std::error_code ignored;  // nothing can be done about what cannot be deleted
  fs::remove_all(partial, ignored);
}

void remove_leftovers(const std::string& output) {
  const std::string path = plain_path(output);
  std::vector<Leftover> leftovers;
  std::error_code failure;
  for (fs::directory_iterator entry{parent_of(path), failure}, end; !failure && entry != end;
       entry.increment(failure)) {
    if (auto found = as_leftover(*entry, fs::path(path).filename().string())) {
      leftovers.push_back(*std::move(found));
    }
  }
  for (const Leftover& leftover : leftovers) {
    const PathLock lock{leftover.path};
    if (!lock.held() || !holds_only_ours(leftover.path)) continue;
    std::error_code ignored;
    if (leftover.is_old && !fs::exists(fs::symlink_status(path, ignored))) {
      fs::rename(leftover.path, path, ignored);
    } else {
      remove_partial(leftover.path);
    }
  }
}

PathLock::PathLock(const std::string& path)
    : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) {
  if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  if (errno != EWOULDBLOCK) return;  // no locks here: the process's id alone must tell
  ::close(std::exchange(descriptor_, -1));
}

PathLock::PathLock(PathLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

PathLock& PathLock::operator=(PathLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

PathLock::~PathLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

TileFolder::TileFolder(std::string folder, std::string partial, Replace replace)
    : folder_(std::move(folder)),
      partial_(std::move(partial)),
      replace_(replace),
      lock_(partial_) {}

TileFolder::TileFolder(TileFolder&& other) noexcept
    : folder_(std::move(other.folder_)),
      partial_(std::exchange(other.partial_, {})),
      replace_(other.replace_),
      lock_(std::move(other.lock_)),
      written_(std::move(other.written_)),
      other_files_(std::move(other.other_files_)) {}

TileFolder::~TileFolder() {
  if (!partial_.empty()) remove_partial(partial_);
}

Result<TileFolder> TileFolder::create(const std::string& folder, Replace replace,
                                      std::uint64_t number) {
  const std::string path = plain_path(folder);
  const auto allowed = check_output_folder(path, replace);
  if (!allowed.ok()) return allowed.error();
  const std::string partial = partial_path(path, number);
  std::error_code failure;
  fs::remove_all(partial, failure);  // of a run with the same number that was cut off
  fs::create_directories(partial + "/tiles", failure);
  if (failure) {
    remove_partial(partial);
    return unwritable(path, "cannot create a folder there (" + failure.message() + ")");
  }
  return TileFolder{path, partial, replace};
}

Result<Done> TileFolder::add(std::uint64_t hash, std::span<const std::byte> tile) {
  if (!written_.insert(hash).second) return Done{};
  return write_file(partial_ + "/" + tile_path(hash), tile);
}

Result<Done> TileFolder::add_file(const std::string& name, std::span<const std::byte> bytes) {
  CNX_CHECK(is_tile_folder_entry(name) && name != kManifestName);
  other_files_.insert(name);
  return write_file(partial_ + "/" + name, bytes);
}

Result<Done> TileFolder::publish(const Manifest& manifest) {
  std::vector<std::string> files;
  for (const std::uint64_t hash : written_) files.push_back(partial_ + "/" + tile_path(hash));
  for (const std::string& name : other_files_) files.push_back(partial_ + "/" + name);
  if (auto synced = sync_all_to_disk(files); !synced.ok()) return synced;
  if (auto synced = sync_to_disk(partial_ + "/tiles"); !synced.ok()) return synced;
  if (auto written = write_manifest(manifest, partial_); !written.ok()) return written;

  // The folder may have changed while the tiles were made.
  if (auto allowed = check_output_folder(folder_, replace_); !allowed.ok()) return allowed;
  std::error_code failure;
  if (!fs::exists(fs::symlink_status(folder_, failure))) {
    fs::rename(partial_, folder_, failure);
  } else if (exchange_folders(partial_, folder_)) {
    remove_partial(partial_);
  } else {
    const std::string old = partial_ + std::string(kOldMark);
    fs::rename(folder_, old, failure);
    if (!failure) {
      fs::rename(partial_, folder_, failure);
      if (failure) {
        std::error_code back;
        fs::rename(old, folder_, back);
      } else {
        remove_partial(old);
      }
    }
  }
  if (failure)
    return unwritable(folder_, "cannot put the tiles into place (" + failure.message() + ")");
  partial_.clear();
  return sync_to_disk(parent_of(folder_));
}

}  // namespace cnx
