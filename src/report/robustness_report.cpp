#include "report/robustness_report.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/json.h"
#include "report/analyzable_words.h"
#include "report/bin_points.h"
#include "report/measure_words.h"
#include "report/numbers.h"
#include "view/view_state.h"

namespace cnx {

const char* const kStabilityRule =
    "Stable: no version is farther than 20 % from the value in use. Only versions in which 100 "
    "events or more are expected are judged; rings are not. It says nothing of what all versions "
    "have in common, such as axons that nobody proofread.";

const char* const kWrongLabels = "With labels that may be wrong";

namespace {

/// How a statistic is written, and what of it is counted.
struct StatisticWords {
  std::string key;
  std::string title;
  bool percent;
  const char* unit;
};
/// Of the statistics of a sweep: the main ones, then more numbers of a network that were asked for.
std::vector<StatisticWords> words_of(const Json& sweep) {
  std::vector<StatisticWords> words = {
      {"connection_probability", "Connection probability", true, ""},
      {"mean_out_degree", "Mean out-degree", false, ""},
      {"reciprocity_over_chance", "Reciprocity / chance", false, " ×"},
      {"transitivity", "Transitivity", true, ""},
      {"closure_over_chance", "Closure / chance", false, " ×"},
  };
  const std::size_t main = words.size();
  for (const auto& [key, told] : sweep["statistics"].items()) {
    const auto known = [&name = key](const StatisticWords& one) { return one.key == name; };
    if (std::any_of(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(main), known)) {
      continue;
    }
    words.push_back({key, measure_title(key), measure_is_share(key), ""});
  }
  return words;
}

/// How the versions of a sweep are called.
struct VersionWords {
  const char* title;
  const char* x_title;
  double bin_width;
  std::string (*name)(double x);  // "3 synapses or more"
};

std::string value_text(const StatisticWords& words, double value) {
  return words.percent ? percent_text(value) : short_number(value) + words.unit;
}

std::string change_text(double change) {
  const std::string size = decimal_text(std::fabs(100 * change), 1) + " %";
  return (change < 0 ? "−" : "+") + size;
}

std::string point_text(const StatisticWords& words, const LinePoint& point, const Json& sweep,
                       std::size_t version, const std::string& name) {
  std::string text = name + ": " + value_text(words, point.y);
  if (point.low != point.high) {
    text += words.percent ? " (95 % interval " +
                                percent_with_interval(point.y, point.low, point.high).interval + ")"
                          : " (95 % interval " + short_number(point.low) + " to " +
                                short_number(point.high) + ")";
  }
  text += "\n" + counted(sweep["connections"][version].get<std::uint64_t>(), "connection") +
          " of " + counted(sweep["neurons"][version].get<std::uint64_t>(), "neuron");
  const std::string n_title = measure_n_title(words.key);
  if (n_title.starts_with("synapses")) {
    const bool all = n_title == "synapses";
    text += ", " +
            counted(sweep[all ? "synapses" : "multiple_synapses"][version].get<std::uint64_t>(),
                    "synapse") +
            (all ? "" : " of connections with two or more");
  }
  if (point.faint) text += "\ntoo few events to judge";
  return text;
}

std::vector<LinePoint> points_of(const StatisticWords& words, const VersionWords& versions,
                                 const Json& sweep, const Json& xs) {
  const Json& statistic = sweep["statistics"][words.key];
  std::vector<LinePoint> points;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    const Json& value = statistic["value"][i];
    if (value.is_null()) continue;
    LinePoint point;
    point.x = xs[i].get<double>();
    point.y = point.low = point.high = value.get<double>();
    if (!statistic["low"][i].is_null()) {
      point.low = statistic["low"][i].get<double>();
      point.high = statistic["high"][i].get<double>();
    }
    point.n = sweep["connections"][i].get<std::uint64_t>();
    point.faint = !statistic["judged"][i].get<bool>();
    point.tooltip = point_text(words, point, sweep, i, versions.name(point.x));
    points.push_back(std::move(point));
  }
  return points;
}

SweepPanel panel_of(const StatisticWords& words, const VersionWords& versions, const Json& sweep,
                    const Json& xs) {
  const Json& statistic = sweep["statistics"][words.key];
  SweepPanel panel;
  panel.line.title = words.title;
  panel.line.x_title = versions.x_title;
  panel.line.percent = words.percent;
  panel.line.bin_width = versions.bin_width;
  panel.line.points = points_of(words, versions, sweep, xs);
  if (statistic["verdict"].is_null()) {
    panel.word = "counting";
    return panel;
  }
  panel.word = statistic["verdict"].get<std::string>();
  panel.mood = panel.word == "stable"    ? SweepMood::Good
               : panel.word == "changes" ? SweepMood::Bad
                                         : SweepMood::Open;
  const Json& change = statistic["largest_change"];
  if (!change.is_null()) {
    const auto judged = static_cast<std::uint64_t>(
        std::count(statistic["judged"].begin(), statistic["judged"].end(), true));
    panel.sentence = "largest change " + change_text(change.get<double>()) + ", at " +
                     versions.name(xs[statistic["at"].get<std::size_t>()].get<double>()) + "; " +
                     with_separators(judged - 1) + " of " +
                     counted(statistic["judged"].size() - 1, "other version") + " judged";
  }
  return panel;
}

SweepChart sweep_chart(const VersionWords& versions, const Json& sweep, const Json& xs,
                       const Json& result) {
  SweepChart chart;
  chart.title = versions.title;
  const auto in_use = sweep["in_use"].get<std::size_t>();
  if (in_use < xs.size()) {
    chart.caption = "In use: " + versions.name(xs[in_use].get<double>()) + ", n = " +
                    counted(sweep["connections"][in_use].get<std::uint64_t>(), "connection") +
                    " of " + counted(sweep["neurons"][in_use].get<std::uint64_t>(), "neuron") + ".";
  }
  for (const StatisticWords& words : words_of(sweep)) {
    if (!sweep["statistics"].contains(words.key)) continue;
    chart.panels.push_back(panel_of(words, versions, sweep, xs));
  }
  if (sweep.contains("modularity_why_not")) {
    chart.caption += of_groups(
        " Left out: modularity. " + sweep["modularity_why_not"].get<std::string>(), result);
  }
  chart.caption += measure_note_words(sweep);
  if (sweep.value("simplices_truncated", false)) {
    chart.caption += " Groups of more than 20 neurons that are all connected are not counted.";
  }
  return chart;
}

/// The sweep on analyzable axons as a second line of each panel, and what became of it there.
void put_analyzable(const VersionWords& versions, const Json& sweep, const Json& xs,
                    const std::string& network, SweepChart& chart) {
  const auto in_use = sweep["in_use"].get<std::size_t>();
  if (in_use >= xs.size()) return;
  chart.caption += " Dashed: analyzable axons alone, " + network + ", with " +
                   counted(sweep["connections"][in_use].get<std::uint64_t>(), "connection") + ".";
  const std::vector<StatisticWords> known = words_of(sweep);
  for (SweepPanel& panel : chart.panels) {
    for (const StatisticWords& words : known) {
      if (panel.line.title != words.title || !sweep["statistics"].contains(words.key)) continue;
      panel.line.second = points_of(words, versions, sweep, xs);
      panel.line.second_name = "analyzable axons";
      const Json& statistic = sweep["statistics"][words.key];
      if (statistic["verdict"].is_null()) continue;
      const Json& value = statistic["value"][in_use];
      panel.sentence += std::string(panel.sentence.empty() ? "" : "; ") + "on analyzable axons " +
                        (value.is_null() ? "–" : value_text(words, value.get<double>())) + ", " +
                        statistic["verdict"].get<std::string>();
    }
  }
}

/// "stable: at most +3.1 %, at 3 synapses or more"
std::string verdict_text(const Json& verdict, const Json& change, const Json& at,
                         const VersionWords& versions, const Json& xs) {
  if (verdict.is_null()) return "counting";
  std::string text = verdict.get<std::string>();
  if (change.is_null()) return text;
  return text + ": largest change " + change_text(change.get<double>()) + ", at " +
         versions.name(xs[at.get<std::size_t>()].get<double>());
}

/// Precondition: the sweep has a class matrix.
HeatMap changes_map(const VersionWords& versions, const Json& sweep, const Json& xs,
                    const Json& result) {
  const Json& matrix = sweep["class_matrix"];
  const auto in_use = sweep["in_use"].get<std::size_t>();
  HeatMap map;
  map.title = of_groups(std::string(versions.title) + ": largest change by class", result);
  map.row_title = "pre";
  map.column_title = "post";
  map.hatched = "too few connections to judge";
  map.n_title = "connections in use";
  map.labels = matrix["groups"].get<std::vector<std::string>>();
  map.column_labels = matrix["post_groups"].get<std::vector<std::string>>();
  std::size_t stable = 0, changes = 0;
  for (std::size_t row = 0; row < map.labels.size(); ++row) {
    for (std::size_t column = 0; column < map.columns().size(); ++column) {
      const auto of = [&](const char* key) -> const Json& { return matrix[key][row][column]; };
      HeatCell cell;
      const std::string names = map.labels[row] + " to " + map.columns()[column];
      const Json& change = of("largest_change");
      if (in_use < xs.size()) {
        cell.n = of("connections")[in_use].get<std::uint64_t>();
        const Json& value = of("value")[in_use];
        cell.tooltip = names + ": " +
                       (value.is_null() ? "no pair" : percent_text(value.get<double>())) + " of " +
                       counted(of("pairs")[in_use].get<std::uint64_t>(), "pair") + " in use\n" +
                       verdict_text(of("verdict"), change, of("at"), versions, xs) + ".";
      } else {
        cell.tooltip = names + ": counting.";
      }
      cell.defined = !change.is_null();
      cell.uncertain = !cell.defined;
      if (cell.defined) {
        cell.value = std::fabs(change.get<double>());
        cell.text = change_text(change.get<double>());
        (of("verdict") == "stable" ? stable : changes) += 1;
      }
      map.cells.push_back(std::move(cell));
    }
  }
  set_color_end(map);
  map.caption =
      with_separators(stable) + " of " + counted(map.cells.size(), "cell") + " are stable and " +
      with_separators(changes) +
      " change; the others have too few connections to judge. Rows send, columns receive.";
  return map;
}

/// Precondition: the sweep has a profile by distance.
Table changes_table(const VersionWords& versions, const Json& sweep, const Json& xs) {
  const Json& profile = sweep["distance_profile"];
  const double width = profile["bin_um"].get<double>();
  const auto in_use = sweep["in_use"].get<std::size_t>();
  Table table;
  table.title = std::string(versions.title) + ": by distance";
  table.caption =
      "Connection probability by the distance of the somata: in use, and the largest "
      "change in another version.";
  table.columns = {{"distance", false},
                   {"in use", true},
                   {"pairs", true, ColumnUse::Files},
                   {"connections", true, ColumnUse::Files},
                   {"largest change", true},
                   {"verdict", false}};
  for (std::size_t bin = 0; bin < profile["value"].size() && in_use < xs.size(); ++bin) {
    const Json& value = profile["value"][bin][in_use];
    const Json& change = profile["largest_change"][bin];
    const Json& verdict = profile["verdict"][bin];
    table.rows.push_back({{bin_words(static_cast<double>(bin) * width, width)},
                          value.is_null() ? no_number() : share_cell(value.get<double>()),
                          count_cell(profile["pairs"][bin][in_use].get<std::uint64_t>()),
                          count_cell(profile["connections"][bin][in_use].get<std::uint64_t>()),
                          change.is_null()
                              ? no_number()
                              : TableCell{change_text(change.get<double>()), change.get<double>()},
                          {verdict.is_null() ? "counting" : verdict.get<std::string>()}});
  }
  return table;
}

SweepParts sweep_parts(const VersionWords& versions, const Json& sweep, const Json& xs,
                       const Json& result) {
  SweepParts parts;
  parts.cells_why_not = of_groups(sweep.value("class_matrix_why_not", ""), result);
  if (sweep.contains("class_matrix") && sweep["class_matrix"].is_object()) {
    parts.cells = changes_map(versions, sweep, xs, result);
  }
  if (sweep.contains("distance_profile")) parts.bins = changes_table(versions, sweep, xs);
  return parts;
}

/// "if 23 % of the labels are wrong: 0.51 to 0.6 %"
std::string band_text(const Json& labels, std::size_t a, std::size_t b) {
  return "if " + percent_text(1 - labels["accuracy"].get<double>()) +
         " of the labels are wrong: " + percent_text(labels["band_low"][a][b].get<double>()) +
         " to " + percent_text(labels["band_high"][a][b].get<double>());
}

HeatCell label_cell(const Json& labels, std::size_t a, std::size_t b, const std::string& names) {
  HeatCell cell;
  if (labels["probability"][a][b].is_null() || labels["band_low"][a][b].is_null()) {
    cell.tooltip = names + ": no pair of neurons";
    return cell;
  }
  const auto real = [&](const char* key) { return labels[key][a][b].get<double>(); };
  const PercentTexts share =
      percent_with_interval(real("probability"), real("wilson_low"), real("wilson_high"));
  cell.tooltip = names + ": " + share.value + " (95 % interval " + share.interval + ")\n" +
                 band_text(labels, a, b);
  const double sum = real("band_low") + real("band_high");
  if (!(sum > 0)) return cell;  // never a connection: no width to speak of
  cell.defined = true;
  cell.value = (real("band_high") - real("band_low")) / sum;
  cell.text = "±" + decimal_text(100 * cell.value, 0);
  cell.uncertain = !labels["wider"][a][b].get<bool>();
  cell.tooltip += cell.uncertain ? "\nthe sampling interval is the wider one"
                                 : "\nthe band is wider than the sampling interval";
  if (labels["outside"][a][b].get<bool>()) cell.tooltip += "\nthe value lies outside the band";
  return cell;
}

/// `good`: the labels on analyzable axons, or null; `network`: which those are.
HeatMap labels_map(const Json& result, const Json* good, const std::string& network) {
  const Json& labels = result["labels"];
  HeatMap map;
  map.title = kWrongLabels;
  map.row_title = "pre";
  map.column_title = "post";
  map.hatched = "the sampling interval is wider";
  map.caption = of_groups(
      "Connection probability: half the width of each cell's 95 % band over its middle, " +
          with_separators(labels["draws"].get<std::uint64_t>()) +
          " draws. In each, a neuron keeps its class with " +
          percent_text(labels["accuracy"].get<double>()) +
          ", else it gets that of a random neuron of another class. That errors follow the "
          "sizes of the classes is an assumption.",
      result);
  const std::string note = accuracy_note(labels["accuracy"].get<double>(), is_by_class(result));
  if (!note.empty()) map.caption += " " + note;
  if (good != nullptr) map.caption += " In the hints also " + network + ".";
  std::vector<std::size_t> groups;
  for (std::size_t g = 0; g < labels["sizes"].size(); ++g) {
    if (labels["sizes"][g].get<std::uint64_t>() == 0) continue;
    groups.push_back(g);
    map.labels.push_back(labels["groups"][g].get<std::string>());
  }
  for (const std::size_t a : groups) {
    for (const std::size_t b : groups) {
      const std::string names =
          labels["groups"][a].get<std::string>() + " to " + labels["groups"][b].get<std::string>();
      map.cells.push_back(label_cell(labels, a, b, names));
      // Hatched cells rest on enough, too: the interval is wide and the band is not.
      if (map.cells.back().defined) map.max_value = std::max(map.max_value, map.cells.back().value);
      if (good != nullptr) {
        map.cells.back().tooltip +=
            "\n" + label_cell(*good, a, b, "On analyzable axons alone").tooltip;
      }
    }
  }
  return map;
}

std::string labels_sentence(const Json& labels) {
  const auto count = [&](const char* key) {
    return with_separators(labels[key].get<std::uint64_t>());
  };
  return "In " + count("cells_wider") + " of " + count("cells") +
         " cells the band of the labels is wider than the sampling interval. In " +
         count("cells_outside") +
         " the value lies outside of it: wrong labels mix the groups, so that differences between "
         "them look smaller than they are." +
         (labels["caveat"].is_null() ? "" : " " + labels["caveat"].get<std::string>());
}

/// Means with their intervals, by the distance at which a step begins.
std::vector<LinePoint> partner_points(const Json& partners, double step_um, const char* mean_key,
                                      const char* error_key, const char* name) {
  std::vector<LinePoint> points;
  for (std::size_t k = 0; k < partners["from_um"].size(); ++k) {
    if (partners[mean_key][k].is_null()) continue;
    const double from = partners["from_um"][k].get<double>();
    LinePoint point;
    point.x = from + step_um / 2;
    point.y = point.low = point.high = partners[mean_key][k].get<double>();
    if (!partners[error_key][k].is_null()) {
      put_mean_interval(point, partners[error_key][k].get<double>(), 1);  // a standard error
    }
    point.tooltip = bin_words(from, step_um) + ": " + decimal_text(point.y, 1) + " " + name;
    if (point.low != point.high) {
      point.tooltip += " (95 % interval " + decimal_text(point.low, 1) + " to " +
                       decimal_text(point.high, 1) + ")";
    }
    point.n = partners["neurons"][k].get<std::uint64_t>();
    point.tooltip += "\nmean of " + counted(point.n, "neuron");
    points.push_back(std::move(point));
  }
  return points;
}

LineChart partners_chart(const Json& erosion) {
  const double step_um = erosion["step_um"].get<double>();
  LineChart chart;
  chart.title = "Partners by distance to the border";
  chart.caption = "Mean number among all of these neurons, with 1.96 standard errors.";
  chart.x_title = "distance to the border (µm)";
  chart.y_title = "partners";
  chart.n_title = "neurons";
  chart.bin_width = step_um;
  chart.name = "inputs";
  chart.second_name = "outputs";
  const Json& partners = erosion["partners"];
  chart.points = partner_points(partners, step_um, "mean_inputs", "inputs_error", "inputs");
  chart.second = partner_points(partners, step_um, "mean_outputs", "outputs_error", "outputs");
  return chart;
}

/// What a key has on analyzable axons; null where there is nothing.
const Json* part_of(const Json& json, const char* key) {
  const Json* const good = analyzable_of(json);
  return good != nullptr && good->contains(key) && (*good)[key].is_object() ? &(*good)[key]
                                                                            : nullptr;
}

void put_erosion(const Json& json, RobustnessReport& report) {
  const Json& erosion = json["erosion"];
  report.erosion.reset();
  report.erosion_parts = {};
  report.partners = {};
  if (erosion.is_null()) {
    report.erosion_sentence = json["erosion_why_not"].get<std::string>();
    return;
  }
  const VersionWords words = {
      "Without the rim of the volume", "least µm from the border", erosion["step_um"].get<double>(),
      [](double x) { return x == 0 ? "all" : short_number(x) + " µm or more from the border"; }};
  report.erosion = sweep_chart(words, erosion, erosion["um"], json);
  if (const Json* const good = part_of(json, "erosion")) {
    put_analyzable(words, *good, (*good)["um"], analyzable_words(json), *report.erosion);
  }
  report.erosion_parts = sweep_parts(words, erosion, erosion["um"], json);
  report.partners = partners_chart(erosion);
  report.erosion_sentence =
      "The border is the outline of all somata of the dataset, seen along y. A network without its "
      "rim is also smaller, which alone raises the connection probability, since near neurons "
      "connect more. Where the curve of the inputs is flat the border is no longer felt; outputs "
      "depend on proofreading more.";
}

}  // namespace

std::string accuracy_note(double accuracy, bool by_class) {
  if (!by_class || std::round(100 * accuracy) != double{kClassAccuracy}) return {};
  return std::to_string(kClassAccuracy) +
         " % is what was published of the classes of MICrONS (v117); of those of any other dataset "
         "it is a "
         "guess.";
}

void put_robustness(std::string_view text, RobustnessReport& report) {
  const Json json = parse_json(text);
  CNX_CHECK(json.is_object());
  if (json.contains("thresholds_why_not")) {
    report.thresholds_why_not = json["thresholds_why_not"].get<std::string>();
  } else if (json.contains("thresholds")) {
    const VersionWords words = {
        "With other least numbers of synapses", "synapses at least", 1,
        [](double x) { return counted(static_cast<std::uint64_t>(x), "synapse") + " or more"; }};
    const Json& xs = json["thresholds"]["min_synapses"];
    report.thresholds = sweep_chart(words, json["thresholds"], xs, json);
    report.thresholds_parts = sweep_parts(words, json["thresholds"], xs, json);
    if (const Json* const good = part_of(json, "thresholds")) {
      put_analyzable(words, *good, (*good)["min_synapses"], analyzable_words(json),
                     *report.thresholds);
    }
  }
  if (json.contains("labels")) {
    const Json& labels = json["labels"];
    const Json* const good = part_of(json, "labels");
    const std::string network = good != nullptr ? analyzable_words(json) : std::string();
    report.labels =
        labels.is_null() ? std::nullopt : std::optional(labels_map(json, good, network));
    report.labels_sentence =
        labels.is_null() ? json["labels_why_not"].get<std::string>() : labels_sentence(labels);
  }
  if (json.contains("erosion")) put_erosion(json, report);
}

}  // namespace cnx
