#include "worker/experiment_job.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/usual_counts.h"
#include "stats/proportion.h"
#include "stats/random.h"
#include "worker/job_inputs.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// Somata anywhere in a cube; each ordered pair connected with the probability that `p` gives for
/// its distance in µm.
template <typename Probability>
JobInput cube(std::uint32_t neurons, std::uint32_t side_um, Probability p) {
  Random random(11);
  std::vector<std::int32_t> positions_nm;
  for (std::uint32_t i = 0; i < 3 * neurons; ++i) {
    positions_nm.push_back(static_cast<std::int32_t>(random.below(side_um * 1000)));
  }
  EdgeList edges;
  for (Vertex a = 0; a < neurons; ++a) {
    for (Vertex b = 0; b < neurons; ++b) {
      double square = 0;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        square += std::pow((positions_nm[3 * a + axis] - positions_nm[3 * b + axis]) / 1000.0, 2);
      }
      if (a != b && random.uniform() < p(std::sqrt(square))) edges.push_back({a, b});
    }
  }
  JobInput input = job_input(Statistic::Experiment, neurons, edges);
  input.request.positions_nm = std::move(positions_nm);
  input.request.nulls.controls = kUsualExperiments;
  return input;
}

JobInput random_network() {
  return cube(400, 300, [](double) { return 0.2; });
}

}  // namespace

TEST_CASE("where distance does not matter experiments are unbiased and their intervals hold") {
  JobInput input = random_network();
  input.request.nulls.controls = 400;
  const auto told = result_of(std::move(input))["experiment"];
  CHECK(told["made"] == 400);
  CHECK(told["pairs"] == 132);
  const double truth = told["truth"]["connection_probability"];
  CHECK(truth == doctest::Approx(0.2).epsilon(0.02));
  // 400 means of 132 pairs: 5 standard errors, and more since slices share neurons.
  const double error = std::sqrt(0.2 * 0.8 / 132 / 400);
  CHECK(std::fabs(told["connection_probability"]["mean"].get<double>() - truth) < 6 * error);
  const double covered = told["connection_probability"]["covered"].get<double>() / 400;
  CHECK(covered > 0.92);
  CHECK(covered < 0.98);
  CHECK(told["connection_probability"]["p05"] < truth);
  CHECK(told["connection_probability"]["p95"] > truth);
}

TEST_CASE("where near neurons connect more often experiments find too much") {
  JobInput input = cube(400, 300, [](double d) { return 0.5 * std::exp(-d / 60); });
  input.request.experiment = {100, 8, 40};
  const auto told = result_of(std::move(input))["experiment"];
  const double truth = told["truth"]["connection_probability"];
  const double slices = told["slices"]["connection_probability"];
  CHECK(slices > truth);
  CHECK(told["pooled"]["connection_probability"] > 1.5 * slices);
  CHECK(told["distance_um"]["patched"] < told["distance_um"]["slices"]);
  CHECK(told["distance_um"]["slices"] < told["distance_um"]["all"]);
  CHECK(told["connection_probability"]["covered"] < 100);
}

TEST_CASE("the numbers follow from those of each experiment") {
  JobInput input = random_network();
  input.request.experiment = {50, 4, 60};
  input.request.nulls.controls = 60;
  const auto told = result_of(std::move(input))["experiment"];
  const std::vector<std::uint64_t> found = told["connections"], answered = told["reciprocal_pairs"];
  REQUIRE(found.size() == told["made"]);
  std::vector<double> shares, reciprocities;
  std::uint64_t covered = 0, sum = 0;
  const double truth = told["truth"]["connection_probability"];
  for (std::size_t i = 0; i < found.size(); ++i) {
    sum += found[i];
    shares.push_back(static_cast<double>(found[i]) / 12);
    const Proportion share = wilson_proportion(found[i], 12).value();
    covered += share.low <= truth && truth <= share.high ? 1 : 0;
    if (found[i] > 0) {
      reciprocities.push_back(2.0 * static_cast<double>(answered[i]) /
                              static_cast<double>(found[i]));
    }
  }
  CHECK(told["pooled"]["connections"] == sum);
  CHECK(told["pooled"]["pairs"] == 12 * found.size());
  CHECK(told["connection_probability"]["covered"] == covered);
  CHECK(told["reciprocity"]["experiments"] == reciprocities.size());
  std::sort(shares.begin(), shares.end());
  const double at = 0.95 * static_cast<double>(shares.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  CHECK(
      told["connection_probability"]["p95"].get<double>() ==
      doctest::Approx(shares[below] + (at - std::floor(at)) * (shares[below + 1] - shares[below])));
}

TEST_CASE("a slice thicker than the tissue has the true probability among all its pairs") {
  JobInput input = random_network();
  input.request.experiment.thickness_um = 1000;
  input.request.nulls.controls = 3;
  const auto told = result_of(std::move(input))["experiment"];
  CHECK(told["slices"]["mean_neurons"] == 400);
  CHECK(told["slices"]["connection_probability"] == told["truth"]["connection_probability"]);
  CHECK(told["distance_um"]["slices"].get<double>() ==
        doctest::Approx(told["distance_um"]["all"].get<double>()));
}

TEST_CASE(
    "in a block its pairs among the patched neurons are tested, and the truth is the block's") {
  JobInput input = random_network();
  StatisticsRequest& subset = input.request.subset;
  subset.post.assign(400, 0);
  std::uint64_t connections = 0, answerable = 0, reciprocal = 0;
  for (Vertex v = 0; v < 400; ++v) {
    subset.chosen[v] = v < 150;
    subset.post[v] = v >= 100 && v < 300;
  }
  const CsrGraph graph = input.connections->edges.view();
  const auto there = [&](Vertex u, Vertex v) {
    return subset.chosen[u] && subset.post[v] && find_edge(graph, u, v) < graph.edge_count();
  };
  for (Vertex u = 0; u < 400; ++u) {
    for (Vertex v = 0; v < 400; ++v) {
      if (!there(u, v)) continue;
      ++connections;
      answerable += subset.post[u] && subset.chosen[v];
      reciprocal += u < v && there(v, u);
    }
  }
  input.request.nulls.controls = 400;
  const auto told = result_of(input)["experiment"];
  const auto& truth = told["truth"];
  CHECK(truth["pairs"] == 150 * 200 - 50);
  CHECK(truth["connections"] == connections);
  CHECK(truth["answerable_connections"] == answerable);
  CHECK(truth["reciprocal_pairs"] == reciprocal);
  CHECK(truth["reciprocity"].get<double>() ==
        2 * static_cast<double>(reciprocal) / static_cast<double>(answerable));
  // Where distance does not matter experiments are unbiased, and their intervals hold the truth.
  const std::vector<std::uint64_t> pairs = told["pairs"], found = told["connections"];
  const std::vector<std::uint64_t> answered = told["reciprocal_pairs"];
  REQUIRE(pairs.size() == told["made"]);
  REQUIRE(found.size() == pairs.size());
  std::uint64_t tested = 0, sum = 0, both = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    CHECK(pairs[i] >= 1);
    CHECK(pairs[i] <= 12 * 11);
    CHECK(found[i] <= pairs[i]);
    tested += pairs[i];
    sum += found[i];
    both += answered[i];
  }
  CHECK(told["pooled"]["pairs"] == tested);
  CHECK(told["pooled"]["connections"] == sum);
  CHECK(told["pooled"]["reciprocal_pairs"] == both);
  const double probability = truth["connection_probability"];
  const double error = std::sqrt(probability * (1 - probability) / static_cast<double>(tested));
  CHECK(std::fabs(told["pooled"]["connection_probability"].get<double>() - probability) <
        6 * error);
  CHECK(told["connection_probability"]["covered"].get<double>() /
            static_cast<double>(pairs.size()) >
        0.92);
  CHECK(told["made"].get<int>() + told["too_few"].get<int>() + told["no_pair"].get<int>() == 400);

  // Two that are patched are often of one side; the block of one set with itself is that set.
  input.request.experiment.patched = 2;
  const auto two = result_of(input)["experiment"];
  CHECK(two["no_pair"] > 50);
  CHECK(two["made"].get<int>() + two["no_pair"].get<int>() == 400);
  JobInput same = random_network();
  same.request.nulls.controls = 30;
  const auto one_set = result_of(same)["experiment"];
  same.request.subset.post = same.request.subset.chosen;
  const auto block = result_of(same)["experiment"];
  for (const char* const key : {"truth", "slices", "connection_probability", "reciprocity",
                                "connections", "reciprocal_pairs", "made"}) {
    CAPTURE(key);
    auto of_block = block[key];
    if (of_block.is_object()) of_block.erase("answerable_connections");
    CHECK(of_block == one_set[key]);
  }
  CHECK(block["distance_um"]["patched"].get<double>() ==
        doctest::Approx(one_set["distance_um"]["patched"].get<double>()));
}

TEST_CASE("experiments that do not find their neurons are counted, and no more") {
  JobInput input = random_network();
  input.request.experiment = {4, 100, 100};
  input.request.nulls.controls = 7;
  const auto told = result_of(std::move(input))["experiment"];
  CHECK(told["made"] == 0);
  CHECK(told["too_few"] == 7);
  CHECK(told["connection_probability"]["median"].is_null());
  CHECK(told["pooled"]["connection_probability"].is_null());
  CHECK(told["distance_um"]["patched"].is_null());
  CHECK(told["connections"].empty());
}

TEST_CASE("an experiment is the same whatever number of them is made, and another seed's is not") {
  JobInput few = random_network(), many = random_network(), other = random_network();
  few.request.nulls.controls = 5;
  many.request.nulls.controls = 9;
  other.request.nulls.controls = 9;
  other.request.nulls.seed = 2;
  const std::vector<int> first = result_of(std::move(few))["experiment"]["connections"];
  std::vector<int> all = result_of(std::move(many))["experiment"]["connections"];
  CHECK(all != result_of(std::move(other))["experiment"]["connections"].get<std::vector<int>>());
  all.resize(5);
  CHECK(first == all);
}

TEST_CASE("what is known after some experiments can be told before the last") {
  JobInput input = random_network();
  input.request.nulls.controls = 4;
  const auto job = experiment_job(std::move(input));
  double share = 0;
  std::size_t partial = 0;
  while (!job->advance()) {
    CHECK(job->share_done() >= share);
    share = job->share_done();
    const std::string text = job->partial_json();
    if (text.empty()) continue;
    CHECK(nlohmann::json::parse(text)["experiment"]["repeats_done"] == ++partial);
  }
  CHECK(partial == 3);
}

TEST_CASE("where nothing can be patched the result says why") {
  JobInput no_places = job_input(Statistic::Experiment, 4, {{0, 1}});
  CHECK(result_of(no_places)["experiment"].is_null());
  CHECK(result_of(no_places)["experiment_why_not"] ==
        "The dataset has no soma positions, so there is nothing to cut a slice from.");
  JobInput apart = random_network();
  apart.request.subset.post.assign(400, 0);
  CHECK(result_of(std::move(apart))["experiment_why_not"].get<std::string>().starts_with(
      "No neuron"));
  JobInput one = random_network();
  one.request.subset.chosen.assign(400, 0);
  one.request.subset.chosen[3] = 1;
  CHECK(result_of(std::move(one))["experiment_why_not"].get<std::string>().starts_with("Fewer"));
}
