#pragma once
// page_fields.h — what the fields of the page's HTML show, and where they stand; and what the
// program asks of them. web/fields.js is the other half.

#include <string>

#include "app/app.h"
#include "platform/platform_browser.h"

namespace cnx {

class PageFields {
 public:
  /// Hands on what has changed since the last call. `viewport` in pixels of the canvas, as
  /// draw_panels gave it; `scale` is how many of these are a CSS pixel. Call after a frame, outside
  /// NewFrame and Render.
  void update(App& app, const ViewportRect& viewport, float scale, BrowserPlatform& platform);

 private:
  std::string written_;
};

}  // namespace cnx
