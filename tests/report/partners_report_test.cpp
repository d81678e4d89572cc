#include "report/partners_report.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace cnx;

namespace {

constexpr std::int64_t kFirstId = 864691135639004475;  // a double cannot tell it from its neighbors

/// Four neurons; the second is 5 µm from the first (a 3-4-5 triangle), ids fall.
NeuronTable make_neurons(bool with_axon) {
  Manifest manifest;
  manifest.neuron_count = 4;
  manifest.max_nm = {3000, 4000, 0};
  manifest.columns = {{"row", ColumnRole::SourceRow, ColumnKind::Integer, {}},
                      {"pt_root_id", ColumnRole::NeuronId, ColumnKind::Integer, {}},
                      {"x_nm", ColumnRole::PositionX, ColumnKind::Integer, {}},
                      {"y_nm", ColumnRole::PositionY, ColumnKind::Integer, {}},
                      {"z_nm", ColumnRole::PositionZ, ColumnKind::Integer, {}},
                      {"cell_type", ColumnRole::CellClass, ColumnKind::Category, {"23P", "BC"}}};
  std::vector<std::uint32_t> columns = {0, 1, 2, 3, 4, 5};
  std::vector<ColumnValues> values = {
      IntegerValues{0, 1, 2, 3},
      IntegerValues{kFirstId, kFirstId - 1, kFirstId - 2, kFirstId - 3},
      IntegerValues{0, 3000, 0, 0},
      IntegerValues{0, 4000, 0, 0},
      IntegerValues{0, 0, 0, 0},
      CategoryValues{0, 1, 0, 1}};
  if (with_axon) {
    manifest.columns.push_back(
        {"status_axon", ColumnRole::AxonStatus, ColumnKind::Category, {"non", "extended"}});
    columns.push_back(6);
    values.push_back(CategoryValues{0, 1, 0, 1});
  }
  NeuronTable neurons(manifest);
  neurons.set_rows(0, columns, std::move(values));
  return neurons;
}

std::vector<std::string> titles(const Table& table) {
  std::vector<std::string> all;
  for (const TableColumn& column : table.columns) all.push_back(column.title);
  return all;
}

std::vector<std::string> texts(const std::vector<TableCell>& row) {
  std::vector<std::string> all;
  for (const TableCell& cell : row) all.push_back(cell.text);
  return all;
}

}  // namespace

TEST_CASE("partners of a neuron: an autapse is counted apart, reciprocity is looked up") {
  const NeuronTable neurons = make_neurons(true);
  const std::vector<PartnerEntry> in = {{0, 3}, {1, 5}, {2, 1}}, out = {{0, 3}, {1, 2}};
  const PartnersReport report = partners_report(neurons, 0, in, true, out, true, Layout::Soma);
  CHECK(report.afferent_count == 2);
  CHECK(report.afferent_synapses == 6);
  CHECK(report.efferent_count == 1);
  CHECK(report.efferent_synapses == 2);
  CHECK(report.autapse_synapses == 3);
  CHECK(report.afferent_neurons == std::vector<NeuronIndex>{1, 2});
  CHECK(titles(report.afferents) == std::vector<std::string>{"id", "class", "synapses",
                                                             "distance (µm)", "axon", "analyzable",
                                                             "reciprocal"});
  CHECK(texts(report.afferents.rows[0]) ==
        std::vector<std::string>{"864691135639004474", "BC", "5", "5.0", "extended", "yes", "yes"});
  CHECK(texts(report.afferents.rows[1]) ==
        std::vector<std::string>{"864691135639004473", "23P", "1", "0.0", "non", "no", "no"});
  CHECK(report.caveat.find("not proofread") != std::string::npos);
}

TEST_CASE("ids that differ in their last digit only are sorted exactly") {
  const NeuronTable neurons = make_neurons(false);
  const std::vector<PartnerEntry> in = {{1, 1}, {2, 1}, {3, 1}};
  const PartnersReport report = partners_report(neurons, 0, in, true, {}, true, Layout::Soma);
  CHECK(sorted_rows(report.afferents, 0, false) == std::vector<std::uint32_t>{2, 1, 0});
}

TEST_CASE("what is not known is left out: distance without positions, reciprocity while loading") {
  const NeuronTable neurons = make_neurons(false);
  const std::vector<PartnerEntry> in = {{1, 5}};
  const PartnersReport report = partners_report(neurons, 0, in, true, {}, false, Layout::Group);
  CHECK(titles(report.afferents) ==
        std::vector<std::string>{"id", "class", "synapses", "reciprocal"});
  CHECK(report.afferents.rows[0][3].text == "…");
  CHECK(report.efferents.caption == "Still loading.");
  CHECK(report.caveat.empty());
}

TEST_CASE("attributes are exact, and made-up positions are not among them") {
  const NeuronTable neurons = make_neurons(true);
  const std::vector<Attribute> soma = neuron_attributes(neurons, 1, Layout::Soma);
  CHECK(soma[1] == Attribute{"id (pt_root_id)", "864691135639004474"});
  CHECK(soma[2] == Attribute{"x_nm", "3000"});
  CHECK(soma.back() == Attribute{"axon proofreading (status_axon)", "extended"});
  const std::vector<Attribute> group = neuron_attributes(neurons, 1, Layout::Group);
  CHECK(group[2] == Attribute{"position", "not in the data; laid out for the eye"});
  CHECK(group.size() == soma.size() - 2);
}

TEST_CASE("a neuron without an id that has arrived is known by its place") {
  Manifest manifest;
  manifest.neuron_count = 20;
  manifest.columns = {{"row", ColumnRole::SourceRow, ColumnKind::Integer, {}}};
  CHECK(neuron_name(NeuronTable(manifest), 17) == "#17");
}

TEST_CASE("degrees of the file are called what they count: synapses") {
  CHECK(column_title({"indegree", ColumnRole::None, ColumnKind::Integer, {}}) ==
        "input synapses (indegree)");
  CHECK(column_title({"outdegree", ColumnRole::None, ColumnKind::Integer, {}}) ==
        "output synapses (outdegree)");
  CHECK(column_title({"degree", ColumnRole::None, ColumnKind::Integer, {}}) == "degree");
}

TEST_CASE("sizes are summed and averaged once those of all synapses are here") {
  const NeuronTable neurons = make_neurons(true);
  const std::vector<PartnerEntry> in = {{1, 4, 4, 1000}, {2, 3, 2, 50}};
  const PartnersReport report = partners_report(neurons, 0, in, true, {}, true, Layout::Soma, true);
  CHECK(titles(report.afferents) == std::vector<std::string>{"id", "class", "synapses",
                                                             "size sum (voxels)",
                                                             "size mean (voxels)", "distance (µm)",
                                                             "axon", "analyzable", "reciprocal"});
  CHECK(report.afferents.rows[0][3].number == 1000);
  CHECK(report.afferents.rows[0][4].text == "250.0");
  CHECK(report.afferents.rows[1][3].text == "…");
  CHECK(report.afferents.rows[1][4].text == "…");
  CHECK(report.afferents.caption.find("Sizes of 6 of 7 synapses are here.") != std::string::npos);
  const std::vector<PartnerEntry> lost = {{1, 4, 0, 0, true}};
  const PartnersReport less = partners_report(neurons, 0, lost, true, {}, false, Layout::Soma, true,
                                              {"", "", "there is no network"});
  CHECK(less.afferents.rows[0][3] == no_number());
  CHECK(less.afferents.rows[0][4] == no_number());
  CHECK(less.afferents.rows[0].back().text == "…");  // the outputs may still come
  // Of an output it is the neuron's own axon that counts.
  const PartnersReport out = partners_report(neurons, 0, {}, true, in, true, Layout::Soma);
  CHECK(out.efferents.rows[0][5].text == "no");
}

TEST_CASE("partners by class: synapses, most first, and the thirteenth class is among the others") {
  const NeuronTable neurons = make_neurons(false);
  const std::vector<PartnerEntry> in = {{0, 9}, {1, 5}, {2, 1}, {3, 2}};
  const NamedBars bars =
      partners_report(neurons, 0, in, true, {}, true, Layout::Soma).afferent_classes;
  REQUIRE(bars.bars.size() == 2);
  CHECK(bars.bars[0].label == "BC");
  CHECK(bars.bars[0].value == 7);
  CHECK(bars.bars[0].tooltip == "BC: 7 synapses with 2 partners.");
  CHECK(bars.bars[1].label == "23P");
  CHECK(bars.caption == "n = 8 synapses with 3 partners");

  Manifest manifest;
  manifest.neuron_count = 21;
  manifest.columns = {{"row", ColumnRole::SourceRow, ColumnKind::Integer, {}},
                      {"class", ColumnRole::CellClass, ColumnKind::Category, {}}};
  IntegerValues rows;
  CategoryValues codes;
  std::vector<PartnerEntry> many;
  for (std::uint16_t i = 0; i < 21; ++i) {
    manifest.columns[1].categories.push_back("c" + std::to_string(i));
    rows.push_back(i);
    codes.push_back(i);
    if (i > 0) many.push_back({i, i});
  }
  NeuronTable classes(manifest);
  classes.set_rows(0, std::vector<std::uint32_t>{0, 1}, {rows, codes});
  const NamedBars cut =
      partners_report(classes, 0, many, true, {}, true, Layout::Group).afferent_classes;
  REQUIRE(cut.bars.size() == 13);
  CHECK(cut.bars[0].label == "c20");
  CHECK(cut.bars[12].label == "8 other classes");
  CHECK(cut.bars[12].value == 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8);
}
