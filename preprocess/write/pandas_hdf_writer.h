#pragma once
// pandas_hdf_writer.h — writes data frames into HDF5 the way pandas does, for pandas to read.
//
// pandas (through PyTables) knows two layouts: a "fixed" frame is a group with one matrix for
// each type of column, a "table" frame is one dataset of records. Both are told apart, and
// their columns named, by attributes, which are written here as pandas 1.5 and PyTables 3.7
// write them; newer ones read them too. Columns are asked for in pieces, so that a frame is
// never in memory twice. Knows nothing of neurons.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "format/manifest.h"
#include "read/h5_handle.h"

namespace cnx {

/// Gives rows [first, first + rows) of a block with `columns` columns, row by row:
/// out[(row - first) * columns + column]. out.size() is rows * columns. Rows are asked for once, in
/// order. False stops the writing: the caller knows why.
template <typename T>
using FrameSource = std::function<bool(std::uint64_t first, std::span<T> out)>;

/// Columns of one type that are stored together. `type` is a number's; the values that `source`
/// gives are in its range.
struct FrameBlock {
  std::vector<std::string> columns;  // in the order of the stored block
  StoredType type = StoredType::Int64;
  std::variant<FrameSource<std::int64_t>, FrameSource<double>> source;
};

/// A fixed frame. Its index is 0, 1, 2, …
struct FixedFrame {
  std::uint64_t rows = 0;
  std::vector<FrameBlock> blocks;
  std::vector<std::string> columns = {};  // all of them in order; empty: as in the blocks
  bool names_are_integers = false;        // every name is a decimal number, and stored as one
};

/// A categorical column: names of any type that pandas takes for them, and for each row the number
/// of its name, or -1 where there is none.
struct CodedNames {
  std::variant<std::vector<std::string_view>, std::vector<std::int64_t>, std::vector<double>> names;
  std::vector<std::int32_t> codes;
};

/// A column of a table frame, held in memory: vertex tables are small. The values are integers or
/// reals (with a number's type), UTF-8 texts (Text; "nan" is a missing one) or codes (Category).
struct FrameColumn {
  std::string name;
  StoredType type = StoredType::Int64;
  std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string_view>,
               CodedNames>
      values;
};

/// The labels of a table frame's rows: 0, 1, 2, …, or integers, or texts.
using FrameIndex =
    std::variant<std::monostate, std::vector<std::int64_t>, std::vector<std::string_view>>;

/// An HDF5 file being written. The first failure is remembered and everything after it does
/// nothing, so that the caller may write on and ask once, in finish().
class PandasHdfWriter {
 public:
  /// Creates `path`, overwriting what is there. The file has no time stamps: its bytes depend
  /// on what is written and on the HDF5 library alone.
  explicit PandasHdfWriter(const std::string& path);

  /// Creates the group `path` ("/a/b") and its missing parents, as PyTables groups.
  void write_group(const std::string& path);

  /// Attributes of an existing group. Text: fixed length, as PyTables writes it, or variable
  /// length, as h5py does.
  void write_text(const std::string& group, const char* name, const std::string& text);
  void write_variable_text(const std::string& group, const char* name, const std::string& text);
  void write_integer(const std::string& group, const char* name, std::int64_t value);
  void write_integers(const std::string& group, const char* name,
                      std::span<const std::int64_t> values);

  /// pandas.DataFrame.to_hdf(path, key=group). Column names are UTF-8 and not empty. There may be
  /// no rows, and no columns.
  void write_fixed_frame(const std::string& group, const FixedFrame& frame);

  /// pandas.DataFrame.to_hdf(path, key=group, format="table", index=False). Columns have equal
  /// lengths; there is at least one row and one column (pandas writes nothing of other tables).
  void write_table_frame(const std::string& group, const std::vector<FrameColumn>& columns,
                         const FrameIndex& index = {});

  /// Whether everything so far was written.
  bool good() const { return failure_.empty(); }
  /// Closes the file. Errors: Unwritable, with the first thing that failed and, where it is known,
  /// the system's reason.
  Result<Done> finish();

 private:
  void fail_unless(bool ok, const std::string& what);
  template <typename T>
  void write_values(const H5Group& group, const std::string& name, std::uint64_t rows,
                    const FrameBlock& block, const FrameSource<T>& source);
  void write_row_numbers(const H5Group& group, const std::string& name, std::uint64_t rows);
  void write_empty(const H5Group& group, const std::string& name, std::string_view type,
                   const std::vector<std::uint64_t>& shape, std::string_view kind);
  void write_names(const H5Group& group, const std::string& name,
                   const std::vector<std::string>& names, bool are_integers);
  struct Member;
  struct TableKind;
  void write_table_group(const std::string& path, const TableKind& kind,
                         const std::vector<Member>& members, const std::vector<std::string>& names,
                         const FrameIndex& index);
  void write_table(const H5Group& group, const std::string& path,
                   const std::vector<Member>& members, const FrameIndex& index);
  void write_categories(const std::string& path, const CodedNames& coded);

  std::string path_;
  std::string failure_, reason_;
  H5File file_;
};

}  // namespace cnx
