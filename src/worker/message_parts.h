#pragma once
// message_parts.h — what the messages between page and worker are made of: little-endian numbers,
// and lists with their length before them.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "base/result.h"

namespace cnx {

/// Of nothing that only converts to bool.
template <std::same_as<bool> Bool>
void put(ByteWriter& writer, Bool value) {
  writer.u8(value ? 1 : 0);
}
void put(ByteWriter& writer, std::span<const std::byte> bytes);
void put(ByteWriter& writer, const std::vector<std::uint8_t>& values);
void put(ByteWriter& writer, const std::vector<std::uint16_t>& values);
void put(ByteWriter& writer, const std::vector<std::uint32_t>& values);
void put(ByteWriter& writer, const std::vector<std::uint64_t>& values);
void put(ByteWriter& writer, const std::vector<std::int32_t>& values);
void put(ByteWriter& writer, const std::string& text);
void put(ByteWriter& writer, const std::vector<std::string>& texts);

/// Reads what put() wrote; like ByteReader it gives empty values after the first failure.
class MessageReader {
 public:
  explicit MessageReader(std::span<const std::byte> bytes) : reader_(bytes) {}

  std::uint8_t u8() { return reader_.u8(); }
  std::uint32_t u32() { return reader_.u32(); }
  std::uint64_t u64() { return reader_.u64(); }
  /// 0 or 1.
  bool boolean();

  std::span<const std::byte> bytes() { return reader_.take(reader_.u32()); }
  /// As many values as the next four bytes say. Each takes `bytes_each` bytes or more, which is
  /// checked against what is left before anybody reserves memory for them.
  template <typename T, typename Read>
  std::vector<T> list(std::size_t bytes_each, Read read) {
    std::vector<T> values;
    const std::size_t count = count_of(bytes_each);
    values.reserve(count);
    for (std::size_t i = 0; i < count; ++i) values.push_back(read());
    return values;
  }
  std::vector<std::uint8_t> booleans();
  std::vector<std::uint16_t> u16s();
  std::vector<std::uint32_t> u32s();
  std::vector<std::uint64_t> u64s();
  std::vector<std::int32_t> i32s();
  std::string text();
  std::vector<std::string> texts();

  /// What a value must satisfy for the message to be one of ours.
  void require(bool condition) { out_of_range_ = out_of_range_ || !condition; }

  /// The message, once all of it has been read; or what is wrong with it.
  template <typename Message, typename Part>
  Result<Message> finish(Part part) const {
    if (reader_.failed()) return reader_.error("worker message");
    if (out_of_range_) return Error{ErrorCode::OutOfRange, "worker message"};
    if (reader_.remaining() != 0) return Error{ErrorCode::TrailingBytes, "worker message"};
    return Message{std::move(part)};
  }

 private:
  std::size_t count_of(std::size_t bytes_each);

  ByteReader reader_;
  bool out_of_range_ = false;
};

}  // namespace cnx
