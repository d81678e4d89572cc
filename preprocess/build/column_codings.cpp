#include "build/column_codings.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

#include "format/tile_header.h"

namespace cnx {

namespace {

constexpr auto kCodings =
    std::to_array<ColumnCoding>({ColumnCoding::Plain, ColumnCoding::Previous, ColumnCoding::SlabX,
                                 ColumnCoding::SlabY, ColumnCoding::SlabZ});

}  // namespace

void choose_codings(OrderedColumns& columns, std::span<const ColumnGroup> groups,
                    const PositionGrid& grid,
                    const std::array<std::span<const std::int64_t>, 3>& position_nm) {
  const auto rows =
      static_cast<std::uint32_t>(std::min<std::size_t>(position_nm[0].size(), kMaxTileNeurons));
  for (const ColumnGroup& group : groups) {
    for (const std::uint32_t c : group.columns) {
      Column& column = columns.columns[c];
      const NeuronColumns sample =
          slice_columns(columns, {group.position, {c}}, grid, position_nm, 0, rows);
      std::size_t smallest = 0;
      ColumnCoding best = ColumnCoding::Plain;
      for (const ColumnCoding coding : kCodings) {
        column.coding = coding;
        const NeuronShape shape{group.position, grid, {column.shape()}};
        if (!shape.columns[0].fits(group.position)) continue;
        const std::size_t bytes = encode_neuron_columns(sample, shape).size();
        if (coding != ColumnCoding::Plain && bytes >= smallest) continue;
        smallest = bytes;
        best = coding;
      }
      column.coding = best;
    }
  }
}

NeuronColumns slice_columns(const OrderedColumns& columns, const ColumnGroup& group,
                            const PositionGrid& grid,
                            const std::array<std::span<const std::int64_t>, 3>& position_nm,
                            std::uint32_t first, std::uint32_t count) {
  NeuronColumns rows;
  if (group.position != PositionPart::None) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      rows.position[axis].reserve(count);
      for (const std::int64_t nm : position_nm[axis].subspan(first, count)) {
        rows.position[axis].push_back(grid.part_of(group.position, axis, nm));
      }
    }
  }
  for (const std::uint32_t c : group.columns) {
    rows.columns.push_back(std::visit(
        [&](const auto& all) -> ColumnValues {
          return std::remove_cvref_t<decltype(all)>(all.begin() + first,
                                                    all.begin() + first + count);
        },
        columns.values[c]));
  }
  return rows;
}

}  // namespace cnx
