#include "report/comparison_report.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <utility>

#include "base/json.h"
#include "report/chart_tables.h"
#include "report/measure_words.h"
#include "report/to_csv.h"
#include "report/to_svg.h"

using namespace cnx;

namespace {

constexpr const char* kResult =
    R"({"about":{},"comparison":{"a":{"neurons":40,"connections":312,"answered":31,"synapses":468},)"
    R"("b":{"neurons":1200,"connections":14388,"answered":0,"synapses":14388},"shared_neurons":2,)"
    R"("permutations":999,"permutations_done":3,"seed":7,"statistics":{)"
    R"("connection_probability":{"a":0.2,"a_n":1560,"a_low":0.181,"a_high":0.2206,"b":0.01,)"
    R"("b_n":1438800,"b_low":0.00984,"b_high":0.01016,"difference":0.19,"ratio":20.0,"permutations":3,)"
    R"("mean":0.0025,"sd":0.01,"z":18.75,"p_high":0.25,"p_low":1.0,"p":0.5,"q":0.5,)"
    R"("values":[0.0125,-0.0075,0.0025]},)"
    R"("reciprocity":{"a":0.0993,"a_n":312,"a_low":null,"a_high":null,"b":0.0,"b_n":0,)"
    R"("b_low":null,"b_high":null,)"
    R"("difference":0.0993,"ratio":null,"permutations":3,)"
    R"("mean":0.0,"sd":0.0,"z":null,"p_high":0.001,"p_low":1.0,"p":0.002,"q":0.008,)"
    R"("values":[0.0,0.0,null]},)"
    R"("mean_degree":{"a":7.8,"a_n":40,"a_low":7.1,"a_high":8.5,"b":11.99,"b_n":1200,)"
    R"("b_low":null,"b_high":null,"difference":-4.19,"ratio":0.650542,"permutations":3,)"
    R"("mean":-4.0,"sd":1.0,"z":-0.19,"p_high":0.5,"p_low":0.75,"p":1.0,"q":1.0,)"
    R"("values":[-3.0,-4.0,-5.0]},)"
    R"("synapses_per_connection":{"a":null,"b":1.0,"difference":null,"ratio":null,)"
    R"("permutations":0,"mean":null,"sd":null,"z":null,"p_high":null,"p_low":null,"p":null,)"
    R"("q":null,"values":[]}}}})";

}  // namespace

TEST_CASE("both sets stand beside each other with their sizes, and what is shared is said") {
  const Table table = comparison_report(kResult).numbers;
  CHECK(table.caption ==
        "Connections among A's own neurons, and among B's own. 2 neurons of both sets are left out "
        "of "
        "both. Below a value: its 95 % interval, where it has one, and n, which it rests on.");
  REQUIRE(table.rows.size() == 6);
  const auto texts = [&](std::size_t row) {
    std::vector<std::string> all;
    for (const ComparisonColumn column : {ComparisonColumn::NameShown, ComparisonColumn::A,
                                          ComparisonColumn::B, ComparisonColumn::Ratio}) {
      all.push_back(table.rows[row][static_cast<std::size_t>(column)].text);
    }
    return all;
  };
  using Texts = std::vector<std::string>;
  CHECK(texts(0) == Texts{"Neurons", "40", "1,200", ""});
  CHECK(texts(1) == Texts{"Connections", "312", "14,388", ""});
  CHECK(texts(2) == Texts{"Connection probability\nn: ordered pairs",
                          "20.0 %\n18.1 to 22.1 %\nn = 1,560",
                          "1.00 %\n0.98 to 1.02 %\nn = 1,438,800", "20 ×"});
  CHECK(texts(3) == Texts{"Reciprocity\nn: connections", "9.93 %\nn = 312", "0 %\nn = 0", "–"});
  // Where one of the sets has an interval, the other one has a line for it.
  CHECK(texts(4) == Texts{"Mean degree\nn: neurons", "7.8\n7.1 to 8.5\nn = 40",
                          "11.99\n–\nn = 1,200", "0.6505 ×"});
  CHECK(texts(5) == Texts{"Synapses per connection\nn: connections", "–", "1", "–"});
  CHECK(set_words(table.rows[0], ComparisonColumn::A) == "40");
  CHECK(set_words(table.rows[2], ComparisonColumn::B) ==
        "1.00 % (95 % interval 0.98 to 1.02 %, n = 1,438,800 ordered pairs)");
  CHECK(set_words(table.rows[3], ComparisonColumn::A) == "9.93 % (n = 312 connections)");
}

TEST_CASE("a file has n and the ends of the intervals of both sets as numbers") {
  const std::string csv = to_csv(comparison_report(kResult).numbers, {});
  CHECK(csv.find("of the set,A,B,A / B,n counts,n of A,n of B,interval of A from,interval of A to,"
                 "interval of B from,interval of B to\r\n") != std::string::npos);
  CHECK(csv.find("\r\nNeurons,40,1200,,,,,,,,\r\n") != std::string::npos);
  CHECK(csv.find("\r\nConnection probability,0.2,0.01,20,ordered pairs,1560,1438800,0.181,0.2206,"
                 "0.00984,0.01016\r\n") != std::string::npos);
  CHECK(csv.find("\r\nReciprocity,0.0993,0,,connections,312,0,,,,\r\n") != std::string::npos);
}

TEST_CASE("differences of every kind are on one axis in standard deviations of the deals") {
  const NamedBars chart = comparison_report(kResult).effects;
  REQUIRE(chart.bars.size() == 2);  // all deals of the reciprocity are equal
  CHECK(chart.bars[0].label == "Connection probability");
  CHECK(chart.bars[0].value == 18.75);
  CHECK(chart.bars[0].text == "18.8");
  CHECK(chart.bars[0].expected == 0.0);
  // Percentiles between -1, 0 and 1 standard deviations, as numpy.percentile has them.
  CHECK(chart.bars[0].low == doctest::Approx(-0.95));
  CHECK(chart.bars[0].high == doctest::Approx(0.95));
  CHECK(chart.bars[1].value == -0.19);
  CHECK(chart.bars[1].text == "−0.2");
  CHECK(chart.caption.starts_with("n = 3 random deals; "));
  CHECK(to_svg(chart, {}).find(">Mean degree<") != std::string::npos);
}

TEST_CASE("differences of shares are in percentage points, and what has no difference has no row") {
  const ControlsChart chart = comparison_report(kResult).permutations;
  CHECK(chart.title == "Difference A − B against 3 random deals");
  CHECK(chart.caption.find("Seed 7.") != std::string::npos);
  REQUIRE(chart.rows.size() == 3);
  CHECK(chart.rows[0].observed == doctest::Approx(19));
  CHECK(chart.rows[0].values.size() == 3);
  CHECK(chart.rows[0].text ==
        "A − B = 19.0 percentage points; dealt out 0.2 ± 1.0, z = 18.8, p = 0.5, q = 0.5");
  CHECK_FALSE(chart.rows[0].remarkable);
  CHECK(chart.rows[1].values.size() == 2);  // one deal left a set without connections
  CHECK(chart.rows[1].remarkable);          // by q
  CHECK(chart.rows[1].text.find("z = –, p = 0.002") != std::string::npos);
  CHECK(chart.rows[2].text == "A − B = −4.2; dealt out −4.0 ± 1.0, z = −0.2, p = 1, q = 1");
  CHECK(chart.rows[0].high_text == "19 pp");
  // Each with what was observed, mean, sd, z, p and q, and the deals.
  const Table table = chart_table(chart);
  CHECK(table.rows.size() == 3 * 6 + 3 + 2 + 3);
  CHECK(table.rows[0][0].text == "Connection probability (percentage points)");
  CHECK(table.rows[3][1].text == "z");
  CHECK(table.rows[3][2].number == chart.rows[0].z);
  CHECK(to_svg(chart, {}).find("Reciprocity") != std::string::npos);
}

TEST_CASE("what takes longer has a row once it is dealt, and says of how many deals") {
  std::string text = kResult;
  const auto put = [&](const std::string& before, const std::string& words) {
    text.insert(text.find(before), words);
  };
  put(R"("statistics")", R"("costly_permutations":199,"costly_permutations_done":2,)"
                         R"("modularity_why_not":"One class.","simplices_truncated":true,)");
  put(R"("synapses_per_connection")",
      R"("modularity":{"a":0.25,"b":-0.125,"difference":0.375,"ratio":-2.0,"permutations":2,)"
      R"("mean":0.0,"sd":0.1,"z":3.75,"p_high":0.34,"p_low":1.0,"p":0.68,"q":0.7,"values":[0.1,-0.1]},)"
      R"("largest_core":{"a":7.0,"b":5.0,"difference":2.0,"ratio":1.4,"permutations":0,"mean":null,)"
      R"("sd":null,"z":null,"p_high":null,"p_low":null,"p":null,"q":null,"values":[]},)");
  const ComparisonReport report = comparison_report(text);
  REQUIRE(report.numbers.rows.size() == 8);
  CHECK(report.numbers.rows[5][0].text == "Modularity of the groups");
  CHECK(report.numbers.rows[5][2].text == "0.25");
  CHECK(report.numbers.rows[6][0].text == "Largest core number");
  REQUIRE(report.permutations.rows.size() == 4);  // the core waits for its first deal
  CHECK(report.permutations.rows[3].text ==
        "A − B = 0.38; dealt out 0.00 ± 0.10, z = 3.8, p = 0.68, q = 0.7");
  CHECK(report.permutations.caption.find("of the first 2 deals.") != std::string::npos);
  CHECK(report.caveat.find("Left out: modularity. One class.") != std::string::npos);
  CHECK(report.caveat.find("more than 20 neurons") != std::string::npos);
}

TEST_CASE("a mean synapse size has its n, the synapses of each set, or the reason why it is not") {
  std::string text = kResult;
  const auto put = [&](const std::string& before, const std::string& words) {
    text.insert(text.find(before), words);
  };
  put(R"("statistics")", R"("sizes_why_not":"Not here.",)");
  CHECK(comparison_report(text).caveat.find("Left out: sizes and places of synapses. Not here.") !=
        std::string::npos);
  text = kResult;
  put(R"("synapses":468)", R"("size_sum":468000,)");
  put(R"("synapses_per_connection")",
      R"("mean_synapse_size":{"a":1000.0,"b":800.0,"difference":200.0,"ratio":1.25,"permutations":3,)"
      R"("mean":0.0,"sd":100.0,"z":2.0,"p_high":0.25,"p_low":1.0,"p":0.5,"q":0.5,"values":[1,2,3]},)");
  const ComparisonReport report = comparison_report(text);
  REQUIRE(report.numbers.rows.size() == 8);
  CHECK(report.numbers.rows[2][0].text == "Synapses");
  CHECK(report.numbers.rows[2][2].text == "468");
  CHECK(report.numbers.rows[2][3].text == "14,388");
  CHECK(report.numbers.rows[6][0].text == "Mean synapse size, voxels");
  CHECK(report.numbers.rows[6][4].text == "1.25 ×");
}

TEST_CASE("what is near and what is clumped is said beside the shares, or why there are none") {
  std::string text = kResult;
  const auto put = [&](const std::string& words) {
    text.insert(text.find(R"("statistics")"), words);
  };
  put(R"("near_um":50,"clump_um":1500,)");
  std::string caveat = comparison_report(text).caveat;
  CHECK(caveat.find("Near the soma: at most 50 µm from that of the post neuron. Clumped: another "
                    "synapse of the same connection at most 1,500 µm away.") != std::string::npos);
  text = kResult;
  put(R"("near_soma_why_not":"No soma.","clumped_why_not":"No place.",)");
  caveat = comparison_report(text).caveat;
  CHECK(caveat.find("Left out: synapses near the soma. No soma. Left out: clumped synapses. No "
                    "place.") != std::string::npos);
  CHECK(measure_title("clumped_share") == "Clumped synapses");
  CHECK(measure_is_share("near_soma_share"));
  CHECK(measure_n_title("clumped_share") == "synapses of connections with two or more");
}

TEST_CASE("where nothing can be compared the reason stands alone") {
  const ComparisonReport report =
      comparison_report(R"({"about":{},"comparison":null,"comparison_why_not":"No set."})");
  CHECK(report.why_not == "No set.");
  CHECK(report.numbers.rows.empty());
  CHECK(report.permutations.rows.empty());
}

TEST_CASE("what differs on analyzable axons stands below what differs of all") {
  std::string result = kResult, good = kResult;
  for (const auto& [all, some] :
       {std::pair{"\"neurons\":40", "\"neurons\":4"}, std::pair{"\"a\":0.2,", "\"a\":0.5,"},
        std::pair{"\"difference\":0.19", "\"difference\":0.49"}}) {
    good.replace(good.find(all), std::string(all).size(), some);
  }
  result.insert(result.size() - 1, ",\"analyzable\":" + good);
  const ComparisonReport report = comparison_report(result);
  REQUIRE(report.numbers.rows.size() == 12);
  CHECK(report.numbers.rows[1][0].text == "… on analyzable axons");
  CHECK(report.numbers.rows[1][2].text == "4");
  CHECK(report.numbers.rows[4][2].text.starts_with("20.0 %\n"));
  CHECK(report.numbers.rows[5][2].text.starts_with("50.0 %\n"));
  REQUIRE(report.permutations.rows.size() == 6);
  CHECK(report.permutations.rows[0].observed == doctest::Approx(19));
  CHECK(report.permutations.rows[1].name == "… on analyzable axons");
  CHECK(report.permutations.rows[1].observed == doctest::Approx(49));
  CHECK(report.caveat.find("of the 4 neurons of A and the 1,200 neurons of B") !=
        std::string::npos);

  result = kResult;
  result.replace(result.find("{}"), 2, R"({"proofreading_known":true})");
  result.insert(result.size() - 1, R"(,"analyzable":null,"analyzable_why_not":"Too few.")");
  CHECK(comparison_report(result).numbers.rows.size() == 6);
  CHECK(comparison_report(result).caveat.ends_with(" Too few."));

  result = kResult;
  result.insert(result.size() - 1,
                R"(,"analyzable":{"comparison":null,"comparison_why_not":"Each needs two."})");
  CHECK(comparison_report(result).caveat.ends_with(" On analyzable axons alone: Each needs two."));
}

TEST_CASE("cells have a map of A over B and bins a table, each with n, z and a q of its own") {
  Json json = parse_json(kResult);
  Json& comparison = json["comparison"];
  comparison["costly_permutations_done"] = 199;
  comparison["class_matrix"] = parse_json(
      R"({"groups":["x","y"],"post_groups":["y"],"a":{"connections":[[30],[4]],"pairs":[[100],[80]],)"
      R"("probability":[[0.3],[0.05]]},"b":{"connections":[[10],[0]],"pairs":[[100],[0]],)"
      R"("probability":[[0.1],[null]]},"difference":[[0.2],[null]],"mean":[[0.01],[null]],)"
      R"("sd":[[0.04],[null]],"z":[[4.75],[null]],"p":[[0.002],[null]],"q":[[0.002],[null]]})");
  comparison["distance_profile"] = parse_json(
      R"({"bin_um":50.0,"a":{"connected":[3,1],"pairs":[10,20],"probability":[0.3,0.05]},)"
      R"("b":{"connected":[1],"pairs":[10],"probability":[0.1]},"difference":[0.2,null],)"
      R"("mean":[0.0,null],"sd":[0.1,null],"z":[2.0,null],"p":[0.04,null],"q":[0.04,null]})");
  const ComparisonReport report = comparison_report(json.dump());
  REQUIRE(report.cells.has_value());
  const HeatMap& map = *report.cells;
  CHECK(map.title == "Connection probability of A over that of B, by class");
  CHECK(map.labels == std::vector<std::string>{"x", "y"});
  CHECK(map.columns() == std::vector<std::string>{"y"});
  REQUIRE(map.cells.size() == 2);
  CHECK(map.bar_mark == 1.0);
  CHECK(map.cells[0].value == doctest::Approx(3));
  CHECK(map.cells[0].n == 40);
  CHECK(map.cells[0].q == 0.002);
  CHECK_FALSE(map.cells[0].uncertain);
  CHECK(map.cells[0].tooltip ==
        "x to y\nA 30.0 % of 100 pairs, B 10.0 % of 100 pairs\nA − B = 20 percentage points; "
        "dealt out 1 ± 4\nz = 4.8, p = 0.002, q = 0.002.");
  CHECK_FALSE(map.cells[1].defined);
  CHECK(map.cells[1].uncertain);
  CHECK(map.caption.find("corrected for 1 cell") != std::string::npos);
  REQUIRE(report.bins.has_value());
  REQUIRE(report.bins->rows.size() == 2);
  const auto& row = report.bins->rows[0];
  CHECK(row[0].text == "0 to 50 µm");
  CHECK(row[1].text == "30.0 %");
  CHECK(row[3].text == "10.0 %");
  CHECK(row[5].text == "20");
  CHECK(row[8].number == 0.04);
  CHECK(report.bins->rows[1][3].text == "–");
  // The screen has room for three numbers beside the distance.
  std::vector<std::string> shown;
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (report.bins->columns[c].use != ColumnUse::Files) shown.push_back(row[c].text);
  }
  REQUIRE(shown.size() == 4);
  CHECK(shown[1].starts_with("30.0 %\nn = "));
  CHECK(shown[3].starts_with("20\nz "));
  CHECK(shown[3].find(", q 0.04") != std::string::npos);
  CHECK(report.bins->caption.find("corrected for 1 bin") != std::string::npos);

  // What analyzable axons have stands beside.
  json["about"] = {{"neurons", 9}, {"pre_neurons", 9}, {"post_neurons", 9}};
  json["analyzable"] = {{"about", json["about"]}, {"comparison", comparison}};
  const ComparisonReport both = comparison_report(json.dump());
  CHECK(both.cells->cells[0].analyzable == doctest::Approx(3));
  CHECK(both.cells->cells[0].tooltip.find("On analyzable axons alone: 3; A 30.0 %") !=
        std::string::npos);
  CHECK(both.bins->columns.back().title == "A − B on analyzable axons");
  CHECK(both.bins->rows[0].back().text == "20");

  json.erase("analyzable");
  // A difference can be told where B has no connection, but not where it has no pair.
  json["comparison"]["class_matrix"]["b"]["probability"][0][0] = 0.0;
  CHECK(comparison_report(json.dump()).cells.has_value());
  json["comparison"]["class_matrix"]["difference"][0][0] = nullptr;
  CHECK_FALSE(comparison_report(json.dump()).cells.has_value());
  CHECK(comparison_report(json.dump())
            .cells_why_not.starts_with("No cell of the class matrix has pairs"));
  json["comparison"]["class_matrix"] = nullptr;
  json["comparison"]["class_matrix_why_not"] = "Too many.";
  const ComparisonReport none = comparison_report(json.dump());
  CHECK_FALSE(none.cells.has_value());
  CHECK(none.cells_why_not == "Too many.");
}

TEST_CASE("two blocks say their sides, the interval of the difference, and what was dealt out") {
  Json json = parse_json(kResult);
  Json& comparison = json["comparison"];
  comparison.erase("shared_neurons");
  for (const char* const which : {"a", "b"}) {
    comparison[which].erase("neurons");
    comparison[which]["pre_neurons"] = 1200;
    comparison[which]["post_neurons"] = 30;
    comparison[which]["pairs"] = 36'000;
  }
  comparison["dealt"] =
      parse_json(R"({"pre":{"a":1200,"b":1200,"both":0},"post":{"a":20,"b":20,"both":10}})");
  Json& probability = comparison["statistics"]["connection_probability"];
  probability["difference_low"] = 0.15;
  probability["difference_high"] = 0.225;
  const ComparisonReport report = comparison_report(json.dump());
  CHECK(report.numbers.caption ==
        "Connections from A's sending neurons onto its receiving ones, and from B's onto B's. The "
        "connection probabilities differ by 19 percentage points, 95 % interval 15 to 22.5 (as if "
        "pairs were independent). Below a value: its 95 % interval, where it has one, and n, which "
        "it "
        "rests on.");
  CHECK(report.numbers.columns[0].title == "of the block");
  REQUIRE(report.numbers.rows.size() == 8);
  CHECK(report.numbers.rows[0][0].text == "Sending neurons");
  CHECK(report.numbers.rows[0][static_cast<std::size_t>(ComparisonColumn::A)].text == "1,200");
  CHECK(report.numbers.rows[2][0].text == "Pairs");
  CHECK(
      report.caveat.starts_with("Dealt out: of those who send 1,200 of A and 1,200 of B; of those "
                                "who receive 20 of A and 20 of B (10 of both stay). "));
  CHECK(report.permutations.caption.find("the blocks as they are") != std::string::npos);
  comparison["permutations_why_not"] = "Nothing to deal.";
  CHECK(comparison_report(json.dump()).caveat.starts_with("Nothing to deal. "));
}
