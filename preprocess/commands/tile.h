#pragma once
// tile.h — `connectoscope tile INPUT.h5 -o DIR`: a connectome in HDF5 to a folder of tiles.

#include <cstdint>
#include <string>
#include <vector>

#include "read/column_roles.h"

namespace cnx {

struct TileOptions {
  std::string input_path;
  std::string output_dir;
  std::string group;                 // network to read; "" = the first
  std::string edge_weight;           // edge column that counts synapses; "" = found by name
  ColumnOverrides column_overrides;  // role = column
  std::string dataset_name;          // "" = the input's name, or what a synthetic sample is called
  std::uint32_t threads = 0;         // 0 = one for each core
  bool force = false;                // replace whatever has a manifest.json
  bool json = false;                 // report on stdout
};

/// Reads, tiles, and puts the folder into place, in a child process (supervise.h). Call it before
/// any thread is started. Returns an exit code of exit_codes.h; with anything but kExitDone the
/// output folder is as it was, and stderr has one sentence that says why.
int run_tile(const TileOptions& options);

}  // namespace cnx
