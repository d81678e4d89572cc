#include "app/overlay.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <glm/vec4.hpp>
#include <string>

#include "render/soma_pass.h"
#include "report/numbers.h"

namespace cnx {
namespace {

ImU32 im_color(Color color, int alpha = 255) {
  return IM_COL32(color >> 16 & 255, color >> 8 & 255, color & 255, alpha);
}

void shadowed_text(ImDrawList& list, ImVec2 at, ImU32 color, ImU32 shadow, const char* text) {
  for (const ImVec2 d : {ImVec2(-1, 0), ImVec2(1, 0), ImVec2(0, -1), ImVec2(0, 1)}) {
    list.AddText(ImVec2(at.x + d.x, at.y + d.y), shadow, text);
  }
  list.AddText(at, color, text);
}

void draw_ring(const App& app, const CameraMatrices& matrices, const ViewportRect& viewport,
               NeuronIndex neuron, ImU32 color, float scale, ImDrawList& list) {
  const auto um = app.neurons().positions_um().subspan(std::size_t{neuron} * 3, 3);
  const glm::vec4 clip = matrices.clip_from_um * glm::vec4(um[0], um[1], um[2], 1);
  if (clip.w <= 0) return;
  const ImVec2 at(viewport.x + (clip.x / clip.w * 0.5f + 0.5f) * viewport.width,
                  viewport.y + (0.5f - clip.y / clip.w * 0.5f) * viewport.height);
  const float soma_px = std::max(kSomaMinPx * scale,
                                 kSomaDiameterUm * static_cast<float>(matrices.px_at_w1) / clip.w);
  list.AddCircle(at, soma_px / 2 + 4 * scale, color, 0, 2 * scale);
}

/// Three arrows from one point, turned with the camera.
void draw_axes(const CameraMatrices& matrices, ImVec2 center, float length, bool y_is_depth,
               bool dark, float scale, ImDrawList& list) {
  struct Axis {
    glm::vec3 direction;
    const char* label;
    Color color;
  };
  // Where y is cortical depth both its ends are named, because that is what one asks.
  const Color green = dark ? 0xa5d6a7u : 0x1b6e20u;
  const Axis axes[] = {{{1, 0, 0}, "x", dark ? 0xff8a80u : 0xb3261eu},
                       {{0, 0, 1}, "z", dark ? 0x8ab4f8u : 0x1a56b0u},
                       {{0, 1, 0}, y_is_depth ? "white matter" : "y", green},
                       {{0, -1, 0}, "pia", green}};
  const ImU32 shadow = dark ? IM_COL32(0, 0, 0, 160) : IM_COL32(255, 255, 255, 200);
  for (const Axis& axis : axes) {
    if (axis.direction.y < 0 && !y_is_depth) continue;
    const glm::vec4 eye = matrices.eye_from_um * glm::vec4(axis.direction, 0);
    const ImVec2 tip(center.x + eye.x * length, center.y - eye.y * length);
    list.AddLine(center, tip, im_color(axis.color), 2 * scale);
    // An axis that points at the viewer has no room for its name.
    if (eye.x * eye.x + eye.y * eye.y < 0.1f) continue;
    const ImVec2 size = ImGui::CalcTextSize(axis.label);
    const float reach = 1 + 12 * scale / length;
    const ImVec2 label(center.x + eye.x * length * reach - size.x / 2,
                       center.y - eye.y * length * reach - size.y / 2);
    shadowed_text(list, label, im_color(axis.color), shadow, axis.label);
  }
}

void draw_scale_bar(const App& app, const CameraMatrices& matrices, ImVec2 right_bottom, bool dark,
                    float scale, ImDrawList& list) {
  // At the distance of the point that the camera looks at; a perspective has no other one scale.
  const double px_per_um = matrices.px_at_w1 / (app.camera().distance_nm / 1000.0);
  const double length_um = scale_bar_um(140 * scale / px_per_um);
  const auto length_px = static_cast<float>(length_um * px_per_um);
  const std::string text = length_um >= 1000 ? short_number(length_um / 1000) + " mm"
                           : length_um >= 1  ? short_number(length_um) + " \xc2\xb5m"
                                             : short_number(length_um * 1000) + " nm";
  const ImU32 color = dark ? IM_COL32(235, 238, 242, 255) : IM_COL32(25, 30, 36, 255);
  const ImU32 shadow = dark ? IM_COL32(0, 0, 0, 160) : IM_COL32(255, 255, 255, 200);
  const ImVec2 left(right_bottom.x - length_px, right_bottom.y);
  list.AddLine(left, right_bottom, color, 3 * scale);
  for (const ImVec2& end : {left, right_bottom}) {
    list.AddLine(ImVec2(end.x, end.y - 5 * scale), ImVec2(end.x, end.y + 1.5f * scale), color,
                 2 * scale);
  }
  const ImVec2 size = ImGui::CalcTextSize(text.c_str());
  shadowed_text(
      list,
      ImVec2(right_bottom.x - length_px / 2 - size.x / 2, right_bottom.y - 8 * scale - size.y),
      color, shadow, text.c_str());
}

void draw_layout_note(Layout layout, ImVec2 right_bottom, bool dark, ImDrawList& list) {
  const char* const text = layout == Layout::Line
                               ? "Positions are made up: only the order along x is in the data"
                               : "Positions are made up: the data has none";
  const ImU32 color = dark ? IM_COL32(247, 184, 75, 255) : IM_COL32(138, 82, 0, 255);
  const ImU32 shadow = dark ? IM_COL32(0, 0, 0, 160) : IM_COL32(255, 255, 255, 200);
  const ImVec2 size = ImGui::CalcTextSize(text);
  shadowed_text(list, ImVec2(right_bottom.x - size.x, right_bottom.y - size.y), color, shadow,
                text);
}

void draw_line_key(const ConnectionLines& lines, ImVec2 at, bool dark, float scale,
                   ImDrawList& list) {
  const ImU32 color = dark ? IM_COL32(235, 238, 242, 255) : IM_COL32(25, 30, 36, 255);
  const ImU32 shadow = dark ? IM_COL32(0, 0, 0, 160) : IM_COL32(255, 255, 255, 200);
  const float line_height = ImGui::GetTextLineHeight() * 1.25f;
  const auto entry = [&](Color line_color, const std::string& text) {
    const float middle = at.y + ImGui::GetTextLineHeight() / 2;
    list.AddLine(ImVec2(at.x, middle), ImVec2(at.x + 22 * scale, middle), im_color(line_color),
                 3 * scale);
    shadowed_text(list, ImVec2(at.x + 30 * scale, at.y), color, shadow, text.c_str());
    at.y += line_height;
  };
  if (lines.inputs > 0) entry(input_line_color(dark), counted(lines.inputs, "input"));
  if (lines.outputs > 0) entry(output_line_color(dark), counted(lines.outputs, "output"));
  const std::size_t total = lines.inputs + lines.outputs;
  if (total > lines.lines.size()) {
    const std::string text = "lines: the strongest " + with_separators(lines.lines.size()) +
                             " of " + with_separators(total);
    shadowed_text(list, at, color, shadow, text.c_str());
  }
}

}  // namespace

double scale_bar_um(double max_um) {
  const double power = std::pow(10.0, std::floor(std::log10(max_um)));
  for (const double factor : {5.0, 2.0}) {
    if (factor * power <= max_um) return factor * power;
  }
  return power;
}

void draw_overlay(const App& app, const ViewportRect& viewport, float scale) {
  if (!app.neurons_complete() || viewport.width < 50 * scale || viewport.height < 50 * scale)
    return;
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  list.PushClipRect(ImVec2(viewport.x, viewport.y),
                    ImVec2(viewport.x + viewport.width, viewport.y + viewport.height));
  const bool dark = app.dark();
  const CameraMatrices matrices = camera_matrices(app.camera(), app.camera_frame());
  const ImU32 ring = dark ? IM_COL32(255, 255, 255, 255) : IM_COL32(0, 0, 0, 255);
  if (const auto hovered = app.hovered()) {
    draw_ring(app, matrices, viewport, *hovered, ring & IM_COL32(255, 255, 255, 150), scale, list);
  }
  if (const auto selected = app.selected())
    draw_ring(app, matrices, viewport, *selected, ring, scale, list);
  const float margin = 20 * scale, arm = 34 * scale;
  const float right = viewport.x + viewport.width - margin;
  const float bottom = viewport.y + viewport.height - margin;
  if (app.manifest().layout == Layout::Soma) {
    draw_axes(matrices, ImVec2(right - arm * 1.3f, viewport.y + margin + arm * 1.3f), arm,
              app.y_is_depth(), dark, scale, list);
    draw_scale_bar(app, matrices, ImVec2(right, bottom), dark, scale, list);
  } else {
    // Made-up positions have neither scale nor direction.
    draw_layout_note(app.manifest().layout, ImVec2(right, bottom), dark, list);
  }
  draw_line_key(app.lines(), ImVec2(viewport.x + margin, viewport.y + margin), dark, scale, list);
  list.PopClipRect();
}

}  // namespace cnx
