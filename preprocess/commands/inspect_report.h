#pragma once
// inspect_report.h — the report of `connectoscope inspect` as one value: JSON for programs, and
// the same as text for people. Pure: no files.

#include <nlohmann/json.hpp>
#include <string>

#include "format/manifest.h"
#include "read/connectome_hdf5.h"
#include "read/edge_ranges.h"
#include "read/raw_connectome.h"

namespace cnx {

using Json = nlohmann::ordered_json;

/// "networks": every network with its groups, their columns and types. `connectome` may be
/// nullptr (it could not be read); else its columns with ranges and counts, its roles, what is
/// missing and what that means on the screen. 64-bit integers are decimal strings.
Json inspect_connectome(const ConnectomeListing& listing, const RawConnectome* connectome,
                        const ConnectomeRanges& ranges);

/// Counts, columns, tile families and sizes of a folder of tiles.
Json inspect_tiles(const Manifest& manifest);

/// Either report as text, lines of at most some 100 characters but for long names.
std::string inspect_text(const Json& report);

}  // namespace cnx
