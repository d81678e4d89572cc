#include "commands/export.h"

#include <signal.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "exit_codes.h"
#include "export/export_file.h"
#include "files.h"
#include "peak_memory.h"
#include "progress.h"
#include "read/tile_source.h"
#include "say.h"
#include "write/output_file.h"

namespace cnx {
namespace {

std::atomic<bool> g_interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // so that a signal may set it

void on_interrupt(int) { g_interrupted = true; }

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_interrupt;
  ::sigemptyset(&action.sa_mask);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
}

int complain(const Error& error) {
  say(error.where);
  return error.code == ErrorCode::Missing ? kExitUnreadable : exit_code_of(error.code);
}

int tell_interrupted() {
  say("interrupted; no unfinished output is left");
  return kExitInterrupted;
}

void print_json(const ExportOptions& options, const Manifest& manifest,
                const ExportSummary& summary, const Progress& progress) {
  nlohmann::ordered_json report;
  report["output"] = options.output;
  std::error_code failure;
  report["bytes"] = std::filesystem::file_size(options.output, failure);
  report["fingerprint"] = hash_to_hex(manifest.fingerprint);
  report["synthetic"] = manifest.synthetic;
  report["neurons"] = manifest.neuron_count;
  report["connections"] = manifest.connection_count;
  report["synapses"] = manifest.synapse_count;
  report["vertex_columns"] = summary.vertex_columns;
  report["groups"] = nlohmann::ordered_json::array();
  for (const ExportedGroup& group : summary.groups) {
    nlohmann::ordered_json entry;
    entry["path"] = group.path;
    entry["edges"] = group.by_synapse ? "synapses" : "connections";
    entry["rows"] = group.rows;
    entry["columns"] = group.columns;
    report["groups"].push_back(std::move(entry));
  }
  report["notes"] = manifest.notes;
  nlohmann::ordered_json seconds = nlohmann::ordered_json::object();
  for (const StepTime& step : progress.steps()) seconds[step.name] = step.seconds;
  report["seconds"] = std::move(seconds);
  report["peak_memory_bytes"] = peak_memory_bytes();
  std::printf("%s\n", report.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace

int run_export(const ExportOptions& options) {
  const auto opened = TileSource::open(options.tiles);
  if (!opened.ok()) return complain(opened.error());
  const TileSource& source = opened.value();
  std::error_code failure;
  if (std::filesystem::equivalent(options.tiles, options.output, failure)) {
    return complain(
        {ErrorCode::Unwritable, options.output + " is what is to be exported; give another name"});
  }
  if (std::filesystem::is_directory(options.tiles, failure) &&
      lies_in(options.output, options.tiles)) {
    return complain({ErrorCode::Unwritable, options.output + " lies in " + options.tiles +
                                                ", which holds tiles and nothing else; choose "
                                                "another folder"});
  }
  auto created = OutputFile::create(options.output, options.force);
  if (!created.ok()) return complain(created.error());
  OutputFile output = std::move(created).value();

  catch_interrupts();
  Progress progress{stderr};
  const auto written = write_export(source, output.partial(), progress, g_interrupted);
  if (g_interrupted) return tell_interrupted();
  if (!written.ok() && written.error().code == ErrorCode::Unwritable) {
    return complain({ErrorCode::Unwritable,
                     "could not write all of " + options.output + " (" + written.error().where +
                         "); free some space there, or choose another disk"});
  }
  if (!written.ok()) return complain(written.error());
  progress.begin("finish");
  if (const auto published = output.publish(); !published.ok()) {
    progress.abandon();
    return complain(published.error());
  }
  progress.end(options.output);
  if (options.json) print_json(options, source.manifest(), written.value(), progress);
  return kExitDone;
}

}  // namespace cnx
