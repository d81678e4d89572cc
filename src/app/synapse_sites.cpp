#include "app/synapse_sites.h"

#include <cstddef>

namespace cnx {
namespace {

constexpr std::array kPositionRoles = {ColumnRole::PositionX, ColumnRole::PositionY,
                                       ColumnRole::PositionZ};

}  // namespace

bool synapses_have_places(const Manifest& manifest, const NeuronTable& neurons) {
  if (!manifest.synapse_shape.has_position || manifest.layout != Layout::Soma) return false;
  for (const ColumnRole role : kPositionRoles) {
    const auto column = neurons.find(role);
    if (!column || !neurons.has(*column)) return false;
  }
  return true;
}

std::vector<SynapseSite> synapse_sites(const NeuronSynapses& synapses, const Manifest& manifest,
                                       const NeuronTable& neurons) {
  std::vector<SynapseSite> sites;
  sites.reserve(synapses.inputs.size() + synapses.outputs.size());
  const bool places = synapses_have_places(manifest, neurons);
  const VoxelGrid& grid = manifest.synapse_grid;
  const auto center_nm = neurons.center_nm();
  const auto add = [&](const Synapse& synapse, bool output) {
    SynapseSite site;
    site.partner = output ? synapse.post : synapse.pre;
    site.output = output;
    site.size = synapse.size;
    for (std::size_t axis = 0; places && axis < 3; ++axis) {
      const auto soma_nm = neurons.integers(*neurons.find(kPositionRoles[axis]))[synapse.post];
      // In doubles: no step of this wraps, whatever a tile holds, and a voxel is far larger than
      // what they round off.
      const double voxel =
          static_cast<double>(soma_voxel(soma_nm, grid.origin_nm[axis], grid.step_nm[axis])) +
          static_cast<double>(synapse.residual[axis]);
      const double nm = static_cast<double>(grid.origin_nm[axis]) +
                        static_cast<double>(grid.step_nm[axis]) * voxel;
      site.um[axis] = static_cast<float>((nm - center_nm[axis]) / 1000);
    }
    sites.push_back(site);
  };
  for (const Synapse& synapse : synapses.inputs) add(synapse, false);
  for (const Synapse& synapse : synapses.outputs) add(synapse, true);
  return sites;
}

}  // namespace cnx
