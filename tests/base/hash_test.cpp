#include "base/hash.h"

#include <doctest/doctest.h>

#include <span>
#include <string>

#include "base/result.h"

using namespace cnx;

namespace {

std::uint64_t hash_of(const std::string& text) { return xxh3_64(std::as_bytes(std::span{text})); }

}  // namespace

TEST_CASE("the hash is XXH3-64") {
  // Figures from another implementation: Python's xxhash.xxh3_64_intdigest.
  CHECK(hash_of("") == 0x2d06800538d394c2);
  CHECK(hash_of("a") == 0xe6c632b61e964e1f);
  CHECK(hash_of("connectoscope") == 0x50f18d0c5c344b09);
  CHECK(hash_of(std::string(1000, 'x')) == 0xc0a4877b962cba82);
}

TEST_CASE("hashes are written as 16 lower-case digits and read back") {
  CHECK(hash_to_hex(0) == "0000000000000000");
  CHECK(hash_to_hex(0x0123456789abcdef) == "0123456789abcdef");
  for (const std::uint64_t hash : {0ull, 1ull, 0xfedcba9876543210ull, ~0ull}) {
    CAPTURE(hash);
    CHECK(parse_hash(hash_to_hex(hash)).value() == hash);
  }
}

TEST_CASE("anything but 16 lower-case digits is not a hash") {
  for (const char* text : {"", "0123456789abcde", "0123456789abcdef0", "0123456789ABCDEF",
                           "0123456789abcdeg", " 123456789abcdef", "0x23456789abcdef"}) {
    CAPTURE(text);
    REQUIRE_FALSE(parse_hash(text).ok());
    CHECK(parse_hash(text).error().code == ErrorCode::Syntax);
  }
}
