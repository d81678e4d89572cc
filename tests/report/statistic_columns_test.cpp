#include "report/statistic_columns.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace cnx;

TEST_CASE("each dimension is a column, and who was not counted has no value") {
  const auto columns = statistic_columns(
      R"({"about":{},"directed_simplices":[2,1,1,1],"participation":[[3,null,0],[1,null,0]]})");
  REQUIRE(columns.size() == 2);
  CHECK(columns[0].name == "directed simplices of dimension 2");
  CHECK(columns[1].name == participation_column(3));
  REQUIRE(columns[0].values.size() == 3);
  CHECK(columns[0].values[0] == 3);
  CHECK(std::isnan(columns[0].values[1]));
  CHECK(columns[1].values[2] == 0);
  CHECK(columns[0].categories.empty());
}

TEST_CASE("clustering coefficients are a column, without a value where there is none") {
  const auto columns = statistic_columns(
      R"({"about":{},"triad_census":{},"motifs":{},"local_clustering":[0.25,null,1.0]})");
  REQUIRE(columns.size() == 1);
  CHECK(columns[0].name == kClusteringColumn);
  CHECK(columns[0].values[0] == 0.25);
  CHECK(std::isnan(columns[0].values[1]));
  CHECK(section_of_column(kClusteringColumn) == std::string("Motifs"));
}

TEST_CASE("core numbers are a column; a result without numbers of neurons has none") {
  const auto columns = statistic_columns(R"({"structure":{"core":{},"core_numbers":[null,4]}})");
  REQUIRE(columns.size() == 1);
  CHECK(columns[0].name == kCoreColumn);
  CHECK(columns[0].values[1] == 4);
  CHECK(statistic_columns(R"({"structure":{"why_not":"No."}})").empty());
  CHECK(statistic_columns(R"({"triad_census":{}})").empty());
}

TEST_CASE("a name tells the section that counts it") {
  CHECK(section_of_column(participation_column(6)) == std::string("Motifs"));
  CHECK(section_of_column(kCoreColumn) == std::string("Structure"));
  CHECK(section_of_column("cell_type") == nullptr);
  CHECK(section_of_column("") == nullptr);
}
