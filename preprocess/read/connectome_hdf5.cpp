#include "read/connectome_hdf5.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "read/edge_lists_hdf5.h"
#include "read/network_group.h"
#include "read/networks.h"
#include "read/vertex_columns_hdf5.h"
#include "sample/synthetic_mark.h"

namespace cnx {
namespace {

std::string file_name_of(const std::string& path) {
  const std::size_t slash = path.find_last_of("/\\");
  return to_valid_utf8(slash == std::string::npos ? path : path.substr(slash + 1));
}

Error in_file(const std::string& path, const Error& error) {
  return {error.code, path + ": " + error.where};
}

struct OpenFile {
  H5File file;
  std::vector<Network> networks;  // not empty
};

Result<OpenFile> open_networks(const std::string& path) {
  auto opened = open_h5_file(path);
  if (!opened.ok()) return opened.error();
  OpenFile open{std::move(opened).value(), {}};
  const auto groups = find_network_groups(open.file.get());
  if (!groups.ok()) return in_file(path, groups.error());
  open.networks = networks_of(groups.value());
  if (!open.networks.empty()) return open;

  const H5Group root(H5Gopen2(open.file.get(), "/", H5P_DEFAULT));
  const auto children = list_children(root.get());
  std::string list;
  if (children.ok()) {
    for (const std::string& name : children.value()) {
      if (list.size() > 200) {
        list += ", …";
        break;
      }
      list += (list.empty() ? "/" : ", /") + to_valid_utf8(name);
    }
  }
  return in_file(path, {ErrorCode::Missing,
                        "no group in it holds a network as Connectome-utilities writes it "
                        "(edge_indices, edges, vertex_properties); it holds " +
                            (list.empty() ? "nothing" : list)});
}

/// Reads the edges of a network into a RawConnectome; what is decided on the way is in the notes.
class EdgeReader {
 public:
  EdgeReader(const ReadOptions& options, RawConnectome& out) : options_(options), out_(out) {}

  Result<Done> read_single(const NetworkGroup& network, const std::string& edge_weight) {
    const auto decided = decide_edge_reading(network, edge_weight);
    if (!decided.ok()) return decided.error();
    EdgeReading reading = decided.value();
    if (reading.meaning == EdgeMeaning::Unknown) {
      const auto list = open_edge_list(network);
      if (!list.ok()) return list.error();
      const auto found = has_parallel_edges(list.value());
      if (!found.ok()) return found.error();
      const bool parallel = found.value();
      reading.meaning = parallel ? EdgeMeaning::Synapse : EdgeMeaning::Connection;
      if (parallel)
        note("edges of /" + network.path +
             " repeat pairs of neurons: each edge is taken for one synapse");
    }
    out_.source_group = "/" + network.path;
    out_.source_edges = {network.path};
    auto edges = reading.meaning == EdgeMeaning::Synapse
                     ? synapse_edges(network, options_.column_overrides, out_.notes)
                     : connections_of(network, reading.count);
    return take(network, std::move(edges), out_.edges);
  }

  Result<Done> read_pair(const NetworkGroup& full, const NetworkGroup& condensed) {
    const auto same = check_same_neurons(full, condensed, out_.notes);
    if (!same.ok()) return same;

    const auto of_full = decide_edge_reading(full, "");
    if (!of_full.ok()) return of_full.error();
    const auto of_condensed = decide_edge_reading(condensed, "");
    if (!of_condensed.ok()) return of_condensed.error();
    const auto& count = of_condensed.value().count;
    const bool usual =
        count && condensed.edges->columns()[count->column].name == options_.edge_weight;
    if (!options_.edge_weight.empty() && !usual) return read_chosen_weight(full, condensed);
    if (of_full.value().meaning == EdgeMeaning::Connection)
      return read_counted_pair(full, of_full.value().count, condensed, count);

    const auto done = read_single(full, "");
    if (!done.ok()) return done.error();
    if (!count || count->name != CountName::Yes) {
      note("no edge column of /" + condensed.path +
           " counts synapses: connections are made from /" + full.path);
      return Done{};
    }
    out_.source_group = "/" + full.path + " + /" + condensed.path;
    out_.source_edges.push_back(condensed.path);
    return take(condensed, connections_of(condensed, count), out_.condensed);
  }

 private:
  /// The user's column decides which group is read: usually a count of one contradicts the other.
  Result<Done> read_chosen_weight(const NetworkGroup& full, const NetworkGroup& condensed) {
    const auto in_condensed = decide_edge_reading(condensed, options_.edge_weight);
    const bool use_condensed = in_condensed.ok();
    if (!use_condensed && !decide_edge_reading(full, options_.edge_weight).ok())
      return in_condensed.error();
    const NetworkGroup& used = use_condensed ? condensed : full;
    const NetworkGroup& unused = use_condensed ? full : condensed;
    note("edge column \"" + options_.edge_weight + "\" of /" + used.path + " was chosen: /" +
         unused.path + " is not read");
    return read_single(used, options_.edge_weight);
  }

  /// `full` has a count itself: it is no list of synapses, but connections of several kinds.
  Result<Done> read_counted_pair(const NetworkGroup& full,
                                 const std::optional<CountColumn>& full_count,
                                 const NetworkGroup& condensed,
                                 const std::optional<CountColumn>& condensed_count) {
    const std::string& name = full.edges->columns()[full_count->column].name;
    note("group /" + full.path + " has no entry for each synapse: its column \"" + name +
         "\" counts them, and is added up for each pair of neurons");
    out_.source_group = "/" + full.path;
    out_.source_edges = {full.path};
    const auto done = take(full, connections_of(full, full_count), out_.edges);
    if (!done.ok()) return done.error();

    // Connectome-utilities condenses a column X into total_X; a plain `count` is of edges then.
    if (!condensed_count ||
        condensed.edges->columns()[condensed_count->column].name != "total_" + name) {
      note("group /" + condensed.path + " is not read: it has no sum of \"" + name + "\"");
      return Done{};
    }
    out_.source_group += " + /" + condensed.path;
    out_.source_edges.push_back(condensed.path);
    return take(condensed, connection_edges(condensed, condensed_count), out_.condensed);
  }

  Result<RawEdges> connections_of(const NetworkGroup& network,
                                  const std::optional<CountColumn>& count) {
    if (!count && network.edge_count() > 0)
      note(
          "no edge column of /" + network.path +
          " is known to count synapses: each edge counts as one; --edge-weight COLUMN chooses one");
    out_.edge_weight = count ? network.edges->columns()[count->column].name : "";
    return connection_edges(network, count);
  }

  Result<Done> take(const NetworkGroup& network, Result<RawEdges> edges,
                    std::optional<RawEdges>& out) {
    if (!edges.ok()) return edges.error();
    out = std::move(edges).value();
    for (std::string& unreadable : note_unreadable(network)) note(std::move(unreadable));
    if (network.edges) {
      std::string times = note_times(network.edges->columns(), "edge columns of /" + network.path);
      if (!times.empty()) note(std::move(times));
    }
    return Done{};
  }

  void note(std::string sentence) { out_.notes.push_back(std::move(sentence)); }

  const ReadOptions& options_;
  RawConnectome& out_;
};

Result<RawConnectome> read_network(hid_t file, const Network& network, const ReadOptions& options,
                                   std::vector<std::string> notes) {
  std::vector<NetworkGroup> groups;
  for (const std::string& path : network.groups) {
    auto opened = open_network_group(file, path);
    if (!opened.ok()) return opened.error();
    groups.push_back(std::move(opened).value());
    if (!groups.back().edges) continue;
    if (const auto done = groups.back().edges->leave_out_large_integers(); !done.ok())
      return Error{done.error().code, "group /" + path + ": " + done.error().where};
  }
  RawConnectome out;
  out.notes = std::move(notes);
  out.neuron_count = groups[0].neuron_count;
  out.synthetic = has_attribute_above(file, groups[0].path, kSyntheticMark);

  auto vertices = read_vertex_columns(groups[0], options.column_overrides);
  if (!vertices.ok())
    return Error{vertices.error().code, "group /" + groups[0].path + ": " + vertices.error().where};
  VertexColumns columns = std::move(vertices).value();
  out.columns = std::move(columns.columns);
  out.position_unit_nm = columns.position_unit_nm;
  out.axis_scale = columns.axis_scale;
  out.line_position_column = columns.line_position_column;
  out.notes.insert(out.notes.end(), columns.notes.begin(), columns.notes.end());

  EdgeReader reader(options, out);
  const auto done = groups.size() == 2 ? reader.read_pair(groups[0], groups[1])
                                       : reader.read_single(groups[0], options.edge_weight);
  if (!done.ok()) return done.error();
  return out;
}

GroupListing list_group(hid_t file, const std::string& path) {
  GroupListing listing;
  listing.path = path;
  const auto opened = open_network_group(file, path);
  if (!opened.ok()) {
    listing.problem = opened.error().where;
    return listing;
  }
  const NetworkGroup& network = opened.value();
  listing.neuron_count = network.neuron_count;
  listing.edge_count = network.edge_count();
  if (network.vertices) listing.vertex_columns = network.vertices->columns();
  if (network.edges) listing.edge_columns = network.edges->columns();
  listing.default_edge = network.default_edge;
  return listing;
}

}  // namespace

Result<RawConnectome> read_connectome(const ReadOptions& options) {
  const auto opened = open_networks(options.input_path);
  if (!opened.ok()) return opened.error();
  const OpenFile& open = opened.value();
  const auto chosen = choose_network(open.networks, options.group);
  if (!chosen.ok()) return in_file(options.input_path, chosen.error());
  std::vector<std::string> notes;
  if (options.group.empty() && open.networks.size() > 1)
    notes.push_back("the file holds " + std::to_string(open.networks.size()) +
                    " networks and this is the first, " + chosen.value().name +
                    "; --group chooses another: " +
                    list_networks({open.networks.begin() + 1, open.networks.end()}));
  auto read = read_network(open.file.get(), chosen.value(), options, std::move(notes));
  if (!read.ok()) return in_file(options.input_path, read.error());
  RawConnectome connectome = std::move(read).value();
  connectome.source_file = file_name_of(options.input_path);
  return connectome;
}

Result<ConnectomeListing> list_connectomes(const std::string& path) {
  const auto opened = open_networks(path);
  if (!opened.ok()) return opened.error();
  ConnectomeListing listing;
  listing.source_file = file_name_of(path);
  for (const Network& network : opened.value().networks) {
    NetworkListing entry{network.name, {}};
    for (const std::string& group : network.groups)
      entry.groups.push_back(list_group(opened.value().file.get(), group));
    listing.networks.push_back(std::move(entry));
  }
  return listing;
}

}  // namespace cnx
