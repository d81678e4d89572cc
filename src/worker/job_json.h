#pragma once
// job_json.h — what the JSON of every job has in common.

#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "base/json.h"
#include "stats/empirical_test.h"
#include "worker/job.h"

namespace cnx {

/// What a result rests on, as the value of its key "about":
///   neurons, pre_neurons, post_neurons, min_synapses, proofreading_known, analyzable_pre_neurons,
///   partial {tiles_missing, tiles_total}, where sizes are limited min_mean_size, min_size_sum, and
///   grouped_by, where the groups are not the cell classes
/// O(neurons).
Json about_json(const JobInput& input);

/// The number, or null for NaN and infinity, which are no JSON.
Json real_json(double value);

/// Numerator / denominator, or null when there is nothing to divide by.
Json ratio_json(double numerator, double denominator);

/// The values as rows of so many columns, or with no columns as one list.
template <typename Value>
Json rows_json(const std::vector<Value>& values, std::size_t columns) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (columns > 0 && i % columns == 0) rows.push_back(Json::array());
    Json& row = columns > 0 ? rows.back() : rows;
    if constexpr (std::is_floating_point_v<Value>) {
      row.push_back(real_json(values[i]));
    } else {
      row.push_back(values[i]);
    }
  }
  return rows;
}

/// What is observed, under that key, and mean, sd, z, p and q of the tests, each as rows_json. q is
/// p corrected for all of them. O(n log n).
void put_tests(Json& json, const char* observed_key, std::span<const EmpiricalTest> tests,
               std::size_t columns);

/// The share k / n with its Wilson interval as name_share, name_low, name_high; null where n is 0.
void put_share_json(Json& json, const std::string& name, std::uint64_t k, std::uint64_t n);

/// [neuron_count] `values` of the neurons `of`, null for every other.
template <typename Value>
Json per_neuron_json(const std::vector<Value>& values, const std::vector<Vertex>& of,
                     std::size_t neuron_count) {
  Json all = Json::array();
  all.get_ref<Json::array_t&>().resize(neuron_count);
  for (std::size_t i = 0; i < of.size(); ++i) all[of[i]] = values[i];
  return all;
}

/// One line of text. Names come from a stranger's file: bytes that are not UTF-8 become U+FFFD.
std::string text_of(const Json& json);

}  // namespace cnx
