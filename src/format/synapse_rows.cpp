#include "format/synapse_rows.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "format/number_stream.h"
#include "format/tile_header.h"

namespace cnx {
namespace {

using Tokens = std::vector<std::uint8_t>;

// How far a synapse is from the soma along one axis says something about the others: a third of
// the tile's synapses each is called near, middling and far, and has a model of its own.
constexpr unsigned kDistances = 3;
constexpr unsigned kPositionContexts = 1 + 2 * kDistances;  // x; y and z, each by distance

unsigned context_count(SynapseShape shape) {
  return (shape.has_position ? kPositionContexts : 0) + (shape.has_size ? 1 : 0);
}

/// Raises each synapse's distance to which third of the tile its token is in: tokens rise with
/// the residual's size. `distance` is empty for the first axis.
void raise_distances(std::span<const std::uint8_t> tokens, std::vector<std::uint8_t>& distance) {
  std::array<std::uint64_t, kRansSymbols> below{};
  for (const std::uint8_t token : tokens) ++below[token];
  std::uint64_t sum = 0;
  std::array<std::uint8_t, kRansSymbols> third{};
  for (unsigned token = 0; token < kRansSymbols; ++token) {
    const std::uint64_t count = below[token];
    if (count > 0) third[token] = static_cast<std::uint8_t>(sum * kDistances / tokens.size());
    sum += count;
  }
  distance.resize(tokens.size());
  for (std::size_t s = 0; s < tokens.size(); ++s) {
    distance[s] = std::max(distance[s], third[tokens[s]]);
  }
}

/// Calls visit(first context, by distance?) for each stream that is there, in its order.
template <typename Visit>
void for_each_stream(SynapseShape shape, const Visit& visit) {
  if (shape.has_position) {
    visit(0u, false);
    visit(1u, true);
    visit(1u + kDistances, true);
  }
  if (shape.has_size) visit(shape.has_position ? kPositionContexts : 0u, false);
}

}  // namespace

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
  CNX_CHECK(synapse_count <= kMaxTileSynapses);
  for (const auto& axis : rows.residual) {
    CNX_CHECK(axis.size() == (shape.has_position ? synapse_count : 0));
  }
  CNX_CHECK(rows.size.size() == (shape.has_size ? synapse_count : 0));

  ByteWriter writer;
  std::vector<std::uint64_t> counts;
  counts.reserve(rows.offsets.size());
  for (std::size_t r = 0; r + 1 < rows.offsets.size(); ++r) {
    CNX_CHECK(rows.offsets[r] <= rows.offsets[r + 1]);
    counts.push_back(rows.offsets[r + 1] - rows.offsets[r]);
  }
  write_numbers(counts, writer);

  std::vector<Tokens> streams;
  BitWriter raw;
  const auto tokenize = [&](const auto& values, const auto& number) {
    Tokens& tokens = streams.emplace_back();
    tokens.reserve(values.size());
    for (const auto value : values) {
      const std::uint64_t whole = number(value);
      const unsigned token = token_of(whole);
      tokens.push_back(static_cast<std::uint8_t>(token));
      put_raw(raw, whole, token);
    }
  };
  if (shape.has_position) {
    for (const auto& axis : rows.residual) tokenize(axis, zigzag);
  }
  if (shape.has_size) {
    tokenize(rows.size, [](std::uint32_t size) { return std::uint64_t{size}; });
  }

  SymbolCounts occurrences(context_count(shape));
  RansWriter symbols;
  symbols.reserve(streams.size() * synapse_count);
  std::vector<std::uint8_t> distance;
  std::size_t stream = 0;
  unsigned lane = 0;
  for_each_stream(shape, [&](unsigned first_context, bool by_distance) {
    const Tokens& tokens = streams[stream++];
    for (std::size_t s = 0; s < tokens.size(); ++s) {
      const unsigned context = first_context + (by_distance ? distance[s] : 0u);
      occurrences.add(context, tokens[s]);
      symbols.put(lane++ % kRansLanes, context, tokens[s]);
    }
    raise_distances(tokens, distance);
  });
  const RansModel model(occurrences);
  model.write(writer);
  symbols.finish(model, writer);
  std::move(raw).finish(writer);
  return std::move(writer).finish();
}

Result<SynapseRows> decode_synapse_rows(std::span<const std::byte> payload, std::uint32_t row_count,
                                        SynapseShape shape) {
  CNX_CHECK(shape.has_position || shape.has_size);
  if (row_count > kMaxTileNeurons) return Error{ErrorCode::OutOfRange, "synapse rows, rows"};
  ByteReader reader{payload};
  SynapseRows rows;
  rows.offsets.reserve(std::size_t{row_count} + 1);
  rows.offsets.push_back(0);
  {
    std::vector<std::uint64_t> counts(row_count);
    const auto read = read_numbers(reader, counts, "synapse rows, counts");
    if (!read.ok()) return read.error();
    std::uint64_t synapse_count = 0;
    for (const std::uint64_t count : counts) {
      if (count > kMaxTileSynapses - synapse_count) {
        return Error{ErrorCode::OutOfRange, "synapse rows, counts"};
      }
      synapse_count += count;
      rows.offsets.push_back(static_cast<std::uint32_t>(synapse_count));
    }
  }
  const std::size_t synapse_count = rows.offsets.back();

  auto model = RansModel::read(reader, context_count(shape));
  if (!model.ok()) return model.error();
  RansReader symbols(model.value(), reader);
  if (reader.failed()) return reader.error("synapse rows, symbols");
  SymbolCounts occurrences(context_count(shape));
  std::vector<Tokens> streams;
  std::vector<std::uint8_t> distance;
  std::uint64_t raw_bits = 0;
  unsigned lane = 0, highest = 0;
  for_each_stream(shape, [&](unsigned first_context, bool by_distance) {
    Tokens& tokens = streams.emplace_back(synapse_count);
    for (std::size_t s = 0; s < synapse_count; ++s) {
      const unsigned context = first_context + (by_distance ? distance[s] : 0u);
      const std::uint32_t token = symbols.get(lane++ % kRansLanes, context);
      tokens[s] = static_cast<std::uint8_t>(token);
      highest = std::max(highest, token);
      raw_bits += raw_bits_of(token);
      occurrences.add(context, token);
    }
    raise_distances(tokens, distance);
  });
  if (const auto problem = symbols.problem()) return Error{*problem, "synapse rows, symbols"};
  if (highest > kMaxToken) return Error{ErrorCode::OutOfRange, "synapse rows, token"};
  if (model.value() != RansModel(occurrences)) {
    return Error{ErrorCode::NotCanonical, "synapse rows, model"};
  }

  BitReader raw = take_bits(reader, raw_bits);
  if (reader.failed()) return reader.error("synapse rows, raw bits");
  if (shape.has_position) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      rows.residual[axis].reserve(synapse_count);
      for (const std::uint8_t token : streams[axis]) {
        rows.residual[axis].push_back(unzigzag(get_number(raw, token)));
      }
    }
  }
  if (shape.has_size) {
    rows.size.reserve(synapse_count);
    for (const std::uint8_t token : streams.back()) {
      const std::uint64_t size = get_number(raw, token);
      if (size > UINT32_MAX) return Error{ErrorCode::OutOfRange, "synapse rows, size"};
      rows.size.push_back(static_cast<std::uint32_t>(size));
    }
  }
  if (const auto problem = raw.problem()) return Error{*problem, "synapse rows, raw bits"};
  if (reader.remaining() != 0) return Error{ErrorCode::TrailingBytes, "synapse rows"};
  return rows;
}

}  // namespace cnx
