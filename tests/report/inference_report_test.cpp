#include "report/inference_report.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "report/chart_tables.h"
#include "report/color_vision.h"
#include "report/measure_words.h"
#include "report/to_svg.h"
#include "stats/empirical_test.h"

using namespace cnx;

namespace {

// As worker/distance_job.cpp writes it: bins of 50 µm, the first without a pair.
const char* const kProfile = R"({"about":{"proofreading_known":true,"pre_neurons":100,
"analyzable_pre_neurons":95},"distance_profile":{"measure":"soma","bin_um":50.0,"first_bin":0,
"connected":[0,30,10],"pairs":[0,300,50],"synapses":[0,60,15],"analyzable_connected":[0,28,9],
"analyzable_pairs":[0,280,45],"fit":{"a":0.2,"b_per_um":0.01,"a_error":0.01,
"b_per_um_error":0.001,"residual_sum":0.001,"points":2}}})";

const char* const kNull = R"({"about":{"proofreading_known":false},"null":{"model":"rewired",
"controls":99,"controls_done":40,"seed":1,"statistics":[
{"name":"connections","observed":5,"mean":5,"sd":0,"z":null,"p":1,"q":1,"values":[5,5]},
{"name":"reciprocity","observed":0.25,"mean":0.1,"sd":0.02,"z":7.5,"p":0.01,"q":0.03,"values":[0.1,0.12]},
{"name":"triad_030T","observed":12,"mean":123456.7,"sd":2.25,"z":0.25,"p":0.8,"q":1,"values":[11,12]}],
"class_matrix":{"groups":["A","B"],"observed":[[4,1],[0,2]],"mean":[[2,1],[0,4]],
"sd":[[1,1],[0,1]],"z":[[2,0],[null,-2]],"p":[[0.05,1],[1,0.05]],"q":[[0.1,1],[1,0.1]]}}})";

}  // namespace

TEST_CASE("a profile becomes lines with intervals, n and a fit in words") {
  const auto report = distance_report(kProfile);
  REQUIRE(report.has_value());
  const LineChart& chart = report->probability;
  REQUIRE(chart.points.size() == 2);  // no pair, no point
  CHECK(chart.points[0].x == 75);
  CHECK(chart.points[0].y == 0.1);
  CHECK(chart.points[0].low < 0.1);
  CHECK(chart.points[0].high > 0.1);
  CHECK(chart.points[0].tooltip.find("30 of 300 ordered pairs") != std::string::npos);
  CHECK(chart.points[0].tooltip.find("50 to 100 µm: 10.0 %") == 0);
  CHECK(chart.points[1].tooltip.find("Fewer than 100 pairs") != std::string::npos);
  CHECK_FALSE(chart.points[0].faint);
  CHECK(chart.points[1].faint);  // of 50 pairs: its band may leave the picture
  CHECK(chart.second.size() == 2);
  CHECK(chart.second[1].y == 0.2);
  CHECK(chart.caption.find("n = 40 connections among 350 ordered pairs") != std::string::npos);
  REQUIRE(chart.curve.size() == 101);
  CHECK(std::abs(chart.curve[0].y - 0.2 * std::exp(-0.75)) < 1e-12);
  CHECK(report->synapses.points[1].y == 1.5);
  REQUIRE(report->sentences.size() == 1);
  CHECK(report->sentences[0].find("exp(−d / 100 µm)") != std::string::npos);
  CHECK(report->sentences[0].find("2 bins with 40 connections;") != std::string::npos);
  CHECK(report->sentences[0].ends_with("µm. Of so few connections: read it with care."));
}

TEST_CASE("a mean of few connections is drawn as a ring, and its interval holds no less than one") {
  auto json = nlohmann::json::parse(kProfile);
  json["distance_profile"]["connected"] = {0, 30, 2};
  json["distance_profile"]["synapses"] = {0, 60, 3};
  json["distance_profile"]["synapses_sd"] = {nullptr, 1.0, 0.7};
  const auto report = distance_report(json.dump());
  const std::vector<LinePoint>& points = report->synapses.points;
  REQUIRE(points.size() == 2);
  CHECK_FALSE(points[0].faint);
  CHECK(points[0].low < 2);
  CHECK(points[1].faint);
  CHECK(points[1].low == 1);
  CHECK(points[1].tooltip ==
        "100 to 150 µm: 1.50 synapses\nn = 2 connections, 95 % interval 1.00 to 2.47\n"
        "Fewer than 30 connections: read it with care.");
}

TEST_CASE("beside the fit stand that on analyzable axons and where the two differ most") {
  auto json = nlohmann::json::parse(kProfile);
  nlohmann::json& profile = json["distance_profile"];
  profile["analyzable_fit"] = profile["fit"];
  profile["analyzable_fit"]["a"] = 0.5;
  profile["analyzable_gap"] = {
      {"from_um", 50.0}, {"difference", 0.1},          {"connected", 30},
      {"pairs", 300},    {"analyzable_connected", 24}, {"analyzable_pairs", 120},
      {"bins", 1}};
  const auto report = distance_report(json.dump());
  REQUIRE(report->sentences.size() == 3);
  CHECK(report->sentences[1].starts_with("Fit from analyzable axons: p = 0.5 exp(−d / 100 µm)"));
  CHECK(report->sentences[2] ==
        "Largest difference on analyzable axons, of 1 bin with 100 such pairs or more: at 50 to "
        "100 µm, 20.0 % of 120 pairs from analyzable axons, 10.0 % of 300 pairs in all.");
  // Where every pair starts at one, it would be said twice.
  profile["analyzable_pairs"] = profile["pairs"];
  CHECK(distance_report(json.dump())->sentences.size() == 1);
}

TEST_CASE("another set's profile is drawn beside with its n, its band and its fit") {
  DistanceReport report = *distance_report(kProfile);
  const DistanceReport own = report;
  DistanceReport other = *distance_report(kProfile);
  other.probability.points[0].y = other.probability.points[0].high = 0.4;
  put_beside(report, other, "set L5");
  const LineChart& chart = report.probability;
  CHECK(chart.points == own.probability.points);
  CHECK(chart.second == own.probability.second);
  CHECK(chart.other == other.probability.points);
  CHECK(chart.caption ==
        own.probability.caption + ". set L5: n = 40 connections among 350 ordered pairs");
  CHECK(report.synapses.other == other.synapses.points);
  REQUIRE(report.sentences.size() == 2);
  CHECK(report.sentences[1] == "set L5: " + own.sentences[0]);
  CHECK(line_axes(chart, 3, 5).y1 >= 0.4);  // it is seen whole
  const std::string svg = to_svg(chart, {});
  for (const char* const words :
       {"these neurons", "set L5", "exponential fit", "analyzable axons"}) {
    CAPTURE(words);
    CHECK(svg.find(words) != std::string::npos);
  }
  const Table table = chart_table(chart);
  CHECK(table.columns.back().title == "n: ordered pairs");
  CHECK(table.rows.size() == 2 + 2 + 2 + 101);
  CHECK(table.rows[0].back().text == "300");
  CHECK(table.rows[4][0].text == "set L5");
  CHECK(table.rows[6].back().text.empty());  // a fitted curve rests on the bins

  // Where these neurons have no pair the set has a chart all the same.
  DistanceReport none;
  none.sentences = {"There is no pair."};
  put_beside(none, other, "set L5");
  CHECK(none.probability.title == own.probability.title);
  CHECK(none.probability.points.empty());
  CHECK(none.probability.caption == "set L5: " + own.probability.caption);
  CHECK(none.probability.other.size() == 2);
  CHECK(line_axes(none.probability, 3, 5).x1 == line_axes(own.probability, 3, 5).x1);
}

TEST_CASE("the lines of a chart are told apart whatever cones an eye lacks") {
  for (const ColorVision vision :
       {ColorVision::Usual, ColorVision::Protan, ColorVision::Deutan, ColorVision::Tritan}) {
    const auto seen = [&](std::uint32_t rgb) { return lab_of(simulated(rgb, vision)); };
    for (const std::uint32_t line : kSvgLines) {
      for (const std::uint32_t other : kSvgLines) {
        if (line != other) CHECK(color_difference(seen(line), seen(other)) > 10);
      }
    }
  }
}

TEST_CASE("controls become rows that say what they keep, and cells over chance") {
  const auto report = chance_report(kNull);
  REQUIRE(report.has_value());
  CHECK(report->controls_done == 40);
  REQUIRE(report->controls.rows.size() == 3);
  CHECK(report->controls.rows[0].text == "5; controls 5, the same in every control");
  CHECK_FALSE(report->controls.rows[0].remarkable);
  CHECK(report->controls.rows[1].name == "Reciprocity");
  CHECK(report->controls.rows[1].text ==
        "25.0 %; controls 10.0 % ± 2.00 %, z = 7.5, p = 0.01, q = 0.03");
  CHECK(report->controls.rows[1].remarkable);
  CHECK(report->controls.rows[2].name == "Triad 030T");
  CHECK(report->controls.rows[2].text == "12; controls 123,456.7 ± 2.2, z = 0.25, p = 0.8, q = 1");
  CHECK_FALSE(report->controls.rows[2].remarkable);
  CHECK(report->maps[0].labels == std::vector<std::string>{"A", "B"});
  CHECK(report->maps[0].cells[0].value == 2);
  CHECK_FALSE(report->maps[0].cells[2].defined);  // nothing was expected
  CHECK(report->maps[0].cells[3].value == 0.5);
  CHECK(report->maps[0].max_value == 2);
  CHECK_FALSE(report->maps[0].any_remarkable());
  CHECK(report->maps[0].bar_mark_share() == 0.5);  // of 1, as expected
  CHECK(report->sentences[0].find("Every neuron keeps") == 0);
  CHECK(report->sentences[1].find("know nothing of proofreading") != std::string::npos);
}

TEST_CASE("before the first control the numbers of the data are there alone") {
  const auto report = chance_report(R"({"about":{"proofreading_known":false},"null":{
"model":"configuration","controls":99,"controls_done":0,"seed":1,"dropped_self_loops":null,
"dropped_repeats":null,"statistics":[
{"name":"connections","observed":1234,"controls":0,"mean":null,"sd":null,"z":null,"p":null,
"q":null,"values":[]}],"class_matrix":{"groups":["A"],"observed":[[5]],"mean":[[null]],"sd":[[null]],
"z":[[null]],"p":[[1]],"q":[[1]]}}})");
  REQUIRE(report.has_value());
  REQUIRE(report->controls.rows.size() == 1);
  CHECK(report->controls.rows[0].text == "1,234; no control is drawn yet");
  CHECK_FALSE(report->controls.rows[0].remarkable);
  CHECK_FALSE(report->maps[0].cells[0].defined);
  for (const std::string& sentence : report->sentences) {
    CHECK(sentence.find("nan") == std::string::npos);
  }
}

TEST_CASE("controls of a block stand beside those on analyzable axons, each in its own cell") {
  const auto matrix = [](const char* groups, const char* post, const char* rows) {
    std::string text =
        R"("class_matrix":{"groups":)" + std::string(groups) + R"(,"post_groups":)" + post;
    for (const char* const key : {"observed", "mean", "sd", "z", "p", "q"}) {
      text += ",\"" + std::string(key) + "\":" + rows;
    }
    return text + "}";
  };
  const std::string head = R"({"about":{"proofreading_known":true,"neurons":9,"pre_neurons":9,
"post_neurons":3},"null":{"model":"blocks","controls":9,"controls_done":9,"seed":1,"statistics":[
{"name":"connections","observed":5,"mean":5,"sd":0,"z":null,"p":1,"q":1,"values":[5]}],)";
  const std::string part = R"(}, "analyzable":{"about":{"pre_neurons":4},"null":{
"model":"blocks","controls":9,"controls_done":9,"seed":1,"statistics":[],)";
  // More rows than columns: three classes send to one, of which two have analyzable axons.
  auto report = chance_report(head + matrix(R"(["A","B","C"])", R"(["C"])", "[[1],[2],[3]]") +
                              part + matrix(R"(["B","C"])", R"(["C"])", "[[7],[8]]") + "}}}");
  REQUIRE(report.has_value());
  REQUIRE(report->maps[0].cells.size() == 3);
  const auto says = [&](std::size_t cell, const char* words) {
    return report->maps[0].cells[cell].tooltip.find(words) != std::string::npos;
  };
  CHECK_FALSE(says(0, "analyzable"));
  CHECK(says(1, "On analyzable axons alone: 1; 7 connections"));
  CHECK(says(2, "On analyzable axons alone: 1; 8 connections"));
  CHECK(report->sentences.back().find("n = 4 sending neurons") != std::string::npos);
  // More columns than rows.
  report = chance_report(head + matrix(R"(["A"])", R"(["A","B","C"])", "[[1,2,3]]") + part +
                         matrix(R"(["A"])", R"(["B","C"])", "[[7,8]]") + "}}}");
  CHECK_FALSE(says(0, "analyzable"));
  CHECK(says(1, "7 connections"));
  CHECK(says(2, "8 connections"));
}

TEST_CASE("controls of the network on analyzable axons stand beside those of all") {
  const auto text = [](const std::string& analyzable) {
    std::string result = kNull;
    result.replace(result.find("\"proofreading_known\":false"), 26,
                   R"("proofreading_known":true,"neurons":9,"pre_neurons":9,"post_neurons":9)");
    return result.substr(0, result.size() - 1) + "," + analyzable + "}";
  };
  auto report = chance_report(text(R"("analyzable":{"about":{"pre_neurons":4},"null":{
"model":"rewired","controls":99,"controls_done":20,"seed":1,"statistics":[
{"name":"reciprocity","observed":0.5,"mean":0.25,"sd":0.02,"z":12.5,"p":0.1,"q":0.1,"values":[0.2]}],
"class_matrix":{"groups":["B"],"observed":[[3]],"mean":[[2]],"sd":[[1]],"z":[[1]],"p":[[0.5]],
"q":[[0.5]]}}})"));
  REQUIRE(report.has_value());
  CHECK(report->controls.rows.size() == 3);
  REQUIRE(report->analyzable.rows.size() == 1);
  CHECK(report->analyzable.title == "Observed against 20 random controls, analyzable axons alone");
  CHECK(report->analyzable.caption.find(
            "The network of n = 4 neurons with an analyzable axon, among each other. Dots") == 0);
  CHECK(report->analyzable.rows[0].text ==
        "50.0 %; controls 25.0 % ± 2.00 %, z = 12.5, p = 0.1, q = 0.1");
  CHECK(report->maps[0].cells[0].tooltip.find("analyzable") == std::string::npos);
  CHECK(report->maps[0].cells[3].tooltip.ends_with(
      "\nOn analyzable axons alone: 1.5; 3 connections, controls 2 ± 1 (mean and sd)\nz = 1, "
      "p = 0.5, q = 0.5.\nFewer than five expected: read it with care."));
  CHECK(report->maps[0].cells[3].analyzable == 1.5);
  CHECK(report->maps[0].cells[3].analyzable_n == 3);
  CHECK_FALSE(report->maps[0].cells[0].analyzable.has_value());
  CHECK(report->sentences.back().find("Numbers on analyzable axons are of") == 0);

  report = chance_report(
      text(R"("analyzable":{"about":{"pre_neurons":4},"null":null,"null_why_not":"Too far."})"));
  CHECK(report->analyzable.rows.empty());
  CHECK(std::find(report->sentences.begin(), report->sentences.end(),
                  "On analyzable axons alone: Too far.") != report->sentences.end());
  report = chance_report(text(R"("analyzable":null,"analyzable_why_not":"They are the same.")"));
  CHECK(report->analyzable.rows.empty());
  CHECK(report->sentences.back() == "They are the same.");
}

TEST_CASE("every number of a network has a name for people, and what is left out is said") {
  for (const auto& one :
       {std::pair{"connections", "Connections"}, std::pair{"triad_021U", "Triad 021U"},
        std::pair{"simplices_3", "Directed simplices of dimension 3"},
        std::pair{"simplices_12_per_neuron", "Directed 12-simplices per neuron"},
        std::pair{"triad_111D_per_million", "Triad 111D, per million triples"},
        std::pair{"reciprocal_simplices_2", "Reciprocal simplices of dimension 2"},
        std::pair{"reciprocal_simplices_4_per_neuron", "Reciprocal 4-simplices per neuron"},
        std::pair{"strong_components_per_neuron", "Strong components per neuron"},
        std::pair{"largest_core", "Largest core number"},
        std::pair{"in_degree_sd", "Spread of in-degrees (sd)"},
        std::pair{"density_of_richest_1", "Probability among the 1 % of highest degree"},
        std::pair{"shared_sources_of_unconnected_over_expected",
                  "Shared sources over expected, unconnected pairs"}}) {
    CHECK(measure_title(one.first) == one.second);
  }
  CHECK(measure_is_share("transitivity"));
  CHECK_FALSE(measure_is_share("modularity"));
  const auto report = chance_report(R"({"about":{},"null":{"model":"neurons","matched_by":"depth",
"controls":9,"controls_done":9,"seed":1,"simplices_truncated":true,
"synapses_per_connection_why_not":"None.","degree_spread_why_not":"Kept.","synapses":1234,
"size_sum":5,"statistics":[
{"name":"mean_clustering","observed":0.25,"mean":0.125,"sd":0.02,"z":6.25,"p":0.2,"q":0.2,"values":[0.1]},
{"name":"modularity","observed":-0.05,"mean":0.01,"sd":0.01,"z":-6,"p":0.2,"q":0.2,"values":[0.1]}],
"class_matrix":null}})");
  REQUIRE(report.has_value());
  CHECK(report->controls.rows[0].text ==
        "25.0 %; controls 12.5 % ± 2.00 %, z = 6.25, p = 0.2, q = 0.2");
  CHECK(report->controls.rows[1].text == "−0.05; controls 0.010 ± 0.010, z = −6, p = 0.2, q = 0.2");
  CHECK(report->sentences[0] ==
        "The real network among neurons drawn from the whole dataset, as many in each of 50 equal "
        "bins of "
        "depth.");
  CHECK(report->sentences[1] == "The observed sizes and places are of 1,234 synapses.");
  CHECK(report->sentences[2] == "Left out: synapses per connection. None.");
  CHECK(report->sentences[3] == "Left out: spread of degrees. Kept.");
  CHECK(report->sentences[4].find("more than 20 neurons") != std::string::npos);
}

TEST_CASE("controls of the same neurons say that they are the data itself") {
  for (const auto& [own, words] :
       {std::pair{"7", "There are no other neurons like these"},
        std::pair{"2.5", "of the 7 neurons of a control 2.5 are the data's own"}}) {
    const auto report = chance_report(
        std::string(R"({"about":{},"null":{"model":"neurons","matched_by":null,"controls":9,)"
                    R"("controls_done":9,"control_neurons":7,"own_neurons":)") +
        own + R"(,"seed":1,"statistics":[],"class_matrix":null}})");
    REQUIRE(report.has_value());
    CHECK(report->sentences[1].find(words) != std::string::npos);
  }
}

TEST_CASE("an axis reaches below 0 where values do, and its ticks hold 0") {
  LineChart chart;
  for (const double y : {-0.0031, 0.0, 0.012}) {
    LinePoint point;
    point.x = static_cast<double>(chart.points.size());
    point.y = point.low = point.high = y;
    chart.points.push_back(point);
  }
  LineAxes axes = line_axes(chart, 3, 4);
  CHECK(axes.y0 <= -0.0031);
  CHECK(axes.y1 >= 0.012);
  CHECK(axes.shows(-0.0031));
  CHECK_FALSE(axes.shows(-1));
  const std::vector<double> ticks = axes.y_ticks();
  CHECK(ticks.front() == doctest::Approx(axes.y0));
  CHECK(ticks.back() == doctest::Approx(axes.y1));
  CHECK(std::find(ticks.begin(), ticks.end(), 0.0) != ticks.end());
  chart.points.resize(1);  // below 0 alone
  axes = line_axes(chart, 3, 4);
  CHECK(axes.y1 == 0);
  CHECK(axes.y0 <= -0.0031);
}

TEST_CASE("colors end at the largest cell that rests on enough, if there is one") {
  HeatMap map;
  map.cells = {{.value = 2, .defined = true}, {.value = 9, .defined = true, .uncertain = true}, {}};
  set_color_end(map);
  CHECK(map.max_value == 2);
  map.cells[0].uncertain = true;
  set_color_end(map);
  CHECK(map.max_value == 9);
}

TEST_CASE("axes begin at 0 and end at a tick, whatever the numbers") {
  for (const double highest : {1e-9, 0.0123, 0.1, 0.999, 7.0, 12345.0}) {
    CAPTURE(highest);
    LineChart chart;
    chart.bin_width = 50;
    for (int i = 0; i < 4; ++i) {
      LinePoint point;
      point.x = 25 + 50.0 * i;
      point.y = highest * (i + 1) / 4;
      chart.points.push_back(point);
    }
    const LineAxes axes = line_axes(chart, 3, 5);
    CHECK(axes.x0 == 0);
    CHECK(axes.x1 == 200);
    CHECK(axes.y1 >= highest * (1 - 1e-9));
    CHECK(axes.y1 < highest + axes.y_step * 1.001);
    const double ticks = axes.y1 / axes.y_step;
    CHECK(std::abs(ticks - std::round(ticks)) < 1e-9);
    CHECK(ticks <= 4);
    CHECK(axes.x_step == 50);
  }
  const LineAxes none = line_axes(LineChart{}, 3, 5);
  CHECK(none.y1 >= none.y_step);
  CHECK(none.x1 > none.x0);
}

TEST_CASE("figures and tables hold the lines, the controls and their words") {
  const LineChart line = distance_report(kProfile)->probability;
  const std::string svg = to_svg(line, std::vector<std::string>{"View: all"});
  for (const char* const words : {"<polyline", "<polygon", "Connection probability by distance",
                                  "from analyzable axons alone", "distance between somata"}) {
    CAPTURE(words);
    CHECK(svg.find(words) != std::string::npos);
  }
  CHECK(svg.find("nan") == std::string::npos);
  CHECK(to_svg(LineChart{}, {}).find("</svg>") != std::string::npos);
  const Table numbers = chart_table(line);
  CHECK(numbers.rows.size() == 2 + 2 + 101);
  CHECK(numbers.rows[0][1].number == 75);
  CHECK(numbers.rows[0][2].number == 0.1);

  const ControlsChart controls = chance_report(kNull)->controls;
  const std::string figure = to_svg(controls, {});
  CHECK(figure.find("Reciprocity") != std::string::npos);
  CHECK(figure.find("nan") == std::string::npos);
  const Table rows = chart_table(controls);
  REQUIRE(rows.rows.size() == 3 * 6 + 6);
  CHECK(rows.rows[8][1].text == "observed");
  CHECK(rows.rows[12][1].text == "p");
  CHECK(rows.rows[14][2].number == 0.1);
  CHECK(controls_range(controls.rows[1]) == std::pair(0.1, 0.25));
}

TEST_CASE("what a job could not count is said") {
  const auto distance = distance_report(
      R"({"about":{},"distance_profile":null,"distance_profile_why_not":"No positions."})");
  REQUIRE(distance.has_value());
  CHECK(distance->probability.points.empty());
  CHECK(distance->sentences == std::vector<std::string>{"No positions."});
  const auto chance = chance_report(R"({"about":{},"null":null,"null_why_not":"One set."})");
  REQUIRE(chance.has_value());
  CHECK(chance->controls.rows.empty());
  CHECK(chance->sentences == std::vector<std::string>{"One set."});
}

TEST_CASE("of a block the report says what the numbers rest on, what is left out, and both sides") {
  const auto report = chance_report(
      R"({"about":{},"null":{"model":"blocks","controls":9,"controls_done":9,"pairs":1200,)"
      R"("answerable_connections":31,"modularity_why_not":"One class.","statistics":[],)"
      R"("class_matrix":{"groups":["A"],"post_groups":["B","C"],"observed":[[4,2]],)"
      R"("mean":[[2,0]],"sd":[[1,0]],"z":[[2,null]],"p":[[0.2,1]],"q":[[0.4,1]]}}})");
  REQUIRE(report.has_value());
  CHECK(report->maps[0].labels == std::vector<std::string>{"A"});
  CHECK(report->maps[0].columns() == std::vector<std::string>{"B", "C"});
  REQUIRE(report->maps[0].cells.size() == 2);
  CHECK(report->maps[0].cells[0].value == 2);
  CHECK(report->maps[0].cells[0].tooltip.find("A to B\n4 connections") == 0);
  CHECK_FALSE(report->maps[0].cells[1].defined);
  CHECK(
      report->sentences[1] ==
      "Controls have connections among the 1,200 ordered pairs of the block alone; reciprocity is "
      "of the 31 connections whose way back is in the block, too.");
  CHECK(report->sentences[2] == "Left out: modularity. One class.");
}

TEST_CASE("too many groups for numbers by group are told once, with what to do") {
  const std::string why = R"("There are 129 classes: choose another column for the groups.")";
  const auto sentence = [&](const char* about, const std::string& modularity) {
    return chance_report(std::string(R"({"about":{)") + about +
                         R"(},"null":{"model":"rewired","controls":9,"controls_done":9,)" +
                         R"("modularity_why_not":)" + modularity + R"(,"statistics":[],)" +
                         R"("class_matrix":null,"class_matrix_why_not":)" + why + "}}")
        ->sentences;
  };
  CHECK(sentence("", why)[1] ==
        "Left out: modularity and numbers by class. There are 129 classes: choose another column "
        "for the groups.");
  CHECK(sentence(R"("grouped_by":"region")", why)[1] ==
        "Left out: modularity and numbers by region. There are 129 groups: choose another column "
        "for the groups.");
  const auto of_block = sentence("", R"("One class.")");
  CHECK(of_block[1] == "Left out: modularity. One class.");
  CHECK(of_block[2].find("Left out: numbers by class. There are 129") == 0);
}

TEST_CASE("text that is no result gives no report") {
  for (const char* text :
       {"", "{", "[]", "{}", R"({"about":{}})", R"({"about":{},"distance_profile":{}})",
        R"({"about":{},"distance_profile":{"connected":[-1]}})",
        R"({"about":{},"distance_profile":{"connected":[1],"pairs":[1,2]}})",
        R"({"about":{},"null":{}})"}) {
    CAPTURE(text);
    CHECK_FALSE(distance_report(text).has_value());
    CHECK_FALSE(chance_report(text).has_value());
  }
}

TEST_CASE("every null model has a sentence of its own") {
  std::vector<std::string> sentences;
  for (const char* model :
       {"erdos-renyi", "blocks", "rewired", "configuration", "distance", "neurons"}) {
    const std::string sentence = null_model_sentence(model);
    for (const std::string& other : sentences) CHECK(sentence != other);
    sentences.push_back(sentence);
  }
}

TEST_CASE("reciprocity and synapses by class, and the fall by bin, stand against the controls") {
  auto json = nlohmann::json::parse(kNull);
  auto& null = json["null"];
  null["class_matrix"]["reciprocity"] = nlohmann::json::parse(
      R"({"observed":[[0.5,0],[null,0.5]],"mean":[[0.25,0.5],[null,0.125]],"sd":[[0.05,0],[null,1]],
"z":[[5,null],[null,0.4]],"p":[[0.02,0.5],[null,1]],"q":[[0.04,0.75],[null,1]]})");
  null["class_matrix"]["mean"] = {{40, 1}, {0, 4}};
  null["distance_profile"] = nlohmann::json::parse(
      R"({"bin_um":50.0,"pairs":[200,0,50],"connected":[20,0,1],"observed":[0.1,null,0.02],
"mean":[0.05,null,0.02],"sd":[0.01,null,0],"z":[5,null,null],"p":[0.02,null,1],
"q":[0.04,null,1]})");
  json["about"]["grouped_by"] = "region";
  json["analyzable"] = json;
  json["analyzable"]["about"] = {{"pre_neurons", 4}};
  json["about"]["pre_neurons"] = json["about"]["post_neurons"] = json["about"]["neurons"] = 9;
  const auto report = chance_report(json.dump());
  REQUIRE(report.has_value());
  REQUIRE(report->maps.size() == 2);
  CHECK(report->maps[0].title == "Connections over chance, by region");
  const HeatMap& map = report->maps[1];
  CHECK(map.title == "Reciprocity over chance, by region");
  CHECK(map.cells[0].value == 2);
  CHECK_FALSE(map.cells[0].uncertain);  // ten answers expected
  CHECK(map.cells[0].tooltip.find("A to A\n50.0 %, 4 connections, controls 25.0 % ± 5.00 % "
                                  "(mean and sd)\nz = 5, p = 0.02, q = 0.04.") == 0);
  CHECK(map.cells[0].tooltip.find("On analyzable axons alone: 2; 50.0 %") != std::string::npos);
  CHECK_FALSE(map.cells[2].defined);
  CHECK(map.cells[3].uncertain);
  CHECK(map.caption.find("corrected for 3 cells (Benjamini and Hochberg), below 0.05 in 1.") !=
        std::string::npos);
  REQUIRE(report->profiles.size() == 2);
  const LineChart& chart = report->profiles[0];
  REQUIRE(chart.points.size() == 2);
  CHECK(chart.points[0].x == 25);
  CHECK(chart.points[0].y == 0.05);
  CHECK(chart.points[0].high == doctest::Approx(0.0696));
  CHECK(chart.curve[0].y == 0.1);
  CHECK(chart.points[0].tooltip.find("0 to 50 µm: 10.0 % of 200 ordered pairs\ncontrols 5.00 % ± "
                                     "1.00 % (mean and sd)\nz = 5, p = 0.02") == 0);
  CHECK(chart.points[1].faint);
  CHECK(chart.caption ==
        "n = 21 connections among 250 ordered pairs; band: mean ± 1.96 sd of 40 controls. q is p "
        "corrected for 2 bins (Benjamini and Hochberg), below 0.05 in 1.");
  CHECK(report->profiles[1].title.ends_with(", analyzable axons alone"));
  // In a file the test of each bin has columns of its own, and what was observed none of it.
  const Table table = chart_table(chart);
  REQUIRE(table.columns.size() == 10);
  CHECK(table.columns[6].title == "sd of the controls");
  CHECK(table.columns[9].title == "q");
  REQUIRE(table.rows.size() == 4);
  CHECK(table.rows[0][6].number == 0.01);
  CHECK(table.rows[0][7].number == 5);
  CHECK(table.rows[0][8].number == 0.02);
  CHECK(table.rows[2][0].text == "this network");
  CHECK(table.rows[2][8].text.empty());
}

TEST_CASE("neurons are matched by columns of numbers, and a note says when they are not") {
  const std::vector<Column> columns = {
      Column{"class", ColumnRole::CellClass, ColumnKind::Category, {"A"}},
      Column{"id", ColumnRole::NeuronId, ColumnKind::Integer, {}},
      Column{"depth", ColumnRole::None, ColumnKind::Real, {}}};
  CHECK(match_column(columns, "depth") == 2u);
  CHECK_FALSE(match_column(columns, "id").has_value());
  CHECK_FALSE(match_column(columns, "").has_value());
  CHECK(match_note(columns, "").empty());
  CHECK(match_note(columns, "depth").empty());
  CHECK(match_note(columns, "class") ==
        "The column \"class\" has no numbers to match neurons by: other neurons are matched by "
        "their groups.");
  CHECK(match_note(columns, "x") ==
        "This dataset has no column \"x\": other neurons are matched by their groups.");
}

TEST_CASE("where so few controls cannot make one q small, that is said instead of how many are") {
  CHECK(corrected_words(9, "cell", 0, 999, "control") ==
        "q is p corrected for 9 cells (Benjamini and Hochberg), below 0.05 in 0.");
  CHECK(corrected_words(121, "cell", 3, 99, "control") ==
        "q is p corrected for 121 cells (Benjamini and Hochberg), below 0.05 in 3.");
  CHECK(
      corrected_words(121, "cell", 0, 99, "control") ==
      "q is p corrected for 121 cells (Benjamini and Hochberg). With 99 controls no p is below "
      "0.02, and no q below 0.05 unless 49 or more of the 121 cells have that p; for one alone it "
      "takes 4,840.");
  CHECK(few_draws_sentence(20, "row", 5, "control") ==
        "With 5 controls no p is below 0.3333, and no q below 0.05; for one alone it takes 800.");
  CHECK(few_draws_sentence(20, "row", 800, "control").empty());
  // As the correction itself has it: one planted cell, and 49 of them.
  for (const std::size_t planted : {std::size_t{1}, std::size_t{48}, std::size_t{49}}) {
    std::vector<double> p(121, 1);
    std::fill_n(p.begin(), planted, 2.0 / 100);
    CHECK((benjamini_hochberg(p)[0] < 0.05) == (planted == 49));
  }
  std::vector<double> one(121, 1);
  one[0] = 2.0 / 4841;
  CHECK(benjamini_hochberg(one)[0] < 0.05);
  one[0] = 2.0 / 4800;
  CHECK_FALSE(benjamini_hochberg(one)[0] < 0.05);
}
