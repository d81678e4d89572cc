#pragma once
// pandas_hdf.h — how pandas stores data frames in HDF5; knows no neuroscience.
//
// Two layouts, both by blocks of columns of one type:
//
//   "fixed"   axis0 (column names), block<i>_items (names), block<i>_values [rows, items]
//   "table"   one compound dataset `table` with a member `index` and a member values_block_<i>
//             [items] for each block; the names are pickled in attributes (pickle_names.h)
//
// The order of blocks is arbitrary: columns are found by name. Numbers are read in pieces of
// bounded size, so a frame may be larger than the memory.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "format/manifest.h"
#include "read/h5_access.h"
#include "read/missing_text.h"

namespace cnx {

enum class StoredKind : std::uint8_t {
  Boolean,      // 8-bit bitfield
  Integer,      // signed or unsigned, up to 64 bits
  Real,         // any float
  Text,         // S<n>: fixed size, NUL padded
  Categorical,  // integer codes and a list of names elsewhere (tables only)
  Other,        // pickled objects and whatever else: cannot be read
};

/// "integer", "real", "text", "categorical", "boolean", "unreadable".
const char* stored_kind_name(StoredKind kind);

struct StoredColumn {
  std::string name;  // UTF-8; integer names as decimal text
  StoredKind kind = StoredKind::Other;
  StoredType type = StoredType::Text;  // meaningless for Other; a half is as a Float32
  bool too_large = false;              // Other: integers, and some above 2^63 - 1
  bool has_zone = false;               // times of a zone; their integers count from 1970 in UTC

  bool operator==(const StoredColumn&) const = default;
};

/// What becomes of the columns of times, in a sentence or two; empty when there are none. `what`:
/// "vertex columns".
std::string note_times(std::span<const StoredColumn> columns, const std::string& what);

/// Values of consecutive rows: Boolean and Integer columns as integers, Real ones as doubles.
using NumberSpan = std::variant<std::span<const std::int64_t>, std::span<const double>>;

/// Takes rows [first_row, first_row + size) of the `which`-th column asked for; an error stops the
/// reading.
using NumberSink = std::function<Result<Done>(std::size_t which, std::uint64_t first_row,
                                              const NumberSpan& values)>;

/// A frame in the "fixed" layout, open for reading.
class FixedFrameReader {
 public:
  /// Errors: Missing (no such group or dataset), Unreadable, Syntax (names), OutOfRange
  /// (columns of unequal lengths, two columns of one name). Reads names, not values.
  static Result<FixedFrameReader> open(hid_t parent, const std::string& name);

  std::uint64_t row_count() const { return row_count_; }
  const std::vector<StoredColumn>& columns() const { return columns_; }  // in the frame's order
  std::optional<std::size_t> find(std::string_view name) const;

  /// Hands the values of `columns` (Boolean, Integer or Real) to `sink`, rows rising, each block
  /// that holds one of them read once. Buffers stay below some 32 MiB unless the file's own
  /// chunks are larger. Errors: the sink's; Unreadable; OutOfRange (an integer above 2^63 - 1).
  Result<Done> read(std::span<const std::size_t> columns, const NumberSink& sink) const;

  /// Makes Other of the columns with an integer above 2^63 - 1: one of them is no reason to refuse
  /// the rest. Reads the columns of unsigned 64-bit integers, and nothing where there are none.
  /// Errors: Unreadable.
  Result<Done> leave_out_large_integers();

 private:
  friend class FixedRowReader;
  struct Place {
    std::size_t block = 0;  // which of blocks_
    std::size_t item = 0;   // column inside it
  };
  Result<Done> open_blocks(const H5Group& group, int block_count);
  Result<Done> order_columns(const H5Group& group);

  H5Group group_;
  std::uint64_t row_count_ = 0;
  std::vector<std::string> blocks_;  // names of the datasets
  std::vector<StoredColumn> columns_;
  std::vector<Place> places_;  // of columns_
};

/// Any rows of some columns (Boolean, Integer or Real) of a fixed frame, from any thread.
///
/// Blocks of 8-byte numbers that lie in the file as they are in memory are read from their place
/// in it; of others the library makes numbers, one thread at a time.
class FixedRowReader {
 public:
  /// Errors: as FixedFrameReader::read. Keeps the file open.
  static Result<FixedRowReader> open(const FixedFrameReader& frame,
                                     std::span<const std::size_t> columns);

  /// values[c][i] = 64 bits of row first + i of the c-th column: those of an int64, or of a
  /// binary64 for Real columns; only the columns `which`, numbers of those that were opened.
  /// `space` is for the reader, kept from call to call. Errors: Unreadable; OutOfRange (an integer
  /// above 2^63 - 1).
  Result<Done> read(std::uint64_t first, std::size_t rows, std::span<const std::size_t> which,
                    std::vector<std::byte>& space,
                    std::vector<std::vector<std::uint64_t>>& values) const;

  /// Whether all rows are read from their place in the file: from anywhere at the same cost.
  bool in_place() const;

 private:
  struct Block {
    std::string name;
    StoredDataset stored;
    StoredKind kind = StoredKind::Integer;
    hid_t memory = -1;  // one of the library's own types
    std::size_t value_bytes = 0, row_bytes = 0;
    std::optional<std::uint64_t> offset;  // in the file, of numbers that are there as in memory
  };
  struct Place {
    std::size_t block = 0, item = 0;
    std::string name;
  };
  Result<Done> read_block(const Block& block, std::uint64_t first, std::size_t rows,
                          std::vector<std::byte>& space) const;

  H5File open_;    // so that the file stays open, and is closed last
  int file_ = -1;  // the library's own descriptor
  std::vector<Block> blocks_;
  std::vector<Place> places_;
};

/// Text by code. Missing values have the name kMissingText.
struct TextValues {
  std::vector<std::string> names;    // distinct, sorted (numbers by size); each occurs
  std::vector<std::uint16_t> codes;  // [rows]
  std::uint64_t missing_count = 0;
};

/// A column that is not given back, and why: "holds 60,048 different texts (4,096 at most)".
struct LeftOut {
  std::string why;
};

using TableValues =
    std::variant<std::vector<std::int64_t>, std::vector<double>, TextValues, LeftOut>;

/// A frame (or series) in the "table" layout, open for reading.
class TableFrameReader {
 public:
  /// Errors: as FixedFrameReader::open.
  static Result<TableFrameReader> open(hid_t parent, const std::string& name);

  std::uint64_t row_count() const { return row_count_; }
  const std::vector<StoredColumn>& columns() const {
    return columns_;
  }  // in the frame's order, without the index

  /// A whole column; one with more than `max_names` different texts is LeftOut.
  /// Errors: Unreadable; OutOfRange (a code without a name).
  Result<TableValues> read_column(std::size_t column, std::size_t max_names) const;

  /// The index: a label for each row, integers or text (or left out).
  Result<TableValues> read_index(std::size_t max_names) const;
  StoredType index_type() const { return index_type_; }

  /// Whether both have the same columns in the same bytes: then all is equal but, perhaps, the
  /// names of categories. Errors: Unreadable.
  Result<bool> has_same_bytes(const TableFrameReader& other) const;

 private:
  struct Place {
    std::string member;    // of the compound
    std::size_t item = 0;  // column inside it
  };
  struct Categories {
    std::vector<std::string> names;  // by code
    bool are_numbers = false;
  };
  Result<Categories> read_categories(const std::string& member) const;
  Result<Done> open_members(const StoredDataset& table);
  void order_columns();
  Result<TableValues> read_place(const Place& place, StoredKind kind, std::size_t max_names) const;

  H5Group group_;
  std::uint64_t row_count_ = 0;
  std::string missing_text_ = kMissingText;
  std::vector<StoredColumn> columns_;
  std::vector<Place> places_;  // of columns_
  StoredKind index_kind_ = StoredKind::Other;
  StoredType index_type_ = StoredType::Int64;
};

}  // namespace cnx
