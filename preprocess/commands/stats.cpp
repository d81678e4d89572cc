#include "commands/stats.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "base/hash.h"
#include "commands/stats_text.h"
#include "commands/where_clause.h"
#include "dataset/neuron_mask.h"
#include "dataset/neuron_table.h"
#include "exit_codes.h"
#include "files.h"
#include "format/manifest.h"
#include "format/tile_name.h"
#include "worker/engine.h"
#include "worker/statistics_json.h"
#include "worker/statistics_request.h"

namespace cnx {
namespace {

constexpr std::uint64_t kMaxManifestBytes = 256u << 20;

int complain(int exit_code, const std::string& sentence) {
  std::fprintf(stderr, "connectoscope stats: %s\n", sentence.c_str());
  return exit_code;
}

int exit_code_of(const Error& error) {
  return error.code == ErrorCode::Missing || error.code == ErrorCode::Unreadable ? kExitUnreadable
                                                                                 : kExitWrongInput;
}

/// The bytes of a tile, when they are those that the manifest promises.
/// Errors: read_file's; HashMismatch.
Result<std::vector<std::byte>> read_tile(const std::string& directory, const TileEntry& entry) {
  const std::string path = directory + "/" + tile_path(entry.hash);
  auto tile = read_file(path, kMaxTileBytes);
  if (!tile.ok()) {
    return tile.error().code == ErrorCode::OutOfRange
               ? Error{ErrorCode::HashMismatch, path + " is not the tile that the manifest names"}
               : tile.error();
  }
  if (tile.value().size() != entry.bytes || xxh3_64(tile.value()) != entry.hash) {
    return Error{ErrorCode::HashMismatch, path + " is not the tile that the manifest names"};
  }
  return tile;
}

/// Reads the manifest. Errors: read_file's, decode_manifest's, each as a sentence.
Result<Manifest> read_manifest(const std::string& directory) {
  const std::string path = directory + "/" + kManifestName;
  const auto bytes = read_file(path, kMaxManifestBytes);
  if (!bytes.ok()) {
    if (bytes.error().code != ErrorCode::Missing) return bytes.error();
    return Error{ErrorCode::Missing, directory +
                                         " holds no tiles (it has no manifest.json); make them "
                                         "with: connectoscope tile INPUT.h5 -o " +
                                         directory};
  }
  const auto* const text = reinterpret_cast<const char*>(bytes.value().data());
  auto manifest = decode_manifest(std::string_view(text, bytes.value().size()));
  if (!manifest.ok()) {
    return Error{
        manifest.error().code == ErrorCode::Missing ? ErrorCode::Syntax : manifest.error().code,
        path + " is not a manifest that this version reads (" + manifest.error().where +
            "); tile the input again"};
  }
  return manifest;
}

Error damaged(const std::string& directory, const TileEntry& entry, const Error& error) {
  return Error{error.code, directory + "/" + tile_path(entry.hash) + " is damaged (" + error.where +
                               "); tile the input again"};
}

/// Every column of every neuron. Errors: read_tile's, the decoders'.
Result<NeuronTable> read_neurons(const std::string& directory, const Manifest& manifest) {
  NeuronTable table(manifest);
  for (const TileFamily& family : manifest.families) {
    if (family.kind != TileKind::Neurons) continue;
    const NeuronShape shape = manifest.neuron_shape(family);
    NeuronIndex first = 0;
    for (const TileEntry& entry : family.tiles) {
      const std::uint32_t rows = std::min(family.block_neurons, manifest.neuron_count - first);
      const auto tile = read_tile(directory, entry);
      if (!tile.ok()) return tile.error();
      const auto header = decode_tile_header(tile.value());
      if (!header.ok()) return damaged(directory, entry, header.error());
      if (header.value().kind != TileKind::Neurons || header.value().first_neuron != first ||
          header.value().neuron_count != rows) {
        return damaged(directory, entry, Error{ErrorCode::OutOfRange, "tile header"});
      }
      auto columns =
          decode_neuron_columns(std::span(tile.value()).subspan(kTileHeaderBytes), rows, shape);
      if (!columns.ok()) return damaged(directory, entry, columns.error());
      table.set_tile(first, family, std::move(columns).value());
      first += rows;
    }
  }
  return table;
}

/// The engine with every ConnectionsOut tile that holds a row of a chosen neuron.
/// Errors: read_tile's, Engine::add_tile's.
Result<Engine> read_connections(const std::string& directory, const Manifest& manifest,
                                const NeuronMask& chosen) {
  const TileFamily& out = *manifest.family(TileKind::ConnectionsOut);
  const TileFamily& in = *manifest.family(TileKind::ConnectionsIn);
  const auto engine_family = [&](const TileFamily& family) {
    auto model = decode_edge_model(family.model, manifest.neuron_count);
    CNX_CHECK(model.ok());  // decode_manifest has read it
    return Engine::Family{family.block_neurons, std::move(model).value()};
  };
  Engine engine(manifest.neuron_count, engine_family(out), engine_family(in));
  NeuronIndex first = 0;
  for (const TileEntry& entry : out.tiles) {
    const std::uint32_t rows = std::min(out.block_neurons, manifest.neuron_count - first);
    const auto begin = chosen.begin() + first;
    const bool needed = std::find(begin, begin + rows, std::uint8_t{1}) != begin + rows;
    first += rows;
    if (!needed) continue;
    const auto tile = read_tile(directory, entry);
    if (!tile.ok()) return tile.error();
    const auto added = engine.add_tile(tile.value());
    if (!added.ok()) return damaged(directory, entry, added.error());
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
  const auto manifest = read_manifest(options.directory);
  if (!manifest.ok()) return complain(exit_code_of(manifest.error()), manifest.error().where);
  const std::vector<Column>& columns = manifest.value().columns;

  std::vector<ColumnFilter> filters;
  for (const std::string& clause : options.where) {
    auto filter = parse_where(clause, columns);
    if (!filter.ok()) return complain(kExitUsage, filter.error().where);
    filters.push_back(std::move(filter).value());
  }
  std::optional<std::uint32_t> group_column = manifest.value().column_index(ColumnRole::CellClass);
  if (!options.group_by.empty()) {
    const auto column = parse_column(options.group_by, columns);
    if (!column.ok()) {
      return complain(kExitUsage, "--group-by " + options.group_by + ": " + column.error().where);
    }
    group_column = column.value();
  }

  const auto table = read_neurons(options.directory, manifest.value());
  if (!table.ok()) return complain(exit_code_of(table.error()), table.error().where);
  const bool grouped = group_column && can_group_by(table.value(), *group_column);
  if (!options.group_by.empty() && !grouped) {
    return complain(kExitUsage, "--group-by " + options.group_by +
                                    ": neurons can be grouped by a column of names, with at most " +
                                    std::to_string(kMaxStatisticsGroups) + " of them");
  }

  const StatisticsQuestion question =
      statistics_question(table.value(), neuron_mask(table.value(), filters), group_column);
  const auto engine =
      read_connections(options.directory, manifest.value(), question.request.chosen);
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
    text = stats_text(manifest.value(), input, reply, question.group_names);
  }
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    return complain(kExitUnwritable, "could not write the result; is the disk full?");
  }
  return kExitDone;
}

}  // namespace cnx
