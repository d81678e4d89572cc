#include "app/overlay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/vec4.hpp>
#include <optional>
#include <string>
#include <vector>

#include "app/depth_ruler.h"
#include "app/line_key.h"
#include "app/overlay_pen.h"
#include "app/region_overlay.h"
#include "app/view_slabs.h"
#include "render/renderer.h"
#include "report/numbers.h"
#include "ui/panels.h"

namespace cnx {
namespace {

void draw_ring(const Pen& pen, const App& app, const CameraMatrices& matrices,
               const ViewportRect& viewport, NeuronIndex neuron, int alpha, float width = 2) {
  const auto um = app.neurons().positions_um().subspan(std::size_t{neuron} * 3, 3);
  const glm::vec4 clip = matrices.clip_from_um * glm::vec4(um[0], um[1], um[2], 1);
  if (clip.w <= 0) return;
  const ImVec2 at(viewport.x + (clip.x / clip.w * 0.5f + 0.5f) * viewport.width,
                  viewport.y + (0.5f - clip.y / clip.w * 0.5f) * viewport.height);
  const float soma_px = std::max(kSomaMinPx * pen.scale,
                                 kSomaDiameterUm * static_cast<float>(matrices.px_at_w1) / clip.w);
  pen.list.AddCircle(at, soma_px / 2 + 4 * pen.scale,
                     Pen::im_color(pen.dark ? 0xffffff : 0x000000, alpha), 0, width * pen.scale);
}

/// Arrows from one point, turned with the camera. Where they end below; `right_top` if nowhere.
float draw_axes(const Pen& pen, const CameraMatrices& matrices, ImVec2 right_top, bool y_is_depth,
                OverlaySpace& space) {
  struct Axis {
    glm::vec3 direction;
    const char* label;
    Color color;
  };
  // Where y is cortical depth both its ends are named, because that is what one asks.
  const Color green = pen.dark ? 0xa5d6a7u : 0x1b6e20u;
  std::vector<Axis> axes = {{{1, 0, 0}, "x", pen.dark ? 0xff8a80u : 0xb3261eu},
                            {{0, 0, 1}, "z", pen.dark ? 0x8ab4f8u : 0x1a56b0u},
                            {{0, 1, 0}, y_is_depth ? "white matter" : "y", green}};
  if (y_is_depth) axes.push_back({{0, -1, 0}, "pia", green});

  const float arm = 30 * pen.scale, reach = arm + 11 * pen.scale;
  const float half = reach + 8 * pen.scale;
  const ImVec2 center(right_top.x - half, right_top.y + half);
  const OverlayBox box = pen.plate_of(ImVec2(center.x - half, center.y - half),
                                      ImVec2(center.x + half, center.y + half));
  if (!space.claim(box)) return right_top.y;
  pen.plate(box);
  for (const Axis& axis : axes) {
    const glm::vec4 eye = matrices.eye_from_um * glm::vec4(axis.direction, 0);
    pen.list.AddLine(center, ImVec2(center.x + eye.x * arm, center.y - eye.y * arm),
                     Pen::im_color(axis.color), 2 * pen.scale);
    // An axis that points at the viewer has no room for its name.
    if (eye.x * eye.x + eye.y * eye.y < 0.1f) continue;
    const ImVec2 size = ImGui::CalcTextSize(axis.label);
    const float left = std::clamp(center.x + eye.x * reach - size.x / 2, center.x - half,
                                  center.x + half - size.x);
    pen.text(ImVec2(left, center.y - eye.y * reach - size.y / 2), Pen::im_color(axis.color),
             axis.label);
  }
  return box.high.y + (right_top.y - box.low.y);
}

/// Where what belongs at the lower right may stand: there, or above the selection tools.
std::array<ImVec2, 2> right_bottoms(const Pen& pen, const ViewportRect& viewport) {
  const float margin = 18 * pen.scale;
  const float right = viewport.x + viewport.width - margin;
  const float bottom = viewport.y + viewport.height;
  return {ImVec2(right, bottom - margin), ImVec2(right, bottom - (kToolbarPx + 8) * pen.scale)};
}

/// A bar of which something hides a part would be read as a shorter one: a short bar that is
/// all there, or none.
void draw_scale_bar(const Pen& pen, const App& app, const CameraMatrices& matrices,
                    const ViewportRect& viewport, bool over_data, OverlaySpace& space) {
  // At the distance of the point that the camera looks at; a perspective has no other one scale.
  const double px_per_um = matrices.px_at_w1 / (app.camera().distance_nm / 1000.0);
  const std::array<ImVec2, 2> ends = right_bottoms(pen, viewport);
  const auto draw = [&](ImVec2 right_bottom, float longest_px, OverData over) {
    const double length_um = scale_bar_um(longest_px * pen.scale / px_per_um);
    const auto length_px = static_cast<float>(length_um * px_per_um);
    const std::string text = length_um >= 1000 ? short_number(length_um / 1000) + " mm"
                                               : short_number(length_um) + " \xc2\xb5m";
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const ImVec2 left(right_bottom.x - length_px, right_bottom.y);
    const float top = right_bottom.y - 8 * pen.scale - size.y;
    // Words that are longer than the bar end where it ends.
    const float text_left =
        std::min(right_bottom.x - length_px / 2 - size.x / 2, right_bottom.x - size.x);
    const OverlayBox box = pen.plate_of(ImVec2(std::min(left.x, text_left), top), right_bottom);
    if (!space.claim(box, over)) return false;
    pen.plate(box);
    pen.list.AddLine(left, right_bottom, pen.ink(), 3 * pen.scale);
    for (const ImVec2& end : {left, right_bottom}) {
      pen.list.AddLine(ImVec2(end.x, end.y - 5 * pen.scale),
                       ImVec2(end.x, end.y + 1.5f * pen.scale), pen.ink(), 2 * pen.scale);
    }
    pen.text(ImVec2(text_left, top), pen.ink(), text);
    return true;
  };
  for (const OverData over : {OverData::Refused, OverData::Allowed}) {
    if (over == OverData::Allowed && !over_data) return;
    for (const ImVec2 end : ends) {
      for (const float longest_px : {140.0f, 90.0f}) {
        if (draw(end, longest_px, over)) return;
      }
    }
    for (const ImVec2 end : ends) {
      if (draw(end, 50, over)) return;
    }
  }
}

/// It has to be said: as far down as it fits.
void draw_layout_note(const Pen& pen, Layout layout, const ViewportRect& viewport,
                      OverlaySpace& space) {
  const char* const text = layout == Layout::Line
                               ? "Positions are made up: only the order along x is in the data"
                               : "Positions are made up: the data has none";
  const ImVec2 size = ImGui::CalcTextSize(text);
  ImVec2 right_bottom = right_bottoms(pen, viewport)[0];
  OverlayBox box;
  for (;; right_bottom.y -= 8 * pen.scale) {
    box = pen.plate_of(ImVec2(right_bottom.x - size.x, right_bottom.y - size.y), right_bottom);
    if (box.low.y < viewport.y) return;
    box.low.x = std::max(box.low.x, viewport.x);  // in a narrow view its end is what can be read
    if (space.claim(box)) break;
  }
  pen.plate(box);
  pen.text(ImVec2(right_bottom.x - size.x, right_bottom.y - size.y),
           Pen::im_color(pen.dark ? 0xf7b84b : 0x8a5200), text);
}

}  // namespace

double scale_bar_um(double max_um) {
  const double power = std::pow(10.0, std::floor(std::log10(max_um)));
  for (const double factor : {5.0, 2.0}) {
    if (factor * power <= max_um) return factor * power;
  }
  return power;
}

void draw_selection_outline(const SelectionOutline& outline, const ViewportRect& viewport,
                            bool dark, float scale) {
  if (outline.corners_px.empty()) return;
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  const ImU32 line = Pen::im_color(dark ? 0xffffff : 0x000000, 230);
  const ImU32 fill = Pen::im_color(dark ? 0xffffff : 0x000000, 26);
  const auto at = [&](glm::vec2 px) { return ImVec2(viewport.x + px.x, viewport.y + px.y); };
  list.PushClipRect(ImVec2(viewport.x, viewport.y),
                    ImVec2(viewport.x + viewport.width, viewport.y + viewport.height));
  if (outline.radius_px > 0) {
    const ImVec2 center = at(outline.corners_px.front());
    list.AddCircleFilled(center, outline.radius_px, fill);
    list.AddCircle(center, outline.radius_px, line, 0, 1.5f * scale);
    if (outline.column) {
      for (const float side : {-outline.radius_px, outline.radius_px}) {
        list.AddLine(ImVec2(center.x + side, viewport.y),
                     ImVec2(center.x + side, viewport.y + viewport.height), line, 1.5f * scale);
      }
    }
  } else {
    std::vector<ImVec2> points;
    for (const glm::vec2& corner : outline.corners_px) points.push_back(at(corner));
    list.AddPolyline(points.data(), static_cast<int>(points.size()), line, ImDrawFlags_Closed,
                     1.5f * scale);
  }
  list.PopClipRect();
}

void draw_overlay_on(ImDrawList& list, const App& app, const CameraFrame& frame,
                     const ViewportRect& viewport, float scale, Color ground, OverlaySpace& space) {
  const Pen pen{list, app.dark(), scale, ground};
  pen.list.PushClipRect(ImVec2(viewport.x, viewport.y),
                        ImVec2(viewport.x + viewport.width, viewport.y + viewport.height));
  const CameraMatrices matrices = camera_matrices(app.camera(), frame);
  if (app.whole()) draw_region_borders(list, app, frame, viewport, scale);
  // A few among thousands would not be found: the selected ones, or the only ones that are shown.
  constexpr std::uint32_t kFew = 24;
  const NeuronSet& selection = app.view().selection;
  const NeuronMask& shown = app.shown().mask();
  const auto ring_few = [&](NeuronIndex neuron) {
    if (shown[neuron] != 0) draw_ring(pen, app, matrices, viewport, neuron, 150, 1.25f);
  };
  if (!selection.empty() && selection.count() <= kFew) {
    for (const NeuronIndex n : selection.neurons(app.neurons().neuron_count())) ring_few(n);
  } else if (app.shown().count() <= kFew) {
    for (NeuronIndex n = 0; n < shown.size(); ++n) ring_few(n);
  }
  if (const auto selected = app.selected()) {
    draw_ring(pen, app, matrices, viewport, *selected, 255);
    if (const auto second = app.selected_neuron().details().partner) {
      draw_ring(pen, app, matrices, viewport, *second, 200, 1.25f);
    }
  }
  if (const auto seen = seen_bounds(app.camera(), frame)) {
    space.keep_data({ImVec2(viewport.x + static_cast<float>(seen->left),
                            viewport.y + static_cast<float>(seen->top)),
                     ImVec2(viewport.x + static_cast<float>(seen->right),
                            viewport.y + static_cast<float>(seen->bottom))});
  }
  const bool small = viewport.width < 480 * scale || viewport.height < 400 * scale;
  const bool over_data = !small || !space.has_whole_data();
  const float margin = 18 * scale;
  OverlayBox inside{
      ImVec2(viewport.x + margin, viewport.y + margin),
      ImVec2(viewport.x + viewport.width - margin, viewport.y + viewport.height - margin)};
  // Notes take the whole width of the top: all else is below them.
  const float widest = viewport.width - 2 * margin, middle = viewport.y + viewport.height / 2;
  while (inside.low.y < middle &&
         !space.is_free({inside.low, ImVec2(inside.low.x + widest, inside.low.y + 1)})) {
    inside.low.y += 4 * scale;
  }
  if (inside.low.y >= middle) {
    inside.low.y = viewport.y + margin;
  } else if (inside.low.y > viewport.y + margin) {
    inside.low.y += 10 * scale;  // plates are larger than what is on them
  }
  float below_axes = inside.low.y;
  if (app.manifest().layout == Layout::Soma) {
    draw_scale_bar(pen, app, matrices, viewport, over_data, space);
    draw_depth_ruler(list, app, frame, viewport, scale, ground, over_data, space);
    // On a small view with large text they would cover the neurons.
    if (viewport.width > 220 * scale && viewport.height > 150 * scale) {
      below_axes =
          draw_axes(pen, matrices, ImVec2(inside.high.x, inside.low.y), app.y_is_depth(), space);
    }
  } else {
    // Made-up positions have neither scale nor direction.
    draw_layout_note(pen, app.manifest().layout, viewport, space);
  }
  if (app.whole()) {
    draw_region_names(list, app, frame, viewport, scale, ground, space);
    draw_line_key(pen, app, inside, below_axes, !small, space);
  }
  pen.list.PopClipRect();
}

void draw_overlay(const App& app, const ViewportRect& viewport, float scale) {
  if (!app.neurons_complete()) return;
  if (viewport.width < 50 * scale || viewport.height < 50 * scale) return;
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  if (const auto hovered = app.hovered()) {
    const Pen pen{list, app.dark(), scale};
    const CameraMatrices matrices = camera_matrices(app.camera(), app.camera_frame());
    list.PushClipRect(ImVec2(viewport.x, viewport.y),
                      ImVec2(viewport.x + viewport.width, viewport.y + viewport.height));
    draw_ring(pen, app, matrices, viewport, *hovered, 150);
    list.PopClipRect();
  }
  OverlaySpace space = space_beside_windows(viewport);
  draw_overlay_on(list, app, app.camera_frame(), viewport, scale, background_color(app.dark()),
                  space);
}

}  // namespace cnx
