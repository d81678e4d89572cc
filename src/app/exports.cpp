#include "app/exports.h"

#include <algorithm>
#include <utility>

#include "report/export_notes.h"
#include "report/neuroglancer_link.h"
#include "report/neurons_csv.h"
#include "report/numbers.h"
#include "report/to_csv.h"
#include "report/to_graphml.h"
#include "report/to_svg.h"

namespace cnx {
namespace {

std::string validity_note(const std::string& validity) {
  return validity.empty() ? "" : "Validity: " + validity;
}

std::vector<std::string> notes_of(const ExportSource& source, const std::string& validity = {}) {
  auto notes = export_notes(source.manifest, source.filters, source.link);
  if (!source.partial.empty()) notes.push_back(source.partial);
  if (!validity.empty()) notes.push_back(validity_note(validity));
  return notes;
}

}  // namespace

void Exports::save(const SaveTable& request, const ExportSource& source) {
  platform_.save_file(export_file_name(source.manifest, request.table.title, "csv"), "text/csv",
                      to_csv(request.table, notes_of(source, request.validity)));
}

void Exports::save(const SaveChart& request, const ExportSource& source) {
  const auto notes = notes_of(source, request.validity);
  const auto figure = [&](auto chart) {
    // Seen as well as noted: a figure travels without its notes.
    if (!source.partial.empty()) chart.caption = source.partial + " " + chart.caption;
    return to_svg(chart, notes, validity_note(request.validity));
  };
  const std::string svg = std::visit(figure, request.chart);
  const std::string title =
      std::visit([](const auto& chart) { return chart.title; }, request.chart);
  platform_.save_file(export_file_name(source.manifest, title, "svg"), "image/svg+xml", svg);
}

void Exports::save_neurons(const std::vector<NeuronIndex>& members,
                           std::span<const DerivedColumn> derived, const ExportSource& source) {
  problem_.clear();
  if (members.empty()) {
    problem_ = "There is no neuron to export.";
    return;
  }
  platform_.save_file(export_file_name(source.manifest, kNeuronsCsvTitle, "csv"), "text/csv",
                      neurons_csv(source.neurons, members, derived, notes_of(source)));
}

void Exports::save_network(std::vector<NeuronIndex> members, std::uint32_t connections_version) {
  problem_.clear();
  if (members.empty()) {
    problem_ = "There is no neuron to export.";
    return;
  }
  waiting_ = AskSubnetwork{std::move(members), kMaxExportedEdges};
  asked_version_ = connections_version;
  inquiries_.ask(*waiting_);
}

void Exports::derive(std::uint32_t connections_version) {
  if (!waiting_ || asked_version_ == connections_version) return;
  asked_version_ = connections_version;
  inquiries_.ask(*waiting_);
}

bool Exports::finish(const ExportSource& source) {
  const Subnetwork* const network = inquiries_.subnetwork();
  if (!waiting_ || network == nullptr || network->asked != *waiting_ || !network->complete) {
    return false;
  }
  if (network->connection_count > network->asked.max_connections) {
    problem_ = "These " + counted(waiting_->neurons.size(), "neuron") + " have " +
               counted(network->connection_count, "connection") +
               " among them; a GraphML file is made of at most " +
               with_separators(kMaxExportedEdges) + ". Filter neurons first.";
  } else {
    std::vector<NetworkEdge> edges;
    edges.reserve(network->connections.size());
    for (const Subnetwork::Connection& c : network->connections) {
      if (source.connections.passes(c.pre, c.post, c.synapse_count)) {
        edges.push_back({c.pre, c.post, c.synapse_count});
      }
    }
    const std::string what = "network_of_" + std::to_string(waiting_->neurons.size()) + "_neurons";
    platform_.save_file(export_file_name(source.manifest, what, "graphml"),
                        "application/graphml+xml",
                        to_graphml(source.neurons, waiting_->neurons, edges, notes_of(source)));
  }
  waiting_.reset();
  return true;
}

bool Exports::give_up(const LoadStatus& loading) {
  if (!waiting_ || !inquiries_.idle()) return false;
  problem_ = "The network was not saved: " + with_separators(loading.connection_tiles_missing) +
             " of " + counted(loading.connection_tiles, "tile") +
             " of its connections did not load. Save it again to retry.";
  waiting_.reset();
  return true;
}

void Exports::copy_ids(const std::vector<NeuronIndex>& members, const NeuronTable& neurons) {
  std::string text;
  for (const NeuronIndex neuron : members) {
    text += std::to_string(static_cast<std::int64_t>(neurons.id(neuron))) + "\n";
  }
  platform_.copy_text(text);
}

void Exports::open_neuroglancer(const std::vector<NeuronIndex>& members,
                                const ExportSource& source) {
  problem_.clear();
  if (members.empty() || !has_microns_root_ids(source.neurons)) return;
  std::vector<NeuronId> ids;
  for (const NeuronIndex neuron : members) {
    if (ids.size() == kMaxNeuroglancerIds) break;
    ids.push_back(source.neurons.id(neuron));
  }
  const auto um = source.neurons.positions_um().subspan(std::size_t{members.front()} * 3, 3);
  std::array<double, 3> nm = source.neurons.center_nm();
  for (std::size_t axis = 0; axis < 3; ++axis) nm[axis] += um[axis] * 1000.0;
  platform_.open_link(neuroglancer_link(ids, nm));
  if (members.size() > ids.size()) {
    problem_ = "Neuroglancer shows the first " + with_separators(ids.size()) + " of " +
               counted(members.size(), "neuron") + ": an address holds no more.";
  }
}

}  // namespace cnx
