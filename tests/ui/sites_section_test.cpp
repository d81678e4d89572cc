#include "ui/sites_section.h"

#include <doctest/doctest.h>

#include "report/numbers.h"
#include "ui/headless_ui.h"
#include "ui/scene.h"
#include "ui/text_mirror.h"

using namespace cnx;
using namespace cnx::test;

namespace {

SitesAnswer a_sites_answer() {
  SitesAnswer answer;
  answer.report.emplace();
  SitesReport& report = *answer.report;
  report.lines = {{"Near the soma", "35.0 %", "420 of 1,200 synapses", "A definition."}};
  report.sizes.title = "Size of synapses";
  report.sizes.caption = "n = 1,200 synapses";
  report.sizes.bars = {4, 2, 0, 1};
  report.distances.bars = {};
  report.by_distance.title = "Size by distance";
  report.by_distance.caption = "n = 1,200 synapses";
  report.by_distance.bin_width = 50;
  report.by_distance.points = {{25, 2500, 2402, 2598, "0 to 50 µm: mean 2,500 voxels"},
                               {75, 1700, 1700, 1700, "50 to 100 µm: mean 1,700 voxels", true}};
  HeatMap map;
  map.title = "Near the soma by class";
  map.labels = {"a", "b"};
  map.cells.resize(4);
  map.cells[1] = {0.5, true, false, "50 %", "half of them"};
  map.max_value = 0.5;
  report.matrices = {map, map};
  report.matrices[1].title = "Clumped by class";
  report.blocks.title = "Synapses by class";
  report.classes = {"a", "b"};
  report.block_sizes = {
      {"n = 900 synapses", {3, 2}, {}}, {"n = 0 synapses", {}, {}}, {"", {}, {}}, {"", {}, {}}};
  return answer;
}

Scene sites_scene(bool open) {
  Scene scene = statistics_scene();
  scene.view.sites.open = open;
  return scene;
}

}  // namespace

TEST_CASE("the closed section of synapses asks for nothing, and a click opens it") {
  Scene scene = sites_scene(false);
  const SitesAnswer answer = a_sites_answer();
  FrameModel model = scene.model();
  model.sites = &answer;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  CHECK_FALSE(ui.has("Clumped within"));
  REQUIRE(ui.click(model, "Synapses one by one"));
  const auto* const command = found<SetSites>(ui.actions().commands);
  REQUIRE(command != nullptr);
  CHECK(command->sites == SitesState{true, 50, 15});
}

TEST_CASE("synapses that are not here are fetched by a button that says how many bytes") {
  Scene scene = sites_scene(true);
  SitesAnswer answer;
  answer.bytes_missing = 12'300'000;
  answer.bytes_total = 20'000'000;
  FrameModel model = scene.model();
  model.sites = &answer;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(model);
  ui.frame(model);
  REQUIRE(ui.click(model, "Fetch 12.3 MB and count"));
  CHECK(found<FetchSites>(ui.actions().requests) != nullptr);

  answer.fetching = true;
  ui.frame(model);
  ui.frame(model);
  CHECK_FALSE(ui.has("Fetch 12.3 MB and count"));
  REQUIRE(ui.click(model, "Stop counting"));
  CHECK(found<StopSites>(ui.actions().requests) != nullptr);

  answer.fetching = false;
  answer.stopped = true;
  ui.frame(model);
  ui.frame(model);
  REQUIRE(ui.click(model, "Count again"));
  CHECK(found<FetchSites>(ui.actions().requests) != nullptr);
}

TEST_CASE("the section of synapses is drawn with finite corners in every state") {
  for (const int report : {0, 1, 2, 3}) {
    for (const bool running : {true, false}) {
      CAPTURE(report);
      CAPTURE(running);
      Scene scene = sites_scene(true);
      SitesAnswer answer = a_sites_answer();
      answer.running = running;
      if (report == 0) answer.report.reset();
      if (report == 1) answer.report->why_not = "No tiles.";
      if (report == 2) answer.report->matrices.clear();
      FrameModel model = scene.model();
      model.sites = &answer;
      HeadlessUi ui(scene.width, scene.height);
      ui.frame(model);
      ui.frame(model);
      CHECK(ui.vertices_are_finite());
      CHECK(ui.has("line chart") == (report >= 2));
      CHECK(ui.items("histogram").size() == (report >= 2 ? 3u : 2u));  // two are of degrees
      CHECK(ui.has("Stop counting") == running);
      CHECK(ui.has("Near the soma"));
      CHECK(ui.has("Clumped within"));
    }
  }
}

TEST_CASE("a press on a block draws its sizes, and another one takes them away") {
  Scene scene = sites_scene(true);
  const SitesAnswer answer = a_sites_answer();
  HeadlessUi ui(scene.width, scene.height);
  const auto model_now = [&] {
    FrameModel model = scene.model();
    model.sites = &answer;
    return model;
  };
  const auto histograms = [&] {
    for (int i = 0; i < 3; ++i) ui.frame(model_now());
    return ui.items("histogram").size();
  };
  const std::size_t before = histograms();
  REQUIRE(ui.items("heat map").size() == 2);  // that of the connections is above
  const Item map = ui.items("heat map")[1];
  ui.click_at(model_now(), map.x + map.width / 4, map.y + map.height / 4);
  REQUIRE(found<SetSites>(ui.actions().commands) != nullptr);
  CHECK(found<SetSites>(ui.actions().commands)->sites.block == GroupBlock{"a", "a"});
  scene.decide(ui.actions());
  CHECK(histograms() == before + 1);
  CHECK(ui.vertices_are_finite());
  std::string text;
  for (const MirrorSection& section : mirror_sections(model_now())) {
    for (const std::string& line : section.lines) text += line + "\n";
  }
  CHECK(text.find("Size of synapses, a to a: n = 900 synapses.\n") != std::string::npos);
  ui.click_at(model_now(), map.x + map.width / 4, map.y + map.height / 4);
  REQUIRE(found<SetSites>(ui.actions().commands) != nullptr);
  CHECK_FALSE(found<SetSites>(ui.actions().commands)->sites.block);
  scene.decide(ui.actions());

  scene.view.sites.block = {"gone", "a"};
  CHECK(histograms() == before);
}

TEST_CASE("the text mirror says what the open section of synapses shows") {
  const auto text_of = [](bool open, const SitesAnswer& answer) {
    Scene scene = sites_scene(open);
    FrameModel model = scene.model();
    model.sites = &answer;
    std::string text;
    for (const MirrorSection& section : mirror_sections(model)) {
      for (const std::string& line : section.lines) text += line + "\n";
    }
    return text;
  };
  SitesAnswer answer = a_sites_answer();
  const std::string text = text_of(true, answer);
  for (const char* const line :
       {"Synapses one by one. ", "Near the soma: 35.0 %, 420 of 1,200 synapses.\n",
        "Size of synapses: n = 1,200 synapses.\n",
        "Size by distance: n = 1,200 synapses.\n0 to 50 µm: mean 2,500 voxels.\n",
        "Near the soma by class, from a: to a , b 50 %.\n", "Distances are straight lines"}) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
  CHECK(text_of(false, answer).find("one by one") == std::string::npos);
  answer.report.reset();
  answer.bytes_missing = answer.bytes_total = 5'000'000;
  CHECK(text_of(true, answer).find("not here: " + bytes_text(5'000'000) + " to fetch.\n") !=
        std::string::npos);
  answer.fetching = true;
  CHECK(text_of(true, answer).find("Fetching " + bytes_text(5'000'000) + " of synapses.\n") !=
        std::string::npos);
}
