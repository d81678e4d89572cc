#include "format/edge_column.h"

#include <doctest/doctest.h>

#include <cstring>
#include <limits>
#include <random>

#include "format/edge_rows.h"
#include "format/hostile_bytes.h"
#include "format/memory_meter.h"
#include "format/neuron_columns.h"
#include "format/synapse_rows.h"
#include "format/tile_header.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr ColumnShape kInteger{ColumnKind::Integer, 0, ColumnCoding::Plain};
constexpr ColumnShape kChanges{ColumnKind::Integer, 0, ColumnCoding::Previous};
constexpr ColumnShape kReal{ColumnKind::Real, 0, ColumnCoding::Plain};

ColumnValues random_values(std::mt19937& random, ColumnShape shape, std::size_t entries) {
  if (shape.kind == ColumnKind::Real) {
    RealValues reals(entries);
    const bool as_floats = random() % 2 == 0;
    for (double& real : reals) {
      real = static_cast<double>(random()) / 7 - 1e8;
      if (as_floats) real = static_cast<double>(static_cast<float>(real));
    }
    return reals;
  }
  IntegerValues integers(entries);
  const bool wild = random() % 4 == 0;
  const std::int64_t step = 1 + random() % 100;
  for (std::int64_t& integer : integers) {
    const std::uint64_t bits = std::uint64_t{random()} << 32 | random();
    integer = wild ? static_cast<std::int64_t>(bits) >> (random() % 64)
                   : step * (static_cast<std::int64_t>(random() % 1000) - 300);
  }
  return integers;
}

ColumnShape shape_of(std::uint32_t seed) {
  return seed % 3 == 0 ? kInteger : seed % 3 == 1 ? kChanges : kReal;
}

/// The same payload, the slow way: a tile of neurons has the same form behind the number of rows.
Bytes encode_slowly(const ColumnValues& values, ColumnShape shape) {
  std::size_t entries = std::visit([](const auto& numbers) { return numbers.size(); }, values);
  Bytes payload;
  for (; entries >= 128; entries /= 128) {
    payload.push_back(static_cast<std::byte>(entries % 128 + 128));
  }
  payload.push_back(static_cast<std::byte>(entries));
  const Bytes column = encode_neuron_columns({{}, {values}}, {PositionPart::None, {}, {shape}});
  payload.insert(payload.end(), column.begin(), column.end());
  return payload;
}

}  // namespace

TEST_CASE("a column of edges comes back as it was, from the bytes that the slow twin writes") {
  for (std::uint32_t seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const ColumnShape shape = shape_of(seed);
    const std::size_t entries = seed < 3 ? 0 : random() % (seed % 8 == 0 ? 40'000 : 300);
    const ColumnValues values = random_values(random, shape, entries);
    const Bytes payload = encode_edge_column(values, shape);
    CHECK(payload == encode_slowly(values, shape));
    const auto decoded = decode_edge_column(payload, shape, kMaxTileSynapses);
    REQUIRE(decoded.ok());
    CHECK(decoded.value() == values);
  }
}

TEST_CASE("a column of edges may be longer than a tile has neurons, and has one kind of NaN") {
  RealValues reals(kMaxTileNeurons + 1, 0.5);
  const std::uint64_t other_nan = 0xfff0'0000'0000'0001;
  std::memcpy(&reals.back(), &other_nan, sizeof other_nan);
  const Bytes payload = encode_edge_column(reals, kReal);
  const auto decoded = decode_edge_column(payload, kReal, kMaxTileEdges);
  REQUIRE(decoded.ok());
  const auto& again = *std::get_if<RealValues>(&decoded.value());
  CHECK(again.size() == reals.size());
  std::uint64_t bits = 0;
  std::memcpy(&bits, &again.back(), sizeof bits);
  CHECK(bits == 0x7ff8'0000'0000'0000);
  CHECK(encode_edge_column(decoded.value(), kReal) == payload);
}

TEST_CASE("damaged columns of edges give an error or the same bytes") {
  for (std::uint32_t seed = 0; seed < 9; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const ColumnShape shape = shape_of(seed);
    const Bytes payload =
        encode_edge_column(random_values(random, shape, seed < 3 ? 0 : 1 + random() % 6), shape);
    check_hostile_bytes(payload, [shape](std::span<const std::byte> input) -> Result<Bytes> {
      const auto values = decode_edge_column(input, shape, 1000);
      if (!values.ok()) return values.error();
      return encode_edge_column(values.value(), shape);
    });
  }
}

TEST_CASE("random bytes as columns of edges are refused or encode to themselves") {
  std::mt19937 random{1};
  for (int round = 0; round < 3000; ++round) {
    CAPTURE(round);
    const ColumnShape shape = shape_of(static_cast<std::uint32_t>(round));
    const Bytes input = random_bytes(random, random() % 80);
    const auto values = decode_edge_column(input, shape, 1000);
    if (values.ok()) CHECK(encode_edge_column(values.value(), shape) == input);
  }
}

TEST_CASE("more entries than there may be are refused before memory is reserved") {
  for (const ColumnShape shape : {kInteger, kChanges, kReal}) {
    for (const std::uint32_t most : {0u, 999u, kMaxTileSynapses, kMaxTileEdges}) {
      CAPTURE(most);
      Bytes payload;
      std::uint64_t entries = std::uint64_t{most} + 1;
      for (; entries >= 128; entries /= 128) {
        payload.push_back(static_cast<std::byte>(entries % 128 + 128));
      }
      payload.push_back(static_cast<std::byte>(entries));
      const std::size_t before = bytes_allocated();
      CHECK(decode_edge_column(payload, shape, most).error().code == ErrorCode::OutOfRange);
      CHECK(bytes_allocated() - before < 10'000);
    }
  }
  CHECK(decode_edge_column(encode_edge_column(IntegerValues(1000, 7), kInteger), kInteger, 1000)
            .ok());
}

TEST_CASE("a few bytes that stand for many equal values take no more memory than is promised") {
  constexpr std::uint32_t kEntries = 1'000'000;
  for (const ColumnShape shape : {kInteger, kChanges, kReal}) {
    const ColumnValues values = shape.kind == ColumnKind::Real
                                    ? ColumnValues{RealValues(kEntries, 0.25)}
                                    : ColumnValues{IntegerValues(kEntries, 1ll << 40)};
    const Bytes payload = encode_edge_column(values, shape);
    CHECK(payload.size() < 500);
    const std::size_t before = bytes_allocated();
    CHECK(decode_edge_column(payload, shape, kEntries).ok());
    CHECK(bytes_allocated() - before < std::size_t{kEntries} * 33 + 400'000);
  }
}
