#include "commands/where_clause.h"

#include <doctest/doctest.h>

#include <limits>

using namespace cnx;

namespace {

const std::vector<Column> kColumns = {
    Column{"pt_root_id", ColumnRole::NeuronId, ColumnKind::Integer, {}},
    Column{"cell_type", ColumnRole::CellClass, ColumnKind::Category, {"23P", "4P", "5P_IT", "BC"}},
    Column{"tentative_region", ColumnRole::Region, ColumnKind::Category, {"visal", "visp"}},
    Column{"indegree", ColumnRole::None, ColumnKind::Integer, {}},
    Column{"volume", ColumnRole::None, ColumnKind::Real, {}},
    Column{"pair", ColumnRole::None, ColumnKind::Category, {"a", "a,b"}}};

ColumnFilter filter_of(std::string_view clause) {
  CAPTURE(std::string(clause));
  const auto filter = parse_where(clause, kColumns);
  REQUIRE_MESSAGE(filter.ok(), (filter.ok() ? "" : filter.error().where));
  return filter.value();
}

Error error_of(std::string_view clause) {
  CAPTURE(std::string(clause));
  const auto filter = parse_where(clause, kColumns);
  REQUIRE_FALSE(filter.ok());
  return filter.error();
}

}  // namespace

TEST_CASE("a category clause lists the values that pass, by the column's name or its short form") {
  CHECK(filter_of("class=23P,4P") == ColumnFilter{1, {0, 1}, 0, 0});
  CHECK(filter_of("cell_type=4P,23P,4P") == ColumnFilter{1, {0, 1}, 0, 0});
  CHECK(filter_of("region=visp") == ColumnFilter{2, {1}, 0, 0});
  CHECK(filter_of("tentative_region=visp") == ColumnFilter{2, {1}, 0, 0});
}

TEST_CASE("a value with a comma in it is understood when it is the only one") {
  CHECK(filter_of("pair=a,b") == ColumnFilter{5, {1}, 0, 0});
  CHECK(filter_of("pair=a") == ColumnFilter{5, {0}, 0, 0});
}

TEST_CASE("a column's own name goes before a short form") {
  std::vector<Column> columns = kColumns;
  columns.push_back(Column{"class", ColumnRole::None, ColumnKind::Category, {"x"}});
  CHECK(parse_column("class", columns).value() == 6);
  CHECK(parse_column("class", kColumns).value() == 1);
}

TEST_CASE("a number clause is a closed range, open at one end, or one value") {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  CHECK(filter_of("indegree=100..500") == ColumnFilter{3, {}, 100, 500});
  CHECK(filter_of("indegree=100..") == ColumnFilter{3, {}, 100, kInfinity});
  CHECK(filter_of("indegree=..500") == ColumnFilter{3, {}, -kInfinity, 500});
  CHECK(filter_of("indegree=-7") == ColumnFilter{3, {}, -7, -7});
  CHECK(filter_of("volume=0.5..2.5e3") == ColumnFilter{4, {}, 0.5, 2500});
}

TEST_CASE("a clause that says nothing clear is refused with a sentence that names it") {
  for (const char* clause :
       {"", "class", "=23P", "indegree=", "indegree=..", "indegree=1...5", "indegree=many",
        "indegree=1,2", "indegree=5..1", "volume=nan", "volume=1..inf"}) {
    const Error error = error_of(clause);
    CHECK(error.code == ErrorCode::Syntax);
    CHECK(error.where.starts_with(std::string(clause) + ": "));
  }
  CHECK(error_of("class=").code == ErrorCode::Missing);
  CHECK(error_of("class=23P,").code == ErrorCode::Missing);
}

TEST_CASE("an unknown column or value is refused with the nearest names") {
  const Error column = error_of("clas=23P");
  CHECK(column.code == ErrorCode::Missing);
  CHECK(column.where ==
        "clas=23P: there is no column \"clas\"; the nearest names are \"class\", \"pair\", "
        "\"volume\"");
  const Error value = error_of("class=23P,5PIT");
  CHECK(value.code == ErrorCode::Missing);
  CHECK(value.where ==
        "class=23P,5PIT: column \"cell_type\" has no value \"5PIT\"; the nearest names are "
        "\"5P_IT\", \"4P\", \"23P\"");
}

TEST_CASE("a number that a double cannot tell from its neighbor is refused for integers only") {
  CHECK(error_of("pt_root_id=864691135000000001").code == ErrorCode::OutOfRange);
  CHECK(filter_of("pt_root_id=9007199254740991").min == 9007199254740991.0);
  CHECK(filter_of("volume=1e300").min == 1e300);
}

TEST_CASE("nearest names are at most three, and upper and lower case are alike") {
  const std::vector<std::string> names = {"visp", "visal", "visrl", "vislm"};
  CHECK(nearest_names("VISP", names) == std::vector<std::string>{"visp", "visal", "visrl"});
  CHECK(nearest_names("x", {}).empty());
}
