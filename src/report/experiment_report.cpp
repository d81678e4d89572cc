#include "report/experiment_report.h"

#include <algorithm>

#include "base/check.h"
#include "base/json.h"
#include "report/analyzable_words.h"
#include "report/measure_words.h"
#include "report/numbers.h"
#include "stats/proportion.h"

namespace cnx {

const char* const kExperimentCaveat =
    "Nothing is cut off here: a connection counts when both somata are in the slice, wherever its "
    "axon runs. A real slice loses those that leave it, and finds fewer. The truth is that of the "
    "data, in which most axons may be incomplete.";

namespace {

constexpr std::uint64_t kMostBars = 40;
/// Farther than this from the truth is said to be too many or too few.
constexpr double kFarOff = 1.2;

std::string micrometers(const Json& value) {
  return value.is_null() ? "–" : decimal_text(value.get<double>(), 0) + " µm";
}

HistogramChart found_chart(const Json& experiment) {
  HistogramChart chart;
  const std::uint64_t made = whole_number(experiment["made"]);
  // Of a block each experiment has pairs of its own, as its neurons happen to lie.
  const Json& tested = experiment["pairs"];
  const double pairs = !tested.is_array() ? static_cast<double>(whole_number(tested))
                       : made == 0
                           ? 0
                           : static_cast<double>(whole_number(experiment["pooled"]["pairs"])) /
                                 static_cast<double>(made);
  chart.title = "Connections that an experiment finds";
  chart.caption =
      "n = " + counted(made, "experiment") + " of " +
      (tested.is_array() ? decimal_text(pairs, 1) + " ordered pairs of the block on average"
                         : with_separators(whole_number(tested)) + " ordered pairs each") +
      ", " + with_separators(whole_number(experiment["patched"])) +
      " neurons patched in a slice of " +
      with_separators(whole_number(experiment["thickness_um"])) + " µm";
  chart.x_title = "connections found";
  chart.y_title = "experiments";
  if (made == 0) return chart;
  const Json& found = experiment["connections"];
  const double expected = experiment["truth"]["connection_probability"].get<double>() * pairs;
  std::uint64_t most = static_cast<std::uint64_t>(expected);
  for (const Json& count : found) most = std::max(most, whole_number(count));
  chart.bin_width = static_cast<std::uint32_t>(
      nice_step(static_cast<double>(most + 1) / static_cast<double>(kMostBars)));
  chart.bars.assign(most / chart.bin_width + 1, 0);
  for (const Json& count : found) ++chart.bars[whole_number(count) / chart.bin_width];
  chart.mark = expected;
  chart.mark_name = "the truth: " + short_number(expected);
  return chart;
}

/// `good`: the experiments on analyzable axons, or null; `network`: whose those are.
Table numbers_table(const Json& experiment, const Json* good, const std::string& network) {
  Table table;
  table.title = "Against the truth";
  table.caption =
      "5 % and 95 %: below these are so many of the experiments; truth: all " +
      with_separators(whole_number(experiment["truth"]["pairs"])) + " ordered pairs; pooled: the " +
      with_separators(whole_number(experiment["pooled"]["pairs"])) + " of all experiments together";
  table.columns = {{"", false}, {"connection probability", true}, {"reciprocity", true}};
  if (good != nullptr) {
    const std::uint64_t made = whole_number((*good)["made"]);
    table.caption +=
        "; on analyzable axons the same, of " +
        with_separators(whole_number((*good)["truth"]["pairs"])) + " pairs" +
        (made == 0 ? ", where no experiment found neurons to patch"
                   : " and " + with_separators(whole_number((*good)["pooled"]["pairs"])) + " in " +
                         counted(made, "experiment")) +
        ", " + network;
  }
  // The value of a key in an object, or of an object in what the key has.
  const auto put_row = [&](const char* name, const Json& result, const char* outer, bool in) {
    const auto cell = [&](const char* key) {
      return share_cell(number_of(in ? result[outer][key] : result[key][outer]));
    };
    table.rows.push_back({{name, 0}, cell("connection_probability"), cell("reciprocity")});
  };
  const auto put = [&](const char* name, const char* outer, bool in) {
    put_row(name, experiment, outer, in);
    if (good != nullptr) put_row(kOnAnalyzableRow, *good, outer, in);
  };
  put("truth", "truth", true);
  put("median", "median", false);
  put("5 %", "p05", false);
  put("95 %", "p95", false);
  put("pooled", "pooled", true);
  return table;
}

/// Why all experiments together are off, or that they are not.
std::string bias_sentence(const Json& experiment) {
  const Json& pooled = experiment["pooled"];
  const double truth = experiment["truth"]["connection_probability"].get<double>();
  const Proportion all =
      wilson_proportion(whole_number(pooled["connections"]), whole_number(pooled["pairs"])).value();
  const std::string together = "All of them together: " + percent_text(all.value) + " of " +
                               counted(whole_number(pooled["pairs"]), "ordered pair") + ". ";
  const std::string places = "the pairs lie " + micrometers(experiment["distance_um"]["patched"]) +
                             " apart (root mean square), those of the whole network " +
                             micrometers(experiment["distance_um"]["all"]);
  const bool holds = all.low <= truth && truth <= all.high;
  if (holds || (all.value < kFarOff * truth && kFarOff * all.value > truth)) {
    return together + "That is about the truth, although " + places + ".";
  }
  return together +
         "More experiments do not mend that, because only near neurons are patched: " + places +
         ", and near neurons are connected " + (all.value > truth ? "more" : "less") +
         " often here.";
}

}  // namespace

ExperimentReport experiment_report(std::string_view text) {
  const Json json = parse_json(text);
  CNX_CHECK(json.is_object());
  ExperimentReport report;
  if (json.contains("experiment_why_not")) {
    report.why_not = json["experiment_why_not"].get<std::string>();
    return report;
  }
  const Json& experiment = json["experiment"];
  const std::uint64_t made = whole_number(experiment["made"]),
                      too_few = whole_number(experiment["too_few"]);
  const std::uint64_t no_pair =
      experiment.contains("no_pair") ? whole_number(experiment["no_pair"]) : 0;
  const std::uint64_t all = made + too_few + no_pair;
  report.found = found_chart(experiment);
  if (too_few > 0) {
    report.sentences.push_back(
        counted(too_few, "experiment") + " of " + with_separators(all) + " did not find " +
        with_separators(whole_number(experiment["patched"])) + " neurons near each other, and " +
        (too_few == 1 ? "is" : "are") + " left out.");
  }
  if (no_pair > 0) {
    report.sentences.push_back(
        counted(no_pair, "experiment") + " of " + with_separators(all) +
        " patched neurons that have no pair of the block among them: all on one side. " +
        (no_pair == 1 ? "It is" : "They are") + " left out.");
  }
  if (made == 0) return report;
  const Json* good = analyzable_of(json);
  if (good != nullptr) good = (*good)["experiment"].is_object() ? &(*good)["experiment"] : nullptr;
  report.numbers = numbers_table(experiment, good, good ? analyzable_words(json) : std::string());
  const Json& spread = experiment["connection_probability"];
  const double truth = experiment["truth"]["connection_probability"].get<double>();
  const double median = spread["median"].get<double>();
  report.headline = truth == 0 ? "There is no connection to find."
                               : "The middle experiment found " + decimal_text(median / truth, 2) +
                                     " times the true connection probability, " +
                                     share_text(median) + " for " + percent_text(truth) + ".";
  report.sentences.insert(
      report.sentences.begin(),
      "In " + with_separators(whole_number(spread["covered"])) + " of " +
          counted(made, "experiment") +
          " the 95 % interval holds the truth; if pairs were drawn at random from the network, " +
          "about " + with_separators((made * 95 + 50) / 100) + " would.");
  report.sentences.push_back(bias_sentence(experiment));
  const Json& slices = experiment["slices"];
  report.sentences.push_back("A slice holds " +
                             decimal_text(slices["mean_neurons"].get<double>(), 0) +
                             " neurons on average; of all pairs in the slices, patched or not, " +
                             share_text(slices["connection_probability"]) + " are connected.");
  if (const std::string more = analyzable_sentence(json, "experiment"); !more.empty()) {
    report.sentences.push_back(more);
  }
  return report;
}

}  // namespace cnx
