// status_line.cpp — what is loaded of what, and what went wrong, at the bottom of the screen.

#include <imgui.h>

#include "report/numbers.h"
#include "report/view_words.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"
#include "view/named_sets.h"

namespace cnx {

std::string lines_sentence(LineCounts lines) {
  if (lines.drawn >= lines.passing) return "";
  return "Lines: the strongest " + with_separators(lines.drawn) + " of " +
         counted(lines.passing, "connection") + ".";
}

std::string failure_sentence(const LoadStatus& loading) {
  if (loading.failures.empty()) return "";
  return counted(loading.failures.size(), "tile") + " missing: " + loading.failure_reason +
         (loading.can_retry() ? "." : "; trying again.");
}

std::string status_sentence(const FrameModel& model, bool brief) {
  const LoadStatus& loading = model.loading;
  const std::uint64_t total = model.manifest.neuron_count;
  std::string text;
  const bool loads_neurons = !loading.neurons_complete && !loading.positions_failed;
  if (loads_neurons) {
    text = "Loading " + counted(total, "neuron") + " …";
  } else if (loading.positions_failed) {
    text = "0 of " + counted(total, "neuron") + " shown";
  } else {
    const ViewState& view = model.view;
    const bool filters = !model.in_force.empty();
    const std::string slabs = slab_words(view, model.manifest.layout);
    if (filters || !slabs.empty() || model.shown_count < total) {
      text = with_separators(model.shown_count) + " of " + counted(total, "neuron");
      if (!brief && (filters || slabs.empty())) text += " pass the filters";
      if (!brief && !slabs.empty()) text += (filters ? " and lie in " : " lie in ") + slabs;
    } else {
      text = counted(total, "neuron") + (brief ? "" : ", none filtered out");
    }
  }
  if (const std::string kept = connection_filter_text(limits_in_force(model.view));
      !brief && !kept.empty()) {
    text += " · only connections: " + kept;
  }
  if (!brief && model.selection_count > 0) {
    text += " · " + with_separators(model.selection_count) + " selected";
  }
  const std::string tiles =
      with_separators(loading.tiles_loaded) + " of " + counted(loading.tiles_wanted, "tile");
  if (loading.tiles_loaded < loading.tiles_wanted) {
    const char* const what = loading.ended()                ? " · loaded: "
                             : loading.connections_complete ? " · loading: "
                                                            : " · loading connections: ";
    text += (!loads_neurons ? (brief ? " · " : what) : " ") + tiles;
    if (!brief) {
      text +=
          " (" + bytes_text(loading.bytes_loaded) + " of " + bytes_text(loading.bytes_wanted) + ")";
    }
  } else if (loading.connections_complete) {
    text += " · all " + counted(model.manifest.connection_count, "connection") + " loaded";
    if (!brief) text += " (" + tiles + ", " + bytes_text(loading.bytes_loaded) + ")";
  } else if (loading.tiles_wanted > 0) {
    text += brief ? " · " + tiles
                  : " · " + tiles + " loaded (" + bytes_text(loading.bytes_loaded) + ")";
  }
  return text;
}

void status_line(const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  const bool brief = is_compact(model);
  const TextSize small(kSmallTextPx);
  const std::vector<std::string>& failures = model.loading.failures;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(8 * model.scale, 2 * model.scale));
  ImGui::AlignTextToFramePadding();
  if (failures.empty()) {
    const TextColor muted(colors.muted);
    ImGui::TextUnformatted(
        ellipsized(status_sentence(model, brief), ImGui::GetContentRegionAvail().x).c_str());
    if (model.whole) {
      hint((drawing_sentence(model.drawing) + " " + memory_sentence(model)).c_str(), model.scale);
    }
  } else {
    // A failure takes the line: it is the one thing to act on.
    if (model.loading.can_retry()) {
      if (ImGui::Button("Retry")) actions.requests.push_back(RetryFailedTiles{});
      ImGui::SameLine();
    }
    const std::string text = failure_sentence(model.loading);
    {
      const TextColor bad(colors.bad);
      ImGui::TextUnformatted(ellipsized(text, ImGui::GetContentRegionAvail().x).c_str());
    }
    if (ImGui::IsItemHovered() && ImGui::BeginTooltip()) {
      for (const std::string& failure : failures) wrapped_at(failure, 420 * model.scale);
      ImGui::EndTooltip();
    }
    ImGui::SameLine(0, 16 * model.scale);
    if (!brief && ImGui::GetContentRegionAvail().x > 80 * model.scale) {
      const TextColor muted(colors.muted);
      ImGui::TextUnformatted(
          ellipsized(status_sentence(model, false), ImGui::GetContentRegionAvail().x).c_str());
    } else {
      ImGui::NewLine();
    }
  }
  ImGui::PopStyleVar();
}

}  // namespace cnx
