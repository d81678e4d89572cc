#include "ui/text_mirror.h"

#include <algorithm>
#include <utility>

#include "report/analyzable_words.h"
#include "report/chart_tables.h"
#include "report/numbers.h"
#include "report/view_words.h"
#include "ui/comparison_section.h"
#include "ui/pair_section.h"
#include "ui/panels.h"
#include "ui/statistic_parts.h"
#include "view/named_sets.h"

namespace cnx {
namespace {

constexpr std::size_t kPathsRead = 5;  // a list that is read aloud is short
constexpr std::size_t kCellsRead = 10;

MirrorSection dataset_section(const FrameModel& model) {
  MirrorSection section{"Dataset", {}, {}};
  const Manifest& manifest = model.manifest;
  section.lines.push_back(manifest.dataset_name + ": " + counted(manifest.neuron_count, "neuron") +
                          ", " + counted(manifest.connection_count, "connection") + ", " +
                          counted(manifest.synapse_count, "synapse") + ".");
  if (manifest.synthetic) section.lines.push_back("Synthetic sample: not real data.");
  return section;
}

MirrorSection status_section(const FrameModel& model) {
  MirrorSection section{"Status", {}, {}};
  section.lines.push_back(with_separators(model.shown_count) + " of " +
                          counted(model.manifest.neuron_count, "neuron") + " shown.");
  section.lines.push_back(status_sentence(model, false) + ".");
  if (model.loading.positions_failed) {
    section.lines.push_back("No neuron can be shown: their positions did not load.");
  }
  if (const std::string failed = failure_sentence(model.loading); !failed.empty()) {
    section.lines.push_back(failed +
                            (model.loading.can_retry() ? " Retry is at the bottom left." : ""));
  }
  for (const std::string& failure : model.loading.failures) {
    section.lines.push_back("Could not load " + failure + ".");
  }
  for (const std::string& note : model.notes) section.lines.push_back(note);
  return section;
}

MirrorSection filter_section(const FrameModel& model) {
  MirrorSection section{"Filters and colors", {}, {}};
  section.lines.push_back("Color by " + model.legend.column + ".");
  const bool limited = model.view.connections != ConnectionFilter{};
  if (limited && model.colors_by_degree) section.lines.push_back(kColorsOfAllConnections);
  for (const CategoryFilter& filter : model.in_force.category_filters) {
    std::string line = filter.column + ": ";
    for (const std::string& name : filter.shown)
      line += (name == filter.shown.front() ? "" : ", ") + name;
    section.lines.push_back(filter.shown.empty() ? filter.column + ": none shown." : line + ".");
  }
  const std::string& query = model.in_force.rest;
  if (!query.empty()) section.lines.push_back("Query: " + query + ".");
  if (const std::string slabs = slab_words(model.view, model.manifest.layout); !slabs.empty()) {
    section.lines.push_back("Only in " + slabs + ".");
  }
  if (model.regions != nullptr && model.view.show_region_borders) {
    const auto column = model.neurons.find(ColumnRole::Region);
    section.lines.push_back(region_borders_sentence(*model.regions));
    section.lines.push_back(
        region_borders_text(*model.regions, model.neurons.columns()[*column].categories));
  }
  if (const std::string kept = connection_filter_text(limits_in_force(model.view)); !kept.empty()) {
    section.lines.push_back("Only connections: " + kept + ".");
  }
  for (const RangeFilter& filter : model.in_force.range_filters) {
    section.lines.push_back(filter.column + ": " + short_number(filter.min) + " to " +
                            short_number(filter.max) + ".");
  }
  return section;
}

/// The strongest partners first, as many as anybody reads.
void add_partners(const Table& table, std::vector<Table>& tables) {
  std::size_t synapses = 0;
  while (synapses < table.columns.size() && table.columns[synapses].title != "synapses") ++synapses;
  if (table.rows.empty() || synapses == table.columns.size()) return;
  const std::vector<std::uint32_t> order = sorted_rows(table, synapses, true);
  const std::size_t rows = std::min(order.size(), kMirrorRows);
  Table strongest{table.title, "", table.columns, {}};
  strongest.caption =
      "The strongest " + with_separators(rows) + " of " + counted(order.size(), "partner") + ".";
  for (std::size_t i = 0; i < rows; ++i) strongest.rows.push_back(table.rows[order[i]]);
  tables.push_back(std::move(strongest));
}

MirrorSection sets_section_text(const FrameModel& model) {
  MirrorSection section{"Selection and sets", {}, {}};
  section.lines.push_back(model.selection_count == 0
                              ? "No neurons are selected together."
                              : counted(model.selection_count, "neuron") + " selected, " +
                                    with_separators(model.selection_shown) + " of them shown.");
  if (model.shared != nullptr) {
    if (model.view.connections != ConnectionFilter{}) {
      section.lines.push_back(kSharedOfAllConnections);
    }
    for (const auto* const rows : {&model.shared->shared_inputs, &model.shared->shared_outputs}) {
      if (*rows) section.lines.push_back((*rows)->table.title + ": " + (*rows)->table.caption);
    }
  }
  if (std::string why = why_nothing_shared(model); !why.empty()) {
    section.lines.push_back(std::move(why));
  }
  if (model.view.sets.empty()) return section;
  Table sets{"Sets", "", {{"set", false}, {"neurons", true}}, {}};
  for (const NamedSet& set : model.view.sets) {
    const std::uint32_t count = set.neurons.count_below(model.neurons.neuron_count());
    sets.rows.push_back({{set.name, 0}, {with_separators(count), static_cast<double>(count)}});
  }
  section.tables.push_back(std::move(sets));
  return section;
}

/// Where the synapses are, and what there is with a second neuron.
void add_details(const NeuronDetails& details, const FrameModel& model,
                 std::vector<std::string>& lines) {
  const NeuronTable& neurons = model.neurons;
  const bool limited = model.view.connections != ConnectionFilter{};
  if (details.synapses) {
    lines.push_back(details.synapses->sentence);
    for (const auto* const chart :
         {&details.synapses->input_depths, &details.synapses->output_depths}) {
      if (*chart) lines.push_back((*chart)->title + ": " + (*chart)->caption + ".");
    }
  }
  if (!details.partner) return;
  lines.push_back("Together with neuron " + neuron_name(neurons, *details.partner) + ".");
  if (details.paths) {
    lines.push_back(details.paths->table.title + ": " + details.paths->sentence);
    if (limited) lines.push_back(kPathsOfAllConnections);
    for (std::size_t i = 0; i < std::min(details.paths->paths.size(), kPathsRead); ++i) {
      const std::vector<TableCell>& row = details.paths->table.rows[i];
      lines.push_back("Path " + std::to_string(i + 1) + ", weakest connection " + row[0].text +
                      ": " + row[1].text + ".");
    }
  }
  if (limited && details.shared_inputs) lines.push_back(kSharedOfAllConnections);
  for (const auto* const shared : {&details.shared_inputs, &details.shared_outputs}) {
    if (*shared) lines.push_back((*shared)->table.title + ": " + (*shared)->table.caption);
  }
}

MirrorSection selection_section(const FrameModel& model) {
  MirrorSection section{"Selected neuron", {}, {}};
  if (!model.selected) {
    section.lines.push_back("No neuron is selected.");
    return section;
  }
  const NeuronIndex neuron = *model.selected;
  section.lines.push_back("Neuron " + neuron_name(model.neurons, neuron) + ".");
  for (const Attribute& attribute :
       neuron_attributes(model.neurons, neuron, model.manifest.layout)) {
    section.lines.push_back(attribute.name + ": " + attribute.value + ".");
  }
  const PartnersReport* const report = model.partners;
  if (report == nullptr || report->neuron != neuron) {
    section.lines.push_back("Its connections are still loading.");
    return section;
  }
  const auto degree = [&](const char* side, bool complete, std::uint32_t partners,
                          std::uint64_t synapses) {
    section.lines.push_back(complete ? std::string(side) + ": " + counted(partners, "partner") +
                                           ", " + counted(synapses, "synapse") + "."
                                     : std::string(side) + ": still loading.");
  };
  degree("Inputs", report->afferents_complete, report->afferent_count, report->afferent_synapses);
  degree("Outputs", report->efferents_complete, report->efferent_count, report->efferent_synapses);
  if (const std::string text = lines_sentence(model.lines); !text.empty()) {
    section.lines.push_back(text);
  }
  if (!report->caveat.empty()) section.lines.push_back(report->caveat);
  if (model.details != nullptr) add_details(*model.details, model, section.lines);
  add_partners(report->afferents, section.tables);
  add_partners(report->efferents, section.tables);
  return section;
}

std::string with_commas(std::string text) {
  for (std::size_t at; (at = text.find('\n')) != std::string::npos;) text.replace(at, 1, ", ");
  return text;
}

std::string on_one_line(const std::string& text) {
  const std::string line = with_commas(text);
  return line.ends_with('.') ? line : line + ".";
}

/// What stands at a point, and whether it, or its band, leaves the axis on the screen.
std::string point_words(const LineChart& chart, const LineAxes& axes, const LinePoint& point) {
  const std::string beyond = beyond_words(chart, axes, point);
  if (beyond.empty()) return on_one_line(point.tooltip);
  const bool sentence = point.tooltip.ends_with('.');
  return on_one_line(point.tooltip.substr(0, point.tooltip.size() - (sentence ? 1 : 0)) + "\n" +
                     beyond);
}

/// The same of all points of the first line.
void add_points(const LineChart& chart, std::vector<std::string>& lines) {
  const LineAxes axes = line_axes(chart, kScreenYTicks, 1);
  for (const LinePoint& point : chart.points) lines.push_back(point_words(chart, axes, point));
}

void add_line_chart(const LineChart& chart, std::vector<std::string>& lines) {
  lines.push_back(chart.title + ": " + chart.caption + ".");
  const LineAxes axes = line_axes(chart, kScreenYTicks, 1);
  const auto add = [&](const std::string& name, const std::vector<LinePoint>& points,
                       bool has_band) {
    for (const LinePoint& point : points) {
      lines.push_back((name.empty() ? "" : name + ", ") +
                      (has_band ? point_words(chart, axes, point) : on_one_line(point.tooltip)));
    }
  };
  add(chart.other.empty() ? std::string() : chart.name, chart.points, true);
  add(chart.second_name, chart.second, false);
  add(chart.other_name, chart.other, true);
}

/// A line for each row; of a matrix that nobody would listen to, one that says where it is.
void add_matrix(const HeatMap& map, std::vector<std::string>& lines) {
  constexpr std::size_t kMostRows = 40;
  const std::vector<std::string>& columns = map.columns();
  if (std::max(map.labels.size(), columns.size()) > kMostRows) {
    lines.push_back(map.title + ": " + counted(map.labels.size(), "row") +
                    (map.column_labels ? " by " + counted(columns.size(), "column") : "") +
                    ", to be saved as CSV.");
    return;
  }
  bool any_uncertain = false;
  for (std::size_t row = 0; row < map.labels.size(); ++row) {
    std::string line = map.title + ", from " + map.labels[row];
    for (std::size_t column = 0; column < columns.size(); ++column) {
      const HeatCell& cell = map.cells[row * columns.size() + column];
      line += (column == 0 ? ": to " : ", ") + columns[column] + " " + cell.text;
      const bool uncertain = cell.defined && cell.uncertain, marked = cell.remarkable();
      any_uncertain = any_uncertain || uncertain;
      if (!uncertain && !marked) continue;
      line += uncertain ? " (hatched" : " (marked";
      if (uncertain && !map.n_title.empty()) line += ", n = " + with_separators(cell.n);
      line += uncertain && marked ? ", marked)" : ")";
    }
    lines.push_back(line + ".");
  }
  if (map.any_remarkable()) {
    lines.push_back(map.title + ". Marked: " + kRemarkableCell + ".");
  }
  if (any_uncertain) {
    lines.push_back(map.title + ". Hatched: " + map.hatched + "." +
                    (map.n_title.empty() ? "" : " n counts " + map.n_title + "."));
  }
}

/// Every cell with its n, interval, q and the value on analyzable axons, as far as anybody reads.
void add_cells(const HeatMap& map, std::vector<Table>& tables) {
  constexpr std::size_t kMostCells = 400;
  if (map.cells.empty() || map.cells.size() > kMostCells) return;
  tables.push_back(chart_table(map));
}

/// The sections that are open, with the numbers of their charts.
void add_inference(const FrameModel& model, std::vector<std::string>& lines) {
  const InferenceState& wanted = model.view.inference;
  const std::string validity =
      model.statistics != nullptr ? verdict_sentence(*model.statistics) : std::string();
  if (wanted.is_open(InferenceSection::Distance) && model.distance != nullptr) {
    if (model.distance->running) lines.push_back("Counting by distance.");
    if (model.distance->report) {
      const DistanceReport& report = *model.distance->report;
      lines.push_back("By distance. " + validity);
      if (model.beside != nullptr) {
        lines.push_back("Beside: " + model.beside->words + ", " +
                        counted(model.beside->neurons, "neuron") + ". " +
                        verdict_word(model.beside->verdict) + ": " + model.beside->proofreading);
      }
      for (const LineChart* chart : {&report.probability, &report.synapses}) {
        if (!chart->points.empty() || !chart->other.empty()) add_line_chart(*chart, lines);
      }
      for (const std::string& sentence : report.sentences) lines.push_back(sentence);
    }
  }
  if (wanted.is_open(InferenceSection::Chance) && model.chance != nullptr) {
    if (model.chance->running) lines.push_back("Drawing random controls.");
    if (model.chance->report) {
      const ChanceReport& report = *model.chance->report;
      lines.push_back("Against chance. " + validity);
      for (const std::string& sentence : report.sentences) lines.push_back(sentence);
      for (const ControlsChart* chart : {&report.controls, &report.analyzable}) {
        if (!chart->rows.empty()) lines.push_back(chart->title + ".");
        for (const ControlsRow& row : chart->rows) {
          lines.push_back(row.name + ": " + row.text + ".");
        }
      }
      for (const LineChart& profile : report.profiles) add_line_chart(profile, lines);
      for (const HeatMap& map : report.maps) add_matrix(map, lines);
    }
  }
}

/// Title, caption and a sentence a bar.
void add_bars(const NamedBars& chart, std::vector<std::string>& lines) {
  if (chart.bars.empty()) return;
  lines.push_back(chart.title + ": " + chart.caption);
  for (const NamedBar& bar : chart.bars) lines.push_back(bar.tooltip);
}

void add_motifs(const MotifsAnswer& answer, const ChanceReport* chance,
                std::vector<std::string>& lines) {
  if (answer.running) lines.push_back(std::string("Counting ") + answer.counting + ".");
  for (const StatisticLine& line : answer.report.lines) {
    lines.push_back(line.name + ": " + line.value + ", " + line.n + ".");
  }
  if (answer.report.triads) {
    for (const auto& row : answer.report.triads->rows) {
      lines.push_back("Triad " + row[0].text + " (" + row[1].text + "): " + row[2].text +
                      (row.size() > 3 ? "; on analyzable axons " + row[3].text : "") + ".");
    }
  }
  const auto simplices = [&](const std::optional<Table>& table, const char* among) {
    if (!table) return;
    for (const auto& row : table->rows) {
      lines.push_back("Directed simplices of dimension " + row[0].text + among + ": " +
                      row[1].text + ".");
    }
  };
  simplices(answer.report.simplices, "");
  simplices(answer.report.simplices_analyzable, ", on analyzable axons");
  const auto connections = [&](const std::optional<Table>& table, const char* among) {
    if (!table) return;
    for (const auto& row : table->rows) {
      lines.push_back("Connections whose largest simplex has dimension " + row[0].text + among +
                      ": " + row[1].text + ", mean synapses " + row[2].text + ", with 2 or more " +
                      row[4].text + " (" + row[5].text + ").");
    }
  };
  connections(answer.report.connections, "");
  connections(answer.report.connections_analyzable, ", on analyzable axons");
  // Without controls the numbers are those above.
  for (const NamedBars& chart : motif_charts(answer.report, chance)) {
    if (!chart.expected_name.empty()) add_bars(chart, lines);
  }
  if (!answer.report.caveat.empty()) lines.push_back(answer.report.caveat);
}

void add_structure(const StructureAnswer& answer, std::vector<std::string>& lines) {
  if (answer.running) lines.push_back("Counting the structure.");
  if (!answer.report) return;
  const StructureReport& report = *answer.report;
  for (const StatisticLine& line : report.lines) {
    lines.push_back(line.name + ": " + line.value + ", " + line.n + ".");
  }
  if (!report.cores.bars.empty()) lines.push_back("Core number: " + report.cores.caption + ".");
  const auto shared = [&](const Table& table, const char* among) {
    for (const auto& row : table.rows) {
      lines.push_back("Shared partners, " + row[0].text + among + ": mean " + row[1].text +
                      ", expected " + row[2].text + ", ratio " + row[3].text + ".");
    }
  };
  shared(report.shared, "");
  shared(report.shared_analyzable, ", on analyzable axons");
  for (const LineChart* club : {&report.rich_club, &report.rich_club_analyzable}) {
    if (!club->points.empty()) lines.push_back(club->title + ": " + club->caption);
    add_points(*club, lines);
  }
  if (!report.caveat.empty()) lines.push_back(report.caveat);
}

/// The hints of the cells with the largest values, behind a line that says so.
void add_largest_cells(const HeatMap& map, const char* title, std::vector<std::string>& lines) {
  std::vector<const HeatCell*> largest;
  for (const HeatCell& cell : map.cells) {
    if (cell.defined) largest.push_back(&cell);
  }
  std::stable_sort(largest.begin(), largest.end(),
                   [](const HeatCell* a, const HeatCell* b) { return a->value > b->value; });
  if (largest.size() > kCellsRead) largest.resize(kCellsRead);
  if (!largest.empty()) lines.push_back(title);
  for (const HeatCell* cell : largest) lines.push_back(on_one_line(cell->tooltip));
}

/// "0 to 50 µm: A 12 %, B 3 % …", a line for each row.
void add_rows(const Table& table, std::vector<std::string>& lines) {
  lines.push_back(table.title + ". " + table.caption);
  for (const auto& row : table.rows) {
    std::string line = row[0].text;
    for (std::size_t c = 1; c < row.size(); ++c) {
      if (table.columns[c].use == ColumnUse::Files) continue;
      line += (line.size() == row[0].text.size() ? ": " : ", ") + table.columns[c].title + " " +
              with_commas(row[c].text);
    }
    lines.push_back(line + ".");
  }
}

void add_comparison(const ComparisonAnswer& answer, std::vector<std::string>& lines) {
  if (answer.running) lines.push_back("Dealing out the neurons of both sets.");
  if (!answer.report) return;
  const ComparisonReport& report = *answer.report;
  if (!report.why_not.empty()) {
    lines.push_back(report.why_not);
    return;
  }
  lines.push_back(report.numbers.caption);
  for (const auto& row : report.numbers.rows) {
    lines.push_back(row[0].text + ": A " + set_words(row, ComparisonColumn::A) + ", B " +
                    set_words(row, ComparisonColumn::B) + ".");
  }
  if (!report.permutations.rows.empty()) {
    lines.push_back(report.permutations.title + ".");
    if (!report.permutations.caption.empty()) lines.push_back(report.permutations.caption);
  }
  for (const ControlsRow& row : report.permutations.rows) {
    lines.push_back(row.name + ": " + row.text + ".");
  }
  if (!report.effects.bars.empty()) {
    std::string effects = report.effects.title + ", in sd of the deals";
    for (const NamedBar& bar : report.effects.bars) {
      effects += (&bar == &report.effects.bars.front() ? ": " : "; ") + bar.label + " " + bar.text +
                 " (95 % of the deals " + decimal_text(bar.low, 1) + " to " +
                 decimal_text(bar.high, 1) + ")";
    }
    lines.push_back(effects + ".");
  }
  if (report.cells) {
    lines.push_back(report.cells->title + ". " + report.cells->caption);
    add_largest_cells(*report.cells, "Where A is the most times B:", lines);
  }
  if (!report.cells_why_not.empty()) lines.push_back(report.cells_why_not);
  if (report.bins) add_rows(*report.bins, lines);
  lines.push_back(report.caveat);
}

void add_sweep(const SweepChart& chart, std::vector<std::string>& lines) {
  lines.push_back(chart.title + ". " + chart.caption);
  for (const SweepPanel& panel : chart.panels) {
    lines.push_back(panel.line.title + ": " + panel.word +
                    (panel.sentence.empty() ? "." : ", " + panel.sentence + "."));
    add_points(panel.line, lines);
    for (const LinePoint& point : panel.line.second) {
      lines.push_back(panel.line.second_name + ": " + on_one_line(point.tooltip));
    }
  }
}

void add_sweep_parts(const SweepParts& parts, std::vector<std::string>& lines) {
  if (parts.cells) {
    lines.push_back(parts.cells->title + ". " + parts.cells->caption);
    add_largest_cells(*parts.cells, "The largest changes:", lines);
  }
  if (!parts.cells_why_not.empty()) lines.push_back(parts.cells_why_not);
  if (parts.bins) add_rows(*parts.bins, lines);
}

void add_labels(const RobustnessReport& report, std::vector<std::string>& lines) {
  if (report.labels_sentence.empty()) return;
  lines.push_back(kWrongLabels + (". " + report.labels_sentence));
  if (!report.labels) return;
  lines.push_back(report.labels->caption);
  add_largest_cells(*report.labels, "The widest bands for their size:", lines);
}

void add_robustness(const RobustnessAnswer& answer, std::vector<std::string>& lines) {
  if (answer.running) lines.push_back(std::string("Counting ") + answer.counting + ".");
  if (answer.report == RobustnessReport{}) return;
  lines.push_back(kStabilityRule);
  if (!answer.report.thresholds_why_not.empty()) lines.push_back(answer.report.thresholds_why_not);
  if (answer.report.thresholds) add_sweep(*answer.report.thresholds, lines);
  add_sweep_parts(answer.report.thresholds_parts, lines);
  add_labels(answer.report, lines);
  if (answer.report.erosion) {
    add_sweep(*answer.report.erosion, lines);
    add_sweep_parts(answer.report.erosion_parts, lines);
    const LineChart& partners = answer.report.partners;
    lines.push_back(partners.title + ". " + partners.caption);
    add_points(partners, lines);
    for (const LinePoint& point : partners.second) lines.push_back(on_one_line(point.tooltip));
  }
  if (!answer.report.erosion_sentence.empty()) lines.push_back(answer.report.erosion_sentence);
}

void add_edge_map(const EdgeMapAnswer& answer, std::vector<std::string>& lines) {
  if (answer.fetching) {
    lines.push_back("Fetching " + bytes_text(answer.bytes_total) + " of synapses.");
  } else if (answer.running) {
    lines.push_back("Mapping the edge.");
  } else if (answer.large) {
    lines.push_back("The synapses of the dataset are not here: " +
                    bytes_text(answer.bytes_missing) + " to fetch.");
  }
  if (!answer.report) return;
  const EdgeMapReport& report = *answer.report;
  if (!report.why_not.empty()) {
    lines.push_back(report.why_not);
    return;
  }
  for (const StatisticLine& line : report.lines) {
    lines.push_back(line.name + ": " + line.value + ", " + line.n + ".");
  }
  lines.push_back(report.fractions.title + ": " + report.fractions.caption + ".");
  add_matrix(report.shares, lines);
  add_matrix(report.synapses, lines);
  lines.push_back(kEdgeMapCaveat);
}

void add_experiment(const ExperimentAnswer& answer, std::vector<std::string>& lines) {
  if (answer.running) lines.push_back("Patching neurons.");
  if (!answer.report) return;
  const ExperimentReport& report = *answer.report;
  if (!report.why_not.empty()) {
    lines.push_back(report.why_not);
    return;
  }
  if (!report.headline.empty()) lines.push_back(report.headline);
  lines.push_back(report.found.title + ": " + report.found.caption + ".");
  std::string name;
  for (std::size_t column = 1; column < report.numbers.columns.size(); ++column) {
    const std::string& title = report.numbers.columns[column].title;
    std::string all, analyzable;
    for (const auto& row : report.numbers.rows) {
      // Such a row has no name of its own: it is about what the row before is about.
      const bool beside = row[0].text == kOnAnalyzableRow;
      if (!beside) name = row[0].text;
      std::string& line = beside ? analyzable : all;
      line += (line.empty() ? ": " : ", ") + name + ": " + row[column].text;
    }
    lines.push_back("Virtual experiments, " + title + all + ".");
    if (!analyzable.empty()) {
      lines.push_back("Virtual experiments on analyzable axons, " + title + analyzable + ".");
    }
  }
  lines.insert(lines.end(), report.sentences.begin(), report.sentences.end());
  lines.push_back(kExperimentCaveat);
}

void add_sites(const SitesAnswer& answer, const FrameModel& model,
               std::vector<std::string>& lines) {
  if (answer.fetching) {
    lines.push_back("Fetching " + bytes_text(answer.bytes_total) + " of synapses.");
  } else if (answer.running) {
    lines.push_back("Counting synapses.");
  } else if (answer.bytes_missing > 0) {
    lines.push_back("The synapses of these neurons are not here: " +
                    bytes_text(answer.bytes_missing) + " to fetch.");
  }
  if (!answer.report) return;
  const SitesReport& report = *answer.report;
  if (!report.why_not.empty()) {
    lines.push_back(report.why_not);
    return;
  }
  if (!report.partial.empty()) lines.push_back(report.partial);
  for (const StatisticLine& line : report.lines) {
    lines.push_back(line.name + ": " + line.value + ", " + line.n + ".");
  }
  for (const HistogramChart* chart : {&report.sizes, &report.distances}) {
    if (!chart->bars.empty()) lines.push_back(chart->title + ": " + chart->caption + ".");
  }
  if (!report.by_distance.points.empty() || !report.by_distance.other.empty()) {
    add_line_chart(report.by_distance, lines);
  }
  for (const HeatMap& map : report.matrices) add_matrix(map, lines);
  const std::optional<GroupBlock>& block = model.view.sites.block;
  if (const auto chart = block ? block_histogram(report, *block) : std::nullopt) {
    lines.push_back(chart->title + ": " + chart->caption + ".");
  }
  lines.push_back(kSitesCaveat);
}

MirrorSection statistics_section(const FrameModel& model) {
  MirrorSection section{"Statistics", {}, {}};
  if (model.statistics == nullptr) {
    section.lines.push_back("Not counted yet.");
    return section;
  }
  const StatisticsReport& report = *model.statistics;
  section.lines.push_back(report.scope + ".");
  if (report.tiles_missing > 0) {
    section.lines.push_back(partial_sentence(report.tiles_missing, report.tiles_total));
  }
  if (const std::string why = why_not_counted(model); !why.empty()) {
    section.lines.push_back("Motifs and the other sections are not counted. " + why);
  }
  if (model.statistics_stale) section.lines.push_back("Counting again for the new choice.");
  for (const StatisticLine& line : report.lines) {
    section.lines.push_back(line.name + ": " + line.value + " (" + line.n + ").");
  }
  section.lines.push_back(report.verdict
                              ? std::string(verdict_word(*report.verdict)) + ": " + report.validity
                              : report.validity);
  if (!report.analyzable.empty()) section.lines.push_back(report.analyzable);
  for (const HeatMap* map : {&report.probability, &report.connections, &report.synapses,
                             &report.output_share, &report.input_share, &report.reciprocity}) {
    // Without a column there is one group, all neurons: nothing that is not said above.
    if (!report.row_column.empty()) add_matrix(*map, section.lines);
  }
  if (!report.row_column.empty()) add_cells(report.probability, section.tables);
  if (!report.why_no_matrix.empty()) section.lines.push_back(report.why_no_matrix);
  for (const HistogramChart* chart : {&report.in_degree, &report.out_degree, &report.in_strength,
                                      &report.out_strength, &report.synapses_per_connection}) {
    section.lines.push_back(chart->title + ": " + chart->caption + ".");
  }
  add_inference(model, section.lines);
  if (model.view.motifs_open && model.motifs != nullptr) {
    section.lines.push_back("Motifs. " + verdict_sentence(report));
    add_motifs(*model.motifs,
               model.chance != nullptr && model.chance->report ? &*model.chance->report : nullptr,
               section.lines);
  }
  if (model.view.structure_open && model.structure != nullptr) {
    section.lines.push_back("Structure. " + verdict_sentence(report));
    add_structure(*model.structure, section.lines);
  }
  if (model.view.comparison.open && model.comparison != nullptr) {
    section.lines.push_back("A against B. " + comparison_validity(*model.comparison));
    add_comparison(*model.comparison, section.lines);
  }
  if (model.view.robustness_open && model.robustness != nullptr) {
    section.lines.push_back("Robustness. " + verdict_sentence(report));
    add_robustness(*model.robustness, section.lines);
    if (model.view.edge_map && model.edge_map != nullptr) {
      add_edge_map(*model.edge_map, section.lines);
    }
  }
  if (model.view.experiment.open && model.experiment != nullptr) {
    section.lines.push_back("Virtual experiment. " + verdict_sentence(report));
    add_experiment(*model.experiment, section.lines);
  }
  if (model.view.sites.open && model.sites != nullptr) {
    section.lines.push_back("Synapses one by one. " + verdict_sentence(report));
    add_sites(*model.sites, model, section.lines);
  }
  return section;
}

}  // namespace

std::vector<MirrorSection> mirror_sections(const FrameModel& model) {
  std::vector<MirrorSection> sections = {dataset_section(model),   status_section(model),
                                         filter_section(model),    sets_section_text(model),
                                         selection_section(model), statistics_section(model)};
  if (!model.value_read.empty()) {
    sections.push_back({"Chart", {on_one_line(model.value_read)}, {}});
  }
  return sections;
}

}  // namespace cnx
