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
#include "read/h5_handle.h"

namespace cnx {

/// Gives rows [first, first + rows) of a block with `columns` columns, row by row:
/// out[(row - first) * columns + column]. out.size() is rows * columns.
template <typename T>
using FrameSource = std::function<void(std::uint64_t first, std::span<T> out)>;

/// Columns of one type that are stored together.
struct FrameBlock {
  std::vector<std::string> columns;  // in the order of the stored block
  std::variant<FrameSource<std::int64_t>, FrameSource<double>> source;
};

/// A fixed frame. Its index is 0, 1, 2, …; its columns are those of the blocks, in order.
struct FixedFrame {
  std::uint64_t rows = 0;
  std::vector<FrameBlock> blocks;
};

/// A table frame of int64 and text columns, held in memory: vertex tables are small.
struct TableColumn {
  std::string name;
  std::variant<std::vector<std::int64_t>, std::vector<std::string_view>> values;
};

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
  void write_integers(const std::string& group, const char* name,
                      std::span<const std::int64_t> values);

  /// pandas.DataFrame.to_hdf(path, key=group). Column names are ASCII and not empty; there is at
  /// least one row.
  void write_fixed_frame(const std::string& group, const FixedFrame& frame);

  /// pandas.DataFrame.to_hdf(path, key=group, format="table", index=False). Columns have equal
  /// lengths, at least one row; there is at least one column of each type; texts are ASCII.
  void write_table_frame(const std::string& group, const std::vector<TableColumn>& columns);

  /// Closes the file. Errors: Unwritable, with the first thing that failed.
  Result<Done> finish();

 private:
  bool good() const { return failure_.empty(); }
  void fail_unless(bool ok, const std::string& what);
  template <typename T>
  void write_matrix(const H5Group& group, const std::string& name, std::uint64_t rows,
                    std::uint64_t columns, hid_t type, const FrameSource<T>& source);
  void write_names(const H5Group& group, const std::string& name,
                   const std::vector<std::string>& names, bool is_axis);

  std::string path_;
  std::string failure_;
  H5File file_;
};

}  // namespace cnx
