#include "report/export_notes.h"

#include "base/hash.h"

namespace cnx {

std::vector<std::string> export_notes(const Manifest& manifest, const std::string& filters,
                                      const std::string& link) {
  std::vector<std::string> notes = {"Dataset: " + manifest.dataset_name + ", fingerprint " +
                                    hash_to_hex(manifest.fingerprint)};
  if (manifest.synthetic) notes.push_back("Synthetic sample: not real data");
  notes.push_back("Shown: " + filters);
  notes.push_back("View: " + link);
  return notes;
}

std::string export_file_name(const Manifest& manifest, const std::string& what,
                             const char* extension) {
  std::string name;
  for (const char c : manifest.dataset_name + " " + what) {
    const bool plain =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (plain) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  constexpr std::size_t kMaxBytes = 80;
  if (name.size() > kMaxBytes) name.resize(kMaxBytes);
  return name + "." + extension;
}

}  // namespace cnx
