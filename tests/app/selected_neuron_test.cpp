// What the page knows of a selected neuron, with an app, a worker and tiles in memory.
#include "app/selected_neuron.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <set>

#include "app/headless_page.h"

using namespace cnx;
using namespace cnx::test;

namespace {

std::vector<Synapse> of_neuron(const Headless& page, NeuronIndex neuron, bool inputs) {
  std::vector<Synapse> found;
  for (const Synapse& synapse : page.site.synapses) {
    if ((inputs ? synapse.post : synapse.pre) == neuron) found.push_back(synapse);
  }
  return found;
}

}  // namespace

TEST_CASE("the synapses of a selected neuron are where the tiles put them, on both sides") {
  Headless page;
  page.settle();
  for (const NeuronIndex neuron : {0u, 41u, kNeurons - 1}) {
    CAPTURE(neuron);
    page.command(SelectNeuron{page.id_of(neuron)});
    page.settle();
    const std::vector<Synapse> inputs = of_neuron(page, neuron, true);
    std::vector<Synapse> all = inputs;
    const std::vector<Synapse> outputs = of_neuron(page, neuron, false);
    all.insert(all.end(), outputs.begin(), outputs.end());
    const auto& sites = page.app->selected_neuron().sites();
    REQUIRE(sites.size() == all.size());
    const auto center_nm = page.app->neurons().center_nm();
    const VoxelGrid& grid = page.site.manifest.synapse_grid;
    for (std::size_t i = 0; i < all.size(); ++i) {
      CHECK(sites[i].output == (i >= inputs.size()));
      CHECK(sites[i].partner == (sites[i].output ? all[i].post : all[i].pre));
      CHECK(sites[i].size == all[i].size);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const auto soma = std::get<IntegerValues>(page.site.values[1 + axis])[all[i].post];
        std::int64_t voxel = (soma - grid.origin_nm[axis]) / grid.step_nm[axis];
        if ((soma - grid.origin_nm[axis]) % grid.step_nm[axis] < 0) voxel -= 1;
        const std::int64_t nm =
            grid.origin_nm[axis] + grid.step_nm[axis] * (voxel + all[i].residual[axis]);
        CHECK(std::abs(sites[i].um[axis] * 1000.0 - (static_cast<double>(nm) - center_nm[axis])) <
              1);
      }
    }
    CHECK(page.app->selected_neuron().drawn_sites() == sites);
    const auto state = page.state();
    CHECK(state["synapses"]["inputs_located"] == inputs.size());
    CHECK(state["synapses"]["inputs"] == inputs.size());
    CHECK(state["synapses"]["outputs_located"] == outputs.size());
    CHECK(state["synapses"]["bytes_left"] == 0);
  }
  page.command(SetSynapsesShown{false});
  page.settle();
  CHECK(page.app->selected_neuron().drawn_sites().empty());
  CHECK_FALSE(page.app->selected_neuron().sites().empty());
  page.command(SelectNeuron{std::nullopt});
  page.settle();
  CHECK(page.app->selected_neuron().sites().empty());
  CHECK(page.state()["synapses"].is_null());
}

TEST_CASE("with statistics closed the connections that say whose synapses are come along") {
  Headless page("v=1&panels=n");
  page.settle();
  page.command(SelectNeuron{page.id_of(50)});
  page.settle();
  CHECK(page.app->selected_neuron().sites().size() ==
        of_neuron(page, 50, true).size() + of_neuron(page, 50, false).size());
}

TEST_CASE("a second neuron leaves the synapses of the two, their lines, and whom they share") {
  Headless page;
  page.settle();
  const NeuronIndex first = 41, second = page.site.out[41].rbegin()->first;
  page.command(SelectNeuron{page.id_of(first)});
  page.command(SetPartner{page.id_of(second)});
  page.settle();
  std::size_t between = 0;
  for (const Synapse& s : page.site.synapses) {
    between += (s.pre == first && s.post == second) || (s.pre == second && s.post == first);
  }
  CHECK(between > 0);
  CHECK(page.app->selected_neuron().drawn_sites().size() == between);
  CHECK(page.app->lines().lines.size() ==
        page.site.out[first].count(second) + page.site.out[second].count(first));
  const NeuronDetails& details = page.app->selected_neuron().details();
  REQUIRE(details.shared_inputs.has_value());
  std::vector<NeuronIndex> shared;
  for (NeuronIndex pre = 0; pre < kNeurons; ++pre) {
    const auto& row = page.site.out[pre];
    const bool both = row.count(first) != 0 && row.count(second) != 0;
    if (both && pre != first && pre != second) shared.push_back(pre);
  }
  CHECK(details.shared_inputs->neurons == shared);

  page.command(SetPathSynapses{2});
  page.settle();
  REQUIRE(details.paths.has_value());
  CHECK(details.paths->min_synapses == 2);
  if (!details.paths->paths.empty()) {
    CHECK(page.app->lines().paths);
    for (const ConnectionLine& line : page.app->lines().lines) {
      CHECK(page.site.out[line.from].at(line.to) >= 2);
    }
  }
  CHECK(page.state()["paths"]["listed"] == details.paths->paths.size());
  // Another neuron is looked at alone.
  page.command(SelectNeuron{page.id_of(3)});
  page.settle();
  CHECK_FALSE(details.shared_inputs.has_value());
  CHECK_FALSE(details.paths.has_value());
  CHECK_FALSE(page.app->lines().paths);
}

TEST_CASE("a tile of synapses that does not come leaves the rest as it is") {
  Headless page;
  page.site.faults[page.site.address(kSynapseFamily, 0)] = "the server answered 500";
  page.settle();
  page.command(SelectNeuron{page.id_of(100)});
  page.settle();
  std::size_t there = 0;
  for (const Synapse& s : of_neuron(page, 100, false)) there += s.post >= 40;
  const auto state = page.state();
  CHECK(state["synapses"]["outputs_located"] == there);
  CHECK(state["synapses"]["outputs"] == of_neuron(page, 100, false).size());
  REQUIRE(state["errors"].size() == 1);
  CHECK(state["errors"][0].get<std::string>().find("synapses of neurons 0 to 39") == 0);
  CHECK(state["partners"]["outputs_complete"] == true);
}

TEST_CASE("what a tile that was given up would have told is no number, with the reason") {
  struct Case {
    std::size_t family;
    bool sizes;
  };
  for (const Case& c : {Case{kSynapseFamily, true}, Case{kOutFamily, false}}) {
    CAPTURE(c.family);
    Headless page;
    page.site.faults[page.site.address(c.family, 0)] = "the server answered 500";
    page.settle();
    page.command(SelectNeuron{page.id_of(7)});
    page.settle();  // every retry has been used up
    const auto report = [&]() -> const PartnersReport& {
      return *page.app->frame_model(1, 800, 600).partners;
    };
    // Its own tile has the sizes of its inputs, and its outputs.
    const auto cells = [&](const Table& table, const char* title) {
      std::set<std::string> texts;
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        if (table.columns[column].title != title) continue;
        for (const auto& row : table.rows) texts.insert(row[column].text);
      }
      return texts;
    };
    REQUIRE(report().afferents.rows.size() > 1);
    if (c.sizes) {
      CHECK(report().lost.sizes == "the server answered 500");
      CHECK(cells(report().afferents, "size sum (voxels)") == std::set<std::string>{"–"});
      CHECK(cells(report().efferents, "size mean (voxels)").count("…") == 0);
      CHECK(page.app->frame_model(1, 800, 600)
                .details->synapses->sentence.ends_with(
                    " Some could not be loaded: the server answered 500."));
    } else {
      CHECK(report().lost.outputs == "the server answered 500");
      CHECK(cells(report().afferents, "reciprocal") == std::set<std::string>{"–"});
      CHECK(report().efferents.caption == "Could not be loaded: the server answered 500.");
    }
    page.site.faults.clear();
    page.request(RetryFailedTiles{});
    page.settle();
    CHECK(report().lost.any().empty());
    CHECK(cells(report().afferents, "size sum (voxels)").count("–") == 0);
    CHECK(cells(report().afferents, "reciprocal").count("–") == 0);
    CHECK(report().efferents_complete);
  }
}

TEST_CASE("previous and next walk through the neurons that were selected") {
  Headless page;
  page.settle();
  for (const NeuronIndex neuron : {5u, 6u, 7u}) {
    page.command(SelectNeuron{page.id_of(neuron)});
    page.settle();
  }
  page.request(GoBack{});
  page.settle();
  CHECK(page.app->selected() == 6);
  page.request(GoBack{});
  page.request(GoBack{});  // at its end already
  page.settle();
  CHECK(page.app->selected() == 5);
  page.request(GoOn{});
  page.settle();
  CHECK(page.app->selected() == 6);
  const FrameModel model = page.app->frame_model(1, 800, 600);
  CHECK(model.can_go_back);
  CHECK(model.can_go_on);
  CHECK(model.recent == std::vector<NeuronId>{page.id_of(7), page.id_of(5)});
}

TEST_CASE("sizes in the table of partners are sums over the synapses of each connection") {
  Headless page;
  page.settle();
  page.command(SelectNeuron{page.id_of(41)});
  page.settle();
  const FrameModel model = page.app->frame_model(1, 800, 600);
  REQUIRE(model.partners != nullptr);
  for (const bool inputs : {true, false}) {
    const Table& table = inputs ? model.partners->afferents : model.partners->efferents;
    const auto& rows = inputs ? model.partners->afferent_neurons : model.partners->efferent_neurons;
    std::size_t sum_column = 0;
    while (table.columns[sum_column].title != "size sum (voxels)") ++sum_column;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      double sum = 0, count = 0;
      for (const Synapse& s : of_neuron(page, 41, inputs)) {
        if ((inputs ? s.pre : s.post) != rows[row]) continue;
        sum += s.size;
        count += 1;
      }
      CHECK(table.rows[row][sum_column].number == sum);
      CHECK(table.rows[row][sum_column + 1].number == doctest::Approx(sum / count));
    }
  }
}
