#include "files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <thread>

namespace cnx {

namespace {

// A disk that is told of many files at once writes them together; more at once gain nothing.
constexpr std::size_t kSyncsAtOnce = 16;

/// Closes when it goes out of scope; the descriptor of one open file.
class File {
 public:
  File(const std::string& path, int flags) : descriptor_(::open(path.c_str(), flags, 0666)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

  /// Some file systems report a full disk only here.
  bool close_now() {
    const int descriptor = descriptor_;
    descriptor_ = -1;
    return ::close(descriptor) == 0;
  }

 private:
  int descriptor_;
};

Error cannot(ErrorCode code, const char* what, const std::string& path) {
  const int reason = errno;
  const bool full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
  return {code, path + ": cannot " + what + " (" + system_reason(reason) + ")" +
                    (full ? "; free some space there, or choose another disk" : "")};
}

/// Lets the disk begin with what was written, so that sync_to_disk finds little left to wait for.
void start_writing_out([[maybe_unused]] int descriptor) {
#ifdef SYNC_FILE_RANGE_WRITE
  ::sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
#endif
}

}  // namespace

std::string system_reason(int error_number) {
  return std::generic_category().message(error_number);
}

Error unwritable(const std::string& path, const std::string& why) {
  return {ErrorCode::Unwritable, path + ": " + why};
}

Result<std::vector<std::byte>> read_file(const std::string& path, std::uint64_t max_bytes) {
  const File file{path, O_RDONLY | O_CLOEXEC};
  if (!file.is_open()) {
    if (errno == ENOENT) return Error{ErrorCode::Missing, path + ": there is no such file"};
    return cannot(ErrorCode::Unreadable, "open", path);
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return cannot(ErrorCode::Unreadable, "read", path);
  if (!S_ISREG(status.st_mode)) return Error{ErrorCode::Unreadable, path + ": not a file"};
  if (static_cast<std::uint64_t>(status.st_size) > max_bytes) {
    return Error{ErrorCode::OutOfRange,
                 path + ": larger than " + std::to_string(max_bytes) + " bytes"};
  }
  std::vector<std::byte> bytes(static_cast<std::size_t>(status.st_size));
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot(ErrorCode::Unreadable, "read", path);
    if (got == 0) break;  // the file shrank under us: give what there is
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

Result<Done> check_plain_file(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode)) return Done{};
  if (S_ISDIR(status.st_mode))
    return Error{ErrorCode::Unreadable, path + ": it is a folder, and a file is needed"};
  return Error{ErrorCode::Unreadable, path +
                                          ": it is a pipe or a device, and the input is read more "
                                          "than once; write it to a file first"};
}

Result<Done> write_file(const std::string& path, std::span<const std::byte> bytes) {
  File file{path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC};
  if (!file.is_open()) return cannot(ErrorCode::Unwritable, "create", path);
  while (!bytes.empty()) {
    const ssize_t put = ::write(file.get(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return cannot(ErrorCode::Unwritable, "write", path);
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  start_writing_out(file.get());
  if (!file.close_now()) return cannot(ErrorCode::Unwritable, "write", path);
  return Done{};
}

Result<Done> sync_to_disk(const std::string& path) {
  const File file{path, O_RDONLY | O_CLOEXEC};
  if (!file.is_open()) return cannot(ErrorCode::Unwritable, "open", path);
  // Some file systems cannot sync a folder, and say so with EINVAL; then it needs none.
  if (::fsync(file.get()) != 0 && errno != EINVAL) {
    return cannot(ErrorCode::Unwritable, "write", path);
  }
  return Done{};
}

Result<Done> sync_all_to_disk(std::span<const std::string> paths) {
  std::vector<std::optional<Error>> errors(paths.size());
  std::atomic<std::size_t> next = 0;
  std::vector<std::thread> waiters;
  for (std::size_t w = 0; w < std::min(kSyncsAtOnce, paths.size()); ++w) {
    waiters.emplace_back([&] {
      for (std::size_t i = next++; i < paths.size(); i = next++) {
        const auto synced = sync_to_disk(paths[i]);
        if (!synced.ok()) errors[i] = synced.error();
      }
    });
  }
  for (std::thread& waiter : waiters) waiter.join();
  for (const auto& error : errors) {
    if (error) return *error;
  }
  return Done{};
}

bool lies_in(const std::string& path, const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code failure;
  fs::path outer = fs::weakly_canonical(folder, failure);
  if (failure) return false;
  if (!outer.has_filename()) outer = outer.parent_path();  // of a folder to come, as in "new/"
  const fs::path inner = fs::weakly_canonical(path, failure);
  if (failure) return false;
  for (fs::path at = inner; !at.empty(); at = at.parent_path()) {
    if (at == outer) return true;
    if (at == at.parent_path()) break;
  }
  return false;
}

}  // namespace cnx
