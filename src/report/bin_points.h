#pragma once
// bin_points.h — points of a chart over bins of micrometres: their words, and intervals of means.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/chart.h"

namespace cnx {

/// What is measured between two somata, by its word (worker/job_options.h), as the title of an
/// axis.
std::string distance_words(std::string_view measure);

/// "50 to 100 µm"
std::string bin_words(double from_um, double width_um);

/// low and high around y, the mean of n values with this standard deviation: 95 %, never below 0.
void put_mean_interval(LinePoint& point, double sd, double n);

/// Draws the points of another chart over the same bins as those of other neurons, and says how
/// many they are. A chart without a title gets that of the other.
void draw_beside(LineChart& chart, const LineChart& more, const std::string& name);

/// Draws the counts of those from analyzable axons over the bars of all, where there are any and
/// they are not the same; the caption says how many. `thing`: "synapse". O(bars).
void draw_analyzable_over(HistogramChart& chart, std::vector<std::uint64_t> counts,
                          const char* thing, const char* name = "from analyzable axons");

}  // namespace cnx
