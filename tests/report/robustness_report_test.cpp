#include "report/robustness_report.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/chart_tables.h"
#include "report/to_csv.h"
#include "report/to_svg.h"

using namespace cnx;

namespace {

/// Three thresholds: probability 4 %, 3.5 % and too few; a transitivity that is not counted yet.
std::string a_robustness_result() {
  nlohmann::json sweep = {{"min_synapses", {1, 2, 3}},
                          {"in_use", 0},
                          {"neurons", {101, 101, 101}},
                          {"connections", {400, 350, 1}}};
  sweep["statistics"]["connection_probability"] = {{"value", {0.04, 0.035, nullptr}},
                                                   {"low", {0.036, 0.031, nullptr}},
                                                   {"high", {0.044, 0.039, nullptr}},
                                                   {"judged", {true, true, false}},
                                                   {"verdict", "stable"},
                                                   {"largest_change", -0.125},
                                                   {"at", 1}};
  sweep["statistics"]["mean_out_degree"] = {{"value", {4, 1, 0.01}},
                                            {"low", {3.5, 0.9, 0}},
                                            {"high", {4.5, 1.1, 0.03}},
                                            {"judged", {true, true, false}},
                                            {"verdict", "changes"},
                                            {"largest_change", -0.75},
                                            {"at", 1}};
  sweep["statistics"]["closure_over_chance"] = {{"value", {2.5, 2.5, 2.5}},
                                                {"low", {nullptr, nullptr, nullptr}},
                                                {"high", {nullptr, nullptr, nullptr}},
                                                {"judged", {false, false, false}},
                                                {"verdict", nullptr},
                                                {"largest_change", nullptr},
                                                {"at", nullptr}};
  return nlohmann::json{{"thresholds", sweep}}.dump();
}

}  // namespace

TEST_CASE("each statistic has its word, its largest change, and a sentence for each point") {
  RobustnessReport report;
  put_robustness(a_robustness_result(), report);
  REQUIRE(report.thresholds);
  const SweepChart& chart = *report.thresholds;
  CHECK(chart.caption == "In use: 1 synapse or more, n = 400 connections of 101 neurons.");
  REQUIRE(chart.panels.size() == 3);
  const SweepPanel& probability = chart.panels[0];
  CHECK(probability.word == "stable");
  CHECK(probability.mood == SweepMood::Good);
  CHECK(probability.sentence ==
        "largest change −12.5 %, at 2 synapses or more; 1 of 2 other versions judged");
  REQUIRE(probability.line.points.size() == 2);  // nothing is drawn where there is no value
  CHECK(probability.line.points[1].tooltip ==
        "2 synapses or more: 3.50 % (95 % interval 3.10 to 3.90 %)\n"
        "350 connections of 101 neurons");
  const SweepPanel& degree = chart.panels[1];
  CHECK(degree.mood == SweepMood::Bad);
  CHECK(degree.line.points[2].faint);
  CHECK(degree.line.points[2].tooltip ==
        "3 synapses or more: 0.01 (95 % interval 0 to 0.03)\n1 connection of 101 neurons\n"
        "too few events to judge");
  CHECK(chart.panels.size() == 3);
  const SweepPanel& closure = chart.panels[2];
  CHECK(closure.word == "counting");
  CHECK(closure.sentence.empty());
  CHECK(closure.line.points[0].low == closure.line.points[0].high);
}

TEST_CASE("what a sweep leaves out of the classes has its sentence, in the words of its groups") {
  nlohmann::json result = nlohmann::json::parse(a_robustness_result());
  result["thresholds"]["modularity_why_not"] = "All neurons are of one class.";
  result["thresholds"]["class_matrix"] = nullptr;
  result["thresholds"]["class_matrix_why_not"] = "Too many classes.";
  RobustnessReport report;
  put_robustness(result.dump(), report);
  CHECK(
      report.thresholds->caption.ends_with(" Left out: modularity. All neurons are of one class."));
  CHECK(report.thresholds_parts.cells_why_not == "Too many classes.");
  result["about"]["grouped_by"] = "region";
  put_robustness(result.dump(), report);
  CHECK(report.thresholds->caption.ends_with("All neurons are of one group."));
  CHECK(report.thresholds_parts.cells_why_not == "Too many groups.");
}

TEST_CASE("a sweep is a table with every number, and a figure with every word") {
  RobustnessReport report;
  put_robustness(a_robustness_result(), report);
  const std::string csv = to_csv(chart_table(*report.thresholds), {});
  CHECK(csv.find("statistic,synapses at least,value,interval from,interval to,n: "
                 "connections,judged,verdict") != std::string::npos);
  CHECK(csv.find("Connection probability,2,0.035,0.031,0.039,350,yes,stable") != std::string::npos);
  CHECK(csv.find("Closure / chance,3,2.5,") != std::string::npos);
  const std::string svg = to_svg(*report.thresholds, {});
  for (const char* said :
       {"With other least numbers of synapses", "Mean out-degree",
        "changes: largest change −75.0 %, at 2<", "counting"}) {  // the line goes on below
    CAPTURE(said);
    CHECK(svg.find(said) != std::string::npos);
  }
  CHECK(svg.find("nan") == std::string::npos);
  CHECK(!to_svg(SweepChart{}, {}).empty());
  CHECK(chart_table(SweepChart{}).rows.empty());
}

TEST_CASE("what rests on too little does not stretch the axis, unless there is nothing else") {
  LineChart chart;
  chart.points = {{1, 3, 3, 3, ""}, {2, 400, 400, 400, "", true}};
  CHECK(line_axes(chart, 3, 3).y1 == 3);
  chart.points.erase(chart.points.begin());
  CHECK(line_axes(chart, 3, 3).y1 == 400);
}

TEST_CASE(
    "a band that rests on enough is seen whole, and one that is very wide stretches the axis by "
    "half") {
  LineChart chart;
  chart.points = {{1, 2, 1, 2.9, ""}, {2, 2, 1, 90, "", true}};
  CHECK(line_axes(chart, 3, 3).y1 == 3);
  chart.points[0].high = 2;
  CHECK(line_axes(chart, 3, 3).y1 == 2);
  chart.points[1].faint = false;
  CHECK(line_axes(chart, 3, 3).y1 == 3);
}

TEST_CASE("a band that leaves the axis is told, at the end that it leaves by") {
  LineChart chart;
  chart.percent = true;
  chart.points = {{1, 0.1, 0.05, 0.15, ""},       {2, 0.1, 0.05, 0.3, ""},
                  {3, 0.1, -0.2, 0.12, "", true}, {4, 0.1, -0.2, 0.3, "", true},
                  {5, 0.4, 0.3, 0.5, "", true},   {6, 0.1, 0.1, 0.1, ""}};
  const LineAxes axes = line_axes(chart, 3, 3);
  CHECK(axes.y1 == doctest::Approx(0.15));
  std::vector<std::string> words;
  for (const LinePoint& point : chart.points) words.push_back(beyond_words(chart, axes, point));
  CHECK(words == std::vector<std::string>{"", "its band goes beyond the axis, which ends at 15 %",
                                          "its band goes beyond the axis, which ends at 0 %",
                                          "its band goes beyond both ends of the axis",
                                          "beyond the axis, which ends at 15 %", ""});
  CHECK(cuts_bands(chart, axes));
  chart.points.resize(1);
  CHECK_FALSE(cuts_bands(chart, axes));
  chart.second = {{2, 0.1, 0.05, 0.3, ""}};  // its band is not drawn
  CHECK_FALSE(cuts_bands(chart, axes));
  chart.other = chart.second;
  CHECK(cuts_bands(chart, axes));
}

TEST_CASE("an axis has two ticks at least, in a narrow chart too") {
  LineChart chart;
  chart.bin_width = 1;
  chart.points = {{1, 1, 1, 1, ""}, {4, 1, 1, 1, ""}};
  LineAxes axes = line_axes(chart, 3, 2);  // 0 to 4.5
  CHECK(axes.first_x_tick() == 0);
  CHECK(axes.x_step == 2);
  chart.points = {{-120, 1, 1, 1, ""}, {-119, 1, 1, 1, ""}};  // −120.5 to −118.5
  axes = line_axes(chart, 3, 1);
  CHECK(axes.first_x_tick() == -120);
  CHECK(axes.x_step == 1);
}

TEST_CASE("sizes and places of synapses say of how many synapses they are") {
  nlohmann::json result = nlohmann::json::parse(a_robustness_result());
  nlohmann::json& sweep = result["thresholds"];
  sweep["synapses"] = {800, 750, 12};
  sweep["statistics"]["mean_synapse_size"] = sweep["statistics"]["closure_over_chance"];
  RobustnessReport report;
  put_robustness(result.dump(), report);
  REQUIRE(report.thresholds->panels.size() == 4);
  CHECK(report.thresholds->panels[3].line.points[1].tooltip ==
        "2 synapses or more: 2.5\n350 connections of 101 neurons, 750 synapses\n"
        "too few events to judge");
  sweep["multiple_synapses"] = {500, 450, 6};
  sweep["statistics"]["clumped_share"] = sweep["statistics"]["closure_over_chance"];
  RobustnessReport clumped;
  put_robustness(result.dump(), clumped);
  CHECK(clumped.thresholds->panels[3].line.points[1].tooltip ==
        "2 synapses or more: 250 %\n350 connections of 101 neurons, 450 synapses of connections "
        "with two or more\ntoo few events to judge");
}

TEST_CASE("a result about something else leaves the report as it is") {
  RobustnessReport report;
  put_robustness(a_robustness_result(), report);
  const RobustnessReport before = report;
  put_robustness("{}", report);
  CHECK(report == before);
}

TEST_CASE("the map of the labels has the width of each band, and says in words what it is") {
  const nlohmann::json labels = {{"groups", {"A", "none of these", "B"}},
                                 {"sizes", {4, 0, 6}},
                                 {"accuracy", 0.77},
                                 {"draws", 200},
                                 {"caveat", nullptr},
                                 {"cells", 3},
                                 {"cells_wider", 1},
                                 {"cells_outside", 1}};
  nlohmann::json result = {{"labels", labels}};
  const auto put = [&](const char* key, nlohmann::json aa, nlohmann::json ab, nlohmann::json ba,
                       nlohmann::json bb) {
    result["labels"][key] = {{aa, nullptr, ab}, {nullptr, nullptr, nullptr}, {ba, nullptr, bb}};
  };
  put("probability", 0.5, 0.2, 0, nullptr);
  put("wilson_low", 0.4, 0.1, 0, nullptr);
  put("wilson_high", 0.6, 0.3, 0.1, nullptr);
  put("band_low", 0.1, 0.15, 0, nullptr);
  put("band_high", 0.4, 0.25, 0, nullptr);
  put("wider", true, false, false, false);
  put("outside", true, false, false, false);
  RobustnessReport report;
  put_robustness(result.dump(), report);
  REQUIRE(report.labels);
  const HeatMap map = *report.labels;
  CHECK(map.labels == std::vector<std::string>{"A", "B"});
  REQUIRE(map.cells.size() == 4);
  CHECK(map.cells[0].value == doctest::Approx(0.6));
  CHECK(map.cells[0].text == "±60");
  CHECK(!map.cells[0].uncertain);
  CHECK(map.cells[0].tooltip ==
        "A to A: 50.0 % (95 % interval 40.0 to 60.0 %)\n"
        "if 23.0 % of the labels are wrong: 10.0 % to 40.0 %\n"
        "the band is wider than the sampling interval\nthe value lies outside the band");
  CHECK(map.cells[1].uncertain);
  CHECK(!map.cells[2].defined);  // never a connection
  CHECK(!map.cells[3].defined);  // never a pair
  CHECK(map.max_value == doctest::Approx(0.6));
  CHECK(report.labels_sentence.starts_with("In 1 of 3 cells the band of the labels is wider"));
  CHECK(to_svg(map, {}).find("Hatched: the sampling interval is wider") != std::string::npos);

  CHECK(report.labels_sentence.ends_with("look smaller than they are."));
  auto of_some = result;
  of_some["labels"]["caveat"] = "Too narrow.";
  put_robustness(of_some.dump(), report);
  CHECK(report.labels_sentence.ends_with("look smaller than they are. Too narrow."));

  auto both = result;
  both["analyzable"] = result;
  both["analyzable"]["about"] = {{"pre_neurons", 4}};
  both["analyzable"]["labels"]["probability"][0][0] = 0.55;
  both["about"] = {{"pre_neurons", 10}, {"post_neurons", 10}, {"neurons", 10}};
  put_robustness(both.dump(), report);
  CHECK(report.labels->caption.ends_with(
      " In the hints also n = 4 neurons with an analyzable axon, among each other."));
  CHECK(report.labels->cells[0].tooltip.find(map.cells[0].tooltip +
                                             "\nOn analyzable axons alone: 55.0 %") == 0);

  put_robustness(R"({"labels": null, "labels_why_not": "No classes."})", report);
  CHECK(!report.labels);
  CHECK(report.labels_sentence == "No classes.");
}

TEST_CASE("the erosion is a sweep, and partners by distance have their intervals") {
  auto json = nlohmann::json::parse(a_robustness_result());
  nlohmann::json erosion = json["thresholds"];
  erosion["um"] = {0, 25, 50};
  erosion["step_um"] = 25;
  erosion["partners"] = {
      {"from_um", {0, 25, 50}},          {"neurons", {3, 0, 1}},
      {"mean_inputs", {10, nullptr, 7}}, {"inputs_error", {1, nullptr, nullptr}},
      {"mean_outputs", {2, nullptr, 0}}, {"outputs_error", {4, nullptr, nullptr}}};
  RobustnessReport report;
  put_robustness(nlohmann::json{{"erosion", erosion}}.dump(), report);
  REQUIRE(report.erosion);
  CHECK(report.erosion->caption == "In use: all, n = 400 connections of 101 neurons.");
  CHECK(report.erosion->panels[0].sentence ==
        "largest change −12.5 %, at 25 µm or more from the border; 1 of 2 other versions judged");
  REQUIRE(report.partners.points.size() == 2);
  CHECK(report.partners.points[0].x == 12.5);
  CHECK(report.partners.points[0].tooltip ==
        "0 to 25 µm: 10.0 inputs (95 % interval 8.0 to 12.0)\nmean of 3 neurons");
  CHECK(report.partners.points[1].tooltip == "50 to 75 µm: 7.0 inputs\nmean of 1 neuron");
  CHECK(report.partners.second[0].low == 0);  // not below nothing
  put_robustness(R"({"erosion": null, "erosion_why_not": "No places."})", report);
  CHECK(!report.erosion);
  CHECK(report.partners.points.empty());
  CHECK(report.erosion_sentence == "No places.");
}

TEST_CASE("a sweep on analyzable axons is a second line, with its own n and verdict") {
  auto result = nlohmann::json::parse(a_robustness_result());
  auto good = result;
  good["about"] = {{"pre_neurons", 12}};
  good["thresholds"]["connections"] = {70, 50, 1};
  good["thresholds"]["statistics"]["connection_probability"]["verdict"] = "changes";
  good["thresholds"]["statistics"]["connection_probability"]["value"] = {0.08, 0.035, nullptr};
  result["about"] = {{"pre_neurons", 101}, {"post_neurons", 101}, {"neurons", 101}};
  result["analyzable"] = good;
  RobustnessReport report;
  put_robustness(result.dump(), report);
  REQUIRE(report.thresholds);
  const SweepChart& chart = *report.thresholds;
  CHECK(chart.caption ==
        "In use: 1 synapse or more, n = 400 connections of 101 neurons. Dashed: analyzable axons "
        "alone, n = 12 neurons with an analyzable axon, among each other, with 70 connections.");
  const SweepPanel& probability = chart.panels[0];
  CHECK(probability.sentence ==
        "largest change −12.5 %, at 2 synapses or more; 1 of 2 other versions judged; on "
        "analyzable axons 8.00 %, changes");
  CHECK(probability.line.points[0].y == 0.04);
  REQUIRE(probability.line.second.size() == 2);
  CHECK(probability.line.second[0].y == 0.08);
  CHECK(chart.panels[2].sentence.empty());  // it is still counting
  const Table table = chart_table(chart);
  const auto row = std::find_if(table.rows.begin(), table.rows.end(), [](const auto& cells) {
    return cells[0].text == "Connection probability, analyzable axons";
  });
  REQUIRE(row != table.rows.end());
  CHECK((*row)[2].number == 0.08);
  CHECK(to_svg(chart, {}).find("8.00 %") != std::string::npos);
}

TEST_CASE("more numbers of each version have panels of their own after the main ones") {
  nlohmann::json json = nlohmann::json::parse(a_robustness_result());
  auto& sweep = json["thresholds"];
  const nlohmann::json main = sweep["statistics"]["closure_over_chance"];
  sweep["statistics"]["largest_core"] = main;
  sweep["statistics"]["largest_weak_share"] = main;
  sweep["lengths_why_not"] = sweep["distance_why_not"] = "No places.";
  sweep["simplices_truncated"] = true;
  RobustnessReport report;
  put_robustness(json.dump(), report);
  const SweepChart& chart = *report.thresholds;
  REQUIRE(chart.panels.size() == 5);
  CHECK(chart.panels[3].line.title == "Largest core number");
  CHECK(chart.panels[3].line.points[0].y == 2.5);
  CHECK(chart.panels[4].line.percent);
  CHECK(chart.caption.find("Left out: distance of connected somata. No places.") !=
        std::string::npos);
  CHECK(chart.caption.find("more than 20 neurons") != std::string::npos);
}

TEST_CASE("cells and bins of a sweep say which are stable, and by how much the others change") {
  nlohmann::json json = nlohmann::json::parse(a_robustness_result());
  auto& sweep = json["thresholds"];
  sweep["class_matrix"] = nlohmann::json::parse(
      R"({"groups":["x","y"],"post_groups":["y"],"value":[[[0.3,0.2,0.1]],[[0.05,0.05,null]]],)"
      R"("connections":[[[300,200,100]],[[50,50,0]]],"pairs":[[[1000,1000,1000]],[[1000,1000,0]]],)"
      R"("verdict":[["changes"],["too few"]],"largest_change":[[-0.667],[null]],"at":[[2],[0]]})");
  sweep["distance_profile"] = nlohmann::json::parse(
      R"({"bin_um":20.0,"value":[[0.3,0.3,0.29],[null,null,null]],"connections":[[300,300,290],[0,0,0]],)"
      R"("pairs":[[1000,1000,1000],[0,0,0]],"verdict":["stable","too few"],)"
      R"("largest_change":[-0.0333,null],"at":[2,0]})");
  RobustnessReport report;
  put_robustness(json.dump(), report);
  const SweepParts& parts = report.thresholds_parts;
  REQUIRE(parts.cells.has_value());
  REQUIRE(parts.cells->cells.size() == 2);
  CHECK(parts.cells->title == "With other least numbers of synapses: largest change by class");
  CHECK(parts.cells->cells[0].value == doctest::Approx(0.667));
  CHECK(parts.cells->cells[0].text == "−66.7 %");
  CHECK(parts.cells->cells[0].n == 300);
  CHECK(parts.cells->cells[0].tooltip ==
        "x to y: 30.0 % of 1,000 pairs in use\nchanges: largest change −66.7 %, at 3 synapses or "
        "more.");
  CHECK_FALSE(parts.cells->cells[1].defined);
  CHECK(parts.cells->cells[1].tooltip.ends_with("too few."));
  CHECK(parts.cells->caption ==
        "0 of 2 cells are stable and 1 change; the others have too few connections to judge. Rows "
        "send, columns receive.");
  REQUIRE(parts.bins.has_value());
  REQUIRE(parts.bins->rows.size() == 2);
  CHECK(parts.bins->rows[0][0].text == "0 to 20 µm");
  CHECK(parts.bins->rows[0][1].text == "30.0 %");
  CHECK(parts.bins->rows[0][4].text == "−3.3 %");
  CHECK(parts.bins->rows[0][5].text == "stable");
  CHECK(parts.bins->rows[1][1].text == "–");
  CHECK(parts.bins->rows[1][5].text == "too few");

  // Before the version in use is counted there is nothing to say.
  sweep["in_use"] = 9;
  for (auto* verdict :
       {&sweep["class_matrix"]["verdict"][0][0], &sweep["class_matrix"]["verdict"][1][0]}) {
    *verdict = nullptr;
  }
  sweep["class_matrix"]["largest_change"][0][0] = nullptr;
  put_robustness(json.dump(), report);
  CHECK(report.thresholds_parts.cells->cells[0].tooltip == "x to y: counting.");
  CHECK(report.thresholds_parts.bins->rows.empty());
  sweep.erase("class_matrix");
  sweep.erase("distance_profile");
  put_robustness(json.dump(), report);
  CHECK(report.thresholds_parts == SweepParts{});
}

TEST_CASE("the accuracy that was published is said to be that of one dataset's classes") {
  CHECK(accuracy_note(0.77, true)
            .starts_with("77 % is what was published of the classes of MICrONS"));
  CHECK(accuracy_note(0.77, false).empty());
  CHECK(accuracy_note(0.9, true).empty());
}

TEST_CASE("why there are no thresholds is kept apart from what was counted") {
  RobustnessReport report;
  put_robustness(R"({"about":{},"thresholds":null,"thresholds_why_not":"One each."})", report);
  CHECK(report.thresholds_why_not == "One each.");
  CHECK_FALSE(report.thresholds.has_value());
}
