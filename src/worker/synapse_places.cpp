#include "worker/synapse_places.h"

#include <cstddef>

namespace cnx {

ConnectionSynapses SynapsesInNm::of(const SynapseRows& rows, std::size_t entry,
                                    std::size_t synapses, NeuronIndex post,
                                    const SynapseOptions& options,
                                    std::span<const std::int32_t> soma_in_voxel_nm) {
  ConnectionSynapses found;
  found.count = synapses;
  if (!rows.size.empty()) found.sizes = std::span(rows.size).subspan(entry, synapses);
  if (rows.residual[0].empty() || options.voxel_nm[0] == 0) return found;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    // Modulo 2^64, as the codec: a hostile tile wraps around.
    const std::uint64_t step = options.voxel_nm[axis];
    const std::uint64_t soma =
        soma_in_voxel_nm.empty()
            ? 0
            : static_cast<std::uint64_t>(soma_in_voxel_nm[std::size_t{3} * post + axis]);
    auto& nm = from_soma_nm_[axis];
    nm.resize(synapses);
    for (std::size_t s = 0; s < synapses; ++s) {
      nm[s] = static_cast<std::int64_t>(
          static_cast<std::uint64_t>(rows.residual[axis][entry + s]) * step - soma);
    }
    found.from_soma_nm[axis] = nm;
  }
  return found;
}

}  // namespace cnx
