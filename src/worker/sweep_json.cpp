// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/sweep_json.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "stats/stability.h"

namespace cnx {
namespace {

void put_verdict(Json& one, std::size_t versions, std::size_t in_use, auto judge) {
  if (in_use >= versions) {
    one["judged"] = std::vector<bool>(versions, false);
    one["verdict"] = one["largest_change"] = one["at"] = nullptr;
    return;
  }
  const SweepVerdict verdict = judge();
  one["judged"] = Json::array();
  for (const std::uint8_t judged : verdict.judged) one["judged"].push_back(judged != 0);
  one["verdict"] = stability_word(verdict.stability);
  one["largest_change"] =
      verdict.stability == Stability::TooFew ? Json(nullptr) : Json(verdict.largest_change);
  one["at"] = verdict.at;
}

}  // namespace

void put_sweep(Json& out, std::span<const NetworkCounts> versions, std::size_t in_use) {
  out["in_use"] = in_use;
  const auto put_counts = [&](const char* key, std::uint64_t NetworkCounts::*count) {
    Json& list = out[key] = Json::array();
    for (const NetworkCounts& counts : versions) list.push_back(counts.*count);
  };
  put_counts("neurons", &NetworkCounts::pre_neurons);
  put_counts("pairs", &NetworkCounts::pairs);
  put_counts("connections", &NetworkCounts::connections);
  if (!versions.empty() && versions.front().one_set) {
    put_counts("answered", &NetworkCounts::answered);
    put_counts("triangles", &NetworkCounts::triangles);
    put_counts("connected_triples", &NetworkCounts::connected_triples);
    put_counts("transitive_triples", &NetworkCounts::transitive_triples);
    put_counts("two_paths", &NetworkCounts::two_paths);
  }
  Json& statistics = out["statistics"] = Json::object();
  for (std::size_t s = 0; s < kMainStatisticNames.size(); ++s) {
    const auto statistic = static_cast<MainStatistic>(s);
    std::vector<Ratio> points;
    Json values = Json::array(), low = Json::array(), high = Json::array();
    for (const NetworkCounts& counts : versions) {
      const auto ratio = main_statistic(counts, statistic);
      if (!ratio) continue;
      points.push_back(*ratio);
      values.push_back(ratio_json(ratio->events, ratio->base));
      const auto interval = statistic_interval(counts, statistic);
      low.push_back(interval ? Json(interval->low) : Json(nullptr));
      high.push_back(interval ? Json(interval->high) : Json(nullptr));
    }
    if (points.empty()) continue;
    Json one = {{"value", values}, {"low", low}, {"high", high}};
    put_verdict(one, points.size(), in_use, [&] { return judge_sweep(points, in_use); });
    statistics[kMainStatisticNames[s]] = one;
  }
}

void put_sweep_measure(Json& out, std::span<const NetworkMeasure> versions, std::size_t in_use) {
  Json values = Json::array();
  std::vector<Ratio> points;
  std::vector<double> numbers, rests_on;
  bool counts = true;
  for (const NetworkMeasure& one : versions) {
    points.push_back(one.value);
    numbers.push_back(one.number());
    rests_on.push_back(one.n);
    counts = counts && one.events_are_counts;
    values.push_back(real_json(one.number()));
  }
  const std::vector<Json> none(versions.size());
  Json one = {{"value", values}, {"low", none}, {"high", none}};
  put_verdict(one, versions.size(), in_use, [&] {
    return counts ? judge_sweep(points, in_use) : judge_sweep(numbers, rests_on, in_use);
  });
  out["statistics"][versions.front().name] = one;
}

void put_sweep_cells(Json& out, std::span<const std::vector<Ratio>> cells, std::size_t columns,
                     std::size_t in_use) {
  std::vector<Json> value, connections, pairs, verdict, largest_change, at;
  for (const std::vector<Ratio>& versions : cells) {
    Json values = Json::array(), events = Json::array(), bases = Json::array();
    for (const Ratio& one : versions) {
      values.push_back(ratio_json(one.events, one.base));
      events.push_back(static_cast<std::uint64_t>(one.events));
      bases.push_back(static_cast<std::uint64_t>(one.base));
    }
    value.push_back(std::move(values));
    connections.push_back(std::move(events));
    pairs.push_back(std::move(bases));
    Json one;
    put_verdict(one, versions.size(), in_use, [&] { return judge_sweep(versions, in_use); });
    verdict.push_back(one["verdict"]);
    largest_change.push_back(one["largest_change"]);
    at.push_back(one["at"]);
  }
  out["value"] = rows_json(value, columns);
  out["connections"] = rows_json(connections, columns);
  out["pairs"] = rows_json(pairs, columns);
  out["verdict"] = rows_json(verdict, columns);
  out["largest_change"] = rows_json(largest_change, columns);
  out["at"] = rows_json(at, columns);
}

}  // namespace cnx
