#include "read/pandas_hdf.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <mutex>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/check.h"
#include "read/pickle_names.h"

namespace cnx {
namespace {

constexpr std::uint64_t kReadBytes = std::uint64_t{16} << 20;  // one piece of a dataset
constexpr std::size_t kMaxColumns = 4096;                      // of a frame
constexpr std::size_t kMaxCategories = 65536;                  // of a categorical, used or not
constexpr hsize_t kMaxRows = 0xffffffffu;  // of a table: row numbers have 32 bits

Error unreadable(const std::string& dataset) {
  return {ErrorCode::Unreadable,
          "dataset " + dataset + " cannot be read: its bytes are damaged or missing"};
}

StoredKind kind_of(hid_t type) {
  const std::size_t bytes = H5Tget_size(type);
  switch (H5Tget_class(type)) {
    case H5T_INTEGER: return bytes <= 8 ? StoredKind::Integer : StoredKind::Other;
    case H5T_FLOAT: return bytes <= 8 ? StoredKind::Real : StoredKind::Other;
    case H5T_BITFIELD: return bytes == 1 ? StoredKind::Boolean : StoredKind::Other;
    case H5T_STRING: return H5Tis_variable_str(type) == 0 ? StoredKind::Text : StoredKind::Other;
    default: return StoredKind::Other;
  }
}

/// How values of such a type were stored. Of a type that cannot be read, any.
StoredType stored_type_of(hid_t type) {
  const std::size_t bytes = H5Tget_size(type);
  switch (H5Tget_class(type)) {
    case H5T_FLOAT: return bytes <= 4 ? StoredType::Float32 : StoredType::Float64;
    case H5T_BITFIELD: return StoredType::Boolean;
    case H5T_STRING: return StoredType::Text;
    default: break;
  }
  const bool is_unsigned = H5Tget_sign(type) == H5T_SGN_NONE;
  if (bytes == 1) return is_unsigned ? StoredType::UInt8 : StoredType::Int8;
  if (bytes == 2) return is_unsigned ? StoredType::UInt16 : StoredType::Int16;
  if (bytes <= 4) return is_unsigned ? StoredType::UInt32 : StoredType::Int32;
  return is_unsigned ? StoredType::UInt64 : StoredType::Int64;
}

/// The type of numbers or times that has this name in numpy.
std::optional<StoredType> number_type(const std::optional<std::string>& name) {
  for (int i = static_cast<int>(StoredType::Boolean); i <= static_cast<int>(StoredType::Float64);
       ++i) {
    if (name == stored_type_name(static_cast<StoredType>(i))) return static_cast<StoredType>(i);
  }
  return std::nullopt;
}

StoredKind kind_of(StoredType number) {
  if (number == StoredType::Boolean) return StoredKind::Boolean;
  return number == StoredType::Float32 || number == StoredType::Float64 ? StoredKind::Real
                                                                        : StoredKind::Integer;
}

/// What a value of `kind` is read as. Unsigned 64-bit integers are read as such and checked.
hid_t memory_type(StoredKind kind, hid_t stored) {
  switch (kind) {
    case StoredKind::Boolean: return H5T_NATIVE_B8;
    case StoredKind::Real: return H5T_NATIVE_DOUBLE;
    case StoredKind::Text: return stored;
    default: return H5Tget_sign(stored) == H5T_SGN_NONE ? H5T_NATIVE_UINT64 : H5T_NATIVE_INT64;
  }
}

/// Rows to read at once: about kReadBytes, whole chunks where they are not larger than that.
hsize_t rows_per_read(std::uint64_t row_bytes, hsize_t chunk_rows) {
  const hsize_t rows = std::max<hsize_t>(kReadBytes / std::max<std::uint64_t>(row_bytes, 1), 1);
  return rows > chunk_rows ? rows / chunk_rows * chunk_rows : rows;
}

std::string_view without_padding(std::string_view bytes) {
  while (!bytes.empty() && bytes.back() == '\0') bytes.remove_suffix(1);
  return bytes;
}

template <typename T>
T load(const std::byte* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

/// One number of a Boolean or Integer column, or nullopt when it is above 2^63 - 1.
std::optional<std::int64_t> load_integer(StoredKind kind, bool is_unsigned,
                                         const std::byte* bytes) {
  if (kind == StoredKind::Boolean) return load<std::uint8_t>(bytes) != 0;
  if (is_unsigned &&
      load<std::uint64_t>(bytes) > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
    return std::nullopt;
  return load<std::int64_t>(bytes);
}

/// Names from a one-dimensional dataset: S<n>, or integers (@kind="integer").
Result<std::vector<std::string>> read_names(hid_t group, const std::string& name) {
  auto opened = open_dataset(group, name);
  if (!opened.ok()) return opened.error();
  const StoredDataset open = std::move(opened).value();
  if (open.shape.size() != 1 || open.shape[0] > kMaxColumns)
    return Error{ErrorCode::OutOfRange,
                 "dataset " + name + " is no list of at most 4,096 column names"};
  // An empty frame stores one dummy number with the true shape beside it.
  if (const auto shape = text_attribute(open.dataset.get(), "shape")) {
    const auto size = parse_pickled_shape(*shape);
    if (size.ok() && size.value() == std::vector<std::uint64_t>{0})
      return std::vector<std::string>{};
  }
  const auto count = static_cast<std::size_t>(open.shape[0]);
  const StoredKind kind = kind_of(open.type.get());
  std::vector<std::string> names;
  if (count == 0) return names;
  if (kind == StoredKind::Integer) {
    std::vector<std::int64_t> numbers(count);
    if (!read_rows(open, H5T_NATIVE_INT64, 0, count, numbers.data())) return unreadable(name);
    for (const std::int64_t number : numbers) names.push_back(std::to_string(number));
  } else if (kind == StoredKind::Text) {
    const std::size_t width = H5Tget_size(open.type.get());
    std::string text(count * width, '\0');
    if (!read_rows(open, open.type.get(), 0, count, text.data())) return unreadable(name);
    for (std::size_t i = 0; i < count; ++i)
      names.push_back(
          to_valid_utf8(without_padding(std::string_view(text).substr(i * width, width))));
  } else {
    return Error{ErrorCode::Syntax,
                 "dataset " + name + " holds no column names (text or integers are needed)"};
  }
  return names;
}

bool has_duplicates(const std::vector<StoredColumn>& columns) {
  std::unordered_set<std::string_view> seen;
  for (const StoredColumn& column : columns) {
    if (!seen.insert(column.name).second) return true;
  }
  return false;
}

/// `columns` and `places` in the order of `names`; what is not named there keeps its order, behind.
template <typename Place>
void sort_by_names(const std::vector<std::string>& names, std::vector<StoredColumn>& columns,
                   std::vector<Place>& places) {
  std::unordered_map<std::string_view, std::size_t> rank;
  for (std::size_t i = 0; i < names.size(); ++i) rank.emplace(names[i], i);
  std::vector<std::pair<std::size_t, std::size_t>> order;  // rank, position
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto found = rank.find(columns[i].name);
    order.emplace_back(found == rank.end() ? names.size() : found->second, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<StoredColumn> sorted_columns;
  std::vector<Place> sorted_places;
  for (const auto& [_, i] : order) {
    sorted_columns.push_back(std::move(columns[i]));
    sorted_places.push_back(std::move(places[i]));
  }
  columns = std::move(sorted_columns);
  places = std::move(sorted_places);
}

/// Gives each text a code, in order of appearance.
class TextCoder {
 public:
  explicit TextCoder(std::size_t max_names) : max_names_(std::min<std::size_t>(max_names, 65536)) {}

  /// Nothing when this would be one name too many.
  std::optional<std::uint16_t> code(std::string_view text) {
    const auto found = codes_.find(std::string(text));
    if (found != codes_.end()) return found->second;
    if (names_.size() >= max_names_) return std::nullopt;
    const auto code = static_cast<std::uint16_t>(names_.size());
    names_.emplace_back(text);
    codes_.emplace(names_.back(), code);
    return code;
  }

  std::vector<std::string> take_names() { return std::move(names_); }

 private:
  std::size_t max_names_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint16_t> codes_;
};

/// The type of times that `type` names where whole numbers of 64 bits are stored; else `stored`.
StoredType with_time(StoredType stored, const std::optional<std::string>& type) {
  const auto named = stored == StoredType::Int64 ? number_type(type) : std::nullopt;
  return named && is_time(*named) ? *named : stored;
}

/// "us since 1970" of datetime64[us]; nanoseconds where the type does not say.
std::string time_unit(StoredType type) {
  const std::string_view name = stored_type_name(type);
  const std::size_t open = name.find('[');
  return std::string(open == std::string_view::npos
                         ? "ns"
                         : name.substr(open + 1, name.size() - open - 2)) +
         (name.starts_with("datetime") ? " since 1970" : "");
}

std::optional<double> as_number(const std::string& text) {
  if (text == kMissingText) return std::nullopt;
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return end == text.c_str() + text.size() && !text.empty() ? std::optional(number) : std::nullopt;
}

/// Sorts the names, numbers by size when all are numbers, and renumbers the codes.
void sort_names(TextValues& values, bool numbers) {
  std::vector<std::size_t> order(values.names.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const std::string &left = values.names[a], &right = values.names[b];
    if (numbers) {
      const auto x = as_number(left), y = as_number(right);
      // What is no number (a missing value) stands last.
      if (x.has_value() != y.has_value()) return x.has_value();
      if (x && y && *x != *y) return *x < *y;
    }
    return left < right;
  });
  std::vector<std::uint16_t> new_code(order.size());
  std::vector<std::string> names(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    new_code[order[i]] = static_cast<std::uint16_t>(i);
    names[i] = std::move(values.names[order[i]]);
  }
  values.names = std::move(names);
  for (std::uint16_t& code : values.codes) code = new_code[code];
}

std::string real_text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.15g", value);
  return buffer;
}

LeftOut too_many_texts(std::size_t max_names) {
  return {"holds more than " + std::to_string(max_names) + " different texts"};
}

}  // namespace

const char* stored_kind_name(StoredKind kind) {
  switch (kind) {
    case StoredKind::Boolean: return "boolean";
    case StoredKind::Integer: return "integer";
    case StoredKind::Real: return "real";
    case StoredKind::Text: return "text";
    case StoredKind::Categorical: return "categorical";
    case StoredKind::Other: return "unreadable";
  }
  return "?";
}

std::string note_times(std::span<const StoredColumn> columns, const std::string& what) {
  std::string list, of_zones;
  for (const StoredColumn& column : columns) {
    if (!is_time(column.type)) continue;
    list += (list.empty() ? "\"" : ", \"") + column.name + "\" (" + time_unit(column.type) + ")";
    if (column.has_zone) of_zones += (of_zones.empty() ? "\"" : ", \"") + column.name + "\"";
  }
  if (list.empty()) return "";
  std::string note =
      what + " of times are shown as whole numbers, -2^63 where there is none: " + list;
  if (!of_zones.empty()) note += "; time zones are left out, these are in UTC: " + of_zones;
  return note;
}

// ---- fixed

Result<FixedFrameReader> FixedFrameReader::open(hid_t parent, const std::string& name) {
  FixedFrameReader frame;
  frame.group_ = open_group(parent, name);
  if (!frame.group_.valid()) return Error{ErrorCode::Missing, "there is no frame " + name};
  const auto in_frame = [&name](const Error& error) {
    return Error{error.code, "frame " + name + ": " + error.where};
  };
  const auto block_count = integer_attribute(frame.group_.get(), "nblocks");
  if (!block_count || block_count->size() != 1 || (*block_count)[0] < 0 ||
      (*block_count)[0] > std::int64_t{kMaxColumns})
    return Error{ErrorCode::Missing,
                 "frame " + name + ": not a frame in pandas' \"fixed\" layout (@nblocks)"};
  if (const auto done = frame.open_blocks(frame.group_, static_cast<int>((*block_count)[0]));
      !done.ok())
    return in_frame(done.error());
  if (const auto done = frame.order_columns(frame.group_); !done.ok())
    return in_frame(done.error());
  return frame;
}

Result<Done> FixedFrameReader::open_blocks(const H5Group& group, int block_count) {
  for (int i = 0; i < block_count; ++i) {
    const std::string block = "block" + std::to_string(i);
    const auto items = read_names(group.get(), block + "_items");
    if (!items.ok()) return items.error();
    auto opened = open_dataset(group.get(), block + "_values");
    if (!opened.ok()) return opened.error();
    const StoredDataset values = std::move(opened).value();

    const std::size_t item_count = items.value().size();
    StoredKind kind = kind_of(values.type.get());
    if (kind == StoredKind::Text) kind = StoredKind::Other;  // pandas does not write such a block
    StoredType type = stored_type_of(values.type.get());
    type = with_time(type, text_attribute(values.dataset.get(), "value_type"));
    const bool has_zone = H5Aexists(values.dataset.get(), "tz") > 0;
    std::uint64_t rows = 0;
    if (const auto shape = text_attribute(values.dataset.get(), "shape")) {
      // An empty block stores a dummy; its true shape is [items, 0], the other way around than
      // data.
      const auto size = parse_pickled_shape(*shape);
      const bool empty =
          size.ok() && size.value().size() == 2 && (size.value()[0] == 0 || size.value()[1] == 0);
      if (!empty)
        return Error{ErrorCode::Syntax,
                     "dataset " + block + "_values has a @shape that is not empty"};
      rows = size.value()[0] == item_count ? size.value()[1] : size.value()[0];
      // The dummy is a real, whatever the block is.
      const auto named = number_type(text_attribute(values.dataset.get(), "value_type"));
      if (named) {
        type = *named;
        kind = kind_of(type);
      }
    } else if (kind == StoredKind::Other) {
      rows = row_count_;  // pickled objects: one element holds them all
    } else {
      if (values.shape.size() != 2 || values.shape[1] != item_count)
        return Error{ErrorCode::OutOfRange, "dataset " + block +
                                                "_values has not one column for each of its " +
                                                std::to_string(item_count) + " names"};
      rows = values.shape[0];
    }

    const bool counts = kind != StoredKind::Other;
    const bool first =
        std::none_of(columns_.begin(), columns_.end(),
                     [](const StoredColumn& column) { return column.kind != StoredKind::Other; });
    if (counts && !first && rows != row_count_)
      return Error{ErrorCode::OutOfRange, "columns have unequal lengths, " +
                                              std::to_string(row_count_) + " and " +
                                              std::to_string(rows) + " rows"};
    if (counts) row_count_ = rows;
    blocks_.push_back(block + "_values");
    for (std::size_t item = 0; item < item_count; ++item) {
      columns_.push_back(
          {.name = items.value()[item], .kind = kind, .type = type, .has_zone = has_zone});
      places_.push_back({blocks_.size() - 1, item});
    }
  }
  // A frame without a column that can be read still has as many rows as its index.
  if (std::none_of(columns_.begin(), columns_.end(),
                   [](const StoredColumn& column) { return column.kind != StoredKind::Other; })) {
    const auto index = open_dataset(group.get(), "axis1");
    if (!index.ok()) return index.error();
    const bool empty = text_attribute(index.value().dataset.get(), "shape").has_value();
    row_count_ = empty || index.value().shape.empty() ? 0 : index.value().shape[0];
  }
  if (columns_.size() > kMaxColumns) return Error{ErrorCode::OutOfRange, "more than 4,096 columns"};
  if (has_duplicates(columns_))
    return Error{ErrorCode::OutOfRange, "two columns have the same name"};
  return Done{};
}

Result<Done> FixedFrameReader::order_columns(const H5Group& group) {
  const auto names = read_names(group.get(), "axis0");
  if (!names.ok()) return names.error();
  sort_by_names(names.value(), columns_, places_);
  return Done{};
}

std::optional<std::size_t> FixedFrameReader::find(std::string_view name) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].name == name) return i;
  }
  return std::nullopt;
}

Result<Done> FixedFrameReader::read(std::span<const std::size_t> columns,
                                    const NumberSink& sink) const {
  if (row_count_ == 0) return Done{};
  std::vector<std::int64_t> integers;
  std::vector<double> reals;
  std::vector<std::byte> rows;
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    const bool wanted = std::any_of(columns.begin(), columns.end(), [&](std::size_t column) {
      return places_[column].block == block;
    });
    if (!wanted) continue;
    auto opened = open_dataset(group_.get(), blocks_[block]);
    if (!opened.ok()) return opened.error();
    const StoredDataset values = std::move(opened).value();
    const StoredKind kind = kind_of(values.type.get());
    const hid_t memory = memory_type(kind, values.type.get());
    const bool is_unsigned = memory == H5T_NATIVE_UINT64;
    const std::size_t value_bytes = H5Tget_size(memory);
    const std::size_t row_bytes = value_bytes * static_cast<std::size_t>(values.shape[1]);
    const hsize_t step = rows_per_read(row_bytes, values.chunk_rows);

    for (hsize_t first = 0; first < row_count_; first += step) {
      const hsize_t count = std::min<hsize_t>(step, row_count_ - first);
      rows.resize(static_cast<std::size_t>(count) * row_bytes);
      // Whole rows are read: columns lie beside each other on the disk, so that leaving some
      // out would save no reading.
      if (!read_rows(values, memory, first, count, rows.data())) return unreadable(blocks_[block]);
      for (std::size_t which = 0; which < columns.size(); ++which) {
        const Place& place = places_[columns[which]];
        if (place.block != block) continue;
        CNX_CHECK(columns_[columns[which]].kind != StoredKind::Other);
        const std::byte* value = rows.data() + place.item * value_bytes;
        const auto row_total = static_cast<std::size_t>(count);
        NumberSpan numbers;
        if (kind == StoredKind::Real) {
          reals.resize(row_total);
          for (double& real : reals) real = load<double>(value), value += row_bytes;
          numbers = std::span<const double>(reals);
        } else {
          integers.resize(row_total);
          for (std::int64_t& integer : integers) {
            const auto number = load_integer(kind, is_unsigned, value);
            if (!number)
              return Error{ErrorCode::OutOfRange, "column \"" + columns_[columns[which]].name +
                                                      "\" holds an integer above 2^63 - 1"};
            integer = *number;
            value += row_bytes;
          }
          numbers = std::span<const std::int64_t>(integers);
        }
        if (const auto done = sink(which, first, numbers); !done.ok()) return done.error();
      }
    }
  }
  return Done{};
}

Result<Done> FixedFrameReader::leave_out_large_integers() {
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    StoredColumn& stored = columns_[column];
    if (stored.kind != StoredKind::Integer || stored.type != StoredType::UInt64) continue;
    const auto done =
        read(std::array{column},
             [](std::size_t, std::uint64_t, const NumberSpan&) -> Result<Done> { return Done{}; });
    if (done.ok()) continue;
    if (done.error().code != ErrorCode::OutOfRange) return done;
    stored.kind = StoredKind::Other;
    stored.too_large = true;
  }
  return Done{};
}

// ---- rows of a fixed frame

Result<FixedRowReader> FixedRowReader::open(const FixedFrameReader& frame,
                                            std::span<const std::size_t> columns) {
  FixedRowReader reader;
  if (frame.row_count_ == 0) return reader;
  std::vector<std::optional<std::size_t>> opened_as(frame.blocks_.size());
  for (const std::size_t column : columns) {
    const FixedFrameReader::Place& place = frame.places_[column];
    const StoredKind kind = frame.columns_[column].kind;
    CNX_CHECK(kind != StoredKind::Other);
    if (!opened_as[place.block]) {
      const std::string& name = frame.blocks_[place.block];
      auto opened = open_dataset(frame.group_.get(), name);
      if (!opened.ok()) return opened.error();
      Block block;
      block.name = name;
      block.stored = std::move(opened).value();
      block.kind = kind;
      block.memory = memory_type(kind, block.stored.type.get());
      block.value_bytes = H5Tget_size(block.memory);
      block.row_bytes = block.value_bytes * static_cast<std::size_t>(block.stored.shape[1]);
      const haddr_t offset = H5Dget_offset(block.stored.dataset.get());
      if (offset != HADDR_UNDEF && block.value_bytes == sizeof(std::uint64_t) &&
          H5Tequal(block.stored.type.get(), block.memory) > 0) {
        block.offset = offset;
      }
      opened_as[place.block] = reader.blocks_.size();
      reader.blocks_.push_back(std::move(block));
    }
    reader.places_.push_back({*opened_as[place.block], place.item, frame.columns_[column].name});
  }
  reader.open_ = H5File(H5Iget_file_id(frame.group_.get()));
  void* descriptor = nullptr;
  if (reader.open_.valid() &&
      H5Fget_vfd_handle(reader.open_.get(), H5P_DEFAULT, &descriptor) >= 0 &&
      descriptor != nullptr) {
    reader.file_ = *static_cast<int*>(descriptor);
  }
  return reader;
}

bool FixedRowReader::in_place() const {
  return std::all_of(blocks_.begin(), blocks_.end(),
                     [this](const Block& block) { return block.offset && file_ >= 0; });
}

Result<Done> FixedRowReader::read_block(const Block& block, std::uint64_t first, std::size_t rows,
                                        std::vector<std::byte>& space) const {
  const std::size_t bytes = rows * block.row_bytes;
  if (space.size() < bytes) space.resize(bytes);
  if (block.offset && file_ >= 0) {
    const std::uint64_t begin = *block.offset + first * block.row_bytes;
    for (std::size_t done = 0; done < bytes;) {
      const ssize_t got =
          ::pread(file_, space.data() + done, bytes - done, static_cast<off_t>(begin + done));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return unreadable(block.name);
      done += static_cast<std::size_t>(got);
    }
    return Done{};
  }
  static std::mutex library;  // it knows no threads
  const std::lock_guard lock(library);
  if (!read_rows(block.stored, block.memory, first, rows, space.data()))
    return unreadable(block.name);
  return Done{};
}

Result<Done> FixedRowReader::read(std::uint64_t first, std::size_t rows,
                                  std::span<const std::size_t> which, std::vector<std::byte>& space,
                                  std::vector<std::vector<std::uint64_t>>& values) const {
  values.resize(which.size());
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const Block& block = blocks_[b];
    const auto in_block = [&](std::size_t c) { return places_[which[c]].block == b; };
    bool wanted = false;
    for (std::size_t c = 0; c < which.size(); ++c) wanted = wanted || in_block(c);
    if (!wanted) continue;
    if (const auto done = read_block(block, first, rows, space); !done.ok()) return done;
    for (std::size_t c = 0; c < which.size(); ++c) {
      if (!in_block(c)) continue;
      values[c].resize(rows);
      const std::byte* value = space.data() + places_[which[c]].item * block.value_bytes;
      std::uint64_t above = 0;
      if (block.kind == StoredKind::Boolean) {
        for (std::uint64_t& bits : values[c]) {
          bits = load<std::uint8_t>(value) != 0;
          value += block.row_bytes;
        }
      } else {
        for (std::uint64_t& bits : values[c]) {
          bits = load<std::uint64_t>(value);
          above |= bits;
          value += block.row_bytes;
        }
      }
      if (block.memory == H5T_NATIVE_UINT64 && above >> 63 != 0)
        return Error{ErrorCode::OutOfRange,
                     "column \"" + places_[which[c]].name + "\" holds an integer above 2^63 - 1"};
    }
  }
  return Done{};
}

// ---- table

Result<TableFrameReader> TableFrameReader::open(hid_t parent, const std::string& name) {
  TableFrameReader frame;
  frame.group_ = open_group(parent, name);
  if (!frame.group_.valid()) return Error{ErrorCode::Missing, "there is no frame " + name};
  const auto in_frame = [&name](const Error& error) {
    return Error{error.code, "frame " + name + ": " + error.where};
  };
  auto opened = open_dataset(frame.group_.get(), "table");
  if (!opened.ok()) return in_frame(opened.error());
  if (const auto done = frame.open_members(opened.value()); !done.ok())
    return in_frame(done.error());
  if (const auto text = text_attribute(frame.group_.get(), "nan_rep"); text && !text->empty())
    frame.missing_text_ = *text;
  frame.order_columns();
  return frame;
}

Result<Done> TableFrameReader::open_members(const StoredDataset& table) {
  if (table.shape.size() != 1 || H5Tget_class(table.type.get()) != H5T_COMPOUND)
    return Error{ErrorCode::Syntax, "dataset table is no table of columns"};
  if (table.shape[0] > kMaxRows)
    return Error{ErrorCode::OutOfRange, "more than 4,294,967,295 rows"};
  row_count_ = table.shape[0];
  // Which columns have a zone stands in a pickled dictionary that is not read: whether one has.
  const auto info = text_attribute(group_.get(), "info");
  const bool has_zones = info && (info->find("Vtz\n") != std::string::npos ||
                                  info->find("S'tz'\n") != std::string::npos);
  const int members = H5Tget_nmembers(table.type.get());
  for (int i = 0; i < members; ++i) {
    char* const member_name = H5Tget_member_name(table.type.get(), static_cast<unsigned>(i));
    if (member_name == nullptr) return unreadable("table");
    const std::string member = member_name;
    H5free_memory(member_name);
    const H5Type type(H5Tget_member_type(table.type.get(), static_cast<unsigned>(i)));
    if (!type.valid()) return unreadable("table");

    std::size_t item_count = 1;
    StoredKind kind = kind_of(type.get());
    StoredType stored_type = stored_type_of(type.get());
    if (H5Tget_class(type.get()) == H5T_ARRAY) {
      const H5Type base(H5Tget_super(type.get()));
      hsize_t items[1] = {0};
      if (!base.valid() || H5Tget_array_ndims(type.get()) != 1 ||
          H5Tget_array_dims2(type.get(), items) < 0 || items[0] == 0 || items[0] > kMaxColumns)
        return Error{ErrorCode::Syntax,
                     "member " + to_valid_utf8(member) + " of dataset table is no row of values"};
      kind = kind_of(base.get());
      stored_type = stored_type_of(base.get());
      item_count = static_cast<std::size_t>(items[0]);
    }
    if (member == "index") {
      index_kind_ = kind;
      index_type_ = stored_type;
      continue;
    }

    const auto pickle = text_attribute(table.dataset.get(), member + "_kind");
    if (!pickle)
      return Error{ErrorCode::Missing, "the names of the columns in " + to_valid_utf8(member) +
                                           " are missing (@" + to_valid_utf8(member) + "_kind)"};
    const auto names = parse_pickled_names(*pickle);
    if (!names.ok())
      return Error{names.error().code,
                   "@" + to_valid_utf8(member) + "_kind: " + names.error().where};
    if (names.value().size() != item_count)
      return Error{ErrorCode::OutOfRange, to_valid_utf8(member) + " has " +
                                              std::to_string(item_count) + " columns but " +
                                              std::to_string(names.value().size()) + " names"};
    if (text_attribute(table.dataset.get(), member + "_meta").value_or("") == "category" &&
        kind == StoredKind::Integer) {
      kind = StoredKind::Categorical;
      stored_type = StoredType::Category;
    }
    stored_type = with_time(stored_type, text_attribute(table.dataset.get(), member + "_dtype"));
    for (std::size_t item = 0; item < item_count; ++item) {
      columns_.push_back(
          {.name = names.value()[item], .kind = kind, .type = stored_type, .has_zone = has_zones});
      places_.push_back({member, item});
    }
  }
  if (columns_.size() > kMaxColumns) return Error{ErrorCode::OutOfRange, "more than 4,096 columns"};
  if (has_duplicates(columns_))
    return Error{ErrorCode::OutOfRange, "two columns have the same name"};
  return Done{};
}

void TableFrameReader::order_columns() {
  // Only an order: a file without it, or with one that cannot be read, keeps the order of blocks.
  const auto axes = text_attribute(group_.get(), "non_index_axes");
  if (!axes) return;
  const auto names = parse_pickled_axis(*axes);
  if (names.ok()) sort_by_names(names.value(), columns_, places_);
}

Result<TableValues> TableFrameReader::read_column(std::size_t column, std::size_t max_names) const {
  CNX_CHECK(column < columns_.size());
  return read_place(places_[column], columns_[column].kind, max_names);
}

Result<TableValues> TableFrameReader::read_index(std::size_t max_names) const {
  return read_place({"index", 0}, index_kind_, max_names);
}

Result<bool> TableFrameReader::has_same_bytes(const TableFrameReader& other) const {
  // What cannot be read may be pointers in memory.
  const auto is_unreadable = [](const StoredColumn& c) { return c.kind == StoredKind::Other; };
  if (index_kind_ == StoredKind::Other ||
      std::any_of(columns_.begin(), columns_.end(), is_unreadable))
    return false;
  auto opened = open_dataset(group_.get(), "table");
  if (!opened.ok()) return opened.error();
  const StoredDataset left = std::move(opened).value();
  opened = open_dataset(other.group_.get(), "table");
  if (!opened.ok()) return opened.error();
  const StoredDataset right = std::move(opened).value();
  if (left.shape != right.shape || columns_ != other.columns_ ||
      missing_text_ != other.missing_text_ || H5Tequal(left.type.get(), right.type.get()) <= 0)
    return false;
  const std::size_t row_bytes = H5Tget_size(left.type.get());
  const hsize_t step = rows_per_read(row_bytes, left.chunk_rows);
  std::vector<std::byte> these, those;
  for (hsize_t first = 0; first < row_count_; first += step) {
    const hsize_t count = std::min<hsize_t>(step, row_count_ - first);
    these.resize(static_cast<std::size_t>(count) * row_bytes);
    those.resize(these.size());
    if (!read_rows(left, left.type.get(), first, count, these.data()) ||
        !read_rows(right, right.type.get(), first, count, those.data()))
      return unreadable("table");
    if (these != those) return false;
  }
  return true;
}

Result<TableFrameReader::Categories> TableFrameReader::read_categories(
    const std::string& member) const {
  const Error missing{ErrorCode::Missing, "the categories of " + to_valid_utf8(member) +
                                              " are missing (meta/" + to_valid_utf8(member) +
                                              "/meta)"};
  const H5Group meta = open_group(group_.get(), "meta");
  if (!meta.valid()) return missing;
  const H5Group of_member = open_group(meta.get(), member);
  if (!of_member.valid()) return missing;
  const auto frame = TableFrameReader::open(of_member.get(), "meta");
  if (!frame.ok() || frame.value().columns().size() != 1) return missing;
  // As many names as codes of 16 bits can tell apart; which of them occur is seen later.
  const auto values = frame.value().read_column(0, kMaxCategories);
  if (!values.ok()) return values.error();

  Categories categories;
  if (const auto* const texts = std::get_if<TextValues>(&values.value())) {
    for (const std::uint16_t code : texts->codes) categories.names.push_back(texts->names[code]);
  } else if (const auto* const integers = std::get_if<std::vector<std::int64_t>>(&values.value())) {
    for (const std::int64_t number : *integers) categories.names.push_back(std::to_string(number));
    categories.are_numbers = true;
  } else if (const auto* const reals = std::get_if<std::vector<double>>(&values.value())) {
    for (const double number : *reals) categories.names.push_back(real_text(number));
    categories.are_numbers = true;
  } else {
    return missing;
  }
  return categories;
}

Result<TableValues> TableFrameReader::read_place(const Place& place, StoredKind kind,
                                                 std::size_t max_names) const {
  if (kind == StoredKind::Other) return TableValues{LeftOut{"is of a type that cannot be read"}};
  auto opened = open_dataset(group_.get(), "table");
  if (!opened.ok()) return opened.error();
  const StoredDataset table = std::move(opened).value();

  // In memory the row is this one member, an array of its columns or a single value.
  const int member_index = H5Tget_member_index(table.type.get(), place.member.c_str());
  if (member_index < 0) return unreadable("table");
  const H5Type stored(H5Tget_member_type(table.type.get(), static_cast<unsigned>(member_index)));
  if (!stored.valid()) return unreadable("table");
  const bool is_array = H5Tget_class(stored.get()) == H5T_ARRAY;
  const H5Type base(is_array ? H5Tget_super(stored.get()) : H5Tcopy(stored.get()));
  hsize_t items[1] = {1};
  if (!base.valid() || (is_array && H5Tget_array_dims2(stored.get(), items) < 0))
    return unreadable("table");
  const hid_t value_type = memory_type(kind, base.get());
  const bool is_unsigned = value_type == H5T_NATIVE_UINT64;
  const H5Type member(is_array ? H5Tarray_create2(value_type, 1, items) : H5Tcopy(value_type));
  const std::size_t value_bytes = H5Tget_size(value_type);
  const std::size_t row_bytes = value_bytes * static_cast<std::size_t>(items[0]);
  const H5Type memory(H5Tcreate(H5T_COMPOUND, row_bytes));
  if (!member.valid() || !memory.valid() ||
      H5Tinsert(memory.get(), place.member.c_str(), 0, member.get()) < 0)
    return unreadable("table");

  std::vector<std::int64_t> integers;
  std::vector<double> reals;
  TextValues text;
  TextCoder coder(max_names);
  const auto row_total = static_cast<std::size_t>(row_count_);
  if (kind == StoredKind::Real) reals.reserve(row_total);
  if (kind == StoredKind::Integer || kind == StoredKind::Categorical || kind == StoredKind::Boolean)
    integers.reserve(row_total);
  const hsize_t step = rows_per_read(H5Tget_size(table.type.get()), table.chunk_rows);
  std::vector<std::byte> rows;
  for (hsize_t first = 0; first < row_count_; first += step) {
    const hsize_t count = std::min<hsize_t>(step, row_count_ - first);
    rows.resize(static_cast<std::size_t>(count) * row_bytes);
    if (!read_rows(table, memory.get(), first, count, rows.data())) return unreadable("table");
    for (std::size_t r = 0; r < count; ++r) {
      const std::byte* const value = rows.data() + r * row_bytes + place.item * value_bytes;
      if (kind == StoredKind::Real) {
        reals.push_back(load<double>(value));
      } else if (kind == StoredKind::Text) {
        std::string_view raw = without_padding({reinterpret_cast<const char*>(value), value_bytes});
        const bool missing = raw == missing_text_;
        text.missing_count += missing;
        const auto code = coder.code(missing ? std::string(kMissingText) : to_valid_utf8(raw));
        if (!code) return TableValues{too_many_texts(max_names)};
        text.codes.push_back(*code);
      } else {
        const auto number = load_integer(kind, is_unsigned, value);
        if (!number)
          return TableValues{
              LeftOut{"holds integers above 2^63 - 1; to keep it, write it as text, or as int64 "
                      "(less 2^63)"}};
        integers.push_back(*number);
      }
    }
  }
  if (kind == StoredKind::Integer) return TableValues{std::move(integers)};
  if (kind == StoredKind::Real) return TableValues{std::move(reals)};

  Categories categories{{"False", "True"}, false};
  if (kind == StoredKind::Categorical) {
    auto found = read_categories(place.member);
    if (!found.ok()) return found.error();
    categories = std::move(found).value();
  }
  if (kind != StoredKind::Text) {
    for (const std::int64_t number : integers) {
      const bool missing = number == -1 && kind == StoredKind::Categorical;
      if (!missing && (number < 0 || static_cast<std::uint64_t>(number) >= categories.names.size()))
        return Error{ErrorCode::OutOfRange,
                     "a code of " + to_valid_utf8(place.member) + " has no category"};
      const std::string& name =
          missing ? std::string(kMissingText) : categories.names[static_cast<std::size_t>(number)];
      text.missing_count += name == kMissingText;
      const auto code = coder.code(name);
      if (!code) return TableValues{too_many_texts(max_names)};
      text.codes.push_back(*code);
    }
  }
  text.names = coder.take_names();
  sort_names(text, categories.are_numbers);
  return TableValues{std::move(text)};
}

}  // namespace cnx
