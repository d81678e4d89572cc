#pragma once
// edge_frames.h — the frames of connections and synapses, made from tiles while they are written.
//
// A frame's rows are asked for in order (pandas_hdf_writer.h), and tiles have them in another one.
// So some kFrameBufferBytes of rows are filled at a time, in a pass through the tiles that picks
// what belongs there: memory does not grow with the data, and a large frame costs a few passes.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "export/edge_places.h"
#include "format/manifest.h"
#include "progress.h"
#include "read/tile_source.h"
#include "write/pandas_hdf_writer.h"

namespace cnx {

inline constexpr std::size_t kFrameBufferBytes = std::size_t{128} << 20;

/// What the frames are made from. It must outlive them.
struct EdgeFrames {
  const TileSource* source = nullptr;
  const FramePlaces* places = nullptr;
  std::array<std::span<const std::int64_t>, 3> soma_nm;  // by NeuronIndex
  std::vector<EdgeColumn> connection_columns;            // with source Tiles: as in the manifest
  std::vector<EdgeColumn> synapse_columns;
  const std::atomic<bool>* interrupted = nullptr;
  Progress* progress = nullptr;
  std::size_t buffer_bytes = kFrameBufferBytes;
  std::optional<Error> failure;  // why the writing was stopped
};

/// The columns to export: those of the manifest, or, where it lists none, what the tiles know:
/// `count`; x_nm, y_nm, z_nm and size.
std::vector<EdgeColumn> exported_connection_columns(const Manifest& manifest);
std::vector<EdgeColumn> exported_synapse_columns(const Manifest& manifest);

/// One row for each connection or synapse, by pre row, then post row; synapses of one connection by
/// position. `edges` has the columns, `ends` the rows of the pre and post neuron.
/// What goes wrong is in `failure`: the readers' errors, or OutOfRange (a column whose values do
/// not fit its type).
FixedFrame connection_edges(EdgeFrames& frames);
FixedFrame connection_ends(EdgeFrames& frames);
FixedFrame synapse_edges(EdgeFrames& frames);
FixedFrame synapse_ends(EdgeFrames& frames);

}  // namespace cnx
