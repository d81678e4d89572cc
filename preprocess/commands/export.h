#pragma once
// export.h — `connectoscope export DIR|PACK OUT.h5`: the connectome of a folder of tiles as a file
// that Connectome-utilities reads.

#include <string>

namespace cnx {

struct ExportOptions {
  std::string tiles;   // folder or pack
  std::string output;  // HDF5 file to write
  bool force = false;  // replace `output` when it is there
  bool json = false;   // the report on stdout is one JSON object
};

/// Writes `output`, complete or not at all. Steps go to stderr. Returns kExitDone, kExitUnreadable
/// (no tiles, or the disk fails), kExitWrongInput (tiles that are not what they should be),
/// kExitUnwritable or kExitInterrupted, each but the first with one sentence on stderr.
int run_export(const ExportOptions& options);

}  // namespace cnx
