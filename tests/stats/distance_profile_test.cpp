#include "stats/distance_profile.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "graph/random_graph.h"
#include "stats/proportion.h"
#include "stats/random.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr DistanceMeasure kMeasures[] = {DistanceMeasure::Soma, DistanceMeasure::Lateral,
                                         DistanceMeasure::Depth, DistanceMeasure::Deeper,
                                         DistanceMeasure::Shallower};

/// An input that owns its arrays.
struct Tissue {
  OwnedGraph graph;
  std::vector<std::uint32_t> synapse_counts;
  std::vector<std::int32_t> x, y, z;
  std::vector<std::uint8_t> pre, post, analyzable;
  std::uint32_t min_synapses = 1;

  Tissue(std::uint32_t neurons, const EdgeList& edges)
      : graph(make_graph(neurons, edges)),
        synapse_counts(graph.out.targets.size(), 1),
        x(neurons, 0),
        y(neurons, 0),
        z(neurons, 0),
        pre(neurons, 1),
        post(neurons, 1) {}

  DistanceProfileInput input(DistanceMeasure measure, std::uint32_t bin_nm) const {
    DistanceProfileInput input;
    input.graph = graph.view();
    input.synapse_counts = synapse_counts;
    input.min_synapses = min_synapses;
    input.positions = {x, y, z};
    input.pre = pre;
    input.post = post;
    input.analyzable_axon = analyzable;
    input.measure = measure;
    input.bin_nm = bin_nm;
    return input;
  }
};

/// Pair by pair, with whole numbers: the bin is the largest k with (k w)² <= d².
DistanceProfile slow_profile(const DistanceProfileInput& in) {
  DistanceProfile profile;
  profile.measure = in.measure;
  profile.bin_nm = in.bin_nm;
  const std::int64_t w = in.bin_nm;
  struct Seen {
    std::int64_t bin;
    DistanceBin counts;
  };
  std::vector<Seen> seen;
  for (Vertex u = 0; u < in.graph.vertex_count(); ++u) {
    const bool analyzable = in.pre[u] && !in.analyzable_axon.empty() && in.analyzable_axon[u];
    profile.pre_neurons += in.pre[u];
    profile.post_neurons += in.post[u];
    profile.analyzable_pre_neurons += analyzable;
    if (!in.pre[u]) continue;
    for (Vertex v = 0; v < in.graph.vertex_count(); ++v) {
      if (!in.post[v] || u == v) continue;
      const std::int64_t dx = std::int64_t{in.positions.x_nm[v]} - in.positions.x_nm[u];
      const std::int64_t dy = std::int64_t{in.positions.y_nm[v]} - in.positions.y_nm[u];
      const std::int64_t dz = std::int64_t{in.positions.z_nm[v]} - in.positions.z_nm[u];
      std::int64_t bin = 0;
      if (in.measure == DistanceMeasure::Depth) {
        while (bin * w > dy) --bin;
        while ((bin + 1) * w <= dy) ++bin;
      } else {
        if (in.measure == DistanceMeasure::Deeper && dy <= 0) continue;
        if (in.measure == DistanceMeasure::Shallower && dy >= 0) continue;
        const std::int64_t d2 =
            dx * dx + dz * dz + (in.measure == DistanceMeasure::Lateral ? 0 : dy * dy);
        if (d2 == 0) continue;
        bin = static_cast<std::int64_t>(std::sqrt(static_cast<double>(d2))) / w;
        while (bin * w * bin * w > d2) --bin;
        while ((bin + 1) * w * (bin + 1) * w <= d2) ++bin;
      }
      const std::size_t e = find_edge(in.graph, u, v);
      const bool connected = e < in.graph.edge_count() && in.synapse_counts[e] >= in.min_synapses;
      DistanceBin counts;
      counts.pairs = 1;
      counts.connections = connected;
      counts.synapses = connected ? in.synapse_counts[e] : 0;
      counts.synapse_squares = counts.synapses * counts.synapses;
      counts.analyzable_pairs = analyzable;
      counts.analyzable_connections = analyzable && connected;
      seen.push_back({bin, counts});
    }
  }
  if (seen.empty()) return profile;
  std::int64_t first = 0, last = 0;
  if (in.measure == DistanceMeasure::Depth) first = INT64_MAX;
  for (const Seen& pair : seen) {
    first = std::min(first, pair.bin);
    last = std::max(last, pair.bin);
  }
  profile.first_bin = static_cast<std::int32_t>(first);
  profile.bins.resize(static_cast<std::size_t>(last - first + 1));
  for (const Seen& pair : seen) {
    DistanceBin& bin = profile.bins[static_cast<std::size_t>(pair.bin - first)];
    bin.pairs += pair.counts.pairs;
    bin.connections += pair.counts.connections;
    bin.synapses += pair.counts.synapses;
    bin.synapse_squares += pair.counts.synapse_squares;
    bin.analyzable_pairs += pair.counts.analyzable_pairs;
    bin.analyzable_connections += pair.counts.analyzable_connections;
  }
  return profile;
}

/// The bins of a depth profile may begin and end with empty ones: cut them off.
DistanceProfile without_empty_ends(DistanceProfile profile) {
  while (!profile.bins.empty() && profile.bins.back().pairs == 0) profile.bins.pop_back();
  while (!profile.bins.empty() && profile.bins.front().pairs == 0) {
    profile.bins.erase(profile.bins.begin());
    ++profile.first_bin;
  }
  if (profile.bins.empty()) profile.first_bin = 0;
  return profile;
}

}  // namespace

TEST_CASE("a profile counted by hand: a pair on a bin's edge belongs to the bin above") {
  // Along x at 0, 3 and 10 µm; bins of 3 µm. 0 -> 1 at 3 µm and 1 -> 2 at 7 µm are connected.
  Tissue tissue(3, {{0, 1}, {1, 2}, {2, 2}});
  tissue.x = {0, 3000, 10000};
  tissue.synapse_counts = {4, 2, 9};
  tissue.analyzable = {1, 0, 0};
  const DistanceProfile profile = distance_profile(tissue.input(DistanceMeasure::Soma, 3000));
  REQUIRE(profile.bins.size() == 4);
  CHECK(profile.bins[0] == DistanceBin{});
  CHECK(profile.bins[1] == DistanceBin{2, 1, 4, 16, 1, 1});
  CHECK(profile.bins[2] == DistanceBin{2, 1, 2, 4, 0, 0});
  CHECK(profile.bins[3] == DistanceBin{2, 0, 0, 0, 1, 0});
  CHECK(profile.center_um(1) == 4.5);

  tissue.synapse_counts.clear();  // of a network without weights
  const DistanceProfile plain = distance_profile(tissue.input(DistanceMeasure::Soma, 3000));
  REQUIRE(plain.bins.size() == 4);
  CHECK(plain.bins[1] == DistanceBin{2, 1, 1, 1, 1, 1});
  CHECK(plain.bins[2] == DistanceBin{2, 1, 1, 1, 0, 0});
}

TEST_CASE("profiles agree with counting pair by pair on random tissue, sets, widths and measures") {
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::uint32_t n = 1 + random.below(seed % 10 == 0 ? 150 : 60);
    Tissue tissue(n, random_edges(seed, n, n * (seed % 7)));
    // Coarse grids put many pairs on edges of bins, at equal depth, and at one place.
    const std::int32_t grid = seed % 3 == 0 ? 1 : seed % 3 == 1 ? 40 : 1000;
    const std::uint32_t steps = seed % 2 == 0 ? 12 : 300;
    for (std::uint32_t v = 0; v < n; ++v) {
      tissue.x[v] = (static_cast<std::int32_t>(random.below(steps)) - 5) * grid;
      tissue.y[v] = (static_cast<std::int32_t>(random.below(steps)) - 5) * grid;
      tissue.z[v] = (static_cast<std::int32_t>(random.below(steps)) - 5) * grid;
    }
    for (auto& count : tissue.synapse_counts) count = 1 + random.below(9);
    if (seed % 4 != 0) {
      for (auto& in : tissue.pre) in = random.below(3) != 0;
      tissue.post = tissue.pre;
    }
    if (seed % 4 == 2) {
      for (auto& in : tissue.post) in = random.below(2) != 0;
    }
    if (seed % 5 != 0) {
      for (std::uint32_t v = 0; v < n; ++v) tissue.analyzable.push_back(random.below(2) != 0);
    }
    if (seed % 3 == 0) tissue.min_synapses = 1 + random.below(9);
    for (const DistanceMeasure measure : kMeasures) {
      CAPTURE(static_cast<int>(measure));
      // From all pairs in one bin to some hundred bins: both ways of counting are met.
      for (const std::uint32_t bin_nm : {1u, 3u, 50u, 1000u, 1'000'000u}) {
        CAPTURE(bin_nm);
        const DistanceProfileInput input = tissue.input(measure, bin_nm * grid);
        REQUIRE(can_bin_distances(input.positions, input.pre, input.post, input.bin_nm));
        CHECK(without_empty_ends(distance_profile(input)) ==
              without_empty_ends(slow_profile(input)));
      }
    }
  }
}

TEST_CASE("bins are exact beside their edges, as far apart as positions may be") {
  // 2^24 nm is the largest extent; one nanometre decides the bin.
  constexpr std::int32_t kFar = 1 << 24;
  for (const std::uint32_t bin_nm : {4096u, 5000u, 65'537u, 100'000u}) {
    CAPTURE(bin_nm);
    for (std::int64_t bin : {1, 2, 3, 100, 167}) {
      const std::int64_t edge = bin * bin_nm;
      if (edge > kFar) continue;
      const double squared = static_cast<double>(edge) * static_cast<double>(edge);
      CHECK(distance_bin(squared, bin_nm) == bin);
      CHECK(distance_bin(squared - 1, bin_nm) == bin - 1);
      CHECK(distance_bin(squared + 1, bin_nm) == bin);
    }
  }
  const double largest = 3.0 * kFar * kFar;
  const auto last = static_cast<std::uint64_t>(std::sqrt(3.0) * kFar) / 8192;
  CHECK(distance_bin(largest, 8192) == last);
}

TEST_CASE("the analyzable part of a profile is fitted and asked as a profile of its own would be") {
  Random random(11);
  int compared = 0;
  for (int trial = 0; trial < 60; ++trial) {
    DistanceProfile profile;
    profile.bin_nm = 50'000;
    profile.measure = trial % 5 == 0 ? DistanceMeasure::Depth : DistanceMeasure::Soma;
    DistanceProfile alone = profile;
    std::optional<ProfileGap> slow;
    std::uint64_t asked = 0;
    for (std::size_t k = 0; k < 9; ++k) {
      DistanceBin bin;
      bin.analyzable_pairs = random.below(4) * random.below(120);
      bin.analyzable_connections = random.below(bin.analyzable_pairs + 1);
      bin.pairs = bin.analyzable_pairs + random.below(300);
      bin.connections =
          bin.analyzable_connections + random.below(bin.pairs - bin.analyzable_pairs + 1);
      profile.bins.push_back(bin);
      DistanceBin good;
      good.pairs = bin.analyzable_pairs;
      good.connections = bin.analyzable_connections;
      alone.bins.push_back(good);
      if (bin.analyzable_pairs < 100) continue;
      ++asked;
      const double a = static_cast<double>(bin.analyzable_connections) /
                       static_cast<double>(bin.analyzable_pairs),
                   b = static_cast<double>(bin.connections) / static_cast<double>(bin.pairs);
      if (!slow || std::abs(a - b) > std::abs(slow->difference)) slow = ProfileGap{k, a - b, 0};
    }
    CAPTURE(trial);
    const auto gap = largest_gap(profile);
    REQUIRE(gap.has_value() == slow.has_value());
    if (gap) {
      CHECK(gap->bin == slow->bin);
      CHECK(gap->difference == slow->difference);
      CHECK(gap->bins == asked);
    }
    const auto fit = fit_analyzable_profile(profile), expected = fit_distance_profile(alone);
    REQUIRE(fit.has_value() == expected.has_value());
    if (!fit) continue;
    ++compared;
    CHECK(fit->a == expected->a);
    CHECK(fit->b == expected->b);
    CHECK(fit->a_error == expected->a_error);
    CHECK(fit->points == expected->points);
  }
  CHECK(compared > 20);
}

TEST_CASE("slices add up to the whole, and progress never falls") {
  Tissue tissue(300, random_edges(5, 300, 3000));
  Random random(6);
  for (std::uint32_t v = 0; v < 300; ++v) {
    tissue.x[v] = static_cast<std::int32_t>(random.below(1'000'000));
    tissue.y[v] = static_cast<std::int32_t>(random.below(600'000));
    tissue.z[v] = static_cast<std::int32_t>(random.below(900'000));
    tissue.analyzable.push_back(v % 3 == 0);
  }
  for (const DistanceMeasure measure : kMeasures) {
    const DistanceProfileInput input = tissue.input(measure, 100'000);
    DistanceProfileJob job(input);
    double before = 0;
    int slices = 1;
    while (!job.advance(1)) {
      ++slices;
      CHECK(job.share_done() >= before);
      before = job.share_done();
    }
    CHECK(job.share_done() == 1);
    CHECK((measure == DistanceMeasure::Depth || slices > 10));
    CHECK(job.result() == distance_profile(input));
  }
}

TEST_CASE("no neurons, one neuron, and neurons at one place make no pairs") {
  for (const std::uint32_t n : {0u, 1u}) {
    Tissue tissue(n, {});
    for (const DistanceMeasure measure : kMeasures) {
      const DistanceProfile profile = distance_profile(tissue.input(measure, 1000));
      for (const DistanceBin& bin : profile.bins) CHECK(bin == DistanceBin{});
      CHECK_FALSE(fit_distance_profile(profile).has_value());
    }
  }
  Tissue together(5, {{0, 1}, {1, 2}});
  CHECK(distance_profile(together.input(DistanceMeasure::Soma, 1000)).bins.empty());
  CHECK(distance_profile(together.input(DistanceMeasure::Depth, 1000)).bins[0].pairs == 20);
}

TEST_CASE("positions too far apart, bins too many and bins of no width are refused") {
  Tissue tissue(2, {});
  tissue.x = {0, 1 << 24};
  const SomaPositions positions = {tissue.x, tissue.y, tissue.z};
  CHECK(can_bin_distances(positions, tissue.pre, tissue.post, 4097));
  CHECK_FALSE(can_bin_distances(positions, tissue.pre, tissue.post, 4096));
  CHECK_FALSE(can_bin_distances(positions, tissue.pre, tissue.post, 0));
  tissue.x[0] = -1;
  CHECK_FALSE(can_bin_distances(positions, tissue.pre, tissue.post, 1'000'000));
  tissue.pre[0] = tissue.post[0] = 0;  // who is not chosen does not matter
  CHECK(can_bin_distances(positions, tissue.pre, tissue.post, 100));
  tissue.pre[0] = tissue.post[0] = 1;
  tissue.x = {INT32_MIN, INT32_MAX};
  CHECK_FALSE(can_bin_distances(positions, tissue.pre, tissue.post, UINT32_MAX));
}

TEST_CASE("a planted exponential is found again") {
  // Each pair within 1 mm³ is connected with 0.3 exp(-d / 100 µm).
  constexpr std::uint32_t kNeurons = 1500;
  Random random(31);
  std::vector<std::int32_t> x, y, z;
  for (std::uint32_t v = 0; v < kNeurons; ++v) {
    x.push_back(static_cast<std::int32_t>(random.below(1'000'000)));
    y.push_back(static_cast<std::int32_t>(random.below(1'000'000)));
    z.push_back(static_cast<std::int32_t>(random.below(1'000'000)));
  }
  EdgeList edges;
  for (Vertex u = 0; u < kNeurons; ++u) {
    for (Vertex v = 0; v < kNeurons; ++v) {
      const double dx = x[u] - x[v], dy = y[u] - y[v], dz = z[u] - z[v];
      const double d_um = std::sqrt(dx * dx + dy * dy + dz * dz) / 1000;
      if (u != v && random.uniform() < 0.3 * std::exp(-d_um / 100)) edges.emplace_back(u, v);
    }
  }
  Tissue tissue(kNeurons, edges);
  tissue.x = x;
  tissue.y = y;
  tissue.z = z;
  for (const DistanceMeasure measure :
       {DistanceMeasure::Soma, DistanceMeasure::Deeper, DistanceMeasure::Shallower}) {
    const auto fit = fit_distance_profile(distance_profile(tissue.input(measure, 20'000)));
    REQUIRE(fit.has_value());
    CHECK(std::abs(fit->b - 0.01) < 0.001);
    CHECK(std::abs(fit->a - 0.3) < 0.05);
  }
}

TEST_CASE("the intervals of bins cover a planted probability, of every measure") {
  constexpr std::uint32_t kNeurons = 250;
  constexpr double kProbability = 0.08;
  std::uint64_t bins = 0, covered = 0;
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    Random random(seed);
    EdgeList edges;
    for (Vertex u = 0; u < kNeurons; ++u) {
      for (Vertex v = 0; v < kNeurons; ++v) {
        if (u != v && random.uniform() < kProbability) edges.emplace_back(u, v);
      }
    }
    Tissue tissue(kNeurons, edges);
    for (auto* axis : {&tissue.x, &tissue.y, &tissue.z}) {
      for (std::int32_t& nm : *axis) nm = static_cast<std::int32_t>(random.below(1'000'000));
    }
    for (const DistanceMeasure measure :
         {DistanceMeasure::Soma, DistanceMeasure::Lateral, DistanceMeasure::Depth,
          DistanceMeasure::Deeper, DistanceMeasure::Shallower}) {
      for (const DistanceBin& bin : distance_profile(tissue.input(measure, 40'000)).bins) {
        const auto share = wilson_proportion(bin.connections, bin.pairs);
        if (bin.pairs < 20) continue;  // steps of 5 % and more
        bins += 1;
        covered += share->low <= kProbability && kProbability <= share->high ? 1 : 0;
      }
    }
  }
  REQUIRE(bins > 1000);
  const double share = static_cast<double>(covered) / static_cast<double>(bins);
  CHECK(share > 0.93);
  CHECK(share < 0.97);
}

TEST_CASE("the spread of the synapses of a bin is that of its connections one by one") {
  DistanceBin bin;
  CHECK(bin.synapses_sd() == 0);
  double sum = 0, squares = 0;
  const std::vector<std::uint32_t> counts = {1, 1, 2, 7, 3, 1};
  for (const std::uint32_t count : counts) {
    ++bin.connections;
    bin.synapses += count;
    bin.synapse_squares += std::uint64_t{count} * count;
    sum += count;
    if (bin.connections == 1) CHECK(bin.synapses_sd() == 0);
  }
  const double mean = sum / static_cast<double>(counts.size());
  for (const std::uint32_t count : counts) squares += (count - mean) * (count - mean);
  CHECK(std::abs(bin.synapses_sd() - std::sqrt(squares / 5)) < 1e-14);
}
