#include "report/color_vision.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "report/color_map.h"

using namespace cnx;

namespace {

constexpr ColorVision kAll[] = {ColorVision::Usual, ColorVision::Protan, ColorVision::Deutan,
                                ColorVision::Tritan};

}  // namespace

TEST_CASE("color differences are those of the published test data") {
  // Sharma, Wu & Dalal 2005, table 1: the pairs that tell wrong implementations apart.
  struct Pair {
    Lab a, b;
    double expected;
  };
  constexpr Pair kPairs[] = {{{50.0, 2.6772, -79.7751}, {50.0, 0.0, -82.7485}, 2.0425},
                             {{50.0, 3.1571, -77.2803}, {50.0, 0.0, -82.7485}, 2.8615},
                             {{50.0, -1.3802, -84.2814}, {50.0, 0.0, -82.7485}, 1.0000},
                             {{50.0, 0.0, 0.0}, {50.0, -1.0, 2.0}, 2.3669},
                             {{50.0, 2.4900, -0.0010}, {50.0, -2.4900, 0.0009}, 7.1792},
                             {{50.0, 2.4900, -0.0010}, {50.0, -2.4900, 0.0011}, 7.2195},
                             {{50.0, -0.0010, 2.4900}, {50.0, 0.0011, -2.4900}, 4.7461},
                             {{50.0, 2.5, 0.0}, {73.0, 25.0, -18.0}, 27.1492},
                             {{50.0, 2.5, 0.0}, {56.0, -27.0, -3.0}, 31.9030},
                             {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
                             {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
                             {{6.7747, -0.2908, -2.4247}, {5.8714, -0.0985, -2.2286}, 0.6377},
                             {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082}};
  for (const Pair& pair : kPairs) {
    CHECK(color_difference(pair.a, pair.b) == doctest::Approx(pair.expected).epsilon(0.0001));
    CHECK(color_difference(pair.b, pair.a) == doctest::Approx(pair.expected).epsilon(0.0001));
    CHECK(color_difference(pair.a, pair.a) == 0);
  }
}

TEST_CASE("lightness and color of known sRGB colors") {
  CHECK(lab_of(0xffffff).lightness == doctest::Approx(100).epsilon(0.001));
  CHECK(lab_of(0x000000).lightness == doctest::Approx(0));
  const Lab red = lab_of(0xff0000);
  CHECK(red.lightness == doctest::Approx(53.24).epsilon(0.001));
  CHECK(red.a == doctest::Approx(80.09).epsilon(0.001));
  CHECK(red.b == doctest::Approx(67.20).epsilon(0.001));
}

TEST_CASE("greys stay as they are for all eyes, and red and green come together for some") {
  for (const std::uint32_t grey : {0x000000u, 0x7f7f7fu, 0xffffffu}) {
    for (const ColorVision vision : kAll) {
      CHECK(color_difference(lab_of(grey), lab_of(simulated(grey, vision))) < 0.5);
    }
  }
  const auto difference = [](std::uint32_t a, std::uint32_t b, ColorVision vision) {
    return color_difference(lab_of(simulated(a, vision)), lab_of(simulated(b, vision)));
  };
  constexpr std::uint32_t kRed = 0xc04000, kGreen = 0x608000;
  const double usual = difference(kRed, kGreen, ColorVision::Usual);
  CHECK(difference(kRed, kGreen, ColorVision::Deutan) < usual / 2);
  CHECK(difference(0x00a0a0, 0x6080c0, ColorVision::Tritan) <
        difference(0x00a0a0, 0x6080c0, ColorVision::Usual));
  CHECK(simulated(0x123456, ColorVision::Usual) == 0x123456);
}

TEST_CASE("the map of numbers rises in lightness for all eyes, by even steps") {
  for (const ColorVision vision : kAll) {
    CAPTURE(static_cast<int>(vision));
    double last = -1, least = 1e9, most = 0;
    for (int i = 0; i <= 16; ++i) {
      const double lightness = lab_of(simulated(sequential_color(i / 16.0), vision)).lightness;
      if (i > 0) {
        CHECK(lightness > last);
        least = std::min(least, lightness - last);
        most = std::max(most, lightness - last);
      }
      last = lightness;
    }
    CHECK(most < 4 * least);
  }
}
