#include "app/shown_neurons.h"

#include <doctest/doctest.h>

#include <numeric>

#include "dataset/small_table.h"
#include "render/style.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("a neuron is hidden exactly when a filter refuses it") {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    const NeuronTable table = full_table(seed, 150);
    ViewState view;
    view.category_filters = {{"cell_type", {"23P", "BC"}}, {"region", {"", "visp"}}};
    view.range_filters = {{"score", -20, 30}};
    ShownNeurons shown;
    CHECK(shown.update(table, view, true, {}, 0, 1));
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < 150; ++i) {
      const auto code = table.codes(4)[i], region = table.codes(5)[i];
      const double score = table.reals(7)[i];
      const bool passes = (code == 0 || code == 2) && (region == 0 || region == 2) &&
                          score >= -20 && score <= 30;  // a missing score is refused
      CHECK((shown.mask()[i] != 0) == passes);
      CHECK((shown.styles()[i] == kHiddenStyle) == !passes);
      count += passes ? 1 : 0;
    }
    CHECK(shown.count() == count);
  }
}

TEST_CASE("a facet counts what passes the filters of the other columns") {
  const NeuronTable table = full_table(9, 300);
  ViewState view;
  view.category_filters = {{"cell_type", {"23P"}}, {"region", {"visp"}}};
  ShownNeurons shown;
  shown.update(table, view, true, {}, 0, 1);
  REQUIRE(shown.facets().size() == 2);
  const Facet& classes = shown.facets()[0];
  CHECK(classes.column == 4);
  CHECK(classes.shown == std::vector<std::uint8_t>{1, 0, 0, 0});
  for (std::size_t code = 0; code < 4; ++code) {
    std::uint32_t before = 0, after = 0;
    for (std::size_t i = 0; i < 300; ++i) {
      if (table.codes(4)[i] != code) continue;
      before += 1;
      after += table.codes(5)[i] == 0 ? 1 : 0;
    }
    CHECK(classes.counts.before[code] == before);
    CHECK(classes.counts.after[code] == after);
  }
}

TEST_CASE("range facets hold every finite value once, and the filter's ends") {
  const NeuronTable table = full_table(4, 200);
  ViewState view;
  view.range_filters = {{"score", -10, 10}};
  ShownNeurons shown;
  shown.update(table, view, true, {}, 0, 1);
  const RangeFacet* score = nullptr;
  for (const RangeFacet& facet : shown.range_facets()) {
    CHECK(facet.column != 0);  // a row number is a name
    CHECK(facet.column != 6);  // and so is an id
    if (facet.column == 7) score = &facet;
  }
  REQUIRE(score != nullptr);
  CHECK(score->min == -10);
  CHECK(score->max == 10);
  std::uint32_t finite = 0;
  for (const double value : table.reals(7)) finite += value == value ? 1 : 0;
  CHECK(std::accumulate(score->histogram.begin(), score->histogram.end(), 0u) == finite);
}

TEST_CASE("nothing is computed again while nothing changed, and only what did") {
  const NeuronTable table = full_table(2, 60);
  ShownNeurons shown;
  ViewState view;
  CHECK(shown.update(table, view, true, {}, 0, 1));
  CHECK_FALSE(shown.update(table, view, true, {}, 0, 1));
  const auto mask = shown.mask_version(), styles = shown.styles_version();
  view.selected = NeuronId{864691135400000000};  // concerns neither filter nor color
  view.camera = CameraState{};
  CHECK_FALSE(shown.update(table, view, true, {}, 0, 1));
  view.color_by = "region";
  CHECK(shown.update(table, view, true, {}, 0, 1));
  CHECK(shown.mask_version() == mask);
  CHECK(shown.styles_version() != styles);
  CHECK(shown.legend().column == "region");
  view.category_filters = {{"cell_type", {}}};
  CHECK(shown.update(table, view, true, {}, 0, 1));
  CHECK(shown.mask_version() != mask);
  CHECK(shown.count() == 0);
  CHECK(shown.update(table, view, false, {}, 0, 1));  // the theme
  CHECK(shown.update(table, view, false, {}, 0, 2));  // a column arrived
}

TEST_CASE("what the dataset does not have is left out with a note, and hides nobody") {
  const NeuronTable table = full_table(2, 60);
  ViewState view;
  view.category_filters = {{"cell_type", {"zebra"}}, {"nosuch", {"a"}}};
  view.range_filters = {{"missing", 0, 1}};
  ShownNeurons shown;
  shown.update(table, view, true, {}, 0, 1);
  CHECK(shown.count() == 60);
  CHECK(shown.notes().size() == 3);
}
