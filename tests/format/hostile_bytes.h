#pragma once
// hostile_bytes.h — damage done to good bytes, for the tests of every decoder.

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <span>
#include <vector>

#include "base/result.h"

namespace cnx::test {

using Bytes = std::vector<std::byte>;

inline Bytes bytes(std::initializer_list<int> values) {
  Bytes result;
  for (const int value : values) result.push_back(static_cast<std::byte>(value));
  return result;
}

/// `recode` decodes a payload and encodes what it got: a Result<Bytes>.
/// Checks that `good` comes back as it is, that it is refused cut off at any byte and with a byte
/// after its end, and that any one byte replaced by any other gives an error or the same bytes. For
/// decoders that take long to begin with, `every_mask` false tries only bytes with one bit or all
/// bits flipped.
template <typename Recode>
void check_hostile_bytes(const Bytes& good, Recode recode, bool every_mask = true) {
  const Result<Bytes> same = recode(std::span<const std::byte>{good});
  REQUIRE(same.ok());
  CHECK(same.value() == good);

  for (std::size_t size = 0; size < good.size(); ++size) {
    CAPTURE(size);
    // A copy of just this size, so that the sanitizer sees any read past its end.
    const Bytes cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
    const Result<Bytes> result = recode(std::span<const std::byte>{cut});
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == ErrorCode::Truncated);
  }

  Bytes longer = good;
  longer.push_back(std::byte{0});
  const Result<Bytes> trailing = recode(std::span<const std::byte>{longer});
  REQUIRE_FALSE(trailing.ok());
  CHECK(trailing.error().code == ErrorCode::TrailingBytes);

  Bytes damaged = good;
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int mask = 1; mask < 256; ++mask) {
      if (!every_mask && mask != 255 && (mask & (mask - 1)) != 0) continue;
      damaged[at] = good[at] ^ static_cast<std::byte>(mask);
      const Result<Bytes> result = recode(std::span<const std::byte>{damaged});
      if (result.ok() && result.value() != damaged) {
        CAPTURE(at);
        CAPTURE(mask);
        FAIL_CHECK("accepted bytes that the encoder would not write");
      }
    }
    damaged[at] = good[at];
  }
}

/// Bytes that a fair part of the decoder's branches sees: mostly small numbers, some varints.
inline Bytes random_bytes(std::mt19937& random, std::size_t size) {
  Bytes result(size);
  for (auto& byte : result) {
    const auto draw = random();
    byte = static_cast<std::byte>(draw % 4 == 0 ? draw >> 8 : (draw >> 8) % 4);
  }
  return result;
}

}  // namespace cnx::test
