#include "report/inference_report.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/json.h"
#include "report/analyzable_words.h"
#include "report/bin_points.h"
#include "report/few.h"
#include "report/measure_words.h"
#include "report/numbers.h"
#include "stats/proportion.h"
#include "view/quoted.h"

namespace cnx {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kFewConnections = 100;  // of a fit
constexpr std::uint64_t kFewOfAMean = 30;       // 95 % intervals of skewed means hold 90 % then

double real(const Json& json) { return json.is_number() ? json.get<double>() : kUnknown; }

/// The arrays of a profile that are counted with, all of one length.
struct Bins {
  std::vector<std::uint64_t> connected, pairs, synapses, analyzable_connected, analyzable_pairs;
};

std::optional<std::vector<std::uint64_t>> counts(const Json& profile, const char* key) {
  const auto found = profile.find(key);
  if (found == profile.end() || !found->is_array()) return std::nullopt;
  std::vector<std::uint64_t> values;
  for (const Json& value : *found) {
    if (!value.is_number_unsigned()) return std::nullopt;
    values.push_back(value.get<std::uint64_t>());
  }
  return values;
}

std::optional<LinePoint> share_point(double from, double width, std::uint64_t connected,
                                     std::uint64_t pairs) {
  const auto share = wilson_proportion(std::min(connected, pairs), pairs);
  if (!share) return std::nullopt;
  LinePoint point;
  point.x = from + width / 2;
  point.y = share->value;
  point.low = share->low;
  point.high = share->high;
  point.n = pairs;
  const PercentTexts texts = percent_with_interval(share->value, share->low, share->high);
  point.tooltip = bin_words(from, width) + ": " + texts.value + "\n" + with_separators(connected) +
                  " of " + counted(pairs, "ordered pair") + ", 95 % interval " + texts.interval;
  point.faint = pairs < kFewPairs;
  if (point.faint) point.tooltip += "\nFewer than 100 pairs: read it with care.";
  return point;
}

/// `name`: "Fit"; `connections`: of all its bins.
std::string fit_sentence(const std::string& name, const Json& fit, std::uint64_t connections) {
  const double a = real(fit["a"]), b = real(fit["b_per_um"]);
  const double a_error = real(fit["a_error"]), b_error = real(fit["b_per_um_error"]);
  const std::string points = "least squares on " +
                             counted(fit.value("points", std::uint64_t{0}), "bin") + " with " +
                             counted(connections, "connection");
  std::string text = name + ": p = " + short_number(a);
  if (b > b_error) {
    text += " exp(−d / " + short_number(1 / b) + " µm), " + points + "; standard errors " +
            short_number(a_error) + " and " + short_number(b_error / (b * b)) + " µm.";
  } else {  // a length would be endless, or negative
    text += " exp(−b d) does not fall with distance: b = " + short_number(b) + " ± " +
            short_number(b_error) + " per µm (standard error), " + points + ".";
  }
  // Bins weigh the same: the errors know how far the bins lie from the curve, not what they rest
  // on.
  if (connections < kFewConnections) text += " Of so few connections: read it with care.";
  return text;
}

/// What the pairs from analyzable axons say beside all pairs. Empty where nobody can tell.
std::string gap_sentence(const Json& gap, double width) {
  if (!gap.is_object()) return {};
  const auto count = [&](const char* key) { return gap.value(key, std::uint64_t{0}); };
  const auto share = [&](const char* connected, const char* pairs) {
    return percent_text(static_cast<double>(count(connected)) / static_cast<double>(count(pairs))) +
           " of " + with_separators(count(pairs)) + " pairs";
  };
  return "Largest difference on analyzable axons, of " + counted(count("bins"), "bin") +
         " with 100 such pairs or more: at " + bin_words(real(gap["from_um"]), width) + ", " +
         share("analyzable_connected", "analyzable_pairs") + " from analyzable axons, " +
         share("connected", "pairs") + " in all.";
}

/// A number of each block against the controls.
struct BlockNumber {
  const char* title;
  const char* key;  // in the class matrix; nullptr: the matrix itself
  bool answers;     // what is expected of it are answers, else connections
  std::string (*text)(double value);
};
const BlockNumber kBlockNumbers[] = {
    {"Connections over chance, by class", nullptr, false, short_number},
    {"Reciprocity over chance, by class", "reciprocity", true,
     [](double share) { return percent_text(share); }},
    {"Synapses per connection over chance, by class", "synapses_per_connection", false,
     [](double mean) { return decimal_text(mean, 3); }}};

/// "controls 2.1 ± 0.3 (mean and sd)\nz = …, p = …, q = …"
std::string test_words(double mean, double sd, double z, double p, double q,
                       std::string (*text)(double)) {
  return "controls " + text(mean) + " ± " + text(sd) + " (mean and sd)\nz = " + short_number(z) +
         ", " + p_text(p) + ", q = " + short_number(q);
}

/// `result`: of the whole job; `number`: what of the class matrix of its part `null` is mapped.
HeatMap ratio_map(const Json& null, const Json& result, const BlockNumber& number) {
  const Json& matrix = null["class_matrix"];
  const std::uint64_t controls = null.value("controls_done", std::uint64_t{0});
  const Json& numbers = number.key == nullptr ? matrix : matrix[number.key];
  HeatMap map;
  map.title = of_groups(number.title, result);
  map.hatched =
      std::string("fewer than 5 ") + (number.answers ? "answers" : "connections") + " expected";
  map.n_title = "connections";
  map.row_title = "pre";
  map.column_title = "post";
  for (const Json& name : matrix["groups"]) map.labels.push_back(name.get<std::string>());
  if (matrix.contains("post_groups")) {
    map.column_labels = matrix["post_groups"].get<std::vector<std::string>>();
  }
  const std::vector<std::string>& columns = map.columns();
  std::uint64_t connections = 0, tests = 0, low_q = 0;
  for (std::size_t a = 0; a < map.labels.size(); ++a) {
    for (std::size_t b = 0; b < columns.size(); ++b) {
      const auto of = [&](const char* key) { return real(numbers[key][a][b]); };
      const double observed = of("observed"), mean = of("mean");
      HeatCell cell;
      cell.defined = mean > 0 && std::isfinite(observed);
      cell.n = static_cast<std::uint64_t>(real(matrix["observed"][a][b]));
      const double expected = real(matrix["mean"][a][b]) * (number.answers ? mean : 1);
      cell.uncertain = expected < kFewExpected;
      if (std::isfinite(of("q"))) cell.q = of("q");
      connections += cell.n;
      tests += std::isfinite(of("p"));
      low_q += of("q") < kRemarkableQ;
      cell.value = cell.defined ? observed / mean : 0;
      cell.text = cell.defined ? short_number(cell.value) : "–";
      cell.tooltip = map.labels[a] + " to " + columns[b] + "\n";
      if (number.key != nullptr) {
        cell.tooltip += number.text(observed) + ", ";
      }
      cell.tooltip += counted(cell.n, "connection") + ", " +
                      test_words(mean, of("sd"), of("z"), of("p"), of("q"), number.text) + ".";
      if (cell.defined && cell.uncertain) {
        cell.tooltip += "\nFewer than five expected: read it with care.";
      }
      map.cells.push_back(std::move(cell));
    }
  }
  map.bar_mark = 1;
  set_color_end(map);
  map.caption =
      "n = " + counted(connections, "connection") + "; divided by the mean of the controls. " +
      corrected_words(tests, "cell", low_q, controls, "control") + " Rows send, columns receive.";
  return map;
}

/// How the probability falls with distance, against the controls.
LineChart profile_chart(const Json& null, const char* alone) {
  LineChart chart;
  const Json& profile = null["distance_profile"];
  const double width = real(profile["bin_um"]);
  const std::uint64_t controls = null.value("controls_done", std::uint64_t{0});
  std::uint64_t pairs = 0, connections = 0, tests = 0, low_q = 0;
  for (std::size_t k = 0; k < profile["pairs"].size(); ++k) {
    const auto of = [&](const char* key) { return real(profile[key][k]); };
    pairs += profile["pairs"][k].get<std::uint64_t>();
    connections += profile["connected"][k].get<std::uint64_t>();
    tests += std::isfinite(of("p"));
    low_q += of("q") < kRemarkableQ;
    if (!std::isfinite(of("observed")) || !std::isfinite(of("mean"))) continue;
    const double from = static_cast<double>(k) * width;
    LinePoint point;
    point.x = from + width / 2;
    point.y = point.low = point.high = of("mean");
    if (std::isfinite(of("sd"))) put_mean_interval(point, of("sd"), 1);
    point.n = profile["pairs"][k].get<std::uint64_t>();
    point.faint = point.n < kFewPairs;
    point.tooltip = bin_words(from, width) + ": " + percent_text(of("observed")) + " of " +
                    counted(point.n, "ordered pair") + "\n" +
                    test_words(of("mean"), of("sd"), of("z"), of("p"), of("q"),
                               [](double share) { return percent_text(share); });
    LinePoint observed;
    observed.x = point.x;
    observed.y = observed.low = observed.high = of("observed");
    observed.n = point.n;
    chart.points.push_back(std::move(point));
    chart.tests.push_back({of("sd"), of("z"), of("p"), of("q")});
    chart.curve.push_back(std::move(observed));
  }
  chart.title = std::string("Connection probability by distance against controls") + alone;
  chart.caption = "n = " + counted(connections, "connection") + " among " +
                  counted(pairs, "ordered pair") + "; band: mean ± 1.96 sd of " +
                  counted(controls, "control") + ". " +
                  corrected_words(tests, "bin", low_q, controls, "control");
  chart.x_title = "distance (µm)";
  chart.y_title = "connected";
  chart.n_title = "ordered pairs";
  chart.name = "controls";
  chart.curve_name = "this network";
  chart.percent = true;
  chart.bin_width = width;
  return chart;
}

/// The maps and the profile of controls.
void put_blocks_and_bins(const Json& null, const Json& result, const char* alone,
                         ChanceReport& report) {
  if (null.contains("class_matrix") && null["class_matrix"].is_object()) {
    const Json& matrix = null["class_matrix"];
    for (const BlockNumber& number : kBlockNumbers) {
      if (number.key != nullptr && !matrix.contains(number.key)) continue;
      report.maps.push_back(ratio_map(null, result, number));
    }
  }
  if (null.contains("distance_profile")) {
    report.profiles.push_back(profile_chart(null, alone));
  }
}

/// Precondition: `null` has statistics.
ControlsChart controls_chart(const Json& null) {
  ControlsChart chart;
  bool any = false;
  for (const Json& s : null["statistics"]) {
    ControlsRow row;
    const std::string name = s.value("name", "");
    row.name = measure_title(name);
    row.observed = real(s["observed"]);
    row.mean = real(s["mean"]);
    row.sd = real(s["sd"]);
    row.z = real(s["z"]);
    row.p = real(s["p"]);
    row.q = real(s["q"]);
    row.remarkable = row.q < kRemarkableQ;
    any = any || row.remarkable;
    for (const Json& value : s["values"]) {
      if (value.is_number()) row.values.push_back(value.get<double>());
    }
    const auto number = [&](double value) {
      if (measure_is_share(name)) return percent_text(value);
      // Decimals of a large mean are no news, and counts are written as counts.
      const bool whole =
          value < 1e15 && (value >= 100 || (value >= 0 && value == std::floor(value)));
      return whole ? with_separators(static_cast<std::uint64_t>(std::round(value)))
                   : short_number(value);
    };
    const auto [low, high] = controls_range(row);
    row.low_text = number(low);
    row.high_text = number(high);
    if (null.value("controls_done", 0u) == 0) {
      row.text = number(row.observed) + "; no control is drawn yet";
      chart.rows.push_back(std::move(row));
      continue;
    }
    row.text = number(row.observed) + "; controls " + number(row.mean);
    // What the model keeps, and what never varied, has no spread, and no p that means anything.
    const bool kept = !(row.sd > 0) && row.observed == row.mean;
    if (kept) {
      row.text += ", the same in every control";
    } else {
      const auto spread = [&](double value) {
        return measure_is_share(name) ? percent_text(value)
                                      : decimal_text(value, decimals_by_spread(row.sd));
      };
      row.text = number(row.observed) + "; controls " + spread(row.mean) + " ± " + spread(row.sd) +
                 ", z = " + short_number(real(s["z"])) + ", " + p_text(row.p);
      if (std::isfinite(row.q)) row.text += ", q = " + short_number(row.q);
    }
    chart.rows.push_back(std::move(row));
  }

  chart.title = "Observed against " + counted(null.value("controls_done", 0u), "random control");
  chart.caption =
      "Dots are controls, the mark is the data. p is two-sided and empirical, (1 + controls at "
      "least as extreme) / (1 + n), doubled. q is p corrected for all rows; a colored mark: below "
      "0.05.";
  const std::string few = few_draws_sentence(
      chart.rows.size(), "row", null.value("controls_done", std::uint64_t{0}), "control");
  if (!any && !few.empty()) chart.caption += " " + few;
  return chart;
}

/// The same on analyzable axons, the part `good` of the result.
void put_analyzable(const Json& result, const Json& good, ChanceReport& report) {
  if (!good.contains("null")) return;
  const Json& null = good["null"];
  if (null.is_null()) return;  // the last sentence says why
  if (!null.contains("statistics") || !null["statistics"].is_array()) return;
  report.analyzable = controls_chart(null);
  report.analyzable.title += ", analyzable axons alone";
  report.analyzable.caption =
      "The network of " + analyzable_words(result) + ". " + report.analyzable.caption;
  ChanceReport alone;
  put_blocks_and_bins(null, result, ", analyzable axons alone", alone);
  for (std::size_t i = 0; i < std::min(alone.maps.size(), report.maps.size()); ++i) {
    put_analyzable_cells(alone.maps[i], report.maps[i]);
  }
  report.profiles.insert(report.profiles.end(), alone.profiles.begin(), alone.profiles.end());
}

/// The result, or nullopt when the text is none.
std::optional<Json> parsed(std::string_view text) {
  Json json = parse_json(text);
  if (!json.is_object() || !json.contains("about")) return std::nullopt;
  return json;
}

/// How much of a control of other neurons is the data itself.
std::string own_neurons_sentence(double own, double neurons) {
  if (own >= neurons) {
    return "There are no other neurons like these: every control is the data itself, and the "
           "comparison says nothing. Choose a part of them.";
  }
  return "They are drawn from all neurons like these, the chosen ones among them: of the " +
         short_number(neurons) + " neurons of a control " + short_number(own) +
         " are the data's own on average. The more, the smaller is the spread.";
}

/// What the numbers of a block of two sets rest on.
std::string block_sentence(const Json& null) {
  std::string text = "Controls have connections among the " +
                     counted(null.value("pairs", std::uint64_t{0}), "ordered pair") +
                     " of the block alone";
  if (!null.contains("reciprocity_why_not")) {
    text += "; reciprocity is of the " +
            counted(null.value("answerable_connections", std::uint64_t{0}), "connection") +
            " whose way back is in the block, too";
  }
  return text + ".";
}

}  // namespace

std::optional<DistanceReport> distance_report(std::string_view text) {
  const auto json = parsed(text);
  if (!json || !json->contains("distance_profile")) return std::nullopt;
  DistanceReport report;
  const Json& profile = (*json)["distance_profile"];
  if (profile.is_null()) {
    report.sentences.push_back(json->value("distance_profile_why_not", ""));
    return report;
  }
  Bins bins;
  for (const auto& [key, field] :
       {std::pair{"connected", &bins.connected}, std::pair{"pairs", &bins.pairs},
        std::pair{"synapses", &bins.synapses},
        std::pair{"analyzable_connected", &bins.analyzable_connected},
        std::pair{"analyzable_pairs", &bins.analyzable_pairs}}) {
    auto values = counts(profile, key);
    if (!values) return std::nullopt;
    *field = *std::move(values);
    if (field->size() != bins.connected.size()) return std::nullopt;
  }

  static const Json kNothing;
  const Json& spread = profile.contains("synapses_sd") ? profile["synapses_sd"] : kNothing;
  const double width = profile.value("bin_um", 0.0);
  const double first = profile.value("first_bin", 0);
  std::uint64_t all_connected = 0, all_pairs = 0, all_synapses = 0;
  LineChart& chart = report.probability;
  LineChart& synapses = report.synapses;
  for (std::size_t k = 0; k < bins.pairs.size(); ++k) {
    const double from = (first + static_cast<double>(k)) * width;
    all_connected += bins.connected[k];
    all_pairs += bins.pairs[k];
    all_synapses += bins.synapses[k];
    if (const auto point = share_point(from, width, bins.connected[k], bins.pairs[k])) {
      chart.points.push_back(*point);
    }
    if (const auto point =
            share_point(from, width, bins.analyzable_connected[k], bins.analyzable_pairs[k])) {
      chart.second.push_back(*point);
    }
    if (bins.connected[k] > 0) {
      LinePoint point;
      point.x = from + width / 2;
      point.n = bins.connected[k];
      const auto n = static_cast<double>(bins.connected[k]);
      point.y = point.low = point.high = static_cast<double>(bins.synapses[k]) / n;
      point.tooltip = bin_words(from, width) + ": " + decimal_text(point.y, 2) + " synapses\n" +
                      "n = " + counted(bins.connected[k], "connection");
      const Json& sd = spread.is_array() && k < spread.size() ? spread[k] : kNothing;
      if (sd.is_number()) {
        put_mean_interval(point, sd.get<double>(), n);
        point.low = std::max(point.low, std::min(1.0, point.y));  // a connection has one or more
        point.tooltip +=
            ", 95 % interval " + decimal_text(point.low, 2) + " to " + decimal_text(point.high, 2);
      }
      point.faint = bins.connected[k] < kFewOfAMean;
      if (point.faint) point.tooltip += "\nFewer than 30 connections: read it with care.";
      synapses.points.push_back(std::move(point));
    }
  }
  chart.title = "Connection probability by distance";
  chart.caption = "n = " + with_separators(all_connected) + " connections among " +
                  counted(all_pairs, "ordered pair") + "; band: 95 % interval (Wilson)";
  chart.x_title = synapses.x_title = distance_words(profile.value("measure", ""));
  chart.y_title = "connected";
  chart.n_title = "ordered pairs";
  synapses.n_title = "connections";
  chart.percent = true;
  chart.bin_width = synapses.bin_width = width;
  // All axons analyzable, or none: the second line would be the first, or nothing.
  if (bins.analyzable_pairs == bins.pairs) chart.second.clear();
  chart.second_name = "from analyzable axons alone";
  synapses.title = "Synapses of a connection by distance";
  synapses.caption = "n = " + counted(all_connected, "connection") + " with " +
                     counted(all_synapses, "synapse") + "; band: 95 % interval of the mean";
  synapses.y_title = "synapses, mean";

  const Json& fit = profile["fit"];
  if (fit.is_object() && std::abs(real(fit["b_per_um"])) > 0) {
    report.sentences.push_back(fit_sentence("Fit", fit, all_connected));
    const double a = real(fit["a"]), b = real(fit["b_per_um"]);
    if (!chart.points.empty()) {
      const double from = chart.points.front().x, to = chart.points.back().x;
      for (int i = 0; i <= 100; ++i) {
        LinePoint point;
        point.x = from + (to - from) * i / 100;
        point.y = point.low = point.high = a * std::exp(-b * point.x);
        chart.curve.push_back(point);
      }
    }
    chart.curve_name = "exponential fit";
  } else if (all_connected > 0) {
    report.sentences.push_back(
        "No exponential curve: it needs distances without a sign, two bins with connections or "
        "more, and a search that settles.");
  }
  if (!chart.second.empty()) {  // else it would say the same again, or nothing
    const auto found = profile.find("analyzable_fit");
    if (found != profile.end() && found->is_object() && std::abs(real((*found)["b_per_um"])) > 0) {
      const auto connections = std::accumulate(bins.analyzable_connected.begin(),
                                               bins.analyzable_connected.end(), std::uint64_t{0});
      report.sentences.push_back(fit_sentence("Fit from analyzable axons", *found, connections));
    }
    const auto gap = profile.find("analyzable_gap");
    const std::string sentence = gap != profile.end() ? gap_sentence(*gap, width) : "";
    if (!sentence.empty()) report.sentences.push_back(sentence);
  }
  if (all_pairs == 0) report.sentences.push_back("There is no pair of neurons to measure.");
  return report;
}

void put_beside(DistanceReport& report, const DistanceReport& other, const std::string& name) {
  draw_beside(report.probability, other.probability, name);
  draw_beside(report.synapses, other.synapses, name);
  for (const std::string& sentence : other.sentences) {
    report.sentences.push_back(name + ": " + sentence);
  }
}

std::string null_model_sentence(std::string_view model) {
  if (model == "erdos-renyi") return "As many connections as observed, each pair equally likely.";
  if (model == "blocks") {
    return "As many connections from each class to each other as observed, within that anywhere: "
           "the connections of each cell are those of the controls, and test nothing.";
  }
  if (model == "rewired") {
    return "Every neuron keeps its numbers of partners, in and out; who is whose partner is "
           "chance.";
  }
  if (model == "configuration") {
    return "The receiving ends of all connections are shuffled; what meets itself or comes twice "
           "is dropped, so there are slightly fewer connections.";
  }
  if (model == "distance") {
    return "Each pair is connected with the observed probability at its distance: what falls with "
           "distance is that of the controls, and tests nothing.";
  }
  return "The real network among neurons drawn from the whole dataset, as many of each class.";
}

bool can_be_matched(const Column& column) {
  return column.kind != ColumnKind::Category && column.role != ColumnRole::SourceRow &&
         column.role != ColumnRole::NeuronId;
}

std::optional<std::uint32_t> match_column(std::span<const Column> columns, std::string_view name) {
  for (std::uint32_t c = 0; c < columns.size(); ++c) {
    if (columns[c].name == name && can_be_matched(columns[c])) return c;
  }
  return std::nullopt;
}

std::string match_note(std::span<const Column> columns, const std::string& name) {
  if (name.empty() || match_column(columns, name)) return {};
  const bool there = std::any_of(columns.begin(), columns.end(),
                                 [&](const Column& column) { return column.name == name; });
  return (there ? "The column " + cnx::quoted(name) + " has no numbers to match neurons by"
                : "This dataset has no column " + cnx::quoted(name)) +
         ": other neurons are matched by their groups.";
}

std::optional<ChanceReport> chance_report(std::string_view text) {
  const auto json = parsed(text);
  if (!json || !json->contains("null")) return std::nullopt;
  ChanceReport report;
  const Json& null = (*json)["null"];
  if (null.is_null()) {
    report.sentences.push_back(of_groups(json->value("null_why_not", ""), *json));
    return report;
  }
  report.controls_done = null.value("controls_done", 0u);
  report.controls_wanted = null.value("controls", 0u);
  if (!null.contains("statistics") || !null["statistics"].is_array()) return std::nullopt;

  report.controls = controls_chart(null);
  put_blocks_and_bins(null, *json, "", report);
  if (const Json* const good = analyzable_of(*json)) put_analyzable(*json, *good, report);
  if (null.contains("matched_by") && null["matched_by"].is_string()) {
    report.sentences.push_back(
        "The real network among neurons drawn from the whole dataset, as many in each of 50 equal "
        "bins "
        "of " +
        null["matched_by"].get<std::string>() + ".");
  } else {
    report.sentences.push_back(of_groups(null_model_sentence(null.value("model", "")), *json));
  }
  if (null.value("model", "") == "blocks" && !report.maps.empty() &&
      report.maps[0].cells.size() == 1) {
    report.sentences.push_back(
        "There is one group of neurons only, so this is as many connections anywhere.");
  }
  if (null.contains("own_neurons") && null["own_neurons"].is_number()) {
    report.sentences.push_back(
        own_neurons_sentence(real(null["own_neurons"]), real(null["control_neurons"])));
  }
  if (null.contains("dropped_repeats")) {
    report.sentences.push_back("On average " + short_number(real(null["dropped_self_loops"])) +
                               " self-loops and " + short_number(real(null["dropped_repeats"])) +
                               " repeats were dropped.");
  }
  if (null.contains("size_sum")) {
    std::string sentence = "The observed sizes and places are of " +
                           counted(null["synapses"].get<std::uint64_t>(), "synapse");
    if (null.contains("clump_um")) {
      sentence += ", the clumped ones among " +
                  with_separators(null["multiple_synapses"].get<std::uint64_t>()) +
                  " of connections with two or more";
    }
    report.sentences.push_back(sentence + ".");
  }
  if (null.contains("pairs")) report.sentences.push_back(block_sentence(null));
  const std::string why_no_blocks = null.value("class_matrix_why_not", "");
  const bool same_reason = null.value("modularity_why_not", "") == why_no_blocks;
  for (const auto& [key, words] :
       {std::pair{"reciprocity_why_not", "reciprocity"},
        std::pair{"modularity_why_not", same_reason ? nullptr : "modularity"},
        std::pair{"class_matrix_why_not",
                  same_reason ? "modularity and numbers by class" : "numbers by class"},
        std::pair{"synapses_per_connection_why_not", "synapses per connection"},
        std::pair{"degree_spread_why_not", "spread of degrees"}}) {
    if (words == nullptr || !null.contains(key)) continue;
    report.sentences.push_back(
        of_groups("Left out: " + std::string(words) + ". " + null.value(key, ""), *json));
  }
  for (const std::string& sentence : measure_notes(null)) report.sentences.push_back(sentence);
  if (null.value("simplices_truncated", false)) {
    report.sentences.push_back(
        "Groups of more than 20 neurons that are all connected are not counted.");
  }
  report.sentences.push_back(
      "The models know nothing of proofreading: what it missed can look like structure.");
  if (const std::string more = analyzable_sentence(*json, "null"); !more.empty()) {
    report.sentences.push_back(more);
  }
  return report;
}

}  // namespace cnx
