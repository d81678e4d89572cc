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
    auto ends = read_edge_ends(network);
    if (!ends.ok()) return ends.error();
    if (reading.meaning == EdgeMeaning::Unknown) {
      const bool parallel = has_parallel_edges(ends.value());
      reading.meaning = parallel ? EdgeMeaning::Synapse : EdgeMeaning::Connection;
      if (parallel)
        note("edges of /" + network.path +
             " repeat pairs of neurons: each edge is taken for one synapse");
    }
    out_.source_group = "/" + network.path;
    return reading.meaning == EdgeMeaning::Synapse
               ? take_synapses(network, std::move(ends).value())
               : take_connections(network, std::move(ends).value(), reading.count);
  }

  Result<Done> read_pair(const NetworkGroup& full, const NetworkGroup& condensed) {
    const auto same = have_same_neurons(full, condensed);
    if (!same.ok()) return same.error();
    if (!same.value())
      return Error{ErrorCode::OutOfRange,
                   "groups /" + full.path + " and /" + condensed.path +
                       " have different vertex tables; name the one to read with --group"};

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
    auto ends = read_edge_ends(condensed);
    if (!ends.ok()) return ends.error();
    return take_connections(condensed, std::move(ends).value(), count);
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
    auto ends = read_edge_ends(full);
    if (!ends.ok()) return ends.error();
    const auto done = take_connections(full, std::move(ends).value(), full_count);
    if (!done.ok()) return done.error();
    out_.source_group = "/" + full.path;

    // Connectome-utilities condenses a column X into total_X; a plain `count` is of edges then.
    if (!condensed_count ||
        condensed.edges->columns()[condensed_count->column].name != "total_" + name) {
      note("group /" + condensed.path + " is not read: it has no sum of \"" + name + "\"");
      return Done{};
    }
    auto condensed_ends = read_edge_ends(condensed);
    if (!condensed_ends.ok()) return condensed_ends.error();
    std::vector<std::string> unused_notes;
    const auto sums = read_connections(condensed, std::move(condensed_ends).value(),
                                       condensed_count, unused_notes);
    if (!sums.ok()) return sums.error();
    const RawConnections& own = *out_.connections;
    if (sums.value().pre != own.pre || sums.value().post != own.post ||
        sums.value().synapse_count != own.synapse_count)
      return Error{ErrorCode::OutOfRange, "groups /" + full.path + " and /" + condensed.path +
                                              " disagree: \"" + name +
                                              "\" of the one does not add up to \"total_" + name +
                                              "\" of the other; name the one to read with --group"};
    out_.source_group += " + /" + condensed.path;
    return Done{};
  }

  Result<Done> take_synapses(const NetworkGroup& network, EdgeEnds ends) {
    auto synapses = read_synapses(network, std::move(ends), options_.column_overrides, out_.notes);
    if (!synapses.ok()) return synapses.error();
    out_.synapses = std::move(synapses).value();
    return Done{};
  }

  Result<Done> take_connections(const NetworkGroup& network, EdgeEnds ends,
                                const std::optional<CountColumn>& count) {
    if (!count && network.edge_count() > 0)
      note(
          "no edge column of /" + network.path +
          " is known to count synapses: each edge counts as one; --edge-weight COLUMN chooses one");
    auto connections = read_connections(network, std::move(ends), count, out_.notes);
    if (!connections.ok()) return connections.error();
    out_.connections = std::move(connections).value();
    out_.edge_weight = count ? network.edges->columns()[count->column].name : "";
    const auto& counts = out_.connections->synapse_count;
    if (count && !counts.empty() &&
        std::all_of(counts.begin(), counts.end(), [](std::uint32_t n) { return n == 1; }))
      note("every count of /" + network.path +
           " is 1: the file tells which neurons are connected, not by how many "
           "synapses");
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
