#pragma once
// picture.h — the 3-D view as a picture to keep, larger than the screen if wanted, with its legend
// and scale bar. Drawn by the processor whatever draws the screen: equal views give equal bytes.

#include <cstdint>
#include <vector>

#include "app/app.h"

namespace cnx {

struct Picture {
  int width_px = 0, height_px = 0;
  std::vector<std::uint32_t> pixels;  // row by row from the top; bytes red, green, blue, alpha
};

/// The part of the canvas that the view has, `request.factor` times as large on each side, or as
/// large as kMaxPicturePixels allow. `scale`: device pixels for each CSS pixel. White and
/// transparent pictures have the colors of the light theme; a transparent one has an alpha channel
/// in which haze is transparency.
/// Call between ImGui::NewFrame and ImGui::Render. Precondition: app.neurons_complete().
Picture make_picture(App& app, const SavePicture& request, const ViewportRect& viewport,
                     float scale);

inline constexpr double kMaxPicturePixels = 16e6;

}  // namespace cnx
