#include "format/edge_rows.h"

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "format/tile_header.h"

namespace cnx {

std::vector<std::byte> encode_edge_rows(const EdgeRows& rows) {
  CNX_CHECK(!rows.offsets.empty() && rows.offsets.front() == 0);
  CNX_CHECK(rows.offsets.back() == rows.targets.size());
  CNX_CHECK(rows.targets.size() == rows.synapse_counts.size());
  const std::size_t row_count = rows.offsets.size() - 1;

  ByteWriter writer;
  for (std::size_t r = 0; r < row_count; ++r) {
    CNX_CHECK(rows.offsets[r] <= rows.offsets[r + 1]);
    writer.varint(rows.offsets[r + 1] - rows.offsets[r]);
  }
  for (std::size_t r = 0; r < row_count; ++r) {
    std::uint64_t next = 0;  // the smallest target that may come now
    for (std::uint32_t e = rows.offsets[r]; e < rows.offsets[r + 1]; ++e) {
      CNX_CHECK(rows.targets[e] >= next);
      writer.varint(rows.targets[e] - next);
      next = std::uint64_t{rows.targets[e]} + 1;
    }
  }
  for (const std::uint32_t count : rows.synapse_counts) {
    CNX_CHECK(count >= 1);
    writer.varint(count - 1);
  }
  return std::move(writer).finish();
}

Result<EdgeRows> decode_edge_rows(std::span<const std::byte> payload, std::uint32_t row_count,
                                  std::uint32_t neuron_count) {
  // Keeps every offset below 2^32, and is what a tile can hold.
  if (payload.size() > kMaxTileBytes) return Error{ErrorCode::OutOfRange, "edge rows, size"};
  ByteReader reader{payload};
  EdgeRows rows;
  if (row_count > payload.size()) return Error{ErrorCode::Truncated, "edge rows, degrees"};
  rows.offsets.reserve(std::size_t{row_count} + 1);
  rows.offsets.push_back(0);

  // A row takes at least one byte, and an edge one in each of two streams. A degree that the
  // rest of the payload cannot hold is refused here, before memory is reserved.
  const std::size_t max_edges = (payload.size() - row_count) / 2;
  std::size_t edges = 0;
  for (std::uint32_t r = 0; r < row_count; ++r) {
    const std::uint32_t degree = reader.varint();
    if (reader.failed()) return reader.error("edge rows, degrees");
    if (degree > max_edges - edges) return Error{ErrorCode::Truncated, "edge rows, degrees"};
    edges += degree;
    rows.offsets.push_back(static_cast<std::uint32_t>(edges));
  }

  rows.targets.reserve(edges);
  for (std::uint32_t r = 0; r < row_count; ++r) {
    std::uint64_t next = 0;  // 64-bit: gap + next may pass 2^32 in hostile input
    for (std::uint32_t e = rows.offsets[r]; e < rows.offsets[r + 1]; ++e) {
      next += reader.varint();
      if (reader.failed()) return reader.error("edge rows, targets");
      if (next >= neuron_count) return Error{ErrorCode::OutOfRange, "edge rows, target"};
      rows.targets.push_back(static_cast<NeuronIndex>(next++));
    }
  }

  rows.synapse_counts.reserve(edges);
  for (std::size_t e = 0; e < edges; ++e) {
    const std::uint32_t count_minus_one = reader.varint();
    if (reader.failed()) return reader.error("edge rows, counts");
    if (count_minus_one == UINT32_MAX) return Error{ErrorCode::OutOfRange, "edge rows, count"};
    rows.synapse_counts.push_back(count_minus_one + 1);
  }

  if (reader.remaining() != 0) return Error{ErrorCode::TrailingBytes, "edge rows"};
  return rows;
}

}  // namespace cnx
