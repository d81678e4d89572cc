#pragma once
// edge_ranges.h — how many edges an input lists and between which limits their numbers are: what
// `inspect` says of them.

#include <array>
#include <cstdint>
#include <optional>

#include "base/result.h"
#include "read/raw_connectome.h"

namespace cnx {

struct NumberRange {
  std::int64_t min = 0, max = 0;
};

struct EdgeRanges {
  std::uint64_t entries = 0;
  std::array<std::optional<NumberRange>, 3> position_nm;        // of synapses
  std::optional<NumberRange> size;                              // of synapses; whole numbers
  std::uint64_t autapses = 0, synapses = 0, largest_count = 0;  // of connections
};

struct ConnectomeRanges {
  std::optional<EdgeRanges> synapses, connections;
};

/// Reads every edge once. Errors: the lists'.
Result<ConnectomeRanges> connectome_ranges(const RawConnectome& connectome);

}  // namespace cnx
