#include "report/to_csv.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "report/chart_tables.h"
#include "report/numbers.h"

using namespace cnx;

namespace {

/// A reader of RFC 4180, written from its grammar.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows = {{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = rows.back().back();
    if (quoted) {
      if (text[i] != '"') {
        cell += text[i];
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += '"';
        ++i;
      } else {
        quoted = false;
      }
    } else if (text[i] == '"') {
      quoted = true;
    } else if (text[i] == ',') {
      rows.back().emplace_back();
    } else if (text[i] == '\r') {
      REQUIRE(text[i + 1] == '\n');
      ++i;
      rows.push_back({""});
    } else {
      REQUIRE(text[i] != '\n');
      cell += text[i];
    }
  }
  rows.pop_back();  // the last line ends too
  return rows;
}

Table small_table() {
  Table table;
  table.title = "Inputs of neuron 864691135639004475";
  table.caption = "2 partners, 1,205 synapses";
  table.columns = {{"id", true, ColumnUse::Everywhere, true},
                   {"class", false},
                   {"synapses", true},
                   {"distance (µm)", true}};
  table.rows = {{{"864691135639004475", 1}, {"L2/3, \"IT\"", 0}, {"1,204", 1204}, {"12.3", 12.345}},
                {{"864691135639004476", 0},
                 {"two\nlines", 0},
                 {"1", 1},
                 {"…", std::numeric_limits<double>::quiet_NaN()}}};
  return table;
}

}  // namespace

TEST_CASE("negative numbers have a minus on the screen and the programs' hyphen in files") {
  Table table;
  table.columns = {{"correlation", true}, {"change", true}};
  table.rows = {{{decimal_text(-0.003, 3), -0.00312}, {short_number(-1204), -1204}}};
  CHECK(table.rows[0][0].text == "−0.003");
  const auto rows = read_csv(to_csv(table, {}));
  CHECK(rows.back() == std::vector<std::string>{"-0.00312", "-1204"});
}

TEST_CASE("a table is written with notes, exact ids, whole numbers and all digits") {
  const std::vector<std::string> notes = {"Shown: 5 of 6 neurons", "View: http://x/#v=1"};
  const std::string csv = to_csv(small_table(), notes);
  CHECK(csv.find("# The table begins after these 5 lines.\r\n") == 0);
  const auto rows = read_csv(csv);
  REQUIRE(rows.size() == 8);
  CHECK(rows[1] == std::vector<std::string>{"# Inputs of neuron 864691135639004475"});
  CHECK(rows[2] == std::vector<std::string>{"# 2 partners, 1,205 synapses"});
  CHECK(rows[3] == std::vector<std::string>{"# Shown: 5 of 6 neurons"});
  CHECK(rows[5] == std::vector<std::string>{"id", "class", "synapses", "distance (µm)"});
  CHECK(rows[6] ==
        std::vector<std::string>{"864691135639004475", "L2/3, \"IT\"", "1204", "12.345"});
  CHECK(rows[7] == std::vector<std::string>{"864691135639004476", "two\nlines", "1", ""});
}

TEST_CASE("a note cannot end its line, and a table without rows is its titles") {
  Table table;
  table.title = "one\r\n2,\"two\"";
  table.columns = {{"a", false}};
  const auto rows = read_csv(to_csv(table, {}));
  REQUIRE(rows.size() == 3);
  CHECK(rows[0] == std::vector<std::string>{"# The table begins after these 2 lines."});
  CHECK(rows[1] == std::vector<std::string>{"# one  2,\"two\""});  // it has no caption
  CHECK(rows[2] == std::vector<std::string>{"a"});
}

TEST_CASE("whatever text and numbers a table holds, a reader finds the same") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    Table table{"title", "caption", {}, {}};
    table.columns = {{"text"}, {"whole", true}, {"real", true}, {"share", true}, {"rounded", true}};
    for (std::uint32_t r = 0; r < seed % 20; ++r) {
      std::string text;
      for (std::uint32_t i = random() % 9; i > 0; --i) text += ",\"\r\na b"[random() % 7];
      const std::uint64_t whole = random();
      const double real = static_cast<double>(random()) / 7 - 1e8;
      table.rows.push_back({{text, 0},
                            count_cell(whole),
                            decimal_cell(real, 2),
                            share_cell(real / 1e9),
                            decimal_cell(real, 0)});
    }
    const auto rows = read_csv(to_csv(table, {}));
    REQUIRE(rows.size() == 4 + table.rows.size());
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      CHECK(rows[4 + r][0] == table.rows[r][0].text);
      CHECK(std::stod(rows[4 + r][1]) == table.rows[r][1].number);
      for (const std::size_t c : {2, 3, 4}) {
        CHECK(std::stod(rows[4 + r][c]) == table.rows[r][c].number);
      }
    }
  }
}

TEST_CASE("nothing is a value, and what is not known is an empty cell") {
  Table table{"title", "caption", {}, {}};
  table.columns = {{"", false}, {"reciprocity", true}};
  table.rows = {{{"truth"}, share_cell(0)},
                {{"median"}, {"9.7 %", 0.0973}},
                {{"5 %"}, share_cell(kNoNumber)}};
  CHECK(table.rows[2][1].text == "–");
  const auto rows = read_csv(to_csv(table, {}));
  REQUIRE(rows.size() == 7);
  CHECK(rows[4][1] == "0");
  CHECK(rows[5][1] == "0.0973");
  CHECK(rows[6][1] == "");
}

TEST_CASE("the numbers behind a chart are a table") {
  HistogramChart histogram;
  histogram.title = "title";
  histogram.caption = "caption";
  histogram.x_title = "µm";
  histogram.y_title = "synapses";
  histogram.bin_width = 20;
  histogram.first = -40;
  histogram.bars = {3, 0, 1234};
  const auto rows = read_csv(to_csv(chart_table(histogram), {}));
  REQUIRE(rows.size() == 7);
  CHECK(rows[3] == std::vector<std::string>{"from: µm", "to", "synapses"});
  CHECK(rows[4] == std::vector<std::string>{"-40", "-21", "3"});
  CHECK(rows[6] == std::vector<std::string>{"0", "19", "1234"});
  histogram.other = {0, 1, 2};
  histogram.other_name = "from analyzable axons";
  const auto both = read_csv(to_csv(chart_table(histogram), {}));
  CHECK(both[3].back() == "synapses from analyzable axons");
  CHECK(both[6] == std::vector<std::string>{"0", "19", "1234", "2"});
  HeatMap map;
  map.title = "title";
  map.caption = "caption";
  map.row_title = "pre";
  map.column_title = "post";
  map.labels = {"a", "b"};
  map.cells.resize(4);
  map.cells[1] = {0.0123456, true, true, "1.23 %", "a to b: 1.23 %"};
  const auto cells = read_csv(to_csv(chart_table(map), {}));
  REQUIRE(cells.size() == 8);
  CHECK(cells[5] == std::vector<std::string>{"a", "b", "0.0123456", "a to b: 1.23 %", "yes"});
  CHECK(cells[7] == std::vector<std::string>{"b", "b", "", "", "no"});
  map.column_labels = {"x", "y", "z"};
  map.cells.assign(6, {});
  map.cells[5] = {0.5, true, false, "50 %", "b to z: 50 %"};
  const auto wide = read_csv(to_csv(chart_table(map), {}));
  REQUIRE(wide.size() == 10);
  CHECK(wide[6] == std::vector<std::string>{"a", "z", "", "", "no"});
  CHECK(wide[9] == std::vector<std::string>{"b", "z", "0.5", "b to z: 50 %", "no"});
  map.n_title = "ordered pairs";
  map.cells[5] = {0.5, true, false, "50 %", "b to z: 50 %", 1234, 0.25, 0.75, 0.001};
  const auto tested = read_csv(to_csv(chart_table(map), {}));
  CHECK(tested[3] == std::vector<std::string>{"pre", "post", "value", "n: ordered pairs",
                                              "interval from", "interval to", "q", "in words",
                                              "fewer than 100 pairs"});
  CHECK(tested[8] == std::vector<std::string>{"b", "y", "", "0", "", "", "", "", "no"});
  CHECK(tested[9] == std::vector<std::string>{"b", "z", "0.5", "1234", "0.25", "0.75", "0.001",
                                              "b to z: 50 %", "no"});
  NamedBars bars;
  bars.title = "title";
  bars.caption = "caption";
  bars.x_title = "synapses";
  bars.bars = {{"23P", 12, "12", ""}};
  CHECK(read_csv(to_csv(chart_table(bars), {}))[4] == std::vector<std::string>{"23P", "12"});
}
