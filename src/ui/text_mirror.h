#pragma once
// text_mirror.h — what the screen says, as plain sentences. The page writes them into HTML, where
// screen readers, search and tests find them; a canvas has no words of its own.

#include <string>
#include <vector>

#include "report/table.h"
#include "ui/frame_model.h"

namespace cnx {

/// A heading, the lines under it (never none), and tables.
struct MirrorSection {
  std::string heading;
  std::vector<std::string> lines;
  // Of neurons at most kMirrorRows rows each, whose caption says of how many; of a matrix all
  // cells.
  std::vector<Table> tables;

  bool operator==(const MirrorSection&) const = default;
};

inline constexpr std::size_t kMirrorRows = 100;

/// Dataset, status and counts, filters, selection and sets, the neuron in focus with its strongest
/// partners as tables, the statistics when they are known, what the keyboard is at in a chart, and
/// notes: the same values that the panels show. O(facets + partners * log(partners)).
std::vector<MirrorSection> mirror_sections(const FrameModel& model);

}  // namespace cnx
