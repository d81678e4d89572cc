#include "worker/nulls_job.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "stats/edge_synapses.h"
#include "stats/empirical_test.h"
#include "stats/null_models.h"
#include "stats/random.h"
#include "worker/job_inputs.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// 60 neurons in a cube in three groups, each pair connected with 0.1.
JobInput network(NullModel model, std::uint64_t seed, std::uint32_t controls = 40) {
  Random random(seed);
  EdgeList edges;
  for (Vertex u = 0; u < 60; ++u) {
    for (Vertex v = 0; v < 60; ++v) {
      if (random.below(10) == 0) edges.emplace_back(u, v);
    }
  }
  JobInput input = job_input(Statistic::Nulls, 60, edges);
  for (std::uint32_t v = 0; v < 180; ++v) {
    input.request.positions_nm.push_back(static_cast<std::int32_t>(random.below(300'000)));
  }
  for (std::uint32_t v = 0; v < 60; ++v) {
    input.request.subset.groups.push_back(static_cast<std::uint16_t>(v % 3 == 0 ? 0 : 2));
  }
  input.request.subset.group_count = 3;  // nobody is in group 1
  input.request.group_names = {"A", "nobody", "C"};
  input.request.nulls.model = model;
  input.request.nulls.controls = controls;
  input.request.nulls.seed = seed;
  input.request.nulls.triads = true;
  return input;
}

/// 150 neurons and 200 random connections, and so many feed-forward triangles a -> b -> c, a -> c.
/// They share no pair of neurons with another one or with the random connections, so that each
/// stays a 030T and no connection is answered because of them.
JobInput with_triangles(std::uint64_t seed, std::uint32_t triangles) {
  constexpr Vertex kNeurons = 150;
  Random random(seed);
  EdgeList edges;
  std::set<std::pair<Vertex, Vertex>> taken;  // pairs of neurons, the lower one first
  for (std::uint32_t i = 0; i < 200; ++i) {
    const auto u = static_cast<Vertex>(random.below(kNeurons));
    const auto v = static_cast<Vertex>(random.below(kNeurons));
    edges.emplace_back(u, v);
    taken.insert(std::minmax(u, v));
  }
  while (triangles > 0) {
    const auto a = static_cast<Vertex>(random.below(kNeurons));
    const auto b = static_cast<Vertex>(random.below(kNeurons));
    const auto c = static_cast<Vertex>(random.below(kNeurons));
    if (a == b || b == c || a == c || taken.count(std::minmax(a, b)) > 0 ||
        taken.count(std::minmax(b, c)) > 0 || taken.count(std::minmax(a, c)) > 0) {
      continue;
    }
    for (const auto& edge : EdgeList{{a, b}, {b, c}, {a, c}}) {
      edges.push_back(edge);
      taken.insert(std::minmax(edge.first, edge.second));
    }
    --triangles;
  }
  JobInput input = job_input(Statistic::Nulls, kNeurons, edges);
  input.request.nulls.model = NullModel::Rewired;
  input.request.nulls.controls = 99;
  input.request.nulls.seed = seed;
  input.request.nulls.triads = true;
  return input;
}

std::map<std::string, nlohmann::json> by_name(const nlohmann::json& result) {
  std::map<std::string, nlohmann::json> statistics;
  for (const auto& s : result["null"]["statistics"]) statistics[s["name"]] = s;
  return statistics;
}

}  // namespace

TEST_CASE("each model keeps what it says, and observed numbers are those of the network") {
  for (std::uint8_t m = 0; m < kNullModelCount; ++m) {
    const auto model = static_cast<NullModel>(m);
    CAPTURE(kNullModelNames[m]);
    const JobInput input = network(model, 3);
    const auto result = result_of(input);
    const auto& null = result["null"];
    CHECK(null["model"] == kNullModelNames[m]);
    CHECK(null["controls_done"] == 40);
    auto statistics = by_name(result);
    // Connections, pairs, reciprocity, probability, modularity; triads and two of clustering; and
    // only real connections have synapses.
    const bool has_synapses = model == NullModel::Neurons;
    CHECK(statistics.size() == 5 + 16 + 4 + (has_synapses ? 1 : 0));
    CHECK(statistics.count("synapses_per_connection") == (has_synapses ? 1 : 0));
    CHECK(null.contains("synapses_per_connection_why_not") == !has_synapses);

    const CsrHalf& half = input.connections->edges.out;
    std::uint64_t loops = 0;
    for (Vertex v = 0; v < 60; ++v) {
      loops += find_edge(input.connections->edges.view(), v, v) < half.targets.size();
    }
    const auto& connections = statistics["connections"];
    CHECK(connections["observed"] == half.targets.size() - loops);
    CHECK(connections["values"].size() == 40);
    // All but these three models keep the number of connections.
    const bool keeps = model != NullModel::Configuration && model != NullModel::Distance;
    if (keeps) {
      CHECK(connections["sd"] == 0);
      CHECK(connections["mean"] == connections["observed"]);
      CHECK(connections["z"] == nullptr);
      CHECK(connections["p"] == 1);
    } else {
      CHECK(connections["sd"] > 0);
    }
    CHECK(null["class_matrix"]["groups"] == std::vector<std::string>{"A", "C"});
    const bool keeps_blocks = model == NullModel::Blocks;
    // Everyone is chosen: other neurons of the same classes are the same neurons.
    for (const auto& row : null["class_matrix"]["sd"]) {
      for (const auto& sd : row) {
        if (keeps_blocks || model == NullModel::Neurons) {
          CHECK(sd == 0);
        } else {
          CHECK(sd > 0);
        }
      }
    }
    double triads = 0;
    for (const auto& [name, s] : statistics) {
      if (name.rfind("triad_", 0) == 0) triads += s["mean"].get<double>();
    }
    CHECK(std::abs(triads - 60.0 * 59 * 58 / 6) < 1e-6);
  }
}

TEST_CASE("in a block each model keeps what it says, and numbers are those of the block") {
  for (std::uint8_t m = 0; m < kNullModelCount; ++m) {
    const auto model = static_cast<NullModel>(m);
    CAPTURE(kNullModelNames[m]);
    JobInput input = network(model, 3);
    StatisticsRequest& subset = input.request.subset;
    subset.post.assign(60, 0);
    for (Vertex v = 0; v < 60; ++v) {
      subset.chosen[v] = v < 35;
      subset.post[v] = v >= 20 && v < 50;
    }
    const CsrGraph graph = input.connections->edges.view();
    const auto there = [&](Vertex u, Vertex v) {
      return u != v && subset.chosen[u] && subset.post[v] &&
             find_edge(graph, u, v) < graph.edge_count();
    };
    std::uint64_t connections = 0, reciprocal = 0, answerable = 0;
    std::vector<std::vector<std::uint64_t>> cells(2, std::vector<std::uint64_t>(2, 0));
    for (Vertex u = 0; u < 60; ++u) {
      for (Vertex v = 0; v < 60; ++v) {
        if (!there(u, v)) continue;
        ++connections;
        answerable += subset.post[u] && subset.chosen[v];
        reciprocal += u < v && there(v, u);
        ++cells[u % 3 == 0 ? 0 : 1][v % 3 == 0 ? 0 : 1];
      }
    }
    const auto result = result_of(input);
    CHECK(result["about"]["neurons"] == 50);
    const auto& null = result["null"];
    CHECK(null["pairs"] == 35 * 30 - 15);
    CHECK(null["answerable_connections"] == answerable);
    auto statistics = by_name(result);
    CHECK(statistics["connections"]["observed"] == connections);
    CHECK(statistics["connection_probability"]["observed"].get<double>() ==
          static_cast<double>(connections) / (35 * 30 - 15));
    CHECK(statistics["reciprocal_pairs"]["observed"] == reciprocal);
    CHECK(statistics["reciprocity"]["observed"].get<double>() ==
          2 * static_cast<double>(reciprocal) / static_cast<double>(answerable));
    CHECK(statistics.count("modularity") == 1);
    CHECK(null["class_matrix"]["groups"] == std::vector<std::string>{"A", "C"});
    CHECK(null["class_matrix"]["post_groups"] == std::vector<std::string>{"A", "C"});
    CHECK(null["class_matrix"]["observed"] == cells);
    const bool keeps =
        model == NullModel::ErdosRenyi || model == NullModel::Blocks || model == NullModel::Rewired;
    CHECK((statistics["connections"]["sd"] == 0) == keeps);
    for (const auto& row : null["class_matrix"]["sd"]) {
      for (const auto& sd : row) CHECK((sd == 0) == (model == NullModel::Blocks));
    }
    double triads = 0;
    for (const auto& [name, s] : statistics) {
      if (name.rfind("triad_", 0) == 0) triads += s["mean"].get<double>();
    }
    CHECK(std::abs(triads - 50.0 * 49 * 48 / 6) < 1e-6);
    CHECK(result == result_of(input));
  }
}

TEST_CASE("a block of one set with itself has the controls of that set") {
  for (std::uint8_t m = 0; m < kNullModelCount; ++m) {
    CAPTURE(kNullModelNames[m]);
    JobInput input = network(static_cast<NullModel>(m), 7, 10);
    for (Vertex v = 40; v < 60; ++v) input.request.subset.chosen[v] = 0;
    const auto one = result_of(input);
    input.request.subset.post = input.request.subset.chosen;
    const auto block = result_of(input);
    // Of neurons the parts are dealt out with more random numbers, but nobody is on one side alone.
    CHECK(block["null"]["statistics"] == one["null"]["statistics"]);
    CHECK(block["null"]["class_matrix"]["observed"] == one["null"]["class_matrix"]["observed"]);
    CHECK(block["null"]["class_matrix"]["mean"] == one["null"]["class_matrix"]["mean"]);
  }
}

TEST_CASE("what has no meaning in a block is left out with a reason") {
  JobInput input = network(NullModel::Rewired, 4, 10);
  // All that send are A and all that receive C: nothing is answered, nothing within a class.
  input.request.subset.post.assign(60, 0);
  for (Vertex v = 0; v < 60; ++v) {
    input.request.subset.chosen[v] = v % 3 == 0;
    input.request.subset.post[v] = v % 3 != 0;
  }
  auto result = result_of(input);
  auto statistics = by_name(result);
  CHECK(statistics.count("reciprocity") == 0);
  CHECK(statistics.count("modularity") == 0);
  CHECK(statistics["reciprocal_pairs"]["observed"] == 0);
  CHECK(result["null"]["reciprocity_why_not"].get<std::string>().find("both ways") !=
        std::string::npos);
  CHECK(result["null"]["modularity_why_not"] == kNoBlockModularity);
  CHECK(result["null"]["class_matrix"]["groups"] == std::vector<std::string>{"A"});
  CHECK(result["null"]["class_matrix"]["post_groups"] == std::vector<std::string>{"C"});
  // One class more on one side changes nothing: its share is that of its inputs, whatever sends.
  input.request.subset.post[0] = 1;
  CHECK(result_of(input)["null"].contains("modularity_why_not"));
  input.request.subset.chosen[1] = 1;
  CHECK_FALSE(result_of(input)["null"].contains("modularity_why_not"));
}

TEST_CASE(
    "planted answers and a planted cell of a block are found, and none where none is planted") {
  for (const NullModel model : {NullModel::ErdosRenyi, NullModel::Rewired, NullModel::Blocks,
                                NullModel::Configuration, NullModel::Distance}) {
    CAPTURE(kNullModelNames[static_cast<std::size_t>(model)]);
    for (const bool planted : {false, true}) {
      CAPTURE(planted);
      JobInput input = network(model, 5, 99);
      const JobRequest request = input.request;
      EdgeList edges;
      Random random(16);
      for (Vertex u = 0; u < 60; ++u) {
        for (Vertex v = 0; v < 60; ++v) {
          const bool cell = u % 3 == 0 && v % 3 == 0;  // A to A
          if (random.below(20) >= (planted && cell ? 6u : 2u)) continue;
          edges.emplace_back(u, v);
          if (planted && random.below(3) == 0) edges.emplace_back(v, u);
        }
      }
      input = job_input(Statistic::Nulls, 60, edges);
      input.request = request;
      input.request.subset.post.assign(60, 0);
      for (Vertex v = 0; v < 60; ++v) {
        input.request.subset.chosen[v] = v < 40;
        input.request.subset.post[v] = v >= 10;
      }
      const auto result = result_of(input);
      auto statistics = by_name(result);
      const auto& matrix = result["null"]["class_matrix"];
      if (!planted) {
        CHECK(statistics["reciprocity"]["p"] > 0.02);
        CHECK(matrix["p"][0][0] > 0.02);
        continue;
      }
      CHECK(statistics["reciprocity"]["p_high"] == 0.01);
      CHECK(statistics["reciprocity"]["z"] > 5);
      if (model == NullModel::ErdosRenyi) CHECK(matrix["z"][0][0] > 5);
    }
  }
}

TEST_CASE("answers and synapses by cell and connections by bin are those of a matrix") {
  for (std::uint8_t m = 0; m < kNullModelCount; ++m) {
    CAPTURE(kNullModelNames[m]);
    for (const bool block : {false, true}) {
      CAPTURE(block);
      JobInput input = network(static_cast<NullModel>(m), 3, 12);
      input.request.nulls.distance = true;
      input.request.distance.bin_nm = 100'000;
      StatisticsRequest& subset = input.request.subset;
      for (Vertex v = 50; v < 60; ++v) subset.chosen[v] = 0;
      if (block) {
        subset.post.assign(60, 1);
        for (Vertex v = 0; v < 10; ++v) subset.post[v] = 0;
      }
      const auto& positions = input.request.positions_nm;
      const std::vector<std::uint8_t>& post = block ? subset.post : subset.chosen;
      const auto count_of = [&](Vertex u, Vertex v) -> std::uint32_t {
        const std::size_t e = find_edge(input.connections->edges.view(), u, v);
        const bool there = subset.chosen[u] && post[v] && u != v &&
                           e < input.connections->edges.out.targets.size();
        return there ? input.connections->synapse_counts[e] : 0;
      };
      double connections[2][2] = {}, answers[2][2] = {}, answerable[2][2] = {}, synapses[2][2] = {};
      std::vector<std::uint64_t> pairs(6, 0), connected(6, 0);
      for (Vertex u = 0; u < 60; ++u) {
        for (Vertex v = 0; v < 60; ++v) {
          if (!subset.chosen[u] || !post[v] || u == v) continue;
          double squares = 0;
          for (std::size_t axis = 0; axis < 3; ++axis) {
            squares += std::pow(positions[3 * u + axis] - positions[3 * v + axis], 2);
          }
          const auto bin = static_cast<std::size_t>(std::sqrt(squares) / 100'000);
          pairs[bin] += squares > 0;
          if (count_of(u, v) == 0) continue;
          connected[bin] += squares > 0;
          const bool a = u % 3 != 0, b = v % 3 != 0;
          connections[a][b] += 1;
          synapses[a][b] += count_of(u, v);
          answers[a][b] += count_of(v, u) > 0;
          answerable[a][b] += subset.chosen[v] && post[u];
        }
      }
      while (pairs.back() == 0) pairs.pop_back();
      connected.resize(pairs.size());
      const auto null = result_of(input)["null"];
      const auto& matrix = null["class_matrix"];
      const bool moves = static_cast<NullModel>(m) == NullModel::Neurons;
      CHECK(matrix.contains("synapses_per_connection") == moves);
      for (std::size_t a = 0; a < 2; ++a) {
        for (std::size_t b = 0; b < 2; ++b) {
          CHECK(matrix["observed"][a][b] == connections[a][b]);
          CHECK(matrix["reciprocity"]["observed"][a][b] == answers[a][b] / answerable[a][b]);
          CHECK(matrix["reciprocity"]["sd"][a][b] > 0);
          if (!moves) continue;
          const auto& part = matrix["synapses_per_connection"];
          CHECK(part["observed"][a][b] == synapses[a][b] / connections[a][b]);
          CHECK(part["mean"][a][b] > 0);
        }
      }
      const auto& profile = null["distance_profile"];
      CHECK(profile["bin_um"] == 100);
      CHECK(profile["pairs"] == pairs);
      CHECK(profile["connected"] == connected);
      for (std::size_t k = 0; k < pairs.size(); ++k) {
        CHECK(profile["observed"][k] ==
              static_cast<double>(connected[k]) / static_cast<double>(pairs[k]));
        CHECK(profile["q"][k] >= profile["p"][k]);
      }
      auto statistics = by_name({{"null", null}});
      CHECK(profile["mean"][0] == statistics["first_bin_probability"]["mean"]);
      CHECK(profile["p"][0] == statistics["first_bin_probability"]["p"]);
    }
  }
}

TEST_CASE("answers of one cell are found in that cell, and near connections in their bin") {
  JobInput input = network(NullModel::Rewired, 8, 99);
  const JobRequest request = input.request;
  const auto& at = request.positions_nm;
  EdgeList edges;
  Random random(3);
  for (Vertex u = 0; u < 60; ++u) {
    for (Vertex v = 0; v < 60; ++v) {
      double squares = 0;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        squares += std::pow(at[3 * u + axis] - at[3 * v + axis], 2);
      }
      if (random.below(10) > (squares < 1e10 ? 3u : 0u)) continue;
      edges.emplace_back(u, v);
      if (u % 3 == 0 && v % 3 == 0) edges.emplace_back(v, u);
    }
  }
  input = job_input(Statistic::Nulls, 60, edges);
  input.request = request;
  input.request.nulls.distance = true;
  input.request.distance.bin_nm = 100'000;
  auto null = result_of(input)["null"];
  CHECK(null["class_matrix"]["reciprocity"]["z"][0][0] > 5);
  CHECK(null["class_matrix"]["reciprocity"]["q"][0][0] < 0.1);
  CHECK(null["distance_profile"]["z"][0] > 5);
  CHECK(null["distance_profile"]["z"][2] < -2);
  // Controls that have the probability of each bin have nothing to find there.
  input.request.nulls.model = NullModel::Distance;
  null = result_of(input)["null"];
  for (const auto& z : null["distance_profile"]["z"]) {
    CHECK((z.is_null() || std::abs(z.get<double>()) < 1));
  }
}

TEST_CASE("a planted excess of reciprocal pairs is found, and none is found where none is") {
  for (const NullModel model : {NullModel::ErdosRenyi, NullModel::Rewired, NullModel::Blocks,
                                NullModel::Configuration, NullModel::Distance}) {
    CAPTURE(kNullModelNames[static_cast<std::size_t>(model)]);
    JobInput input = network(model, 5, 99);
    auto chance = by_name(result_of(input));
    CHECK(chance["reciprocity"]["p"] > 0.02);
    // One connection in three is answered.
    EdgeList edges;
    const CsrHalf& half = input.connections->edges.out;
    for (Vertex u = 0; u < 60; ++u) {
      for (std::uint32_t e = half.offsets[u]; e < half.offsets[u + 1]; ++e) {
        edges.emplace_back(u, half.targets[e]);
        if (e % 3 == 0) edges.emplace_back(half.targets[e], u);
      }
    }
    JobRequest request = input.request;
    input = job_input(Statistic::Nulls, 60, edges);
    input.request = request;
    auto planted = by_name(result_of(input));
    CHECK(planted["reciprocity"]["p_high"] == 0.01);
    CHECK(planted["reciprocity"]["z"] > 5);
    // Triads with a reciprocal pair are in excess with it.
    CHECK(planted["triad_102"]["p_high"] == 0.01);
  }
}

TEST_CASE("planted feed-forward triangles are found, and none is found where none is planted") {
  constexpr double kLeast = 1.0 / (1 + 99);  // no control has as many
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    auto chance = by_name(result_of(with_triangles(seed, 0)));
    CHECK(std::abs(chance["triad_030T"]["z"].get<double>()) < 3);
    CHECK(chance["triad_030T"]["p"] > 0.02);

    auto planted = by_name(result_of(with_triangles(seed, 60)));
    CHECK(planted["triad_030T"]["observed"] >= 60);
    CHECK(planted["triad_030T"]["p_high"] == kLeast);
    CHECK(planted["triad_030T"]["z"] > 5);
    // Circles of three, which nobody planted, are not in excess.
    CHECK(planted["triad_030C"]["p_high"] > kLeast);
    CHECK(planted["triad_030C"]["z"] < 3);
  }
}

TEST_CASE("planted feed-forward cliques are found as simplices, against every model that mixes") {
  for (const NullModel model :
       {NullModel::ErdosRenyi, NullModel::Rewired, NullModel::Configuration}) {
    CAPTURE(kNullModelNames[static_cast<std::size_t>(model)]);
    for (const bool planted : {false, true}) {
      CAPTURE(planted);
      EdgeList edges;
      Random random(12);
      for (std::uint32_t i = 0; i < 600; ++i) {
        const auto u = static_cast<Vertex>(random.below(120));
        edges.emplace_back(u, static_cast<Vertex>(random.below(120)));
      }
      for (Vertex first = 0; planted && first < 50;
           first += 5) {  // ten of five, one after the other
        for (Vertex a = 0; a < 5; ++a) {
          for (Vertex b = a + 1; b < 5; ++b) edges.emplace_back(first + a, first + b);
        }
      }
      JobInput input = job_input(Statistic::Nulls, 120, edges);
      input.request.nulls.model = model;
      input.request.nulls.controls = 99;
      input.request.nulls.simplices = true;
      auto statistics = by_name(result_of(input));
      if (!planted) {
        CHECK(statistics["simplices_2"]["p"] > 0.02);
        continue;
      }
      CHECK(statistics["simplices_3"]["observed"] >= 50);  // five in each
      CHECK(statistics["simplices_4"]["observed"] >= 10);
      for (const char* const name : {"simplices_2", "simplices_3", "simplices_4"}) {
        CAPTURE(name);
        CHECK(statistics[name]["p_high"] == 0.01);
        const auto& z = statistics[name]["z"];
        CHECK((z.is_null() || z > 5));  // no control has one of dimension 4
      }
      CHECK(statistics["largest_simplex"]["p_high"] == 0.01);
      CHECK(statistics.count("triad_300") == 0);  // nobody asked
    }
  }
}

TEST_CASE("structure that was planted is found, and a model that keeps it says so") {
  // A dense core of 20 among 80, beside 20 who are connected with nobody.
  EdgeList edges;
  Random random(13);
  for (std::uint32_t i = 0; i < 250; ++i) {
    edges.emplace_back(static_cast<Vertex>(random.below(80)),
                       static_cast<Vertex>(random.below(80)));
  }
  for (Vertex u = 0; u < 20; ++u) {
    for (Vertex v = 0; v < 20; ++v) {
      if (u != v && random.below(2) == 0) edges.emplace_back(u, v);
    }
  }
  JobInput input = job_input(Statistic::Nulls, 100, edges);
  for (Vertex v = 0; v < 100; ++v) {
    input.request.subset.groups.push_back(v < 20 ? 0 : 1);
  }
  input.request.subset.group_count = 2;
  input.request.group_names = {"core", "others"};
  input.request.nulls.structure = true;
  input.request.nulls.controls = 99;
  for (const NullModel model : {NullModel::ErdosRenyi, NullModel::Blocks}) {
    input.request.nulls.model = model;
    auto statistics = by_name(result_of(input));
    CHECK(statistics["largest_weak_component"]["observed"] <= 80);
    CHECK(statistics["largest_weak_component"]["p_low"] == 0.01);
    if (model == NullModel::ErdosRenyi) {
      CHECK(statistics["largest_core"]["z"] > 5);
      CHECK(statistics["modularity"]["z"] > 5);
    } else {
      CHECK(statistics["modularity"]["sd"] == 0);  // as many connections of each block
      CHECK(statistics["modularity"]["mean"] == statistics["modularity"]["observed"]);
      CHECK(statistics["largest_core"]["z"] < 5);
    }
  }
}

TEST_CASE("degrees, shared partners and lengths are counted of every model that leaves them open") {
  for (std::uint8_t m = 0; m < kNullModelCount; ++m) {
    const auto model = static_cast<NullModel>(m);
    CAPTURE(kNullModelNames[m]);
    JobInput input = network(model, 21, 20);
    input.request.nulls.triads = false;
    const auto plain = by_name(result_of(input));
    input.request.nulls.degrees = input.request.nulls.shared = input.request.nulls.lengths = true;
    input.request.nulls.distance = true;
    const auto result = result_of(input);
    auto statistics = by_name(result);
    const bool kept = model == NullModel::Rewired;
    CHECK(statistics.size() == plain.size() + (kept ? 0 : 2) + 2 + 4 + 1 + 2);
    CHECK(result["null"].contains("degree_spread_why_not") == kept);
    CHECK(statistics.count("out_degree_sd") == (kept ? 0 : 1));
    CHECK_FALSE(result["null"].contains("lengths_why_not"));
    // Controls of what was not asked for are the same; they are corrected for more tests.
    for (auto one : plain) {
      one.second["q"] = statistics[one.first]["q"];
      CHECK(statistics[one.first] == one.second);
    }
    for (const auto& one : statistics) {
      CAPTURE(one.first);
      CHECK(one.second["controls"] == 20);
    }
    if (model == NullModel::Neurons) continue;  // all are chosen
    CHECK(statistics["mean_length_um"]["sd"] > 0);
    CHECK(statistics["shared_targets"]["sd"] > 0);
    CHECK(statistics["density_of_richest_10"]["sd"] > 0);
    input.request.positions_nm.clear();
    if (model == NullModel::Distance) continue;
    const auto nowhere = result_of(input);
    CHECK(nowhere["null"]["lengths_why_not"] == kNoLengths);
    CHECK(nowhere["null"]["distance_why_not"] == kNoLengths);
    CHECK(by_name(nowhere).size() == statistics.size() - 3);
  }
}

TEST_CASE("hubs are wider spread than random connections make them, and near ones are connected") {
  EdgeList edges;
  Random random(5);
  // Neurons on a line; each has near targets, the first ten have very many.
  for (Vertex u = 0; u < 100; ++u) {
    for (Vertex v = 0; v < 100; ++v) {
      const std::uint32_t apart = u < v ? v - u : u - v;
      if (apart > 0 && apart < 10 && random.below(u < 10 ? 1 : 4) == 0) edges.emplace_back(u, v);
      if (u < 10 && v < 10 && u != v) edges.emplace_back(u, v);
    }
  }
  JobInput input = job_input(Statistic::Nulls, 100, edges);
  for (std::int32_t v = 0; v < 100; ++v) {
    input.request.positions_nm.insert(input.request.positions_nm.end(), {v * 20'000, 0, 0});
  }
  input.request.nulls.model = NullModel::ErdosRenyi;
  input.request.nulls.controls = 99;
  input.request.nulls.degrees = input.request.nulls.shared = input.request.nulls.lengths = true;
  input.request.nulls.distance = true;
  auto statistics = by_name(result_of(input));
  CHECK(statistics["out_degree_sd"]["p_high"] == 0.01);
  CHECK(statistics["density_of_richest_10"]["p_high"] == 0.01);
  CHECK(statistics["shared_targets"]["p_high"] == 0.01);
  CHECK(statistics["mean_length_um"]["p_low"] == 0.01);
  CHECK(statistics["mean_length_um"]["observed"] < 180);
  CHECK(statistics["distance_fit_b_per_um"]["p_high"] == 0.01);
  CHECK(statistics["first_bin_probability"]["p_high"] == 0.01);
  // Controls that keep the probability of each bin keep what is made of it.
  input.request.nulls.model = NullModel::Distance;
  statistics = by_name(result_of(input));
  CHECK(statistics["distance_fit_b_per_um"]["p"] > 0.05);
  CHECK(statistics["first_bin_probability"]["p"] > 0.05);
}

TEST_CASE("other neurons have their own places, and a block its own degrees") {
  // Two chains of connections, one with somata ten times as far apart.
  EdgeList edges;
  for (Vertex v = 0; v + 1 < 10; ++v) {
    edges.emplace_back(v, v + 1);
    edges.emplace_back(v + 10, v + 11);
  }
  JobInput input = job_input(Statistic::Nulls, 20, edges);
  for (std::int32_t v = 0; v < 20; ++v) {
    const std::int32_t x = v < 10 ? v * 1000 : v * 10'000;
    input.request.positions_nm.insert(input.request.positions_nm.end(), {x, 0, 0});
  }
  input.request.nulls.model = NullModel::Neurons;
  input.request.nulls.controls = 30;
  input.request.nulls.lengths = input.request.nulls.degrees = true;
  for (Vertex v = 10; v < 20; ++v) input.request.subset.chosen[v] = 0;
  auto statistics = by_name(result_of(input));
  CHECK(statistics["mean_length_um"]["observed"] == 1);
  CHECK(statistics["mean_length_um"]["mean"] > 1);
  // The even ones onto all of the first ten.
  input.request.subset.post = input.request.subset.chosen;
  for (Vertex v = 1; v < 10; v += 2) input.request.subset.chosen[v] = 0;
  statistics = by_name(result_of(input));
  CHECK(statistics["out_degree_sd"]["observed"] == 0);  // each of the five sends to one
  CHECK(statistics["in_degree_sd"]["observed"] == doctest::Approx(std::sqrt(2.5 / 9)));
}

TEST_CASE(
    "other neurons have synapses of their own sizes and places, and random connections none") {
  JobInput input = network(NullModel::Neurons, 7, 99);
  StatisticsRequest& subset = input.request.subset;
  auto connections = std::make_shared<ConnectionGraph>(*input.connections);
  std::vector<std::uint32_t>& counts = connections->synapse_counts;
  std::fill(counts.begin(), counts.end(), 2);
  input.connections = connections;
  // Those among the first thirty are larger, near and clumped.
  EdgeSynapses each(counts, {true, true});
  std::uint64_t sum = 0, synapses = 0;
  const CsrHalf& half = connections->edges.out;
  for (Vertex v = 0; v < 60; ++v) subset.chosen[v] = v < 30 ? 1 : 0;
  for (Vertex u = 0; u < 60; ++u) {
    for (std::uint32_t e = half.offsets[u]; e < half.offsets[u + 1]; ++e) {
      const bool inside = u < 30 && half.targets[e] < 30;
      const std::vector<std::uint32_t> sizes(2, (inside ? 3000 : 1000) + e % 100);
      each.set(counts, e, sizes, inside ? 1 : 0, inside ? 2 : 0);
      if (!inside || half.targets[e] == u) continue;
      sum += sizes[0] + sizes[1];
      synapses += 2;
    }
  }
  auto plain = by_name(result_of(input));
  input.request.nulls.sizes = true;
  input.each_synapse = std::make_shared<EdgeSynapses>(std::move(each));
  const auto result = result_of(input);
  CHECK(result["null"]["size_sum"] == sum);
  CHECK(result["null"]["synapses"] == synapses);
  CHECK(result["null"]["multiple_synapses"] == synapses);
  auto told = by_name(result);
  CHECK(told["mean_synapse_size"]["observed"] ==
        static_cast<double>(sum) / static_cast<double>(synapses));
  CHECK(told["median_synapse_size"]["observed"] >= 3000);
  CHECK(told["near_soma_share"]["observed"] == 0.5);
  CHECK(told["clumped_share"]["observed"] == 1);
  for (const char* const name :
       {"mean_synapse_size", "median_synapse_size", "near_soma_share", "clumped_share"}) {
    CHECK(told[name]["p_high"] == 0.01);
    CHECK(told[name]["mean"] < told[name]["observed"]);
    told.erase(name);
  }
  for (auto* const numbers : {&told, &plain}) {  // q is corrected for all that are counted
    for (auto& [name, one] : *numbers) one.erase("q");
  }
  CHECK(told == plain);
  input.request.nulls.model = NullModel::Blocks;
  const auto drawn = result_of(input);
  CHECK(drawn["null"]["sizes_why_not"] == kNoDrawnSynapses);
  CHECK(by_name(drawn).count("mean_synapse_size") == 0);
  CHECK_FALSE(drawn["null"].contains("size_sum"));
}

TEST_CASE("other neurons are matched by a number, those without one among themselves") {
  JobInput input = network(NullModel::Neurons, 14, 30);
  input.request.nulls.triads = false;
  std::vector<double> values;
  for (std::uint32_t v = 0; v < 60; ++v) {
    // Every neuron has a double, but 58 is the only one without a value.
    values.push_back(v == 58 ? NAN : v % 30);
    input.request.subset.chosen[v] = v < 29 || v == 58;
  }
  input.request.nulls.match = histogram_labels(values, input.request.subset.chosen, kMatchBins);
  input.request.nulls.matched_by = "depth";
  const auto result = result_of(input);
  CHECK(result["null"]["matched_by"] == "depth");
  auto statistics = by_name(result);
  CHECK(statistics["connections"]["sd"] > 0);
  CHECK(statistics["connections"]["p"] > 0.02);
  // Classes are not what is kept, and synapses are those of real connections.
  CHECK(statistics["synapses_per_connection"]["mean"] == 1);
  input.request.subset.chosen.assign(60, 1);  // nobody else is left
  input.request.nulls.match = histogram_labels(values, input.request.subset.chosen, kMatchBins);
  for (const auto& one : by_name(result_of(input))) {
    CAPTURE(one.first);
    CHECK(one.second["mean"] == one.second["observed"]);
  }
}

TEST_CASE("a planted block is found against the same network of random connections") {
  JobInput input = network(NullModel::ErdosRenyi, 6, 199);
  EdgeList edges;
  for (Vertex u = 0; u < 60; ++u) {
    for (Vertex v = 0; v < 60; ++v) {
      // A (every third) to A with 0.4, all else with 0.1.
      Random coin(u * 60 + v);
      if (u != v && coin.below(10) < (u % 3 == 0 && v % 3 == 0 ? 4u : 1u)) edges.emplace_back(u, v);
    }
  }
  JobRequest request = input.request;
  request.nulls.triads = false;
  input = job_input(Statistic::Nulls, 60, edges);
  input.request = request;
  const auto matrix = result_of(input)["null"]["class_matrix"];
  CHECK(matrix["z"][0][0] > 5);
  CHECK(matrix["q"][0][0] < 0.05);
  CHECK(matrix["p"][0][0] == 0.01);
}

TEST_CASE("of more than 128 groups the result says why there is nothing by group, and what to do") {
  for (const std::uint32_t groups : {128u, 129u}) {
    CAPTURE(groups);
    JobInput input = job_input(Statistic::Nulls, 130, {{0, 1}, {1, 2}, {2, 0}, {5, 6}});
    StatisticsRequest& subset = input.request.subset;
    subset.group_count = groups;
    for (std::uint32_t v = 0; v < 130; ++v) {
      subset.groups.push_back(static_cast<std::uint16_t>(std::min(v, groups - 1)));
    }
    input.request.group_names.assign(groups, "g");
    input.request.nulls.controls = 2;
    const auto null = result_of(input)["null"];
    const bool few = groups == 128;
    CHECK(null["class_matrix"].is_object() == few);
    CHECK(null.contains("class_matrix_why_not") == !few);
    CHECK(null.contains("modularity_why_not") == !few);
    input.request.nulls.model = NullModel::Blocks;
    const auto blocks = result_of(input);
    CHECK(blocks["null"].is_object() == few);
    if (few) continue;
    const std::string why = too_many_groups(129);
    CHECK(why ==
          "There are 129 classes, and what is counted from each to each other is counted of 128 at "
          "most: choose another column for the groups.");
    CHECK(null["class_matrix_why_not"] == why);
    CHECK(null["modularity_why_not"] == why);
    CHECK(blocks["null_why_not"] == why);
  }
}

TEST_CASE("of one class there is no modularity, and the result says so") {
  JobInput input = job_input(Statistic::Nulls, 4, {{0, 1}, {1, 2}, {2, 0}, {2, 3}});
  input.request.nulls.controls = 2;
  CHECK_FALSE(result_of(input)["null"].contains("modularity_why_not"));  // no classes at all
  input.request.subset.groups = {1, 1, 1, 0};
  input.request.subset.group_count = 2;
  input.request.group_names = {"A", "B"};
  auto result = result_of(input);
  CHECK(by_name(result).count("modularity") == 1);
  CHECK_FALSE(result["null"].contains("modularity_why_not"));
  input.request.subset.chosen[3] = 0;
  result = result_of(input);
  CHECK(by_name(result).count("modularity") == 0);
  CHECK(result["null"]["modularity_why_not"] == kNoClasses);
  CHECK(result["null"]["class_matrix"]["groups"] == std::vector<std::string>{"B"});
}

TEST_CASE("classes that nobody can be grouped by are told by all that needs them") {
  const std::string why = "There are too many.";
  for (std::uint8_t m = 0; m < kNullModelCount; ++m) {
    const auto model = static_cast<NullModel>(m);
    CAPTURE(kNullModelNames[m]);
    JobInput input = network(model, 3, 2);
    input.request.subset.groups.clear();
    input.request.subset.group_count = 1;
    input.request.group_names = {"all"};
    const auto plain = result_of(input)["null"];
    input.request.groups_why_not = why;
    const auto result = result_of(input);
    if (model == NullModel::Blocks || model == NullModel::Neurons) {
      CHECK(result["null"].is_null());
      CHECK(result["null_why_not"] == why);
      continue;
    }
    CHECK(result["null"]["statistics"] == plain["statistics"]);
    CHECK(result["null"]["class_matrix"].is_null());
    CHECK(result["null"]["class_matrix_why_not"] == why);
    CHECK(result["null"]["modularity_why_not"] == why);
  }
  JobInput matched = network(NullModel::Neurons, 3, 2);
  matched.request.subset.groups.clear();
  matched.request.subset.group_count = 1;
  matched.request.group_names = {"all"};
  matched.request.groups_why_not = why;
  matched.request.nulls.match.assign(60, 0);
  CHECK(result_of(matched)["null"]["class_matrix_why_not"] == why);
}

TEST_CASE("the numbers of the list are corrected for all that have a p") {
  JobInput input = with_triangles(4, 40);
  const auto statistics = result_of(input)["null"]["statistics"];
  std::vector<double> p, q;
  for (const auto& one : statistics) {
    CHECK(one["p"].is_null() == one["q"].is_null());
    if (one["p"].is_null()) continue;
    p.push_back(one["p"]);
    q.push_back(one["q"]);
  }
  CHECK(q == benjamini_hochberg(p));
  CHECK(*std::min_element(q.begin(), q.end()) < 1);
  auto job = make_job(input);  // before the first control nothing is tested
  while (job->partial_json().empty()) REQUIRE_FALSE(job->advance());
  const auto first = nlohmann::json::parse(job->partial_json());
  for (const auto& one : first["null"]["statistics"]) {
    if (one["controls"] == 0) CHECK(one["q"].is_null());
  }
}

TEST_CASE("equal seeds give equal results, other seeds others, and more controls begin alike") {
  const auto values = [](std::uint64_t seed, std::uint32_t controls) {
    JobInput input = network(NullModel::Rewired, 8, controls);
    input.request.nulls.seed = seed;
    return by_name(result_of(input))["reciprocal_pairs"]["values"];
  };
  const auto ten = values(1, 10);
  CHECK(ten == values(1, 10));
  CHECK(ten != values(2, 10));
  auto twenty = values(1, 20);
  twenty.erase(twenty.begin() + 10, twenty.end());
  CHECK(ten == twenty);
}

TEST_CASE("figures come after the first control, and progress never falls") {
  for (std::uint8_t m = 0; m < kNullModelCount; ++m) {
    auto job = make_job(network(static_cast<NullModel>(m), 9, 5));
    double before = 0;
    std::uint32_t seen = 0;
    while (!job->advance()) {
      CHECK(job->share_done() >= before);
      CHECK(job->share_done() <= 1);
      before = job->share_done();
      const std::string partial = job->partial_json();
      if (partial.empty()) {
        CHECK(seen == 0);
        continue;
      }
      const std::uint32_t done = nlohmann::json::parse(partial)["null"]["controls_done"];
      CHECK(done >= seen);
      seen = done;
    }
    CHECK(seen >= 1);
  }
}

TEST_CASE("neurons of the same classes are drawn from the whole dataset") {
  JobInput input = network(NullModel::Neurons, 10, 30);
  for (std::uint32_t v = 0; v < 60; ++v) input.request.subset.chosen[v] = v < 20;
  auto statistics = by_name(result_of(input));
  CHECK(statistics["connections"]["sd"] > 0);
  CHECK(statistics["connections"]["p"] > 0.02);  // the chosen are like any others
}

TEST_CASE("what cannot be drawn is refused with a reason") {
  JobInput nowhere = network(NullModel::Distance, 11);
  nowhere.request.positions_nm.clear();
  CHECK(result_of(nowhere)["null_why_not"].get<std::string>().find("positions") !=
        std::string::npos);

  JobInput nobody = network(NullModel::Rewired, 11);
  nobody.request.subset.chosen.assign(60, 0);
  CHECK(result_of(nobody)["null_why_not"] == "No neuron is chosen.");
}

TEST_CASE("networks without connections have controls without connections") {
  for (std::uint8_t m = 0; m < kNullModelCount; ++m) {
    CAPTURE(kNullModelNames[m]);
    JobInput input = job_input(Statistic::Nulls, 4, {{1, 1}});
    input.request.positions_nm = {0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0};
    input.request.distance.bin_nm = 1;
    input.request.nulls.model = static_cast<NullModel>(m);
    auto statistics = by_name(result_of(input));
    CHECK(statistics["connections"]["mean"] == 0);
    CHECK(statistics["reciprocity"]["observed"] == nullptr);
    CHECK(statistics["reciprocity"]["p"] == nullptr);
  }
}
