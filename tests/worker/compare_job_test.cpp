#include "worker/compare_job.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "graph/random_graph.h"
#include "stats/proportion.h"
#include "stats/random.h"
#include "stats/random_synapses.h"
#include "worker/compared.h"
#include "worker/distance_job.h"
#include "worker/job_inputs.h"
#include "worker/nulls_job.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A: 0, 1, 2 with 0 <-> 1, 1 -> 2. B: 3, 4 with 3 -> 4. Neuron 5 is in both, 0 -> 3 in neither.
JobInput two_sets() {
  JobInput input =
      job_input(Statistic::Compare, 6, {{0, 1}, {1, 0}, {1, 2}, {3, 4}, {0, 5}, {0, 3}, {2, 2}});
  input.request.subset.chosen = {1, 1, 1, 0, 0, 1};
  input.request.subset.post = {0, 0, 0, 1, 1, 1};
  input.request.nulls.controls = 30;
  return input;
}

}  // namespace

TEST_CASE("two sets counted by hand differ by what can be seen, and every p is above zero") {
  const auto json = result_of(two_sets());
  const auto& told = json["comparison"];
  CHECK(told["a"] ==
        nlohmann::json{{"neurons", 3}, {"connections", 3}, {"answered", 2}, {"synapses", 3}});
  CHECK(told["b"] ==
        nlohmann::json{{"neurons", 2}, {"connections", 1}, {"answered", 0}, {"synapses", 1}});
  CHECK(told["shared_neurons"] == 1);
  CHECK(told["permutations_done"] == 30);
  const auto& probability = told["statistics"]["connection_probability"];
  CHECK(probability["a"] == 0.5);
  CHECK(probability["b"] == 0.5);
  CHECK(probability["difference"] == 0);
  CHECK(probability["ratio"] == 1);
  CHECK(probability["permutations"] == 30);
  CHECK(told["statistics"]["reciprocity"]["ratio"].is_null());  // of 2 in 3 over none
  CHECK(told["statistics"]["mean_degree"]["difference"] == 0.5);
  for (const auto& one : told["statistics"]) {
    CHECK(one["p"] >= 1.0 / 31);
    CHECK(one["q"] >= one["p"]);
    CHECK(one["values"].size() == 30);
  }
  CHECK(result_of(two_sets()) == json);  // equal seeds, equal permutations
  JobInput other = two_sets();
  other.request.nulls.seed = 2;
  CHECK(result_of(std::move(other)) != json);
}

TEST_CASE("each number of a set has its n, and those that have an interval anywhere have it here") {
  JobInput input = two_sets();
  NullOptions& wanted = input.request.nulls;
  wanted.triads = wanted.simplices = wanted.structure = wanted.degrees = true;
  wanted.shared = wanted.lengths = wanted.distance = true;
  input.request.positions_nm.assign(18, 0);
  for (std::size_t v = 0; v < 6; ++v) {
    input.request.positions_nm[3 * v] = static_cast<std::int32_t>(1000 * v);
  }
  const auto told = result_of(input)["comparison"]["statistics"];
  for (const auto& one : {std::tuple{"connection_probability", 6, 2},
                          {"reciprocity", 3, 1},
                          {"mean_degree", 3, 2},
                          {"synapses_per_connection", 3, 1},
                          {"triad_102_per_million", 1, 0},
                          {"transitivity", 1, 0},
                          {"mean_clustering", 1, 0},
                          {"largest_core", 3, 2},
                          {"largest_weak_share", 3, 2},
                          {"out_degree_cv", 3, 2},
                          {"density_of_richest_10", 2, 2},
                          {"shared_targets_over_expected", 2, 1},
                          {"shared_sources_of_unconnected_over_expected", 1, 0},
                          {"mean_length_um", 3, 1},
                          {"first_bin_probability", 6, 2}}) {
    const char* const name = std::get<0>(one);
    CAPTURE(name);
    CHECK(told[name]["a_n"] == std::get<1>(one));
    CHECK(told[name]["b_n"] == std::get<2>(one));
  }
  const auto has = [&](const char* name, const char* set, std::optional<Proportion> interval) {
    CAPTURE(name);
    REQUIRE(interval.has_value());
    CHECK(told[name][std::string(set) + "_low"] == interval->low);
    CHECK(told[name][std::string(set) + "_high"] == interval->high);
  };
  has("connection_probability", "a", wilson_proportion(3, 6));
  has("connection_probability", "b", wilson_proportion(1, 2));
  has("reciprocity", "a", answered_proportion(1, 3));
  has("reciprocity", "b", answered_proportion(0, 1));
  has("first_bin_probability", "a", wilson_proportion(3, 6));
  // Out-degrees 1, 2, 0: a mean of 1 with a standard error of 1 / sqrt(3).
  CHECK(told["mean_degree"]["a_low"] == 0);
  CHECK(told["mean_degree"]["a_high"].get<double>() == doctest::Approx(1 + 1.96 / std::sqrt(3)));
  for (const char* name : {"synapses_per_connection", "transitivity", "density_of_richest_10"}) {
    CHECK(told[name]["a_low"].is_null());
    CHECK(told[name]["b_high"].is_null());
  }
}

TEST_CASE("permutations that come out as observed count as such, whatever rounding does to them") {
  int ties = 0;
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    CAPTURE(seed);
    JobInput input = job_input(Statistic::Compare, 20, random_edges(seed, 20, 12));
    for (std::size_t v = 0; v < 20; ++v) {
      input.request.subset.chosen[v] = v < 10 ? 1 : 0;
      input.request.subset.post.push_back(v < 10 ? 0 : 1);
    }
    input.request.nulls.controls = 200;
    const auto told = result_of(std::move(input));
    const auto& statistics = told["comparison"]["statistics"];
    const auto& degree = statistics["mean_degree"];
    // Of ten neurons each: tenths of whole numbers.
    const auto tenths = [](const nlohmann::json& value) {
      return std::lround(value.get<double>() * 10);
    };
    const long observed = tenths(degree["difference"]);
    int high = 1, low = 1;
    for (const auto& value : degree["values"]) {
      high += tenths(value) >= observed;
      low += tenths(value) <= observed;
      ties += value != degree["difference"] && tenths(value) == observed;
    }
    CHECK(degree["p_high"] == high / 201.0);
    CHECK(degree["p_low"] == low / 201.0);
    // Nine times the probability is the mean degree.
    CHECK(statistics["connection_probability"]["p"] == degree["p"]);
  }
  CHECK(ties > 0);  // rounding did make some unequal
}

TEST_CASE("a set with planted cliques differs from one without in all that cliques make") {
  for (const bool planted : {false, true}) {
    CAPTURE(planted);
    EdgeList edges = random_edges(4, 100, 500);
    // Four groups of six in A, in each of which every neuron sends to all that follow.
    for (Vertex first = 0; planted && first < 24; first += 6) {
      for (Vertex a = 0; a < 6; ++a) {
        for (Vertex b = a + 1; b < 6; ++b) edges.emplace_back(first + a, first + b);
      }
    }
    JobInput input = job_input(Statistic::Compare, 100, edges);
    for (Vertex v = 0; v < 100; ++v) {
      input.request.subset.chosen[v] = v < 50 ? 1 : 0;
      input.request.subset.post.push_back(v < 50 ? 0 : 1);
      input.request.subset.groups.push_back(v % 2);
    }
    input.request.subset.group_count = 2;
    input.request.group_names = {"even", "odd"};
    input.request.nulls.controls = 300;
    input.request.nulls.triads = input.request.nulls.simplices = input.request.nulls.structure =
        true;
    const auto told = result_of(input)["comparison"];
    CHECK(told["permutations_done"] == 300);
    CHECK(told["costly_permutations_done"] == 199);
    const auto& statistics = told["statistics"];
    CHECK(statistics.size() >= 4 + 1 + 2 + 2 + 3);
    CHECK(statistics["mean_degree"]["permutations"] == 300);
    CHECK(statistics["modularity"]["permutations"] == 199);
    for (const char* const name :
         {"transitivity", "mean_clustering", "simplices_2_per_neuron", "largest_core"}) {
      CAPTURE(name);
      const auto& one = statistics[name];
      CHECK(one["permutations"] == 199);
      CHECK(one["values"].size() == 199);
      if (planted) {
        CHECK(one["p_high"] <= 0.02);
        CHECK(one["q"] < 0.1);
      } else {
        CHECK(one["p"] > 0.02);
      }
    }
    if (planted) CHECK(statistics["simplices_3_per_neuron"]["a"] >= 60.0 / 50);
    // What was not asked for changes nothing of what was.
    input.request.nulls.triads = input.request.nulls.simplices = input.request.nulls.structure =
        false;
    const auto plain = result_of(input)["comparison"];
    CHECK(plain["statistics"].size() == 4);
    CHECK_FALSE(plain.contains("costly_permutations"));
    for (const auto& one : plain["statistics"].items()) {
      CHECK(one.value()["values"] == statistics[one.key()]["values"]);
    }
  }
}

TEST_CASE("a set of hubs that lies apart differs in degrees, shared partners and lengths") {
  EdgeList edges;
  Random random(8);
  for (Vertex u = 0; u < 100; ++u) {
    for (Vertex v = 0; v < 100; ++v) {
      const bool hub = u < 50 && v < 50 && (u < 5 || v < 5);
      if (u != v && random.below(hub ? 1 : 12) == 0) edges.emplace_back(u, v);
    }
  }
  JobInput input = job_input(Statistic::Compare, 100, edges);
  for (Vertex v = 0; v < 100; ++v) {
    input.request.subset.chosen[v] = v < 50 ? 1 : 0;
    input.request.subset.post.push_back(v < 50 ? 0 : 1);
    for (int axis = 0; axis < 3; ++axis) {
      const auto place = static_cast<std::int32_t>(random.below(v < 50 ? 500'000 : 50'000));
      input.request.positions_nm.push_back(place);
    }
  }
  input.request.nulls.controls = 200;
  const auto plain = result_of(input)["comparison"];
  input.request.nulls.degrees = input.request.nulls.shared = input.request.nulls.lengths = true;
  input.request.nulls.distance = true;
  const auto told = result_of(input)["comparison"];
  CHECK(told["costly_permutations_done"] == 199);
  const auto& statistics = told["statistics"];
  CHECK(statistics.size() == plain["statistics"].size() + 2 + 2 + 4 + 1 + 2);
  CHECK(told["bin_um"] == 100);
  for (const auto& one : plain["statistics"].items()) {
    CHECK(one.value()["values"] == statistics[one.key()]["values"]);
  }
  for (const char* const name : {"out_degree_cv", "in_degree_cv", "density_of_richest_10"}) {
    CAPTURE(name);
    CHECK(statistics[name]["a"] > 1.5 * statistics[name]["b"].get<double>());
    CHECK(statistics[name]["p_high"] <= 2 / 200.0);
  }
  CHECK(statistics["shared_targets_over_expected"]["a"] > 0.9);
  CHECK(statistics["mean_length_um"]["a"] > 200);
  CHECK(statistics["mean_length_um"]["b"] < 50);
  CHECK(statistics["mean_length_um"]["p_high"] == 1 / 200.0);
  input.request.positions_nm.clear();
  const auto nowhere = result_of(input)["comparison"];
  CHECK(nowhere["lengths_why_not"] == kNoLengths);
  CHECK_FALSE(nowhere["statistics"].contains("mean_length_um"));
  CHECK(nowhere["distance_why_not"] == kNoLengths);
  CHECK(nowhere["statistics"]["in_degree_cv"]["values"] == statistics["in_degree_cv"]["values"]);
}

TEST_CASE("a set whose neurons reach less far falls faster with distance") {
  EdgeList edges;
  Random random(3);
  // Two lines of neurons; the first is connected near, the second anywhere.
  for (Vertex u = 0; u < 120; ++u) {
    for (Vertex v = 0; v < 120; ++v) {
      if (u == v || u / 60 != v / 60) continue;
      const std::uint32_t apart = u < v ? v - u : u - v;
      if (random.below(u < 60 ? 2 + apart : 12) == 0) edges.emplace_back(u, v);
    }
  }
  JobInput input = job_input(Statistic::Compare, 120, edges);
  for (std::int32_t v = 0; v < 120; ++v) {
    input.request.subset.chosen[static_cast<std::size_t>(v)] = v < 60 ? 1 : 0;
    input.request.subset.post.push_back(v < 60 ? 0 : 1);
    input.request.positions_nm.insert(input.request.positions_nm.end(), {v % 60 * 10'000, 0, 0});
  }
  input.request.distance.bin_nm = 50'000;
  input.request.nulls.controls = 199;
  input.request.nulls.distance = true;
  const auto told = result_of(input)["comparison"];
  const auto &fall = told["statistics"]["distance_fit_b_per_um"],
             &near = told["statistics"]["first_bin_probability"];
  CHECK(fall["a"] > 5 * fall["b"].get<double>());
  CHECK(fall["p_high"] < 0.0051);  // of some deals there is no fit
  CHECK(near["a"] > 2 * near["b"].get<double>());
  CHECK(near["p_high"] == 1 / 200.0);
  CHECK_FALSE(told.contains("distance_why_not"));
  input.request.distance.bin_nm = 10;  // 60,000 bins
  const auto far = result_of(input)["comparison"];
  CHECK(far["distance_why_not"] == kTooFarApart);
  CHECK(far["statistics"]["distance_fit_b_per_um"]["a"].is_null());
}

TEST_CASE("a set of larger synapses differs in their mean size, dealt out as often as the rest") {
  JobInput input = job_input(Statistic::Compare, 80, random_edges(6, 80, 900));
  const CsrHalf& half = input.connections->edges.out;
  const auto& counts = input.connections->synapse_counts;
  auto each = std::make_shared<EdgeSynapses>(counts, EdgeSynapses::Known{});
  Random random(5);
  std::array<std::uint64_t, 2> sum{}, count{};
  for (Vertex u = 0; u < 80; ++u) {
    for (std::uint32_t e = half.offsets[u]; e < half.offsets[u + 1]; ++e) {
      const Vertex v = half.targets[e];
      const std::uint32_t size = 1000 + random.below(500) + (u < 40 ? 200 : 0);
      each->set(counts, e, std::span(&size, 1), 0, 0);
      if (u == v || (u < 40) != (v < 40)) continue;
      sum[u < 40 ? 0 : 1] += size;
      count[u < 40 ? 0 : 1] += 1;
    }
    input.request.subset.chosen[u] = u < 40 ? 1 : 0;
    input.request.subset.post.push_back(u < 40 ? 0 : 1);
  }
  input.request.nulls.controls = 300;
  const auto plain = result_of(input)["comparison"];
  input.request.nulls.sizes = true;
  input.sizes_why_not = "Nobody knows.";
  const auto unknown = result_of(input)["comparison"];
  CHECK(unknown["sizes_why_not"] == "Nobody knows.");
  CHECK(unknown["statistics"] == plain["statistics"]);
  input.sizes_why_not.clear();
  input.each_synapse = each;
  const auto told = result_of(input)["comparison"];
  CHECK_FALSE(told.contains("sizes_why_not"));
  CHECK(told["a"]["size_sum"] == sum[0]);
  CHECK(told["b"]["size_sum"] == sum[1]);
  CHECK(told["a"]["synapses"] == count[0]);
  const auto& size = told["statistics"]["mean_synapse_size"];
  CHECK(size["a"] == static_cast<double>(sum[0]) / static_cast<double>(count[0]));
  CHECK(size["b"] == static_cast<double>(sum[1]) / static_cast<double>(count[1]));
  CHECK(size["permutations"] == 300);
  CHECK(size["p_high"] == 1 / 301.0);
  CHECK(told["statistics"].size() == plain["statistics"].size() + 2);  // and the median
  for (const auto& one : plain["statistics"].items()) {
    CHECK(one.value()["values"] == told["statistics"][one.key()]["values"]);
  }
  // With what takes longer, its numbers stay as they are.
  input.request.nulls.structure = true;
  const auto more = result_of(input)["comparison"]["statistics"]["mean_synapse_size"];
  CHECK(more["values"] == size["values"]);
}

TEST_CASE("medians and shares of synapses are those of each set and block, and of each deal") {
  for (const bool blocks : {false, true}) {
    CAPTURE(blocks);
    JobInput input = job_input(Statistic::Compare, 40, random_edges(8, 40, 500));
    auto connections = std::make_shared<ConnectionGraph>(*input.connections);
    auto& counts = connections->synapse_counts;
    for (std::size_t e = 0; e < counts.size(); ++e) counts[e] = 1 + e % 4;
    input.connections = connections;
    StatisticsRequest& subset = input.request.subset;
    subset.min_synapses = 2;
    subset.post.assign(40, 0);
    if (blocks) input.request.block_b = {subset.post, subset.post};
    for (Vertex v = 0; v < 40; ++v) {
      subset.chosen[v] = v < 20;
      subset.post[v] = blocks ? v % 2 : v >= 18;  // two neurons are in both sets
      if (!blocks) continue;
      input.request.block_b.pre[v] = v >= 15;
      input.request.block_b.post[v] = v % 3 == 0;
    }
    const PlainSynapses plain = random_synapses_of(3, counts, 5000);
    input.request.nulls.sizes = true;
    input.request.nulls.controls = 60;
    input.each_synapse = std::make_shared<EdgeSynapses>(plain.made(counts));
    const auto told = result_of(input)["comparison"];
    CHECK(told["near_um"] == 50);
    CHECK(told["clump_um"] == 15);
    CHECK(told["costly_permutations_done"] == 60);

    // The same deals by hand.
    const auto compared = make_compared(input);
    compared->observe();
    const auto numbers_of = [&](unsigned which) {
      const ComparedNetwork network = compared->network(which);
      std::vector<std::uint8_t> pre(40, 0), post(40, 0);
      for (std::size_t i = 0; i < network.original.size(); ++i) {
        pre[network.original[i]] = blocks ? network.pre[i] : 1;
        post[network.original[i]] = blocks ? network.post[i] : 1;
      }
      return plain.totals(connections->edges.view(), counts, {pre, post, 2});
    };
    const auto share = [](std::uint64_t part, std::uint64_t whole) {
      return static_cast<double>(part) / static_cast<double>(whole);
    };
    for (int deal = -1; deal < 60; ++deal) {
      CAPTURE(deal);
      Random random(input.request.nulls.seed, static_cast<std::uint64_t>(std::max(deal, 0)));
      if (deal >= 0) compared->deal(random);
      const SynapseTotals a = numbers_of(0), b = numbers_of(1);
      const auto check = [&](const char* name, double of_a, double of_b, std::uint64_t n) {
        CAPTURE(name);
        const auto& one = told["statistics"][name];
        if (deal >= 0) {
          CHECK(one["values"][static_cast<std::size_t>(deal)] == of_a - of_b);
          return;
        }
        CHECK(one["a"] == of_a);
        CHECK(one["b"] == of_b);
        CHECK(one["a_n"] == n);
        CHECK(one["permutations"] == 60);
      };
      check("median_synapse_size", *a.size_median, *b.size_median, a.synapses);
      check("near_soma_share", share(*a.near, a.synapses), share(*b.near, b.synapses), a.synapses);
      check("clumped_share", share(*a.clumped, a.multiple), share(*b.clumped, b.multiple),
            a.multiple);
      if (deal >= 0) continue;
      const auto interval = wilson_proportion(*b.clumped, b.multiple);
      CHECK(told["statistics"]["clumped_share"]["b_low"] == interval->low);
      CHECK(told["statistics"]["near_soma_share"]["a_high"] ==
            wilson_proportion(*a.near, a.synapses)->high);
      CHECK(told["statistics"]["median_synapse_size"]["a_low"].is_null());
    }
  }
}

TEST_CASE("where nobody says where synapses are, their medians stand without the shares") {
  JobInput input = two_sets();
  input.request.nulls.sizes = true;
  const auto& counts = input.connections->synapse_counts;
  for (const EdgeSynapses::Known known :
       {EdgeSynapses::Known{}, EdgeSynapses::Known{false, true}}) {
    input.each_synapse = std::make_shared<EdgeSynapses>(counts, known);
    const auto told = result_of(input)["comparison"];
    CHECK(told["statistics"].contains("median_synapse_size"));
    CHECK_FALSE(told["statistics"].contains("near_soma_share"));
    CHECK(told["statistics"].contains("clumped_share") == known.clumped);
    CHECK(told.contains("clumped_why_not") != known.clumped);
    CHECK(told["near_soma_why_not"] == (known.clumped ? kNoLengths
                                                      : "The dataset does not say where synapses "
                                                        "are."));
  }
}

TEST_CASE("two sets of one class each have no modularity, and the result says why") {
  JobInput input = two_sets();
  input.request.nulls.structure = true;
  const auto told = result_of(input)["comparison"];
  CHECK_FALSE(told["statistics"].contains("modularity"));
  CHECK(told["modularity_why_not"] == "A set has fewer than two classes.");
  CHECK(told["statistics"]["largest_core"]["a"] == 1);
  CHECK(told["statistics"]["largest_weak_share"]["a"] == 1);
  CHECK(told["statistics"]["largest_strong_share"]["a"] == 2.0 / 3);
  CHECK(told["costly_permutations"] == 30);
  input.request.nulls.classes = true;
  CHECK(result_of(input)["comparison"]["class_matrix"].is_object());
  input.request.groups_why_not = "Too many.";
  const auto without = result_of(input)["comparison"];
  CHECK(without["modularity_why_not"] == "Too many.");
  CHECK(without["class_matrix"].is_null());
  CHECK(without["class_matrix_why_not"] == "Too many.");
}

TEST_CASE("a comparison tells what it has so far, and its progress never falls") {
  JobInput input = two_sets();
  input.request.nulls.simplices = input.request.nulls.structure = true;
  auto job = make_job(input);
  double before = 0;
  while (!job->advance()) {
    CHECK(job->share_done() >= before);
    CHECK(job->share_done() <= 1);
    before = job->share_done();
    if (!job->partial_json().empty()) {
      const auto told = nlohmann::json::parse(job->partial_json())["comparison"];
      CHECK(told["permutations_done"] <= 30);
    }
  }
  CHECK(job->share_done() == 1);
}

TEST_CASE("where there is nothing to compare, the result says why") {
  JobInput input = two_sets();
  input.request.subset.post.clear();
  auto json = result_of(std::move(input));
  CHECK(json["comparison"].is_null());
  CHECK(json["comparison_why_not"] == "There is no second set of neurons to compare with.");
  input = two_sets();
  input.request.subset.post = input.request.subset.chosen;  // all of them shared
  json = result_of(std::move(input));
  CHECK(json["comparison"].is_null());
  CHECK(json["comparison_why_not"] ==
        "Each set needs two neurons or more that are counted here and not in the other: A has 0, B "
        "has 0.");
}

namespace {

/// 60 neurons in three layers of 20; the first sends more densely to the second than the second to
/// the third.
JobInput three_layers() {
  Random random(4);
  EdgeList edges;
  for (Vertex u = 0; u < 60; ++u) {
    for (Vertex v = 0; v < 60; ++v) {
      const bool first = u < 20 && v >= 20 && v < 40;
      if (u != v && random.below(first ? 3 : 8) == 0) edges.emplace_back(u, v);
    }
  }
  JobInput input = job_input(Statistic::Compare, 60, edges);
  for (Vertex v = 0; v < 60; ++v) {
    input.request.subset.chosen[v] = v < 20;
    input.request.subset.post.push_back(v / 20 == 1);
    input.request.block_b.pre.push_back(v / 20 == 1);
    input.request.block_b.post.push_back(v / 20 == 2);
  }
  input.request.nulls.controls = 250;
  return input;
}

}  // namespace

TEST_CASE("of two blocks the connection probability, and all that blocks have, are compared") {
  JobInput input = three_layers();
  const auto told = result_of(input)["comparison"];
  const CsrGraph graph = input.connections->edges.view();
  for (const char* const which : {"a", "b"}) {
    const Vertex layer = which[0] == 'a' ? 0 : 1;
    double connections = 0, answered = 0;
    for (Vertex u = 20 * layer; u < 20 * layer + 20; ++u) {
      for (Vertex v = 20 * layer + 20; v < 20 * layer + 40; ++v) {
        if (find_edge(graph, u, v) >= graph.edge_count()) continue;
        connections += 1;
        answered += find_edge(graph, v, u) < graph.edge_count();
      }
    }
    CHECK(told[which] == nlohmann::json{{"pre_neurons", 20},
                                        {"post_neurons", 20},
                                        {"pairs", 400},
                                        {"connections", connections},
                                        {"answered", answered},
                                        {"synapses", connections}});
    const auto& statistics = told["statistics"];
    CHECK(statistics["connection_probability"][which] == connections / 400);
    CHECK(statistics["reciprocity"][which] == answered / connections);
    CHECK(statistics["mean_out_degree"][which] == connections / 20);
    CHECK(statistics["mean_in_degree"][which] == connections / 20);
    CHECK(statistics["synapses_per_connection"][which] == 1);
  }
  const nlohmann::json side = {{"a", 20}, {"b", 20}, {"both", 0}};
  CHECK(told["dealt"] == nlohmann::json{{"pre", side}, {"post", side}});
  CHECK_FALSE(told.contains("shared_neurons"));
  const auto& probability = told["statistics"]["connection_probability"];
  CHECK(probability["permutations"] == 250);
  CHECK(probability["p_high"] == 1 / 251.0);
  CHECK(probability["difference_low"] > 0.1);
  CHECK(probability["difference_low"] < probability["difference"]);
  CHECK(probability["difference"] < probability["difference_high"]);
  CHECK(result_of(input)["comparison"] == told);
}

TEST_CASE("more numbers of blocks are those of the networks that their connections form") {
  JobInput input = three_layers();
  Random random(9);
  for (int i = 0; i < 180; ++i) {
    input.request.positions_nm.push_back(static_cast<std::int32_t>(random.below(300'000)));
  }
  const auto plain = result_of(input)["comparison"];
  NullOptions& options = input.request.nulls;
  options.triads = options.simplices = options.structure = options.degrees = options.shared =
      options.lengths = options.distance = true;
  const auto told = result_of(input)["comparison"];
  CHECK(told["costly_permutations_done"] == 199);
  CHECK(told.contains("modularity_why_not"));
  for (const auto& one : plain["statistics"].items()) {
    CHECK(told["statistics"][one.key()]["values"] == one.value()["values"]);
  }
  for (const char* const which : {"a", "b"}) {
    // The block by itself, as random controls count it.
    JobInput alone = input;
    alone.request.statistic = Statistic::Thresholds;
    if (which[0] == 'b') {
      alone.request.subset.chosen = input.request.block_b.pre;
      alone.request.subset.post = input.request.block_b.post;
    }
    auto connections = std::make_shared<ConnectionGraph>(*input.connections);
    connections->synapse_counts.assign(connections->synapse_counts.size(), 2);
    alone.connections = connections;
    const auto by_itself = result_of(alone)["thresholds"]["statistics"];
    std::size_t compared = 0;
    for (const auto& one : by_itself.items()) {
      if (!told["statistics"].contains(one.key())) continue;
      CAPTURE(one.key());
      CHECK(told["statistics"][one.key()][which] == one.value()["value"][0]);
      ++compared;
    }
    CHECK(compared > 30);
  }
}

TEST_CASE("where blocks share a side only the other one is dealt out, and where both, none is") {
  JobInput input = three_layers();
  input.request.block_b.pre = input.request.subset.chosen;
  const auto told = result_of(input)["comparison"];
  CHECK(told["dealt"]["pre"] == nlohmann::json{{"a", 0}, {"b", 0}, {"both", 20}});
  CHECK(told["statistics"]["connection_probability"]["permutations"] == 250);
  CHECK(told["statistics"]["connection_probability"]["p_high"] == 1 / 251.0);

  // The receivers of B are some of those of A: each way to deal out is the same one.
  input.request.block_b.post = input.request.subset.post;
  input.request.block_b.post[20] = 0;
  input.request.nulls.structure = true;
  const auto none = result_of(input)["comparison"];
  CHECK(none["permutations"] == 0);
  CHECK(none.contains("permutations_why_not"));
  const auto& probability = none["statistics"]["connection_probability"];
  CHECK(probability["p"].is_null());
  CHECK(probability["difference_low"] < probability["difference_high"]);
  CHECK(none["statistics"]["largest_core"]["a"] > 0);
  CHECK(none["statistics"]["largest_core"]["p"].is_null());

  input.request.block_b.post.assign(60, 0);
  const auto nothing = result_of(input);
  CHECK(nothing["comparison"].is_null());
  CHECK(nothing["comparison_why_not"] ==
        "Block B has no pair of different neurons, one that sends and one that receives.");
}

TEST_CASE(
    "cells of classes and bins of distance are those of a look at all pairs, each with a test") {
  for (const bool blocks : {false, true}) {
    CAPTURE(blocks);
    JobInput input = three_layers();
    StatisticsRequest& subset = input.request.subset;
    Random random(12);
    for (Vertex v = 0; v < 60; ++v) {
      subset.groups.push_back(v % 3 == 0 ? 2 : v < 40 ? 1 : 0);
      for (int axis = 0; axis < 3; ++axis) {
        input.request.positions_nm.push_back(static_cast<std::int32_t>(random.below(100'000)));
      }
    }
    subset.group_count = 4;  // nobody is of the last one
    input.request.group_names = {"x", "y", "z", "nobody"};
    input.request.distance.bin_nm = 30'000;
    input.request.nulls.distance = input.request.nulls.classes = true;
    if (!blocks) input.request.block_b = {};
    const auto told = result_of(input)["comparison"];
    const auto &matrix = told["class_matrix"], &profile = told["distance_profile"];
    // Of the sets the last layer is in neither; of the blocks it receives and does not send.
    CHECK(matrix["groups"] == nlohmann::json{"y", "z"});
    CHECK(matrix["post_groups"] ==
          (blocks ? nlohmann::json{"x", "y", "z"} : nlohmann::json{"y", "z"}));
    for (const char* const which : {"a", "b"}) {
      const auto is_in = [&](Vertex v, bool pre) {
        const auto& side = which[0] == 'a'
                               ? (pre ? subset.chosen : subset.post)
                               : (pre ? input.request.block_b.pre : input.request.block_b.post);
        if (blocks) return side[v] != 0;
        return (which[0] == 'a' ? subset.chosen : subset.post)[v] != 0;
      };
      std::map<std::array<std::string, 2>, std::array<std::uint64_t, 2>> cells;
      std::map<std::size_t, std::array<std::uint64_t, 2>> bins;
      const CsrGraph graph = input.connections->edges.view();
      for (Vertex u = 0; u < 60; ++u) {
        for (Vertex v = 0; v < 60; ++v) {
          if (u == v || !is_in(u, true) || !is_in(v, false)) continue;
          double squares = 0;
          for (std::size_t axis = 0; axis < 3; ++axis) {
            const auto& at = input.request.positions_nm;
            squares += std::pow(static_cast<double>(at[3 * u + axis]) - at[3 * v + axis], 2);
          }
          auto& cell = cells[{input.request.group_names[subset.groups[u]],
                              input.request.group_names[subset.groups[v]]}];
          auto& bin = bins[static_cast<std::size_t>(std::sqrt(squares) / 30'000)];
          for (auto* counts : {&cell, &bin}) {
            (*counts)[0] += find_edge(graph, u, v) < graph.edge_count();
            (*counts)[1] += 1;
          }
        }
      }
      std::uint64_t found = 0;
      for (std::size_t a = 0; a < matrix["groups"].size(); ++a) {
        for (std::size_t b = 0; b < matrix["post_groups"].size(); ++b) {
          const auto& counts = cells[{matrix["groups"][a].get<std::string>(),
                                      matrix["post_groups"][b].get<std::string>()}];
          CHECK(matrix[which]["connections"][a][b] == counts[0]);
          CHECK(matrix[which]["pairs"][a][b] == counts[1]);
          found += counts[1];
        }
      }
      std::uint64_t pairs = 0;
      for (const auto& [bin, counts] : bins) {
        CHECK(profile[which]["connected"][bin] == counts[0]);
        CHECK(profile[which]["pairs"][bin] == counts[1]);
        CHECK(profile[which]["probability"][bin] ==
              static_cast<double>(counts[0]) / static_cast<double>(counts[1]));
        pairs += counts[1];
      }
      CHECK(found == pairs);
    }
    for (const auto* part : {&profile, &matrix}) {
      for (const char* const key : {"difference", "mean", "sd", "z", "p", "q"}) {
        CHECK((*part)[key].size() == (*part)["difference"].size());
      }
    }
    // One bin that holds all pairs, and one group of all, are the connection probability.
    input.request.distance.bin_nm = 1'000'000;
    subset.groups.assign(60, 0);
    const auto whole = result_of(input)["comparison"];
    const auto& probability = whole["statistics"]["connection_probability"];
    const auto& cell = whole["class_matrix"];
    for (const char* const key : {"difference", "mean", "sd", "z", "p"}) {
      CHECK(cell[key][0][0] == probability[key]);
    }
    CHECK(whole["distance_profile"]["difference"][0] == probability["difference"]);
    CHECK(whole["distance_profile"]["p"][0] == whole["statistics"]["first_bin_probability"]["p"]);
  }
}

TEST_CASE("on analyzable axons the senders of both blocks are those that have one") {
  JobInput input = three_layers();
  for (Vertex v = 0; v < 60; ++v) input.request.subset.analyzable_axon.push_back(v % 4 != 0);
  const auto told = result_of(input)["analyzable"]["comparison"];
  for (const char* const which : {"a", "b"}) {
    CHECK(told[which]["pre_neurons"] == 15);
    CHECK(told[which]["post_neurons"] == 20);
  }
  // The block of one set keeps all of its neurons as receivers.
  input.request.subset.post.clear();
  const auto own = result_of(input)["analyzable"]["comparison"];
  CHECK(own["a"]["pre_neurons"] == 15);
  CHECK(own["a"]["post_neurons"] == 20);
  for (Vertex v = 20; v < 40; ++v) input.request.subset.analyzable_axon[v] = 0;
  CHECK(result_of(input)["analyzable_why_not"] ==
        "A block has no sending neuron with an analyzable axon.");
}
