#include "read/column_roles.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace cnx {
namespace {

std::string normalized(std::string_view name) {
  while (!name.empty() && (name.front() == ' ' || name.front() == '\t')) name.remove_prefix(1);
  while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) name.remove_suffix(1);
  std::string out;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool separator = c == ' ' || c == '.' || c == '-' || c == '/';
    out.push_back(upper ? static_cast<char>(c - 'A' + 'a') : separator ? '_' : c);
  }
  return out;
}

std::vector<std::string> normalized_names(std::span<const ColumnSummary> columns) {
  std::vector<std::string> names;
  for (const ColumnSummary& column : columns) names.push_back(normalized(column.name));
  return names;
}

/// Names, the best first.
constexpr std::string_view kCellClassNames[] = {
    "cell_type",   "cell_class",   "celltype", "cellclass", "neuron_type", "neuron_class",
    "class",       "type",         "mtype",    "m_type",    "morph_type",  "classification",
    "super_class", "primary_type", "subclass", "sub_class", "etype",       "synapse_class"};
constexpr std::string_view kRegionNames[] = {
    "tentative_region", "region", "brain_region", "brain_area",        "cortical_area", "area",
    "soma_region",      "roi",    "neuropil",     "hemisphere_region", "structure"};
constexpr std::string_view kAxonNames[] = {"status_axon",
                                           "axon_status",
                                           "proofreading_axon",
                                           "axon_proofreading",
                                           "proofread_axon",
                                           "axon_proofread",
                                           "strategy_axon",
                                           "proofreading_status_axon",
                                           "axon_proofreading_status",
                                           "proofreading_strategy_axon"};
constexpr std::string_view kDendriteNames[] = {"status_dendrite",
                                               "dendrite_status",
                                               "proofreading_dendrite",
                                               "dendrite_proofreading",
                                               "proofread_dendrite",
                                               "dendrite_proofread",
                                               "strategy_dendrite",
                                               "proofreading_status_dendrite",
                                               "dendrite_proofreading_status",
                                               "proofreading_strategy_dendrite"};
// "index" is the label that the vertex table itself gives; any named id is better.
constexpr std::string_view kIdNames[] = {
    "pt_root_id", "root_id", "segment_id", "seg_id",     "body_id", "bodyid", "skeleton_id",
    "neuron_id",  "cell_id", "node_id",    "nucleus_id", "gid",     "id",     "index"};
// Further names that tell a row's neuron where neurons may be named by words.
constexpr std::string_view kNameNames[] = {"body", "neuron", "name", "cell_name", "node", "cell"};
// The first pair whose names are both there.
constexpr std::pair<std::string_view, std::string_view> kEdgeEndNames[] = {
    {"pre_pt_root_id", "post_pt_root_id"},
    {"pre_root_id", "post_root_id"},
    {"bodyid_pre", "bodyid_post"},
    {"body_pre", "body_post"},
    {"pre_id", "post_id"},
    {"id_pre", "id_post"},
    {"pre_body_id", "post_body_id"},
    {"pre_neuron_id", "post_neuron_id"},
    {"pre_neuron", "post_neuron"},
    {"neuron_pre", "neuron_post"},
    {"presynaptic_id", "postsynaptic_id"},
    {"presynaptic", "postsynaptic"},
    {"pre", "post"},
    {"source_id", "target_id"},
    {"source", "target"},
    {"from_id", "to_id"},
    {"from", "to"},
    {"row", "col"}};
constexpr std::string_view kPositionPrefixes[] = {
    "",          "soma_",       "position_",    "pos_",           "center_",        "centroid_",
    "nucleus_",  "pt_",         "pt_position_", "soma_position_", "soma_location_", "somalocation_",
    "location_", "coordinates_"};
constexpr std::string_view kLineNames[] = {"soma_position", "position",    "soma_pos",
                                           "pos",           "ap_position", "x"};
constexpr std::string_view kSynapsePrefixes[] = {
    "",     "syn_",      "synapse_", "ctr_pt_",           "ctr_pt_position_", "center_",
    "pos_", "position_", "post_pt_", "post_pt_position_", "afferent_center_", "afferent_surface_"};
constexpr std::string_view kSizeNames[] = {"size", "synapse_size", "syn_size", "cleft_size",
                                           "size_voxels"};
constexpr std::string_view kCountNames[] = {"count",
                                            "n_syn",
                                            "nsyn",
                                            "n_syns",
                                            "syn_count",
                                            "synapse_count",
                                            "synapses_count",
                                            "synapses",
                                            "n_synapses",
                                            "num_synapses",
                                            "number_of_synapses",
                                            "n_syn_pairs"};

struct Unit {
  std::string_view suffix;
  double nm;
};
constexpr Unit kUnits[] = {
    {"_nm", 1}, {"_um", 1000}, {"_\xc2\xb5m", 1000}, {"_\xce\xbcm", 1000}, {"_mm", 1e6}};
constexpr double kUnnamedUnitNm = 1000;  // SONATA and the circuit models: micrometers

std::optional<std::size_t> find(std::span<const std::string> names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt
                              : std::optional(static_cast<std::size_t>(found - names.begin()));
}

/// Nanometers in the unit that the name ends in, if any.
std::optional<double> unit_of(std::string_view name) {
  for (const Unit& unit : kUnits) {
    if (name.ends_with(unit.suffix)) return unit.nm;
  }
  return std::nullopt;
}

struct Axes {
  std::array<std::optional<std::size_t>, 3> columns;
  double unit_nm = 1;
  bool named_unit = true;

  int count() const {
    return columns[0].has_value() + columns[1].has_value() + columns[2].has_value();
  }
};

Axes find_axes(std::span<const std::string> names, std::string_view prefix,
               std::string_view suffix) {
  Axes axes;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    std::string name(prefix);
    name += "xyz"[axis];
    name += suffix;
    axes.columns[axis] = find(names, name);
  }
  return axes;
}

/// Coordinates with a unit in their names go before those without; among them the first with most
/// axes.
Axes best_axes(std::span<const std::string> names, std::span<const std::string_view> prefixes,
               bool voxels_are_known) {
  Axes best;
  for (const std::string_view prefix : prefixes) {
    for (const Unit& unit : kUnits) {
      Axes axes = find_axes(names, prefix, unit.suffix);
      axes.unit_nm = unit.nm;
      if (axes.count() > best.count()) best = axes;
    }
  }
  if (best.count() == 3) return best;
  for (const std::string_view prefix : prefixes) {
    // pt_… without a unit are voxels in CAVE's tables, and the size of a voxel is not in the file.
    if (prefix.find("pt_") != std::string_view::npos && !voxels_are_known) continue;
    Axes axes = find_axes(names, prefix, "");
    axes.unit_nm = kUnnamedUnitNm;
    axes.named_unit = false;
    if (axes.count() > best.count()) best = axes;
  }
  return best;
}

bool has_voxel_columns(std::span<const std::string> names,
                       std::span<const std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) {
    return prefix.find("pt_") != std::string_view::npos &&
           find_axes(names, prefix, "").count() == 3;
  });
}

constexpr const char* kVoxelNote =
    "coordinates such as pt_x are in voxels whose size the file does not give: they are not used "
    "as positions; --voxel-nm says how large a voxel is";

std::string quoted_list(std::span<const std::string> names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "\"" : ", \"") + name + "\"";
  return list.empty() ? "none" : list;
}

Error no_such_column(const std::string& role, const std::string& name,
                     std::span<const std::string> names) {
  return {ErrorCode::Syntax, "--column " + role + "=" + name +
                                 ": there is no such column; there are " + quoted_list(names)};
}

std::optional<ColumnRole> role_of(const std::string& text) {
  const std::string name = normalized(text);
  constexpr std::pair<std::string_view, ColumnRole> kShort[] = {
      {"id", ColumnRole::NeuronId},
      {"x", ColumnRole::PositionX},
      {"y", ColumnRole::PositionY},
      {"z", ColumnRole::PositionZ},
      {"class", ColumnRole::CellClass},
      {"axon", ColumnRole::AxonStatus},
      {"dendrite", ColumnRole::DendriteStatus}};
  for (const auto& [short_name, role] : kShort) {
    if (name == short_name) return role;
  }
  const auto role = parse_column_role(name);
  const bool may_choose = role && *role != ColumnRole::None && *role != ColumnRole::SourceRow;
  return may_choose ? role : std::nullopt;
}

constexpr std::string_view kSynapseRoles[] = {"synapse_x", "synapse_y", "synapse_z",
                                              "synapse_size"};

bool is_synapse_role(const std::string& role) {
  const std::string name = normalized(role);
  return std::find(std::begin(kSynapseRoles), std::end(kSynapseRoles), name) !=
         std::end(kSynapseRoles);
}

std::optional<double> parse_unit(const std::string& text) {
  for (const Unit& unit : kUnits) {
    if (normalized(text) == unit.suffix.substr(1)) return unit.nm;
  }
  return std::nullopt;
}

/// "4,4,40": three lengths in nm.
std::optional<std::array<double, 3>> parse_voxel(const std::string& text) {
  std::array<double, 3> voxel{};
  const char* at = text.c_str();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    char* end = nullptr;
    voxel[axis] = std::strtod(at, &end);
    const bool is_length = end != at && voxel[axis] > 0 && voxel[axis] <= 1e6;
    if (!is_length || *end != (axis < 2 ? ',' : '\0')) return std::nullopt;
    at = end + 1;
  }
  return voxel;
}

/// What the user says of positions: nothing, a unit, or the size of a voxel.
struct ChosenUnit {
  std::optional<double> nm;
  std::optional<std::array<double, 3>> voxel_nm;

  bool any() const { return nm || voxel_nm; }
};

Result<ChosenUnit> chosen_unit(const ColumnOverrides& overrides) {
  ChosenUnit chosen;
  for (const auto& [role, name] : overrides) {
    if (normalized(role) == "unit") {
      chosen.nm = parse_unit(name);
      if (!chosen.nm)
        return Error{ErrorCode::Syntax, "--column unit=" + name + ": the units are nm, um and mm"};
    }
    if (normalized(role) == "voxel_nm") {
      chosen.voxel_nm = parse_voxel(name);
      if (!chosen.voxel_nm)
        return Error{ErrorCode::Syntax, "--voxel-nm " + name +
                                            ": three lengths in nm are needed, x, y and z of a "
                                            "voxel, as in 4,4,40"};
    }
  }
  if (chosen.nm && chosen.voxel_nm)
    return Error{ErrorCode::Syntax,
                 "--voxel-nm and --column unit both say what a position counts; give one of them"};
  return chosen;
}

bool is_about_units(const std::string& role) {
  return normalized(role) == "unit" || normalized(role) == "voxel_nm";
}

std::size_t axis_of(ColumnRole role) {
  return static_cast<std::size_t>(role) - static_cast<std::size_t>(ColumnRole::PositionX);
}

constexpr std::array<ColumnRole, 3> kPositionRoles = {ColumnRole::PositionX, ColumnRole::PositionY,
                                                      ColumnRole::PositionZ};

bool is_position(ColumnRole role) {
  return std::find(kPositionRoles.begin(), kPositionRoles.end(), role) != kPositionRoles.end();
}

/// The work of assign_vertex_roles, step by step.
class VertexRoleRules {
 public:
  explicit VertexRoleRules(std::span<const ColumnSummary> columns)
      : columns_(columns), names_(normalized_names(columns)) {
    out_.roles.assign(columns.size(), ColumnRole::None);
  }

  Result<VertexRoles> assign(const ColumnOverrides& overrides) {
    const auto unit = chosen_unit(overrides);
    if (!unit.ok()) return unit.error();
    if (const auto problem = apply_overrides(overrides)) return *problem;
    positions(unit.value());
    by_name(ColumnRole::CellClass, kCellClassNames);
    by_name(ColumnRole::Region, kRegionNames);
    by_name(ColumnRole::AxonStatus, kAxonNames);
    by_name(ColumnRole::DendriteStatus, kDendriteNames);
    neuron_id();
    return std::move(out_);
  }

 private:
  std::optional<Error> apply_overrides(const ColumnOverrides& overrides) {
    for (const auto& [role_text, name] : overrides) {
      if (is_about_units(role_text) || is_synapse_role(role_text)) continue;
      const auto role = role_of(role_text);
      if (!role)
        return Error{
            ErrorCode::Syntax,
            "--column " + role_text + "=" + name +
                ": the roles are id, x, y, z, class, region, axon, dendrite, synapse_x, synapse_y, "
                "synapse_z, synapse_size and unit; for tables in CSV also pre, post and count"};
      decided_[static_cast<std::size_t>(*role)] = true;
      if (name == "none") continue;
      std::vector<std::string> exact;
      for (const ColumnSummary& column : columns_) exact.push_back(column.name);
      auto column = find(exact, name);
      if (!column) column = find(names_, normalized(name));  // "AYNbr" for " AYNbr "
      if (!column) return no_such_column(role_text, name, exact);
      if (const auto problem = check_kind(*role, *column))
        return Error{ErrorCode::Syntax, "--column " + role_text + "=" + name + ": " + *problem};
      if (out_.roles[*column] != ColumnRole::None)
        return Error{ErrorCode::Syntax,
                     "--column " + role_text + "=" + name + ": the column has the role " +
                         std::string(column_role_name(out_.roles[*column])) + " already"};
      std::replace(out_.roles.begin(), out_.roles.end(), *role, ColumnRole::None);
      out_.roles[*column] = *role;
    }
    return std::nullopt;
  }

  std::optional<std::string> check_kind(ColumnRole role, std::size_t column) const {
    const ColumnSummary& summary = columns_[column];
    if (is_position(role) && summary.kind == ColumnKind::Category)
      return "a position is a number, this column is text";
    if (role == ColumnRole::NeuronId && summary.kind != ColumnKind::Integer)
      return "an id is an integer, this column is not";
    if (role == ColumnRole::NeuronId && !summary.unique)
      return "an id is unique, in this column values repeat";
    if (!is_position(role) && role != ColumnRole::NeuronId && summary.kind == ColumnKind::Real)
      return "categories are text or integers, this column is neither";
    return std::nullopt;
  }

  bool is_free(std::size_t column) const { return out_.roles[column] == ColumnRole::None; }
  bool decided(ColumnRole role) const { return decided_[static_cast<std::size_t>(role)]; }

  void by_name(ColumnRole role, std::span<const std::string_view> candidates) {
    if (decided(role)) return;
    for (const std::string_view candidate : candidates) {
      const auto column = find(names_, candidate);
      if (!column || !is_free(*column) || check_kind(role, *column)) continue;
      out_.roles[*column] = role;
      return;
    }
  }

  void neuron_id() {
    if (decided(ColumnRole::NeuronId)) return;
    for (const std::string_view candidate : kIdNames) {
      const auto column = find(names_, candidate);
      if (!column || !is_free(*column) || columns_[*column].kind != ColumnKind::Integer) continue;
      if (columns_[*column].unique) {
        out_.roles[*column] = ColumnRole::NeuronId;
        return;
      }
      note("column \"" + columns_[*column].name +
           "\" is named like an id, but its values repeat: it is no neuron id");
    }
  }

  void positions(const ChosenUnit& unit) {
    const bool any_decided = decided(ColumnRole::PositionX) || decided(ColumnRole::PositionY) ||
                             decided(ColumnRole::PositionZ);
    Axes axes;
    if (any_decided) {
      for (std::size_t i = 0; i < out_.roles.size(); ++i) {
        if (!is_position(out_.roles[i])) continue;
        axes.columns[axis_of(out_.roles[i])] = i;
        const auto named = unit_of(names_[i]);
        axes.unit_nm = named.value_or(kUnnamedUnitNm);
        axes.named_unit = named.has_value();
        out_.roles[i] = ColumnRole::None;
      }
    } else {
      axes = best_axes(numeric_names(), kPositionPrefixes, unit.voxel_nm.has_value());
      if (axes.count() < 3 && !unit.voxel_nm &&
          has_voxel_columns(numeric_names(), kPositionPrefixes))
        note(kVoxelNote);
    }
    if (axes.count() == 3) {
      for (std::size_t axis = 0; axis < 3; ++axis)
        out_.roles[*axes.columns[axis]] = kPositionRoles[axis];
      out_.position_unit_nm = unit.nm.value_or(axes.unit_nm);
      if (!axes.named_unit && !unit.any())
        note("columns " + quoted_names(axes) +
             " have no unit in their names: they are taken for micrometers (--column unit=nm or "
             "--voxel-nm says otherwise)");
      if (unit.voxel_nm && axes.named_unit)
        note("columns " + quoted_names(axes) +
             " have a unit in their names: they are not taken for voxels");
      if (unit.voxel_nm && !axes.named_unit) {
        out_.position_unit_nm = 1;
        out_.axis_scale = *unit.voxel_nm;
      }
      return;
    }
    line_position(axes, unit);
  }

  /// Fewer than three coordinates: one of them is better than none.
  void line_position(const Axes& axes, const ChosenUnit& unit) {
    for (const auto& column : axes.columns) {
      if (!column) continue;
      out_.line_position_column = static_cast<std::uint32_t>(*column);
      out_.position_unit_nm = unit.nm.value_or(axes.unit_nm);
      note("of the three coordinates only " + quoted_names(axes) +
           (axes.count() == 1 ? " is" : " are") + " there: \"" + columns_[*column].name +
           "\" is the one that is used");
      return;
    }
    for (const std::string_view candidate : kLineNames) {
      const auto column = find(names_, candidate);
      if (!column || !is_free(*column) || columns_[*column].kind == ColumnKind::Category) continue;
      out_.line_position_column = static_cast<std::uint32_t>(*column);
      return;
    }
  }

  /// Names of columns of text are blanked: no coordinate is text.
  std::vector<std::string> numeric_names() const {
    std::vector<std::string> names = names_;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (columns_[i].kind == ColumnKind::Category || !is_free(i)) names[i].clear();
    }
    return names;
  }

  std::string quoted_names(const Axes& axes) const {
    std::vector<std::string> names;
    for (const auto& column : axes.columns) {
      if (column) names.push_back(columns_[*column].name);
    }
    return quoted_list(names);
  }

  void note(std::string sentence) { out_.notes.push_back(std::move(sentence)); }

  std::span<const ColumnSummary> columns_;
  std::vector<std::string> names_;
  std::array<bool, static_cast<std::size_t>(ColumnRole::DendriteStatus) + 1> decided_{};
  VertexRoles out_;
};

}  // namespace

Result<VertexRoles> assign_vertex_roles(std::span<const ColumnSummary> columns,
                                        const ColumnOverrides& overrides) {
  return VertexRoleRules(columns).assign(overrides);
}

Result<SynapseRoles> assign_synapse_roles(std::span<const std::string> columns,
                                          const ColumnOverrides& overrides) {
  std::vector<std::string> names;
  for (const std::string& name : columns) names.push_back(normalized(name));
  SynapseRoles out;

  Axes axes;
  std::optional<std::size_t> size;
  bool position_decided = false, size_decided = false;
  for (const auto& [role, name] : overrides) {
    if (!is_synapse_role(role)) continue;
    const std::string role_name = normalized(role);
    const bool is_size = role_name == "synapse_size";
    (is_size ? size_decided : position_decided) = true;
    if (name == "none") continue;
    auto column = find(columns, name);
    if (!column) column = find(names, normalized(name));
    if (!column) return no_such_column(role, name, columns);
    if (is_size) {
      size = column;
    } else {
      axes.columns[static_cast<std::size_t>(role_name.back() - 'x')] = column;
      const auto named = unit_of(names[*column]);
      axes.unit_nm = named.value_or(kUnnamedUnitNm);
      axes.named_unit = named.has_value();
    }
  }
  if (position_decided && axes.count() != 0 && axes.count() != 3)
    return Error{ErrorCode::Syntax,
                 "--column: synapse_x, synapse_y and synapse_z are needed together"};
  const auto unit = chosen_unit(overrides);
  if (!unit.ok()) return unit.error();
  if (!position_decided) {
    axes = best_axes(names, kSynapsePrefixes, unit.value().voxel_nm.has_value());
    if (axes.count() < 3 && !unit.value().voxel_nm && has_voxel_columns(names, kSynapsePrefixes))
      out.notes.push_back(kVoxelNote);
  }
  if (axes.count() == 3) {
    out.position = std::array<std::size_t, 3>{*axes.columns[0], *axes.columns[1], *axes.columns[2]};
    // The user's unit is for columns that name none; the vertex table's may have one.
    const auto& [unit_nm, voxel_nm] = unit.value();
    out.position_unit_nm = axes.named_unit ? axes.unit_nm : unit_nm.value_or(axes.unit_nm);
    if (!axes.named_unit && voxel_nm) {
      out.position_unit_nm = 1;
      out.axis_scale = *voxel_nm;
    }
    if (!axes.named_unit && !unit.value().any())
      out.notes.push_back(
          "synapse coordinates have no unit in their names: they are taken for micrometers");
  }
  if (!size_decided) {
    for (const std::string_view candidate : kSizeNames) {
      if (!size) size = find(names, candidate);
    }
  }
  out.size = size;
  return out;
}

std::optional<CountColumn> find_count_column(std::span<const std::string> columns) {
  std::vector<std::string> names;
  for (const std::string& name : columns) names.push_back(normalized(name));
  for (const std::string_view candidate : kCountNames) {
    if (const auto column = find(names, "total_" + std::string(candidate)))
      return CountColumn{*column, CountName::Yes};
  }
  for (const std::string_view candidate : kCountNames) {
    if (const auto column = find(names, candidate)) return CountColumn{*column, CountName::Yes};
  }
  for (const std::string_view candidate : {"weight", "weights"}) {
    if (const auto column = find(names, candidate)) return CountColumn{*column, CountName::Maybe};
  }
  return std::nullopt;
}

bool has_synapse_columns(std::span<const std::string> columns) {
  std::vector<std::string> names;
  for (const std::string& name : columns) names.push_back(normalized(name));
  const auto is_there = [&names](std::string_view name) { return find(names, name).has_value(); };
  return is_there("id") || is_there("synapse_id") ||
         std::any_of(std::begin(kSizeNames), std::end(kSizeNames), is_there) ||
         best_axes(names, kSynapsePrefixes, false).count() == 3 ||
         has_voxel_columns(names, kSynapsePrefixes);
}

std::optional<std::size_t> find_id_column(std::span<const std::string> columns) {
  std::vector<std::string> names;
  for (const std::string& name : columns) names.push_back(normalized(name));
  for (const std::string_view candidate : kIdNames) {
    if (const auto column = find(names, candidate)) return column;
  }
  for (const std::string_view candidate : kNameNames) {
    if (const auto column = find(names, candidate)) return column;
  }
  return std::nullopt;
}

std::optional<EdgeEndColumns> find_edge_end_columns(std::span<const std::string> columns) {
  std::vector<std::string> names;
  for (const std::string& name : columns) names.push_back(normalized(name));
  for (const auto& [pre_name, post_name] : kEdgeEndNames) {
    const auto pre = find(names, pre_name), post = find(names, post_name);
    if (pre && post) return EdgeEndColumns{*pre, *post};
  }
  return std::nullopt;
}

std::optional<std::size_t> find_column(std::span<const std::string> columns,
                                       std::string_view name) {
  if (const auto exact = find(columns, name)) return exact;
  std::vector<std::string> names;
  for (const std::string& each : columns) names.push_back(normalized(each));
  return find(names, normalized(name));
}

}  // namespace cnx
