#include "worker/statistics_request.h"

#include <doctest/doctest.h>

#include "stats/null_models.h"

using namespace cnx;

namespace {

/// Four neurons with a class, an axon status and a depth; the columns arrive unless left out.
NeuronTable make_table(bool class_arrives, bool status_arrives) {
  Manifest manifest;
  manifest.neuron_count = 4;
  manifest.columns = {
      Column{"cell_type", ColumnRole::CellClass, ColumnKind::Category, {"23P", "4P", "BC"}},
      Column{"status_axon",
             ColumnRole::AxonStatus,
             ColumnKind::Category,
             {"non", "clean", "extended"}},
      Column{"depth", ColumnRole::None, ColumnKind::Integer, {}}};
  NeuronTable table(manifest);
  const std::uint32_t cell_class = 0, status = 1, depth = 2;
  if (class_arrives) table.set_rows(0, std::span(&cell_class, 1), {CategoryValues{0, 2, 2, 1}});
  if (status_arrives) table.set_rows(0, std::span(&status, 1), {CategoryValues{0, 1, 2, 0}});
  table.set_rows(0, std::span(&depth, 1), {IntegerValues{1, 2, 3, 4}});
  return table;
}

}  // namespace

TEST_CASE(
    "a question carries the mask, the groups with their names, and which axons are analyzable") {
  const StatisticsQuestion question = statistics_question(make_table(true, true), {1, 0, 1, 1}, 0);
  CHECK(question.request.chosen == std::vector<std::uint8_t>{1, 0, 1, 1});
  CHECK(question.request.groups == std::vector<std::uint16_t>{0, 2, 2, 1});
  CHECK(question.request.group_count == 3);
  CHECK(question.request.analyzable_axon == std::vector<std::uint8_t>{0, 1, 1, 0});
  CHECK(question.group_names == std::vector<std::string>{"23P", "4P", "BC"});
  CHECK(question.validity.axon_known);
}

TEST_CASE("without a column to group by there is one group of all") {
  for (const auto column : {std::optional<std::uint32_t>{}, std::optional<std::uint32_t>{0},
                            std::optional<std::uint32_t>{1}}) {
    const auto question = statistics_question(make_table(false, false), {1, 1, 1, 1}, column);
    CHECK(question.request.groups.empty());
    CHECK(question.request.group_count == 1);
    CHECK(question.group_names == std::vector<std::string>{"all"});
    CHECK_FALSE(question.validity.axon_known);
    CHECK(question.request.analyzable_axon.empty());
  }
}

TEST_CASE("a column with more names than a matrix can show is no column to group by") {
  Manifest manifest;
  manifest.neuron_count = 1;
  Column many{"name", ColumnRole::None, ColumnKind::Category, {}};
  for (std::uint32_t i = 0; i <= kMaxStatisticsGroups; ++i) {
    many.categories.push_back(std::to_string(i));
  }
  Column fewer = many;
  fewer.name = "fewer";
  fewer.categories.pop_back();
  manifest.columns = {many, fewer};
  NeuronTable table(manifest);
  const std::uint32_t both[] = {0, 1};
  table.set_rows(0, both, {CategoryValues{0}, CategoryValues{0}});
  CHECK_FALSE(can_group_by(table, 0));
  CHECK(can_group_by(table, 1));
  CHECK(statistics_question(table, {1}, std::nullopt).groups_why_not.empty());  // no classes
}

TEST_CASE("more classes than neurons can be grouped by are told, unless another column is named") {
  Manifest manifest;
  manifest.neuron_count = 1;
  Column classes{"type", ColumnRole::CellClass, ColumnKind::Category, {}};
  for (std::uint32_t i = 0; i <= kMaxStatisticsGroups; ++i) {
    classes.categories.push_back(std::to_string(i));
  }
  manifest.columns = {classes, Column{"region", ColumnRole::None, ColumnKind::Category, {"a"}}};
  NeuronTable table(manifest);
  const std::uint32_t both[] = {0, 1};
  table.set_rows(0, both, {CategoryValues{0}, CategoryValues{0}});
  const StatisticsQuestion question = statistics_question(table, {1}, std::nullopt);
  CHECK(question.groups_why_not ==
        "There are 1025 classes, and neurons are grouped by 1024 at most: choose another column "
        "for the groups.");
  CHECK(job_request(Statistic::Nulls, question).groups_why_not == question.groups_why_not);
  CHECK(statistics_question(table, {1}, 1).groups_why_not.empty());
}

TEST_CASE("neurons are grouped by a column of few whole numbers as by one of names") {
  Manifest manifest;
  manifest.neuron_count = 4;
  manifest.columns = {Column{"cluster", ColumnRole::None, ColumnKind::Integer, {}},
                      Column{"source_row", ColumnRole::SourceRow, ColumnKind::Integer, {}}};
  NeuronTable table(manifest);
  const std::uint32_t both[] = {0, 1};
  CHECK_FALSE(can_group_by(table, 0));  // not here yet
  table.set_rows(0, both, {IntegerValues{11, -2, 9, 11}, IntegerValues{0, 1, 2, 3}});
  CHECK(can_group_by(table, 0));
  CHECK_FALSE(can_group_by(table, 1));
  const auto question = statistics_question(table, {1, 1, 1, 0}, 0);
  CHECK(question.group_names == std::vector<std::string>{"-2", "9", "11"});
  CHECK(question.request.groups == std::vector<std::uint16_t>{2, 0, 1, 2});
  CHECK(question.request.group_count == 3);
  CHECK(question.grouped_by == "cluster");
}

TEST_CASE("positions are exact to the nanometre, relative to the middle, or none at all") {
  Manifest manifest;
  manifest.neuron_count = 3;
  manifest.columns = {Column{"x_nm", ColumnRole::PositionX, ColumnKind::Integer, {}},
                      Column{"y_nm", ColumnRole::PositionY, ColumnKind::Integer, {}},
                      Column{"z_nm", ColumnRole::PositionZ, ColumnKind::Integer, {}}};
  NeuronTable table(manifest);
  const std::uint32_t xy[] = {0, 1}, z = 2;
  const std::int64_t far = std::int64_t{1} << 62;
  table.set_rows(0, xy, {IntegerValues{far, far + 7, far + 3}, IntegerValues{-5, 5, 0}});
  CHECK(soma_positions_nm(table).empty());  // z has not arrived
  table.set_rows(0, std::span(&z, 1), {IntegerValues{INT32_MIN, INT32_MAX, 0}});
  const auto positions = soma_positions_nm(table);
  REQUIRE(positions.size() == 9);
  CHECK(positions[3] - positions[0] == 7);
  CHECK(positions[6] - positions[0] == 3);
  CHECK(positions[4] - positions[1] == 10);
  CHECK(std::int64_t{positions[5]} - positions[2] == UINT32_MAX);
  table.set_rows(0, std::span(&z, 1), {IntegerValues{-far, far, 0}});
  CHECK(soma_positions_nm(table).empty());
}

TEST_CASE("who is matched by a number has the bins of both sides of a block") {
  const NeuronTable table = make_table(true, true);
  JobRequest request = job_request(Statistic::Nulls, statistics_question(table, {0, 1, 1, 0}, 0));
  ask_match(table, 2, request);
  CHECK(request.nulls.matched_by == "depth");
  CHECK(request.nulls.match == std::vector<std::uint16_t>{kNoLabel, 0, 49, kNoLabel});
  request.subset.post = {1, 0, 0, 0};
  ask_match(table, 2, request);
  CHECK(request.nulls.match == std::vector<std::uint16_t>{0, 25, 49, kNoLabel});
}
