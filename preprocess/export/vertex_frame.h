#pragma once
// vertex_frame.h — the vertex table again: the columns that the input had, with their types, rows
// in the input's order.

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "format/manifest.h"
#include "read/tile_source.h"
#include "write/pandas_hdf_writer.h"

namespace cnx {

struct VertexFrame {
  std::vector<FrameColumn> columns;
  FrameIndex index;  // what the reader of HDF5 made the column "index" of
};

/// The source's row of each neuron, by NeuronIndex.
/// Errors: OutOfRange (the column is no permutation of the rows).
Result<std::vector<std::uint32_t>> source_rows(const TileSource& source,
                                               std::span<const ColumnValues> values);

/// `values` are those of read_neuron_columns. Texts refer to the manifest of `source`, which must
/// outlive the frame. Errors: OutOfRange (a column whose values do not fit its type).
Result<VertexFrame> make_vertex_frame(const TileSource& source,
                                      std::span<const ColumnValues> values,
                                      std::span<const std::uint32_t> row_of);

}  // namespace cnx
