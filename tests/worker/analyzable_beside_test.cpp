#include "worker/analyzable_beside.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "stats/random.h"
#include "worker/job_inputs.h"
#include "worker/job_json.h"
#include "worker/simplices_job.h"
#include "worker/triads_job.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr std::uint32_t kNeurons = 60;
constexpr Statistic kBeside[] = {
    Statistic::Triads,  Statistic::Simplices, Statistic::Participation, Statistic::Structure,
    Statistic::Nulls,   Statistic::Compare,   Statistic::Thresholds,    Statistic::Labels,
    Statistic::Erosion, Statistic::Experiment};

/// Three groups, of which two thirds of the neurons are chosen and half have an analyzable axon.
JobInput tissue(Statistic statistic, std::uint64_t seed) {
  JobInput input = job_input(statistic, kNeurons, random_edges(seed, kNeurons, 900));
  Random random(seed);
  StatisticsRequest& subset = input.request.subset;
  for (std::uint32_t v = 0; v < kNeurons; ++v) {
    subset.chosen[v] = random.below(3) != 0;
    subset.groups.push_back(static_cast<std::uint16_t>(random.below(3)));
    subset.analyzable_axon.push_back(random.below(2) != 0);
    for (int axis = 0; axis < 3; ++axis) {
      input.request.positions_nm.push_back(static_cast<std::int32_t>(random.below(400'000)));
    }
  }
  auto connections = std::make_shared<ConnectionGraph>(*input.connections);
  for (std::uint32_t& count : connections->synapse_counts) {
    count = 1 + static_cast<std::uint32_t>(random.below(3));
  }
  input.connections = connections;
  subset.group_count = 3;
  input.request.group_names = {"A", "B", "C"};
  input.request.nulls.controls = 9;
  input.request.nulls.seed = seed;
  input.request.experiment.patched = 2;
  if (statistic == Statistic::Compare) {  // against all others
    subset.post.assign(kNeurons, 1);
    for (std::uint32_t v = 0; v < kNeurons; ++v) subset.post[v] -= subset.chosen[v];
  }
  input.request.nulls.triads = input.request.nulls.simplices = input.request.nulls.structure = true;
  return input;
}

template <typename Value>
std::vector<Value> kept(const std::vector<Value>& values, const std::vector<std::uint8_t>& keep,
                        std::size_t each = 1) {
  std::vector<Value> of_kept;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (keep[i / each] != 0) of_kept.push_back(values[i]);
  }
  return of_kept;
}

/// A dataset that has no neuron without an analyzable axon.
JobInput without_the_others(const JobInput& input) {
  JobInput small = input;
  StatisticsRequest& subset = small.request.subset;
  const std::vector<std::uint8_t> keep = subset.analyzable_axon;
  std::vector<Vertex> number(kNeurons, 0);
  for (std::uint32_t v = 0, next = 0; v < kNeurons; ++v) number[v] = keep[v] ? next++ : next;
  EdgeList edges;
  std::vector<std::uint32_t> counts;
  const CsrHalf& out = input.connections->edges.out;
  for (std::uint32_t u = 0; u < kNeurons; ++u) {
    for (std::uint32_t e = out.offsets[u]; e < out.offsets[u + 1]; ++e) {
      if (!keep[u] || !keep[out.targets[e]]) continue;
      edges.emplace_back(number[u], number[out.targets[e]]);
      counts.push_back(input.connections->synapse_counts[e]);
    }
  }
  auto connections = std::make_shared<ConnectionGraph>();
  connections->edges = make_graph(number.back() + keep.back(), edges);
  connections->synapse_counts = counts;
  small.connections = connections;
  subset.chosen = kept(subset.chosen, keep);
  if (!subset.one_set()) subset.post = kept(subset.post, keep);
  subset.groups = kept(subset.groups, keep);
  subset.analyzable_axon = kept(subset.analyzable_axon, keep);
  small.request.positions_nm = kept(small.request.positions_nm, keep, 3);
  return small;
}

/// The result without what stands beside it.
nlohmann::json alone(JobInput input) {
  nlohmann::json result = result_of(std::move(input));
  result.erase("analyzable");
  result.erase("analyzable_why_not");
  return result;
}

}  // namespace

TEST_CASE("beside each number is that of a dataset without the other neurons") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    for (const Statistic statistic : kBeside) {
      CAPTURE(seed);
      CAPTURE(static_cast<int>(statistic));
      const JobInput input = tissue(statistic, seed);
      const auto result = result_of(input);
      const bool two_sets = statistic == Statistic::Compare;
      // The border is that of all somata of a dataset, so that another dataset has another.
      if (statistic != Statistic::Erosion) {
        CHECK(result["analyzable"] == alone(without_the_others(input)));
      }
      JobInput chosen = input;
      chosen.request.subset = analyzable_part(chosen.request.subset, two_sets);
      CHECK(result["analyzable"] == alone(chosen));
      CHECK(result["analyzable"]["about"]["pre_neurons"] ==
            result["about"]["analyzable_pre_neurons"]);
      CHECK(result["analyzable"].size() == alone(input).size());
      // And it leaves all others as they are.
      JobInput unknown = input;
      unknown.request.subset.analyzable_axon.clear();
      auto without = alone(unknown), with = alone(input);
      for (auto* json : {&without, &with}) json->erase("about");
      CHECK(with == without);
    }
  }
}

TEST_CASE("random controls hold no connections but their own, nor do those that wait beside them") {
  for (const NullModel model : {NullModel::Rewired, NullModel::Neurons}) {
    for (const bool few : {true, false}) {
      CAPTURE(kNullModelNames[static_cast<std::size_t>(model)]);
      CAPTURE(few);
      JobInput input = tissue(Statistic::Nulls, 5);
      input.request.nulls.model = model;
      StatisticsRequest& subset = input.request.subset;
      for (std::uint32_t v = 0; v < kNeurons; ++v) {
        subset.chosen[v] = 1;
        subset.analyzable_axon[v] = few ? v % 6 == 0 : v % 6 != 0;
      }
      JobInput chosen = input;
      chosen.request.subset = analyzable_part(chosen.request.subset, false);
      input.connections = std::make_shared<ConnectionGraph>(*input.connections);
      const std::weak_ptr<const ConnectionGraph> held = input.connections;
      const std::unique_ptr<Job> job = make_job(std::move(input));
      job->advance();
      CHECK(held.expired() == (few && model == NullModel::Rewired));
      while (!job->advance()) {
      }
      if (model == NullModel::Rewired) {
        CHECK(nlohmann::json::parse(job->json())["analyzable"] == alone(chosen));
      }
    }
  }
}

TEST_CASE("every model of chance has controls of the analyzable network, drawn among its kind") {
  for (std::uint8_t m = 0; m < kNullModelCount; ++m) {
    CAPTURE(kNullModelNames[m]);
    JobInput input = tissue(Statistic::Nulls, 11);
    input.request.nulls.model = static_cast<NullModel>(m);
    const auto result = result_of(input);
    CHECK(result["analyzable"]["null"]["controls_done"] == 9);
    CHECK(result["analyzable"] == alone(without_the_others(input)));
  }
}

TEST_CASE("of a block the sending neurons are those with an analyzable axon, and only those") {
  JobInput input = tissue(Statistic::Triads, 5);
  StatisticsRequest& subset = input.request.subset;
  subset.post = subset.chosen;
  for (std::uint32_t v = 0; v < kNeurons; v += 2) subset.post[v] ^= 1;
  const auto result = result_of(input);
  for (std::uint32_t v = 0; v < kNeurons; ++v) subset.chosen[v] &= subset.analyzable_axon[v];
  CHECK(result["analyzable"] == alone(input));
  CHECK(result["analyzable"]["about"]["post_neurons"] == result["about"]["post_neurons"]);
  CHECK(result["analyzable"]["motifs"]["two_paths"] > 0);
}

TEST_CASE("where there is nothing to count beside, a sentence says why") {
  const auto why = [](std::vector<std::uint8_t> analyzable, std::vector<std::uint8_t> post) {
    JobInput input = job_input(Statistic::Triads, 3, {{0, 1}, {1, 2}});
    input.request.subset.analyzable_axon = std::move(analyzable);
    input.request.subset.post = std::move(post);
    const auto result = result_of(input);
    CHECK(result["motifs"]["two_paths"] == 1);
    CHECK(result.contains("analyzable") == true);
    return result["analyzable"].is_null() ? result["analyzable_why_not"].get<std::string>()
                                          : std::string();
  };
  CHECK(why({}, {}) == "The dataset does not say which axons were proofread.");
  CHECK(why({0, 1, 0}, {}) == "Fewer than two of these neurons have an analyzable axon.");
  CHECK(why({1, 1, 1}, {}) ==
        "Every axon that counts here is analyzable, so the numbers on analyzable axons are the "
        "same.");
  CHECK(why({1, 1, 0}, {}).empty());
  CHECK(why({0, 0, 0}, {1, 1, 1}) == "None of the sending neurons has an analyzable axon.");
  CHECK(why({0, 1, 0}, {1, 1, 1}).empty());
}

TEST_CASE("counts and degrees have beside them those of the analyzable neurons, or the reason") {
  StatisticsRequest asked;
  asked.chosen = {1, 1, 1, 0};
  asked.groups = {0, 1, 1, 0};
  asked.group_count = 2;
  asked.min_synapses = 3;
  CHECK(analyzable_counts(asked).why_not == "The dataset does not say which axons were proofread.");
  asked.analyzable_axon = {1, 0, 1, 1};
  const AnalyzableCounts one_set = analyzable_counts(asked);
  CHECK(one_set.why_not.empty());
  CHECK(one_set.request.chosen == std::vector<std::uint8_t>{1, 0, 1, 0});
  CHECK(one_set.request.min_synapses == 3);
  CHECK(one_set.request.group_count == 1);
  CHECK(one_set.request.groups.empty());
  asked.post = {0, 1, 0, 0};
  asked.post_groups = {0, 0, 1, 0};
  asked.post_group_count = 2;
  const AnalyzableCounts block = analyzable_counts(asked);
  CHECK(block.why_not.empty());
  CHECK(block.request.chosen == one_set.request.chosen);
  CHECK(block.request.post == asked.post);  // whatever the axons of those that receive
  CHECK(block.request.post_groups.empty());
  CHECK(block.request.post_group_count == 0);
  asked.analyzable_axon = {0, 0, 0, 1};
  CHECK(analyzable_counts(asked).why_not == "None of the sending neurons has an analyzable axon.");
  asked.analyzable_axon = {1, 1, 1, 0};
  CHECK(analyzable_counts(asked).why_not.starts_with("Every axon that counts here is analyzable"));
  asked.post.clear();
  asked.analyzable_axon = {1, 0, 0, 1};
  CHECK(analyzable_counts(asked).why_not ==
        "Fewer than two of these neurons have an analyzable axon.");
}

TEST_CASE("two sets are compared on the analyzable axons of both, where each has two") {
  JobInput input = tissue(Statistic::Compare, 8);
  StatisticsRequest& subset = input.request.subset;
  const auto result = result_of(input);
  CHECK(result["analyzable"]["comparison"]["a"]["neurons"] ==
        result["about"]["analyzable_pre_neurons"]);
  CHECK(result["analyzable"]["comparison"]["b"]["neurons"] < result["comparison"]["b"]["neurons"]);
  for (std::uint32_t v = 0, seen = 0; v < kNeurons; ++v) {
    if (subset.post[v] && subset.analyzable_axon[v] && ++seen > 1) subset.analyzable_axon[v] = 0;
  }
  CHECK(result_of(input)["analyzable_why_not"] ==
        "A set has fewer than two neurons with an analyzable axon.");
  subset.analyzable_axon.assign(kNeurons, 1);
  CHECK(result_of(input)["analyzable_why_not"].get<std::string>().find("are the same") !=
        std::string::npos);
  subset.post.clear();
  CHECK(result_of(input)["comparison"].is_null());
}

TEST_CASE("what all neurons have is told as soon as it is known, and once while nothing is added") {
  JobInput input = tissue(Statistic::Triads, 3);
  const auto expected = alone(input);
  const auto job = make_job(std::move(input));
  double before = 0;
  int news = 0, told = 0;
  while (!job->advance()) {
    CHECK(job->share_done() >= before);
    before = job->share_done();
    if (!job->has_news()) {
      CHECK(job->partial_json().empty());
      continue;
    }
    ++news;
    const auto partial = nlohmann::json::parse(job->partial_json());
    CHECK(partial == expected);
    CHECK(!job->has_news());
    ++told;
    CHECK(job->partial_json().empty());
  }
  CHECK(job->share_done() == 1);
  CHECK(news == 1);
  CHECK(told == 1);
}

TEST_CASE("partial results of the second come beside the whole first") {
  JobInput input = tissue(Statistic::Nulls, 3);
  const auto job = make_job(std::move(input));
  std::uint64_t most = 0;
  while (!job->advance()) {
    const std::string text = job->partial_json();
    if (text.empty()) continue;
    const auto partial = nlohmann::json::parse(text);
    if (!partial.contains("analyzable")) continue;
    CHECK(partial["null"]["controls_done"] == 9);
    most = partial["analyzable"]["null"]["controls_done"].get<std::uint64_t>();
    CHECK(most < 9);
  }
  CHECK(most == 8);
}

TEST_CASE("what each neuron has is of the neurons that were asked for") {
  JobInput input = tissue(Statistic::Structure, 2);
  input.request.per_neuron = true;
  const auto result = result_of(input);
  CHECK(result["structure"]["core_numbers"].size() == kNeurons);
  CHECK(!result["analyzable"]["structure"].contains("core_numbers"));
}

TEST_CASE("where the second has too many simplices the first is there all the same") {
  EdgeList edges;
  for (Vertex u = 0; u < 40; ++u) {
    for (Vertex v = u + 1; v < 40; ++v) edges.emplace_back(u, v);
  }
  JobInput input = job_input(Statistic::Simplices, 40, edges);
  input.request.subset.analyzable_axon.assign(40, 1);
  input.request.subset.analyzable_axon[0] = 0;
  const auto bounded = [&](std::uint64_t work) {
    return nlohmann::json::parse(run_simplices(input, work, "; ask again."));
  };
  CHECK(bounded(1'000'000)["simplices"]["why_not"] ==
        "There are so many simplices that counting was stopped; ask again.");
  input = job_input(Statistic::Simplices, 50, random_edges(3, 50, 300));
  input.request.subset.analyzable_axon.assign(50, 1);
  input.request.subset.analyzable_axon[7] = 0;
  CHECK(bounded(50'000'000) == result_of(input));
  // Two slices, in which the first is counted, and one that gets the second ready.
  CHECK(bounded(0)["analyzable"].is_null());
  CHECK(bounded(0)["directed_simplices"] == result_of(input)["directed_simplices"]);
  CHECK(bounded(0)["analyzable_why_not"] ==
        "There are so many simplices that counting was stopped; ask again.");
}

TEST_CASE("the parts of several jobs come together as one") {
  std::string triads = run_job(tissue(Statistic::Triads, 4)),
              simplices = run_job(tissue(Statistic::Simplices, 4));
  const auto first = nlohmann::json::parse(triads), second = nlohmann::json::parse(simplices);
  AnalyzableMembers together;
  CHECK(together.json() == "{}");
  together.add(take_analyzable(triads));
  together.add(take_analyzable(simplices));
  CHECK(!nlohmann::json::parse(triads).contains("analyzable"));
  nlohmann::json expected = first["analyzable"];
  expected.update(second["analyzable"]);
  CHECK(nlohmann::json::parse(together.json())["analyzable"] == expected);

  std::string few = run_job(job_input(Statistic::Triads, 3, {}));
  together.add(take_analyzable(few));
  expected["why_not"] = "The dataset does not say which axons were proofread.";
  CHECK(nlohmann::json::parse(together.json())["analyzable"] == expected);

  std::string unknown = run_job(job_input(Statistic::Triads, 3, {}));
  AnalyzableMembers none;
  none.add(take_analyzable(unknown));
  CHECK(none.json() ==
        R"({"analyzable":null,"analyzable_why_not":"The dataset does not say which axons were )"
        R"(proofread."})");
  CHECK(!nlohmann::json::parse(unknown).contains("analyzable_why_not"));
}
