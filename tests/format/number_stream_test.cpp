#include "format/number_stream.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>

using namespace cnx;

TEST_CASE("numbers below four are their own token, and every other token begins an octave's half") {
  for (std::uint64_t number = 0; number < 4; ++number) {
    CHECK(token_of(number) == number);
    CHECK(raw_bits_of(static_cast<unsigned>(number)) == 0);
  }
  CHECK(token_of(4) == 4);
  CHECK(token_of(6) == 5);
  CHECK(token_of(std::numeric_limits<std::uint64_t>::max()) == kMaxToken);
  for (unsigned token = 4; token <= kMaxToken; ++token) {
    CAPTURE(token);
    const std::uint64_t first = number_of(token, 0);
    const std::uint64_t last = number_of(token, (std::uint64_t{1} << raw_bits_of(token)) - 1);
    CHECK(token_of(first) == token);
    CHECK(token_of(first - 1) == token - 1);
    CHECK(token_of(last) == token);
  }
}

TEST_CASE("numbers of every size come back") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    std::vector<std::uint64_t> numbers(seed * 3);
    for (auto& number : numbers) number = random() >> (random() % 64);
    std::vector<std::int64_t> changes(seed * 3);
    for (auto& change : changes) change = static_cast<std::int64_t>(random()) >> (random() % 64);
    if (seed > 1) changes[1] = std::numeric_limits<std::int64_t>::min();
    ByteWriter writer;
    write_numbers(numbers, writer);
    write_signed(changes, writer);
    ByteReader reader{writer.bytes()};
    std::vector<std::uint64_t> numbers_back(numbers.size());
    std::vector<std::int64_t> changes_back(changes.size());
    CHECK(read_numbers(reader, numbers_back, "test").ok());
    CHECK(read_signed(reader, changes_back, "test").ok());
    CHECK(numbers_back == numbers);
    CHECK(changes_back == changes);
    CHECK(reader.remaining() == 0);
  }
}

TEST_CASE("uniform numbers take the fewest bits that tell them apart") {
  for (const std::uint32_t below : {1u, 2u, 3u, 5u, 8u, 25u, 250u, 256u, 1000u}) {
    CAPTURE(below);
    BitWriter bits;
    std::uint64_t used = 0;
    double shares = 0;  // of all bit strings; a code that leaves none unused has 1
    for (std::uint32_t value = 0; value < below; ++value) {
      put_uniform(bits, value, below);
      used += uniform_bits(value, below);
      shares += 1.0 / static_cast<double>(1u << uniform_bits(value, below));
    }
    CHECK(shares == 1.0);
    ByteWriter writer;
    std::move(bits).finish(writer);
    CHECK(writer.size() == (used + 7) / 8);
    BitReader back(writer.bytes());
    for (std::uint32_t value = 0; value < below; ++value) CHECK(get_uniform(back, below) == value);
    CHECK_FALSE(back.problem().has_value());
  }
  for (const std::uint32_t value : {0u, 1u, UINT32_MAX - 1}) {
    BitWriter bits;
    put_uniform(bits, value, UINT32_MAX);
    ByteWriter writer;
    std::move(bits).finish(writer);
    BitReader back(writer.bytes());
    CHECK(get_uniform(back, UINT32_MAX) == value);
  }
}

TEST_CASE("a zero below zero is refused") {
  ByteWriter writer;
  write_symbols(
      std::vector<std::uint8_t>{1}, 1, [](std::size_t) { return 0u; }, writer);
  ByteReader reader{writer.bytes()};
  std::vector<std::int64_t> numbers(1);
  CHECK(read_signed(reader, numbers, "test").error().code == ErrorCode::NotCanonical);
}
