#pragma once
// theme.h — the colors and text sizes of the screen, by what they mean.

#include <imgui.h>

#include <cstdint>

namespace cnx {

/// Every color a panel may use besides Dear ImGui's own; each text color has a contrast of at
/// least 4.5 : 1 with `panel`.
struct Palette {
  ImU32 panel = 0, raised = 0, border = 0;   // surfaces
  ImU32 text = 0, muted = 0;                 // words
  ImU32 accent = 0, bar = 0, bar_muted = 0;  // what is chosen; bars of charts
  ImU32 other = 0;                           // other neurons beside those of the bars
  ImU32 good = 0, warn = 0, bad = 0;         // verdicts and failures, as text
  ImU32 badge = 0, badge_text = 0;           // "synthetic sample"
};

Palette palette(bool dark);

/// 0xRRGGBB to Dear ImGui's order.
ImU32 from_rgb(std::uint32_t rgb, std::uint32_t alpha = 255);

// Text sizes in CSS pixels; Dear ImGui multiplies by style.FontScaleDpi.
inline constexpr float kTextPx = 14, kSmallTextPx = 12, kHeadTextPx = 16, kTitleTextPx = 20;

/// A text size for as long as it lives.
class TextSize {
 public:
  explicit TextSize(float css_px) { ImGui::PushFont(nullptr, css_px); }
  ~TextSize() { ImGui::PopFont(); }
  TextSize(const TextSize&) = delete;
  TextSize& operator=(const TextSize&) = delete;
};

/// A text color for as long as it lives.
class TextColor {
 public:
  explicit TextColor(ImU32 color) { ImGui::PushStyleColor(ImGuiCol_Text, color); }
  ~TextColor() { ImGui::PopStyleColor(); }
  TextColor(const TextColor&) = delete;
  TextColor& operator=(const TextColor&) = delete;
};

}  // namespace cnx
