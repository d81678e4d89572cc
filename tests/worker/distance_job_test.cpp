#include "worker/distance_job.h"

#include <doctest/doctest.h>

#include "stats/random.h"
#include "worker/job_inputs.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("the profile as JSON, counted by hand") {
  // Along x at 0, 3 and 10 µm, bins of 3 µm; 0 -> 1 (one synapse) and 1 -> 2.
  JobInput input = job_input(Statistic::Distance, 3, {{0, 1}, {1, 2}});
  input.request.positions_nm = {0, 0, 0, 3000, 0, 0, 10'000, 0, 0};
  input.request.distance.bin_nm = 3000;
  input.request.subset.analyzable_axon = {1, 0, 0};
  const auto json = result_of(input);
  const auto& profile = json["distance_profile"];
  CHECK(json["about"]["neurons"] == 3);
  CHECK(profile["measure"] == "soma");
  CHECK(profile["bin_um"] == 3);
  CHECK(profile["first_bin"] == 0);
  CHECK(profile["connected"] == std::vector<int>{0, 1, 1, 0});
  CHECK(profile["pairs"] == std::vector<int>{0, 2, 2, 2});
  CHECK(profile["synapses"] == std::vector<int>{0, 1, 1, 0});
  CHECK(profile["probability"][0] == nullptr);  // no pair, no probability
  CHECK(profile["probability"][1] == 0.5);
  CHECK(profile["wilson_low"][3] == 0);
  CHECK(profile["synapses_per_connection"][3] == nullptr);
  CHECK(profile["analyzable_pairs"] == std::vector<int>{0, 1, 0, 1});
  CHECK(profile["analyzable_connected"] == std::vector<int>{0, 1, 0, 0});
  CHECK(profile["fit"]["points"] == 3);
  CHECK(profile["analyzable_fit"] == nullptr);  // connections in one bin are no line
  CHECK(profile["analyzable_gap"] == nullptr);  // too few pairs to tell
}

TEST_CASE("where analyzable axons are farthest from all is said with both shares and their pairs") {
  // From neurons at 0 onto neurons at 1 µm, 60 µm and 160 µm, along x.
  constexpr std::uint32_t kPre = 20, kNear = 10, kFar = 10, kNeurons = kPre + kNear + kFar;
  EdgeList edges;
  for (std::uint32_t u = 0; u < 10; ++u) edges.push_back({u, kPre + u});     // analyzable
  for (std::uint32_t u = 0; u < 5; ++u) edges.push_back({u, kPre + kNear});  // analyzable
  JobInput input = job_input(Statistic::Distance, kNeurons, edges);
  StatisticsRequest& subset = input.request.subset;
  subset.post.assign(kNeurons, 0);
  for (std::uint32_t v = 0; v < kNeurons; ++v) {
    subset.chosen[v] = v < kPre;
    subset.post[v] = v >= kPre;
    subset.analyzable_axon.push_back(v < 10);
    const std::int32_t x_um = v < kPre ? 0 : v < kPre + kNear ? 60 : 160;
    for (const std::int32_t at : {x_um * 1000, 0, 0}) input.request.positions_nm.push_back(at);
  }
  input.request.distance.bin_nm = 50'000;
  const auto gap = result_of(input)["distance_profile"]["analyzable_gap"];
  CHECK(gap["from_um"] == 50);
  CHECK(gap["connected"] == 10);
  CHECK(gap["pairs"] == 200);
  CHECK(gap["analyzable_connected"] == 10);
  CHECK(gap["analyzable_pairs"] == 100);
  CHECK(gap["difference"] == 0.05);
  CHECK(gap["bins"] == 2);
  input.request.subset.analyzable_axon.clear();
  const auto unknown = result_of(input)["distance_profile"];
  CHECK(unknown["analyzable_gap"] == nullptr);
  CHECK(unknown["analyzable_fit"] == nullptr);
}

TEST_CASE("two sets and a least number of synapses are obeyed") {
  JobInput input = job_input(Statistic::Distance, 4, {{0, 1}, {0, 2}, {1, 2}, {3, 0}});
  input.request.positions_nm = {0, 0, 0, 1000, 0, 0, 2000, 0, 0, 3000, 0, 0};
  input.request.distance.bin_nm = 10'000;
  input.request.subset.chosen = {1, 1, 0, 0};
  input.request.subset.post = {0, 0, 1, 1};
  auto profile = result_of(input)["distance_profile"];
  CHECK(profile["pairs"] == std::vector<int>{4});
  CHECK(profile["connected"] == std::vector<int>{2});
  auto heavier = std::make_shared<ConnectionGraph>(*input.connections);
  heavier->synapse_counts[1] = 5;  // 0 -> 2
  input.connections = heavier;
  input.request.subset.min_synapses = 2;
  profile = result_of(input)["distance_profile"];
  CHECK(profile["connected"] == std::vector<int>{1});
  CHECK(profile["synapses"] == std::vector<int>{5});
}

TEST_CASE("without positions, and with too many bins, the result says why there is none") {
  JobInput input = job_input(Statistic::Distance, 3, {{0, 1}});
  auto json = result_of(input);
  CHECK(json["distance_profile"] == nullptr);
  CHECK(json["distance_profile_why_not"].get<std::string>().find("no soma positions") !=
        std::string::npos);
  input.request.positions_nm = {0, 0, 0, 1'000'000, 0, 0, 0, 0, 0};
  input.request.distance.bin_nm = 1;
  json = result_of(input);
  CHECK(json["distance_profile"] == nullptr);
  CHECK(json["distance_profile_why_not"].get<std::string>().find("4,096 bins") !=
        std::string::npos);
}

TEST_CASE("every measure has its name, and depth its negative bins") {
  JobInput input = job_input(Statistic::Distance, 3, {{0, 1}, {1, 0}});
  input.request.positions_nm = {0, 0, 0, 0, 2500, 0, 0, 9000, 0};
  input.request.distance.bin_nm = 1000;
  for (std::uint8_t measure = 0; measure < kDistanceMeasureCount; ++measure) {
    input.request.distance.measure = static_cast<DistanceMeasure>(measure);
    CHECK(result_of(input)["distance_profile"]["measure"] == kDistanceMeasureNames[measure]);
  }
  input.request.distance.measure = DistanceMeasure::Depth;
  const auto profile = result_of(input)["distance_profile"];
  CHECK(profile["first_bin"] == -9);
  CHECK(profile["connected"][6] == 1);   // -2.5 µm
  CHECK(profile["connected"][11] == 1);  // +2.5 µm
  CHECK(profile["fit"] == nullptr);
}
