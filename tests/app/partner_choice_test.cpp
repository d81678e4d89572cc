#include "app/partner_choice.h"

#include <doctest/doctest.h>

#include <map>
#include <random>

using namespace cnx;

TEST_CASE(
    "partners whose synapses are large enough are kept, with those that nobody knows counted") {
  const std::uint32_t seed = 5;
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  for (int round = 0; round < 200; ++round) {
    // Sites of both sides, of which each partner has all, some or none.
    std::vector<Partner> partners[2];
    std::vector<SynapseSite> sites;
    std::map<std::pair<bool, NeuronIndex>, std::vector<std::uint32_t>> sizes;
    for (const bool output : {false, true}) {
      for (NeuronIndex partner = 0; partner < 12; ++partner) {
        if (below(3) == 0) continue;
        const std::uint32_t synapses = 1 + below(4);
        partners[output].push_back({partner, synapses});
        const std::uint32_t located = below(3) > 0 ? synapses : below(synapses + 1);
        for (std::uint32_t i = 0; i < located; ++i) {
          sites.push_back({partner, output, {}, 1 + below(300)});
          sizes[{output, partner}].push_back(sites.back().size);
        }
      }
    }
    ViewState view;
    view.connections.min_synapses = 1 + below(2);
    if (below(2) == 0) view.connections.min_mean_size = below(300);
    if (below(2) == 0) view.connections.min_size_sum = below(600);
    const ConnectionChoice choice(view, {}, 12);
    for (const bool output : {false, true}) {
      std::vector<NeuronIndex> expected, unlimited;
      std::uint32_t unknown = 0;
      for (const Partner& partner : partners[output]) {
        if (partner.synapse_count < view.connections.min_synapses) continue;
        unlimited.push_back(partner.neuron);
        const auto& known = sizes[{output, partner.neuron}];
        std::uint64_t sum = 0;
        for (const std::uint32_t size : known) sum += size;
        const bool all = known.size() == partner.synapse_count;
        const bool sum_decides = sum >= view.connections.min_size_sum;
        if (!all && (view.connections.min_mean_size > 0 || !sum_decides)) {
          unknown += 1;
        } else if (sum_decides && (!all || sum >= std::uint64_t{view.connections.min_mean_size} *
                                                      partner.synapse_count)) {
          expected.push_back(partner.neuron);
        }
      }
      const auto neurons = [](const ChosenPartners& chosen) {
        std::vector<NeuronIndex> found;
        for (const PartnerEntry& entry : chosen.entries) found.push_back(entry.neuron);
        return found;
      };
      const ChosenPartners chosen =
          chosen_partners(3, partners[output], output, sites, true, choice);
      CHECK(neurons(chosen) == expected);
      CHECK(chosen.sizes_unknown == unknown);
      for (const PartnerEntry& entry : chosen.entries) {
        const auto& known = sizes[{output, entry.neuron}];
        CHECK(entry.sized_count == known.size());
      }
      // Where the dataset has no sizes there is nothing to limit.
      const ChosenPartners without =
          chosen_partners(3, partners[output], output, {}, false, choice);
      CHECK(neurons(without) == unlimited);
      CHECK(without.sizes_unknown == 0);
    }
  }
}
