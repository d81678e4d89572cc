#include "commands/inspect.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "commands/inspect_report.h"
#include "exit_codes.h"

using namespace cnx;

namespace {

std::string data_file(const std::string& name) {
  const char* const root = std::getenv("CNX_SOURCE_DIR");
  return std::string(root != nullptr ? root : ".") + "/tests/data/" + name;
}

Json report_of(const std::string& group, const std::string& edge_weight = "") {
  const auto listing = list_connectomes(data_file("tiny.h5"));
  REQUIRE(listing.ok());
  const auto connectome = read_connectome({data_file("tiny.h5"), group, edge_weight, {}});
  REQUIRE(connectome.ok());
  return inspect_connectome(listing.value(), &connectome.value(),
                            connectome_ranges(connectome.value()).value());
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the report of a connectome says what was read, recognized and counted") {
  const Json report = report_of("mm3");
  CHECK(report["neurons"] == 4);
  CHECK(report["synapses"]["entries"] == 5);
  CHECK(report["synapses"]["x_nm"] == Json({{"min", "1"}, {"max", "5"}}));
  CHECK(report["synapses"]["size"] == Json({{"min", "60"}, {"max", "100"}}));
  CHECK(report["connections"] ==
        Json({{"entries", 4}, {"autapses", 1}, {"synapses", 5}, {"largest_count", 2}}));
  CHECK(report["recognized"]["neuron_id"] == "pt_root_id");
  CHECK(report["recognized"]["region"] == "tentative_region");
  CHECK(report["missing"].empty());
  const Json& id = report["columns"][1];
  CHECK(id["min"] == "864691135000000001");  // exact: beyond what a JSON number holds
  CHECK(id["distinct"] == 4);
  CHECK(report["columns"][0]["categories"][0] == Json({{"name", "23P"}, {"neurons", 2}}));
  CHECK(report["columns"][5]["missing"] == 1);
  int read_groups = 0;
  for (const Json& network : report["networks"]) {
    for (const Json& group : network["groups"]) read_groups += group["read"].get<bool>();
  }
  CHECK(read_groups == 2);
}

TEST_CASE("what is missing is said with what it means") {
  const Json worm = report_of("chemical", "8");
  std::string missing;
  for (const Json& item : worm["missing"]) missing += item["what"].get<std::string>() + "; ";
  CHECK(missing ==
        "soma positions in space; cell class; proofreading of axons; proofreading of dendrites; "
        "neuron id; "
        "an entry for each synapse; ");
  CHECK(worm["recognized"]["line_position"] == "Soma Position");
  const Json bare = report_of("traps/no_vertices");
  CHECK(contains(bare["missing"].back()["means"].get<std::string>(), "counts as one synapse"));
}

TEST_CASE("the text has the same numbers as the value") {
  const std::string text = inspect_text(report_of("mm3"));
  CHECK(contains(text, "/mm3/full  (read)"));
  CHECK(contains(text, "5 synapses, one entry each"));
  CHECK(contains(text, "4 connections (1 of them autapses) with 5 synapses, at most 2 in one"));
  CHECK(contains(text, "23P 2, BC 1"));
  CHECK(contains(text, "864691135000000001 to 864691135000000004, 4 distinct"));
  CHECK(contains(text, "cell_class"));
}

TEST_CASE("a network that cannot be read is listed with its problem") {
  const auto listing = list_connectomes(data_file("tiny_shape.h5"));
  REQUIRE(listing.ok());
  const std::string text = inspect_text(inspect_connectome(listing.value(), nullptr, {}));
  CHECK(contains(text, "cannot be read: group /net/broken: @NEUROTOP_SHAPE says 4 neurons"));
}

TEST_CASE("the report of a folder of tiles says where columns of edges are, and stored types") {
  Manifest manifest;
  manifest.neuron_count = 1;
  manifest.source_edges = {"net/full"};
  manifest.columns = {{"type",
                       ColumnRole::CellClass,
                       ColumnKind::Category,
                       {"E"},
                       ColumnCoding::Plain,
                       StoredType::Text}};
  manifest.connection_columns = {{"mean_size", StoredType::Float64, EdgeSource::Mean, 1}};
  manifest.synapse_columns = {{"id", StoredType::UInt32, EdgeSource::Tiles},
                              {"size", StoredType::Int16, EdgeSource::Size}};
  const Json report = inspect_tiles(manifest);
  CHECK(report["source_edges"] == Json::array({"net/full"}));
  CHECK(report["columns"][0]["type"] == "text");
  CHECK(report["connection_columns"] ==
        Json::array(
            {{{"name", "mean_size"}, {"type", "float64"}, {"source", "mean"}, {"of", "size"}}}));
  CHECK(report["synapse_columns"][0] ==
        Json({{"name", "id"}, {"type", "uint32"}, {"source", "tiles"}}));
  const std::string text = inspect_text(report);
  CHECK(contains(text, "columns of connections\n  mean_size  float64  from mean of size\n"));
  CHECK(contains(text, "columns of synapses\n  id    uint32  from tiles\n"));
}

TEST_CASE("the report of a folder of tiles adds up its families") {
  Manifest manifest;
  manifest.dataset_name = "by hand";
  manifest.source_file = "hand.h5";
  manifest.source_group = "/net/condensed";
  manifest.neuron_count = 1234567;
  manifest.connection_count = 3;
  manifest.columns = {{"type", ColumnRole::CellClass, ColumnKind::Category, {"E", "I"}}};
  TileFamily family;
  family.kind = TileKind::Neurons;
  family.block_neurons = 4;
  family.column_indices = {0};
  family.tiles = {{1, 100}, {2, 50}};
  manifest.families = {family};
  const Json report = inspect_tiles(manifest);
  CHECK(report["families"][0] == Json({{"family", "neurons"},
                                       {"block_neurons", 4},
                                       {"tiles", 2},
                                       {"bytes", 150},
                                       {"largest_tile_bytes", 100}}));
  const std::string text = inspect_text(report);
  CHECK(contains(text, "1,234,567 neurons, 3 connections"));
  CHECK(contains(text, "2: E, I"));
}

TEST_CASE("inspect's exit code tells what cannot be read from what is wrong") {
  CHECK(run_inspect({data_file("tiny_truncated.h5"), "", "", {}, false}) == kExitUnreadable);
  CHECK(run_inspect({data_file("tiny_shape.h5"), "", "", {}, true}) == kExitWrongInput);
  CHECK(run_inspect({data_file(""), "", "", {}, false}) ==
        kExitUnreadable);  // a folder without a manifest
  CHECK(run_inspect({data_file("tiny.h5"), "optical", "", {}, true}) == kExitWrongInput);
  CHECK(run_inspect({data_file("tiny.h5"), "mm3", "", {}, true}) == kExitDone);
}
