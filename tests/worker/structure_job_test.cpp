#include "worker/structure_job.h"

#include <doctest/doctest.h>

#include "stats/random.h"
#include "worker/job_inputs.h"
#include "worker/nulls_job.h"
#include "worker/simplices_job.h"

using namespace cnx;
using namespace cnx::test;

namespace {

JobInput random_network(std::uint32_t seed, std::uint32_t controls) {
  JobInput input = job_input(Statistic::Structure, 50, random_edges(seed, 50, 300));
  Random random(seed);
  for (int v = 0; v < 50; ++v) {
    input.request.subset.groups.push_back(static_cast<std::uint16_t>(random.below(3)));
  }
  input.request.subset.group_count = 3;
  input.request.group_names = {"A", "B", "C"};
  input.request.nulls.controls = controls;
  return input;
}

}  // namespace

TEST_CASE("the structure of a small network is what one counts by hand") {
  // A ring of three that sends to a ring of two, and one neuron alone; 2 and 3 have an autapse.
  JobInput input = job_input(Statistic::Structure, 6,
                             {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}, {4, 3}, {2, 2}, {3, 3}});
  input.request.subset.groups = {0, 0, 0, 1, 1, 1};
  input.request.subset.group_count = 2;
  input.request.group_names = {"A", "B"};
  input.request.nulls.controls = 5;
  const auto result = result_of(std::move(input));
  CHECK(result["about"]["neurons"] == 6);
  const auto& structure = result["structure"];
  CHECK(structure["components"]["weak"] ==
        nlohmann::json::parse(R"({"count":2,"largest":5,"sizes":[5,1],"components":[1,1]})"));
  CHECK(structure["components"]["strong"] ==
        nlohmann::json::parse(R"({"count":3,"largest":3,"sizes":[3,2,1],"components":[1,1,1]})"));
  CHECK(structure["core"] == nlohmann::json::parse(R"({"largest":2,"neurons":[1,2,3]})"));
  // 6 connections, 5 within; A sends 4 and receives 3, B sends 2 and receives 3.
  const auto& modularity = structure["modularity"]["connections"];
  CHECK(modularity["total"] == 6);
  CHECK(modularity["within"] == 5);
  CHECK(modularity["expected_share"].get<double>() == doctest::Approx(18.0 / 36));
  CHECK(modularity["value"].get<double>() == doctest::Approx(5.0 / 6 - 0.5));
  CHECK(structure["modularity"]["synapses"] == modularity);  // one synapse a connection
  // Shared targets of connected pairs: none. 0 and 4, not connected, share no target either, but
  // 2 and 4 both send to 3.
  const auto& targets = structure["shared_neighbors"]["targets"];
  CHECK(targets["connected"]["pairs"] == 5);
  CHECK(targets["connected"]["mean"] == 0);
  CHECK(targets["unconnected"]["pairs"] == 10);
  CHECK(targets["unconnected"]["mean"] == 0.1);
  const auto& club = structure["rich_club"];
  CHECK(club["controls_done"] == 5);
  CHECK(club["degree"] == std::vector<int>{1, 2, 3});
  CHECK(club["neurons"] == std::vector<int>{5, 5, 2});
  CHECK(club["connections"] == std::vector<int>{6, 6, 1});
  CHECK(club["density"][2] == 0.5);
}

TEST_CASE("by neuron there are core numbers and simplices where they are asked for") {
  // 0, 2 and 3 are a simplex and with 4 a larger one; 1 is not chosen; 5 is alone.
  const EdgeList edges = {{0, 2}, {0, 3}, {2, 3}, {0, 4}, {2, 4}, {3, 4}, {1, 0}, {1, 2}};
  const auto asked = [&](Statistic statistic, bool per_neuron) {
    JobInput input = job_input(statistic, 6, edges);
    input.request.subset.chosen[1] = 0;
    input.request.nulls.controls = 1;
    input.request.per_neuron = per_neuron;
    return result_of(std::move(input));
  };
  CHECK(asked(Statistic::Structure, true)["structure"]["core_numbers"] ==
        nlohmann::json::parse("[3,null,3,3,3,0]"));
  CHECK(asked(Statistic::Simplices, true)["participation"] ==
        nlohmann::json::parse("[[3,null,3,3,3,0],[1,null,1,1,1,0]]"));
  CHECK_FALSE(asked(Statistic::Structure, false)["structure"].contains("core_numbers"));
  CHECK_FALSE(asked(Statistic::Simplices, false).contains("participation"));
}

TEST_CASE("with all neurons in the club there is nothing for chance, and equal seeds are equal") {
  const auto result = result_of(random_network(4, 12));
  const auto& club = result["structure"]["rich_club"];
  CHECK(club["control_mean"][0] == club["density"][0]);
  CHECK(club["control_sd"][0] == 0);
  CHECK(club["ratio"][0] == 1);
  CHECK(club["p_high"][0] == 1);
  bool varies = false;
  for (std::size_t k = 0; k < club["degree"].size(); ++k) {
    CHECK(club["control_low"][k] <= club["control_mean"][k].get<double>() + 1e-12);
    CHECK(club["control_high"][k] >= club["control_mean"][k].get<double>() - 1e-12);
    varies = varies || club["control_sd"][k] > 0;
  }
  CHECK(varies);
  CHECK(result == result_of(random_network(4, 12)));
  CHECK(result != result_of(random_network(5, 12)));
}

TEST_CASE("while controls are drawn everything else is there, and the share done never falls") {
  JobInput input = random_network(9, 30);
  input.request.nulls.controls = 400;
  const auto job = make_job(std::move(input));
  double before = 0;
  std::uint32_t partial = 0;
  while (!job->advance()) {
    CHECK(job->share_done() >= before);
    before = job->share_done();
    const std::string text = job->partial_json();
    if (text.empty()) continue;
    ++partial;
    const auto json = nlohmann::json::parse(text);
    CHECK(json["structure"].contains("shared_neighbors"));
    const auto& club = json["structure"]["rich_club"];
    CHECK(club["controls_done"] < 400);
    if (club["controls_done"] == 0) CHECK(club["control_mean"][0].is_null());
  }
  CHECK(job->share_done() == 1);
  CHECK(partial >= 399);
}

TEST_CASE("without groups, neurons or connections there is no number") {
  auto result = result_of(job_input(Statistic::Structure, 3, {}));
  CHECK(result["structure"]["modularity"].is_null());
  CHECK(result["structure"]["components"]["weak"]["count"] == 3);
  CHECK(result["structure"]["core"]["neurons"] == std::vector<int>{3});
  CHECK(result["structure"]["shared_neighbors"]["either"]["connected"]["mean"].is_null());
  CHECK(result["structure"]["rich_club"]["degree"].empty());
  JobInput nobody = random_network(1, 5);
  nobody.request.subset.chosen.assign(50, 0);
  result = result_of(std::move(nobody));
  CHECK(result["structure"]["components"]["strong"]["largest"] == 0);
  CHECK(result["structure"]["modularity"]["connections"]["value"].is_null());
}

TEST_CASE("the structure of a block is that of the network that its connections form") {
  // 0, 1 and 2 send, 2, 3 and 4 receive; 3 -> 4, 4 -> 0 and 5 are outside of the block.
  JobInput input = job_input(Statistic::Structure, 6,
                             {{0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}, {2, 4}, {3, 4}, {4, 0}});
  input.request.subset.chosen = {1, 1, 1, 0, 0, 0};
  input.request.subset.post = {0, 0, 1, 1, 1, 0};
  input.request.subset.groups = {0, 1, 0, 0, 1, 1};
  input.request.subset.group_count = 2;
  input.request.group_names = {"A", "B"};
  input.request.nulls.controls = 5;
  const auto result = result_of(input);
  CHECK(result["about"]["neurons"] == 5);
  const auto& structure = result["structure"];
  CHECK(structure["components"]["weak"] ==
        nlohmann::json::parse(R"({"count":1,"largest":5,"sizes":[5],"components":[1]})"));
  CHECK(structure["components"]["strong"]["largest"] == 1);
  CHECK(structure["core"] == nlohmann::json::parse(R"({"largest":2,"neurons":[0,1,4]})"));
  // 6 connections. A (0, 2, 3) sends 4 and receives 5; within: 0 -> 2, 0 -> 3, 2 -> 3. B sends 2
  // and receives 1: none within.
  const auto& modularity = structure["modularity"]["connections"];
  CHECK(modularity["total"] == 6);
  CHECK(modularity["within"] == 3);
  CHECK(modularity["expected_share"].get<double>() == doctest::Approx(22.0 / 36));
  // Of pairs that send: 0 and 1 share 2 and 3 of three, 0 and 2 (connected) share 3 of 3 and 4.
  const auto& targets = structure["shared_neighbors"]["targets"];
  CHECK(targets["connected"]["pairs"] == 2);  // 0 and 2, 1 and 2
  CHECK(targets["connected"]["mean"] == 1);
  CHECK(targets["connected"]["expected"] == 1);  // 1 · 2 / 2
  CHECK(targets["unconnected"]["pairs"] == 1);
  CHECK(targets["unconnected"]["mean"] == 2);
  CHECK(targets["unconnected"]["expected"].get<double>() == doctest::Approx(4.0 / 3));
  // Of pairs that receive: 2 and 3 share 0 and 1, of which 2 has 0 and 1 of 0 and 1, as has 3.
  const auto& sources = structure["shared_neighbors"]["sources"];
  CHECK(sources["connected"]["pairs"] == 2);  // 2 and 3, 2 and 4
  CHECK(sources["connected"]["mean"] == 1);
  CHECK(sources["connected"]["expected"] == 1);
  CHECK(sources["unconnected"]["mean"] == 1);  // 3 and 4 share 2
  CHECK(sources["unconnected"]["expected"] == 1);
  CHECK(structure["shared_neighbors"]["either"].is_null());
  CHECK(structure["shared_neighbors"]["either_why_not"].is_string());
  // Degrees 2, 2, 4, 3, 1. Of 2 and more: 0, 1 and 2 send, 2 and 3 receive.
  const auto& club = structure["rich_club"];
  CHECK(club["degree"] == std::vector<int>{1, 2, 3});
  CHECK(club["neurons"] == std::vector<int>{5, 4, 2});
  CHECK(club["pairs"] == std::vector<int>{8, 5, 1});
  CHECK(club["connections"] == std::vector<int>{6, 5, 1});
  CHECK(club["density"] == std::vector<double>{0.75, 1, 1});

  // One class on the side that receives: its share is that of what it receives, whoever sends.
  input.request.subset.groups = {0, 1, 0, 0, 0, 1};
  const auto without = result_of(input);
  CHECK(without["structure"]["modularity"].is_null());
  CHECK(without["structure"]["modularity_why_not"] == kNoBlockModularity);
  input.request.groups_why_not = "Too many.";
  CHECK(result_of(input)["structure"]["modularity_why_not"] == "Too many.");

  JobInput same = random_network(1, 5);
  auto one_set = result_of(same)["structure"];
  same.request.subset.post = same.request.subset.chosen;
  auto block = result_of(same)["structure"];
  CHECK(block["rich_club"].erase("pairs") == 1);
  CHECK(block["rich_club"] == one_set["rich_club"]);
  CHECK(block["modularity"] == one_set["modularity"]);
  CHECK(block["shared_neighbors"]["targets"] == one_set["shared_neighbors"]["targets"]);
}

TEST_CASE("connections stand by the largest simplex around them, with their synapses") {
  // 0 -> 1 -> 2, 0 -> 2 is a simplex; 3 -> 0 is in none; 1 has an autapse, which is left out.
  JobInput input = job_input(Statistic::Participation, 4, {{0, 1}, {0, 2}, {1, 1}, {1, 2}, {3, 0}});
  auto connections = std::make_shared<ConnectionGraph>(*input.connections);
  connections->synapse_counts = {3, 1, 9, 2, 1};
  input.connections = connections;
  const auto result = result_of(input)["edge_participation"];
  CHECK(result["connections"] == 4);
  CHECK(result["truncated"] == false);
  REQUIRE(result["largest"].size() == 2);
  CHECK(result["largest"][0]["connections"] == 1);
  CHECK(result["largest"][0]["synapses_sd"].is_null());
  CHECK(result["largest"][1]["dimension"] == 2);
  CHECK(result["largest"][1]["connections"] == 3);
  CHECK(result["largest"][1]["share"] == 0.75);
  CHECK(result["largest"][1]["synapses_mean"] == 2.0);
  CHECK(result["largest"][1]["synapses_sd"] == 1.0);
  CHECK(result["largest"][1]["multiple"] == 2);

  input.request.subset.min_synapses = 2;  // 0 -> 2 does not count, so nothing is closed
  CHECK(result_of(input)["edge_participation"]["largest"].size() == 1);
  CHECK(result_of(job_input(Statistic::Participation, 3, {}))["edge_participation"]["largest"] ==
        nlohmann::json::array());
}

TEST_CASE("simplices are given up after so much work, in a sentence, and not before") {
  EdgeList edges;
  for (Vertex u = 0; u < 60; ++u) {
    for (Vertex v = u + 1; v < 60; ++v) edges.emplace_back(u, v);
  }
  const auto bounded = [](JobInput input) {
    return nlohmann::json::parse(run_simplices(std::move(input), 5'000'000, "; ask again."));
  };
  const auto given_up = bounded(job_input(Statistic::Simplices, 60, edges));
  CHECK(given_up["directed_simplices"].is_null());
  CHECK(given_up["simplices"]["why_not"] ==
        "There are so many simplices that counting was stopped; ask again.");
  CHECK(given_up["about"]["neurons"] == 60);
  CHECK(given_up["analyzable"].is_null());
  CHECK(given_up["analyzable_why_not"] == given_up["simplices"]["why_not"]);
  const auto few = job_input(Statistic::Simplices, 50, random_edges(3, 50, 300));
  CHECK(bounded(few) == result_of(few));
}
