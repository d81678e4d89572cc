#pragma once
// query_strip.h — what stands where the query line is, which is a field of the page's HTML over
// the canvas: the same words, for as long as a menu or a tooltip of the canvas needs its place.

#include <string>

#include "ui/frame_model.h"

namespace cnx {

/// What stands in the empty query line: something that this dataset answers.
std::string query_example(const Manifest& manifest);

/// Into the current window, which is the strip. While the field is there it covers this.
void query_strip(const FrameModel& model, ViewportRect strip);

/// Whether a menu, a tooltip or a sheet of this frame lies over the strip: then the field must go.
bool strip_is_covered(ViewportRect strip);

}  // namespace cnx
