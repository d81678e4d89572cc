#pragma once
// manifest_writer.h — manifest.json: made from what was written, and written when all tiles are.

#include <string>

#include "base/result.h"
#include "format/manifest.h"

namespace cnx {

/// Fills in the fingerprint, and reads the text back as the viewer will: a manifest that its own
/// reader refuses (two names that only differ in what is not UTF-8, for one) is an error here,
/// before anything is published. Errors: decode_manifest's.
Result<Manifest> finish_manifest(Manifest manifest);

/// Writes manifest.json into `folder` and waits for the disk. Errors: Unwritable.
Result<Done> write_manifest(const Manifest& manifest, const std::string& folder);

}  // namespace cnx
