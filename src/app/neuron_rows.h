#pragma once
// neuron_rows.h — selection and sets name rows of one dataset; here they meet the one that is open.

#include <optional>
#include <string>

#include "format/manifest.h"
#include "view/view_state.h"

namespace cnx {

/// What ViewState::rows_of says of this dataset: the first 8 hex digits of its fingerprint.
std::string rows_tag(const Manifest& manifest);

/// The state that fits the dataset, when `state` does not: rows that say nothing of their dataset
/// are this one's; those of another are left out, with a note for people.
struct SettledRows {
  ViewState state;
  std::string note;
};
std::optional<SettledRows> settle_rows(const ViewState& state, const Manifest& manifest);

}  // namespace cnx
