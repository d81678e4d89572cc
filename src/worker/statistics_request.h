#pragma once
// statistics_request.h — from filters and columns to a request: the page and the tool ask alike.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dataset/neuron_mask.h"
#include "dataset/neuron_table.h"
#include "dataset/pair_validity.h"
#include "worker/engine.h"

namespace cnx {

struct StatisticsQuestion {
  StatisticsRequest request;
  std::vector<std::string> group_names;       // [request.group_count], for statistics_json
  std::string grouped_by, groups_why_not;     // as JobRequest's
  std::vector<std::string> post_group_names;  // [request.post_group_count]; empty: the same
  PairValidity validity;                      // of the pairs from request.chosen to request.post
  // What the groups are by; none: one group, or for the columns the groups of the rows.
  std::optional<std::uint32_t> group_column, post_group_column;
};

/// 1 where the proofreading of the axon says that it can be analyzed as an output: "clean" (maybe
/// cut short) or "extended" (docs/statistics.md, validity). Empty when the dataset has no column
/// with the role AxonStatus, or it has not arrived. O(neurons).
std::vector<std::uint8_t> analyzable_axons(const NeuronTable& table);

/// [x0 y0 z0 x1 …] in nm, relative to the middle of all somata so that 32 bits hold them; empty
/// when the exact positions have not all arrived, or somata are 4 m apart. O(neurons).
std::vector<std::int32_t> soma_positions_nm(const NeuronTable& table);

/// For Statistic::Synapses: the voxels of the synapses of `manifest`, and where in its voxel each
/// soma is; without voxels where synapses have no positions or a voxel is 2 m wide, without somata
/// where those are not real or have not all arrived. O(neurons).
void ask_synapse_places(const Manifest& manifest, const NeuronTable& table, JobRequest& request);

/// Whether statistics can be grouped by this column, which has arrived: a Category with at most
/// kMaxStatisticsGroups names, or whole numbers of which few are different
/// (dataset/column_groups.h).
bool can_group_by(const NeuronTable& table, std::uint32_t column);

/// For NullModel::Neurons: other neurons are matched by this column of numbers, in kMatchBins bins
/// between the smallest and the largest value of the neurons that are asked about, on either side.
/// Preconditions: a column of numbers that has arrived; the subset of `request`. O(neurons).
void ask_match(const NeuronTable& table, std::uint32_t column, JobRequest& request);

/// The statistics of the neurons in `chosen`, by the groups of `group_column`; without one, or
/// where can_group_by says no, there is one group, "all", and where the dataset has more classes
/// than kMaxStatisticsGroups a sentence says so. The columns of the matrix are the same
/// groups, unless `post_group_column` names others. `post`: the other side of a block, else empty.
/// O(neurons).
StatisticsQuestion statistics_question(
    const NeuronTable& table, NeuronMask chosen, std::optional<std::uint32_t> group_column,
    std::optional<std::uint32_t> post_group_column = std::nullopt, NeuronMask post = {});

/// Another statistic about the same connections. O(neurons).
JobRequest job_request(Statistic statistic, const StatisticsQuestion& question);

}  // namespace cnx
