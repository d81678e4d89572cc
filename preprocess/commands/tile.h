#pragma once
// tile.h — `connectoscope tile INPUT.h5 -o DIR`: a connectome in HDF5 to a folder of tiles.

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline.h"
#include "read/column_roles.h"

namespace cnx {

struct TileOptions {
  std::string input_path;
  std::string output_dir;
  std::string pack_path;         // one packed file beside the folder; "" = none
  std::string connections_path;  // CSV: the edges of the neurons in input_path, or these:
  std::string synapses_path;
  std::vector<std::string> join_paths;  // CSV: further columns of the neurons
  bool drop_unknown = false;            // CSV: leave out edges of neurons that are not there
  std::string group;                    // network to read; "" = the first
  std::string edge_weight;              // edge column that counts synapses; "" = found by name
  ColumnOverrides column_overrides;     // role = column
  std::string dataset_name;   // "" = the input's name, or what a synthetic sample is called
  std::uint32_t threads = 0;  // 0 = one for each core
  std::size_t memory_bytes = kDefaultMemoryBytes;  // about what the work may take
  bool compact = false;                            // without what follows from the rest
  bool force = false;                              // replace whatever has a manifest.json
  bool json = false;                               // report on stdout
};

/// Reads, tiles, and puts the folder into place, in a child process (supervise.h); then the pack,
/// if one is asked for. Call it before any thread is started. Returns an exit code of exit_codes.h;
/// with anything but kExitDone the output is as it was (or the folder complete and the pack as it
/// was), and stderr has one sentence that says why.
///
/// A folder that this program made from the same bytes with the same options (source_record.h) is
/// left as it is, unless `force`.
int run_tile(const TileOptions& options);

}  // namespace cnx
