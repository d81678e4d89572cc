#include "ui/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "view/soma_shape.h"

namespace cnx {

std::string ellipsized(const std::string& text, float width_px) {
  const auto width_of = [](const std::string& part) {
    return ImGui::CalcTextSize(part.data(), part.data() + part.size()).x;
  };
  if (width_of(text) <= width_px) return text;
  // Widths grow with length: the longest prefix that fits is found by halving.
  std::size_t fits = 0, too_long = text.size();
  while (fits + 1 < too_long) {
    const std::size_t middle = (fits + too_long) / 2;
    (width_of(text.substr(0, middle) + "…") <= width_px ? fits : too_long) = middle;
  }
  // A byte 10xxxxxx continues a character: go back to where it begins.
  while (fits > 0 && (static_cast<unsigned char>(text[fits]) & 0xc0u) == 0x80u) --fits;
  return text.substr(0, fits) + "…";
}

std::string broken_at_spaces(const std::string& text, float width_px) {
  if (const std::size_t end = text.find('\n'); end != std::string::npos) {
    return broken_at_spaces(text.substr(0, end), width_px) + "\n" +
           broken_at_spaces(text.substr(end + 1), width_px);
  }
  std::string result, line;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find(' ', at);
    if (end != std::string::npos && end + 1 < text.size() && text[end + 1] == '%') {
      end = text.find(' ', end + 1);
    }
    const std::string word = text.substr(at, end == std::string::npos ? end : end - at);
    const std::string longer = line.empty() ? word : line + " " + word;
    if (!line.empty() && ImGui::CalcTextSize(longer.c_str()).x > width_px) {
      result += line + "\n";
      line = word;
    } else {
      line = longer;
    }
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return result + line;
}

void wrapped(const std::string& text) { wrapped_at(text, ImGui::GetContentRegionAvail().x); }

void wrapped_at(const std::string& text, float width_px) {
  const std::string lines = broken_at_spaces(text, width_px);
  // A single word can still be too long; Dear ImGui then cuts it.
  ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + std::max(1.0f, width_px));
  ImGui::TextUnformatted(lines.data(), lines.data() + lines.size());
  ImGui::PopTextWrapPos();
}

void wrapped(const std::string& text, ImU32 color) {
  const TextColor colored(color);
  wrapped(text);
}

void caption(const std::string& text, const Palette& colors) {
  const TextSize small(kSmallTextPx);
  wrapped(text, colors.muted);
}

bool still_loading(const FrameModel& model) {
  if (model.whole) return false;
  const TextColor muted(palette(model.dark).muted);
  ImGui::TextUnformatted("Loading …");
  return true;
}

void hint(const char* text, float scale) {
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip | ImGuiHoveredFlags_AllowWhenDisabled)) {
    return;
  }
  if (!ImGui::BeginTooltip()) return;
  // On a phone with large text the screen is narrower.
  const float screen = ImGui::GetIO().DisplaySize.x - 2 * ImGui::GetStyle().WindowPadding.x;
  wrapped_at(text, std::min(320 * scale, screen));
  ImGui::EndTooltip();
}

bool button(const char* label, bool enabled) {
  ImGui::BeginDisabled(!enabled);
  const bool pressed = ImGui::Button(label);
  ImGui::EndDisabled();
  return pressed;
}

bool small_button(const char* label) {
  const float needed =
      ImGui::CalcTextSize(label, nullptr, true).x + 2 * ImGui::GetStyle().FramePadding.x;
  if (ImGui::GetCurrentWindowRead()->DC.IsSameLine && needed > ImGui::GetContentRegionAvail().x) {
    ImGui::NewLine();
  }
  const ImGuiStyle& style = ImGui::GetStyle();
  const bool finger = style.FramePadding.y > 6 * style.FontScaleDpi;
  return finger ? ImGui::Button(label) : ImGui::SmallButton(label);
}

bool toggle_button(const char* label, bool on, const Palette& colors, float width_px) {
  if (on) {
    ImVec4 fill = ImGui::ColorConvertU32ToFloat4(colors.accent);
    fill.w = 0.3f;
    ImGui::PushStyleColor(ImGuiCol_Button, fill);
  }
  const bool pressed = ImGui::Button(label, ImVec2(width_px, 0));
  if (on) {
    ImGui::PopStyleColor();
    // A line under it, so that on and off differ by more than a tint.
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    const float line = std::max(1.0f, ImGui::GetFontSize() / 7);
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(low.x, high.y - line), high, colors.accent);
  }
  return pressed;
}

bool radio_button(const char* label, bool on, const FrameModel& model) {
  ImGuiStyle& style = ImGui::GetStyle();
  const ImVec2 usual_touch = style.TouchExtraPadding;
  if (is_compact(model)) style.TouchExtraPadding = ImVec2(4 * model.scale, 7 * model.scale);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(style.FramePadding.x, 0));
  ImGui::PushStyleColor(ImGuiCol_Border, palette(model.dark).muted);
  const bool pressed = ImGui::RadioButton(label, on);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  style.TouchExtraPadding = usual_touch;
  return pressed;
}

bool wrapped_radio_button(const char* label, bool on, const FrameModel& model) {
  const float gap = ImGui::GetStyle().ItemInnerSpacing.x;
  const float width = ImGui::GetTextLineHeight() + gap + ImGui::CalcTextSize(label).x;
  if (width <= ImGui::GetContentRegionAvail().x) return radio_button(label, on, model);
  const bool pressed = radio_button((std::string("##") + label).c_str(), on, model);
  ImGui::SameLine(0, gap);
  wrapped(label);
  return pressed || ImGui::IsItemClicked();
}

bool folding_header(const char* title) {
  const ImGuiStyle& style = ImGui::GetStyle();
  const float room = ImGui::GetContentRegionAvail().x - ImGui::GetFontSize();
  const float width = ImGui::CalcTextSize(title).x;
  // Dear ImGui has the padding three times before the text, and once behind it.
  if (width + 4 * style.FramePadding.x <= room) return ImGui::CollapsingHeader(title);
  const float padding = style.FramePadding.x / 3;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(padding, style.FramePadding.y));
  const std::string text = ellipsized(title, room - 4 * padding) + "###" + title;
  const bool open = ImGui::CollapsingHeader(text.c_str());
  ImGui::PopStyleVar();
  return open;
}

bool wrapped_checkbox(const char* label, bool* on) {
  const float gap = ImGui::GetStyle().ItemInnerSpacing.x;
  const float width = ImGui::GetFrameHeight() + gap + ImGui::CalcTextSize(label, nullptr, true).x;
  if (width <= ImGui::GetContentRegionAvail().x) return ImGui::Checkbox(label, on);
  const std::string words(label, ImGui::FindRenderedTextEnd(label));
  ImGui::PushID(label);
  const bool pressed = ImGui::Checkbox("##box", on);
  ImGui::PopID();
  ImGui::SameLine(0, gap);
  wrapped(words);
  if (!ImGui::IsItemClicked()) return pressed;
  *on = !*on;
  return true;
}

namespace {

/// Of a list of choices, as seen: fewer letters would not tell them apart.
float least_list_px() { return 8 * ImGui::GetFontSize(); }

}  // namespace

void words_before(const char* words, float column_px) {
  const float end = ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x;
  const bool beside = end - column_px >= least_list_px();
  if (beside) ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(words);
  if (beside) ImGui::SameLine(column_px);
  ImGui::SetNextItemWidth(-1);
}

std::string list_label(const char* label, float width_px) {
  const float room = ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(label).x -
                     ImGui::GetStyle().ItemInnerSpacing.x;
  if (room < std::min(width_px, least_list_px())) {
    wrapped(label);
    ImGui::SetNextItemWidth(-1);
    return std::string("##") + label;
  }
  ImGui::SetNextItemWidth(std::min(width_px, room));
  return label;
}

bool begin_list(const char* label, const std::string& now, ImGuiComboFlags flags) {
  // Before the arrow, which is a square.
  const float room =
      ImGui::CalcItemWidth() - ImGui::GetFrameHeight() - ImGui::GetStyle().FramePadding.x;
  const std::string shown = ellipsized(now, room);
  if (ImGui::BeginCombo(label, shown.c_str(), flags)) return true;
  if (shown != now) hint(now.c_str(), ImGui::GetStyle().FontScaleDpi);
  return false;
}

void draw_swatch(ImDrawList& list, ImVec2 middle, float radius, Color entry) {
  const ImU32 color = from_rgb(entry);
  const float x = middle.x, y = middle.y, r = radius;
  switch (shape_of(entry)) {
    case SomaShape::Disc: list.AddCircleFilled(middle, r, color); return;
    case SomaShape::Square:
      list.AddRectFilled(ImVec2(x - 0.85f * r, y - 0.85f * r), ImVec2(x + 0.85f * r, y + 0.85f * r),
                         color);
      return;
    case SomaShape::Diamond:
      list.AddQuadFilled(ImVec2(x, y - r), ImVec2(x + r, y), ImVec2(x, y + r), ImVec2(x - r, y),
                         color);
      return;
    case SomaShape::Triangle:
      list.AddTriangleFilled(ImVec2(x, y - r), ImVec2(x + 0.92f * r, y + 0.75f * r),
                             ImVec2(x - 0.92f * r, y + 0.75f * r), color);
      return;
    case SomaShape::Ring: list.AddCircle(middle, 0.77f * r, color, 0, 0.45f * r); return;
  }
}

void swatch(Color color, float scale) {
  const float radius = 5 * scale;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float line = ImGui::GetTextLineHeight();
  // On a line with buttons the text stands lower than the line begins.
  const float middle = at.y + ImGui::GetCurrentWindowRead()->DC.CurrLineTextBaseOffset + line / 2;
  draw_swatch(*ImGui::GetWindowDrawList(), ImVec2(at.x + radius, middle), radius, color);
  ImGui::Dummy(ImVec2(2 * radius, line));
  ImGui::SameLine(0, 6 * scale);
}

ImVec2 text_size(const std::string& text) {
  return ImGui::CalcTextSize(text.data(), text.data() + text.size());
}

void draw_text(ImDrawList& list, ImVec2 at, ImU32 color, const std::string& text) {
  list.AddText(ImVec2(std::round(at.x), std::round(at.y)), color, text.data(),
               text.data() + text.size());
}

void text_right(const std::string& text) {
  const char* const last = text.data() + text.size();
  for (const char* begin = text.data();;) {
    const char* const end = std::find(begin, last, '\n');
    const float space = ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(begin, end).x;
    if (space > 0) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + space);
    ImGui::TextUnformatted(begin, end);
    if (end == last) return;
    begin = end + 1;
  }
}

bool fits_on_line(const char* label) {
  const float width =
      ImGui::CalcTextSize(label, nullptr, true).x + 2 * ImGui::GetStyle().FramePadding.x;
  const float end = ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width;
  return end <= ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
}

}  // namespace cnx
