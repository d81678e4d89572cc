#include "base/byte_reader.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <random>
#include <vector>

#include "base/byte_writer.h"

using namespace cnx;

namespace {

std::vector<std::byte> bytes(std::initializer_list<int> values) {
  std::vector<std::byte> result;
  for (const int value : values) result.push_back(static_cast<std::byte>(value));
  return result;
}

ErrorCode varint_error(const std::vector<std::byte>& input, unsigned bits) {
  ByteReader reader{input};
  if (bits == 32) {
    CHECK(reader.varint() == 0);
  } else {
    CHECK(reader.varint64() == 0);
  }
  REQUIRE(reader.failed());
  return reader.error("test").code;
}

}  // namespace

TEST_CASE("fixed-width numbers are little-endian") {
  const auto input = bytes({0x01, 0x34, 0x12, 0x78, 0x56, 0x34, 0x12, 1, 2, 3, 4, 5, 6, 7, 0xff});
  ByteReader reader{input};
  CHECK(reader.u8() == 1);
  CHECK(reader.u16() == 0x1234);
  CHECK(reader.u32() == 0x12345678);
  CHECK(reader.u64() == 0xff07060504030201);
  CHECK(reader.remaining() == 0);
  CHECK_FALSE(reader.failed());
}

TEST_CASE("varints of every length are what the writer writes") {
  for (unsigned bit = 0; bit < 64; ++bit) {
    for (const std::uint64_t value :
         {(std::uint64_t{1} << bit) - 1, std::uint64_t{1} << bit, ~std::uint64_t{0} >> bit}) {
      CAPTURE(value);
      ByteWriter writer;
      writer.varint(value);
      const unsigned significant =
          value == 0 ? 1 : 64 - static_cast<unsigned>(__builtin_clzll(value));
      CHECK(writer.size() == (significant + 6) / 7);
      ByteReader reader{writer.bytes()};
      CHECK(reader.varint64() == value);
      CHECK(reader.remaining() == 0);

      ByteReader narrow{writer.bytes()};
      const bool fits = value <= std::numeric_limits<std::uint32_t>::max();
      CHECK(narrow.varint() == (fits ? value : 0));
      CHECK(narrow.failed() == !fits);
      if (!fits) CHECK(narrow.error("test").code == ErrorCode::OutOfRange);
    }
  }
}

TEST_CASE("padded, too large and cut-off varints are refused") {
  CHECK(varint_error(bytes({}), 32) == ErrorCode::Truncated);
  CHECK(varint_error(bytes({0x80}), 32) == ErrorCode::Truncated);
  CHECK(varint_error(bytes({0x80, 0x00}), 32) == ErrorCode::NotCanonical);
  CHECK(varint_error(bytes({0xff, 0x80, 0x00}), 64) == ErrorCode::NotCanonical);
  CHECK(varint_error(bytes({0xff, 0xff, 0xff, 0xff, 0x10}), 32) == ErrorCode::OutOfRange);
  CHECK(varint_error(bytes({0x80, 0x80, 0x80, 0x80, 0x80, 0x01}), 32) == ErrorCode::OutOfRange);
  CHECK(varint_error(bytes({0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02}), 64) ==
        ErrorCode::OutOfRange);
  CHECK(varint_error(bytes({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01}),
                     64) == ErrorCode::OutOfRange);
}

TEST_CASE("after the first failure every read gives zero and the first error stays") {
  const auto input = bytes({5, 0x80, 0x00, 7});
  ByteReader reader{input};
  CHECK(reader.u8() == 5);
  CHECK(reader.varint() == 0);
  CHECK(reader.failed());
  CHECK(reader.remaining() == 0);
  CHECK(reader.u8() == 0);
  CHECK(reader.u64() == 0);
  CHECK(reader.take(1).empty());
  CHECK(reader.error("edge rows") == Error{ErrorCode::NotCanonical, "edge rows, byte 2"});
}

TEST_CASE("take gives the bytes asked for or none") {
  const auto input = bytes({1, 2, 3});
  ByteReader reader{input};
  CHECK(reader.take(2).size() == 2);
  CHECK(reader.position() == 2);
  CHECK(reader.take(0).empty());
  CHECK_FALSE(reader.failed());
  CHECK(reader.take(std::numeric_limits<std::size_t>::max()).empty());
  CHECK(reader.error("test").code == ErrorCode::Truncated);
}

TEST_CASE("zigzag numbers signed values by magnitude") {
  CHECK(zigzag(0) == 0);
  CHECK(zigzag(-1) == 1);
  CHECK(zigzag(1) == 2);
  CHECK(zigzag(-2) == 3);
  CHECK(zigzag(std::numeric_limits<std::int64_t>::max()) == ~std::uint64_t{1});
  CHECK(zigzag(std::numeric_limits<std::int64_t>::min()) == ~std::uint64_t{0});
  std::mt19937_64 random{1};
  for (int i = 0; i < 1000; ++i) {
    const auto value = static_cast<std::int64_t>(random() >> (i % 64));
    CAPTURE(value);
    CHECK(unzigzag(zigzag(value)) == value);
    CHECK(unzigzag(zigzag(-value)) == -value);
  }
}
