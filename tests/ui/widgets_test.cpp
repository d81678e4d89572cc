#include "ui/widgets.h"

#include <doctest/doctest.h>

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/headless_ui.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("text and links have a contrast of 4.5 to 1 on panels and rows in both themes") {
  const auto luminance = [](const ImVec4& color) {
    const auto linear = [](float c) {
      return c <= 0.04045f ? c / 12.92f : std::pow((c + 0.055f) / 1.055f, 2.4f);
    };
    return 0.2126f * linear(color.x) + 0.7152f * linear(color.y) + 0.0722f * linear(color.z);
  };
  for (const bool dark : {true, false}) {
    CAPTURE(dark);
    HeadlessUi ui(400, 300, 1, dark);
    const ImVec4* const colors = ImGui::GetStyle().Colors;
    for (const ImGuiCol ink : {ImGuiCol_Text, ImGuiCol_TextDisabled, ImGuiCol_TextLink}) {
      for (const ImGuiCol paper : {ImGuiCol_WindowBg, ImGuiCol_PopupBg, ImGuiCol_FrameBg}) {
        CAPTURE(ImGui::GetStyleColorName(ink));
        CAPTURE(ImGui::GetStyleColorName(paper));
        const float a = luminance(colors[ink]), b = luminance(colors[paper]);
        CHECK((std::max(a, b) + 0.05f) / (std::min(a, b) + 0.05f) >= 4.5f);
      }
    }
  }
}

TEST_CASE("text is broken at spaces alone: never inside a number, never before a percent sign") {
  const HeadlessUi ui(800, 600);
  ImGui::NewFrame();
  const auto width_of = [](const char* text) { return ImGui::CalcTextSize(text).x; };
  const std::string text = "95 % interval 0.8971 to 0.9002 %";
  CHECK(broken_at_spaces(text, width_of(text.c_str()) + 1) == text);
  CHECK(broken_at_spaces(text, width_of("95 % interval 0.8971 to 0.9")) ==
        "95 % interval 0.8971 to\n0.9002 %");
  CHECK(broken_at_spaces(text, width_of("0.9002 %") + 1) == "95 %\ninterval\n0.8971\nto\n0.9002 %");
  const std::string number = "Connections: 10,569\nof 1,234,567";
  CHECK(broken_at_spaces(number, width_of("Connections: 10,5")) ==
        "Connections:\n10,569\nof 1,234,567");
  CHECK(broken_at_spaces("", 10) == "");
  CHECK(broken_at_spaces("unbreakable", 1) == "unbreakable");
  ImGui::EndFrame();
}

TEST_CASE("a label that its line cannot hold moves, and a checkbox is ticked by its words, too") {
  const HeadlessUi ui(800, 600);
  bool on = false;
  ImVec2 words;
  const auto frame = [&](float width, bool press) {
    ImGuiIO& io = ImGui::GetIO();
    if (words.x > 0) io.AddMousePosEvent(words.x, words.y);
    io.AddMouseButtonEvent(0, press);
    ImGui::NewFrame();
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(ImVec2(width, 500));
    ImGui::Begin("narrow");
    wrapped_checkbox("Words for more than one line of this###tick", &on);
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    words = ImVec2((low.x + high.x) / 2, (low.y + high.y) / 2);
    CHECK(high.x <= width);
    const float line = ImGui::GetCursorPosY();
    words_before("Rows (pre)", 112);
    const bool below = ImGui::GetCursorPosY() > line;
    ImGui::NewLine();
    const std::string label = list_label("Least numbers of synapses", 208);
    ImGui::SmallButton("first");
    const float first_y = ImGui::GetItemRectMin().y;
    ImGui::SameLine();
    small_button("a longer button");
    const bool next_line = ImGui::GetItemRectMin().y > first_y + 4;
    ImGui::End();
    ImGui::Render();
    CHECK(below == (width < 200));
    CHECK(next_line == (width < 200));
    CHECK(label == (width < 200 ? "##Least numbers of synapses" : "Least numbers of synapses"));
  };
  for (int i = 0; i < 2; ++i) frame(700, false);
  for (int i = 0; i < 2; ++i) frame(180, false);
  CHECK_FALSE(on);
  frame(180, true);
  frame(180, true);
  frame(180, false);
  frame(180, false);
  CHECK(on);
}

TEST_CASE("a closed list without room for its words ends with three dots, and says all in a hint") {
  const HeadlessUi ui(800, 600);
  const std::string words = "without green cones (deuteranopia)";
  float room = 0;  // of the words alone
  const auto shown_at = [&](float width) {
    ImGui::NewFrame();
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(ImVec2(700, 500));
    ImGui::Begin("wide");
    ImGui::SetNextItemWidth(width);
    room = width - ImGui::GetFrameHeight() - ImGui::GetStyle().FramePadding.x;
    ImGui::LogToBuffer();
    CHECK_FALSE(begin_list("##list", words));
    std::string text = ImGui::GetCurrentContext()->LogBuffer.c_str();
    ImGui::LogFinish();
    text.resize(std::min(text.size(), text.find('}')));  // behind it is the hint
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ImGui::GetIO().AddMousePosEvent((low.x + high.x) / 2, (low.y + high.y) / 2);
    ImGui::End();
    ImGui::Render();
    return text;
  };
  const auto hinted = [&](float width) {
    for (int i = 0; i < 120; ++i) shown_at(width);  // the pointer has to rest
    const ImGuiWindow* const tooltip = ImGui::FindWindowByName("##Tooltip_00");
    return tooltip != nullptr && tooltip->Active;
  };
  ImGui::NewFrame();
  const float words_px = ImGui::CalcTextSize(words.c_str()).x;
  ImGui::EndFrame();
  shown_at(300);
  const float enough = words_px + 300 - room;
  CHECK(shown_at(enough + 0.5f).find(words) != std::string::npos);
  CHECK_FALSE(hinted(enough + 0.5f));
  for (const float width : {enough - 2, enough * 0.7f, enough / 2}) {
    CAPTURE(width);
    const std::string text = shown_at(width);
    CHECK(text.find("without") != std::string::npos);
    CHECK(text.find("…") != std::string::npos);
    CHECK(text.find("(deuteranopia)") == std::string::npos);
    CHECK(hinted(width));
  }
}

TEST_CASE("a hint is not wider than the screen, however large the text") {
  const std::string words =
      "Add the shown neurons that have a connection with the selection, in either direction (G). "
      "With more hops also their partners, and so on.";
  for (const float scale : {1.0f, 2.0f}) {
    CAPTURE(scale);
    const HeadlessUi ui(390, 700, scale);
    const auto frame = [&] {
      ImGui::NewFrame();
      ImGui::SetNextWindowPos(ImVec2(0, 0));
      ImGui::SetNextWindowSize(ImVec2(390, 600));
      ImGui::Begin("narrow");
      button("Add partners", true);
      hint(words.c_str(), scale);
      const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
      ImGui::GetIO().AddMousePosEvent((low.x + high.x) / 2, (low.y + high.y) / 2);
      ImGui::End();
      ImGui::Render();
    };
    for (int i = 0; i < 120; ++i) frame();
    const ImGuiWindow* const tooltip = ImGui::FindWindowByName("##Tooltip_00");
    REQUIRE(tooltip != nullptr);
    REQUIRE(tooltip->Active);
    // Dear ImGui cuts what is wider.
    CHECK(tooltip->ContentSize.x + 2 * ImGui::GetStyle().WindowPadding.x <= 390);
    CHECK(tooltip->ContentSize.x > 200);
  }
}
