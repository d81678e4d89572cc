#pragma once
// export_file.h — a connectome in tiles, written in the layout of Connectome-utilities again.

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "progress.h"
#include "read/tile_source.h"

namespace cnx {

/// A group of the written file.
struct ExportedGroup {
  std::string path;         // "connectivity/full"
  bool by_synapse = false;  // one row for each synapse, else for each connection
  std::uint64_t rows = 0;
  std::vector<std::string> columns = {};  // of its edges
};

struct ExportSummary {
  std::vector<ExportedGroup> groups;
  std::vector<std::string> vertex_columns;
};

/// The groups that an export of these tiles has, edges not counted yet: those that the tiles were
/// made from; of other inputs connectivity/full, where there are synapses, and
/// connectivity/condensed.
std::vector<ExportedGroup> groups_to_export(const Manifest& manifest);

/// Writes `path`, overwriting what is there. Steps go to `progress`. When `interrupted` becomes
/// true, the work stops soon, with any error.
/// Errors, each one sentence: the readers' (Missing, Unreadable, HashMismatch, …), Unwritable.
/// Memory: 8 bytes for every connection, 28 for every neuron and 8 for each of its values, one tile
/// of each kind, and kFrameBufferBytes.
Result<ExportSummary> write_export(const TileSource& source, const std::string& path,
                                   Progress& progress, const std::atomic<bool>& interrupted);

}  // namespace cnx
