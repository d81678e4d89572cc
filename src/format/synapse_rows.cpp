#include "format/synapse_rows.h"

#include <algorithm>
#include <array>
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

/// One after another: the residuals along x, y and z, and the sizes.
struct Stream {
  unsigned first_context = 0;
  unsigned contexts = 1;  // kDistances: by distance
  bool raises_distance = false;
};

std::vector<Stream> streams_of(SynapseShape shape) {
  std::vector<Stream> streams;
  if (shape.has_position) {
    streams = {{0, 1, true}, {1, kDistances, true}, {1 + kDistances, kDistances, false}};
  }
  if (shape.has_size) streams.push_back({shape.has_position ? kPositionContexts : 0u, 1, false});
  return streams;
}

/// Calls work(context of), where context_of(s) is the context of synapse s in a stream.
template <typename Work>
void with_contexts(const Stream& stream, const std::vector<std::uint8_t>& distance,
                   const Work& work) {
  const unsigned first = stream.first_context;
  if (stream.contexts == 1) {
    work([first](std::size_t) { return first; });
  } else {
    const std::uint8_t* const of = distance.data();
    work([first, of](std::size_t s) { return first + of[s]; });
  }
}

/// Raises each synapse's distance to which third of the tile its token is in: tokens rise with
/// the residual's size. `counts` has the stream's tokens; `distance` is empty for the first one.
void raise_distances(std::span<const std::uint8_t> tokens, const Stream& stream,
                     const SymbolCounts& counts, std::vector<std::uint8_t>& distance) {
  std::uint64_t sum = 0;
  std::array<std::uint8_t, kRansSymbols> third{};
  for (unsigned token = 0; token < kRansSymbols; ++token) {
    std::uint64_t count = 0;
    for (unsigned c = 0; c < stream.contexts; ++c)
      count += counts.of(stream.first_context + c)[token];
    if (count > 0) third[token] = static_cast<std::uint8_t>(sum * kDistances / tokens.size());
    sum += count;
  }
  if (distance.empty()) {
    distance.resize(tokens.size());
    for (std::size_t s = 0; s < tokens.size(); ++s) distance[s] = third[tokens[s]];
    return;
  }
  for (std::size_t s = 0; s < tokens.size(); ++s) {
    distance[s] = std::max(distance[s], third[tokens[s]]);
  }
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

  std::vector<Tokens> tokens;
  BitWriter raw;
  const auto tokenize = [&](const auto& values, const auto& number) {
    Tokens& of_values = tokens.emplace_back(values.size());
    for (std::size_t s = 0; s < values.size(); ++s) {
      const std::uint64_t whole = number(values[s]);
      const unsigned token = token_of(whole);
      of_values[s] = static_cast<std::uint8_t>(token);
      put_raw(raw, whole, token);
    }
  };
  if (shape.has_position) {
    for (const auto& axis : rows.residual) tokenize(axis, zigzag);
  }
  if (shape.has_size) {
    tokenize(rows.size, [](std::uint32_t size) { return std::uint64_t{size}; });
  }

  const std::vector<Stream> streams = streams_of(shape);
  SymbolCounts occurrences(context_count(shape));
  RansWriter symbols;
  symbols.reserve(streams.size() * synapse_count);
  std::vector<std::uint8_t> distance;
  for (std::size_t t = 0; t < streams.size(); ++t) {
    with_contexts(streams[t], distance, [&](const auto& context_of) {
      for (std::size_t s = 0; s < synapse_count; ++s) occurrences.add(context_of(s), tokens[t][s]);
      symbols.put_in_turn(t * synapse_count, tokens[t], context_of);
    });
    if (streams[t].raises_distance) raise_distances(tokens[t], streams[t], occurrences, distance);
  }
  const RansFrequencies model(occurrences);
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
  const std::vector<Stream> streams = streams_of(shape);
  SymbolCounts occurrences(context_count(shape));
  std::vector<Tokens> tokens(streams.size(), Tokens(synapse_count));
  std::vector<std::uint8_t> distance;
  for (std::size_t t = 0; t < streams.size(); ++t) {
    Tokens& of_stream = tokens[t];
    with_contexts(streams[t], distance, [&](const auto& context_of) {
      read_in_turn(symbols, t * synapse_count, synapse_count, context_of,
                   [&](std::size_t s, std::uint32_t token) {
                     of_stream[s] = static_cast<std::uint8_t>(token);
                     occurrences.add(context_of(s), token);
                   });
    });
    if (symbols.overrun()) return Error{ErrorCode::Truncated, "synapse rows, symbols"};
    if (streams[t].raises_distance) raise_distances(of_stream, streams[t], occurrences, distance);
  }
  if (const auto problem = symbols.problem()) return Error{*problem, "synapse rows, symbols"};
  std::uint64_t raw_bits = 0;
  for (unsigned context = 0; context < context_count(shape); ++context) {
    for (unsigned token = 0; token < kRansSymbols; ++token) {
      const std::uint64_t count = occurrences.of(context)[token];
      if (count == 0) continue;
      if (token > kMaxToken) return Error{ErrorCode::OutOfRange, "synapse rows, token"};
      raw_bits += count * raw_bits_of(token);
    }
  }
  if (model.value() != RansFrequencies(occurrences)) {
    return Error{ErrorCode::NotCanonical, "synapse rows, model"};
  }

  BitReader raw = take_bits(reader, raw_bits);
  if (reader.failed()) return reader.error("synapse rows, raw bits");
  BitCursor bits = raw.cursor();
  if (shape.has_position) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      std::vector<std::int64_t>& residual = rows.residual[axis];
      residual.resize(synapse_count);
      for (std::size_t s = 0; s < synapse_count; ++s) {
        residual[s] = unzigzag(get_number_unchecked(bits, tokens[axis][s]));
      }
    }
  }
  if (shape.has_size) {
    rows.size.resize(synapse_count);
    std::uint64_t largest = 0;
    for (std::size_t s = 0; s < synapse_count; ++s) {
      const std::uint64_t size = get_number_unchecked(bits, tokens.back()[s]);
      largest = std::max(largest, size);
      rows.size[s] = static_cast<std::uint32_t>(size);
    }
    if (largest > UINT32_MAX) return Error{ErrorCode::OutOfRange, "synapse rows, size"};
  }
  raw.set_cursor(bits);
  if (const auto problem = raw.problem()) return Error{*problem, "synapse rows, raw bits"};
  if (reader.remaining() != 0) return Error{ErrorCode::TrailingBytes, "synapse rows"};
  return rows;
}

}  // namespace cnx
