#pragma once
// neuron_mask.h — filters → one byte for each neuron, and the counts that facets show.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dataset/neuron_table.h"

namespace cnx {

/// A filter on one column; plain values, made by `app` from the view state.
struct ColumnFilter {
  std::uint32_t column = 0;
  std::vector<std::uint16_t>
      shown_codes;          // Category: rising; a neuron passes when its code is here
  double min = 0, max = 0;  // Integer and Real: passes when min <= value <= max; NaN never

  bool operator==(const ColumnFilter&) const = default;
};

using NeuronMask = std::vector<std::uint8_t>;  // [neuron_count], 1 = passes

/// Neurons that pass every filter. A filter on a column that has not arrived passes everything.
/// O(neurons * filters).
NeuronMask neuron_mask(const NeuronTable& table, const std::vector<ColumnFilter>& filters);

std::uint32_t count_shown(const NeuronMask& mask);

/// For a facet: neurons of each category in all (before) and passing (after) every filter but
/// the facet's own, and `also` where it is given ([neuron_count]), so that the number beside an
/// unchecked box says what checking it brings.
/// All zero while the column has not arrived. Precondition: `column` is a Category.
struct FacetCounts {
  std::vector<std::uint32_t> before, after;  // [category]

  bool operator==(const FacetCounts&) const = default;
};
FacetCounts facet_counts(const NeuronTable& table, const std::vector<ColumnFilter>& filters,
                         std::uint32_t column, const NeuronMask* also = nullptr);

}  // namespace cnx
