#include "format/synapse_rows.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>
#include <utility>

#include "format/hostile_bytes.h"
#include "format/memory_meter.h"
#include "format/number_stream.h"
#include "format/tile_header.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr SynapseShape kPosition{true, false}, kSize{false, true}, kBoth{true, true};
constexpr std::int64_t kLow = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHigh = std::numeric_limits<std::int64_t>::max();

SynapseRows random_rows(std::mt19937& random, std::uint32_t row_count, SynapseShape shape) {
  SynapseRows rows;
  rows.offsets.push_back(0);
  for (std::uint32_t r = 0; r < row_count; ++r) {
    rows.offsets.push_back(rows.offsets.back() + random() % 4);
  }
  for (std::uint32_t s = 0; s < rows.offsets.back(); ++s) {
    if (shape.has_position) {
      for (auto& axis : rows.residual) {
        const std::uint64_t bits = std::uint64_t{random()} << 32 | random();
        axis.push_back(static_cast<std::int64_t>(bits) >> (random() % 64));
      }
    }
    if (shape.has_size) rows.size.push_back(random() >> (random() % 32));
  }
  return rows;
}

}  // namespace

TEST_CASE("synapse rows come back as they were on random rows of each shape") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const SynapseShape shape = seed % 3 == 0 ? kPosition : seed % 3 == 1 ? kSize : kBoth;
    const std::uint32_t row_count = random() % 40;
    const SynapseRows rows = random_rows(random, row_count, shape);
    const auto decoded = decode_synapse_rows(encode_synapse_rows(rows, shape), row_count, shape);
    REQUIRE(decoded.ok());
    CHECK(decoded.value() == rows);
  }
}

TEST_CASE("many synapses whose distances vary take fewer bits than each axis alone") {
  // What real ones look like: near or far along all axes at once.
  std::mt19937 random{1};
  SynapseRows rows;
  rows.offsets = {0, 20'000};
  for (int s = 0; s < 20'000; ++s) {
    const std::uint32_t reach = s % 2 == 0 ? 30 : 3000;
    for (auto& axis : rows.residual) {
      axis.push_back(static_cast<std::int64_t>(random() % (2 * reach)) - reach);
    }
  }
  const double bits = 8.0 * static_cast<double>(encode_synapse_rows(rows, kPosition).size());
  // Of each axis alone: half of them 12.55 bits, half 5.91, and 1 bit for which; 30.7 for all
  // three.
  CHECK(bits / 20'000 < 30.0);
}

TEST_CASE("residuals and sizes keep the ends of their ranges") {
  SynapseRows rows;
  rows.offsets = {0, 2};
  rows.residual = {{{kLow, kHigh}, {kHigh, kLow}, {0, -1}}};
  rows.size = {UINT32_MAX, 0};
  CHECK(decode_synapse_rows(encode_synapse_rows(rows, kBoth), 1, kBoth).value() == rows);
}

TEST_CASE("damaged synapse rows give an error or the same bytes") {
  for (std::uint32_t seed = 0; seed < 6; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const SynapseShape shape = seed % 3 == 0 ? kPosition : seed % 3 == 1 ? kSize : kBoth;
    const std::uint32_t row_count = 1 + random() % 3;
    const Bytes payload = encode_synapse_rows(random_rows(random, row_count, shape), shape);
    check_hostile_bytes(
        payload,
        [row_count, shape](std::span<const std::byte> input) -> Result<Bytes> {
          const auto rows = decode_synapse_rows(input, row_count, shape);
          if (!rows.ok()) return rows.error();
          return encode_synapse_rows(rows.value(), shape);
        },
        false);
  }
}

TEST_CASE("more synapses than a tile holds are refused before memory is reserved") {
  for (const std::uint64_t count : {kMaxTileSynapses + 1ull, 1ull << 32, ~0ull}) {
    CAPTURE(count);
    ByteWriter writer;
    write_numbers(std::vector<std::uint64_t>{count}, writer);
    const std::size_t before = bytes_allocated();
    CHECK(decode_synapse_rows(writer.bytes(), 1, kBoth).error().code == ErrorCode::OutOfRange);
    CHECK(bytes_allocated() - before < 100'000);
  }
  CHECK(decode_synapse_rows({}, kMaxTileNeurons + 1, kBoth).error().code == ErrorCode::OutOfRange);
}

TEST_CASE("a size that 32 bits cannot hold and a symbol that is no token are refused") {
  const auto with_token = [](std::uint8_t token, std::initializer_list<int> raw) {
    ByteWriter writer;
    write_numbers(std::vector<std::uint64_t>{1}, writer);
    write_symbols(
        std::vector<std::uint8_t>{token}, 1, [](std::size_t) { return 0u; }, writer);
    writer.append(bytes(raw));
    return std::move(writer).finish();
  };
  // token 62: from 2^31 on, 30 raw bits; token 64: from 2^32 on, 31 raw bits
  CHECK(decode_synapse_rows(with_token(62, {5, 0, 0, 0}), 1, kSize).value().size[0] == 0x80000005);
  CHECK(decode_synapse_rows(with_token(64, {5, 0, 0, 0}), 1, kSize).error().code ==
        ErrorCode::OutOfRange);
  CHECK(decode_synapse_rows(with_token(128, {}), 1, kSize).error().code == ErrorCode::OutOfRange);
  CHECK(decode_synapse_rows(with_token(62, {5, 0, 0, 0x40}), 1, kSize).error().code ==
        ErrorCode::NotCanonical);
}

TEST_CASE("the soma's voxel is the floor of its distance from the origin in steps") {
  CHECK(soma_voxel(0, 0, 4) == 0);
  CHECK(soma_voxel(7, 0, 4) == 1);
  CHECK(soma_voxel(8, 0, 4) == 2);
  CHECK(soma_voxel(-1, 0, 4) == -1);
  CHECK(soma_voxel(-4, 0, 4) == -1);
  CHECK(soma_voxel(-5, 0, 4) == -2);
  CHECK(soma_voxel(100, 107, 4) == -2);
  // where a plain subtraction or division would overflow
  CHECK(soma_voxel(kHigh, kLow, kHigh) == 2);
  CHECK(soma_voxel(kLow, kHigh, kHigh) == -3);
  CHECK(soma_voxel(kLow, 0, 1) == kLow);
}

TEST_CASE("a synapse's position comes back exactly from voxel and residual") {
  for (std::uint32_t seed = 0; seed < 1000; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::int64_t origin = static_cast<std::int64_t>(random()) - (1ll << 31);
    const std::int64_t step = 1 + random() % 50;
    const std::int64_t soma = static_cast<std::int64_t>(random()) - (1ll << 31);
    const std::int64_t voxel = static_cast<std::int64_t>(random() % 2000000) - 1000000;
    const std::int64_t base = soma_voxel(soma, origin, step);
    CHECK(base * step <= soma - origin);
    CHECK((base + 1) * step > soma - origin);
    CHECK(origin + step * (base + (voxel - base)) == origin + step * voxel);
  }
}
