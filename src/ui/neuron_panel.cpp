// neuron_panel.cpp — the selected neuron: its exact id, what is known of it, how many partners
// it has and who they are.

#include <imgui.h>

#include <algorithm>
#include <optional>
#include <string>

#include "report/numbers.h"
#include "ui/charts.h"
#include "ui/export_menu.h"
#include "ui/neuron_rows.h"
#include "ui/pair_section.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// The neuron's color in the picture, where that is the color of its class or region.
std::optional<Color> kind_color(const FrameModel& model, NeuronIndex neuron) {
  const std::optional<std::uint32_t> column = model.neurons.find(model.legend.column);
  if (!column || model.legend.numeric || !model.neurons.has(*column)) return std::nullopt;
  const ColumnRole role = model.neurons.columns()[*column].role;
  if (role != ColumnRole::CellClass && role != ColumnRole::Region) return std::nullopt;
  const std::size_t code = model.neurons.codes(*column)[neuron];
  if (code >= model.legend.colors.size()) return std::nullopt;
  return model.legend.colors[code];
}

void head_line(const FrameModel& model, NeuronIndex neuron, Actions& actions) {
  const NeuronKind kind = neuron_kind(model, neuron);
  const ImGuiStyle& style = ImGui::GetStyle();
  const float buttons = ImGui::CalcTextSize("Fly there").x + ImGui::CalcTextSize("Deselect").x +
                        4 * style.FramePadding.x + style.ItemSpacing.x;
  const float end = ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x;
  if (!kind.words.empty()) {
    ImGui::BeginGroup();
    {
      const TextSize head(kHeadTextPx);
      ImGui::AlignTextToFramePadding();
      if (const std::optional<Color> color = kind_color(model, neuron)) {
        swatch(*color, model.scale);
      }
      ImGui::TextUnformatted(kind.words.c_str());
    }
    ImGui::EndGroup();
    if (!kind.meaning.empty()) hint(kind.meaning.c_str(), model.scale);
    ImGui::SameLine();
    if (ImGui::GetCursorPosX() + buttons > end) ImGui::NewLine();
  }
  ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), end - buttons));
  if (ImGui::Button("Fly there")) actions.requests.push_back(FocusSelected{});
  hint("Bring it to the middle of the view (F)", model.scale);
  ImGui::SameLine();
  if (ImGui::Button("Deselect")) actions.commands.push_back(SelectNeuron{std::nullopt});
  hint("Esc", model.scale);

  const std::string name = neuron_name(model.neurons, neuron);
  if (button("←", model.can_go_back)) actions.requests.push_back(GoBack{});
  hint("The neuron that was selected before", model.scale);
  ImGui::SameLine(0, 4 * model.scale);
  if (button("→", model.can_go_on)) actions.requests.push_back(GoOn{});
  hint("The neuron that was selected after it", model.scale);
  if (fits_on_line(name.c_str())) ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(name.c_str());
  hint("Its id, exact to the last digit", model.scale);
  ImGui::SameLine();
  if (!fits_on_line("Copy id")) ImGui::NewLine();
  if (button("Copy id", model.neurons.has_ids())) actions.requests.push_back(CopyText{name});
}

std::string degree_text(bool complete, std::uint32_t partners, std::uint64_t synapses,
                        const std::string& lost) {
  if (!complete) return lost.empty() ? "still loading …" : "could not be loaded: " + lost;
  return counted(partners, "partner") + ", " + counted(synapses, "synapse");
}

void degree_lines(const PartnersReport& report, const Palette& colors) {
  if (!ImGui::BeginTable("degrees", 2)) return;
  ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthFixed);
  ImGui::TableSetupColumn("how many");
  const auto line = [&](const char* what, const std::string& text) {
    ImGui::TableNextColumn();
    ImGui::TextColored(ImGui::ColorConvertU32ToFloat4(colors.muted), "%s", what);
    ImGui::TableNextColumn();
    wrapped(text);
  };
  line("Inputs", degree_text(report.afferents_complete, report.afferent_count,
                             report.afferent_synapses, report.lost.inputs));
  line("Outputs", degree_text(report.efferents_complete, report.efferent_count,
                              report.efferent_synapses, report.lost.outputs));
  if (report.autapse_synapses > 0) {
    line("Itself", counted(report.autapse_synapses, "synapse") + " (autapse, not counted above)");
  }
  ImGui::EndTable();
}

void side_buttons(const FrameModel& model, Actions& actions) {
  struct Choice {
    PartnerSide side;
    const char* label;
  };
  constexpr Choice kChoices[] = {{PartnerSide::Both, "both"},
                                 {PartnerSide::Afferent, "inputs"},
                                 {PartnerSide::Efferent, "outputs"}};
  ImGui::TextUnformatted("Lines to");
  for (const Choice& choice : kChoices) {
    ImGui::SameLine(0, 16 * model.scale);
    if (radio_button(choice.label, model.view.partner_side == choice.side, model)) {
      actions.commands.push_back(SetPartnerSide{choice.side});
    }
  }
}

void attributes_table(const FrameModel& model, NeuronIndex neuron, float height) {
  if (!ImGui::BeginTable("attributes", 2, ImGuiTableFlags_RowBg | ImGuiTableFlags_ScrollY,
                         ImVec2(0, height))) {
    return;
  }
  ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthStretch, 0.45f);
  ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 0.55f);
  for (const Attribute& attribute :
       neuron_attributes(model.neurons, neuron, model.manifest.layout)) {
    ImGui::TableNextColumn();
    wrapped(attribute.name, palette(model.dark).muted);
    ImGui::TableNextColumn();
    wrapped(attribute.value);
  }
  ImGui::EndTable();
}

/// How many synapses are located, whether they are drawn, and the rest on request.
void synapse_lines(const FrameModel& model, Actions& actions) {
  if (model.details == nullptr || !model.details->synapses) return;
  const SynapsesReport& report = *model.details->synapses;
  caption(report.sentence, palette(model.dark));
  if (model.manifest.synapse_shape.has_position && model.manifest.layout == Layout::Soma) {
    bool shown = model.view.show_synapses;
    if (ImGui::Checkbox("Draw synapses", &shown)) {
      actions.commands.push_back(SetSynapsesShown{shown});
    }
    ImGui::SameLine();
  }
  if (report.bytes_left == 0) {
    ImGui::NewLine();
    return;
  }
  const std::string label = "Fetch the others (" + bytes_text(report.bytes_left) + ")";
  if (!fits_on_line(label.c_str())) ImGui::NewLine();
  if (small_button(label.c_str())) actions.requests.push_back(LoadAllSynapses{});
  hint(
      "Synapses that this neuron makes are stored with its partners; these lie far apart in the "
      "files.",
      model.scale);
}

void charts_tab(const FrameModel& model, const PartnersReport* report, Actions& actions) {
  const Palette colors = palette(model.dark);
  if (report == nullptr) {
    caption("Still loading.", colors);
    return;
  }
  for (const NamedBars* const chart : {&report->afferent_classes, &report->efferent_classes}) {
    if (chart->bars.empty()) continue;
    draw_named_bars(*chart, colors, model.scale);
    chart_buttons(*chart, model.scale, actions);
  }
  if (model.details == nullptr || !model.details->synapses) return;
  const SynapsesReport& synapses = *model.details->synapses;
  for (const auto* const chart : {&synapses.input_depths, &synapses.output_depths}) {
    if (!*chart) continue;
    draw_histogram(**chart, colors, model.scale);
    chart_buttons(**chart, model.scale, actions);
  }
}

std::string tab_label(const char* name, bool complete, std::uint32_t partners, bool lost,
                      const char* id) {
  const std::string number = complete ? " (" + with_separators(partners) + ")" : lost ? " –" : " …";
  return name + number + "###" + id;
}

}  // namespace

void neuron_panel(const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  if (!model.selected) {
    if (model.view.selected && model.loading.neurons_complete && model.neurons.has_ids()) {
      wrapped("Neuron " + std::to_string(static_cast<std::int64_t>(*model.view.selected)) +
              " is not in this dataset.");
      if (ImGui::Button("Deselect")) actions.commands.push_back(SelectNeuron{std::nullopt});
    } else {
      wrapped("Click a neuron to see its partners.", colors.muted);
    }
    if (model.shared != nullptr) shared_tab(model, actions);
    if (const std::string why = why_nothing_shared(model); !why.empty()) caption(why, colors);
    return;
  }
  const NeuronIndex neuron = *model.selected;
  if (is_new_here(neuron)) ImGui::SetScrollY(0);
  head_line(model, neuron, actions);
  if (neuron < model.mask.size() && model.mask[neuron] == 0) {
    caption("Hidden by the filters.", colors);
  }
  // A report of the neuron that was selected before may be here for a frame or two.
  const PartnersReport* const report =
      model.partners != nullptr && model.partners->neuron == neuron ? model.partners : nullptr;
  if (report != nullptr) {
    degree_lines(*report, colors);
    if (!report->caveat.empty()) wrapped(report->caveat, colors.warn);
  } else {
    wrapped("Its connections are still loading …", colors.muted);
  }
  synapse_lines(model, actions);
  side_buttons(model, actions);
  // Where nothing is left out the choice is with the other limits on connections, among the
  // filters.
  if (const std::string text = lines_sentence(model.lines); !text.empty()) {
    caption(text, colors);
    line_choice(model, actions);
  }
  pair_line(model, actions);
  if (const std::string why = why_nothing_shared(model); !why.empty()) caption(why, colors);

  // A fifth tab takes smaller letters, else none of them could be read.
  const bool fifth =
      model.shared != nullptr || (model.details != nullptr && model.details->partner);
  const auto as_tab = [&](auto begin) {
    const TextSize size(fifth ? kSmallTextPx : kTextPx);
    const ImVec2 padding = ImGui::GetStyle().FramePadding;
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        ImVec2(fifth ? padding.x * 0.6f : padding.x, padding.y));
    const bool open = begin();
    ImGui::PopStyleVar();
    return open;
  };
  const auto begin_tab = [&](const std::string& label) {
    return as_tab([&] { return ImGui::BeginTabItem(label.c_str()); });
  };
  // These tabs are there in every frame: else the one that is chosen would be forgotten while
  // the next neuron's connections are loading.
  if (!as_tab([] { return ImGui::BeginTabBar("lists", ImGuiTabBarFlags_FittingPolicyShrink); })) {
    return;
  }
  const bool in_complete = report != nullptr && report->afferents_complete;
  const bool out_complete = report != nullptr && report->efferents_complete;
  if (begin_tab(tab_label("Inputs", in_complete, in_complete ? report->afferent_count : 0,
                          report != nullptr && !report->lost.inputs.empty(), "inputs"))) {
    if (report != nullptr) {
      neuron_rows(report->afferents, report->afferent_neurons, RowClick::Pair, model, actions,
                  report->lost.any());
    } else {
      caption("Still loading.", colors);
    }
    ImGui::EndTabItem();
  }
  if (begin_tab(tab_label("Outputs", out_complete, out_complete ? report->efferent_count : 0,
                          report != nullptr && !report->lost.outputs.empty(), "outputs"))) {
    if (report != nullptr) {
      neuron_rows(report->efferents, report->efferent_neurons, RowClick::Pair, model, actions,
                  report->lost.any());
    } else {
      caption("Still loading.", colors);
    }
    ImGui::EndTabItem();
  }
  if (model.details != nullptr && model.details->partner && begin_tab("Both")) {
    pair_tab(model, actions);
    ImGui::EndTabItem();
  }
  if (model.shared != nullptr && begin_tab("Shared")) {
    shared_tab(model, actions);
    ImGui::EndTabItem();
  }
  if (begin_tab("Charts")) {
    charts_tab(model, report, actions);
    ImGui::EndTabItem();
  }
  if (begin_tab("Attributes")) {
    attributes_table(model, neuron, list_height(model.scale));
    ImGui::EndTabItem();
  }
  ImGui::EndTabBar();
}

}  // namespace cnx
