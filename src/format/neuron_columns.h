#pragma once
// neuron_columns.h — codec of neuron attribute columns (docs/format.md §4.1).
//
// A Neurons tile holds some columns of consecutive neurons, one column after another,
// in the order that the manifest gives for its column group.

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "base/result.h"

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

/// What a decoder must know of a column before it reads it; from the manifest.
struct ColumnShape {
  ColumnKind kind = ColumnKind::Integer;
  std::uint32_t category_count = 0;  // Category only, 1 .. 65536

  bool operator==(const ColumnShape&) const = default;
};

/// Encodes `columns` (all of the same length, kinds and codes as `shapes` says) as one payload.
/// Every NaN is written as the same one, so that equal columns give equal bytes. O(rows * columns).
std::vector<std::byte> encode_neuron_columns(std::span<const ColumnValues> columns,
                                             std::span<const ColumnShape> shapes);

/// Decodes what encode_neuron_columns wrote; safe on hostile bytes.
/// Errors: Truncated; TrailingBytes; OutOfRange (a code >= category_count, a
/// value past 64 bits, row_count above kMaxTileNeurons); NotCanonical (a padded varint, a base
/// or step that the encoder would not choose, another NaN than ours).
/// What is accepted re-encodes to the same bytes.
/// Memory: at most 8 bytes for every payload byte plus 8 per row and column.
Result<std::vector<ColumnValues>> decode_neuron_columns(std::span<const std::byte> payload,
                                                        std::uint32_t row_count,
                                                        std::span<const ColumnShape> shapes);

}  // namespace cnx
