// dump_connectome.cpp — what the reader makes of a file, for tests in another language.
//
// usage: dump_connectome FILE OUT [--group G] [--edge-weight W] [--column ROLE=NAME]...
//   and for tables in text [--connections F] [--synapses F] [--join F]... [--drop-unknown yes]
// OUT: one line of JSON (counts, notes, columns with kinds, roles and categories), then the
// arrays, little-endian: each column (u16 codes, i64 or f64), then pre, post (u32) and what else
// the JSON announces, of synapses and of connections.
// An error is one line on stderr and exit code 3 or 4.

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "exit_codes.h"
#include "preprocess/surveyed_edges.h"
#include "preprocess/whole_edges.h"
#include "read/connectome_csv.h"
#include "read/connectome_hdf5.h"

namespace cnx {
namespace {

template <typename T>
void write_array(std::FILE* out, const std::vector<T>& values) {
  if (!values.empty()) std::fwrite(values.data(), sizeof(T), values.size(), out);
}

const char* kind_name(ColumnKind kind) {
  return kind == ColumnKind::Category  ? "category"
         : kind == ColumnKind::Integer ? "integer"
                                       : "real";
}

nlohmann::json header_of(const RawConnectome& raw, const test::WholeEdges& edges) {
  nlohmann::json header = {
      {"neurons", raw.neuron_count},      {"source_file", raw.source_file},
      {"source_group", raw.source_group}, {"edge_weight", raw.edge_weight},
      {"synthetic", raw.synthetic},       {"notes", raw.notes},
      {"unit_nm", raw.position_unit_nm},  {"columns", nlohmann::json::array()}};
  if (raw.line_position_column) header["line"] = raw.columns[*raw.line_position_column].column.name;
  for (const RawColumn& column : raw.columns) {
    header["columns"].push_back({{"name", column.column.name},
                                 {"kind", kind_name(column.column.kind)},
                                 {"type", stored_type_name(column.column.type)},
                                 {"role", column_role_name(column.column.role)},
                                 {"categories", column.column.categories}});
  }
  if (edges.synapses) {
    header["synapses"] = {{"count", edges.synapses->pre.size()},
                          {"position", !edges.synapses->position_nm[0].empty()},
                          {"size", !edges.synapses->size.empty()}};
  }
  // What only the values of the edges tell.
  if (const auto survey = test::surveyed(raw); survey.ok()) {
    for (const std::string& note : survey.value().notes) header["notes"].push_back(note);
  }
  if (edges.connections) header["connections"] = {{"count", edges.connections->pre.size()}};
  return header;
}

void write_arrays(std::FILE* out, const RawConnectome& raw, const test::WholeEdges& edges) {
  for (const RawColumn& column : raw.columns) {
    std::visit([out](const auto& values) { write_array(out, values); }, column.values);
  }
  if (edges.synapses) {
    write_array(out, edges.synapses->pre);
    write_array(out, edges.synapses->post);
    for (const auto& axis : edges.synapses->position_nm) write_array(out, axis);
    write_array(out, edges.synapses->size);
  }
  if (edges.connections) {
    write_array(out, edges.connections->pre);
    write_array(out, edges.connections->post);
    write_array(out, edges.connections->synapse_count);
  }
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2 || arguments.size() % 2 != 0) return kExitUsage;
  ReadOptions options;
  CsvReadOptions csv;
  options.input_path = csv.input_path = arguments[0];
  for (std::size_t i = 2; i < arguments.size(); i += 2) {
    const std::string& value = arguments[i + 1];
    if (arguments[i] == "--group") {
      options.group = value;
    } else if (arguments[i] == "--edge-weight") {
      options.edge_weight = value;
    } else if (arguments[i] == "--column") {
      const std::size_t equals = value.find('=');
      options.column_overrides.emplace_back(value.substr(0, equals), value.substr(equals + 1));
    } else if (arguments[i] == "--connections") {
      csv.connections_path = value;
    } else if (arguments[i] == "--synapses") {
      csv.synapses_path = value;
    } else if (arguments[i] == "--join") {
      csv.join_paths.push_back(value);
    } else if (arguments[i] == "--drop-unknown") {
      csv.drop_unknown = true;
    } else {
      return kExitUsage;
    }
  }
  csv.edge_weight = options.edge_weight;
  csv.column_overrides = options.column_overrides;
  const auto read =
      is_csv_path(options.input_path) ? read_connectome_csv(csv) : read_connectome(options);
  if (!read.ok()) {
    std::fprintf(stderr, "%s: %s\n", error_code_name(read.error().code),
                 read.error().where.c_str());
    return exit_code_of(read.error().code);
  }
  const test::WholeEdges edges = test::whole_edges(read.value());
  std::FILE* const out = std::fopen(arguments[1].c_str(), "wb");
  if (out == nullptr) return kExitUnwritable;
  std::fprintf(out, "%s\n", header_of(read.value(), edges).dump().c_str());
  write_arrays(out, read.value(), edges);
  return std::fclose(out) == 0 ? kExitDone : kExitUnwritable;
}

}  // namespace
}  // namespace cnx

int main(int argc, char** argv) { return cnx::run({argv + 1, argv + argc}); }
