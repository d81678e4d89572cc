#include "export/export_file.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include "base/check.h"
#include "export/edge_frames.h"
#include "export/edge_places.h"
#include "export/vertex_frame.h"
#include "read/tiled_rows.h"
#include "sample/synthetic_mark.h"
#include "write/matrix_group.h"
#include "write/pandas_hdf_writer.h"

namespace cnx {
namespace {

constexpr const char* kSynapseGroup = "connectivity/full";
constexpr const char* kConnectionGroup = "connectivity/condensed";

std::string_view last_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// The one that a reader would show: what is known best of the edges.
std::string default_edge(const std::vector<EdgeColumn>& columns, EdgeSource wanted) {
  for (const EdgeColumn& column : columns) {
    if (column.source == wanted) return column.name;
  }
  return columns.empty() ? "" : columns[0].name;
}

std::array<std::span<const std::int64_t>, 3> soma_positions(const Manifest& manifest,
                                                            std::span<const ColumnValues> values) {
  constexpr ColumnRole kAxes[] = {ColumnRole::PositionX, ColumnRole::PositionY,
                                  ColumnRole::PositionZ};
  std::array<std::span<const std::int64_t>, 3> soma_nm;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto* const nm = std::get_if<IntegerValues>(&values[*manifest.column_index(kAxes[axis])]);
    CNX_CHECK(nm != nullptr);
    soma_nm[axis] = *nm;
  }
  return soma_nm;
}

/// A made-up connectome stays marked as one.
void mark_synthetic(PandasHdfWriter& file, const std::string& first_group) {
  const std::size_t slash = first_group.rfind('/');
  const std::string parent = slash == 0 ? "/" : first_group.substr(0, slash);
  if (parent != "/") file.write_group(parent);
  file.write_text(parent, kSyntheticMark, "exported from tiles of a made-up connectome");
}

}  // namespace

std::vector<ExportedGroup> groups_to_export(const Manifest& manifest) {
  const bool synapses = !manifest.synapse_columns.empty() || manifest.synapse_shape.has_position ||
                        manifest.synapse_shape.has_size;
  const std::vector<std::string>& paths = manifest.source_edges;
  std::vector<ExportedGroup> groups;
  const auto add = [&groups](std::string path, bool by_synapse) {
    groups.push_back({.path = std::move(path), .by_synapse = by_synapse});
  };
  if (paths.empty()) {
    if (synapses) add(kSynapseGroup, true);
    add(kConnectionGroup, false);
  } else if (synapses && paths.size() == 1) {
    add(paths[0], true);
  } else if (synapses) {
    // Two groups are one network's `full` and `condensed`.
    const std::size_t condensed = last_name(paths[0]) == "condensed" ? 0 : 1;
    add(paths[1 - condensed], true);
    add(paths[condensed], false);
  } else if (paths.size() == 2) {
    // Connections of several kinds, and the group that has their sums: tiles have the latter.
    add(paths[last_name(paths[1]) == "condensed" ? 1 : 0], false);
  } else {
    // Synapses of which nothing is known but their neurons: as many equal rows as there are.
    const bool bare = manifest.connection_columns.empty() && manifest.edge_weight.empty() &&
                      last_name(paths[0]) == "full";
    add(paths[0], bare);
  }
  return groups;
}

Result<ExportSummary> write_export(const TileSource& source, const std::string& path,
                                   Progress& progress, const std::atomic<bool>& interrupted) {
  const Manifest& manifest = source.manifest();
  ExportSummary summary;
  summary.groups = groups_to_export(manifest);

  progress.begin("neurons");
  const auto stop = [&progress](const Error& error) {
    progress.abandon();
    return error;
  };
  const auto values = read_neuron_columns(source);
  if (!values.ok()) return stop(values.error());
  auto rows = source_rows(source, values.value());
  if (!rows.ok()) return stop(rows.error());
  const auto made = make_vertex_frame(source, values.value(), rows.value());
  if (!made.ok()) return stop(made.error());
  const VertexFrame& vertices = made.value();
  for (const FrameColumn& column : vertices.columns) summary.vertex_columns.push_back(column.name);
  progress.end(std::to_string(manifest.neuron_count) + " neurons, " +
               std::to_string(vertices.columns.size()) + " columns");

  progress.begin("connections");
  const auto places = find_edge_places(source, std::move(rows).value());
  if (!places.ok()) return stop(places.error());
  progress.end(std::to_string(places.value().connection_count) + " connections");

  EdgeFrames frames;
  frames.source = &source;
  frames.places = &places.value();
  frames.soma_nm = soma_positions(manifest, values.value());
  frames.connection_columns = exported_connection_columns(manifest);
  frames.synapse_columns = exported_synapse_columns(manifest);
  frames.interrupted = &interrupted;
  frames.progress = &progress;

  PandasHdfWriter file(path);
  if (manifest.synthetic) mark_synthetic(file, "/" + summary.groups[0].path);
  for (ExportedGroup& group : summary.groups) {
    progress.begin(group.path);
    MatrixGroup matrix{
        .path = "/" + group.path,
        .neuron_count = manifest.neuron_count,
        .vertices = &vertices.columns,
        .vertex_index = &vertices.index,
        .edges = group.by_synapse ? synapse_edges(frames) : connection_edges(frames),
        .ends = group.by_synapse ? synapse_ends(frames) : connection_ends(frames),
        .default_edge = group.by_synapse
                            ? default_edge(frames.synapse_columns, EdgeSource::Size)
                            : default_edge(frames.connection_columns, EdgeSource::Count)};
    group.rows = matrix.edges.rows;
    group.columns = matrix.edges.columns;
    write_matrix_group(file, matrix);
    if (frames.failure) return stop(*frames.failure);
    if (!file.good()) return stop(file.finish().error());
    progress.end(std::to_string(group.rows) + (group.rows == 1 ? " row, " : " rows, ") +
                 std::to_string(group.columns.size()) + " columns");
  }
  if (const auto finished = file.finish(); !finished.ok()) return finished.error();
  return summary;
}

}  // namespace cnx
