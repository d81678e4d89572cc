#pragma once
// edge_models.h — a model that can encode any connections, for tests whose rows come from nowhere.

#include <algorithm>

#include "format/edge_rows.h"

namespace cnx::test {

/// Every symbol is as likely as every other in every context.
inline EdgeModel any_edge_model(std::uint32_t neuron_count) {
  SymbolCounts counts(kEdgeContexts);
  for (unsigned context = 0; context < kEdgeContexts; ++context) {
    for (unsigned symbol = 0; symbol <= kMaxEdgeSymbol; ++symbol) counts.add(context, symbol);
  }
  // As few cells as for a tile of some 1,000 edges.
  return {choose_cell_bits(std::max(neuron_count, 1u), 1000, 1), RansModel(counts)};
}

/// As the manifest has it.
inline std::vector<std::byte> any_edge_model_bytes(std::uint32_t neuron_count) {
  return encode_edge_model(any_edge_model(neuron_count));
}

}  // namespace cnx::test
