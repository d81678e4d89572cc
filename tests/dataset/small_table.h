#pragma once
// small_table.h — manifests and neuron tables with a column of every kind, from a seed.

#include <limits>
#include <random>
#include <string>
#include <vector>

#include "dataset/neuron_table.h"

namespace cnx::test {

/// Columns 0 source_row, 1 … 3 positions, 4 cell class (4 categories), 5 region (3), 6 id, 7 a
/// real.
inline Manifest small_manifest(std::uint32_t neurons) {
  const auto column = [](const char* name, ColumnRole role, ColumnKind kind) {
    Column made;
    made.name = name;
    made.role = role;
    made.kind = kind;
    return made;
  };
  Manifest manifest;
  manifest.neuron_count = neurons;
  manifest.min_nm = {-1'000'000, 0, 2'000'000};
  manifest.max_nm = {1'000'000, 500'001, 4'000'000};
  manifest.columns = {column("source_row", ColumnRole::SourceRow, ColumnKind::Integer),
                      column("x_nm", ColumnRole::PositionX, ColumnKind::Integer),
                      column("y_nm", ColumnRole::PositionY, ColumnKind::Integer),
                      column("z_nm", ColumnRole::PositionZ, ColumnKind::Integer),
                      column("cell_type", ColumnRole::CellClass, ColumnKind::Category),
                      column("region", ColumnRole::Region, ColumnKind::Category),
                      column("pt_root_id", ColumnRole::NeuronId, ColumnKind::Integer),
                      column("score", ColumnRole::None, ColumnKind::Real)};
  manifest.columns[4].categories = {"23P", "4P", "BC", "never"};
  manifest.columns[5].categories = {"visp", "visal", ""};
  return manifest;
}

/// Values for every column of small_manifest, [column][neuron], for at most 521 neurons.
inline std::vector<ColumnValues> random_values(std::uint32_t seed, std::uint32_t neurons) {
  std::mt19937 random(seed);
  IntegerValues rows, x, y, z, ids;
  CategoryValues classes, regions;
  RealValues scores;
  for (std::uint32_t i = 0; i < neurons; ++i) {
    rows.push_back(static_cast<std::int64_t>((i * 7 + seed) % 1000003));
    x.push_back(static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000);
    y.push_back(static_cast<std::int64_t>(random() % 500'002));
    z.push_back(static_cast<std::int64_t>(random() % 2'000'001) + 2'000'000);
    classes.push_back(static_cast<std::uint16_t>(random() % 3));
    regions.push_back(static_cast<std::uint16_t>(random() % 3));
    // Distinct up to 521 neurons, in no order, too close together for a double to tell apart.
    ids.push_back(864691135400000000 + i * 101 % 521);
    scores.push_back(random() % 5 == 0 ? std::numeric_limits<double>::quiet_NaN()
                                       : static_cast<double>(random() % 1000) / 10 - 50);
  }
  return {rows, x, y, z, classes, regions, ids, scores};
}

inline NeuronTable full_table(std::uint32_t seed, std::uint32_t neurons) {
  NeuronTable table(small_manifest(neurons));
  const std::vector<std::uint32_t> every = {0, 1, 2, 3, 4, 5, 6, 7};
  table.set_rows(0, every, random_values(seed, neurons));
  return table;
}

}  // namespace cnx::test
