#include "ui/comparison_section.h"

#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <algorithm>
#include <vector>

#include "ui/headless_ui.h"
#include "ui/scene.h"
#include "ui/text_mirror.h"

using namespace cnx;
using namespace cnx::test;

namespace {

ComparisonAnswer a_comparison_answer() {
  ComparisonReport report;
  report.numbers.title = "A against B";
  report.numbers.caption = "Connections among A's own neurons.";
  report.numbers.columns = {{"of the set", false, ColumnUse::Files},
                            {"of the set", false, ColumnUse::Screen},
                            {"A", true},
                            {"B", true},
                            {"A / B", true},
                            {"n counts", false, ColumnUse::Files}};
  report.numbers.rows = {{{"Mean degree", 0},
                          {"Mean degree\nn: neurons", 0},
                          {"2.00\n1.50 to 2.50\nn = 2", 2},
                          {"1.00\n0.50 to 1.50\nn = 4", 1},
                          {"2.00 ×", 2},
                          {"neurons", 0}}};
  report.permutations.title = "Difference A − B against 3 random deals";
  report.permutations.rows = {{"Mean degree", 1, 0, 0.5, {0.5, -0.5, 0}, "A − B = 1", true}};
  report.caveat = "Not why.";
  ComparisonAnswer answer;
  answer.sides = {ComparisonAnswer::Side{"the selection", 2, Verdict::Sound, "All of them."},
                  ComparisonAnswer::Side{"set left", 4, Verdict::NotReliable, "None of them."}};
  answer.report = report;
  return answer;
}

Scene comparison_scene(bool open) {
  Scene scene = statistics_scene();
  scene.view.comparison.open = open;
  scene.view.sets = {{"left", NeuronSet::from_neurons({0, 1})}};
  return scene;
}

}  // namespace

TEST_CASE("the comparison opens through the view") {
  Scene scene = comparison_scene(false);
  const ComparisonAnswer answer = a_comparison_answer();
  FrameModel model = scene.model();
  model.comparison = &answer;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(model, "A against B"));
  const auto* opened = found<SetComparisonState>(ui.actions().commands);
  REQUIRE(opened != nullptr);
  CHECK(opened->comparison.open);
}

TEST_CASE("the sets of the comparison are chosen from a list of those that there are") {
  Scene scene = comparison_scene(true);
  const ComparisonAnswer answer = a_comparison_answer();
  FrameModel model = scene.model();
  model.comparison = &answer;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(model, "##A"));
  REQUIRE(ui.click(model, "set left"));
  const auto* chosen = found<SetComparisonState>(ui.actions().commands);
  REQUIRE(chosen != nullptr);
  CHECK(chosen->comparison.a == "left");
  CHECK(chosen->comparison.b.empty());
}

TEST_CASE("the comparison has the check boxes of chance for what takes longer") {
  Scene scene = comparison_scene(true);
  const ComparisonAnswer answer = a_comparison_answer();
  FrameModel model = scene.model();
  model.comparison = &answer;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(model, "Largest core and components too"));
  const auto* chosen = found<SetInference>(ui.actions().commands);
  REQUIRE(chosen != nullptr);
  CHECK(chosen->inference.structure);
  CHECK_FALSE(chosen->inference.triads);
}

TEST_CASE(
    "the comparison is drawn with finite corners in every state, and stops and begins again") {
  for (const bool known : {true, false}) {
    for (const bool running : {true, false}) {
      for (const bool stopped : {true, false}) {
        CAPTURE(known);
        CAPTURE(running);
        CAPTURE(stopped);
        Scene scene = comparison_scene(true);
        ComparisonAnswer answer = a_comparison_answer();
        answer.running = running;
        answer.stopped = stopped;
        if (!known) answer.report.reset();
        FrameModel model = scene.model();
        model.comparison = &answer;
        HeadlessUi ui(scene.width, scene.height);
        ui.frame(model);
        ui.frame(model);
        CHECK(ui.vertices_are_finite());
        CHECK(ui.has("Stop counting") == running);
        CHECK(ui.has("Count again") == (stopped && !running));
        if (running) {
          REQUIRE(ui.click(model, "Stop counting"));
          CHECK(found<StopComparison>(ui.actions().requests) != nullptr);
        } else if (stopped) {
          REQUIRE(ui.click(model, "Count again"));
          CHECK(found<ResumeComparison>(ui.actions().requests) != nullptr);
        }
      }
    }
  }
}

TEST_CASE("a table that a phone with large text cannot hold has its numbers below one another") {
  Scene scene = comparison_scene(true);
  scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
  const ComparisonAnswer answer = a_comparison_answer();
  const auto columns = [&](float scale) {
    scene.width = 360;
    scene.height = 40000;
    scene.scale = scale;
    FrameModel model = scene.model();
    model.comparison = &answer;
    HeadlessUi ui(scene.width, scene.height, scale);
    for (int i = 0; i < 3; ++i) ui.frame(model);
    // The lists to choose from are as wide as words, beside what they are or below it.
    for (const char* const list : {"##A", "##B onto"}) {
      REQUIRE(ui.items(list).size() == 1);
      CHECK(ui.items(list)[0].width >= 110 * scale);
    }
    ImPool<ImGuiTable>& tables = ImGui::GetCurrentContext()->Tables;
    std::vector<int> counts;
    for (int i = 0; i < tables.GetMapSize(); ++i) {
      const ImGuiTable* const table = tables.TryGetMapData(i);
      if (table != nullptr) counts.push_back(table->ColumnsCount);
    }
    return counts;
  };
  const auto has = [](const std::vector<int>& counts, int wanted) {
    return std::find(counts.begin(), counts.end(), wanted) != counts.end();
  };
  CHECK(has(columns(1), 4));
  const std::vector<int> large = columns(2);
  CHECK_FALSE(has(large, 4));
  CHECK(has(large, 1));
}

TEST_CASE("the comparison is copied as a program once there is one") {
  for (const bool compared : {true, false}) {
    Scene scene = comparison_scene(true);
    scene.manifest.source_edges = {"connectivity/full"};
    ComparisonAnswer answer = a_comparison_answer();
    if (!compared) answer.report->why_not = "Too few.";
    FrameModel model = scene.model();
    model.comparison = &answer;
    HeadlessUi ui(scene.width, scene.height);
    const auto programs = copied_programs(ui, model);
    CHECK(std::count(programs.begin(), programs.end(), std::vector{PythonPart::Compare}) ==
          (compared ? 1 : 0));
  }
}

TEST_CASE("the text mirror says both sets with their verdicts, or why there is no comparison") {
  Scene scene = comparison_scene(true);
  ComparisonAnswer answer = a_comparison_answer();
  FrameModel model = scene.model();
  model.comparison = &answer;
  const auto says = [&](const std::string& line) {
    for (const MirrorSection& section : mirror_sections(model)) {
      if (std::find(section.lines.begin(), section.lines.end(), line) != section.lines.end()) {
        return true;
      }
    }
    return false;
  };
  CHECK(
      says("A against B. A, the selection: Sound: All of them. B, set left: Not reliable: None of "
           "them."));
  CHECK(
      says("Mean degree: A 2.00 (95 % interval 1.50 to 2.50, n = 2 neurons), B 1.00 (95 % interval "
           "0.50 to 1.50, n = 4 neurons)."));
  CHECK(says("Mean degree: A − B = 1."));
  CHECK(says("Not why."));
  answer.report->why_not = "Too few.";
  CHECK(says("Too few."));
  CHECK_FALSE(says("Not why."));
  scene.view.comparison.open = false;
  CHECK_FALSE(says("Too few."));
}
