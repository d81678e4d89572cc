#include "write/pandas_hdf_writer.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/check.h"

namespace cnx {
namespace {

constexpr std::uint64_t kPieceRows = 65536;        // asked for and written at a time
constexpr std::uint64_t kTableChunkBytes = 65536;  // what PyTables aims at for tables

constexpr const char* kNoPickledName = "N.";  // protocol-0 pickle of None

H5Type text_type(std::size_t size, H5T_cset_t set) {
  H5Type type(H5Tcopy(H5T_C_S1));
  H5Tset_size(type.get(), size);
  H5Tset_strpad(type.get(), H5T_STR_NULLTERM);
  H5Tset_cset(type.get(), set);
  return type;
}

bool write_attribute(hid_t object, const char* name, hid_t type, hid_t space, const void* value) {
  const H5Attribute attribute(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT));
  if (!attribute.valid()) return false;
  return value == nullptr || H5Awrite(attribute.get(), type, value) >= 0;
}

/// Text of fixed length. PyTables marks Python str as UTF-8 and pickles as ASCII; empty text has
/// no data space.
bool put_text(hid_t object, const char* name, std::string_view text,
              H5T_cset_t set = H5T_CSET_UTF8) {
  const H5Space space(H5Screate(text.empty() ? H5S_NULL : H5S_SCALAR));
  const H5Type type = text_type(std::max<std::size_t>(text.size(), 1), set);
  return write_attribute(object, name, type.get(), space.get(),
                         text.empty() ? nullptr : text.data());
}

bool put_pickle(hid_t object, const char* name, std::string_view pickle) {
  return put_text(object, name, pickle, H5T_CSET_ASCII);
}

bool put_integer(hid_t object, const char* name, std::int64_t value) {
  const H5Space space(H5Screate(H5S_SCALAR));
  return write_attribute(object, name, H5T_STD_I64LE, space.get(), &value);
}

bool put_true(hid_t object, const char* name) {
  const H5Space space(H5Screate(H5S_SCALAR));
  const std::uint8_t value = 1;
  return write_attribute(object, name, H5T_STD_B8LE, space.get(), &value);
}

bool put_node(hid_t object, std::string_view node_class, std::string_view version) {
  return put_text(object, "CLASS", node_class) && put_text(object, "TITLE", "") &&
         put_text(object, "VERSION", version);
}

bool put_array_node(hid_t dataset) {
  return put_node(dataset, "ARRAY", "2.4") && put_text(dataset, "FLAVOR", "numpy") &&
         put_true(dataset, "transposed");
}

/// What pandas wants to know of an axis or a list of columns.
bool put_axis(hid_t dataset, std::string_view kind) {
  return put_text(dataset, "kind", kind) && put_pickle(dataset, "name", kNoPickledName);
}

H5PropertyList without_times() {
  H5PropertyList list(H5Pcreate(H5P_DATASET_CREATE));
  H5Pset_obj_track_times(list.get(), false);
  return list;
}

/// Protocol-0 pickle of a list of texts: "(lp0\nVx_nm\np1\naVy_nm\np2\na.". Memo numbers start
/// at `memo`, which is the list's own, and `memo` ends at the next free one.
std::string pickled_names(const std::vector<std::string>& names, int& memo) {
  std::string pickle = "(lp" + std::to_string(memo++) + "\n";
  for (const std::string& name : names) {
    pickle += "V" + name + "\np" + std::to_string(memo++) + "\na";
  }
  return pickle;
}

std::string pickle_of_names(const std::vector<std::string>& names) {
  int memo = 0;
  return pickled_names(names, memo) + ".";
}

/// [(1, names)]: the axis of a table frame that is not its index.
std::string pickle_of_axes(const std::vector<std::string>& names) {
  int memo = 1;
  std::string pickle = "(lp0\n(I1\n" + pickled_names(names, memo);
  return pickle + "tp" + std::to_string(memo) + "\na.";
}

// {1: {'names': [None], 'type': 'Index'}, 'index': {}, 'values_block_0': {}, …}
constexpr const char* kTableInfo =
    "(dp0\nI1\n(dp1\nVnames\np2\n(lp3\nNasVtype\np4\nVIndex\np5\nssVindex\np6\n(dp7\n"
    "sVvalues_block_0\np8\n(dp9\nsVvalues_block_1\np10\n(dp11\ns.";

hid_t file_type(std::int64_t) { return H5T_STD_I64LE; }
hid_t file_type(double) { return H5T_IEEE_F64LE; }

}  // namespace

PandasHdfWriter::PandasHdfWriter(const std::string& path) : path_(path) {
  // After a failed write (a full disk), HDF5 cannot close the file and crashes when it tries
  // again at the end of the program. Files are closed here; the end has nothing to do.
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // errors are ours to report
  file_ = H5File(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
  fail_unless(file_.valid(), "creating the file");
  if (!good()) return;
  const H5Group root(H5Gopen2(file_.get(), "/", H5P_DEFAULT));
  fail_unless(root.valid() && put_node(root.get(), "GROUP", "1.0") &&
                  put_text(root.get(), "PYTABLES_FORMAT_VERSION", "2.1"),
              "the root group");
}

void PandasHdfWriter::fail_unless(bool ok, const std::string& what) {
  if (!ok && good()) failure_ = what;
}

void PandasHdfWriter::write_group(const std::string& path) {
  for (std::size_t end = path.find('/', 1); good(); end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    if (H5Lexists(file_.get(), part.c_str(), H5P_DEFAULT) <= 0) {
      const H5Group group(
          H5Gcreate2(file_.get(), part.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
      fail_unless(group.valid() && put_node(group.get(), "GROUP", "1.0"), part);
    }
    if (end == std::string::npos) return;
  }
}

void PandasHdfWriter::write_text(const std::string& group, const char* name,
                                 const std::string& text) {
  if (!good()) return;
  const H5Group opened(H5Gopen2(file_.get(), group.c_str(), H5P_DEFAULT));
  fail_unless(opened.valid() && put_text(opened.get(), name, text), group + "@" + name);
}

void PandasHdfWriter::write_variable_text(const std::string& group, const char* name,
                                          const std::string& text) {
  if (!good()) return;
  const H5Group opened(H5Gopen2(file_.get(), group.c_str(), H5P_DEFAULT));
  const H5Type type = text_type(H5T_VARIABLE, H5T_CSET_UTF8);
  const H5Space space(H5Screate(H5S_SCALAR));
  const char* value = text.c_str();
  fail_unless(
      opened.valid() && write_attribute(opened.get(), name, type.get(), space.get(), &value),
      group + "@" + name);
}

void PandasHdfWriter::write_integers(const std::string& group, const char* name,
                                     std::span<const std::int64_t> values) {
  if (!good()) return;
  const H5Group opened(H5Gopen2(file_.get(), group.c_str(), H5P_DEFAULT));
  const hsize_t size = values.size();
  const H5Space space(H5Screate_simple(1, &size, nullptr));
  fail_unless(opened.valid() &&
                  write_attribute(opened.get(), name, H5T_STD_I64LE, space.get(), values.data()),
              group + "@" + name);
}

/// A dataset [rows, columns], or [rows] when `columns` is 0.
template <typename T>
void PandasHdfWriter::write_matrix(const H5Group& group, const std::string& name,
                                   std::uint64_t rows, std::uint64_t columns, hid_t type,
                                   const FrameSource<T>& source) {
  if (!good()) return;
  const std::array<hsize_t, 2> shape = {rows, columns};
  const int rank = columns == 0 ? 1 : 2;
  const std::uint64_t width = std::max<std::uint64_t>(columns, 1);
  const H5Space space(H5Screate_simple(rank, shape.data(), nullptr));
  const H5PropertyList properties = without_times();
  const H5Dataset dataset(H5Dcreate2(group.get(), name.c_str(), type, space.get(), H5P_DEFAULT,
                                     properties.get(), H5P_DEFAULT));
  fail_unless(dataset.valid() && put_array_node(dataset.get()), name);
  if (!good()) return;
  if (rank == 1) fail_unless(put_axis(dataset.get(), "integer"), name);

  std::vector<T> piece(std::min(rows, kPieceRows) * width);
  for (std::uint64_t first = 0; first < rows && good(); first += kPieceRows) {
    const std::uint64_t count = std::min(kPieceRows, rows - first);
    source(first, std::span<T>(piece).first(count * width));
    const std::array<hsize_t, 2> start = {first, 0}, extent = {count, columns};
    const H5Space memory(H5Screate_simple(rank, extent.data(), nullptr));
    H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr);
    fail_unless(
        H5Dwrite(dataset.get(), type, memory.get(), space.get(), H5P_DEFAULT, piece.data()) >= 0,
        name);
  }
}

void PandasHdfWriter::write_names(const H5Group& group, const std::string& name,
                                  const std::vector<std::string>& names, bool is_axis) {
  if (!good()) return;
  std::size_t longest = 1;
  for (const std::string& entry : names) longest = std::max(longest, entry.size());
  std::string bytes;
  for (const std::string& entry : names) {
    bytes += entry + std::string(longest - entry.size(), '\0');
  }
  const hsize_t size = names.size();
  const H5Space space(H5Screate_simple(1, &size, nullptr));
  const H5Type type = text_type(longest, H5T_CSET_ASCII);
  const H5PropertyList properties = without_times();
  const H5Dataset dataset(H5Dcreate2(group.get(), name.c_str(), type.get(), space.get(),
                                     H5P_DEFAULT, properties.get(), H5P_DEFAULT));
  fail_unless(
      dataset.valid() && put_array_node(dataset.get()) && put_axis(dataset.get(), "string") &&
          H5Dwrite(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) >= 0,
      name);
  if (is_axis) fail_unless(put_text(group.get(), (name + "_variety").c_str(), "regular"), name);
}

void PandasHdfWriter::write_fixed_frame(const std::string& path, const FixedFrame& frame) {
  CNX_CHECK(frame.rows > 0 && !frame.blocks.empty());
  write_group(path);
  if (!good()) return;
  const H5Group group(H5Gopen2(file_.get(), path.c_str(), H5P_DEFAULT));
  fail_unless(
      group.valid() && put_text(group.get(), "pandas_type", "frame") &&
          put_text(group.get(), "pandas_version", "0.15.2") &&
          put_text(group.get(), "encoding", "UTF-8") && put_text(group.get(), "errors", "strict") &&
          put_integer(group.get(), "ndim", 2) &&
          put_integer(group.get(), "nblocks", static_cast<std::int64_t>(frame.blocks.size())),
      path);

  std::vector<std::string> all;
  for (const FrameBlock& block : frame.blocks) {
    all.insert(all.end(), block.columns.begin(), block.columns.end());
  }
  write_names(group, "axis0", all, true);
  const FrameSource<std::int64_t> index = [](std::uint64_t first, std::span<std::int64_t> out) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::int64_t>(first + i);
  };
  write_matrix(group, "axis1", frame.rows, 0, H5T_STD_I64LE, index);
  if (good()) fail_unless(put_text(group.get(), "axis1_variety", "regular"), path);

  for (std::size_t b = 0; b < frame.blocks.size(); ++b) {
    const FrameBlock& block = frame.blocks[b];
    const std::string prefix = "block" + std::to_string(b);
    write_names(group, prefix + "_items", block.columns, true);
    std::visit(
        [&]<typename T>(const FrameSource<T>& source) {
          write_matrix(group, prefix + "_values", frame.rows, block.columns.size(), file_type(T{}),
                       source);
        },
        block.source);
  }
  if (!good()) failure_ = path + ": " + failure_;
}

void PandasHdfWriter::write_table_frame(const std::string& path,
                                        const std::vector<TableColumn>& columns) {
  // One block of integers and one of texts, as pandas makes them; each keeps the frame's order.
  std::vector<std::string> names, integer_names, text_names;
  std::vector<const std::vector<std::int64_t>*> integers;
  std::vector<const std::vector<std::string_view>*> texts;
  std::size_t rows = 0, longest = 1;
  for (const TableColumn& column : columns) {
    names.push_back(column.name);
    if (const auto* values = std::get_if<0>(&column.values)) {
      integer_names.push_back(column.name);
      integers.push_back(values);
      rows = values->size();
    } else {
      const auto& strings = std::get<1>(column.values);
      text_names.push_back(column.name);
      texts.push_back(&strings);
      for (const std::string_view text : strings) longest = std::max(longest, text.size());
    }
  }
  CNX_CHECK(rows > 0 && !integers.empty() && !texts.empty());
  for (const auto* column : integers) CNX_CHECK(column->size() == rows);
  for (const auto* column : texts) CNX_CHECK(column->size() == rows);

  write_group(path);
  if (!good()) return;
  const H5Group group(H5Gopen2(file_.get(), path.c_str(), H5P_DEFAULT));
  fail_unless(
      group.valid() && put_text(group.get(), "pandas_type", "frame_table") &&
          put_text(group.get(), "pandas_version", "0.15.2") &&
          put_text(group.get(), "encoding", "UTF-8") && put_text(group.get(), "errors", "strict") &&
          put_text(group.get(), "table_type", "appendable_frame") &&
          put_text(group.get(), "nan_rep", "nan") && put_integer(group.get(), "levels", 1) &&
          put_pickle(group.get(), "index_cols", "(lp0\n(I0\nVindex\np1\ntp2\na.") &&
          put_pickle(group.get(), "values_cols",
                     pickle_of_names({"values_block_0", "values_block_1"})) &&
          put_pickle(group.get(), "non_index_axes", pickle_of_axes(names)) &&
          put_pickle(group.get(), "data_columns", "(lp0\n.") &&
          put_pickle(group.get(), "info", kTableInfo),
      path);

  // A record: index, integers, texts; no padding.
  const std::size_t text_offset = 8 + 8 * integers.size();
  const std::size_t record = text_offset + longest * texts.size();
  const hsize_t integer_count = integers.size(), text_count = texts.size();
  const H5Type text = text_type(longest, H5T_CSET_ASCII);
  const H5Type integer_block(H5Tarray_create2(H5T_STD_I64LE, 1, &integer_count));
  const H5Type text_block(H5Tarray_create2(text.get(), 1, &text_count));
  const H5Type type(H5Tcreate(H5T_COMPOUND, record));
  H5Tinsert(type.get(), "index", 0, H5T_STD_I64LE);
  H5Tinsert(type.get(), "values_block_0", 8, integer_block.get());
  H5Tinsert(type.get(), "values_block_1", text_offset, text_block.get());

  std::vector<char> bytes(rows * record);  // zeros pad the texts
  for (std::size_t row = 0; row < rows; ++row) {
    char* at = bytes.data() + row * record;
    const auto index = static_cast<std::int64_t>(row);
    std::memcpy(at, &index, 8);
    for (std::size_t c = 0; c < integers.size(); ++c) {
      std::memcpy(at + 8 + 8 * c, &(*integers[c])[row], 8);
    }
    for (std::size_t c = 0; c < texts.size(); ++c) {
      const std::string_view value = (*texts[c])[row];
      std::memcpy(at + text_offset + longest * c, value.data(), value.size());
    }
  }

  const hsize_t size = rows, unlimited = H5S_UNLIMITED;
  const hsize_t chunk = std::max<hsize_t>(1, kTableChunkBytes / record);
  const H5Space space(H5Screate_simple(1, &size, &unlimited));
  const H5PropertyList properties = without_times();
  H5Pset_chunk(properties.get(), 1, &chunk);
  const H5Dataset table(H5Dcreate2(group.get(), "table", type.get(), space.get(), H5P_DEFAULT,
                                   properties.get(), H5P_DEFAULT));
  fail_unless(table.valid() && H5Dwrite(table.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                        bytes.data()) >= 0,
              path + "/table");
  if (!good()) return;
  const hid_t id = table.get();
  fail_unless(
      put_node(id, "TABLE", "2.7") && put_integer(id, "NROWS", static_cast<std::int64_t>(rows)) &&
          put_text(id, "FIELD_0_NAME", "index") && put_integer(id, "FIELD_0_FILL", 0) &&
          put_text(id, "FIELD_1_NAME", "values_block_0") && put_integer(id, "FIELD_1_FILL", 0) &&
          put_text(id, "FIELD_2_NAME", "values_block_1") &&
          put_pickle(id, "FIELD_2_FILL", std::string_view("\0", 1)) &&
          put_text(id, "index_kind", "integer") && put_text(id, "values_block_0_dtype", "int64") &&
          put_text(id, "values_block_1_dtype", "bytes" + std::to_string(8 * longest)) &&
          put_pickle(id, "values_block_0_kind", pickle_of_names(integer_names)) &&
          put_pickle(id, "values_block_1_kind", pickle_of_names(text_names)) &&
          put_pickle(id, "values_block_0_meta", kNoPickledName) &&
          put_pickle(id, "values_block_1_meta", kNoPickledName),
      path + "/table");
}

Result<Done> PandasHdfWriter::finish() {
  if (file_.valid()) {
    fail_unless(H5Fflush(file_.get(), H5F_SCOPE_GLOBAL) >= 0, "the end of the file");
    file_ = H5File();
  }
  if (!good()) return Error{ErrorCode::Unwritable, failure_ + ", in " + path_};
  return Done{};
}

}  // namespace cnx
