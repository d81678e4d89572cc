#include "write/pandas_hdf_writer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "base/check.h"

namespace cnx {
namespace {

constexpr std::uint64_t kPieceRows = 65536;        // asked for and written at a time
constexpr std::uint64_t kTableChunkBytes = 65536;  // what PyTables aims at for tables
constexpr std::uint64_t kTablePieceBytes = std::uint64_t{4} << 20;  // written at a time

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

bool put_flag(hid_t object, const char* name, bool flag) {
  const H5Space space(H5Screate(H5S_SCALAR));
  const std::uint8_t value = flag ? 1 : 0;
  return write_attribute(object, name, H5T_STD_B8LE, space.get(), &value);
}

bool put_node(hid_t object, std::string_view node_class, std::string_view version) {
  return put_text(object, "CLASS", node_class) && put_text(object, "TITLE", "") &&
         put_text(object, "VERSION", version);
}

bool put_array_node(hid_t dataset, bool transposed) {
  return put_node(dataset, "ARRAY", "2.4") && put_text(dataset, "FLAVOR", "numpy") &&
         put_flag(dataset, "transposed", transposed);
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

/// Python's raw-unicode-escape of UTF-8 text: Latin-1 bytes, \uXXXX and \UXXXXXXXX for the rest
/// and for what ends a line of a pickle.
std::string raw_unicode_escape(std::string_view utf8) {
  std::string escaped;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    std::uint32_t point = length == 1 ? lead : lead & (0xffu >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k) {
      point = point << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3fu);
    }
    i += length;
    const bool plain = point < 0x100 && point != '\\' && point != '\n' && point != '\r' &&
                       point != '\0' && point != 0x1a;
    if (plain) {
      escaped += static_cast<char>(point);
      continue;
    }
    char digits[16];
    std::snprintf(digits, sizeof digits, point < 0x10000 ? "\\u%04x" : "\\U%08x",
                  static_cast<unsigned>(point));
    escaped += digits;
  }
  return escaped;
}

/// Protocol-0 pickle of a list of texts: "(lp0\nVx_nm\np1\naVy_nm\np2\na.". Memo numbers start
/// at `memo`, which is the list's own, and `memo` ends at the next free one.
std::string pickled_names(const std::vector<std::string>& names, int& memo) {
  std::string pickle = "(lp" + std::to_string(memo++) + "\n";
  for (const std::string& name : names) {
    pickle += "V" + raw_unicode_escape(name) + "\np" + std::to_string(memo++) + "\na";
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

/// A tuple of numbers: "(I2\nI0\ntp0\n.".
std::string pickle_of_shape(const std::vector<std::uint64_t>& shape) {
  std::string pickle = "(";
  for (const std::uint64_t size : shape) pickle += "I" + std::to_string(size) + "\n";
  return pickle + "tp0\n.";
}

std::size_t bytes_of(StoredType type) {
  switch (type) {
    case StoredType::Boolean:
    case StoredType::Int8:
    case StoredType::UInt8: return 1;
    case StoredType::Int16:
    case StoredType::UInt16: return 2;
    case StoredType::Int32:
    case StoredType::UInt32:
    case StoredType::Float32: return 4;
    default: return 8;
  }
}

hid_t file_type(StoredType type) {
  switch (type) {
    case StoredType::Boolean: return H5T_STD_B8LE;
    case StoredType::Int8: return H5T_STD_I8LE;
    case StoredType::Int16: return H5T_STD_I16LE;
    case StoredType::Int32: return H5T_STD_I32LE;
    case StoredType::UInt8: return H5T_STD_U8LE;
    case StoredType::UInt16: return H5T_STD_U16LE;
    case StoredType::UInt32: return H5T_STD_U32LE;
    case StoredType::UInt64: return H5T_STD_U64LE;
    case StoredType::Float32: return H5T_IEEE_F32LE;
    case StoredType::Float64: return H5T_IEEE_F64LE;
    default: return H5T_STD_I64LE;
  }
}

hid_t memory_type(std::int64_t) { return H5T_NATIVE_INT64; }
hid_t memory_type(double) { return H5T_NATIVE_DOUBLE; }

template <typename T>
void put_as(char* at, auto value) {
  const auto converted = static_cast<T>(value);
  std::memcpy(at, &converted, sizeof converted);
}

/// One number as the file has it.
void put_cell(char* at, StoredType type, auto value) {
  switch (type) {
    case StoredType::Boolean: return put_as<std::uint8_t>(at, value != 0);
    case StoredType::Int8: return put_as<std::int8_t>(at, value);
    case StoredType::Int16: return put_as<std::int16_t>(at, value);
    case StoredType::Int32: return put_as<std::int32_t>(at, value);
    case StoredType::UInt8: return put_as<std::uint8_t>(at, value);
    case StoredType::UInt16: return put_as<std::uint16_t>(at, value);
    case StoredType::UInt32: return put_as<std::uint32_t>(at, value);
    case StoredType::UInt64: return put_as<std::uint64_t>(at, value);
    case StoredType::Float32: return put_as<float>(at, value);
    case StoredType::Float64: return put_as<double>(at, value);
    default: return put_as<std::int64_t>(at, value);
  }
}

void put_cell(char* at, std::string_view text) { std::memcpy(at, text.data(), text.size()); }

std::size_t longest_of(const std::vector<std::string_view>& texts) {
  std::size_t longest = 1;
  for (const std::string_view text : texts) longest = std::max(longest, text.size());
  return longest;
}

StoredType code_type(std::size_t names) {
  return names < 0x80 ? StoredType::Int8 : names < 0x8000 ? StoredType::Int16 : StoredType::Int32;
}

}  // namespace

PandasHdfWriter::PandasHdfWriter(const std::string& path) : path_(path) {
  // After a failed write (a full disk), HDF5 cannot close the file and crashes when it tries
  // again at the end of the program. Files are closed here; the end has nothing to do.
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // errors are ours to report
  errno = 0;
  file_ = H5File(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
  fail_unless(file_.valid(), "creating the file");
  if (!good()) return;
  const H5Group root(H5Gopen2(file_.get(), "/", H5P_DEFAULT));
  fail_unless(root.valid() && put_node(root.get(), "GROUP", "1.0") &&
                  put_text(root.get(), "PYTABLES_FORMAT_VERSION", "2.1"),
              "the root group");
}

void PandasHdfWriter::fail_unless(bool ok, const std::string& what) {
  if (ok || !good()) return;
  failure_ = what;
  // HDF5 keeps no error number. Of those that the system may have left, some can only be of this.
  const int reason = errno;
  if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG || reason == EIO)
    reason_ = ": " + std::generic_category().message(reason);
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

void PandasHdfWriter::write_integer(const std::string& group, const char* name,
                                    std::int64_t value) {
  if (!good()) return;
  const H5Group opened(H5Gopen2(file_.get(), group.c_str(), H5P_DEFAULT));
  fail_unless(opened.valid() && put_integer(opened.get(), name, value), group + "@" + name);
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

/// Dataset [rows, columns] of a block's values.
template <typename T>
void PandasHdfWriter::write_values(const H5Group& group, const std::string& name,
                                   std::uint64_t rows, const FrameBlock& block,
                                   const FrameSource<T>& source) {
  const std::uint64_t columns = block.columns.size();
  if (rows == 0) {
    return write_empty(group, name, stored_type_name(block.type), {columns, 0}, "");
  }
  if (!good()) return;
  const std::array<hsize_t, 2> shape = {rows, columns};
  const H5Space space(H5Screate_simple(2, shape.data(), nullptr));
  const H5PropertyList properties = without_times();
  const H5Dataset dataset(H5Dcreate2(group.get(), name.c_str(), file_type(block.type), space.get(),
                                     H5P_DEFAULT, properties.get(), H5P_DEFAULT));
  fail_unless(dataset.valid() && put_array_node(dataset.get(), true) &&
                  (!is_time(block.type) ||
                   put_text(dataset.get(), "value_type", stored_type_name(block.type))),
              name);

  // HDF5 turns numbers into other numbers, but not into bits.
  const bool bits = block.type == StoredType::Boolean;
  std::vector<std::uint8_t> flags;
  std::vector<T> piece(std::min(rows, kPieceRows) * columns);
  for (std::uint64_t first = 0; first < rows && good(); first += kPieceRows) {
    const std::uint64_t count = std::min(kPieceRows, rows - first);
    const std::span<T> values = std::span<T>(piece).first(count * columns);
    if (!source(first, values)) return fail_unless(false, "stopped");
    const void* from = values.data();
    if (bits) {
      flags.assign(values.size(), 0);
      for (std::size_t i = 0; i < values.size(); ++i) flags[i] = values[i] != 0;
      from = flags.data();
    }
    const std::array<hsize_t, 2> start = {first, 0}, extent = {count, columns};
    const H5Space memory(H5Screate_simple(2, extent.data(), nullptr));
    H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr);
    fail_unless(H5Dwrite(dataset.get(), bits ? H5T_NATIVE_B8 : memory_type(T{}), memory.get(),
                         space.get(), H5P_DEFAULT, from) >= 0,
                name);
  }
}

/// The index 0, 1, 2, … of a fixed frame.
void PandasHdfWriter::write_row_numbers(const H5Group& group, const std::string& name,
                                        std::uint64_t rows) {
  if (rows == 0) return write_empty(group, name, "int64", {0}, "integer");
  if (!good()) return;
  const hsize_t size = rows;
  const H5Space space(H5Screate_simple(1, &size, nullptr));
  const H5PropertyList properties = without_times();
  const H5Dataset dataset(H5Dcreate2(group.get(), name.c_str(), H5T_STD_I64LE, space.get(),
                                     H5P_DEFAULT, properties.get(), H5P_DEFAULT));
  fail_unless(
      dataset.valid() && put_array_node(dataset.get(), true) && put_axis(dataset.get(), "integer"),
      name);
  std::vector<std::int64_t> piece(std::min(rows, kPieceRows));
  for (std::uint64_t first = 0; first < rows && good(); first += kPieceRows) {
    const hsize_t start = first, count = std::min(kPieceRows, rows - first);
    for (std::size_t i = 0; i < count; ++i) piece[i] = static_cast<std::int64_t>(first + i);
    const H5Space memory(H5Screate_simple(1, &count, nullptr));
    H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, &start, nullptr, &count, nullptr);
    fail_unless(H5Dwrite(dataset.get(), H5T_NATIVE_INT64, memory.get(), space.get(), H5P_DEFAULT,
                         piece.data()) >= 0,
                name);
  }
}

/// What pandas writes for an array without elements: one number that means nothing, and the true
/// type and shape. `kind` is that of an axis, or empty for values.
void PandasHdfWriter::write_empty(const H5Group& group, const std::string& name,
                                  std::string_view type, const std::vector<std::uint64_t>& shape,
                                  std::string_view kind) {
  if (!good()) return;
  const std::array<hsize_t, 2> ones = {1, 1};
  const H5Space space(H5Screate_simple(static_cast<int>(shape.size()), ones.data(), nullptr));
  const H5PropertyList properties = without_times();
  const H5Dataset dataset(H5Dcreate2(group.get(), name.c_str(), H5T_IEEE_F64LE, space.get(),
                                     H5P_DEFAULT, properties.get(), H5P_DEFAULT));
  const double nothing = 0;
  fail_unless(
      dataset.valid() && put_array_node(dataset.get(), false) &&
          put_text(dataset.get(), "value_type", type) &&
          put_pickle(dataset.get(), "shape", pickle_of_shape(shape)) &&
          (kind.empty() || put_axis(dataset.get(), kind)) &&
          H5Dwrite(dataset.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, &nothing) >= 0,
      name);
}

/// A list of column names, as an axis.
void PandasHdfWriter::write_names(const H5Group& group, const std::string& name,
                                  const std::vector<std::string>& names, bool are_integers) {
  if (!good()) return;
  fail_unless(put_text(group.get(), (name + "_variety").c_str(), "regular"), name);
  if (names.empty()) return write_empty(group, name, "object", {0}, "string");
  const hsize_t size = names.size();
  const H5Space space(H5Screate_simple(1, &size, nullptr));
  const H5PropertyList properties = without_times();
  std::size_t longest = 1;
  for (const std::string& entry : names) longest = std::max(longest, entry.size());
  if (are_integers) longest = sizeof(std::int64_t);
  std::string bytes(longest * names.size(), '\0');
  for (std::size_t i = 0; i < names.size(); ++i) {
    char* const at = bytes.data() + longest * i;
    if (are_integers) {
      put_as<std::int64_t>(at, std::strtoll(names[i].c_str(), nullptr, 10));
    } else {
      put_cell(at, names[i]);
    }
  }
  const H5Type type =
      are_integers ? H5Type(H5Tcopy(H5T_STD_I64LE)) : text_type(longest, H5T_CSET_ASCII);
  const H5Dataset dataset(H5Dcreate2(group.get(), name.c_str(), type.get(), space.get(),
                                     H5P_DEFAULT, properties.get(), H5P_DEFAULT));
  fail_unless(
      dataset.valid() && put_array_node(dataset.get(), true) &&
          put_axis(dataset.get(), are_integers ? "integer" : "string") &&
          H5Dwrite(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) >= 0,
      name);
}

void PandasHdfWriter::write_fixed_frame(const std::string& path, const FixedFrame& frame) {
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

  std::vector<std::string> all = frame.columns;
  if (all.empty()) {
    for (const FrameBlock& block : frame.blocks) {
      all.insert(all.end(), block.columns.begin(), block.columns.end());
    }
  }
  write_names(group, "axis0", all, frame.names_are_integers);
  write_row_numbers(group, "axis1", frame.rows);
  if (good()) fail_unless(put_text(group.get(), "axis1_variety", "regular"), path);

  for (std::size_t b = 0; b < frame.blocks.size(); ++b) {
    const FrameBlock& block = frame.blocks[b];
    const std::string prefix = "block" + std::to_string(b);
    write_names(group, prefix + "_items", block.columns, frame.names_are_integers);
    std::visit(
        [&](const auto& source) {
          write_values(group, prefix + "_values", frame.rows, block, source);
        },
        block.source);
  }
  if (!good()) failure_ = path + ": " + failure_;
}

/// A member of a table's records: an array of columns of one type, or a single one.
struct PandasHdfWriter::Member {
  std::string name;
  StoredType type = StoredType::Int64;  // of what is stored: of a categorical column, its codes
  bool is_category = false;
  bool is_array = true;
  std::size_t item_bytes = 0;
  std::vector<const FrameColumn*> columns = {};

  hid_t item_type(H5Type& text) const {
    if (type != StoredType::Text) return file_type(type);
    text = text_type(item_bytes, H5T_CSET_ASCII);
    return text.get();
  }
  std::size_t bytes() const { return item_bytes * columns.size(); }
  std::string dtype() const {
    return type == StoredType::Text ? "bytes" + std::to_string(8 * item_bytes)
                                    : std::string(stored_type_name(type));
  }
};

/// What tells a table that is a frame from one that is a series.
struct PandasHdfWriter::TableKind {
  const char* pandas_type;
  const char* table_type;
  std::vector<std::string> data_columns;
};

namespace {

/// {1: {'names': [None], 'type': 'Index'}, 'index': {}, 'values_block_0': {}, …}, with
/// {'ordered': False} for categories.
std::string pickle_of_info(const auto& members) {
  std::string pickle =
      "(dp0\nI1\n(dp1\nVnames\np2\n(lp3\nNasVtype\np4\nVIndex\np5\nssVindex\np6\n(dp7\ns";
  int memo = 8;
  for (const auto& member : members) {
    pickle += "V" + member.name + "\np" + std::to_string(memo++) + "\n";
    pickle += "(dp" + std::to_string(memo++) + "\n";
    if (member.is_category) pickle += "Vordered\np" + std::to_string(memo++) + "\nI00\ns";
    pickle += "s";
  }
  return pickle + ".";
}

bool put_zero(hid_t object, const char* name, StoredType type) {
  if (type == StoredType::Text) return put_pickle(object, name, std::string_view("\0", 1));
  const H5Space space(H5Screate(H5S_SCALAR));
  const std::uint64_t zero = 0;
  return write_attribute(object, name, file_type(type), space.get(), &zero);
}

std::size_t rows_of(const FrameColumn& column) {
  if (const auto* const coded = std::get_if<CodedNames>(&column.values)) return coded->codes.size();
  if (const auto* const texts = std::get_if<std::vector<std::string_view>>(&column.values)) {
    return texts->size();
  }
  if (const auto* const reals = std::get_if<std::vector<double>>(&column.values)) {
    return reals->size();
  }
  return std::get_if<std::vector<std::int64_t>>(&column.values)->size();
}

void put_row(char* at, StoredType type, const FrameColumn& column, std::size_t row) {
  if (const auto* const coded = std::get_if<CodedNames>(&column.values)) {
    put_cell(at, type, coded->codes[row]);
  } else if (const auto* const texts = std::get_if<std::vector<std::string_view>>(&column.values)) {
    put_cell(at, (*texts)[row]);
  } else if (const auto* const reals = std::get_if<std::vector<double>>(&column.values)) {
    put_cell(at, type, (*reals)[row]);
  } else {
    put_cell(at, type, (*std::get_if<std::vector<std::int64_t>>(&column.values))[row]);
  }
}

}  // namespace

void PandasHdfWriter::write_table_frame(const std::string& path,
                                        const std::vector<FrameColumn>& columns,
                                        const FrameIndex& index) {
  CNX_CHECK(!columns.empty() && rows_of(columns[0]) > 0);
  // One member for each type, as pandas makes them, and one for each categorical column; each keeps
  // the frame's order.
  std::vector<std::string> names;
  std::vector<Member> members;
  for (const FrameColumn& column : columns) {
    CNX_CHECK(rows_of(column) == rows_of(columns[0]));
    names.push_back(column.name);
    Member own;
    own.type = column.type;
    own.columns = {&column};
    own.item_bytes = bytes_of(column.type);
    if (const auto* const coded = std::get_if<CodedNames>(&column.values)) {
      own.is_category = true;
      own.type = code_type(
          std::visit([](const auto& categories) { return categories.size(); }, coded->names));
      own.item_bytes = bytes_of(own.type);
    } else if (const auto* const texts =
                   std::get_if<std::vector<std::string_view>>(&column.values)) {
      own.item_bytes = longest_of(*texts);
    }
    const auto same = std::find_if(members.begin(), members.end(), [&own](const Member& member) {
      return !member.is_category && !own.is_category && member.type == own.type;
    });
    if (same == members.end()) {
      own.name = "values_block_" + std::to_string(members.size());
      members.push_back(std::move(own));
    } else {
      same->columns.push_back(&column);
      same->item_bytes = std::max(same->item_bytes, own.item_bytes);
    }
  }
  write_table_group(path, {"frame_table", "appendable_frame", {}}, members, names, index);
  for (const Member& member : members) {
    if (!member.is_category) continue;
    write_categories(path + "/meta/" + member.name + "/meta",
                     *std::get_if<CodedNames>(&member.columns[0]->values));
  }
}

/// The names of a categorical column: a series of its own.
void PandasHdfWriter::write_categories(const std::string& path, const CodedNames& coded) {
  FrameColumn values{"values", StoredType::Int64, {}};
  Member member{.name = "values", .is_array = false, .columns = {&values}};
  std::visit([&values](const auto& names) { values.values = names; }, coded.names);
  if (const auto* const texts = std::get_if<std::vector<std::string_view>>(&coded.names)) {
    member.type = StoredType::Text;
    member.item_bytes = longest_of(*texts);
  } else {
    const bool reals = std::holds_alternative<std::vector<double>>(coded.names);
    member.type = reals ? StoredType::Float64 : StoredType::Int64;
    member.item_bytes = 8;
  }
  write_table_group(path, {"series_table", "appendable_series", {"values"}}, {member}, {"values"},
                    {});
}

void PandasHdfWriter::write_table_group(const std::string& path, const TableKind& kind,
                                        const std::vector<Member>& members,
                                        const std::vector<std::string>& names,
                                        const FrameIndex& index) {
  write_group(path);
  if (!good()) return;
  const H5Group group(H5Gopen2(file_.get(), path.c_str(), H5P_DEFAULT));
  std::vector<std::string> member_names;
  for (const Member& member : members) member_names.push_back(member.name);
  fail_unless(
      group.valid() && put_text(group.get(), "pandas_type", kind.pandas_type) &&
          put_text(group.get(), "pandas_version", "0.15.2") &&
          put_text(group.get(), "encoding", "UTF-8") && put_text(group.get(), "errors", "strict") &&
          put_text(group.get(), "table_type", kind.table_type) &&
          put_text(group.get(), "nan_rep", "nan") && put_integer(group.get(), "levels", 1) &&
          put_pickle(group.get(), "index_cols", "(lp0\n(I0\nVindex\np1\ntp2\na.") &&
          put_pickle(group.get(), "values_cols", pickle_of_names(member_names)) &&
          put_pickle(group.get(), "non_index_axes", pickle_of_axes(names)) &&
          put_pickle(group.get(), "data_columns", pickle_of_names(kind.data_columns)) &&
          put_pickle(group.get(), "info", pickle_of_info(members)),
      path);
  write_table(group, path, members, index);
}

/// The records: index, then the members; no padding.
void PandasHdfWriter::write_table(const H5Group& group, const std::string& path,
                                  const std::vector<Member>& members, const FrameIndex& index) {
  if (!good()) return;
  const auto* const labels = std::get_if<std::vector<std::int64_t>>(&index);
  const auto* const texts = std::get_if<std::vector<std::string_view>>(&index);
  const StoredType index_type = texts != nullptr ? StoredType::Text : StoredType::Int64;
  const std::size_t index_bytes = texts != nullptr ? longest_of(*texts) : 8;
  std::size_t record = index_bytes;
  for (const Member& member : members) record += member.bytes();

  const H5Type type(H5Tcreate(H5T_COMPOUND, record));
  H5Type index_text;
  if (texts != nullptr) index_text = text_type(index_bytes, H5T_CSET_ASCII);
  H5Tinsert(type.get(), "index", 0, texts != nullptr ? index_text.get() : H5T_STD_I64LE);
  std::size_t offset = index_bytes;
  for (const Member& member : members) {
    H5Type text;
    const hid_t item = member.item_type(text);
    const hsize_t items = member.columns.size();
    const H5Type array(member.is_array ? H5Tarray_create2(item, 1, &items) : H5Tcopy(item));
    H5Tinsert(type.get(), member.name.c_str(), offset, array.get());
    offset += member.bytes();
  }

  const std::size_t rows = rows_of(*members[0].columns[0]);
  const hsize_t size = rows, unlimited = H5S_UNLIMITED;
  const hsize_t chunk = std::max<hsize_t>(1, kTableChunkBytes / record);
  const H5Space space(H5Screate_simple(1, &size, &unlimited));
  const H5PropertyList properties = without_times();
  H5Pset_chunk(properties.get(), 1, &chunk);
  const H5Dataset table(H5Dcreate2(group.get(), "table", type.get(), space.get(), H5P_DEFAULT,
                                   properties.get(), H5P_DEFAULT));
  fail_unless(table.valid(), path + "/table");
  const hsize_t piece = std::max<hsize_t>(chunk, kTablePieceBytes / record / chunk * chunk);
  std::vector<char> bytes;
  for (hsize_t first = 0; first < rows && good(); first += piece) {
    const hsize_t count = std::min<hsize_t>(piece, rows - first);
    bytes.assign(count * record, '\0');  // zeros pad the texts
    for (std::size_t i = 0; i < count; ++i) {
      const auto row = static_cast<std::size_t>(first) + i;
      char* at = bytes.data() + i * record;
      if (texts != nullptr) {
        put_cell(at, (*texts)[row]);
      } else {
        put_cell(at, StoredType::Int64,
                 labels != nullptr ? (*labels)[row] : static_cast<std::int64_t>(row));
      }
      at += index_bytes;
      for (const Member& member : members) {
        for (const FrameColumn* column : member.columns) {
          put_row(at, member.type, *column, row);
          at += member.item_bytes;
        }
      }
    }
    const H5Space memory(H5Screate_simple(1, &count, nullptr));
    H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, &first, nullptr, &count, nullptr);
    fail_unless(H5Dwrite(table.get(), type.get(), memory.get(), space.get(), H5P_DEFAULT,
                         bytes.data()) >= 0,
                path + "/table");
  }
  if (!good()) return;

  const hid_t id = table.get();
  bool put = put_node(id, "TABLE", "2.7") &&
             put_integer(id, "NROWS", static_cast<std::int64_t>(rows)) &&
             put_text(id, "FIELD_0_NAME", "index") && put_zero(id, "FIELD_0_FILL", index_type) &&
             put_text(id, "index_kind", texts != nullptr ? "string" : "integer");
  for (std::size_t m = 0; m < members.size(); ++m) {
    const Member& member = members[m];
    const std::string field = "FIELD_" + std::to_string(m + 1);
    std::vector<std::string> names;
    for (const FrameColumn* column : member.columns) names.push_back(column->name);
    put = put && put_text(id, (field + "_NAME").c_str(), member.name) &&
          put_zero(id, (field + "_FILL").c_str(), member.type) &&
          put_text(id, (member.name + "_dtype").c_str(), member.dtype()) &&
          put_pickle(id, (member.name + "_kind").c_str(), pickle_of_names(names)) &&
          (member.is_category ? put_text(id, (member.name + "_meta").c_str(), "category")
                              : put_pickle(id, (member.name + "_meta").c_str(), kNoPickledName));
  }
  fail_unless(put, path + "/table");
}

Result<Done> PandasHdfWriter::finish() {
  if (file_.valid()) {
    fail_unless(H5Fflush(file_.get(), H5F_SCOPE_GLOBAL) >= 0, "the end of the file");
    file_ = H5File();
  }
  if (!good()) return Error{ErrorCode::Unwritable, failure_ + ", in " + path_ + reason_};
  return Done{};
}

}  // namespace cnx
