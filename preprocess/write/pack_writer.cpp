#include "write/pack_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/hash.h"
#include "files.h"
#include "format/tile_name.h"
#include "write/tile_folder.h"

namespace cnx {

namespace fs = std::filesystem;

namespace {

Error failed_to(const char* what, const std::string& path, ErrorCode code) {
  return {code, path + ": cannot " + what + " (" + system_reason(errno) + ")"};
}

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Result<std::vector<std::byte>> read_part(int descriptor, const std::string& path,
                                         std::uint64_t offset, std::size_t count) {
  std::vector<std::byte> bytes(count);
  std::size_t filled = 0;
  while (filled < count) {
    const ssize_t got = ::pread(descriptor, bytes.data() + filled, count - filled,
                                static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed_to("read", path, ErrorCode::Unreadable);
    if (got == 0) return Error{ErrorCode::Truncated, path + ": the file is cut off"};
    filled += static_cast<std::size_t>(got);
  }
  return bytes;
}

/// A file that is written from its start; removed again unless it is put into place.
class NewFile {
 public:
  explicit NewFile(std::string path)
      : path_(std::move(path)),
        descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)),
        lock_(path_) {}
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!placed_) remove_partial(path_);
  }

  bool is_open() const { return descriptor_ >= 0; }

  bool append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const ssize_t put = ::write(descriptor_, bytes.data(), bytes.size());
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return false;
      bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return true;
  }

  /// On the disk, then at `place`, then its name on the disk.
  Result<Done> put_into_place(const std::string& place) {
    if (::fsync(descriptor_) != 0 || ::close(std::exchange(descriptor_, -1)) != 0) {
      return failed_to("write", path_, ErrorCode::Unwritable);
    }
    if (std::rename(path_.c_str(), place.c_str()) != 0) {
      return failed_to("put the pack into place", place, ErrorCode::Unwritable);
    }
    placed_ = true;
    const std::string parent = fs::path(place).parent_path().string();
    return sync_to_disk(parent.empty() ? "." : parent);
  }

 private:
  std::string path_;
  int descriptor_;
  PathLock lock_;
  bool placed_ = false;
};

}  // namespace

Result<Done> check_pack_place(const std::string& path) {
  std::error_code failure;
  const fs::file_status status = fs::symlink_status(path, failure);
  if (status.type() == fs::file_type::not_found) {
    const std::string parent = fs::path(path).parent_path().string();
    const char* const folder = parent.empty() ? "." : parent.c_str();
    if (::access(folder, W_OK | X_OK) == 0) return Done{};
    return failed_to("create the pack", path, ErrorCode::Unwritable);
  }
  if (status.type() != fs::file_type::regular) {
    return unwritable(path, "is there and is not a pack; choose another name");
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failed_to("open", path, ErrorCode::Unwritable);
  std::byte magic[4] = {};
  const ssize_t got = ::read(descriptor, magic, sizeof magic);
  ::close(descriptor);
  const auto first = encode_pack_header({});
  if (got != sizeof magic || !std::equal(magic, magic + sizeof magic, first.begin())) {
    return unwritable(path, "is there and is not a pack; choose another name or move it away");
  }
  return Done{};
}

Result<PackOutcome> write_pack(const std::string& folder, const std::string& path,
                               std::uint64_t number) {
  if (auto allowed = check_pack_place(path); !allowed.ok()) return allowed.error();
  const auto text = read_file(folder + "/" + kManifestName, kMaxManifestBytes);
  if (!text.ok()) return text.error();
  const auto manifest = decode_manifest(text_of(text.value()));
  if (!manifest.ok()) {
    return Error{manifest.error().code,
                 folder + "/" + kManifestName + ": " + manifest.error().where};
  }
  const PackHeader header = {static_cast<std::uint32_t>(text.value().size()),
                             xxh3_64(text.value())};
  if (const auto there = PackFile::open(path); there.ok() && there.value().header() == header) {
    return PackOutcome::UpToDate;
  }

  NewFile file{partial_path(path, number)};
  if (!file.is_open()) return failed_to("create the pack", path, ErrorCode::Unwritable);
  const auto append = [&](std::span<const std::byte> bytes) -> Result<Done> {
    if (file.append(bytes)) return Done{};
    return failed_to("write the pack", path, ErrorCode::Unwritable);
  };
  if (const auto put = append(encode_pack_header(header)); !put.ok()) return put.error();
  if (const auto put = append(text.value()); !put.ok()) return put.error();
  for (const TileEntry& tile : index_pack(manifest.value(), header.manifest_bytes).tiles) {
    const auto bytes = read_file(folder + "/" + tile_path(tile.hash), kMaxTileBytes);
    if (!bytes.ok()) return bytes.error();
    if (bytes.value().size() != tile.bytes || xxh3_64(bytes.value()) != tile.hash) {
      return Error{ErrorCode::HashMismatch,
                   folder + "/" + tile_path(tile.hash) +
                       ": not what the manifest promises; make the tiles again with --force"};
    }
    if (const auto put = append(bytes.value()); !put.ok()) return put.error();
  }
  if (const auto placed = file.put_into_place(path); !placed.ok()) return placed.error();
  return PackOutcome::Written;
}

PackFile::PackFile(std::string path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {}

PackFile::PackFile(PackFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      header_(other.header_),
      manifest_(std::move(other.manifest_)),
      index_(std::move(other.index_)) {}

PackFile::~PackFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<PackFile> PackFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return failed_to("open", path, errno == ENOENT ? ErrorCode::Missing : ErrorCode::Unreadable);
  }
  PackFile file{path, descriptor};
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    return Error{ErrorCode::Unreadable, path + ": not a file"};
  }
  const auto size = static_cast<std::uint64_t>(status.st_size);
  const auto first =
      read_part(descriptor, path, 0, std::min<std::uint64_t>(size, kPackHeaderBytes));
  if (!first.ok()) return first.error();
  const auto header = decode_pack_header(first.value());
  if (!header.ok()) return header.error();
  file.header_ = header.value();
  if (size < kPackHeaderBytes + std::uint64_t{file.header_.manifest_bytes}) {
    return Error{ErrorCode::Truncated, "the pack ends inside its manifest"};
  }
  const auto text = read_part(descriptor, path, kPackHeaderBytes, file.header_.manifest_bytes);
  if (!text.ok()) return text.error();
  if (xxh3_64(text.value()) != file.header_.manifest_hash) {
    return Error{ErrorCode::HashMismatch, "the pack's manifest is not the one its header promises"};
  }
  auto manifest = decode_manifest(text_of(text.value()));
  if (!manifest.ok()) {
    return Error{manifest.error().code, "the pack's manifest: " + manifest.error().where};
  }
  file.manifest_ = std::move(manifest).value();
  file.index_ = index_pack(file.manifest_, file.header_.manifest_bytes);
  if (size != file.index_.file_bytes) {
    return Error{size < file.index_.file_bytes ? ErrorCode::Truncated : ErrorCode::TrailingBytes,
                 "the pack has " + std::to_string(size) + " bytes instead of " +
                     std::to_string(file.index_.file_bytes)};
  }
  return file;
}

Result<std::vector<std::byte>> PackFile::read_tile(const TileEntry& entry) const {
  const auto place = index_.offsets.find(entry.hash);
  if (place == index_.offsets.end()) {
    return Error{ErrorCode::Missing, "the pack does not hold " + tile_path(entry.hash)};
  }
  return read_part(descriptor_, path_, place->second, entry.bytes);
}

}  // namespace cnx
