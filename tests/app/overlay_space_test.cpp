#include "app/overlay_space.h"

#include <doctest/doctest.h>

#include <optional>
#include <random>
#include <vector>

using namespace cnx;

namespace {

OverlayBox box(float left, float top, float right, float bottom) {
  return {ImVec2(left, top), ImVec2(right, bottom)};
}

bool overlap(const OverlayBox& a, const OverlayBox& b) {
  return a.low.x < b.high.x && b.low.x < a.high.x && a.low.y < b.high.y && b.low.y < a.high.y;
}

}  // namespace

TEST_CASE("a place over the view is given once, and only inside of it") {
  OverlaySpace space({100, 50, 400, 300});
  CHECK(space.claim(box(100, 50, 200, 100)));
  CHECK_FALSE(space.claim(box(199, 99, 250, 150)));  // a corner in common
  CHECK(space.claim(box(200, 50, 250, 100)));        // an edge in common
  CHECK_FALSE(space.claim(box(99, 200, 150, 220)));
  CHECK_FALSE(space.claim(box(450, 340, 500, 351)));
  space.take(box(0, 300, 1000, 1000));  // a window reaches beyond
  CHECK_FALSE(space.claim(box(450, 340, 500, 350)));
  CHECK(space.claim(box(450, 250, 500, 300)));
}

TEST_CASE("the key of the lines leaves the numbers of the depth, and goes where there is room") {
  const OverlayBox inside = box(18, 18, 622, 666);
  const ImVec2 size(240, 80);
  OverlaySpace alone({0, 0, 640, 684});
  const std::optional<ImVec2> first = alone.claim_somewhere(size, inside, 18, 6);
  REQUIRE(first.has_value());
  CHECK(first->x == 18);
  CHECK(first->y == 18);

  // Numbers at the left, axes at the right: below the axes.
  OverlaySpace space({0, 0, 640, 684});
  space.take(box(130, 60, 200, 680));
  space.take(box(520, 12, 628, 124));
  space.take(box(210, 60, 500, 80));  // the names of regions
  const std::optional<ImVec2> below = space.claim_somewhere(size, inside, 130, 6);
  REQUIRE(below.has_value());
  CHECK(below->x == 382);
  CHECK(below->y >= 130);
  CHECK_FALSE(space.claim_somewhere(ImVec2(700, 20), inside, 130, 6).has_value());
}

TEST_CASE("what must keep clear of the data stands beside it, or nowhere") {
  OverlaySpace space({0, 0, 390, 300});
  CHECK_FALSE(space.has_whole_data());  // nobody knows
  space.keep_data(box(140, 20, 250, 280));
  CHECK(space.has_whole_data());
  CHECK_FALSE(space.claim(box(240, 100, 300, 120), OverData::Refused));
  CHECK(space.claim(box(250, 100, 300, 120), OverData::Refused));
  CHECK(space.claim(box(200, 100, 250, 120)));
  const OverlayBox inside = box(18, 18, 372, 282);
  const auto beside = space.claim_somewhere(ImVec2(100, 40), inside, 18, 6, OverData::Refused);
  REQUIRE(beside.has_value());
  CHECK(beside->x + 106 <= 140);
  CHECK_FALSE(space.claim_somewhere(ImVec2(160, 40), inside, 18, 6, OverData::Refused).has_value());
  CHECK(space.claim_somewhere(ImVec2(160, 40), inside, 18, 6).has_value());
  space.keep_data(box(-1, 20, 250, 280));
  CHECK_FALSE(space.has_whole_data());
}

TEST_CASE("whatever asks for places, none that are given overlap") {
  std::mt19937 random(7);
  const auto number = [&](float low, float high) {
    return std::uniform_real_distribution<float>(low, high)(random);
  };
  for (int round = 0; round < 50; ++round) {
    OverlaySpace space({0, 0, 500, 400});
    std::vector<OverlayBox> given;
    for (int i = 0; i < 40; ++i) {
      const ImVec2 size(number(10, 200), number(10, 120));
      if (i % 2 == 0) {
        const ImVec2 at(number(-20, 480), number(-20, 380));
        const OverlayBox wanted = box(at.x, at.y, at.x + size.x, at.y + size.y);
        if (space.claim(wanted)) given.push_back(wanted);
      } else if (const auto at = space.claim_somewhere(size, box(18, 18, 482, 382), 18, 6)) {
        given.push_back(box(at->x - 6, at->y - 6, at->x + size.x + 6, at->y + size.y + 6));
      }
    }
    CAPTURE(round);
    for (std::size_t i = 0; i < given.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) CHECK_FALSE(overlap(given[i], given[k]));
    }
  }
}
