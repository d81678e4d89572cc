#include "report/matrix_columns.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "stats/local_statistics.h"

using namespace cnx;

namespace {

Column column(const char* name, ColumnRole role, std::size_t categories) {
  Column made;
  made.name = name;
  made.role = role;
  made.kind = ColumnKind::Category;
  for (std::size_t i = 0; i < categories; ++i) made.categories.push_back(std::to_string(i));
  return made;
}

NeuronTable table_of(std::vector<Column> columns) {
  Manifest manifest;
  manifest.neuron_count = 130;
  manifest.columns = std::move(columns);
  return NeuronTable(manifest);
}

const NeuronTable kColumns = table_of(
    {column("region", ColumnRole::Region, 3), column("cell_type", ColumnRole::CellClass, 4),
     column("most", ColumnRole::None, kMaxStatisticsGroups),
     column("too many", ColumnRole::None, kMaxStatisticsGroups + 1),
     column("empty", ColumnRole::None, 0),
     Column{"depth", ColumnRole::None, ColumnKind::Real, {}}});

using Grouping = MatrixGrouping;

}  // namespace

TEST_CASE("a matrix is by the columns that the view names, and by class where it names none") {
  CHECK(matrix_grouping(kColumns, {}) == Grouping{1, std::nullopt});
  CHECK(matrix_grouping(kColumns, {"region", ""}) == Grouping{0, std::nullopt});
  CHECK(matrix_grouping(kColumns, {"", "region"}) == Grouping{1, 0});
  CHECK(matrix_grouping(kColumns, {"most", "cell_type"}) == Grouping{2, 1});
  // The same column twice, said or not, is one.
  CHECK(matrix_grouping(kColumns, {"region", "region"}) == Grouping{0, std::nullopt});
  CHECK(matrix_grouping(kColumns, {"", "cell_type"}) == Grouping{1, std::nullopt});
  for (const char* name : {"", "cell_type", "region", "most"}) {
    CHECK(matrix_notes(kColumns, {name, name}).empty());
  }
}

TEST_CASE("what a matrix cannot be by is left out with a sentence that says why") {
  const auto left_out = [](const char* name, const std::string& sentence) {
    CAPTURE(name);
    CHECK(matrix_grouping(kColumns, {name, ""}) == Grouping{1, std::nullopt});
    CHECK(matrix_grouping(kColumns, {"", name}) == Grouping{1, std::nullopt});
    CHECK(matrix_notes(kColumns, {name, ""}) ==
          std::vector<std::string>{sentence + ": the rows of the matrix are by the default."});
    CHECK(matrix_notes(kColumns, {"", name}) ==
          std::vector<std::string>{sentence +
                                   ": the columns of the matrix are by the same as its rows."});
  };
  left_out("nothing", "This dataset has no column \"nothing\"");
  left_out("depth", "The column \"depth\" has no categories");
  left_out("empty", "The column \"empty\" has no categories");
  left_out("too many",
           "The column \"too many\" has 1,025 categories, of which a matrix has at most 1,024");
}

TEST_CASE("whole numbers of which few are different can be groups, once they are here") {
  const auto numbers = [](const char* name, ColumnRole role) {
    return Column{name, role, ColumnKind::Integer, {}};
  };
  NeuronTable table =
      table_of({column("cell_type", ColumnRole::CellClass, 4), numbers("cluster", ColumnRole::None),
                numbers("degree", ColumnRole::None), numbers("id", ColumnRole::NeuronId)});
  const std::string too_many = "The column \"degree\" has more than 128 different numbers";
  const MatrixColumns named{"cluster", "degree"};
  CHECK(matrix_grouping(table, named) == Grouping{1, 2});  // nobody knows yet
  CHECK(matrix_notes(table, named).empty());
  CHECK_FALSE(can_be_in_matrix(table, 3));
  CHECK(group_note(table, "id") ==
        "The column \"id\" has no categories: the groups of the statistics are by the default.");
  IntegerValues clusters, degrees;
  for (int v = 0; v < 130; ++v) {
    clusters.push_back(v % 128);
    degrees.push_back(v % 129);
  }
  const std::uint32_t both[] = {1, 2};
  table.set_rows(0, both, {clusters, degrees});
  CHECK(matrix_grouping(table, named) == Grouping{1, std::nullopt});
  CHECK(matrix_grouping(table, {"degree", ""}) == Grouping{0, std::nullopt});
  CHECK(matrix_notes(table, named) ==
        std::vector<std::string>{too_many +
                                 ": the columns of the matrix are by the same as its rows."});
}

TEST_CASE("without classes, or with too many, all neurons are one group") {
  const NeuronTable none = table_of({column("region", ColumnRole::Region, 3)});
  CHECK(matrix_grouping(none, {}) == Grouping{});
  CHECK(matrix_grouping(none, {"region", ""}) == Grouping{0, std::nullopt});
  const NeuronTable many =
      table_of({column("cell_type", ColumnRole::CellClass, kMaxStatisticsGroups + 1)});
  CHECK(matrix_grouping(many, {}) == Grouping{});
  CHECK(matrix_notes(many, {}).empty());
}

TEST_CASE("groups are by the column that is named, and only of the classes an accuracy is known") {
  CHECK(group_column(kColumns, "") == 1u);
  CHECK(group_column(kColumns, "region") == 0u);
  CHECK(group_column(kColumns, "depth") == 1u);
  CHECK(group_note(kColumns, "region").empty());
  CHECK(group_note(kColumns, "nothing") ==
        "This dataset has no column \"nothing\": the groups of the statistics are by the default.");
  ViewState view;
  CHECK(label_accuracy(view, kColumns) == 77);
  view.inference.groups = "region";
  CHECK(label_accuracy(view, kColumns) == 0);
  view.label_accuracy = 60;
  CHECK(label_accuracy(view, kColumns) == 60);
}

TEST_CASE("a matrix is by class, or by the name of its column") {
  CHECK(matrix_word(kColumns.columns()[1]) == "class");
  CHECK(matrix_word(kColumns.columns()[0]) == "region");
}
