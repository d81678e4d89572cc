#pragma once
// sites_report.h — synapses one by one as values: lines with their n, histograms, a matrix of each
// number by class, all of it as a table.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/chart.h"
#include "report/statistics_report.h"
#include "report/table.h"
#include "view/view_state.h"

namespace cnx {

struct SitesReport {
  std::string why_not;  // a sentence where the dataset has no such synapses; the rest is empty then
  std::string partial;  // how many synapses were not found in their tiles; usually empty
  std::vector<StatisticLine> lines;  // size, near the soma, of several, clumped
  HistogramChart sizes;              // synapses by size; no bars: the dataset has no sizes
  HistogramChart distances;          // synapses by distance from the soma; no bars: no positions
  LineChart by_distance;             // mean size by distance of the somata; no points: not known
  std::vector<HeatMap> matrices;     // over the classes that have a synapse; what is known of them
  Table blocks;                      // every number of every block

  /// The sizes of a block, in the bars of `sizes`.
  struct BlockSizes {
    std::string caption;
    std::vector<std::uint64_t> bars;
    std::vector<std::uint64_t> analyzable;            // of analyzable axons; empty: nobody says
    std::uint64_t beyond = 0, analyzable_beyond = 0;  // larger ones, which have no bar
  };
  std::vector<std::string> classes;     // that have a synapse, in the order of the matrices
  std::vector<BlockSizes> block_sizes;  // [classes * classes], row-major; empty: no sizes
};

/// The sizes of the synapses of one block, in bars as wide as those of all; none where there is no
/// such block. O(classes + bars).
std::optional<HistogramChart> block_histogram(const SitesReport& report, const GroupBlock& block);

/// What none of these numbers can tell.
extern const char* const kSitesCaveat;

/// The result of a job. Precondition: the JSON of worker/synapses_job.h, about one set of classes.
/// O(size of the text).
SitesReport sites_report(std::string_view json);

/// Draws sizes by distance of other neurons into the chart of these. Where a report says why there
/// are no synapses nothing changes. O(points).
void put_sizes_beside(SitesReport& report, const SitesReport& other, const std::string& name);

}  // namespace cnx
