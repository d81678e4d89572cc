#pragma once
// stats_text.h — statistics as a page of text for a terminal: every number with its n.

#include <span>
#include <string>

#include "dataset/pair_validity.h"
#include "format/manifest.h"
#include "worker/engine.h"

namespace cnx {

struct StatsTextInput {
  std::string chosen_by;           // the clauses, for people; empty: all neurons
  std::string group_column;        // name of the column of the matrix; empty: not grouped
  std::string groups_why_not;      // why it is not, a sentence, where there are classes
  PairValidity validity;           // of the pairs that are counted
  std::string post_chosen_by;      // the clauses of the post side; empty: the same neurons
  std::uint32_t min_synapses = 1;  // connections with fewer were not counted
  SizeLimits sizes;                // nor those of smaller synapses
  // The statistics of the network on analyzable axons, or why there are none.
  const LocalStatistics* analyzable = nullptr;
  std::string analyzable_why_not;
};

/// Lines with a line feed at the end of each, about 100 columns wide. The matrix
/// shows the groups that have a neuron, when they are twelve or fewer; else a line says where to
/// find it. `group_names` [group_count], `post_group_names` [post_group_count] or empty.
std::string stats_text(const Manifest& manifest, const StatsTextInput& input,
                       const StatisticsReply& reply, std::span<const std::string> group_names,
                       std::span<const std::string> post_group_names);

}  // namespace cnx
