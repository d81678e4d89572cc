#pragma once
// ordered_neurons.h — the neurons in the order of NeuronIndex, ready to be cut into tiles.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "build/edge_survey.h"
#include "build/vertex_columns.h"
#include "format/manifest.h"
#include "read/raw_connectome.h"

namespace cnx {

struct OrderedNeurons {
  std::uint32_t neuron_count = 0;
  Layout layout = Layout::Soma;
  OrderedColumns columns;
  PositionGrid position_grid;
  std::vector<std::string> notes;                   // what was made up
  std::vector<std::uint32_t> row_of, index_of_row;  // row of the input by NeuronIndex, and back
  std::array<IntegerValues, 3> soma_nm_of_row;      // by row of the input

  /// The soma's coordinates by NeuronIndex.
  std::array<std::span<const std::int64_t>, 3> position_nm() const;
  NeuronPlaces places() const {
    return {index_of_row, {soma_nm_of_row[0], soma_nm_of_row[1], soma_nm_of_row[2]}};
  }
};

/// Takes the columns of `raw`. Errors: Missing (no neurons), OutOfRange (too many, a position
/// beyond a kilometer).
Result<OrderedNeurons> order_neurons(RawConnectome& raw);

}  // namespace cnx
