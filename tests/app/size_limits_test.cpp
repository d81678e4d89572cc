// What a limit on the sizes of connections does to what is counted of all connections.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <map>
#include <utility>
#include <vector>

#include "app/headless_page.h"

using namespace cnx;
using namespace cnx::test;

namespace {

ConnectionFilter at_least(std::uint32_t mean, std::uint32_t sum) {
  ConnectionFilter filter;
  filter.min_mean_size = mean;
  filter.min_size_sum = sum;
  return filter;
}

/// The site's connections that are large enough, by looking at each synapse.
WeightedRows large_ones(const MemorySite& site, std::uint32_t mean, std::uint32_t sum) {
  std::map<std::pair<NeuronIndex, NeuronIndex>, std::uint64_t> sums;
  for (const Synapse& synapse : site.synapses) sums[{synapse.pre, synapse.post}] += synapse.size;
  WeightedRows large(site.out.size());
  for (NeuronIndex pre = 0; pre < large.size(); ++pre) {
    for (const auto& [post, count] : site.out[pre]) {
      const std::uint64_t size = sums[{pre, post}];
      if (size >= sum && size >= std::uint64_t{mean} * count) large[pre][post] = count;
    }
  }
  return large;
}

std::size_t count_of(const WeightedRows& rows) {
  std::size_t count = 0;
  for (const auto& row : rows) count += row.size();
  return count;
}

std::size_t occurrences(const std::string& text, const std::string& of) {
  std::size_t count = 0;
  for (std::size_t at = text.find(of); at != std::string::npos; at = text.find(of, at + 1)) ++count;
  return count;
}

/// A dataset of whose sizes the manifest says that they are many megabytes.
void make_large(Headless& page) {
  for (TileEntry& tile : page.site.manifest.families[kSynapseFamily].tiles) tile.bytes = 2'000'000;
  page.site.manifest.fingerprint = manifest_fingerprint(page.site.manifest);
  page.site.files["data/manifest.json"] = bytes_of(encode_manifest(page.site.manifest));
}

constexpr const char* kSizesOfOthers = "v=1&stat=c&null=neurons&controls=3&sizes=1";

/// What the next job of the page tells, once the page has asked for it.
nlohmann::json job_of(Headless& page) {
  for (int i = 0; i < 500 && !page.site.worker.has_work(); ++i) {
    page.frame();
    if (i % 10 == 9) page.platform.advance(1000);
  }
  REQUIRE(page.site.worker.has_work());
  std::vector<std::byte> reply;
  while (page.site.worker.has_work()) reply = page.site.worker.work();
  const auto decoded = decode_reply(reply);
  REQUIRE(decoded.ok());
  return nlohmann::json::parse(std::get<JobResult>(decoded.value()).json);
}

}  // namespace

TEST_CASE("statistics, networks and queries are of the connections that are large enough") {
  Headless page;
  page.settle();
  const WeightedRows large = large_ones(page.site, 2500, 4000);
  REQUIRE(count_of(large) > 0);
  REQUIRE(count_of(large) < count_of(page.site.out));
  page.command(SetConnectionFilter{at_least(2500, 4000)});
  page.settle();
  CHECK(page.state()["statistics"]["connections"] == count_of(large));
  CHECK(page.state()["statistics"]["partial"]["tiles_missing"] == 0);
  FrameModel model = page.app->frame_model(1, 800, 600);
  CHECK(model.sizes == SizesEverywhere::Here);
  CHECK(
      model.statistics->scope.find("connections of a mean size of at least 2,500 voxels, of sizes "
                                   "that sum to at least 4,000 voxels") != std::string::npos);
  CHECK(model.statistics->scope.find("not applied") == std::string::npos);

  page.request(SaveNetwork{ExportSet::Shown});
  page.settle();
  const std::string& xml = page.platform.saved_files().back().bytes;
  CHECK(occurrences(xml, "<edge ") == count_of(large));
  CHECK(xml.find("only connections: of a mean size of at least 2,500 voxels") != std::string::npos);

  NeuronIndex neuron = 0;
  for (NeuronIndex i = 0; i < kNeurons; ++i) {
    if (large[i].size() > large[neuron].size()) neuron = i;
  }
  page.command(SelectNeuron{page.id_of(neuron)});
  SetFilterExpression query;
  query.query = "downstream of selected";
  page.command(query);
  page.settle();
  CHECK(page.app->shown().count() == large[neuron].size() - large[neuron].count(neuron));

  // Undone, everything counts again.
  page.request(Undo{});
  page.request(Undo{});
  page.request(Undo{});
  page.settle();
  CHECK(page.state()["statistics"]["connections"] == count_of(page.site.out));
}

TEST_CASE("a link with a limit on sizes opens with the numbers that keep to it") {
  Headless page("v=1&meansize=2500");
  page.settle();
  CHECK(page.state()["statistics"]["connections"] == count_of(large_ones(page.site, 2500, 0)));
}

TEST_CASE("a size whose tile does not come is missing from the statistics, and these say so") {
  Headless page("v=1&sumsize=1");
  page.site.faults[page.site.address(kSynapseFamily, 0)] = "the server answered 500";
  page.settle();
  CHECK(page.state()["statistics"]["partial"]["tiles_missing"] == 1);
  const FrameModel model = page.app->frame_model(1, 800, 600);
  CHECK(model.sizes == SizesEverywhere::Missing);
  CHECK(model.statistics->tiles_missing == 1);
}

TEST_CASE("many megabytes of sizes are fetched when they are asked for; until then it is said") {
  Headless page("v=1&meansize=2500");
  make_large(page);
  page.settle();
  CHECK(page.state()["statistics"]["connections"] == count_of(page.site.out));
  CHECK(page.app->frame_model(1, 800, 600).sizes == SizesEverywhere::NotAsked);
  CHECK(page.app->frame_model(1, 800, 600)
            .statistics->scope.find("not applied here: connections of a mean size") !=
        std::string::npos);
  page.request(SaveNetwork{ExportSet::Shown});
  page.settle();
  const std::string& xml = page.platform.saved_files().back().bytes;
  CHECK(occurrences(xml, "<edge ") == count_of(page.site.out));
  CHECK(xml.find("limits on the sizes of synapses are not applied") != std::string::npos);

  const std::string first = page.site.address(kSynapseFamily, 0);
  CHECK(page.site.asked.count(first) == 0);
  page.request(LoadAllSizes{});
  page.settle();
  CHECK(page.site.asked.count(first) == 1);
  CHECK(page.app->frame_model(1, 800, 600).sizes == SizesEverywhere::Missing);  // not as long
}

TEST_CASE(
    "sizes are counted once all tiles of synapses are here, and these come for nothing else") {
  Headless page(kSizesOfOthers);
  const std::string first = page.site.address(kSynapseFamily, 0);
  const nlohmann::json told = job_of(page)["null"];
  CHECK(page.site.asked.count(first) == 1);
  std::uint64_t sum = 0, count = 0;
  for (const Synapse& synapse : page.site.synapses) {
    if (synapse.pre == synapse.post) continue;
    sum += synapse.size;
    count += 1;
  }
  CHECK(told["size_sum"] == sum);
  CHECK(told["synapses"] == count);
  CHECK(page.app->frame_model(1, 800, 600).sizes == SizesEverywhere::Here);

  // Random connections have no synapses.
  Headless drawn("v=1&stat=c&controls=3&sizes=1");
  CHECK(job_of(drawn)["null"].contains("sizes_why_not"));
  CHECK(drawn.site.asked.count(first) == 0);
}

TEST_CASE("without all sizes the other numbers are counted, and many bytes wait for a wish") {
  Headless faulty(kSizesOfOthers);
  const std::string first = faulty.site.address(kSynapseFamily, 0);
  faulty.site.faults[first] = "the server answered 500";
  CHECK_FALSE(job_of(faulty)["null"].contains("size_sum"));
  CHECK(faulty.app->frame_model(1, 800, 600).sizes == SizesEverywhere::Missing);
  faulty.site.faults.clear();
  faulty.request(RetryFailedTiles{});
  CHECK(job_of(faulty)["null"].contains("size_sum"));

  Headless large(kSizesOfOthers);
  make_large(large);
  CHECK_FALSE(job_of(large)["null"].contains("size_sum"));
  CHECK(large.site.asked.count(first) == 0);
  CHECK(large.app->frame_model(1, 800, 600).sizes == SizesEverywhere::NotAsked);
  large.request(LoadAllSizes{});
  large.frame();
  CHECK(large.app->frame_model(1, 800, 600).sizes == SizesEverywhere::Coming);
  CHECK_FALSE(job_of(large)["null"].contains("size_sum"));  // what came was not as long
  CHECK(large.site.asked.count(first) == 1);
}
