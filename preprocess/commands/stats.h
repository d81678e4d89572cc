#pragma once
// stats.h — `connectoscope stats DIR`: the statistics of the page, from the same tiles by the
// same engine, on the command line.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/usual_counts.h"

namespace cnx {

struct StatsOptions {
  std::string directory;           // a folder of tiles with manifest.json
  bool json = false;               // one JSON object (worker/statistics_json.h), not a table
  std::vector<std::string> where;  // "class=23P,4P": see where_clause.h; all of them must hold
  std::string where_ids;           // a file of ids (stats_ids.h), "-": stdin; empty: not by ids
  std::string group_by;            // column of the class matrix; empty: the cell class, if any
  std::vector<std::string>
      and_where_post;  // clauses of the post side; `where` is then the pre side
  // Clauses of set B, that set A, `where`, is compared with; empty: no second set. Where either has
  // a post side A and B are blocks, and one without is that of its own neurons.
  std::vector<std::string> and_where_b, and_where_b_post;
  std::string post_group_by;       // column of the matrix's columns; empty: as group_by
  std::uint32_t min_synapses = 1;  // connections with fewer do not count
  // Nor do connections of smaller synapses, on average and in sum; voxels.
  std::uint32_t min_mean_size = 0, min_size_sum = 0;
  std::vector<std::string> only;  // of stats_parts(); empty: all of them but the random controls
  std::uint32_t bin_um = 50;      // of distances; at least 1
  std::string measure = "soma";   // of stats_measures()
  std::string null_model;  // of stats_null_models(): random controls are drawn; empty: rewired
  std::optional<std::uint32_t> controls;  // 1 .. kMaxStatsControls; none: as many as is usual
  std::uint32_t seed = 1;
  std::vector<std::string> statistics;  // of stats_measures_of_controls(): of each control too
  bool null_triads = false;             // "triads" of them
  std::string match;                    // column of numbers for "neurons"; empty: as many a class
  // Of the groups, 1 .. 100 percent; none: the published one of the cell classes.
  std::optional<std::uint32_t> label_accuracy;
  std::uint32_t thresholds = kUsualThresholds;  // 2 .. kMaxStatsThresholds
  std::uint32_t thickness_um = 300;             // of a virtual slice, 1 .. kMaxStatsSlice_um
  std::uint32_t patched = 12;            // neurons of a virtual experiment, 2 .. kMaxStatsPatched
  std::uint32_t spread_um = 100;         // how far apart, 1 .. kMaxStatsSpread_um
  std::optional<std::uint32_t> repeats;  // experiments, 1 .. kMaxStatsControls; none: the usual
  std::uint32_t near_um = 50;            // of the soma, for synapses, 1 .. kMaxStatsSite_um
  std::uint32_t clump_um = 15;           // of another synapse of the connection, the same
  bool each_connection = false;          // a CSV of the connections (--only participation)
  bool each_neuron = false;              // a CSV of the neurons (--only structure, simplices)
  bool python = false;             // print a program that counts the same (report/to_python.h)
  std::vector<std::string> given;  // options that were typed: "--controls"
};

/// Whether A and B are blocks of connections and not sets.
inline bool compares_blocks(const StatsOptions& options) {
  return !options.and_where_b.empty() &&
         (!options.and_where_post.empty() || !options.and_where_b_post.empty());
}

/// What --only can name: "counts", "degrees", "classes", "triads", …
std::vector<std::string> stats_parts();

/// What --measure and --null can name.
std::vector<std::string> stats_measures();
std::vector<std::string> stats_null_models();
/// What --statistics can name.
std::vector<std::string> stats_measures_of_controls();
inline constexpr std::uint32_t kMaxStatsControls = 10'000, kMaxStatsThresholds = 100;
inline constexpr std::uint32_t kMaxStatsSlice_um = 1'000'000, kMaxStatsPatched = 100,
                               kMaxStatsSpread_um = 10'000, kMaxStatsSite_um = 10'000;

/// Counts the sub-network of the neurons that pass every clause, and are in the list of ids, and
/// prints to stdout. Every tile that is read is checked against the manifest's hash. Options that
/// no part looks at are said on stderr. Returns kExitDone, or with one sentence on stderr:
/// kExitUsage (a clause or column or list of ids that is not understood, or has no neuron of the
/// dataset; options that do not go together; before any tile is read but for what --python cannot
/// say), kExitUnreadable (a file is not there or cannot be read), kExitWrongInput (the folder is
/// not what its manifest promises). O(neurons + connections) time, and what each part needs
/// (docs/statistics.md); memory: 16 bytes a connection, 4 more where sizes are asked for, and 8
/// bytes a value.
int run_stats(const StatsOptions& options);

}  // namespace cnx
