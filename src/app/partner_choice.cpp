#include "app/partner_choice.h"

#include <algorithm>

namespace cnx {

ChosenPartners chosen_partners(NeuronIndex neuron, std::span<const Partner> side, bool output,
                               std::span<const SynapseSite> sites, bool has_sizes,
                               const ConnectionChoice& choice) {
  ChosenPartners chosen;
  auto site = sites.begin();
  const auto end = has_sizes ? sites.end() : site;
  while (site != end && site->output != output) ++site;
  for (const Partner& partner : side) {
    PartnerEntry entry{partner.neuron, partner.synapse_count};
    for (; site != end && site->output == output && site->partner == partner.neuron; ++site) {
      entry.sized_count += 1;
      entry.size_sum += site->size;
    }
    const NeuronIndex pre = output ? neuron : partner.neuron;
    const NeuronIndex post = output ? partner.neuron : neuron;
    if (!choice.passes(pre, post, partner.synapse_count)) continue;
    const std::optional<bool> large =
        has_sizes ? choice.passes_sizes(entry.synapse_count, entry.sized_count, entry.size_sum)
                  : true;
    if (!large) chosen.sizes_unknown += 1;
    if (large.value_or(false)) chosen.entries.push_back(entry);
  }
  return chosen;
}

}  // namespace cnx
