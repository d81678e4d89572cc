#include "ui/widgets.h"

#include <doctest/doctest.h>

#include "ui/headless_ui.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("text is broken at spaces alone: never inside a number, never before a percent sign") {
  const HeadlessUi ui(800, 600);
  ImGui::NewFrame();
  const auto width_of = [](const char* text) { return ImGui::CalcTextSize(text).x; };
  const std::string text = "95 % interval 0.8971 to 0.9002 %";
  CHECK(broken_at_spaces(text, width_of(text.c_str()) + 1) == text);
  CHECK(broken_at_spaces(text, width_of("95 % interval 0.8971 to 0.9")) ==
        "95 % interval 0.8971 to\n0.9002 %");
  CHECK(broken_at_spaces(text, width_of("0.9002 %") + 1) == "95 %\ninterval\n0.8971\nto\n0.9002 %");
  CHECK(broken_at_spaces("", 10) == "");
  CHECK(broken_at_spaces("unbreakable", 1) == "unbreakable");
  ImGui::EndFrame();
}
