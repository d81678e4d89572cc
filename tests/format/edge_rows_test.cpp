#include "format/edge_rows.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "format/hostile_bytes.h"
#include "format/memory_meter.h"

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

Result<EdgeRows> decode(const Bytes& payload, std::uint32_t rows, std::uint32_t neurons) {
  return decode_edge_rows(payload, rows, neurons);
}

}  // namespace

TEST_CASE("edge rows written out by hand") {
  // neuron 0 -> 1 (twice), 3 (once); neuron 1 -> itself (once); neuron 2 -> nobody
  const EdgeRows rows{{0, 2, 3, 3}, {1, 3, 1}, {2, 1, 1}};
  const Bytes payload = bytes({2, 1, 0, 1, 1, 1, 1, 0, 0});
  CHECK(encode_edge_rows(rows) == payload);
  CHECK(decode(payload, 3, 4).value() == rows);
}

TEST_CASE("edge rows without edges and without rows") {
  CHECK(encode_edge_rows(EdgeRows{{0, 0, 0}, {}, {}}) == bytes({0, 0}));
  CHECK(encode_edge_rows(EdgeRows{{0}, {}, {}}) == bytes({}));
  CHECK(decode(bytes({0, 0}), 2, 1).value() == EdgeRows{{0, 0, 0}, {}, {}});
  CHECK(decode(bytes({}), 0, 1).value() == EdgeRows{{0}, {}, {}});
}

TEST_CASE("edge rows come back as they were on random rows") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::uint32_t neuron_count = 1 + random() % (seed % 3 == 0 ? 10 : 1u << 26);
    const EdgeRows rows = random_rows(random, random() % 40, neuron_count);
    const Bytes payload = encode_edge_rows(rows);
    const auto row_count = static_cast<std::uint32_t>(rows.offsets.size() - 1);
    REQUIRE(decode(payload, row_count, neuron_count).ok());
    CHECK(decode(payload, row_count, neuron_count).value() == rows);
  }
}

TEST_CASE("damaged edge rows give an error or the same bytes") {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::uint32_t row_count = 1 + random() % 5;
    const Bytes payload = encode_edge_rows(random_rows(random, row_count, 1000));
    check_hostile_bytes(payload, [row_count](std::span<const std::byte> input) -> Result<Bytes> {
      const auto rows = decode_edge_rows(input, row_count, 1000);
      if (!rows.ok()) return rows.error();
      return encode_edge_rows(rows.value());
    });
  }
}

TEST_CASE("edge rows refuse targets outside the dataset") {
  CHECK(decode(bytes({1, 3, 0}), 1, 4).ok());
  CHECK(decode(bytes({1, 4, 0}), 1, 4).error().code == ErrorCode::OutOfRange);
  CHECK(decode(bytes({2, 3, 0, 0, 0}), 1, 4).error().code == ErrorCode::OutOfRange);
  // the second gap would wrap a 32-bit target around to 0
  CHECK(decode(bytes({2, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0}), 1, UINT32_MAX).error().code ==
        ErrorCode::OutOfRange);
}

TEST_CASE("edge rows refuse a count that 32 bits cannot hold") {
  CHECK(decode(bytes({1, 0, 0xfe, 0xff, 0xff, 0xff, 0x0f}), 1, 1).value().synapse_counts[0] ==
        UINT32_MAX);
  CHECK(decode(bytes({1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f}), 1, 1).error().code ==
        ErrorCode::OutOfRange);
}

TEST_CASE("edge rows refuse more rows or edges than bytes before they reserve memory") {
  const Bytes payload = bytes({0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0});
  const std::size_t before = bytes_allocated();
  CHECK(decode(payload, 1, 100).error().code == ErrorCode::Truncated);
  CHECK(decode(payload, UINT32_MAX, 100).error().code == ErrorCode::Truncated);
  CHECK(bytes_allocated() - before < 4096);
}

TEST_CASE("decoded edge rows take at most 8 bytes for every payload byte") {
  for (std::uint32_t seed = 0; seed < 500; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const Bytes payload = random_bytes(random, 1 + random() % 20000);
    const std::uint32_t row_count =
        random() % static_cast<std::uint32_t>(payload.size() + payload.size() / 8 + 1);
    const std::size_t before = bytes_allocated();
    { const auto rows = decode_edge_rows(payload, row_count, 1 << 20); }
    CHECK(bytes_allocated() - before <= 8 * payload.size() + 256);  // 256: an error's sentence
  }
}
