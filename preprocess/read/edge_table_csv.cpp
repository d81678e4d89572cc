#include "read/edge_table_csv.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "format/tile_header.h"
#include "read/csv_values.h"

namespace cnx {
namespace {

constexpr std::uint64_t kMaxRows = 0xfffffffeu;
constexpr double kMaxExactReal = 9007199254740992.0;  // 2^53

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    if (!name.empty()) list += (list.empty() ? "\"" : ", \"") + name + "\"";
  }
  return list.empty() ? "none" : list;
}

std::optional<std::string> override_of(const ColumnOverrides& overrides, std::string_view role) {
  std::optional<std::string> name;
  for (const auto& [each, column] : overrides) {
    if (each == role) name = column;
  }
  return name;
}

Error no_such_column(const std::string& option, const CsvTable& table) {
  return {ErrorCode::Syntax, option + ": " + table.path() + " has no such column; there are " +
                                 list_of(table.columns())};
}

/// neuPrint's tables of neurons say in `pre` and `post` how many synapses a body has. A table of
/// edges may have ids of its own, but not those of neurons.
std::optional<std::string> neuron_id_beside_ends(const CsvTable& table) {
  for (const char* const name : {"bodyId", "root_id", "pt_root_id", "neuron_id", "cell_id"}) {
    if (const auto column = find_column(table.columns(), name)) return table.columns()[*column];
  }
  return std::nullopt;
}

Result<EdgeEndColumns> plan_ends(const CsvTable& table, const ColumnOverrides& overrides) {
  const auto by_name = find_edge_end_columns(table.columns());
  EdgeEndColumns ends = by_name.value_or(EdgeEndColumns{});
  bool is_chosen[2] = {false, false};
  const char* const roles[2] = {"pre", "post"};
  for (std::size_t side = 0; side < 2; ++side) {
    const auto name = override_of(overrides, roles[side]);
    if (!name) continue;
    const auto column = find_column(table.columns(), *name);
    if (!column) return no_such_column("--column " + std::string(roles[side]) + "=" + *name, table);
    (side == 0 ? ends.pre : ends.post) = *column;
    is_chosen[side] = true;
  }
  if (!by_name && !(is_chosen[0] && is_chosen[1]))
    return Error{ErrorCode::Missing,
                 table.path() +
                     ", line 1: no two columns are named like the ends of connections "
                     "(pre_root_id and post_root_id, bodyId_pre and bodyId_post, pre and post, …); "
                     "--column pre=NAME and --column post=NAME say which ones are; a table of "
                     "neurons needs --connections or --synapses beside it; there are " +
                     list_of(table.columns())};
  const auto neuron_id = neuron_id_beside_ends(table);
  if (neuron_id && !is_chosen[0] && !is_chosen[1])
    return Error{ErrorCode::Syntax,
                 table.path() + ", line 1: a table of neurons, as it has a column \"" + *neuron_id +
                     "\"; \"" + table.columns()[ends.pre] + "\" and \"" +
                     table.columns()[ends.post] +
                     "\" count their synapses, then; --connections or --synapses names the edges; "
                     "if it is one of edges, --column pre=NAME and --column post=NAME say which "
                     "columns are their ends"};
  if (ends.pre == ends.post)
    return Error{ErrorCode::Syntax, "--column pre and --column post name the same column, \"" +
                                        table.columns()[ends.pre] + "\""};
  return ends;
}

/// The user's column that counts synapses.
Result<std::optional<CountColumn>> chosen_count(const CsvTable& table,
                                                const EdgeTableOptions& options) {
  const auto by_role = override_of(options.column_overrides, "count");
  if (by_role && !options.edge_weight.empty() && *by_role != options.edge_weight)
    return Error{ErrorCode::Syntax, "--column count=" + *by_role + " and --edge-weight " +
                                        options.edge_weight + " name two columns"};
  const std::string name = by_role.value_or(options.edge_weight);
  if (name.empty() || name == "none") return std::optional<CountColumn>{};
  const auto column = find_column(table.columns(), name);
  if (!column)
    return no_such_column(by_role ? "--column count=" + name : "--edge-weight " + name, table);
  return std::optional(CountColumn{*column, CountName::Yes});
}

/// FlyWire Codex's synapse_coordinates.csv is made of these, in nanometers, and leaves out ids that
/// are those of the row above.
bool is_codex_synapses(const CsvTable& table) {
  const auto& names = table.columns();
  return names.size() == 5 && find_column(names, "pre_root_id") &&
         find_column(names, "post_root_id") && find_column(names, "x") && find_column(names, "y") &&
         find_column(names, "z");
}

Result<Done> plan_synapses(const CsvTable& table, const ColumnOverrides& chosen, EdgePlan& plan) {
  ColumnOverrides overrides = chosen;
  if (is_codex_synapses(table)) {
    plan.repeats_ids = true;
    if (!override_of(chosen, "unit") && !override_of(chosen, "voxel_nm")) {
      overrides.emplace_back("unit", "nm");
      plan.notes.push_back("positions in " + table.file_name() +
                           " are taken for nanometers, as FlyWire Codex gives them (--column "
                           "unit=um or --voxel-nm says otherwise)");
    }
  }
  auto roles = assign_synapse_roles(table.columns(), overrides);
  if (!roles.ok()) return roles.error();
  plan.synapse = std::move(roles).value();
  plan.notes.insert(plan.notes.end(), plan.synapse.notes.begin(), plan.synapse.notes.end());
  return Done{};
}

void note_unused(const CsvTable& table, EdgePlan& plan) {
  std::vector<bool> used(table.columns().size());
  used[plan.ends.pre] = used[plan.ends.post] = true;
  if (plan.count) used[plan.count->column] = true;
  if (plan.synapse.size) used[*plan.synapse.size] = true;
  if (plan.synapse.position) {
    for (const std::size_t column : *plan.synapse.position) used[column] = true;
  }
  std::vector<std::string> unused;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) unused.push_back(table.columns()[i]);
  }
  if (!unused.empty() && list_of(unused) != "none")
    plan.notes.push_back("columns of " + table.file_name() +
                         " that are not carried along: " + list_of(unused));
}

/// Neurons that edges name and the table of neurons does not have.
class UnknownNeurons {
 public:
  void add(const CsvTable& table, const CsvRow& row, std::size_t column, std::string_view id) {
    if (rows_ == 0) first_place_ = table.place(row, column);
    ++rows_;
    const std::string shown = id.empty() ? "(the one above)" : shown_field(id);
    if (first_.size() < 3 && std::find(first_.begin(), first_.end(), shown) == first_.end())
      first_.push_back(shown);
  }

  std::uint64_t rows() const { return rows_; }

  Error refusal(const CsvTable& table, const std::string& neuron_table) const {
    std::string rest;
    if (rows_ > 1) {
      rest = "; " + rows_text(rows_) + " name such neurons";
      for (std::size_t i = 1; i < first_.size(); ++i)
        rest += (i == 1 ? " (also " : ", ") + first_[i] + (i + 1 == first_.size() ? ")" : "");
    }
    return {ErrorCode::OutOfRange, table.path() + ", " + first_place_ + ": neuron " + first_[0] +
                                       " is not in " + neuron_table + rest +
                                       "; --drop-unknown leaves such rows out"};
  }

  std::string note(const CsvTable& table, std::uint64_t all_rows,
                   const std::string& neuron_table) const {
    std::string list;
    for (const std::string& id : first_) list += (list.empty() ? "" : ", ") + id;
    return std::to_string(rows_) + " of " + rows_text(all_rows) + " of " + table.file_name() +
           (rows_ == 1 ? " names" : " name") + " a neuron that is not in " + neuron_table +
           (rows_ == 1 ? " and is left out (" : " and are left out (") + list +
           (rows_ > first_.size() ? ", …)" : ")");
  }

 private:
  std::uint64_t rows_ = 0;
  std::string first_place_;
  std::vector<std::string> first_;  // three different ones at most
};

/// The id at one end of each row after the other.
class EndColumn {
 public:
  EndColumn(const CsvTable& table, std::size_t column, bool repeats)
      : table_(table), column_(column), repeats_(repeats) {}

  std::size_t column() const { return column_; }

  /// The id, without blanks; "" when it is that of the row above. Error: OutOfRange.
  Result<std::string_view> id(const CsvRow& row) {
    const std::string_view field = trimmed(row[column_]);
    if (field.empty() && !(repeats_ && has_above_))
      return Error{ErrorCode::OutOfRange,
                   table_.place(row, column_) + ": is empty; the id of a neuron is needed"};
    has_above_ = true;
    return field;
  }

  /// The row of `ids` that it means. Precondition: `field` is what id() gave.
  std::optional<std::uint32_t> find(std::string_view field, const NeuronIds& ids) {
    if (!field.empty()) above_ = ids.find(field);
    return above_;
  }

 private:
  const CsvTable& table_;
  std::size_t column_;
  bool repeats_;
  bool has_above_ = false;
  std::optional<std::uint32_t> above_;
};

struct Edge {
  std::uint64_t pair = 0;  // pre in the upper half
  std::uint32_t count = 0;

  bool operator<(const Edge& other) const { return pair < other.pair; }
};

/// A whole number, also one that is written as a real ("12.0").
std::optional<std::int64_t> parse_whole(std::string_view field) {
  if (const auto integer = parse_integer(field)) return integer;
  const auto real = parse_real(field);
  if (!real || !(std::fabs(*real) <= kMaxExactReal) || std::floor(*real) != *real)
    return std::nullopt;
  return static_cast<std::int64_t>(*real);
}

class EdgeReader {
 public:
  EdgeReader(const CsvTable& table, const EdgePlan& plan, const EdgeTableOptions& options,
             const NeuronIds& ids)
      : table_(table),
        plan_(plan),
        options_(options),
        ids_(ids),
        pre_(table, plan.ends.pre, plan.repeats_ids),
        post_(table, plan.ends.post, plan.repeats_ids) {}

  Result<EdgeTable> read() {
    const bool synapses = plan_.rows == RowMeaning::Synapses;
    out_.edges.name = table_.file_name();
    const auto done = table_.for_each_row([&](const CsvRow& row) { return take(row, synapses); });
    if (!done.ok()) return done.error();
    if (unknown_.rows() > 0) {
      if (unknown_.rows() == rows_ && options_.drop_unknown)
        return Error{ErrorCode::OutOfRange,
                     table_.path() + ": no row names two neurons of " + options_.neuron_table +
                         "; the two tables are not of one dataset, or another column holds the "
                         "ids (--column id=NAME)"};
      if (!options_.drop_unknown) return unknown_.refusal(table_, options_.neuron_table);
      note(unknown_.note(table_, rows_, options_.neuron_table));
    }
    if (const auto made = synapses ? finish_synapses() : finish_connections(); !made.ok())
      return made.error();
    return std::move(out_);
  }

 private:
  Result<Done> take(const CsvRow& row, bool synapses) {
    if (++rows_ > kMaxRows)
      return Error{ErrorCode::OutOfRange,
                   table_.place(row, 0) + ": more than " + std::to_string(kMaxRows) + " rows"};
    const auto pre_id = pre_.id(row);
    if (!pre_id.ok()) return pre_id.error();
    const auto post_id = post_.id(row);
    if (!post_id.ok()) return post_id.error();
    const auto pre = pre_.find(pre_id.value(), ids_);
    const auto post = post_.find(post_id.value(), ids_);
    if (!pre || !post) {
      if (!pre)
        unknown_.add(table_, row, pre_.column(), pre_id.value());
      else
        unknown_.add(table_, row, post_.column(), post_id.value());
      return Done{};
    }
    return synapses ? take_synapse(row, *pre, *post) : take_connection(row, *pre, *post);
  }

  Result<Done> take_connection(const CsvRow& row, std::uint32_t pre, std::uint32_t post) {
    std::uint32_t count = 1;
    if (plan_.count && counts_are_usable_) {
      const std::string_view field = trimmed(row[plan_.count->column]);
      const auto value = parse_whole(field);
      if (value && *value >= 0 && *value <= std::int64_t{0xffffffff}) {
        count = static_cast<std::uint32_t>(*value);
      } else if (plan_.count->name == CountName::Yes) {
        return Error{ErrorCode::OutOfRange,
                     table_.place(row, plan_.count->column) + ": holds " + shown_field(field) +
                         "; a number of synapses is whole and from 0 to 4,294,967,295; "
                         "--edge-weight chooses another column"};
      } else {
        counts_are_usable_ = false;
      }
    }
    edges_.push_back({std::uint64_t{pre} << 32 | post, count});
    return Done{};
  }

  Result<Done> take_synapse(const CsvRow& row, std::uint32_t pre, std::uint32_t post) {
    pre_rows_.push_back(pre);
    post_rows_.push_back(post);
    if (plan_.synapse.position) {
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const std::size_t column = (*plan_.synapse.position)[axis];
        const std::string_view field = trimmed(row[column]);
        const double unit = plan_.synapse.position_unit_nm * plan_.synapse.axis_scale[axis];
        const auto whole = unit == 1 ? parse_integer(field) : std::nullopt;
        const auto real = whole ? std::nullopt : parse_real(field);
        if (!whole && !(real && std::fabs(*real * unit) <= kMaxExactReal))
          return Error{ErrorCode::OutOfRange, table_.place(row, column) + ": holds " +
                                                  shown_field(field) + ", which is no coordinate"};
        position_nm_[axis].push_back(
            static_cast<NumberBits>(whole ? *whole : std::llround(*real * unit)));
      }
    }
    if (plan_.synapse.size && sizes_are_whole_) {
      const auto size = parse_whole(trimmed(row[*plan_.synapse.size]));
      sizes_are_whole_ = size.has_value();
      if (size) sizes_.push_back(static_cast<NumberBits>(*size));
    }
    return Done{};
  }

  Result<Done> finish_synapses() {
    std::vector<EdgeListColumn> columns;
    std::vector<std::vector<NumberBits>> values;
    const auto add = [&](std::string name, std::vector<NumberBits>& numbers) {
      columns.push_back({std::move(name), ColumnKind::Integer, StoredType::Int64});
      values.push_back(std::move(numbers));
      return columns.size() - 1;
    };
    RawEdges& edges = out_.edges;
    edges.unit = EdgeUnit::Synapse;
    if (plan_.synapse.position) {
      edges.synapse.position.emplace();
      constexpr std::array kInNm = {"x_nm", "y_nm", "z_nm"};
      for (std::size_t axis = 0; axis < 3; ++axis) {
        // A column that was in another unit is not any more what its name says.
        const bool as_written =
            plan_.synapse.position_unit_nm * plan_.synapse.axis_scale[axis] == 1;
        const std::size_t column = (*plan_.synapse.position)[axis];
        (*edges.synapse.position)[axis] =
            add(as_written ? table_.columns()[column] : kInNm[axis], position_nm_[axis]);
      }
    }
    if (plan_.synapse.size && sizes_are_whole_) {
      edges.synapse.size = add(table_.columns()[*plan_.synapse.size], sizes_);
    } else if (plan_.synapse.size) {
      note("column \"" + table_.columns()[*plan_.synapse.size] + "\" of " + table_.file_name() +
           " holds something else than whole numbers: synapses are without a size");
    }
    edges.list = edges_in_memory(std::move(pre_rows_), std::move(post_rows_), std::move(columns),
                                 std::move(values), ids_.size(), table_.file_name());
    return Done{};
  }

  Result<Done> finish_connections() {
    if (!plan_.count) {
      note("no column of " + table_.file_name() +
           " is known to count synapses: each row counts as one; --edge-weight COLUMN chooses one");
    } else if (!counts_are_usable_) {
      for (Edge& edge : edges_) edge.count = 1;
      note("column \"" + table_.columns()[plan_.count->column] + "\" of " + table_.file_name() +
           " holds other numbers than counts of synapses: each row counts as one synapse");
    }
    if (!std::is_sorted(edges_.begin(), edges_.end())) std::sort(edges_.begin(), edges_.end());

    std::uint64_t dropped = 0, pairs = 0, last = std::numeric_limits<std::uint64_t>::max();
    for (const Edge& edge : edges_) {
      dropped += edge.count == 0;
      pairs += edge.count != 0 && edge.pair != last;
      if (edge.count != 0) last = edge.pair;
    }
    std::vector<std::vector<NumberBits>> counts(1);
    pre_rows_.reserve(pairs);
    post_rows_.reserve(pairs);
    counts[0].reserve(pairs);
    last = std::numeric_limits<std::uint64_t>::max();
    for (const Edge& edge : edges_) {
      if (edge.count == 0) continue;
      if (edge.pair != last) {
        last = edge.pair;
        pre_rows_.push_back(static_cast<std::uint32_t>(edge.pair >> 32));
        post_rows_.push_back(static_cast<std::uint32_t>(edge.pair));
        counts[0].push_back(edge.count);
        continue;
      }
      if (counts[0].back() + edge.count > 0xffffffffu)
        return Error{ErrorCode::OutOfRange,
                     table_.path() +
                         ": the synapses from one neuron to another are more than "
                         "4,294,967,295; --edge-weight chooses another column"};
      counts[0].back() += edge.count;
    }
    if (dropped > 0)
      note(rows_text(dropped) + " of " + table_.file_name() + " had the weight 0 and were dropped");
    const std::uint64_t counted_rows = edges_.size() - dropped;
    if (counted_rows != pairs)
      note(rows_text(counted_rows) + " of " + table_.file_name() + " are " + std::to_string(pairs) +
           (pairs == 1 ? " connection" : " connections") +
           ": rows of the same two neurons are added up");
    edges_ = std::vector<Edge>();  // {} would keep the memory
    // Without a column that counts, more than one row of a pair still does.
    const bool counted = plan_.count.has_value() && counts_are_usable_;
    RawEdges& out = out_.edges;
    out.unit = EdgeUnit::Connection;
    std::vector<EdgeListColumn> columns;
    if (counted || counted_rows != pairs) {
      out.count = CountColumn{0, CountName::Yes};
      columns = {{counted ? table_.columns()[plan_.count->column] : "count", ColumnKind::Integer,
                  StoredType::Int64}};
    } else {
      counts.clear();
    }
    out.list = edges_in_memory(std::move(pre_rows_), std::move(post_rows_), std::move(columns),
                               std::move(counts), ids_.size(), table_.file_name());
    return Done{};
  }

  void note(std::string sentence) { out_.notes.push_back(std::move(sentence)); }

  const CsvTable& table_;
  const EdgePlan& plan_;
  const EdgeTableOptions& options_;
  const NeuronIds& ids_;
  EndColumn pre_, post_;
  EdgeTable out_;
  UnknownNeurons unknown_;
  std::uint64_t rows_ = 0;
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> pre_rows_, post_rows_;  // what comes out
  std::array<std::vector<NumberBits>, 3> position_nm_;
  std::vector<NumberBits> sizes_;
  bool counts_are_usable_ = true;
  bool sizes_are_whole_ = true;
};

/// Collects ids of one kind; nullopt when one is not of this kind.
Result<std::optional<NeuronIds>> collect_ids(const CsvTable& table, const EdgePlan& plan,
                                             NeuronIds::Kind kind) {
  NeuronIds ids(kind);
  bool is_other_kind = false;
  EndColumn ends[2] = {{table, plan.ends.pre, plan.repeats_ids},
                       {table, plan.ends.post, plan.repeats_ids}};
  const auto done = table.for_each_row([&](const CsvRow& row) -> Result<Done> {
    for (EndColumn& end : ends) {
      const auto id = end.id(row);
      if (!id.ok()) return id.error();
      if (id.value().empty()) continue;
      is_other_kind = !ids.is_id(id.value());
      if (is_other_kind) return Error{ErrorCode::Syntax, ""};  // ends the reading
      ids.insert(id.value());
      if (ids.size() > kMaxNeurons)
        return Error{ErrorCode::OutOfRange, table.place(row, end.column()) +
                                                ": there are more than " +
                                                std::to_string(kMaxNeurons) + " neurons"};
    }
    return Done{};
  });
  if (is_other_kind) return std::optional<NeuronIds>{};
  if (!done.ok()) return done.error();
  return std::optional(std::move(ids));
}

}  // namespace

Result<EdgePlan> plan_edges(const CsvTable& table, const EdgeTableOptions& options) {
  EdgePlan plan;
  const auto ends = plan_ends(table, options.column_overrides);
  if (!ends.ok()) return ends.error();
  plan.ends = ends.value();
  const auto chosen = chosen_count(table, options);
  if (!chosen.ok()) return chosen.error();
  const bool no_count = override_of(options.column_overrides, "count") == "none";
  plan.count = chosen.value();
  if (!plan.count && !no_count) plan.count = find_count_column(table.columns());

  plan.rows = options.rows;
  if (plan.rows == RowMeaning::ByColumns) {
    const bool counted = plan.count && plan.count->name == CountName::Yes;
    plan.rows = !counted && has_synapse_columns(table.columns()) ? RowMeaning::Synapses
                                                                 : RowMeaning::Connections;
  }
  if (plan.rows == RowMeaning::Synapses) {
    if (chosen.value())
      return Error{ErrorCode::Syntax,
                   table.path() +
                       ": each row of a table of synapses is one synapse; a column that "
                       "counts them (--edge-weight, --column count) goes with "
                       "--connections"};
    plan.count.reset();
    const auto planned = plan_synapses(table, options.column_overrides, plan);
    if (!planned.ok()) return planned.error();
  }
  note_unused(table, plan);
  return plan;
}

Result<EdgeTable> read_edges(const CsvTable& table, const EdgePlan& plan,
                             const EdgeTableOptions& options, const NeuronIds& ids) {
  return EdgeReader(table, plan, options, ids).read();
}

Result<NeuronIds> collect_edge_ids(const CsvTable& table, const EdgePlan& plan) {
  NeuronIds found(NeuronIds::Kind::Integer);
  for (const auto kind : {NeuronIds::Kind::Integer, NeuronIds::Kind::Text}) {
    auto collected = collect_ids(table, plan, kind);
    if (!collected.ok()) return collected.error();
    if (!collected.value()) continue;  // some are words: then all are
    found = *std::move(collected).value();
    break;
  }
  if (found.size() == 0)
    return Error{ErrorCode::Missing, table.path() + ": has no rows: there is nothing to show"};
  std::vector<std::int64_t> integers = found.integers();
  std::vector<std::string> texts = found.texts();
  std::sort(integers.begin(), integers.end());
  std::sort(texts.begin(), texts.end());
  NeuronIds ordered(found.kind());
  for (const std::int64_t id : integers) ordered.insert(std::to_string(id));
  for (const std::string& id : texts) ordered.insert(id);
  return ordered;
}

}  // namespace cnx
