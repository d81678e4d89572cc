#pragma once
// motifs_report.h — triads, triangles, clustering and directed simplices as values: lines with
// their n, tables, and what the proofreading makes of them.

#include <optional>
#include <string>
#include <vector>

#include "report/inference_report.h"
#include "report/statistics_report.h"
#include "report/table.h"

namespace cnx {

struct MotifsReport {
  std::vector<StatisticLine> lines;  // triangles, transitivity, clustering
  std::optional<Table> triads;       // of the 16 kinds; none before they are counted
  std::optional<Table> simplices;    // by dimension; none before they are counted
  std::optional<Table> connections;  // by the largest simplex around them; none before
  // The same on analyzable axons alone, where they are counted; of triads that is a column.
  std::optional<Table> simplices_analyzable, connections_analyzable;
  std::string caveat;  // what unproofread axons do to all of this
};

/// Puts the result of a job into the report (worker/triads_job.h, worker/simplices_job.h,
/// worker/participation_job.h): what the
/// JSON has is replaced, the rest stays. Precondition: the JSON of one of these jobs.
void put_motifs(const std::string& json, MotifsReport& report);

/// Triads by kind and directed simplices by dimension as bars, those on analyzable axons behind
/// those of all. With what the random controls have of the same numbers, where they are counted:
/// of a row of `chance` that observed something else nothing is taken. O(rows).
std::vector<NamedBars> motif_charts(const MotifsReport& report, const ChanceReport* chance);

}  // namespace cnx
