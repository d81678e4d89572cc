#include "commands/stats_robustness.h"

#include "base/check.h"
#include "commands/text_format.h"
#include "report/measure_words.h"
#include "report/robustness_report.h"

namespace cnx {
namespace {

/// "connection_probability" as "connection probability".
std::string words(std::string name) {
  for (char& letter : name) {
    if (letter == '_') letter = ' ';
  }
  return name;
}

/// "changes: -31.0 %, at 3"; `one`: of a cell or a bin.
std::string verdict_of(const Json& verdict, const Json& change, const Json& at,
                       const Json& versions) {
  std::string text = verdict.get<std::string>();
  if (change.is_null()) return text;
  return text + format(": %+.1f %%, at %s", 100 * change.get<double>(),
                       real(versions[at.get<std::size_t>()]).c_str());
}

/// A line for each cell or bin that has a value: up to so many, the rest is in --json.
constexpr std::size_t kCellRows = 60;

std::string cells_text(const Json& sweep, const Json& versions) {
  if (!sweep.contains("class_matrix")) return {};
  const Json& matrix = sweep["class_matrix"];
  if (matrix.is_null()) {
    return "  Cells: " + sweep["class_matrix_why_not"].get<std::string>() + "\n";
  }
  const auto in_use = sweep["in_use"].get<std::size_t>();
  std::string text = format("\n  %-12s %-12s %10s  %s\n", "pre", "post", "in use, %", "verdict");
  std::size_t rows = 0;
  for (std::size_t a = 0; a < matrix["groups"].size(); ++a) {
    for (std::size_t b = 0; b < matrix["post_groups"].size(); ++b) {
      const Json& value = matrix["value"][a][b][in_use];
      if (value.is_null() || ++rows > kCellRows) continue;
      text += format("  %-12s %-12s %10.3g  %s\n", matrix["groups"][a].get<std::string>().c_str(),
                     matrix["post_groups"][b].get<std::string>().c_str(), 100 * value.get<double>(),
                     verdict_of(matrix["verdict"][a][b], matrix["largest_change"][a][b],
                                matrix["at"][a][b], versions)
                         .c_str());
    }
  }
  if (rows > kCellRows) text += format("  (%zu of %zu cells; all with --json)\n", kCellRows, rows);
  return text;
}

std::string bins_text(const Json& sweep, const Json& versions) {
  if (!sweep.contains("distance_profile")) return {};
  const Json& profile = sweep["distance_profile"];
  const auto in_use = sweep["in_use"].get<std::size_t>();
  const double width = profile["bin_um"].get<double>();
  std::string text = format("\n  %-25s %10s  %s\n", "um from", "in use, %", "verdict");
  std::size_t rows = 0;
  for (std::size_t bin = 0; bin < profile["value"].size(); ++bin) {
    const Json& value = profile["value"][bin][in_use];
    if (value.is_null() || ++rows > kCellRows) continue;
    text += format("  %-25s %10.3g  %s\n", real(width * static_cast<double>(bin)).c_str(),
                   100 * value.get<double>(),
                   verdict_of(profile["verdict"][bin], profile["largest_change"][bin],
                              profile["at"][bin], versions)
                       .c_str());
  }
  if (rows > kCellRows) text += format("  (%zu of %zu bins; all with --json)\n", kCellRows, rows);
  return text;
}

/// A row for each version, named by `versions`; then what became of each statistic.
std::string sweep_text(const Json& sweep, const Json& versions, const char* what) {
  const Json& statistics = sweep["statistics"];
  std::string text = format("  %28s", what);
  for (const Json& version : versions) text += format(" %10s", real(version).c_str());
  text += format("\n  %28s", "connections");
  for (const Json& count : sweep["connections"]) {
    text += format(" %10s", number(count.get<std::uint64_t>()).c_str());
  }
  for (const auto& [name, one] : statistics.items()) {
    text += format("\n  %28s", words(name).c_str());
    for (const Json& value : one["value"]) text += format(" %10s", real(value).c_str());
  }
  text += "\n";
  for (const auto& [name, one] : statistics.items()) {
    text += format("  %28s  %s", words(name).c_str(), one["verdict"].get<std::string>().c_str());
    if (!one["largest_change"].is_null()) {
      text += format(": %+.1f %%, at %s", 100 * one["largest_change"].get<double>(),
                     real(versions[one["at"].get<std::size_t>()]).c_str());
    }
    text += "\n";
  }
  if (sweep.contains("modularity_why_not")) {
    text += "  Left out: modularity. " + sweep["modularity_why_not"].get<std::string>() + "\n";
  }
  for (const std::string& sentence : measure_notes(sweep)) text += "  " + sentence + "\n";
  return text + cells_text(sweep, versions) + bins_text(sweep, versions);
}

std::string erosion_text(const Json& erosion) {
  std::string text = "Stable or not: without the neurons near the side of the volume\n" +
                     sweep_text(erosion, erosion["um"], "um from the border, at least") +
                     format("\n  %10s %10s %12s %12s %12s %12s\n", "um from", "neurons",
                            "mean inputs", "error", "mean outputs", "error");
  const Json& partners = erosion["partners"];
  for (std::size_t k = 0; k < partners["from_um"].size(); ++k) {
    text += format(
        "  %10s %10s %12s %12s %12s %12s\n", real(partners["from_um"][k]).c_str(),
        number(partners["neurons"][k].get<std::uint64_t>()).c_str(),
        real(partners["mean_inputs"][k]).c_str(), real(partners["inputs_error"][k]).c_str(),
        real(partners["mean_outputs"][k]).c_str(), real(partners["outputs_error"][k]).c_str());
  }
  return text;
}

std::string labels_text(const Json& result) {
  const Json& labels = result["labels"];
  const Json& groups = labels["groups"];
  const bool by_class = is_by_class(result);
  std::string text = format(
      "%s right with %s %%, else drawn by size; bands of 95 %% from %s draws\n"
      "%s of %s cells have a band that is wider than their 95 %% interval; in %s the value lies "
      "outside of it.\n",
      by_class ? "Classes"
               : ("Groups by " + result["about"]["grouped_by"].get<std::string>()).c_str(),
      percent(labels["accuracy"]).c_str(), number(labels["draws"].get<std::uint64_t>()).c_str(),
      number(labels["cells_wider"].get<std::uint64_t>()).c_str(),
      number(labels["cells"].get<std::uint64_t>()).c_str(),
      number(labels["cells_outside"].get<std::uint64_t>()).c_str());
  if (!labels["caveat"].is_null()) text += labels["caveat"].get<std::string>() + "\n";
  const std::string note = accuracy_note(labels["accuracy"].get<double>(), by_class);
  if (!note.empty()) text += note + "\n";
  std::size_t rows = 0;
  for (std::size_t a = 0; a < groups.size(); ++a) {
    for (std::size_t b = 0; b < groups.size(); ++b) {
      if (labels["probability"][a][b].is_null()) continue;
      if (rows++ == 0) {
        text += format("  %-12s %-12s %9s %19s %19s\n", "pre", "post", "percent", "interval",
                       "band of labels");
      }
      if (rows > kCellRows) continue;
      const auto range = [&](const char* low, const char* high) {
        return percent(labels[low][a][b]) + " to " + percent(labels[high][a][b]);
      };
      text +=
          format("  %-12s %-12s %9s %19s %19s%s%s\n", groups[a].get<std::string>().c_str(),
                 groups[b].get<std::string>().c_str(), percent(labels["probability"][a][b]).c_str(),
                 range("wilson_low", "wilson_high").c_str(), range("band_low", "band_high").c_str(),
                 labels["wider"][a][b].get<bool>() ? "  wider" : "",
                 labels["outside"][a][b].get<bool>() ? "  outside" : "");
    }
  }
  if (rows > kCellRows) text += format("  (%zu of %zu cells; all with --json)\n", kCellRows, rows);
  return text;
}

}  // namespace

std::string robustness_text(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  CNX_CHECK(json.is_object());
  for (const char* reason : {"thresholds_why_not", "labels_why_not", "erosion_why_not"}) {
    if (json.contains(reason)) return json[reason].get<std::string>() + "\n";
  }
  if (json.contains("labels")) return labels_text(json);
  if (json.contains("erosion")) return erosion_text(json["erosion"]);
  const Json& thresholds = json["thresholds"];
  return "Stable or not: with other least numbers of synapses\n" +
         sweep_text(thresholds, thresholds["min_synapses"], "synapses at least");
}

}  // namespace cnx
