#include "commands/stats.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/usual_counts.h"
#include "commands/experiment_text.h"
#include "commands/stats_chance.h"
#include "commands/stats_edge_map.h"
#include "commands/stats_ids.h"
#include "commands/stats_network.h"
#include "commands/stats_participation.h"
#include "commands/stats_question.h"
#include "commands/stats_robustness.h"
#include "commands/stats_synapses.h"
#include "commands/stats_text.h"
#include "commands/stats_usage.h"
#include "commands/structure_text.h"
#include "commands/where_clause.h"
#include "dataset/column_groups.h"
#include "dataset/neuron_mask.h"
#include "dataset/neuron_table.h"
#include "exit_codes.h"
#include "format/manifest.h"
#include "freed_memory.h"
#include "read/tile_source.h"
#include "report/numbers.h"
#include "report/to_python.h"
#include "say.h"
#include "worker/analyzable_beside.h"
#include "worker/border_column.h"
#include "worker/engine.h"
#include "worker/experiment_job.h"
#include "worker/labels_job.h"
#include "worker/simplices_job.h"
#include "worker/statistics_json.h"
#include "worker/statistics_request.h"
#include "worker/structure_job.h"

namespace cnx {
namespace {

int complain(int exit_code, const std::string& sentence) {
  say(sentence, "connectoscope stats");
  return exit_code;
}

int exit_code_of(const Error& error) {
  return error.code == ErrorCode::Missing ? kExitUnreadable : cnx::exit_code_of(error.code);
}

/// Every column of every neuron. `manifest`: the source's, with the column of the border. Errors:
/// TileSource::read_tile's, the decoders'.
Result<NeuronTable> read_neurons(const TileSource& source, const Manifest& manifest) {
  NeuronTable table(manifest);
  for (const TileFamily& family : source.manifest().families) {
    if (family.kind != TileKind::Neurons) continue;
    const NeuronShape shape = source.manifest().neuron_shape(family);
    for (std::size_t t = 0; t < family.tiles.size(); ++t) {
      const auto tile = source.read_tile(family, t);
      if (!tile.ok()) return tile.error();
      auto columns =
          decode_neuron_columns(payload_of(tile.value()), source.neuron_count(family, t), shape);
      if (!columns.ok()) return source.damaged(family, t, columns.error());
      table.set_tile(source.first_neuron(family, t), family, std::move(columns).value());
    }
  }
  fill_border_column(table);
  return table;
}

/// A part that --only can name: of the quick statistics, a job, or the one that reads synapses.
struct Part {
  const char* name;
  bool StatisticsParts::*quick = nullptr;
  std::optional<Statistic> job = std::nullopt;
  PythonPart python = PythonPart::Counts;
  bool edge_map = false;
};
const Part kParts[] = {
    {"counts", &StatisticsParts::counts, {}, PythonPart::Counts},
    {"degrees", &StatisticsParts::degrees, {}, PythonPart::Degrees},
    {"classes", &StatisticsParts::classes, {}, PythonPart::Classes},
    {"triads", nullptr, Statistic::Triads, PythonPart::Triads},
    {"simplices", nullptr, Statistic::Simplices, PythonPart::Simplices},
    {"distance", nullptr, Statistic::Distance, PythonPart::Distance},
    {"structure", nullptr, Statistic::Structure, PythonPart::Structure},
    {"nulls", nullptr, Statistic::Nulls, PythonPart::Nulls},
    {"compare", nullptr, Statistic::Compare, PythonPart::Compare},
    {"thresholds", nullptr, Statistic::Thresholds, PythonPart::Thresholds},
    {"labels", nullptr, Statistic::Labels, PythonPart::Labels},
    {"erosion", nullptr, Statistic::Erosion, PythonPart::Erosion},
    {"experiment", nullptr, Statistic::Experiment, PythonPart::Experiment},
    {"participation", nullptr, Statistic::Participation, PythonPart::Participation},
    {"synapses", nullptr, Statistic::Synapses, PythonPart::Synapses},
    {"edge-map", nullptr, {}, PythonPart::EdgeMap, true},
};

static_assert(kMaxStatsControls == kMaxControls && kMaxStatsThresholds == kMaxThresholds);
static_assert(kMaxStatsSlice_um == kMaxSlice_um && kMaxStatsPatched == kMaxPatched &&
              kMaxStatsSpread_um == kMaxSpread_um && kMaxStatsSite_um == kMaxSite_um);

/// The value of an enumeration by its word. Precondition: the word is one of them.
template <typename Enum, typename Words>
Enum number_of(const Words& words, const std::string& word) {
  const auto at = std::find(words.begin(), words.end(), word);
  CNX_CHECK(at != words.end());
  return static_cast<Enum>(at - words.begin());
}

/// What the clauses of an option choose, or the first that is not understood.
Result<std::vector<ColumnFilter>> filters_of(const std::string& option,
                                             const std::vector<std::string>& clauses,
                                             const std::vector<Column>& columns) {
  std::vector<ColumnFilter> filters;
  for (const std::string& clause : clauses) {
    auto filter = parse_where(clause, columns);
    if (!filter.ok()) return Error{filter.error().code, option + " " + filter.error().where};
    filters.push_back(std::move(filter).value());
  }
  return filters;
}

/// Of numbers only their values tell.
bool may_group_by(const Column& column) {
  if (may_number_groups(column)) return true;
  return column.kind == ColumnKind::Category && !column.categories.empty() &&
         column.categories.size() <= kMaxStatisticsGroups;
}

std::string cannot_group(const std::string& said) {
  return said + "neurons can be grouped by a column of names, with at most " +
         std::to_string(kMaxStatisticsGroups) +
         " of them, or by one of whole numbers, with at most " + std::to_string(kMaxNumberGroups) +
         " different ones";
}

/// The column that groups neurons, by name, or `otherwise`; what is wrong with the name.
Result<std::optional<std::uint32_t>> group_column_of(const char* option, const std::string& name,
                                                     const std::vector<Column>& columns,
                                                     std::optional<std::uint32_t> otherwise) {
  if (name.empty()) {
    return otherwise && may_group_by(columns[*otherwise]) ? otherwise : std::nullopt;
  }
  const auto column = parse_column(name, columns);
  const std::string said = std::string(option) + " " + name + ": ";
  if (!column.ok()) return Error{ErrorCode::OutOfRange, said + column.error().where};
  if (!may_group_by(columns[column.value()])) {
    return Error{ErrorCode::OutOfRange, cannot_group(said)};
  }
  return std::optional(column.value());
}

/// The column of numbers that --match names. Errors: one sentence (OutOfRange).
Result<std::optional<std::uint32_t>> match_column_of(const StatsOptions& options,
                                                     const std::vector<Column>& columns) {
  if (options.match.empty()) return std::optional<std::uint32_t>();
  const std::string said = "--match " + options.match + ": ";
  const auto column = parse_column(options.match, columns);
  if (!column.ok()) return Error{ErrorCode::OutOfRange, said + column.error().where};
  if (columns[column.value()].kind == ColumnKind::Category) {
    return Error{ErrorCode::OutOfRange,
                 said +
                     "neurons are matched by a column of numbers; --group-by names the column "
                     "of names that they are matched by otherwise"};
  }
  return std::optional(column.value());
}

/// The engine with every ConnectionsOut tile that holds a row of a chosen neuron.
/// Errors: TileSource::read_tile's, Engine::add_tile's.
Result<Engine> read_connections(const TileSource& source, const NeuronMask& chosen) {
  const Manifest& manifest = source.manifest();
  const TileFamily& out = *manifest.family(TileKind::ConnectionsOut);
  const auto engine_family = [&](const TileFamily& family) {
    auto model = decode_edge_model(family.model, manifest.neuron_count);
    CNX_CHECK(model.ok());  // decode_manifest has read it
    return Engine::Family{family.block_neurons, std::move(model).value()};
  };
  // Outputs are enough.
  Engine engine(manifest.neuron_count, engine_family(out));
  for (std::size_t t = 0; t < out.tiles.size(); ++t) {
    const auto begin = chosen.begin() + source.first_neuron(out, t);
    const auto end = begin + source.neuron_count(out, t);
    if (std::find(begin, end, std::uint8_t{1}) == end) continue;
    const auto tile = source.read_tile(out, t);
    if (!tile.ok()) return tile.error();
    const auto added = engine.add_tile(tile.value());
    if (!added.ok()) return source.damaged(out, t, added.error());
  }
  return engine;
}

/// Random controls, draws, many networks instead of one, every synapse.
bool takes_long(Statistic statistic) {
  switch (statistic) {
    case Statistic::Nulls:
    case Statistic::Structure:
    case Statistic::Thresholds:
    case Statistic::Labels:
    case Statistic::Erosion:
    case Statistic::Experiment:
    case Statistic::Participation:
    case Statistic::Synapses: return true;
    default: return false;
  }
}

/// Controls of a job unless told otherwise.
std::uint32_t usual_controls(Statistic statistic) {
  switch (statistic) {
    case Statistic::Structure: return kUsualRichClubControls;
    case Statistic::Labels: return kUsualLabelDraws;
    case Statistic::Compare: return kUsualPermutations;
    default: return kUsualControls;
  }
}

/// Whether a part is wanted.
bool asks_for(const StatsOptions& options, const Part& part) {
  // What may take minutes somebody has to ask for.
  if (part.job == Statistic::Nulls && !options.null_model.empty()) return true;
  if (options.only.empty() && (part.edge_map || (part.job && takes_long(*part.job)))) return false;
  if (part.job == Statistic::Compare && options.only.empty()) return !options.and_where_b.empty();
  // A page of text has no room for everything.
  if (options.only.empty()) return options.json || part.quick != nullptr;
  return std::find(options.only.begin(), options.only.end(), part.name) != options.only.end();
}

/// The exit code after everything was printed, or not.
int print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  return after_printing(kExitDone);
}

/// Neurons that pass filters, and are chosen by their ids, as the program says it: by their rows
/// where the filters alone do not tell, or the file has other columns.
PythonSide python_side(const Manifest& manifest, const NeuronTable& table,
                       const std::vector<ColumnFilter>& filters, const ChosenIds* ids = nullptr) {
  if (ids == nullptr && has_file_columns(manifest, filters)) return {filters, std::nullopt};
  const auto rows_of = table.integers(*table.find(ColumnRole::SourceRow));
  NeuronMask mask = neuron_mask(table, filters);
  if (ids != nullptr) keep_ids(*ids, mask);
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] != 0) rows.push_back(rows_of[i]);
  }
  std::sort(rows.begin(), rows.end());
  return {{}, std::move(rows)};
}

/// Of the ids of neurons; of the rows of the input where there are none.
std::string id_column_name(const Manifest& manifest) {
  const Column* const ids = manifest.column(ColumnRole::NeuronId);
  return ids != nullptr ? ids->name : manifest.column(ColumnRole::SourceRow)->name;
}

/// The result of a job, for people.
std::string people_text(Statistic statistic, const std::string& json) {
  if (statistic == Statistic::Structure) return structure_text(json);
  if (statistic == Statistic::Experiment) return experiment_text(json);
  if (statistic == Statistic::Participation) return participation_text(json);
  if (statistic == Statistic::Synapses) return synapses_text(json);
  if (statistic == Statistic::Nulls) return chance_text(json);
  if (statistic == Statistic::Compare) return comparison_text(json);
  if (statistic == Statistic::Thresholds || statistic == Statistic::Labels ||
      statistic == Statistic::Erosion) {
    return robustness_text(json);
  }
  if (statistic == Statistic::Distance) return distance_text(json);
  return motifs_text(json);
}

/// With what there is of analyzable axons behind what there is of all.
std::string people_text(Statistic statistic, const std::string& json, const AnalyzablePart& part) {
  std::string text = people_text(statistic, json);
  if (!part.json.empty()) {
    // The two sets of a comparison say their own numbers.
    const std::string n =
        statistic == Statistic::Compare
            ? std::string()
            : " (" + counted(part.pre_neurons, part.block ? "sending neuron" : "neuron") + ")";
    text += "\nOn analyzable axons alone" + n + ":\n" + people_text(statistic, part.json);
  } else if (!part.why_not.empty()) {
    text += "\nOn analyzable axons alone: " + part.why_not + "\n";
  }
  return text;
}

/// Whether --statistics names it.
bool counts_too(const StatsOptions& options, const char* name) {
  return std::find(options.statistics.begin(), options.statistics.end(), name) !=
         options.statistics.end();
}

/// "class=23P,4P; region=visp"
std::string joined(const std::vector<std::string>& clauses) {
  std::string text;
  for (const std::string& clause : clauses) text += (text.empty() ? "" : "; ") + clause;
  return text;
}

}  // namespace

std::vector<std::string> stats_parts() {
  std::vector<std::string> names;
  for (const Part& part : kParts) names.emplace_back(part.name);
  return names;
}

std::vector<std::string> stats_measures() {
  return {kDistanceMeasureNames.begin(), kDistanceMeasureNames.end()};
}

std::vector<std::string> stats_null_models() {
  return {kNullModelNames.begin(), kNullModelNames.end()};
}

std::vector<std::string> stats_measures_of_controls() {
  return {"triads",  "simplices", "structure", "degrees",       "shared",
          "lengths", "distance",  "sizes",     "participation", "classes"};
}

int run_stats(const StatsOptions& options) {
  give_back_from(std::size_t{1} << 18);
  std::vector<std::string> asked;
  for (const Part& part : kParts) {
    if (asks_for(options, part)) asked.emplace_back(part.name);
  }
  // What is wrong is said before anything is read.
  if (const std::string wrong = wrong_options(options, asked); !wrong.empty()) {
    return complain(kExitUsage, wrong);
  }
  const auto opened = TileSource::open(options.directory);
  if (!opened.ok()) return complain(exit_code_of(opened.error()), opened.error().where);
  const TileSource& source = opened.value();
  Manifest with_border = source.manifest();
  add_border_column(with_border);
  const Manifest& manifest = with_border;

  const auto filters = filters_of("--where", options.where, manifest.columns);
  if (!filters.ok()) return complain(kExitUsage, filters.error().where);
  std::optional<std::vector<NeuronId>> listed;
  if (!options.where_ids.empty()) {
    const auto text = read_id_list(options.where_ids);
    if (!text.ok()) return complain(exit_code_of(text.error()), text.error().where);
    auto ids = parse_id_list(text.value(), id_column_name(manifest));
    const std::string said = "--where-ids " + options.where_ids + ": ";
    if (!ids.ok()) return complain(kExitUsage, said + ids.error().where);
    listed = std::move(ids).value();
  }
  const auto post_filters =
      filters_of("--and-where-post", options.and_where_post, manifest.columns);
  if (!post_filters.ok()) return complain(kExitUsage, post_filters.error().where);
  const auto b_filters = filters_of("--and-where-b", options.and_where_b, manifest.columns);
  if (!b_filters.ok()) return complain(kExitUsage, b_filters.error().where);
  const auto b_post_filters =
      filters_of("--and-where-b-post", options.and_where_b_post, manifest.columns);
  if (!b_post_filters.ok()) return complain(kExitUsage, b_post_filters.error().where);
  const auto group_column = group_column_of("--group-by", options.group_by, manifest.columns,
                                            manifest.column_index(ColumnRole::CellClass));
  if (!group_column.ok()) return complain(kExitUsage, group_column.error().where);
  const auto post_group_column =
      group_column_of("--post-group-by", options.post_group_by, manifest.columns, std::nullopt);
  if (!post_group_column.ok()) return complain(kExitUsage, post_group_column.error().where);
  // What is published of the classes says nothing of another column.
  const bool classes = !group_column.value() ||
                       manifest.columns[*group_column.value()].role == ColumnRole::CellClass;
  const std::uint32_t accuracy =
      options.label_accuracy.value_or(classes ? kClassAccuracyPercent : 0);
  const auto matched = match_column_of(options, manifest.columns);
  if (!matched.ok()) return complain(kExitUsage, matched.error().where);
  const std::optional<std::uint32_t> match_column = matched.value();
  const SizeLimits sizes{options.min_mean_size, options.min_size_sum};
  if (sizes.any() && !manifest.synapse_shape.has_size) {
    return complain(kExitUsage,
                    "--min-mean-size, --min-size-sum: this dataset has no sizes of synapses");
  }
  // Said once nothing can be refused any more: a refusal is one sentence.
  const auto say_unused = [&] {
    const std::string unused = unused_options(options, asked);
    if (!unused.empty()) say(unused, "connectoscope stats");
  };

  const auto table = read_neurons(source, manifest);
  if (!table.ok()) return complain(exit_code_of(table.error()), table.error().where);
  for (const auto& [option, name, column] :
       {std::tuple{"--group-by ", &options.group_by, group_column.value()},
        {"--post-group-by ", &options.post_group_by, post_group_column.value()}}) {
    if (!column || can_group_by(table.value(), *column)) continue;
    return complain(kExitUsage, cannot_group(option + *name + ": "));
  }

  std::optional<ChosenIds> ids;
  if (listed) {
    ids = choose_ids(table.value(), *listed);
    const std::string missing = missing_ids_sentence(*ids, options.where_ids);
    if (ids->missing.size() == ids->ids) return complain(kExitUsage, missing);
    if (!missing.empty()) say(missing, "connectoscope stats");
  }

  NeuronNumbers each;  // what --each-neuron prints besides degrees
  for (const std::string& name : options.only) {
    each.cores = each.cores || name == "structure";
    each.simplices = each.simplices || name == "simplices";
    each.clustering = each.clustering || name == "triads";
  }

  if (options.python) {
    PythonQuestion question;
    question.pre = python_side(manifest, table.value(), filters.value(), ids ? &*ids : nullptr);
    if (!options.and_where_post.empty()) {
      question.post = python_side(manifest, table.value(), post_filters.value());
    }
    if (!options.and_where_b.empty()) {
      question.b = python_side(manifest, table.value(), b_filters.value());
    }
    question.blocks = compares_blocks(options);
    if (!options.and_where_b_post.empty()) {
      question.b_post = python_side(manifest, table.value(), b_post_filters.value());
    }
    question.min_synapses = options.min_synapses;
    question.min_mean_size = options.min_mean_size;
    question.min_size_sum = options.min_size_sum;
    question.group_column = group_column.value();
    question.post_group_column = post_group_column.value();
    question.measure = options.measure;
    question.bin_um = options.bin_um;
    question.null_model = number_of<ChanceModel>(
        kNullModelNames, options.null_model.empty() ? "rewired" : options.null_model);
    question.null_triads = options.null_triads || counts_too(options, "triads");
    question.null_simplices = counts_too(options, "simplices");
    question.null_structure = counts_too(options, "structure");
    question.null_degrees = counts_too(options, "degrees");
    question.null_shared = counts_too(options, "shared");
    question.null_lengths = counts_too(options, "lengths");
    question.null_distance = counts_too(options, "distance");
    question.null_sizes = counts_too(options, "sizes");
    question.null_participation = counts_too(options, "participation");
    question.null_classes = counts_too(options, "classes");
    question.match_column = match_column;
    question.controls = options.controls.value_or(usual_controls(Statistic::Nulls));
    question.permutations = options.controls.value_or(usual_controls(Statistic::Compare));
    question.club_controls = options.controls.value_or(usual_controls(Statistic::Structure));
    question.label_draws = options.controls.value_or(usual_controls(Statistic::Labels));
    question.label_accuracy = accuracy;
    question.thresholds = options.thresholds;
    question.seed = question.experiment_seed = options.seed;
    question.thickness_um = options.thickness_um;
    question.patched = options.patched;
    question.spread_um = options.spread_um;
    question.near_um = options.near_um;
    question.clump_um = options.clump_um;
    question.repeats = options.repeats.value_or(kUsualExperiments);
    std::vector<PythonPart> parts;
    for (const Part& part : kParts) {
      if (!asks_for(options, part)) continue;
      const std::string reason = why_no_python(manifest, question, part.python);
      if (!reason.empty()) return complain(kExitUsage, "--python: " + reason);
      parts.push_back(part.python);
    }
    say_unused();
    return print(to_python(manifest, question, parts));
  }
  say_unused();

  NeuronMask post;
  if (!options.and_where_post.empty()) post = neuron_mask(table.value(), post_filters.value());
  NeuronMask chosen = neuron_mask(table.value(), filters.value());
  if (ids) keep_ids(*ids, chosen);
  StatisticsQuestion question =
      statistics_question(table.value(), std::move(chosen), group_column.value(),
                          post_group_column.value(), std::move(post));
  question.request.min_synapses = options.min_synapses;
  // Other neurons can be anywhere in the dataset, and a row of synapses says whose they are by all
  // inputs of its neuron.
  bool everywhere = options.null_model == "neurons";
  bool summed = sizes.any();          // the sizes of the synapses of each connection
  std::optional<JobRequest> of_each;  // what is near and clumped, where that is counted
  bool all_connections = false;       // those that are too small, too: to find synapses by
  for (const Part& part : kParts) {
    if (part.job && asks_for(options, part) && manifest.synapse_shape.has_size) {
      JobRequest request;
      request.statistic = *part.job;
      if (options.null_model == "neurons") request.nulls.model = NullModel::Neurons;
      request.nulls.sizes = counts_too(options, "sizes");
      if (asks_for_sizes(request)) {
        summed = true;
        request.synapses = {options.near_um, options.clump_um, {}};
        ask_synapse_places(manifest, table.value(), request);
        of_each = std::move(request);
      }
    }
    const bool sources = part.job == Statistic::Synapses ||
                         (part.edge_map && !question.request.analyzable_axon.empty());
    everywhere = everywhere || (sources && asks_for(options, part));
    all_connections = all_connections || ((part.job == Statistic::Synapses || part.edge_map) &&
                                          asks_for(options, part));
  }
  NeuronMask set_b(manifest.neuron_count, 0);
  if (!options.and_where_b.empty()) set_b = neuron_mask(table.value(), b_filters.value());
  NeuronMask b_post = set_b;  // of block B
  if (!options.and_where_b_post.empty()) {
    b_post = neuron_mask(table.value(), b_post_filters.value());
  }
  const bool blocks = compares_blocks(options);
  // Whose the synapses of a tile are, only all connections tell.
  NeuronMask needed =
      everywhere || summed ? NeuronMask(manifest.neuron_count, 1) : question.request.chosen;
  for (std::size_t i = 0; i < needed.size(); ++i) {
    needed[i] |= set_b[i];
    needed[i] |= b_post[i];
    // Whether a connection is answered, the row of its post neuron says.
    if (!question.request.one_set()) needed[i] |= question.request.post[i];
  }
  auto read = read_connections(source, needed);
  if (!read.ok()) return complain(exit_code_of(read.error()), read.error().where);
  std::optional<Engine> engine(std::move(read).value());
  if (summed) {
    const auto done = sum_sizes(source, sizes, of_each, *engine);
    if (!done.ok()) return complain(exit_code_of(done.error()), done.error().where);
    if (sizes.any() && !all_connections) engine->keep_large();
  }
  const StatisticsReply reply = engine->statistics(question.request);

  StatisticsParts quick{false, false, false};
  for (const Part& part : kParts) {
    if (part.quick != nullptr) quick.*part.quick = asks_for(options, part);
  }
  AnalyzablePart counts_beside;
  std::optional<StatisticsReply> analyzable_reply;
  if (!options.json || quick.counts || quick.degrees) {
    AnalyzableCounts counts = analyzable_counts(question.request);
    counts_beside.why_not = std::move(counts.why_not);
    if (counts_beside.why_not.empty()) {
      analyzable_reply = engine->statistics(counts.request);
      counts_beside.json = counts_beside_json(*analyzable_reply, counts.request, sizes, quick);
    }
  }
  std::string text;
  if (options.json) {
    const StatsQuestionInput was_asked = {asked, ids ? &*ids : nullptr, group_column.value(),
                                          post_group_column.value(), accuracy};
    text = with_members(stats_question_json(manifest, options, was_asked),
                        statistics_json(reply, question.group_names, question.post_group_names,
                                        quick, &question.validity, question.groups_why_not));
  } else {
    StatsTextInput input;
    std::vector<std::string> chosen_by = options.where;
    if (ids) chosen_by.push_back(ids_words(options.where_ids));
    input.chosen_by = joined(chosen_by);
    input.post_chosen_by = joined(options.and_where_post);
    if (quick.classes && group_column.value()) {
      input.group_column = manifest.columns[*group_column.value()].name;
    }
    if (quick.classes) input.groups_why_not = question.groups_why_not;
    input.validity = question.validity;
    input.min_synapses = options.min_synapses;
    input.sizes = sizes;
    if (analyzable_reply) input.analyzable = &analyzable_reply->statistics;
    input.analyzable_why_not = counts_beside.why_not;
    text = stats_text(manifest, input, reply, question.group_names, question.post_group_names);
  }
  AnalyzableMembers analyzable;
  analyzable.add(counts_beside);
  const Part* last = nullptr;  // to ask the engine
  for (const Part& part : kParts) {
    if ((part.job || part.edge_map) && asks_for(options, part)) last = &part;
  }
  for (const Part& part : kParts) {
    if (!part.job || !asks_for(options, part)) continue;
    JobRequest request = job_request(*part.job, question);
    if (manifest.layout == Layout::Soma) request.positions_nm = soma_positions_nm(table.value());
    request.distance.measure = number_of<DistanceMeasure>(kDistanceMeasureNames, options.measure);
    request.distance.bin_nm = options.bin_um * 1000;
    if (!options.null_model.empty()) {
      request.nulls.model = number_of<NullModel>(kNullModelNames, options.null_model);
    }
    request.nulls.controls = options.controls.value_or(usual_controls(*part.job));
    if (part.job == Statistic::Experiment) {
      request.nulls.controls = options.repeats.value_or(kUsualExperiments);
      request.experiment = {options.thickness_um, options.patched, options.spread_um};
    }
    request.labels.accuracy_percent = accuracy;
    request.thresholds = options.thresholds;
    request.nulls.seed = options.seed;
    request.nulls.triads = options.null_triads || counts_too(options, "triads");
    request.nulls.simplices = counts_too(options, "simplices");
    request.nulls.structure = counts_too(options, "structure");
    request.nulls.degrees = counts_too(options, "degrees");
    request.nulls.shared = counts_too(options, "shared");
    request.nulls.lengths = counts_too(options, "lengths");
    request.nulls.distance = counts_too(options, "distance");
    request.nulls.sizes = counts_too(options, "sizes");
    request.nulls.participation = counts_too(options, "participation");
    request.nulls.classes = counts_too(options, "classes");
    if (match_column && part.job == Statistic::Nulls) {
      ask_match(table.value(), *match_column, request);
    }
    if (part.job == Statistic::Compare && blocks) {
      request.block_b = {set_b, b_post};
    } else if (part.job == Statistic::Compare) {
      request.subset.post.clear();
      if (!options.and_where_b.empty()) request.subset.post = set_b;
    }
    JobRequest beside;  // the same of set B
    if (part.job == Statistic::Distance) beside = request;
    request.synapses = {options.near_um, options.clump_um, {}};
    // There is no block beside a set B.
    const bool sizes_of_b = part.job == Statistic::Synapses && !options.and_where_b.empty();
    std::shared_ptr<const SynapseStore> synapses;
    if (part.job == Statistic::Synapses || asks_for_sizes(request)) {
      ask_synapse_places(manifest, table.value(), request);
    }
    if (part.job == Statistic::Synapses) {
      auto store = read_synapses(source, request.subset.choice().post);
      if (!store.ok()) return complain(exit_code_of(store.error()), store.error().where);
      synapses = std::move(store).value();
    }
    if (sizes_of_b) beside = request;
    if (&part == last && needs_out_half_alone(request)) engine->let_go_of_in_half();
    JobInput input = engine->job_input(std::move(request));
    if (&part == last && frees_connections(input.request)) engine.reset();
    input.synapses = std::move(synapses);
    if (options.each_neuron || options.each_connection) {
      const auto rows = table.value().integers(*table.value().find(ColumnRole::SourceRow));
      if (options.each_neuron) {
        print_neurons(input, rows, each);
      } else {
        print_connections(input, rows);
      }
      return after_printing(kExitDone);
    }
    // Who asks for simplices by name will wait for them.
    const bool bounded = part.job == Statistic::Simplices && options.only.empty();
    std::string json = bounded ? run_simplices(std::move(input), kUsualSimplicesWork,
                                               "; --only simplices counts them all.")
                               : run_job(std::move(input));
    if (part.job == Statistic::Compare) {
      const NeuronMask none;
      json = with_members(
          std::move(json),
          set_verdicts_json(pair_validity(table.value(), question.request.chosen,
                                          blocks ? question.request.post : none),
                            pair_validity(table.value(), set_b, blocks ? b_post : none)));
    }
    const AnalyzablePart on_analyzable = take_analyzable(json);
    if (options.json) {
      text = with_members(std::move(text), json);
      analyzable.add(on_analyzable);
    } else {
      text += "\n" + people_text(*part.job, json, on_analyzable);
    }
    if (sizes_of_b) {
      beside.subset.chosen = set_b;
      auto store = read_synapses(source, set_b);
      if (!store.ok()) return complain(exit_code_of(store.error()), store.error().where);
      JobInput of_b = engine->job_input(std::move(beside));
      of_b.synapses = std::move(store).value();
      const std::string b = run_job(std::move(of_b));
      const PairValidity validity = pair_validity(table.value(), set_b, {});
      if (options.json) {
        text = with_members(std::move(text),
                            sizes_of_b_json(b, count_shown(question.request.chosen),
                                            count_shown(set_b), question.validity, validity));
      } else if (const std::string rows = sizes_by_distance_text(b); !rows.empty()) {
        text += "\nSizes by distance\n" + sizes_by_distance_text(json) + "\nof set B, " +
                joined(options.and_where_b) + ": " + counted(count_shown(set_b), "neuron") + ", " +
                verdict_name(verdict_of(validity)) + "\n" + rows;
      }
    }
    if (part.job == Statistic::Distance && !options.and_where_b.empty()) {
      beside.subset.chosen = set_b;  // there is no block beside a set B
      const std::string b = run_job(engine->job_input(std::move(beside)));
      const PairValidity validity = pair_validity(table.value(), set_b, {});
      if (options.json) {
        text = with_members(std::move(text),
                            profile_of_b_json(b, count_shown(question.request.chosen),
                                              count_shown(set_b), question.validity, validity));
      } else {
        text += "\nSet B, " + joined(options.and_where_b) + ": " +
                counted(count_shown(set_b), "neuron") + ", " + verdict_name(verdict_of(validity)) +
                "\n" + people_text(*part.job, b);
      }
    }
  }
  if (options.json) text = with_members(std::move(text), analyzable.json());
  for (const Part& part : kParts) {
    if (!part.edge_map || !asks_for(options, part)) continue;
    const auto json = edge_map_json(source, table.value(), question, *engine);
    if (!json.ok()) return complain(exit_code_of(json.error()), json.error().where);
    text = options.json ? with_members(std::move(text), json.value())
                        : text + "\n" + edge_map_text(json.value());
  }
  if (options.json) text += "\n";
  return print(options.json ? text : printable_text(text));
}

}  // namespace cnx
