#include "stats/network_measures.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "stats/null_models.h"
#include "stats/weighted_graph.h"

using namespace cnx;
using namespace cnx::test;

namespace {

using Matrix = std::vector<std::vector<char>>;

/// Without self-loops; `members` more than random edges form one order in which each sends to all
/// that follow.
CsrHalf some_network(std::uint32_t seed, std::uint32_t n, std::uint32_t members) {
  EdgeList edges = random_edges(seed, n, n * (seed % 6));
  for (Vertex u = 0; u < members; ++u) {
    for (Vertex v = u + 1; v < members; ++v) edges.emplace_back(u, v);
  }
  edges.erase(std::remove_if(edges.begin(), edges.end(),
                             [](const auto& edge) { return edge.first == edge.second; }),
              edges.end());
  return make_half(n, edges);
}

Matrix matrix_of(const CsrHalf& half) {
  const std::size_t n = half.vertex_count();
  Matrix matrix(n, std::vector<char>(n, 0));
  for (Vertex u = 0; u < n; ++u) {
    for (std::uint32_t e = half.offsets[u]; e < half.offsets[u + 1]; ++e) {
      matrix[u][half.targets[e]] = 1;
    }
  }
  return matrix;
}

/// Orders of k + 1 vertices in which each sends to all that follow, by trying every one.
void count_orders(const Matrix& matrix, std::vector<std::size_t>& order,
                  std::vector<double>& by_dimension) {
  if (!order.empty()) {
    if (by_dimension.size() < order.size()) by_dimension.resize(order.size(), 0);
    by_dimension[order.size() - 1] += 1;
  }
  for (std::size_t v = 0; v < matrix.size(); ++v) {
    bool all = true;
    for (const std::size_t u : order) all = all && matrix[u][v];
    if (!all || std::find(order.begin(), order.end(), v) != order.end()) continue;
    order.push_back(v);
    count_orders(matrix, order, by_dimension);
    order.pop_back();
  }
}

/// Who reach each other: the largest group, and how many there are.
std::pair<std::size_t, std::size_t> classes_of(Matrix reaches) {
  const std::size_t n = reaches.size();
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) reaches[i][j] |= reaches[i][k] && reaches[k][j];
    }
  }
  std::size_t largest = n == 0 ? 0 : 1, count = 0;
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t size = 0;
    bool first = true;  // of its group
    for (std::size_t j = 0; j < n; ++j) {
      const bool together = i == j || (reaches[i][j] && reaches[j][i]);
      size += together;
      first = first && (j >= i || !together);
    }
    largest = std::max(largest, size);
    count += first;
  }
  return {largest, count};
}

/// Groups of k + 1 vertices that are all connected both ways, by trying every one.
void count_groups(const Matrix& matrix, std::vector<std::size_t>& group,
                  std::vector<double>& by_dimension) {
  if (!group.empty()) {
    if (by_dimension.size() < group.size()) by_dimension.resize(group.size(), 0);
    by_dimension[group.size() - 1] += 1;
  }
  for (std::size_t v = group.empty() ? 0 : group.back() + 1; v < matrix.size(); ++v) {
    bool all = true;
    for (const std::size_t u : group) all = all && matrix[u][v] && matrix[v][u];
    if (!all) continue;
    group.push_back(v);
    count_groups(matrix, group, by_dimension);
    group.pop_back();
  }
}

/// The largest dimension of an order that holds each edge, by trying every order.
void find_largest(const Matrix& matrix, std::vector<std::size_t>& order,
                  std::map<std::pair<std::size_t, std::size_t>, std::size_t>& largest) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = i + 1; j < order.size(); ++j) {
      std::size_t& of_edge = largest[{order[i], order[j]}];
      of_edge = std::max(of_edge, order.size() - 1);
    }
  }
  for (std::size_t v = 0; v < matrix.size(); ++v) {
    bool all = true;
    for (const std::size_t u : order) all = all && matrix[u][v];
    if (!all || std::find(order.begin(), order.end(), v) != order.end()) continue;
    order.push_back(v);
    find_largest(matrix, order, largest);
    order.pop_back();
  }
}

/// Directed 2-simplices that hold each vertex, of those that its partners would allow; two paths
/// and those with a shortcut.
void add_transitive(const Matrix& matrix, std::map<std::string, double>& numbers) {
  const std::size_t n = matrix.size();
  double paths = 0, shortcuts = 0, sum = 0, defined = 0;
  std::vector<double> holding(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < n; ++k) {
        if (i == k || !matrix[i][j] || !matrix[j][k]) continue;
        paths += 1;
        if (!matrix[i][k]) continue;
        shortcuts += 1;
        for (const std::size_t v : {i, j, k}) holding[v] += 1;
      }
    }
  }
  for (std::size_t v = 0; v < n; ++v) {
    // Ordered pairs of its connections, without those that can be no corner of a 2-simplex: in and
    // out of it, and the two of a reciprocal pair.
    double out = 0, in = 0, both = 0;
    for (std::size_t u = 0; u < n; ++u) {
      out += matrix[v][u];
      in += matrix[u][v];
      both += matrix[v][u] && matrix[u][v];
    }
    const double possible = (out + in) * (out + in - 1) - (in * out + both);
    if (possible > 0) sum += holding[v] / possible, defined += 1;
  }
  numbers["transitive_share"] = shortcuts / paths;
  numbers["mean_transitive_clustering"] = sum / defined;
}

/// Takes away whoever has fewer than k neighbors until nobody has, for each k.
std::size_t largest_core(const Matrix& either) {
  for (std::size_t k = 1;; ++k) {
    std::vector<char> in(either.size(), 1);
    bool changed = true;
    while (changed) {
      changed = false;
      for (std::size_t v = 0; v < either.size(); ++v) {
        std::size_t neighbors = 0;
        for (std::size_t u = 0; u < either.size(); ++u) neighbors += in[u] && either[v][u];
        if (in[v] && neighbors < k) in[v] = 0, changed = true;
      }
    }
    if (std::count(in.begin(), in.end(), 1) == 0) return k - 1;
  }
}

/// Some place for each vertex.
std::vector<std::int32_t> places_of(std::size_t n) {
  std::vector<std::int32_t> places;
  for (std::size_t i = 0; i < 3 * n; ++i) {
    places.push_back(static_cast<std::int32_t>(i * 7919 % 100'003));
  }
  return places;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double sd_of(const std::vector<double>& values) {
  double squares = 0;
  for (const double value : values) squares += std::pow(value - mean_of(values), 2);
  return values.size() < 2 ? NAN : std::sqrt(squares / (static_cast<double>(values.size()) - 1));
}

constexpr std::uint32_t kBin_nm = 30'000;

/// What lies in each bin of distance by looking at all pairs, and the fit through it.
void add_distance(const Matrix& matrix, const std::vector<std::uint8_t>& pre,
                  const std::vector<std::uint8_t>& post, std::map<std::string, double>& numbers) {
  const auto places = places_of(matrix.size());
  std::map<int, double> pairs, edges;
  for (std::size_t u = 0; u < matrix.size(); ++u) {
    for (std::size_t v = 0; v < matrix.size(); ++v) {
      if (u == v || !pre[u] || !post[v]) continue;
      double squares = 0;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        squares += std::pow(places[3 * u + axis] - places[3 * v + axis], 2);
      }
      const int bin = static_cast<int>(std::sqrt(squares) / kBin_nm);
      pairs[bin] += 1;
      edges[bin] += matrix[u][v];
    }
  }
  std::vector<double> centers, shares;
  for (const auto& [bin, count] : pairs) {
    centers.push_back((bin + 0.5) * kBin_nm / 1000);
    shares.push_back(edges[bin] / count);
  }
  const auto fit = fit_exponential(centers, shares);
  numbers["distance_fit_b_per_um"] = fit ? fit->b : NAN;
  numbers["first_bin_probability"] = pairs.count(0) == 0 ? NAN : edges[0] / pairs[0];
}

/// Degrees, what two vertices share, and lengths, by looking at pairs and triples.
void add_shapes(const Matrix& matrix, std::map<std::string, double>& numbers) {
  const std::size_t n = matrix.size();
  const auto places = places_of(n);
  std::vector<double> out(n, 0), in(n, 0), all(n, 0), lengths;
  for (std::size_t u = 0; u < n; ++u) {
    for (std::size_t v = 0; v < n; ++v) {
      if (!matrix[u][v]) continue;
      out[u] += 1;
      in[v] += 1;
      double squares = 0;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        squares += std::pow(places[3 * u + axis] - places[3 * v + axis], 2);
      }
      lengths.push_back(std::sqrt(squares) / 1000);
    }
  }
  for (std::size_t v = 0; v < n; ++v) all[v] = out[v] + in[v];
  numbers["mean_length_um"] = mean_of(lengths);
  numbers["out_degree_sd"] = sd_of(out);
  numbers["in_degree_sd"] = sd_of(in);
  numbers["out_degree_cv"] = sd_of(out) / mean_of(out);
  numbers["in_degree_cv"] = sd_of(in) / mean_of(in);
  for (const std::size_t percent : {10, 1}) {
    std::vector<double> sorted = all;
    std::sort(sorted.rbegin(), sorted.rend());
    std::size_t members = 2;
    while (members * 100 < percent * n) ++members;
    const double least = sorted[std::min(n, members) - 1];
    double pairs = 0, edges = 0;
    for (std::size_t u = 0; u < n; ++u) {
      for (std::size_t v = 0; v < n; ++v) {
        if (u == v || all[u] < least || all[v] < least) continue;
        pairs += 1;
        edges += matrix[u][v];
      }
    }
    numbers["density_of_richest_" + std::to_string(percent)] = edges / pairs;
  }
  for (const bool targets : {true, false}) {
    const auto has = [&](std::size_t u, std::size_t k) {
      return targets ? matrix[u][k] : matrix[k][u];
    };
    std::map<std::string, double> pairs, shared, expected;
    for (std::size_t u = 0; u < n; ++u) {
      for (std::size_t v = u + 1; v < n; ++v) {
        const std::string which = matrix[u][v] || matrix[v][u] ? "" : "_of_unconnected";
        double of_u = 0, of_v = 0;
        for (std::size_t k = 0; k < n; ++k) {
          shared[which] += has(u, k) && has(v, k);
          of_u += k != v && has(u, k);
          of_v += k != u && has(v, k);
        }
        pairs[which] += 1;
        expected[which] += of_u * of_v / std::max(1.0, static_cast<double>(n) - 2);
      }
    }
    const std::string name = targets ? "shared_targets" : "shared_sources";
    for (const char* which : {"", "_of_unconnected"}) {
      numbers[name + which] = shared[which] / pairs[which];
      numbers[name + which + "_over_expected"] = shared[which] / expected[which];
    }
  }
}

/// Every number of a network by looking at pairs and triples of vertices.
std::map<std::string, double> slow(const Matrix& matrix, const std::vector<std::uint16_t>& groups) {
  const std::size_t n = matrix.size();
  std::map<std::string, double> numbers;
  Matrix either = matrix;
  double edges = 0, answered = 0, within = 0, closed = 0, triples = 0, clustering = 0, defined = 0;
  std::map<std::uint16_t, double> out, in;
  for (std::size_t u = 0; u < n; ++u) {
    for (std::size_t v = 0; v < n; ++v) {
      either[u][v] = matrix[u][v] || matrix[v][u];
      if (!matrix[u][v]) continue;
      edges += 1;
      answered += matrix[v][u];
      within += groups[u] == groups[v];
      out[groups[u]] += 1;
      in[groups[v]] += 1;
    }
  }
  for (std::size_t v = 0; v < n; ++v) {
    double pairs = 0, joined = 0;
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = a + 1; b < n; ++b) {
        if (a == v || b == v || !(matrix[a][v] || matrix[v][a]) || !(matrix[b][v] || matrix[v][b]))
          continue;
        pairs += 1;
        joined += matrix[a][b] || matrix[b][a];
      }
    }
    triples += pairs;
    closed += joined;
    if (pairs > 0) clustering += joined / pairs, defined += 1;
  }
  double expected = 0;
  for (const auto& [group, edges_out] : out) expected += edges_out / edges * (in[group] / edges);
  std::vector<double> simplices, reciprocal;
  std::vector<std::size_t> order;
  count_orders(matrix, order, simplices);
  count_groups(matrix, order, reciprocal);
  const auto weak = classes_of(either), strong = classes_of(matrix);
  numbers = {{"connections", edges},
             {"reciprocal_pairs", answered / 2},
             {"reciprocity", answered / edges},
             {"connection_probability", edges / (static_cast<double>(n) * (double(n) - 1))},
             {"modularity", within / edges - expected},
             {"transitivity", closed / triples},
             {"mean_clustering", clustering / defined},
             {"largest_core", static_cast<double>(largest_core(either))},
             {"largest_weak_component", static_cast<double>(weak.first)},
             {"largest_strong_component", static_cast<double>(strong.first)},
             {"weak_components", static_cast<double>(weak.second)},
             {"strong_components", static_cast<double>(strong.second)},
             {"largest_simplex", static_cast<double>(simplices.size()) - 1}};
  for (std::size_t k = 2; k < simplices.size(); ++k) {
    numbers["simplices_" + std::to_string(k)] = simplices[k];
  }
  for (std::size_t k = 2; k < reciprocal.size(); ++k) {
    numbers["reciprocal_simplices_" + std::to_string(k)] = reciprocal[k];
  }
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> largest;
  find_largest(matrix, order, largest);
  for (const auto& [edge, dimension] : largest) {
    for (std::size_t k = 1; k <= dimension; ++k) {  // a 0 for those between
      numbers["connections_in_simplices_" + std::to_string(k)] += k == dimension ? 1 / edges : 0;
    }
  }
  add_transitive(matrix, numbers);
  add_shapes(matrix, numbers);
  const std::vector<std::uint8_t> everyone(n, 1);
  add_distance(matrix, everyone, everyone, numbers);
  return numbers;
}

NetworkTotals totals_of(CsrHalf half, const MeasureChoice& choice, std::uint64_t work,
                        const std::vector<std::uint16_t>& groups) {
  NetworkTotals totals;
  totals.vertices = half.vertex_count();
  totals.edges = half.targets.size();
  totals.reciprocal_pairs = count_reciprocal_pairs(half);
  totals.groups = group_totals(half, groups, 4);
  const std::vector<std::int32_t> places = places_of(half.vertex_count());
  NetworkMeasurer measurer(std::move(half), choice, {{}, {places, kBin_nm}});
  while (!measurer.advance(work)) {
  }
  measurer.put(totals);
  return totals;
}

const MeasureChoice kEverything{true, true, true, true, true, true, true, true};

bool alike(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(b));
}

}  // namespace

TEST_CASE("every number of a network is that of a look at all pairs, triples and orders") {
  for (std::uint32_t seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 1 + seed % 19;
    const CsrHalf half = some_network(seed, n, std::min(n, seed % 7));
    std::vector<std::uint16_t> groups;
    for (Vertex v = 0; v < n; ++v) groups.push_back(static_cast<std::uint16_t>(v * 7 % 4));
    const NetworkTotals totals = totals_of(half, kEverything, 1 + seed % 50, groups);
    const auto expected = slow(matrix_of(half), groups);
    const auto list = measures_of(totals, MeasureScale::Counts, largest_simplices(totals));
    std::size_t compared = 0;
    double triads = 0;
    for (const NetworkMeasure& one : list) {
      CAPTURE(one.name);
      if (one.name.rfind("triad_", 0) == 0) {
        triads += one.number();
        continue;
      }
      REQUIRE(expected.count(one.name) == 1);
      CHECK(alike(one.number(), expected.at(one.name)));
      ++compared;
    }
    // Those of shares are not in this list, and they are all that is not.
    const auto shares = measures_of(totals, MeasureScale::Shares, {});
    for (const NetworkMeasure& one : shares) {
      CAPTURE(one.name);
      if (!one.name.ends_with("_cv") && !one.name.ends_with("_over_expected")) continue;
      REQUIRE(expected.count(one.name) == 1);
      CHECK(alike(one.number(), expected.at(one.name)));
      ++compared;
    }
    CHECK(compared == expected.size());
    CHECK(triads == n * (n - 1.0) * (n - 2.0) / 6);
  }
}

TEST_CASE("what was not asked for is not in the list, and the order is always the same") {
  const CsrHalf half = some_network(5, 15, 5);
  const std::vector<std::uint16_t> groups(15, 0);
  const auto all = totals_of(half, kEverything, 100, groups);
  for (unsigned bits = 0; bits < 256; ++bits) {
    const MeasureChoice choice{(bits & 1) != 0,  (bits & 2) != 0,  (bits & 4) != 0,
                               (bits & 8) != 0,  (bits & 16) != 0, (bits & 32) != 0,
                               (bits & 64) != 0, (bits & 128) != 0};
    const auto some = totals_of(half, choice, 100, groups);
    CHECK(some.triads.has_value() == choice.triads);
    CHECK(some.simplices.has_value() == choice.simplices);
    CHECK(some.structure.has_value() == choice.structure);
    CHECK(some.degrees.has_value() == choice.degrees);
    CHECK(some.shared.has_value() == choice.shared);
    CHECK(some.lengths_nm.has_value() == choice.lengths);
    CHECK(some.distance.has_value() == choice.distance);
    CHECK(some.participation.has_value() == choice.participation);
    for (const MeasureScale scale : {MeasureScale::Counts, MeasureScale::Shares}) {
      const auto whole = measures_of(all, scale, {4, 3, 5});
      auto next = whole.begin();
      for (const NetworkMeasure& one : measures_of(some, scale, {4, 3, 5})) {
        while (next != whole.end() && next->name != one.name) ++next;
        REQUIRE(next != whole.end());
        CHECK(next->value == one.value);
      }
    }
  }
}

TEST_CASE("shares are counts over the neurons, and simplices stop at the dimension that is asked") {
  const CsrHalf half = some_network(3, 12, 5);
  NetworkTotals totals = totals_of(half, kEverything, 100, std::vector<std::uint16_t>(12, 1));
  totals.synapses = 3 * totals.edges;
  CHECK(largest_simplices(totals).directed >= 4);
  std::map<std::string, double> counts, shares;
  for (const auto& one : measures_of(totals, MeasureScale::Counts, {3, 0}))
    counts[one.name] = one.number();
  for (const auto& one : measures_of(totals, MeasureScale::Shares, {6, 5}))
    shares[one.name] = one.number();
  CHECK(counts.count("simplices_3") == 1);
  CHECK(counts.count("simplices_4") == 0);
  CHECK(counts["largest_simplex"] == static_cast<double>(largest_simplices(totals).directed));
  CHECK(shares["simplices_6_per_neuron"] == 0);
  CHECK(counts.count("reciprocal_simplices_2") == 0);
  CHECK(shares["reciprocal_simplices_5_per_neuron"] == 0);
  CHECK(shares["weak_components_per_neuron"] == counts["weak_components"] / 12);
  CHECK(shares["simplices_2_per_neuron"] == counts["simplices_2"] / 12);
  CHECK(shares["mean_degree"] == counts["connections"] / 12);
  CHECK(shares["largest_weak_share"] == counts["largest_weak_component"] / 12);
  CHECK(shares["synapses_per_connection"] == 3);
  CHECK(counts["modularity"] == 0);  // one group
  CHECK(shares.count("triad_300") == 0);
  CHECK(shares["triad_030T_per_million"] ==
        doctest::Approx(counts["triad_030T"] / 220 * 1e6).epsilon(1e-14));  // 12 choose 3
  CHECK(counts["triad_030T"] > 0);
}

TEST_CASE("numbers of synapses are over the synapses that they rest on") {
  NetworkTotals totals;
  const auto numbers = [&](MeasureScale scale) {
    std::map<std::string, NetworkMeasure> by_name;
    for (NetworkMeasure& one : measures_of(totals, scale, {})) by_name[one.name] = std::move(one);
    return by_name;
  };
  CHECK(numbers(MeasureScale::Shares).count("mean_synapse_size") == 0);
  for (const MeasureScale scale : {MeasureScale::Counts, MeasureScale::Shares}) {
    totals.sizes = SizeTotals{500, 8};
    totals.each_synapse.reset();
    auto told = numbers(scale);
    CHECK(told["mean_synapse_size"].number() == 62.5);
    CHECK(told["mean_synapse_size"].n == 8);
    CHECK(told.count("median_synapse_size") == 0);
    totals.sizes.reset();
    totals.each_synapse = SynapseTotals{10, 1000, 8, 3, 2, 90.5};
    told = numbers(scale);
    CHECK(told["mean_synapse_size"].number() == 100);
    CHECK(told["median_synapse_size"].number() == 90.5);
    CHECK(told["median_synapse_size"].n == 10);
    CHECK_FALSE(told["median_synapse_size"].events_are_counts);
    CHECK(told["near_soma_share"].number() == 0.3);
    CHECK(told["near_soma_share"].n == 10);
    CHECK(told["clumped_share"].number() == 0.25);
    CHECK(told["clumped_share"].n == 8);
    totals.each_synapse = SynapseTotals{0, 0, 0, 0, {}, {}};
    told = numbers(scale);
    for (const char* const name : {"mean_synapse_size", "median_synapse_size", "near_soma_share"}) {
      CHECK(std::isnan(told[name].number()));
    }
    CHECK(told.count("clumped_share") == 0);  // nobody says where they are
  }
}

TEST_CASE("a network of nothing has counts of 0 and no ratio") {
  for (const std::uint32_t n : {0u, 1u, 5u}) {
    const NetworkTotals totals =
        totals_of(make_half(n, {}), kEverything, 10, std::vector<std::uint16_t>(n, 0));
    for (const NetworkMeasure& one : measures_of(totals, MeasureScale::Counts, {2, 2})) {
      CAPTURE(one.name);
      if (one.name == "connections" || one.name == "simplices_2" || one.name == "largest_core") {
        CHECK(one.number() == 0);
      }
      if (one.name == "reciprocity" || one.name == "modularity" || one.name == "transitivity") {
        CHECK(std::isnan(one.number()));
      }
      if (one.name == "largest_weak_component") CHECK(one.number() == (n > 0 ? 1 : 0));
    }
  }
}

TEST_CASE("where all degrees are kept their spread is left out, and without places the lengths") {
  const std::vector<std::uint16_t> groups(15, 0);
  NetworkTotals totals = totals_of(some_network(5, 15, 5), kEverything, 100, groups);
  const auto has = [&](const std::string& name) {
    for (const auto& one : measures_of(totals, MeasureScale::Counts, {2, 2})) {
      if (one.name == name) return true;
    }
    return false;
  };
  CHECK(has("out_degree_sd"));
  totals.degrees_kept = true;
  CHECK_FALSE(has("out_degree_sd"));
  CHECK_FALSE(has("in_degree_sd"));
  CHECK(has("density_of_richest_10"));
  CHECK(has("mean_length_um"));
  NetworkMeasurer measurer(some_network(5, 15, 5), kEverything);
  while (!measurer.advance(1000)) {
  }
  measurer.put(totals);
  CHECK_FALSE(has("mean_length_um"));
  CHECK_FALSE(has("first_bin_probability"));
}

TEST_CASE("how a network falls with distance is that of its pairs, of a block too, known or not") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const std::uint32_t n = 2 + seed % 19;
    std::vector<std::uint8_t> pre(n, 1), post(n, 1);
    for (Vertex v = 0; v < n && seed % 3 != 0; ++v) {
      pre[v] = v % 3 != 1;
      post[v] = v % 4 != 2;
    }
    EdgeList edges;
    for (const auto& edge : random_edges(seed, n, n * (seed % 6))) {
      if (edge.first != edge.second && pre[edge.first] && post[edge.second]) edges.push_back(edge);
    }
    const CsrHalf half = make_half(n, edges);
    const auto places = places_of(n);
    const BlockSides sides = seed % 3 == 0 ? BlockSides{} : BlockSides{pre, post};
    std::map<std::string, double> expected;
    add_distance(matrix_of(half), pre, post, expected);
    std::vector<std::uint64_t> pairs;
    for (const bool known : {false, true}) {
      DistanceFallCounter counter(half, {places, kBin_nm, pairs}, sides);
      while (!counter.advance(1)) {
      }
      NetworkTotals totals;
      totals.edges = half.targets.size();
      totals.distance = counter.result();
      CHECK_FALSE(totals.distance->too_far);
      if (known) CHECK(totals.distance->pairs == pairs);
      pairs = totals.distance->pairs;
      std::size_t found = 0;
      for (const auto& one : measures_of(totals, MeasureScale::Shares, {})) {
        if (expected.count(one.name) == 0) continue;
        CHECK(alike(one.number(), expected[one.name]));
        ++found;
      }
      CHECK(found == 2);
    }
    DistanceFallCounter far(half, {places, 1}, sides);  // some 100,000 bins
    CHECK(far.advance(1));
    CHECK(far.result().too_far);
  }
}

TEST_CASE("in a block degrees are those of who sends and receives, and shared partners its own") {
  const std::vector<std::uint8_t> pre = {1, 1, 1, 0, 0, 1}, post = {0, 0, 0, 1, 1, 1};
  const CsrHalf half = make_half(6, {{0, 3}, {0, 4}, {1, 3}, {5, 3}});
  NetworkMeasurer measurer(half, {.degrees = true, .shared = true}, {{pre, post}, {}});
  while (!measurer.advance(1)) {
  }
  NetworkTotals totals;
  totals.edges = 4;
  measurer.put(totals);
  std::map<std::string, double> numbers;
  for (const auto& one : measures_of(totals, MeasureScale::Counts, {2, 2})) {
    numbers[one.name] = one.number();
  }
  CHECK(numbers["out_degree_sd"] == doctest::Approx(sd_of({2, 1, 0, 1})).epsilon(1e-14));
  CHECK(numbers["in_degree_sd"] == doctest::Approx(sd_of({3, 1, 0})).epsilon(1e-14));
  // 0, 1 and 5 have 3 as a target two by two, and no two of those who send are connected.
  CHECK(std::isnan(numbers["shared_targets"]));
  CHECK(numbers["shared_targets_of_unconnected"] == 3.0 / 6);
  // 3 and 5 are connected; 3 and 4 share 0.
  CHECK(numbers["shared_sources"] == 0);
  CHECK(numbers["shared_sources_of_unconnected"] == 1.0 / 2);
}

TEST_CASE("weights inside are those of chosen edges, and blocks give the totals of groups") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const ChosenGraph g = random_chosen_graph(seed, 2 + seed % 23);
    std::uint64_t expected = 0;
    std::vector<std::uint16_t> kinds;
    std::vector<std::uint64_t> blocks(4, 0);
    for (Vertex u = 0; u < g.vertex_count(); ++u) kinds.push_back(u % 5 == 0);
    for (Vertex u = 0; u < g.vertex_count(); ++u) {
      for (Vertex v = 0; v < g.vertex_count(); ++v) {
        if (!g.has(u, v)) continue;
        expected += g.weights[find_edge(g.view(), u, v)];
        blocks[kinds[u] * 2u + kinds[v]] += g.weights[find_edge(g.view(), u, v)];
      }
    }
    CHECK(weight_inside(g.view(), g.weights, g.choice()) == expected);
    CHECK(weight_by_block(g.view(), g.weights, g.choice(), kinds, 2) == blocks);

    const CsrHalf half = some_network(seed, 20, 4);
    std::vector<std::uint16_t> groups;
    for (Vertex v = 0; v < 20; ++v) groups.push_back(static_cast<std::uint16_t>(v % 3));
    CHECK(group_totals(half, groups, 3) == totals_of_blocks(count_block_edges(half, groups, 3), 3));
  }
}
