#include "read/neuron_table_csv.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "format/tile_header.h"
#include "read/csv_columns.h"
#include "read/csv_values.h"

namespace cnx {
namespace {

std::string quoted_names(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    if (!name.empty()) list += (list.empty() ? "\"" : ", \"") + name + "\"";
  }
  return list;
}

std::optional<std::string> chosen_id(const ColumnOverrides& overrides) {
  std::optional<std::string> chosen;
  for (const auto& [role, name] : overrides) {
    if ((role == "id" || role == "neuron_id") && name != "none") chosen = name;
  }
  return chosen;
}

Result<std::size_t> id_column_of(const CsvTable& table, const ColumnOverrides& overrides) {
  std::optional<std::size_t> column;
  // A joined table may well call its ids otherwise.
  if (const auto chosen = chosen_id(overrides)) column = find_column(table.columns(), *chosen);
  if (!column) column = find_id_column(table.columns());
  if (column) return *column;
  return Error{ErrorCode::Missing, table.path() +
                                       ", line 1: no column is named like the ids of neurons; "
                                       "--column id=NAME says which one holds them; there are " +
                                       quoted_names(table.columns())};
}

/// FlyWire Codex gives positions as "[x y z]" in nanometers (coordinates.csv) and says so only on
/// its page; nobody else has a supervoxel of each point beside a root id.
bool is_codex_coordinates(const CsvTable& table) {
  return find_column(table.columns(), "root_id") && find_column(table.columns(), "position") &&
         find_column(table.columns(), "supervoxel_id");
}

bool says_unit(const ColumnOverrides& overrides) {
  return std::any_of(overrides.begin(), overrides.end(), [](const auto& each) {
    return each.first == "unit" || each.first == "voxel_nm";
  });
}

Error changed(const CsvTable& table) {
  return {ErrorCode::Unreadable, table.path() + ": has changed while it was read"};
}

/// The neuron that a row is about; nullopt for a row that is passed over.
using RowNeuron = std::function<Result<std::optional<std::uint32_t>>(const CsvRow& row)>;

/// Reads tables into columns of one CsvNeurons.
class NeuronTableReader {
 public:
  explicit NeuronTableReader(const ColumnOverrides& overrides) : overrides_(overrides) {}

  Result<Done> read_first(const CsvTable& table) {
    const auto id_column = id_column_of(table, overrides_);
    if (!id_column.ok()) return id_column.error();
    const std::size_t id = id_column.value();
    std::uint32_t row_count = 0;
    bool all_integers = true;
    auto sketches = sketch(table, [&](const CsvRow& row) -> Result<std::optional<std::uint32_t>> {
      const std::string_view field = trimmed(row[id]);
      if (field.empty())
        return Error{ErrorCode::OutOfRange, table.place(row, id) + ": a neuron without an id"};
      if (row_count == kMaxNeurons)
        return Error{ErrorCode::OutOfRange, table.place(row, id) + ": there are more than " +
                                                std::to_string(kMaxNeurons) + " neurons"};
      all_integers = all_integers && parse_integer(field).has_value();
      return std::optional(row_count++);
    });
    if (!sketches.ok()) return sketches.error();
    if (row_count == 0)
      return Error{ErrorCode::Missing, table.path() + ": has no rows: there is nothing to show"};

    out_.ids = NeuronIds(all_integers ? NeuronIds::Kind::Integer : NeuronIds::Kind::Text);
    std::vector<std::uint64_t> lines;  // of the neurons, to name both when an id comes twice
    lines.reserve(row_count);
    neuron_count_ = row_count;
    const auto filled =
        fill(table, sketches.value(), std::nullopt,
             [&](const CsvRow& row) -> Result<std::optional<std::uint32_t>> {
               const std::string_view field = trimmed(row[id]);
               if (!out_.ids.is_id(field) || lines.size() == row_count) return changed(table);
               const std::uint32_t neuron = out_.ids.insert(field);
               if (neuron < lines.size())
                 return Error{ErrorCode::OutOfRange, table.place(row, id) + ": neuron " +
                                                         shown_field(field) +
                                                         " is there twice; it is on line " +
                                                         std::to_string(lines[neuron]) + ", too"};
               lines.push_back(row.line());
               return std::optional(neuron);
             });
    if (!filled.ok()) return filled;
    return lines.size() == row_count ? filled : Result<Done>(changed(table));
  }

  Result<Done> read_joined(const CsvTable& table) {
    const auto id_column = id_column_of(table, overrides_);
    if (!id_column.ok()) return id_column.error();
    const std::size_t id = id_column.value();
    std::vector<bool> seen;
    std::uint64_t strangers = 0, repeated = 0;
    const RowNeuron neuron_of = [&](const CsvRow& row) -> Result<std::optional<std::uint32_t>> {
      const auto neuron = out_.ids.find(trimmed(row[id]));
      if (!neuron) {
        ++strangers;
        return std::optional<std::uint32_t>{};
      }
      if (seen[*neuron]) {
        ++repeated;
        return std::optional<std::uint32_t>{};
      }
      seen[*neuron] = true;
      return neuron;
    };
    seen.assign(neuron_count_, false);
    auto sketched = sketch(table, neuron_of);
    if (!sketched.ok()) return sketched.error();
    auto sketches = std::move(sketched).value();
    const auto found = static_cast<std::uint64_t>(std::count(seen.begin(), seen.end(), true));
    for (ColumnSketch& each : sketches) each.add_absent(neuron_count_ - found);
    if (found == 0)
      return Error{ErrorCode::OutOfRange,
                   table.path() + ": no id in its column \"" + table.columns()[id] +
                       "\" is that of a neuron; --column id=NAME says which column holds the ids"};
    if (strangers > 0)
      note(rows_text(strangers) + " of " + table.file_name() +
           (strangers == 1
                ? " is about a neuron that the table of neurons does not have: it is passed over"
                : " are about neurons that the table of neurons does not have: they are passed "
                  "over"));
    if (repeated > 0)
      note(rows_text(repeated) + " of " + table.file_name() + (repeated == 1 ? " is" : " are") +
           " about a neuron that had a row before: the first one counts");
    seen.assign(neuron_count_, false);
    return fill(table, sketches, id, neuron_of);
  }

  Result<CsvNeurons> finish() {
    missing_.note(out_.vertices.notes);
    ColumnOverrides overrides;
    const bool ids_are_text = out_.ids.kind() == NeuronIds::Kind::Text;
    for (const auto& each : overrides_) {
      // The role is for whole numbers; a name is an id all the same, and carried as a column.
      const bool is_id = each.first == "id" || each.first == "neuron_id";
      if (!(is_id && ids_are_text)) overrides.push_back(each);
    }
    if (const auto problem = odd_coordinate(overrides)) return *problem;
    if (const auto done = give_roles(out_.vertices, overrides); !done.ok()) return done.error();
    return std::move(out_);
  }

 private:
  /// A word in a column that would be a coordinate without it: the axis would be lost for a slip.
  std::optional<Error> odd_coordinate(const ColumnOverrides& overrides) const {
    if (odd_.empty()) return std::nullopt;
    std::vector<ColumnSummary> summaries;
    for (const RawColumn& raw : out_.vertices.columns) {
      if (!odd_.contains(raw.column.name))
        summaries.push_back({raw.column.name, raw.column.kind, false});
    }
    for (const auto& [name, place] : odd_) summaries.push_back({name, ColumnKind::Real, false});
    const auto assigned = assign_vertex_roles(summaries, overrides);
    if (!assigned.ok()) return std::nullopt;  // give_roles says why
    for (std::size_t i = 0; i < summaries.size(); ++i) {
      const ColumnRole role = assigned.value().roles[i];
      const auto odd = odd_.find(summaries[i].name);
      if (odd != odd_.end() && (role == ColumnRole::PositionX || role == ColumnRole::PositionY ||
                                role == ColumnRole::PositionZ))
        return Error{ErrorCode::Syntax,
                     odd->second + ", which is no coordinate; where there is none, leave it empty"};
    }
    return std::nullopt;
  }

  Result<std::vector<ColumnSketch>> sketch(const CsvTable& table, const RowNeuron& neuron_of) {
    std::vector<ColumnSketch> sketches(table.columns().size());
    const auto done = table.for_each_row([&](const CsvRow& row) -> Result<Done> {
      const auto neuron = neuron_of(row);
      if (!neuron.ok()) return neuron.error();
      if (!neuron.value()) return Done{};
      for (std::size_t i = 0; i < sketches.size(); ++i) sketches[i].look_at(row[i], row.line());
      return Done{};
    });
    if (!done.ok()) return done.error();
    return sketches;
  }

  /// Appends the table's columns but `skipped`.
  Result<Done> fill(const CsvTable& table, const std::vector<ColumnSketch>& sketches,
                    std::optional<std::size_t> skipped, const RowNeuron& neuron_of) {
    const bool codex = is_codex_coordinates(table) && !says_unit(overrides_);
    std::vector<std::pair<std::size_t, ColumnFiller>> fillers;
    for (std::size_t i = 0; i < sketches.size(); ++i) {
      if (i == skipped) continue;
      const std::string& name = table.columns()[i];
      const std::string where = "column \"" + name + "\" of " + table.file_name();
      if (name.empty()) {
        note("column " + std::to_string(i + 1) + " of " + table.file_name() +
             " has no name: it is left out");
        continue;
      }
      if (const auto odd = sketches[i].odd_field()) {
        const std::string place = table.path() + ", line " + std::to_string(odd->line) +
                                  ", column " + std::to_string(i + 1) + " (\"" + name +
                                  "\"): holds " + odd->shown;
        if (odd->among_triples) {
          for (const char* const axis : {"_x", "_y", "_z"}) odd_.emplace(name + axis, place);
        } else {
          odd_.emplace(name, place);
        }
      }
      if (sketches[i].kind() == ColumnSketch::Kind::LeftOut) {
        note(where + " is left out: it " + sketches[i].why_left_out());
        continue;
      }
      ColumnFiller filler(name, sketches[i], neuron_count_, codex ? "_nm" : "");
      const bool is_new =
          std::all_of(filler.columns().begin(), filler.columns().end(),
                      [&](const RawColumn& raw) { return names_.insert(raw.column.name).second; });
      if (!is_new) {
        note(where + " is left out: another column has its name");
        continue;
      }
      if (filler.columns().size() == 3)
        note(where + " holds three numbers: they are carried as \"" +
             filler.columns()[0].column.name + "\", \"" + filler.columns()[1].column.name +
             "\" and \"" + filler.columns()[2].column.name + "\"" +
             (codex ? ", in nanometers, as FlyWire Codex gives them (--column unit=um or "
                      "--voxel-nm says otherwise)"
                    : ""));
      missing_.add(name, sketches[i].missing(), sketches[i].kind() == ColumnSketch::Kind::Category);
      fillers.emplace_back(i, std::move(filler));
    }
    const auto done = table.for_each_row([&](const CsvRow& row) -> Result<Done> {
      const auto neuron = neuron_of(row);
      if (!neuron.ok()) return neuron.error();
      if (!neuron.value()) return Done{};
      for (auto& [column, filler] : fillers) {
        if (!filler.take(*neuron.value(), row[column])) return changed(table);
      }
      return Done{};
    });
    if (!done.ok()) return done;
    for (auto& [column, filler] : fillers) {
      for (RawColumn& raw : filler.columns()) out_.vertices.columns.push_back(std::move(raw));
    }
    return Done{};
  }

  void note(std::string sentence) { out_.vertices.notes.push_back(std::move(sentence)); }

  const ColumnOverrides& overrides_;
  CsvNeurons out_;
  std::uint32_t neuron_count_ = 0;
  std::set<std::string> names_;  // of the columns so far
  // Columns that would be of numbers but for a few words: place and words of the first.
  std::map<std::string, std::string> odd_;
  MissingValues missing_;
};

}  // namespace

Result<CsvNeurons> read_neuron_tables(const CsvTable& table, const std::vector<CsvTable>& joined,
                                      const ColumnOverrides& overrides) {
  NeuronTableReader reader(overrides);
  if (const auto done = reader.read_first(table); !done.ok()) return done.error();
  for (const CsvTable& each : joined) {
    if (const auto done = reader.read_joined(each); !done.ok()) return done.error();
  }
  return reader.finish();
}

Result<CsvNeurons> neurons_of_ids(NeuronIds ids, const std::string& column_name,
                                  const ColumnOverrides& overrides) {
  ColumnSketch sketch;
  const bool are_integers = ids.kind() == NeuronIds::Kind::Integer;
  const std::vector<std::string> texts = ids.texts();
  CsvNeurons out;
  if (are_integers) {
    RawColumn raw;
    raw.column.name = column_name;
    raw.column.kind = ColumnKind::Integer;
    raw.column.type = StoredType::Int64;
    raw.values = ids.integers();
    out.vertices.columns.push_back(std::move(raw));
  } else {
    for (const std::string& text : texts) sketch.look_at(text);
    if (sketch.kind() == ColumnSketch::Kind::Category) {
      ColumnFiller filler(column_name, sketch, ids.size(), "");
      for (std::uint32_t neuron = 0; neuron < ids.size(); ++neuron)
        filler.take(neuron, texts[neuron]);
      out.vertices.columns = std::move(filler.columns());
    } else {
      out.vertices.notes.push_back("the names of the neurons are left out: there are more than " +
                                   std::to_string(kMaxCategoryNames));
    }
  }
  out.ids = std::move(ids);
  if (const auto done = give_roles(out.vertices, overrides); !done.ok()) return done.error();
  return out;
}

}  // namespace cnx
