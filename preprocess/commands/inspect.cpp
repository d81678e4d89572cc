#include "commands/inspect.h"

#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "commands/inspect_report.h"
#include "exit_codes.h"
#include "files.h"
#include "read/connectome_csv.h"
#include "say.h"

namespace cnx {

namespace {

constexpr std::uint64_t kMaxManifestBytes = std::uint64_t{256} << 20;

int complain(const Error& error) {
  say(error.where);
  return exit_code_of(error.code);
}

/// The report with every name in it as one line.
Json printable_report(Json report) {
  if (report.is_string()) return printable_line(report.get_ref<const std::string&>());
  if (report.is_structured()) {
    for (Json& part : report) part = printable_report(std::move(part));
  }
  return report;
}

void print(const InspectOptions& options, const Json& report) {
  const std::string text = options.json
                               ? report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"
                               : inspect_text(printable_report(report));
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

int inspect_folder(const InspectOptions& options) {
  const std::string path = options.path + "/manifest.json";
  const auto text = read_file(path, kMaxManifestBytes);
  if (!text.ok())
    return complain({ErrorCode::Unreadable,
                     text.error().where + "; a folder that `connectoscope tile` made is needed"});
  const auto manifest =
      decode_manifest({reinterpret_cast<const char*>(text.value().data()), text.value().size()});
  if (!manifest.ok())
    return complain({manifest.error().code, path + ": " + manifest.error().where});
  print(options, inspect_tiles(manifest.value()));
  return kExitDone;
}

}  // namespace

int run_inspect(const InspectOptions& options) {
  std::error_code failure;
  if (std::filesystem::is_directory(options.path, failure)) return inspect_folder(options);

  if (is_csv_path(options.path))
    return complain({ErrorCode::BadMagic,
                     options.path + ": inspect looks at HDF5 files and folders of tiles; tile a "
                                    "table in CSV, and inspect what comes out"});
  const auto listing = list_connectomes(options.path);
  if (!listing.ok()) return complain(listing.error());
  const auto connectome = read_connectome({.input_path = options.path,
                                           .group = options.group,
                                           .edge_weight = options.edge_weight,
                                           .column_overrides = options.column_overrides});
  const auto ranges = connectome.ok() ? connectome_ranges(connectome.value())
                                      : Result<ConnectomeRanges>(connectome.error());
  Json report = inspect_connectome(listing.value(), ranges.ok() ? &connectome.value() : nullptr,
                                   ranges.ok() ? ranges.value() : ConnectomeRanges{});
  if (!ranges.ok()) report["error"] = ranges.error().where;
  print(options, report);
  return ranges.ok() ? kExitDone : complain(ranges.error());
}

}  // namespace cnx
