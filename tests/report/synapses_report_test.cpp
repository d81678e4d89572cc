#include "report/synapses_report.h"

#include <doctest/doctest.h>

#include "dataset/small_table.h"

using namespace cnx;
using namespace cnx::test;

namespace {

Manifest with_synapses(SynapseShape shape) {
  Manifest manifest = small_manifest(20);
  manifest.synapse_shape = shape;
  return manifest;
}

/// A site so many µm below the uppermost soma.
SynapseSite at_depth(const NeuronTable& neurons, const Manifest& manifest, double um, bool output,
                     NeuronIndex partner) {
  SynapseSite site;
  site.partner = partner;
  site.output = output;
  site.um[1] = static_cast<float>(
      um - (neurons.center_nm()[1] - static_cast<double>(manifest.min_nm[1])) / 1000);
  site.size = 100;
  return site;
}

const SynapseKnowledge kAllKnown = {.inputs = 3,
                                    .outputs = 8,
                                    .inputs_known = true,
                                    .outputs_known = true,
                                    .bytes_left = 12'000,
                                    .places = true,
                                    .y_is_depth = true};

}  // namespace

TEST_CASE("a report of synapses says how many of how many are located, and bins their depths") {
  const NeuronTable neurons = full_table(1, 20);
  const Manifest manifest = with_synapses({true, true});
  const std::vector<SynapseSite> sites = {
      at_depth(neurons, manifest, -30.5, false, 4), at_depth(neurons, manifest, 0.5, false, 4),
      at_depth(neurons, manifest, 449.5, false, 5), at_depth(neurons, manifest, 7, true, 5)};
  const SynapsesReport report =
      synapses_report(manifest, neurons, 2, std::nullopt, sites, kAllKnown);
  CHECK(report.sentence == "3 of 3 input synapses, 1 of 8 output synapses are located.");
  CHECK(report.bytes_left == 12'000);
  REQUIRE(report.input_depths.has_value());
  const HistogramChart& chart = *report.input_depths;
  CHECK(chart.bin_width == 20);
  CHECK(chart.first == -40);  // synapses may lie above the uppermost soma
  CHECK(chart.bars[0] == 1);
  CHECK(chart.bars[2] == 1);
  CHECK(chart.bars[24] == 1);
  CHECK(chart.bars.size() == 25);
  CHECK(chart.caption == "n = 3 synapses, mean 140 µm");
  // Of a pair only.
  const SynapsesReport pair = synapses_report(manifest, neurons, 2, 4, sites, kAllKnown);
  CHECK(pair.input_depths->caption.find("n = 2 synapses") == 0);
  CHECK_FALSE(pair.output_depths.has_value());
}

TEST_CASE("what a dataset does not have is said, and not drawn") {
  const NeuronTable neurons = full_table(1, 20);
  const auto sentence = [&](const Manifest& manifest, SynapseKnowledge knowledge) {
    const SynapsesReport report =
        synapses_report(manifest, neurons, 2, std::nullopt, {}, knowledge);
    CHECK_FALSE(report.input_depths.has_value());
    return report.sentence;
  };
  CHECK(sentence(with_synapses({false, false}), kAllKnown) ==
        "This dataset has no positions and no sizes of synapses.");
  SynapseKnowledge nowhere = kAllKnown;
  nowhere.places = false;
  CHECK(sentence(with_synapses({false, true}), nowhere).find("but not where they are") !=
        std::string::npos);
  Manifest made_up = with_synapses({true, false});
  made_up.layout = Layout::Group;
  CHECK(sentence(made_up, nowhere).find("positions of somas are made up") != std::string::npos);
  SynapseKnowledge damaged = kAllKnown;
  damaged.damaged = true;
  CHECK(sentence(with_synapses({true, true}), damaged).find("contradict") != std::string::npos);
  CHECK(sentence(with_synapses({true, true}), {}) == "Its synapses are not here yet.");
  SynapseKnowledge inputs = kAllKnown;
  inputs.outputs_known = false;
  CHECK(sentence(with_synapses({true, true}), inputs)
            .ends_with("input synapses are located; its outputs are not here yet."));
  SynapseKnowledge outputs = kAllKnown;
  outputs.inputs_known = false;
  CHECK(sentence(with_synapses({true, true}), outputs)
            .ends_with("output synapses are located; its inputs are not here yet."));
}

TEST_CASE("the table of synapses has a row for each, in the dataset's own coordinates") {
  const NeuronTable neurons = full_table(1, 20);
  const Manifest manifest = with_synapses({true, true});
  SynapseSite site = at_depth(neurons, manifest, 7, true, 5);
  const auto soma = neurons.positions_um();
  for (std::size_t axis = 0; axis < 3; ++axis) site.um[axis] = soma[2 * 3 + axis];
  site.um[0] += 3;
  site.um[2] -= 4;
  const std::vector<SynapseSite> sites = {at_depth(neurons, manifest, 1, false, 4), site};
  const Table table = synapses_table(manifest, neurons, 2, 5, sites, kAllKnown);
  REQUIRE(table.rows.size() == 1);
  std::vector<std::string> titles;
  for (const TableColumn& column : table.columns) titles.push_back(column.title);
  CHECK(titles == std::vector<std::string>{"side", "id", "class", "region", "x (µm)", "y (µm)",
                                           "z (µm)", "distance from the soma (µm)",
                                           "size (voxels)"});
  CHECK(table.rows[0][0].text == "output");
  CHECK(table.rows[0][7].text == "5.0");
  CHECK(table.rows[0][8].number == 100);
  const auto x_nm = std::get<IntegerValues>(random_values(1, 20)[1])[2];
  CHECK(table.rows[0][4].number == doctest::Approx(static_cast<double>(x_nm) / 1000 + 3));
  CHECK(synapses_table(manifest, neurons, 2, std::nullopt, sites, kAllKnown).rows.size() == 2);
}
