#include "app/derived_columns.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

#include "app/headless_page.h"
#include "app/neuron_colors.h"
#include "render/style.h"
#include "report/color_vision.h"
#include "stats/border_distance.h"
#include "view/soma_shape.h"
#include "worker/border_column.h"
#include "worker/distance_job.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("the colors of categories can be told apart without any one kind of cone") {
  for (const bool dark : {false, true}) {
    for (const ColorVision vision :
         {ColorVision::Usual, ColorVision::Protan, ColorVision::Deutan, ColorVision::Tritan}) {
      CAPTURE(dark);
      CAPTURE(static_cast<int>(vision));
      const auto seen = [&](Color color) { return lab_of(simulated(color & 0xffffff, vision)); };
      const Lab background = seen(dark ? kDarkBackground : kLightBackground);
      for (std::uint32_t a = 0; a < kPaletteColors; ++a) {
        CAPTURE(a);
        CHECK(color_difference(seen(category_color(a, dark)), background) > 20);
        if (dark && vision == ColorVision::Usual) {
          CHECK(seen(category_color(a, dark)).lightness > 36);  // a projector shows it
        }
        for (std::uint32_t b = 0; b < a; ++b) {
          CAPTURE(b);
          const bool neighbors = b + 1 == a && a < 7;
          CHECK(color_difference(seen(category_color(a, dark)), seen(category_color(b, dark))) >
                (neighbors ? 35 : 18));
        }
      }
    }
  }
}

TEST_CASE("categories beyond the colors repeat them in other shapes, fifty-five in all") {
  for (std::uint32_t code = 0; code < kPaletteColors * kSomaShapes; ++code) {
    const Color entry = category_color(code, true);
    CHECK((entry & 0xffffff) == (category_color(code % kPaletteColors, true) & 0xffffff));
    CHECK(shape_of(entry) == static_cast<SomaShape>(code / kPaletteColors));
  }
  CHECK(shape_of(0xff123456) == SomaShape::Disc);  // what no shape has a number for
}

TEST_CASE("neurons are colored by their distance to the border of the volume") {
  Headless page;
  page.settle();
  page.command(SetColorBy{kBorderColumn});
  page.settle();
  const ColorLegend legend = page.app->frame_model(1, 800, 600).legend;
  CHECK(legend.column == kBorderColumn);
  CHECK(legend.numeric);
  const PositionColumns positions(soma_positions_nm(page.app->neurons()));
  const auto distances = border_distances(positions.x_nm, positions.z_nm);
  const double deepest = *std::max_element(distances.begin(), distances.end()) / 1000;
  CHECK(deepest > 0);
  CHECK(legend.max <= deepest);
  CHECK(legend.max > 0.9 * deepest);

  // It is filtered like a column of the dataset: with a slider, and in a query.
  const double half = deepest / 2;
  const auto inside = [&] {
    NeuronMask mask(kNeurons);
    for (NeuronIndex i = 0; i < kNeurons; ++i) mask[i] = distances[i] / 1000 >= half ? 1 : 0;
    return mask;
  }();
  REQUIRE(count_shown(inside) > 0);
  page.command(SetRangeFilter{kBorderColumn, RangeFilter{kBorderColumn, half, deepest}});
  page.settle();
  CHECK(page.app->shown().mask() == inside);
  CHECK(page.app->shown().range_facets().back().column_max == deepest);
  CHECK(page.state()["notes"].empty());
  page.command(ClearFilters{});
  page.command(SetFilterExpression{
      {}, {}, "not \"" + std::string(kBorderColumn) + "\" < " + nlohmann::json(half).dump()});
  page.settle();
  CHECK(page.app->shown().mask() == inside);
}

TEST_CASE("neurons are colored by their distance to the selected one") {
  Headless page;
  page.settle();
  page.command(SelectNeuron{page.id_of(41)});
  page.command(SetColorBy{kDistanceColumn});
  page.settle();
  const ColorLegend legend = page.app->frame_model(1, 800, 600).legend;
  CHECK(legend.column == kDistanceColumn);
  CHECK(legend.numeric);
  CHECK(legend.definition == "Distance between the two somas, in µm.");
  const auto um = page.app->neurons().positions_um();
  const auto distance = [&](NeuronIndex a) {
    return std::hypot(um[a * 3] - um[41 * 3], um[a * 3 + 1] - um[41 * 3 + 1],
                      um[a * 3 + 2] - um[41 * 3 + 2]);
  };
  // Styles rise with distance.
  const auto& styles = page.app->shown().styles();
  for (NeuronIndex i = 1; i < kNeurons; ++i) {
    if (distance(i - 1) + 1 < distance(i)) CHECK(styles[i - 1] <= styles[i]);
  }
  CHECK(page.state()["notes"].empty());
  page.command(SelectNeuron{std::nullopt});
  page.settle();
  CHECK(page.app->frame_model(1, 800, 600).legend.column == "cell_type");
}

TEST_CASE("neurons are colored by degree once every connection is there") {
  Headless page("v=1&panels=f&color=in-degree%20%28partners%29");
  page.settle();
  const ColorLegend legend = page.app->frame_model(1, 800, 600).legend;
  CHECK(legend.column == kInDegreeColumn);
  std::vector<double> degrees;
  for (NeuronIndex i = 0; i < kNeurons; ++i) {
    degrees.push_back(static_cast<double>(page.site.in[i].size() - page.site.in[i].count(i)));
  }
  const auto& styles = page.app->shown().styles();
  for (NeuronIndex i = 0; i < kNeurons; ++i) {
    for (NeuronIndex k = 0; k < i; ++k) {
      if (degrees[k] < degrees[i]) CHECK(styles[k] <= styles[i]);
    }
  }
}

TEST_CASE("neurons are colored by the sets that they are in, alone and together") {
  Headless page;
  page.settle();
  page.command(PutSet{"A", NeuronSet::from_neurons({1, 2, 3})});
  page.command(PutSet{"B", NeuronSet::from_neurons({3, 4})});
  page.command(SetColorBy{kSetsColumn});
  page.settle();
  const ColorLegend legend = page.app->frame_model(1, 800, 600).legend;
  CHECK(legend.categories == std::vector<std::string>{"A", "A and B", "B"});
  const auto& styles = page.app->shown().styles();
  CHECK(styles[1] == styles[2]);
  CHECK(styles[1] != styles[3]);
  CHECK(styles[3] != styles[4]);
  CHECK(styles[0] == styles[5]);
  CHECK(styles[0] != styles[1]);
}

TEST_CASE("the result of a statistic is offered, shown and replaced") {
  Headless page;
  page.settle();
  DerivedColumn column{
      "simplices", "Directed 3-simplices that it is in.", std::vector<double>(kNeurons, 1), {}};
  column.values[7] = 100;
  page.app->set_derived_column(column);
  page.command(SetColorBy{"simplices"});
  page.settle();
  CHECK(page.app->frame_model(1, 800, 600).legend.column == "simplices");
  const auto offered = page.app->frame_model(1, 800, 600).derived;
  CHECK(std::count(offered.begin(), offered.end(),
                   std::pair<std::string, std::string>("simplices", column.definition)) == 1);
  const auto before = page.app->styles_version();
  column.values[8] = 50;
  page.app->set_derived_column(column);
  page.settle();
  CHECK(page.app->styles_version() > before);
  CHECK(page.app->shown().styles()[8] > page.app->shown().styles()[9]);
}

TEST_CASE(
    "what a section hands in takes the place of what it handed in before, and of nothing else") {
  DerivedColumns derived;
  StatisticColumns motifs, structure;
  structure.change({{"core number", "Deep.", {1, 2}, {}}});
  motifs.change({{"two", "Of two.", {1, 2}, {}}, {"three", "Of three.", {0, 2}, {}}});
  derived.take(ColumnSource::Motifs, motifs);
  derived.take(ColumnSource::Structure, structure);
  const auto names = [&] {
    std::vector<std::string> all;
    for (const DerivedColumn& column : derived.all()) all.push_back(column.name);
    return all;
  };
  CHECK(names() == std::vector<std::string>{"two", "three", "core number"});
  const auto version = derived.version();
  derived.take(ColumnSource::Motifs, motifs);
  CHECK(derived.version() == version);
  motifs.change({{"two", "Of two.", {3, 4}, {}}});
  derived.take(ColumnSource::Motifs, motifs);
  CHECK(names() == std::vector<std::string>{"core number", "two"});
  CHECK(derived.version() > version);
  motifs.change({});
  derived.take(ColumnSource::Motifs, motifs);
  CHECK(names() == std::vector<std::string>{"core number"});
}

TEST_CASE("a category that is pointed at stands out, for as long as it is") {
  Headless page;
  page.settle();
  page.request(HighlightCategory{4, 1});
  CHECK(page.app->fades());
  const auto codes = page.app->neurons().codes(4);
  for (NeuronIndex i = 0; i < kNeurons; ++i) {
    CHECK((page.app->styles()[i] < kFadedStyleOffset) == (codes[i] == 1));
  }
  page.settle();
  CHECK_FALSE(page.app->fades());
  for (const std::uint8_t style : page.app->styles()) CHECK(style < kFadedStyleOffset);
}
