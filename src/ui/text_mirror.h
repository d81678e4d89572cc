#pragma once
// text_mirror.h — what the screen says, as plain sentences. The page writes them into HTML, where
// screen readers, search and tests find them; a canvas has no words of its own.

#include <string>
#include <vector>

#include "ui/frame_model.h"

namespace cnx {

/// A heading and the lines under it; never empty.
struct MirrorSection {
  std::string heading;
  std::vector<std::string> lines;

  bool operator==(const MirrorSection&) const = default;
};

/// Dataset, status and counts, filters, the selected neuron with its strongest partners, the
/// statistics when they are known, and notes: the same values that the panels show.
/// O(facets + partners * log(partners)).
std::vector<MirrorSection> mirror_sections(const FrameModel& model);

}  // namespace cnx
