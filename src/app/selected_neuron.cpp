#include "app/selected_neuron.h"

#include <utility>

#include "app/synapse_sites.h"

namespace cnx {
namespace {

std::vector<SharedPartner> shared_partners(const std::vector<CommonNeighbor>& common) {
  std::vector<SharedPartner> shared;
  shared.reserve(common.size());
  for (const CommonNeighbor& c : common) {
    shared.push_back({c.vertex, c.asked, c.min_weight, c.weight_sum});
  }
  return shared;
}

std::vector<ListedPath> listed_paths(const ShortestPaths& paths) {
  std::vector<ListedPath> listed;
  for (const Path& path : paths.listed) listed.push_back({path.vertices, path.weakest});
  return listed;
}

}  // namespace

bool SelectedNeuron::update(const SelectedNeuronInputs& inputs, const Partners* partners,
                            const Loader& loader) {
  if (inputs.selected != inputs_.selected) all_synapses_of_.reset();
  Key key{inputs,
          inquiries_.version(),
          loader.neurons_version(),
          loader.connections_version(),
          loader.synapses_version(),
          all_synapses_of_};
  if (done_ == key) return false;
  inputs_ = inputs;
  done_ = std::move(key);
  plan(partners, *loader.manifest());
  ask(partners, loader);
  derive_sites(loader);
  derive_pair(loader.neurons());
  return true;
}

void SelectedNeuron::plan(const Partners* partners, const Manifest& manifest) {
  plan_ = {};
  if (!inputs_.selected) return;
  std::vector<SynapseTarget> targets;
  if (partners != nullptr) {
    for (const Partner& partner : partners->efferents) {
      targets.push_back({partner.neuron, partner.synapse_count});
    }
  }
  const bool all = inputs_.all_synapses || all_synapses_of_ == inputs_.selected;
  plan_ = synapse_plan(manifest, *inputs_.selected, targets,
                       all ? ~std::uint64_t{0} : kSynapseBudgetBytes);
}

void SelectedNeuron::ask(const Partners* partners, const Loader& loader) {
  const std::uint32_t connections = loader.connections_version();
  const bool has_synapses = loader.manifest()->family(TileKind::Synapses) != nullptr;
  const bool new_tiles =
      asked_synapses_ != loader.synapses_version() || asked_synapse_connections_ != connections;
  if (inputs_.selected && has_synapses && partners != nullptr && loader.synapses_version() > 0 &&
      (asked_synapses_of_ != inputs_.selected || new_tiles)) {
    inquiries_.ask(AskSynapses{*inputs_.selected});
    asked_synapses_of_ = inputs_.selected;
    asked_synapses_ = loader.synapses_version();
    asked_synapse_connections_ = connections;
  }

  // While connections are loading the answer is "not yet": asked again when more have come.
  const CommonPartners* const common = inquiries_.common_partners();
  const bool common_final = common != nullptr && common->complete;
  if (inputs_.group.size() >= 2 && (asked_group_ != inputs_.group ||
                                    (!common_final && asked_group_connections_ != connections))) {
    inquiries_.ask(AskCommonPartners{inputs_.group});
    asked_group_ = inputs_.group;
    asked_group_connections_ = connections;
  }

  if (!inputs_.selected || !inputs_.partner || inputs_.path_synapses == 0) return;
  const AskPaths paths{*inputs_.selected, *inputs_.partner, inputs_.path_synapses, kMaxListedPaths};
  const PathsAnswer* const found = inquiries_.paths();
  const bool paths_final = found != nullptr && found->complete;
  if (asked_paths_ != paths || (!paths_final && asked_paths_connections_ != connections)) {
    inquiries_.ask(paths);
    asked_paths_ = paths;
    asked_paths_connections_ = connections;
  }
}

void SelectedNeuron::derive_sites(const Loader& loader) {
  const Manifest& manifest = *loader.manifest();
  const NeuronTable& neurons = loader.neurons();
  const NeuronSynapses* const answer = inquiries_.synapses();
  std::vector<SynapseSite> sites, drawn;
  knowledge_ = {};
  details_.synapses.reset();
  if (inputs_.selected) {
    knowledge_.places = synapses_have_places(manifest, neurons);
    knowledge_.y_is_depth = inputs_.y_is_depth;
    knowledge_.bytes_left = plan_.bytes_of_all - plan_.bytes;
    for (const std::uint32_t tile : plan_.tiles) {
      std::string reason = loader.given_up(
          TileKind::Synapses, tile * manifest.family(TileKind::Synapses)->block_neurons);
      if (!reason.empty()) knowledge_.lost = std::move(reason);
    }
    if (answer != nullptr && answer->neuron == *inputs_.selected) {
      sites = synapse_sites(*answer, manifest, neurons);
      knowledge_.inputs = answer->inputs_total;
      knowledge_.outputs = answer->outputs_total;
      knowledge_.inputs_known = answer->inputs_known;
      knowledge_.outputs_known = answer->outputs_known;
      knowledge_.damaged = answer->damaged;
    }
    details_.synapses =
        synapses_report(manifest, neurons, *inputs_.selected, inputs_.partner, sites, knowledge_);
    if (knowledge_.places && inputs_.show_synapses) {
      for (const SynapseSite& site : sites) {
        if (!inputs_.partner || site.partner == *inputs_.partner) drawn.push_back(site);
      }
    }
  }
  if (sites == sites_ && drawn == drawn_sites_) return;
  sites_ = std::move(sites);
  drawn_sites_ = std::move(drawn);
  sites_version_ += 1;
}

void SelectedNeuron::derive_pair(const NeuronTable& neurons) {
  details_.partner = inputs_.partner;
  details_.group = inputs_.group;
  details_.shared_inputs.reset();
  details_.shared_outputs.reset();
  details_.paths.reset();
  const CommonPartners* const common = inquiries_.common_partners();
  if (inputs_.group.size() >= 2 && common != nullptr && common->complete &&
      common->neurons == inputs_.group) {
    details_.shared_inputs =
        shared_partners_report(neurons, inputs_.group, shared_partners(common->inputs), true);
    details_.shared_outputs =
        shared_partners_report(neurons, inputs_.group, shared_partners(common->outputs), false);
  }
  const PathsAnswer* const found = inquiries_.paths();
  if (inputs_.path_synapses > 0 && found != nullptr && found->complete &&
      found->asked == asked_paths_) {
    const ShortestPaths& paths = found->paths;
    details_.paths =
        paths_report(neurons, found->asked.from, found->asked.to, found->asked.min_synapses,
                     paths.length, paths.count, listed_paths(paths));
  }
}

}  // namespace cnx
