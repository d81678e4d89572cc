#include "report/numbers.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

using namespace cnx;

TEST_CASE("thousands are separated by commas") {
  CHECK(with_separators(0) == "0");
  CHECK(with_separators(999) == "999");
  CHECK(with_separators(1000) == "1,000");
  CHECK(with_separators(60048) == "60,048");
  CHECK(with_separators(1234567) == "1,234,567");
  CHECK(with_separators(UINT64_MAX) == "18,446,744,073,709,551,615");
}

TEST_CASE("separators taken out again give the number back, for random numbers of every length") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 500; ++i) {
    const std::uint64_t number = random() >> (random() % 64);
    CAPTURE(number);
    const std::string text = with_separators(number);
    std::string digits;
    for (std::size_t at = 0; at < text.size(); ++at) {
      // A comma stands where a multiple of three digits follows.
      CHECK((text[at] == ',') == ((text.size() - at) % 4 == 0));
      if (text[at] != ',') digits += text[at];
    }
    CHECK(digits == std::to_string(number));
  }
}

TEST_CASE("one thing is singular, all other counts are plural") {
  CHECK(counted(1, "neuron") == "1 neuron");
  CHECK(counted(0, "neuron") == "0 neurons");
  CHECK(counted(2500, "class", "classes") == "2,500 classes");
}

TEST_CASE("shares are written with three significant digits and 100 % means all") {
  CHECK(percent_text(0) == "0 %");
  CHECK(percent_text(1) == "100 %");
  CHECK(percent_text(0.0155) == "1.55 %");
  CHECK(percent_text(0.5) == "50.0 %");
  CHECK(percent_text(0.000123) == "0.0123 %");
  CHECK(percent_text(0.9996) == "99.9600 %");
  CHECK(percent_text(0.99999999) == "99.9999 %");
  CHECK(percent_text(1e-12) == "< 0.0000001 %");
}

TEST_CASE("an interval has the decimals of its value, more where its ends would be the same") {
  const auto texts = [](double value, double low, double high) {
    const PercentTexts both = percent_with_interval(value, low, high);
    return both.value + " | " + both.interval;
  };
  CHECK(texts(0.01547, 0.01537, 0.01557) == "1.55 % | 1.54 to 1.56 %");
  CHECK(texts(0.25, 0.1, 0.6) == "25.0 % | 10.0 to 60.0 %");
  CHECK(texts(0.002071, 0.0020709, 0.0020711) == "0.20710 % | 0.20709 to 0.20711 %");
  CHECK(texts(0.25, 0.25, 0.25) == "25.0 % | 25.0 to 25.0 %");
  CHECK(texts(0, 0, 0.0123) == "0 % | 0.00 to 1.23 %");
  CHECK(texts(1, 0.8866, 1) == "100 % | 88.7 to 100.0 %");
  CHECK(texts(0.9996, 0.9995, 0.9997) == "99.9600 % | 99.95 to 99.97 %");
}

TEST_CASE("bytes go to the next unit where rounding reaches it") {
  CHECK(bytes_text(1) == "1 byte");
  CHECK(bytes_text(999) == "999 bytes");
  CHECK(bytes_text(1000) == "1.0 kB");
  CHECK(bytes_text(40'100'000) == "40.1 MB");
  CHECK(bytes_text(999'949) == "999.9 kB");
  CHECK(bytes_text(999'951) == "1.0 MB");
  CHECK(bytes_text(1'440'000'000) == "1.44 GB");
}

TEST_CASE("decimals and short numbers keep their sign, but zero has none") {
  CHECK(decimal_text(123.44, 1) == "123.4");
  CHECK(decimal_text(-1234.5, 1) == "−1,234.5");
  CHECK(decimal_text(-0.01, 1) == "0.0");
  CHECK(short_number(0) == "0");
  CHECK(short_number(12.3) == "12.3");
  CHECK(short_number(1234.4) == "1,234");
  CHECK(short_number(0.01234) == "0.01234");
  CHECK(short_number(-2.5) == "−2.5");
  CHECK(short_number(1.2e9) == "1.2e+09");
}

TEST_CASE("what is not a number is a dash, never nan or inf") {
  const double nan = std::nan("");
  const double inf = std::numeric_limits<double>::infinity();
  for (const double value : {nan, inf, -inf}) {
    CHECK(decimal_text(value, 2) == "–");
    CHECK(short_number(value) == "–");
    CHECK(percent_text(value) == "–");
    CHECK(percent_with_interval(0.5, value, 1).interval == "–");
    CHECK(percent_with_interval(value, 0, 1).value == "–");
  }
}

TEST_CASE("nice steps are 1, 2 or 5 times a power of ten and never below the value") {
  CHECK(nice_step(0) == 1);
  CHECK(nice_step(1) == 1);
  CHECK(nice_step(1.1) == 2);
  CHECK(nice_step(21) == 50);
  CHECK(nice_step(50) == 50);
  CHECK(nice_step(std::nan("")) == 1);
  for (double value = 1; value < 1e18; value *= 1.7) {
    CAPTURE(value);
    CHECK(static_cast<double>(nice_step(value)) >= value);
    CHECK(static_cast<double>(nice_step(value)) < value * 2.5 + 1);
  }
}
