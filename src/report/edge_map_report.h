#pragma once
// edge_map_report.h — the map of the edge effect as values: how many neurons have their inputs
// where the data is dense, a histogram, the bins as a table.

#include <string>
#include <string_view>
#include <vector>

#include "report/chart.h"
#include "report/statistics_report.h"
#include "report/table.h"

namespace cnx {

struct EdgeMapReport {
  std::string why_not;  // a sentence; the rest is empty then
  std::vector<StatisticLine> lines;
  HistogramChart fractions;  // neurons by the share of their inputs in outer bins, in percent
  // The volume from above: columns are bins of x, rows bins of z.
  HeatMap shares;    // of the inputs in outer bins, mean of the neurons whose somata are there
  HeatMap synapses;  // in each bin; outer bins hatched
  Table bins;        // every bin of the map
};

/// What the map cannot tell, and what it fits.
extern const char* const kEdgeMapCaveat;

/// Precondition: the JSON of worker/edge_map_job.h. O(size of the text).
EdgeMapReport edge_map_report(std::string_view json);

}  // namespace cnx
