#include "ui/inference_sections.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "report/partners_report.h"
#include "ui/headless_ui.h"
#include "ui/scene.h"
#include "ui/text_mirror.h"
#include "ui/theme.h"

using namespace cnx;
using namespace cnx::test;

namespace {

InferenceAnswer<DistanceReport> a_profile() {
  InferenceAnswer<DistanceReport> answer;
  DistanceReport report;
  report.probability.title = "Connection probability by distance";
  report.probability.percent = true;
  report.probability.bin_width = 50;
  for (const double x : {25.0, 75.0, 275.0}) {  // with a gap
    LinePoint point;
    point.x = x;
    point.y = 0.1;
    point.low = 0.05;
    point.high = 0.2;
    point.tooltip = "in bin\nwith n";
    report.probability.points.push_back(point);
    report.probability.second.push_back(point);
    report.probability.curve.push_back(point);
  }
  report.sentences = {"A fit."};
  answer.report = report;
  return answer;
}

InferenceAnswer<ChanceReport> some_controls() {
  InferenceAnswer<ChanceReport> answer;
  ChanceReport report;
  report.controls.title = "Observed against 2 random controls";
  report.controls.rows = {
      {"Connections", 5, 5, 0, {5, 5}, "kept by the model", false},
      {"Reciprocity", 0.2, 0.1, 0.01, {0.09, 0.11}, "20 %; controls 10 %", true},
      {"Undefined", std::numeric_limits<double>::quiet_NaN(), 0, 0, {}, "–", false}};
  report.analyzable.title = "Observed against 2 random controls, analyzable axons alone";
  report.analyzable.rows = {
      {"Reciprocity", 0.3, 0.1, 0.01, {0.09, 0.11}, "30 %; controls 10 %", true}};
  report.maps.resize(2);
  report.maps[0].labels = {"A", "B"};
  report.maps[0].cells.resize(4);
  report.maps[0].cells[0] = {2, true, false, "2.0", "A to A"};
  report.maps[0].max_value = 2;
  answer.report = report;
  return answer;
}

/// Commands of the view that open or change the sections.
std::vector<InferenceState> asked(const Actions& actions) {
  std::vector<InferenceState> states;
  for (const Command& command : actions.commands) {
    if (const auto* set = std::get_if<SetInference>(&command)) states.push_back(set->inference);
  }
  return states;
}

}  // namespace

TEST_CASE("closed sections count nothing, and a click opens them through the view") {
  Scene scene;
  scene.height = 6000;  // everything can be seen
  scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
  const auto distance = a_profile();
  const auto chance = some_controls();
  FrameModel model = scene.model();
  model.distance = &distance;
  model.chance = &chance;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  CHECK(asked(ui.actions()).empty());
  CHECK_FALSE(ui.has("Distance"));
  REQUIRE(ui.click(model, "By distance"));
  REQUIRE(asked(ui.actions()).size() == 1);
  CHECK(asked(ui.actions())[0].open == 1);
  REQUIRE(ui.click(model, "Against chance"));
  CHECK(asked(ui.actions()).back().open == 2);
}

TEST_CASE("a set to draw beside is chosen from a list, and its line, n and verdict are there") {
  Scene scene;
  scene.height = 6000;
  scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
  scene.view.inference.open = 1;
  scene.view.sets = {{"L5", NeuronSet::from_neurons({1, 2})}};
  auto distance = a_profile();
  FrameModel model = scene.model();
  model.distance = &distance;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  REQUIRE(ui.click(model, "##Beside"));
  REQUIRE(ui.click(model, "set L5"));
  REQUIRE(asked(ui.actions()).size() == 1);
  CHECK(asked(ui.actions())[0].beside == "L5");

  const ImU32 color = palette(model.dark).other;
  CHECK(ui.vertices_of(color) == 0);
  const BesideSet set{"set L5", 2, Verdict::NotReliable, "2 of 2 axons are not proofread."};
  scene.view.inference.beside = "L5";
  LineChart& chart = distance.report->probability;
  chart.name = "these neurons";
  chart.other = chart.points;
  chart.other.front().tooltip = "of the set";
  chart.other_name = "set L5";
  FrameModel beside = scene.model();
  beside.distance = &distance;
  beside.beside = &set;
  ui.frame(beside);
  ui.frame(beside);
  CHECK(ui.vertices_are_finite());
  CHECK(ui.vertices_of(color) > 0);
  const auto has = [&](const char* words) {
    for (const MirrorSection& section : mirror_sections(beside)) {
      for (const std::string& line : section.lines) {
        if (line.find(words) != std::string::npos) return true;
      }
    }
    return false;
  };
  CHECK(has("Beside: set L5, 2 neurons. Not reliable: 2 of 2"));
  CHECK(has("these neurons, in bin, with n, its band goes beyond the axis, which ends at 15 %."));
  CHECK(has("set L5, of the set, its band goes beyond the axis"));

  // What is cut off at the edge has an arrow there.
  const auto with_arrows = ui.vertices_of(palette(model.dark).bar);
  for (LinePoint& point : chart.points) point.high = 0.15;
  ui.frame(beside);
  CHECK(ui.vertices_of(palette(model.dark).bar) < with_arrows);
  CHECK(has("these neurons, in bin, with n."));

  // A set alone has a chart, too.
  chart.points.clear();
  chart.second.clear();
  ui.frame(beside);
  CHECK(ui.vertices_of(color) > 0);
  CHECK(ui.vertices_are_finite());
}

TEST_CASE("open sections draw their charts with finite corners, running, done and without result") {
  Scene scene;
  scene.height = 6000;
  scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
  scene.view.inference.open = 3;
  auto distance = a_profile();
  auto chance = some_controls();
  for (const bool running : {false, true}) {
    for (const bool known : {true, false}) {
      distance.running = chance.running = running;
      if (!known) {
        distance.report.reset();
        chance.report.reset();
      }
      FrameModel model = scene.model();
      model.distance = &distance;
      model.chance = &chance;
      HeadlessUi ui(scene.width, scene.height);
      ui.frame(model);
      ui.frame(model);
      CHECK(ui.vertices_are_finite());
      CHECK(asked(ui.actions()).empty());  // drawing changes nothing
      CHECK(ui.has("line chart") == known);
      CHECK(ui.has("Motifs of three neurons too"));
    }
    distance = a_profile();
    chance = some_controls();
  }
}

TEST_CASE("each of the two jobs has a button that stops it, and one that counts again") {
  Scene scene;
  scene.height = 6000;
  scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
  scene.view.inference.open = 3;
  auto distance = a_profile();
  auto chance = some_controls();
  distance.running = chance.running = true;
  FrameModel model = scene.model();
  model.distance = &distance;
  model.chance = &chance;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  REQUIRE(ui.items("Stop counting").size() == 2);
  REQUIRE(ui.click(model, "Stop counting", 0));
  REQUIRE(ui.click(model, "Stop counting", 1));
  const auto stops = requests<StopInference>(ui.actions());
  REQUIRE(stops.size() == 2);
  CHECK(stops[0].section == InferenceSection::Distance);
  CHECK(stops[1].section == InferenceSection::Chance);
  distance.running = chance.running = false;
  distance.stopped = chance.stopped = true;
  ui.frame(model);
  ui.frame(model);
  REQUIRE(ui.click(model, "Count again", 1));
  REQUIRE(requests<ResumeInference>(ui.actions()).size() == 1);
  CHECK(requests<ResumeInference>(ui.actions())[0].section == InferenceSection::Chance);
}

TEST_CASE("the options of chance are changed through the view") {
  Scene scene;
  scene.height = 6000;
  scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
  scene.view.inference.open = 2;
  const auto chance = some_controls();
  FrameModel model = scene.model();
  model.chance = &chance;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  REQUIRE(ui.click(model, "Motifs of three neurons too"));
  REQUIRE(asked(ui.actions()).size() >= 1);
  CHECK(asked(ui.actions())[0].triads);
  REQUIRE(ui.click(model, "Directed simplices too"));
  CHECK(asked(ui.actions()).back().simplices);
  REQUIRE(ui.click(model, "Largest core and components too"));
  CHECK(asked(ui.actions()).back().structure);
  REQUIRE(ui.click(model, "Spread of degrees, rich club too"));
  CHECK(asked(ui.actions()).back().degrees);
  REQUIRE(ui.click(model, "Shared partners too"));
  CHECK(asked(ui.actions()).back().shared);
  REQUIRE(ui.click(model, "Distance of connected somata too"));
  CHECK(asked(ui.actions()).back().lengths);
  REQUIRE(ui.click(model, "Fall with distance too"));
  CHECK(asked(ui.actions()).back().distance);
  REQUIRE(ui.click(model, "Other random numbers"));
  CHECK(asked(ui.actions()).back().seed == 2);
}

TEST_CASE("the text mirror says what the open sections show") {
  Scene scene;
  scene.view.inference.open = 3;
  const auto distance = a_profile();
  const auto chance = some_controls();
  FrameModel model = scene.model();
  model.distance = &distance;
  model.chance = &chance;
  const auto sections = mirror_sections(model);
  std::vector<std::string> lines;
  for (const MirrorSection& section : sections) {
    lines.insert(lines.end(), section.lines.begin(), section.lines.end());
  }
  const auto says = [&](const std::string& line) {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
  };
  CHECK(says("in bin, with n."));
  CHECK(says("A fit."));
  CHECK(says("Reciprocity: 20 %; controls 10 %."));
  CHECK(says("Observed against 2 random controls, analyzable axons alone."));
  CHECK(says("Reciprocity: 30 %; controls 10 %."));
}

TEST_CASE("cells of low q are marked on the screen and in the text mirror, which say what it is") {
  Scene scene;
  scene.height = 6000;
  scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
  scene.view.inference.open = 2;
  auto chance = some_controls();
  HeatMap& map = chance.report->maps[0];
  map.title = "Connections over chance";
  map.cells[1] = {1, true, true, "1.0", "A to B"};
  FrameModel model = scene.model();
  model.chance = &chance;
  HeadlessUi ui(scene.width, scene.height);
  const auto lines = [&] {
    ui.frame(model);
    ui.frame(model);
    CHECK(ui.vertices_are_finite());
    std::string all;
    for (const MirrorSection& section : mirror_sections(model)) {
      for (const std::string& line : section.lines) all += line + "\n";
    }
    return all;
  };
  std::string text = lines();
  CHECK(text.find("from A: to A 2.0, B 1.0 (hatched).") != std::string::npos);
  CHECK(text.find("Marked") == std::string::npos);
  const int before = ui.vertices_of(palette(model.dark).text);
  map.cells[0].q = map.cells[1].q = 0.01;
  map.bar_mark = 1;
  text = lines();
  CHECK(text.find("from A: to A 2.0 (marked), B 1.0 (hatched, marked).") != std::string::npos);
  CHECK(text.find("Connections over chance. Marked: q below 0.05.") != std::string::npos);
  CHECK(ui.vertices_of(palette(model.dark).text) > before);  // the key, and the mark of 1
}

TEST_CASE("what other neurons are matched by is chosen among the columns of numbers") {
  Scene scene;
  scene.height = 6000;
  scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
  scene.view.inference.open = 2;
  const auto chance = some_controls();
  FrameModel model = scene.model();
  model.chance = &chance;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  CHECK_FALSE(ui.has("Matched by"));  // only other neurons are
  scene.view.inference.model = ChanceModel::Neurons;
  FrameModel matched = scene.model();
  matched.chance = &chance;
  ui.frame(matched);
  REQUIRE(ui.click(matched, "Matched by"));
  ui.frame(matched);
  const std::span<const Column> columns = scene.neurons.columns();
  const auto number = std::find_if(columns.begin(), columns.end(), can_be_matched);
  REQUIRE(number != columns.end());
  REQUIRE(ui.click(matched, column_title(*number)));
  REQUIRE_FALSE(asked(ui.actions()).empty());
  CHECK(asked(ui.actions()).back().match == number->name);
  CHECK(asked(ui.actions()).back().model == ChanceModel::Neurons);
}

TEST_CASE("sizes of synapses say what they weigh, and with a click they are asked for") {
  const std::string kOffered = "Single synapses too (fetch 58.0 MB)###sizes";
  const std::string kChosen = "Single synapses too###sizes";
  const std::string kFetch = "Fetch all synapses (58.0 MB)###fetch sizes";
  Scene scene;
  scene.height = 6000;
  scene.view.panels = static_cast<std::uint8_t>(Panel::Statistics);
  scene.view.inference.open = 2;
  scene.view.inference.model = ChanceModel::Neurons;
  const auto chance = some_controls();
  const auto model = [&] {
    FrameModel made = scene.model();
    made.chance = &chance;
    return made;
  };
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model());
  ui.frame(model());
  CHECK_FALSE(ui.has(kChosen));  // this dataset has none
  scene.manifest.synapse_shape.has_size = true;
  TileFamily family;
  family.kind = TileKind::Synapses;
  family.tiles.resize(2);
  for (TileEntry& tile : family.tiles) tile.bytes = 50'000'000;
  scene.manifest.families.push_back(family);
  scene.loading.synapse_bytes_left = 58'000'000;
  scene.sizes = SizesEverywhere::NotAsked;
  ui.frame(model());
  ui.actions() = {};
  REQUIRE(ui.click(model(), kOffered));
  CHECK(requests<LoadAllSizes>(ui.actions()).size() == 1);
  REQUIRE_FALSE(asked(ui.actions()).empty());
  CHECK(asked(ui.actions()).back().sizes);

  scene.view.inference.sizes = true;  // by a link: nobody has asked for bytes
  for (int i = 0; i < 3; ++i) ui.frame(model());
  CHECK(ui.has(kChosen));
  ui.actions() = {};
  REQUIRE(ui.click(model(), kFetch));
  CHECK(requests<LoadAllSizes>(ui.actions()).size() == 1);
  for (const SizesEverywhere state :
       {SizesEverywhere::Coming, SizesEverywhere::Missing, SizesEverywhere::Here}) {
    scene.sizes = state;
    for (int i = 0; i < 3; ++i) ui.frame(model());
    CHECK_FALSE(ui.has(kFetch));
    CHECK(ui.has("Stop counting") == (state == SizesEverywhere::Coming));
    CHECK(ui.vertices_are_finite());
  }
  scene.sizes = SizesEverywhere::Coming;
  for (int i = 0; i < 3; ++i) ui.frame(model());
  ui.actions() = {};
  REQUIRE(ui.click(model(), "Stop counting"));
  REQUIRE_FALSE(asked(ui.actions()).empty());
  CHECK_FALSE(asked(ui.actions()).back().sizes);

  // Random connections have no synapses.
  scene.view.inference.model = ChanceModel::Blocks;
  for (int i = 0; i < 3; ++i) ui.frame(model());
  CHECK(ui.has(kChosen));
  CHECK_FALSE(ui.has("Stop counting"));
}
