#include "report/sites_report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace cnx;
using nlohmann::json;

namespace {

json block(std::uint64_t synapses, json median, std::uint64_t near, std::uint64_t multiple,
           std::uint64_t clumped) {
  const auto share = [](std::uint64_t k, std::uint64_t n) {
    return n == 0 ? json(nullptr) : json(static_cast<double>(k) / static_cast<double>(n));
  };
  const bool any = synapses > 0;
  return {{"synapses", synapses},
          {"size_mean", any ? json(2780.4) : json(nullptr)},
          {"size_q1", any ? json(1149) : json(nullptr)},
          {"size_median", median},
          {"size_q3", any ? json(3467) : json(nullptr)},
          {"near", near},
          {"near_share", share(near, synapses)},
          {"near_low", share(near, 2 * synapses)},
          {"near_high", share(near, synapses)},
          {"multiple", multiple},
          {"multiple_share", share(multiple, synapses)},
          {"clumped", clumped},
          {"clumped_share", share(clumped, multiple)},
          {"clumped_low", share(clumped, 2 * multiple)},
          {"clumped_high", share(clumped, multiple)}};
}

/// Two classes with synapses and one without.
json a_sites_result() {
  const json none = block(0, nullptr, 0, 0, 0);
  const json rows = {{block(1000, 1995.5, 400, 200, 10), block(50, 10.0, 5, 0, 0), none},
                     {none, block(150, 2000.0, 15, 100, 50), none},
                     {none, none, none}};
  json blocks;
  for (const auto& row : rows) {
    for (const auto& [key, value] : none.items()) blocks[key].push_back(json::array());
    for (const auto& cell : row) {
      for (const auto& [key, value] : cell.items()) blocks[key].back().push_back(value);
    }
  }
  json sites = {{"near_um", 50},         {"clump_um", 15},
                {"synapses", 1200},      {"located", 1200},
                {"has_sizes", true},     {"has_positions", true},
                {"has_somata", true},    {"all", block(1200, 1994.6, 420, 300, 60)},
                {"analyzable", nullptr}, {"groups", {"23P", "BC", "never"}}};
  sites["post_groups"] = sites["groups"];
  sites["blocks"] = blocks;
  sites["size_histogram"] = {{"bin", 200}, {"synapses", {1000, 188}}, {"above", 12}};
  sites["size_histogram"]["blocks"] = {{{850, 140}, {50}, json::array()},
                                       {json::array(), {100, 48}, json::array()},
                                       {json::array(), json::array(), json::array()}};
  sites["soma_distance"] = {{"bin_um", 10}, {"synapses", {100, 300, 800}}};
  sites["size_by_distance"] = {{"measure", "soma"},
                               {"bin_um", 50.0},
                               {"first_bin", 0},
                               {"synapses", {400, 0, 1, 799}},
                               {"size_mean", {2500.0, nullptr, 70.0, 1700.0}},
                               {"size_sd", {1000.0, nullptr, nullptr, 0.0}}};
  return {{"synapse_sites", sites}};
}

}  // namespace

TEST_CASE("synapses one by one are told with their n, and shares with intervals") {
  const SitesReport report = sites_report(a_sites_result().dump());
  CHECK(report.why_not.empty());
  CHECK(report.partial.empty());
  REQUIRE(report.lines.size() == 4);
  CHECK(report.lines[0].name == "Cleft size, median");
  CHECK(report.lines[0].value == "1,995 voxels");
  CHECK(report.lines[0].n == "1,200 synapses, the middle half from 1,149 to 3,467, mean 2,780");
  CHECK(report.lines[1].name == "Near the soma");
  CHECK(report.lines[1].value == "35.0 %");
  CHECK(report.lines[1].n == "420 of 1,200 synapses, 95 % interval 17.5 to 35.0 %");
  CHECK(report.lines[2].value == "25.0 %");
  CHECK(report.lines[2].n == "300 of 1,200 synapses");
  CHECK(report.lines[3].value == "20.0 %");
  CHECK(report.lines[3].n == "60 of 300 synapses, 95 % interval 10.0 to 20.0 %");
  CHECK(report.sizes.bars == std::vector<std::uint64_t>{1000, 188});
  CHECK(report.sizes.bin_width == 200);
  CHECK(report.sizes.caption ==
        "n = 1,200 synapses, of which the largest 12 are beyond the right end");
  CHECK(report.sizes.beyond == 12);
  CHECK(cumulative(report.sizes).points.back().y == doctest::Approx(0.99));
  CHECK(report.distances.bars.size() == 3);
  CHECK(report.distances.mark == 50);
}

TEST_CASE("a matrix of each number has the classes with synapses, and hatches small n") {
  const SitesReport report = sites_report(a_sites_result().dump());
  REQUIRE(report.matrices.size() == 5);
  for (const HeatMap& map : report.matrices) {
    CHECK(map.labels == std::vector<std::string>{"23P", "BC"});
    REQUIRE(map.cells.size() == 4);
    CHECK(map.hatched == "fewer than 100 synapses");
  }
  const auto& sizes = report.matrices[0].cells;
  CHECK(sizes[0].text == "1,996");
  CHECK_FALSE(sizes[0].uncertain);
  CHECK(sizes[1].uncertain);
  CHECK_FALSE(sizes[2].defined);
  CHECK(report.matrices[0].max_value == 2000);
  CHECK(sizes[3].tooltip.find("BC to BC\nMedian 2,000 voxels") == 0);
  CHECK(report.matrices[1].title == "Lower quartile of cleft sizes by class");
  CHECK(report.matrices[1].cells[3].text == "1,149");
  CHECK(report.matrices[1].cells[3].tooltip == sizes[3].tooltip);
  CHECK(report.matrices[2].cells[3].text == "3,467");
  CHECK(report.matrices[3].cells[0].value == 0.4);
  CHECK_FALSE(report.matrices[4].cells[1].defined);  // no connection of several
  CHECK(report.matrices[4].cells[3].text == "50.0 %");
  CHECK(report.blocks.rows.size() == 4);
  CHECK(report.blocks.columns.size() == 17);
  CHECK(report.blocks.rows[0][0].text == "23P");
  const auto column = [&](const char* title) {
    std::size_t at = 0;
    while (report.blocks.columns[at].title != title) ++at;
    return at;
  };
  CHECK(report.blocks.rows[0][column("synapses")].text == "1000");
  CHECK(report.blocks.rows[2][column("size_median")].text.empty());
}

TEST_CASE("the sizes of a block are drawn over the bars of all, with their n and quartiles") {
  const SitesReport report = sites_report(a_sites_result().dump());
  CHECK(report.classes == std::vector<std::string>{"23P", "BC"});
  const auto chart = block_histogram(report, {"23P", "23P"});
  REQUIRE(chart);
  CHECK(chart->title == "Size of synapses, 23P to 23P");
  CHECK(chart->caption ==
        "n = 1,000 synapses, median 1,996, the middle half from 1,149 to 3,467; the largest 10 are "
        "beyond the right end");
  CHECK(chart->bars == std::vector<std::uint64_t>{850, 140});
  CHECK(chart->bin_width == 200);
  CHECK(chart->x_title == report.sizes.x_title);
  CHECK(block_histogram(report, {"23P", "BC"})->bars == std::vector<std::uint64_t>{50, 0});
  CHECK(block_histogram(report, {"BC", "23P"})->bars.empty());
  CHECK(block_histogram(report, {"BC", "23P"})->caption == "n = 0 synapses");
  CHECK_FALSE(block_histogram(report, {"never", "BC"}));
  json result = a_sites_result();
  result["synapse_sites"]["has_sizes"] = false;
  result["synapse_sites"]["size_histogram"] = nullptr;
  CHECK_FALSE(block_histogram(sites_report(result.dump()), {"23P", "BC"}));
}

TEST_CASE("numbers on analyzable axons stand beside those on all") {
  json result = a_sites_result();
  result["synapse_sites"]["analyzable"] = block(80, 1800.0, 8, 0, 0);
  const SitesReport report = sites_report(result.dump());
  CHECK(
      report.lines[0].n.ends_with("; on analyzable axons median 1,800, the middle half from 1,149 "
                                  "to 3,467, mean 2,780, n = 80"));
  CHECK(report.lines[1].n.ends_with("; on analyzable axons 10.0 %, n = 80"));
  CHECK(report.lines[2].n == "300 of 1,200 synapses; on analyzable axons 0 %, n = 80");
  CHECK(report.lines[3].n.ends_with("; on analyzable axons –, n = 0"));
}

TEST_CASE("a block and a bin of distances have the numbers on analyzable axons beside them") {
  json result = a_sites_result();
  json& sites = result["synapse_sites"];
  const SitesReport before = sites_report(result.dump());
  const json some = block(30, 1700.0, 6, 0, 0), none = block(0, nullptr, 0, 0, 0);
  for (const auto& [key, value] : some.items()) {
    sites["analyzable_blocks"][key] = {{value, none[key], none[key]},
                                       {none[key], value, none[key]},
                                       {none[key], none[key], none[key]}};
  }
  json& profile = sites["size_by_distance"];
  profile["analyzable_synapses"] = {0, 0, 0, 120};
  profile["analyzable_size_mean"] = {nullptr, nullptr, nullptr, 1900.0};
  profile["analyzable_size_sd"] = {nullptr, nullptr, nullptr, 100.0};
  const SitesReport report = sites_report(result.dump());
  CHECK(
      report.matrices[0].cells[0].tooltip ==
      before.matrices[0].cells[0].tooltip +
          "\nOn analyzable axons alone: median 1,700 voxels, the middle half from 1,149 to 3,467, "
          "mean 2,780; n = 30 synapses.");
  CHECK(report.matrices[1].cells[1].tooltip ==
        before.matrices[1].cells[1].tooltip + "\nOn analyzable axons alone: –; n = 0 synapses.");
  CHECK(report.matrices[3].cells[0].tooltip ==
        before.matrices[3].cells[0].tooltip +
            "\nOn analyzable axons alone: 20.0 %, 6 of 30 synapses, 95 % interval 10.0 to 20.0 %.");
  CHECK(report.matrices[3].cells[1].tooltip.ends_with(
      "\nOn analyzable axons alone: –, of 0 synapses."));
  CHECK(report.matrices[0].cells[0].text == before.matrices[0].cells[0].text);
  // Its columns come behind those of all in the table to save.
  CHECK(report.blocks.columns.size() == before.blocks.columns.size() + 15);
  const auto cell = [&](std::size_t row, const char* title) {
    std::size_t at = 17;
    while (at < report.blocks.columns.size() && report.blocks.columns[at].title != title) ++at;
    REQUIRE(at < report.blocks.rows[row].size());
    return report.blocks.rows[row][at].text;
  };
  CHECK(cell(0, "analyzable_synapses") == "30");
  CHECK(cell(0, "analyzable_near") == "6");
  CHECK(cell(1, "analyzable_size_mean").empty());

  REQUIRE(report.by_distance.second.size() == 1);
  CHECK(report.by_distance.points == before.by_distance.points);
  CHECK(report.by_distance.second[0].x == 175);
  CHECK(report.by_distance.second[0].n == 120);
  CHECK(report.by_distance.second[0].y == 1900);
  CHECK(report.by_distance.second_name == "from analyzable axons alone");
  profile["analyzable_synapses"] = profile["synapses"];  // all are: the line would be the first
  CHECK(sites_report(result.dump()).by_distance.second.empty());
}

TEST_CASE("histograms have the shape of those of analyzable axons over their bars") {
  json result = a_sites_result();
  json& sizes = result["synapse_sites"]["size_histogram"];
  sizes["analyzable_synapses"] = {30};
  sizes["analyzable_above"] = 0;
  sizes["analyzable_blocks"] = {{{20}, json::array(), json::array()},
                                {json::array(), {10}, json::array()},
                                {json::array(), json::array(), json::array()}};
  json& places = result["synapse_sites"]["soma_distance"];
  places["analyzable_synapses"] = {0, 10};
  const SitesReport report = sites_report(result.dump());
  CHECK(report.sizes.other == std::vector<std::uint64_t>{30, 0});
  CHECK(report.sizes.steps() == std::vector<double>{1188, 0});  // as many as the bars have
  CHECK(report.sizes.tallest() == 1188);
  CHECK(report.sizes.caption.ends_with("; line: the shape of 30 synapses from analyzable axons"));
  CHECK(report.distances.other == std::vector<std::uint64_t>{0, 10, 0});
  CHECK(report.distances.tallest() == 1200);
  const auto block = block_histogram(report, {"BC", "BC"});
  CHECK(block->other == std::vector<std::uint64_t>{10, 0});
  CHECK(block->caption.ends_with("; line: the shape of 10 synapses from analyzable axons"));
  CHECK(block_histogram(report, {"23P", "BC"})->other.empty());
  // Nobody's axon is, or everybody's: there is nothing to draw.
  sizes["analyzable_synapses"] = json::array();
  CHECK(sites_report(result.dump()).sizes.other.empty());
  sizes["analyzable_synapses"] = sizes["synapses"];
  CHECK(sites_report(result.dump()).sizes.other.empty());
}

TEST_CASE("sizes by distance have a point for each bin with synapses, with its interval") {
  const LineChart chart = sites_report(a_sites_result().dump()).by_distance;
  REQUIRE(chart.points.size() == 3);
  CHECK(chart.caption.starts_with("n = 1,200 synapses; band: 95 % interval"));
  CHECK(chart.bin_width == 50);
  CHECK(chart.points[0].x == 25);
  CHECK(chart.points[0].y == 2500);
  // 1.96 * 1000 / sqrt(400)
  CHECK(chart.points[0].low == doctest::Approx(2402.0));
  CHECK(chart.points[0].high == doctest::Approx(2598.0));
  CHECK(chart.points[0].tooltip ==
        "0 to 50 µm: mean 2,500 voxels\nn = 400 synapses, 95 % interval 2,402 to 2,598");
  CHECK_FALSE(chart.points[0].faint);
  CHECK(chart.points[1].x == 125);  // of one synapse: no spread
  CHECK(chart.points[1].low == 70);
  CHECK(chart.points[1].high == 70);
  CHECK(chart.points[1].faint);
  CHECK(chart.points[1].tooltip ==
        "100 to 150 µm: mean 70 voxels\nn = 1 synapse\n"
        "Fewer than 100 synapses: read it with care.");
  CHECK(chart.points[2].low == 1700);
  CHECK(chart.x_title == "distance between somata (µm)");

  json by_depth = a_sites_result();
  by_depth["synapse_sites"]["size_by_distance"]["measure"] = "depth";
  by_depth["synapse_sites"]["size_by_distance"]["first_bin"] = -2;
  const LineChart signed_chart = sites_report(by_depth.dump()).by_distance;
  CHECK(signed_chart.points[0].x == -75);
  CHECK(signed_chart.points[0].tooltip.starts_with("−100 to −50 µm"));
  CHECK(signed_chart.x_title == "y of post less y of pre (µm)");
}

TEST_CASE("what the dataset does not have is not shown") {
  json result = a_sites_result();
  json& sites = result["synapse_sites"];
  sites["has_sizes"] = sites["has_somata"] = false;
  sites["size_histogram"] = sites["soma_distance"] = sites["size_by_distance"] = nullptr;
  SitesReport report = sites_report(result.dump());
  CHECK(report.lines.size() == 2);
  CHECK(report.sizes.bars.empty());
  CHECK(report.distances.bars.empty());
  CHECK(report.by_distance.points.empty());
  CHECK(report.matrices.size() == 1);
  sites["has_positions"] = false;
  report = sites_report(result.dump());
  CHECK(report.lines.size() == 1);
  CHECK(report.matrices.empty());
}

TEST_CASE("synapses that were not found are said, and reasons why there are none") {
  json result = a_sites_result();
  result["synapse_sites"]["located"] = 1100;
  CHECK(sites_report(result.dump()).partial ==
        "Partial: 100 synapses of 1,200 could not be read from the tiles.");
  result["synapse_sites"]["synapses"] = 0;
  CHECK(sites_report(result.dump()).why_not.find("no connection") != std::string::npos);
  CHECK(sites_report(R"({"synapse_sites": null, "synapse_sites_why_not": "No tiles."})").why_not ==
        "No tiles.");
}
