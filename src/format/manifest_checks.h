#pragma once
// manifest_checks.h — whether the parts of a manifest agree with each other (docs/format.md §5).

#include "format/manifest.h"
#include "format/strict_json.h"

namespace cnx {

/// Sets `failure` when counts, columns and families of what was read field by field do not fit
/// together: Missing (a required role), OutOfRange (all else), or the error of an edge model.
void check_manifest(const Manifest& manifest, FirstError& failure);

}  // namespace cnx
