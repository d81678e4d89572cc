#include "options.h"

#include <CLI/CLI.hpp>
#include <cctype>
#include <charconv>
#include <cstdlib>

#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/usual_counts.h"
#include "commands/where_clause.h"
#include "exit_codes.h"
#include "format/pack.h"
#include "sample/cortex_sample.h"
#include "say.h"

namespace cnx {

namespace {

constexpr const char* kExitCodes =
    "Exit codes:\n"
    "  0    done\n"
    "  1    verify found something wrong\n"
    "  2    the command line is wrong\n"
    "  3    the input cannot be read\n"
    "  4    the input is not what it should be\n"
    "  5    the output cannot be written\n"
    "  70   a bug in connectoscope\n"
    "  130  interrupted";

constexpr std::uint32_t kMaxThreads = 1024;

/// CLI11 indents the lines of a description, but does not break it.
std::string wrapped(const std::string& text) {
  constexpr std::size_t kWidth = 68;
  std::string lines;
  std::size_t line_start = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find(' ', at);
    if (end == std::string::npos) end = text.size();
    if (lines.size() + (end - at) + 1 > line_start + kWidth && lines.size() > line_start) {
      lines += '\n';
      line_start = lines.size();
    } else if (!lines.empty()) {
      lines += ' ';
    }
    lines += text.substr(at, end - at);
    at = end + 1;
  }
  return lines;
}

/// What CLI11 fills in and is not of the options' own types.
struct RawText {
  std::vector<std::string> tile_columns, inspect_columns;
  std::string tile_voxel, inspect_voxel;
};

/// The number that `text` is, digits alone; nothing when it is another or more than 2^64 - 1.
std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// A range, shown behind the option's name as "0..1024".
CLI::Validator whole_numbers(std::uint64_t low, std::uint64_t high) {
  const std::string range = std::to_string(low) + ".." + std::to_string(high);
  return CLI::Validator(
      [low, high](const std::string& text) {
        const auto number = whole_number(text);
        if (number && *number >= low && *number <= high) return std::string();
        return '"' + text + "\" is not a whole number from " + std::to_string(low) + " to " +
               std::to_string(high);
      },
      range);
}

/// "256M" in bytes.
CLI::Validator sizes_in_bytes() {
  return CLI::Validator(
      [](std::string& text) {
        constexpr std::string_view kUnits = "KMGT";
        std::string_view digits = text;
        if (!digits.empty() && (digits.back() == 'B' || digits.back() == 'b'))
          digits.remove_suffix(1);
        const std::size_t unit = digits.empty() ? std::string_view::npos
                                                : kUnits.find(static_cast<char>(std::toupper(
                                                      static_cast<unsigned char>(digits.back()))));
        if (unit != std::string_view::npos) digits.remove_suffix(1);
        const unsigned shift =
            unit == std::string_view::npos ? 0 : 10 * (static_cast<unsigned>(unit) + 1);
        const auto number = whole_number(digits);
        if (!number || *number > UINT64_MAX >> shift) {
          return '"' + text + "\" is not a size, as 256M or 1G are";
        }
        text = std::to_string(*number << shift);
        return std::string();
      },
      "");
}

/// Of names and paths.
CLI::Validator not_empty() {
  return CLI::Validator(
      [](const std::string& text) {
        return text.empty() ? std::string("is empty") : std::string();
      },
      "");
}

void add_reading_options(CLI::App& command, std::string& group, std::string& edge_weight,
                         std::vector<std::string>& columns, std::string& voxel) {
  command
      .add_option("--group", group,
                  "network of an HDF5 file to read, as inspect lists it: a group "
                  "(chemical/full_matrix), its last name or its prefix; default: the first in the "
                  "file")
      ->type_name("GROUP");
  command
      .add_option(
          "--edge-weight", edge_weight,
          "edge column that counts synapses, each a whole number >= 0; edges of weight 0 are "
          "dropped; default: found by its name")
      ->type_name("COLUMN");
  command
      .add_option(
          "--column", columns,
          "what a column means, where its name does not tell; may be repeated; roles: x, y, z "
          "(soma), class, region, axon, dendrite (proofreading), id, synapse_x, synapse_y, "
          "synapse_z, synapse_size, and unit=nm|um|mm for positions; of tables in CSV also pre, "
          "post and count; ROLE=none takes a role away; default: found by name")
      ->type_name("ROLE=NAME")
      ->allow_extra_args(false)
      ->check([](const std::string& text) {
        const std::size_t equals = text.find('=');
        return equals == std::string::npos || equals == 0 || equals + 1 == text.size()
                   ? "\"" + text + "\" is not of the form ROLE=NAME"
                   : std::string();
      });
  command
      .add_option("--voxel-nm", voxel,
                  "positions without a unit in their names count voxels of this size in nm, as in "
                  "4,4,40; default: they are micrometers, and pt_x is no position")
      ->type_name("X,Y,Z");
}

void add_json_flag(CLI::App& command, bool& json) {
  command.add_flag("--json", json, "print the report as one JSON object on stdout");
}

void add_tile(CLI::App& app, TileOptions& options, RawText& raw) {
  CLI::App& command = *app.add_subcommand(
      "tile", "make the tiles of a connectome from its HDF5 file or CSV tables");
  command
      .add_option("input", options.input_path,
                  "connectome in HDF5, as Connectome-utilities writes it; or a table of neurons "
                  "(.csv, .tsv) beside --connections or --synapses; or a table of edges alone")
      ->required()
      ->type_name("INPUT");
  command
      .add_option(
          "-o,--output", options.output_dir,
          "folder for manifest.json and tiles/; it appears when it is complete, and replaces "
          "older tiles in one step")
      ->required()
      ->type_name("DIR");
  command
      .add_option("--pack", options.pack_path,
                  "also pack the tiles into one file, which the page reads in parts from servers "
                  "that send ranges: ?data=FILE.cnxpack")
      ->type_name("FILE.cnxpack")
      ->check([](const std::string& path) {
        return path.ends_with(kPackExtension) ? std::string()
                                              : "\"" + path + "\" does not end with .cnxpack";
      });
  command
      .add_option("--connections", options.connections_path,
                  "table of connections: the ids of two neurons, and how many synapses; rows of "
                  "the same two neurons are added up")
      ->type_name("EDGES.csv");
  command
      .add_option("--synapses", options.synapses_path,
                  "table of synapses, one a row: the ids of two neurons, and position and size if "
                  "there are any")
      ->type_name("SYNAPSES.csv");
  command
      .add_option("--join", options.join_paths,
                  "table with further columns of the neurons, by their ids; may be repeated")
      ->type_name("TABLE.csv")
      ->allow_extra_args(false);
  command.add_flag("--drop-unknown", options.drop_unknown,
                   "leave out rows of edges that name a neuron which the table of neurons does not "
                   "have; default: refuse them");
  add_reading_options(command, options.group, options.edge_weight, raw.tile_columns,
                      raw.tile_voxel);
  command
      .add_option("--name", options.dataset_name,
                  "what the page calls the dataset; default: the input's file name")
      ->type_name("TEXT");
  command
      .add_option("--threads", options.threads,
                  "threads; 0 is one for each core; the tiles do not depend on it")
      ->type_name("N")
      ->check(whole_numbers(0, kMaxThreads))
      ->capture_default_str();
  command
      .add_option(
          "--memory", options.memory_bytes,
          "about what the work may take, as in 256M or 1G, at least 160M; edges that do not "
          "fit are put into a temporary file beside DIR; the tiles do not depend on it")
      ->type_name("SIZE")
      ->transform(sizes_in_bytes())
      ->check([](const std::string& bytes) {
        return std::strtoull(bytes.c_str(), nullptr, 10) >= kLeastMemoryBytes
                   ? std::string()
                   : "is less than 160M, which the work needs in any case";
      })
      ->default_str("256M");
  command.add_flag(
      "--compact", options.compact,
      "leave out what follows from the rest: inputs of neurons, and the overview of synapses; a "
      "fifth smaller, but the page must fetch all connections before it can show who sends to a "
      "neuron");
  command.add_flag(
      "--force", options.force,
      "make the tiles again even if DIR is up to date, and replace DIR with all it holds even if "
      "its manifest.json is of another version, or other files lie beside the tiles; a folder "
      "without manifest.json is never replaced");
  add_json_flag(command, options.json);
}

void add_inspect(CLI::App& app, InspectOptions& options, RawText& raw) {
  CLI::App& command = *app.add_subcommand(
      "inspect", "say what is in a connectome's HDF5 file, or in a folder of tiles");
  command.add_option("input", options.path, "HDF5 file or folder of tiles")
      ->required()
      ->type_name("INPUT.h5|DIR");
  add_reading_options(command, options.group, options.edge_weight, raw.inspect_columns,
                      raw.inspect_voxel);
  add_json_flag(command, options.json);
}

void add_verify(CLI::App& app, VerifyOptions& options) {
  CLI::App& command =
      *app.add_subcommand("verify", "check every tile of a folder or pack against its manifest");
  command
      .add_option("directory", options.directory,
                  "folder of tiles with manifest.json, or a pack (FILE.cnxpack)")
      ->required()
      ->type_name("DIR|PACK");
  add_json_flag(command, options.json);
}

void add_export(CLI::App& app, ExportOptions& options) {
  CLI::App& command = *app.add_subcommand(
      "export", "write the connectome of a folder of tiles or pack as an HDF5 file again");
  command
      .add_option("tiles", options.tiles,
                  "folder of tiles with manifest.json, or a pack (FILE.cnxpack)")
      ->required()
      ->type_name("DIR|PACK");
  command
      .add_option("output", options.output,
                  "HDF5 file to write, as Connectome-utilities reads it; it appears when it is "
                  "complete")
      ->required()
      ->type_name("OUT.h5");
  command.add_flag("--force", options.force, "replace OUT.h5 when it is there");
  add_json_flag(command, options.json);
}

void add_sample(CLI::App& app, SampleOptions& options) {
  CLI::App& command = *app.add_subcommand(
      "sample", "write a made-up connectome of mouse cortex, to try things with");
  command.add_option("output", options.output, "HDF5 file to write")
      ->required()
      ->type_name("OUT.h5");
  command.add_option("--neurons", options.neurons, "how many neurons")
      ->type_name("N")
      ->check(whole_numbers(kMinSampleNeurons, kMaxSampleNeurons))
      ->capture_default_str();
  command
      .add_option(
          "--seed", options.seed,
          "any whole number from 0 to 2^64 - 1; the same neurons and seed give the same file")
      ->type_name("S")
      ->check(whole_numbers(0, UINT64_MAX).description(""))
      ->capture_default_str();
  command.add_flag("--force", options.force, "replace OUT.h5 when it is there");
}

void add_stats(CLI::App& app, StatsOptions& options) {
  CLI::App& command = *app.add_subcommand(
      "stats", "count neurons, connections, synapses and pairs of cell classes, as the page does");
  command
      .add_option("directory", options.directory,
                  "folder of tiles with manifest.json, or a pack (FILE.cnxpack)")
      ->required()
      ->type_name("DIR|PACK");
  command
      .add_option(
          "--where", options.where,
          "keep only neurons with one of these values (class=23P,4P) or in this range, both "
          "ends included (indegree=100..500, depth=..300); may be repeated, and then all must "
          "hold; default: all neurons")
      ->type_name("COLUMN=VALUES")
      ->allow_extra_args(false);
  command
      .add_option("--where-ids", options.where_ids,
                  "keep only neurons whose ids are in this file, one a line or a column of a table "
                  "with names (the ids' name, or the first), as the page copies and saves them; - "
                  "is stdin; with --where, both must hold")
      ->type_name("FILE");
  command
      .add_option("--and-where-post", options.and_where_post,
                  "count the connections from the neurons of --where to those that hold this, "
                  "instead of those among the neurons of --where; may be repeated")
      ->type_name("COLUMN=VALUES")
      ->allow_extra_args(false);
  command
      .add_option(
          "--and-where-b", options.and_where_b,
          "compare the network among the neurons of --where, set A, with that among those "
          "which hold this, set B, by a permutation test of --controls ways to deal out the "
          "labels; by distance, count the profile of set B, too, and of synapses their sizes by "
          "distance; with --and-where-post or --and-where-b-post A and B are blocks of "
          "connections; "
          "may be repeated")
      ->type_name("COLUMN=VALUES")
      ->allow_extra_args(false);
  command
      .add_option("--and-where-b-post", options.and_where_b_post,
                  "block B is that of the connections from the neurons of --and-where-b to those "
                  "that hold this; without it, and without --and-where-post of block A, a block is "
                  "that among its own neurons; for compare; may be repeated")
      ->type_name("COLUMN=VALUES")
      ->allow_extra_args(false);
  command
      .add_option("--min-synapses", options.min_synapses,
                  "leave out connections with fewer synapses than this")
      ->type_name("K")
      ->check(whole_numbers(1, 1'000'000))
      ->capture_default_str();
  command
      .add_option("--min-mean-size", options.min_mean_size,
                  "leave out connections whose synapses are smaller than this on average, in "
                  "voxels of their clefts; reads every tile of synapses")
      ->type_name("VOXELS")
      ->check(whole_numbers(0, UINT32_MAX))
      ->capture_default_str();
  command
      .add_option("--min-size-sum", options.min_size_sum,
                  "leave out connections the sizes of whose synapses have a smaller sum")
      ->type_name("VOXELS")
      ->check(whole_numbers(0, UINT32_MAX))
      ->capture_default_str();
  command
      .add_option(
          "--group-by", options.group_by,
          "column of names, or of at most 128 different whole numbers, that groups neurons, in "
          "the matrix and wherever groups are; default: the cell class")
      ->type_name("COLUMN");
  command
      .add_option("--post-group-by", options.post_group_by,
                  "column that makes the columns of the matrix; default: as --group-by")
      ->type_name("COLUMN");
  command
      .add_option("--only", options.only,
                  "parts to count, with commas between; default: all up to distance with --json, "
                  "else counts,degrees,classes")
      ->type_name("PARTS")
      ->delimiter(',')
      ->check(CLI::IsMember(stats_parts()));
  command.add_option("--bin-um", options.bin_um, "width of the bins of distance")
      ->type_name("UM")
      ->check(whole_numbers(1, 10'000))
      ->capture_default_str();
  command.add_option("--measure", options.measure, "what is measured between two somata")
      ->type_name("NAME")
      ->check(CLI::IsMember(stats_measures()))
      ->capture_default_str();
  command
      .add_option("--null", options.null_model,
                  "compare with random controls of this kind; with --only nulls alone: rewired")
      ->type_name("NAME")
      ->check(CLI::IsMember(stats_null_models()));
  command
      .add_option("--controls", options.controls,
                  "how many random controls; default: " + std::to_string(kUsualControls) + ", " +
                      std::to_string(kUsualRichClubControls) + " for the rich club of structure, " +
                      std::to_string(kUsualPermutations) +
                      " ways to deal out of --and-where-b, and " +
                      std::to_string(kUsualLabelDraws) +
                      " for the draws of labels, of which 1,000 are the most")
      ->type_name("N")
      ->check(whole_numbers(1, kMaxStatsControls));
  command.add_option("--seed", options.seed, "of the random numbers: equal seeds, equal controls")
      ->type_name("S")
      ->check(whole_numbers(0, UINT32_MAX))
      ->capture_default_str();
  command
      .add_option(
          "--statistics", options.statistics,
          "more numbers of each control, of each version of thresholds and erosion, or of the "
          "first ways to deal out of --and-where-b (199, or a fifth where that is more), with "
          "commas between; simplices of a dense network can take hours")
      ->type_name("NAMES")
      ->delimiter(',')
      ->check(CLI::IsMember(stats_measures_of_controls()));
  command.add_flag("--null-triads", options.null_triads, "the same as --statistics triads");
  command
      .add_option("--match", options.match,
                  "column of numbers: other neurons of --null neurons are as many in each of 50 "
                  "equal bins of it, instead of as many of each class")
      ->type_name("COLUMN");
  command
      .add_option(
          "--label-accuracy", options.label_accuracy,
          "percent of the neurons whose group is right; for labels; default: 77 by the cell "
          "class, and no other column has one")
      ->type_name("PERCENT")
      ->check(whole_numbers(1, 100));
  command
      .add_option("--thresholds", options.thresholds,
                  "how many least numbers of synapses; for thresholds: from 1 on, or from half as "
                  "many below --min-synapses where that is above them")
      ->type_name("K")
      ->check(whole_numbers(2, kMaxStatsThresholds))
      ->capture_default_str();
  command
      .add_option("--thickness-um", options.thickness_um,
                  "of the slice in which neurons are patched; for experiment")
      ->type_name("UM")
      ->check(whole_numbers(1, kMaxStatsSlice_um))
      ->capture_default_str();
  command
      .add_option("--patched", options.patched,
                  "neurons that are patched in a slice; for experiment")
      ->type_name("N")
      ->check(whole_numbers(2, kMaxStatsPatched))
      ->capture_default_str();
  command
      .add_option("--spread-um", options.spread_um,
                  "how far from those already patched the next one is looked for (the standard "
                  "deviation); for experiment")
      ->type_name("UM")
      ->check(whole_numbers(1, kMaxStatsSpread_um))
      ->capture_default_str();
  command
      .add_option("--repeats", options.repeats,
                  "how many experiments, each in a slice of its own; default: " +
                      std::to_string(kUsualExperiments))
      ->type_name("N")
      ->check(whole_numbers(1, kMaxStatsControls));
  command
      .add_option(
          "--near-um", options.near_um,
          "how far from the soma of its post neuron a synapse is near it; for synapses, and "
          "for --statistics sizes")
      ->type_name("UM")
      ->check(whole_numbers(1, kMaxStatsSite_um))
      ->capture_default_str();
  command
      .add_option("--clump-um", options.clump_um,
                  "how far apart synapses of one connection are clumped; for synapses, and for "
                  "--statistics sizes")
      ->type_name("UM")
      ->check(whole_numbers(1, kMaxStatsSite_um))
      ->capture_default_str();
  command.add_flag("--each-connection", options.each_connection,
                   "print a CSV with each connection, its synapses and how many directed simplices "
                   "of each dimension hold it; only with --only participation");
  command.add_flag("--each-neuron", options.each_neuron,
                   "print a CSV with each neuron, its degrees, its core number (with --only "
                   "structure), its clustering coefficients (with --only triads) and how many "
                   "directed simplices of each dimension it is part of (with --only simplices)");
  command.add_flag("--python", options.python,
                   "count nothing, and print a program in Python that gets the same numbers from "
                   "the HDF5 file");
  add_json_flag(command, options.json);
}

void add_serve(CLI::App& app, ServeOptions& options) {
  CLI::App& command =
      *app.add_subcommand("serve", "serve a folder with the page and its tiles over HTTP");
  command.add_option("directory", options.directory, "folder to serve")
      ->required()
      ->type_name("DIR");
  command
      .add_option(
          "--host", options.host,
          "address to listen on; 127.0.0.1 is this machine only, 0.0.0.0 lets the network in")
      ->type_name("ADDRESS")
      ->capture_default_str();
  command
      .add_option("--port", options.port,
                  "port; 0 takes any free one, and a busy one the next free of the 20 "
                  "after it")
      ->type_name("N")
      ->check(whole_numbers(0, 65535))
      ->capture_default_str();
  add_json_flag(command, options.json);
}

std::string suggestion(std::string_view typed, const std::vector<std::string>& names) {
  const auto near = nearest_names(typed, names);
  return near.empty() ? "" : "; did you mean " + near[0] + "?";
}

int refuse(const std::string& what) {
  say(what);
  return kExitUsage;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

/// The first argument that no option or command is called, with the near ones. CLI11 would first
/// complain about what is missing because of the slip.
std::optional<std::string> find_unknown(const CLI::App& app, int argc, const char* const* argv) {
  const CLI::App* command = nullptr;
  bool is_value = false;  // of the option before it
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--") return std::nullopt;
    if (std::exchange(is_value, false)) continue;
    if (argument.size() < 2 || argument[0] != '-') {
      if (command != nullptr) continue;
      std::vector<std::string> commands;
      for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; })) {
        commands.push_back(each->get_name());
        if (each->get_name() == argument) command = each;
      }
      if (command == nullptr) {
        return "there is no command \"" + std::string(argument) + "\"" +
               suggestion(argument, commands);
      }
      continue;
    }
    const bool is_long = argument[1] == '-';
    const std::string name(is_long ? argument.substr(0, argument.find('='))
                                   : argument.substr(0, 2));
    const CLI::App& owner = command != nullptr ? *command : app;
    const CLI::Option* option = owner.get_option_no_throw(name);
    if (option == nullptr) {
      return (command != nullptr ? command->get_name() + ": " : std::string()) +
             "there is no option " + name + suggestion(name, option_names(owner));
    }
    is_value = option->get_expected_max() > 0 && argument.size() == name.size();
  }
  return std::nullopt;
}

/// A role that two columns were given for, or nothing.
std::string repeated_role(const std::vector<std::string>& texts) {
  std::set<std::string> roles;
  for (const std::string& text : texts) {
    if (!roles.insert(text.substr(0, text.find('='))).second) {
      return text.substr(0, text.find('='));
    }
  }
  return {};
}

/// Text before the first "=" is the role, what follows is the column's name.
ColumnOverrides overrides_of(const std::vector<std::string>& texts, const std::string& voxel) {
  ColumnOverrides overrides;
  if (!voxel.empty()) overrides.emplace_back("voxel_nm", voxel);
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    overrides.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return overrides;
}

/// Says what an option takes: its own words, because CLI11's differ from version to version.
class HelpFormatter final : public CLI::Formatter {
 public:
  HelpFormatter() { column_width(30); }
  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_type_size() == 0) return "";  // it takes nothing
    std::string words;
    if (!option->get_type_name().empty()) words += " " + option->get_type_name();
    if (!option->get_default_str().empty()) words += "=" + option->get_default_str();
    if (option->get_expected_max() == CLI::detail::expected_max_vector_size) words += " ...";
    if (option->get_required()) words += " REQUIRED";
    return words;
  }
};

}  // namespace

std::optional<int> parse_command_line(int argc, const char* const* argv, CommandLine& line) {
  RawText raw;
  CLI::App app{"Connectoscope: large connectomes, made ready for a web page.", "connectoscope"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "connectoscope " CNX_VERSION, "print the version and exit");
  app.set_help_flag("-h,--help", "print this help and exit");
  app.footer(kExitCodes);
  app.formatter(std::make_shared<HelpFormatter>());
  add_tile(app, line.tile, raw);
  add_inspect(app, line.inspect, raw);
  add_verify(app, line.verify);
  add_export(app, line.export_);
  add_sample(app, line.sample);
  add_stats(app, line.stats);
  add_serve(app, line.serve);
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    command->footer(kExitCodes);
    for (CLI::Option* option : command->get_options()) {
      option->description(wrapped(option->get_description()));
      if (option->get_expected_max() > 0) option->check(not_empty());
    }
  }

  if (argc < 2) {
    std::fputs(app.help().c_str(), stderr);
    return kExitUsage;
  }
  if (const auto unknown = find_unknown(app, argc, argv)) return refuse(*unknown);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::fputs(app.help().c_str(), stdout);  // of the command, when one was named
    return kExitDone;
  } catch (const CLI::CallForVersion& version) {
    std::printf("%s\n", version.what());
    return kExitDone;
  } catch (const CLI::ParseError& error) {
    const auto named = app.get_subcommands();
    const std::string command = named.empty() ? "" : " " + named[0]->get_name();
    return refuse(std::string(error.what()) + " (connectoscope" + command + " --help)");
  }

  for (const auto* columns : {&raw.tile_columns, &raw.inspect_columns}) {
    if (const std::string role = repeated_role(*columns); !role.empty()) {
      return refuse("--column says twice what is the " + role);
    }
  }
  line.tile.column_overrides = overrides_of(raw.tile_columns, raw.tile_voxel);
  line.inspect.column_overrides = overrides_of(raw.inspect_columns, raw.inspect_voxel);
  constexpr std::pair<const char*, Command> kCommands[] = {
      {"tile", Command::Tile},     {"inspect", Command::Inspect}, {"verify", Command::Verify},
      {"export", Command::Export}, {"sample", Command::Sample},   {"stats", Command::Stats},
      {"serve", Command::Serve}};
  for (const auto& [name, command] : kCommands) {
    if (app.got_subcommand(name)) line.command = command;
  }
  for (const CLI::Option* option : app.get_subcommand("stats")->get_options()) {
    if (option->count() > 0) line.stats.given.push_back(option->get_name());
  }
  return std::nullopt;
}

}  // namespace cnx
