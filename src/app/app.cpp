#include "app/app.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "app/connection_choice.h"
#include "app/neuron_rows.h"
#include "app/partner_choice.h"
#include "dataset/orientation.h"
#include "render/style.h"
#include "report/neuroglancer_link.h"
#include "report/numbers.h"
#include "report/statistic_columns.h"
#include "report/view_words.h"
#include "ui/pair_section.h"
#include "view/apply_command.h"
#include "view/named_sets.h"
#include "view/view_url.h"

namespace cnx {
namespace {

constexpr const char* kTextSizeSetting = "text size (%)";
constexpr const char* kRightWidthSetting = "right column (px)";
constexpr double kUrlPeriodMs = 250;  // the address changes at most four times a second

bool same_but_camera(ViewState a, const ViewState& b) {
  a.camera = b.camera;
  return a == b;
}

/// What a size limit left out of a list because nobody knows yet.
std::string unknown_sizes_text(std::uint32_t connections) {
  if (connections == 0) return "";
  return " Left out: " + counted(connections, "connection") +
         " whose sizes are not here; they come with the other synapses.";
}

}  // namespace

App::App(Platform& platform, std::string data_url)
    : platform_(platform),
      loader_(platform, std::move(data_url)),
      inquiries_(platform),
      motifs_(platform),
      structure_(platform),
      robustness_(platform),
      experiment_(platform),
      sites_(platform),
      edge_map_(platform),
      statistic_selection_(platform),
      comparison_(platform),
      selected_neuron_(platform),
      exports_(platform),
      degree_inquiries_(platform),
      reach_(platform),
      inference_(platform),
      beside_(platform) {
  DecodedView decoded = decode_address(platform_.fragment());
  history_ = History(decoded.state);
  link_notes_ = std::move(decoded.notes);
  written_view_ = decoded.state;
  set_text_size(std::strtol(platform_.setting(kTextSizeSetting).c_str(), nullptr, 10));
  const std::string right = platform_.setting(kRightWidthSetting);
  if (!right.empty()) set_right_width(std::strtof(right.c_str(), nullptr));
}

App::~App() = default;

void App::set_text_size(long percent) {
  text_percent_ =
      static_cast<int>(std::clamp<long>(percent, kUsualTextPercent, kLargestTextPercent));
  dirty_ = true;
}

void App::set_right_width(float px) {
  right_px_ = px >= kLeastRightPx ? std::min(px, kLargestRightPx) : kLeastRightPx;
  dirty_ = true;
}

/// The view of the address, or all of it where the browser has kept what did not fit.
DecodedView App::decode_address(const std::string& fragment) const {
  const std::string kept = platform_.kept();
  return kept.empty() ? decode_view_url(fragment) : decode_view_url(kept, kMaxViewTextBytes);
}

// take ---------------------------------------------------------------------------------------

void App::take() {
  const auto neurons_before = loader_.neurons_version();
  const auto connections_before = loader_.connections_version();
  const bool had_dataset = has_dataset();
  for (const WorkerReply& reply : loader_.take()) {
    if (const auto* const neurons = std::get_if<NeuronsReply>(&reply)) {
      if (std::holds_alternative<Subnetwork>(neurons->answer)) {
        exports_.take(*neurons);
      } else if (std::holds_alternative<InnerDegrees>(neurons->answer)) {
        statistic_selection_.take(reply);
      } else if (std::holds_alternative<Degrees>(neurons->answer)) {
        degree_inquiries_.take(*neurons);
      } else {
        selected_neuron_.take(*neurons);
      }
    } else if (!reach_.take(reply)) {
      inquiries_.take(reply);
      inference_.take(reply);
      beside_.take(reply);
      motifs_.take(reply);
      structure_.take(reply);
      comparison_.take(reply);
      robustness_.take(reply);
      experiment_.take(reply);
      sites_.take(reply);
      edge_map_.take(reply);
    }
    dirty_ = true;
  }
  if (loader_.neurons_version() != neurons_before ||
      loader_.connections_version() != connections_before || has_dataset() != had_dataset) {
    dirty_ = true;
  }
  if (const auto fragment = platform_.take_fragment_change()) take_fragment(*fragment);
  advance_flight();

  LoadStatus status = loader_.status();
  if (status.failures != load_status_.failures ||
      status.tiles_loaded != load_status_.tiles_loaded ||
      status.tiles_wanted != load_status_.tiles_wanted) {
    dirty_ = true;
  }
  load_status_ = std::move(status);
}

void App::take_fragment(const std::string& fragment) {
  DecodedView decoded = decode_address(fragment);
  written_view_ = decoded.state;
  open_view(std::move(decoded));
}

// decide -------------------------------------------------------------------------------------

void App::apply(const Command& command, std::uint32_t gesture) {
  if (std::holds_alternative<SetCamera>(command)) flight_.reset();
  const bool same_gesture = gesture != 0 && gesture == last_gesture_;
  ViewState next = apply_command(view(), command);
  if (next == view()) return;
  history_.record(std::move(next), same_gesture);
  last_gesture_ = gesture;
  dirty_ = true;
}

void App::decide(const Actions& actions, std::uint32_t gesture) {
  for (const Command& command : actions.commands) apply(command, gesture);
  std::optional<HighlightCategory> highlighted;
  std::string value_read;
  for (const Request& request : actions.requests) {
    if (const auto* read = std::get_if<ReadValue>(&request)) {
      value_read = read->text;
      continue;
    }
    if (!std::holds_alternative<HighlightCategory>(request)) dirty_ = true;
    if (take_selection_request(request) || take_camera_request(request)) continue;
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
    } else if (std::holds_alternative<RetryFailedTiles>(request)) {
      loader_.retry_failed();
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
    } else if (const auto* category = std::get_if<HighlightCategory>(&request)) {
      highlighted = *category;
    } else if (decide_export(request)) {
      continue;
    } else if (const auto* need = std::get_if<NeedColumn>(&request)) {
      std::erase(needed_columns_, need->column);
      needed_columns_.insert(needed_columns_.begin(), need->column);
    }
  }
  highlight(highlighted);
  if (value_read_ != value_read) dirty_ = true;
  value_read_ = std::move(value_read);
}

// derive -------------------------------------------------------------------------------------

bool App::dark() const {
  switch (picture_theme_.value_or(view().theme)) {
    case Theme::Dark: return true;
    case Theme::Light: return false;
    case Theme::System: break;
  }
  return platform_.prefers_dark();
}

ViewSlabs App::slabs() const {
  if (!has_dataset()) return {};
  return view_slabs(view(), *loader_.manifest(), neurons());
}

std::size_t App::synapses_in_view() const {
  const auto& sites = selected_neuron_.drawn_sites();
  return static_cast<std::size_t>(
      std::count_if(sites.begin(), sites.end(), [slabs = slabs()](const SynapseSite& site) {
        return in_slabs({site.um[0], site.um[1], site.um[2]}, slabs);
      }));
}

void App::derive() {
  if (!has_dataset()) return;
  const Manifest& manifest = *loader_.manifest();
  if (auto settled = settle_rows(view(), manifest)) {
    history_.record(std::move(settled->state), true);
    if (!settled->note.empty()) link_notes_.push_back(std::move(settled->note));
  }
  const SizeLimits sizes = size_limits();
  if (loader_.limit_sizes(sizes)) load_status_ = loader_.status();
  derive_selection();
  derive_query();
  derive_columns();
  const bool shown_changed =
      shown_.update(neurons(), view(), dark(), derived_columns_.all(), derived_columns_.version(),
                    loader_.neurons_version(), &query_.mask(), query_.version(), slabs());
  derive_in_force();
  derive_growth();
  if (!microns_ids_ && neurons().has_ids()) microns_ids_ = has_microns_root_ids(neurons());
  if (shown_changed) {
    dirty_ = true;
    y_is_depth_ = y_is_cortical_depth(neurons(), manifest.layout);
  }
  if (regions_.update(neurons(), y_is_depth_)) dirty_ = true;

  TileNeed need;
  need.selected = selected_;
  need.columns = needed_columns_;
  for (std::uint32_t i = 0; i < manifest.columns.size(); ++i) {
    if (std::find(need.columns.begin(), need.columns.end(), i) == need.columns.end()) {
      need.columns.push_back(i);
    }
  }
  const bool statistics = is_open(view(), Panel::Statistics);
  need.every_connection = statistics || selected_neuron_.needs_every_connection() ||
                          exports_.waiting() || colors_by_degree() || query_.needs_connections() ||
                          growing_;
  every_size_wanted_ = sizes.any() || (counts_sizes_somewhere() && fetches_sizes());
  need.every_size = every_size_wanted_;
  need.synapse_tiles = selected_neuron_.synapse_tiles();

  derive_styles(shown_changed, derive_lines());
  if (statistics) ask_statistics();
  // The numbers on the screen and those of the jobs are about the same neurons.
  const StatisticsReply* const reply = inquiries_.statistics();
  // What is partial will be counted again, unless a tile cannot be had.
  if (statistics && reply != nullptr && (reply->tiles_missing == 0 || loader_.idle())) {
    const CountsBeside* const before = inquiries_.beside();
    inquiries_.ask_beside();
    if (inquiries_.beside() != before) dirty_ = true;
  }
  const bool known =
      statistics && reply != nullptr && reply->tiles_missing == 0 && !inquiries_.network_stale();
  // Another grouping of the matrix has no section counted again, other groups only those that look
  // at groups.
  const ScopedQuestion& asked = inquiries_.statistics_question();
  const StatisticsQuestion* const question = known ? &asked.by_group : nullptr;
  const std::uint32_t network = asked.network, grouped = asked.grouped;
  motifs_.derive(view().motifs_open, question, network);
  structure_.derive(view().structure_open, question, grouped);
  experiment_.derive(view().experiment, question, network, neurons(),
                     manifest.layout == Layout::Soma);
  // Whose a synapse is, all inputs of its neuron say.
  sites_.set_beside(view().inference.beside.empty() ? nullptr
                                                    : set_named(view(), view().inference.beside));
  sites_.derive(view().sites, load_status_.connections_complete ? question : nullptr, grouped,
                loader_, view().inference);
  need.synapse_tiles.insert(need.synapse_tiles.end(), sites_.wanted_tiles().begin(),
                            sites_.wanted_tiles().end());
  // As there; but there is a map, too, where some connections cannot be had.
  edge_map_.derive(statistics && view().robustness_open && view().edge_map,
                   connections_settled() ? question : nullptr, network, loader_);
  need.synapse_tiles.insert(need.synapse_tiles.end(), edge_map_.wanted_tiles().begin(),
                            edge_map_.wanted_tiles().end());
  loader_.want(need);
  derive_statistic_selection(known && !inquiries_.statistics_stale() ? &asked.question : nullptr);
  // Nobody waits for what a dataset does not have: the worker says so.
  auto sizes_here = SizesEverywhere::Here;
  if (manifest.synapse_shape.has_size) {
    sizes_here = sizes_everywhere();
    // Whose the synapses are, only all connections tell.
    if (sizes_here == SizesEverywhere::Here && !connections_settled()) {
      sizes_here = SizesEverywhere::Coming;
    }
  }
  const bool places = manifest.layout == Layout::Soma;
  robustness_.derive(view().robustness_open, question, grouped, label_accuracy(view(), neurons()),
                     view().thresholds, view().inference, neurons(), places, sizes_here);
  comparison_.derive(view(), neurons(), question, grouped, places, sizes_here);
  inference_.derive(view().inference, question, grouped, neurons(), places, sizes_here);
  beside_.derive(view(), neurons(), question, network, manifest.layout == Layout::Soma,
                 inference_.distance());
  exports_.derive(loader_.connections_version());
  if (exports_.waiting() && (exports_.finish(export_source(sizes.any())) ||
                             (loader_.idle() && exports_.give_up(loader_.status())))) {
    dirty_ = true;
  }
  update_notes();
}

void App::derive_selection() {
  std::optional<NeuronIndex> selected;
  if (view().selected && neurons().has_ids()) selected = neurons().find_id(*view().selected);
  if (selected != selected_) {
    selected_ = selected;
    partners_report_.reset();
    dirty_ = true;
  }
  if (selected_) {
    trail_.visit(*view().selected);
    inquiries_.ask_partners(*selected_, loader_.connections_version());
  } else {
    inquiries_.forget_partners();
  }
  const Partners* const partners = inquiries_.partners();

  SelectedNeuronInputs inputs;
  inputs.selected = selected_;
  if (selected_ && view().partner) inputs.partner = neurons().find_id(*view().partner);
  inputs.partners_version = inquiries_.partners_version();
  if (inputs.partner) {
    inputs.group = {*selected_, *inputs.partner};
    inputs.path_synapses = view().path_synapses;
  } else if (const std::uint32_t count = view().selection.count_below(neurons().neuron_count());
             count >= 2 && count <= kMaxSharedGroup) {
    inputs.group = view().selection.neurons(neurons().neuron_count());
  }
  static_assert(kMaxSharedGroup == kMostCompared);  // what the panel says
  inputs.show_synapses = view().show_synapses;
  inputs.all_synapses = size_limits().any();
  inputs.y_is_depth = y_is_depth_;
  inputs.tiles_given_up = load_status_.tiles_given_up;
  if (selected_neuron_.update(inputs, partners, loader_)) dirty_ = true;
  if (selected_ && partners != nullptr) derive_partners_report(*partners);
}

void App::derive_partners_report(const Partners& partners) {
  if (partners_report_ && partners_shown_version_ == inquiries_.partners_version() &&
      partners_neurons_version_ == loader_.neurons_version() &&
      partners_sites_version_ == selected_neuron_.sites_version() &&
      partners_tiles_given_up_ == load_status_.tiles_given_up &&
      asked_connections_ == view().connections && asked_sets_ == view().sets) {
    return;
  }
  asked_connections_ = view().connections;
  asked_sets_ = view().sets;
  const ConnectionChoice choice(view(), neurons().positions_um(), neurons().neuron_count());
  const bool has_sizes = loader_.manifest()->synapse_shape.has_size;
  const auto chosen = [&](const std::vector<Partner>& side, bool output) {
    return chosen_partners(*selected_, side, output, selected_neuron_.sites(), has_sizes, choice);
  };
  ChosenPartners inputs = chosen(partners.afferents, false);
  ChosenPartners outputs = chosen(partners.efferents, true);
  LostConnections lost{loader_.given_up(TileKind::ConnectionsIn, *selected_),
                       loader_.given_up(TileKind::ConnectionsOut, *selected_), ""};
  // A synapse stands in the row of its post neuron.
  const auto lose_sizes = [&](PartnerEntry& entry, NeuronIndex post) {
    std::string reason = loader_.given_up(TileKind::Synapses, post);
    entry.sizes_lost = !reason.empty();
    if (entry.sizes_lost) lost.sizes = std::move(reason);
  };
  for (PartnerEntry& entry : inputs.entries) lose_sizes(entry, *selected_);
  for (PartnerEntry& entry : outputs.entries) lose_sizes(entry, entry.neuron);
  partners_report_ = partners_report(
      neurons(), *selected_, inputs.entries, partners.afferents_complete, outputs.entries,
      partners.efferents_complete, loader_.manifest()->layout, has_sizes, lost);
  partners_report_->afferents.caption += unknown_sizes_text(inputs.sizes_unknown);
  partners_report_->efferents.caption += unknown_sizes_text(outputs.sizes_unknown);
  partners_shown_version_ = inquiries_.partners_version();
  partners_neurons_version_ = loader_.neurons_version();
  partners_sites_version_ = selected_neuron_.sites_version();
  partners_tiles_given_up_ = load_status_.tiles_given_up;
  dirty_ = true;
}

/// Of the selected neuron and its partners that pass the filters; with a second neuron, of the two.
void App::derive_styles(bool shown_changed, bool lines_changed) {
  if (!shown_changed && !lines_changed && styled_selected_ == selected_ &&
      styled_highlight_ == highlighted_ && styled_selection_ == view().selection) {
    return;
  }
  styled_selected_ = selected_;
  styled_highlight_ = highlighted_;
  styled_selection_ = view().selection;
  prominent_.clear();
  styles_ = shown_.styles();
  palette_ = shown_.palette();
  styles_version_ += 1;
  if (styles_.empty()) return;
  dirty_ = true;
  const auto fade_all_but = [&](auto is_meant) {
    for (std::size_t i = 0; i < styles_.size(); ++i) {
      if (!is_meant(i) && styles_[i] != kHiddenStyle) styles_[i] += kFadedStyleOffset;
    }
  };
  if (highlighted_ && neurons().has(highlighted_->column)) {
    const auto codes = neurons().codes(highlighted_->column);
    fade_all_but([&](std::size_t i) { return codes[i] == highlighted_->code; });
  } else if ((selected_ && !lines_.lines.empty()) || !view().selection.empty()) {
    prominent_ = view().selection.mask(static_cast<std::uint32_t>(styles_.size()));
    for (std::size_t i = 0; i < styles_.size(); ++i) prominent_[i] &= shown_.mask()[i];
    for (const ConnectionLine& line : lines_.lines) {
      for (const NeuronIndex end : {line.from, line.to}) prominent_[end] = shown_.mask()[end];
    }
    fade_all_but([&](std::size_t i) { return prominent_[i] != 0; });
  }
  if (!selected_) return;
  std::uint8_t& style = styles_[*selected_];
  if (style == kHiddenStyle) return;
  palette_[kSelectedStyle] = palette_[style % kFadedStyleOffset];
  style = kSelectedStyle;
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

void App::highlight(std::optional<HighlightCategory> category) {
  if (highlighted_ == category) return;
  highlighted_ = category;
  dirty_ = true;
}

bool App::colors_by_degree() const {
  return view().color_by == kInDegreeColumn || view().color_by == kOutDegreeColumn;
}

void App::derive_columns() {
  const Degrees* const degrees = degree_inquiries_.degrees();
  const bool known = degrees != nullptr && degrees->complete;
  if (colors_by_degree() && !known && asked_degrees_version_ != loader_.connections_version()) {
    asked_degrees_version_ = loader_.connections_version();
    degree_inquiries_.ask(AskDegrees{});
  }
  derived_columns_.take(ColumnSource::Motifs, motifs_.columns());
  derived_columns_.take(ColumnSource::Structure, structure_.columns());
  derived_columns_.take(ColumnSource::EdgeMap, edge_map_.columns());
  derived_columns_.update(neurons(), *loader_.manifest(), view(), selected_, degrees,
                          degree_inquiries_.version());
}

/// Those that are there, and those that come when they are asked for.
std::vector<std::pair<std::string, std::string>> App::derived_names() const {
  std::vector<std::pair<std::string, std::string>> names = {
      {kInDegreeColumn, "How many neurons it has inputs from, itself left out."},
      {kOutDegreeColumn, "How many neurons it has outputs to, itself left out."}};
  for (const DerivedColumn& column : derived_columns_.all()) {
    if (column.name == kInDegreeColumn || column.name == kOutDegreeColumn) continue;
    names.emplace_back(column.name, column.definition);
  }
  return names;
}

std::vector<NeuronId> App::recent_neurons() const {
  std::vector<NeuronId> recent;
  const auto& visited = trail_.visited();
  for (auto it = visited.rbegin(); it != visited.rend(); ++it) {
    if (*it == view().selected) continue;
    if (std::find(recent.begin(), recent.end(), *it) == recent.end()) recent.push_back(*it);
  }
  return recent;
}

// pump ---------------------------------------------------------------------------------------

void App::pump() {
  loader_.pump();
  if (view() == written_view_) return;
  const double now_ms = platform_.now_ms();
  const double due_ms = url_written_at_ms_ + kUrlPeriodMs;
  // A flight or a drag in progress would only fill the address bar with places passed by.
  if (now_ms >= due_ms && !flight_) {
    write_url();
  } else if (!flight_) {
    platform_.request_frame_in(due_ms - now_ms);
  }
}

void App::write_url() {
  if (view() == written_view_) return;
  // Back returns to the previous choice, not to every camera position on the way.
  const bool new_entry = !same_but_camera(written_view_, view());
  const std::string text = encode_view_url(view());
  if (text.size() <= kMaxFragmentBytes) {
    platform_.write_fragment(text, new_entry, "");
  } else {
    ViewState brief = view();
    brief.selection = {};
    brief.sets.clear();
    brief.rows_of.clear();
    std::string fits = encode_view_url(brief);
    if (fits.size() > kMaxFragmentBytes) fits.clear();
    platform_.write_fragment(fits, new_entry, text);
  }
  written_view_ = view();
  url_written_at_ms_ = platform_.now_ms();
}

bool App::idle() const {
  const bool settled = view() == written_view_ && !flight_ && inquiries_.idle() &&
                       selected_neuron_.idle() && exports_.idle() && degree_inquiries_.idle() &&
                       reach_.idle() && inference_.idle() && beside_.idle() && motifs_.idle() &&
                       structure_.idle() && statistic_selection_.idle() && comparison_.idle() &&
                       robustness_.idle() && experiment_.idle() && sites_.idle() &&
                       edge_map_.idle() && !growing_;
  if (!failure().empty()) return settled;
  return settled && loader_.idle();
}

bool App::take_dirty() { return std::exchange(dirty_, false); }

}  // namespace cnx
