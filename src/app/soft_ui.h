#pragma once
// soft_ui.h — draws Dear ImGui's lists on a software surface: its renderer backend without a GPU.

#include <imgui.h>

#include "render/soft/soft_surface.h"

namespace cnx {

/// Tells Dear ImGui that this renderer draws from now on; textures are made when next drawn.
void begin_soft_ui();
/// The opposite: another renderer makes the textures again.
void end_soft_ui();
/// The surface's pixels are those of the canvas. Reads the textures where Dear ImGui keeps them.
void draw_soft_ui(SoftSurface& surface, ImDrawData* data);

}  // namespace cnx
