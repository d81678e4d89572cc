// What is written for other programs: GraphML, addresses, notes. tests/report/graphml_test.py reads
// GraphML with networkx.
#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "dataset/small_table.h"
#include "report/export_notes.h"
#include "report/neuroglancer_link.h"
#include "report/neurons_csv.h"
#include "report/partners_report.h"
#include "report/to_csv.h"
#include "report/to_graphml.h"

using namespace cnx;
using namespace cnx::test;

namespace {

std::string percent_decoded(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      result += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

}  // namespace

TEST_CASE("a network names its nodes by id and keeps a stranger's words as text") {
  Manifest manifest = small_manifest(5);
  manifest.columns[4].categories = {"<a&b>", "\"", "--", "x"};
  NeuronTable neurons(manifest);
  neurons.set_rows(0, std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}, random_values(1, 5));
  const std::vector<NeuronIndex> members = {0, 3};
  const std::vector<NetworkEdge> edges = {{0, 3, 12}, {3, 3, 1}};
  const std::string xml =
      to_graphml(neurons, members, edges, std::vector<std::string>{"View: a--b <c>"});
  CHECK(xml.find("View: a- -b &lt;c&gt;") != std::string::npos);
  const std::string a = neuron_name(neurons, 0), b = neuron_name(neurons, 3);
  CHECK(xml.find("<node id=\"" + a + "\"><data key=\"cell_class\">") != std::string::npos);
  CHECK(xml.find("<edge source=\"" + a + "\" target=\"" + b +
                 "\"><data key=\"synapses\">12</data></edge>") != std::string::npos);
  CHECK(xml.find("<a&b>") == std::string::npos);
  CHECK(xml.find("\"axon\"") == std::string::npos);  // this dataset has none
}

TEST_CASE("the table of neurons has every column in full, then what was counted") {
  Manifest manifest = small_manifest(5);
  manifest.columns[4].categories = {"a,b", "plain", "x", "y"};
  NeuronTable neurons(manifest);
  const std::vector<std::uint32_t> here = {0, 1, 2, 3, 4};
  auto values = random_values(1, 5);
  values.resize(here.size());
  neurons.set_rows(0, here, std::move(values));
  const std::vector<NeuronIndex> members = {0, 3};
  const std::vector<DerivedColumn> derived = {
      {"core number", "Its.", {1, 2, 3, std::nan(""), 5}, {}},
      {"sets", "Its.", {0, 1, 0, 1, 0}, {"A", "A and B"}}};
  const std::string csv =
      neurons_csv(neurons, members, derived, std::vector<std::string>{"View: all"});
  std::vector<std::string> lines;
  for (std::size_t from = 0, to; (to = csv.find("\r\n", from)) != std::string::npos;
       from = to + 2) {
    lines.push_back(csv.substr(from, to - from));
  }
  REQUIRE(lines.size() == 4 + 1 + 2);
  CHECK(lines[0] == "# The table begins after these 4 lines.");
  std::string head, missing;
  for (std::uint32_t c = 0; c < manifest.columns.size(); ++c) {
    (c < 5 ? head : missing) += (c == 0 || c == 5 ? ""
                                 : c < 5          ? ","
                                                  : ", ") +
                                manifest.columns[c].name;
  }
  CHECK(lines[2] == csv_cell("# 2 neurons; not here yet, and so left out: " + missing));
  CHECK(lines[4] == head + ",core number,sets");
  CHECK(lines[5].substr(0, lines[5].find(',')) == neurons.text(0, 0));
  CHECK(lines[5].ends_with("," + csv_cell(neurons.text(4, 0)) + ",1,A"));
  CHECK(lines[6].ends_with("," + csv_cell(neurons.text(4, 3)) + ",,A and B"));
  CHECK(csv_cell("a,b") == "\"a,b\"");
}

TEST_CASE("an address of Neuroglancer holds the ids exactly, and the voxel to look at") {
  const std::vector<NeuronId> ids = {NeuronId{864691135639004475}, NeuronId{864691135639004476}};
  const std::string link = neuroglancer_link(ids, std::array<double, 3>{4000, 8000, 400'020});
  const std::string front = "https://neuroglancer-demo.appspot.com/#!";
  REQUIRE(link.find(front) == 0);
  CHECK(link.find_first_of(" \"<>{}[]") == std::string::npos);
  const auto state = nlohmann::json::parse(percent_decoded(link.substr(front.size())));
  CHECK(state["position"] == nlohmann::json({1000, 2000, 10'001}));
  CHECK(state["layers"][1]["segments"] ==
        nlohmann::json({"864691135639004475", "864691135639004476"}));
  CHECK(state["layers"][1]["name"] == "v117");
  CHECK_FALSE(nlohmann::json::parse(
                  percent_decoded(neuroglancer_link(ids, std::nullopt).substr(front.size())))
                  .contains("position"));
}

TEST_CASE("ids are those of MICrONS only when the column says root and every one fits") {
  CHECK(has_microns_root_ids(full_table(1, 20)));
  Manifest other = small_manifest(20);
  other.columns[6].name = "id";
  NeuronTable renamed(other);
  renamed.set_rows(0, std::vector<std::uint32_t>{6},
                   std::vector<ColumnValues>{random_values(1, 20)[6]});
  CHECK_FALSE(has_microns_root_ids(renamed));
  auto ids = std::get<IntegerValues>(random_values(1, 20)[6]);
  ids[19] = 720575940623636701;  // a cell of FlyWire
  NeuronTable mixed(small_manifest(20));
  mixed.set_rows(0, std::vector<std::uint32_t>{6}, std::vector<ColumnValues>{ids});
  CHECK_FALSE(has_microns_root_ids(mixed));
  CHECK_FALSE(has_microns_root_ids(NeuronTable(small_manifest(20))));
}

TEST_CASE("a file says which data, which filter and which link it is of") {
  Manifest manifest = small_manifest(20);
  manifest.dataset_name = "MICrONS mm³ (v117)";
  manifest.fingerprint = 0xabc;
  CHECK(export_notes(manifest, "20 of 20 neurons, no filter", "http://x/#") ==
        std::vector<std::string>{"Dataset: MICrONS mm³ (v117), fingerprint 0000000000000abc",
                                 "Shown: 20 of 20 neurons, no filter", "View: http://x/#"});
  manifest.synthetic = true;
  CHECK(export_notes(manifest, "", "")[1] == "Synthetic sample: not real data");
  CHECK(export_file_name(manifest, "Inputs of neuron 12", "csv") ==
        "MICrONS_mm_v117_Inputs_of_neuron_12.csv");
  CHECK(export_file_name(manifest, "../../etc/passwd", "csv").find_first_of("/.") ==
        export_file_name(manifest, "../../etc/passwd", "csv").size() - 4);
}
