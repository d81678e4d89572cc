#include "worker/statistics_json.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/check.h"
#include "stats/proportion.h"

namespace cnx {
namespace {

using Json = nlohmann::ordered_json;

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

Json max_degree(const DegreeHistogram& counts) {
  return counts.empty() ? Json(nullptr) : Json(counts.size() - 1);
}

Json degrees(const LocalStatistics& s) {
  // Every connection but an autapse leaves one neuron and enters another.
  const std::uint64_t connections = s.connections - s.autapses;
  Json json;
  json["in"] = s.in_degrees;
  json["out"] = s.out_degrees;
  json["mean_in"] = ratio(connections, s.neurons);
  json["mean_out"] = ratio(connections, s.neurons);
  json["median_in"] = median(s.in_degrees, s.neurons);
  json["median_out"] = median(s.out_degrees, s.neurons);
  json["max_in"] = max_degree(s.in_degrees);
  json["max_out"] = max_degree(s.out_degrees);
  return json;
}

/// [groups * groups] as one array for each row.
template <typename CellOf>
Json square(std::size_t size, CellOf cell_of) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < size; ++row) {
    Json cells = Json::array();
    for (std::size_t column = 0; column < size; ++column) {
      cells.push_back(cell_of(row * size + column));
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

Json class_matrix(const GroupMatrix& matrix, std::span<const std::string> group_names) {
  const std::size_t size = matrix.group_count;
  const auto proportion_at = [&](std::size_t cell) {
    return wilson_proportion(matrix.connections[cell], matrix.pairs[cell]);
  };
  const auto part_of = [&](double Proportion::*part) {
    return square(size, [&](std::size_t cell) {
      const auto proportion = proportion_at(cell);
      return proportion ? Json((*proportion).*part) : Json(nullptr);
    });
  };
  Json json;
  json["groups"] = std::vector<std::string>(group_names.begin(), group_names.end());
  json["sizes"] = matrix.group_sizes;
  json["connections"] = square(size, [&](std::size_t cell) { return matrix.connections[cell]; });
  json["synapses"] = square(size, [&](std::size_t cell) { return matrix.synapses[cell]; });
  json["pairs"] = square(size, [&](std::size_t cell) { return matrix.pairs[cell]; });
  json["probability"] = part_of(&Proportion::value);
  json["wilson_low"] = part_of(&Proportion::low);
  json["wilson_high"] = part_of(&Proportion::high);
  return json;
}

/// `value_key`, wilson_low and wilson_high of k of n.
void put_proportion(Json& json, const char* value_key, std::uint64_t k, std::uint64_t n) {
  const auto proportion = wilson_proportion(k, n);
  json[value_key] = proportion ? Json(proportion->value) : Json(nullptr);
  json["wilson_low"] = proportion ? Json(proportion->low) : Json(nullptr);
  json["wilson_high"] = proportion ? Json(proportion->high) : Json(nullptr);
}

}  // namespace

std::string statistics_json(const StatisticsReply& reply,
                            std::span<const std::string> group_names) {
  const LocalStatistics& s = reply.statistics;
  CNX_CHECK(group_names.size() == s.groups.group_count);
  const std::uint64_t connections = s.connections - s.autapses;
  const std::uint64_t cells = s.neurons * s.neurons;

  Json json;
  json["neurons"] = s.neurons;
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
  json["reciprocity"] = {{"value", ratio(2 * s.reciprocal_pairs, connections)},
                         {"reciprocal_connections", 2 * s.reciprocal_pairs},
                         {"connections", connections}};
  json["degrees"] = degrees(s);
  json["class_matrix"] = class_matrix(s.groups, group_names);

  Json& validity = json["validity"];
  validity["analyzable_pre_neurons"] = s.analyzable_pre_neurons;
  validity["pairs"] = s.analyzable_pairs;
  validity["connections"] = s.analyzable_connections;
  put_proportion(validity, "connection_probability", s.analyzable_connections, s.analyzable_pairs);

  json["partial"] = {{"tiles_missing", reply.tiles_missing}, {"tiles_total", reply.tiles_total}};

  // Group names come from a stranger's file: bytes that are not UTF-8 become U+FFFD.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cnx
