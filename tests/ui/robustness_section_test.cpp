#include "ui/robustness_section.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "ui/headless_ui.h"
#include "ui/scene.h"
#include "ui/text_mirror.h"

using namespace cnx;
using namespace cnx::test;

namespace {

RobustnessAnswer a_robustness_answer() {
  SweepPanel panel;
  panel.line.title = "Transitivity";
  panel.line.x_title = "synapses at least";
  panel.line.points = {{1, 0.2, 0.1, 0.3, "1 synapse or more: 20 %\n5 connections"},
                       {2, 0.1, 0.1, 0.1, "2 synapses or more: 10 %", true}};
  panel.mood = SweepMood::Bad;
  panel.word = "changes";
  panel.sentence = "largest change -50 %, at 2 synapses or more";
  SweepPanel counting;
  counting.line.title = "Closure / chance";
  counting.word = "counting";
  RobustnessAnswer answer;
  answer.counting = "other thresholds";
  answer.report.thresholds = SweepChart{"Thresholds", "In use: 1.", {panel, counting}};
  answer.report.labels =
      HeatMap{"Labels", "Bands.", "pre", "post", {"A", "B"}, std::vector<HeatCell>(4), 0.5};
  answer.report.labels->cells[0] = {0.1, true, true, "±10", "A to A: 5 %"};
  answer.report.labels->cells[2] = {0.5, true, false, "±50", "B to A: 7 %"};
  answer.report.labels_sentence = "In 1 of 2 cells.";
  answer.report.erosion = SweepChart{"Erosion", "In use: all.", {panel}};
  answer.report.partners.title = "Partners";
  answer.report.partners.points = {{12.5, 3, 2, 4, "0 to 25 µm: 3 inputs"}};
  answer.report.erosion_sentence = "The border is an outline.";
  return answer;
}

Scene robustness_scene(bool open) {
  Scene scene = statistics_scene();
  scene.view.robustness_open = open;
  return scene;
}

}  // namespace

TEST_CASE("the closed robustness counts nothing, and a click opens it through the view") {
  Scene scene = robustness_scene(false);
  const RobustnessAnswer answer = a_robustness_answer();
  FrameModel model = scene.model();
  model.robustness = &answer;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  CHECK(!found<SetRobustnessOpen>(ui.actions().commands));
  CHECK_FALSE(ui.has("line chart"));
  REQUIRE(ui.click(model, "Robustness"));
  REQUIRE(found<SetRobustnessOpen>(ui.actions().commands));
}

TEST_CASE("how many thresholds are tried is chosen through the view") {
  Scene scene = robustness_scene(true);
  scene.height = 4000;
  const RobustnessAnswer answer = a_robustness_answer();
  FrameModel model = scene.model();
  model.robustness = &answer;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  REQUIRE(ui.click(model, "Least numbers of synapses"));
  REQUIRE(ui.click(model, "20"));
  const auto* chosen = found<SetThresholds>(ui.actions().commands);
  REQUIRE(chosen != nullptr);
  CHECK(chosen->count == 20);
}

TEST_CASE(
    "the robustness is drawn with finite corners in every state, and stops and begins again") {
  for (const bool known : {true, false}) {
    for (const bool running : {true, false}) {
      for (const bool stopped : {true, false}) {
        CAPTURE(known);
        CAPTURE(running);
        CAPTURE(stopped);
        Scene scene = robustness_scene(true);
        RobustnessAnswer answer = a_robustness_answer();
        answer.running = running;
        answer.stopped = stopped;
        if (!known) answer.report = {};
        FrameModel model = scene.model();
        model.robustness = &answer;
        HeadlessUi ui(scene.width, scene.height);
        ui.frame(model);
        ui.frame(model);
        CHECK(ui.vertices_are_finite());
        CHECK(ui.has("line chart") == known);
        CHECK(ui.items("heat map").size() == (known ? 2u : 1u));  // one is the matrix by class
        CHECK(ui.has("Stop counting") == running);
        CHECK(ui.has("Count again") == (stopped && !running));
        if (running) {
          REQUIRE(ui.click(model, "Stop counting"));
          CHECK(found<StopRobustness>(ui.actions().requests));
        } else if (stopped) {
          REQUIRE(ui.click(model, "Count again"));
          CHECK(found<ResumeRobustness>(ui.actions().requests));
        }
      }
    }
  }
}

TEST_CASE("thresholds, labels and erosion are each copied as a program of their own") {
  Scene scene = robustness_scene(true);
  scene.manifest.source_edges = {"connectivity/full"};
  for (Column& column : scene.manifest.columns) column.type = StoredType::Text;  // the file's
  const RobustnessAnswer answer = a_robustness_answer();
  FrameModel model = scene.model();
  model.robustness = &answer;
  HeadlessUi ui(scene.width, scene.height);
  const auto programs = copied_programs(ui, model);
  for (const PythonPart part : {PythonPart::Thresholds, PythonPart::Labels, PythonPart::Erosion}) {
    CAPTURE(static_cast<int>(part));
    CHECK(std::count(programs.begin(), programs.end(), std::vector{part}) == 1);
  }
}

TEST_CASE("the map of the edge says what it fetches before, and is drawn in every state") {
  Scene scene = robustness_scene(true);
  const RobustnessAnswer answer = a_robustness_answer();
  EdgeMapAnswer edge;
  edge.bytes_missing = edge.bytes_total = 5'000'000;
  FrameModel model = scene.model();
  model.robustness = &answer;
  model.edge_map = &edge;
  {  // one interface at a time: Dear ImGui has one context
    HeadlessUi off(scene.width, scene.height);
    REQUIRE(off.click(model, "Map them (fetch 5.0 MB)###map"));
    CHECK(found<SetEdgeMap>(off.actions().commands));
    CHECK(found<FetchEdgeMap>(off.actions().requests));
  }

  scene.view.edge_map = true;
  FrameModel on = scene.model();
  on.robustness = &answer;
  on.edge_map = &edge;
  edge.large = true;  // from a link
  {
    HeadlessUi large(scene.width, scene.height);
    REQUIRE(large.click(on, "Fetch 5.0 MB and map"));
    CHECK(found<FetchEdgeMap>(large.actions().requests));
  }

  edge = {};
  edge.report.emplace();
  edge.report->fractions.bars = {3, 0, 1};
  edge.report->fractions.bin_width = 5;
  edge.report->lines = {{"Inputs away from the edge", "75.0 %", "3 of 4 neurons", "Of them."}};
  scene.manifest.source_edges = {"connectivity/full"};
  for (Column& column : scene.manifest.columns) column.type = StoredType::Text;  // the file's
  for (const EdgeSource source : {EdgeSource::PositionX, EdgeSource::PositionZ}) {
    scene.manifest.synapse_columns.push_back({"place", StoredType::Float64, source});
  }
  HeadlessUi known(scene.width, scene.height);
  REQUIRE(known.click(on, "Color neurons by it"));
  CHECK(found<SetColorBy>(known.actions().commands));
  CHECK(known.items("histogram").size() == 3);  // two of degrees
  CHECK(known.vertices_are_finite());
  const auto programs = copied_programs(known, on);
  CHECK(std::count(programs.begin(), programs.end(), std::vector{PythonPart::EdgeMap}) == 1);
}

TEST_CASE("the text mirror says what the open robustness shows, and nothing of a closed one") {
  for (const bool open : {true, false}) {
    Scene scene = robustness_scene(open);
    const RobustnessAnswer answer = a_robustness_answer();
    FrameModel model = scene.model();
    model.robustness = &answer;
    std::vector<std::string> lines;
    for (const MirrorSection& section : mirror_sections(model)) {
      lines.insert(lines.end(), section.lines.begin(), section.lines.end());
    }
    const auto says = [&](const std::string& line) {
      return std::find(lines.begin(), lines.end(), line) != lines.end();
    };
    CHECK(says("Thresholds. In use: 1.") == open);
    CHECK(says("Transitivity: changes, largest change -50 %, at 2 synapses or more.") == open);
    CHECK(says("1 synapse or more: 20 %, 5 connections.") == open);
    CHECK(says("Closure / chance: counting.") == open);
    CHECK(says(kStabilityRule) == open);
    CHECK(says("With labels that may be wrong. In 1 of 2 cells.") == open);
    CHECK(says("B to A: 7 %.") == open);
    CHECK(says("Erosion. In use: all.") == open);
    CHECK(says("0 to 25 µm: 3 inputs.") == open);
    CHECK(says("The border is an outline.") == open);
  }
}

TEST_CASE("what cannot be counted is said in the place of its chart") {
  Scene scene = robustness_scene(true);
  RobustnessAnswer answer = a_robustness_answer();
  answer.report.labels.reset();
  answer.report.labels_sentence = "There are no classes.";
  answer.report.erosion.reset();
  answer.report.partners = {};
  answer.report.erosion_sentence = "There is no border.";
  FrameModel model = scene.model();
  model.robustness = &answer;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  CHECK(ui.vertices_are_finite());
  CHECK(ui.items("heat map").size() == 1);  // the matrix by class
}

TEST_CASE("robustness has the check boxes of chance for what takes longer") {
  Scene scene = robustness_scene(true);
  const RobustnessAnswer answer = a_robustness_answer();
  FrameModel model = scene.model();
  model.robustness = &answer;
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(model, "Shared partners too"));
  const auto* chosen = found<SetInference>(ui.actions().commands);
  REQUIRE(chosen != nullptr);
  CHECK(chosen->inference.shared);
  CHECK_FALSE(chosen->inference.structure);
}
