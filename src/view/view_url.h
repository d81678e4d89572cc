#pragma once
// view_url.h — ViewState to URL fragment and back (docs/view-url.md is normative).

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "view/view_state.h"

namespace cnx {

/// Without the "#". Only what differs from ViewState{} is written; the default view is "".
/// O(size of the result). encode(decode(s)) is canonical: keys in a fixed order.
/// Precondition: the invariants of view_state.h (apply_command keeps them). A state within the
/// limits below reads back equal; a result longer than kMaxFragmentBytes is no link that works,
/// and whoever offers it to be copied says so.
std::string encode_view_url(const ViewState& state);

/// What a fragment says, as well as it can be understood. Hostile and broken text never fails
/// as a whole: each key that cannot be understood leaves its default and one note.
struct DecodedView {
  ViewState state;
  std::vector<std::string>
      notes;  // sentences for people: "the camera in this link is not readable …"

  bool operator==(const DecodedView&) const = default;
};

inline constexpr std::size_t kMaxFragmentBytes = 16384;
/// A view that is no link but a file, or what the browser keeps for a reload: the same text.
inline constexpr std::size_t kMaxViewTextBytes = std::size_t{4} << 20;

/// `fragment` without the "#". Keys this version does not know are skipped in silence, so that
/// an older build opens a newer link as well as it can. Longer than max_bytes: a note and the
/// default view. O(length).
DecodedView decode_view_url(std::string_view fragment, std::size_t max_bytes = kMaxFragmentBytes);

inline constexpr std::size_t kMaxLinkFilters = 64;  // category and range filters together
inline constexpr std::size_t kMaxNamesPerFilter = 4096;
inline constexpr std::size_t kMaxLinkSets = 64;
inline constexpr std::size_t kMaxViewNotes = 5;

}  // namespace cnx
