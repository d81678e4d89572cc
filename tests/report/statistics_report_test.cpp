#include "report/statistics_report.h"

#include <doctest/doctest.h>

#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "report/chart_tables.h"
#include "report/to_csv.h"
#include "view/number_text.h"

using namespace cnx;

namespace {

/// 0 <-> 1, 1 -> 2, an autapse on 3; 0 and 1 are of class A, 2 and 3 of C, nobody of B.
LocalStatistics by_hand() {
  LocalStatistics s;
  s.neurons = s.pre_neurons = s.post_neurons = 4;
  s.connections = 4;
  s.synapses = 9;
  s.autapses = 1;
  s.reciprocal_pairs = 1;
  s.answered = 2;
  s.pairs = 12;
  s.out_degrees = {2, 1, 1};
  s.in_degrees = {1, 3};
  s.groups.group_count = s.groups.post_group_count = 3;
  s.groups.post_group_sizes = {2, 0, 2};
  s.groups.answered = s.groups.analyzable_connections = s.groups.analyzable_pairs =
      std::vector<std::uint64_t>(9, 0);
  s.groups.group_sizes = {2, 0, 2};
  s.groups.connections = {2, 0, 1, 0, 0, 0, 0, 0, 0};
  s.groups.way_back = {2, 0, 0, 0, 0, 0, 1, 0, 0};
  s.groups.synapses = {5, 0, 2, 0, 0, 0, 0, 0, 0};
  s.groups.pairs = {2, 0, 4, 0, 0, 0, 4, 0, 2};
  s.analyzable_pre_neurons = 2;
  s.analyzable_connections = 2;
  s.analyzable_pairs = 6;
  return s;
}

const std::vector<std::string> kNames = {"A", "B", "C"};
constexpr PairValidity kHalf{true, true, 12, 6, 3, 9};

const StatisticLine& line(const StatisticsReport& report, const std::string& name) {
  for (const StatisticLine& one : report.lines) {
    if (one.name == name) return one;
  }
  FAIL("no line " << name);
  return report.lines.front();
}

}  // namespace

TEST_CASE("a network counted by hand: each number with its n") {
  const StatisticsReport report =
      statistics_report(by_hand(), 0, 2, "4 of 9 neurons", kNames, kHalf);
  CHECK(line(report, "Neurons").value == "4");
  CHECK(line(report, "Neurons").n == "4 of 9 neurons");
  CHECK(line(report, "Connections").n == "n = 4 neurons; 1 autapse included");
  CHECK(line(report, "Synapses").n == "n = 4 connections, 2.25 each on average");
  CHECK(line(report, "Connection probability").value == "25.0 %");
  // Wilson's interval of 3 of 12, from a table: 8.9 % to 53.2 %.
  CHECK(line(report, "Connection probability").n ==
        "3 of 12 ordered pairs, 95 % interval 8.9 to 53.2 %");
  CHECK(line(report, "Density").value == "25.0 %");
  CHECK(line(report, "Density").n == "4 of 16 entries of the connection matrix");
  CHECK(line(report, "Reciprocity").value == "66.7 %");
  // Wilson's interval of 1 of 2 pairs, each end x as 2x / (1 + x).
  CHECK(line(report, "Reciprocity").n ==
        "2 of 3 connections (1 reciprocal pair), 95 % interval 17.3 to 95.0 %");
  CHECK(line(report, "Reciprocity").numbers.n == 3);
  CHECK(line(report, "Reciprocity over chance").value == "2.67 ×");
  CHECK(line(report, "Reciprocity over chance").n ==
        "n = 3 connections, of which chance answers 25.0 %");
  for (const StatisticLine& one : report.lines) {
    CAPTURE(one.name);
    CHECK_FALSE(one.n.empty());
    CHECK_FALSE(one.tooltip.empty());
  }
}

TEST_CASE("the matrix leaves out classes without a neuron and marks few pairs") {
  const StatisticsReport report = statistics_report(by_hand(), 0, 2, "", kNames, kHalf);
  CHECK(report.group_names == std::vector<std::string>{"A", "C"});
  CHECK(report.probability.labels == report.group_names);
  REQUIRE(report.probability.cells.size() == 4);
  CHECK(report.probability.cells[0].text == "100 %");
  CHECK(report.probability.cells[1].text == "25.0 %");
  CHECK(report.probability.cells[1].uncertain);
  CHECK(report.probability.cells[3].value == 0);
  CHECK(report.probability.cells[3].defined);
  CHECK(report.probability.max_value == 1);
  CHECK(report.connections.cells[1].text == "1");
  CHECK(report.connections.max_value == 2);
}

TEST_CASE(
    "reciprocity of a cell is over what chance would answer, shares of few pairs are marked") {
  LocalStatistics s = by_hand();
  s.groups.pairs = {90, 0, 200, 0, 0, 0, 200, 0, 90};
  s.groups.connections = {9, 0, 40, 0, 0, 0, 50, 0, 0};
  s.groups.way_back = {9, 0, 50, 0, 0, 0, 40, 0, 0};
  s.groups.answered = {3, 0, 20, 0, 0, 0, 20, 0, 0};
  const StatisticsReport report = statistics_report(s, 0, 2, "", kNames, kHalf);
  const auto& cells = report.reciprocity.cells;
  REQUIRE(cells.size() == 4);
  CHECK(cells[0].text == "3.33 ×");  // a third, where a tenth of the pairs are connected
  CHECK(cells[0].uncertain);         // 0.9 are expected
  CHECK(cells[1].text == "2.00 ×");  // half of them; a quarter of the way back are connected
  CHECK_FALSE(cells[1].uncertain);   // 10 are expected
  CHECK(cells[1].tooltip.find("20 of 40 connections are answered, 50.0 %") != std::string::npos);
  CHECK(cells[1].tooltip.find("by chance 25.0 %") != std::string::npos);
  CHECK(cells[2].text == "2.00 ×");  // 20 of 50; a fifth
  CHECK_FALSE(cells[3].defined);
  CHECK(report.reciprocity.max_value == 2);  // of those that are not hatched
  CHECK(report.output_share.cells[0].uncertain);
  CHECK(report.output_share.cells[1].uncertain);  // of seven synapses in all
  CHECK(report.output_share.cells[1].tooltip.find("2 of 7 synapses") != std::string::npos);
  s.groups.synapses = {50, 0, 50, 0, 0, 0, 0, 0, 0};
  const StatisticsReport many = statistics_report(s, 0, 2, "", kNames, kHalf);
  CHECK(many.output_share.cells[0].uncertain);  // 90 pairs
  CHECK_FALSE(many.output_share.cells[1].uncertain);
  CHECK(many.input_share.cells[1].uncertain);  // of 50 synapses
}

TEST_CASE("degrees in synapses and as cumulative shares count every neuron and connection") {
  LocalStatistics s = by_hand();
  s.in_strengths = {1, 0, 3};
  s.out_strengths = {2, 1, 0, 1};
  s.synapses_per_connection = {0, 1, 1, 1};
  const StatisticsReport report = statistics_report(s, 0, 2, "", kNames, kHalf);
  CHECK(report.in_strength.bars == std::vector<std::uint64_t>{1, 0, 3});
  CHECK(report.in_strength.caption == "n = 4 neurons, mean 1.5, median 2, largest 2");
  CHECK(report.out_strength.bars == std::vector<std::uint64_t>{2, 1, 0, 1});
  CHECK(report.synapses_per_connection.caption ==
        "n = 3 connections, mean 2.0, median 2, largest 3");
  CHECK(report.synapses_per_connection.y_title == "connections");
  const LineChart& chart = report.cumulative_degree;
  REQUIRE(chart.points.size() == 3);  // as far as the other goes
  CHECK(chart.points[0].y == 0.25);
  CHECK(chart.points[1].y == 1);
  CHECK(chart.points[2].y == 1);
  CHECK(chart.bin_width == 1);
  REQUIRE(chart.second.size() == 3);
  CHECK(chart.second[1].y == 0.75);
  CHECK(chart.second[1].tooltip == "75.0 % have at most 1\n3 of 4 neurons");
  // Of many degrees a hundred points are kept, the last among them.
  s.in_degrees.assign(2000, 0);
  s.in_degrees[1999] = 4;
  const StatisticsReport many = statistics_report(s, 0, 2, "", kNames, kHalf);
  CHECK(many.cumulative_degree.points.size() <= 102);
  CHECK(many.cumulative_degree.bin_width == 21);  // neighbors are joined
  CHECK(many.cumulative_degree.points.back().x == 1999);
  CHECK(many.cumulative_degree.points.back().y == 1);
  CHECK(many.cumulative_degree.points[many.cumulative_degree.points.size() - 2].y == 0);
}

TEST_CASE("a histogram as cumulative shares counts what has no bar as larger") {
  HistogramChart chart;
  chart.title = "Size";
  chart.x_title = "voxels";
  chart.y_title = "synapses";
  chart.caption = "n = 8 synapses";
  chart.bin_width = 2;
  chart.bars = {1, 2, 1};
  chart.beyond = 4;
  LineChart line = cumulative(chart);
  CHECK(line.title == "Size, cumulative");
  CHECK(line.caption == "n = 8 synapses");
  CHECK(line.y_title == "share of the synapses");
  REQUIRE(line.points.size() == 3);
  CHECK(line.second.empty());
  CHECK(line.points[0].x == 1);  // the last whole number of the bar
  CHECK(line.points[1].y == 0.375);
  CHECK(line.points[2].y == 0.5);
  CHECK(line.points[1].tooltip == "37.5 % at most 3\n3 of 8 synapses");
  CHECK(line.points[1].n == 8);
  chart.whole = false;
  chart.first = -2;
  chart.other = {1, 0, 1};
  chart.other_name = "from analyzable axons";
  chart.caption += "; line: the shape of 2 synapses from analyzable axons";
  line = cumulative(chart);
  CHECK(line.caption == "n = 8 synapses; dashed: 2 synapses from analyzable axons");
  CHECK(line.points[0].x == 0);  // the end of the bar
  CHECK(line.points[0].tooltip.starts_with("12.5 % below 0\n"));
  REQUIRE(line.second.size() == 3);
  CHECK(line.second[1].y == 0.5);
  CHECK(line.second[2].y == 1);
  CHECK(line.second_name == "from analyzable axons");
  chart.bars.clear();
  chart.other.clear();
  CHECK(cumulative(chart).points.empty());
  // The same as the degrees' own line where every degree has a bar.
  const StatisticsReport report = statistics_report(by_hand(), 0, 2, "", kNames, kHalf);
  const LineChart degrees = cumulative(report.in_degree);
  REQUIRE(degrees.points.size() <= report.cumulative_degree.points.size());
  for (std::size_t i = 0; i < degrees.points.size(); ++i) {
    CHECK(degrees.points[i].x == report.cumulative_degree.points[i].x);
    CHECK(degrees.points[i].y == report.cumulative_degree.points[i].y);
  }
}

TEST_CASE("lines are a table with a row for each") {
  const std::vector<StatisticLine> lines = {
      {"a", "1 %", "1 of 300", "What.", {1.0 / 300, 0.0006, 0.0186, 300, 0.01, 100}},
      {"b", "–", "none", ""}};
  const Table table = statistic_table("Counts", lines);
  CHECK(table.title == "Counts");
  REQUIRE(table.rows.size() == 2);
  const std::string csv = to_csv(table, {});
  CHECK(
      csv.ends_with("number,value,interval from,interval to,n,value on analyzable axons,n on "
                    "analyzable axons,as shown,in words\r\n"
                    "a,0.0033333333333333335,0.0006,0.0186,300,0.01,100,1 %,1 of 300\r\n"
                    "b,,,,,,,–,none\r\n"));
}

TEST_CASE("the verdict is a word with a sentence, and says the value on analyzable axons alone") {
  const LocalStatistics s = by_hand();
  const auto report = [&](const PairValidity& validity) {
    return statistics_report(s, 0, 2, "", kNames, validity);
  };
  const StatisticsReport half = report(kHalf);
  CHECK(half.verdict == Verdict::WithCare);
  CHECK(half.validity.find("33.3 % (2 of 6 ordered pairs") != std::string::npos);
  CHECK(half.validity.find("6 pairs are left out") != std::string::npos);
  CHECK(half.validity.find("75.0 % end at a proofread dendrite") != std::string::npos);
  CHECK(
      verdict_sentence(half) ==
      "With care: 50.0 % of the pairs start at an analyzable axon, 25.0 % at one that was followed "
      "as far as possible; on the pairs from analyzable axons onto any of these neurons the "
      "connection "
      "probability is 33.3 %.");
  CHECK(report({true, false, 12, 12, 12, 0}).verdict == Verdict::Sound);
  CHECK(report({true, false, 12, 3, 3, 0}).verdict == Verdict::NotReliable);
  const StatisticsReport unknown = report({});
  CHECK(unknown.verdict == Verdict::NotKnown);
  CHECK(unknown.validity.find("does not say which axons") != std::string::npos);
  CHECK(verdict_sentence(unknown) ==
        "Not known: The dataset does not say which axons were proofread.");
  CHECK(verdict_sentence(report({true, true, 0, 0, 0, 0})) ==
        "Not known: There is no pair of neurons to judge by.");
}

TEST_CASE("the probability on analyzable axons has its own line under that on all pairs") {
  const StatisticsReport report = statistics_report(by_hand(), 0, 2, "", kNames, kHalf);
  std::size_t at = 0;
  while (at < report.lines.size() && report.lines[at].name != "Connection probability") ++at;
  REQUIRE(at + 1 < report.lines.size());
  CHECK(report.lines[at + 1].name == "… from analyzable axons onto any of these");
  CHECK(report.lines[at + 1].value == "33.3 %");
  // Wilson's interval of 2 of 6, from a table: 9.7 % to 70.0 %.
  CHECK(report.lines[at + 1].n == "2 of 6 ordered pairs, 95 % interval 9.7 to 70.0 %");
  const StatisticsReport unknown = statistics_report(by_hand(), 0, 2, "", kNames, {});
  for (const StatisticLine& one : unknown.lines) CHECK(one.name != report.lines[at + 1].name);
}

TEST_CASE("counts and histograms have the numbers on analyzable axons behind their own") {
  StatisticsReport report = statistics_report(by_hand(), 0, 2, "4 of 9 neurons", kNames, kHalf);
  const StatisticsReport before = report;
  CHECK(report.analyzable.empty());
  LocalStatistics there;  // 0 <-> 1
  there.neurons = there.pre_neurons = there.post_neurons = 2;
  there.connections = there.answered = 2;
  there.synapses = 5;
  there.reciprocal_pairs = 1;
  there.pairs = 2;
  there.out_degrees = there.in_degrees = {0, 2};
  there.in_strengths = {0, 0, 1, 1};
  there.synapses_per_connection = {0, 0, 1, 1};
  add_analyzable(by_hand(), there, report);
  CHECK(report.analyzable ==
        "Numbers on analyzable axons are of the network of n = 2 neurons with an analyzable axon, "
        "among each other.");
  CHECK(line(report, "Neurons").n == "4 of 9 neurons; on analyzable axons 2");
  CHECK(line(report, "Synapses").n == line(before, "Synapses").n +
                                          "; on analyzable axons 5, n = 2 connections, 2.50 each "
                                          "on average");
  CHECK(line(report, "Density").n == line(before, "Density").n +
                                         "; on analyzable axons 50.0 %, 2 of 4 entries of the "
                                         "connection matrix");
  CHECK(line(report, "Reciprocity")
            .n.find("; on analyzable axons 100 %, 2 of 2 connections (1 "
                    "reciprocal pair), 95 % interval ") != std::string::npos);
  CHECK(line(report, "Connection probability").n.find("; on analyzable axons 100 %, 2 of 2 ") !=
        std::string::npos);
  CHECK(line(report, "… from analyzable axons onto any of these").n ==
        line(before, "… from analyzable axons onto any of these").n);
  CHECK(report.in_degree.caption == before.in_degree.caption +
                                        "; on analyzable axons n = 2 neurons, mean 1.0, median 1, "
                                        "largest 1");
  CHECK(report.synapses_per_connection.caption ==
        before.synapses_per_connection.caption +
            "; on analyzable axons n = 2 connections, mean 2.5, median 2, largest 3");
  CHECK(report.out_strength.caption ==
        before.out_strength.caption + "; on analyzable axons n = 0 neurons");
  CHECK(report.out_degree.bars == before.out_degree.bars);

  // Without a pair there is a dash, and it says what it rests on.
  StatisticsReport none = before;
  there = {};
  there.neurons = there.pre_neurons = 1;
  there.post_neurons = 0;
  add_analyzable(by_hand(), there, none);
  CHECK(line(none, "Connection probability").n ==
        line(before, "Connection probability").n +
            "; on analyzable axons –, 0 of 0 ordered pairs: nothing to divide by");
}

TEST_CASE("nothing to count gives dashes and no division") {
  LocalStatistics none;
  none.groups.group_count = none.groups.post_group_count = 3;
  none.groups.post_group_sizes = {0, 0, 0};
  none.groups.answered = none.groups.analyzable_connections = none.groups.analyzable_pairs =
      std::vector<std::uint64_t>(9, 0);
  none.groups.group_sizes = {0, 0, 0};
  none.groups.connections = none.groups.synapses = none.groups.pairs = none.groups.way_back =
      std::vector<std::uint64_t>(9, 0);
  const StatisticsReport report = statistics_report(none, 0, 0, "no neuron", kNames, kHalf);
  CHECK(line(report, "Connection probability").value == "–");
  CHECK(line(report, "Density").value == "–");
  CHECK(line(report, "Reciprocity").value == "–");
  CHECK(line(report, "Reciprocity over chance").value == "–");
  CHECK(report.group_names.empty());
  CHECK(report.in_degree.bars.empty());
  CHECK_FALSE(report.verdict.has_value());  // no neuron: nothing to warn of
  CHECK(verdict_sentence(report).empty());
}

TEST_CASE("of a block, each number rests on the neurons of its side") {
  LocalStatistics s = by_hand();  // from 0, 1, 2 onto 0, 1, 3
  s.pre_neurons = 3;
  s.post_neurons = 3;
  s.pairs = 7;
  s.answered = 1;
  s.groups.group_sizes = {2, 0, 1};
  s.groups.post_group_sizes = {2, 1, 0};
  const StatisticsReport report = statistics_report(s, 0, 2, "from A onto B", kNames, kHalf);
  CHECK(line(report, "Neurons").value == "4");
  CHECK(line(report, "Density").n == "4 of 9 entries of the connection matrix");
  // Wilson's of 1 of 3 connections, from a table.
  CHECK(line(report, "Reciprocity").n == "1 of 3 connections, 95 % interval 6.1 to 79.2 %");
  CHECK(line(report, "Reciprocity over chance").value == "0.78 ×");  // a third; 3 of 7 go back
  CHECK(report.validity.find("2 of 3 pre neurons have an axon") == 0);
  CHECK(report.in_degree.caption.substr(0, 13) == "n = 3 neurons");
  CHECK(report.cumulative_degree.caption == "n = 3 neurons that receive, 3 that send");
  // A class is there when it has a neuron on either side.
  CHECK(report.group_names == std::vector<std::string>(kNames.begin(), kNames.end()));
  CHECK(report.probability.cells[1].tooltip.find("(2 neurons) to B (1 neuron)") !=
        std::string::npos);
}

TEST_CASE("histograms keep every neuron, in bins of 1, 2, 5, 10 …, and know mean and median") {
  const StatisticsReport small = statistics_report(by_hand(), 0, 2, "", kNames, kHalf);
  CHECK(small.out_degree.bin_width == 1);
  CHECK(small.out_degree.bars == std::vector<std::uint64_t>{2, 1, 1});
  CHECK(small.out_degree.caption == "n = 4 neurons, mean 0.8, median 0, largest 2");

  std::mt19937 random(11);
  for (int round = 0; round < 50; ++round) {
    CAPTURE(round);
    LocalStatistics s = by_hand();
    s.in_degrees.assign(1 + random() % 3000, 0);
    for (std::uint32_t& count : s.in_degrees) count = random() % 3;
    s.in_degrees.back() = 1;
    s.neurons = std::accumulate(s.in_degrees.begin(), s.in_degrees.end(), std::uint64_t{0});
    s.pre_neurons = s.post_neurons = s.neurons;
    s.pairs = s.neurons * (s.neurons - 1) + 12;
    const HistogramChart chart = statistics_report(s, 0, 2, "", kNames, kHalf).in_degree;
    CHECK(chart.bars.size() <= 40);
    CHECK(std::accumulate(chart.bars.begin(), chart.bars.end(), std::uint64_t{0}) == s.neurons);
    std::vector<std::uint64_t> expected(chart.bars.size(), 0);
    for (std::size_t degree = 0; degree < s.in_degrees.size(); ++degree) {
      expected[degree / chart.bin_width] += s.in_degrees[degree];
    }
    CHECK(chart.bars == expected);
  }
}

namespace {

/// Two regions onto three proofreading states, of which nobody has the middle one.
LocalStatistics by_two_columns() {
  LocalStatistics s = by_hand();
  s.groups.group_count = 2;
  s.groups.group_sizes = {3, 1};
  s.groups.post_group_count = 3;
  s.groups.post_group_sizes = {1, 0, 3};
  s.groups.connections = {1, 0, 2, 0, 0, 0};
  s.groups.synapses = {2, 0, 5, 0, 0, 0};
  s.groups.pairs = {2, 0, 7, 1, 0, 2};
  s.groups.answered = {1, 0, 1, 0, 0, 0};
  s.groups.way_back = {1, 0, 7, 0, 0, 0};
  s.groups.analyzable_connections = s.groups.analyzable_pairs = std::vector<std::uint64_t>(6, 0);
  return s;
}

const std::vector<std::string> kRegions = {"visp", "vislm"};

}  // namespace

TEST_CASE("rows and columns by different columns of the dataset: each side has its own groups") {
  const StatisticsReport report =
      statistics_report(by_two_columns(), 0, 2, "", kRegions, kHalf,
                        {"tentative_region", "tentative_region", "status", "status", kNames});
  CHECK(report.group_names == kRegions);
  CHECK(report.post_group_names == std::vector<std::string>{"A", "C"});
  CHECK(report.row_column == "tentative_region");
  CHECK(report.post_column == "status");
  CHECK(report.matrix_title == "tentative_region by status");
  for (const HeatMap* map : {&report.connections, &report.probability, &report.synapses,
                             &report.output_share, &report.input_share, &report.reciprocity}) {
    CAPTURE(map->title);
    CHECK(map->title.ends_with(" by tentative_region and status"));
    CHECK(map->labels == kRegions);
    CHECK(map->columns() == report.post_group_names);
    CHECK(map->cells.size() == 4);
    CHECK(map->row_title == "pre: tentative_region");
    CHECK(map->column_title == "post: status");
    const bool counted = map == &report.connections || map == &report.probability;
    CHECK(map->caption ==
          std::string(
              "n = 4 neurons, rows by tentative_region (2), columns by status (2); contacts of a "
              "neuron with itself are left out. Rows send, columns receive.") +
              (counted ? "" : " Not counted on analyzable axons alone."));
  }
  CHECK(report.connections.cells[1].text == "2");
  CHECK(report.probability.cells[0].text == "50.0 %");
  CHECK(report.probability.cells[1].tooltip.starts_with("visp (3 neurons) to C (3 neurons)\n"));
  CHECK(report.probability.cells[3].defined);
  CHECK(report.output_share.cells[1].text == "71.4 %");  // 5 of 7
  CHECK(report.input_share.cells[1].text == "100 %");
  CHECK(report.output_share.cells[1].tooltip.find("the row's group makes") != std::string::npos);
  CHECK(report.reciprocity.cells[0].text == "2.00 ×");  // one of one; half of the way back
  CHECK(report.reciprocity.cells[1].text == "0.50 ×");  // one of two; all of the way back
  CHECK_FALSE(report.reciprocity.cells[3].defined);
}

TEST_CASE("a cell has its q and the value on analyzable axons, in words and in its file") {
  LocalStatistics s = by_hand();
  s.groups.pairs = {200, 0, 100, 0, 0, 0, 100, 0, 100};
  s.groups.connections = s.groups.synapses = {60, 0, 10, 0, 0, 0, 20, 0, 30};
  s.groups.analyzable_pairs[0] = 80;
  s.groups.analyzable_connections[0] = 20;
  const StatisticsReport report = statistics_report(s, 0, 2, "", kNames, kHalf);
  const std::string csv = to_csv(chart_table(report.probability), {});
  CHECK(csv.find("\r\npre,post,value,n: ordered pairs,interval from,interval to,q,value on "
                 "analyzable axons,n on analyzable axons,in words,fewer than 100 pairs\r\n"
                 "A,A,0.3,200,") != std::string::npos);
  const HeatCell& cell = report.probability.cells[0];
  REQUIRE(cell.q);
  CHECK(csv.find("," + number_text(*cell.q) + ",0.25,80,\"A (2 neurons) to A") !=
        std::string::npos);
  CHECK(csv.find(",,0,\"A (2 neurons) to C") != std::string::npos);  // no such pair
  CHECK(cell.tooltip.find("\nFrom analyzable axons alone: 25.0 %, 20 of 80 ordered pairs.") !=
        std::string::npos);
  CHECK(report.probability.cells[1].tooltip.find("\nFrom analyzable axons alone: no pair.") !=
        std::string::npos);
  CHECK(report.connections.cells[0].analyzable == 20.0);
  CHECK_FALSE(report.synapses.cells[0].analyzable);
  // Where nobody knows which axons are, nothing is said of them.
  const StatisticsReport unknown =
      statistics_report(s, 0, 2, "", kNames, PairValidity{false, false, 12, 0, 0, 0});
  CHECK_FALSE(unknown.probability.cells[0].analyzable);
  CHECK(to_csv(chart_table(unknown.probability), {}).find("analyzable") == std::string::npos);
  CHECK(unknown.synapses.caption.find("analyzable") == std::string::npos);
}

TEST_CASE("different columns with equally many groups are not taken for the same") {
  const MatrixWords words{"cell_type", "class", "status", "status", kNames};
  const StatisticsReport report = statistics_report(by_hand(), 0, 2, "", kNames, kHalf, words);
  CHECK(report.probability.title == "Connection probability by class and status");
  CHECK(report.probability.cells[0].tooltip.find("Answered: 0 of 2 connections; by chance") !=
        std::string::npos);
  CHECK(report.output_share.cells[0].tooltip.find("the row's class makes") != std::string::npos);
  CHECK(report.input_share.cells[0].tooltip.find("the column's group receives") !=
        std::string::npos);
}

TEST_CASE("rows and columns by one other column have all matrices, under its name") {
  const StatisticsReport report = statistics_report(by_hand(), 0, 2, "", kNames, kHalf,
                                                    {.row_column = "layer", .row_word = "layer"});
  CHECK(report.matrix_title == "layer by layer");
  CHECK(report.post_column == "layer");
  CHECK(report.post_group_names == report.group_names);
  CHECK(report.reciprocity.cells.size() == 4);
  CHECK(report.connections.title == "Connections by layer");
  CHECK(report.connections.caption.starts_with("n = 4 neurons in 2 categories of layer;"));
}

TEST_CASE("a matrix of more cells than anybody could draw is a sentence") {
  for (const std::uint32_t columns : {128u, 129u}) {
    CAPTURE(columns);
    LocalStatistics s = by_hand();
    s.groups.group_count = 128;
    s.groups.group_sizes.assign(128, 1);
    s.groups.post_group_count = columns;
    s.groups.post_group_sizes.assign(columns, 1);
    for (auto* cells :
         {&s.groups.connections, &s.groups.synapses, &s.groups.pairs, &s.groups.answered,
          &s.groups.way_back, &s.groups.analyzable_connections, &s.groups.analyzable_pairs}) {
      cells->assign(std::size_t{128} * columns, 0);
    }
    const std::vector<std::string> rows(128, "r"), post(columns, "c");
    const StatisticsReport report =
        statistics_report(s, 0, 2, "", rows, kHalf, {"a", "a", "b", "b", post});
    const bool drawn = columns == 128;
    CHECK(report.probability.cells.size() == (drawn ? kMostDrawnCells : 0));
    CHECK(report.why_no_matrix ==
          (drawn ? ""
                 : "No matrix is drawn: 128 rows by 129 columns are more cells than 16,384. "
                   "Choose another column, or count it with the program in Python or connectoscope "
                   "stats."));
  }
}

TEST_CASE("a side without a neuron makes a matrix without cells") {
  LocalStatistics s = by_two_columns();
  s.groups.post_group_sizes = {0, 0, 0};
  s.groups.pairs.assign(6, 0);
  s.groups.connections.assign(6, 0);
  const StatisticsReport report =
      statistics_report(s, 0, 2, "", kRegions, kHalf, {"a", "a", "b", "b", kNames});
  CHECK(report.group_names.size() == 2);
  CHECK(report.post_group_names.empty());
  CHECK(report.probability.columns().empty());
  CHECK(report.probability.cells.empty());
}
