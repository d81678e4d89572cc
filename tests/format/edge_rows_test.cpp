#include "format/edge_rows.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>

#include "format/edge_models.h"
#include "format/hostile_bytes.h"
#include "format/memory_meter.h"
#include "format/number_tokens.h"

using namespace cnx;
using namespace cnx::test;

namespace {

EdgeRows random_rows(std::mt19937& random, std::uint32_t row_count, std::uint32_t neuron_count) {
  EdgeRows rows;
  rows.offsets.push_back(0);
  for (std::uint32_t r = 0; r < row_count; ++r) {
    std::vector<NeuronIndex> targets;
    for (auto left = random() % 6; left > 0; --left) targets.push_back(random() % neuron_count);
    std::sort(targets.begin(), targets.end());
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    for (const NeuronIndex target : targets) {
      rows.targets.push_back(target);
      rows.synapse_counts.push_back(1 + static_cast<std::uint32_t>(random() >> (random() % 32)) %
                                            UINT32_MAX);
    }
    rows.offsets.push_back(static_cast<std::uint32_t>(rows.targets.size()));
  }
  return rows;
}

/// A payload with its model, and what it takes to read it.
struct Coded {
  EdgeModel model;
  Bytes payload;
  std::uint32_t row_count = 0, neuron_count = 0;

  Result<EdgeRows> decode() const {
    return decode_edge_rows(payload, row_count, neuron_count, model);
  }
};

Coded encode(const EdgeRows& rows, std::uint32_t neuron_count, const EdgeModel& model) {
  return {model, encode_edge_rows(rows, neuron_count, model),
          static_cast<std::uint32_t>(rows.offsets.size() - 1), neuron_count};
}

Coded encode(const EdgeRows& rows, std::uint32_t neuron_count) {
  return encode(rows, neuron_count, make_edge_model({&rows, 1}, neuron_count));
}

/// A payload of numbers that no encoder would write: its parts in the order of docs/format.md
/// §4.2, each number with the lane and the context that the decoder gives it.
struct Number {
  unsigned lane, context;
  std::uint64_t value;
};
Bytes payload_of(const std::vector<Number>& numbers, const EdgeModel& model) {
  RansWriter rans;
  BitWriter bits;
  for (const Number& number : numbers) {
    rans.put(number.lane, number.context, token_of(number.value));
    put_raw(bits, number.value, token_of(number.value));
  }
  ByteWriter writer;
  rans.finish(model.symbols, writer);
  std::move(bits).finish(writer);
  return std::move(writer).finish();
}

/// Rows whose targets are mostly near the row, of degrees from 0 to many: every part of the
/// coder has work.
EdgeRows local_rows(std::mt19937& random, std::uint32_t row_count, std::uint32_t neuron_count) {
  EdgeRows rows;
  rows.offsets.push_back(0);
  for (std::uint32_t r = 0; r < row_count; ++r) {
    std::vector<NeuronIndex> targets;
    for (auto left = random() % 3 == 0 ? 0 : random() % (2u << random() % 8); left > 0; --left) {
      targets.push_back((r + random() % (1u + neuron_count / (1 + random() % 30))) % neuron_count);
    }
    std::sort(targets.begin(), targets.end());
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    for (const NeuronIndex target : targets) {
      rows.targets.push_back(target);
      rows.synapse_counts.push_back(1 + random() % (1 + random() % 20));
    }
    rows.offsets.push_back(static_cast<std::uint32_t>(rows.targets.size()));
  }
  return rows;
}

constexpr unsigned kDegree = 0, kMap = 1, kCount = 13, kGap = 17;  // contexts

}  // namespace

TEST_CASE("edge rows written out by hand") {
  // neuron 0 -> 1 (twice), 3 (once); neuron 1 -> itself (once); neuron 2 -> nobody.
  // Lanes begin with the row before which 0, 0.75, 1.5 and 2.25 edges are: rows 0, 1, 1 and 2.
  // So lane 0 has row 0, lane 2 row 1, lane 3 row 2, which is empty. Four neurons in cells of
  // 16: each map is one cell, of two half cells of 8.
  const EdgeRows rows{{0, 2, 3, 3}, {1, 3, 1}, {2, 1, 1}};
  EdgeModel model = any_edge_model(4);
  model.cell_bits = 4;
  // Lane 0: two targets weigh 48 each half cell, 96 in all. A row of degree 2 reaches
  // floor(1.2 * 96 / 2) = 57: into the middle of the next half cell, 12 neurons.
  // Lane 2: one target weighs 24; degree 1 reaches 57, past the end, 16 neurons from the start.
  const unsigned two = kGap + token_of(12), one = kGap + token_of(16);
  CHECK(encode_edge_rows(rows, 4, model) == payload_of({{0, kDegree, 2},
                                                        {1, kDegree, 1},
                                                        {2, kDegree, 0},
                                                        {0, kMap, 2},
                                                        {2, kMap, 1},
                                                        {0, two, 1},
                                                        {2, one, 1},
                                                        {0, two, 1},
                                                        {0, kCount, 1},
                                                        {1, kCount, 0},
                                                        {2, kCount, 0}},
                                                       model));
  CHECK(encode(rows, 4, model).decode().value() == rows);
}

TEST_CASE("edge rows without edges and without rows") {
  for (const EdgeRows& rows : {EdgeRows{{0, 0, 0}, {}, {}}, EdgeRows{{0}, {}, {}}}) {
    CHECK(encode(rows, 5).payload.size() == 17);
    CHECK(encode(rows, 5).decode().value() == rows);
  }
}

TEST_CASE("edge rows come back as they were on random rows") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::uint32_t neuron_count = 1 + random() % (seed % 3 == 0 ? 10 : 1u << 26);
    const EdgeRows rows = seed % 2 == 0 ? random_rows(random, random() % 40, neuron_count)
                                        : local_rows(random, random() % 40, neuron_count);
    const Coded coded = encode(rows, neuron_count);
    REQUIRE(coded.decode().ok());
    CHECK(coded.decode().value() == rows);
  }
}

TEST_CASE("one model encodes all blocks that it was made from, each on its own") {
  std::mt19937 random{1};
  std::vector<EdgeRows> blocks;
  for (int b = 0; b < 6; ++b) blocks.push_back(local_rows(random, 200, 5000));
  const EdgeModel model = make_edge_model(blocks, 5000);
  CHECK(model.cell_bits < 13);  // several cells: the maps differ
  for (const EdgeRows& rows : blocks) CHECK(encode(rows, 5000, model).decode().value() == rows);
}

TEST_CASE("damaged edge rows give an error or the same bytes") {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const EdgeRows rows = random_rows(random, 1 + random() % 5, 1000);
    const Coded coded = encode(
        rows, 1000, seed % 2 == 0 ? any_edge_model(1000) : make_edge_model({&rows, 1}, 1000));
    check_hostile_bytes(coded.payload, [&](std::span<const std::byte> input) -> Result<Bytes> {
      const auto read = decode_edge_rows(input, coded.row_count, 1000, coded.model);
      if (!read.ok()) return read.error();
      return encode_edge_rows(read.value(), 1000, coded.model);
    });
  }
}

TEST_CASE("a damaged model gives an error or the same bytes") {
  const EdgeRows rows{{0, 2, 3, 3}, {1, 3, 1}, {2, 1, 1}};
  const Bytes model = encode_edge_model(make_edge_model({&rows, 1}, 4));
  check_hostile_bytes(model, [](std::span<const std::byte> input) -> Result<Bytes> {
    const auto read = decode_edge_model(input, 4);
    const auto checked = check_edge_model(input, 4);
    CHECK(checked.ok() == read.ok());
    if (!read.ok()) {
      CHECK(checked.error().code == read.error().code);
      return read.error();
    }
    return encode_edge_model(read.value());
  });
}

TEST_CASE("a model of more than 1024 cells is refused") {
  EdgeModel model = any_edge_model(1 << 20);
  model.cell_bits = 10;
  CHECK(decode_edge_model(encode_edge_model(model), 1 << 20).ok());
  CHECK(decode_edge_model(encode_edge_model(model), (1 << 20) + 1).error().code ==
        ErrorCode::OutOfRange);
  for (const unsigned bits : {0u, 28u, 1u << 31}) {
    model.cell_bits = bits;
    CHECK(decode_edge_model(encode_edge_model(model), 1).error().code == ErrorCode::OutOfRange);
  }
}

TEST_CASE("a model with a symbol that no number has is refused") {
  SymbolCounts counts(kEdgeContexts);
  counts.add(kEdgeContexts - 1, kMaxEdgeSymbol + 1);
  CHECK(decode_edge_model(encode_edge_model({1, RansModel(counts)}), 4).error().code ==
        ErrorCode::OutOfRange);
}

TEST_CASE("edge rows refuse numbers that are not of this dataset") {
  // One row; with up to three edges in the only row, lane 0 has it.
  const EdgeModel model = any_edge_model(4);
  const auto code_of = [&](const std::vector<Number>& numbers) {
    const auto rows = decode_edge_rows(payload_of(numbers, model), 1, 4, model);
    return rows.ok() ? std::optional<ErrorCode>() : rows.error().code;
  };
  REQUIRE(choose_cell_bits(4, 1000, 1) == 1);  // two cells; a gap of 3.. is expected nowhere
  const auto gaps = [&](std::uint32_t degree, std::vector<std::uint8_t> map) {
    auto contexts = GapContexts(map, 1);
    const std::uint8_t* table = contexts.of_degree(degree);
    return std::vector<std::uint8_t>(table, table + 5);
  };
  const auto last = gaps(1, {0, 1});
  CHECK(
      code_of(
          {{0, kDegree, 1}, {0, kMap, 0}, {0, kMap, 1}, {0, kGap + last[0], 3}, {0, kCount, 0}}) ==
      std::nullopt);
  // a target that is not below 4
  CHECK(
      code_of(
          {{0, kDegree, 1}, {0, kMap, 0}, {0, kMap, 1}, {0, kGap + last[0], 4}, {0, kCount, 0}}) ==
      ErrorCode::OutOfRange);
  // a map that is not that of the targets
  const auto other = gaps(1, {1, 0});
  CHECK(code_of({{0, kDegree, 1},
                 {0, kMap, 1},
                 {0, kMap + 1, 0},
                 {0, kGap + other[0], 3},
                 {0, kCount, 0}}) == ErrorCode::NotCanonical);
  // a number of targets that 32 bits do not hold
  CHECK(code_of({{0, kDegree, 1}, {0, kMap, 33}, {0, kMap + 11, 0}}) == ErrorCode::OutOfRange);
  // more partners than neurons
  CHECK(code_of({{0, kDegree, 5}}) == ErrorCode::OutOfRange);
  // the second gap would wrap a 32-bit target around to 0
  const auto two = gaps(2, {2, 0});
  CHECK(code_of({{0, kDegree, 2},
                 {0, kMap, 2},
                 {0, kMap + 2, 0},
                 {0, kGap + two[0], 0},
                 {0, kGap + two[1], UINT32_MAX},
                 {0, kCount, 0},
                 {1, kCount, 0}}) == ErrorCode::OutOfRange);
}

TEST_CASE("edge rows refuse a count that 32 bits cannot hold") {
  const EdgeModel model = any_edge_model(1);
  auto contexts = GapContexts(std::vector<std::uint8_t>{1}, model.cell_bits);
  const unsigned gap = kGap + contexts.of_degree(1)[0];
  const auto decode = [&](std::uint64_t count_minus_one) {
    return decode_edge_rows(
        payload_of({{0, kDegree, 1}, {0, kMap, 1}, {0, gap, 0}, {0, kCount, count_minus_one}},
                   model),
        1, 1, model);
  };
  CHECK(decode(UINT32_MAX - 1).value().synapse_counts[0] == UINT32_MAX);
  CHECK(decode(UINT32_MAX).error().code == ErrorCode::OutOfRange);
}

TEST_CASE("edge rows refuse more edges than a tile may have before they reserve memory") {
  // With a model that has only one degree, rows take no bytes at all.
  SymbolCounts counts(kEdgeContexts);
  counts.add(kDegree, token_of(1u << 20));
  EdgeModel model{17, RansModel(counts)};
  ByteWriter writer;
  RansWriter{}.finish(model.symbols, writer);
  BitWriter bits;
  for (int row = 0; row < 9; ++row) put_raw(bits, 1u << 20, token_of(1u << 20));
  std::move(bits).finish(writer);
  const std::size_t before = bytes_allocated();
  CHECK(decode_edge_rows(writer.bytes(), 9, 1 << 26, model).error().code == ErrorCode::OutOfRange);
  CHECK(bytes_allocated() - before < 4096);
}

TEST_CASE("random bytes as edge rows take little memory") {
  const EdgeModel model = any_edge_model(1 << 20);
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    Bytes payload = random_bytes(random, 17 + random() % 20000);
    // A section of symbols that fits into the payload, so that there is something to decode.
    const std::size_t words = (payload.size() - 19) / 3;
    if (payload.size() >= 25) {
      payload[0] = static_cast<std::byte>(0x80 | (words & 0x7f));
      payload[1] = static_cast<std::byte>(0x80 | (words >> 7 & 0x7f));
      payload[2] = static_cast<std::byte>(words >> 14);
    }
    const std::size_t before = bytes_allocated();
    { const auto rows = decode_edge_rows(payload, random() % 100, 1 << 20, model); }
    CHECK(bytes_allocated() - before <= 8 * std::size_t{kMaxTileEdges} + (1u << 20));
  }
}

TEST_CASE("an expected gap is as far as the map has its share of the targets") {
  // The slow twin: weights summed up neuron by neuron, half cell by half cell.
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    std::vector<std::uint8_t> map(1 + random() % 20);
    for (auto& cell : map) cell = static_cast<std::uint8_t>(random() % 10);
    const unsigned cell_bits = 1 + random() % 8;
    const std::uint32_t degree = 1 + random() % (1u << random() % 12);
    const auto weight = [&](std::size_t half) {
      const std::uint8_t cell = map[half / 2];
      return cell == 0 ? 8u : 24u << (cell - 1);
    };
    std::uint64_t total = 0;
    for (std::size_t half = 0; half < 2 * map.size(); ++half) total += weight(half);
    // Degrees 1, 2, 3, then two steps an octave, each with its middle.
    double middle = degree;
    if (degree >= 4) {
      double low = 4;
      while (degree >= 2 * low) low *= 2;
      middle = degree < 1.5 * low ? 1.25 * low : 1.75 * low;
    }
    const auto reach = std::max<std::uint64_t>(
        1,
        static_cast<std::uint64_t>(std::floor(static_cast<double>(total) * 6 / 5 / middle + 1e-9)));
    GapContexts contexts(map, cell_bits);
    const std::uint8_t* const table = contexts.of_degree(degree);
    const std::uint64_t half_cell = std::uint64_t{1} << (cell_bits - 1);
    for (std::size_t start = 0; start <= 2 * map.size(); ++start) {
      std::uint64_t before = 0, gap = 0;
      std::size_t end = start;
      for (; end < 2 * map.size() && before + weight(end) < reach; ++end) before += weight(end);
      if (end == 2 * map.size()) {
        gap = (end - start) * half_cell;
      } else if (end == start) {
        gap = reach * half_cell / weight(start);
      } else {
        gap = (end - start) * half_cell + half_cell / 2;
      }
      const unsigned expected =
          std::min(token_of(std::max<std::uint64_t>(gap, 1)), kGapContexts - 1);
      REQUIRE(table[start] == expected);
    }
  }
}
