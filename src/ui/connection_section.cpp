// connection_section.cpp — which connections count: at least so many synapses, so far apart, from
// and onto these sets.

#include <imgui.h>

#include <algorithm>
#include <string>

#include "report/numbers.h"
#include "ui/panels.h"
#include "ui/set_choice.h"
#include "ui/statistic_parts.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// Beyond this a limit is none: no dataset is so large.
constexpr std::uint32_t kFarthestUm = 1'000'000;

/// True when the limit was changed. 0 is none.
bool size_limit(const char* label, const char* id, std::uint32_t& voxels, const FrameModel& model) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(label);
  ImGui::SameLine(84 * model.scale);
  ImGui::SetNextItemWidth(64 * model.scale);
  const std::uint32_t none = 0, most = 1'000'000;
  const bool changed = ImGui::DragScalar(id, ImGuiDataType_U32, &voxels, 5, &none, &most,
                                         voxels == 0 ? "any" : "%u", ImGuiSliderFlags_AlwaysClamp);
  hint(
      "Least size of a connection's synapses, in voxels of their clefts. Connections of which a "
      "size "
      "is not here are left out, and counted. Drag, or double-click to type.",
      model.scale);
  ImGui::SameLine();
  ImGui::TextUnformatted("voxels or more");
  return changed;
}

/// Where limits on sizes count, and what it takes that they count everywhere.
void sizes_note(const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  const std::string bytes = bytes_text(model.loading.synapse_bytes_left);
  const bool limited = model.view.connections.limits_sizes();
  if (model.sizes == SizesEverywhere::NotAsked) {
    const std::string where = "Sizes count in the lists and lines of the selected neuron only";
    if (!limited) {
      caption(where + ", until all of them are fetched (" + bytes + ").", colors);
      return;
    }
    wrapped(where + ": the others are not here.", colors.warn);
    if (button(("Fetch all sizes (" + bytes + ")###fetch sizes").c_str())) {
      actions.requests.push_back(LoadAllSizes{});
    }
  } else if (limited && model.sizes != SizesEverywhere::Here) {
    wrapped("Sizes count everywhere, too. Still to come: " + bytes +
                "; connections without them are left out.",
            colors.warn);
  } else {
    caption("Sizes count everywhere, too.", colors);
  }
}

}  // namespace

void line_choice(const FrameModel& model, Actions& actions) {
  const std::uint32_t lines = number_choice("lines at most", {100, kUsualLines, 10'000, kMostLines},
                                            model.view.max_lines, "", model.scale);
  hint("The strongest connections of the selected neuron are drawn as lines.", model.scale);
  if (lines != model.view.max_lines) actions.commands.push_back(SetMaxLines{lines});
}

void connection_section(const FrameModel& model, Actions& actions) {
  ConnectionFilter filter = model.view.connections;
  bool changed = false;
  const float field = 64 * model.scale;

  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("at least");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(field);
  const std::uint32_t one = 1, many = 1000;
  changed |= ImGui::DragScalar("##synapses", ImGuiDataType_U32, &filter.min_synapses, 0.05f, &one,
                               &many, "%u", ImGuiSliderFlags_AlwaysClamp);
  hint("Connections of fewer synapses are left out. Drag, or double-click to type.", model.scale);
  ImGui::SameLine();
  ImGui::TextUnformatted(filter.min_synapses == 1 ? "synapse" : "synapses");

  if (model.manifest.layout == Layout::Soma) {
    const std::uint32_t zero = 0;
    std::uint32_t far = std::min(filter.max_distance_um, kFarthestUm);
    ImGui::SetNextItemWidth(field);
    changed |= ImGui::DragScalar("##nearest", ImGuiDataType_U32, &filter.min_distance_um, 1, &zero,
                                 &far, "%u", ImGuiSliderFlags_AlwaysClamp);
    hint("Least distance of the two somas", model.scale);
    ImGui::SameLine();
    ImGui::TextUnformatted("to");
    ImGui::SameLine();
    ImGui::SetNextItemWidth(field);
    const bool far_changed = ImGui::DragScalar(
        "##farthest", ImGuiDataType_U32, &far, 1, &filter.min_distance_um, &kFarthestUm,
        far == kFarthestUm ? "any" : "%u", ImGuiSliderFlags_AlwaysClamp);
    hint("Largest distance of the two somas", model.scale);
    if (far_changed) filter.max_distance_um = far >= kFarthestUm ? UINT32_MAX : far;
    changed |= far_changed;
    ImGui::SameLine();
    ImGui::TextUnformatted("µm apart");
  }
  if (model.manifest.synapse_shape.has_size) {
    changed |= size_limit("mean size", "##mean size", filter.min_mean_size, model);
    changed |= size_limit("size sum", "##size sum", filter.min_size_sum, model);
  }
  if (!model.view.sets.empty() || !filter.pre_set.empty() || !filter.post_set.empty()) {
    changed |= set_choice("from", "any neuron", filter.pre_set, model);
    changed |= set_choice("onto", "any neuron", filter.post_set, model);
  }
  if (changed) actions.commands.push_back(SetConnectionFilter{filter});
  if (button("All connections", model.view.connections != ConnectionFilter{})) {
    actions.commands.push_back(SetConnectionFilter{});
  }
  line_choice(model, actions);
  caption(
      "Synapses count everywhere: in lists of partners, lines, saved networks, statistics, \"Add "
      "partners\" and queries. Distance and sets count in lists, lines and saved networks only. "
      "Shared partners, shortest paths and colors by number of partners are of all connections.",
      palette(model.dark));
  if (model.manifest.synapse_shape.has_size) sizes_note(model, actions);
  ImGui::Spacing();
}

}  // namespace cnx
