#include "ui/structure_section.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "ui/headless_ui.h"
#include "ui/scene.h"
#include "ui/text_mirror.h"

using namespace cnx;
using namespace cnx::test;

namespace {

StructureAnswer a_structure_answer() {
  StructureReport report;
  report.lines = {{"Weak components", "2", "the largest holds 5 of 6 neurons", "Groups."}};
  report.cores = {"Core number", "n = 6 neurons", "k", "neurons", 1, {1, 2, 3}};
  report.shared.title = "Shared partners of two neurons";
  report.shared.caption = "n = 5 connected pairs.";
  report.shared.columns = {
      {"partners, pairs", false}, {"mean", true}, {"expected", true}, {"ratio", true}};
  report.shared.rows = {{{"outputs, connected", 0}, {"1.50", 1.5}, {"0.50", 0.5}, {"3.00 ×", 3}}};
  report.rich_club.title = "Rich club";
  report.rich_club.caption = "Density.";
  report.rich_club.name = "rewired, degrees kept";
  report.rich_club.curve_name = "this network";
  report.rich_club.points = {{1, 0.2, 0.1, 0.3, "k = 1\nor more"}, {2, 0.2, 0.2, 0.2, "k = 2"}};
  report.rich_club.curve = {{1, 0.2, 0.2, 0.2, ""}, {2, 0.4, 0.4, 0.4, ""}};
  report.shared_analyzable = report.shared;
  report.shared_analyzable.rows[0][1] = {"1.25", 1.25};
  report.rich_club_analyzable = report.rich_club;
  report.rich_club_analyzable.title = "Rich club, analyzable axons alone";
  report.caveat = "With care.";
  StructureAnswer answer;
  answer.report = report;
  return answer;
}

Scene structure_scene(bool open) {
  Scene scene = statistics_scene();
  scene.view.structure_open = open;
  return scene;
}

}  // namespace

TEST_CASE("the closed structure counts nothing, and a click opens it through the view") {
  Scene scene = structure_scene(false);
  const StructureAnswer answer = a_structure_answer();
  FrameModel model = scene.model();
  model.structure = &answer;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  CHECK(!found<SetStructureOpen>(ui.actions().commands));
  CHECK_FALSE(ui.has("line chart"));
  REQUIRE(ui.click(model, "Structure"));
  REQUIRE(found<SetStructureOpen>(ui.actions().commands));
}

TEST_CASE("the structure is drawn with finite corners in every state, and stops and begins again") {
  for (const bool known : {true, false}) {
    for (const bool running : {true, false}) {
      for (const bool stopped : {true, false}) {
        CAPTURE(known);
        CAPTURE(running);
        CAPTURE(stopped);
        Scene scene = structure_scene(true);
        StructureAnswer answer = a_structure_answer();
        answer.running = running;
        answer.stopped = stopped;
        if (!known) answer.report.reset();
        FrameModel model = scene.model();
        model.structure = &answer;
        HeadlessUi ui(scene.width, scene.height);
        ui.frame(model);
        ui.frame(model);
        CHECK(ui.vertices_are_finite());
        CHECK(ui.has("line chart") == known);
        CHECK(ui.has("Stop counting") == running);
        CHECK(ui.has("Count again") == (stopped && !running));
        if (running) {
          REQUIRE(ui.click(model, "Stop counting"));
          CHECK(found<StopStructure>(ui.actions().requests));
        } else if (stopped) {
          REQUIRE(ui.click(model, "Count again"));
          CHECK(found<ResumeStructure>(ui.actions().requests));
        }
      }
    }
  }
}

TEST_CASE("the text mirror says what the open structure shows, and nothing of a closed one") {
  for (const bool open : {true, false}) {
    Scene scene = structure_scene(open);
    const StructureAnswer answer = a_structure_answer();
    FrameModel model = scene.model();
    model.structure = &answer;
    std::vector<std::string> lines;
    for (const MirrorSection& section : mirror_sections(model)) {
      lines.insert(lines.end(), section.lines.begin(), section.lines.end());
    }
    const auto says = [&](const std::string& line) {
      return std::find(lines.begin(), lines.end(), line) != lines.end();
    };
    CHECK(says("Weak components: 2, the largest holds 5 of 6 neurons.") == open);
    CHECK(says("Shared partners, outputs, connected: mean 1.50, expected 0.50, ratio 3.00 ×.") ==
          open);
    CHECK(says("Shared partners, outputs, connected, on analyzable axons: mean 1.25, expected "
               "0.50, ratio 3.00 ×.") == open);
    CHECK(says("Rich club: Density.") == open);
    CHECK(says("Rich club, analyzable axons alone: Density.") == open);
    CHECK(says("With care.") == open);
  }
}
