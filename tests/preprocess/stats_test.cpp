#include "commands/stats.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/usual_counts.h"
#include "commands/stats_text.h"
#include "exit_codes.h"
#include "format/edge_rows.h"
#include "format/tile_name.h"
#include "stats/local_statistics.h"
#include "view/view_state.h"

using namespace cnx;
namespace fs = std::filesystem;

namespace {

/// A folder of tiles of a graph counted by hand, deleted at the end:
///   neuron       0     1      2     3
///   class        E     E      I     I
///   status_axon  non   clean  non   non
///   depth        10    20     30    40
/// 0 <-> 1 (2 and 3 synapses), 1 -> 2 (1), an autapse on 3 (4); two neurons a tile.
class Folder {
 public:
  /// `classes`: names of the column of classes, E and I the first two.
  explicit Folder(std::vector<std::string> classes = {"E", "I"})
      : path_(fs::temp_directory_path() / ("cnx_stats_test_" + std::to_string(getpid()))) {
    fs::create_directories(path_ / "tiles");
    Manifest m;
    m.dataset_name = "by hand";
    m.source_file = "hand.h5";
    m.source_group = "/connectivity/condensed";
    m.neuron_count = 4;
    m.connection_count = 4;
    m.autapse_count = 1;
    m.synapse_count = 10;
    m.max_nm = {3, 0, 0};
    m.columns = {
        Column{"source_row", ColumnRole::SourceRow, ColumnKind::Integer, {}},
        Column{"x", ColumnRole::PositionX, ColumnKind::Integer, {}},
        Column{"y", ColumnRole::PositionY, ColumnKind::Integer, {}},
        Column{"z", ColumnRole::PositionZ, ColumnKind::Integer, {}},
        Column{"cell_type", ColumnRole::CellClass, ColumnKind::Category, std::move(classes)},
        Column{"status_axon", ColumnRole::AxonStatus, ColumnKind::Category, {"non", "clean"}},
        Column{"depth", ColumnRole::None, ColumnKind::Integer, {}}};
    const std::vector<std::uint32_t> zeros(4);
    const std::array<NeuronColumns, 3> groups = {
        NeuronColumns{{zeros, zeros, zeros},
                      {IntegerValues{0, 1, 2, 3}, CategoryValues{0, 0, 1, 1}}},
        NeuronColumns{{zeros, zeros, zeros}, {CategoryValues{0, 1, 0, 0}}},
        NeuronColumns{{std::vector<std::uint32_t>{0, 1, 2, 3}, zeros, zeros},
                      {IntegerValues{10, 20, 30, 40}}}};
    const std::array<std::vector<std::uint32_t>, 3> indices = {
        std::vector<std::uint32_t>{0, 4}, {5}, {6}};
    std::vector<TileFamily> neurons;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      TileFamily family{TileKind::Neurons, 4, static_cast<PositionPart>(g + 1), indices[g], {}, {}};
      family.tiles = {write(encode_tile(TileKind::Neurons, 0, 4,
                                        encode_neuron_columns(groups[g], m.neuron_shape(family))))};
      neurons.push_back(family);
    }
    const EdgeRows out0{{0, 1, 3}, {1, 0, 2}, {2, 3, 1}}, out2{{0, 0, 1}, {3}, {4}};
    const EdgeRows in0{{0, 1, 2}, {1, 0}, {3, 2}}, in2{{0, 1, 2}, {1, 3}, {1, 4}};
    const auto family = [&](TileKind kind, const EdgeRows& first, const EdgeRows& second) {
      const EdgeModel model = make_edge_model(std::array{first, second}, 4);
      TileFamily tiles;
      tiles.kind = kind;
      tiles.block_neurons = 2;
      tiles.model = encode_edge_model(model);
      tiles.tiles = {write(encode_tile(kind, 0, 2, encode_edge_rows(first, 4, model))),
                     write(encode_tile(kind, 2, 2, encode_edge_rows(second, 4, model)))};
      return tiles;
    };
    m.families = {neurons[0], neurons[1], neurons[2], family(TileKind::ConnectionsOut, out0, out2),
                  family(TileKind::ConnectionsIn, in0, in2)};
    m.fingerprint = manifest_fingerprint(m);
    std::ofstream(path_ / kManifestName) << encode_manifest(m);
    manifest = m;
  }
  ~Folder() { fs::remove_all(path_); }

  std::string path() const { return path_.string(); }
  fs::path tile(TileKind kind, std::size_t index) const {
    return path_ / tile_path(manifest.family(kind)->tiles[index].hash);
  }

  Manifest manifest;

 private:
  TileEntry write(const std::vector<std::byte>& tile) const {
    const std::uint64_t hash = xxh3_64(tile);
    std::ofstream(path_ / tile_path(hash), std::ios::binary)
        .write(reinterpret_cast<const char*>(tile.data()),
               static_cast<std::streamsize>(tile.size()));
    return {hash, static_cast<std::uint32_t>(tile.size())};
  }

  fs::path path_;
};

struct Outcome {
  int exit_code = 0;
  std::string out, err;
};

/// What `action` prints to a stream of this process, by way of a file in its place.
std::string captured(std::FILE* stream, const std::function<void()>& action) {
  std::fflush(stream);
  const int kept = dup(fileno(stream));
  std::FILE* const file = std::tmpfile();
  REQUIRE(file != nullptr);
  dup2(fileno(file), fileno(stream));
  action();
  std::fflush(stream);
  dup2(kept, fileno(stream));
  close(kept);
  std::rewind(file);
  std::string text;
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) {
    text.push_back(static_cast<char>(c));
  }
  std::fclose(file);
  return text;
}

Outcome run(const StatsOptions& options) {
  Outcome outcome;
  outcome.err = captured(stderr, [&] {
    outcome.out = captured(stdout, [&] { outcome.exit_code = run_stats(options); });
  });
  return outcome;
}

StatsOptions json_options(const Folder& folder, std::vector<std::string> where = {}) {
  StatsOptions options;
  options.directory = folder.path();
  options.json = true;
  options.where = std::move(where);
  return options;
}

}  // namespace

TEST_CASE("stats counts the folder of tiles as it was counted by hand") {
  const Folder folder;
  const Outcome outcome = run(json_options(folder));
  CAPTURE(outcome.err);
  REQUIRE(outcome.exit_code == kExitDone);
  const auto json = nlohmann::json::parse(outcome.out, nullptr, false);
  REQUIRE_FALSE(json.is_discarded());
  CHECK(json["neurons"] == 4);
  CHECK(json["connections"] == 4);
  CHECK(json["synapses"] == 10);
  CHECK(json["autapses"] == 1);
  CHECK(json["reciprocal_pairs"] == 1);
  CHECK(json["connection_probability"]["value"] == 0.25);
  CHECK(json["class_matrix"]["groups"] == nlohmann::json({"E", "I"}));
  CHECK(json["class_matrix"]["connections"] == nlohmann::json({{2, 1}, {0, 0}}));
  CHECK(json["class_matrix"]["pairs"] == nlohmann::json({{2, 4}, {4, 2}}));
  CHECK(json["validity"]["analyzable_pre_neurons"] == 1);
  CHECK(json["validity"]["connections"] == 2);
  CHECK(json["validity"]["pairs"] == 3);
  CHECK(json["partial"]["tiles_missing"] == 0);
  CHECK(json["partial"]["tiles_total"] == 2);
}

TEST_CASE("JSON says first what was asked, and of which data") {
  const Folder folder;
  StatsOptions options = json_options(folder, {"class=E", "depth=10.."});
  const auto asked = [&] {
    const auto json = nlohmann::ordered_json::parse(run(options).out, nullptr, false);
    CHECK(json.begin().key() == "question");
    return json["question"];
  };
  auto question = asked();
  CHECK(question["dataset"] == "by hand");
  CHECK(question["fingerprint"] == hash_to_hex(folder.manifest.fingerprint));
  CHECK(question["source_file"] == "hand.h5");
  CHECK(question["source_group"] == "/connectivity/condensed");
  CHECK(question["neurons_of_dataset"] == 4);
  CHECK(question["parts"][0] == "counts");
  CHECK(question["where"] == nlohmann::ordered_json{"class=E", "depth=10.."});
  CHECK(question["where_ids"].is_null());
  CHECK(question["and_where_post"].empty());
  CHECK(question["min_synapses"] == 1);
  CHECK(question["group_by"] == "cell_type");  // what is used where nothing is said
  CHECK(question["post_group_by"] == "cell_type");
  CHECK(question["null"].is_null());
  CHECK(question["controls"].is_null());
  CHECK(question["seed"] == 1);
  CHECK(question["label_accuracy"] == 77);

  const std::string list = folder.path() + "/list.txt";
  std::ofstream(list) << "0\n1\n9\n";
  options.where_ids = list;
  options.and_where_post = {"class=I"};
  options.only = {"counts", "nulls"};
  options.min_synapses = 2;
  options.group_by = "axon";
  options.post_group_by = "class";
  options.null_model = "erdos-renyi";
  options.null_triads = true;
  options.controls = 3;
  options.seed = 5;
  options.thresholds = 4;
  question = asked();
  CHECK(question["parts"] == nlohmann::ordered_json{"counts", "nulls"});
  CHECK(question["where_ids"] ==
        nlohmann::ordered_json{{"file", list}, {"ids", 3}, {"not_in_dataset", 1}});
  CHECK(question["and_where_post"] == nlohmann::ordered_json::array({"class=I"}));
  CHECK(question["min_synapses"] == 2);
  CHECK(question["group_by"] == "status_axon");
  CHECK(question["post_group_by"] == "cell_type");
  CHECK(question["null"] == "erdos-renyi");
  CHECK(question["controls"] == 3);
  CHECK(question["seed"] == 5);
  CHECK(question["thresholds"] == 4);
  CHECK(question["statistics"] == nlohmann::ordered_json::array({"triads"}));
  CHECK(question["label_accuracy"].is_null());  // of no other column one is published
}

TEST_CASE("as many controls as the page draws, unless told otherwise") {
  const Folder folder;
  StatsOptions options = json_options(folder, {"class=E"});
  options.only = {"nulls", "compare", "structure"};
  options.and_where_b = {"class=I"};
  const auto told = nlohmann::json::parse(run(options).out, nullptr, false);
  CHECK(told["null"]["controls"] == InferenceState{}.controls);
  CHECK(told["comparison"]["permutations"] == kUsualPermutations);
  CHECK(told["structure"]["rich_club"]["controls"] == kUsualRichClubControls);
}

TEST_CASE("stats counts only the neurons that pass every clause") {
  const Folder folder;
  const auto count = [&](std::vector<std::string> where) {
    const Outcome outcome = run(json_options(folder, std::move(where)));
    CHECK(outcome.exit_code == kExitDone);
    const auto json = nlohmann::json::parse(outcome.out, nullptr, false);
    return std::pair(json["neurons"].get<int>(), json["connections"].get<int>());
  };
  CHECK(count({"class=E"}) == std::pair(2, 2));
  CHECK(count({"class=E,I"}) == std::pair(4, 4));
  CHECK(count({"depth=20..30"}) == std::pair(2, 1));
  CHECK(count({"class=I", "depth=40"}) == std::pair(1, 1));
  CHECK(count({"class=E", "class=I"}) == std::pair(0, 0));
  CHECK(count({"axon=clean"}) == std::pair(1, 0));
}

TEST_CASE("stats counts the neurons of a list, by rows of the input where there are no ids") {
  const Folder folder;
  const std::string list = folder.path() + "/list.txt";
  const auto asked = [&](const std::string& text, std::vector<std::string> where = {}) {
    std::ofstream(list) << text;
    StatsOptions options = json_options(folder, std::move(where));
    options.where_ids = list;
    return run(options);
  };
  const auto count = [&](const Outcome& outcome) {
    CHECK(outcome.exit_code == kExitDone);
    const auto json = nlohmann::json::parse(outcome.out, nullptr, false);
    return std::pair(json["neurons"].get<int>(), json["connections"].get<int>());
  };
  Outcome outcome = asked("0\n1\n");
  CHECK(count(outcome) == std::pair(2, 2));
  CHECK(outcome.err.empty());
  CHECK(count(asked("name,source_row\n9,2\n9,1\n")) == std::pair(2, 1));
  CHECK(count(asked("3\n0\n", {"class=I"})) == std::pair(1, 1));  // both hold
  outcome = asked("3\n4\n5\n");
  CHECK(count(outcome) == std::pair(1, 1));
  CHECK(outcome.err ==
        "connectoscope stats: 2 of the 3 ids in " + list + " are not in this dataset: 4, 5\n");
  outcome = asked("4\n5\n");
  CHECK(outcome.exit_code == kExitUsage);
  CHECK(outcome.err.find("2 of the 2 ids") != std::string::npos);
  outcome = asked("0\nE\n");
  CHECK(outcome.exit_code == kExitUsage);
  CHECK(outcome.err.find("--where-ids " + list + ": line 2: \"E\" is no id") != std::string::npos);
  StatsOptions options;
  options.directory = folder.path();
  options.where_ids = list;
  std::ofstream(list) << "0\n1\n";
  options.where = {"class=E"};
  CHECK(run(options).out.find("\n2 of 4 neurons: class=E; ids in " + list + "\n") !=
        std::string::npos);
  options.where_ids = folder.path() + "/none.txt";
  CHECK(run(options).exit_code == kExitUnreadable);
}

TEST_CASE("stats groups by a column of few whole numbers, and not by rows or positions") {
  const Folder folder;
  StatsOptions options = json_options(folder);
  options.group_by = "depth";
  const auto json = nlohmann::json::parse(run(options).out, nullptr, false);
  CHECK(json["class_matrix"]["groups"] == nlohmann::json({"10", "20", "30", "40"}));
  CHECK(json["question"]["group_by"] == "depth");
  for (const char* name : {"source_row", "x"}) {
    options.group_by = name;
    const Outcome outcome = run(options);
    CHECK(outcome.exit_code == kExitUsage);
    CHECK(outcome.err.find(std::string("--group-by ") + name +
                           ": neurons can be grouped by a column of names, with at most 1024 of "
                           "them, or by one of whole numbers, with at most 128 different ones") !=
          std::string::npos);
  }
}

TEST_CASE("more classes than groups are told where the matrix would be, in text and as JSON") {
  std::vector<std::string> classes = {"E", "I"};
  while (classes.size() <= kMaxStatisticsGroups) {
    classes.push_back(std::to_string(classes.size()));
  }
  const Folder folder(classes);
  const std::string why =
      "There are 1025 classes, and neurons are grouped by 1024 at most: choose another column for "
      "the groups.";
  StatsOptions options;
  options.directory = folder.path();
  CHECK(run(options).out.find("\nNo matrix by class: " + why + "\n") != std::string::npos);
  options = json_options(folder);
  auto json = nlohmann::json::parse(run(options).out, nullptr, false);
  CHECK(json["class_matrix"].is_null());
  CHECK(json["class_matrix_why_not"] == why);
  options.only = {"thresholds"};
  options.statistics = {"structure", "classes"};
  options.json = false;
  const std::string sweep = run(options).out;
  CHECK(sweep.find("\n  Left out: modularity. " + why + "\n") != std::string::npos);
  CHECK(sweep.find("\n  Cells: " + why + "\n") != std::string::npos);
  options = json_options(folder);
  options.post_group_by = "axon";
  json = nlohmann::json::parse(run(options).out, nullptr, false);
  CHECK(json["class_matrix"]["groups"] == nlohmann::json({"all"}));
  CHECK(json["class_matrix"]["post_groups"] == nlohmann::json({"non", "clean"}));
  options.post_group_by.clear();
  options.group_by = "axon";
  json = nlohmann::json::parse(run(options).out, nullptr, false);
  CHECK(json["class_matrix"].is_object());
  CHECK_FALSE(json.contains("class_matrix_why_not"));
}

TEST_CASE("stats groups by the column it is told to") {
  const Folder folder;
  StatsOptions options = json_options(folder);
  options.group_by = "axon";
  const auto json = nlohmann::json::parse(run(options).out, nullptr, false);
  CHECK(json["class_matrix"]["groups"] == nlohmann::json({"non", "clean"}));
  CHECK(json["class_matrix"]["sizes"] == nlohmann::json({3, 1}));
  options.group_by = "clas";
  CHECK(run(options).exit_code == kExitUsage);
}

TEST_CASE("stats prints a page that carries n, interval and validity beside its numbers") {
  const Folder folder;
  StatsOptions options;
  options.directory = folder.path();
  const Outcome outcome = run(options);
  CHECK(outcome.exit_code == kExitDone);
  CHECK(outcome.out ==
        R"(by hand (hand.h5, /connectivity/condensed)
4 of 4 neurons: all

Neurons                              4
Connections                          4   ordered pairs with a synapse; autapses among them: 1
Synapses                            10   of these connections
Connection probability            0.25   3 of 12 ordered pairs, 95 % interval 0.08894 to 0.5323
Density                           0.25   4 of 16 ordered pairs, self included
Reciprocity                     0.6667   2 of 3 connections are answered, 95 % interval 0.1727 to 0.9504; reciprocal pairs: 1
Reciprocity over chance          2.667   chance answers 0.25 of connections, the connection probability of the way back
In-degree                         0.75   mean of 4 neurons, largest 1, 1 with none
Out-degree                        0.75   mean of 4 neurons, largest 2, 2 with none

Validity: not reliable.
Neurons whose axon can be analyzed (clean or extended): 1 of 4. They start 3
of 12 ordered pairs, extended axons 0;
on their pairs alone the connection probability is 0.6667
(2 of 3 ordered pairs, 95 % interval 0.2077 to 0.9385).

On analyzable axons alone: Fewer than two of these neurons have an analyzable axon.

Connection probability in percent, by cell_type (row: pre, column: post).
A cell rests on n pre x n post ordered pairs, self left out; its interval is in --json.
                   n      E      I
E                  2    100     25
I                  2      0      0
)");
}

TEST_CASE("the page says when the numbers are made up, partial, or not to be judged") {
  Manifest manifest;
  manifest.synthetic = true;
  StatisticsReply reply;
  reply.tiles_missing = 1;
  reply.tiles_total = 3;
  const std::string none[] = {"all"};
  reply.statistics.groups = {1, {0}, {0}, {0}, {0}, 1, {0}, {0}, {0}, {0}, {0}};
  const std::string text = stats_text(manifest, StatsTextInput{}, reply, none, {});
  CHECK(text.find("Synthetic sample: made up, not measured.") != std::string::npos);
  CHECK(text.find("Partial: 1 of 3 tiles are missing.") != std::string::npos);
  CHECK(text.find("does not say which axons are proofread") != std::string::npos);
  CHECK(text.find("nan") == std::string::npos);
}

TEST_CASE(
    "a matrix that a terminal cannot hold is left to the JSON, and empty groups are left out") {
  StatisticsReply reply;
  GroupMatrix& matrix = reply.statistics.groups;
  matrix.group_count = 14;
  matrix.group_sizes.assign(14, 1);
  matrix.post_group_count = 14;
  matrix.post_group_sizes.assign(14, 1);
  matrix.connections.assign(196, 0);
  matrix.synapses = matrix.connections;
  matrix.pairs.assign(196, 1);
  std::vector<std::string> names;
  for (int i = 0; i < 14; ++i) names.push_back("group" + std::to_string(i) + "\xc3\xa9");
  StatsTextInput input;
  input.group_column = "mtype";
  CHECK(stats_text(Manifest{}, input, reply, names, {}).find("14 rows and 14 columns") !=
        std::string::npos);
  matrix.group_sizes[0] = matrix.group_sizes[5] = 0;
  matrix.post_group_sizes = matrix.group_sizes;
  const std::string text = stats_text(Manifest{}, input, reply, names, {});
  CHECK(text.find("group1") != std::string::npos);
  CHECK(text.find("group0") == std::string::npos);
  CHECK(text.find("group5") == std::string::npos);
}

TEST_CASE("stats says in one sentence what is wrong with the command line") {
  const Folder folder;
  const Outcome outcome = run(json_options(folder, {"clas=E"}));
  CHECK(outcome.exit_code == kExitUsage);
  CHECK(outcome.out.empty());
  CHECK(outcome.err ==
        "connectoscope stats: --where clas=E: there is no column \"clas\"; the nearest names are "
        "\"class\", \"x\", \"y\"\n");
}

TEST_CASE("stats refuses a folder that is not what its manifest promises, and prints no number") {
  {
    StatsOptions options;
    options.directory = "/nonexistent/folder";
    const Outcome outcome = run(options);
    CHECK(outcome.exit_code == kExitUnreadable);
    CHECK(outcome.err.find("connectoscope tile") != std::string::npos);
  }
  {
    const Folder folder;
    fs::remove(folder.tile(TileKind::ConnectionsOut, 1));
    const Outcome outcome = run(json_options(folder));
    CHECK(outcome.exit_code == kExitUnreadable);
    CHECK(outcome.out.empty());
    // no neuron of class E has its row there
    CHECK(run(json_options(folder, {"class=E"})).exit_code == kExitDone);
  }
  for (const TileKind kind : {TileKind::Neurons, TileKind::ConnectionsOut}) {
    const Folder folder;
    std::fstream file(folder.tile(kind, 0), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(-1, std::ios::end);
    file.put('\x7f');
    file.close();
    const Outcome outcome = run(json_options(folder));
    CHECK(outcome.exit_code == kExitWrongInput);
    CHECK(outcome.out.empty());
    CHECK(outcome.err.find("is not the tile that the manifest names") != std::string::npos);
  }
  {
    const Folder folder;
    std::ofstream(fs::path(folder.path()) / kManifestName) << "{}";
    const Outcome outcome = run(json_options(folder));
    CHECK(outcome.exit_code == kExitWrongInput);
    CHECK(outcome.err.find("manifest") != std::string::npos);
  }
}
