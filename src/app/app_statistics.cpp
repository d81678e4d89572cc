// app_statistics.cpp — App's part that asks for statistics: of which neurons, with which limits, in
// which words.

#include <utility>

#include "app/app.h"
#include "report/numbers.h"
#include "report/view_words.h"
#include "view/named_sets.h"

namespace cnx {
namespace {

constexpr double kPartialPeriodMs = 1000;  // partial statistics are asked for again this seldom

/// All of a short query; of a long one, which may name neurons by the thousand, what it begins
/// with.
std::string start_of(const std::string& query) {
  constexpr std::size_t kMostBytes = 160;
  if (query.size() <= kMostBytes) return query;
  return query.substr(0, query.rfind(' ', kMostBytes)) + " … (" + with_separators(query.size()) +
         " characters; the whole is in the link)";
}

}  // namespace

bool App::fetches_sizes() const {
  std::uint64_t bytes = 0;
  const TileFamily* const synapses = loader_.manifest()->family(TileKind::Synapses);
  if (synapses == nullptr || !loader_.manifest()->synapse_shape.has_size) return false;
  for (const TileEntry& tile : synapses->tiles) bytes += tile.bytes;
  return all_sizes_asked_ || bytes <= kSynapseBudgetBytes || load_status_.synapse_bytes_left == 0;
}

SizesEverywhere App::sizes_everywhere() const {
  if (load_status_.synapse_bytes_left == 0) return SizesEverywhere::Here;
  if (!fetches_sizes()) return SizesEverywhere::NotAsked;
  return every_size_wanted_ && loader_.idle() ? SizesEverywhere::Missing : SizesEverywhere::Coming;
}

bool App::counts_sizes_somewhere() const {
  const InferenceState& inference = view().inference;
  if (!inference.sizes || !is_open(view(), Panel::Statistics)) return false;
  return view().comparison.open || view().robustness_open ||
         (inference.is_open(InferenceSection::Chance) && inference.model == ChanceModel::Neurons);
}

SizeLimits App::size_limits() const {
  if (!fetches_sizes()) return {};
  return {view().connections.min_mean_size, view().connections.min_size_sum};
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
  const auto add = [&](const std::string& words) {
    if (!words.empty()) filters += (filters.empty() ? "" : "; ") + words;
  };
  if (!query_.mask().empty()) add("the query " + start_of(view().query));
  add(slab_words(view(), loader_.manifest()->layout));
  return filters.empty() ? text + ", no filter" : text + ", filtered by " + filters;
}

MatrixGrouping App::matrix_wish() const { return matrix_grouping(neurons(), view().matrix); }

MatrixGrouping App::matrix_here() const {
  MatrixGrouping grouping = matrix_wish();
  if (grouping.rows && !can_group_by(neurons(), *grouping.rows)) return {};
  if (grouping.columns && !can_group_by(neurons(), *grouping.columns)) return {};
  return grouping;
}

/// The same number for the same neurons and connections, when all of these are here: then what was
/// counted of them still holds after a way to others and back.
std::uint32_t App::number_of_network(StatisticsRequest request) {
  constexpr std::size_t kMostKnown = 4;
  if (!load_status_.connections_complete) return ++last_network_;
  request.groups.clear();
  request.post_groups.clear();
  request.group_count = 1;
  request.post_group_count = 0;
  for (const KnownNetwork& known : known_networks_) {
    if (known.request == request && known.sizes == size_limits()) return known.number;
  }
  if (known_networks_.size() == kMostKnown) known_networks_.erase(known_networks_.begin());
  known_networks_.push_back({std::move(request), size_limits(), ++last_network_});
  return last_network_;
}

void App::ask_statistics() {
  const bool near = view().statistics_scope == StatisticsScope::Neighborhood;
  if (!neurons_complete()) return;
  const bool complete = load_status_.connections_complete;
  SidesWish wish = sides_wish(view());
  const MatrixGrouping grouping = matrix_here();
  // While a column of the matrix is on its way, what is counted stays by the old ones.
  const bool grouping_changed = grouping != asked_grouping_ && grouping == matrix_wish();
  auto groups = group_column(neurons(), view().inference.groups);
  if (groups && !can_group_by(neurons(), *groups)) groups = asked_groups_;  // as well
  const bool groups_changed = groups != asked_groups_;
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
  const bool asks_anew = scope_changed || grouping_changed || groups_changed;
  if (!asks_anew && (!tiles_changed || final)) return;
  if (!asks_anew && !complete && now_ms - statistics_asked_at_ms_ < kPartialPeriodMs) {
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
  question.by_group = statistics_question(neurons(), sides.pre, groups, std::nullopt, sides.post);
  // Mostly the same; a filter's counts and picture wait for this.
  question.question = grouping.rows == groups && !grouping.columns
                          ? question.by_group
                          : statistics_question(neurons(), std::move(sides.pre), grouping.rows,
                                                grouping.columns, std::move(sides.post));
  for (StatisticsQuestion* asked : {&question.by_group, &question.question}) {
    asked->request.min_synapses = view().connections.min_synapses;
  }
  const bool network_changed = scope_changed || (tiles_changed && !final);
  if (network_changed) asked_network_ = number_of_network(question.by_group.request);
  asked_grouped_ += network_changed || groups_changed;
  question.network = asked_network_;
  question.grouped = asked_grouped_;
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
  asked_grouping_ = grouping;
  asked_groups_ = groups;
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

}  // namespace cnx
