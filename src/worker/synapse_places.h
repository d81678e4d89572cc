#pragma once
// synapse_places.h — where the synapses of a tile are, in nanometers from the soma of the neuron
// that receives them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "format/synapse_rows.h"
#include "stats/synapse_tally.h"
#include "worker/job_options.h"

namespace cnx {

/// What of a request says where synapses are, and what counts as near and as clumped.
struct SynapsePlaces {
  SynapseOptions options;
  std::vector<std::int32_t> soma_in_voxel_nm;  // [3 * neurons] or empty: nobody has a place

  /// Of a dataset whose tiles have positions or not.
  bool clumped(const SynapseShape& shape) const {
    return shape.has_position && options.voxel_nm[0] != 0;
  }
  bool near(const SynapseShape& shape) const { return clumped(shape) && !soma_in_voxel_nm.empty(); }
  bool operator==(const SynapsePlaces&) const = default;
};

/// Walks over connections, with room for the places of one.
class SynapsesInNm {
 public:
  /// The synapses `entry` and following of the rows, of one connection onto `post`; without places
  /// where these are not known. Holds until it is called again. O(synapses).
  ConnectionSynapses of(const SynapseRows& rows, std::size_t entry, std::size_t synapses,
                        NeuronIndex post, const SynapseOptions& options,
                        std::span<const std::int32_t> soma_in_voxel_nm);

 private:
  std::array<std::vector<std::int64_t>, 3> from_soma_nm_;
};

}  // namespace cnx
