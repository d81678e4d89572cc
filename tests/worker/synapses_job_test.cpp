#include "worker/synapses_job.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "app/memory_site.h"
#include "stats/proportion.h"
#include "worker/statistics_request.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A dataset with its connections in an engine and its synapses in a store.
struct Dataset {
  explicit Dataset(std::uint32_t seed, std::uint32_t neurons = 40, std::uint32_t draws = 600)
      : site(seed, neurons, draws, 8),
        table(site.table()),
        engine(neurons, {8, any_edge_model(neurons)}),
        store(std::make_shared<SynapseStore>(neurons, SynapseStore::Family{8, {true, true}})) {
    for (const auto& tile : make_tiles(TileKind::ConnectionsOut, site.out, 8)) {
      REQUIRE(engine.add_tile(tile).ok());
    }
    tiles = make_synapse_tiles(site.synapses, neurons, 8, {true, true});
    for (const auto& tile : tiles) REQUIRE(store->add_tile(tile).ok());
    const StatisticsQuestion question =
        statistics_question(table, NeuronMask(neurons, 1), table.find(ColumnRole::CellClass));
    request = job_request(Statistic::Synapses, question);
    ask_synapse_places(site.manifest, table, request);
    request.synapses.near_um = 20;
    request.positions_nm = soma_positions_nm(table);
    request.distance.bin_nm = 70'000;
  }
  JobInput input() const {
    JobInput input = engine.job_input(request);
    input.synapses = store;
    return input;
  }
  nlohmann::json result() const { return nlohmann::json::parse(run_job(input()))["synapse_sites"]; }
  /// Where it is, in nm, by the grid of the dataset.
  std::array<std::int64_t, 3> place_nm(const Synapse& synapse) const {
    std::array<std::int64_t, 3> nm{};
    const VoxelGrid& grid = site.manifest.synapse_grid;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::int64_t voxel =
          soma_voxel(soma_nm(synapse.post, axis), grid.origin_nm[axis], grid.step_nm[axis]);
      nm[axis] = grid.origin_nm[axis] + grid.step_nm[axis] * (voxel + synapse.residual[axis]);
    }
    return nm;
  }
  std::int64_t soma_nm(NeuronIndex neuron, std::size_t axis) const {
    return table.integers(static_cast<std::uint32_t>(1 + axis))[neuron];
  }

  MemorySite site;
  NeuronTable table;
  Engine engine;
  std::shared_ptr<SynapseStore> store;
  std::vector<std::vector<std::byte>> tiles;
  JobRequest request;
};

std::int64_t squared(const std::array<std::int64_t, 3>& a, const std::array<std::int64_t, 3>& b) {
  std::int64_t sum = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) sum += (a[axis] - b[axis]) * (a[axis] - b[axis]);
  return sum;
}

/// Counts one by one what a block, or everything, should say.
void check_counts(const Dataset& data, const std::vector<Synapse>& of, const nlohmann::json& said) {
  std::uint64_t near = 0, multiple = 0, clumped = 0, sum = 0;
  std::vector<std::uint32_t> sizes;
  for (const Synapse& synapse : of) {
    std::array<std::int64_t, 3> soma{};
    for (std::size_t axis = 0; axis < 3; ++axis) soma[axis] = data.soma_nm(synapse.post, axis);
    const auto at = data.place_nm(synapse);
    near += squared(at, soma) <= std::int64_t{20'000} * 20'000 ? 1 : 0;
    sizes.push_back(synapse.size);
    sum += synapse.size;
    bool several = false, beside = false;
    for (const Synapse& other : data.site.synapses) {
      if (&other == &synapse || other.pre != synapse.pre || other.post != synapse.post) continue;
      if (other == synapse) continue;  // itself, in the other list
      several = true;
      beside = beside || squared(at, data.place_nm(other)) <= std::int64_t{15'000} * 15'000;
    }
    multiple += several ? 1 : 0;
    clumped += beside ? 1 : 0;
  }
  CHECK(said["synapses"] == of.size());
  CHECK(said["near"] == near);
  CHECK(said["multiple"] == multiple);
  CHECK(said["clumped"] == clumped);
  const auto interval = wilson_proportion(clumped, multiple);
  CHECK(said["clumped_low"] ==
        (interval ? nlohmann::json(interval->low) : nlohmann::json(nullptr)));
  if (of.empty()) {
    CHECK(said["size_mean"].is_null());
    CHECK(said["size_median"].is_null());
    CHECK(said["near_share"].is_null());
    return;
  }
  std::sort(sizes.begin(), sizes.end());
  CHECK(said["size_mean"] == static_cast<double>(sum) / static_cast<double>(sizes.size()));
  const std::size_t half = sizes.size() / 2;
  const double median = sizes.size() % 2 == 1 ? sizes[half] : (sizes[half - 1] + sizes[half]) / 2.0;
  CHECK(said["size_median"] == median);
  CHECK(said["size_q1"] <= said["size_median"]);
  CHECK(said["size_q3"] >= said["size_median"]);
}

nlohmann::json block(const nlohmann::json& sites, std::size_t row, std::size_t column) {
  nlohmann::json cell;
  for (const auto& [key, values] : sites["blocks"].items()) cell[key] = values[row][column];
  return cell;
}

}  // namespace

TEST_CASE("sizes and places by block are those of looking at each synapse") {
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    Dataset data(seed);
    StatisticsRequest& subset = data.request.subset;
    subset.min_synapses = 1 + seed % 3;
    if (seed % 2 == 0) {  // a block
      subset.post = NeuronMask(40, 0);
      for (std::size_t v = 0; v < 40; ++v) subset.post[v] = v % 3 != 0 ? 1 : 0;
      for (std::size_t v = 0; v < 40; ++v) subset.chosen[v] = v % 4 != 1 ? 1 : 0;
    }
    if (seed % 4 == 0) {
      subset.post_groups.assign(data.table.codes(5).begin(), data.table.codes(5).end());
      subset.post_group_count = 3;
      data.request.post_group_names = data.table.columns()[5].categories;
    }
    const SizeLimits limits = seed % 3 == 0 ? SizeLimits{2400, 3000} : SizeLimits{};
    data.engine.limit_sizes(limits, data.store);
    const auto large = [&](NeuronIndex pre, NeuronIndex post) {
      std::uint64_t sum = 0, count = 0;
      for (const Synapse& synapse : data.site.synapses) {
        if (synapse.pre != pre || synapse.post != post) continue;
        sum += synapse.size;
        count += 1;
      }
      return sum >= limits.sum && sum >= limits.mean * count;
    };
    const auto measure = static_cast<DistanceMeasure>(seed % 5);
    data.request.distance.measure = measure;
    const nlohmann::json sites = data.result();
    const EdgeChoice choice = subset.choice();
    std::vector<Synapse> counted;
    for (const Synapse& synapse : data.site.synapses) {
      if (synapse.pre == synapse.post || choice.pre[synapse.pre] == 0 ||
          choice.post[synapse.post] == 0 ||
          data.site.out[synapse.pre].at(synapse.post) < subset.min_synapses ||
          !large(synapse.pre, synapse.post)) {
        continue;
      }
      counted.push_back(synapse);
    }
    CHECK(sites["synapses"] == counted.size());
    CHECK(sites["located"] == counted.size());
    check_counts(data, counted, sites["all"]);
    const auto& columns = subset.post_groups.empty() ? subset.groups : subset.post_groups;
    for (std::size_t row = 0; row < sites["groups"].size(); ++row) {
      for (std::size_t column = 0; column < sites["post_groups"].size(); ++column) {
        std::vector<Synapse> in_block;
        for (const Synapse& synapse : counted) {
          if (subset.groups[synapse.pre] == row && columns[synapse.post] == column) {
            in_block.push_back(synapse);
          }
        }
        check_counts(data, in_block, block(sites, row, column));
      }
    }
    // Each bin of distances anew, from its synapses in a list.
    std::map<std::int64_t, std::vector<double>> by_bin;
    for (const Synapse& synapse : counted) {
      std::array<std::int64_t, 3> apart_nm{};
      for (std::size_t axis = 0; axis < 3; ++axis) {
        apart_nm[axis] = data.soma_nm(synapse.post, axis) - data.soma_nm(synapse.pre, axis);
      }
      if (measure == DistanceMeasure::Lateral) apart_nm[1] = 0;
      std::int64_t nm2 = 0;
      for (const std::int64_t apart : apart_nm) nm2 += apart * apart;
      const double um = measure == DistanceMeasure::Depth
                            ? static_cast<double>(apart_nm[1]) / 1000
                            : std::sqrt(static_cast<double>(nm2)) / 1000;
      if (measure != DistanceMeasure::Depth && nm2 == 0) continue;
      if (measure == DistanceMeasure::Deeper && apart_nm[1] <= 0) continue;
      if (measure == DistanceMeasure::Shallower && apart_nm[1] >= 0) continue;
      by_bin[static_cast<std::int64_t>(std::floor(um / 70))].push_back(synapse.size);
    }
    const nlohmann::json& profile = sites["size_by_distance"];
    CHECK(profile["measure"] == kDistanceMeasureNames[static_cast<std::size_t>(measure)]);
    CHECK(profile["bin_um"] == 70.0);
    const bool signed_bins = measure == DistanceMeasure::Depth && !by_bin.empty();
    const std::int64_t first = signed_bins ? by_bin.begin()->first : 0;
    CHECK(profile["first_bin"] == first);
    REQUIRE(profile["synapses"].size() ==
            (by_bin.empty() ? 0 : static_cast<std::size_t>(by_bin.rbegin()->first - first + 1)));
    for (std::size_t k = 0; k < profile["synapses"].size(); ++k) {
      const std::vector<double>& sizes = by_bin[first + static_cast<std::int64_t>(k)];
      REQUIRE(profile["synapses"][k] == sizes.size());
      double mean = 0, squares = 0;
      for (const double size : sizes) mean += size / static_cast<double>(sizes.size());
      for (const double size : sizes) squares += (size - mean) * (size - mean);
      CHECK(profile["size_mean"][k].is_null() == sizes.empty());
      if (!sizes.empty()) CHECK(profile["size_mean"][k].get<double>() == doctest::Approx(mean));
      CHECK(profile["size_sd"][k].is_null() == (sizes.size() < 2));
      if (sizes.size() > 1) {
        CHECK(profile["size_sd"][k].get<double>() ==
              doctest::Approx(std::sqrt(squares / static_cast<double>(sizes.size() - 1))));
      }
    }
    const nlohmann::json& histogram = sites["size_histogram"];
    std::vector<std::uint64_t> of_blocks(histogram["synapses"].size(), 0);
    REQUIRE(histogram["blocks"].size() == sites["groups"].size());
    for (std::size_t row = 0; row < sites["groups"].size(); ++row) {
      REQUIRE(histogram["blocks"][row].size() == sites["post_groups"].size());
      for (std::size_t column = 0; column < sites["post_groups"].size(); ++column) {
        std::vector<std::uint64_t> bars;
        for (const Synapse& synapse : counted) {
          const std::size_t bar = synapse.size / histogram["bin"].get<std::uint32_t>();
          if (subset.groups[synapse.pre] != row || columns[synapse.post] != column) continue;
          if (bar >= of_blocks.size()) continue;  // beyond all bars
          bars.resize(std::max(bars.size(), bar + 1), 0);
          ++bars[bar];
        }
        const auto shown_bars = histogram["blocks"][row][column].get<std::vector<std::uint64_t>>();
        REQUIRE(shown_bars.size() <= bars.size());
        for (std::size_t bar = 0; bar < shown_bars.size(); ++bar) {
          // The last bar ends at the hundredth that is left out.
          if (bar + 1 < of_blocks.size()) CHECK(shown_bars[bar] == bars[bar]);
          CHECK(shown_bars[bar] <= bars[bar]);
          of_blocks[bar] += shown_bars[bar];
        }
      }
    }
    CHECK(of_blocks == histogram["synapses"].get<std::vector<std::uint64_t>>());
    std::uint64_t shown = sites["size_histogram"]["above"].get<std::uint64_t>();
    for (const auto& bar : sites["size_histogram"]["synapses"]) shown += bar.get<std::uint64_t>();
    CHECK(shown == counted.size());
    CHECK(sites["size_histogram"]["above"].get<std::uint64_t>() <= counted.size() / 50 + 1);
    std::uint64_t by_distance = 0;
    for (const auto& bar : sites["soma_distance"]["synapses"]) {
      by_distance += bar.get<std::uint64_t>();
    }
    CHECK(by_distance == counted.size());
  }
}

TEST_CASE("synapses from analyzable axons are counted beside all, where anybody knows them") {
  Dataset data(3);
  CHECK(data.result()["analyzable"].is_null());
  data.request.subset.analyzable_axon = NeuronMask(40, 0);
  for (std::size_t v = 0; v < 40; v += 2) data.request.subset.analyzable_axon[v] = 1;
  const auto sites = data.result();
  std::uint64_t expected = 0;
  for (const Synapse& synapse : data.site.synapses) {
    expected += synapse.pre % 2 == 0 && synapse.pre != synapse.post ? 1 : 0;
  }
  CHECK(sites["analyzable"]["synapses"] == expected);
  CHECK(sites["analyzable"]["size_median"].is_number());
  CHECK(sites["analyzable"]["near_share"].is_number());
}

TEST_CASE(
    "blocks and distances have the numbers of the synapses that analyzable axons alone make") {
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    CAPTURE(seed);
    Dataset data(seed);
    data.request.distance.measure = static_cast<DistanceMeasure>(seed % 5);
    StatisticsRequest& subset = data.request.subset;
    subset.min_synapses = 1 + seed % 2;
    const auto unknown = data.result();
    CHECK(unknown["analyzable_blocks"].is_null());
    CHECK(unknown["size_by_distance"]["analyzable_synapses"].is_null());
    // Of the last seed nobody's axon is.
    subset.analyzable_axon = NeuronMask(40, 0);
    for (std::size_t v = 0; v < 40 && seed < 10; ++v) {
      subset.analyzable_axon[v] = (v * seed) % 5 < 2 ? 1 : 0;
    }
    const auto sites = data.result();
    CHECK(sites["blocks"] == unknown["blocks"]);
    subset.post = subset.chosen;  // onto whom does not matter
    subset.chosen = subset.analyzable_axon;
    const auto alone = data.result();
    CHECK(sites["analyzable"] == alone["all"]);
    CHECK(sites["analyzable_blocks"] == alone["blocks"]);
    const auto &bars = sites["size_histogram"], &bars_alone = alone["size_histogram"];
    CHECK(bars["analyzable_blocks"].size() == bars["blocks"].size());
    CHECK(unknown["size_histogram"]["analyzable_blocks"].is_null());
    CHECK(unknown["size_histogram"]["analyzable_above"].is_null());
    CHECK(sites["soma_distance"]["analyzable_synapses"] == alone["soma_distance"]["synapses"]);
    CHECK(unknown["soma_distance"]["analyzable_synapses"].is_null());
    // The bins are those of all sizes, so bars of those alone may be as wide or not; they are as
    // many synapses.
    std::uint64_t shown = bars["analyzable_above"].get<std::uint64_t>();
    for (const auto& bar : bars["analyzable_synapses"]) shown += bar.get<std::uint64_t>();
    CHECK(shown == alone["all"]["synapses"]);
    std::vector<std::uint64_t> of_blocks(bars["analyzable_synapses"].size(), 0);
    for (const auto& row : bars["analyzable_blocks"]) {
      for (const auto& block_bars : row) {
        for (std::size_t bar = 0; bar < block_bars.size(); ++bar) {
          of_blocks[bar] += block_bars[bar].get<std::uint64_t>();
        }
      }
    }
    CHECK(bars["analyzable_synapses"] == of_blocks);
    if (bars["bin"] == bars_alone["bin"]) {
      for (std::size_t bar = 0; bar + 1 < bars_alone["synapses"].size(); ++bar) {
        if (bar + 1 < of_blocks.size()) CHECK(of_blocks[bar] == bars_alone["synapses"][bar]);
      }
    }

    const auto &profile = sites["size_by_distance"], &expected = alone["size_by_distance"];
    const int before = expected["first_bin"].get<int>() - profile["first_bin"].get<int>();
    std::size_t found = 0;
    for (const char* const key : {"synapses", "size_mean", "size_sd"}) {
      const auto& values = profile[std::string("analyzable_") + key];
      REQUIRE(values.size() == profile["synapses"].size());
      for (std::size_t k = 0; k < values.size(); ++k) {
        CAPTURE(k);
        const int at = static_cast<int>(k) - before;
        const bool there = at >= 0 && at < static_cast<int>(expected[key].size());
        if (there) {
          CHECK(values[k] == expected[key][static_cast<std::size_t>(at)]);
          ++found;
        } else {
          CHECK((values[k] == 0 || values[k].is_null()));
        }
      }
    }
    CHECK(found == 3 * expected["synapses"].size());
    CHECK((found > 0) == (seed < 10));
  }
}

TEST_CASE("tiles that are not there, or do not fit, are missing from what is located") {
  Dataset data(4);
  const auto all = data.result();
  data.store->drop_tile(1);
  std::uint64_t gone = 0;
  for (const Synapse& synapse : data.site.synapses) {
    gone += synapse.post / 8 == 1 && synapse.pre != synapse.post ? 1 : 0;
  }
  REQUIRE(gone > 0);
  auto sites = data.result();
  CHECK(sites["synapses"] == all["synapses"]);
  CHECK(sites["located"] == all["synapses"].get<std::uint64_t>() - gone);

  // Rows of another dataset: none of them has as many synapses as the connections say.
  auto other = data.site.synapses;
  for (std::size_t i = other.size(); i-- > 0;) {
    if (i == 0 || other[i].post != other[i - 1].post) {
      other.insert(other.begin() + static_cast<std::ptrdiff_t>(i), other[i]);
    }
  }
  for (const auto& tile : make_synapse_tiles(other, 40, 8, {true, true})) {
    REQUIRE(data.store->add_tile(tile).ok());
  }
  sites = data.result();
  CHECK(sites["located"] == 0);
  CHECK(sites["all"]["size_median"].is_null());
  CHECK(sites["size_histogram"]["synapses"].empty());
}

TEST_CASE("a job keeps the tiles that it began with") {
  Dataset data(6);
  const std::string expected = run_job(data.input());
  JobInput input = data.input();
  input.synapses = std::make_shared<const SynapseStore>(*data.store);
  const auto job = make_job(std::move(input));
  CHECK(job->share_done() == 0);
  CHECK_FALSE(job->advance());
  for (std::uint32_t tile = 0; tile < data.store->tile_count(); ++tile) {
    data.store->drop_tile(tile);
  }
  double before = 0;
  while (!job->advance()) {
    CHECK(job->share_done() >= before);
    before = job->share_done();
  }
  CHECK(job->share_done() == 1);
  CHECK(job->json() == expected);
}

TEST_CASE("what the dataset does not have is null, and without tiles there is a sentence") {
  Dataset data(7);
  data.request.soma_in_voxel_nm.clear();  // somata that were laid out by the tool
  auto sites = data.result();
  CHECK(sites["all"]["near"].is_null());
  CHECK(sites["all"]["near_share"].is_null());
  CHECK(sites["all"]["clumped_share"].is_number());
  CHECK(sites["soma_distance"].is_null());
  CHECK(sites["size_by_distance"].is_object());
  data.request.positions_nm.clear();
  CHECK(data.result()["size_by_distance"].is_null());
  data.request.synapses.voxel_nm = {0, 0, 0};
  sites = data.result();
  CHECK(sites["all"]["clumped"].is_null());
  CHECK(sites["all"]["size_median"].is_number());
  CHECK(sites["blocks"]["clumped_share"][0][0].is_null());

  data.store = std::make_shared<SynapseStore>(40, SynapseStore::Family{8, {true, false}});
  for (const auto& tile : make_synapse_tiles(data.site.synapses, 40, 8, {true, false})) {
    REQUIRE(data.store->add_tile(tile).ok());
  }
  sites = data.result();
  CHECK(sites["all"]["size_mean"].is_null());
  CHECK(sites["size_histogram"].is_null());
  CHECK(sites["all"]["multiple_share"].is_number());

  JobInput input = data.input();
  input.synapses = nullptr;
  const auto none = nlohmann::json::parse(run_job(std::move(input)));
  CHECK(none["synapse_sites"].is_null());
  CHECK(!none["synapse_sites_why_not"].get<std::string>().empty());
}

TEST_CASE("without neurons or connections there are no synapses to describe") {
  Dataset data(8, 16, 0);
  auto sites = data.result();
  CHECK(sites["synapses"] == 0);
  CHECK(sites["all"]["size_q1"].is_null());
  CHECK(sites["all"]["multiple_share"].is_null());
  Dataset some(9);
  some.request.subset.chosen.assign(40, 0);
  sites = some.result();
  CHECK(sites["synapses"] == 0);
  CHECK(sites["blocks"]["synapses"][0][0] == 0);
}

TEST_CASE("somata lie in their voxels, also below the origin and at the ends of the numbers") {
  Dataset data(2);
  const auto& in_voxel = data.request.soma_in_voxel_nm;
  const VoxelGrid& grid = data.site.manifest.synapse_grid;
  REQUIRE(in_voxel.size() == 120);
  for (NeuronIndex v = 0; v < 40; ++v) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      CHECK(in_voxel[3 * v + axis] >= 0);
      CHECK(in_voxel[3 * v + axis] < grid.step_nm[axis]);
      const std::int64_t rest =
          data.soma_nm(v, axis) - grid.origin_nm[axis] - in_voxel[3 * v + axis];
      CHECK(rest % grid.step_nm[axis] == 0);
    }
  }
  Manifest manifest = data.site.manifest;
  manifest.synapse_grid = {{INT64_MIN, INT64_MAX, 0}, {1, INT32_MAX, 3}};
  JobRequest request;
  ask_synapse_places(manifest, data.table, request);
  CHECK(request.soma_in_voxel_nm.size() == 120);
  for (std::size_t i = 0; i < 120; ++i) {
    CHECK(request.soma_in_voxel_nm[i] >= 0);
    CHECK(request.soma_in_voxel_nm[i] < manifest.synapse_grid.step_nm[i % 3]);
  }
  manifest.layout = Layout::Group;
  request = {};
  ask_synapse_places(manifest, data.table, request);
  CHECK(request.soma_in_voxel_nm.empty());
  CHECK(request.synapses.voxel_nm[1] == INT32_MAX);
  manifest.synapse_grid.step_nm[2] = std::int64_t{1} << 31;
  request = {};
  ask_synapse_places(manifest, data.table, request);
  CHECK(request.synapses.voxel_nm[0] == 0);
}
