#include "worker/statistics_request.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "dataset/column_groups.h"
#include "dataset/proofreading.h"
#include "format/synapse_rows.h"
#include "stats/null_models.h"

namespace cnx {

bool StatisticsRequest::operator==(const StatisticsRequest& other) const {
  const auto all = [](const StatisticsRequest& of) {
    return std::tie(of.group_count, of.post_group_count, of.min_synapses, of.chosen, of.post,
                    of.groups, of.post_groups, of.analyzable_axon);
  };
  return all(*this) == all(other);
}

std::vector<std::uint8_t> analyzable_axons(const NeuronTable& table) {
  const auto column = table.find(ColumnRole::AxonStatus);
  if (!column || !table.has(*column)) return {};
  const Column& status = table.columns()[*column];
  if (status.kind != ColumnKind::Category) return {};
  std::vector<std::uint8_t> analyzable_codes;
  for (const std::string& name : status.categories) {
    analyzable_codes.push_back(is_analyzable_status(name) ? 1 : 0);
  }
  std::vector<std::uint8_t> analyzable;
  analyzable.reserve(table.neuron_count());
  for (const std::uint16_t code : table.codes(*column)) {
    analyzable.push_back(analyzable_codes[code]);
  }
  return analyzable;
}

std::vector<std::int32_t> soma_positions_nm(const NeuronTable& table) {
  const std::size_t n = table.neuron_count();
  std::vector<std::int32_t> positions_nm(n * 3);
  std::size_t axis = 0;
  for (const ColumnRole role :
       {ColumnRole::PositionX, ColumnRole::PositionY, ColumnRole::PositionZ}) {
    const auto column = table.find(role);
    if (!column || !table.has(*column)) return {};
    const auto values = table.integers(*column);
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    if (n == 0) return {};
    // Unsigned, so that no difference overflows.
    const std::uint64_t size = static_cast<std::uint64_t>(*high) - static_cast<std::uint64_t>(*low);
    if (size > UINT32_MAX) return {};
    const std::uint64_t middle = static_cast<std::uint64_t>(*low) + (size + 1) / 2;
    for (std::size_t v = 0; v < n; ++v) {
      positions_nm[3 * v + axis] = static_cast<std::int32_t>(
          static_cast<std::int64_t>(static_cast<std::uint64_t>(values[v]) - middle));
    }
    ++axis;
  }
  return positions_nm;
}

void ask_synapse_places(const Manifest& manifest, const NeuronTable& table, JobRequest& request) {
  if (!manifest.synapse_shape.has_position) return;
  const VoxelGrid& grid = manifest.synapse_grid;
  for (const std::int64_t step_nm : grid.step_nm) {
    if (step_nm > INT32_MAX) return;
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    request.synapses.voxel_nm[axis] = static_cast<std::uint32_t>(grid.step_nm[axis]);
  }
  if (manifest.layout != Layout::Soma) return;
  const std::size_t n = table.neuron_count();
  std::vector<std::int32_t> in_voxel_nm(n * 3);
  std::size_t axis = 0;
  for (const ColumnRole role :
       {ColumnRole::PositionX, ColumnRole::PositionY, ColumnRole::PositionZ}) {
    const auto column = table.find(role);
    if (!column || !table.has(*column)) return;
    const auto soma_nm = table.integers(*column);
    const std::int64_t origin_nm = grid.origin_nm[axis], step_nm = grid.step_nm[axis];
    for (std::size_t v = 0; v < n; ++v) {
      const std::int64_t voxel = soma_voxel(soma_nm[v], origin_nm, step_nm);
      // Unsigned, so that no step overflows.
      in_voxel_nm[3 * v + axis] = static_cast<std::int32_t>(
          static_cast<std::uint64_t>(soma_nm[v]) - static_cast<std::uint64_t>(origin_nm) -
          static_cast<std::uint64_t>(step_nm) * static_cast<std::uint64_t>(voxel));
    }
    ++axis;
  }
  request.soma_in_voxel_nm = std::move(in_voxel_nm);
}

namespace {

/// Why the classes, which are the groups unless others are chosen, are none; empty: they can be, or
/// there are no classes.
std::string too_many_classes(std::span<const Column> columns) {
  for (const Column& column : columns) {
    if (column.role != ColumnRole::CellClass) continue;
    if (column.categories.size() <= kMaxStatisticsGroups) continue;
    return "There are " + std::to_string(column.categories.size()) +
           " classes, and neurons are grouped by " + std::to_string(kMaxStatisticsGroups) +
           " at most: choose another column for the groups.";
  }
  return {};
}

/// [neuron_count] the number of each one's group.
std::vector<std::uint16_t> groups_of(const NeuronTable& table, std::uint32_t column) {
  if (table.columns()[column].kind == ColumnKind::Category) {
    const auto codes = table.codes(column);
    return {codes.begin(), codes.end()};
  }
  std::vector<std::uint16_t> groups;
  groups.reserve(table.neuron_count());
  for (NeuronIndex v = 0; v < table.neuron_count(); ++v) {
    groups.push_back(group_of(table, column, v));
  }
  return groups;
}

}  // namespace

bool can_group_by(const NeuronTable& table, std::uint32_t column) {
  if (!table.has(column)) return false;
  const std::size_t groups = group_names(table, column).size();
  return groups > 0 && groups <= kMaxStatisticsGroups;
}

void ask_match(const NeuronTable& table, std::uint32_t column, JobRequest& request) {
  const Column& matched = table.columns()[column];
  CNX_CHECK(matched.kind != ColumnKind::Category && table.has(column));
  std::vector<double> values;
  if (matched.kind == ColumnKind::Real) {
    const auto reals = table.reals(column);
    values.assign(reals.begin(), reals.end());
  } else {
    for (const std::int64_t value : table.integers(column)) {
      values.push_back(static_cast<double>(value));
    }
  }
  std::vector<std::uint8_t> either = request.subset.chosen;
  for (std::size_t v = 0; v < request.subset.post.size(); ++v) either[v] |= request.subset.post[v];
  request.nulls.match = histogram_labels(values, either, kMatchBins);
  request.nulls.matched_by = matched.name;
}

StatisticsQuestion statistics_question(const NeuronTable& table, NeuronMask chosen,
                                       std::optional<std::uint32_t> group_column,
                                       std::optional<std::uint32_t> post_group_column,
                                       NeuronMask post) {
  StatisticsQuestion question;
  StatisticsRequest& request = question.request;
  request.chosen = std::move(chosen);
  request.post = std::move(post);
  request.analyzable_axon = analyzable_axons(table);
  question.validity = pair_validity(table, request.chosen, request.post);
  if (group_column && can_group_by(table, *group_column)) {
    const Column& column = table.columns()[*group_column];
    request.groups = groups_of(table, *group_column);
    question.group_names = group_names(table, *group_column);
    question.group_column = group_column;
    if (column.role != ColumnRole::CellClass) question.grouped_by = column.name;
  } else {
    question.group_names = {"all"};
    if (!group_column) question.groups_why_not = too_many_classes(table.columns());
  }
  request.group_count = static_cast<std::uint32_t>(question.group_names.size());
  if (post_group_column && can_group_by(table, *post_group_column)) {
    request.post_groups = groups_of(table, *post_group_column);
    question.post_group_names = group_names(table, *post_group_column);
    question.post_group_column = post_group_column;
  }
  request.post_group_count = static_cast<std::uint32_t>(question.post_group_names.size());
  return question;
}

JobRequest job_request(Statistic statistic, const StatisticsQuestion& question) {
  JobRequest request;
  request.statistic = statistic;
  request.subset = question.request;
  request.group_names = question.group_names;
  request.grouped_by = question.grouped_by;
  request.groups_why_not = question.groups_why_not;
  request.post_group_names = question.post_group_names;
  return request;
}

}  // namespace cnx
