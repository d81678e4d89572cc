#include "build/soma_layout.h"

#include "build/vertex_columns.h"
#include "preprocess/random_connectome.h"

using namespace cnx;
using namespace cnx::test;

namespace {

RawConnectome neurons(std::uint32_t count) {
  RawConnectome raw;
  raw.neuron_count = count;
  return raw;
}

double smallest_distance_nm(const SomaLayout& layout) {
  double smallest = 1e300;
  const auto& [x, y, z] = layout.position_nm;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double squared = std::pow(static_cast<double>(x[i] - x[j]), 2) +
                             std::pow(static_cast<double>(y[i] - y[j]), 2) +
                             std::pow(static_cast<double>(z[i] - z[j]), 2);
      smallest = std::min(smallest, std::sqrt(squared));
    }
  }
  return smallest;
}

SomaLayout layout_of(const RawConnectome& raw) {
  auto layout = lay_out_somas(raw);
  REQUIRE(layout.ok());
  return std::move(layout).value();
}

}  // namespace

TEST_CASE("whole nanometers are taken as they are, and nothing is said") {
  const auto raw = random_connectome(1, 40, 0);
  const auto layout = layout_of(raw);
  CHECK(layout.layout == Layout::Soma);
  CHECK(layout.same_as_columns);
  CHECK(layout.notes.empty());
  CHECK(layout.position_nm[1] == std::get<IntegerValues>(raw.columns[2].values));
}

TEST_CASE("micrometers and fractions become whole nanometers in columns of their own") {
  auto raw = neurons(2);
  raw.position_unit_nm = 1000;
  raw.columns = {real_column("x", {1.5, -2.0006}, ColumnRole::PositionX),
                 real_column("y", {0, 3}, ColumnRole::PositionY),
                 integer_column("layout_z_nm", {4, 5}, ColumnRole::PositionZ)};
  auto layout = layout_of(raw);
  CHECK_FALSE(layout.same_as_columns);
  CHECK(layout.position_nm[0] == IntegerValues{1500, -2001});
  CHECK(layout.position_nm[2] == IntegerValues{4000, 5000});

  add_generated_columns(raw.columns, layout);
  CHECK(raw.columns[0].column.role == ColumnRole::None);
  CHECK(raw.columns[3].column.name == "layout_x_nm");
  CHECK(raw.columns[5].column.name == "layout_z_nm_2");  // the input's own name stays
  CHECK(raw.columns[5].column.role == ColumnRole::PositionZ);
  CHECK(raw.columns[6].column.role == ColumnRole::SourceRow);
  CHECK(std::get<IntegerValues>(raw.columns[6].values) == IntegerValues{0, 1});
}

TEST_CASE("neurons without a position stand beside the others, and the note counts them") {
  auto raw = neurons(4);
  const double none = std::nan("");
  raw.columns = {real_column("x", {0, 100'000, none, 5}, ColumnRole::PositionX),
                 real_column("y", {0, 100'000, 7, 5}, ColumnRole::PositionY),
                 real_column("z", {0, 100'000, 7, none}, ColumnRole::PositionZ)};
  const auto layout = layout_of(raw);
  CHECK(layout.layout == Layout::Soma);
  CHECK(layout.position_nm[0][2] > 100'000 + 20'000);
  CHECK(layout.position_nm[0][3] > 100'000 + 20'000);
  CHECK(smallest_distance_nm(layout) >= kSomaSpacingNm);
  REQUIRE(layout.notes.size() == 1);
  CHECK(layout.notes[0].starts_with("2 neurons without a soma position"));
}

TEST_CASE("a position of more than a kilometer is refused with its column and row") {
  auto raw = neurons(2);
  raw.columns = {real_column("x", {0, 0}, ColumnRole::PositionX),
                 real_column("depth", {0, 2e12}, ColumnRole::PositionY),
                 real_column("z", {0, 0}, ColumnRole::PositionZ)};
  const auto layout = lay_out_somas(raw);
  REQUIRE_FALSE(layout.ok());
  CHECK(layout.error().code == ErrorCode::OutOfRange);
  CHECK(layout.error().where.find("\"depth\", row 1") != std::string::npos);
}

TEST_CASE("one coordinate runs along x, in order, and no two somas overlap") {
  auto raw = neurons(400);
  RealValues along;
  std::mt19937 random{7};
  for (int i = 0; i < 400; ++i) along.push_back(i % 3 == 0 ? 0.25 : random() % 1000 / 1000.0);
  along[17] = std::nan("");
  raw.columns = {real_column("Soma Position", along)};
  raw.line_position_column = 0;
  const auto layout = layout_of(raw);
  CHECK(layout.layout == Layout::Line);
  // Rounding to whole nm moves a soma by less than 1 nm.
  CHECK(smallest_distance_nm(layout) > kSomaSpacingNm - 2);
  for (std::size_t i = 0; i < 400; ++i) {
    for (std::size_t j = 0; j < 400; ++j) {
      if (along[i] < along[j]) REQUIRE(layout.position_nm[0][i] < layout.position_nm[0][j]);
    }
  }
  REQUIRE(layout.notes.size() == 1);
  CHECK(layout.notes[0].starts_with("positions in this picture are made up"));
  CHECK(layout.notes[0].find("\"Soma Position\"") != std::string::npos);
  CHECK(layout.notes[0].find("1 neuron without it") != std::string::npos);
}

TEST_CASE("without coordinates each class has a disc of its own") {
  auto raw = neurons(300);
  CategoryValues codes;
  for (std::uint32_t i = 0; i < 300; ++i)
    codes.push_back(static_cast<std::uint16_t>(i % 7 == 0 ? 2 : 0));
  raw.columns = {category_column("kind", {"a", "nobody", "b"}, codes, ColumnRole::CellClass)};
  const auto layout = layout_of(raw);
  CHECK(layout.layout == Layout::Group);
  CHECK(smallest_distance_nm(layout) > kSomaSpacingNm - 2);
  // The discs do not touch: a's neurons are nearer to a's center than any of b's.
  double center[2] = {0, 0};
  std::size_t members = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    if (codes[i] != 0) continue;
    for (std::size_t axis = 0; axis < 2; ++axis)
      center[axis] += static_cast<double>(layout.position_nm[axis][i]);
    ++members;
  }
  double farthest_a = 0, nearest_b = 1e300;
  for (std::size_t i = 0; i < 300; ++i) {
    double squared = 0;
    for (std::size_t axis = 0; axis < 2; ++axis) {
      squared += std::pow(static_cast<double>(layout.position_nm[axis][i]) -
                              center[axis] / static_cast<double>(members),
                          2);
    }
    if (codes[i] == 0) farthest_a = std::max(farthest_a, squared);
    if (codes[i] == 2) nearest_b = std::min(nearest_b, squared);
  }
  CHECK(farthest_a < nearest_b);
  REQUIRE(layout.notes.size() == 1);
  CHECK(layout.notes[0].find("\"kind\"") != std::string::npos);
}

TEST_CASE(
    "without coordinates and classes there is one disc, also for positions that are all missing") {
  const double none = std::nan("");
  auto raw = neurons(3);
  raw.columns = {real_column("x", {none, none, none}, ColumnRole::PositionX),
                 real_column("y", {1, 2, 3}, ColumnRole::PositionY),
                 real_column("z", {1, 2, 3}, ColumnRole::PositionZ)};
  const auto layout = layout_of(raw);
  CHECK(layout.layout == Layout::Group);
  CHECK(smallest_distance_nm(layout) > kSomaSpacingNm - 2);
}

TEST_CASE(
    "known classes are sorted by depth, proofreading by how much was done, others keep their "
    "order") {
  std::vector<RawColumn> columns = {
      category_column("cell_type", {"zeta", "MC", "4P", "alpha", "23P"}, {0, 1, 2, 3, 4, 2},
                      ColumnRole::CellClass),
      category_column("status_axon", {"extended", "nan", "non"}, {0, 1, 2}, ColumnRole::AxonStatus),
      category_column("other", {"MC", "23P"}, {0, 1})};
  sort_known_categories(columns);
  CHECK(columns[0].column.categories ==
        std::vector<std::string>{"23P", "4P", "MC", "zeta", "alpha"});
  CHECK(std::get<CategoryValues>(columns[0].values) == CategoryValues{3, 2, 1, 4, 0, 1});
  CHECK(columns[1].column.categories == std::vector<std::string>{"non", "extended", "nan"});
  CHECK(std::get<CategoryValues>(columns[1].values) == CategoryValues{1, 2, 0});
  CHECK(columns[2].column.categories == std::vector<std::string>{"MC", "23P"});
}

TEST_CASE("ids that name two neurons lose their role, and the note names one") {
  std::vector<RawColumn> columns = {integer_column("root", {5, 6, 5}, ColumnRole::NeuronId)};
  CHECK(check_neuron_ids(columns).find("5 stands in more than one row") != std::string::npos);
  CHECK(columns[0].column.role == ColumnRole::None);
  columns = {integer_column("root", {5, 6, 7}, ColumnRole::NeuronId)};
  CHECK(check_neuron_ids(columns).empty());
  CHECK(columns[0].column.role == ColumnRole::NeuronId);
}
