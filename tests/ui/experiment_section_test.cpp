#include "ui/experiment_section.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "ui/headless_ui.h"
#include "ui/scene.h"
#include "ui/text_mirror.h"

using namespace cnx;
using namespace cnx::test;

namespace {

ExperimentAnswer an_experiment_answer() {
  ExperimentAnswer answer;
  answer.report.emplace();
  ExperimentReport& report = *answer.report;
  report.headline = "The middle experiment found 3 times as much.";
  report.found.title = "Connections that an experiment finds";
  report.found.caption = "n = 7 experiments";
  report.found.bars = {4, 2, 0, 1};
  report.found.mark = 1.2;
  report.found.mark_name = "the truth: 0.7";
  report.numbers.title = "Against the truth";
  report.numbers.columns = {{"", false}, {"connection probability", true}};
  report.numbers.rows = {{{"truth", 0}, {"1 %", 1}},
                         {{"… on analyzable axons", 0}, {"2 %", 2}},
                         {{"median", 0}, {"3 %", 3}},
                         {{"… on analyzable axons", 0}, {"4 %", 4}}};
  report.sentences = {"In 3 of 7 experiments the interval holds the truth."};
  return answer;
}

Scene experiment_scene(bool open) {
  Scene scene = statistics_scene();
  scene.view.experiment.open = open;
  return scene;
}

}  // namespace

TEST_CASE("the closed virtual experiment counts nothing, and a click opens it through the view") {
  Scene scene = experiment_scene(false);
  const ExperimentAnswer answer = an_experiment_answer();
  FrameModel model = scene.model();
  model.experiment = &answer;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  CHECK(found<SetExperiment>(ui.actions().commands) == nullptr);
  CHECK_FALSE(ui.has("Run again, in other slices"));
  REQUIRE(ui.click(model, "Virtual experiment"));
  const auto* const command = found<SetExperiment>(ui.actions().commands);
  REQUIRE(command != nullptr);
  CHECK(command->experiment.open);
  CHECK(command->experiment.patched == 12);
}

TEST_CASE("other slices are another seed, and every choice is a plan") {
  Scene scene = experiment_scene(true);
  const ExperimentAnswer answer = an_experiment_answer();
  FrameModel model = scene.model();
  model.experiment = &answer;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  for (const char* const choice : {"Slice", "Patched", "Spread", "Experiments"}) {
    CAPTURE(choice);
    CHECK(ui.has(choice));
  }
  REQUIRE(ui.click(model, "Run again, in other slices"));
  const auto* const command = found<SetExperiment>(ui.actions().commands);
  REQUIRE(command != nullptr);
  CHECK(command->experiment.seed == 2);
  CHECK(command->experiment.thickness_um == 300);
}

TEST_CASE("the virtual experiment is drawn with finite corners in every state, and stops") {
  for (const int report : {0, 1, 2}) {
    for (const bool running : {true, false}) {
      for (const bool stopped : {true, false}) {
        CAPTURE(report);
        CAPTURE(running);
        CAPTURE(stopped);
        Scene scene = experiment_scene(true);
        ExperimentAnswer answer = an_experiment_answer();
        answer.running = running;
        answer.stopped = stopped;
        if (report == 0) answer.report.reset();
        if (report == 1) answer.report = ExperimentReport{"No places.", {}, {}, {}, {}};
        FrameModel model = scene.model();
        model.experiment = &answer;
        HeadlessUi ui(scene.width, scene.height);
        ui.frame(model);
        ui.frame(model);
        CHECK(ui.vertices_are_finite());
        CHECK(ui.items("histogram").size() == (report == 2 ? 3u : 2u));  // two are of degrees
        CHECK(ui.has("Stop counting") == running);
        CHECK(ui.has("Count again") == (stopped && !running));
        if (running) {
          REQUIRE(ui.click(model, "Stop counting"));
          CHECK(found<StopExperiment>(ui.actions().requests) != nullptr);
        } else if (stopped) {
          REQUIRE(ui.click(model, "Count again"));
          CHECK(found<ResumeExperiment>(ui.actions().requests) != nullptr);
        }
      }
    }
  }
}

TEST_CASE(
    "the text mirror says what the open virtual experiment shows, and nothing of a closed one") {
  const auto text_of = [](bool open, const ExperimentAnswer& answer) {
    Scene scene = experiment_scene(open);
    FrameModel model = scene.model();
    model.experiment = &answer;
    std::string text;
    for (const MirrorSection& section : mirror_sections(model)) {
      for (const std::string& line : section.lines) text += line + "\n";
    }
    return text;
  };
  ExperimentAnswer answer = an_experiment_answer();
  const std::string text = text_of(true, answer);
  for (const char* const line :
       {"Virtual experiment. ", "The middle experiment found 3 times as much.\n",
        "Connections that an experiment finds: n = 7 experiments.\n",
        "Virtual experiments, connection probability: truth: 1 %, median: 3 %.\n",
        "Virtual experiments on analyzable axons, connection probability: truth: 2 %, median: 4 "
        "%.\n",
        "In 3 of 7 experiments the interval holds the truth.\n", "Nothing is cut off here"}) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
  CHECK(text_of(false, answer).find("experiment") == std::string::npos);
  answer.report->why_not = "No places.";
  CHECK(text_of(true, answer).find("No places.\n") != std::string::npos);
}
