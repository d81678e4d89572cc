#pragma once
// page_renderer.h — the renderer that draws the page, and Dear ImGui with it.
//
// It makes the WebGL context, gives the canvas over to the other renderer when the choice says so
// or the context is lost, and shows what the processor drew. Browser only.

#include <imgui.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "render/backend_choice.h"
#include "render/renderer.h"

namespace cnx {

class SoftRenderer;

class PageRenderer {
 public:
  /// After ImGui::CreateContext. `canvas` is the CSS selector of the canvas that WebGL may have.
  /// The processor draws until look_for_webgl() was called.
  PageRenderer(BackendWish wish, const char* canvas);
  ~PageRenderer();

  /// What draws with WebGL is here (web/rest.txt): looks for it at once where it was wished.
  void allow_webgl();
  /// Asks the browser what its WebGL is. Where that is a program, the answer takes up to a third of
  /// a second: not before the first picture is on the screen.
  void look_for_webgl();

  /// Before ImGui::NewFrame: changes to the renderer that is chosen now.
  void begin_frame();
  /// Counts changes of the renderer: each new one has to be given everything.
  std::uint32_t generation() const { return generation_; }
  Renderer& scene();
  /// Draws Dear ImGui's lists over the scene and shows the picture. `full`: the scene has all
  /// that there is, so that its time may be compared. `began_ms`: when the scene was begun.
  void finish_frame(ImDrawData* data, bool full, double began_ms);

  BackendChoice& choice() { return choice_; }
  const BackendChoice& choice() const { return choice_; }
  Backend backend() const { return active_; }

  /// Changes to the renderer that is chosen now, without a frame of Dear ImGui.
  void enter();
  /// Waits until what was asked for has been drawn: then a frame's time is whole.
  void wait() const;
  /// Shows what the processor has drawn; WebGL shows by itself.
  void present() const;
  /// Every pixel of the frame in progress, bytes red, green, blue, alpha; which row is first is
  /// the renderer's affair.
  std::vector<std::uint32_t> read_pixels(int width_px, int height_px) const;

  /// From the browser's events.
  void set_gl_lost(bool lost);

 private:
  void use_webgl();
  void leave_webgl();
  void begin_webgl_frame();
  void draw_webgl_ui(ImDrawData* data);
  void use_soft();
  void leave();

  BackendChoice choice_;
  std::string canvas_;
  std::uintptr_t context_ = 0;  // Emscripten's handle; 0: not made
  std::optional<Backend> entered_;
  Backend active_ = Backend::Soft;
  std::uint32_t generation_ = 0;
  std::unique_ptr<Renderer> gl_;
  std::unique_ptr<SoftRenderer> soft_;
};

}  // namespace cnx
