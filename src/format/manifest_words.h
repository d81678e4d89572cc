#pragma once
// manifest_words.h — the words that the manifest has for enumerators, in the order of these.
// For the files that write, read and check manifests; everyone else has manifest.h.

#include <array>
#include <cstddef>
#include <string_view>

#include "format/manifest.h"

namespace cnx {

inline constexpr const char* kFormatName = "connectoscope-tiles";

inline constexpr std::array<std::string_view, 10> kRoleNames = {
    "none",       "source_row", "neuron_id", "position_x",  "position_y",
    "position_z", "cell_class", "region",    "axon_status", "dendrite_status"};
inline constexpr std::array<std::string_view, 3> kColumnKindNames = {"category", "integer", "real"};
inline constexpr std::array<std::string_view, 24> kStoredTypeNames = {
    // made by the tool
    "generated",
    // whole numbers
    "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    // times
    "datetime64", "datetime64[s]", "datetime64[ms]", "datetime64[us]", "datetime64[ns]",
    "timedelta64", "timedelta64[s]", "timedelta64[ms]", "timedelta64[us]", "timedelta64[ns]",
    // reals and names
    "float32", "float64", "text", "category"};
inline constexpr std::array<std::string_view, 12> kEdgeSourceNames = {
    "tiles",      "count", "sum",      "mean",     "position_x", "position_y",
    "position_z", "size",  "offset_x", "offset_y", "offset_z",   "soma_distance"};
inline constexpr std::array<std::string_view, 3> kLayoutNames = {"soma", "line", "group"};
inline constexpr std::array<std::string_view, 7> kTileKindNames = {
    "neurons",          "connections_out",    "connections_in", "synapses",
    "synapse_overview", "connection_columns", "synapse_columns"};
inline constexpr std::array<std::string_view, 5> kCodingNames = {"plain", "previous", "x", "y",
                                                                 "z"};
inline constexpr std::array<std::string_view, 4> kPartNames = {"none", "coarse", "fine", "exact"};
inline constexpr std::size_t kFirstTileKind = static_cast<std::size_t>(TileKind::Neurons);

/// Whether all tiles of such a family share one model, which stands in the manifest.
inline bool has_model(TileKind kind) {
  return kind == TileKind::ConnectionsOut || kind == TileKind::ConnectionsIn;
}

/// Whether the tiles of such a family hold one column of connections or of synapses.
inline bool holds_edge_column(TileKind kind) {
  return kind == TileKind::ConnectionColumns || kind == TileKind::SynapseColumns;
}

}  // namespace cnx
