#include "app/neuron_colors.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <limits>
#include <set>

#include "dataset/small_table.h"
#include "render/style.h"
#include "report/color_vision.h"
#include "view/soma_shape.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A table of one column besides the required ones.
NeuronTable table_of(Column column, ColumnValues values, std::uint32_t neurons) {
  Manifest manifest;
  manifest.neuron_count = neurons;
  manifest.columns = {std::move(column)};
  NeuronTable table(manifest);
  table.set_rows(0, std::vector<std::uint32_t>{0}, {std::move(values)});
  return table;
}

}  // namespace

TEST_CASE("neurons of one category look alike, and those of two do not") {
  const NeuronTable table = full_table(1, 200);
  for (const bool dark : {false, true}) {
    CAPTURE(dark);
    const NeuronColors colors = neuron_colors(table, 4, dark);
    CHECK(colors.legend.column == "cell_type");
    CHECK_FALSE(colors.legend.numeric);
    REQUIRE(colors.legend.colors.size() == 4);
    CHECK(std::set<Color>(colors.legend.colors.begin(), colors.legend.colors.end()).size() == 4);
    REQUIRE(colors.styles.size() == 200);
    for (std::size_t i = 0; i < 200; ++i) {
      CHECK(colors.palette[colors.styles[i]] == colors.legend.colors[table.codes(4)[i]]);
      CHECK(colors.styles[i] != kHiddenStyle);
      CHECK(colors.styles[i] < kFadedStyleOffset);
    }
  }
}

TEST_CASE("each cell class of MICrONS has a color of its own, which is not the grey of no value") {
  Column column;
  column.name = "cell_type";
  column.kind = ColumnKind::Category;
  column.categories = {"23P", "4P", "5P_IT", "5P_NP", "5P_PT", "6IT",
                       "6CT", "BC", "BPC",   "MC",    "NGC",   "unknown"};
  CategoryValues values;
  for (std::uint16_t i = 0; i < 12; ++i) values.push_back(i);
  const NeuronTable table = table_of(column, values, 12);
  for (const bool dark : {false, true}) {
    const auto legend = neuron_colors(table, 0, dark).legend.colors;
    REQUIRE(legend.size() == 12);
    for (std::size_t i = 0; i < 11; ++i) {
      CAPTURE(column.categories[i]);
      CHECK(shape_of(legend[i]) == SomaShape::Disc);
      for (std::size_t j = 0; j < i; ++j) CHECK(legend[i] != legend[j]);
      for (const ColorVision vision :
           {ColorVision::Usual, ColorVision::Protan, ColorVision::Deutan, ColorVision::Tritan}) {
        CHECK(color_difference(lab_of(simulated(legend[i], vision)),
                               lab_of(simulated(legend[11], vision))) > 12);
      }
    }
  }
}

TEST_CASE("an empty name and words for nothing are grey, and take no color from the others") {
  Column column;
  column.name = "status_axon";
  column.kind = ColumnKind::Category;
  column.categories = {"non", "clean", "", "extended", "unknown"};
  const NeuronTable table = table_of(column, CategoryValues{0, 1, 2, 3, 4}, 5);
  const NeuronColors colors = neuron_colors(table, 0, true);
  const auto& legend = colors.legend.colors;
  CHECK(legend[0] == legend[2]);
  CHECK(legend[0] == legend[4]);
  CHECK(legend[1] == category_color(0, true));
  CHECK(legend[3] == category_color(1, true));
}

TEST_CASE("more categories than styles repeat colors, and every neuron keeps a visible one") {
  Column column;
  column.name = "many";
  column.kind = ColumnKind::Category;
  CategoryValues values;
  for (std::uint16_t i = 0; i < 300; ++i) {
    column.categories.push_back("c" + std::to_string(i));
    values.push_back(i);
  }
  const NeuronColors colors = neuron_colors(table_of(column, values, 300), 0, true);
  REQUIRE(colors.legend.colors.size() == 300);
  for (std::size_t i = 0; i < 300; ++i) {
    CAPTURE(i);
    CHECK(colors.styles[i] != kHiddenStyle);
    CHECK(colors.styles[i] < kFadedStyleOffset);
    // What the legend says is what is drawn, at least as long as there is a style for each.
    if (i < 120) CHECK(colors.palette[colors.styles[i]] == colors.legend.colors[i]);
  }
}

TEST_CASE(
    "numbers get darker to lighter styles in order, missing ones the grey, outliers the ends") {
  Column column;
  column.name = "volume";
  column.kind = ColumnKind::Real;
  RealValues values;
  for (int i = 0; i < 1000; ++i) values.push_back(i);
  values.push_back(1e300);
  values.push_back(-1e300);
  values.push_back(std::numeric_limits<double>::quiet_NaN());
  const NeuronColors colors = neuron_colors(table_of(column, values, 1003), 0, true);
  CHECK(colors.legend.numeric);
  CHECK(colors.legend.min > -1e10);
  CHECK(colors.legend.max < 1e10);
  for (std::size_t i = 1; i < 1000; ++i) CHECK(colors.styles[i - 1] <= colors.styles[i]);
  CHECK(colors.styles[999] - colors.styles[0] > 100);  // the whole color map
  CHECK(colors.styles[1000] == colors.styles[999]);
  CHECK(colors.styles[1001] == colors.styles[0]);
  CHECK(colors.styles[1002] != kHiddenStyle);
  for (std::size_t i = 0; i < 1000; ++i) CHECK(colors.styles[1002] != colors.styles[i]);
}

TEST_CASE("equal numbers, only missing numbers and integers past 2^53 have a color") {
  Column column;
  column.name = "n";
  column.kind = ColumnKind::Integer;
  const std::int64_t big = std::numeric_limits<std::int64_t>::max();
  const NeuronColors equal = neuron_colors(table_of(column, IntegerValues{7, 7, 7}, 3), 0, false);
  CHECK(equal.styles[0] == equal.styles[2]);
  const NeuronColors ends =
      neuron_colors(table_of(column, IntegerValues{-big, 0, big}, 3), 0, false);
  CHECK(ends.styles[0] <= ends.styles[1]);
  CHECK(ends.styles[1] <= ends.styles[2]);
  column.kind = ColumnKind::Real;
  const double none = std::numeric_limits<double>::quiet_NaN();
  const NeuronColors missing = neuron_colors(table_of(column, RealValues{none, none}, 2), 0, false);
  CHECK(missing.styles[0] == missing.styles[1]);
  CHECK(missing.styles[0] != kHiddenStyle);
  CHECK(missing.styles[0] != equal.styles[0]);
}

TEST_CASE("a column that has not arrived leaves every neuron grey and on the screen") {
  const NeuronTable table(small_manifest(10));
  const NeuronColors colors = neuron_colors(table, 4, true);
  for (const std::uint8_t style : colors.styles) {
    CHECK(style != kHiddenStyle);
    const Color color = colors.palette[style];
    const int red = color >> 16 & 255, blue = color & 255;
    CHECK(std::abs(red - blue) < 32);
  }
}

TEST_CASE(
    "the default color is the class, else the region, else a category, else the first column") {
  Manifest manifest = small_manifest(1);
  CHECK(default_color_column(NeuronTable(manifest)) == 4);
  manifest.columns[4].role = ColumnRole::None;
  CHECK(default_color_column(NeuronTable(manifest)) == 5);
  manifest.columns[5].role = ColumnRole::None;
  CHECK(default_color_column(NeuronTable(manifest)) == 4);
  manifest.columns.erase(manifest.columns.begin() + 4, manifest.columns.begin() + 6);
  CHECK(default_color_column(NeuronTable(manifest)) == 0);
}
