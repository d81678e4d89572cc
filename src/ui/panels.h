#pragma once
// panels.h — every panel, one function each. A panel draws into the current Dear ImGui window
// (the overlays make their own), reads the model and queues actions; it has no state of its own.
// panels.cpp decides where each stands.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ui/frame_model.h"

namespace cnx {

void menu_bar(const FrameModel& model, Actions& actions);          // the line at the top
void filters_panel(const FrameModel& model, Actions& actions);     // colors, facets, ranges
void neuron_panel(const FrameModel& model, Actions& actions);      // the selected neuron
void statistics_panel(const FrameModel& model, Actions& actions);  // the sub-network's numbers
void about_panel(const FrameModel& model, Actions& actions);       // data, caveats, help, citation
void status_line(const FrameModel& model, Actions& actions);       // what is loaded of what

/// The menu "View", when it is open: directions, slices, what draws.
void view_popup(const FrameModel& model, Actions& actions);
/// What draws, and what is held in memory of how much, as sentences.
std::string drawing_sentence(const DrawingStatus& drawing);
std::string memory_sentence(const FrameModel& model);

/// The head of a column's filter, open or not: its title, cut where it must be, what of it is
/// shown, and an id ("###…") that stays while those change. A hint tells what the column is.
bool facet_header(const Column& column, const std::string& state, const char* id,
                  const FrameModel& model);

void sets_section(const FrameModel& model, Actions& actions);        // below its title, in filters
void connection_section(const FrameModel& model, Actions& actions);  // the same
void line_choice(const FrameModel& model, Actions& actions);         // in it, and where lines lack

/// A numeric column's histogram and limits.
void range_facet(const RangeFacet& facet, const FrameModel& model, Actions& actions);

// Windows of their own over the 3-D view; what else is drawn there keeps clear of them.
inline constexpr std::array<const char*, 4> kOverlayWindows = {"notes", "legend", "empty view",
                                                               "select"};
void notes_strip(const FrameModel& model, ViewportRect viewport, Actions& actions);
void color_legend(const FrameModel& model, ViewportRect viewport, Actions& actions);
void empty_view(const FrameModel& model, ViewportRect viewport, Actions& actions);
void hover_tooltip(const FrameModel& model);
/// What the selection tools take at the lower left of the 3-D view, CSS pixels.
inline constexpr float kToolbarPx = 66;
void selection_toolbar(const FrameModel& model, ViewportRect viewport, Actions& actions);
/// On narrow screens instead: a strip below the view, of this height or none; what is said of the
/// tools, over the view; and the tools in the menu, for text so large that no strip holds them.
float selection_strip_px(const FrameModel& model, float free_height);
void selection_strip(const FrameModel& model, Actions& actions);
void selection_words(const FrameModel& model, ViewportRect viewport);
void selection_tools_popup(const FrameModel& model, Actions& actions);
void cheat_sheet(const FrameModel& model, Actions& actions);  // every key, over everything
void key_list(const FrameModel& model);                       // what is in it

/// The numbers at the ends of a numeric legend, with "≤" and "≥" where values lie beyond.
struct LegendEnds {
  std::string min, max;
};
LegendEnds legend_ends(const FrameModel& model);
/// The codes of a column of categories that its legend names: shown by its own filter, and with a
/// neuron by the others.
std::vector<std::size_t> legend_codes(const FrameModel& model, std::uint32_t column);

/// How many tiles are missing and why, "35 tiles missing: there is no network."; empty: none
/// failed.
std::string failure_sentence(const LoadStatus& loading);
/// What is loaded of what, in plain words; `brief` for narrow screens.
std::string status_sentence(const FrameModel& model, bool brief);

}  // namespace cnx
