#include "view/number_text.h"

#include <doctest/doctest.h>

#include <clocale>
#include <limits>

#include "view/random_view.h"

using namespace cnx;

TEST_CASE("numbers are written as short as they can be read back") {
  CHECK(number_text(0) == "0");
  CHECK(number_text(-0.0) == "0");
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(0.1 + 0.2) == "0.30000000000000004");
  CHECK(number_text(0.1234567890123456) == "0.1234567890123456");  // with 17 digits …4559
  CHECK(number_text(-2.5) == "-2.5");
  CHECK(number_text(1e5) == "100000");
  CHECK(number_text(1e20) == "1e20");
  CHECK(number_text(1.5e-7) == "1.5e-7");
  CHECK(number_text(1e300) == "1e300");
  CHECK(number_text(9007199254740993.0) == "9007199254740992");
  CHECK(number_text(std::numeric_limits<double>::max()) == "1.7976931348623157e308");
  CHECK(number_text(std::numeric_limits<double>::denorm_min()) == "4.94065645841247e-324");
}

TEST_CASE("every finite number reads back equal") {
  for (std::uint32_t seed = 0; seed < 20000; ++seed) {
    CAPTURE(seed);
    const double value = test::RandomView(seed).number();
    CHECK(parse_number(number_text(value)) == value);
  }
}

TEST_CASE("text that is not a plain finite number is refused") {
  for (const char* bad : {"", "-", "+1", " 1", "1 ", ".5", "5.", "1e", "1e+", "inf", "nan", "0x10",
                          "1,5", "1E5", "--1", "1e9999", "1e5.", "1.2.3"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_number(bad).has_value());
  }
  CHECK(parse_number("1e+05") == 100000);
  CHECK(parse_number("-0007.50") == -7.5);
  CHECK(parse_number("1e-9999") == 0);
}

TEST_CASE("numbers are the same in a locale whose decimal point is a comma") {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  bool found = false;
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8"}) {
    found = found || std::setlocale(LC_NUMERIC, name) != nullptr;
  }
  if (!found) MESSAGE("skipped: this machine has no locale with a decimal comma");
  CHECK(number_text(0.1) == "0.1");
  CHECK(parse_number("-2.5e3") == -2500);
  CHECK_FALSE(parse_number("2,5").has_value());
  std::setlocale(LC_NUMERIC, before.c_str());
}
