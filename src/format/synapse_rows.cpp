#include "format/synapse_rows.h"

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "format/tile_header.h"

namespace cnx {

std::int64_t soma_voxel(std::int64_t soma_nm, std::int64_t origin_nm, std::int64_t step_nm) {
  CNX_CHECK(step_nm >= 1);
  const auto soma = static_cast<std::uint64_t>(soma_nm);
  const auto origin = static_cast<std::uint64_t>(origin_nm);
  const auto step = static_cast<std::uint64_t>(step_nm);
  // Unsigned, because the difference of two 64-bit numbers may take 65 bits.
  if (soma_nm >= origin_nm) return static_cast<std::int64_t>((soma - origin) / step);
  const std::uint64_t below = origin - soma;
  return static_cast<std::int64_t>(0 - (below / step + (below % step != 0 ? 1 : 0)));
}

std::vector<std::byte> encode_synapse_rows(const SynapseRows& rows, SynapseShape shape) {
  CNX_CHECK(shape.has_position || shape.has_size);
  CNX_CHECK(!rows.offsets.empty() && rows.offsets.front() == 0);
  const std::size_t synapse_count = rows.offsets.back();
  for (const auto& axis : rows.residual) {
    CNX_CHECK(axis.size() == (shape.has_position ? synapse_count : 0));
  }
  CNX_CHECK(rows.size.size() == (shape.has_size ? synapse_count : 0));

  ByteWriter writer;
  for (std::size_t r = 0; r + 1 < rows.offsets.size(); ++r) {
    CNX_CHECK(rows.offsets[r] <= rows.offsets[r + 1]);
    writer.varint(rows.offsets[r + 1] - rows.offsets[r]);
  }
  for (const auto& axis : rows.residual) {
    for (const std::int64_t voxels : axis) writer.varint(zigzag(voxels));
  }
  for (const std::uint32_t voxels : rows.size) writer.varint(voxels);
  return std::move(writer).finish();
}

Result<SynapseRows> decode_synapse_rows(std::span<const std::byte> payload, std::uint32_t row_count,
                                        SynapseShape shape) {
  CNX_CHECK(shape.has_position || shape.has_size);
  // Keeps every offset below 2^32, and is what a tile can hold.
  if (payload.size() > kMaxTileBytes) return Error{ErrorCode::OutOfRange, "synapse rows, size"};
  ByteReader reader{payload};
  SynapseRows rows;
  if (row_count > payload.size()) return Error{ErrorCode::Truncated, "synapse rows, counts"};
  rows.offsets.reserve(std::size_t{row_count} + 1);
  rows.offsets.push_back(0);

  // A row takes at least one byte, and a synapse one in each stream that is there. A count that
  // the rest of the payload cannot hold is refused here, before memory is reserved.
  const std::size_t stream_count = (shape.has_position ? 3u : 0u) + (shape.has_size ? 1u : 0u);
  const std::size_t max_synapses = (payload.size() - row_count) / stream_count;
  std::size_t synapse_count = 0;
  for (std::uint32_t r = 0; r < row_count; ++r) {
    const std::uint32_t in_row = reader.varint();
    if (reader.failed()) return reader.error("synapse rows, counts");
    if (in_row > max_synapses - synapse_count) {
      return Error{ErrorCode::Truncated, "synapse rows, counts"};
    }
    synapse_count += in_row;
    rows.offsets.push_back(static_cast<std::uint32_t>(synapse_count));
  }

  if (shape.has_position) {
    for (auto& axis : rows.residual) {
      axis.reserve(synapse_count);
      for (std::size_t s = 0; s < synapse_count; ++s) axis.push_back(unzigzag(reader.varint64()));
      if (reader.failed()) return reader.error("synapse rows, positions");
    }
  }
  if (shape.has_size) {
    rows.size.reserve(synapse_count);
    for (std::size_t s = 0; s < synapse_count; ++s) rows.size.push_back(reader.varint());
    if (reader.failed()) return reader.error("synapse rows, sizes");
  }

  if (reader.remaining() != 0) return Error{ErrorCode::TrailingBytes, "synapse rows"};
  return rows;
}

}  // namespace cnx
