#include "report/structure_report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "report/chart_tables.h"
#include "report/to_svg.h"

using namespace cnx;

namespace {

std::string job_result(bool known, int controls_done) {
  const auto by_k = [&](const char* values) {
    return controls_done > 0 ? std::string(values) : std::string("[null,null,null]");
  };
  return R"({"about":{"neurons":40,"pre_neurons":40,"post_neurons":40,"min_synapses":1,)"
         R"("proofreading_known":)" +
         std::string(known ? "true" : "false") +
         R"(,"analyzable_pre_neurons":4,"partial":{"tiles_missing":0,"tiles_total":1}},"structure":{)"
         R"("components":{"weak":{"count":2,"largest":39,"sizes":[39,1],"components":[1,1]},)"
         R"("strong":{"count":10,"largest":31,"sizes":[31,1],"components":[1,9]}},)"
         R"("core":{"largest":2,"neurons":[1,9,30]},)"
         R"("modularity":{"connections":{"value":0.125,"total":200,"within":100,"within_share":0.5,)"
         R"("expected_share":0.375},"synapses":{"value":null,"total":0,"within":0,)"
         R"("within_share":null,"expected_share":null}},)"
         R"("shared_neighbors":{"targets":{"connected":{"pairs":180,"mean":1.5,"expected":0.5,)"
         R"("ratio":3.0},"unconnected":{"pairs":600,"mean":0.5,"expected":0.5,"ratio":1.0}},)"
         R"("sources":{"connected":{"pairs":180,"mean":1.5,"expected":0.5,"ratio":3.0},)"
         R"("unconnected":{"pairs":600,"mean":0.5,"expected":0.5,"ratio":1.0}},)"
         R"("either":{"connected":{"pairs":180,"mean":1.5,"expected":0.5,"ratio":3.0},)"
         R"("unconnected":{"pairs":600,"mean":null,"expected":null,"ratio":null}}},)"
         R"("rich_club":{"controls":20,"controls_done":)" +
         std::to_string(controls_done) +
         R"(,"seed":1,"degree":[1,3,5],"neurons":[39,12,3],"connections":[200,33,3],)"
         R"("density":[0.135,0.25,0.5],"control_mean":)" +
         by_k("[0.135,0.2,0.4]") + R"(,"control_sd":)" + by_k("[0,0.01,0.1]") +
         R"(,"control_low":)" + by_k("[0.135,0.19,0.3]") + R"(,"control_high":)" +
         by_k("[0.135,0.22,0.5]") + R"(,"ratio":)" + by_k("[1.0,1.25,1.25]") + R"(,"p_high":)" +
         by_k("[1.0,0.25,0.5]") + "}}}";
}

}  // namespace

TEST_CASE("the lines of the structure carry what they rest on") {
  const StructureReport report = structure_report(job_result(true, 3));
  REQUIRE(report.lines.size() == 5);
  CHECK(report.lines[0].value == "2");
  CHECK(report.lines[0].n == "the largest holds 39 of 40 neurons");
  CHECK(report.lines[1].value == "10");
  CHECK(report.lines[2].value == "k = 2");
  CHECK(report.lines[2].n == "30 of 40 neurons have 2 neighbors or more among each other");
  CHECK(report.lines[3].value == "0.125");
  CHECK(report.lines[3].n == "50.0 % of 200 connections stay within a class, 37.5 % expected");
  CHECK(report.lines[4].value == "–");  // no synapses
  CHECK(report.cores.bars == std::vector<std::uint64_t>{1, 9, 30});
  REQUIRE(report.shared.rows.size() == 6);
  CHECK(report.shared.rows[0][0].text == "outputs, connected");
  CHECK(report.shared.rows[0][3].text == "3.00 ×");
  CHECK(report.shared.rows[5][1].text == "–");
  // The same as bars, those of no pair left out.
  REQUIRE(report.shared_bars.bars.size() < report.shared.rows.size());
  const NamedBar& bar = report.shared_bars.bars[0];
  CHECK(bar.label == report.shared.rows[0][0].text);
  CHECK(bar.value == report.shared.rows[0][1].number);
  CHECK(bar.expected == report.shared.rows[0][2].number);
  CHECK(bar.tooltip.ends_with("ratio 3.00 ×."));
  CHECK(report.shared.caption.find("n = 180 connected pairs and 600 others") == 0);
  CHECK(report.caveat.find("4 of 40 neurons") == 0);
  CHECK(structure_report(job_result(false, 3)).caveat.find("does not say") != std::string::npos);
}

TEST_CASE(
    "the rich club is the network's curve over the band of its controls, small clubs left out") {
  const StructureReport report = structure_report(job_result(true, 3));
  const LineChart& chart = report.rich_club;
  REQUIRE(chart.points.size() == 2);  // the third club has three neurons
  REQUIRE(chart.curve.size() == 2);
  CHECK(chart.points[1].x == 3);
  CHECK(chart.points[1].y == 0.2);
  CHECK(chart.points[1].low == 0.19);
  CHECK(chart.points[1].high == 0.22);
  CHECK(chart.curve[1].y == 0.25);
  CHECK(chart.points[1].tooltip ==
        "k = 3 or more: 25.0 % connected\n33 connections among 12 neurons\n"
        "rewired: 20.0 % (19.0 % to 22.0 %), ratio 1.25, one-sided p = 0.25");
  const Table table = chart_table(chart);
  CHECK(table.rows[0][0].text == "rewired, degrees kept");
  CHECK(table.rows[2][0].text == "this network");
  CHECK(to_svg(chart, {}).find("rewired, degrees kept") != std::string::npos);
}

TEST_CASE("while no control is drawn there is no chart of the club, and all else is there") {
  const StructureReport report = structure_report(job_result(true, 0));
  CHECK(report.rich_club.points.empty());
  CHECK(report.rich_club.curve.empty());
  CHECK(report.lines.size() == 5);
}

TEST_CASE("of a block the lines say what has no meaning, and the club its pairs") {
  nlohmann::json result = nlohmann::json::parse(job_result(true, 3));
  nlohmann::json& structure = result["structure"];
  structure["modularity"] = nullptr;
  structure["modularity_why_not"] = "One class is too few.";
  structure["shared_neighbors"]["either"] = nullptr;
  structure["rich_club"]["pairs"] = {1400, 66, 6};
  const StructureReport report = structure_report(result.dump());
  REQUIRE(report.lines.size() == 4);
  CHECK(report.lines[3].value == "–");
  CHECK(report.lines[3].n == "One class is too few");
  CHECK(report.shared.rows.size() == 4);
  CHECK(report.shared.caption.find("n = 180 connected pairs and 600 others of neurons that send") ==
        0);
  CHECK(report.rich_club.points[1].tooltip.find(
            "33 connections among 12 neurons, 66 ordered pairs of the block\n") !=
        std::string::npos);
}

TEST_CASE("the structure on analyzable axons stands beside that of all") {
  std::string result = job_result(true, 3), good = result;
  good.replace(good.find("\"neurons\":40,\"pre_neurons\":40"), 29,
               "\"neurons\":4,\"pre_neurons\":4");
  good.replace(good.find("\"largest\":39"), 12, "\"largest\":3");
  const StructureReport alone = structure_report(result);
  CHECK(alone.shared_analyzable.rows.empty());
  CHECK(alone.rich_club_analyzable.points.empty());
  result.insert(result.size() - 1, ",\"analyzable\":" + good);
  const StructureReport report = structure_report(result);
  CHECK(report.lines[0].n ==
        "the largest holds 39 of 40 neurons; on analyzable axons 2, the largest holds 3 of 4 "
        "neurons");
  CHECK(report.lines[4].n.find("; on analyzable axons –, ") != std::string::npos);
  CHECK(report.shared == alone.shared);
  CHECK(report.shared_analyzable.rows == alone.shared.rows);
  CHECK(report.shared_analyzable.title == "Shared partners of two neurons, analyzable axons alone");
  CHECK(report.shared_analyzable.caption.ends_with(
      "Of the network of n = 4 neurons with an analyzable axon, among each other."));
  CHECK(report.rich_club_analyzable.points == alone.rich_club.points);
  CHECK(report.rich_club_analyzable.title == "Rich club, analyzable axons alone");
  CHECK(report.caveat.find("Numbers on analyzable axons are of") != std::string::npos);
}
