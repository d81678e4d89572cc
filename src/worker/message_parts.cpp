#include "worker/message_parts.h"

#include <type_traits>

namespace cnx {
namespace {

template <typename T, typename Write>
void put_list(ByteWriter& writer, const std::vector<T>& values, Write write) {
  writer.u32(static_cast<std::uint32_t>(values.size()));
  if constexpr (std::is_integral_v<T>) writer.reserve(values.size() * sizeof(T));
  for (const T& value : values) write(value);
}

}  // namespace

void put(ByteWriter& writer, std::span<const std::byte> bytes) {
  writer.u32(static_cast<std::uint32_t>(bytes.size()));
  writer.append(bytes);
}
void put(ByteWriter& writer, const std::vector<std::uint8_t>& values) {
  put(writer, std::as_bytes(std::span(values)));
}
void put(ByteWriter& writer, const std::vector<std::uint16_t>& values) {
  put_list(writer, values, [&](std::uint16_t value) { writer.u16(value); });
}
void put(ByteWriter& writer, const std::vector<std::uint32_t>& values) {
  put_list(writer, values, [&](std::uint32_t value) { writer.u32(value); });
}
void put(ByteWriter& writer, const std::vector<std::uint64_t>& values) {
  put_list(writer, values, [&](std::uint64_t value) { writer.u64(value); });
}
void put(ByteWriter& writer, const std::vector<std::int32_t>& values) {
  put_list(writer, values,
           [&](std::int32_t value) { writer.u32(static_cast<std::uint32_t>(value)); });
}
void put(ByteWriter& writer, const std::string& text) {
  put(writer, std::as_bytes(std::span(text)));
}
void put(ByteWriter& writer, const std::vector<std::string>& texts) {
  put_list(writer, texts, [&](const std::string& text) { put(writer, text); });
}

bool MessageReader::boolean() {
  const std::uint8_t value = reader_.u8();
  require(value <= 1);
  return value == 1;
}

std::vector<std::uint8_t> MessageReader::booleans() {
  return list<std::uint8_t>(1, [&] { return std::uint8_t{boolean()}; });
}
std::vector<std::uint16_t> MessageReader::u16s() {
  return list<std::uint16_t>(2, [&] { return reader_.u16(); });
}
std::vector<std::uint32_t> MessageReader::u32s() {
  return list<std::uint32_t>(4, [&] { return reader_.u32(); });
}
std::vector<std::uint64_t> MessageReader::u64s() {
  return list<std::uint64_t>(8, [&] { return reader_.u64(); });
}
std::vector<std::int32_t> MessageReader::i32s() {
  return list<std::int32_t>(4, [&] { return static_cast<std::int32_t>(reader_.u32()); });
}
std::string MessageReader::text() {
  const auto read = bytes();
  return std::string(reinterpret_cast<const char*>(read.data()), read.size());
}
std::vector<std::string> MessageReader::texts() {
  return list<std::string>(4, [&] { return text(); });  // each has a length
}

std::size_t MessageReader::count_of(std::size_t bytes_each) {
  const std::size_t count = reader_.u32();
  if (count <= reader_.remaining() / bytes_each) return count;
  (void)reader_.take(reader_.remaining() + 1);  // fails: Truncated, here
  return 0;
}

}  // namespace cnx
