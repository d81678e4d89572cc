// about_panel.cpp — what the data is and is not, how to cite it, and how to move around.

#include <imgui.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "report/glossary.h"
#include "report/numbers.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

void heading(const char* text) {
  ImGui::Spacing();
  const TextSize head(kHeadTextPx);
  ImGui::TextUnformatted(text);
  ImGui::Separator();
}

void bullet(const char* text) {
  ImGui::Bullet();
  wrapped(text);
}

void row(const char* name, const std::string& value, const Palette& colors) {
  ImGui::TableNextColumn();
  wrapped(name, colors.muted);
  ImGui::TableNextColumn();
  wrapped(value);
}

/// Two columns that wrap; `first_css_px` wide the first, where the second keeps its room.
bool begin_pairs(const char* id, float first_css_px, float scale) {
  const float most = ImGui::GetContentRegionAvail().x * 0.4f;
  if (!ImGui::BeginTable(id, 2)) return false;
  ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthFixed,
                          std::min(first_css_px * scale, most));
  ImGui::TableSetupColumn("value");
  return true;
}

const char* layout_sentence(Layout layout) {
  switch (layout) {
    case Layout::Soma: return "Neurons stand where their somas are.";
    case Layout::Line:
      return "The data has one coordinate: neurons stand along it, and their height and depth are "
             "made up so that they do not overlap.";
    case Layout::Group:
      return "The data has no positions: neurons stand in clusters, and no place or distance on "
             "the screen means anything.";
  }
  return "";
}

/// Class, region and proofreading of the axon together are what the MICrONS files have.
bool is_microns_like(const Manifest& manifest) {
  return manifest.synthetic || (manifest.column(ColumnRole::CellClass) != nullptr &&
                                manifest.column(ColumnRole::Region) != nullptr &&
                                manifest.column(ColumnRole::AxonStatus) != nullptr);
}

void dataset_facts(const FrameModel& model) {
  const Manifest& manifest = model.manifest;
  const Palette colors = palette(model.dark);
  if (begin_pairs("facts", 110, model.scale)) {
    char fingerprint[20];
    std::snprintf(fingerprint, sizeof fingerprint, "%016llx",
                  static_cast<unsigned long long>(manifest.fingerprint));
    row("name", manifest.dataset_name, colors);
    if (!manifest.source_file.empty()) row("file", manifest.source_file, colors);
    if (!manifest.source_group.empty()) row("group", manifest.source_group, colors);
    if (!manifest.edge_weight.empty()) row("synapses from", manifest.edge_weight, colors);
    row("neurons", with_separators(manifest.neuron_count), colors);
    row("connections",
        with_separators(manifest.connection_count) + " (ordered pairs; " +
            counted(manifest.autapse_count, "autapse") + " among them)",
        colors);
    row("synapses", with_separators(manifest.synapse_count), colors);
    row("positions", layout_sentence(manifest.layout), colors);
    row("fingerprint", fingerprint, colors);
    ImGui::EndTable();
  }
  if (manifest.notes.empty()) return;
  ImGui::Spacing();
  ImGui::TextColored(ImGui::ColorConvertU32ToFloat4(colors.muted), "Notes of the converter");
  const TextSize small(kSmallTextPx);
  for (const std::string& note : manifest.notes) bullet(note.c_str());
}

/// The short names that this dataset uses, and the terms of the screen.
void words(const FrameModel& model) {
  const Palette colors = palette(model.dark);
  const auto in_data = [&](const GlossaryWord& word) {
    if (word.kind == WordKind::Term) return true;
    for (const Column& column : model.manifest.columns) {
      const auto& names = column.categories;
      if (category_meaning(column.role, word.word) == word.meaning &&
          std::find(names.begin(), names.end(), word.word) != names.end()) {
        return true;
      }
    }
    return false;
  };
  if (!begin_pairs("words", 130, model.scale)) return;
  for (const GlossaryWord& word : glossary()) {
    if (in_data(word)) row(word.word, word.meaning, colors);
  }
  ImGui::EndTable();
}

void microns_caveats() {
  bullet(
      "Cell classes come from a model with 77 % accuracy on held-out data. The main confusions: "
      "layer 6 IT with CT, and layer 5 IT with layer 4 and many other types.");
  bullet(
      "Regions are tentative: their borders were drawn on a picture in x and z, parallel to y. "
      "Do not treat them as accurate.");
  bullet(
      "Proofreading is told for axon and dendrite apart: \"non\" no comprehensive proofreading; "
      "\"clean\" false merges removed, tips not all followed; \"extended\" clean and followed as "
      "far as possible. Most axons are not proofread: their outputs cannot be analyzed. A clean "
      "axon can, but may be biased by its limited extent. Dendrites are mostly complete.");
  bullet(
      "Synapses whose other end lies outside the volume are absent: neurons within 100 to 150 µm "
      "of a side border lose partners (edge effect).");
  bullet("A few hundred merged neurons were removed.");
}

void general_caveats() {
  bullet(
      "Connections with neurons that are not in the file are absent: counts near the border of "
      "what was reconstructed are too low.");
  bullet(
      "Cell classes, regions and proofreading are as the file gives them; this page cannot say "
      "how sure they are.");
  bullet("A connection that is not there may be one that nobody has found yet.");
}

/// A reference, and a button that copies it.
void reference(const char* text, const char* doi, Actions& actions) {
  ImGui::PushID(doi);
  bullet(text);
  ImGui::Indent();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(doi);
  ImGui::SameLine();
  if (ImGui::Button("Copy")) actions.requests.push_back(CopyText{std::string(text) + " " + doi});
  ImGui::Unindent();
  ImGui::PopID();
}

}  // namespace

void about_panel(const FrameModel& model, Actions& actions) {
  const Palette colors = palette(model.dark);
  const bool microns = is_microns_like(model.manifest);
  wrapped(
      "Connectoscope shows every neuron of a connectome in the web browser, who connects with "
      "whom, and the statistics of any part that you choose. The data is preprocessed once; "
      "nothing is computed on a server.");

  heading("This dataset");
  if (model.manifest.synthetic) {
    wrapped(
        "SYNTHETIC SAMPLE – not real data. A program made it from published statistics of mouse "
        "visual cortex (MICrONS); it is for trying out, not for research.",
        colors.warn);
  }
  dataset_facts(model);

  heading("What the data can and cannot say");
  if (microns && model.manifest.synthetic) {
    caption("The sample imitates the MICrONS data, of which this holds:", colors);
  }
  if (microns) {
    microns_caveats();
  } else {
    general_caveats();
  }

  heading("Words");
  words(model);

  heading("Mouse, touch and keys");
  key_list(model);

  heading("How to cite");
  if (!microns) {
    wrapped("Cite the source of this dataset. Connectoscope reads the format of these:");
  }
  reference(
      "MICrONS Consortium. Functional connectomics spanning multiple areas of mouse visual "
      "cortex. Nature (2025).",
      "doi:10.1038/s41586-025-08790-w", actions);
  reference("The MICrONS connectome in the Connectome-utilities format. Zenodo.",
            "doi:10.5281/zenodo.8364070", actions);
  bullet("Connectome-utilities, the Python package whose HDF5 layout Connectoscope reads.");

  if (microns) {
    heading("Credits");
    wrapped(
        "The data is the work of the MICrONS program. Among those who made what is shown here: "
        "Leila Elabbady, Forrest Collman, Shang Mu, Gayathri Mahalingam; Sven Dorkenwald, Casey "
        "Schneider-Mizell, Stelios Papadopoulos; Nick Turner, Seung Lab.");
  }
}

}  // namespace cnx
