#pragma once
// export_notes.h — what every file says of itself: which data, which filter, which link.

#include <string>
#include <vector>

#include "format/manifest.h"

namespace cnx {

/// Sentences for the head of a file, in this order: the dataset and its fingerprint, that it is
/// synthetic if it is, which neurons were shown, and the link that restores the view.
std::vector<std::string> export_notes(const Manifest& manifest, const std::string& filters,
                                      const std::string& link);

/// A name for a file: the dataset's and `what`, in letters, digits, "-" and "_" only, at most 80
/// bytes; then the extension.
std::string export_file_name(const Manifest& manifest, const std::string& what,
                             const char* extension);

}  // namespace cnx
