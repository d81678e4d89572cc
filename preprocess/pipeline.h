#pragma once
// pipeline.h — a connectome in memory to tiles in a sink: the steps of the tool, one call each.

#include <string>

#include "base/result.h"
#include "format/manifest.h"
#include "progress.h"
#include "read/raw_connectome.h"
#include "write/tile_writer.h"

namespace cnx {

/// Orders, condenses, builds, cuts and encodes `raw`; hands every tile to `sink`.
///
/// Returns the finished manifest, which nobody has written yet: it comes last. The result and the
/// bytes are a function of `raw` and `dataset_name` alone. `raw` is used up, so that its large
/// arrays can be freed on the way.
/// Errors: order_connectome's, write_tiles's, finish_manifest's.
Result<Manifest> tile_connectome(RawConnectome raw, const std::string& dataset_name,
                                 const TileSink& sink, Progress& progress);

}  // namespace cnx
