// app_answers.cpp — App's part that asks the worker and says what it answered. None of it is needed
// for the first picture (web/rest.txt).

#include <algorithm>
#include <utility>

#include "app/app.h"
#include "app/connection_choice.h"
#include "app/neuron_rows.h"
#include "app/partner_choice.h"
#include "report/neuroglancer_link.h"
#include "report/numbers.h"
#include "ui/pair_section.h"
#include "view/named_sets.h"
#include "worker/analyzable_beside.h"
#include "worker/statistics_json.h"

namespace cnx {
namespace {

/// What a size limit left out of a list because nobody knows yet.
std::string unknown_sizes_text(std::uint32_t connections) {
  if (connections == 0) return "";
  return " Left out: " + counted(connections, "connection") +
         " whose sizes are not here; they come with the other synapses.";
}

}  // namespace

void App::take_replies() {
  for (const WorkerReply& reply : loader_.take_replies()) {
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
}

/// What decides which neurons are shown, besides the filters.
void App::derive_choice() {
  if (auto settled = settle_rows(view(), *loader_.manifest())) {
    history_.record(std::move(settled->state), true);
    if (!settled->note.empty()) link_notes_.push_back(std::move(settled->note));
  }
  const SizeLimits sizes = size_limits();
  if (loader_.limit_sizes(sizes)) load_status_ = loader_.status();
  derive_selection();
  derive_query();
  derive_columns();
}

/// What follows from which neurons are shown.
void App::follow_choice() {
  derive_in_force();
  derive_growth();
  if (!microns_ids_ && neurons().has_ids()) microns_ids_ = has_microns_root_ids(neurons());
}

void App::need_for_answers(TileNeed& need) {
  need.selected = selected_;
  need.every_connection = is_open(view(), Panel::Statistics) ||
                          selected_neuron_.needs_every_connection() || exports_.waiting() ||
                          colors_by_degree() || query_.needs_connections() || growing_;
  every_size_wanted_ = size_limits().any() || (counts_sizes_somewhere() && fetches_sizes());
  need.every_size = every_size_wanted_;
  need.synapse_tiles = selected_neuron_.synapse_tiles();
}

/// Asks for `need` and for the tiles that the statistics need besides.
void App::derive_answers(TileNeed& need) {
  const Manifest& manifest = *loader_.manifest();
  const bool statistics = is_open(view(), Panel::Statistics);
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
  const SynapseTerms synapses{sizes_here, &manifest, view().sites.near_um, view().sites.clump_um};
  robustness_.derive(view().robustness_open, question, grouped, label_accuracy(view(), neurons()),
                     view().thresholds, view().inference, neurons(), places, synapses);
  comparison_.derive(view(), neurons(), question, grouped, places, synapses);
  inference_.derive(view().inference, question, grouped, neurons(), places, synapses);
  beside_.derive(view(), neurons(), question, network, manifest.layout == Layout::Soma,
                 inference_.distance());
  exports_.derive(loader_.connections_version());
  if (exports_.waiting() && (exports_.finish(export_source(size_limits().any())) ||
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

void App::derive_statistics_report() {
  if (const StatisticsReply* reply = inquiries_.statistics();
      reply != nullptr && statistics_shown_version_ != inquiries_.statistics_version()) {
    const ScopedQuestion& asked = inquiries_.statistics_question();
    MatrixWords matrix;
    if (const auto column = asked.question.group_column) {
      matrix.row_column = neurons().columns()[*column].name;
      matrix.row_word = matrix_word(neurons().columns()[*column]);
    }
    if (const auto column = asked.question.post_group_column) {
      matrix.post_column = neurons().columns()[*column].name;
      matrix.post_word = matrix_word(neurons().columns()[*column]);
      matrix.post_group_names = asked.question.post_group_names;
    }
    statistics_report_ =
        statistics_report(reply->statistics, reply->tiles_missing, reply->tiles_total, asked.scope,
                          asked.question.group_names, asked.question.validity, matrix);
    statistics_shown_version_ = inquiries_.statistics_version();
    beside_shown_ = false;
  }
  if (const CountsBeside* const beside = inquiries_.beside();
      beside != nullptr && statistics_report_ && !beside_shown_) {
    if (beside->why_not.empty()) {
      add_analyzable(inquiries_.statistics()->statistics, beside->reply.statistics,
                     *statistics_report_);
    } else if (inquiries_.statistics_question().question.validity.axon_known) {
      statistics_report_->analyzable = beside->why_not;
    }
    beside_shown_ = true;
  }
}

/// As JSON, the same that the tool prints; "null" while there are none.
std::string App::statistics_text() const {
  const StatisticsReply* reply = inquiries_.statistics();
  const StatisticsQuestion& asked = inquiries_.statistics_question().question;
  std::string statistics = "null";
  if (reply != nullptr) {
    statistics = statistics_json(*reply, asked.group_names, asked.post_group_names, {},
                                 &asked.validity, asked.groups_why_not);
  }
  if (const CountsBeside* const beside = inquiries_.beside()) {
    AnalyzablePart part;
    part.why_not = beside->why_not;
    if (part.why_not.empty()) {
      part.json = counts_beside_json(beside->reply, beside->request, statistics_sizes_, {});
    }
    AnalyzableMembers members;
    members.add(part);
    statistics = with_members(std::move(statistics), members.json());
  }
  return statistics;
}

}  // namespace cnx
