#include "worker/thresholds_job.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

#include "stats/network_counts.h"
#include "stats/network_measures.h"
#include "stats/random.h"
#include "stats/random_synapses.h"
#include "stats/weighted_graph.h"
#include "worker/job_inputs.h"
#include "worker/nulls_job.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A random network of `neurons` with 1 to 12 synapses a connection.
JobInput random_input(std::uint32_t seed, std::uint32_t neurons) {
  JobInput input =
      job_input(Statistic::Thresholds, neurons, random_edges(seed, neurons, neurons * 9));
  auto connections = std::make_shared<ConnectionGraph>(*input.connections);
  std::mt19937 random(seed);
  for (std::uint32_t& count : connections->synapse_counts) count = 1 + random() % 12;
  input.connections = connections;
  return input;
}

/// One of the connections has two synapses, so that there are thresholds.
JobInput with_two_synapses(JobInput input) {
  auto connections = std::make_shared<ConnectionGraph>(*input.connections);
  connections->synapse_counts.front() = 2;
  input.connections = connections;
  return input;
}

}  // namespace

TEST_CASE("each threshold is counted as a network of its own") {
  const JobInput input = random_input(5, 40);
  const auto told = result_of(input)["thresholds"];
  CHECK(told["in_use"] == 0);
  REQUIRE(told["min_synapses"].size() == kUsualThresholds);
  for (std::size_t i = 0; i < kUsualThresholds; ++i) {
    CAPTURE(i);
    CHECK(told["min_synapses"][i] == i + 1);
    EdgeChoice choice = input.request.subset.choice();
    choice.min_weight = static_cast<std::uint32_t>(i + 1);
    NetworkCounter counter(input.connections->edges.view(), input.connections->synapse_counts,
                           choice, true);
    while (!counter.advance(UINT64_MAX)) {
    }
    const NetworkCounts counts = counter.counts();
    CHECK(told["connections"][i] == counts.connections);
    CHECK(told["two_paths"][i] == counts.two_paths);
    for (std::size_t s = 0; s < kMainStatisticNames.size(); ++s) {
      CAPTURE(kMainStatisticNames[s]);
      const auto ratio = main_statistic(counts, static_cast<MainStatistic>(s));
      const auto& one = told["statistics"][kMainStatisticNames[s]];
      REQUIRE(ratio);
      if (ratio->base == 0) {
        CHECK(one["value"][i].is_null());
      } else {
        CHECK(one["value"][i] == ratio->events / ratio->base);
      }
    }
    const auto& probability = told["statistics"]["connection_probability"];
    CHECK(probability["low"][i] <= probability["value"][i]);
    CHECK(probability["high"][i] >= probability["value"][i]);
    CHECK(told["statistics"]["transitivity"]["low"][i].is_null());
  }
  // Synapse counts are even from 1 to 12: a quarter of the connections has more than nine.
  CHECK(told["statistics"]["connection_probability"]["verdict"] == "changes");
  CHECK(told["statistics"]["connection_probability"]["at"] == 9);
}

TEST_CASE("the interval of a mean is 1.96 standard errors to each side") {
  // Out-degrees 3, 1, 0, 0: mean 1, variance 2, error √(2/4).
  const auto told = result_of(
      with_two_synapses(job_input(Statistic::Thresholds, 4, {{0, 1}, {0, 2}, {0, 3}, {1, 0}})));
  const auto& degree = told["thresholds"]["statistics"]["mean_out_degree"];
  CHECK(degree["value"][0] == 1);
  CHECK(degree["low"][0] == 0);  // 1 - 1.39 would be less than nothing
  CHECK(degree["high"][0].get<double>() == doctest::Approx(1 + 1.959963984540054 * std::sqrt(0.5)));
  CHECK(degree["verdict"] == "too few");
  CHECK(degree["largest_change"].is_null());
}

TEST_CASE("the interval of the mean out-degree covers the planted mean") {
  constexpr int kRounds = 200;
  constexpr std::uint32_t kNeurons = 50;
  constexpr double kMean = 0.2 * (kNeurons - 1);
  int covered = 0;
  for (int round = 0; round < kRounds; ++round) {
    Random random(static_cast<std::uint64_t>(round) + 1);
    EdgeList edges;
    for (Vertex u = 0; u < kNeurons; ++u) {
      for (Vertex v = 0; v < kNeurons; ++v) {
        if (u != v && random.uniform() < 0.2) edges.emplace_back(u, v);
      }
    }
    const auto told =
        result_of(with_two_synapses(job_input(Statistic::Thresholds, kNeurons, edges)));
    const auto& degree = told["thresholds"]["statistics"]["mean_out_degree"];
    covered += degree["low"][0] <= kMean && kMean <= degree["high"][0] ? 1 : 0;
  }
  CHECK(covered > 0.9 * kRounds);
  CHECK(covered < 0.99 * kRounds);
}

TEST_CASE("a sweep without a modularity says why, where one is asked for") {
  JobInput input = random_input(4, 12);
  input.request.thresholds = 2;
  input.request.nulls.structure = input.request.nulls.classes = true;
  CHECK_FALSE(result_of(input)["thresholds"].contains("modularity_why_not"));  // no classes at all
  input.request.subset.groups.assign(12, 1);
  input.request.subset.group_count = 2;
  input.request.group_names = {"A", "B"};
  auto told = result_of(input)["thresholds"];
  CHECK(told["modularity_why_not"] == kNoClasses);
  CHECK_FALSE(told["statistics"].contains("modularity"));
  CHECK(told["class_matrix"]["groups"] == std::vector<std::string>{"B"});
  input.request.subset.groups[0] = 0;
  told = result_of(input)["thresholds"];
  CHECK_FALSE(told.contains("modularity_why_not"));
  CHECK(told["statistics"].contains("modularity"));
  input.request.subset.groups.clear();
  input.request.subset.group_count = 1;
  input.request.group_names = {"all"};
  input.request.groups_why_not = "Too many.";
  told = result_of(input)["thresholds"];
  CHECK(told["modularity_why_not"] == "Too many.");
  CHECK(told["class_matrix"].is_null());
  CHECK(told["class_matrix_why_not"] == "Too many.");
  input.request.nulls.structure = false;
  CHECK_FALSE(result_of(input)["thresholds"].contains("modularity_why_not"));
}

TEST_CASE("the threshold in use is among those that are counted, however high") {
  for (const std::uint32_t in_use : {1u, 7u, 10u, 11u, 4'294'967'290u, UINT32_MAX}) {
    CAPTURE(in_use);
    JobInput input = random_input(1, 12);
    input.request.subset.min_synapses = in_use;
    const auto told = result_of(std::move(input))["thresholds"];
    const auto& thresholds = told["min_synapses"];
    CHECK(thresholds.size() == kUsualThresholds);
    CHECK(thresholds[told["in_use"].get<std::size_t>()] == in_use);
    CHECK(thresholds.back() > thresholds.front());
  }
}

TEST_CASE("as many thresholds are counted as are asked for") {
  const auto thresholds = [](std::uint32_t wanted, std::uint32_t in_use) {
    JobInput input = random_input(1, 12);
    input.request.thresholds = wanted;
    input.request.subset.min_synapses = in_use;
    return result_of(std::move(input))["thresholds"]["min_synapses"].get<std::vector<unsigned>>();
  };
  CHECK(thresholds(2, 1) == std::vector<unsigned>{1, 2});
  CHECK(thresholds(2, 9) == std::vector<unsigned>{8, 9});
  CHECK(thresholds(3, 4) == std::vector<unsigned>{3, 4, 5});
  CHECK(thresholds(3, 3) == std::vector<unsigned>{1, 2, 3});
  CHECK(thresholds(kMaxThresholds, UINT32_MAX).back() == UINT32_MAX);
}

TEST_CASE("a block of two sets has no statistic that needs an answer, and nobody no numbers") {
  JobInput block = random_input(2, 30);
  block.request.subset.post.assign(30, 1);
  block.request.subset.post[0] = 0;
  auto told = result_of(std::move(block))["thresholds"];
  CHECK(told["statistics"].size() == 2);
  CHECK(!told.contains("answered"));
  JobInput nobody = random_input(2, 30);
  nobody.request.subset.chosen.assign(30, 0);
  told = result_of(std::move(nobody))["thresholds"];
  CHECK(told["statistics"].size() == kMainStatisticNames.size());
  for (const auto& one : told["statistics"]) {
    CHECK(one["verdict"] == "too few");
    for (const auto& value : one["value"]) CHECK(value.is_null());
  }
}

TEST_CASE("what is counted so far can be shown, and its verdict waits for the threshold in use") {
  JobInput input = random_input(3, 30);
  input.request.subset.min_synapses = 3;
  const auto job = make_job(std::move(input));
  CHECK(job->partial_json().empty());
  std::size_t seen = 0;
  double before = 0;
  while (!job->advance()) {
    CHECK(job->share_done() >= before);
    before = job->share_done();
    if (job->partial_json().empty()) continue;
    const auto told = nlohmann::json::parse(job->partial_json())["thresholds"];
    const std::size_t counted = told["min_synapses"].size();
    seen = std::max(seen, counted);
    const auto& one = told["statistics"]["connection_probability"];
    CHECK(one["verdict"].is_null() == (counted < 3));
    CHECK(one["judged"].size() == counted);
  }
  CHECK(seen == kUsualThresholds - 1);
}

TEST_CASE("each version has the numbers that its network has by itself, beside the main ones") {
  for (const bool block : {false, true}) {
    CAPTURE(block);
    JobInput input = random_input(9, 40);
    StatisticsRequest& subset = input.request.subset;
    for (Vertex v = 0; v < 40; ++v) {
      subset.chosen[v] = v % 5 != 0;
      if (block) subset.post.push_back(v % 3 != 0);
      subset.groups.push_back(v % 2);
      for (int axis = 1; axis <= 3; ++axis) {
        input.request.positions_nm.push_back(static_cast<std::int32_t>(v) * 7919 % 1009 * axis);
      }
    }
    subset.group_count = 2;
    input.request.group_names = {"even", "odd"};
    input.request.distance.bin_nm = 400;
    const auto plain = result_of(input)["thresholds"];
    NullOptions& options = input.request.nulls;
    options.triads = options.simplices = options.structure = true;
    options.degrees = options.shared = options.lengths = options.distance = true;
    options.participation = options.classes = true;
    const auto told = result_of(input)["thresholds"];
    CHECK(told["simplices_truncated"] == false);
    for (const auto& one : plain["statistics"].items()) {
      CHECK(told["statistics"][one.key()] == one.value());
    }
    std::size_t compared = plain["statistics"].size();
    for (std::size_t i = 0; i < kUsualThresholds; ++i) {
      CAPTURE(i);
      EdgeChoice choice = subset.choice();
      choice.min_weight = static_cast<std::uint32_t>(i + 1);
      const auto network = induced_half(input.connections->edges.view(),
                                        input.connections->synapse_counts, choice, false);
      std::vector<std::uint8_t> pre, post;
      std::vector<std::uint16_t> groups;
      std::vector<std::int32_t> places;
      for (const Vertex v : network.original) {
        pre.push_back(choice.pre[v]);
        post.push_back(choice.post[v]);
        groups.push_back(subset.groups[v]);
        for (int axis = 0; axis < 3; ++axis) {
          places.push_back(input.request.positions_nm[3 * v + static_cast<Vertex>(axis)]);
        }
      }
      NetworkTotals totals;
      totals.vertices = network.original.size();
      totals.edges = network.out.targets.size();
      if (!block) totals.groups = group_totals(network.out, groups, 2);
      NetworkMeasurer measurer(network.out, {true, true, true, true, true, true, true, true},
                               {{pre, post}, {places, input.request.distance.bin_nm}});
      while (!measurer.advance(UINT64_MAX)) {
      }
      measurer.put(totals);
      // Cells and bins, by a look at all pairs.
      const CsrGraph all = input.connections->edges.view();
      std::map<std::pair<int, int>, std::array<std::uint64_t, 2>> cells;
      std::map<std::uint64_t, std::array<std::uint64_t, 2>> bins;
      for (Vertex u = 0; u < choice.pre.size(); ++u) {
        for (Vertex v = 0; v < choice.pre.size(); ++v) {
          if (u == v || !choice.pre[u] || !choice.post[v]) continue;
          const std::size_t e = find_edge(all, u, v);
          const bool there =
              e < all.edge_count() && input.connections->synapse_counts[e] >= choice.min_weight;
          double squares = 0;
          for (std::size_t axis = 0; axis < 3; ++axis) {
            const auto& at = input.request.positions_nm;
            squares += std::pow(static_cast<double>(at[3 * u + axis]) - at[3 * v + axis], 2);
          }
          auto& cell = cells[{subset.groups[u], subset.groups[v]}];
          auto& bin =
              bins[static_cast<std::uint64_t>(std::sqrt(squares) / input.request.distance.bin_nm)];
          for (auto* counts : {&cell, &bin}) {
            (*counts)[0] += there;
            (*counts)[1] += 1;
          }
        }
      }
      const auto& matrix = told["class_matrix"];
      CHECK(matrix["groups"] == nlohmann::json(input.request.group_names));
      for (const auto& [at, counts] : cells) {
        const auto a = static_cast<std::size_t>(at.first), b = static_cast<std::size_t>(at.second);
        CHECK(matrix["connections"][a][b][i] == counts[0]);
        CHECK(matrix["pairs"][a][b][i] == counts[1]);
        CHECK(matrix["value"][a][b][i] ==
              static_cast<double>(counts[0]) / static_cast<double>(counts[1]));
      }
      for (const auto& [bin, counts] : bins) {
        CHECK(told["distance_profile"]["connections"][bin][i] == counts[0]);
        CHECK(told["distance_profile"]["pairs"][bin][i] == counts[1]);
      }
      const SimplexDimensions largest{2, 0, 0};  // larger ones differ by version
      for (const auto& one : measures_of(totals, MeasureScale::Shares, largest)) {
        CAPTURE(one.name);
        if (one.name == "connection_probability" || one.name == "reciprocity" ||
            one.name == "mean_degree" || one.name == "transitivity") {
          continue;
        }
        REQUIRE(told["statistics"].contains(one.name));
        const auto& value = told["statistics"][one.name]["value"][i];
        if (std::isnan(one.number())) {
          CHECK(value.is_null());
        } else {
          CHECK(value == one.number());
        }
        CHECK(told["statistics"][one.name]["low"][i].is_null());
        compared += i == 0 ? 1 : 0;
      }
    }
    std::size_t larger = 0;  // simplices of more dimensions
    for (const auto& one : told["statistics"].items()) {
      larger += one.key().find("simplices_") != std::string::npos &&
                one.key() != "simplices_2_per_neuron";
    }
    CHECK(told["statistics"].contains("connections_in_simplices_2"));
    CHECK(told["statistics"].size() == compared + larger);
    CHECK(told["statistics"].contains("modularity") == !block);
    // 32 neurons are too few to judge their core; the lengths rest on connections.
    CHECK(told["statistics"]["largest_core"]["verdict"] == "too few");
    if (!block) CHECK(told["statistics"]["mean_length_um"]["verdict"] != "too few");
    input.request.positions_nm.clear();
    const auto nowhere = result_of(input)["thresholds"];
    CHECK(nowhere["lengths_why_not"] == kNoLengths);
    CHECK_FALSE(nowhere["statistics"].contains("mean_length_um"));
    CHECK(nowhere["distance_why_not"] == kNoLengths);
    CHECK_FALSE(nowhere["statistics"].contains("first_bin_probability"));
  }
}

TEST_CASE("each version has the sizes and places of the synapses that it has") {
  for (const bool block : {false, true}) {
    CAPTURE(block);
    JobInput input = random_input(5, 40);
    StatisticsRequest& subset = input.request.subset;
    for (Vertex v = 0; v < 40; ++v) {
      subset.chosen[v] = v % 5 != 0;
      if (block) subset.post.push_back(v % 3 != 0);
    }
    const auto plain = result_of(input)["thresholds"];
    const auto& counts = input.connections->synapse_counts;
    const PlainSynapses synapses = random_synapses_of(7, counts, 3000);
    input.request.nulls.sizes = true;
    input.each_synapse = std::make_shared<EdgeSynapses>(synapses.made(counts));
    const auto told = result_of(input)["thresholds"];
    for (const auto& one : plain["statistics"].items()) {
      CHECK(told["statistics"][one.key()] == one.value());
    }
    CHECK(told["statistics"].size() == plain["statistics"].size() + 4);
    for (std::uint32_t i = 0; i < kUsualThresholds; ++i) {
      EdgeChoice choice = subset.choice();
      choice.min_weight = i + 1;
      const SynapseTotals totals = synapses.totals(input.connections->edges.view(), counts, choice);
      const auto value = [&](const char* name) { return told["statistics"][name]["value"][i]; };
      const auto share = [](std::uint64_t part, std::uint64_t whole) {
        return static_cast<double>(part) / static_cast<double>(whole);
      };
      CHECK(told["synapses"][i] == totals.synapses);
      CHECK(told["size_sum"][i] == totals.size_sum);
      CHECK(told["multiple_synapses"][i] == totals.multiple);
      CHECK(value("mean_synapse_size") == share(totals.size_sum, totals.synapses));
      CHECK(value("median_synapse_size") == *totals.size_median);
      CHECK(value("near_soma_share") == share(*totals.near, totals.synapses));
      CHECK(value("clumped_share") == share(*totals.clumped, totals.multiple));
    }
    // Of the same kinds of synapses but for how many a connection has.
    for (const char* const name : {"mean_synapse_size", "median_synapse_size", "near_soma_share"}) {
      CHECK(told["statistics"][name]["verdict"] == "stable");
    }
    input.each_synapse.reset();
    input.sizes_why_not = "Nobody knows.";
    const auto unknown = result_of(input)["thresholds"];
    CHECK(unknown["sizes_why_not"] == "Nobody knows.");
    CHECK_FALSE(unknown.contains("size_sum"));
    CHECK(unknown["statistics"] == plain["statistics"]);
  }
}

TEST_CASE("nobody has more numbers than none, and the first versions of many have them too") {
  JobInput nobody = random_input(2, 30);
  nobody.request.subset.chosen.assign(30, 0);
  NullOptions& options = nobody.request.nulls;
  options.triads = options.simplices = options.structure = true;
  options.degrees = options.shared = true;
  const auto none = result_of(nobody)["thresholds"];
  for (const auto& one : none["statistics"].items()) {
    CAPTURE(one.key());
    CHECK(one.value()["verdict"] == "too few");
    CHECK(one.value()["value"].size() == kUsualThresholds);
  }
  JobInput some = random_input(3, 30);
  some.request.nulls = options;
  some.request.subset.min_synapses = 3;
  const auto job = make_job(std::move(some));
  while (!job->advance()) {
    if (job->partial_json().empty()) continue;
    const auto told = nlohmann::json::parse(job->partial_json())["thresholds"];
    for (const auto& one : told["statistics"].items()) {
      CHECK(one.value()["value"].size() == told["min_synapses"].size());
      CHECK(one.value()["verdict"].is_null() == (told["min_synapses"].size() < 3));
    }
  }
}

TEST_CASE("where every connection has one synapse there is no other threshold, and no verdict") {
  JobInput input = random_input(5, 40);
  auto connections = std::make_shared<ConnectionGraph>(*input.connections);
  for (std::uint32_t& count : connections->synapse_counts) count = 1;
  input.connections = connections;
  auto told = result_of(input);
  CHECK(told["thresholds"].is_null());
  CHECK(told["thresholds_why_not"].get<std::string>().starts_with("Every connection of this"));
  connections->synapse_counts.back() = 2;  // one that tells more, and all are judged
  told = result_of(input);
  CHECK(told["thresholds"]["min_synapses"].size() == kUsualThresholds);
  CHECK_FALSE(told.contains("thresholds_why_not"));
}
