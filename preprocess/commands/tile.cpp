#include "commands/tile.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <span>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "exit_codes.h"
#include "parallel_for.h"
#include "pipeline.h"
#include "progress.h"
#include "read/connectome_hdf5.h"
#include "supervise.h"
#include "write/tile_folder.h"

namespace cnx {

namespace {

constexpr const char* kSampleName = "Synthetic sample (not real data)";

int complain(const Error& error) {
  std::fprintf(stderr, "connectoscope: %s\n", error.where.c_str());
  return exit_code_of(error.code);
}

/// The sentence names the file once: the reader's do, those of later steps do not.
Error with_file(Error error, const std::string& path) {
  if (error.where.find(path) == std::string::npos) error.where = path + ": " + error.where;
  return error;
}

std::string dataset_name_for(const TileOptions& options, const RawConnectome& raw) {
  if (!options.dataset_name.empty()) return options.dataset_name;
  if (raw.synthetic) return kSampleName;
  return std::filesystem::path(options.input_path).stem().string();
}

/// Largest resident memory of this process so far. macOS counts in bytes, others in KiB.
std::uint64_t peak_memory_bytes() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
  return static_cast<std::uint64_t>(usage.ru_maxrss);
#else
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
#endif
}

const char* family_key(TileKind kind) {
  switch (kind) {
    case TileKind::Neurons: return "neurons";
    case TileKind::ConnectionsOut: return "connections_out";
    case TileKind::ConnectionsIn: return "connections_in";
    case TileKind::Synapses: return "synapses";
  }
  return "?";
}

void print_json(const TileOptions& options, const Manifest& manifest, const Progress& progress) {
  nlohmann::ordered_json report;
  report["output"] = options.output_dir;
  report["dataset_name"] = manifest.dataset_name;
  report["source_group"] = manifest.source_group;
  report["edge_weight"] = manifest.edge_weight;
  report["synthetic"] = manifest.synthetic;
  report["fingerprint"] = hash_to_hex(manifest.fingerprint);
  report["neurons"] = manifest.neuron_count;
  report["connections"] = manifest.connection_count;
  report["autapses"] = manifest.autapse_count;
  report["synapses"] = manifest.synapse_count;
  report["notes"] = manifest.notes;
  nlohmann::ordered_json families = nlohmann::ordered_json::object();
  for (const TileFamily& family : manifest.families) {
    auto& sum = families[family_key(family.kind)];
    if (sum.is_null()) sum = {{"tiles", 0}, {"bytes", 0}, {"largest_tile_bytes", 0}};
    for (const TileEntry& tile : family.tiles) {
      sum["tiles"] = sum["tiles"].get<std::uint64_t>() + 1;
      sum["bytes"] = sum["bytes"].get<std::uint64_t>() + tile.bytes;
      if (tile.bytes > sum["largest_tile_bytes"].get<std::uint64_t>()) {
        sum["largest_tile_bytes"] = tile.bytes;
      }
    }
  }
  report["families"] = std::move(families);
  report["manifest_bytes"] = encode_manifest(manifest).size();
  nlohmann::ordered_json seconds = nlohmann::ordered_json::object();
  for (const StepTime& step : progress.steps()) seconds[step.name] = step.seconds;
  report["seconds"] = std::move(seconds);
  report["peak_memory_bytes"] = peak_memory_bytes();
  std::printf("%s\n", report.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

/// The work of the child process.
int tile(const TileOptions& options, std::uint64_t run_number, const TellPhase& tell) {
  const ThreadLimit threads{options.threads};
  Progress progress{stderr};
  const Replace replace = options.force ? Replace::AnyManifest : Replace::OwnTiles;

  progress.begin("read");
  tell(WorkPhase::Reading);
  auto read = read_connectome({.input_path = options.input_path,
                               .group = options.group,
                               .edge_weight = options.edge_weight,
                               .column_overrides = options.column_overrides});
  tell(WorkPhase::Working);
  if (!read.ok()) return progress.abandon(), complain(read.error());
  RawConnectome raw = std::move(read).value();
  progress.end(raw.source_group);
  for (const std::string& note : raw.notes) progress.note(note);
  const std::size_t reader_notes = raw.notes.size();
  const std::string name = dataset_name_for(options, raw);

  auto created = TileFolder::create(options.output_dir, replace, run_number);
  if (!created.ok()) return complain(created.error());
  TileFolder folder = std::move(created).value();
  const auto made = tile_connectome(
      std::move(raw), name,
      [&folder](std::uint64_t hash, std::span<const std::byte> bytes) {
        return folder.add(hash, bytes);
      },
      progress);
  if (!made.ok()) {
    progress.abandon();
    return complain(with_file(made.error(), options.input_path));
  }
  const Manifest& manifest = made.value();
  for (std::size_t i = reader_notes; i < manifest.notes.size(); ++i) {
    progress.note(manifest.notes[i]);
  }

  progress.begin("finish");
  if (const auto published = folder.publish(manifest); !published.ok()) {
    progress.abandon();
    return complain(published.error());
  }
  progress.end(options.output_dir);
  if (options.json) print_json(options, manifest, progress);
  return kExitDone;
}

}  // namespace

int run_tile(const TileOptions& options) {
  // Before the input is read, which may take a while.
  const auto allowed = check_output_folder(
      options.output_dir, options.force ? Replace::AnyManifest : Replace::OwnTiles);
  if (!allowed.ok()) return complain(allowed.error());

  const auto run_number = static_cast<std::uint64_t>(::getpid());
  return run_supervised(options.input_path, partial_folder(options.output_dir, run_number),
                        [&](const TellPhase& tell) { return tile(options, run_number, tell); });
}

}  // namespace cnx
