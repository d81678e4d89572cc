#pragma once
// inference_report.h — what the sections "By distance" and "Against chance" show, from the JSON
// of their jobs (worker/distance_job.h, nulls_job.h): charts and sentences as values.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "format/manifest.h"
#include "report/chart.h"

namespace cnx {

/// Probability by distance: the chart, and sentences on the fit and on what can be trusted. Where
/// there is no profile, `sentences` says why and the chart has no points.
struct DistanceReport {
  LineChart probability;
  LineChart synapses;  // synapses a connection
  std::vector<std::string> sentences;

  bool operator==(const DistanceReport&) const = default;
};

/// nullopt for text that is not a result of the job: a bug, or two builds that met.
std::optional<DistanceReport> distance_report(std::string_view json);

/// Draws another set's profile into the charts of `report` as their other line, with its n in the
/// captions and its sentences behind its name. `name`: "set L5". Both profiles are of the same
/// distances and bins.
void put_beside(DistanceReport& report, const DistanceReport& other, const std::string& name);
/// Whether other neurons can be matched by this column: numbers that say something about a neuron.
bool can_be_matched(const Column& column);
/// The column of this name that neurons can be matched by. O(columns).
std::optional<std::uint32_t> match_column(std::span<const Column> columns, std::string_view name);
/// Why neurons are matched by class although the view names a column; empty: it names none, or they
/// are not. O(columns).
std::string match_note(std::span<const Column> columns, const std::string& name);

struct ChanceReport {
  ControlsChart controls;
  ControlsChart analyzable;  // the same on analyzable axons alone; no rows: they are not counted
  // Observed by class over the mean of the controls: connections, reciprocity, and of other neurons
  // synapses per connection. None: there are too many classes.
  std::vector<HeatMap> maps;
  std::vector<LineChart> profiles;  // probability by distance; then on analyzable axons alone
  std::vector<std::string> sentences;
  std::uint32_t controls_done = 0, controls_wanted = 0;

  bool operator==(const ChanceReport&) const = default;
};
std::optional<ChanceReport> chance_report(std::string_view json);

/// What a section shows: how far its job is, and the last result or the figures so far.
template <typename Report>
struct InferenceAnswer {
  bool running = false;
  bool stopped = false;  // by the button, before all was counted
  float share_done = 0;
  std::optional<Report> report;
};

/// One sentence on what a null model keeps and what it leaves to chance, by its word.
std::string null_model_sentence(std::string_view model);

}  // namespace cnx
