#pragma once
// connectome_hdf5.h — the schema of a connectome in HDF5: which groups, which columns, which units.
//
// What Connectome-utilities has written since November 2021: a group with the frames
// `edge_indices` (row = pre, col = post), `edges` and `vertex_properties`. How frames are
// stored is pandas_hdf.h's business; what columns mean is column_roles.h's.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "read/column_roles.h"
#include "read/pandas_hdf.h"
#include "read/raw_connectome.h"
#include "read/vertex_columns.h"

namespace cnx {

struct ReadOptions {
  std::string input_path;
  std::string group;                 // networks.h says what may be given; "" = the first network
  std::string edge_weight;           // edge column that counts synapses; "" = found by its name
  ColumnOverrides column_overrides;  // role = name
};

/// Reads one network. What was skipped, dropped or assumed is in RawConnectome::notes.
///
/// A group has one entry per synapse when it has columns of synapses (an id, a size, a position),
/// or parallel edges, or the name `full`, and no column that counts synapses; else one per
/// connection. Both groups of a pair are read; that they agree is checked here only where the
/// group `full` counts synapses itself, for then there is nothing else that could.
///
/// Errors: Unreadable (no file, damaged, cut off); BadMagic (not HDF5); UnsupportedVersion
/// (written before November 2021); Missing, Syntax, OutOfRange (not what it should be). Each
/// is one sentence with file, group and what to do.
/// Memory: the result (8 bytes an edge, 32 more with position and size) and some 32 MiB.
Result<RawConnectome> read_connectome(const ReadOptions& options);

struct GroupListing {
  std::string path;     // "connectivity/full"
  std::string problem;  // why it cannot be read, or empty
  std::uint64_t neuron_count = 0;
  std::uint64_t edge_count = 0;
  std::vector<StoredColumn> vertex_columns;
  std::vector<StoredColumn> edge_columns;
  std::string default_edge;  // @NEUROTOP_DEFAULT_EDGE, as text
};

struct NetworkListing {
  std::string name;
  std::vector<GroupListing> groups;  // one, or full and condensed
};

struct ConnectomeListing {
  std::string source_file;               // file name only
  std::vector<NetworkListing> networks;  // the first is what read_connectome takes without `group`
};

/// What is in a file, without reading values. A group that cannot be read is listed with its
/// problem. Errors: as read_connectome, for the file as a whole.
Result<ConnectomeListing> list_connectomes(const std::string& path);

}  // namespace cnx
