#include "app/app.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "dataset/orientation.h"
#include "render/style.h"
#include "view/apply_command.h"

namespace cnx {
namespace {

constexpr double kUrlPeriodMs = 250;  // the address changes at most four times a second

}  // namespace

App::App(Platform& platform, std::string data_url, bool whole)
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
  if (whole) {
    set_whole();
    read_address();
  }
  set_text_size(std::strtol(platform_.setting(kTextSizeSetting).c_str(), nullptr, 10));
  const std::string right = platform_.setting(kRightWidthSetting);
  // Whole pixels: reading a number with a point is part of the rest of the program.
  if (!right.empty()) {
    set_right_width(static_cast<float>(std::strtol(right.c_str(), nullptr, 10)));
  }
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

// take ---------------------------------------------------------------------------------------

void App::take() {
  const auto neurons_before = loader_.neurons_version();
  const auto connections_before = loader_.connections_version();
  const bool had_dataset = has_dataset();
  loader_.take();
  if (whole_) {
    take_replies();
    if (const auto fragment = platform_.take_fragment_change()) take_fragment(*fragment);
  }
  if (loader_.neurons_version() != neurons_before ||
      loader_.connections_version() != connections_before || has_dataset() != had_dataset) {
    dirty_ = true;
  }
  advance_flight();

  LoadStatus status = loader_.status();
  if (status.failures != load_status_.failures ||
      status.tiles_loaded != load_status_.tiles_loaded ||
      status.tiles_wanted != load_status_.tiles_wanted) {
    dirty_ = true;
  }
  load_status_ = std::move(status);
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
    if (const auto* category = std::get_if<HighlightCategory>(&request)) {
      highlighted = *category;
      continue;
    }
    dirty_ = true;
    if (const auto* need = std::get_if<NeedColumn>(&request)) {
      std::erase(needed_columns_, need->column);
      needed_columns_.insert(needed_columns_.begin(), need->column);
    } else if (std::holds_alternative<RetryFailedTiles>(request)) {
      loader_.retry_failed();  // not later: perhaps the rest of the program cannot be had either
    } else if (whole_) {
      decide_request(request);
    } else {
      waiting_requests_.push_back(request);
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
  if (whole_) derive_choice();
  const bool shown_changed =
      shown_.update(neurons(), view(), dark(), derived_columns_.all(), derived_columns_.version(),
                    loader_.neurons_version(), &query_.mask(), query_.version(), slabs());
  if (whole_) follow_choice();
  if (shown_changed) {
    dirty_ = true;
    y_is_depth_ = y_is_cortical_depth(neurons(), loader_.manifest()->layout);
  }
  if (whole_ && regions_.update(neurons(), y_is_depth_)) dirty_ = true;

  TileNeed need;
  need.columns = needed_columns_;
  for (std::uint32_t i = 0; i < loader_.manifest()->columns.size(); ++i) {
    if (std::find(need.columns.begin(), need.columns.end(), i) == need.columns.end()) {
      need.columns.push_back(i);
    }
  }
  if (whole_) need_for_answers(need);
  derive_styles(shown_changed, whole_ && derive_lines());
  if (whole_) {
    derive_answers(need);
  } else {
    loader_.want(need);
  }
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

void App::highlight(std::optional<HighlightCategory> category) {
  if (highlighted_ == category) return;
  highlighted_ = category;
  dirty_ = true;
}

bool App::colors_by_degree() const {
  return view().color_by == kInDegreeColumn || view().color_by == kOutDegreeColumn;
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
  if (!whole_ || view() == written_view_) return;
  const double now_ms = platform_.now_ms();
  const double due_ms = url_written_at_ms_ + kUrlPeriodMs;
  // A flight or a drag in progress would only fill the address bar with places passed by.
  if (now_ms >= due_ms && !flight_) {
    write_url();
  } else if (!flight_) {
    platform_.request_frame_in(due_ms - now_ms);
  }
}

bool App::idle() const {
  const bool settled = whole_ && view() == written_view_ && !flight_ && inquiries_.idle() &&
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
