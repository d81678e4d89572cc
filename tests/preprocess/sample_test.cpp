#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "base/hash.h"
#include "commands/sample.h"
#include "exit_codes.h"
#include "sample/cortex_model.h"
#include "sample/cortex_sample.h"
#include "sample/sample_random.h"

using namespace cnx;

namespace {

double um(const SampleNeurons& neurons, std::uint32_t i, std::size_t axis) {
  return neurons.soma_nm[axis][i] / 1000.0;
}

double apart(const SampleNeurons& neurons, std::uint32_t i, std::uint32_t j) {
  double square = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double d = um(neurons, i, axis) - um(neurons, j, axis);
    square += d * d;
  }
  return std::sqrt(square);
}

/// 4,000 neurons: enough for the statistics below, fast enough with sanitizers.
const CortexSample& sample_of_4000() {
  static const CortexSample sample = sample_cortex(4000, 11);
  return sample;
}

bool connected(const SampleConnections& connections, std::uint32_t pre, std::uint32_t post) {
  const auto [from, to] = std::equal_range(connections.pre.begin(), connections.pre.end(), pre);
  const auto first = connections.post.begin() + (from - connections.pre.begin());
  const auto last = connections.post.begin() + (to - connections.pre.begin());
  return std::binary_search(first, last, post);
}

struct ByDistance {
  double connections = 0, pairs = 0, law = 0;
};

/// Ordered pairs of all neurons, without autapses, by bins of `width` um.
std::vector<ByDistance> by_distance(const CortexSample& sample, double width) {
  std::vector<ByDistance> bins(200);
  const SampleNeurons& neurons = sample.neurons;
  for (std::uint32_t i = 0; i < neurons.count; ++i) {
    for (std::uint32_t j = 0; j < i; ++j) {
      const double d = apart(neurons, i, j);
      ByDistance& bin = bins[static_cast<std::size_t>(d / width)];
      bin.pairs += 2;
      bin.law += 2 * kLawAtZero * std::exp(-kLawPerUm * d);
    }
  }
  const SampleConnections& connections = sample.connections;
  for (std::size_t k = 0; k < connections.pre.size(); ++k) {
    if (connections.pre[k] == connections.post[k]) continue;
    const double d = apart(neurons, connections.pre[k], connections.post[k]);
    bins[static_cast<std::size_t>(d / width)].connections += 1;
  }
  return bins;
}

/// Standard deviation over mean.
double variation(const std::vector<double>& values) {
  double sum = 0, squares = 0;
  for (const double v : values) sum += v, squares += v * v;
  const double n = static_cast<double>(values.size()), mean = sum / n;
  return std::sqrt(squares / n - mean * mean) / mean;
}

double median(std::vector<double> values) {
  REQUIRE_FALSE(values.empty());
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

template <typename T>
std::uint64_t hash_of(const std::vector<T>& column) {
  return xxh3_64(std::as_bytes(std::span(column)));
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A folder of this test's own, gone afterwards.
struct Scratch {
  std::filesystem::path folder;
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "cnx_sample_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = name;
  }
  ~Scratch() { std::filesystem::remove_all(folder); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
  }
};

}  // namespace

TEST_CASE("portable exp and log agree with the library's") {
  SampleRandom random(5, 1);
  for (int k = 0; k < 20000; ++k) {
    const double x = 60.0 * (random.uniform() - 0.5);
    CAPTURE(x);
    CHECK(std::abs(portable_exp(x) / std::exp(x) - 1.0) < 1e-14);
    const double y = std::exp(x);
    CHECK(std::abs(portable_log(y) - std::log(y)) <= 1e-14 * std::max(1.0, std::abs(std::log(y))));
  }
  CHECK(portable_exp(0.0) == 1.0);
  CHECK(portable_log(1.0) == 0.0);
}

TEST_CASE("random numbers have the moments of their distributions") {
  // Bounds are five standard errors of each moment for n draws.
  constexpr int kDraws = 200000;
  const double n = kDraws;
  SampleRandom random(3, 9);
  double uniform = 0, normal = 0, normal_squares = 0, exponential = 0;
  std::array<double, 7> counts{};
  for (int k = 0; k < kDraws; ++k) {
    uniform += random.uniform();
    const double g = random.normal();
    normal += g;
    normal_squares += g * g;
    exponential += random.exponential();
    counts.at(random.below(7)) += 1;
  }
  CHECK(std::abs(uniform / n - 0.5) < 5 * std::sqrt(1.0 / 12 / n));
  CHECK(std::abs(normal / n) < 5 * std::sqrt(1 / n));
  CHECK(std::abs(normal_squares / n - 1.0) < 5 * std::sqrt(2 / n));
  CHECK(std::abs(exponential / n - 1.0) < 5 * std::sqrt(1 / n));
  for (const double count : counts) {
    CHECK(std::abs(count / n - 1.0 / 7) < 5 * std::sqrt(6.0 / 49 / n));
  }
}

TEST_CASE("shares of the model sum to 1 and every class has a depth inside the volume") {
  double sum = 0;
  for (const double share : kClassShares) sum += share;
  CHECK(sum == doctest::Approx(1.0).epsilon(1e-12));
  for (std::size_t c = 0; c < kClassCount; ++c) {
    CAPTURE(c);
    double last = 0;
    for (double u = 0; u < 1; u += 0.01) {
      const double y = soma_y(c, kMiddleX, u);
      CHECK(y >= last);  // an inverse distribution function
      CHECK(y > pia_y(kMiddleX));
      CHECK(y < kSynapseMax[1]);
      last = y;
    }
  }
}

TEST_CASE("neurons of a sample have the published shares, depths and places") {
  constexpr std::uint32_t kNeurons = 12000;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    const SampleNeurons neurons = sample_neurons(kNeurons, seed);
    REQUIRE(neurons.count == kNeurons);

    std::array<double, kClassCount> count{};
    std::array<std::vector<double>, kClassCount> depth;
    std::map<int, int> regions, axons;
    std::size_t off_grid = 0;
    for (std::uint32_t i = 0; i < kNeurons; ++i) {
      count[neurons.cell_class[i]] += 1;
      depth[neurons.cell_class[i]].push_back(um(neurons, i, 1));
      regions[neurons.region[i]] += 1;
      axons[neurons.axon_status[i]] += 1;
      if (neurons.axon_status[i] != 0) CHECK(neurons.dendrite_status[i] == 2);
      off_grid += neurons.soma_nm[0][i] % 4 != 0 || neurons.soma_nm[1][i] % 4 != 0 ||
                  neurons.soma_nm[2][i] % 40 != 0;
    }
    CHECK(off_grid == 0);
    double inhibitory = 0;
    for (std::size_t c = 0; c < kClassCount; ++c) {
      CAPTURE(c);
      // Five standard deviations of a binomial count.
      const double expected = kClassShares[c] * kNeurons;
      CHECK(std::abs(count[c] - expected) < 5 * std::sqrt(expected * (1 - kClassShares[c])));
      if (c >= kFirstInhibitory) inhibitory += count[c] / kNeurons;
    }
    CHECK(inhibitory > 0.055);
    CHECK(inhibitory < 0.075);
    // Layers from the pia down.
    CHECK(median(depth[10]) < median(depth[1]));  // NGC above 4P
    CHECK(median(depth[0]) < median(depth[1]));   // 23P, 4P
    CHECK(median(depth[1]) < median(depth[2]));   // 4P, 5P_IT
    CHECK(median(depth[2]) < median(depth[6]));   // 5P_IT, 6IT
    CHECK(regions.size() == kRegionNames.size());
    CHECK(regions[0] > regions[1] + regions[2] + regions[3]);
    CHECK(axons[0] > kNeurons * 98 / 100);
    CHECK(axons[1] > 10);
    CHECK(axons[2] > 10);

    std::set<std::uint64_t> ids(neurons.id.begin(), neurons.id.end());
    CHECK(ids.size() == kNeurons);
    CHECK(*ids.begin() >= 864691134800000000u);
    CHECK(*ids.rbegin() < 864691137000000000u);

    // Published density over the surface in the middle: 10,605 in 300 um x 300 um.
    double inside = 0;
    for (std::uint32_t i = 0; i < kNeurons; ++i) {
      inside += std::abs(um(neurons, i, 0) - 800) < 150 && std::abs(um(neurons, i, 2) - 850) < 150;
    }
    CHECK(inside == doctest::Approx(10605).epsilon(0.03));
  }
}

TEST_CASE("no two somata overlap") {
  const SampleNeurons neurons = sample_neurons(3000, 4);
  double nearest = 1e9;
  for (std::uint32_t i = 0; i < neurons.count; ++i) {
    for (std::uint32_t j = 0; j < i; ++j) nearest = std::min(nearest, apart(neurons, i, j));
  }
  CHECK(nearest >= 9.0);
}

TEST_CASE("more neurons than published make a longer volume, not a denser one") {
  constexpr double kMore = 1.1, kPublishedLengthNm = 1366e3;
  const auto count = static_cast<std::uint32_t>(kMore * kPublishedNeurons);
  const SampleNeurons neurons = sample_neurons(count, 2);
  CHECK(neurons.stretch == doctest::Approx(kMore).epsilon(0.01));
  const auto [first, last] =
      std::minmax_element(neurons.soma_nm[0].begin(), neurons.soma_nm[0].end());
  CHECK(*last - *first == doctest::Approx(kMore * kPublishedLengthNm).epsilon(0.01));
  const auto [min, max] = std::minmax_element(neurons.soma_nm[2].begin(), neurons.soma_nm[2].end());
  CHECK(*min >= 593680);
  CHECK(*max <= 1114600);
}

TEST_CASE("connections are sorted, distinct and between neurons that exist") {
  const SampleConnections& connections = sample_of_4000().connections;
  std::size_t autapses = 0, strangers = 0, out_of_order = 0;
  for (std::size_t k = 0; k < connections.pre.size(); ++k) {
    const std::uint32_t pre = connections.pre[k], post = connections.post[k];
    strangers += pre >= 4000 || post >= 4000;
    autapses += pre == post;
    if (k == 0) continue;
    out_of_order +=
        std::pair(connections.pre[k - 1], connections.post[k - 1]) >= std::pair(pre, post);
  }
  CHECK(strangers == 0);
  CHECK(out_of_order == 0);
  CHECK(autapses > 0);
  CHECK(autapses < 50);
}

TEST_CASE("connection probability by distance is the published law") {
  const std::vector<ByDistance> bins = by_distance(sample_of_4000(), 50.0);
  for (std::size_t b = 0; b < bins.size(); ++b) {
    if (bins[b].law < 1000) continue;  // expected connections
    CAPTURE(b);
    CAPTURE(bins[b].connections);
    CAPTURE(bins[b].law);
    // 4 %: neurons differ so much that a bin's count varies more than a Poisson count would.
    CHECK(bins[b].connections / bins[b].law == doctest::Approx(1.0).epsilon(0.04));
  }
}

TEST_CASE("an exponential fitted to the sample has the parameters of the published one") {
  // Least squares on the logarithm, weighted by connections: its slope is lambda, its value at 0
  // the probability there. The published fit is p(d) = 0.1429 exp(-0.01339 d / um).
  double w = 0, x = 0, y = 0, xx = 0, xy = 0;
  const std::vector<ByDistance> bins = by_distance(sample_of_4000(), 10.0);
  for (std::size_t b = 0; b < bins.size(); ++b) {
    if (bins[b].connections < 50) continue;
    const double d = 10.0 * (static_cast<double>(b) + 0.5);
    const double log_p = std::log(bins[b].connections / bins[b].pairs);
    const double weight = bins[b].connections;
    w += weight, x += weight * d, y += weight * log_p;
    xx += weight * d * d, xy += weight * d * log_p;
  }
  const double slope = (w * xy - x * y) / (w * xx - x * x);
  const double at_zero = std::exp((y - slope * x) / w);
  CHECK(-slope == doctest::Approx(kLawPerUm).epsilon(0.05));
  CHECK(at_zero == doctest::Approx(kLawAtZero).epsilon(0.08));
}

TEST_CASE("out-degrees have a heavy tail, in-degrees a milder one") {
  const SampleSynapses& synapses = sample_of_4000().synapses;
  const std::vector<double> in(synapses.indegree.begin(), synapses.indegree.end());
  const std::vector<double> out(synapses.outdegree.begin(), synapses.outdegree.end());
  CHECK(variation(out) > 0.75);
  CHECK(variation(out) < 1.6);
  CHECK(variation(in) < 0.65);
  CHECK(*std::max_element(out.begin(), out.end()) > 6 * median(out));
}

TEST_CASE("reciprocal connections are about twice as frequent as distance alone makes them") {
  const CortexSample& sample = sample_of_4000();
  double found = 0, expected = 0;
  for (std::size_t k = 0; k < sample.connections.pre.size(); ++k) {
    const std::uint32_t pre = sample.connections.pre[k], post = sample.connections.post[k];
    if (pre == post) continue;
    found += connected(sample.connections, post, pre);
    expected += kLawAtZero * std::exp(-kLawPerUm * apart(sample.neurons, pre, post));
  }
  CHECK(found / expected > 1.5);
  CHECK(found / expected < 3.0);
}

TEST_CASE("classes connect as they prefer: bipolar to Martinotti, which avoid each other") {
  const CortexSample& sample = sample_of_4000();
  // Connections found between two classes over those that the law alone makes.
  const auto ratio = [&](std::uint8_t from, std::uint8_t to) {
    double found = 0, law = 0;
    for (std::uint32_t i = 0; i < sample.neurons.count; ++i) {
      if (sample.neurons.cell_class[i] != from) continue;
      for (std::uint32_t j = 0; j < sample.neurons.count; ++j) {
        if (i == j || sample.neurons.cell_class[j] != to) continue;
        law += kLawAtZero * std::exp(-kLawPerUm * apart(sample.neurons, i, j));
        found += connected(sample.connections, i, j);
      }
    }
    return found / law;
  };
  CHECK(ratio(kBipolar, kMartinotti) > 2 * ratio(kBipolar, 0));
  CHECK(ratio(kMartinotti, kMartinotti) < ratio(kMartinotti, 0) / 2);
  CHECK(ratio(kBasket, 0) > 1.3);
}

TEST_CASE("synapses condense to the connections, and degrees count them") {
  const CortexSample& sample = sample_of_4000();
  const SampleSynapses& synapses = sample.synapses;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<std::uint32_t, std::int64_t>> grouped;
  std::vector<std::uint32_t> in(4000), out(4000);
  for (const SampleSynapse& synapse : synapses.synapses) {
    auto& group = grouped[{synapse.pre, synapse.post}];
    group.first += 1;
    group.second += synapse.size;
    in[synapse.post] += 1;
    out[synapse.pre] += 1;
  }
  CHECK(in == synapses.indegree);
  CHECK(out == synapses.outdegree);
  REQUIRE(grouped.size() == sample.connections.pre.size());
  std::size_t k = 0;
  std::size_t different = 0;
  for (const auto& [pair, group] : grouped) {
    different += pair != std::pair(sample.connections.pre[k], sample.connections.post[k]) ||
                 group != std::pair(synapses.count[k], synapses.total_size[k]);
    ++k;
  }
  CHECK(different == 0);
  const double each = static_cast<double>(synapses.synapses.size()) / static_cast<double>(k);
  CHECK(each > 1.2);
  CHECK(each < 1.3);
}

TEST_CASE("synapses lie on the voxel grid, inside the volume, around the postsynaptic soma") {
  const CortexSample& sample = sample_of_4000();
  std::vector<double> offsets, basket, martinotti, sizes;
  std::size_t off_grid = 0, outside = 0, tiny = 0;
  for (const SampleSynapse& synapse : sample.synapses.synapses) {
    double square = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::int32_t at = synapse.position_nm[axis];
      off_grid += at % (axis == 2 ? 40 : 4) != 0;
      outside += at < kSynapseMin[axis] * 1000 || at > kSynapseMax[axis] * 1000;
      const double d = at / 1000.0 - um(sample.neurons, synapse.post, axis);
      square += d * d;
    }
    offsets.push_back(std::sqrt(square));
    const std::uint8_t from = sample.neurons.cell_class[synapse.pre];
    if (from == kBasket) basket.push_back(offsets.back());
    if (from == kMartinotti) martinotti.push_back(offsets.back());
    sizes.push_back(std::log(synapse.size));
    tiny += synapse.size < 20;
  }
  CHECK(off_grid == 0);
  CHECK(outside == 0);
  CHECK(tiny == 0);
  CHECK(median(offsets) > 45);
  CHECK(median(offsets) < 85);
  CHECK(2 * median(basket) < median(martinotti));  // around the soma; far out on dendrites
  CHECK(median(sizes) == doctest::Approx(7.6).epsilon(0.01));  // lognormal
}

TEST_CASE("the same neurons and seed give the same connectome, on every machine") {
  const CortexSample sample = sample_cortex(500, 7);
  // Written down once. If they change on purpose, raise kSampleGeneratorVersion.
  CHECK(hash_of(sample.neurons.id) == 16726061765514334874u);
  CHECK(hash_of(sample.neurons.soma_nm[1]) == 15449463966869853468u);
  CHECK(hash_of(sample.connections.post) == 11957651720494387330u);
  CHECK(hash_of(sample.synapses.synapses) == 4824407578174181280u);
  CHECK(hash_of(sample_cortex(500, 8).connections.post) != hash_of(sample.connections.post));
}

TEST_CASE("the sample command writes the same bytes twice and leaves nothing else behind") {
  const Scratch scratch;
  SampleOptions options{
      .output = (scratch.folder / "one.h5").string(), .neurons = 300, .seed = 2, .force = false};
  REQUIRE(run_sample(options) == kExitDone);
  options.output = (scratch.folder / "two.h5").string();
  REQUIRE(run_sample(options) == kExitDone);
  CHECK(scratch.entries() == 2);
  const std::string one = bytes_of(scratch.folder / "one.h5");
  CHECK(one.size() > 100000);
  CHECK((one == bytes_of(scratch.folder / "two.h5")));

  SUBCASE("a file that is there is kept without --force and replaced with it") {
    options.seed = 3;
    CHECK(run_sample(options) == kExitUnwritable);
    CHECK((one == bytes_of(scratch.folder / "two.h5")));
    options.force = true;
    CHECK(run_sample(options) == kExitDone);
    CHECK((one != bytes_of(scratch.folder / "two.h5")));
    CHECK(scratch.entries() == 2);
  }
}

TEST_CASE("the sample command refuses what it cannot do with the documented exit code") {
  const Scratch scratch;
  SampleOptions options{.output = (scratch.folder / "out.h5").string(), .neurons = 49};
  CHECK(run_sample(options) == kExitUsage);
  options.neurons = 200001;
  CHECK(run_sample(options) == kExitUsage);
  options.neurons = 50;
  options.output = (scratch.folder / "missing" / "out.h5").string();
  CHECK(run_sample(options) == kExitUnwritable);
  options.output = scratch.folder.string();
  options.force = true;
  CHECK(run_sample(options) == kExitUnwritable);
  CHECK(scratch.entries() == 0);
  options.output = (scratch.folder / "out.h5").string();
  CHECK(run_sample(options) == kExitDone);  // the smallest
}
