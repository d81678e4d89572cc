#pragma once
// selected_neuron.h — what follows from the selected neuron, and from a second one beside it: which
// tiles of synapses to fetch, questions to the worker, sites to draw, reports for the panel.

#include <cstdint>
#include <optional>
#include <vector>

#include "app/loader.h"
#include "app/neuron_inquiries.h"
#include "dataset/synapse_site.h"
#include "report/synapses_report.h"
#include "stream/synapse_plan.h"
#include "ui/frame_model.h"
#include "worker/engine.h"

namespace cnx {

/// Tiles of synapses of partners that are fetched without being asked for.
inline constexpr std::uint64_t kSynapseBudgetBytes = 4'000'000;
/// Shared partners are listed of selections of at most so many: the worker looks them up at once.
inline constexpr std::uint32_t kMaxSharedGroup = 500;
/// Of the paths that are listed and drawn.
inline constexpr std::uint32_t kMaxListedPaths = 50;

/// What it all follows from, besides the dataset.
struct SelectedNeuronInputs {
  std::optional<NeuronIndex> selected, partner;  // the view's, where the dataset has them
  std::uint32_t partners_version = 0;            // of the worker's answer about `selected`
  std::vector<NeuronIndex> group;   // whose common partners are wanted: distinct, two or more
  std::uint32_t path_synapses = 0;  // ViewState::path_synapses
  bool show_synapses = true;
  bool all_synapses = false;  // every tile is wanted, whatever the budget
  bool y_is_depth = false;
  std::uint32_t tiles_given_up = 0;  // LoadStatus's

  bool operator==(const SelectedNeuronInputs&) const = default;
};

class SelectedNeuron {
 public:
  explicit SelectedNeuron(Platform& platform) : inquiries_(platform) {}

  /// Brings everything up to date; nothing happens while nothing has changed. `partners` is the
  /// worker's answer about the selected neuron, or nullptr. True when anything changed.
  bool update(const SelectedNeuronInputs& inputs, const Partners* partners, const Loader& loader);
  void take(const NeuronsReply& reply) { inquiries_.take(reply); }
  /// From now on every tile with a synapse of this neuron is wanted, whatever the budget.
  void want_all_synapses() { all_synapses_of_ = inputs_.selected; }
  bool idle() const { return inquiries_.idle(); }

  /// Numbers of the Synapses tiles that are wanted, most needed first.
  const std::vector<std::uint32_t>& synapse_tiles() const { return plan_.tiles; }
  /// Common partners and paths need every connection.
  bool needs_every_connection() const {
    return inputs_.group.size() >= 2 || inputs_.path_synapses > 0;
  }

  /// All synapses that are known: the inputs, then the outputs, each side by partner.
  const std::vector<SynapseSite>& sites() const { return sites_; }
  /// Those to draw: with a second neuron, of the two only. Empty while they are switched off or
  /// have no places.
  const std::vector<SynapseSite>& drawn_sites() const { return drawn_sites_; }
  /// Changes whenever one of the two lists above does.
  std::uint32_t sites_version() const { return sites_version_; }
  const SynapseKnowledge& knowledge() const { return knowledge_; }

  const NeuronDetails& details() const { return details_; }

 private:
  /// Everything that decides what is shown; equal ones give equal results.
  struct Key {
    SelectedNeuronInputs inputs;
    std::uint32_t answers = 0, neurons = 0, connections = 0, synapses = 0;
    std::optional<NeuronIndex> all_synapses_of;

    bool operator==(const Key&) const = default;
  };

  void plan(const Partners* partners, const Manifest& manifest);
  void ask(const Partners* partners, const Loader& loader);
  void derive_sites(const Loader& loader);
  void derive_pair(const NeuronTable& neurons);

  NeuronInquiries inquiries_;
  SelectedNeuronInputs inputs_;
  std::optional<Key> done_;
  std::optional<NeuronIndex> all_synapses_of_;
  SynapsePlan plan_;

  // What was asked last, and of which tiles.
  std::optional<NeuronIndex> asked_synapses_of_;
  std::uint32_t asked_synapses_ = 0, asked_synapse_connections_ = 0;
  std::vector<NeuronIndex> asked_group_;
  std::uint32_t asked_group_connections_ = 0;
  std::optional<AskPaths> asked_paths_;
  std::uint32_t asked_paths_connections_ = 0;

  std::vector<SynapseSite> sites_, drawn_sites_;
  std::uint32_t sites_version_ = 0;
  SynapseKnowledge knowledge_;
  NeuronDetails details_;
};

}  // namespace cnx
