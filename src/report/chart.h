#pragma once
// chart.h — charts as values; the screen, a figure and the text mirror draw the same one.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cnx {

/// In the caption of a histogram, what its steps are of stands behind these words.
inline constexpr const char* kStepsAreOf = "; line: the shape of ";

/// Bars over integer bins: bin i covers [first + i * bin_width, first + (i + 1) * bin_width).
struct HistogramChart {
  std::string title;    // "Out-degree"
  std::string caption;  // "n = 4,732 neurons, mean 82.1, median 61, largest 907"
  std::string x_title;  // "partners inside the selection"
  std::string y_title;  // "neurons"
  std::uint32_t bin_width = 1;
  std::vector<std::uint64_t> bars;
  std::int64_t first = 0;
  std::optional<double> mark = std::nullopt;  // an upright line across the bars, on the x axis
  std::string mark_name = {};                 // what it stands for
  /// Values are whole numbers: k stands in the middle of [k, k + 1). False: any numbers.
  bool whole = true;
  // [bars] Counts of others in the same bins, drawn as steps over the bars; empty: none.
  std::vector<std::uint64_t> other = {};
  std::string other_name = {};                 // "from analyzable axons"
  std::uint64_t beyond = 0, other_beyond = 0;  // larger values, which have no bar

  /// Where a value stands on the axis, from 0 at its left end to 1 at its right one.
  double share_of(double value) const {
    return (value + (whole ? 0.5 : 0) - static_cast<double>(first)) / static_cast<double>(span());
  }
  /// Of all bars, in values.
  std::int64_t span() const {
    return static_cast<std::int64_t>(bars.size() * std::uint64_t{bin_width});
  }
  /// How high the steps of the others are: as if they were as many as those in the bars, so that
  /// the two are compared by shape. O(bars).
  std::vector<double> steps() const;
  /// Of the bars and the steps. Precondition: there are bars. O(bars).
  std::uint64_t tallest() const;

  bool operator==(const HistogramChart&) const = default;
};

/// A bar with a name.
struct NamedBar {
  std::string label;
  double value = 0;     // its length
  std::string text;     // "1,234"
  std::string tooltip;  // what it counts: a full sentence
  // What is expected, as an upright line, and how far that spreads, behind the bar; low = high:
  // not.
  std::optional<double> expected = std::nullopt;
  double low = 0, high = 0;

  bool operator==(const NamedBar&) const = default;
};

/// Plain: from zero, and the numbers stand behind the bars. Axis: with ticks, to either side of
/// zero. Log: an axis of powers of ten, on which zero has no bar.
enum class BarScale : std::uint8_t { Plain, Axis, Log };

/// Bars for categories, one below the other, the longest first as a rule.
struct NamedBars {
  std::string title, caption;
  std::string x_title;  // what the length counts: "synapses"
  std::vector<NamedBar> bars;
  BarScale scale = BarScale::Plain;
  std::string expected_name = {};  // "mean of 99 random controls"; empty: no bar has any
  std::string spread_name = {};    // "mean ± sd"

  /// "| mean of 99 random controls; light: mean ± sd"
  std::string legend() const {
    return "| " + expected_name + (spread_name.empty() ? "" : "; light: " + spread_name);
  }

  bool operator==(const NamedBars&) const = default;
};

/// The axis of named bars. Of Plain, without ticks.
struct BarAxis {
  bool log = false;
  double from = 0, to = 1;  // of a log axis, exponents
  std::vector<double> ticks;

  /// Where a value stands: 0 at the left end, 1 at the right one, and never beyond.
  double share(double value) const;
  /// From where to where a bar is drawn; equal: it has none.
  std::pair<double, double> bar(double value) const;
  /// "0.5", "10,000", "10 million".
  static std::string tick_text(double tick);
};
/// At most about so many ticks. O(bars).
BarAxis bar_axis(const NamedBars& chart, double most_ticks);

/// Below it a q, p corrected for many tests, is marked.
inline constexpr double kRemarkableQ = 0.05;
/// What the mark of a cell means.
inline constexpr const char* kRemarkableCell = "q below 0.05";

/// A cell of a heat map.
struct HeatCell {
  double value = 0;          // what the colour shows
  bool defined = false;      // false: nothing to divide by; drawn empty
  bool uncertain = false;    // small n: drawn hatched
  std::string text = {};     // "3.2 %"
  std::string tooltip = {};  // value, n, interval, validity: full sentences
  // For the table behind the map.
  std::uint64_t n = 0;           // what the value rests on, counted in HeatMap::n_title
  double low = 0, high = 0;      // its 95 % interval; both 0: none
  std::optional<double> q = {};  // p corrected for all cells
  // The same on analyzable axons alone, and what that rests on.
  std::optional<double> analyzable = {};
  std::uint64_t analyzable_n = 0;

  /// Whether it has a mark in its corner.
  bool remarkable() const { return defined && q && *q < kRemarkableQ; }
  bool operator==(const HeatCell&) const = default;
};

struct HeatMap {
  std::string title, caption;
  std::string row_title, column_title;           // "pre", "post"
  std::vector<std::string> labels;               // of the rows
  std::vector<HeatCell> cells;                   // [rows * columns], row-major
  double max_value = 0;                          // where the colors end; see set_color_end()
  std::string hatched = "fewer than 100 pairs";  // what `uncertain` means
  std::string n_title = {};                      // "ordered pairs"; empty: cells do not say their n
  // None: the columns are the groups of the rows.
  std::optional<std::vector<std::string>> column_labels = std::nullopt;

  // Of ratios: 1, where a cell is as expected. It is marked on the bar of colors as far as that
  // reaches.
  std::optional<double> bar_mark = std::nullopt;

  /// Whether any cell has a mark in its corner. O(cells).
  bool any_remarkable() const;
  /// Where bar_mark stands on the bar of colors, from 0 to 1; none: it does not reach there.
  std::optional<double> bar_mark_share() const;
  const std::vector<std::string>& columns() const {
    return column_labels ? *column_labels : labels;
  }

  bool operator==(const HeatMap&) const = default;
};

/// Colors end at the largest cell that is not uncertain, or at the largest of all where all are:
/// what rests on little would else take the contrast from the others. O(cells).
void set_color_end(HeatMap& map);

/// A point of a line, with the ends of its interval.
struct LinePoint {
  double x = 0, y = 0;
  double low = 0, high = 0;  // low <= y <= high
  std::string tooltip;       // value, n, interval: full sentences
  bool faint = false;        // rests on too little: drawn as a ring
  std::uint64_t n = 0;       // what the value rests on, counted in LineChart::n_title

  bool operator==(const LinePoint&) const = default;
};

/// A number of the data against the same of random controls, whose mean is a point of a line.
/// NaN: none.
struct LineTest {
  double sd = 0, z = 0, p = 0, q = 0;  // of the controls; q is p corrected for all points

  bool operator==(const LineTest&) const = default;
};

/// A line with a band around it, over bins of equal width; bins without a value have no point.
struct LineChart {
  std::string title, caption;
  std::string x_title, y_title;   // with units
  bool percent = false;           // y is a share from 0 to 1, written as percent
  std::string n_title;            // "ordered pairs"; empty: points do not say their n
  double bin_width = 1;           // of x
  std::string name;               // of the first line, when the others do not tell what it is
  std::vector<LinePoint> points;  // rising in x
  std::vector<LineTest> tests;    // [points] or empty
  std::vector<LinePoint> second;  // another line, dashed; may be empty
  std::string second_name;        // "analyzable axons alone"
  std::vector<LinePoint> other;   // as points, of other neurons, with its own band; may be empty
  std::string other_name;         // "set L5"
  std::vector<LinePoint> curve;   // a fitted curve, without intervals; may be empty
  std::string curve_name;         // "0.14 exp(-d / 75 µm)"

  bool operator==(const LineChart&) const = default;
};

/// Ends and ticks of the axes of a line chart; y begins at 0, or below where values are.
struct LineAxes {
  double x0 = 0, x1 = 1, x_step = 1;
  double y0 = 0, y1 = 1, y_step = 1;  // y0 and y1 are ticks

  double first_x_tick() const;
  /// Where a value stands: 0 at the lower end of the axis, 1 at the upper one, beyond outside.
  double y_share(double y) const { return (y - y0) / (y1 - y0); }
  bool shows(double y) const { return y0 <= y && y <= y1; }
  /// Whether the band of a point goes on above the axis, or below it, where it is cut off; drawn as
  /// an arrow at the edge. Its point may lie there, too.
  bool cuts_above(const LinePoint& point) const;
  bool cuts_below(const LinePoint& point) const;
  /// From y0 to y1; that of zero is 0.
  std::vector<double> y_ticks() const;
};
/// A histogram as the share of all values that are at most as large, at the end of each bar; the
/// others as the second line. Values without a bar count as larger. No points without bars.
/// O(bars).
LineChart cumulative(const HistogramChart& chart);

/// Ticks of y on the screen, and so in the words about it.
inline constexpr double kScreenYTicks = 3;

/// Whether the axes cut the band of a point, of any line that has bands.
bool cuts_bands(const LineChart& chart, const LineAxes& axes);
/// In the legend of such a chart.
inline constexpr const char* kCutBands = "arrows: the band goes beyond";
/// "its band goes beyond the axis, which ends at 5 %"; empty where point and band are seen
/// whole.
std::string beyond_words(const LineChart& chart, const LineAxes& axes, const LinePoint& point);

/// "5 %" or "1.5".
std::string y_tick_text(const LineChart& chart, double y);
/// At most about so many ticks; steps are 1, 2 or 5 times a power of ten. The axis holds all
/// points but faint ones: drawing shows of those beyond it that they are there. O(points).
LineAxes line_axes(const LineChart& chart, double y_ticks, double x_ticks);

/// A number of the data against the same number of random controls.
struct ControlsRow {
  std::string name;  // "Reciprocal pairs"
  double observed = 0, mean = 0, sd = 0;
  std::vector<double> values;  // by control
  std::string text;            // "3,405 (controls 3,391 ± 58), z = 0.2, p = 0.8"
  bool remarkable = false;     // p of this row, corrected for all rows, is below 0.05
  std::string low_text = {}, high_text = {};  // what stands at the ends of its axis, with its unit
  double z = 0, p = 0, q = 0;                 // NaN: none; q is p corrected for all rows
  std::string unit = {};  // of observed, mean, sd and values, where there is one

  bool operator==(const ControlsRow&) const = default;
};

/// From the smallest to the largest of a row's numbers; both 0 when there is none. O(values).
std::pair<double, double> controls_range(const ControlsRow& row);

/// Each row has an axis of its own, from its smallest to its largest number.
struct ControlsChart {
  std::string title, caption;
  std::vector<ControlsRow> rows;

  bool operator==(const ControlsChart&) const = default;
};

/// What became of a number in a sweep. `word` says it: "stable", "changes", "too few".
enum class SweepMood : std::uint8_t { Good, Bad, Open };
struct SweepPanel {
  LineChart line;  // without caption
  SweepMood mood = SweepMood::Open;
  std::string word;
  std::string sentence;  // "largest change −29.5 %, at 3 synapses or more"; may be empty

  bool operator==(const SweepPanel&) const = default;
};

/// Small multiples: several numbers over the same versions of a network, one below the other.
struct SweepChart {
  std::string title, caption;
  std::vector<SweepPanel> panels;

  bool operator==(const SweepChart&) const = default;
};

}  // namespace cnx
