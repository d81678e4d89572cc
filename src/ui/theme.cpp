#include "ui/theme.h"

#include "ui/frame_model.h"

namespace cnx {
namespace {

ImVec4 vec(ImU32 color) { return ImGui::ColorConvertU32ToFloat4(color); }

ImVec4 faded(ImU32 color, float alpha) {
  ImVec4 value = vec(color);
  value.w = alpha;
  return value;
}

}  // namespace

ImU32 from_rgb(std::uint32_t rgb, std::uint32_t alpha) {
  return IM_COL32(rgb >> 16 & 0xffu, rgb >> 8 & 0xffu, rgb & 0xffu, alpha);
}

Palette palette(bool dark) {
  Palette p;
  p.panel = from_rgb(dark ? 0x15181d : 0xfafafa);
  p.raised = from_rgb(dark ? 0x22272f : 0xeceef0);
  p.border = from_rgb(dark ? 0x2f3640 : 0xd3d7dc);
  p.text = from_rgb(dark ? 0xe8eaed : 0x1b2026);
  p.muted = from_rgb(dark ? 0xa2abb6 : 0x545d68);
  p.accent = from_rgb(dark ? 0x6cb2f5 : 0x1559b0);
  p.bar = from_rgb(dark ? 0x5b9bd5 : 0x2f6fb3);
  p.bar_muted = from_rgb(dark ? 0x3a424d : 0xc9ced4);
  p.other = from_rgb(dark ? 0xf06292 : 0x6b0f6b);
  p.good = from_rgb(dark ? 0x62cf92 : 0x17693a);
  p.warn = from_rgb(dark ? 0xf2b94a : 0x7d4e00);
  p.bad = from_rgb(dark ? 0xf58b82 : 0xb3261e);
  p.badge = from_rgb(0xf2b632);
  p.badge_text = from_rgb(0x1b1400);
  return p;
}

void apply_theme(bool dark, float scale) {
  const Palette p = palette(dark);
  ImGuiStyle style;  // from its defaults: applying twice must not scale twice
  if (dark) {
    ImGui::StyleColorsDark(&style);
  } else {
    ImGui::StyleColorsLight(&style);
  }

  ImVec4* const c = style.Colors;
  c[ImGuiCol_Text] = vec(p.text);
  c[ImGuiCol_TextDisabled] = vec(p.muted);
  c[ImGuiCol_TextLink] = vec(p.accent);
  c[ImGuiCol_WindowBg] = vec(p.panel);
  c[ImGuiCol_ChildBg] = ImVec4(0, 0, 0, 0);
  c[ImGuiCol_PopupBg] = vec(p.panel);
  c[ImGuiCol_Border] = vec(p.border);
  c[ImGuiCol_FrameBg] = vec(p.raised);
  c[ImGuiCol_FrameBgHovered] = faded(p.accent, 0.22f);
  c[ImGuiCol_FrameBgActive] = faded(p.accent, 0.35f);
  c[ImGuiCol_Button] = vec(p.raised);
  c[ImGuiCol_ButtonHovered] = faded(p.accent, 0.28f);
  c[ImGuiCol_ButtonActive] = faded(p.accent, 0.45f);
  c[ImGuiCol_Header] = vec(p.raised);
  c[ImGuiCol_HeaderHovered] = faded(p.accent, 0.22f);
  c[ImGuiCol_HeaderActive] = faded(p.accent, 0.35f);
  c[ImGuiCol_Tab] = ImVec4(0, 0, 0, 0);
  c[ImGuiCol_TabHovered] = faded(p.accent, 0.28f);
  c[ImGuiCol_TabSelected] = vec(p.raised);
  c[ImGuiCol_TabSelectedOverline] = vec(p.accent);
  c[ImGuiCol_CheckMark] = vec(p.accent);
  c[ImGuiCol_SliderGrab] = vec(p.accent);
  c[ImGuiCol_SliderGrabActive] = vec(p.accent);
  c[ImGuiCol_Separator] = vec(p.border);
  c[ImGuiCol_TableHeaderBg] = vec(p.raised);
  c[ImGuiCol_TableBorderStrong] = vec(p.border);
  c[ImGuiCol_TableBorderLight] = faded(p.border, 0.6f);
  c[ImGuiCol_TableRowBg] = ImVec4(0, 0, 0, 0);
  c[ImGuiCol_TableRowBgAlt] = faded(p.raised, 0.45f);
  c[ImGuiCol_PlotHistogram] = vec(p.bar);
  c[ImGuiCol_ScrollbarBg] = ImVec4(0, 0, 0, 0);
  c[ImGuiCol_ScrollbarGrab] = vec(p.bar_muted);
  c[ImGuiCol_NavCursor] = vec(p.accent);
  c[ImGuiCol_TextSelectedBg] = faded(p.accent, 0.35f);

  style.WindowPadding = ImVec2(12, 10);
  style.FramePadding = ImVec2(8, 4);
  style.ItemSpacing = ImVec2(8, 6);
  style.ItemInnerSpacing = ImVec2(6, 4);
  style.CellPadding = ImVec2(6, 3);
  style.ScrollbarSize = 12;
  style.WindowRounding = 6;
  style.ChildRounding = 0;
  style.FrameRounding = 4;
  style.PopupRounding = 6;
  style.GrabRounding = 4;
  style.TabRounding = 4;
  style.ScrollbarRounding = 6;
  style.WindowBorderSize = 1;
  style.PopupBorderSize = 1;
  style.FrameBorderSize = 1;  // an empty radio button is to be seen on its panel
  style.TabBarOverlineSize = 2;
  style.DisabledAlpha = 0.45f;
  style.HoverDelayNormal = 0.35f;
  style.ScaleAllSizes(scale);
  // A hairline stays one on every screen: less than a pixel would vanish, more would weigh.
  style.WindowBorderSize = style.PopupBorderSize = style.FrameBorderSize = 1;

  style.FontSizeBase = kTextPx;
  style.FontScaleDpi = scale;
  ImGui::GetStyle() = style;
}

}  // namespace cnx
