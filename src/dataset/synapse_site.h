#pragma once
// synapse_site.h — where one synapse of a neuron is, and with whom.

#include <array>
#include <cstdint>

#include "base/ids.h"

namespace cnx {

struct SynapseSite {
  NeuronIndex partner = 0;
  bool output = false;                  // the neuron is pre
  std::array<float, 3> um = {0, 0, 0};  // like NeuronTable::positions_um(); zeros without positions
  std::uint32_t size = 0;               // voxels of the cleft; 0 without sizes

  bool operator==(const SynapseSite&) const = default;
};

}  // namespace cnx
