#include "stats/distance_profile.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace cnx {
namespace {

void put_pairs(const std::vector<std::uint64_t>& counts, std::uint64_t DistanceBin::*part,
               std::vector<DistanceBin>& bins) {
  if (bins.size() < counts.size()) bins.resize(counts.size());
  for (std::size_t k = 0; k < counts.size(); ++k) bins[k].*part = counts[k];
}

}  // namespace

DistanceProfileJob::DistanceProfileJob(const DistanceProfileInput& input) : input_(input) {
  const std::size_t n = input.graph.vertex_count();
  CNX_CHECK(input.positions.size() == n);
  CNX_CHECK(input.synapse_counts.empty() ||
            input.synapse_counts.size() == input.graph.edge_count());
  CNX_CHECK(input.analyzable_axon.empty() || input.analyzable_axon.size() == n);
  CNX_CHECK(can_bin_distances(input.positions, input.pre, input.post, input.bin_nm));
  profile_.measure = input.measure;
  profile_.bin_nm = input.bin_nm;
  analyzable_pre_.assign(n, 0);
  for (std::size_t v = 0; v < n; ++v) {
    profile_.pre_neurons += input.pre[v];
    profile_.post_neurons += input.post[v];
    if (input.pre[v] && !input.analyzable_axon.empty() && input.analyzable_axon[v]) {
      analyzable_pre_[v] = 1;
      ++profile_.analyzable_pre_neurons;
    }
  }
  if (!input.pairs.empty()) {
    CNX_CHECK(input.measure != DistanceMeasure::Depth && input.analyzable_axon.empty());
    return;
  }
  if (input.measure == DistanceMeasure::Depth) return;
  all_.emplace(input.positions, input.pre, input.post, input.measure, input.bin_nm);
  // None or all of them: nothing more to count.
  if (profile_.analyzable_pre_neurons > 0 &&
      profile_.analyzable_pre_neurons < profile_.pre_neurons) {
    analyzable_.emplace(input.positions, analyzable_pre_, input.post, input.measure, input.bin_nm);
  }
}

bool DistanceProfileJob::advance(std::uint64_t pairs) {
  if (input_.measure == DistanceMeasure::Depth) {
    depth_done_ = true;  // all at once: it is quick
    return true;
  }
  if (!input_.pairs.empty()) return true;
  if (!all_->advance(pairs)) return false;
  return !analyzable_ || analyzable_->advance(pairs);
}

double DistanceProfileJob::share_done() const {
  if (!all_) return depth_done_ || !input_.pairs.empty() ? 1 : 0;
  if (!analyzable_) return all_->share_done();
  // Both look at as many pairs as they have pre neurons, for each post neuron.
  const double pre = static_cast<double>(profile_.pre_neurons);
  const double analyzable = static_cast<double>(profile_.analyzable_pre_neurons);
  return (pre * all_->share_done() + analyzable * analyzable_->share_done()) / (pre + analyzable);
}

DistanceProfile DistanceProfileJob::result() const {
  DistanceProfile profile = profile_;
  std::vector<DistanceBin>& bins = profile.bins;
  if (input_.measure == DistanceMeasure::Depth) {
    CNX_CHECK(depth_done_);
    const DepthPairs all = depth_pairs(input_.positions, input_.pre, input_.post, input_.bin_nm);
    profile.first_bin = all.first_bin;
    put_pairs(all.bins, &DistanceBin::pairs, bins);
    const DepthPairs analyzable =
        depth_pairs(input_.positions, analyzable_pre_, input_.post, input_.bin_nm);
    for (std::size_t k = 0; k < analyzable.bins.size(); ++k) {
      const std::int64_t bin = analyzable.first_bin + static_cast<std::int64_t>(k) - all.first_bin;
      bins[static_cast<std::size_t>(bin)].analyzable_pairs = analyzable.bins[k];
    }
  } else if (!input_.pairs.empty()) {
    put_pairs({input_.pairs.begin(), input_.pairs.end()}, &DistanceBin::pairs, bins);
  } else {
    CNX_CHECK(all_->share_done() == 1 && (!analyzable_ || analyzable_->share_done() == 1));
    put_pairs(all_->counts(), &DistanceBin::pairs, bins);
    if (analyzable_) {
      put_pairs(analyzable_->counts(), &DistanceBin::analyzable_pairs, bins);
    } else if (profile.analyzable_pre_neurons > 0) {
      put_pairs(all_->counts(), &DistanceBin::analyzable_pairs, bins);
    }
  }

  const CsrGraph& graph = input_.graph;
  for (Vertex u = 0; u < graph.vertex_count(); ++u) {
    if (!input_.pre[u]) continue;
    for (std::uint32_t e = graph.out_offsets[u]; e < graph.out_offsets[u + 1]; ++e) {
      const Vertex v = graph.out_targets[e];
      const std::uint64_t synapses = input_.synapse_counts.empty() ? 1 : input_.synapse_counts[e];
      if (!input_.post[v] || v == u || synapses < input_.min_synapses) continue;
      const auto bin = bin_of_pair(input_.positions, u, v, input_.measure, input_.bin_nm);
      if (!bin) continue;
      DistanceBin& counts = bins[static_cast<std::size_t>(*bin - profile.first_bin)];
      ++counts.connections;
      counts.synapses += synapses;
      counts.synapse_squares += synapses * synapses;
      counts.analyzable_connections += analyzable_pre_[u];
    }
  }
  return profile;
}

double DistanceBin::synapses_sd() const {
  if (connections < 2) return 0;
  const auto n = static_cast<double>(connections), sum = static_cast<double>(synapses);
  // Whole numbers, exact below 2^53: nothing is lost where they are subtracted.
  const double spread = n * static_cast<double>(synapse_squares) - sum * sum;
  return std::sqrt(std::max(0.0, spread) / (n * (n - 1)));
}

DistanceProfile distance_profile(const DistanceProfileInput& input) {
  DistanceProfileJob job(input);
  while (!job.advance(UINT64_MAX)) {
  }
  return job.result();
}

namespace {

double share_of(std::uint64_t connections, std::uint64_t pairs) {
  return static_cast<double>(connections) / static_cast<double>(pairs);
}

std::optional<ExponentialFit> fit_shares(const DistanceProfile& profile,
                                         std::uint64_t DistanceBin::*connections,
                                         std::uint64_t DistanceBin::*pairs) {
  if (profile.measure == DistanceMeasure::Depth) return std::nullopt;
  std::vector<double> centers, probabilities;
  for (std::size_t k = 0; k < profile.bins.size(); ++k) {
    const DistanceBin& bin = profile.bins[k];
    if (bin.*pairs == 0) continue;
    centers.push_back(profile.center_um(k));
    probabilities.push_back(share_of(bin.*connections, bin.*pairs));
  }
  return fit_exponential(centers, probabilities);
}

}  // namespace

std::optional<ExponentialFit> fit_distance_profile(const DistanceProfile& profile) {
  return fit_shares(profile, &DistanceBin::connections, &DistanceBin::pairs);
}

std::optional<ExponentialFit> fit_analyzable_profile(const DistanceProfile& profile) {
  return fit_shares(profile, &DistanceBin::analyzable_connections, &DistanceBin::analyzable_pairs);
}

std::optional<ProfileGap> largest_gap(const DistanceProfile& profile) {
  std::optional<ProfileGap> gap;
  std::uint64_t bins = 0;
  for (std::size_t k = 0; k < profile.bins.size(); ++k) {
    const DistanceBin& bin = profile.bins[k];
    if (bin.analyzable_pairs < kGapPairs) continue;
    ++bins;
    const double difference = share_of(bin.analyzable_connections, bin.analyzable_pairs) -
                              share_of(bin.connections, bin.pairs);
    if (!gap || std::abs(difference) > std::abs(gap->difference))
      gap = ProfileGap{k, difference, 0};
  }
  if (gap) gap->bins = bins;
  return gap;
}

}  // namespace cnx
