// app_decide.cpp — App's part that does what the panels and the page ask for, besides commands that
// change the view; and says what of the view could not be shown.

#include <algorithm>
#include <utility>

#include "app/app.h"
#include "report/statistic_columns.h"
#include "view/named_sets.h"

namespace cnx {

void App::set_whole() {
  whole_ = true;
  dirty_ = true;
  loader_.use_worker();
  for (const Request& request : std::exchange(waiting_requests_, {})) decide_request(request);
}

void App::decide_request(const Request& request) {
  if (take_selection_request(request) || take_camera_request(request)) return;
  if (std::holds_alternative<Undo>(request)) {
    flight_.reset();
    history_.undo();
    last_gesture_ = 0;
  } else if (std::holds_alternative<Redo>(request)) {
    flight_.reset();
    history_.redo();
    last_gesture_ = 0;
  } else if (std::holds_alternative<CopyLink>(request)) {
    copy_link();
  } else if (const auto* copy = std::get_if<CopyText>(&request)) {
    platform_.copy_text(copy->text);
  } else if (const auto* size = std::get_if<SetTextSize>(&request)) {
    set_text_size(size->percent);
    platform_.keep_setting(kTextSizeSetting, std::to_string(text_percent_));
  } else if (const auto* width = std::get_if<SetRightWidth>(&request)) {
    set_right_width(width->px);
    if (width->keep) platform_.keep_setting(kRightWidthSetting, std::to_string(right_px_));
  } else if (std::holds_alternative<StopMotifs>(request)) {
    motifs_.stop();
  } else if (std::holds_alternative<ResumeMotifs>(request)) {
    motifs_.resume();
  } else if (std::holds_alternative<StopStructure>(request)) {
    structure_.stop();
  } else if (std::holds_alternative<ResumeStructure>(request)) {
    structure_.resume();
  } else if (std::holds_alternative<StopComparison>(request)) {
    comparison_.stop();
  } else if (std::holds_alternative<ResumeComparison>(request)) {
    comparison_.resume();
  } else if (std::holds_alternative<StopRobustness>(request)) {
    robustness_.stop();
  } else if (std::holds_alternative<ResumeRobustness>(request)) {
    robustness_.resume();
  } else if (std::holds_alternative<StopExperiment>(request)) {
    experiment_.stop();
  } else if (std::holds_alternative<ResumeExperiment>(request)) {
    experiment_.resume();
  } else if (const auto* stop = std::get_if<StopInference>(&request)) {
    inference_.stop(stop->section);
    if (stop->section == InferenceSection::Distance) beside_.stop();
  } else if (const auto* resume = std::get_if<ResumeInference>(&request)) {
    inference_.resume(resume->section);
    if (resume->section == InferenceSection::Distance) beside_.resume();
  } else if (std::holds_alternative<StopSites>(request)) {
    sites_.stop();
  } else if (std::holds_alternative<StopEdgeMap>(request)) {
    edge_map_.stop();
  } else if (std::holds_alternative<FetchEdgeMap>(request)) {
    edge_map_.fetch();
  } else if (std::holds_alternative<FetchSites>(request)) {
    sites_.fetch();
  } else if (std::holds_alternative<DismissNotes>(request)) {
    dismissed_notes_ = notes_;
    exports_.forget_problem();
  } else if (std::holds_alternative<GoBack>(request)) {
    if (const auto neuron = trail_.go_back()) apply(SelectNeuron{neuron}, 0);
  } else if (std::holds_alternative<GoOn>(request)) {
    if (const auto neuron = trail_.go_on()) apply(SelectNeuron{neuron}, 0);
  } else if (std::holds_alternative<LoadAllSynapses>(request)) {
    selected_neuron_.want_all_synapses();
  } else if (std::holds_alternative<LoadAllSizes>(request)) {
    all_sizes_asked_ = true;
  } else if (const auto* filter = std::get_if<SetTableFilter>(&request)) {
    table_filter_ = filter->text;
  } else {
    decide_export(request);
  }
}

void App::update_notes() {
  std::vector<std::string> notes = link_notes_;
  if (!loader_.note().empty()) notes.push_back(loader_.note());
  if (!query_.note().empty()) notes.push_back(query_.note());
  if (!notes.empty() || neurons_complete()) {
    notes.insert(notes.end(), shown_.notes().begin(), shown_.notes().end());
  }
  if (view().selected && neurons().has_ids() && !selected_) {
    notes.push_back("The selected neuron " +
                    std::to_string(static_cast<std::int64_t>(*view().selected)) +
                    " is not in this dataset.");
  }
  const std::vector<std::string> missing = missing_set_notes(view());
  notes.insert(notes.end(), missing.begin(), missing.end());
  const std::string& color_by = view().color_by;
  const auto names = derived_names();
  // Distances and sets come with a neuron that is selected, and with the first set.
  const bool derived =
      color_by == kDistanceColumn || color_by == kSetsColumn ||
      std::any_of(names.begin(), names.end(), [&](const auto& n) { return n.first == color_by; });
  const bool known = derived || neurons().find(std::string_view(color_by)).has_value();
  if (const char* const section = section_of_column(color_by); section != nullptr && !known) {
    const bool counts =
        is_open(view(), Panel::Statistics) &&
        (section == std::string_view("Motifs")       ? view().motifs_open
         : section == std::string_view("Robustness") ? view().robustness_open && view().edge_map
                                                     : view().structure_open);
    if (!counts) {
      notes.push_back("Open " + std::string(section) + " in the statistics to color by \"" +
                      color_by + "\"; the default is shown.");
    }
  } else if (!color_by.empty() && !known) {
    notes.push_back("This dataset has no column \"" + view().color_by +
                    "\" to color by; the default is shown.");
  }
  if (has_dataset()) {
    const auto left_out = matrix_notes(neurons(), view().matrix);
    notes.insert(notes.end(), left_out.begin(), left_out.end());
    const InferenceState& inference = view().inference;
    if (std::string note = group_note(neurons(), inference.groups); !note.empty()) {
      notes.push_back(std::move(note));
    }
    if (inference.is_open(InferenceSection::Chance) && inference.model == ChanceModel::Neurons) {
      const std::string unmatched = match_note(neurons().columns(), inference.match);
      if (!unmatched.empty()) notes.push_back(unmatched);
    }
  }
  if (!exports_.problem().empty()) notes.push_back(exports_.problem());
  if (notes == dismissed_notes_) notes.clear();
  if (notes != notes_) dirty_ = true;
  notes_ = std::move(notes);
}

}  // namespace cnx
