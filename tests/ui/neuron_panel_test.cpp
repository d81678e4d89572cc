#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <algorithm>
#include <string>
#include <vector>

#include "report/numbers.h"
#include "ui/headless_ui.h"
#include "ui/pair_section.h"
#include "ui/scene.h"
#include "ui/text_mirror.h"
#include "ui/theme.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// The label of a partner's row: what is written of its id, and after ### the whole.
std::string partner_row(std::int64_t offset) {
  const std::string whole = std::to_string(Scene::kFirstId + offset);
  return "…" + whole.substr(whole.size() - 8) + "###" + whole;
}

/// The tab bar with the lists of partners.
ImGuiTabBar& lists() {
  ImPool<ImGuiTabBar>& bars = ImGui::GetCurrentContext()->TabBars;
  for (int i = 0; i < bars.GetMapSize(); ++i) {
    ImGuiTabBar* const bar = bars.TryGetMapData(i);
    if (bar == nullptr) continue;
    for (ImGuiTabItem& tab : bar->Tabs) {
      const std::string name = ImGui::TabBarGetTabName(bar, &tab);
      if (name.find("###outputs") != std::string::npos) return *bar;
    }
  }
  FAIL("no bar with the lists");
  return *bars.GetByIndex(0);
}

int tab_count() { return lists().Tabs.Size; }

void open_tab(const char* id) {
  for (ImGuiTabItem& tab : lists().Tabs) {
    if (std::string(ImGui::TabBarGetTabName(&lists(), &tab)).find(id) != std::string::npos) {
      ImGui::TabBarQueueFocus(&lists(), &tab);
    }
  }
}

}  // namespace

TEST_CASE("a click on a partner looks at both by its exact id, a double click selects it") {
  Scene scene;
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), partner_row(2)));
  CHECK(commands<SelectNeuron>(ui.actions()).empty());
  const auto second = commands<SetPartner>(ui.actions());
  REQUIRE(second.size() == 1);
  CHECK(second[0].partner == id(2));
  ui.actions() = {};
  REQUIRE(ui.click(scene.model(), partner_row(2), 0, 2));
  const auto selected = commands<SelectNeuron>(ui.actions());
  REQUIRE(selected.size() == 1);
  CHECK(selected[0].neuron == id(2));
}

TEST_CASE("two neurons have a line, a tab with whom they share, and paths that lead to neurons") {
  Scene scene;
  scene.view.selected = id(0);
  scene.view.partner = id(2);
  scene.view.path_synapses = 3;
  scene.details.partner = 2;
  const std::vector<NeuronIndex> both = {0, 2};
  scene.details.shared_inputs =
      shared_partners_report(scene.neurons, both, std::vector<SharedPartner>{{4, 2, 3, 9}}, true);
  scene.details.shared_outputs = shared_partners_report(scene.neurons, both, {}, false);
  scene.details.paths = paths_report(scene.neurons, 0, 2, 3, 2, 1, {{{0, 5, 2}, 4}});
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "Swap"));
  CHECK(commands<SelectNeuron>(ui.actions())[0].neuron == id(2));
  CHECK(commands<SetPartner>(ui.actions())[0].partner == id(0));
  ui.actions() = {};
  REQUIRE(ui.click(scene.model(), "Close"));
  CHECK_FALSE(commands<SetPartner>(ui.actions())[0].partner.has_value());
  ui.actions() = {};
  open_tab("Both");
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  const std::string stop = "BC · vislm …" + std::to_string(Scene::kFirstId + 5).substr(10);
  REQUIRE(ui.click(scene.model(), stop));
  CHECK(commands<SelectNeuron>(ui.actions()).back().neuron == id(5));
  ui.actions() = {};
  REQUIRE(ui.click(scene.model(), partner_row(4)));
  CHECK(commands<SelectNeuron>(ui.actions()).back().neuron == id(4));
  REQUIRE(ui.click(scene.model(), "Shortest paths to it"));
  CHECK(commands<SetPathSynapses>(ui.actions()).back().min_synapses == 0);
}

TEST_CASE("Shift and a click on a row takes its neuron into the selection, or out of it") {
  Scene scene;
  scene.view.selected = id(0);
  scene.view.selection = NeuronSet::from_neurons({1});
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  REQUIRE(ui.click(scene.model(), partner_row(2)));
  CHECK(commands<SetPartner>(ui.actions()).empty());
  CHECK(commands<SelectNeuron>(ui.actions()).empty());
  const auto changes = commands<ChangeSelection>(ui.actions());
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].neurons == NeuronSet::from_neurons({2}));
  CHECK(changes[0].operation == SetOperation::Toggle);
}

TEST_CASE("whom the selected neurons share is listed, and a row leads there") {
  Scene scene;
  scene.view.selection = NeuronSet::from_neurons({0, 2});
  NeuronDetails shared;
  shared.group = {0, 2};
  scene.shared = &shared;
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK_FALSE(ui.has(partner_row(5)));  // still loading
  const std::vector<SharedPartner> both = {{5, 2, 3, 9}};
  shared.shared_inputs = shared_partners_report(scene.neurons, shared.group, both, true);
  shared.shared_outputs = shared_partners_report(scene.neurons, shared.group, {}, false);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), partner_row(5)));
  CHECK(commands<SelectNeuron>(ui.actions()).back().neuron == id(5));
}

TEST_CASE("of a selection that is too large to be compared the panel says so") {
  Scene scene;
  FrameModel model = scene.model();
  model.selection_count = kMostCompared;
  CHECK(why_nothing_shared(model).empty());
  model.selection_count = 1326;
  CHECK(why_nothing_shared(model) ==
        "What the 1,326 selected neurons have in common is listed for at most 500 neurons.");
  const auto mirrored = [&] {
    for (const MirrorSection& section : mirror_sections(model)) {
      for (const std::string& line : section.lines) {
        if (line == why_nothing_shared(model)) return true;
      }
    }
    return false;
  };
  CHECK(mirrored());
}

TEST_CASE("rows of a table are filtered by letters, and synapses are switched and fetched") {
  Scene scene;
  scene.view.selected = id(0);
  scene.table_filter = "vislm";
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(ui.items(partner_row(1)).size() == 1);  // of region vislm
  CHECK(ui.items(partner_row(2)).empty());      // of visp
  scene.manifest.synapse_shape = {true, true};
  scene.details.synapses = synapses_report(scene.manifest, scene.neurons, 0, std::nullopt, {},
                                           {.inputs = 14, .outputs = 1, .bytes_left = 5000});
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "Draw synapses"));
  CHECK_FALSE(commands<SetSynapsesShown>(ui.actions())[0].shown);
  REQUIRE(ui.click(scene.model(), "Fetch the others (" + bytes_text(5000) + ")"));
  CHECK(requests<LoadAllSynapses>(ui.actions()).size() == 1);
}

TEST_CASE("previous and next are offered where there are any") {
  Scene scene;
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  ui.click(scene.model(), "→");
  CHECK(requests<GoOn>(ui.actions()).empty());
  scene.can_go_back = true;
  REQUIRE(ui.click(scene.model(), "←"));
  CHECK(requests<GoBack>(ui.actions()).size() == 1);
}

TEST_CASE("partners are sorted by synapses, most first, and by a column whose head is clicked") {
  Scene scene;
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  ui.frame(scene.model());
  const auto row_y = [&](std::int64_t offset) {
    const std::vector<Item> rows = ui.items(partner_row(offset));
    REQUIRE(rows.size() == 1);
    return rows[0].y;
  };
  CHECK(row_y(2) < row_y(1));  // 9 synapses before 5
  // The head of the first column is above the first row.
  const Item first = ui.items(partner_row(2))[0];
  ui.click_at(scene.model(), first.x + 10, first.y - first.height / 2);
  CHECK(row_y(1) < row_y(2));
}

TEST_CASE("the id of the selected neuron is copied with every digit") {
  Scene scene;
  scene.view.selected = id(0);
  HeadlessUi ui(scene.width, scene.height);
  REQUIRE(ui.click(scene.model(), "Copy id"));
  const auto copied = requests<CopyText>(ui.actions());
  REQUIRE(copied.size() == 1);
  CHECK(copied[0].text == "864691135639004475");
}

TEST_CASE("the list of partners that is open stays open while the next neuron's are loading") {
  for (const bool outputs : {false, true}) {
    CAPTURE(outputs);
    Scene scene;
    scene.view.selected = id(0);
    HeadlessUi ui(scene.width, scene.height);
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    if (outputs) open_tab("###outputs");
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    CHECK(ui.items(partner_row(2)).size() == (outputs ? 0 : 1));  // 2 is an input only
    const std::size_t rows = ui.items(partner_row(1)).size() + ui.items(partner_row(2)).size();
    CHECK(rows > 0);
    scene.has_partners = false;  // as for some frames after a click on another neuron
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    CHECK(tab_count() == 4);
    scene.has_partners = true;
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    CHECK(ui.items(partner_row(1)).size() + ui.items(partner_row(2)).size() == rows);
  }
}

TEST_CASE("a partner table starts at its top again for another neuron") {
  Scene scene;
  scene.view.selected = id(0);
  Table& table = scene.partners.afferents;
  while (table.rows.size() < 400) {
    table.rows.push_back(table.rows[0]);
    scene.partners.afferent_neurons.push_back(1);
  }
  HeadlessUi ui(scene.width, 900);
  scene.height = 900;
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  const auto scrolled = [] {
    float most = 0;
    for (ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
      if (window->WasActive) most = std::max(most, window->Scroll.y);
    }
    return most;
  };
  for (ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
    if (window->ScrollMax.y > 3000) ImGui::SetScrollY(window, 1000);
  }
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(scrolled() == 1000);
  scene.view.selected = id(1);
  scene.partners.neuron = 1;
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(scrolled() == 0);
}

TEST_CASE("a table of partners of which there is more to the right says so at its edge") {
  Scene scene;
  scene.view.selected = id(0);
  scene.view.panels = static_cast<std::uint8_t>(Panel::Neuron);
  const auto accented = [&](float right_px) {
    scene.right_px = right_px;
    HeadlessUi ui(1280, 900);
    for (int i = 0; i < 4; ++i) ui.frame(scene.model());
    return ui.vertices_of(palette(true).accent);
  };
  CHECK(accented(kLeastRightPx) > accented(900));
}

TEST_CASE(
    "on a phone the table of partners has the columns that fit, and all at the press of a button") {
  Scene scene;
  scene.view.selected = id(0);
  scene.view.panels = static_cast<std::uint8_t>(Panel::Neuron);
  scene.width = 360;
  scene.height = 1500;
  // The heads of the table, and how far it goes on to the right.
  struct Heads {
    std::vector<std::string> words;
    float beyond = 0;
    ImVec2 um;  // the head of distances
    bool has(const char* wanted) const {
      return std::find(words.begin(), words.end(), wanted) != words.end();
    }
  };
  const auto heads = [] {
    Heads found;
    ImPool<ImGuiTable>& tables = ImGui::GetCurrentContext()->Tables;
    for (int i = 0; i < tables.GetMapSize(); ++i) {
      ImGuiTable* const table = tables.TryGetMapData(i);
      if (table == nullptr || table->LastFrameActive != ImGui::GetFrameCount()) continue;
      if (table->InnerWindow == table->OuterWindow || table->ColumnsCount < 3) continue;
      found.beyond = table->InnerWindow->ScrollMax.x;
      for (int c = 0; c < table->ColumnsCount; ++c) {
        found.words.push_back(ImGui::TableGetColumnName(table, c));
        if (found.words.back() != "µm") continue;
        found.um = ImVec2(table->Columns[c].MinX + 6, table->InnerRect.Min.y + 6);
      }
    }
    return found;
  };
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 4; ++i) ui.frame(scene.model());
  const Heads few = heads();
  CHECK(few.beyond == 0);
  for (const char* const head : {"id", "class", "syn.", "µm"}) CHECK(few.has(head));
  CHECK_FALSE(few.has("valid"));
  // The rows begin with most synapses here, too, and can be sorted by what is seen.
  CHECK(ui.items(partner_row(2))[0].y < ui.items(partner_row(1))[0].y);
  ui.click_at(scene.model(), few.um.x, few.um.y);
  for (int i = 0; i < 2; ++i) ui.frame(scene.model());
  CHECK(ui.items(partner_row(1))[0].y < ui.items(partner_row(2))[0].y);  // 5 µm before 46

  REQUIRE(ui.click(scene.model(), "All columns"));
  for (int i = 0; i < 4; ++i) ui.frame(scene.model());
  CHECK(heads().beyond > 0);
  CHECK(heads().has("valid"));
  REQUIRE(ui.click(scene.model(), "All columns"));
  for (int i = 0; i < 4; ++i) ui.frame(scene.model());
  CHECK(heads().beyond == 0);

  scene.width = 750;  // there is room for all
  for (int i = 0; i < 4; ++i) ui.frame(scene.model());
  CHECK_FALSE(ui.has("All columns"));
  CHECK(heads().has("valid"));
}

TEST_CASE("a table is saved whole, whatever the filter line hides") {
  Scene scene;
  scene.view.selected = id(0);
  scene.table_filter = "vislm";
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "CSV"));
  REQUIRE(requests<SaveTable>(ui.actions()).size() == 1);
  CHECK(requests<SaveTable>(ui.actions())[0].table == scene.partners.afferents);
}
