#include "worker/thresholds_job.h"

#include <doctest/doctest.h>

#include "stats/network_counts.h"
#include "stats/random.h"
#include "stats/weighted_graph.h"
#include "worker/job_inputs.h"

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

}  // namespace

TEST_CASE("each threshold is counted as a network of its own") {
  const JobInput input = random_input(5, 40);
  const auto told = result_of(input)["thresholds"];
  CHECK(told["in_use"] == 0);
  REQUIRE(told["min_synapses"].size() == kThresholds);
  for (std::size_t i = 0; i < kThresholds; ++i) {
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
  const auto told =
      result_of(job_input(Statistic::Thresholds, 4, {{0, 1}, {0, 2}, {0, 3}, {1, 0}}));
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
    const auto told = result_of(job_input(Statistic::Thresholds, kNeurons, edges));
    const auto& degree = told["thresholds"]["statistics"]["mean_out_degree"];
    covered += degree["low"][0] <= kMean && kMean <= degree["high"][0] ? 1 : 0;
  }
  CHECK(covered > 0.9 * kRounds);
  CHECK(covered < 0.99 * kRounds);
}

TEST_CASE("the threshold in use is among those that are counted, however high") {
  for (const std::uint32_t in_use : {1u, 7u, 10u, 11u, 4'294'967'290u, UINT32_MAX}) {
    CAPTURE(in_use);
    JobInput input = random_input(1, 12);
    input.request.subset.min_synapses = in_use;
    const auto told = result_of(std::move(input))["thresholds"];
    const auto& thresholds = told["min_synapses"];
    CHECK(thresholds.size() == kThresholds);
    CHECK(thresholds[told["in_use"].get<std::size_t>()] == in_use);
    CHECK(thresholds.back() > thresholds.front());
  }
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
  CHECK(seen == kThresholds - 1);
}
