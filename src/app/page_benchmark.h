#pragma once
// page_benchmark.h — times frames of the 3-D view with either renderer. Browser only.

#include <cstdint>
#include <string>

#include "app/app.h"
#include "app/page_renderer.h"

namespace cnx {

struct BenchmarkOptions {
  int frames = 15;
  Backend backend = Backend::Soft;
  std::uint32_t points = 0;  // made up, two pixels wide, in place of the neurons
  std::uint32_t lines = 0;   // between neurons or points drawn by lot, drawn as connections are
  int width_px = 1280, height_px = 720;
};

/// Draws the scene (no panels) so many times over the whole canvas, the camera a little further
/// round each time, and waits for each. JSON: what drew, the milliseconds of each frame, and how
/// many pixels of the last one are not background. Whatever it uploaded stays with the renderer,
/// which is the caller's to give what it had.
std::string run_benchmark(const App& app, PageRenderer& renderer, const BenchmarkOptions& options);

}  // namespace cnx
