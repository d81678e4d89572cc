// fuzz_query.cpp — any bytes as a query: no crash, an error that lies inside the text or a tree
// whose text gives the same tree, names bound or answered, completions that fit.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "query/bind_query.h"
#include "query/complete_query.h"
#include "query/parse_query.h"
#include "query/query_facets.h"
#include "query/query_text.h"

namespace {

/// A column of each kind, without rows: names are all that binding looks at.
cnx::NeuronTable make_table() {
  using namespace cnx;
  const auto column = [](const char* name, ColumnRole role, ColumnKind kind) {
    Column made;
    made.name = name;
    made.role = role;
    made.kind = kind;
    return made;
  };
  Manifest manifest;
  manifest.neuron_count = 0;
  manifest.columns = {column("class", ColumnRole::CellClass, ColumnKind::Category),
                      column("a b", ColumnRole::None, ColumnKind::Category),
                      column("y_nm", ColumnRole::PositionY, ColumnKind::Integer),
                      column("depth", ColumnRole::None, ColumnKind::Real)};
  manifest.columns[0].categories = {"23P", "4P", "and", ""};
  manifest.columns[1].categories = {"x", "X", "x"};
  return NeuronTable(manifest);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  static const NeuronTable table = make_table();
  static const std::vector<NamedSet> sets = {{"A", {}}, {"b c", {}}};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t cursor = size == 0 ? 0 : data[0] % (size + 1);
  const Completions completions = complete_query(text, cursor, table, sets);
  CNX_CHECK(completions.begin <= completions.end && completions.end == cursor);
  CNX_CHECK(completions.all.size() <= kMaxCompletions);

  ParsedQuery parsed = parse_query(text);
  if (parsed.error) {
    CNX_CHECK(!parsed.expression && !parsed.error->message.empty());
    CNX_CHECK(parsed.error->where.begin <= parsed.error->where.end);
    CNX_CHECK(parsed.error->where.end <= size);
  }
  if (!parsed.expression) return 0;
  const std::string canonical = query_text(*parsed.expression);
  if (canonical.size() > kMaxQueryBytes) return 0;  // spaces that were not there before
  const ParsedQuery again = parse_query(canonical);
  CNX_CHECK(again.expression == parsed.expression);

  if (bind_query(*parsed.expression, table, sets).error) return 0;
  const SplitQuery split = split_query(*parsed.expression, table);
  const std::string joined = joined_query(split, table);
  if (joined.empty() || joined.size() > kMaxQueryBytes) return 0;
  ParsedQuery rejoined = parse_query(joined);
  CNX_CHECK(rejoined.expression.has_value());
  CNX_CHECK(!bind_query(*rejoined.expression, table, sets).error);
  CNX_CHECK(split_query(*rejoined.expression, table) == split);
  return 0;
}
