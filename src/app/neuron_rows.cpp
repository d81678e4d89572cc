#include "app/neuron_rows.h"

#include <array>
#include <cstdio>

namespace cnx {

std::string rows_tag(const Manifest& manifest) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%08x",
                static_cast<unsigned>(manifest.fingerprint >> 32));
  return text.data();
}

std::optional<SettledRows> settle_rows(const ViewState& state, const Manifest& manifest) {
  if (state.selection.empty() && state.sets.empty()) return std::nullopt;
  const std::string tag = rows_tag(manifest);
  if (state.rows_of == tag) return std::nullopt;
  SettledRows settled{state, ""};
  settled.state.rows_of = tag;
  if (!state.rows_of.empty()) {
    settled.state.rows_of.clear();
    settled.state.selection = {};
    settled.state.sets.clear();
    settled.note =
        "The selection and the sets in this link were made with another dataset, or another "
        "version of this one, and were left out.";
  }
  return settled;
}

}  // namespace cnx
