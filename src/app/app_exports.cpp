// app_exports.cpp — App's part that makes files: of which neurons, and what they say of themselves.

#include <set>
#include <utility>

#include "app/app.h"
#include "app/python_copy.h"
#include "report/view_words.h"
#include "view/named_sets.h"

namespace cnx {

std::vector<NeuronIndex> App::members_of(ExportSet set) const {
  std::vector<NeuronIndex> members;
  const NeuronMask& mask = shown_.mask();
  if (set == ExportSet::Shown) {
    for (NeuronIndex i = 0; i < mask.size(); ++i) {
      if (mask[i] != 0) members.push_back(i);
    }
    return members;
  }
  if (!selected_) return members;
  std::set<NeuronIndex> around;
  if (const Partners* const partners = inquiries_.partners()) {
    for (const auto* side : {&partners->afferents, &partners->efferents}) {
      for (const Partner& partner : *side) {
        if (mask[partner.neuron] != 0) around.insert(partner.neuron);
      }
    }
  }
  around.erase(*selected_);
  members.push_back(*selected_);  // first: it is what a link looks at
  members.insert(members.end(), around.begin(), around.end());
  return members;
}

ExportSource App::export_source(bool with_sizes) {
  write_url();
  std::string filters = scope_text(shown_.count());
  ConnectionFilter connections = limits_in_force(view());
  const bool limits_sizes = connections.min_mean_size > 0 || connections.min_size_sum > 0;
  if (!with_sizes) connections.min_mean_size = connections.min_size_sum = 0;
  const std::string kept = connection_filter_text(connections);
  if (!kept.empty()) filters += "; only connections: " + kept;
  if (limits_sizes && !with_sizes) {
    filters += "; limits on the sizes of synapses are not applied";
  }
  return {*loader_.manifest(), neurons(), std::move(filters), platform_.page_address(),
          ConnectionChoice(view(), neurons().positions_um(), neurons().neuron_count())};
}

ExportSource App::source_of(const std::string& validity) {
  ExportSource source = export_source();
  if (validity.empty()) return source;
  source.filters = inquiries_.statistics_question().scope;
  if (const StatisticsReply* const reply = inquiries_.statistics()) {
    source.partial = partial_sentence(reply->tiles_missing, reply->tiles_total);
  }
  return source;
}

/// True when the request was one of export.
bool App::decide_export(const Request& request) {
  if (!has_dataset() || !neurons().has_ids()) return false;
  if (const auto* table = std::get_if<SaveTable>(&request)) {
    exports_.save(*table, source_of(table->validity));
  } else if (const auto* chart = std::get_if<SaveChart>(&request)) {
    exports_.save(*chart, source_of(chart->validity));
  } else if (const auto* python = std::get_if<CopyPython>(&request)) {
    // Rows of the file come last of all columns.
    const auto rows = neurons().find(ColumnRole::SourceRow);
    if (inquiries_.statistics() == nullptr || !rows || !neurons().has(*rows)) return true;
    // The matrix has columns of its own.
    const ScopedQuestion& asked = inquiries_.statistics_question();
    const bool matrix = python->parts.front() == PythonPart::Classes;
    PythonQuestion question = python_question(
        manifest(), neurons(), view(), matrix ? asked.question : asked.by_group, shown_.filters());
    question.min_mean_size = statistics_sizes_.mean;
    question.min_size_sum = statistics_sizes_.sum;
    if (python->parts.front() == PythonPart::Compare) {
      if (comparison_.sets()[0].empty()) return true;
      put_comparison(question, manifest(), neurons(), comparison_.sets(), comparison_.onto());
    } else if (python->parts.front() == PythonPart::Distance && beside_.wanted()) {
      put_beside_set(question, manifest(), neurons(), beside_.mask());
    } else if (const NamedSet* const set = set_named(view(), view().inference.beside);
               set != nullptr && python->parts.front() == PythonPart::Synapses) {
      put_beside_set(question, manifest(), neurons(), set->neurons.mask(neurons().neuron_count()));
    }
    platform_.copy_text(to_python(manifest(), question, python->parts));
  } else if (std::holds_alternative<SaveSynapses>(request)) {
    if (!selected_) return true;
    std::vector<SynapseSite> sites;
    for (const SynapseSite& site : selected_neuron_.sites()) {
      if (in_slabs({site.um[0], site.um[1], site.um[2]}, slabs())) sites.push_back(site);
    }
    const Table synapses =
        synapses_table(*loader_.manifest(), neurons(), *selected_,
                       selected_neuron_.details().partner, sites, selected_neuron_.knowledge());
    exports_.save(SaveTable{synapses}, export_source());
  } else if (const auto* table_of = std::get_if<SaveNeurons>(&request)) {
    exports_.save_neurons(members_of(table_of->neurons), derived_columns_.all(), export_source());
  } else if (const auto* network = std::get_if<SaveNetwork>(&request)) {
    loader_.retry_failed();  // only of all connections it is a network
    exports_.save_network(members_of(network->neurons), loader_.connections_version());
  } else if (const auto* ids = std::get_if<CopyIds>(&request)) {
    exports_.copy_ids(members_of(ids->neurons), neurons());
  } else if (const auto* link = std::get_if<OpenNeuroglancer>(&request)) {
    exports_.open_neuroglancer(members_of(link->neurons), export_source());
  } else {
    return false;
  }
  return true;
}

}  // namespace cnx
