#pragma once
// matrix_group.h — one network as Connectome-utilities' ConnectivityMatrix.to_h5 writes it.

#include <cstdint>
#include <string>
#include <vector>

#include "write/pandas_hdf_writer.h"

namespace cnx {

struct MatrixGroup {
  std::string path;  // "/connectivity/full"
  std::uint32_t neuron_count = 0;
  const std::vector<FrameColumn>* vertices = nullptr;  // none or empty: there is no vertex table
  const FrameIndex* vertex_index = nullptr;            // none: 0, 1, 2, …
  FixedFrame edges;
  FixedFrame ends;  // edge_indices: `row` and `col`
  std::string default_edge;
};

/// Writes the group with its frames and attributes.
void write_matrix_group(PandasHdfWriter& file, const MatrixGroup& group);

}  // namespace cnx
