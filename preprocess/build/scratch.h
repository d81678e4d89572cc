#pragma once
// scratch.h — bytes that are put away for later: the first ones in memory, the rest in a file
// without a name, which is gone when the program ends, however it ends.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace cnx {

/// The memory that several scratches share, in chunks. A chunk that comes back serves again: the
/// system would have to clear another one. From any thread.
class MemoryBudget {
 public:
  static constexpr std::size_t kChunkBytes = std::size_t{2} << 20;  // a large page of most systems

  explicit MemoryBudget(std::size_t bytes) : left_(bytes / kChunkBytes) {}
  MemoryBudget(const MemoryBudget&) = delete;
  MemoryBudget& operator=(const MemoryBudget&) = delete;
  ~MemoryBudget();

  /// kChunkBytes with any content; nullptr when all are taken.
  std::byte* take();
  void give_back(std::byte* chunk);

 private:
  std::mutex lock_;
  std::size_t left_;  // chunks that may still be asked for
  std::vector<std::byte*> free_;
};

/// Append, write and read from any thread. What was written is readable when the call has returned.
class Scratch {
 public:
  static constexpr std::size_t kChunkBytes = MemoryBudget::kChunkBytes;

  /// Keeps chunks in memory as far as `budget` goes, which must outlive it, and the others in a
  /// file in `folder`, made when it is needed.
  Scratch(std::string folder, MemoryBudget& budget);
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch();

  /// Puts `bytes` away; returns their place. Errors: Unwritable (no file can be made, disk full).
  Result<std::uint64_t> append(std::span<const std::byte> bytes);

  /// Room for `bytes`, to be filled with write(); returns its place.
  std::uint64_t reserve(std::uint64_t bytes) { return end_.fetch_add(bytes); }
  /// Errors: as of append.
  Result<Done> write(std::uint64_t place, std::span<const std::byte> bytes);

  /// Fills `out` from `place` on, all of which was written. Errors: Unwritable (the file cannot be
  /// read back).
  Result<Done> read(std::uint64_t place, std::span<std::byte> out) const;

  /// What lies before `place` will not be read any more: gives its memory back.
  void forget_before(std::uint64_t place);

 private:
  /// Where kChunkBytes are, once something was written there.
  struct Chunk {
    bool decided = false;
    std::byte* memory = nullptr;  // else it is in the file
    std::uint64_t file_offset = 0;
  };
  Chunk chunk_for_writing(std::size_t number);
  Chunk chunk(std::size_t number) const;
  void free_chunk(Chunk& chunk);
  Result<int> file();

  std::string folder_;
  MemoryBudget& budget_;
  mutable std::mutex chunks_lock_;
  std::vector<Chunk> chunks_;
  std::uint64_t file_chunks_ = 0;
  std::size_t forgotten_ = 0;  // chunks
  std::atomic<std::uint64_t> end_{0};
  std::atomic<int> file_{-1};
};

/// Bytes that are about to be written: nothing clears them first.
class RecordBytes {
 public:
  RecordBytes() = default;
  explicit RecordBytes(std::size_t size)
      : bytes_(std::make_unique_for_overwrite<std::byte[]>(size)), size_(size) {}
  std::size_t size() const { return size_; }
  std::byte* data() { return bytes_.get(); }
  const std::byte* data() const { return bytes_.get(); }

 private:
  std::unique_ptr<std::byte[]> bytes_;
  std::size_t size_ = 0;
};

/// Records of equal size by bin, in the order in which they are appended in each.
///
/// Each writer has its own small buffer for each bin; records of one bin come back writer by
/// writer. With a writer for each slice of an input the order does not depend on threads.
class RecordBins {
 public:
  /// `buffer_bytes` for all buffers of one writer while it is at work. Where it is known how many
  /// records each bin will get, bins lie one after another, and forget_before() frees memory.
  RecordBins(Scratch& scratch, std::size_t record_bytes, std::size_t bins, std::size_t writers,
             std::size_t buffer_bytes, std::span<const std::uint64_t> records_by_bin = {});

  /// Space for one more record in a bin, to be filled at once; nullptr when what was there before
  /// could not be put away (see flush).
  std::byte* add(std::size_t writer, std::size_t bin) {
    Writer& to = writers_[writer];
    if (to.used.empty() || to.used[bin] == buffer_bytes_) {
      if (!make_room(to, bin)) return nullptr;
    }
    std::byte* const place = to.buffers.data() + bin * buffer_bytes_ + to.used[bin];
    to.used[bin] += static_cast<std::uint32_t>(record_bytes_);
    return place;
  }
  /// Ends a writer: everything is put away, its buffers are freed. Errors: Unwritable; OutOfRange
  /// (a bin got more records than were announced).
  Result<Done> flush(std::size_t writer);

  std::uint64_t records(std::size_t bin) const;
  /// All records of a bin. Precondition: every writer that was used is flushed.
  Result<RecordBytes> take(std::size_t bin) const;
  /// The same into memory of the caller's, of as many bytes as records(bin) take.
  Result<Done> take(std::size_t bin, std::span<std::byte> out) const;

  /// Bins before `bin` will not be taken any more.
  void forget_before(std::size_t bin);

  std::size_t record_bytes() const { return record_bytes_; }
  std::size_t bins() const { return bins_; }

 private:
  struct Piece {
    std::uint64_t place = 0;
    std::uint32_t bytes = 0;
  };
  struct Writer {
    std::vector<std::vector<Piece>> pieces;  // [bins]
    std::vector<std::uint32_t> used;         // [bins] bytes in its buffer
    RecordBytes buffers;                     // one of buffer_bytes_ for each bin
    Result<Done> done = Done{};
  };
  bool make_room(Writer& writer, std::size_t bin);
  void put_away(Writer& writer, std::size_t bin);
  Result<std::uint64_t> put_away(std::size_t bin, std::span<const std::byte> records);

  Scratch* scratch_;
  std::size_t record_bytes_;
  std::size_t bins_;
  std::size_t buffer_bytes_;  // of one bin of one writer
  std::vector<Writer> writers_;
  std::vector<std::uint64_t> ends_;                     // places; empty: bins lie anywhere
  std::unique_ptr<std::atomic<std::uint64_t>[]> next_;  // [bins] place of the next records
};

}  // namespace cnx
