// Reads tests/data/tiny.h5 and its broken relatives, which make_tiny_h5.py makes; the numbers
// here are those that it writes. connectome_hdf5_test.py compares whole files with pandas.

#include "read/connectome_hdf5.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "exit_codes.h"
#include "preprocess/surveyed_edges.h"
#include "preprocess/whole_edges.h"

using namespace cnx;
using cnx::test::surveyed;
using cnx::test::whole_edges;

namespace {

std::string data_file(const std::string& name) {
  const char* const root = std::getenv("CNX_SOURCE_DIR");
  return std::string(root != nullptr ? root : ".") + "/tests/data/" + name;
}

RawConnectome read_tiny(const std::string& group, const std::string& edge_weight = "",
                        const ColumnOverrides& overrides = {}) {
  CAPTURE(group);
  auto read = read_connectome({data_file("tiny.h5"), group, edge_weight, overrides});
  REQUIRE_MESSAGE(read.ok(), read.error().where);
  return std::move(read).value();
}

/// The error, without the folder in front of the file's name.
Error refusal_of(const ReadOptions& options) {
  const auto read = read_connectome(options);
  REQUIRE_FALSE(read.ok());
  Error error = read.error();
  const std::string folder = data_file("");
  if (error.where.starts_with(folder)) error.where = error.where.substr(folder.size());
  return error;
}

Error refusal_of(const std::string& name) { return refusal_of({data_file(name), "", "", {}}); }

const RawColumn& column(const RawConnectome& connectome, const char* name) {
  const auto found = std::find_if(connectome.columns.begin(), connectome.columns.end(),
                                  [&](const RawColumn& raw) { return raw.column.name == name; });
  REQUIRE_MESSAGE(found != connectome.columns.end(), name);
  return *found;
}

bool has_note(const RawConnectome& connectome, const std::string& part) {
  return std::any_of(connectome.notes.begin(), connectome.notes.end(),
                     [&](const std::string& note) { return note.find(part) != std::string::npos; });
}

using U32 = std::vector<std::uint32_t>;
using I64 = std::vector<std::int64_t>;
using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("full and condensed of one prefix are read as synapses and connections") {
  const RawConnectome mouse = read_tiny("mm3");
  CHECK(mouse.source_file == "tiny.h5");
  CHECK(mouse.source_group == "/mm3/full + /mm3/condensed");
  CHECK(mouse.edge_weight == "count");
  CHECK_FALSE(mouse.synthetic);
  CHECK(mouse.neuron_count == 4);
  REQUIRE(whole_edges(mouse).synapses);
  CHECK(whole_edges(mouse).synapses->pre == U32{2, 0, 0, 3, 1});
  CHECK(whole_edges(mouse).synapses->post == U32{0, 1, 1, 3, 2});
  CHECK(whole_edges(mouse).synapses->position_nm[0] == I64{1, 2, 3, 4, 5});
  CHECK(whole_edges(mouse).synapses->position_nm[1] == I64{-1, -2, -3, -4, -5});
  CHECK(whole_edges(mouse).synapses->position_nm[2] == I64{10, 20, 30, 40, 50});
  CHECK(whole_edges(mouse).synapses->size == I64{100, 90, 80, 70, 60});
  REQUIRE(whole_edges(mouse).connections);
  CHECK(whole_edges(mouse).connections->pre == U32{0, 1, 2, 3});
  CHECK(whole_edges(mouse).connections->post == U32{1, 2, 0, 3});
  CHECK(whole_edges(mouse).connections->synapse_count == U32{2, 1, 1, 1});
  Names columns;
  for (const EdgeListColumn& each : mouse.edges->list.columns) columns.push_back(each.name);
  CHECK(std::find(columns.begin(), columns.end(), "id") != columns.end());
  CHECK(std::find(columns.begin(), columns.end(), "soma_offset_um") != columns.end());
  CHECK(mouse.source_edges == Names{"mm3/full", "mm3/condensed"});
}

TEST_CASE("vertex columns keep their order, kinds and exact values") {
  const RawConnectome mouse = read_tiny("mm3/full");
  Names names;
  for (const RawColumn& raw : mouse.columns) names.push_back(raw.column.name);
  CHECK(names == Names{"cell_type", "pt_root_id", "x_nm", "y_nm", "z_nm", "volume", "status_axon",
                       "status_dendrite", "tentative_region", "flag"});

  const RawColumn& id = column(mouse, "pt_root_id");
  CHECK(id.column.role == ColumnRole::NeuronId);
  CHECK(std::get<IntegerValues>(id.values) ==
        I64{864691135000000004, 864691135000000002, 864691135000000003, 864691135000000001});
  const RawColumn& cell_type = column(mouse, "cell_type");
  CHECK(cell_type.column.role == ColumnRole::CellClass);
  CHECK(cell_type.column.categories == Names{"23P", "BC", "Zo\xc3\xab\\x"});
  CHECK(std::get<CategoryValues>(cell_type.values) == CategoryValues{0, 1, 0, 2});
  CHECK(column(mouse, "flag").column.categories == Names{"False", "True"});
  CHECK(std::get<CategoryValues>(column(mouse, "flag").values) == CategoryValues{1, 0, 1, 1});
  const auto& volume = std::get<RealValues>(column(mouse, "volume").values);
  CHECK(volume[0] == 1.5);
  CHECK(volume[1] != volume[1]);  // missing
  CHECK(column(mouse, "tentative_region").column.categories == Names{"nan", "visal", "visp"});
  CHECK(has_note(mouse,
                 "some neurons have no value in \"volume\" (1), \"tentative_region\" (1); missing "
                 "text is listed as \"nan\""));
  CHECK(has_note(mouse, "\"big\" is left out: it holds integers above 2^63 - 1"));
}

TEST_CASE("without a choice the pair is read and the others are listed") {
  const RawConnectome first = read_tiny("");
  CHECK(first.source_group == "/fly/full + /fly/condensed");  // pairs first, by name
  CHECK(has_note(first, "--group chooses another: mm3, chemical/stages"));
}

TEST_CASE("the user's weight counts synapses and edges of weight 0 are dropped") {
  const RawConnectome worm = read_tiny("chemical", "8");
  CHECK(worm.neuron_count == 3);  // neurons are never dropped
  REQUIRE(whole_edges(worm).connections);
  CHECK_FALSE(whole_edges(worm).synapses.has_value());
  CHECK(whole_edges(worm).connections->pre == U32{1, 2});
  CHECK(whole_edges(worm).connections->post == U32{0, 1});
  CHECK(whole_edges(worm).connections->synapse_count == U32{5, 2});
  CHECK(worm.edge_weight == "8");
  CHECK(surveyed(worm).value().notes ==
        Names{"1 edge of /chemical/stages had the weight 0 and was dropped"});
  REQUIRE(worm.line_position_column);
  CHECK(worm.columns[*worm.line_position_column].column.name == "Soma Position");
}

TEST_CASE("without a column that counts synapses each edge counts as one, and a note says so") {
  const RawConnectome worm = read_tiny("chemical/stages");
  REQUIRE(whole_edges(worm).connections);
  CHECK(whole_edges(worm).connections->pre == U32{0, 1, 2});
  CHECK(whole_edges(worm).connections->synapse_count == U32{1, 1, 1});
  CHECK(worm.edge_weight == "");
  CHECK(has_note(worm, "each edge counts as one"));
}

TEST_CASE("weights that are no numbers of synapses are refused, or not used when nobody asked") {
  const std::string tiny = data_file("tiny.h5");
  const auto half = surveyed(read_tiny("traps/kinds", "weight"));
  REQUIRE_FALSE(half.ok());
  CHECK(half.error().where.find("holds 0.5") != std::string::npos);
  const auto minus = surveyed(read_tiny("traps/kinds", "minus"));
  REQUIRE_FALSE(minus.ok());
  CHECK(minus.error().code == ErrorCode::OutOfRange);
  CHECK(
      minus.error().where ==
      "/traps/kinds: edge column \"minus\" holds -1 in row 0; a number of "
      "synapses is whole and from 0 to 4,294,967,295, so choose another column with --edge-weight");
  CHECK(refusal_of({tiny, "traps/kinds", "kind", {}}).code == ErrorCode::Syntax);  // text
  CHECK(refusal_of({tiny, "traps/kinds", "nothing", {}})
            .where.find("there are \"weight\", \"whole\", \"minus\", \"flag\"") !=
        std::string::npos);

  const RawConnectome unasked = read_tiny("traps/kinds");
  REQUIRE(whole_edges(unasked).connections);
  CHECK(whole_edges(unasked).connections->synapse_count == U32{2, 1});  // 0 -> 1 twice
  const auto looked = surveyed(unasked);
  REQUIRE(looked.ok());
  CHECK_FALSE(looked.value().counts_are_used);
  REQUIRE(looked.value().notes.size() == 1);
  CHECK(looked.value().notes[0].starts_with(
      "edge column \"weight\" of /traps/kinds holds other numbers than counts"));
  CHECK(has_note(unasked, "hold text or objects: \"kind\""));
  const RawConnectome whole = read_tiny("traps/kinds", "whole");
  CHECK(whole_edges(whole).connections->synapse_count == U32{1, 3});
}

TEST_CASE("categoricals and an index of text become categories, unused names left out") {
  const RawConnectome read = read_tiny("traps/categories");
  CHECK(column(read, "cell_type").column.categories == Names{"a", "b", "nan"});
  CHECK(std::get<CategoryValues>(column(read, "cell_type").values) == CategoryValues{1, 2, 0});
  CHECK(column(read, "layer").column.categories == Names{"4", "23"});  // by size, not by text
  CHECK(column(read, "index").column.categories == Names{"n0", "n1", "n2"});
  CHECK(read.edge_weight == "n_syn");
  CHECK(whole_edges(read).connections->synapse_count == U32{7});
}

TEST_CASE("an index that is no row number is the neuron's id when no column is") {
  const RawConnectome read = read_tiny("traps/labels");
  CHECK(column(read, "index").column.role == ColumnRole::NeuronId);
  CHECK(std::get<IntegerValues>(column(read, "index").values) == I64{7, 17, 27});
  CHECK(column(read, "gid").column.role == ColumnRole::None);
  CHECK(has_note(read, "\"gid\" is named like an id, but its values repeat"));
  CHECK(has_note(read, "only \"x_um\", \"y_um\" are there"));
  CHECK(read.position_unit_nm == 1000);
  REQUIRE(whole_edges(read).synapses);  // parallel edges without a count
  CHECK(whole_edges(read).synapses->position_nm[0].empty());
  CHECK(has_note(read, "each edge is taken for one synapse"));
}

TEST_CASE("a network without edges and one without vertex columns are read") {
  const RawConnectome empty = read_tiny("traps/empty");
  CHECK(empty.neuron_count == 3);
  REQUIRE(whole_edges(empty).connections);
  CHECK(whole_edges(empty).connections->pre.empty());
  const RawConnectome bare = read_tiny("traps/no_vertices");
  CHECK(bare.neuron_count == 5);
  CHECK(bare.columns.empty());
  CHECK(whole_edges(bare).connections->pre == U32{0, 4});
}

TEST_CASE("units are recorded, voxels are not guessed, integers become classes by size") {
  const RawConnectome micro = read_tiny("traps/micrometers");
  CHECK(micro.position_unit_nm == 1000);
  CHECK(column(micro, "y").column.role == ColumnRole::PositionY);
  CHECK(column(micro, "type").column.role == ColumnRole::CellClass);
  CHECK(column(micro, "type").column.categories == Names{"9", "10"});
  CHECK(std::get<CategoryValues>(column(micro, "type").values) == CategoryValues{1, 0});
  CHECK(read_tiny("traps/micrometers", "", {{"unit", "nm"}}).position_unit_nm == 1);
  const RawConnectome voxels = read_tiny("traps/voxels");
  CHECK(column(voxels, "pt_x").column.role == ColumnRole::None);
  CHECK(has_note(voxels, "voxels"));
  CHECK(column(read_tiny("traps/numbered"), "2").column.kind == ColumnKind::Real);
}

TEST_CASE("a group full that counts synapses itself is added up and compared with condensed") {
  const RawConnectome fly = read_tiny("fly");
  CHECK_FALSE(whole_edges(fly).synapses.has_value());
  REQUIRE(whole_edges(fly).connections);
  CHECK(whole_edges(fly).connections->pre == U32{0, 1});
  CHECK(whole_edges(fly).connections->synapse_count == U32{5, 4});
  CHECK(has_note(fly, "no entry for each synapse"));
}

TEST_CASE("overrides reach both tables, and a wrong one is refused") {
  const RawConnectome mouse = read_tiny(
      "mm3", "", {{"class", "tentative_region"}, {"region", "none"}, {"synapse_size", "id"}});
  CHECK(column(mouse, "tentative_region").column.role == ColumnRole::CellClass);
  CHECK(column(mouse, "cell_type").column.role == ColumnRole::None);
  CHECK(whole_edges(mouse).synapses->size == I64{11, 12, 13, 14, 15});
  const Error error = refusal_of({data_file("tiny.h5"), "mm3", "", {{"class", "typo"}}});
  CHECK(error.code == ErrorCode::Syntax);
  CHECK(error.where.find("there are \"cell_type\", \"pt_root_id\"") != std::string::npos);
}

TEST_CASE("a weight that is not the usual one is taken from condensed alone") {
  const RawConnectome mouse = read_tiny("mm3", "total_size");
  CHECK_FALSE(whole_edges(mouse).synapses.has_value());
  CHECK(whole_edges(mouse).connections->synapse_count == U32{170, 60, 100, 70});
  CHECK(has_note(mouse, "/mm3/full is not read"));
}

TEST_CASE("naming the usual weight changes nothing") {
  const RawConnectome mouse = read_tiny("mm3", "count");
  CHECK(whole_edges(mouse).synapses.has_value());
  CHECK(whole_edges(mouse).connections->synapse_count == U32{2, 1, 1, 1});
}

TEST_CASE("broken files are refused with one clear sentence each") {
  auto broken = read_connectome({data_file("tiny_edge_out_of_range.h5"), "", "", {}});
  REQUIRE(broken.ok());  // edges are looked at when they are needed
  const auto looked = surveyed(broken.value());
  REQUIRE_FALSE(looked.ok());
  const Error ends = looked.error();
  CHECK(ends.code == ErrorCode::OutOfRange);
  CHECK(ends.where ==
        "group /net/broken: edge 1 goes to row 3 of the vertex table, "
        "which has 3 "
        "rows; the file is damaged or was cut by hand");
  const Error shape = refusal_of("tiny_shape.h5");
  CHECK(shape.code == ErrorCode::OutOfRange);
  CHECK(shape.where.find("@NEUROTOP_SHAPE says 4 neurons, but vertex_properties has 3 rows") !=
        std::string::npos);
  const Error lengths = refusal_of("tiny_lengths.h5");
  CHECK(lengths.code == ErrorCode::OutOfRange);
  CHECK(lengths.where.find("edge_indices has 2 rows, but edges has 3") != std::string::npos);
  const Error old = refusal_of("tiny_no_edge_indices.h5");
  CHECK(old.code == ErrorCode::UnsupportedVersion);
  CHECK(old.where.find("before November 2021") != std::string::npos);
  const Error names = refusal_of("tiny_names.h5");
  CHECK(names.code == ErrorCode::Syntax);
  CHECK(names.where.find("@values_block_0_kind") != std::string::npos);
  const Error none = refusal_of("tiny_no_network.h5");
  CHECK(none.code == ErrorCode::Missing);
  CHECK(none.where.find("it holds /pictures") != std::string::npos);
  const Error text = refusal_of("tiny_not_hdf5.h5");
  CHECK(text.code == ErrorCode::BadMagic);
  const Error cut = refusal_of("tiny_truncated.h5");
  CHECK(cut.code == ErrorCode::Unreadable);
  CHECK(cut.where.find("cut off") != std::string::npos);
  const Error absent = refusal_of("tiny_absent.h5");
  CHECK(absent.code == ErrorCode::Unreadable);
  CHECK(absent.where == "tiny_absent.h5: No such file or directory");
  CHECK(refusal_of("").code == ErrorCode::Unreadable);  // a folder
  CHECK(exit_code_of(cut.code) == kExitUnreadable);
  CHECK(exit_code_of(ends.code) == kExitWrongInput);
}

TEST_CASE("links to other files are not followed") {
  auto read = read_connectome({data_file("tiny_other_file.h5"), "", "", {}});
  REQUIRE(read.ok());  // `edges` is such a link: it is as if it were not there
  CHECK(whole_edges(read.value()).connections->synapse_count == U32{1, 1});
}

TEST_CASE(
    "the list of networks has their shapes and columns, and the problems of those it cannot read") {
  const auto listed = list_connectomes(data_file("tiny.h5"));
  REQUIRE(listed.ok());
  const auto& networks = listed.value().networks;
  REQUIRE(networks.size() >= 3);
  CHECK(networks[0].name == "fly");
  CHECK(networks[1].name == "mm3");
  REQUIRE(networks[1].groups.size() == 2);
  const GroupListing& full = networks[1].groups[0];
  CHECK(full.path == "mm3/full");
  CHECK(full.neuron_count == 4);
  CHECK(full.edge_count == 5);
  CHECK(full.default_edge == "size");
  REQUIRE(full.edge_columns.size() == 6);
  CHECK(full.edge_columns[0].name == "id");
  CHECK(full.edge_columns[2].kind == StoredKind::Real);
  const auto old = list_connectomes(data_file("tiny_no_edge_indices.h5"));
  REQUIRE(old.ok());
  CHECK(old.value().networks[0].groups[0].problem.find("November 2021") != std::string::npos);
}
