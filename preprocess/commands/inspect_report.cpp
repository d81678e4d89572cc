#include "commands/inspect_report.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "base/hash.h"

namespace cnx {

namespace {

const char* kind_name(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::Category: return "category";
    case ColumnKind::Integer: return "integer";
    case ColumnKind::Real: return "real";
  }
  return "?";
}

const char* layout_name(Layout layout) {
  switch (layout) {
    case Layout::Soma: return "soma";
    case Layout::Line: return "line";
    case Layout::Group: return "group";
  }
  return "?";
}

// ---- the report as a value

Json stored_columns(const std::vector<StoredColumn>& columns) {
  Json list = Json::array();
  for (const StoredColumn& column : columns) {
    list.push_back({{"name", column.name}, {"type", stored_kind_name(column.kind)}});
  }
  return list;
}

/// Whether `path` is one of the groups of "/a/full + /a/condensed".
bool was_read(const std::string& path, const std::string& source_group) {
  const std::string slashed = "/" + path;
  for (std::size_t begin = 0; begin < source_group.size();) {
    const std::size_t end = std::min(source_group.find(" + ", begin), source_group.size());
    if (source_group.substr(begin, end - begin) == slashed) return true;
    begin = end + 3;
  }
  return false;
}

Json group_report(const GroupListing& group, const RawConnectome* connectome) {
  Json report;
  report["path"] = "/" + group.path;
  report["read"] = connectome != nullptr && was_read(group.path, connectome->source_group);
  if (!group.problem.empty()) {
    report["problem"] = group.problem;
    return report;
  }
  report["neurons"] = group.neuron_count;
  report["edges"] = group.edge_count;
  report["vertex_columns"] = stored_columns(group.vertex_columns);
  report["edge_columns"] = stored_columns(group.edge_columns);
  report["default_edge"] = group.default_edge;
  return report;
}

/// Least and largest as decimal strings: 64-bit integers are not safe in a JSON number.
Json range_report(const std::optional<NumberRange>& range) {
  if (!range) return nullptr;
  return {{"min", std::to_string(range->min)}, {"max", std::to_string(range->max)}};
}

Json integer_range(std::span<const std::int64_t> values) {
  if (values.empty()) return nullptr;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return range_report(NumberRange{*low, *high});
}

Json column_report(const RawColumn& raw) {
  Json report;
  report["name"] = raw.column.name;
  report["kind"] = kind_name(raw.column.kind);
  report["role"] = column_role_name(raw.column.role);
  if (const auto* codes = std::get_if<CategoryValues>(&raw.values)) {
    std::vector<std::uint64_t> counts(raw.column.categories.size());
    for (const std::uint16_t code : *codes) ++counts[code];
    Json categories = Json::array();
    for (std::size_t i = 0; i < counts.size(); ++i) {
      categories.push_back({{"name", raw.column.categories[i]}, {"neurons", counts[i]}});
    }
    report["categories"] = std::move(categories);
  } else if (const auto* integers = std::get_if<IntegerValues>(&raw.values)) {
    report.update(integer_range(*integers));
    IntegerValues sorted = *integers;
    std::sort(sorted.begin(), sorted.end());
    report["distinct"] = std::unique(sorted.begin(), sorted.end()) - sorted.begin();
  } else if (const auto* reals = std::get_if<RealValues>(&raw.values)) {
    RealValues finite;
    std::copy_if(reals->begin(), reals->end(), std::back_inserter(finite),
                 [](double value) { return std::isfinite(value); });
    if (!finite.empty()) {
      const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
      report["min"] = *low;
      report["max"] = *high;
    }
    report["missing"] = reals->size() - finite.size();
  }
  return report;
}

Json synapses_report(const EdgeRanges& synapses) {
  Json report = {{"entries", synapses.entries}};
  constexpr const char* kAxes[] = {"x_nm", "y_nm", "z_nm"};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    report[kAxes[axis]] = range_report(synapses.position_nm[axis]);
  }
  report["size"] = range_report(synapses.size);
  return report;
}

Json connections_report(const EdgeRanges& connections) {
  return {{"entries", connections.entries},
          {"autapses", connections.autapses},
          {"synapses", connections.synapses},
          {"largest_count", connections.largest_count}};
}

bool has_role(const RawConnectome& connectome, ColumnRole role) {
  return std::any_of(connectome.columns.begin(), connectome.columns.end(),
                     [role](const RawColumn& raw) { return raw.column.role == role; });
}

/// What is not there, and what the screen does without it.
Json missing_report(const RawConnectome& connectome) {
  Json missing = Json::array();
  const auto add = [&missing](const char* what, std::string means) {
    missing.push_back({{"what", what}, {"means", std::move(means)}});
  };
  if (!has_role(connectome, ColumnRole::PositionX)) {
    add("soma positions in space",
        connectome.line_position_column
            ? "neurons stand along \"" +
                  connectome.columns[*connectome.line_position_column].column.name +
                  "\"; distances across it mean nothing"
            : "neurons stand in groups by class; distances mean nothing");
  }
  if (!has_role(connectome, ColumnRole::CellClass))
    add("cell class", "no coloring or filter by class and no class matrix");
  if (!has_role(connectome, ColumnRole::Region)) add("region", "no coloring or filter by region");
  if (!has_role(connectome, ColumnRole::AxonStatus))
    add("proofreading of axons", "which output maps can be trusted is not known");
  if (!has_role(connectome, ColumnRole::DendriteStatus))
    add("proofreading of dendrites", "which input maps can be trusted is not known");
  if (!has_role(connectome, ColumnRole::NeuronId))
    add("neuron id", "neurons are named by their row in the file");
  const bool has_synapses = connectome.edges && connectome.edges->unit == EdgeUnit::Synapse;
  if (!has_synapses) {
    add("an entry for each synapse", "connections are drawn, single synapses are not");
  } else {
    if (!connectome.edges->synapse.position)
      add("synapse positions", "single synapses are not drawn");
    if (!connectome.edges->synapse.size)
      add("synapse sizes", "nothing is said of the size of synapses");
  }
  if (!has_synapses && connectome.edge_weight.empty())
    add("numbers of synapses", "every connection counts as one synapse");
  return missing;
}

// ---- the report as text

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string number_text(const Json& number) {
  if (number.is_string()) return number.get<std::string>();
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.6g", number.get<double>());
  return buffer;
}

std::string megabytes(std::uint64_t bytes) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.2f MB", static_cast<double>(bytes) / 1e6);
  return buffer;
}

/// Rows with their cells under each other; the last cell of a row is not padded.
std::string aligned(const std::vector<std::vector<std::string>>& rows) {
  // One column for each code point: good enough for names, and without a table of wide letters.
  const auto width_of = [](const std::string& cell) {
    return static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
  };
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    text += "  ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += row[i];
      if (i + 1 < row.size()) text += std::string(widths[i] - width_of(row[i]) + 2, ' ');
    }
    while (text.ends_with(' ')) text.pop_back();
    text += "\n";
  }
  return text;
}

std::string column_list(const Json& columns) {
  std::string list;
  for (const Json& column : columns) {
    list += (list.empty() ? "" : ", ") + column["name"].get<std::string>() + " (" +
            column["type"].get<std::string>() + ")";
  }
  return list.empty() ? "none" : list;
}

std::string networks_text(const Json& networks) {
  std::string text = "networks\n";
  for (const Json& network : networks) {
    for (const Json& group : network["groups"]) {
      text += "  " + group["path"].get<std::string>() +
              (group["read"].get<bool>() ? "  (read)" : "") + "\n";
      if (group.contains("problem")) {
        text += "    cannot be read: " + group["problem"].get<std::string>() + "\n";
        continue;
      }
      text += "    " + grouped(group["neurons"].get<std::uint64_t>()) + " neurons, " +
              grouped(group["edges"].get<std::uint64_t>()) + " edges\n";
      text += "    neuron columns: " + column_list(group["vertex_columns"]) + "\n";
      text += "    edge columns: " + column_list(group["edge_columns"]) + "\n";
    }
  }
  return text;
}

std::string values_text(const Json& column) {
  constexpr std::size_t kShown = 6;
  if (!column.contains("categories")) {
    std::string text;
    if (column.contains("min"))
      text = number_text(column["min"]) + " to " + number_text(column["max"]);
    if (column.contains("distinct"))
      text += ", " + grouped(column["distinct"].get<std::uint64_t>()) + " distinct";
    if (column.value("missing", std::uint64_t{0}) > 0)
      text +=
          (text.empty() ? "" : ", ") + grouped(column["missing"].get<std::uint64_t>()) + " missing";
    return text;
  }
  const Json& categories = column["categories"];
  std::string text = std::to_string(categories.size()) + ": ";
  for (std::size_t i = 0; i < categories.size() && i < kShown; ++i) {
    text += (i == 0 ? "" : ", ") + categories[i]["name"].get<std::string>();
    if (categories[i].contains("neurons"))
      text += " " + grouped(categories[i]["neurons"].get<std::uint64_t>());
  }
  if (categories.size() > kShown)
    text += ", and " + std::to_string(categories.size() - kShown) + " more";
  return text;
}

std::string columns_text(const Json& columns) {
  std::vector<std::vector<std::string>> rows;
  for (const Json& column : columns) {
    const auto role = column["role"].get<std::string>();
    rows.push_back({column["name"].get<std::string>(), column["kind"].get<std::string>(),
                    role == "none" ? "-" : role, values_text(column)});
  }
  return rows.empty() ? ""
                      : "columns of neurons (name, kind, recognized as, values)\n" + aligned(rows);
}

std::string range_text(const char* name, const Json& range) {
  return range.is_null() ? std::string()
                         : std::string("    ") + name + " " + range["min"].get<std::string>() +
                               " to " + range["max"].get<std::string>() + "\n";
}

std::string edges_text(const Json& report) {
  std::string text;
  if (const Json& synapses = report["synapses"]; !synapses.is_null()) {
    text +=
        "  " + grouped(synapses["entries"].get<std::uint64_t>()) + " synapses, one entry each\n";
    for (const char* name : {"x_nm", "y_nm", "z_nm", "size"})
      text += range_text(name, synapses[name]);
  }
  if (const Json& connections = report["connections"]; !connections.is_null()) {
    text += "  " + grouped(connections["entries"].get<std::uint64_t>()) + " connections (" +
            grouped(connections["autapses"].get<std::uint64_t>()) + " of them autapses) with " +
            grouped(connections["synapses"].get<std::uint64_t>()) + " synapses, at most " +
            grouped(connections["largest_count"].get<std::uint64_t>()) + " in one\n";
    const auto weight = report["edge_weight"].get<std::string>();
    if (!weight.empty()) text += "    synapses are counted by edge column \"" + weight + "\"\n";
  }
  return "edges\n" + text;
}

std::string missing_text(const Json& missing) {
  std::vector<std::vector<std::string>> rows;
  for (const Json& item : missing) {
    rows.push_back({item["what"].get<std::string>(), item["means"].get<std::string>()});
  }
  return rows.empty() ? "" : "missing, and what that means\n" + aligned(rows);
}

std::string notes_text(const Json& notes) {
  std::string text;
  for (const Json& note : notes) text += "  - " + note.get<std::string>() + "\n";
  return text.empty() ? "" : "notes\n" + text;
}

/// What the input said about connections or synapses, and where it is now.
Json edge_columns_report(const Manifest& manifest, const std::vector<EdgeColumn>& columns) {
  Json list = Json::array();
  for (const EdgeColumn& column : columns) {
    Json entry = {{"name", column.name},
                  {"type", stored_type_name(column.type)},
                  {"source", edge_source_name(column.source)}};
    if (column.source == EdgeSource::Sum || column.source == EdgeSource::Mean)
      entry["of"] = manifest.synapse_columns[column.of].name;
    list.push_back(std::move(entry));
  }
  return list;
}

std::string edge_columns_text(const char* what, const Json& columns) {
  if (columns.empty()) return {};
  std::vector<std::vector<std::string>> rows;
  for (const Json& column : columns) {
    rows.push_back({column["name"].get<std::string>(), column["type"].get<std::string>(),
                    "from " + column["source"].get<std::string>() +
                        (column.contains("of") ? " of " + column["of"].get<std::string>() : "")});
  }
  return "columns of " + std::string(what) + "\n" + aligned(rows);
}

std::string tiles_text(const Json& report) {
  std::string text = report["dataset_name"].get<std::string>() + "\n";
  text += "  made from " + report["source_file"].get<std::string>() + ", " +
          report["source_group"].get<std::string>() + "\n";
  if (report["synthetic"].get<bool>()) text += "  a synthetic sample, not measured data\n";
  text += "  fingerprint " + report["fingerprint"].get<std::string>() + "\n";
  text += "  " + grouped(report["neurons"].get<std::uint64_t>()) + " neurons, " +
          grouped(report["connections"].get<std::uint64_t>()) + " connections (" +
          grouped(report["autapses"].get<std::uint64_t>()) + " of them autapses), " +
          grouped(report["synapses"].get<std::uint64_t>()) + " synapses\n";
  text += columns_text(report["columns"]);
  text += edge_columns_text("connections", report["connection_columns"]);
  text += edge_columns_text("synapses", report["synapse_columns"]);
  std::vector<std::vector<std::string>> rows;
  for (const Json& family : report["families"]) {
    rows.push_back(
        {family["family"].get<std::string>(),
         grouped(family["tiles"].get<std::uint64_t>()) + " tiles of " +
             grouped(family["block_neurons"].get<std::uint64_t>()) +
             (family["family"] == tile_kind_name(TileKind::SynapseOverview) ? " synapses"
                                                                            : " neurons"),
         megabytes(family["bytes"].get<std::uint64_t>()),
         "largest " + megabytes(family["largest_tile_bytes"].get<std::uint64_t>())});
  }
  text += "tiles, " + megabytes(report["bytes"].get<std::uint64_t>()) + " in all\n" + aligned(rows);
  return text + notes_text(report["notes"]);
}

}  // namespace

Json inspect_connectome(const ConnectomeListing& listing, const RawConnectome* connectome,
                        const ConnectomeRanges& ranges) {
  Json report;
  report["file"] = listing.source_file;
  Json networks = Json::array();
  for (const NetworkListing& network : listing.networks) {
    Json groups = Json::array();
    for (const GroupListing& group : network.groups)
      groups.push_back(group_report(group, connectome));
    networks.push_back({{"name", network.name}, {"groups", std::move(groups)}});
  }
  report["networks"] = std::move(networks);
  if (connectome == nullptr) return report;

  report["source_group"] = connectome->source_group;
  report["edge_weight"] = connectome->edge_weight;
  report["synthetic"] = connectome->synthetic;
  report["neurons"] = connectome->neuron_count;
  report["synapses"] = ranges.synapses ? synapses_report(*ranges.synapses) : Json(nullptr);
  report["connections"] =
      ranges.connections ? connections_report(*ranges.connections) : Json(nullptr);
  Json columns = Json::array(), recognized = Json::object();
  for (const RawColumn& raw : connectome->columns) {
    columns.push_back(column_report(raw));
    if (raw.column.role == ColumnRole::None) continue;
    recognized[std::string(column_role_name(raw.column.role))] = raw.column.name;
  }
  if (connectome->line_position_column)
    recognized["line_position"] =
        connectome->columns[*connectome->line_position_column].column.name;
  report["columns"] = std::move(columns);
  report["recognized"] = std::move(recognized);
  report["position_unit_nm"] = connectome->position_unit_nm;
  report["missing"] = missing_report(*connectome);
  report["notes"] = connectome->notes;
  return report;
}

Json inspect_tiles(const Manifest& manifest) {
  Json report;
  report["dataset_name"] = manifest.dataset_name;
  report["source_file"] = manifest.source_file;
  report["source_group"] = manifest.source_group;
  report["source_edges"] = manifest.source_edges;
  report["edge_weight"] = manifest.edge_weight;
  report["synthetic"] = manifest.synthetic;
  report["fingerprint"] = hash_to_hex(manifest.fingerprint);
  report["neurons"] = manifest.neuron_count;
  report["connections"] = manifest.connection_count;
  report["autapses"] = manifest.autapse_count;
  report["synapses"] = manifest.synapse_count;
  report["layout"] = layout_name(manifest.layout);
  report["min_nm"] = manifest.min_nm;
  report["max_nm"] = manifest.max_nm;
  Json columns = Json::array();
  for (const Column& column : manifest.columns) {
    Json entry = {{"name", column.name},
                  {"kind", kind_name(column.kind)},
                  {"type", stored_type_name(column.type)},
                  {"role", column_role_name(column.role)}};
    for (const std::string& name : column.categories)
      entry["categories"].push_back({{"name", name}});
    columns.push_back(std::move(entry));
  }
  report["columns"] = std::move(columns);
  report["connection_columns"] = edge_columns_report(manifest, manifest.connection_columns);
  report["synapse_columns"] = edge_columns_report(manifest, manifest.synapse_columns);
  Json families = Json::array();
  std::uint64_t all_bytes = 0;
  for (const TileFamily& family : manifest.families) {
    std::uint64_t bytes = 0, largest = 0;
    for (const TileEntry& tile : family.tiles) {
      bytes += tile.bytes;
      largest = std::max<std::uint64_t>(largest, tile.bytes);
    }
    all_bytes += bytes;
    families.push_back({{"family", tile_kind_name(family.kind)},
                        {"block_neurons", family.block_neurons},
                        {"tiles", family.tiles.size()},
                        {"bytes", bytes},
                        {"largest_tile_bytes", largest}});
  }
  report["families"] = std::move(families);
  report["bytes"] = all_bytes;
  report["notes"] = manifest.notes;
  return report;
}

std::string inspect_text(const Json& report) {
  if (report.contains("families")) return tiles_text(report);
  std::string text = report["file"].get<std::string>() + "\n" + networks_text(report["networks"]);
  if (!report.contains("columns")) return text;
  if (report["synthetic"].get<bool>()) text += "a synthetic sample, not measured data\n";
  text += edges_text(report) + columns_text(report["columns"]);
  if (report["recognized"].contains("line_position"))
    text += "  position along a line: " + report["recognized"]["line_position"].get<std::string>() +
            "\n";
  return text + missing_text(report["missing"]) + notes_text(report["notes"]);
}

}  // namespace cnx
