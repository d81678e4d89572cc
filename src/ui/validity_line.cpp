#include "ui/validity_line.h"

#include <imgui.h>

#include "ui/widgets.h"

namespace cnx {
namespace {

ImU32 color_of(Verdict verdict, const Palette& colors) {
  switch (verdict) {
    case Verdict::Sound: return colors.good;
    case Verdict::WithCare: return colors.warn;
    case Verdict::NotReliable: return colors.bad;
    case Verdict::NotKnown: return colors.muted;
  }
  return colors.muted;
}

}  // namespace

void verdict_sign(Verdict verdict, const Palette& colors, float scale) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float r = 6 * scale, stroke = 1.5f * scale;
  const ImVec2 c(at.x + r, at.y + ImGui::GetTextLineHeight() / 2);
  const auto point = [&](float x, float y) { return ImVec2(c.x + x * r, c.y + y * r); };
  const ImU32 color = color_of(verdict, colors);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  switch (verdict) {
    case Verdict::Sound: {
      list.AddCircleFilled(c, r, color);
      const ImVec2 check[] = {point(-0.5f, 0.05f), point(-0.1f, 0.45f), point(0.55f, -0.4f)};
      list.AddPolyline(check, 3, colors.panel, 0, stroke);
      break;
    }
    case Verdict::WithCare:
      list.AddTriangleFilled(point(0, -1), point(1.1f, 0.9f), point(-1.1f, 0.9f), color);
      list.AddLine(point(0, -0.4f), point(0, 0.25f), colors.panel, stroke);
      list.AddCircleFilled(point(0, 0.6f), stroke / 1.6f, colors.panel);
      break;
    case Verdict::NotReliable:
      list.AddRectFilled(point(-0.95f, -0.95f), point(0.95f, 0.95f), color, 2 * scale);
      list.AddLine(point(-0.45f, -0.45f), point(0.45f, 0.45f), colors.panel, stroke);
      list.AddLine(point(-0.45f, 0.45f), point(0.45f, -0.45f), colors.panel, stroke);
      break;
    case Verdict::NotKnown: list.AddCircle(c, r - stroke / 2, color, 0, stroke); break;
  }
  ImGui::SetCursorScreenPos(ImVec2(at.x + 3 * r, at.y));
  const TextColor colored(color);
  ImGui::TextUnformatted(verdict_word(verdict));
}

void validity_line(Verdict verdict, const std::string& brief, const Palette& colors, float scale) {
  verdict_sign(verdict, colors, scale);
  caption(brief, colors);
}

void validity_line(const StatisticsReport* report, const Palette& colors, float scale) {
  if (report == nullptr || !report->verdict) return;
  validity_line(*report->verdict, report->validity_brief, colors, scale);
}

}  // namespace cnx
