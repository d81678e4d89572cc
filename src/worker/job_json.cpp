#include "worker/job_json.h"

#include <cmath>

#include <cstring>
#include <limits>
#include <span>

#include "stats/proportion.h"

namespace cnx {
namespace {

/// How many are 1 in both. Precondition: equally long, of 0 and 1.
std::uint64_t count_common(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  constexpr std::size_t kAtOnce = 8;
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
  std::uint64_t count = 0;
  std::size_t i = 0;
  for (; a.size() - i >= kAtOnce; i += kAtOnce) {
    std::uint64_t of_a, of_b;
    std::memcpy(&of_a, a.data() + i, kAtOnce);
    std::memcpy(&of_b, b.data() + i, kAtOnce);
    count += (of_a & of_b) * kOnes >> 56;  // the sum of its bytes
  }
  for (; i < a.size(); ++i) count += a[i] & b[i];
  return count;
}

}  // namespace

Json about_json(const JobInput& input) {
  const StatisticsRequest& subset = input.request.subset;
  const EdgeChoice choice = subset.choice();
  const std::uint64_t pre = count_common(choice.pre, choice.pre);
  const std::uint64_t post = subset.one_set() ? pre : count_common(choice.post, choice.post);
  const std::uint64_t both = subset.one_set() ? pre : count_common(choice.pre, choice.post);
  const std::uint64_t neurons = pre + post - both;
  const std::uint64_t analyzable =
      subset.analyzable_axon.empty() ? 0 : count_common(choice.pre, subset.analyzable_axon);
  Json about = {
      {"neurons", neurons},
      {"pre_neurons", pre},
      {"post_neurons", post},
      {"min_synapses", subset.min_synapses},
      {"proofreading_known", !subset.analyzable_axon.empty()},
      {"analyzable_pre_neurons", analyzable},
      {"partial", {{"tiles_missing", input.tiles_missing}, {"tiles_total", input.tiles_total}}}};
  if (input.sizes.mean > 0) about["min_mean_size"] = input.sizes.mean;
  if (input.sizes.sum > 0) about["min_size_sum"] = input.sizes.sum;
  if (!input.request.grouped_by.empty()) about["grouped_by"] = input.request.grouped_by;
  return about;
}

Json real_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json ratio_json(double numerator, double denominator) {
  return denominator == 0 ? Json(nullptr) : Json(numerator / denominator);
}

void put_tests(Json& json, const char* observed_key, std::span<const EmpiricalTest> tests,
               std::size_t columns) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> observed, mean, sd, z, p;
  for (const EmpiricalTest& one : tests) {
    const bool some = one.controls() > 0;
    observed.push_back(one.observed());
    mean.push_back(some ? one.mean() : kNone);
    sd.push_back(one.controls() > 1 ? one.sd() : kNone);
    z.push_back(one.z());
    p.push_back(some ? one.p() : kNone);
  }
  json[observed_key] = rows_json(observed, columns);
  json["mean"] = rows_json(mean, columns);
  json["sd"] = rows_json(sd, columns);
  json["z"] = rows_json(z, columns);
  json["p"] = rows_json(p, columns);
  json["q"] = rows_json(benjamini_hochberg(p), columns);
}

void put_share_json(Json& json, const std::string& name, std::uint64_t k, std::uint64_t n) {
  const auto share = wilson_proportion(k, n);
  json[name + "_share"] = share ? Json(share->value) : Json(nullptr);
  json[name + "_low"] = share ? Json(share->low) : Json(nullptr);
  json[name + "_high"] = share ? Json(share->high) : Json(nullptr);
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace cnx
