#pragma once
// bin_points.h — points of a chart over bins of micrometres: their words, and intervals of means.

#include <string>

#include "report/chart.h"

namespace cnx {

/// "50 to 100 µm"
std::string bin_words(double from_um, double width_um);

/// low and high around y, the mean of n values with this standard deviation: 95 %, never below 0.
void put_mean_interval(LinePoint& point, double sd, double n);

}  // namespace cnx
