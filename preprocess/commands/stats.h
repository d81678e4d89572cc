#pragma once
// stats.h — `connectoscope stats DIR`: the statistics of the page, from the same tiles by the
// same engine, on the command line.

#include <string>
#include <vector>

namespace cnx {

struct StatsOptions {
  std::string directory;           // a folder of tiles with manifest.json
  bool json = false;               // one JSON object (worker/statistics_json.h), not a table
  std::vector<std::string> where;  // "class=23P,4P": see where_clause.h; all of them must hold
  std::string group_by;            // column of the class matrix; empty: the cell class, if any
};

/// Counts the sub-network of the neurons that pass every clause and prints to stdout.
/// Every tile that is read is checked against the manifest's hash. Returns kExitDone, or with one
/// sentence on stderr: kExitUsage (a clause or column that is not understood), kExitUnreadable (a
/// file is not there or cannot be read), kExitWrongInput (the folder is not what its manifest
/// promises). O(neurons + connections) time; memory: 12 bytes a connection and 8 bytes a value.
int run_stats(const StatsOptions& options);

}  // namespace cnx
