#pragma once
// neuron_table.h — the columns of all neurons, in memory, as tiles arrive.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "format/manifest.h"

namespace cnx {

/// So many different whole numbers can group neurons, as the numbers of clusters do.
inline constexpr std::size_t kMaxNumberGroups = 128;

/// Holds every column of the manifest; a column is usable once all its tiles have arrived. Soma
/// positions come in parts: they can be drawn, not quite exactly, once the coarse part is there,
/// and their columns are usable once all parts are.
class NeuronTable {
 public:
  NeuronTable() = default;
  explicit NeuronTable(const Manifest& manifest);

  std::uint32_t neuron_count() const { return neuron_count_; }
  std::span<const Column> columns() const { return columns_; }

  /// Stores the rows [first, first + rows) of some columns, as a Neurons tile gives them; rows
  /// that are there already are replaced (a tile that was dropped and came again).
  /// Precondition: kinds and sizes as the manifest says. O(rows * columns), plus O(n log n) once.
  void set_rows(NeuronIndex first, std::span<const std::uint32_t> column_indices,
                std::vector<ColumnValues> values);

  /// Stores what a tile of `family` holds for the rows from `first` on.
  /// Precondition: as decode_neuron_columns gave it for a manifest like this table's.
  void set_tile(NeuronIndex first, const TileFamily& family, NeuronColumns rows);

  /// True when every row of the column has arrived.
  bool has(std::uint32_t column) const { return rows_missing_[column] == 0; }

  std::optional<std::uint32_t> find(ColumnRole role) const;
  std::optional<std::uint32_t> find(std::string_view name) const;

  /// Values by NeuronIndex. Precondition: the column's kind.
  std::span<const std::uint16_t> codes(std::uint32_t column) const;
  std::span<const std::int64_t> integers(std::uint32_t column) const;
  std::span<const double> reals(std::uint32_t column) const;

  /// The different values of a column of whole numbers that has arrived, rising, where there are at
  /// most kMaxNumberGroups; else empty. Precondition: the column's kind.
  std::span<const std::int64_t> few_values(std::uint32_t column) const;

  /// Soma positions in micrometres from the centre of the bounds, [x0 y0 z0 x1 …], within
  /// position_error_um() of the exact ones; empty until the coarse part of them is there.
  std::span<const float> positions_um() const { return positions_um_; }
  /// How far a position may be from the exact one along an axis: half of the largest side of the
  /// cells that are known, or 0 for positions that are exact to 32-bit float.
  double position_error_um() const { return position_error_um_; }
  bool positions_exact() const;
  std::array<double, 3> center_nm() const { return center_nm_; }

  /// The dataset's id of a neuron (its source row where the dataset has no ids), and back.
  /// Precondition for both: has_ids().
  bool has_ids() const;
  NeuronId id(NeuronIndex neuron) const;
  std::optional<NeuronIndex> find_id(NeuronId id) const;  // O(log n)

  /// The value of one cell for people: a category's name, an exact integer, a real with 6 digits,
  /// "–" for a missing real, "…" for a column that has not arrived.
  std::string text(std::uint32_t column, NeuronIndex neuron) const;

 private:
  /// The rows of one part of the positions, as they arrive.
  struct Part {
    std::array<std::vector<std::uint32_t>, 3> numbers;  // by axis; empty before the first tile
    std::vector<bool> there;
    std::uint32_t missing = 0;
    bool complete() const { return missing == 0 && !there.empty(); }
  };

  Part& part(PositionPart part) { return parts_[static_cast<std::size_t>(part) - 1]; }
  void build_from_parts();
  void build_positions();
  void build_ids();

  std::uint32_t neuron_count_ = 0;
  std::vector<Column> columns_;
  std::vector<ColumnValues> values_;
  std::vector<std::vector<std::int64_t>> few_values_;  // by column
  std::vector<std::uint32_t> rows_missing_;
  std::vector<std::vector<bool>> rows_there_;  // by column; empty once the column is complete
  PositionGrid grid_;
  std::array<Part, 3> parts_;  // coarse, fine, exact; given up once all are there
  std::vector<float> positions_um_;
  double position_error_um_ = 0;
  std::array<double, 3> center_nm_ = {0, 0, 0};
  std::optional<std::uint32_t> id_column_;
  std::vector<NeuronIndex> by_id_;  // sorted by id, built when the id column is complete
};

}  // namespace cnx
