#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "ui/headless_ui.h"
#include "ui/scene.h"
#include "ui/text_mirror.h"
#include "ui/theme.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A scene whose statistics are by region (two rows) and class (three columns).
struct TwoColumns : Scene {
  TwoColumns() {
    view.matrix = {"region", ""};
    view.matrix.columns = "cell_type";
    LocalStatistics s;
    s.neurons = s.pre_neurons = s.post_neurons = 6;
    s.connections = 6;
    s.pairs = 30;
    s.out_degrees = {2, 2, 2};
    s.in_degrees = {1, 4, 1};
    s.groups.group_count = 2;
    s.groups.group_sizes = {3, 3};
    s.groups.post_group_count = 3;
    s.groups.post_group_sizes = {3, 2, 1};
    s.groups.connections = {1, 2, 3, 0, 0, 0};
    s.groups.way_back = {1, 0, 2, 0, 1, 0};
    s.groups.synapses = {1, 4, 3, 0, 0, 0};
    s.groups.pairs = {7, 5, 3, 8, 5, 2};
    s.groups.answered.assign(6, 0);
    s.groups.analyzable_connections.assign(6, 0);
    s.groups.analyzable_pairs.assign(6, 0);
    const std::vector<std::string> classes = {"23P", "4P", "BC"};
    statistics = statistics_report(s, 0, 3, "6 of 6 neurons: no filter",
                                   std::vector<std::string>{"visp", "vislm"},
                                   PairValidity{true, true, 30, 10, 5, 20},
                                   {"region", "region", "cell_type", "class", classes});
  }
};

std::vector<MatrixColumns> chosen(const Actions& actions) {
  std::vector<MatrixColumns> all;
  for (const SetMatrixColumns& command : commands<SetMatrixColumns>(actions)) {
    all.push_back(command.matrix);
  }
  return all;
}

}  // namespace

TEST_CASE("rows and columns of the matrix are chosen from the columns of categories") {
  Scene scene;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "##matrix rows"));
  CHECK(ui.has("tentative region (region)") == false);
  CHECK_FALSE(ui.has("volume"));
  REQUIRE(ui.click(scene.model(), "region"));
  CHECK(chosen(ui.actions()) == std::vector<MatrixColumns>{{"region", ""}});
  scene.decide(ui.actions());
  REQUIRE(ui.click(scene.model(), "##matrix columns"));
  REQUIRE(ui.click(scene.model(), "cell class (cell_type)"));
  CHECK(chosen(ui.actions()) == std::vector<MatrixColumns>{{"region", "cell_type"}});
  scene.decide(ui.actions());
  // Rows that become what the columns are by: the columns follow again. The class is the default,
  // and its name in no link.
  REQUIRE(ui.click(scene.model(), "##matrix rows"));
  REQUIRE(ui.click(scene.model(), "cell class (cell_type)"));
  CHECK(chosen(ui.actions()) == std::vector<MatrixColumns>{{"", ""}});
  scene.decide(ui.actions());
  // A column that is not here is asked for.
  REQUIRE(ui.click(scene.model(), "##matrix columns"));
  REQUIRE(ui.click(scene.model(), "layer"));
  CHECK(chosen(ui.actions()) == std::vector<MatrixColumns>{{"", "layer"}});
  REQUIRE(requests<NeedColumn>(ui.actions()).size() == 1);
  CHECK(requests<NeedColumn>(ui.actions())[0].column == 9);
  scene.decide(ui.actions());
  ui.frame(scene.model());
  ui.frame(scene.model());
  CHECK_FALSE(ui.has("heat map"));  // still loading
  REQUIRE(ui.click(scene.model(), "##matrix columns"));
  REQUIRE(ui.click(scene.model(), "as the rows"));
  CHECK(chosen(ui.actions()) == std::vector<MatrixColumns>{{"", ""}});
}

TEST_CASE("a dataset without classes offers its other columns, and none") {
  Scene scene;
  scene.manifest.columns[5].role = ColumnRole::None;
  scene.neurons = NeuronTable(scene.manifest);
  scene.statistics.row_column.clear();
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  ui.frame(scene.model());
  CHECK_FALSE(ui.has("heat map"));
  CHECK_FALSE(ui.has("##matrix columns"));
  REQUIRE(ui.click(scene.model(), "##matrix rows"));
  CHECK(ui.has("none"));
  REQUIRE(ui.click(scene.model(), "cell_type"));
  CHECK(chosen(ui.actions()) == std::vector<MatrixColumns>{{"cell_type", ""}});
}

TEST_CASE("whole numbers of which few are different are in the list, and a press asks by a query") {
  TwoColumns scene;
  scene.manifest.columns.push_back({"cluster", ColumnRole::None, ColumnKind::Integer, {}});
  scene.manifest.columns.push_back({"late", ColumnRole::None, ColumnKind::Integer, {}});
  NeuronTable numbered(scene.manifest);
  numbered.set_rows(0, std::vector<std::uint32_t>{5, 6, 10},
                    {CategoryValues{0, 0, 0, 1, 1, 2}, CategoryValues{0, 1, 0, 1, 0, 1},
                     IntegerValues{-1, 7, 7, -1, 7, 7}});
  scene.neurons = numbered;
  {
    HeadlessUi ui(scene.width, scene.height);
    REQUIRE(ui.click(scene.model(), "##matrix rows"));
    CHECK(ui.has("late"));  // nobody knows yet
    CHECK_FALSE(ui.has("x_nm"));
    REQUIRE(ui.click(scene.model(), "cluster"));
    CHECK(chosen(ui.actions()) == std::vector<MatrixColumns>{{"cluster", "cell_type"}});
  }

  scene.view.matrix = {"cluster", ""};
  scene.view.selection = NeuronSet::from_neurons({0, 1});
  scene.statistics.row_column = scene.statistics.post_column = "cluster";
  scene.statistics.group_names = {"-1", "7"};
  scene.statistics.post_group_names = {"-1", "7"};
  for (HeatMap* map : {&scene.statistics.probability, &scene.statistics.connections}) {
    map->labels = {"-1", "7"};
    map->column_labels.reset();
    map->cells.resize(4);
  }
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(ui.vertices_are_finite());
  const std::vector<Item> map = ui.items("heat map");
  REQUIRE(map.size() == 1);
  ui.click_at(scene.model(), map[0].x + map[0].width * 0.75f, map[0].y + map[0].height / 4);
  const auto shown = requests<ShowCell>(ui.actions());
  REQUIRE(shown.size() == 1);
  CHECK(shown[0].row_column == "cluster");
  CHECK(shown[0].row == "-1");
  CHECK(shown[0].column == "7");
  CHECK(commands<SetFilters>(ui.actions()).empty());
}

TEST_CASE("a press on a cell of two columns is about a group of each") {
  TwoColumns scene;
  scene.can_select = true;
  HeadlessUi ui(scene.width, scene.height);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  const std::vector<Item> map = ui.items("heat map");
  REQUIRE(map.size() == 1);
  CHECK(map[0].width == doctest::Approx(map[0].height * 1.5f));  // three columns, two rows
  const auto press = [&](float column, float row) {
    ui.click_at(scene.model(), map[0].x + map[0].width * (column + 0.5f) / 3,
                map[0].y + map[0].height * (row + 0.5f) / 2);
  };
  press(2, 1);
  press(0, 0);
  const auto shown = requests<ShowCell>(ui.actions());
  REQUIRE(shown.size() == 2);
  CHECK(shown[0].row_column == "region");
  CHECK(shown[0].row == "vislm");
  CHECK(shown[0].post_column == "cell_type");
  CHECK(shown[0].column == "BC");
  CHECK(shown[1].row == "visp");
  CHECK(shown[1].column == "23P");
  CHECK(commands<SetFilters>(ui.actions()).empty());
  ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, true);
  press(2, 0);
  const auto cells = requests<SelectCell>(ui.actions());
  REQUIRE(cells.size() == 1);
  CHECK(cells[0].pre_class == "visp");
  CHECK(cells[0].post_class == "BC");
  CHECK(ui.vertices_are_finite());
}

TEST_CASE("what the hint of a cell says stands below the matrix when the cell is chosen") {
  TwoColumns scene;
  scene.height = 4000;
  HeadlessUi ui(scene.width, scene.height);
  const ImU32 rim = palette(scene.dark).warn;
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  const int before = ui.vertices_of(rim);
  const float below = ui.items("Copy as Python")[1].y;
  const auto take = [&] {
    const auto asked = commands<SetCharts>(ui.actions());
    REQUIRE_FALSE(asked.empty());
    scene.view.charts = asked.back().charts;
  };
  REQUIRE(ui.click(scene.model(), "##cell row"));
  REQUIRE(ui.click(scene.model(), "vislm", ui.items("vislm").size() - 1));  // filters have it, too
  take();
  CHECK(scene.view.charts.cell == GroupBlock{"vislm", "23P"});
  REQUIRE(ui.click(scene.model(), "##cell column"));
  REQUIRE(ui.click(scene.model(), "BC", ui.items("BC").size() - 1));
  take();
  CHECK(scene.view.charts.cell == GroupBlock{"vislm", "BC"});
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(ui.items("Copy as Python")[1].y > below + 30);  // several lines
  CHECK(ui.vertices_of(rim) > before);                  // a rim around the cell
  CHECK(ui.vertices_are_finite());
  // Of fewer groups there may be no such cell.
  scene.statistics.probability.labels.resize(1);
  scene.statistics.probability.cells.resize(3);
  scene.statistics.group_names.resize(1);
  for (int i = 0; i < 3; ++i) ui.frame(scene.model());
  CHECK(ui.vertices_of(rim) == before);
}

TEST_CASE("the mirror has every cell of the probabilities as a table") {
  TwoColumns scene;
  const auto tables = [&] {
    for (const MirrorSection& section : mirror_sections(scene.model())) {
      if (section.heading == "Statistics") return section.tables;
    }
    return std::vector<Table>();
  };
  HeatCell& first = scene.statistics.probability.cells[0];
  first.q = 0.04;
  first.analyzable = 0.2;
  first.analyzable_n = 5;
  REQUIRE(tables().size() == 1);
  const Table table = tables()[0];
  CHECK(table.title == "Connection probability by region and class");
  REQUIRE(table.rows.size() == 6);
  std::vector<std::string> titles;
  for (const TableColumn& column : table.columns) {
    if (column.use != ColumnUse::Files) titles.push_back(column.title);
  }
  CHECK(titles == std::vector<std::string>{"pre: region", "post: class", "value",
                                           "n: ordered pairs", "interval from", "interval to", "q",
                                           "value on analyzable axons", "n on analyzable axons",
                                           "fewer than 100 pairs"});
  std::string row;
  for (const TableCell& cell : table.rows[0]) row += cell.text + "|";
  CHECK(row.starts_with("visp|23P|14.3 %|7|2.57 %|51.3 %|0.04|20.0 %|5|"));
  scene.statistics.probability.cells.resize(401);
  CHECK(tables().empty());
}

TEST_CASE("rows and columns are marked by what is selected of their own groups") {
  TwoColumns scene;
  HeadlessUi ui(scene.width, scene.height);
  const ImU32 mark = palette(scene.dark).warn;
  const auto marked_vertices = [&] {
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    return ui.vertices_of(mark);
  };
  constexpr int kRectangle = 4;
  const int none = marked_vertices();
  scene.view.selection = NeuronSet::from_neurons({5});  // the only BC, in vislm
  CHECK(marked_vertices() == none + 2 * kRectangle);
  scene.view.selection = NeuronSet::from_neurons({0, 5});  // and a 23P of visp
  CHECK(marked_vertices() == none + 4 * kRectangle);
  scene.view.selection = NeuronSet::from_neurons({0, 2});  // two 23P of visp
  CHECK(marked_vertices() == none + 2 * kRectangle);
}

TEST_CASE("reciprocity by two columns is drawn, and the mirror says which cells are hatched") {
  TwoColumns scene;
  HeadlessUi ui(scene.width, scene.height);
  ui.frame(scene.model());
  ui.frame(scene.model());
  REQUIRE(ui.click(scene.model(), "##matrix"));
  REQUIRE(ui.click(scene.model(), "Reciprocity over chance"));
  ui.frame(scene.model());
  CHECK(ui.has("heat map"));
  std::string text;
  for (const MirrorSection& section : mirror_sections(scene.model())) {
    for (const std::string& line : section.lines) text += line + "\n";
  }
  CHECK(text.find("Connection probability by region and class, from visp: to 23P 14.3 % (hatched, "
                  "n = 7), 4P 40.0 % (hatched, n = 5), BC 100 % (hatched, n = 3).") !=
        std::string::npos);
  CHECK(text.find("Hatched: fewer than 100 pairs. n counts ordered pairs.") != std::string::npos);
  CHECK(text.find("Reciprocity over chance by region and class, from visp: to 23P 0.00 ×") !=
        std::string::npos);
}

TEST_CASE("maps of one row, of one column and of very many rows are drawn and stay finite") {
  TwoColumns scene;
  const std::vector<std::pair<std::size_t, std::size_t>> shapes = {
      {1, 1}, {1, 40}, {40, 1}, {1000, 3}, {3, 1000}};
  for (const auto& shape : shapes) {
    const std::size_t rows = shape.first, columns = shape.second;
    CAPTURE(rows);
    CAPTURE(columns);
    HeatMap& map = scene.statistics.probability;
    map.labels.assign(rows, "a label that is long");
    map.column_labels.emplace(columns, "another label that is long");
    map.cells.assign(rows * columns, {0.5, true, true, "50 %", "half"});
    scene.statistics.group_names = map.labels;
    scene.statistics.post_group_names = *map.column_labels;
    HeadlessUi ui(scene.width, 6000);
    scene.height = 6000;
    for (int i = 0; i < 3; ++i) ui.frame(scene.model());
    REQUIRE(ui.items("heat map").size() == 1);
    const Item item = ui.items("heat map")[0];
    CHECK(item.height <= 1201);
    // Squares, but for few rows or columns that are as large as their labels.
    const float wide = item.width / static_cast<float>(columns);
    const float tall = item.height / static_cast<float>(rows);
    if (rows == columns) CHECK(wide == doctest::Approx(tall));
    if (rows < columns) CHECK(tall > 12);
    if (rows > columns) CHECK(wide > 12);
    CHECK(ui.vertices_are_finite());
    // Its last cell is where it is drawn.
    ui.click_at(scene.model(), item.x + item.width * 0.9999f, item.y + item.height * 0.9999f);
    CHECK(requests<ShowCell>(ui.actions()).size() == 1);
  }
}
