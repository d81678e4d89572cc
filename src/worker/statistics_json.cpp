#include "worker/statistics_json.h"

#include <optional>
#include <utility>

#include "base/check.h"
#include "stats/matrix_shares.h"
#include "stats/proportion.h"
#include "worker/job_json.h"

namespace cnx {
namespace {

Json ratio(double numerator, double denominator) {
  return denominator == 0 ? Json(nullptr) : Json(numerator / denominator);
}

Json ratio(std::uint64_t numerator, std::uint64_t denominator) {
  return ratio(static_cast<double>(numerator), static_cast<double>(denominator));
}

/// The value below which half of the vertices lie; the mean of the two middle ones when their
/// number is even. Null when there is none.
Json median(const DegreeHistogram& counts, std::uint64_t vertices) {
  if (vertices == 0) return nullptr;
  const auto value_at = [&](std::uint64_t rank) {
    std::uint64_t seen = 0;
    std::size_t degree = 0;
    while ((seen += counts[degree]) <= rank) ++degree;
    return static_cast<double>(degree);
  };
  return (value_at((vertices - 1) / 2) + value_at(vertices / 2)) / 2;
}

/// Σ k · counts[k] / vertices.
Json mean(const DegreeHistogram& counts, std::uint64_t vertices) {
  std::uint64_t sum = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) sum += k * counts[k];
  return ratio(sum, vertices);
}

Json max_degree(const DegreeHistogram& counts) {
  return counts.empty() ? Json(nullptr) : Json(counts.size() - 1);
}

/// in, out, and their means, medians and maxima.
Json both_ways(const DegreeHistogram& in, std::uint64_t post, const DegreeHistogram& out,
               std::uint64_t pre) {
  Json json;
  json["in"] = in;
  json["out"] = out;
  json["mean_in"] = mean(in, post);
  json["mean_out"] = mean(out, pre);
  json["median_in"] = median(in, post);
  json["median_out"] = median(out, pre);
  json["max_in"] = max_degree(in);
  json["max_out"] = max_degree(out);
  return json;
}

/// [rows * columns] as one array for each row.
template <typename CellOf>
Json table(std::size_t rows, std::size_t columns, CellOf cell_of) {
  Json json = Json::array();
  for (std::size_t row = 0; row < rows; ++row) {
    Json cells = Json::array();
    for (std::size_t column = 0; column < columns; ++column) {
      cells.push_back(cell_of(row * columns + column));
    }
    json.push_back(std::move(cells));
  }
  return json;
}

Json class_matrix(const LocalStatistics& s, std::span<const std::string> group_names,
                  std::span<const std::string> post_group_names) {
  const GroupMatrix& matrix = s.groups;
  const std::size_t rows = matrix.group_count, columns = matrix.post_group_count;
  const auto of_cells = [&](auto cell_of) { return table(rows, columns, cell_of); };
  const auto counts = [&](const std::vector<std::uint64_t>& cells) {
    return of_cells([&](std::size_t cell) { return cells[cell]; });
  };
  const auto part_of = [&](double Proportion::*part) {
    return of_cells([&](std::size_t cell) {
      const auto proportion = wilson_proportion(matrix.connections[cell], matrix.pairs[cell]);
      return proportion ? Json((*proportion).*part) : Json(nullptr);
    });
  };
  const MatrixShares shares = matrix_shares(matrix);
  const auto reals = [&](const std::vector<std::optional<double>>& cells) {
    return of_cells(
        [&](std::size_t cell) { return cells[cell] ? Json(*cells[cell]) : Json(nullptr); });
  };
  const MatrixTests tests = matrix_tests(matrix);
  Json json;
  json["groups"] = std::vector<std::string>(group_names.begin(), group_names.end());
  json["sizes"] = matrix.group_sizes;
  json["post_groups"] = std::vector<std::string>(post_group_names.begin(), post_group_names.end());
  json["post_sizes"] = matrix.post_group_sizes;
  json["connections"] = counts(matrix.connections);
  json["synapses"] = counts(matrix.synapses);
  json["pairs"] = counts(matrix.pairs);
  json["probability"] = part_of(&Proportion::value);
  json["wilson_low"] = part_of(&Proportion::low);
  json["wilson_high"] = part_of(&Proportion::high);
  json["output_share"] = reals(shares.of_output);
  json["input_share"] = reals(shares.of_input);
  json["answered"] = counts(matrix.answered);
  json["way_back"] = counts(matrix.way_back);
  json["analyzable_connections"] = counts(matrix.analyzable_connections);
  json["analyzable_pairs"] = counts(matrix.analyzable_pairs);
  json["overall_probability"] = ratio(s.connections - s.autapses, s.pairs);
  json["tests"] = tests.count;
  json["p_value"] = reals(tests.p_values);
  json["q_value"] = reals(tests.adjusted);
  return json;
}

void put_interval(Json& json, const std::optional<Proportion>& proportion) {
  json["wilson_low"] = proportion ? Json(proportion->low) : Json(nullptr);
  json["wilson_high"] = proportion ? Json(proportion->high) : Json(nullptr);
}

/// `value_key`, wilson_low and wilson_high of k of n.
void put_proportion(Json& json, const char* value_key, std::uint64_t k, std::uint64_t n) {
  const auto proportion = wilson_proportion(k, n);
  json[value_key] = proportion ? Json(proportion->value) : Json(nullptr);
  put_interval(json, proportion);
}

/// The counts and the degrees, those of them that are asked for.
void put_counts(const LocalStatistics& s, StatisticsParts parts, Json& json) {
  const std::uint64_t connections = s.connections - s.autapses;
  const std::uint64_t cells = s.pre_neurons * s.post_neurons;
  if (parts.counts) {
    json["neurons"] = s.neurons;
    json["pre_neurons"] = s.pre_neurons;
    json["post_neurons"] = s.post_neurons;
    json["connections"] = s.connections;
    json["synapses"] = s.synapses;
    json["autapses"] = s.autapses;
    json["reciprocal_pairs"] = s.reciprocal_pairs;

    Json& probability = json["connection_probability"];
    probability["value"] = nullptr;  // first of the keys
    probability["connections"] = connections;
    probability["pairs"] = s.pairs;
    put_proportion(probability, "value", connections, s.pairs);

    json["density"] = {
        {"value", ratio(s.connections, cells)}, {"connections", s.connections}, {"cells", cells}};
    json["reciprocity"] = {{"value", ratio(s.answered, connections)},
                           {"reciprocal_connections", s.answered},
                           {"connections", connections}};
    put_interval(json["reciprocity"], answered_share(s));
    const auto chance = answered_by_chance(s);
    json["reciprocity"]["expected"] = chance ? Json(chance->expected) : Json(nullptr);
    json["reciprocity"]["over_expected"] =
        chance && chance->over ? Json(*chance->over) : Json(nullptr);
  }
  if (parts.degrees) {
    json["degrees"] = both_ways(s.in_degrees, s.post_neurons, s.out_degrees, s.pre_neurons);
    json["strengths"] = both_ways(s.in_strengths, s.post_neurons, s.out_strengths, s.pre_neurons);
    json["strengths"]["synapses_per_connection"] = s.synapses_per_connection;
  }
}

}  // namespace

std::string statistics_json(const StatisticsReply& reply, std::span<const std::string> group_names,
                            std::span<const std::string> post_group_names, StatisticsParts parts,
                            const PairValidity* pairs, const std::string& groups_why_not) {
  const LocalStatistics& s = reply.statistics;
  const bool one_group = s.groups.group_count == 1 && post_group_names.empty();
  if (post_group_names.empty()) post_group_names = group_names;
  CNX_CHECK(group_names.size() == s.groups.group_count);
  CNX_CHECK(post_group_names.size() == s.groups.post_group_count);

  Json json;
  put_counts(s, parts, json);
  if (parts.classes && one_group && !groups_why_not.empty()) {
    json["class_matrix"] = nullptr;
    json["class_matrix_why_not"] = groups_why_not;
  } else if (parts.classes) {
    json["class_matrix"] = class_matrix(s, group_names, post_group_names);
  }

  Json& validity = json["validity"];
  validity["analyzable_pre_neurons"] = s.analyzable_pre_neurons;
  validity["pairs"] = s.analyzable_pairs;
  validity["connections"] = s.analyzable_connections;
  put_proportion(validity, "connection_probability", s.analyzable_connections, s.analyzable_pairs);
  if (pairs != nullptr) {
    const auto share_if = [&](bool known, std::uint64_t part) {
      return known ? ratio(part, pairs->pairs) : Json(nullptr);
    };
    validity["verdict"] = verdict_name(verdict_of(*pairs));
    validity["all_pairs"] = pairs->pairs;
    validity["analyzable_share"] = share_if(pairs->axon_known, pairs->analyzable_pairs);
    validity["extended_share"] = share_if(pairs->axon_known, pairs->extended_pairs);
    validity["dendrite_share"] = share_if(pairs->dendrite_known, pairs->dendrite_pairs);
  }

  json["partial"] = {{"tiles_missing", reply.tiles_missing}, {"tiles_total", reply.tiles_total}};

  return text_of(json);
}

std::string counts_beside_json(const StatisticsReply& reply, const StatisticsRequest& request,
                               const SizeLimits& sizes, StatisticsParts parts) {
  JobInput asked;
  asked.request.subset = request;
  asked.sizes = sizes;
  asked.tiles_missing = reply.tiles_missing;
  asked.tiles_total = reply.tiles_total;
  Json json = {{"about", about_json(asked)}};
  put_counts(reply.statistics, parts, json);
  return text_of(json);
}

std::string set_verdicts_json(const PairValidity& a, const PairValidity& b) {
  Json json;
  json["comparison_validity"] = {{"a", verdict_name(verdict_of(a))},
                                 {"b", verdict_name(verdict_of(b))}};
  return text_of(json);
}

std::string with_members(std::string json, const std::string& more) {
  Json added = parse_json(more);
  CNX_CHECK(added.is_object());
  added.erase("about");
  if (added.empty()) return json;
  json.pop_back();
  if (json.size() > 1) json += ',';
  return json + text_of(added).substr(1);
}

std::string profile_of_b_json(const std::string& json, std::uint64_t a_neurons,
                              std::uint64_t b_neurons, const PairValidity& a,
                              const PairValidity& b) {
  const Json named = parse_json(json);
  CNX_CHECK(named.is_object());
  Json renamed = Json::object();
  for (const auto& [name, value] : named.items()) {
    if (name != "about") renamed[name + "_b"] = value;
  }
  const auto set = [](std::uint64_t neurons, const PairValidity& validity) {
    return Json{{"neurons", neurons}, {"verdict", verdict_name(verdict_of(validity))}};
  };
  renamed["distance_sets"] = {{"a", set(a_neurons, a)}, {"b", set(b_neurons, b)}};
  return text_of(renamed);
}

}  // namespace cnx
