#include "read/network_group.h"

#include <utility>

namespace cnx {
namespace {

H5Group open_path(hid_t file, const std::string& path) {
  H5Group group(H5Gopen2(file, "/", H5P_DEFAULT));
  for (std::size_t begin = 0; begin < path.size() && group.valid();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    group = open_group(group.get(), path.substr(begin, end - begin));
    begin = end + 1;
  }
  return group;
}

std::string default_edge_of(hid_t group) {
  constexpr const char* kName = "NEUROTOP_DEFAULT_EDGE";
  if (const auto text = text_attribute(group, kName)) return to_valid_utf8(*text);
  const auto number = integer_attribute(group, kName);
  return number && number->size() == 1 ? std::to_string((*number)[0]) : "";
}

/// N of @NEUROTOP_SHAPE = (N, N), or nullopt when there is no such attribute.
Result<std::optional<std::uint64_t>> declared_neuron_count(hid_t group) {
  const auto shape = integer_attribute(group, "NEUROTOP_SHAPE");
  if (!shape) return std::optional<std::uint64_t>{};
  if (shape->size() != 2 || (*shape)[0] != (*shape)[1] || (*shape)[0] < 0)
    return Error{ErrorCode::OutOfRange, "@NEUROTOP_SHAPE is not the shape of a square matrix"};
  return std::optional(static_cast<std::uint64_t>((*shape)[0]));
}

Result<Done> open_frames(hid_t group, NetworkGroup& network) {
  if (child_kind(group, "edge_indices") == H5Kind::Absent)
    return Error{ErrorCode::UnsupportedVersion,
                 "it has no edge_indices: Connectome-utilities wrote it before November 2021; open "
                 "it with that "
                 "version and save it with a newer one"};
  auto edge_indices = FixedFrameReader::open(group, "edge_indices");
  if (!edge_indices.ok()) return edge_indices.error();
  network.edge_indices = std::move(edge_indices).value();
  if (child_kind(group, "edges") != H5Kind::Absent) {
    auto edges = FixedFrameReader::open(group, "edges");
    if (!edges.ok()) return edges.error();
    network.edges = std::move(edges).value();
  }
  if (child_kind(group, "vertex_properties") != H5Kind::Absent) {
    auto vertices = TableFrameReader::open(group, "vertex_properties");
    if (!vertices.ok()) return vertices.error();
    network.vertices = std::move(vertices).value();
  }
  return Done{};
}

Result<Done> check_counts(hid_t group, NetworkGroup& network) {
  const auto declared = declared_neuron_count(group);
  if (!declared.ok()) return declared.error();
  if (!network.vertices && !declared.value())
    return Error{ErrorCode::Missing,
                 "neither vertex_properties nor @NEUROTOP_SHAPE say how many neurons there are"};
  const std::uint64_t neurons =
      network.vertices ? network.vertices->row_count() : *declared.value();
  if (declared.value() && *declared.value() != neurons)
    return Error{ErrorCode::OutOfRange,
                 "@NEUROTOP_SHAPE says " + std::to_string(*declared.value()) +
                     " neurons, but vertex_properties has " + std::to_string(neurons) +
                     (neurons == 1 ? " row" : " rows") + "; write the file again"};
  if (neurons == 0)
    return Error{ErrorCode::OutOfRange, "it has no neurons, so there is nothing to show"};
  if (neurons > kMaxNeurons)
    return Error{ErrorCode::OutOfRange, "it has " + std::to_string(neurons) + " neurons; at most " +
                                            std::to_string(kMaxNeurons) + " can be shown"};
  network.neuron_count = static_cast<std::uint32_t>(neurons);
  if (network.edge_count() > kMaxEdges)
    return Error{ErrorCode::OutOfRange, "it has more than 4,294,967,295 edges"};
  if (network.edges && network.edges->row_count() != network.edge_count())
    return Error{ErrorCode::OutOfRange,
                 "edge_indices has " + std::to_string(network.edge_count()) +
                     (network.edge_count() == 1 ? " row" : " rows") + ", but edges has " +
                     std::to_string(network.edges->row_count()) + "; write the file again"};
  return Done{};
}

}  // namespace

std::string_view NetworkGroup::last_name() const {
  const std::size_t slash = path.rfind('/');
  return std::string_view(path).substr(slash == std::string::npos ? 0 : slash + 1);
}

std::vector<std::string> NetworkGroup::edge_column_names() const {
  std::vector<std::string> names;
  if (!edges) return names;
  for (const StoredColumn& column : edges->columns()) {
    // What cannot be read is given no chance to be recognized.
    names.push_back(column.kind == StoredKind::Other ? "" : column.name);
  }
  return names;
}

Result<NetworkGroup> open_network_group(hid_t file, const std::string& path) {
  NetworkGroup network;
  network.path = path;
  const H5Group group = open_path(file, path);
  if (!group.valid())
    return Error{ErrorCode::Missing, "group /" + path + ": there is no such group"};
  if (const auto done = open_frames(group.get(), network); !done.ok())
    return Error{done.error().code, "group /" + path + ": " + done.error().where};
  if (const auto done = check_counts(group.get(), network); !done.ok())
    return Error{done.error().code, "group /" + path + ": " + done.error().where};
  network.default_edge = default_edge_of(group.get());
  return network;
}

bool has_attribute_above(hid_t file, const std::string& path, const char* name) {
  for (std::string at = path;; at.resize(at.rfind('/') == std::string::npos ? 0 : at.rfind('/'))) {
    const H5Group group = open_path(file, at);
    if (group.valid() && H5Aexists(group.get(), name) > 0) return true;
    if (at.empty()) return false;
  }
}

}  // namespace cnx
