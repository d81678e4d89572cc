#pragma once
// sample_file.h — a CortexSample in the layout of Connectome-utilities.
//
// Groups /connectivity/full (an edge per synapse) and /connectivity/condensed (an edge per
// connection) with the columns of the MICrONS file, release v117, and the mark that the
// connectome is made up (synthetic_mark.h). pandas.read_hdf reads every frame.

#include <string>

#include "base/result.h"
#include "sample/cortex_sample.h"

namespace cnx {

/// Writes `path`, overwriting what is there: about 105 bytes a synapse and 56 a connection.
/// Errors: Unwritable.
Result<Done> write_sample_file(const std::string& path, const CortexSample& sample);

}  // namespace cnx
