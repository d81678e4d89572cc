#include "app/app.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
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
#include "view/apply_command.h"
#include "view/named_sets.h"
#include "view/view_url.h"
#include "worker/statistics_json.h"

namespace cnx {
namespace {

constexpr const char* kTextSizeSetting = "text size (%)";
constexpr double kUrlPeriodMs = 250;       // the address changes at most four times a second
constexpr double kPartialPeriodMs = 1000;  // partial statistics are asked for again this seldom

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
      inference_(platform) {
  DecodedView decoded = decode_address(platform_.fragment());
  history_ = History(decoded.state);
  link_notes_ = std::move(decoded.notes);
  written_view_ = decoded.state;
  set_text_size(std::strtol(platform_.setting(kTextSizeSetting).c_str(), nullptr, 10));
}

void App::set_text_size(long percent) {
  text_percent_ =
      static_cast<int>(std::clamp<long>(percent, kUsualTextPercent, kLargestTextPercent));
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

bool App::fetches_sizes() const {
  std::uint64_t bytes = 0;
  const TileFamily* const synapses = loader_.manifest()->family(TileKind::Synapses);
  if (synapses == nullptr || !loader_.manifest()->synapse_shape.has_size) return false;
  for (const TileEntry& tile : synapses->tiles) bytes += tile.bytes;
  return all_sizes_asked_ || bytes <= kSynapseBudgetBytes || load_status_.synapse_bytes_left == 0;
}

SizeLimits App::size_limits() const {
  if (!fetches_sizes()) return {};
  return {view().connections.min_mean_size, view().connections.min_size_sum};
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
  need.every_size = sizes.any();
  need.synapse_tiles = selected_neuron_.synapse_tiles();

  derive_styles(shown_changed, derive_lines());
  if (statistics) ask_statistics();
  // The numbers on the screen and those of the jobs are about the same neurons.
  const StatisticsReply* const reply = inquiries_.statistics();
  const bool known =
      statistics && reply != nullptr && reply->tiles_missing == 0 && !inquiries_.statistics_stale();
  const StatisticsQuestion* const question =
      known ? &inquiries_.statistics_question().question : nullptr;
  motifs_.derive(view().motifs_open, question, inquiries_.statistics_version());
  structure_.derive(view().structure_open, question, inquiries_.statistics_version());
  robustness_.derive(view().robustness_open, question, inquiries_.statistics_version(),
                     view().label_accuracy, neurons(), manifest.layout == Layout::Soma);
  experiment_.derive(view().experiment, question, inquiries_.statistics_version(), neurons(),
                     manifest.layout == Layout::Soma);
  // Whose a synapse is, all inputs of its neuron say.
  sites_.derive(view().sites, load_status_.connections_complete ? question : nullptr,
                inquiries_.statistics_version(), loader_);
  need.synapse_tiles.insert(need.synapse_tiles.end(), sites_.wanted_tiles().begin(),
                            sites_.wanted_tiles().end());
  edge_map_.derive(view().robustness_open && view().edge_map, question,
                   inquiries_.statistics_version(), loader_);
  need.synapse_tiles.insert(need.synapse_tiles.end(), edge_map_.wanted_tiles().begin(),
                            edge_map_.wanted_tiles().end());
  loader_.want(need);
  derive_statistic_selection(question);
  comparison_.derive(view(), neurons(), question, inquiries_.statistics_version());
  inference_.derive(view().inference, question, inquiries_.statistics_version(), neurons(),
                    manifest.layout == Layout::Soma);
  exports_.derive(loader_.connections_version());
  if (exports_.waiting() && exports_.finish(export_source(sizes.any()))) dirty_ = true;
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
  inputs.show_synapses = view().show_synapses;
  inputs.all_synapses = size_limits().any();
  inputs.y_is_depth = y_is_depth_;
  if (selected_neuron_.update(inputs, partners, loader_)) dirty_ = true;
  if (selected_ && partners != nullptr) derive_partners_report(*partners);
}

void App::derive_partners_report(const Partners& partners) {
  if (partners_report_ && partners_shown_version_ == inquiries_.partners_version() &&
      partners_neurons_version_ == loader_.neurons_version() &&
      partners_sites_version_ == selected_neuron_.sites_version() &&
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
  const ChosenPartners inputs = chosen(partners.afferents, false);
  const ChosenPartners outputs = chosen(partners.efferents, true);
  partners_report_ = partners_report(
      neurons(), *selected_, inputs.entries, partners.afferents_complete, outputs.entries,
      partners.efferents_complete, loader_.manifest()->layout, has_sizes);
  partners_report_->afferents.caption += unknown_sizes_text(inputs.sizes_unknown);
  partners_report_->efferents.caption += unknown_sizes_text(outputs.sizes_unknown);
  partners_shown_version_ = inquiries_.partners_version();
  partners_neurons_version_ = loader_.neurons_version();
  partners_sites_version_ = selected_neuron_.sites_version();
  dirty_ = true;
}

/// Of the selected neuron and its partners that pass the filters; with a second neuron, of the two.
std::vector<ConnectionLine> App::partner_lines(PartnerCount& inputs, PartnerCount& outputs) const {
  std::vector<ConnectionLine> lines;
  const Partners* const partners = inquiries_.partners();
  if (partners == nullptr || !selected_) return lines;
  const std::optional<NeuronIndex> second = selected_neuron_.details().partner;
  const ConnectionChoice choice(view(), neurons().positions_um(), neurons().neuron_count());
  std::vector<std::pair<std::uint32_t, ConnectionLine>> candidates;
  const bool has_sizes = loader_.manifest()->synapse_shape.has_size;
  const auto add = [&](const std::vector<Partner>& side, bool output, PartnerCount& count) {
    const ChosenPartners chosen =
        chosen_partners(*selected_, side, output, selected_neuron_.sites(), has_sizes, choice);
    for (const PartnerEntry& partner : chosen.entries) {
      if (partner.neuron == *selected_) continue;
      if (second && partner.neuron != *second) continue;
      count.all += 1;
      if (shown_.mask()[partner.neuron] == 0) continue;
      count.shown += 1;
      ConnectionLine line;
      line.from = output ? *selected_ : partner.neuron;
      line.to = output ? partner.neuron : *selected_;
      line.output = output;
      line.strength = std::min(1.0f, 0.35f + 0.13f * static_cast<float>(partner.synapse_count));
      candidates.emplace_back(partner.synapse_count, line);
    }
  };
  if (view().partner_side != PartnerSide::Efferent) add(partners->afferents, false, inputs);
  if (view().partner_side != PartnerSide::Afferent) add(partners->efferents, true, outputs);
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (candidates.size() > view().max_lines) candidates.resize(view().max_lines);
  for (const auto& candidate : candidates) lines.push_back(candidate.second);
  return lines;
}

/// Every connection of the listed paths once, the strongest paths first.
std::vector<ConnectionLine> App::path_lines(const PathsReport& paths) const {
  std::vector<ConnectionLine> lines;
  std::set<std::pair<NeuronIndex, NeuronIndex>> drawn;
  for (const ListedPath& path : paths.paths) {
    for (std::size_t i = 0; i + 1 < path.neurons.size(); ++i) {
      ConnectionLine line{path.neurons[i], path.neurons[i + 1], true, 0};
      if (lines.size() == view().max_lines || !drawn.emplace(line.from, line.to).second) continue;
      line.strength = std::min(1.0f, 0.35f + 0.13f * static_cast<float>(path.weakest));
      lines.push_back(line);
    }
  }
  return lines;
}

bool App::derive_lines() {
  ConnectionLines next;
  if (const auto& paths = selected_neuron_.details().paths) {
    next.paths = true;
    next.lines = path_lines(*paths);
  } else {
    next.lines = partner_lines(next.inputs, next.outputs);
  }
  const auto same = [](const ConnectionLine& a, const ConnectionLine& b) {
    return a.from == b.from && a.to == b.to && a.output == b.output && a.strength == b.strength;
  };
  if (next.lines.size() == lines_.lines.size() && next.paths == lines_.paths &&
      std::equal(next.lines.begin(), next.lines.end(), lines_.lines.begin(), same) &&
      next.inputs == lines_.inputs && next.outputs == lines_.outputs) {
    return false;
  }
  next.version = lines_.version + 1;
  lines_ = std::move(next);
  dirty_ = true;
  return true;
}

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

std::string App::scope_text(std::uint32_t chosen) const {
  const std::uint32_t total = loader_.manifest()->neuron_count;
  std::string text = with_separators(chosen) + " of " + counted(total, "neuron");
  if (view().statistics_scope == StatisticsScope::Neighborhood) {
    text += selected_ ? ": " + neuron_name(neurons(), *selected_) +
                            " and its shown partners (its own connections are in by this choice)"
                      : ": no neuron is selected";
  }
  std::string filters;
  for (const ColumnFilter& filter : shown_.filters()) {
    if (!filters.empty()) filters += "; ";
    const Column& column = neurons().columns()[filter.column];
    filters += column.name + " ";
    if (column.kind != ColumnKind::Category) {
      filters += short_number(filter.min) + " to " + short_number(filter.max);
      continue;
    }
    if (filter.shown_codes.empty()) filters += "none";
    constexpr std::size_t kMaxNames = 6;
    for (std::size_t i = 0; i < std::min(filter.shown_codes.size(), kMaxNames); ++i) {
      filters += (i > 0 ? ", " : "") + column.categories[filter.shown_codes[i]];
    }
    if (filter.shown_codes.size() > kMaxNames) {
      filters += " and " + std::to_string(filter.shown_codes.size() - kMaxNames) + " more";
    }
  }
  if (const std::string words = slab_words(view(), loader_.manifest()->layout); !words.empty()) {
    filters += (filters.empty() ? "" : "; ") + words;
  }
  return filters.empty() ? text + ", no filter" : text + ", filtered by " + filters;
}

void App::ask_statistics() {
  const bool near = view().statistics_scope == StatisticsScope::Neighborhood;
  if (!neurons_complete()) return;
  const bool complete = load_status_.connections_complete;
  SidesWish wish = sides_wish(view());
  const bool scope_changed =
      asked_mask_version_ != shown_.mask_version() ||
      statistics_connections_ != view().connections || statistics_sizes_ != size_limits() ||
      asked_scope_ != view().statistics_scope || asked_sides_ != wish ||
      (near &&
       (asked_selected_ != selected_ || asked_partners_version_ != inquiries_.partners_version()));
  const bool tiles_changed = asked_connections_version_ != loader_.connections_version();
  const double now_ms = platform_.now_ms();
  const StatisticsReply* last = inquiries_.statistics();
  // Once nothing is missing, more tiles (the input side of a selected neuron) change no number.
  const bool final = last != nullptr && last->tiles_missing == 0 && complete;
  if (!scope_changed && (!tiles_changed || final)) return;
  if (!scope_changed && !complete && now_ms - statistics_asked_at_ms_ < kPartialPeriodMs) {
    platform_.request_frame_in(kPartialPeriodMs);
    return;
  }

  NeuronMask chosen = shown_.mask();
  if (near) {
    NeuronMask partners_only(chosen.size(), 0);
    if (selected_) partners_only[*selected_] = chosen[*selected_];
    if (const Partners* partners = inquiries_.partners(); partners != nullptr && selected_) {
      for (const auto* side : {&partners->afferents, &partners->efferents}) {
        for (const Partner& partner : *side) partners_only[partner.neuron] = chosen[partner.neuron];
      }
    }
    chosen = std::move(partners_only);
  }
  ScopedQuestion question;
  const std::string scope = scope_text(count_shown(chosen));
  ChosenSides sides = chosen_sides(wish, std::move(chosen), scope);
  question.scope = std::move(sides.words);
  question.question =
      statistics_question(neurons(), std::move(sides.pre), neurons().find(ColumnRole::CellClass),
                          std::nullopt, std::move(sides.post));
  question.question.request.min_synapses = view().connections.min_synapses;
  ConnectionFilter applied, others = limits_in_force(view());
  std::swap(applied.min_synapses, others.min_synapses);
  if (size_limits().any()) {
    std::swap(applied.min_mean_size, others.min_mean_size);
    std::swap(applied.min_size_sum, others.min_size_sum);
  }
  if (const std::string words = connection_filter_text(applied); !words.empty()) {
    question.scope += "; connections " + (applied.min_synapses > 1 ? "of " + words : words);
  }
  if (const std::string words = connection_filter_text(others); !words.empty()) {
    question.scope += "; not applied here: connections " + words;
  }
  inquiries_.ask_statistics(std::move(question));
  asked_mask_version_ = shown_.mask_version();
  statistics_connections_ = view().connections;
  statistics_sizes_ = size_limits();
  asked_scope_ = view().statistics_scope;
  asked_sides_ = std::move(wish);
  asked_selected_ = selected_;
  asked_partners_version_ = inquiries_.partners_version();
  asked_connections_version_ = loader_.connections_version();
  statistics_asked_at_ms_ = now_ms;
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

FrameModel App::frame_model(float scale, float width_px, float height_px) {
  if (const StatisticsReply* reply = inquiries_.statistics();
      reply != nullptr && statistics_shown_version_ != inquiries_.statistics_version()) {
    const ScopedQuestion& asked = inquiries_.statistics_question();
    statistics_report_ =
        statistics_report(reply->statistics, reply->tiles_missing, reply->tiles_total, asked.scope,
                          asked.question.group_names, asked.question.validity);
    statistics_shown_version_ = inquiries_.statistics_version();
  }
  const auto sizes = load_status_.synapse_bytes_left == 0 ? SizesEverywhere::Here
                     : fetches_sizes()                    ? SizesEverywhere::Coming
                                                          : SizesEverywhere::NotAsked;
  FrameModel model{.manifest = *loader_.manifest(),
                   .neurons = neurons(),
                   .view = view(),
                   .mask = shown_.mask(),
                   .shown_count = shown_.count(),
                   .facets = shown_.facets(),
                   .range_facets = shown_.range_facets(),
                   .legend = shown_.legend(),
                   .regions = regions_.borders(),
                   .selected = selected_,
                   .lines = {lines_.lines.size(), lines_.inputs.shown + lines_.outputs.shown},
                   .partners = partners_report_ ? &*partners_report_ : nullptr,
                   .statistics = statistics_report_ ? &*statistics_report_ : nullptr,
                   .statistics_stale = inquiries_.statistics_stale(),
                   .distance = &inference_.distance(),
                   .chance = &inference_.chance(),
                   .motifs = &motifs_.answer(),
                   .structure = &structure_.answer(),
                   .comparison = &comparison_.answer(),
                   .robustness = &robustness_.answer(),
                   .experiment = &experiment_.answer(),
                   .sites = &sites_.answer(),
                   .edge_map = &edge_map_.answer(),
                   .statistics_can_select = statistics_can_select_,
                   .selected_degrees = statistic_selection_.degrees(),
                   .details = selected_ ? &selected_neuron_.details() : nullptr,
                   .shared = shares_selection() ? &selected_neuron_.details() : nullptr,
                   .recent = recent_neurons(),
                   .can_go_back = trail_.can_go_back(),
                   .can_go_on = trail_.can_go_on(),
                   .table_filter = table_filter_,
                   .can_open_neuroglancer = microns_ids_.value_or(false),
                   .hovered = hovered_,
                   .loading = load_status_,
                   .derived = derived_names(),
                   .sizes = sizes,
                   .colors_by_degree = colors_by_degree(),
                   .notes = notes_,
                   .drawing = drawing_,
                   .can_undo = history_.can_undo(),
                   .can_redo = history_.can_redo(),
                   .dark = dark(),
                   .scale = scale,
                   .text_percent = text_percent_,
                   .width_px = width_px,
                   .height_px = height_px,
                   .query_waits = query_.waiting(),
                   .selection_count = view().selection.count_below(neurons().neuron_count()),
                   .growing = growing_.has_value(),
                   .tool = tool_,
                   .cheat_sheet = cheat_sheet_,
                   .value_read = value_read_};
  for (const NeuronRun& run : view().selection.runs()) {
    for (NeuronIndex i = run.first; i - run.first < run.count && i < shown_.mask().size(); ++i) {
      model.selection_shown += shown_.mask()[i];
    }
  }
  return model;
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
                       reach_.idle() && inference_.idle() && motifs_.idle() && structure_.idle() &&
                       statistic_selection_.idle() && comparison_.idle() && robustness_.idle() &&
                       experiment_.idle() && sites_.idle() && edge_map_.idle() && !growing_;
  if (!failure().empty()) return settled;
  return settled && neurons_complete() && loader_.idle();
}

bool App::take_dirty() { return std::exchange(dirty_, false); }

std::string App::state_json(const char* backend, std::uint64_t frames_drawn,
                            std::uint64_t scenes_drawn) const {
  nlohmann::ordered_json state;
  state["view"] = encode_view_url(view());
  state["neurons_total"] = has_dataset() ? loader_.manifest()->neuron_count : 0;
  state["neurons_shown"] = neurons_complete() ? shown_.count() : 0;
  // A string: ids pass 2^53, where JavaScript's numbers end.
  state["selected"] = nullptr;
  if (selected_)
    state["selected"] = std::to_string(static_cast<std::int64_t>(neurons().id(*selected_)));
  state["query"] = query_text_;
  state["query_waits"] = query_.waiting();
  const std::uint32_t total = has_dataset() ? loader_.manifest()->neuron_count : 0;
  state["selection"] = view().selection.count_below(total);
  state["chart_value"] = value_read_;
  state["sets"] = nlohmann::ordered_json::array();
  for (const NamedSet& set : view().sets) {
    state["sets"].push_back({{"name", set.name}, {"neurons", set.neurons.count_below(total)}});
  }
  state["tiles_loaded"] = load_status_.tiles_loaded;
  state["tiles_wanted"] = load_status_.tiles_wanted;
  state["bytes_loaded"] = load_status_.bytes_loaded;
  state["frames_drawn"] = frames_drawn;
  state["scenes_drawn"] = scenes_drawn;
  state["backend"] = backend;
  state["errors"] = load_status_.failures;
  if (!failure().empty()) state["errors"].push_back(failure());
  state["notes"] = notes_;
  state["partners"] = nullptr;
  if (partners_report_) {
    state["partners"] = {{"inputs", partners_report_->afferent_count},
                         {"input_synapses", partners_report_->afferent_synapses},
                         {"inputs_complete", partners_report_->afferents_complete},
                         {"outputs", partners_report_->efferent_count},
                         {"output_synapses", partners_report_->efferent_synapses},
                         {"outputs_complete", partners_report_->efferents_complete}};
  }
  state["synapses"] = nullptr;
  if (const auto& synapses = selected_neuron_.details().synapses) {
    state["synapses"] = {{"inputs_located", synapses->inputs_located},
                         {"inputs", synapses->inputs},
                         {"outputs_located", synapses->outputs_located},
                         {"outputs", synapses->outputs},
                         {"drawn", synapses_in_view()},
                         {"bytes_left", synapses->bytes_left}};
  }
  state["paths"] = nullptr;
  if (const auto& paths = selected_neuron_.details().paths) {
    state["paths"] = {{"sentence", paths->sentence}, {"listed", paths->paths.size()}};
  }
  std::string text = state.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  text.pop_back();  // the statistics are text already, the same that the tool prints
  const StatisticsReply* reply = inquiries_.statistics();
  const StatisticsQuestion& asked = inquiries_.statistics_question().question;
  return text + ",\"statistics\":" +
         (reply == nullptr ? "null"
                           : statistics_json(*reply, asked.group_names, {}, {}, &asked.validity)) +
         "}";
}

}  // namespace cnx
