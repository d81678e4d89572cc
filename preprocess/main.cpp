// main.cpp — chooses the command and turns its outcome into the exit code.

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <system_error>

#include "exit_codes.h"
#include "files.h"
#include "options.h"
#include "read/h5_access.h"
#include "say.h"
#include "supervise.h"

namespace cnx {

namespace {

/// A stranger's file is looked at in a child process; a folder of ours needs none.
int inspect(const InspectOptions& options) {
  std::error_code failure;
  if (std::filesystem::is_directory(options.path, failure)) return run_inspect(options);
  if (const auto plain = check_plain_file(options.path); !plain.ok()) {
    say(plain.error().where);
    return exit_code_of(plain.error().code);
  }
  return run_supervised(options.path, "", [&options](const WorkReport& report) {
    report.phase(WorkPhase::Reading);
    listen_to_unpacking(report.unpacking);
    return run_inspect(options);
  });
}

int run(const CommandLine& line) {
  switch (line.command) {
    case Command::Tile: return run_tile(line.tile);
    case Command::Inspect: return inspect(line.inspect);
    case Command::Verify: return run_verify(line.verify);
    case Command::Export: return run_export(line.export_);
    case Command::Sample: return run_sample(line.sample);
    case Command::Stats: return run_stats(line.stats);
    case Command::Serve: return run_serve(line.serve);
  }
  return kExitBug;
}

}  // namespace

}  // namespace cnx

int main(int argc, char** argv) {
  try {
    cnx::CommandLine line;
    if (const auto done = cnx::parse_command_line(argc, argv, line)) {
      return cnx::after_printing(*done);
    }
    return cnx::after_printing(cnx::run(line));
  } catch (const std::exception& bug) {
    std::fprintf(stderr, "connectoscope: a bug: %s; please report it\n", bug.what());
    return cnx::kExitBug;
  }
}
