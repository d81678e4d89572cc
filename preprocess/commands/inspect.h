#pragma once
// inspect.h — `connectoscope inspect INPUT.h5|DIR`: what is in a connectome, or in a folder of
// tiles.

#include <string>

#include "read/column_roles.h"

namespace cnx {

struct InspectOptions {
  std::string path;                  // an HDF5 file, or a folder that holds manifest.json
  std::string group;                 // network to read; "" = the first
  std::string edge_weight;           // edge column that counts synapses; "" = found by name
  ColumnOverrides column_overrides;  // role = column
  bool json = false;                 // one JSON object on stdout
};

/// Reports on stdout; what is wrong is one sentence on stderr (with --json also the report's
/// "error"). A network that cannot be read does not hide the list of networks.
/// Returns kExitDone, or exit_code_of the error.
int run_inspect(const InspectOptions& options);

}  // namespace cnx
