#pragma once
// partner_choice.h — the partners of the selected neuron whose connections pass the filter.

#include <cstdint>
#include <span>
#include <vector>

#include "app/connection_choice.h"
#include "dataset/synapse_site.h"
#include "report/partners_report.h"
#include "worker/engine.h"

namespace cnx {

struct ChosenPartners {
  std::vector<PartnerEntry> entries;  // by NeuronIndex, with the sizes that are known
  std::uint32_t sizes_unknown = 0;  // connections left out because sizes are limited and not known
};

/// Of one side of `neuron`: the outputs, or the inputs. `sites` are the neuron's located synapses,
/// inputs first, on each side in the order of partners; none where the dataset has no sizes, and
/// then `has_sizes` is false and sizes are not limited. O(partners + sites).
ChosenPartners chosen_partners(NeuronIndex neuron, std::span<const Partner> side, bool output,
                               std::span<const SynapseSite> sites, bool has_sizes,
                               const ConnectionChoice& choice);

}  // namespace cnx
