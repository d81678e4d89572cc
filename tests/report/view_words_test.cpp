#include "report/view_words.h"

#include <doctest/doctest.h>

using namespace cnx;

TEST_CASE("a connection filter is said in words, and no filter in none") {
  CHECK(connection_filter_text({}) == "");
  CHECK(connection_filter_text({3, 10, 250, "A", "B"}) ==
        "at least 3 synapses, 10 to 250 \xc2\xb5m apart, from set A, onto set B");
  CHECK(connection_filter_text({1, 0, 100, "", ""}) == "at most 100 \xc2\xb5m apart");
  CHECK(connection_filter_text({1, 5, UINT32_MAX, "", ""}) == "at least 5 \xc2\xb5m apart");
  CHECK(connection_filter_text({1, 0, UINT32_MAX, "", "", 250, 1}) ==
        "of a mean size of at least 250 voxels, of sizes that sum to at least 1 voxel");
}

TEST_CASE("a depth range and a slice are said in words, where there are depths") {
  ViewState view;
  CHECK(slab_words(view, Layout::Soma) == "");
  view.depth_range = DepthRange{100, 1300};
  CHECK(slab_words(view, Layout::Soma) == "depth 100 to 1,300 \xc2\xb5m");
  view.slice = UprightSlice{45'000, -20, 60};
  CHECK(slab_words(view, Layout::Soma) ==
        "depth 100 to 1,300 \xc2\xb5m, a slice 60 \xc2\xb5m thick");
  view.depth_range.reset();
  CHECK(slab_words(view, Layout::Soma) == "a slice 60 \xc2\xb5m thick");
  CHECK(slab_words(view, Layout::Line) == "");
  CHECK(slab_words(view, Layout::Group) == "");
}

TEST_CASE("region borders are said in words: that they are tentative, and between what") {
  RegionBorders regions;
  regions.cell_um = 21.8f;
  regions.borders = {{0, 2, {}}, {1, 2, {}}, {0, 2, {}}};
  CHECK(region_borders_sentence(regions).find("tentative") != std::string::npos);
  CHECK(region_borders_sentence(regions).find("one square of 22 \xc2\xb5m") != std::string::npos);
  CHECK(region_borders_text(regions, {"visal", "vislm", "visp"}) ==
        "Borders between visal and visp, vislm and visp.");
}
