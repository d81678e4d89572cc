#include "commands/stats.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "commands/stats_text.h"
#include "commands/where_clause.h"
#include "dataset/neuron_mask.h"
#include "dataset/neuron_table.h"
#include "exit_codes.h"
#include "format/manifest.h"
#include "read/tile_source.h"
#include "worker/engine.h"
#include "worker/statistics_json.h"
#include "worker/statistics_request.h"

namespace cnx {
namespace {

int complain(int exit_code, const std::string& sentence) {
  std::fprintf(stderr, "connectoscope stats: %s\n", sentence.c_str());
  return exit_code;
}

int exit_code_of(const Error& error) {
  return error.code == ErrorCode::Missing || error.code == ErrorCode::Unreadable ? kExitUnreadable
                                                                                 : kExitWrongInput;
}

/// Every column of every neuron. Errors: TileSource::read_tile's, the decoders'.
Result<NeuronTable> read_neurons(const TileSource& source) {
  NeuronTable table(source.manifest());
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
  return table;
}

/// The engine with every ConnectionsOut tile that holds a row of a chosen neuron.
/// Errors: TileSource::read_tile's, Engine::add_tile's.
Result<Engine> read_connections(const TileSource& source, const NeuronMask& chosen) {
  const Manifest& manifest = source.manifest();
  const TileFamily& out = *manifest.family(TileKind::ConnectionsOut);
  const TileFamily& in = *manifest.family(TileKind::ConnectionsIn);
  const auto engine_family = [&](const TileFamily& family) {
    auto model = decode_edge_model(family.model, manifest.neuron_count);
    CNX_CHECK(model.ok());  // decode_manifest has read it
    return Engine::Family{family.block_neurons, std::move(model).value()};
  };
  Engine engine(manifest.neuron_count, engine_family(out), engine_family(in));
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

/// "class=23P,4P; region=visp"
std::string joined(const std::vector<std::string>& clauses) {
  std::string text;
  for (const std::string& clause : clauses) text += (text.empty() ? "" : "; ") + clause;
  return text;
}

}  // namespace

int run_stats(const StatsOptions& options) {
  const auto opened = TileSource::open(options.directory);
  if (!opened.ok()) return complain(exit_code_of(opened.error()), opened.error().where);
  const TileSource& source = opened.value();
  const Manifest& manifest = source.manifest();
  const std::vector<Column>& columns = manifest.columns;

  std::vector<ColumnFilter> filters;
  for (const std::string& clause : options.where) {
    auto filter = parse_where(clause, columns);
    if (!filter.ok()) return complain(kExitUsage, filter.error().where);
    filters.push_back(std::move(filter).value());
  }
  std::optional<std::uint32_t> group_column = manifest.column_index(ColumnRole::CellClass);
  if (!options.group_by.empty()) {
    const auto column = parse_column(options.group_by, columns);
    if (!column.ok()) {
      return complain(kExitUsage, "--group-by " + options.group_by + ": " + column.error().where);
    }
    group_column = column.value();
  }

  const auto table = read_neurons(source);
  if (!table.ok()) return complain(exit_code_of(table.error()), table.error().where);
  const bool grouped = group_column && can_group_by(table.value(), *group_column);
  if (!options.group_by.empty() && !grouped) {
    return complain(kExitUsage, "--group-by " + options.group_by +
                                    ": neurons can be grouped by a column of names, with at most " +
                                    std::to_string(kMaxStatisticsGroups) + " of them");
  }

  const StatisticsQuestion question =
      statistics_question(table.value(), neuron_mask(table.value(), filters), group_column);
  const auto engine = read_connections(source, question.request.chosen);
  if (!engine.ok()) return complain(exit_code_of(engine.error()), engine.error().where);
  const StatisticsReply reply = engine.value().statistics(question.request);

  std::string text;
  if (options.json) {
    text = statistics_json(reply, question.group_names) + "\n";
  } else {
    StatsTextInput input;
    input.chosen_by = joined(options.where);
    input.group_column = grouped ? columns[*group_column].name : "";
    input.proofreading_known = question.proofreading_known;
    text = stats_text(manifest, input, reply, question.group_names);
  }
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    return complain(kExitUnwritable, "could not write the result; is the disk full?");
  }
  return kExitDone;
}

}  // namespace cnx
