// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/distance_job.h"

#include <optional>
#include <utility>

#include "stats/distance_profile.h"
#include "stats/proportion.h"
#include "worker/job_json.h"

namespace cnx {
namespace {

template <typename ValueOf>
Json by_bin(const DistanceProfile& profile, ValueOf value_of) {
  Json values = Json::array();
  for (const DistanceBin& bin : profile.bins) values.push_back(Json(value_of(bin)));
  return values;
}

Json share_by_bin(const DistanceProfile& profile, double Proportion::*part) {
  return by_bin(profile, [&](const DistanceBin& bin) {
    const auto share = wilson_proportion(bin.connections, bin.pairs);
    return share ? Json((*share).*part) : Json(nullptr);
  });
}

Json fit_json(const std::optional<ExponentialFit>& fit) {
  if (!fit) return nullptr;
  return {{"a", fit->a},
          {"b_per_um", fit->b},
          {"a_error", fit->a_error},
          {"b_per_um_error", fit->b_error},
          {"residual_sum", fit->residual_sum},
          {"points", fit->points}};
}

Json gap_json(const DistanceProfile& profile) {
  const auto gap = largest_gap(profile);
  if (!gap) return nullptr;
  const DistanceBin& bin = profile.bins[gap->bin];
  const double bins_before = static_cast<double>(profile.first_bin) + static_cast<double>(gap->bin);
  return {{"from_um", bins_before * static_cast<double>(profile.bin_nm) / 1000},
          {"difference", gap->difference},
          {"connected", bin.connections},
          {"pairs", bin.pairs},
          {"analyzable_connected", bin.analyzable_connections},
          {"analyzable_pairs", bin.analyzable_pairs},
          {"bins", gap->bins}};
}

class DistanceJob final : public Job {
 public:
  explicit DistanceJob(JobInput input)
      : input_(std::move(input)), positions_(input_.request.positions_nm) {}

  bool advance() override {
    if (!job_) {
      const StatisticsRequest& subset = input_.request.subset;
      const EdgeChoice choice = subset.choice();
      if (positions_.x_nm.empty()) {
        why_not_ = "The dataset has no soma positions, so there are no distances.";
        return true;
      }
      const DistanceOptions& options = input_.request.distance;
      if (!can_bin_distances(positions_.view(), choice.pre, choice.post, options.bin_nm)) {
        why_not_ = kTooFarApart;
        return true;
      }
      // Only the connections that count; the vertices stay as they are, for the masks.
      const ConnectionGraph& connections = *input_.connections;
      DistanceProfileInput in;
      in.graph = connections.edges.view();
      in.synapse_counts = connections.synapse_counts;
      in.min_synapses = subset.min_synapses;
      in.positions = positions_.view();
      in.pre = choice.pre;
      in.post = choice.post;
      in.analyzable_axon = subset.analyzable_axon;
      in.measure = options.measure;
      in.bin_nm = options.bin_nm;
      job_.emplace(in);
    }
    return job_->advance(kSliceWork);
  }

  double share_done() const override { return job_ ? job_->share_done() : 0; }

  std::string json() const override {
    Json json;
    json["about"] = about_json(input_);
    if (!why_not_.empty()) {
      json["distance_profile"] = nullptr;
      json["distance_profile_why_not"] = why_not_;
      return text_of(json);
    }
    const DistanceProfile profile = job_->result();
    Json& out = json["distance_profile"];
    out["measure"] = kDistanceMeasureNames[static_cast<std::size_t>(profile.measure)];
    out["bin_um"] = static_cast<double>(profile.bin_nm) / 1000;
    out["first_bin"] = profile.first_bin;
    out["connected"] = by_bin(profile, [](const DistanceBin& bin) { return bin.connections; });
    out["pairs"] = by_bin(profile, [](const DistanceBin& bin) { return bin.pairs; });
    out["synapses"] = by_bin(profile, [](const DistanceBin& bin) { return bin.synapses; });
    out["probability"] = share_by_bin(profile, &Proportion::value);
    out["wilson_low"] = share_by_bin(profile, &Proportion::low);
    out["wilson_high"] = share_by_bin(profile, &Proportion::high);
    out["synapses_per_connection"] = by_bin(profile, [](const DistanceBin& bin) {
      return ratio_json(static_cast<double>(bin.synapses), static_cast<double>(bin.connections));
    });
    out["synapses_sd"] = by_bin(profile, [](const DistanceBin& bin) {
      return bin.connections > 1 ? Json(bin.synapses_sd()) : Json(nullptr);
    });
    out["analyzable_connected"] =
        by_bin(profile, [](const DistanceBin& bin) { return bin.analyzable_connections; });
    out["analyzable_pairs"] =
        by_bin(profile, [](const DistanceBin& bin) { return bin.analyzable_pairs; });
    out["fit"] = fit_json(fit_distance_profile(profile));
    out["analyzable_fit"] = fit_json(fit_analyzable_profile(profile));
    out["analyzable_gap"] = gap_json(profile);
    return text_of(json);
  }

 private:
  JobInput input_;
  PositionColumns positions_;
  std::string why_not_;
  std::optional<DistanceProfileJob> job_;
};

}  // namespace

PositionColumns::PositionColumns(std::span<const std::int32_t> positions_nm) {
  const std::size_t n = positions_nm.size() / 3;
  x_nm.reserve(n);
  y_nm.reserve(n);
  z_nm.reserve(n);
  for (std::size_t v = 0; v < n; ++v) {
    x_nm.push_back(positions_nm[3 * v]);
    y_nm.push_back(positions_nm[3 * v + 1]);
    z_nm.push_back(positions_nm[3 * v + 2]);
  }
}

std::unique_ptr<Job> distance_job(JobInput input) {
  return std::make_unique<DistanceJob>(std::move(input));
}

}  // namespace cnx
