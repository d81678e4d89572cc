#pragma once
// chart.h — charts as values; the screen, a figure and the text mirror draw the same one.

#include <cstdint>
#include <string>
#include <vector>

namespace cnx {

/// Bars over integer bins: bin i covers [first + i * bin_width, first + (i + 1) * bin_width).
struct HistogramChart {
  std::string title;    // "Out-degree"
  std::string caption;  // "n = 4,732 neurons, mean 82.1, median 61, largest 907"
  std::string x_title;  // "partners inside the selection"
  std::string y_title;  // "neurons"
  std::uint32_t bin_width = 1;
  std::vector<std::uint64_t> bars;
  std::int64_t first = 0;

  bool operator==(const HistogramChart&) const = default;
};

/// A bar with a name.
struct NamedBar {
  std::string label;
  double value = 0;     // its length
  std::string text;     // "1,234"
  std::string tooltip;  // what it counts: a full sentence

  bool operator==(const NamedBar&) const = default;
};

/// Bars for categories, one below the other, the longest first as a rule.
struct NamedBars {
  std::string title, caption;
  std::string x_title;  // what the length counts: "synapses"
  std::vector<NamedBar> bars;

  bool operator==(const NamedBars&) const = default;
};

/// A cell of a heat map.
struct HeatCell {
  double value = 0;        // what the colour shows
  bool defined = false;    // false: nothing to divide by; drawn empty
  bool uncertain = false;  // small n: drawn hatched
  std::string text;        // "3.2 %"
  std::string tooltip;     // value, n, interval, validity: full sentences

  bool operator==(const HeatCell&) const = default;
};

struct HeatMap {
  std::string title, caption;
  std::string row_title, column_title;  // "pre", "post"
  std::vector<std::string> labels;      // rows and columns are the same groups
  std::vector<HeatCell> cells;          // [labels * labels], row-major
  double max_value = 0;                 // of the defined cells

  bool operator==(const HeatMap&) const = default;
};

}  // namespace cnx
