#include "read/connectome_csv.h"

#include <algorithm>
#include <utility>

#include "read/csv_table.h"
#include "read/edge_table_csv.h"
#include "read/neuron_table_csv.h"

namespace cnx {
namespace {

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

/// Roles in lower case; `of_edges` are those that only tables in text have.
struct SplitOverrides {
  ColumnOverrides of_neurons, of_edges;
};

SplitOverrides split(const ColumnOverrides& overrides) {
  SplitOverrides out;
  for (const auto& [role_text, name] : overrides) {
    const std::string role = lower_case(role_text);
    const bool only_edges = role == "pre" || role == "post" || role == "count";
    const bool only_neurons =
        !only_edges && !role.starts_with("synapse_") && role != "unit" && role != "voxel_nm";
    if (!only_edges) out.of_neurons.emplace_back(role, name);
    if (!only_neurons) out.of_edges.emplace_back(role, name);
  }
  return out;
}

/// "root_id" for a column "pre_root_id", "bodyId" for "bodyId_pre".
std::string id_name_of(const std::string& pre_name, bool are_integers) {
  const std::string lower = lower_case(pre_name);
  if (lower.starts_with("pre_") && lower.size() > 4) return pre_name.substr(4);
  if (lower.ends_with("_pre") && lower.size() > 4) return pre_name.substr(0, pre_name.size() - 4);
  return are_integers ? "id" : "name";
}

}  // namespace

bool is_csv_path(std::string_view path) {
  std::string name = lower_case(path);
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  return name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".txt");
}

Result<RawConnectome> read_connectome_csv(const CsvReadOptions& options) {
  if (!options.connections_path.empty() && !options.synapses_path.empty())
    return Error{ErrorCode::Syntax,
                 "--connections and --synapses are two ways to say the same; give one of them"};
  const bool has_neurons = !options.connections_path.empty() || !options.synapses_path.empty();
  if (!has_neurons && !options.join_paths.empty())
    return Error{ErrorCode::Syntax,
                 "--join adds columns to a table of neurons; with it --connections or --synapses "
                 "names the edges"};
  const SplitOverrides overrides = split(options.column_overrides);

  auto opened = CsvTable::open(options.input_path);
  if (!opened.ok()) return opened.error();
  const CsvTable input = std::move(opened).value();
  auto edges_opened = !has_neurons                        ? Result<CsvTable>(input)
                      : !options.connections_path.empty() ? CsvTable::open(options.connections_path)
                                                          : CsvTable::open(options.synapses_path);
  if (!edges_opened.ok()) return edges_opened.error();
  const CsvTable edges = std::move(edges_opened).value();
  std::vector<CsvTable> joined;
  for (const std::string& path : options.join_paths) {
    auto table = CsvTable::open(path);
    if (!table.ok()) return table.error();
    joined.push_back(std::move(table).value());
  }

  const EdgeTableOptions edge_options{
      .rows = !options.connections_path.empty() ? RowMeaning::Connections
              : !options.synapses_path.empty()  ? RowMeaning::Synapses
                                                : RowMeaning::ByColumns,
      .edge_weight = options.edge_weight,
      .column_overrides = overrides.of_edges,
      .drop_unknown = options.drop_unknown,
      .neuron_table = input.file_name()};
  // Before the neurons are read: whatever is wrong with the command line is told at once.
  auto planned = plan_edges(edges, edge_options);
  if (!planned.ok()) return planned.error();
  const EdgePlan plan = std::move(planned).value();

  RawConnectome out;
  out.source_file = input.file_name();
  out.source_group = input.file_name();
  for (const CsvTable& table : joined) out.source_group += " + " + table.file_name();
  if (has_neurons) out.source_group += " + " + edges.file_name();

  CsvNeurons neurons;
  if (has_neurons) {
    auto read = read_neuron_tables(input, joined, overrides.of_neurons);
    if (!read.ok()) return read.error();
    neurons = std::move(read).value();
  } else {
    auto ids = collect_edge_ids(edges, plan);
    if (!ids.ok()) return ids.error();
    const bool are_integers = ids.value().kind() == NeuronIds::Kind::Integer;
    auto made = neurons_of_ids(std::move(ids).value(),
                               id_name_of(edges.columns()[plan.ends.pre], are_integers),
                               overrides.of_neurons);
    if (!made.ok()) return made.error();
    neurons = std::move(made).value();
    out.notes.push_back("there is no table of neurons: they are those that " + edges.file_name() +
                        " names, and nothing but their ids is known");
  }
  out.neuron_count = neurons.ids.size();
  out.columns = std::move(neurons.vertices.columns);
  out.position_unit_nm = neurons.vertices.position_unit_nm;
  out.axis_scale = neurons.vertices.axis_scale;
  out.line_position_column = neurons.vertices.line_position_column;
  const auto add_notes = [&out](const std::vector<std::string>& notes) {
    out.notes.insert(out.notes.end(), notes.begin(), notes.end());
  };
  add_notes(neurons.vertices.notes);

  auto read = read_edges(edges, plan, edge_options, neurons.ids);
  if (!read.ok()) return read.error();
  EdgeTable table = std::move(read).value();
  out.edges = std::move(table.edges);
  if (out.edges->unit == EdgeUnit::Connection && plan.count)
    out.edge_weight = edges.columns()[plan.count->column];
  add_notes(plan.notes);
  add_notes(table.notes);
  return out;
}

}  // namespace cnx
