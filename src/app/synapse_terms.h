#pragma once
// synapse_terms.h — what sections that count the sizes and places of synapses, too, ask with.

#include <cstdint>

#include "dataset/neuron_table.h"
#include "format/manifest.h"
#include "ui/frame_model.h"
#include "view/view_state.h"
#include "worker/statistics_request.h"

namespace cnx {

struct SynapseTerms {
  SizesEverywhere here = SizesEverywhere::Here;
  const Manifest* manifest = nullptr;  // none: nobody says where synapses are
  std::uint32_t near_um = SitesState().near_um, clump_um = SitesState().clump_um;

  /// Whether a section's job has to wait, and whether it counts them.
  bool wait(const InferenceState& wanted) const { return waits_for_sizes(wanted, here); }
  bool count(const InferenceState& wanted) const { return counts_sizes(wanted, here); }
  /// What is near and what is clumped in the job. O(neurons).
  void ask(const NeuronTable& neurons, JobRequest& request) const {
    request.synapses = {near_um, clump_um, {}};
    if (manifest != nullptr) ask_synapse_places(*manifest, neurons, request);
  }

  bool operator==(const SynapseTerms&) const = default;
};

}  // namespace cnx
