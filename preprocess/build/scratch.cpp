#include "build/scratch.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "files.h"

namespace cnx {

namespace {

Error unwritable(const std::string& folder, int reason) {
  return {ErrorCode::Unwritable, folder + ": no room for a temporary file beside the output (" +
                                     system_reason(reason) +
                                     "); free some space there, or give more memory with --memory"};
}

/// An open file that no folder lists.
int open_nameless(const std::string& folder) {
#ifdef O_TMPFILE
  const int made = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (made >= 0) return made;
#endif
  std::string name = folder + "/.connectoscope-XXXXXX";
  const int file = ::mkstemp(name.data());
  if (file >= 0) ::unlink(name.c_str());
  return file;
}

}  // namespace

Scratch::Scratch(std::string folder, std::size_t memory_bytes)
    : folder_(std::move(folder)), memory_bytes_(memory_bytes) {
  if (memory_bytes_ == 0) return;
  void* const memory = ::mmap(nullptr, memory_bytes_, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    memory_bytes_ = 0;
  } else {
    memory_ = static_cast<std::byte*>(memory);
  }
}

Scratch::~Scratch() {
  if (memory_ != nullptr) ::munmap(memory_, memory_bytes_);
  if (file_ >= 0) ::close(file_);
}

Result<int> Scratch::file() {
  const int there = file_.load();
  if (there >= 0) return there;
  const int made = open_nameless(folder_);
  if (made < 0) return unwritable(folder_, errno);
  int none = -1;
  if (file_.compare_exchange_strong(none, made)) return made;
  ::close(made);  // another thread was faster
  return none;
}

Result<std::uint64_t> Scratch::append(std::span<const std::byte> bytes) {
  const std::uint64_t place = end_.fetch_add(bytes.size());
  const std::size_t in_memory =
      place >= memory_bytes_ ? 0 : std::min<std::size_t>(bytes.size(), memory_bytes_ - place);
  if (in_memory > 0) std::memcpy(memory_ + place, bytes.data(), in_memory);
  for (std::size_t done = in_memory; done < bytes.size();) {
    const auto to = file();
    if (!to.ok()) return to.error();
    const ssize_t put = ::pwrite(to.value(), bytes.data() + done, bytes.size() - done,
                                 static_cast<off_t>(place + done - memory_bytes_));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return unwritable(folder_, put < 0 ? errno : ENOSPC);
    done += static_cast<std::size_t>(put);
  }
  return place;
}

Result<Done> Scratch::read(std::uint64_t place, std::span<std::byte> out) const {
  CNX_CHECK(place + out.size() <= end_.load());
  const std::size_t in_memory =
      place >= memory_bytes_ ? 0 : std::min<std::size_t>(out.size(), memory_bytes_ - place);
  if (in_memory > 0) std::memcpy(out.data(), memory_ + place, in_memory);
  for (std::size_t done = in_memory; done < out.size();) {
    const ssize_t got = ::pread(file_.load(), out.data() + done, out.size() - done,
                                static_cast<off_t>(place + done - memory_bytes_));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      return Error{ErrorCode::Unwritable, folder_ + ": a temporary file cannot be read back (" +
                                              system_reason(got < 0 ? errno : EIO) + ")"};
    }
    done += static_cast<std::size_t>(got);
  }
  return Done{};
}

RecordBins::RecordBins(Scratch& scratch, std::size_t record_bytes, std::size_t bins,
                       std::size_t writers, std::size_t buffer_bytes)
    : scratch_(&scratch), record_bytes_(record_bytes), bins_(bins), writers_(writers) {
  CNX_CHECK(record_bytes > 0 && bins > 0);
  constexpr std::size_t kMostBytes = 64 << 10;  // more saves no time
  const std::size_t records =
      std::clamp(buffer_bytes / bins, std::size_t{1024}, kMostBytes) / record_bytes;
  buffer_bytes_ = std::max<std::size_t>(records, 1) * record_bytes;
}

std::byte* RecordBins::add(std::size_t writer, std::size_t bin) {
  Writer& to = writers_[writer];
  if (to.bins.empty()) {
    to.bins.resize(bins_);
    to.buffers.resize(bins_ * buffer_bytes_);
  }
  if (to.bins[bin].used == buffer_bytes_) put_away(to, bin);
  if (!to.done.ok()) return nullptr;
  std::byte* const place = to.buffers.data() + bin * buffer_bytes_ + to.bins[bin].used;
  to.bins[bin].used += static_cast<std::uint32_t>(record_bytes_);
  return place;
}

void RecordBins::put_away(Writer& writer, std::size_t bin) {
  Bin& from = writer.bins[bin];
  if (from.used == 0 || !writer.done.ok()) return;
  const auto place = scratch_->append(
      std::span<const std::byte>(writer.buffers.data() + bin * buffer_bytes_, from.used));
  if (!place.ok()) {
    writer.done = place.error();
    return;
  }
  from.pieces.push_back({place.value(), from.used});
  from.used = 0;
}

Result<Done> RecordBins::flush(std::size_t writer) {
  Writer& from = writers_[writer];
  for (std::size_t bin = 0; bin < from.bins.size(); ++bin) put_away(from, bin);
  from.buffers = {};
  return from.done;
}

std::uint64_t RecordBins::records(std::size_t bin) const {
  std::uint64_t bytes = 0;
  for (const Writer& writer : writers_) {
    if (writer.bins.empty()) continue;
    for (const Piece& piece : writer.bins[bin].pieces) bytes += piece.bytes;
  }
  return bytes / record_bytes_;
}

Result<std::vector<std::byte>> RecordBins::take(std::size_t bin) const {
  std::vector<std::byte> all(static_cast<std::size_t>(records(bin)) * record_bytes_);
  std::size_t at = 0;
  for (const Writer& writer : writers_) {
    if (writer.bins.empty()) continue;
    for (const Piece& piece : writer.bins[bin].pieces) {
      const auto done = scratch_->read(piece.place, std::span(all).subspan(at, piece.bytes));
      if (!done.ok()) return done.error();
      at += piece.bytes;
    }
  }
  return all;
}

}  // namespace cnx
