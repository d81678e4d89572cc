#include "report/to_svg.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "report/svg_figure.h"
#include "report/svg_writer.h"

using namespace cnx;

namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

/// Every element that is opened is closed, and no text is left that markup could hide in.
void check_well_formed(const std::string& svg) {
  CHECK(svg.find("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/"
                 "svg\"") == 0);
  for (const char* const name : {"svg", "title", "desc", "defs", "pattern", "text", "g"}) {
    CHECK(count_of(svg, std::string("</") + name + ">") ==
          count_of(svg, std::string("<") + name + " ") +
              count_of(svg, std::string("<") + name + ">"));
  }
  CHECK(std::count(svg.begin(), svg.end(), '<') == std::count(svg.begin(), svg.end(), '>'));
  CHECK(count_of(svg, "nan") == 0);
  CHECK(count_of(svg, "inf") == 0);
}

HistogramChart histogram() {
  HistogramChart chart;
  chart.title = "In-degree";
  chart.caption = "n = 3 neurons";
  chart.x_title = "partners";
  chart.y_title = "neurons";
  chart.bars = {0, 5, 9};
  return chart;
}

}  // namespace

TEST_CASE("what stands at the foot of a figure is below all that is drawn, and inside of it") {
  const std::string long_foot =
      "Validity: low: fewer than 1 in 100 of the pairs start at an axon that was proofread, and so "
      "most connections of these neurons are not known to anybody.";
  NamedBars bars;
  bars.title = "Counts";
  bars.bars = {{"a", 1, "1", "a: 1."}};
  HeatMap map;
  map.labels = {"a"};
  map.cells = {HeatCell{1, true}};
  LineChart line;
  line.points = {{0, 1, 1, 1, "", false, 0}, {1, 2, 2, 2, "", false, 0}};
  ControlsChart controls;
  controls.rows.emplace_back();
  controls.rows[0].values = {1, 2};
  SweepChart sweep;
  sweep.panels = {{line, SweepMood::Good, "stable", ""}};
  const auto check = [&](const auto& chart) {
    const auto number_at = [](const std::string& svg, std::size_t from, const char* name) {
      const std::string key = std::string(" ") + name + "=\"";
      return std::stod(svg.substr(svg.find(key, from) + key.size()));
    };
    const std::string svg = to_svg(chart, {}, long_foot), plain = to_svg(chart, {});
    check_well_formed(svg);
    const double height = number_at(svg, svg.find("<svg"), "height");
    const double plain_height = number_at(plain, plain.find("<svg"), "height");
    double last = plain_height;
    for (const std::string& words : lines_of(long_foot, 88)) {
      const std::size_t at = svg.find(">" + words + "</text>");
      REQUIRE(at != std::string::npos);
      const double y = number_at(svg, svg.rfind("<text", at), "y");
      CHECK(y >= last + 12);
      CHECK(y < height);
      last = y;
    }
  };
  check(histogram());
  check(bars);
  check(map);
  check(line);
  check(controls);
  check(sweep);
}

TEST_CASE("a histogram has a bar for every bin that is not empty, and its words as text") {
  const std::string svg = to_svg(histogram(), std::vector<std::string>{"View: x & y"});
  check_well_formed(svg);
  CHECK(count_of(svg, "fill=\"#2f6fb3\"") == 2);
  for (const char* const words : {">In-degree<", ">n = 3 neurons<", ">partners<", ">neurons<",
                                  "<desc>View: x &amp; y</desc>"}) {
    CHECK(count_of(svg, words) >= 1);
  }
  HistogramChart empty = histogram();
  empty.bars.clear();
  check_well_formed(to_svg(empty, {}));
  HistogramChart deep = histogram();
  deep.first = -3;
  CHECK(count_of(to_svg(deep, {}), ">−1<") == 1);
  HistogramChart two = histogram();
  two.other = {1, 0, 1};  // 7 of 14 in each: below the highest bar
  const std::string steps = to_svg(two, {});
  check_well_formed(steps);
  CHECK(count_of(svg, "#1a1a1a\" stroke-width=\"2\"") == 0);
  CHECK(count_of(steps, "#1a1a1a\" stroke-width=\"2\"") == 3);
  CHECK(two.steps() == std::vector<double>{7, 0, 7});
  CHECK(two.tallest() == 9);
}

TEST_CASE("bars with names are as long as their values") {
  NamedBars chart;
  chart.title = "Inputs by class";
  chart.x_title = "synapses";
  chart.bars = {{"23P", 200, "200", ""}, {"<b>&\"", 100, "100", ""}, {"none", 0, "0", ""}};
  const std::string svg = to_svg(chart, {});
  check_well_formed(svg);
  CHECK(count_of(svg, "width=\"306\"") == 1);
  CHECK(count_of(svg, "width=\"153\"") == 1);
  CHECK(count_of(svg, ">&lt;b&gt;&amp;&quot;<") == 1);
  chart.bars.clear();
  check_well_formed(to_svg(chart, {}));
}

TEST_CASE("an axis of powers of ten has no bar for zero, and one for the least count") {
  NamedBars chart;
  chart.scale = BarScale::Log;
  chart.bars = {{"a", 0, "0", ""}, {"b", 1, "1", ""}, {"c", 20000, "20,000", ""}};
  chart.bars[2].expected = 0.04;  // less than any count
  chart.bars[2].low = -0.1;
  chart.bars[2].high = 0.2;
  const BarAxis axis = bar_axis(chart, 10);
  CHECK(axis.ticks == std::vector<double>{0.01, 0.1, 1, 10, 100, 1000, 10000, 100000});
  CHECK(axis.bar(0).first == axis.bar(0).second);
  CHECK(axis.bar(0.01).second > 0);
  CHECK(axis.share(100000) == 1);
  CHECK(axis.share(-3) == 0);
  // Equal factors are equally long.
  CHECK(axis.share(100) - axis.share(10) == doctest::Approx(axis.share(1) - axis.share(0.1)));
  CHECK(bar_axis(chart, 3).ticks == std::vector<double>{0.01, 10, 10000});
  chart.expected_name = "mean of 99 random controls";
  chart.spread_name = "mean ± sd";
  const std::string svg = to_svg(chart, {});
  check_well_formed(svg);
  CHECK(count_of(svg, "fill=\"#2f6fb3\"") == 2);  // of three bars
  CHECK(count_of(svg, "fill=\"#c9d3de\"") == 1);
  CHECK(count_of(svg, ">| mean of 99 random controls; light: mean ± sd<") == 1);
  CHECK(count_of(svg, ">10,000<") == 1);
  chart.bars.assign(1, {"none", 0, "0", ""});
  check_well_formed(to_svg(chart, {}));
  CHECK(bar_axis(chart, 5).ticks == std::vector<double>{1, 10});
}

TEST_CASE("bars to either side of zero have a zero line, and long names their own line") {
  NamedBars chart;
  chart.scale = BarScale::Axis;
  chart.bars = {{"a", -3.2, "−3.2", ""}, {"b", 1, "1.0", ""}};
  const BarAxis axis = bar_axis(chart, 5);
  CHECK(axis.from == -4);
  CHECK(axis.to == 1);
  CHECK(axis.bar(-3.2).second == axis.share(0));
  CHECK(axis.bar(1).first == axis.share(0));
  CHECK(axis.share(0) == doctest::Approx(0.8));
  CHECK(count_of(to_svg(chart, {}), ">−4<") == 1);
  CHECK(count_of(to_svg(chart, {}), "text-anchor=\"end\"") == 2);
  chart.bars[0].label = "Shared sources over expected, unconnected pairs";
  const std::string svg = to_svg(chart, {});
  check_well_formed(svg);
  CHECK(count_of(svg, "text-anchor=\"end\"") == 0);
}

TEST_CASE("a heat map colors what is defined and hatches what is uncertain") {
  HeatMap chart;
  chart.title = "Connection probability";
  chart.row_title = "pre";
  chart.column_title = "post";
  chart.labels = {"a", "b"};
  chart.cells.resize(4);
  chart.cells[0] = {0.5, true, false, "50 %", ""};
  chart.cells[3] = {1.0, true, true, "100 %", ""};
  chart.max_value = 1;
  const std::string svg = to_svg(chart, {});
  check_well_formed(svg);
  CHECK(count_of(svg, "fill=\"#fdea45\"") == 1);  // the lightest; the bar of colors ends beside it
  CHECK(count_of(svg, "url(#hatch)") == 1);
  CHECK(count_of(svg, ">50 %<") == 1);
  CHECK(count_of(svg, ">100 %<") == 2);  // the other one is where the bar of colors ends
  check_well_formed(to_svg(HeatMap{}, {}));
  // A row of three columns, and a column of very many rows.
  chart.labels = {"one row"};
  chart.column_labels = {"x", "y", "z"};
  chart.cells.assign(3, {0.5, true, false, "50 %", ""});
  const std::string wide = to_svg(chart, {});
  check_well_formed(wide);
  CHECK(count_of(wide, ">50 %<") == 3);
  CHECK(count_of(wide, ">one row<") == 1);
  for (const char* label : {">x<", ">y<", ">z<"}) CHECK(count_of(wide, label) == 1);
  chart.labels.assign(1000, "r");
  chart.column_labels = {"c"};
  chart.cells.assign(1000, {0.5, true, false, "50 %", ""});
  const std::string tall = to_svg(chart, {});
  check_well_formed(tall);
  CHECK(count_of(tall, ">r<") == 1000);
  CHECK(count_of(tall, ">c<") == 1);
  // A long caption is on several lines, and long names of the axes are above the labels.
  chart.caption =
      "n = 5,000 neurons, rows by tentative_region (4), columns by class (11); contacts of a "
      "neuron with itself are left out. Rows send, columns receive.";
  chart.row_title = "pre: tentative_region";
  const std::string named = to_svg(chart, {});
  check_well_formed(named);
  CHECK(count_of(named, "columns by class (11); contacts of a<") == 1);
  CHECK(count_of(named, ">neuron with itself are left out. Rows send, columns receive.<") == 1);
  CHECK(count_of(named, ">pre: tentative_region ↓  post →<") == 1);
}

TEST_CASE("cells of low q have a mark, and the bar of colors of a ratio one at 1") {
  HeatMap chart;
  chart.labels = {"a", "b"};
  chart.cells.resize(4);
  chart.cells[0] = {2, true, false, "2 ×", ""};
  chart.cells[1] = {1, true, false, "1 ×", ""};
  chart.cells[3].q = 0.001;  // of no value
  chart.max_value = 2;
  chart.cells[0].q = chart.cells[1].q = 0.05;
  std::string svg = to_svg(chart, {});
  CHECK(count_of(svg, "<polygon") == 0);
  CHECK(svg.find("Corner") == std::string::npos);
  CHECK(svg.find(">2 ×<") != std::string::npos);
  CHECK(count_of(svg, ">1<") == 0);
  chart.cells[1].q = 0.049;
  chart.bar_mark = 1;
  svg = to_svg(chart, {});
  check_well_formed(svg);
  CHECK(count_of(svg, "<polygon") == 1);
  CHECK(svg.find("empty: none. Corner: q below 0.05.<") != std::string::npos);
  CHECK(count_of(svg, ">1<") == 1);
  CHECK(chart.bar_mark_share() == 0.5);
  chart.max_value = 0.9;  // the bar ends before
  CHECK_FALSE(chart.bar_mark_share().has_value());
  CHECK(count_of(to_svg(chart, {}), ">1<") == 0);
}

TEST_CASE("a whole number stands below the middle of its bar, any other at its place") {
  HistogramChart chart = histogram();  // bars of 0, 1 and 2
  chart.bin_width = 1;
  chart.mark = 1;
  CHECK(chart.share_of(0) == doctest::Approx(1 / 6.0));
  CHECK(chart.share_of(1) == doctest::Approx(0.5));
  CHECK(count_of(to_svg(chart, {}), "x1=\"304\"") == 2);  // the tick and the mark, in the middle
  CHECK(count_of(to_svg(chart, {}), ">2<") == 1);
  CHECK(count_of(to_svg(chart, {}), ">3<") == 0);  // there is no bar of 3
  chart.whole = false;
  CHECK(chart.share_of(1) == doctest::Approx(1 / 3.0));
  CHECK(count_of(to_svg(chart, {}), ">3<") == 1);  // where the axis ends
}

TEST_CASE("a point beyond the axis is an arrow, and no value is drawn that it has not") {
  LineChart line;
  line.bin_width = 1;
  line.points = {LinePoint{0, 1, 1, 1, {}, false, 0}, LinePoint{1, 1, 1, 1, {}, false, 0}};
  line.second = {LinePoint{0, 0.5, 0, 0, {}, false, 0}, LinePoint{1, 10, 0, 0, {}, true, 0},
                 LinePoint{2, 0.5, 0, 0, {}, false, 0}};
  const std::string svg = to_svg(line, {});
  check_well_formed(svg);
  CHECK(count_of(svg, "<polygon") == 2);          // the band, and the arrow
  CHECK(count_of(svg, "stroke-dasharray") == 3);  // up to the edge, back from it, and the legend
}

TEST_CASE("a band beyond the axis has an arrow at the edge, and the figure says what that is") {
  LineChart line;
  line.points = {LinePoint{0, 1, 0.5, 1.5, {}, false, 0}, LinePoint{1, 1, 0.5, 9, {}, true, 0},
                 LinePoint{2, 1, -4, 9, {}, true, 0}, LinePoint{3, 7, 6, 9, {}, true, 0}};
  std::string svg = to_svg(line, {});
  check_well_formed(svg);
  CHECK(count_of(svg, "stroke-width=\"1.4\"") == 3);  // up twice, and once down
  CHECK(svg.find(kCutBands) != std::string::npos);
  line.points.resize(1);
  svg = to_svg(line, {});
  CHECK(count_of(svg, "stroke-width=\"1.4\"") == 0);
  CHECK(svg.find(kCutBands) == std::string::npos);
}

TEST_CASE("nothing of a long caption, a long name or a long verdict lies outside the figure") {
  CHECK(lines_of("", 5) == std::vector<std::string>{""});
  CHECK(lines_of("one two three", 7) == std::vector<std::string>{"one two", "three"});
  // Words that are longer stay whole; characters count, not bytes.
  CHECK(lines_of("µm µm immeasurable x", 5) ==
        std::vector<std::string>{"µm µm", "immeasurable", "x"});
  CHECK(lines_of("it is 42 % above", 8) == std::vector<std::string>{"it is", "42 %", "above"});

  LineChart line;
  line.title = "Connection probability";
  for (int word = 0; word < 40; ++word) line.caption += "word" + std::to_string(word) + " ";
  line.points = {LinePoint{5, 0.1, 0, 0.2, {}, false, 0},
                 LinePoint{15, 0.2, 0.1, 0.3, {}, false, 0}};
  line.bin_width = 10;
  line.name = "connection probability, with its 95 % interval (Wilson), of all pairs";
  line.curve = {LinePoint{0, 0.1, 0, 0, {}, false, 0}, LinePoint{10, 0.2, 0, 0, {}, false, 0}};
  line.curve_name = "fit";
  const std::string svg = to_svg(line, {});
  check_well_formed(svg);
  CHECK(count_of(svg, "word39<") == 1);
  CHECK(count_of(svg, "word0 ") == 1);
  CHECK(count_of(svg, "translate(0 45)") == 1);  // four lines: all else is three lower
  CHECK(count_of(svg, "height=\"403\"") >= 1);   // 340, 45, and a second row of the legend

  SweepChart sweep;
  sweep.panels.resize(1);
  sweep.panels[0].word = "changes";
  sweep.panels[0].sentence =
      "at a minimum of 7 it is 42 % above the value in use, and nobody knows why";
  const std::string panels = to_svg(sweep, {});
  check_well_formed(panels);
  CHECK(count_of(panels, "<g ") == 0);
  CHECK(count_of(panels, ">changes: at a minimum of 7 it is 42 %<") == 1);
}

TEST_CASE("text of a stranger stays text, and a number that is none becomes zero") {
  CHECK(xml_text("a<b>&\"c\"\n\x01") == "a&lt;b&gt;&amp;&quot;c&quot; \xef\xbf\xbd");
  SvgWriter svg(10, 10, "t", {});
  const double bad[] = {std::numeric_limits<double>::quiet_NaN(), 1, -0.001, 2.5};
  svg.polyline(bad, 0xff);
  const std::string text = std::move(svg).finish();
  CHECK(count_of(text, "points=\"0,1 0,2.5\"") == 1);
  check_well_formed(text);
}
