#pragma once
// network_group.h — one group that holds a network, opened and checked; no values read yet.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/manifest.h"
#include "read/pandas_hdf.h"

namespace cnx {

inline constexpr std::uint64_t kMaxEdges = 0xffffffffu;  // edge numbers have 32 bits

struct NetworkGroup {
  std::string path;                       // "connectivity/full"
  FixedFrameReader edge_indices;          // columns row and col
  std::optional<FixedFrameReader> edges;  // as many rows; none when edges have no columns at all
  std::optional<TableFrameReader>
      vertices;                    // neuron_count rows; none when vertices have no columns
  std::uint32_t neuron_count = 0;  // 1 .. kMaxNeurons
  std::string default_edge;        // @NEUROTOP_DEFAULT_EDGE as text, or empty

  std::string_view last_name() const;  // "full"
  std::uint64_t edge_count() const { return edge_indices.row_count(); }
  std::vector<std::string> edge_column_names() const;
};

/// Opens the group at `path` (names separated by '/').
/// Errors: Missing, UnsupportedVersion (no edge_indices: written before November 2021),
/// Unreadable, Syntax, OutOfRange (the parts disagree on how many neurons or edges there are).
/// Messages begin with the group: "group /connectivity/full: …".
Result<NetworkGroup> open_network_group(hid_t file, const std::string& path);

/// Whether `name` is set as an attribute of the group or of a group above it.
bool has_attribute_above(hid_t file, const std::string& path, const char* name);

}  // namespace cnx
