#include "ui/motifs_section.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ui/headless_ui.h"
#include "ui/scene.h"
#include "ui/statistic_parts.h"
#include "ui/text_mirror.h"

using namespace cnx;
using namespace cnx::test;

namespace {

MotifsAnswer a_motifs_answer() {
  MotifsAnswer answer;
  MotifsReport& report = answer.report;
  report.triads = {
      "Triads",
      "n = 5 neurons.",
      {{"triad", false}, {"wiring", false}, {"number", true}, {"analyzable axons", true}},
      {{{"300", 0}, {"a ↔ b", 0}, {"12", 12}, {"3", 3}}}};
  const std::vector<TableColumn> columns = {
      {"dim.", true}, {"simplices", true}, {"reciprocal", true}, {"neurons in one", true}};
  report.simplices = {
      "Directed simplices", "n = 5 neurons.", columns, {{{"0", 0}, {"5", 5}, {"5", 5}, {"5", 5}}}};
  report.simplices_analyzable = {"Directed simplices, analyzable axons alone",
                                 "n = 2 neurons.",
                                 columns,
                                 {{{"0", 0}, {"2", 2}, {"2", 2}, {"2", 2}}}};
  report.caveat = "With care.";
  return answer;
}

}  // namespace

TEST_CASE("a section that waits for tiles that were given up says so, and offers to retry") {
  Scene scene = statistics_scene();
  scene.view.motifs_open = scene.view.structure_open = true;
  scene.statistics.tiles_total = 3;
  scene.statistics.tiles_missing = 1;
  scene.loading.tiles_wanted = scene.loading.tiles_loaded + 1;
  scene.loading.failures = {"outputs of neurons 0 to 1: the server answered 500"};
  scene.loading.failure_reason = "the server answered 500";
  const MotifsAnswer motifs;
  const StructureAnswer structure;
  FrameModel model = scene.model();
  model.motifs = &motifs;
  model.structure = &structure;
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(model);
  CHECK(why_not_counted(model).empty());
  CHECK_FALSE(ui.has("Retry"));  // it may still come
  scene.loading.tiles_given_up = 1;
  for (int i = 0; i < 3; ++i) ui.frame(model);
  CHECK(why_not_counted(model) == "1 of 3 tiles did not load: the server answered 500.");
  // In the status line, beside "Partial" and in both sections.
  REQUIRE(ui.items("Retry").size() == 4);
  REQUIRE(ui.click(model, "Retry"));
  CHECK(requests<RetryFailedTiles>(ui.actions()).size() == 1);
}

TEST_CASE("every table of the motifs is drawn, and its button saves that table") {
  Scene scene = statistics_scene();
  scene.view.motifs_open = true;
  const MotifsAnswer answer = a_motifs_answer();
  FrameModel model = scene.model();
  model.motifs = &answer;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  CHECK(ui.vertices_are_finite());
  // Those of the plain statistics come before.
  const std::size_t buttons = ui.items("CSV").size();
  REQUIRE(buttons >= 3);
  for (std::size_t i = 3; i > 0; --i) REQUIRE(ui.click(model, "CSV", buttons - i));
  const auto saved = requests<SaveTable>(ui.actions());
  REQUIRE(saved.size() == 3);
  CHECK(saved[0].table == *answer.report.triads);
  CHECK(saved[1].table == *answer.report.simplices);
  CHECK(saved[2].table == *answer.report.simplices_analyzable);
}

TEST_CASE("the text mirror says the motifs on analyzable axons beside those of all") {
  Scene scene = statistics_scene();
  scene.view.motifs_open = true;
  const MotifsAnswer answer = a_motifs_answer();
  FrameModel model = scene.model();
  model.motifs = &answer;
  std::vector<std::string> lines;
  for (const MirrorSection& section : mirror_sections(model)) {
    lines.insert(lines.end(), section.lines.begin(), section.lines.end());
  }
  for (const char* const line :
       {"Triad 300 (a ↔ b): 12; on analyzable axons 3.", "Directed simplices of dimension 0: 5.",
        "Directed simplices of dimension 0, on analyzable axons: 2.", "With care."}) {
    CAPTURE(line);
    CHECK(std::find(lines.begin(), lines.end(), line) != lines.end());
  }
}

TEST_CASE("the mirror says what controls have of the motifs that are drawn") {
  Scene scene = statistics_scene();
  scene.view.motifs_open = true;
  scene.height = 3000;
  const MotifsAnswer answer = a_motifs_answer();
  InferenceAnswer<ChanceReport> chance;
  chance.report.emplace();
  ControlsRow row;
  row.name = "Triad 300";
  row.observed = 12;
  row.mean = 3;
  row.sd = 1;
  row.values = {2, 4};
  row.text = "12; controls 3 ± 1";
  chance.report->controls.rows = {row};
  FrameModel model = scene.model();
  model.motifs = &answer;
  const auto says = [&](const std::string& line) {
    for (const MirrorSection& section : mirror_sections(model)) {
      if (std::find(section.lines.begin(), section.lines.end(), line) != section.lines.end()) {
        return true;
      }
    }
    return false;
  };
  CHECK_FALSE(says("Triad 300: 12; controls 3 ± 1."));
  model.chance = &chance;
  CHECK(says("Triad 300: 12; controls 3 ± 1."));
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  CHECK(ui.vertices_are_finite());
}
