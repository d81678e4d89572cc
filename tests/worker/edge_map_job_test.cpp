#include "worker/edge_map_job.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "app/memory_site.h"
#include "stats/edge_effect.h"
#include "worker/engine.h"
#include "worker/statistics_request.h"

using namespace cnx;
using namespace cnx::test;

// That the numbers are those of the record's notebook tests/preprocess/robustness_test.py checks.

namespace {

constexpr std::uint32_t kNeurons = 40, kBlock = 8;

struct Dataset {
  /// `crowded`: with synapses at few places, of which some hold a thousand.
  explicit Dataset(bool crowded = false)
      : site(3, kNeurons, 600, kBlock),
        table(site.table()),
        store(
            std::make_shared<SynapseStore>(kNeurons, SynapseStore::Family{kBlock, {true, true}})) {
    if (crowded) crowd();
    tiles = make_synapse_tiles(site.synapses, kNeurons, kBlock, {true, true});
    for (const auto& tile : tiles) REQUIRE(store->add_tile(tile).ok());
    NeuronMask chosen(kNeurons, 1);
    chosen[0] = chosen[7] = 0;
    input.request = job_request(Statistic::EdgeMap,
                                statistics_question(table, std::move(chosen), std::nullopt));
    ask_edge_places(site.manifest, table, input.request);
    input.synapses = store;
  }
  /// 250 synapses for each neuron but every ninth, at twenty places in five rows of z; a pre neuron
  /// has some six of them beside each other in the list.
  void crowd() {
    const VoxelGrid& grid = site.manifest.synapse_grid;
    site.synapses.clear();
    for (auto& row : site.out) row.clear();
    for (NeuronIndex post = 0; post < kNeurons; ++post) {
      for (std::uint32_t k = 0; k < 250 && post % 9 != 8; ++k) {
        const std::uint32_t place = (k < 100 ? 7 + post % 2 * 4 : k * k + post) % 20;
        Synapse synapse{};
        synapse.pre = k * kNeurons / 250;
        synapse.post = post;
        ++site.out[synapse.pre][post];
        for (const std::size_t axis : {std::size_t{0}, std::size_t{2}}) {
          const auto soma_nm = table.integers(static_cast<std::uint32_t>(1 + axis))[post];
          synapse.residual[axis] =
              static_cast<std::int64_t>(axis == 0 ? place % 4 * 900 : place / 4 * 700) -
              soma_voxel(soma_nm, grid.origin_nm[axis], grid.step_nm[axis]);
        }
        site.synapses.push_back(synapse);
      }
    }
  }
  /// x and z of a synapse, in nm.
  std::array<std::int64_t, 2> place_nm(const Synapse& synapse) const {
    const VoxelGrid& grid = site.manifest.synapse_grid;
    std::array<std::int64_t, 2> nm{};
    for (std::size_t a = 0; a < 2; ++a) {
      const std::size_t axis = 2 * a;
      const auto soma_nm = table.integers(static_cast<std::uint32_t>(1 + axis))[synapse.post];
      nm[a] = grid.origin_nm[axis] +
              grid.step_nm[axis] * (soma_voxel(soma_nm, grid.origin_nm[axis], grid.step_nm[axis]) +
                                    synapse.residual[axis]);
    }
    return nm;
  }
  nlohmann::json result() const { return nlohmann::json::parse(run_job(input)); }

  MemorySite site;
  NeuronTable table;
  std::shared_ptr<SynapseStore> store;
  std::vector<std::vector<std::byte>> tiles;
  JobInput input;
};

}  // namespace

TEST_CASE("the map has every synapse in the bin of its place, and every neuron its share") {
  const Dataset data;
  const auto map = data.result()["edge_map"];
  CHECK(map["synapses"] == data.site.synapses.size());
  // The places one by one, and the bins of a grid between the outermost of them.
  std::vector<std::array<std::int64_t, 2>> places;
  EdgeExtent x{INT64_MAX, INT64_MIN}, z = x;
  for (const Synapse& synapse : data.site.synapses) {
    const auto nm = data.place_nm(synapse);
    x = {std::min(x.min, nm[0]), std::max(x.max, nm[0])};
    z = {std::min(z.min, nm[1]), std::max(z.max, nm[1])};
    places.push_back(nm);
  }
  EdgeGrid slow(x, z);
  for (const auto& nm : places) slow.add(nm[0], nm[1]);
  CHECK(map["x_edges_nm"].get<std::vector<double>>() == slow.x_edges());
  for (std::size_t bin = 0; bin < kEdgeBins * kEdgeBins; ++bin) {
    CHECK(map["bin_synapses"][bin / kEdgeBins][bin % kEdgeBins] == slow.counts()[bin]);
  }
  // Fewer than 1,000 synapses in every bin: all of them are outer.
  std::uint64_t with_inputs = 0;
  for (NeuronIndex v = 0; v < kNeurons; ++v) {
    const bool any = !data.site.in[v].empty();
    CHECK(map["outer_fraction"][v] == (any ? nlohmann::json(1.0) : nlohmann::json()));
    with_inputs += any && data.input.request.subset.chosen[v] != 0 ? 1 : 0;
  }
  CHECK(map["neurons"]["with_inputs"] == with_inputs);
  CHECK(map["neurons"]["inputs"] ==
        std::count_if(
            data.site.synapses.begin(), data.site.synapses.end(),
            [&](const Synapse& one) { return data.input.request.subset.chosen[one.post] != 0; }));
  CHECK(map["neurons"]["trusted"] == 0);
  CHECK(map["neurons"]["by_fraction"].back() == with_inputs);
}

TEST_CASE(
    "where some bins hold a thousand, each neuron has the share of its inputs in the others") {
  Dataset data(true);
  // Of a block the neurons are those that receive.
  data.input.request.subset.post.assign(kNeurons, 0);
  for (NeuronIndex v = 0; v < 30; ++v) data.input.request.subset.post[v] = 1;
  const auto map = data.result()["edge_map"];
  std::map<std::array<std::int64_t, 2>, int> at;
  for (const Synapse& synapse : data.site.synapses) ++at[data.place_nm(synapse)];
  REQUIRE(at.size() == 20);  // so far apart that each has a bin of its own
  const std::int64_t first_z = data.place_nm(data.site.synapses[0])[1];
  std::set<std::int64_t> rows_of_z;
  for (const auto& [nm, count] : at) rows_of_z.insert(nm[1]);
  REQUIRE(rows_of_z.count(first_z) == 1);
  std::vector<int> inputs(kNeurons, 0), outer(kNeurons, 0);
  for (const Synapse& synapse : data.site.synapses) {
    const auto nm = data.place_nm(synapse);
    const bool end = nm[1] == *rows_of_z.begin() || nm[1] == *rows_of_z.rbegin();
    ++inputs[synapse.post];
    outer[synapse.post] += at[nm] < 1000 || end;
  }
  std::vector<std::uint64_t> by_fraction(kEdgeFractionBars, 0);
  std::set<double> different;
  for (NeuronIndex v = 0; v < kNeurons; ++v) {
    CAPTURE(v);
    const double fraction = inputs[v] == 0 ? -1 : static_cast<double>(outer[v]) / inputs[v];
    CHECK(map["outer_fraction"][v] ==
          (inputs[v] == 0 ? nlohmann::json() : nlohmann::json(fraction)));
    if (inputs[v] == 0 || v >= 30) continue;
    different.insert(fraction);
    ++by_fraction[std::min<std::size_t>(static_cast<std::size_t>(outer[v] * 20 / inputs[v]), 19)];
  }
  CHECK(different.size() >= 3);
  CHECK(*different.begin() < 1);
  CHECK(map["neurons"]["by_fraction"] == by_fraction);
  CHECK(map["neurons"]["with_inputs"] == 27);
}

TEST_CASE("inputs from analyzable axons have a map of their own, in the bins of all synapses") {
  Dataset data(true);
  Engine engine(kNeurons, {kBlock, any_edge_model(kNeurons)});
  for (const auto& tile : make_tiles(TileKind::ConnectionsOut, data.site.out, kBlock)) {
    REQUIRE(engine.add_tile(tile).ok());
  }
  const auto ask = [&](const Engine& connections) {
    JobInput input = connections.job_input(data.input.request);
    input.synapses = data.store;
    return nlohmann::json::parse(run_job(std::move(input)))["edge_map"];
  };
  const auto before = ask(engine);
  CHECK(before["analyzable"].is_null());
  CHECK(before["analyzable_why_not"].get<std::string>().find("does not say") != std::string::npos);
  NeuronMask& axons = data.input.request.subset.analyzable_axon;
  for (NeuronIndex v = 0; v < kNeurons; ++v) axons.push_back(v % 7 == 5 ? 1 : 0);
  engine.limit_sizes({2400, 0}, data.store);  // the map is of all synapses
  const auto map = ask(engine);
  CHECK(map["outer_fraction"] == before["outer_fraction"]);
  // What is outer the map says: these places have a bin each.
  const auto edges_of = [&](const char* key) { return map[key].get<std::vector<double>>(); };
  const auto x_edges = edges_of("x_edges_nm"), z_edges = edges_of("z_edges_nm");
  const auto bin_of = [](const std::vector<double>& edges, std::int64_t nm) {
    const auto at = std::upper_bound(edges.begin(), edges.end(), static_cast<double>(nm));
    return static_cast<std::size_t>(at - edges.begin() - 1);
  };
  std::vector<int> inputs(kNeurons, 0), outer(kNeurons, 0);
  for (const Synapse& synapse : data.site.synapses) {
    if (axons[synapse.pre] == 0) continue;
    const auto nm = data.place_nm(synapse);
    ++inputs[synapse.post];
    outer[synapse.post] += map["outer"][bin_of(x_edges, nm[0])][bin_of(z_edges, nm[1])].get<int>();
  }
  const auto& some = map["analyzable"];
  std::uint64_t with_inputs = 0, different = 0;
  for (NeuronIndex v = 0; v < kNeurons; ++v) {
    const auto said = some["outer_fraction"][v];
    CHECK(said == (inputs[v] == 0 ? nlohmann::json()
                                  : nlohmann::json(static_cast<double>(outer[v]) / inputs[v])));
    different += said == map["outer_fraction"][v] ? 0 : 1;
    with_inputs += inputs[v] > 0 && data.input.request.subset.chosen[v] != 0 ? 1 : 0;
  }
  CHECK(different > 20);
  CHECK(some["neurons"]["with_inputs"] == with_inputs);
  axons.assign(kNeurons, 1);
  const auto every = ask(engine);
  for (const char* const key : {"soma_fraction", "soma_neurons", "neurons", "outer_fraction"}) {
    CHECK(every["analyzable"][key] == every[key]);
  }
  axons.assign(kNeurons, 0);
  CHECK(ask(engine)["analyzable"]["neurons"]["with_inputs"] == 0);
  // Connections of which some are missing do not say whose a synapse is.
  Engine part(kNeurons, {kBlock, any_edge_model(kNeurons)});
  REQUIRE(part.add_tile(make_tiles(TileKind::ConnectionsOut, data.site.out, kBlock)[0]).ok());
  const auto partial = ask(part);
  CHECK(partial["outer_fraction"] == before["outer_fraction"]);
  CHECK(partial["analyzable"].is_null());
  CHECK(partial["analyzable_why_not"].get<std::string>().find("not here") != std::string::npos);
}

TEST_CASE("limits on connections change nothing, and the map says so") {
  Dataset data;
  auto all = data.result()["edge_map"];
  CHECK(all["limits_why_not"].is_null());
  data.input.request.subset.min_synapses = 3;
  auto limited = data.result()["edge_map"];
  CHECK(limited["limits_why_not"] == kEdgeMapLimits);
  limited["limits_why_not"] = nullptr;
  CHECK(limited == all);
  data.input.request.subset.min_synapses = 1;
  data.input.sizes.sum = 7;
  CHECK(data.result()["edge_map"]["limits_why_not"] == kEdgeMapLimits);
}

TEST_CASE("progress never falls, and a slice is a tile") {
  const Dataset data;
  const auto job = edge_map_job(data.input);
  double before = 0;
  int slices = 0;
  for (bool done = false; !done; ++slices) {
    done = job->advance();
    CHECK(job->share_done() >= before);
    before = job->share_done();
  }
  CHECK(before == 1);
  CHECK(slices >= 2 * static_cast<int>(kNeurons / kBlock));
}

TEST_CASE("without synapses, places, or one of the tiles there is no map but a sentence") {
  const auto why_not = [](const Dataset& data) {
    const auto json = data.result();
    CHECK(json["edge_map"].is_null());
    return json["edge_map_why_not"].get<std::string>();
  };
  Dataset data;
  SUBCASE("no tiles") {
    data.input.synapses = nullptr;
    CHECK(why_not(data).find("no positions of synapses") != std::string::npos);
  }
  SUBCASE("no somata") {
    data.input.request.edge_places = {};
    data.site.manifest.layout = Layout::Group;
    ask_edge_places(data.site.manifest, data.table, data.input.request);
    CHECK(why_not(data).find("no soma positions") != std::string::npos);
  }
  SUBCASE("a tile that was dropped") {
    data.store->drop_tile(2);
    CHECK(why_not(data).find("are not here") != std::string::npos);
  }
  SUBCASE("no synapse") {
    auto store =
        std::make_shared<SynapseStore>(kNeurons, SynapseStore::Family{kBlock, {true, true}});
    for (const auto& tile : make_synapse_tiles({}, kNeurons, kBlock, {true, true})) {
      REQUIRE(store->add_tile(tile).ok());
    }
    data.input.synapses = store;
    CHECK(why_not(data).find("has no synapses") != std::string::npos);
  }
}
