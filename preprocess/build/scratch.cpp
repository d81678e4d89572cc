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

MemoryBudget::~MemoryBudget() {
  for (std::byte* const chunk : free_) ::munmap(chunk, kChunkBytes);
}

std::byte* MemoryBudget::take() {
  const std::lock_guard lock(lock_);
  if (!free_.empty()) {
    std::byte* const chunk = free_.back();
    free_.pop_back();
    return chunk;
  }
  if (left_ == 0) return nullptr;
  void* const chunk =
      ::mmap(nullptr, kChunkBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (chunk == MAP_FAILED) return nullptr;
#ifdef MADV_HUGEPAGE
  ::madvise(chunk, kChunkBytes, MADV_HUGEPAGE);  // one fault, not hundreds
#endif
  --left_;
  return static_cast<std::byte*>(chunk);
}

void MemoryBudget::give_back(std::byte* chunk) {
  const std::lock_guard lock(lock_);
  free_.push_back(chunk);
}

Scratch::Scratch(std::string folder, MemoryBudget& budget)
    : folder_(std::move(folder)), budget_(budget) {}

Scratch::~Scratch() {
  for (Chunk& chunk : chunks_) free_chunk(chunk);
  if (file_ >= 0) ::close(file_);
}

void Scratch::free_chunk(Chunk& chunk) {
  if (chunk.memory == nullptr) return;
  budget_.give_back(chunk.memory);
  chunk.memory = nullptr;
}

Scratch::Chunk Scratch::chunk_for_writing(std::size_t number) {
  const std::lock_guard lock(chunks_lock_);
  if (number >= chunks_.size()) chunks_.resize(number + 1);
  Chunk& chunk = chunks_[number];
  if (chunk.decided) return chunk;
  chunk.decided = true;
  chunk.memory = budget_.take();
  if (chunk.memory == nullptr) chunk.file_offset = file_chunks_++ * kChunkBytes;
  return chunk;
}

Scratch::Chunk Scratch::chunk(std::size_t number) const {
  const std::lock_guard lock(chunks_lock_);
  CNX_CHECK(number >= forgotten_ && number < chunks_.size() && chunks_[number].decided);
  return chunks_[number];
}

void Scratch::forget_before(std::uint64_t place) {
  const std::lock_guard lock(chunks_lock_);
  const auto end = std::min<std::size_t>(place / kChunkBytes, chunks_.size());
  for (; forgotten_ < end; ++forgotten_) free_chunk(chunks_[forgotten_]);
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
  const std::uint64_t place = reserve(bytes.size());
  if (const auto done = write(place, bytes); !done.ok()) return done.error();
  return place;
}

Result<Done> Scratch::write(std::uint64_t place, std::span<const std::byte> bytes) {
  CNX_CHECK(place + bytes.size() <= end_.load());
  while (!bytes.empty()) {
    const std::size_t from = place % kChunkBytes;
    const auto part = bytes.first(std::min(bytes.size(), kChunkBytes - from));
    const Chunk to = chunk_for_writing(static_cast<std::size_t>(place / kChunkBytes));
    if (to.memory != nullptr) {
      std::memcpy(to.memory + from, part.data(), part.size());
    } else {
      const auto there = file();
      if (!there.ok()) return there.error();
      for (std::size_t done = 0; done < part.size();) {
        const ssize_t put = ::pwrite(there.value(), part.data() + done, part.size() - done,
                                     static_cast<off_t>(to.file_offset + from + done));
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return unwritable(folder_, put < 0 ? errno : ENOSPC);
        done += static_cast<std::size_t>(put);
      }
    }
    place += part.size();
    bytes = bytes.subspan(part.size());
  }
  return Done{};
}

Result<Done> Scratch::read(std::uint64_t place, std::span<std::byte> out) const {
  CNX_CHECK(place + out.size() <= end_.load());
  while (!out.empty()) {
    const std::size_t from = place % kChunkBytes;
    const auto part = out.first(std::min(out.size(), kChunkBytes - from));
    const Chunk in = chunk(static_cast<std::size_t>(place / kChunkBytes));
    if (in.memory != nullptr) {
      std::memcpy(part.data(), in.memory + from, part.size());
    } else {
      for (std::size_t done = 0; done < part.size();) {
        const ssize_t got = ::pread(file_.load(), part.data() + done, part.size() - done,
                                    static_cast<off_t>(in.file_offset + from + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
          return Error{ErrorCode::Unwritable, folder_ + ": a temporary file cannot be read back (" +
                                                  system_reason(got < 0 ? errno : EIO) + ")"};
        }
        done += static_cast<std::size_t>(got);
      }
    }
    place += part.size();
    out = out.subspan(part.size());
  }
  return Done{};
}

RecordBins::RecordBins(Scratch& scratch, std::size_t record_bytes, std::size_t bins,
                       std::size_t writers, std::size_t buffer_bytes,
                       std::span<const std::uint64_t> records_by_bin)
    : scratch_(&scratch), record_bytes_(record_bytes), bins_(bins), writers_(writers) {
  CNX_CHECK(record_bytes > 0 && bins > 0);
  constexpr std::size_t kMostBytes = 64 << 10;  // more saves no time
  const std::size_t records =
      std::clamp(buffer_bytes / bins, std::size_t{1024}, kMostBytes) / record_bytes;
  buffer_bytes_ = std::max<std::size_t>(records, 1) * record_bytes;
  if (records_by_bin.empty()) return;
  CNX_CHECK(records_by_bin.size() == bins);
  std::uint64_t bytes = 0;
  for (const std::uint64_t count : records_by_bin) bytes += count * record_bytes;
  std::uint64_t place = scratch.reserve(bytes);
  next_ = std::make_unique<std::atomic<std::uint64_t>[]>(bins);
  for (std::size_t bin = 0; bin < bins; ++bin) {
    next_[bin] = place;
    place += records_by_bin[bin] * record_bytes;
    ends_.push_back(place);
  }
}

bool RecordBins::make_room(Writer& writer, std::size_t bin) {
  if (writer.used.empty()) {
    writer.pieces.resize(bins_);
    writer.used.resize(bins_);
    writer.buffers = RecordBytes(bins_ * buffer_bytes_);
    return true;
  }
  put_away(writer, bin);
  return writer.done.ok();
}

void RecordBins::put_away(Writer& writer, std::size_t bin) {
  std::uint32_t& used = writer.used[bin];
  if (used == 0 || !writer.done.ok()) return;
  const auto place =
      put_away(bin, std::span<const std::byte>(writer.buffers.data() + bin * buffer_bytes_, used));
  if (!place.ok()) {
    writer.done = place.error();
    return;
  }
  writer.pieces[bin].push_back({place.value(), used});
  used = 0;
}

Result<std::uint64_t> RecordBins::put_away(std::size_t bin, std::span<const std::byte> records) {
  if (ends_.empty()) return scratch_->append(records);
  const std::uint64_t place = next_[bin].fetch_add(records.size());
  if (place + records.size() > ends_[bin]) return Error{ErrorCode::OutOfRange, "records of a bin"};
  if (const auto done = scratch_->write(place, records); !done.ok()) return done.error();
  return place;
}

void RecordBins::forget_before(std::size_t bin) {
  if (bin > 0 && !ends_.empty()) scratch_->forget_before(ends_[bin - 1]);
}

Result<Done> RecordBins::flush(std::size_t writer) {
  Writer& from = writers_[writer];
  for (std::size_t bin = 0; bin < from.used.size(); ++bin) put_away(from, bin);
  from.buffers = {};
  return from.done;
}

std::uint64_t RecordBins::records(std::size_t bin) const {
  std::uint64_t bytes = 0;
  for (const Writer& writer : writers_) {
    if (writer.pieces.empty()) continue;
    for (const Piece& piece : writer.pieces[bin]) bytes += piece.bytes;
  }
  return bytes / record_bytes_;
}

Result<RecordBytes> RecordBins::take(std::size_t bin) const {
  RecordBytes all(static_cast<std::size_t>(records(bin)) * record_bytes_);
  if (const auto done = take(bin, std::span(all.data(), all.size())); !done.ok()) {
    return done.error();
  }
  return all;
}

Result<Done> RecordBins::take(std::size_t bin, std::span<std::byte> out) const {
  std::size_t at = 0;
  for (const Writer& writer : writers_) {
    if (writer.pieces.empty()) continue;
    for (const Piece& piece : writer.pieces[bin]) {
      const auto done = scratch_->read(piece.place, out.subspan(at, piece.bytes));
      if (!done.ok()) return done;
      at += piece.bytes;
    }
  }
  CNX_CHECK(at == out.size());
  return Done{};
}

}  // namespace cnx
