// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "worker/sweep_counter.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "stats/modularity.h"
#include "stats/null_models.h"
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
    pending_ = counter_->counts();
    census_ = counter_->census();
    counter_.reset();
    if (!counts_more()) {
      versions_.push_back(pending_);
      return true;
    }
    measure();
    return false;
  }
  if (!measurer_->advance(kSliceWork)) return false;
  measurer_->put(totals_);
  measurer_.reset();
  if (choice().triads && census_) totals_.triads = census_;
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
  std::vector<Vertex> members;
  const auto& all_nm = input_.request.positions_nm;
  for (std::size_t v = 0; v < version_.pre.size(); ++v) {
    if (!version_.pre[v] && !version_.post[v]) continue;
    members.push_back(static_cast<Vertex>(v));
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
  if (counts_cells()) count_cells(half, members);
  MeasureBase base;
  base.sides = sides;
  base.places = {positions_nm_, input_.request.distance.bin_nm};
  if (input_.each_synapse) {
    totals_.each_synapse = synapses_inside(connections.edges.view(), connections.synapse_counts,
                                           *input_.each_synapse, version_);
  }
  MeasureChoice more = choice();
  if (census_) more.triads = false;  // the main statistics needed it
  measurer_.emplace(std::move(half), more, base);
}

void SweepCounter::count_cells(const CsrHalf& half, std::span<const Vertex> members) {
  if (cells_.empty()) {
    PresentGroups present = present_groups(input_.request.subset, members);
    group_names_ = std::move(present.names);
    code_of_.assign(version_.pre.size(), 0);
    for (std::size_t i = 0; i < members.size(); ++i) code_of_[members[i]] = present.code[i];
  }
  GroupCells& cells = cells_.emplace_back();
  const auto count = static_cast<std::uint32_t>(group_names_.size());
  if (count > kMaxBlockGroups || count == 0) return;
  std::vector<std::uint16_t> groups;
  std::vector<std::uint64_t> pre(count, 0), post = pre, both = pre;
  for (const Vertex v : members) {
    const std::uint16_t group = code_of_[v];
    groups.push_back(group);
    pre[group] += version_.pre[v];
    post[group] += version_.post[v];
    both[group] += version_.pre[v] & version_.post[v];
  }
  cells.connections = count_block_edges(half, groups, count);
  cells.pairs = pairs_of_groups(pre, post, both);
}

void SweepCounter::put_cells(Json& out, std::size_t in_use) const {
  const std::size_t versions = measured_.size(), count = group_names_.size();
  const std::string& no_groups = input_.request.groups_why_not;
  if (count > kMaxBlockGroups || !no_groups.empty()) {
    out["class_matrix"] = nullptr;
    out["class_matrix_why_not"] = no_groups.empty() ? kTooManyCells : no_groups;
    return;
  }
  // Who never sends, or never receives, has no row or no column.
  std::vector<std::size_t> rows, columns;
  for (std::size_t g = 0; g < count; ++g) {
    std::uint64_t sends = 0, receives = 0;
    for (std::size_t other = 0; other < count; ++other) {
      sends += cells_.front().pairs[g * count + other];
      receives += cells_.front().pairs[other * count + g];
    }
    if (sends > 0) rows.push_back(g);
    if (receives > 0) columns.push_back(g);
  }
  Json& matrix = out["class_matrix"];
  const auto names_of = [&](const std::vector<std::size_t>& codes) {
    Json names = Json::array();
    for (const std::size_t code : codes) {
      names.push_back(input_.request.group_names[group_names_[code]]);
    }
    return names;
  };
  matrix["groups"] = names_of(rows);
  matrix["post_groups"] = names_of(columns);
  std::vector<std::vector<Ratio>> points;
  for (const std::size_t a : rows) {
    for (const std::size_t b : columns) {
      std::vector<Ratio>& of_cell = points.emplace_back();
      for (std::size_t v = 0; v < versions; ++v) {
        of_cell.push_back({static_cast<double>(cells_[v].connections[a * count + b]),
                           static_cast<double>(cells_[v].pairs[a * count + b])});
      }
    }
  }
  put_sweep_cells(matrix, points, columns.size(), in_use);
}

void SweepCounter::put_bins(Json& out, std::size_t in_use) const {
  std::size_t bins = 0;
  for (const NetworkTotals& totals : measured_) {
    if (totals.distance) bins = std::max(bins, totals.distance->pairs.size());
  }
  if (bins == 0) return;
  std::vector<std::vector<Ratio>> points(bins);
  for (std::size_t k = 0; k < bins; ++k) {
    for (const NetworkTotals& totals : measured_) {
      const bool has_bin = totals.distance && k < totals.distance->pairs.size();
      points[k].push_back(has_bin ? Ratio{static_cast<double>(totals.distance->edges[k]),
                                          static_cast<double>(totals.distance->pairs[k])}
                                  : Ratio{});
    }
  }
  Json& profile = out["distance_profile"];
  profile["bin_um"] = static_cast<double>(input_.request.distance.bin_nm) / 1000;
  put_sweep_cells(profile, points, 0, in_use);
}

void SweepCounter::put_no_modularity(Json& out) const {
  const StatisticsRequest& subset = input_.request.subset;
  if (!choice().structure || !subset.one_set() || measured_.empty()) return;
  const bool any = std::any_of(measured_.begin(), measured_.end(), [](const NetworkTotals& totals) {
    return totals.groups.has_value();
  });
  if (!input_.request.groups_why_not.empty()) {
    out["modularity_why_not"] = input_.request.groups_why_not;
  } else if (!any && !subset.groups.empty()) {
    out["modularity_why_not"] = kNoClasses;
  }
}

void SweepCounter::put(Json& out, std::size_t in_use) const {
  put_sweep(out, versions_, in_use);
  const bool too_far = std::any_of(
      measured_.begin(), measured_.end(),
      [](const NetworkTotals& totals) { return totals.distance && totals.distance->too_far; });
  put_places(out, input_.request, too_far);
  put_size_terms(out, input_);
  put_no_modularity(out);
  for (const NetworkTotals& totals : measured_) {
    if (!totals.each_synapse) continue;
    out["synapses"].push_back(totals.each_synapse->synapses);
    out["size_sum"].push_back(totals.each_synapse->size_sum);
    out["multiple_synapses"].push_back(totals.each_synapse->multiple);
  }
  if (measured_.empty()) return;
  SimplexDimensions largest;
  bool truncated = false, has_groups = false;
  for (const NetworkTotals& totals : measured_) {
    largest = widest(largest, largest_simplices(totals));
    truncated = truncated || totals.truncated();
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
  if (counts_cells()) put_cells(out, in_use);
  put_bins(out, in_use);
  if (choice().simplices || choice().participation) out["simplices_truncated"] = truncated;
}

}  // namespace cnx
