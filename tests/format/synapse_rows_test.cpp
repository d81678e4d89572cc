#include "format/synapse_rows.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>

#include "format/hostile_bytes.h"
#include "format/memory_meter.h"

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

TEST_CASE("synapse rows written out by hand") {
  SynapseRows rows;
  rows.offsets = {0, 2, 2, 3};
  rows.residual = {{{0, -1, 100}, {1, 2, 3}, {-64, 64, 0}}};
  rows.size = {70, 300, 0};
  const Bytes payload = bytes({2, 0, 1,              // counts
                               0, 1, 0xc8, 0x01,     // x: 0, -1, 100
                               2, 4, 6,              // y: 1, 2, 3
                               0x7f, 0x80, 0x01, 0,  // z: -64, 64, 0
                               70, 0xac, 0x02, 0});  // sizes
  CHECK(encode_synapse_rows(rows, kBoth) == payload);
  CHECK(decode_synapse_rows(payload, 3, kBoth).value() == rows);
}

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

TEST_CASE("residuals and sizes keep the ends of their ranges") {
  SynapseRows rows;
  rows.offsets = {0, 2};
  rows.residual = {{{kLow, kHigh}, {kHigh, kLow}, {0, -1}}};
  rows.size = {UINT32_MAX, 0};
  CHECK(decode_synapse_rows(encode_synapse_rows(rows, kBoth), 1, kBoth).value() == rows);
}

TEST_CASE("damaged synapse rows give an error or the same bytes") {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const SynapseShape shape = seed % 3 == 0 ? kPosition : seed % 3 == 1 ? kSize : kBoth;
    const std::uint32_t row_count = 1 + random() % 4;
    const Bytes payload = encode_synapse_rows(random_rows(random, row_count, shape), shape);
    check_hostile_bytes(payload,
                        [row_count, shape](std::span<const std::byte> input) -> Result<Bytes> {
                          const auto rows = decode_synapse_rows(input, row_count, shape);
                          if (!rows.ok()) return rows.error();
                          return encode_synapse_rows(rows.value(), shape);
                        });
  }
}

TEST_CASE("synapse rows refuse more rows or synapses than bytes before they reserve memory") {
  const Bytes payload = bytes({0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0});
  const std::size_t before = bytes_allocated();
  for (const SynapseShape shape : {kPosition, kSize, kBoth}) {
    CHECK(decode_synapse_rows(payload, 1, shape).error().code == ErrorCode::Truncated);
    CHECK(decode_synapse_rows(payload, UINT32_MAX, shape).error().code == ErrorCode::Truncated);
  }
  CHECK(bytes_allocated() - before < 8192);
}

TEST_CASE("decoded synapse rows take at most 28 bytes for every payload byte") {
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const SynapseShape shape = seed % 3 == 0 ? kPosition : seed % 3 == 1 ? kSize : kBoth;
    const Bytes payload = random_bytes(random, 1 + random() % 20000);
    const std::uint32_t row_count =
        random() % static_cast<std::uint32_t>(payload.size() + payload.size() / 8 + 1);
    const std::size_t before = bytes_allocated();
    { const auto rows = decode_synapse_rows(payload, row_count, shape); }
    CHECK(bytes_allocated() - before <= 28 * payload.size() + 256);  // 256: an error's sentence
  }
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
