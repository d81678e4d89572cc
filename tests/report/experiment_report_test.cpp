#include "report/experiment_report.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "report/to_svg.h"

using namespace cnx;

namespace {

nlohmann::json counts(std::uint64_t connections, std::uint64_t pairs, nlohmann::json probability,
                      nlohmann::json reciprocity) {
  return {{"connections", connections},
          {"pairs", pairs},
          {"connection_probability", std::move(probability)},
          {"reciprocal_pairs", 1},
          {"reciprocity", std::move(reciprocity)}};
}

/// Four experiments of 132 pairs that find 0, 3, 4 and 9 connections, in truth 2 %.
nlohmann::json an_experiment_result() {
  return {{"experiment",
           {{"thickness_um", 300},
            {"patched", 12},
            {"spread_um", 100},
            {"repeats", 5},
            {"repeats_done", 5},
            {"seed", 1},
            {"made", 4},
            {"too_few", 1},
            {"pairs", 132},
            {"truth", counts(1980, 99'000, 0.02, 0.1)},
            {"pooled", counts(16, 528, 16.0 / 528, 0.125)},
            {"slices",
             {{"mean_neurons", 120.4},
              {"connections", 50},
              {"pairs", 2000},
              {"connection_probability", 0.025}}},
            {"distance_um", {{"all", 500.4}, {"slices", 400}, {"patched", 99.6}}},
            {"connection_probability",
             {{"mean", 0.03},
              {"median", 0.03},
              {"p05", 0.001},
              {"p95", 0.06},
              {"experiments", 4},
              {"covered", 3}}},
            {"reciprocity",
             {{"mean", nullptr},
              {"median", nullptr},
              {"p05", nullptr},
              {"p95", nullptr},
              {"experiments", 0}}},
            {"connections", {3, 0, 9, 4}},
            {"reciprocal_pairs", {0, 0, 1, 0}}}}};
}

}  // namespace

TEST_CASE(
    "the report of virtual experiments says what they found, the truth, and why they differ") {
  const ExperimentReport report = experiment_report(an_experiment_result().dump());
  CHECK(report.why_not.empty());
  CHECK(report.headline ==
        "The middle experiment found 1.50 times the true connection probability, 3.00 % for 2.00 "
        "%.");
  CHECK(report.found.bars == std::vector<std::uint64_t>{1, 0, 0, 1, 1, 0, 0, 0, 0, 1});
  CHECK(report.found.caption ==
        "n = 4 experiments of 132 ordered pairs each, 12 neurons patched in a slice of 300 µm");
  CHECK(report.found.mark == doctest::Approx(132 * 0.02));
  CHECK(report.found.mark_name == "the truth: 2.64");
  REQUIRE(report.numbers.rows.size() == 5);
  CHECK(report.numbers.rows[0][1].text == "2.00 %");
  CHECK(report.numbers.rows[2][1].text == "0.100 %");
  CHECK(report.numbers.rows[3][1].text == "6.00 %");
  CHECK(report.numbers.rows[1][2].text == "–");
  CHECK(report.numbers.rows[4][2].text == "12.5 %");
  REQUIRE(report.sentences.size() == 4);
  CHECK(report.sentences[0] ==
        "In 3 of 4 experiments the 95 % interval holds the truth; if pairs were drawn at random "
        "from the network, about 4 would.");
  CHECK(report.sentences[1] ==
        "1 experiment of 5 did not find 12 neurons near each other, and is left out.");
  // 16 of 528 might still be 2 %.
  CHECK(report.sentences[2].find("That is about the truth") != std::string::npos);
  CHECK(report.sentences[3] ==
        "A slice holds 120 neurons on average; of all pairs in the slices, patched or not, 2.50 % "
        "are connected.");
}

TEST_CASE("experiments on a block say how many pairs they tested, and who had none") {
  auto result = an_experiment_result();
  result["experiment"]["pairs"] = {20, 30, 32, 50};
  result["experiment"]["pooled"] = counts(16, 132, 16.0 / 132, 0.125);
  result["experiment"]["no_pair"] = 2;
  const ExperimentReport report = experiment_report(result.dump());
  CHECK(report.found.caption ==
        "n = 4 experiments of 33.0 ordered pairs of the block on average, 12 neurons patched in a "
        "slice of 300 µm");
  CHECK(report.found.mark == doctest::Approx(33 * 0.02));
  REQUIRE(report.sentences.size() == 5);
  CHECK(report.sentences[1].find("1 experiment of 7 did not find") == 0);
  CHECK(report.sentences[2] ==
        "2 experiments of 7 patched neurons that have no pair of the block among them: all on one "
        "side. They are left out.");
  result["experiment"]["made"] = 0;
  result["experiment"]["pairs"] = nlohmann::json::array();
  CHECK(experiment_report(result.dump()).sentences.size() == 2);
}

TEST_CASE("experiments that are off together are said to be, in both directions") {
  auto result = an_experiment_result();
  result["experiment"]["pooled"] = counts(60, 528, 60.0 / 528, 0.1);
  CHECK(experiment_report(result.dump()).sentences[2] ==
        "All of them together: 11.4 % of 528 ordered pairs. More experiments do not mend that, "
        "because only near neurons are patched: the pairs lie 100 µm apart (root mean square), "
        "those of the whole network 500 µm, and near neurons are connected more often here.");
  result["experiment"]["pooled"] = counts(0, 528, 0.0, nullptr);
  CHECK(experiment_report(result.dump()).sentences[2].ends_with("connected less often here."));
}

TEST_CASE("a wide spread of finds has at most so many bars, and the mark lies among them") {
  auto result = an_experiment_result();
  result["experiment"]["connections"] = {0, 311, 20, 7};
  ExperimentReport report = experiment_report(result.dump());
  CHECK(report.found.bin_width == 10);
  CHECK(report.found.bars.size() == 32);
  CHECK(report.found.bars[0] == 2);
  result["experiment"]["connections"] = {0, 0, 0, 0};
  report = experiment_report(result.dump());
  CHECK(report.found.bars == std::vector<std::uint64_t>{4, 0, 0});
  const std::string figure = to_svg(report.found, {});
  CHECK(figure.find("| the truth: 2.64") != std::string::npos);
  report.found.mark.reset();
  CHECK(to_svg(report.found, {}).find("truth") == std::string::npos);
}

TEST_CASE("without experiments the report says why, or that none found its neurons") {
  ExperimentReport report =
      experiment_report(R"({"experiment": null, "experiment_why_not": "No places."})");
  CHECK(report.why_not == "No places.");
  CHECK(report.found.bars.empty());
  auto result = an_experiment_result();
  result["experiment"]["made"] = 0;
  result["experiment"]["too_few"] = 5;
  result["experiment"]["connections"] = nlohmann::json::array();
  report = experiment_report(result.dump());
  CHECK(report.headline.empty());
  CHECK(report.found.bars.empty());
  CHECK(report.sentences ==
        std::vector<std::string>{"5 experiments of 5 did not find 12 neurons near each other, and "
                                 "are left out."});
  CHECK(!to_svg(report.found, {}).empty());
}

TEST_CASE("a network without a connection has no ratio to its truth") {
  auto result = an_experiment_result();
  result["experiment"]["truth"] = counts(0, 99'000, 0.0, nullptr);
  result["experiment"]["pooled"] = counts(0, 528, 0.0, nullptr);
  result["experiment"]["connection_probability"]["median"] = 0.0;
  const ExperimentReport report = experiment_report(result.dump());
  CHECK(report.headline == "There is no connection to find.");
  CHECK(report.sentences[2].find("about the truth") != std::string::npos);
}

TEST_CASE("experiments on analyzable axons stand below those on all, with their own n") {
  auto result = an_experiment_result(), good = result;
  good["about"] = {{"pre_neurons", 30}};
  good["experiment"]["truth"] = counts(87, 870, 0.1, 0.2);
  good["experiment"]["connection_probability"]["median"] = 0.15;
  result["about"] = {{"pre_neurons", 316}, {"post_neurons", 316}, {"neurons", 316}};
  result["analyzable"] = good;
  const ExperimentReport report = experiment_report(result.dump());
  REQUIRE(report.numbers.rows.size() == 10);
  CHECK(report.numbers.rows[0][1].text == "2.00 %");
  CHECK(report.numbers.rows[1][0].text == "… on analyzable axons");
  CHECK(report.numbers.rows[1][1].text == "10.0 %");
  CHECK(report.numbers.rows[1][2].text == "20.0 %");
  CHECK(report.numbers.rows[3][1].text == "15.0 %");
  CHECK(report.numbers.caption.ends_with(
      "; on analyzable axons the same, of 870 pairs and 528 in 4 experiments, n = 30 neurons with "
      "an analyzable axon, among each other"));
  CHECK(report.sentences.back().find("Numbers on analyzable axons are of") == 0);

  result["analyzable"]["experiment"] = nullptr;
  CHECK(experiment_report(result.dump()).numbers.rows.size() == 5);
}
