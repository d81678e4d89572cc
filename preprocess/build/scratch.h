#pragma once
// scratch.h — bytes that are put away for later: the first ones in memory, the rest in a file
// without a name, which is gone when the program ends, however it ends.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace cnx {

/// Append and read from any thread. What was appended is readable when append() has returned.
class Scratch {
 public:
  /// Keeps `memory_bytes` in memory and what is more in a file in `folder`, made when it is needed.
  Scratch(std::string folder, std::size_t memory_bytes);
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch();

  /// Puts `bytes` away; returns their place. Errors: Unwritable (no file can be made, disk full).
  Result<std::uint64_t> append(std::span<const std::byte> bytes);

  /// Fills `out` from `place` on. Errors: Unwritable (the file cannot be read back).
  Result<Done> read(std::uint64_t place, std::span<std::byte> out) const;

 private:
  Result<int> file();

  std::string folder_;
  std::size_t memory_bytes_;
  std::byte* memory_ = nullptr;  // pages that the system gives when they are touched
  std::atomic<std::uint64_t> end_{0};
  std::atomic<int> file_{-1};
};

/// Records of equal size by bin, in the order in which they are appended in each.
///
/// Each writer has its own small buffer for each bin; records of one bin come back writer by
/// writer. With a writer for each slice of an input the order does not depend on threads.
class RecordBins {
 public:
  /// `buffer_bytes` for all buffers of one writer while it is at work.
  RecordBins(Scratch& scratch, std::size_t record_bytes, std::size_t bins, std::size_t writers,
             std::size_t buffer_bytes);

  /// Space for one more record in a bin, to be filled at once; nullptr when what was there before
  /// could not be put away (see flush).
  std::byte* add(std::size_t writer, std::size_t bin);
  /// Ends a writer: everything is put away, its buffers are freed. Errors: Unwritable.
  Result<Done> flush(std::size_t writer);

  std::uint64_t records(std::size_t bin) const;
  /// All records of a bin. Precondition: every writer that was used is flushed.
  Result<std::vector<std::byte>> take(std::size_t bin) const;

  std::size_t record_bytes() const { return record_bytes_; }
  std::size_t bins() const { return bins_; }

 private:
  struct Piece {
    std::uint64_t place = 0;
    std::uint32_t bytes = 0;
  };
  struct Bin {
    std::vector<Piece> pieces;
    std::uint32_t used = 0;  // bytes in its buffer
  };
  struct Writer {
    std::vector<Bin> bins;
    std::vector<std::byte> buffers;  // one of buffer_bytes_ for each bin
    Result<Done> done = Done{};
  };
  void put_away(Writer& writer, std::size_t bin);

  Scratch* scratch_;
  std::size_t record_bytes_;
  std::size_t bins_;
  std::size_t buffer_bytes_;  // of one bin of one writer
  std::vector<Writer> writers_;
};

}  // namespace cnx
