// filters_panel.cpp — what colors the neurons, and which of them are shown: one list for each
// categorical column, with the counts before and after the filters, and one range for each
// numeric column.

#include <imgui.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/check.h"
#include "report/glossary.h"
#include "report/numbers.h"
#include "report/view_words.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

bool opens_by_default(ColumnRole role) {
  return role == ColumnRole::CellClass || role == ColumnRole::Region ||
         role == ColumnRole::AxonStatus || role == ColumnRole::DendriteStatus;
}

/// Columns that a color or a range says something about: no ids, no made-up positions.
bool is_meaningful(const Column& column, Layout layout) {
  switch (column.role) {
    case ColumnRole::SourceRow:
    case ColumnRole::NeuronId: return false;
    case ColumnRole::PositionX:
    case ColumnRole::PositionY:
    case ColumnRole::PositionZ: return layout == Layout::Soma;
    case ColumnRole::None:
    case ColumnRole::CellClass:
    case ColumnRole::Region:
    case ColumnRole::AxonStatus:
    case ColumnRole::DendriteStatus: return true;
  }
  return true;
}

/// begin_list, where the part of the program that opens lists may not be here yet.
bool begin_early_list(const char* id, const std::string& now, const FrameModel& model,
                      ImGuiComboFlags flags = 0) {
  if (model.whole) return begin_list(id, now, flags);
  ImGui::BeginDisabled();
  begin_list(id, now, flags);
  ImGui::EndDisabled();
  hint("Loading …", model.scale);
  return false;
}

void color_by(const FrameModel& model, Actions& actions) {
  const std::span<const Column> columns = model.neurons.columns();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("Color by");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(-1);
  const std::optional<std::uint32_t> current = model.neurons.find(model.legend.column);
  const std::string preview = current                       ? column_title(columns[*current])
                              : model.legend.column.empty() ? "one color"
                                                            : model.legend.column;
  if (!begin_early_list("##color by", preview, model, ImGuiComboFlags_HeightLarge)) return;
  for (std::uint32_t c = 0; c < columns.size(); ++c) {
    if (!is_meaningful(columns[c], model.manifest.layout)) continue;
    ImGui::PushID(static_cast<int>(c));
    if (ImGui::Selectable(column_title(columns[c]).c_str(), current == c)) {
      if (!model.neurons.has(c)) actions.requests.push_back(NeedColumn{c});
      actions.commands.push_back(SetColorBy{columns[c].name});
    }
    ImGui::PopID();
  }
  // What no file has; a column of the dataset with the same name goes first.
  if (!model.derived.empty()) ImGui::Separator();
  for (const auto& [name, definition] : model.derived) {
    if (model.neurons.find(std::string_view(name))) continue;
    if (ImGui::Selectable(name.c_str(), !current && model.legend.column == name)) {
      actions.commands.push_back(SetColorBy{name});
    }
    hint(definition.c_str(), model.scale);
  }
  ImGui::EndCombo();
}

/// The page as eyes without one kind of cone see it.
void color_vision(const FrameModel& model, Actions& actions) {
  struct Choice {
    ColorVision vision;
    const char *label, *hint;
  };
  constexpr Choice kChoices[] = {
      {ColorVision::Usual, "usual", "As it is"},
      {ColorVision::Protan, "without red cones (protanopia)", "About 1 % of men"},
      {ColorVision::Deutan, "without green cones (deuteranopia)",
       "About 1 % of men; 5 % see like this in part"},
      {ColorVision::Tritan, "without blue cones (tritanopia)", "Fewer than 1 in 10,000"}};
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("Seen by eyes");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(-1);
  const auto index = static_cast<std::size_t>(model.view.color_vision);
  if (!begin_early_list("##color vision", kChoices[index].label, model)) return;
  for (const Choice& choice : kChoices) {
    if (ImGui::Selectable(choice.label, choice.vision == model.view.color_vision)) {
      actions.commands.push_back(SetColorVision{choice.vision});
    }
    hint(choice.hint, model.scale);
  }
  ImGui::EndCombo();
}

/// The complete new filter of a facet's column; showing everything removes it.
void queue_filter(const Column& column, const std::vector<std::uint8_t>& shown, Actions& actions) {
  std::vector<std::string> names;
  for (std::size_t code = 0; code < shown.size(); ++code) {
    if (shown[code] != 0) names.push_back(column.categories[code]);
  }
  if (names.size() == shown.size()) {
    actions.commands.push_back(SetCategoryFilter{column.name, std::nullopt});
    return;
  }
  std::sort(names.begin(), names.end());
  actions.commands.push_back(SetCategoryFilter{column.name, std::move(names)});
}

void draw_check_box(ImDrawList& list, ImVec2 at, float size, bool on, const Palette& colors) {
  const float rounding = size * 0.2f;
  if (!on) {
    list.AddRect(at, ImVec2(at.x + size, at.y + size), colors.muted, rounding, 0, size * 0.09f);
    return;
  }
  list.AddRectFilled(at, ImVec2(at.x + size, at.y + size), colors.accent, rounding);
  const ImVec2 tick[] = {ImVec2(at.x + size * 0.22f, at.y + size * 0.52f),
                         ImVec2(at.x + size * 0.43f, at.y + size * 0.72f),
                         ImVec2(at.x + size * 0.80f, at.y + size * 0.28f)};
  list.AddPolyline(tick, 3, colors.panel, 0, size * 0.14f);
}

/// What one row shows; widths in pixels.
struct CategoryRow {
  std::uint32_t code = 0;
  std::uint32_t before = 0, after = 0, largest = 1;  // largest: of the column, for the bar
  bool shown = true;
  std::optional<Color> swatch;
};

enum class CategoryClick { None, Toggle, Only };

/// A hidden row tells what showing it would bring; a shown one, what the other filters leave.
std::string row_counts(const CategoryRow& row) {
  if (!row.shown || row.before == row.after) return with_separators(row.after);
  return with_separators(row.before) + " → " + with_separators(row.after);
}

void row_hint(const CategoryRow& row, const std::string& name, ColumnRole role, float scale) {
  const char* const meaning = category_meaning(role, name);
  std::string text = meaning != nullptr ? name + ": " + meaning : name;
  text += "\n" + counted(row.before, "neuron");
  if (row.before != row.after) {
    text += ", " + with_separators(row.after) + (row.after == 1 ? " passes" : " pass") +
            " the other filters";
  }
  hint(text.c_str(), scale);
}

CategoryClick category_row(const CategoryRow& row, const std::string& name, ColumnRole role,
                           float height, const FrameModel& model) {
  const Palette colors = palette(model.dark);
  const float scale = model.scale;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(60 * scale, ImGui::GetContentRegionAvail().x);
  const ImVec2 end(at.x + width, at.y + height);

  ImGui::SetNextItemAllowOverlap();
  const bool pressed = ImGui::InvisibleButton(("category " + name).c_str(), ImVec2(width, height));
  row_hint(row, name, role, scale);
  const bool focused = ImGui::IsItemFocused();
  const bool hovered = ImGui::IsMouseHoveringRect(at, end) &&
                       ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  const ImVec2 below = ImGui::GetCursorScreenPos();

  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (hovered || focused) {
    list.AddRectFilled(at, end, ImGui::GetColorU32(ImGuiCol_HeaderHovered), 3 * scale);
  }
  const float box = 13 * scale;
  const float middle = at.y + (height - 3 * scale) / 2;
  draw_check_box(list, ImVec2(at.x + 3 * scale, middle - box / 2), box, row.shown, colors);
  float x = at.x + box + 10 * scale;
  if (row.swatch) {
    const float radius = 5 * scale;
    draw_swatch(list, ImVec2(x + radius, middle), radius, *row.swatch);
    x += 2 * radius + 6 * scale;
  }

  const std::string counts = row_counts(row);
  float counts_x = 0;
  {
    const TextSize small(kSmallTextPx);
    const ImVec2 size = ImGui::CalcTextSize(counts.c_str());
    counts_x = end.x - size.x - 4 * scale;
    list.AddText(ImVec2(counts_x, middle - size.y / 2), colors.muted, counts.c_str());
  }
  const bool offers_only = hovered || focused;
  const float only_width = ImGui::CalcTextSize("only").x + 8 * scale;
  const float name_end = counts_x - 8 * scale - (offers_only ? only_width + 6 * scale : 0);
  const std::string shown_name = ellipsized(name.empty() ? "(empty)" : name, name_end - x);
  list.AddText(ImVec2(x, middle - ImGui::GetTextLineHeight() / 2),
               row.shown ? colors.text : colors.muted, shown_name.c_str());

  // The bar: of all neurons of the column's largest category, and what of it passes the filters.
  const float bar_x = at.x + box + 10 * scale,
              bar_width = std::max(1.0f, end.x - 4 * scale - bar_x);
  const float bar_y = end.y - 4 * scale;
  const auto bar = [&](std::uint32_t count, ImU32 color) {
    if (count == 0) return;
    const double share = static_cast<double>(count) / static_cast<double>(row.largest);
    const float long_px = std::max(1.0f, bar_width * static_cast<float>(share));
    list.AddRectFilled(ImVec2(bar_x, bar_y), ImVec2(bar_x + long_px, bar_y + 2 * scale), color);
  };
  bar(row.before, colors.bar_muted);
  if (row.shown) bar(row.after, row.swatch ? from_rgb(*row.swatch) : colors.bar);

  CategoryClick click = CategoryClick::None;
  if (pressed) {
    // The second click of a double click takes the place of a second toggle.
    const bool twice = ImGui::IsMouseReleased(ImGuiMouseButton_Left) &&
                       ImGui::GetIO().MouseClickedLastCount[ImGuiMouseButton_Left] >= 2;
    click = twice ? CategoryClick::Only : CategoryClick::Toggle;
  }
  if (offers_only) {
    ImGui::SetCursorScreenPos(ImVec2(counts_x - 6 * scale - only_width, at.y));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(4 * scale, 0));
    if (ImGui::Button("only", ImVec2(only_width, height - 5 * scale))) click = CategoryClick::Only;
    ImGui::PopStyleVar();
    ImGui::SetCursorScreenPos(below);
  }
  return click;
}

void category_facet(const Facet& facet, const FrameModel& model, Actions& actions) {
  const Column& column = model.neurons.columns()[facet.column];
  const std::size_t count = column.categories.size();
  CNX_CHECK(facet.shown.size() == count && facet.counts.before.size() == count &&
            facet.counts.after.size() == count);

  const auto shown_count =
      static_cast<std::size_t>(std::count(facet.shown.begin(), facet.shown.end(), std::uint8_t{1}));
  std::string some;
  if (shown_count < count) {
    some = " · " + with_separators(shown_count) + " of " + with_separators(count);
  }
  ImGui::SetNextItemOpen(opens_by_default(column.role), ImGuiCond_Once);
  if (!facet_header(column, some, "###facet", model)) return;

  if (button("all", shown_count < count)) {
    actions.commands.push_back(SetCategoryFilter{column.name, std::nullopt});
  }
  ImGui::SameLine();
  if (button("none", shown_count > 0)) {
    actions.commands.push_back(SetCategoryFilter{column.name, std::vector<std::string>{}});
  }
  if (model.legend.column != column.name) {
    ImGui::SameLine();
    if (ImGui::Button("color by this")) actions.commands.push_back(SetColorBy{column.name});
  }

  const bool colored = model.legend.column == column.name && !model.legend.numeric;
  const std::uint32_t largest =
      std::max(1u, *std::max_element(facet.counts.before.begin(), facet.counts.before.end()));
  const float height = (is_compact(model) ? 36 : 24) * model.scale;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, 0));
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(count), height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto code = static_cast<std::size_t>(i);
      CategoryRow row;
      row.code = static_cast<std::uint32_t>(code);
      row.before = facet.counts.before[code];
      row.after = facet.counts.after[code];
      row.largest = largest;
      row.shown = facet.shown[code] != 0;
      if (colored && code < model.legend.colors.size()) row.swatch = model.legend.colors[code];
      ImGui::PushID(i);
      const ImVec2 at = ImGui::GetCursorScreenPos();
      const CategoryClick click =
          category_row(row, column.categories[code], column.role, height, model);
      ImGui::PopID();
      const ImVec2 end(at.x + ImGui::GetContentRegionAvail().x, at.y + height);
      if (row.swatch && row.shown && ImGui::IsMouseHoveringRect(at, end) &&
          ImGui::IsWindowHovered()) {
        actions.requests.push_back(HighlightCategory{facet.column, row.code});
      }
      if (click == CategoryClick::None) continue;
      std::vector<std::uint8_t> shown = facet.shown;
      if (click == CategoryClick::Toggle) {
        shown[code] = shown[code] != 0 ? 0 : 1;
      } else {
        std::fill(shown.begin(), shown.end(), std::uint8_t{0});
        shown[code] = 1;
      }
      queue_filter(column, shown, actions);
    }
  }
  ImGui::PopStyleVar();
  ImGui::Spacing();
}

/// Columns whose tiles nobody has asked for yet.
void more_columns(const FrameModel& model, Actions& actions) {
  const std::span<const Column> columns = model.neurons.columns();
  const auto waits = [&](std::uint32_t c) {
    return !model.neurons.has(c) && is_meaningful(columns[c], model.manifest.layout);
  };
  bool any = false;
  for (std::uint32_t c = 0; c < columns.size(); ++c) any = any || waits(c);
  if (!any || !ImGui::CollapsingHeader("more columns")) return;
  caption("Loaded when they are asked for.", palette(model.dark));
  for (std::uint32_t c = 0; c < columns.size(); ++c) {
    if (!waits(c)) continue;
    ImGui::PushID(static_cast<int>(c));
    if (ImGui::Button("load")) actions.requests.push_back(NeedColumn{c});
    ImGui::SameLine();
    ImGui::TextUnformatted(column_title(columns[c]).c_str());
    ImGui::PopID();
  }
}

/// Of a part that comes with the rest of the program.
bool later_header(const std::string& title, const FrameModel& model) {
  return ImGui::CollapsingHeader(title.c_str()) && !still_loading(model);
}

}  // namespace

bool facet_header(const Column& column, const std::string& state, const char* id,
                  const FrameModel& model) {
  const std::string title = column_title(column);
  // The arrow and its margins come before the text.
  const float space = ImGui::GetContentRegionAvail().x - ImGui::GetFontSize() -
                      3 * ImGui::GetStyle().FramePadding.x - ImGui::CalcTextSize(state.c_str()).x;
  const std::string shown_title = ellipsized(title, space);
  const bool open = ImGui::CollapsingHeader((shown_title + state + id).c_str());
  const char* const meaning = column_meaning(column);
  if (meaning != nullptr || shown_title != title) {
    hint((title + (meaning != nullptr ? std::string("\n") + meaning : "")).c_str(), model.scale);
  }
  return open;
}

void filters_panel(const FrameModel& model, Actions& actions) {
  wrapped(with_separators(model.shown_count) + " of " +
          counted(model.manifest.neuron_count, "neuron") + " shown");
  const std::string slabs = slab_words(model.view, model.manifest.layout);
  const bool filtered = !model.view.category_filters.empty() || !model.view.range_filters.empty() ||
                        !model.view.query.empty() || !slabs.empty();
  if (button("Clear filters", filtered)) actions.commands.push_back(ClearFilters{});
  color_by(model, actions);
  if (model.colors_by_degree && model.view.connections != ConnectionFilter{}) {
    wrapped(kColorsOfAllConnections, palette(model.dark).warn);
  }
  ImGui::Spacing();
  if (!slabs.empty()) wrapped("Only in " + slabs, palette(model.dark).accent);
  if (!model.in_force.rest.empty()) {
    wrapped("and by the query: " + model.in_force.rest, palette(model.dark).accent);
    if (model.query_waits) caption("Its answer is on its way.", palette(model.dark));
  }
  std::string selected;
  if (model.selection_count > 0) selected = " · " + with_separators(model.selection_count);
  if (later_header("Selection and sets" + selected + "###sets", model)) {
    sets_section(model, actions);
  }
  const bool limited = model.view.connections != ConnectionFilter{};
  if (later_header(std::string("Connections") + (limited ? " · filtered" : "") + "###connections",
                   model)) {
    connection_section(model, actions);
  }

  if (!model.manifest.column(ColumnRole::CellClass)) {
    caption("This dataset has no column of cell classes.", palette(model.dark));
  }
  for (const Facet& facet : model.facets) {
    ImGui::PushID(static_cast<int>(facet.column));
    category_facet(facet, model, actions);
    ImGui::PopID();
  }
  for (const RangeFacet& facet : model.range_facets) {
    const Column& column = model.neurons.columns()[facet.column];
    if (!is_meaningful(column, model.manifest.layout)) continue;
    ImGui::PushID(static_cast<int>(facet.column));
    range_facet(facet, model, actions);
    ImGui::PopID();
  }
  more_columns(model, actions);
  caption("Click a line to hide or show it, double-click to show it alone.", palette(model.dark));
  ImGui::Spacing();
  color_vision(model, actions);
}

}  // namespace cnx
