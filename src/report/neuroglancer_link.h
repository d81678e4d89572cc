#pragma once
// neuroglancer_link.h — an address at which the public MICrONS release shows some neurons. Built
// here, fetched by nobody: whoever opens it leaves this data.

#include <array>
#include <optional>
#include <span>
#include <string>

#include "base/ids.h"
#include "dataset/neuron_table.h"

namespace cnx {

/// Whether the dataset's ids look like root ids of MICrONS: every one of 18 digits that begin with
/// 86469113, in a column whose name says "root". O(neurons).
bool has_microns_root_ids(const NeuronTable& neurons);

/// More segments than this no address holds.
inline constexpr std::size_t kMaxNeuroglancerIds = 200;

/// Release v117, on which the published connectome is built: image and segmentation of minnie65.
/// `position_nm`: what to look at, or none. Precondition: at most kMaxNeuroglancerIds.
std::string neuroglancer_link(std::span<const NeuronId> ids,
                              const std::optional<std::array<double, 3>>& position_nm);

}  // namespace cnx
