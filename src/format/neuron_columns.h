#pragma once
// neuron_columns.h — codec of neuron attribute columns (docs/format.md §4.1).
//
// A Neurons tile holds a part of the soma positions, or none, and then some columns of consecutive
// neurons, one column after another, in the order that the manifest gives for its column group.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "base/result.h"
#include "format/position_grid.h"

namespace cnx {

enum class ColumnKind : std::uint8_t {
  Category,  // codes into the column's list of names in the manifest
  Integer,   // 64-bit signed, exact
  Real,      // IEEE 754 binary64; NaN = missing, stored as one bit pattern
};

using CategoryValues = std::vector<std::uint16_t>;
using IntegerValues = std::vector<std::int64_t>;
using RealValues = std::vector<double>;

/// The values of one column, in the order of ColumnKind.
using ColumnValues = std::variant<CategoryValues, IntegerValues, RealValues>;

/// What a value is coded with. The writer's choice, for the whole column; in the manifest.
enum class ColumnCoding : std::uint8_t {
  Plain,     // nothing; all kinds
  Previous,  // the row before: a Category by the code there, an Integer as the change from it
  SlabX,     // a Category of at most kMaxContextCategories names by where the soma is: which of
  SlabY,     // kSlabs slabs across the axis. Only beside the Coarse part of the positions
  SlabZ,
};

inline constexpr std::uint32_t kMaxContextCategories = 256;  // more are numbers, and always Plain
inline constexpr std::uint32_t kSlabs = 32;

/// What a decoder must know of a column before it reads it; from the manifest.
struct ColumnShape {
  ColumnKind kind = ColumnKind::Integer;
  std::uint32_t category_count = 0;  // Category only, 1 .. 65536
  ColumnCoding coding = ColumnCoding::Plain;

  /// Whether a tile with this part of the positions can hold the column.
  bool fits(PositionPart part) const;
  bool operator==(const ColumnShape&) const = default;
};

/// What a decoder must know of a tile; from the manifest.
struct NeuronShape {
  PositionPart part = PositionPart::None;
  PositionGrid grid;  // only used with a part
  std::vector<ColumnShape> columns;
};

/// The rows of one tile.
struct NeuronColumns {
  std::array<std::vector<std::uint32_t>, 3> position;  // the part's numbers by axis, or empty
  std::vector<ColumnValues> columns;

  bool operator==(const NeuronColumns&) const = default;
};

/// Encodes what has the given shape (all columns of the same length, numbers and codes in their
/// ranges) as one payload. Every NaN is written as the same one, so that equal columns give equal
/// bytes. O(rows * columns).
std::vector<std::byte> encode_neuron_columns(const NeuronColumns& rows, const NeuronShape& shape);

/// Decodes what encode_neuron_columns wrote; safe on hostile bytes.
/// Errors: Truncated; TrailingBytes; OutOfRange (a code >= category_count, a cell outside the
/// grid, a value past 64 bits, row_count above kMaxTileNeurons); NotCanonical (a padded varint, a
/// base, step or model that the encoder would not choose, another NaN than ours).
/// What is accepted re-encodes to the same bytes.
/// Memory: at most 8 bytes for every row and column and 12 for every row on top of the payload,
/// and 20 KB for each context of the column at hand.
Result<NeuronColumns> decode_neuron_columns(std::span<const std::byte> payload,
                                            std::uint32_t row_count, const NeuronShape& shape);

}  // namespace cnx
