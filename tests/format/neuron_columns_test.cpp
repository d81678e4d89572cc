#include "format/neuron_columns.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "format/hostile_bytes.h"
#include "format/memory_meter.h"
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
  return encode_neuron_columns(columns, shapes);
}

Result<std::vector<ColumnValues>> decode(const Bytes& payload, std::uint32_t rows,
                                         const std::vector<ColumnShape>& shapes) {
  return decode_neuron_columns(payload, rows, shapes);
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

struct Columns {
  std::vector<ColumnValues> values;
  std::vector<ColumnShape> shapes;
};

Columns random_columns(std::mt19937& random, std::size_t rows) {
  Columns columns;
  for (auto left = 1 + random() % 4; left > 0; --left) {
    switch (random() % 3) {
      case 0: {
        const std::uint32_t count = 1 + random() % (random() % 2 == 0 ? 256 : 65536);
        CategoryValues codes(rows);
        for (auto& code : codes) code = static_cast<std::uint16_t>(random() % count);
        columns.values.push_back(codes);
        columns.shapes.push_back(category(count));
        break;
      }
      case 1:
        columns.values.push_back(random_integers(random, rows));
        columns.shapes.push_back(kInteger);
        break;
      default: {
        RealValues reals(rows);
        for (auto& real : reals) real = static_cast<double>(random()) / 7 - 1e8;
        columns.values.push_back(reals);
        columns.shapes.push_back(kReal);
      }
    }
  }
  return columns;
}

}  // namespace

TEST_CASE("neuron columns written out by hand") {
  const std::vector<ColumnValues> columns = {
      CategoryValues{2, 0, 1}, IntegerValues{1000, 1016, 1008}, RealValues{1.5, 0, -2}};
  const std::vector<ColumnShape> shapes = {category(3), kInteger, kReal};
  const Bytes payload = bytes({2,    0,    1,                         // codes
                               0xd0, 0x0f, 8, 0, 4, 1,                // 1000, step 8: 0 +2 -1
                               0,    0,    0, 0, 0, 0, 0xf8, 0x3f,    // 1.5
                               0,    0,    0, 0, 0, 0, 0,    0,       // 0
                               0,    0,    0, 0, 0, 0, 0,    0xc0});  // -2
  CHECK(encode(columns, shapes) == payload);
  CHECK(decode(payload, 3, shapes).value() == columns);
}

TEST_CASE("neuron columns come back as they were on random columns") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::uint32_t rows = random() % 60;
    const Columns columns = random_columns(random, rows);
    const auto decoded = decode(encode(columns.values, columns.shapes), rows, columns.shapes);
    REQUIRE(decoded.ok());
    CHECK(decoded.value() == columns.values);
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

TEST_CASE("columns without rows and payloads without columns are empty or constant") {
  CHECK(encode({}, {}).empty());
  CHECK(decode({}, 5, {}).value().empty());
  CHECK(encode({IntegerValues{}, RealValues{}, CategoryValues{}}, {kInteger, kReal, category(1)}) ==
        bytes({0, 1}));
  CHECK(decode(bytes({0, 1}), 0, {kInteger}).ok());
  CHECK(error_of(bytes({2, 1}), 0, kInteger) == ErrorCode::NotCanonical);
  CHECK(error_of(bytes({0, 2}), 0, kInteger) == ErrorCode::NotCanonical);
}

TEST_CASE("codes take one byte up to 256 names and two above") {
  CHECK(encode({CategoryValues{255}}, {category(256)}) == bytes({255}));
  CHECK(encode({CategoryValues{255}}, {category(257)}) == bytes({255, 0}));
  CHECK(error_of(bytes({3}), 1, category(3)) == ErrorCode::OutOfRange);
  CHECK(error_of(bytes({1, 1}), 1, category(257)) == ErrorCode::OutOfRange);
  CHECK(decode(bytes({0xff, 0xff}), 1, {category(65536)}).ok());
}

TEST_CASE("an integer column has exactly one base and step") {
  CHECK(decode(bytes({20, 3, 0, 2, 4}), 3, {kInteger}).value() ==
        std::vector<ColumnValues>{IntegerValues{10, 13, 19}});
  CHECK(error_of(bytes({20, 3, 2, 2, 4}), 3, kInteger) == ErrorCode::NotCanonical);  // base too low
  CHECK(error_of(bytes({20, 1, 0, 6, 12}), 3, kInteger) == ErrorCode::NotCanonical);  // gcd is 3
  CHECK(error_of(bytes({20, 0, 0, 0}), 2, kInteger) == ErrorCode::NotCanonical);      // step 0
  CHECK(error_of(bytes({20, 2, 0, 0}), 2, kInteger) == ErrorCode::NotCanonical);      // all equal
  CHECK(error_of(bytes({20, 3, 0, 1}), 2, kInteger) == ErrorCode::OutOfRange);        // below base
}

TEST_CASE("an integer that 64 bits cannot hold is refused, not wrapped around") {
  // base 2^63 - 2, step 1: 2^63 - 1 is the last value
  const Bytes base = bytes({0xfc, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 1, 0});
  Bytes last = base, past = base;
  last.push_back(std::byte{2});
  past.push_back(std::byte{4});
  CHECK(decode(last, 2, {kInteger}).value() ==
        std::vector<ColumnValues>{IntegerValues{kHigh - 1, kHigh}});
  CHECK(error_of(past, 2, kInteger) == ErrorCode::OutOfRange);
}

TEST_CASE("every NaN is written as the one that means missing, and only that is read") {
  const Bytes missing = bytes({0, 0, 0, 0, 0, 0, 0xf8, 0x7f});
  for (const std::uint64_t bits : {0x7ff8000000000000u, 0xfff8000000000000u, 0x7ff8000000000001u}) {
    CHECK(encode({RealValues{real_from(bits)}}, {kReal}) == missing);
  }
  const auto columns = decode(missing, 1, {kReal});
  CHECK(std::isnan(std::get<RealValues>(columns.value()[0])[0]));
  CHECK(error_of(bytes({1, 0, 0, 0, 0, 0, 0xf8, 0x7f}), 1, kReal) == ErrorCode::NotCanonical);
  CHECK(error_of(bytes({0, 0, 0, 0, 0, 0, 0xf8, 0xff}), 1, kReal) == ErrorCode::NotCanonical);
  CHECK(error_of(bytes({1, 0, 0, 0, 0, 0, 0xf0, 0x7f}), 1, kReal) == ErrorCode::NotCanonical);
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

TEST_CASE("damaged neuron columns give an error or the same bytes") {
  for (std::uint32_t seed = 0; seed < 12; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::uint32_t rows = 1 + random() % 6;
    const Columns columns = random_columns(random, rows);
    const auto& shapes = columns.shapes;
    check_hostile_bytes(encode(columns.values, shapes),
                        [rows, &shapes](std::span<const std::byte> input) -> Result<Bytes> {
                          const auto decoded = decode_neuron_columns(input, rows, shapes);
                          if (!decoded.ok()) return decoded.error();
                          return encode_neuron_columns(decoded.value(), shapes);
                        });
  }
}

TEST_CASE("neuron columns refuse more rows than a tile has or the payload can hold") {
  CHECK(error_of(Bytes(70000), kMaxTileNeurons + 1, category(1)) == ErrorCode::OutOfRange);
  const std::size_t before = bytes_allocated();
  CHECK(error_of(bytes({0, 1, 0}), kMaxTileNeurons, kInteger) == ErrorCode::Truncated);
  CHECK(error_of(bytes({0, 1, 0}), kMaxTileNeurons, kReal) == ErrorCode::Truncated);
  CHECK(error_of(bytes({0, 1, 0}), kMaxTileNeurons, category(2)) == ErrorCode::Truncated);
  CHECK(error_of(bytes({0, 1, 0}), 2, category(300)) == ErrorCode::Truncated);
  CHECK(bytes_allocated() - before < 8192);
}

TEST_CASE("decoded neuron columns take at most 8 bytes for each row of each column") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::uint32_t rows = random() % 3000;
    const Columns columns = random_columns(random, rows);
    Bytes payload = encode(columns.values, columns.shapes);
    if (!payload.empty()) payload[random() % payload.size()] ^= std::byte{1};
    const std::size_t before = bytes_allocated();
    { const auto decoded = decode(payload, rows, columns.shapes); }
    CHECK(bytes_allocated() - before <=
          columns.shapes.size() * (8 * rows + 2 * sizeof(ColumnValues)) + 256);
  }
}
