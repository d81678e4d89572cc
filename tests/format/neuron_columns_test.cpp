#include "format/neuron_columns.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <utility>

#include "format/hostile_bytes.h"
#include "format/memory_meter.h"
#include "format/number_stream.h"
#include "format/space_curve.h"
#include "format/tile_header.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr std::int64_t kLow = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHigh = std::numeric_limits<std::int64_t>::max();
constexpr ColumnShape kInteger{ColumnKind::Integer, 0}, kReal{ColumnKind::Real, 0};

ColumnShape category(std::uint32_t count) { return {ColumnKind::Category, count}; }

double real_from(std::uint64_t bits) {
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

Bytes encode(const std::vector<ColumnValues>& columns, const std::vector<ColumnShape>& shapes) {
  return encode_neuron_columns({{}, columns}, {PositionPart::None, {}, shapes});
}

Result<std::vector<ColumnValues>> decode(const Bytes& payload, std::uint32_t rows,
                                         const std::vector<ColumnShape>& shapes) {
  auto decoded = decode_neuron_columns(payload, rows, {PositionPart::None, {}, shapes});
  if (!decoded.ok()) return decoded.error();
  return std::move(decoded).value().columns;
}

ErrorCode error_of(const Bytes& payload, std::uint32_t rows, ColumnShape shape) {
  const auto columns = decode(payload, rows, {shape});
  REQUIRE_FALSE(columns.ok());
  return columns.error().code;
}

IntegerValues random_integers(std::mt19937& random, std::size_t rows) {
  // Multiples of some step from some base, which is the case that the codec is made for; and
  // sometimes anything at all.
  IntegerValues values(rows);
  const bool wild = random() % 4 == 0;
  const auto base = static_cast<std::int64_t>(random()) - (1ll << 31);
  const std::int64_t step = 1 + random() % 5000;
  for (auto& value : values) {
    const std::uint64_t bits = std::uint64_t{random()} << 32 | random();
    value =
        wild ? static_cast<std::int64_t>(bits) >> (random() % 64) : base + step * (random() % 900);
  }
  return values;
}

struct Tile {
  NeuronColumns rows;
  NeuronShape shape;
};

ColumnCoding random_coding(std::mt19937& random, ColumnShape shape, PositionPart part) {
  for (;;) {
    shape.coding = static_cast<ColumnCoding>(random() % 5);
    if (shape.fits(part)) return shape.coding;
  }
}

/// A part of the positions or none, and up to three columns. `most` bounds the categories that
/// have a context each.
Tile random_tile(std::mt19937& random, std::size_t rows, std::uint32_t most) {
  Tile tile;
  tile.shape.part = static_cast<PositionPart>(random() % 4);
  if (tile.shape.part != PositionPart::None) {
    PositionGrid& grid = tile.shape.grid;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      grid.cell_voxels[axis] = 1 + random() % 300;
      grid.step_nm[axis] = 1 + random() % 50;
      grid.min_nm[axis] = static_cast<std::int64_t>(random()) - (1ll << 31);
      grid.max_nm[axis] = grid.min_nm[axis] + grid.step_nm[axis] * (random() % 1'000'000);
      const std::uint32_t below = grid.part_below(tile.shape.part, axis);
      for (std::size_t r = 0; r < rows; ++r) tile.rows.position[axis].push_back(random() % below);
    }
  }
  for (auto left = random() % 4; left > 0; --left) {
    ColumnShape shape;
    switch (random() % 3) {
      case 0: {
        shape = category(1 + random() % (random() % 4 != 0 ? most : 65536));
        CategoryValues codes(rows);
        for (auto& code : codes) code = static_cast<std::uint16_t>(random() % shape.category_count);
        tile.rows.columns.emplace_back(codes);
        break;
      }
      case 1: tile.rows.columns.emplace_back(random_integers(random, rows)); break;
      default: {
        RealValues reals(rows);
        for (auto& real : reals) real = static_cast<double>(random()) / 7 - 1e8;
        tile.rows.columns.emplace_back(reals);
        shape = kReal;
      }
    }
    shape.coding = random_coding(random, shape, tile.shape.part);
    tile.shape.columns.push_back(shape);
  }
  return tile;
}

/// A column of one context by hand: the model, the symbols and what follows.
Bytes with_symbols(std::initializer_list<int> before, std::span<const std::uint8_t> symbols,
                   unsigned contexts, std::initializer_list<int> after) {
  ByteWriter writer;
  writer.append(bytes(before));
  write_symbols(
      symbols, contexts, [=](std::size_t i) { return static_cast<unsigned>(i) % contexts; },
      writer);
  writer.append(bytes(after));
  return std::move(writer).finish();
}

Bytes codes_as_symbols(std::initializer_list<std::uint8_t> codes) {
  return with_symbols({}, std::vector<std::uint8_t>(codes), 1, {});
}

}  // namespace

TEST_CASE("codes that are all the same are one model and no words") {
  // the symbol 2 has all of 4096; no words; four states of 2^16
  const Bytes payload =
      bytes({2, 0, 0, 0x80, 0x20, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0});
  CHECK(encode({CategoryValues{2, 2, 2}}, {category(3)}) == payload);
  CHECK(decode(payload, 3, {category(3)}).value() ==
        std::vector<ColumnValues>{CategoryValues{2, 2, 2}});
}

TEST_CASE("tiles of neurons come back as they were, whatever they hold") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::uint32_t rows = random() % 60;
    const Tile tile = random_tile(random, rows, seed % 10 == 0 ? 256 : 12);
    const auto decoded =
        decode_neuron_columns(encode_neuron_columns(tile.rows, tile.shape), rows, tile.shape);
    REQUIRE(decoded.ok());
    CHECK(decoded.value() == tile.rows);
  }
}

TEST_CASE("integers keep the ends of their range, alone and together") {
  for (const IntegerValues& values :
       {IntegerValues{kLow, kHigh, kLow}, IntegerValues{kHigh, kLow}, IntegerValues{kHigh, kHigh},
        IntegerValues{kLow}, IntegerValues{kHigh}, IntegerValues{kLow, 0, kHigh, -1},
        IntegerValues{kLow, kLow + 2, kHigh - 1}, IntegerValues{864691135000000007, -1}}) {
    const auto rows = static_cast<std::uint32_t>(values.size());
    const std::vector<ColumnValues> columns = {values};
    const auto decoded = decode(encode(columns, {kInteger}), rows, {kInteger});
    REQUIRE(decoded.ok());
    CHECK(decoded.value() == columns);
  }
}

TEST_CASE("payloads without columns are empty") {
  CHECK(encode({}, {}).empty());
  CHECK(decode({}, 5, {}).value().empty());
}

TEST_CASE("a coding fits only where the decoder knows what it needs") {
  const auto coded = [](ColumnShape shape, ColumnCoding coding) {
    shape.coding = coding;
    return shape;
  };
  CHECK(coded(kReal, ColumnCoding::Plain).fits(PositionPart::None));
  CHECK_FALSE(coded(kReal, ColumnCoding::Previous).fits(PositionPart::Coarse));
  CHECK(coded(kInteger, ColumnCoding::Previous).fits(PositionPart::None));
  CHECK_FALSE(coded(kInteger, ColumnCoding::SlabY).fits(PositionPart::Coarse));
  CHECK(coded(category(256), ColumnCoding::Previous).fits(PositionPart::None));
  CHECK_FALSE(coded(category(257), ColumnCoding::Previous).fits(PositionPart::None));
  CHECK(coded(category(256), ColumnCoding::SlabZ).fits(PositionPart::Coarse));
  CHECK_FALSE(coded(category(3), ColumnCoding::SlabZ).fits(PositionPart::Fine));
}

TEST_CASE("a code that names no category is refused") {
  CHECK(error_of(codes_as_symbols({0, 3}), 2, category(3)) == ErrorCode::OutOfRange);
  ByteWriter wide;
  write_numbers(std::vector<std::uint64_t>{257}, wide);
  const Bytes payload = std::move(wide).finish();
  CHECK(error_of(payload, 1, category(257)) == ErrorCode::OutOfRange);
  CHECK(decode(payload, 1, {category(258)}).ok());
}

TEST_CASE("an integer column has exactly one base, step and model") {
  const auto numbers = [](std::initializer_list<int> base_and_step,
                          std::initializer_list<std::uint64_t> quotients) {
    ByteWriter writer;
    writer.append(bytes(base_and_step));
    write_numbers(std::vector<std::uint64_t>(quotients), writer);
    return std::move(writer).finish();
  };
  CHECK(decode(numbers({20, 3}, {0, 1, 3}), 3, {kInteger}).value() ==
        std::vector<ColumnValues>{IntegerValues{10, 13, 19}});
  CHECK(error_of(numbers({20, 3}, {1, 2, 4}), 3, kInteger) == ErrorCode::NotCanonical);
  CHECK(error_of(numbers({20, 1}, {0, 3, 9}), 3, kInteger) == ErrorCode::NotCanonical);
  CHECK(error_of(numbers({20, 0}, {0, 0}), 2, kInteger) == ErrorCode::NotCanonical);
  CHECK(error_of(numbers({20, 2}, {0, 0}), 2, kInteger) == ErrorCode::NotCanonical);
  // base 2^63 - 2, step 1: 2^63 - 1 is the last value
  const auto kTop = {0xfc, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 1};
  CHECK(decode(numbers(kTop, {0, 1}), 2, {kInteger}).value() ==
        std::vector<ColumnValues>{IntegerValues{kHigh - 1, kHigh}});
  CHECK(error_of(numbers(kTop, {0, 2}), 2, kInteger) == ErrorCode::OutOfRange);
  // a model that another set of values has: 4 zeros and 4 ones, read as 2 and 6 of them
  Bytes other = numbers({0, 1}, {0, 0, 0, 0, 1, 1, 1, 1});
  CHECK(decode(other, 8, {kInteger}).ok());
  CHECK(error_of(other, 7, kInteger) == ErrorCode::NotCanonical);
}

TEST_CASE("every NaN is written as the one that means missing, and only that is read") {
  const auto real_bytes = [](std::initializer_list<std::uint8_t> eight) {
    return with_symbols({}, std::vector<std::uint8_t>(eight), 8, {});
  };
  const Bytes missing = real_bytes({0, 0, 0, 0, 0, 0, 0xf8, 0x7f});
  for (const std::uint64_t bits : {0x7ff8000000000000u, 0xfff8000000000000u, 0x7ff8000000000001u}) {
    CHECK(encode({RealValues{real_from(bits)}}, {kReal}) == missing);
  }
  const auto columns = decode(missing, 1, {kReal});
  CHECK(std::isnan(std::get<RealValues>(columns.value()[0])[0]));
  CHECK(error_of(real_bytes({1, 0, 0, 0, 0, 0, 0xf8, 0x7f}), 1, kReal) == ErrorCode::NotCanonical);
  CHECK(error_of(real_bytes({0, 0, 0, 0, 0, 0, 0xf8, 0xff}), 1, kReal) == ErrorCode::NotCanonical);
  CHECK(error_of(real_bytes({1, 0, 0, 0, 0, 0, 0xf0, 0x7f}), 1, kReal) == ErrorCode::NotCanonical);
}

TEST_CASE("reals keep signed zeros, infinities and the smallest numbers") {
  const RealValues reals = {-0.0, std::numeric_limits<double>::infinity(),
                            -std::numeric_limits<double>::infinity(),
                            std::numeric_limits<double>::denorm_min()};
  const auto columns = decode(encode({reals}, {kReal}), 4, {kReal});
  REQUIRE(columns.ok());
  const auto& back = std::get<RealValues>(columns.value()[0]);
  CHECK(std::memcmp(back.data(), reals.data(), sizeof(double) * reals.size()) == 0);
}

TEST_CASE("a coarse cell outside the grid is refused") {
  NeuronShape shape{PositionPart::Coarse, {}, {}};
  shape.grid.max_nm = {20'000, 9'000, 0};  // 3 x 2 x 1 coarse cells in a cube of 4
  shape.grid.cell_voxels = {1000, 1000, 1000};
  REQUIRE(shape.grid.coarse_bits() == 2);
  for (std::int64_t place = -1; place <= 64; ++place) {
    CAPTURE(place);
    ByteWriter writer;
    write_signed(std::vector<std::int64_t>{place}, writer);
    const auto decoded = decode_neuron_columns(writer.bytes(), 1, shape);
    const bool in_cube = place >= 0 && place < 64;
    const Cell cell = in_cube ? hilbert_cell(static_cast<std::uint64_t>(place), 2) : Cell{9, 9, 9};
    const bool inside = cell[0] < 3 && cell[1] < 2 && cell[2] < 1;
    CHECK(decoded.ok() == inside);
    if (!inside) CHECK(decoded.error().code == ErrorCode::OutOfRange);
  }
}

TEST_CASE("damaged tiles of neurons give an error or the same bytes") {
  for (std::uint32_t seed = 0; seed < 8; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::uint32_t rows = 1 + random() % 4;
    const Tile tile = random_tile(random, rows, 2);
    check_hostile_bytes(
        encode_neuron_columns(tile.rows, tile.shape),
        [&](std::span<const std::byte> input) -> Result<Bytes> {
          const auto decoded = decode_neuron_columns(input, rows, tile.shape);
          if (!decoded.ok()) return decoded.error();
          return encode_neuron_columns(decoded.value(), tile.shape);
        },
        false);
  }
}

TEST_CASE("tiles of neurons refuse more rows than a tile has") {
  CHECK(error_of(Bytes(70000), kMaxTileNeurons + 1, category(1)) == ErrorCode::OutOfRange);
}

TEST_CASE("no bytes make the decoder take more memory than rows and contexts need") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::uint32_t rows = random() % 3000;
    const Tile tile = random_tile(random, rows, 12);
    Bytes payload = encode_neuron_columns(tile.rows, tile.shape);
    if (!payload.empty()) payload[random() % payload.size()] ^= std::byte{1};
    const std::size_t before = bytes_allocated();
    { const auto decoded = decode_neuron_columns(payload, rows, tile.shape); }
    // All that was ever asked for, which is more than what is held at one time: each column's
    // symbols, numbers and values, the payload's bits twice, two models of up to 32 contexts.
    const std::size_t columns = tile.shape.columns.size();
    CHECK(bytes_allocated() - before <=
          columns * (40 * rows + 2 * 32 * 24'000) + 64 * rows + 4 * payload.size() + 65'536);
  }
}
