#pragma once
// pipeline.h — a connectome to tiles in a sink: the steps of the tool, one call each.
//
// Neurons are in memory. Edges are read twice from the input and go through bins that are put away
// (build/scratch.h), so that memory does not grow with their number.

#include <cstddef>
#include <functional>
#include <string>

#include "base/result.h"
#include "format/manifest.h"
#include "progress.h"
#include "read/raw_connectome.h"
#include "write/tile_writer.h"

namespace cnx {

inline constexpr std::size_t kDefaultMemoryBytes = std::size_t{256} << 20;
// What two threads need for their blocks, and the program itself; more edges do not need more.
inline constexpr std::size_t kFixedMemoryBytes = std::size_t{112} << 20;
inline constexpr std::size_t kLeastMemoryBytes = std::size_t{160} << 20;

struct TilingMeans {
  std::string scratch_folder = ".";                // for what does not fit into memory
  std::size_t memory_bytes = kDefaultMemoryBytes;  // about the most that all of it takes, but for
                                                   // some 300 bytes a neuron
  bool compact = false;  // leave out ConnectionsIn and SynapseOverview, which follow from the rest
  /// Called with true before the input is read, and with false after.
  std::function<void(bool reading)> on_reading = [](bool) {};
};

/// Orders, condenses, cuts and encodes `raw`; hands every tile to `sink`.
///
/// Returns the finished manifest, which nobody has written yet: it comes last. The result and the
/// bytes are a function of `raw`, `dataset_name` and `means.compact` alone.
/// Errors, all about the input: Missing (no neurons, no edges), OutOfRange (too many neurons or
/// edges, positions and counts that cannot be), NotCanonical (the condensed group is not what the
/// full group makes), what reading the edges gives; and Unwritable (scratch, sink).
Result<Manifest> tile_connectome(RawConnectome raw, const std::string& dataset_name,
                                 const TilingMeans& means, const TileSink& sink,
                                 Progress& progress);

}  // namespace cnx
