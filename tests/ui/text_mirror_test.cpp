#include "ui/text_mirror.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "report/view_words.h"
#include "ui/scene.h"

using namespace cnx;
using namespace cnx::test;

namespace {

std::string all_text(const std::vector<MirrorSection>& sections) {
  std::string text;
  for (const MirrorSection& section : sections) {
    text += section.heading + "\n";
    for (const std::string& line : section.lines) text += line + "\n";
  }
  return text;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the mirrored text says what the panels show") {
  Scene scene;
  scene.view.selected = NeuronId{Scene::kFirstId};
  scene.view.category_filters = {{"cell_type", {"23P", "4P"}}};
  scene.derive();
  scene.view.connections.min_synapses = 3;
  scene.notes = {"A note."};
  const std::string text = all_text(mirror_sections(scene.model()));
  CAPTURE(text);
  CHECK(contains(text, "Tiny cortex: 6 neurons, 7 connections, 19 synapses."));
  CHECK(contains(text, "5 of 6 neurons shown."));
  CHECK(contains(text, "cell_type: 23P, 4P."));
  CHECK(contains(text, "Only connections: at least 3 synapses."));
  CHECK(contains(text, "Neuron 864691135639004475."));
  CHECK(contains(text, "Inputs: 2 partners, 14 synapses."));
  CHECK(contains(text, "Its axon is not proofread"));
  CHECK(contains(text, "Connection probability: 20.0 % (6 of 30 ordered pairs, 95 % interval"));
  CHECK(contains(text, "Not reliable: 2 of 6 neurons"));
  CHECK(contains(text, "A note."));
  CHECK_FALSE(contains(text, "nan"));
}

TEST_CASE("a class matrix is mirrored row by row, a very large one by a sentence") {
  Scene scene;
  FrameModel model = scene.model();
  REQUIRE(model.statistics != nullptr);
  StatisticsReport report = *model.statistics;
  report.reciprocity.title = "Reciprocity over chance by class";
  model.statistics = &report;
  for (const std::size_t rows : {2u, 40u, 41u}) {
    CAPTURE(rows);
    report.reciprocity.labels.assign(rows, "23P");
    report.reciprocity.cells.assign(rows * rows, HeatCell{1, true, false, "1.50 ×", ""});
    const std::string text = all_text(mirror_sections(model));
    CHECK(contains(text, "Reciprocity over chance by class, from 23P: to 23P 1.50 ×, 23P 1.50 ×") ==
          (rows <= 40));
    CHECK(contains(text, "Reciprocity over chance by class: 41 rows, to be saved as CSV.") ==
          (rows > 40));
  }
}

TEST_CASE("lines that are left out are mirrored, and what the keyboard is at in a chart") {
  Scene scene;
  scene.view.selected = NeuronId{Scene::kFirstId};
  const auto says = [&](const std::string& heading, const std::string& line) {
    for (const MirrorSection& section : mirror_sections(scene.model())) {
      if (section.heading != heading) continue;
      if (std::find(section.lines.begin(), section.lines.end(), line) != section.lines.end()) {
        return true;
      }
    }
    return false;
  };
  const std::string lines = "Lines: the strongest 1,000 of 2,345 connections.";
  CHECK_FALSE(says("Selected neuron", lines));
  scene.lines = {1000, 2345};
  CHECK(says("Selected neuron", lines));
  CHECK_FALSE(says("Chart", "23P to 4P, 3 %."));
  scene.value_read = "23P to 4P\n3 %";
  CHECK(says("Chart", "23P to 4P, 3 %."));
}

TEST_CASE("tentative region borders are mirrored while they are drawn") {
  Scene scene;
  CHECK_FALSE(contains(all_text(mirror_sections(scene.model())), "Region borders"));
  const RegionBorders regions{20, {{0, 1, {{0, 0}, {0, 9}}}}, {{0, -1, 4}, {1, 1, 4}}};
  scene.regions = &regions;
  const std::string text = all_text(mirror_sections(scene.model()));
  CHECK(contains(text, "Region borders are tentative."));
  CHECK(contains(text, "Borders between visp and vislm."));
  scene.view.show_region_borders = false;
  CHECK_FALSE(contains(all_text(mirror_sections(scene.model())), "Region borders"));
}

TEST_CASE("what keeps to no limits on connections says so while there are limits") {
  Scene scene;
  scene.view.selected = NeuronId{Scene::kFirstId};
  scene.details.partner = 3;
  scene.details.group = {0, 3};
  scene.details.shared_inputs =
      shared_partners_report(scene.neurons, scene.details.group, {}, true);
  scene.details.paths = PathsReport{};
  scene.colors_by_degree = true;
  scene.derive();
  const char* const kSentences[] = {kColorsOfAllConnections, kSharedOfAllConnections,
                                    kPathsOfAllConnections};
  for (const char* sentence : kSentences) {
    CHECK_FALSE(contains(all_text(mirror_sections(scene.model())), sentence));
  }
  scene.view.connections.min_mean_size = 100;
  for (const char* sentence : kSentences) {
    CHECK(contains(all_text(mirror_sections(scene.model())), sentence));
  }
}

TEST_CASE("sets and partners are mirrored as tables, the strongest partner first") {
  Scene scene;
  scene.view.selected = NeuronId{Scene::kFirstId};
  scene.view.sets = {{"my cells", NeuronSet::from_neurons({1, 2})}};
  scene.derive();
  std::vector<Table> tables;
  for (const MirrorSection& section : mirror_sections(scene.model())) {
    tables.insert(tables.end(), section.tables.begin(), section.tables.end());
  }
  REQUIRE(tables.size() >= 2);
  CHECK(tables[0].title == "Sets");
  CHECK(tables[0].rows[0][0].text == "my cells");
  CHECK(tables[0].rows[0][1].text == "2");
  CHECK(tables[1].caption == "The strongest 2 of 2 partners.");
  REQUIRE(tables[1].rows.size() == 2);
  std::size_t synapses = 0;
  while (tables[1].columns.at(synapses).title != "synapses") ++synapses;
  CHECK(tables[1].rows[0][synapses].number > tables[1].rows[1][synapses].number);
}

TEST_CASE("the mirrored text says what is still missing, and has no empty section") {
  Scene scene;
  scene.has_partners = scene.has_statistics = false;
  scene.loading = {};
  scene.loading.tiles_wanted = 3;
  scene.manifest.synthetic = true;
  const std::vector<MirrorSection> sections = mirror_sections(scene.model());
  for (const MirrorSection& section : sections) CHECK_FALSE(section.lines.empty());
  const std::string text = all_text(sections);
  CAPTURE(text);
  CHECK(contains(text, "Synthetic sample: not real data."));
  CHECK(contains(text, "Loading 6 neurons … 0 of 3 tiles"));
  CHECK(contains(text, "No neuron is selected."));
  CHECK(contains(text, "Not counted yet."));
}

TEST_CASE("the mirrored text says what did not load, and what is not counted for that") {
  Scene scene;
  scene.loading.tiles_wanted = 8;
  scene.loading.tiles_loaded = 6;
  scene.loading.failures = {"outputs of neurons 0 to 1: the server answered 500",
                            "outputs of neurons 2 to 3: the server answered 500"};
  scene.loading.failure_reason = "the server answered 500";
  scene.statistics.tiles_total = 3;
  scene.statistics.tiles_missing = 2;
  std::string text = all_text(mirror_sections(scene.model()));
  CHECK(contains(text, "2 tiles missing: the server answered 500; trying again."));
  CHECK(contains(text, "counts are too low, ratios may be wrong."));
  CHECK_FALSE(contains(text, "not counted"));  // they may still come
  scene.loading.tiles_given_up = 2;
  text = all_text(mirror_sections(scene.model()));
  CHECK(contains(text, "2 tiles missing: the server answered 500. Retry is at the bottom left."));
  CHECK(contains(text,
                 "Motifs and the other sections are not counted. 2 of 3 tiles did not load: the "
                 "server answered 500."));
}

TEST_CASE("the mirror tells where synapses are, and what there is with a second neuron") {
  Scene scene;
  scene.view.selected = NeuronId{Scene::kFirstId};
  scene.view.partner = NeuronId{Scene::kFirstId + 2};
  scene.details.partner = 2;
  scene.details.synapses.emplace().sentence = "3 of 3 input synapses are located.";
  scene.details.paths = paths_report(scene.neurons, 0, 2, 1, 2, 1, {{{0, 5, 2}, 4}});
  scene.details.shared_inputs =
      shared_partners_report(scene.neurons, std::vector<NeuronIndex>{0, 2},
                             std::vector<SharedPartner>{{4, 2, 3, 9}}, true);
  std::string all;
  for (const MirrorSection& section : mirror_sections(scene.model())) {
    for (const std::string& line : section.lines) all += line + "\n";
  }
  for (const char* const part :
       {"3 of 3 input synapses are located.", "Together with neuron 864691135639004477.",
        "1 path of 2 connections", "Path 1, weakest connection 4: 23P 864691135639004475 → BC ",
        "Shared inputs of 2 neurons: 1 neuron with synapses onto both"}) {
    CAPTURE(part);
    CHECK(all.find(part) != std::string::npos);
  }
}
