#pragma once
// options.h — the command line of `connectoscope`: every option once, with its unit, range and
// default, where it is parsed, shown by --help, and checked against docs/preprocess.md.

#include <optional>

#include "commands/export.h"
#include "commands/inspect.h"
#include "commands/sample.h"
#include "commands/serve.h"
#include "commands/stats.h"
#include "commands/tile.h"
#include "commands/verify.h"

namespace cnx {

enum class Command { Tile, Inspect, Verify, Export, Sample, Stats, Serve };

/// What was typed; only the options of `command` mean anything.
struct CommandLine {
  Command command = Command::Tile;
  TileOptions tile;
  InspectOptions inspect;
  VerifyOptions verify;
  ExportOptions export_;
  SampleOptions sample;
  StatsOptions stats;
  ServeOptions serve;
};

/// Parses argv into `line`. Returns the exit code when there is nothing to run: kExitDone after
/// --help or --version, kExitUsage after one sentence on stderr that says what is wrong (and, for
/// an unknown option or command, which ones are near).
std::optional<int> parse_command_line(int argc, const char* const* argv, CommandLine& line);

}  // namespace cnx
