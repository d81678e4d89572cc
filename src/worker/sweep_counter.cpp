// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/sweep_counter.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "stats/modularity.h"
#include "worker/nulls_job.h"
#include "worker/sweep_json.h"

namespace cnx {
namespace {

// They are among the main statistics, as they are or over what chance would give.
constexpr std::array<std::string_view, 4> kMainAlready = {"connection_probability", "reciprocity",
                                                          "mean_degree", "transitivity"};

}  // namespace

MeasureChoice SweepCounter::choice() const { return measure_choice(input_.request); }

void SweepCounter::begin(const EdgeChoice& choice) {
  CNX_CHECK(!busy());
  version_ = choice;
  const ConnectionGraph& connections = *input_.connections;
  counter_.emplace(connections.edges.view(), connections.synapse_counts, choice,
                   input_.request.subset.one_set());
}

bool SweepCounter::advance() {
  CNX_CHECK(busy());
  if (counter_) {
    if (!counter_->advance(kSliceWork)) return false;
    const NetworkCounts counts = counter_->counts();
    counter_.reset();
    if (!counts_more()) {
      versions_.push_back(counts);
      return true;
    }
    measure();
    pending_ = counts;
    return false;
  }
  if (!measurer_->advance(kSliceWork)) return false;
  measurer_->put(totals_);
  measurer_.reset();
  // Both at once: what is told in between has as many of the one as of the other.
  versions_.push_back(pending_);
  measured_.push_back(std::move(totals_));
  return true;
}

/// The network of the version, as random controls have it.
void SweepCounter::measure() {
  const ConnectionGraph& connections = *input_.connections;
  const StatisticsRequest& subset = input_.request.subset;
  CsrHalf half =
      induced_out_half(connections.edges.view(), connections.synapse_counts, version_, false);
  pre_.clear();
  post_.clear();
  positions_nm_.clear();
  std::vector<std::uint16_t> groups;
  const auto& all_nm = input_.request.positions_nm;
  for (std::size_t v = 0; v < version_.pre.size(); ++v) {
    if (!version_.pre[v] && !version_.post[v]) continue;
    if (!subset.groups.empty()) groups.push_back(subset.groups[v]);
    if (choice().places()) {
      const auto first = all_nm.begin() + 3 * static_cast<std::ptrdiff_t>(v);
      positions_nm_.insert(positions_nm_.end(), first, first + 3);
    }
    if (subset.one_set()) continue;
    pre_.push_back(version_.pre[v]);
    post_.push_back(version_.post[v]);
  }
  totals_ = NetworkTotals();
  totals_.vertices = half.vertex_count();
  totals_.edges = half.targets.size();
  const BlockSides sides{pre_, post_};
  // Numbers that are skipped: nothing of a block is needed but that it is one.
  if (!subset.one_set()) totals_.block = BlockBase();
  const bool classes = !groups.empty() && std::adjacent_find(groups.begin(), groups.end(),
                                                             std::not_equal_to<>()) != groups.end();
  if (choice().structure && subset.one_set() && classes) {
    totals_.groups = group_totals(half, groups, subset.group_count);
  }
  MeasureBase base;
  base.sides = sides;
  base.places = {positions_nm_, input_.request.distance.bin_nm};
  if (input_.size_sums) {
    totals_.sizes = sizes_inside(connections.edges.view(), connections.synapse_counts,
                                 *input_.size_sums, version_);
  }
  measurer_.emplace(std::move(half), choice(), base);
}

void SweepCounter::put(Json& out, std::size_t in_use) const {
  put_sweep(out, versions_, in_use);
  const bool too_far = std::any_of(
      measured_.begin(), measured_.end(),
      [](const NetworkTotals& totals) { return totals.distance && totals.distance->too_far; });
  put_places(out, input_.request, too_far);
  put_sizes_why_not(out, input_);
  for (const NetworkTotals& totals : measured_) {
    if (!totals.sizes) continue;
    out["synapses"].push_back(totals.sizes->synapses);
    out["size_sum"].push_back(totals.sizes->sum);
  }
  if (measured_.empty()) return;
  SimplexDimensions largest;
  bool truncated = false, has_groups = false;
  for (const NetworkTotals& totals : measured_) {
    largest = widest(largest, largest_simplices(totals));
    truncated = truncated || (totals.simplices && totals.simplices->truncated);
    has_groups = has_groups || totals.groups.has_value();
  }
  std::vector<std::vector<NetworkMeasure>> lists;
  for (NetworkTotals totals : measured_) {
    // A version of one class has no modularity, but its place in the list.
    if (has_groups && !totals.groups) totals.groups = GroupTotals();
    lists.push_back(measures_of(totals, MeasureScale::Shares, largest));
  }
  for (std::size_t m = 0; m < lists.front().size(); ++m) {
    const std::string& name = lists.front()[m].name;
    if (std::find(kMainAlready.begin(), kMainAlready.end(), name) != kMainAlready.end()) continue;
    std::vector<NetworkMeasure> versions;
    for (const auto& list : lists) versions.push_back(list[m]);
    put_sweep_measure(out, versions, in_use);
  }
  if (choice().simplices) out["simplices_truncated"] = truncated;
}

}  // namespace cnx
