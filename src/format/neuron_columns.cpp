#include "format/neuron_columns.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "format/number_column.h"
#include "format/number_stream.h"
#include "format/space_curve.h"
#include "format/tile_header.h"

namespace cnx {
namespace {

using PositionNumbers = std::array<std::vector<std::uint32_t>, 3>;

std::size_t row_count_of(const ColumnValues& column) {
  return std::visit([](const auto& values) { return values.size(); }, column);
}

// ---- parts of the positions ----

/// Coarse cells as steps along the Hilbert curve; where neurons are ordered along it, few of
/// them are large and none is negative.
void encode_coarse(const PositionNumbers& cells, const PositionGrid& grid, ByteWriter& writer) {
  const unsigned bits = grid.coarse_bits();
  std::vector<std::int64_t> steps;
  steps.reserve(cells[0].size());
  std::int64_t previous = 0;
  for (std::size_t r = 0; r < cells[0].size(); ++r) {
    const auto place =
        static_cast<std::int64_t>(hilbert_place({cells[0][r], cells[1][r], cells[2][r]}, bits));
    steps.push_back(place - previous);
    previous = place;
  }
  write_signed(steps, writer);
}

Result<PositionNumbers> decode_coarse(ByteReader& reader, std::uint32_t row_count,
                                      const PositionGrid& grid) {
  const unsigned bits = grid.coarse_bits();
  const std::int64_t places = std::int64_t{1} << (3 * bits);
  std::vector<std::int64_t> steps(row_count);
  if (auto read = read_signed(reader, steps, "neuron columns, coarse positions"); !read.ok()) {
    return read.error();
  }
  PositionNumbers cells;
  for (auto& axis : cells) axis.reserve(row_count);
  std::int64_t place = 0;
  for (const std::int64_t step : steps) {
    // Both below 2^54 in size after this check, so that no sum overflows.
    if (step <= -places || step >= places) {
      return Error{ErrorCode::OutOfRange, "neuron columns, coarse position"};
    }
    place += step;
    if (place < 0 || place >= places) {
      return Error{ErrorCode::OutOfRange, "neuron columns, coarse position"};
    }
    const Cell cell = hilbert_cell(static_cast<std::uint64_t>(place), bits);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if (cell[axis] >= grid.coarse_cells(axis)) {
        return Error{ErrorCode::OutOfRange, "neuron columns, coarse position"};
      }
      cells[axis].push_back(cell[axis]);
    }
  }
  return cells;
}

void encode_position(const PositionNumbers& numbers, const NeuronShape& shape, ByteWriter& writer) {
  CNX_CHECK(shape.grid.valid());
  std::array<std::uint32_t, 3> below{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    below[axis] = shape.grid.part_below(shape.part, axis);
    CNX_CHECK(numbers[axis].size() == numbers[0].size());
    for (const std::uint32_t number : numbers[axis]) CNX_CHECK(number < below[axis]);
  }
  if (shape.part == PositionPart::Coarse) return encode_coarse(numbers, shape.grid, writer);
  BitWriter bits;
  for (std::size_t r = 0; r < numbers[0].size(); ++r) {
    for (std::size_t axis = 0; axis < 3; ++axis) put_uniform(bits, numbers[axis][r], below[axis]);
  }
  std::move(bits).finish(writer);
}

Result<PositionNumbers> decode_position(ByteReader& reader, std::uint32_t row_count,
                                        const NeuronShape& shape) {
  CNX_CHECK(shape.grid.valid());
  if (shape.part == PositionPart::Coarse) return decode_coarse(reader, row_count, shape.grid);
  std::array<std::uint32_t, 3> below{};
  for (std::size_t axis = 0; axis < 3; ++axis)
    below[axis] = shape.grid.part_below(shape.part, axis);

  // How many bytes the numbers take shows only as they are read, so they are read twice.
  const auto rest = ByteReader{reader}.take(reader.remaining());
  BitReader bits(rest);
  PositionNumbers numbers;
  for (auto& axis : numbers) axis.reserve(row_count);
  std::uint64_t used = 0;
  for (std::uint32_t r = 0; r < row_count; ++r) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::uint32_t number = get_uniform(bits, below[axis]);
      used += uniform_bits(number, below[axis]);
      numbers[axis].push_back(number);
    }
  }
  BitReader exact = take_bits(reader, used);
  if (reader.failed()) return reader.error("neuron columns, positions");
  for (std::uint32_t r = 0; r < row_count; ++r) {
    for (std::size_t axis = 0; axis < 3; ++axis) get_uniform(exact, below[axis]);
  }
  if (const auto problem = exact.problem()) return Error{*problem, "neuron columns, positions"};
  return numbers;
}

// ---- columns ----

/// The contexts of a category column: what is known of a row before its code is.
class CategoryContexts {
 public:
  CategoryContexts(const ColumnShape& shape, const PositionGrid& grid, const PositionNumbers& cells)
      : shape_(shape) {
    if (shape.coding < ColumnCoding::SlabX) return;
    const std::size_t axis =
        static_cast<std::size_t>(shape.coding) - static_cast<std::size_t>(ColumnCoding::SlabX);
    slabs_.reserve(cells[axis].size());
    for (const std::uint32_t cell : cells[axis]) {
      slabs_.push_back(
          static_cast<std::uint8_t>(std::uint64_t{cell} * kSlabs / grid.coarse_cells(axis)));
    }
  }

  unsigned count() const {
    switch (shape_.coding) {
      case ColumnCoding::Plain: return 1;
      case ColumnCoding::Previous: return shape_.category_count;
      default: return kSlabs;
    }
  }

  /// `symbols` are those of the rows before `row`, at least.
  unsigned of(std::size_t row, std::span<const std::uint8_t> symbols) const {
    switch (shape_.coding) {
      case ColumnCoding::Plain: return 0;
      // A hostile code may name no context; the code itself is refused later.
      case ColumnCoding::Previous:
        return row == 0 ? 0 : std::min<unsigned>(symbols[row - 1], shape_.category_count - 1);
      default: return slabs_[row];
    }
  }

 private:
  ColumnShape shape_;
  std::vector<std::uint8_t> slabs_;
};

void encode_category(const CategoryValues& codes, const ColumnShape& shape,
                     const CategoryContexts& contexts, ByteWriter& writer) {
  for (const std::uint16_t code : codes) CNX_CHECK(code < shape.category_count);
  if (shape.category_count > kMaxContextCategories) {
    write_numbers(std::vector<std::uint64_t>(codes.begin(), codes.end()), writer);
    return;
  }
  std::vector<std::uint8_t> symbols;
  symbols.reserve(codes.size());
  for (const std::uint16_t code : codes) symbols.push_back(static_cast<std::uint8_t>(code));
  write_symbols(
      symbols, contexts.count(), [&](std::size_t r) { return contexts.of(r, symbols); }, writer);
}

Result<ColumnValues> decode_category(ByteReader& reader, std::uint32_t row_count,
                                     const ColumnShape& shape, const CategoryContexts& contexts) {
  CategoryValues codes;
  codes.reserve(row_count);
  const auto take = [&](const auto& numbers) -> Result<ColumnValues> {
    for (const auto number : numbers) {
      if (number >= shape.category_count) {
        return Error{ErrorCode::OutOfRange, "neuron columns, code"};
      }
      codes.push_back(static_cast<std::uint16_t>(number));
    }
    return ColumnValues{std::move(codes)};
  };
  if (shape.category_count > kMaxContextCategories) {
    std::vector<std::uint64_t> numbers(row_count);
    const auto read = read_numbers(reader, numbers, "neuron columns, codes");
    return read.ok() ? take(numbers) : read.error();
  }
  std::vector<std::uint8_t> symbols(row_count);
  const auto read = read_symbols(
      reader, contexts.count(), [&](std::size_t r) { return contexts.of(r, symbols); }, symbols,
      "neuron columns, codes");
  return read.ok() ? take(symbols) : read.error();
}

Result<ColumnValues> decode_column(ByteReader& reader, std::uint32_t row_count,
                                   const ColumnShape& column, const NeuronShape& shape,
                                   const PositionNumbers& position) {
  switch (column.kind) {
    case ColumnKind::Category:
      return decode_category(reader, row_count, column,
                             CategoryContexts(column, shape.grid, position));
    case ColumnKind::Integer:
    case ColumnKind::Real: return read_number_column(reader, row_count, column, "neuron columns");
  }
  CNX_CHECK(false);
  return Error{ErrorCode::OutOfRange, "neuron columns, kind"};
}

}  // namespace

bool ColumnShape::fits(PositionPart part) const {
  switch (coding) {
    case ColumnCoding::Plain: return true;
    case ColumnCoding::Previous:
      return kind == ColumnKind::Integer ||
             (kind == ColumnKind::Category && category_count <= kMaxContextCategories);
    default:
      return kind == ColumnKind::Category && category_count <= kMaxContextCategories &&
             part == PositionPart::Coarse;
  }
}

std::vector<std::byte> encode_neuron_columns(const NeuronColumns& rows, const NeuronShape& shape) {
  CNX_CHECK(rows.columns.size() == shape.columns.size());
  const bool has_position = shape.part != PositionPart::None;
  const std::size_t row_count = has_position           ? rows.position[0].size()
                                : rows.columns.empty() ? 0
                                                       : row_count_of(rows.columns[0]);
  ByteWriter writer;
  if (has_position) encode_position(rows.position, shape, writer);
  for (std::size_t c = 0; c < rows.columns.size(); ++c) {
    const ColumnValues& column = rows.columns[c];
    const ColumnShape& column_shape = shape.columns[c];
    CNX_CHECK(column.index() == static_cast<std::size_t>(column_shape.kind));
    CNX_CHECK(row_count_of(column) == row_count && column_shape.fits(shape.part));
    if (const auto* codes = std::get_if<CategoryValues>(&column)) {
      encode_category(*codes, column_shape,
                      CategoryContexts(column_shape, shape.grid, rows.position), writer);
    } else {
      write_number_column(column, column_shape, writer);
    }
  }
  return std::move(writer).finish();
}

Result<NeuronColumns> decode_neuron_columns(std::span<const std::byte> payload,
                                            std::uint32_t row_count, const NeuronShape& shape) {
  if (row_count > kMaxTileNeurons) return Error{ErrorCode::OutOfRange, "neuron columns, rows"};
  ByteReader reader{payload};
  NeuronColumns rows;
  if (shape.part != PositionPart::None) {
    auto position = decode_position(reader, row_count, shape);
    if (!position.ok()) return position.error();
    rows.position = std::move(position).value();
  }
  rows.columns.reserve(shape.columns.size());
  for (const ColumnShape& column_shape : shape.columns) {
    CNX_CHECK(column_shape.fits(shape.part));
    auto column = decode_column(reader, row_count, column_shape, shape, rows.position);
    if (!column.ok()) return column.error();
    rows.columns.push_back(std::move(column).value());
  }
  if (reader.remaining() != 0) return Error{ErrorCode::TrailingBytes, "neuron columns"};
  return rows;
}

}  // namespace cnx
