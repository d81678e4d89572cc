#include "commands/tile.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <span>
#include <thread>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "exit_codes.h"
#include "files.h"
#include "format/tile_name.h"
#include "freed_memory.h"
#include "parallel_for.h"
#include "peak_memory.h"
#include "pipeline.h"
#include "progress.h"
#include "read/connectome_csv.h"
#include "read/connectome_hdf5.h"
#include "read/h5_access.h"
#include "say.h"
#include "supervise.h"
#include "write/pack_writer.h"
#include "write/source_record.h"
#include "write/tile_folder.h"

namespace cnx {

namespace {

constexpr unsigned kHashThreads = 2;  // when nothing else runs
constexpr std::size_t kMaxSourceRecordBytes = std::size_t{1} << 20;

constexpr const char* kSampleName = "Synthetic sample (not real data)";

int complain(const Error& error) {
  say(error.where);
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

const char* family_key(TileKind kind) {
  switch (kind) {
    case TileKind::Neurons: return "neurons";
    case TileKind::ConnectionsOut: return "connections_out";
    case TileKind::ConnectionsIn: return "connections_in";
    case TileKind::Synapses: return "synapses";
    case TileKind::SynapseOverview: return "synapse_overview";
    case TileKind::ConnectionColumns: return "connection_columns";
    case TileKind::SynapseColumns: return "synapse_columns";
  }
  return "?";
}

/// Every option that changes the tiles; what is not here must not change a byte of them.
std::string options_text(const TileOptions& options) {
  nlohmann::ordered_json json;
  json["group"] = options.group;
  json["edge_weight"] = options.edge_weight;
  json["columns"] = options.column_overrides;
  json["connections"] = options.connections_path;
  json["synapses"] = options.synapses_path;
  json["join"] = options.join_paths;
  json["drop_unknown"] = options.drop_unknown;
  json["name"] = options.dataset_name;
  json["compact"] = options.compact;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// All files that the tiles are made from.
std::vector<std::string> inputs_of(const TileOptions& options) {
  std::vector<std::string> paths = {options.input_path};
  for (const std::string& path : {options.connections_path, options.synapses_path}) {
    if (!path.empty()) paths.push_back(path);
  }
  paths.insert(paths.end(), options.join_paths.begin(), options.join_paths.end());
  return paths;
}

bool is_csv(const TileOptions& options) {
  return inputs_of(options).size() > 1 || is_csv_path(options.input_path);
}

Result<RawConnectome> read_input(const TileOptions& options) {
  if (is_csv(options)) {
    return read_connectome_csv({.input_path = options.input_path,
                                .connections_path = options.connections_path,
                                .synapses_path = options.synapses_path,
                                .join_paths = options.join_paths,
                                .edge_weight = options.edge_weight,
                                .column_overrides = options.column_overrides,
                                .drop_unknown = options.drop_unknown});
  }
  return read_connectome({.input_path = options.input_path,
                          .group = options.group,
                          .edge_weight = options.edge_weight,
                          .column_overrides = options.column_overrides});
}

/// The input whose size says what reading may cost.
std::string largest_input(const TileOptions& options) {
  std::string largest = options.input_path;
  std::uintmax_t largest_bytes = 0;
  for (const std::string& path : inputs_of(options)) {
    std::error_code failure;
    const std::uintmax_t bytes = std::filesystem::file_size(path, failure);
    if (failure || bytes <= largest_bytes) continue;
    largest = path;
    largest_bytes = bytes;
  }
  return largest;
}

/// Options that mean something for the other kind of input only.
std::optional<std::string> misplaced_option(const TileOptions& options) {
  if (is_csv(options) && !options.group.empty()) {
    return "--group chooses a network of an HDF5 file, and " + options.input_path +
           " is a table in CSV";
  }
  if (!is_csv(options) && options.drop_unknown) {
    return "--drop-unknown is for tables in CSV, and " + options.input_path + " is none";
  }
  return std::nullopt;
}

/// What source.json says, but for the hash of the input and the fingerprint.
Result<SourceRecord> source_record(const TileOptions& options) {
  auto record = describe_inputs(inputs_of(options));
  if (!record.ok()) return record;
  SourceRecord full = std::move(record).value();
  full.tool = "connectoscope " CNX_VERSION;
  full.build = program_hash();
  full.options = options_text(options);
  return full;
}

std::string text_of(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The manifest of the output folder if making it again would give the same: all tiles are there
/// and source.json names this program, these options and these bytes.
std::optional<Manifest> find_up_to_date(const TileOptions& options) {
  const auto recorded =
      read_file(options.output_dir + "/" + kSourceRecordName, kMaxSourceRecordBytes);
  const auto manifest_text = read_file(options.output_dir + "/" + kManifestName, kMaxManifestBytes);
  if (!recorded.ok() || !manifest_text.ok()) return std::nullopt;
  auto manifest = decode_manifest(text_of(manifest_text.value()));
  if (!manifest.ok()) return std::nullopt;
  for (const TileFamily& family : manifest.value().families) {
    for (const TileEntry& tile : family.tiles) {
      std::error_code failure;
      const auto path = options.output_dir + "/" + tile_path(tile.hash);
      if (std::filesystem::file_size(path, failure) != tile.bytes || failure) return std::nullopt;
    }
  }

  const std::string text = text_of(recorded.value());
  const auto recorded_hash = recorded_input_hash(text);
  const auto described = source_record(options);
  if (!recorded_hash || !described.ok()) return std::nullopt;
  SourceRecord expected = described.value();
  expected.fingerprint = manifest.value().fingerprint;
  expected.input_hash = *recorded_hash;
  if (encode_source_record(expected) != text) return std::nullopt;
  // Only now, as it reads the whole input.
  const auto hash = hash_files(inputs_of(options), kHashThreads);
  if (!hash.ok() || hash.value() != *recorded_hash) return std::nullopt;
  return std::move(manifest).value();
}

/// Hashes the input while it is being read, and gives the source.json of it. An input that changed
/// meanwhile, or cannot be read, has none.
class SourceWatch {
 public:
  explicit SourceWatch(const TileOptions& options) : options_(options), before_(newest_change()) {
    thread_ = std::thread([this] {
      described_ = source_record(options_);
      hash_ = hash_files(inputs_of(options_), 1);
    });
  }
  SourceWatch(const SourceWatch&) = delete;
  SourceWatch& operator=(const SourceWatch&) = delete;
  ~SourceWatch() {
    if (thread_.joinable()) thread_.join();
  }

  /// Whether something has written to the input: it is read more than once, and the readings must
  /// be of one thing.
  bool changed() const { return newest_change() != before_; }

  std::optional<std::string> record(std::uint64_t fingerprint) {
    if (thread_.joinable()) thread_.join();
    if (!described_.ok() || !hash_.ok()) return std::nullopt;
    SourceRecord record = described_.value();
    record.input_hash = hash_.value();
    record.fingerprint = fingerprint;
    return encode_source_record(record);
  }

 private:
  std::filesystem::file_time_type newest_change() const {
    auto newest = std::filesystem::file_time_type::min();
    for (const std::string& path : inputs_of(options_)) {
      std::error_code failure;
      newest = std::max(newest, std::filesystem::last_write_time(path, failure));
    }
    return newest;
  }

  const TileOptions& options_;
  std::filesystem::file_time_type before_;
  Result<SourceRecord> described_ = Error{ErrorCode::Missing, ""};
  Result<std::uint64_t> hash_ = Error{ErrorCode::Missing, ""};
  std::thread thread_;
};

void print_json(const TileOptions& options, const Manifest& manifest, const Progress& progress,
                bool up_to_date) {
  nlohmann::ordered_json report;
  report["output"] = options.output_dir;
  report["up_to_date"] = up_to_date;
  if (!options.pack_path.empty()) report["pack"] = options.pack_path;
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

Replace replace_of(const TileOptions& options) {
  return options.force ? Replace::AnyManifest : Replace::OwnTiles;
}

/// The pack of the folder that is in place now, if one is asked for and is not there already.
Result<Done> make_pack(const TileOptions& options, std::uint64_t run_number, Progress& progress) {
  if (options.pack_path.empty()) return Done{};
  progress.begin("pack");
  const auto packed = write_pack(options.output_dir, options.pack_path, run_number);
  if (!packed.ok()) {
    progress.abandon();
    return packed.error();
  }
  progress.end(options.pack_path +
               (packed.value() == PackOutcome::UpToDate ? " is up to date" : ""));
  return Done{};
}

/// The work of the child process.
int tile(const TileOptions& options, std::uint64_t run_number, const WorkReport& report) {
  const ThreadLimit threads{options.threads};
  Progress progress{stderr};

  progress.begin("read");
  SourceWatch source{options};
  // Reading is what the HDF5 library does; of text our own parser makes columns.
  const auto on_reading = [&](bool reading) {
    if (!is_csv(options)) report.phase(reading ? WorkPhase::Reading : WorkPhase::Working);
  };
  listen_to_unpacking(report.unpacking);
  on_reading(true);
  auto read = read_input(options);
  on_reading(false);
  if (!read.ok()) return progress.abandon(), complain(read.error());
  RawConnectome raw = std::move(read).value();
  progress.end(raw.source_group);
  for (const std::string& note : raw.notes) progress.note(note);
  const std::size_t reader_notes = raw.notes.size();
  const std::string name = dataset_name_for(options, raw);

  auto created = TileFolder::create(options.output_dir, replace_of(options), run_number);
  if (!created.ok()) return complain(created.error());
  TileFolder folder = std::move(created).value();
  const TilingMeans means{.scratch_folder = folder.path(),
                          .memory_bytes = options.memory_bytes,
                          .compact = options.compact,
                          .on_reading = on_reading};
  const auto made = tile_connectome(
      std::move(raw), name, means,
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

  if (source.changed()) {
    return complain({ErrorCode::Unreadable,
                     options.input_path +
                         ": it, or a table beside it, changed while it was being read; run again "
                         "when nothing writes to it"});
  }

  progress.begin("finish");
  Result<Done> published = Done{};
  if (const auto record = source.record(manifest.fingerprint)) {
    published = folder.add_file(kSourceRecordName, std::as_bytes(std::span{*record}));
  }
  if (published.ok()) published = folder.publish(manifest);
  if (!published.ok()) {
    progress.abandon();
    return complain(published.error());
  }
  progress.end(options.output_dir);
  if (const auto packed = make_pack(options, run_number, progress); !packed.ok()) {
    return complain(packed.error());
  }
  if (options.json) print_json(options, manifest, progress, false);
  return kExitDone;
}

/// Nothing to do but perhaps the pack.
int stay_up_to_date(const TileOptions& options, const Manifest& manifest,
                    std::uint64_t run_number) {
  Progress progress{stderr};
  std::fprintf(stderr,
               "%s is already up to date: the same input, options and program made it (--force "
               "makes it again)\n",
               printable_line(options.output_dir).c_str());
  if (const auto packed = make_pack(options, run_number, progress); !packed.ok()) {
    return complain(packed.error());
  }
  if (options.json) print_json(options, manifest, progress, true);
  return kExitDone;
}

}  // namespace

int run_tile(const TileOptions& options) {
  give_back_from(std::size_t{4} << 20);
  if (const auto misplaced = misplaced_option(options)) {
    say(*misplaced);
    return kExitUsage;
  }
  for (const std::string& path : inputs_of(options)) {
    if (const auto plain = check_plain_file(path); !plain.ok()) return complain(plain.error());
  }
  // Before the input is read, which may take a while.
  const auto allowed = check_output_folder(options.output_dir, replace_of(options));
  if (!allowed.ok()) return complain(allowed.error());
  if (!options.pack_path.empty()) {
    if (lies_in(options.pack_path, options.output_dir)) {
      return complain({ErrorCode::Unwritable,
                       "--pack " + options.pack_path + " lies in " + options.output_dir +
                           ", which holds tiles and nothing else; choose another folder"});
    }
    const auto pack_allowed = check_pack_place(options.pack_path);
    if (!pack_allowed.ok()) return complain(pack_allowed.error());
    remove_leftovers(options.pack_path);
  }
  remove_leftovers(options.output_dir);

  const auto run_number = static_cast<std::uint64_t>(::getpid());
  if (!options.force) {
    if (const auto manifest = find_up_to_date(options)) {
      return stay_up_to_date(options, *manifest, run_number);
    }
  }
  const int code =
      run_supervised(largest_input(options), partial_path(options.output_dir, run_number),
                     [&](const WorkReport& report) { return tile(options, run_number, report); });
  if (code != kExitDone && !options.pack_path.empty()) {
    remove_partial(partial_path(options.pack_path, run_number));
  }
  return code;
}

}  // namespace cnx
