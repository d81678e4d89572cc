#include "app/line_key.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "app/overlay.h"
#include "app/view_slabs.h"
#include "report/numbers.h"
#include "ui/dashed_line.h"

namespace cnx {
namespace {

/// "115 inputs", or "54 of 89 inputs" where filters hide some.
std::string count_words(PartnerCount count, const char* noun) {
  if (count.shown == count.all) return counted(count.all, noun);
  return with_separators(count.shown) + " of " + counted(count.all, noun);
}

struct KeyEntry {
  std::string words;
  bool has_line = false;
  Color line = 0;
  bool dashed = false;
  bool point = false;
};

std::vector<KeyEntry> line_key(const Pen& pen, const App& app, bool brief) {
  const ConnectionLines& lines = app.lines();
  std::vector<KeyEntry> entries;
  if (lines.inputs.all > 0) {
    entries.push_back({count_words(lines.inputs, "input"), true, input_line_color(pen.dark)});
  }
  if (lines.outputs.all > 0) {
    entries.push_back({count_words(lines.outputs, "output"), true, output_line_color(pen.dark)});
  }
  if (lines.paths && !lines.lines.empty()) {
    entries.push_back({"shortest paths", true, output_line_color(pen.dark)});
  }
  struct {
    std::size_t inputs = 0, outputs = 0;
  } synapses;
  const ViewSlabs slabs = app.slabs();
  for (const SynapseSite& site : app.selected_neuron().drawn_sites()) {
    if (!in_slabs({site.um[0], site.um[1], site.um[2]}, slabs)) continue;
    (site.output ? synapses.outputs : synapses.inputs) += 1;
  }
  // Points have the colors of the lines of their side; where there are none they say it themselves.
  const bool lines_say_it = (synapses.inputs == 0 || lines.inputs.all > 0) &&
                            (synapses.outputs == 0 || lines.outputs.all > 0);
  if (synapses.inputs + synapses.outputs > 0 && lines_say_it) {
    entries.push_back({counted(synapses.inputs + synapses.outputs, "synapse") +
                       (brief ? "" : " as points of these colors")});
  } else {
    if (synapses.inputs > 0) {
      entries.push_back({counted(synapses.inputs, "input synapse"), true,
                         input_line_color(pen.dark), false, true});
    }
    if (synapses.outputs > 0) {
      entries.push_back({counted(synapses.outputs, "output synapse"), true,
                         output_line_color(pen.dark), false, true});
    }
  }
  const std::size_t wanted = lines.inputs.shown + lines.outputs.shown;
  if (wanted > app.lines_drawn()) {
    entries.push_back({std::string(app.lines_cut_by_motion() ? "while moving: the strongest "
                                                             : "lines: the strongest ") +
                       with_separators(app.lines_drawn()) + " of " + with_separators(wanted)});
  }
  if (app.regions().borders() != nullptr && app.view().show_region_borders) {
    entries.push_back({brief ? "tentative" : "region borders, tentative", true,
                       pen.dark ? 0xebeef2u : 0x191e24u, true});
  }
  return entries;
}

}  // namespace

void draw_line_key(const Pen& pen, const App& app, const OverlayBox& inside, float right_top,
                   bool may, OverlaySpace& space) {
  const float line_height = ImGui::GetTextLineHeight() * 1.25f, indent = 30 * pen.scale;
  std::vector<KeyEntry> entries;
  ImVec2 size;
  std::optional<ImVec2> place;
  const auto claims = [&](bool brief, OverData over) {
    entries = line_key(pen, app, brief);
    if (entries.empty()) return false;
    size = ImVec2(
        0, line_height * static_cast<float>(entries.size() - 1) + ImGui::GetTextLineHeight());
    for (const KeyEntry& entry : entries) {
      size.x = std::max(size.x,
                        ImGui::CalcTextSize(entry.words.c_str()).x + (entry.has_line ? indent : 0));
    }
    place = space.claim_somewhere(size, inside, right_top, 6 * pen.scale, over);
    return place.has_value();
  };
  if (!claims(false, OverData::Refused) &&
      !(may ? claims(false, OverData::Allowed) : claims(true, OverData::Refused))) {
    return;
  }
  pen.plate(pen.plate_of(*place, ImVec2(place->x + size.x, place->y + size.y)));
  ImVec2 at = *place;
  for (const KeyEntry& entry : entries) {
    if (entry.has_line) {
      const float middle = at.y + ImGui::GetTextLineHeight() / 2;
      const ImVec2 ends[] = {ImVec2(at.x, middle), ImVec2(at.x + 22 * pen.scale, middle)};
      if (entry.point) {
        pen.list.AddCircleFilled(ImVec2(at.x + 11 * pen.scale, middle), 4 * pen.scale,
                                 Pen::im_color(entry.line));
      } else if (entry.dashed) {
        draw_dashed(pen.list, ends, Pen::im_color(entry.line), 1.5f * pen.scale, pen.scale);
      } else {
        pen.list.AddLine(ends[0], ends[1], Pen::im_color(entry.line), 3 * pen.scale);
      }
    }
    pen.text(ImVec2(at.x + (entry.has_line ? indent : 0), at.y), pen.ink(), entry.words);
    at.y += line_height;
  }
}

}  // namespace cnx
