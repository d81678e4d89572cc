#include "ui/dashed_line.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "ui/headless_ui.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr float kWidth = 1500, kHeight = 1000;

/// The corners of what is drawn on a list of 1500 x 1000 pixels.
std::vector<ImVec2> corners_of(const std::vector<ImVec2>& points, float scale) {
  ImDrawList list(ImGui::GetDrawListSharedData());
  list._ResetForNewFrame();
  list.PushClipRect(ImVec2(0, 0), ImVec2(kWidth, kHeight));
  list.PushTexture(ImGui::GetIO().Fonts->TexRef);
  draw_dashed(list, points, IM_COL32_WHITE, 1.5f, scale);
  std::vector<ImVec2> corners;
  for (const ImDrawVert& vertex : list.VtxBuffer) corners.push_back(vertex.pos);
  return corners;
}

/// Places on a level line that are covered, from the corners of its dashes.
double covered(const std::vector<ImVec2>& corners) {
  std::vector<std::pair<float, float>> dashes;
  for (std::size_t i = 0; i + 3 < corners.size(); i += 4) {
    const auto [least, most] =
        std::minmax({corners[i].x, corners[i + 1].x, corners[i + 2].x, corners[i + 3].x});
    dashes.emplace_back(least, most);
  }
  double sum = 0;
  for (const auto& [least, most] : dashes) sum += most - least;
  return sum;
}

}  // namespace

TEST_CASE("six tenths of a dashed line are drawn, whatever its pieces") {
  const HeadlessUi ui(kWidth, kHeight);
  const std::vector<ImVec2> whole = {ImVec2(100, 500), ImVec2(1100, 500)};
  std::vector<ImVec2> pieces;
  for (int x = 100; x <= 1100; x += 7) pieces.emplace_back(static_cast<float>(x), 500.0f);
  pieces.emplace_back(1100.0f, 500.0f);
  CHECK(std::abs(covered(corners_of(whole, 1)) - 600) < 8);
  CHECK(std::abs(covered(corners_of(pieces, 1)) - 600) < 8);
  CHECK(std::abs(covered(corners_of(whole, 2.5f)) - 600) < 20);
  CHECK(corners_of({}, 1).empty());
  CHECK(corners_of({ImVec2(5, 5)}, 1).empty());
  CHECK(corners_of({ImVec2(5, 5), ImVec2(5, 5)}, 1).empty());
  CHECK(corners_of({ImVec2(-50, -9), ImVec2(2000, -9)}, 1).empty());  // above the picture
}

TEST_CASE("a line whose end is far beyond the picture is drawn where it is seen, and ends") {
  const HeadlessUi ui(kWidth, kHeight);
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (const float scale : {0.67f, 0.9f, 1.0f, 1.1f, 1.2f, 1.25f, 2.625f}) {
    for (const float far : {3e3f, 2.6e5f, 750'007.3f, 5e6f, 1e9f, 1e20f, 1e38f, kInfinity}) {
      for (const bool outwards : {true, false}) {
        CAPTURE(scale);
        CAPTURE(far);
        CAPTURE(outwards);
        std::vector<ImVec2> points = {ImVec2(750, 500), ImVec2(750 + far * 0.005f, 500 - far)};
        if (!outwards) std::swap(points[0], points[1]);
        const auto corners = corners_of(points, scale);
        // 500 pixels and more are seen, of a line that ends.
        CHECK(corners.size() / 4 < 500 / (10 * scale) + 3);
        if (far < 1e5f) CHECK(corners.size() / 4 > 500 / (10 * scale) - 3);
        for (const ImVec2& at : corners) {
          REQUIRE(at.x >= -2);
          REQUIRE(at.x <= kWidth + 2);
          REQUIRE(at.y >= -2);
          REQUIRE(at.y <= kHeight + 2);
        }
      }
    }
  }
}
