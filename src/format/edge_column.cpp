#include "format/edge_column.h"

#include <limits>
#include <utility>
#include <variant>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "format/number_column.h"

namespace cnx {

std::vector<std::byte> encode_edge_column(const ColumnValues& values, ColumnShape shape) {
  const std::size_t entries =
      std::visit([](const auto& numbers) { return numbers.size(); }, values);
  CNX_CHECK(entries <= std::numeric_limits<std::uint32_t>::max());
  ByteWriter writer;
  writer.varint(static_cast<std::uint32_t>(entries));
  write_number_column(values, shape, writer);
  return std::move(writer).finish();
}

Result<ColumnValues> decode_edge_column(std::span<const std::byte> payload, ColumnShape shape,
                                        std::uint32_t max_entries) {
  ByteReader reader{payload};
  const std::uint32_t entries = reader.varint();
  if (reader.failed()) return reader.error("edge column, entries");
  // Equal values take no bits, so the bytes do not bound how many there are.
  if (entries > max_entries) return Error{ErrorCode::OutOfRange, "edge column, entries"};
  auto values = read_number_column(reader, entries, shape, "edge column");
  if (!values.ok()) return values.error();
  if (reader.remaining() != 0) return Error{ErrorCode::TrailingBytes, "edge column"};
  return values;
}

}  // namespace cnx
