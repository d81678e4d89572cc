#include "read/csv_values.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>

using namespace cnx;

TEST_CASE("whole numbers are exact to 64 bits, and nothing else is one") {
  CHECK(parse_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
  CHECK(parse_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
  CHECK(parse_integer("720575940621039145") == 720575940621039145);
  CHECK(parse_integer("+7") == 7);
  CHECK(parse_integer("007") == 7);
  for (const char* text : {"", "+", "-", "+-1", "--1", "1 ", " 1", "1.0", "1e3", "0x1",
                           "9223372036854775808", "1,000", "nan"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_integer(text).has_value());
  }
}

TEST_CASE("reals are those that strtod reads, to the last bit") {
  for (std::uint32_t seed = 0; seed < 20'000; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    std::string text;
    if (random() % 3 == 0) text += random() % 2 ? '-' : '+';
    for (std::uint64_t n = 1 + random() % (seed % 50 == 0 ? 60 : 12); n > 0; --n)
      text += static_cast<char>('0' + random() % 10);
    if (random() % 2) text.insert(text.size() - random() % 2, ".");
    for (std::uint64_t n = random() % 8; n > 0; --n) text += static_cast<char>('0' + random() % 10);
    if (text.find('.') == std::string::npos && random() % 4 == 0) text += '.';
    if (random() % 3 == 0)
      text += "eE"[random() % 2] + std::to_string(static_cast<int>(random() % 700) - 350);
    CAPTURE(text);
    const auto read = parse_real(text);
    REQUIRE(read.has_value());
    const double expected = std::strtod(text.c_str(), nullptr);
    CHECK(std::memcmp(&*read, &expected, sizeof expected) == 0);
  }
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {  // what %.17g writes is read back
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    char text[64];
    std::snprintf(text, sizeof text, "%.17g", value);
    CHECK(parse_real(text) == value);
  }
}

TEST_CASE("what is no number is none") {
  CHECK(parse_real("inf") == std::numeric_limits<double>::infinity());
  CHECK(parse_real("-Infinity") == -std::numeric_limits<double>::infinity());
  CHECK(parse_real("1e999999999999") == std::numeric_limits<double>::infinity());
  CHECK(parse_real("0e999999999999") == 0.0);
  CHECK(parse_real(".5") == 0.5);
  for (const char* text : {"", ".", "-", "e5", "1e", "1e+", "0x10", "1.2.3", "1 2", "nan", "1f",
                           "infinit", "1,5", "--1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_real(text).has_value());
  }
  for (const char* text : {"", "NaN", "nan", "NA", "n/a", "NULL", "None", "<NA>", "#N/A"})
    CHECK(is_missing_number(text));
  for (const char* text : {"0", "no", "nano", "-"}) CHECK_FALSE(is_missing_number(text));
}

TEST_CASE("three numbers in brackets are a triple") {
  using Triple = std::array<std::string_view, 3>;
  CHECK(parse_triple("[1 2 3]") == Triple{"1", "2", "3"});
  CHECK(parse_triple(" (1, -2.5,\t3e2 ) ") == Triple{"1", "-2.5", "3e2"});
  CHECK(parse_triple("[ 402040  181040 112560]") == Triple{"402040", "181040", "112560"});
  for (const char* text : {"", "[", "[]", "1 2 3", "[1 2]", "[1 2 3 4]", "[1 2 x]", "[1 2 3)"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_triple(text).has_value());
  }
}
