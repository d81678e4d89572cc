#include "read/h5_access.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace cnx {
namespace {

constexpr hsize_t kMaxChildren = 10'000;
constexpr std::uint64_t kMaxAttributeBytes = std::uint64_t{1} << 20;
// Deflate packs at most 1,032 bytes into one; other filters of HDF5 pack less.
constexpr std::uint64_t kMaxPackingRatio = 1100;
constexpr std::uint64_t kDefaultChunkCacheBytes = std::uint64_t{1} << 20;

std::function<void(std::uint64_t)> g_unpacking_listener;

/// Tells the listener of the chunks that begin in rows [first, first + count): read in order, each
/// is unpacked when its first row is.
void tell_unpacking(const StoredDataset& open, hsize_t first, hsize_t count) {
  if (!open.packed || !g_unpacking_listener) return;
  const auto chunks_before = [&open](hsize_t row) {
    return row / open.chunk_rows + (row % open.chunk_rows != 0);
  };
  const hsize_t rows = (chunks_before(first + count) - chunks_before(first)) * open.chunk_rows;
  const hsize_t columns = open.shape.size() == 2 ? open.shape[1] : 1;
  g_unpacking_listener(rows * columns * H5Tget_size(open.type.get()));
}

/// Why a file that starts like HDF5 could not be opened, as far as HDF5 says.
std::string reason_of_last_failure() {
  std::string reason;
  const auto take_innermost = [](unsigned, const H5E_error2_t* entry, void* out) -> herr_t {
    if (entry->desc != nullptr) *static_cast<std::string*>(out) = entry->desc;
    return 1;  // stop: the first entry upward is where it went wrong
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_innermost, &reason);
  return reason.empty() ? "no reason given" : reason;
}

std::uint64_t file_size_of(hid_t object) {
  const H5File file(H5Iget_file_id(object));
  hsize_t size = 0;
  return file.valid() && H5Fget_filesize(file.get(), &size) >= 0 ? size : 0;
}

bool is_hard_link(hid_t group, const std::string& name) {
  if (name.empty() || name.find('/') != std::string::npos) return false;
  H5L_info_t link;
  return H5Lexists(group, name.c_str(), H5P_DEFAULT) > 0 &&
         H5Lget_info(group, name.c_str(), &link, H5P_DEFAULT) >= 0 && link.type == H5L_TYPE_HARD;
}

/// Refuses storage outside the file, and filters other than the two that a file needs: each more is
/// a library more that a stranger's bytes reach.
std::optional<Error> check_storage(hid_t creation, const std::string& name) {
  if (H5Pget_external_count(creation) > 0 || H5Pget_layout(creation) == H5D_VIRTUAL)
    return Error{ErrorCode::Unreadable, "dataset " + name + " keeps its numbers in another file"};
  const int filters = H5Pget_nfilters(creation);
  for (int i = 0; i < filters; ++i) {
    unsigned flags = 0;
    std::size_t value_count = 0;
    std::array<char, 64> filter_name{};
    const H5Z_filter_t filter =
        H5Pget_filter2(creation, static_cast<unsigned>(i), &flags, &value_count, nullptr,
                       filter_name.size() - 1, filter_name.data(), nullptr);
    if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE)
      return Error{ErrorCode::Unreadable,
                   "dataset " + name + " is packed with the filter " +
                       to_valid_utf8(filter_name.data()) + " (" + std::to_string(filter) +
                       "), and only deflate and shuffle are read; repack the file with h5repack "
                       "-f SHUF -f GZIP=6"};
  }
  return std::nullopt;
}

/// Whether `count` elements of `element_bytes` can be in a file of `file_bytes`.
bool fits_in_file(const std::vector<hsize_t>& counts, std::uint64_t element_bytes,
                  std::uint64_t limit) {
  std::uint64_t bytes = std::max<std::uint64_t>(element_bytes, 1);
  for (const hsize_t count : counts) {
    if (count == 0) return true;
    if (bytes > limit / count) return false;
    bytes *= count;
  }
  return true;
}

}  // namespace

Result<H5File> open_h5_file(const std::string& path) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLset_loading_state(0);  // a file must not choose code that is loaded
  // The C library tells "no such file" from "no permission"; HDF5 does not.
  std::FILE* const probe = std::fopen(path.c_str(), "rb");
  if (probe == nullptr) return Error{ErrorCode::Unreadable, path + ": " + std::strerror(errno)};
  std::array<char, 4> first{};
  const bool empty = std::fread(first.data(), 1, first.size(), probe) == 0;
  const bool failed = std::ferror(probe) != 0;  // a folder opens, but does not read
  std::fclose(probe);
  if (failed) return Error{ErrorCode::Unreadable, path + ": not a file that can be read"};
  if (empty)
    return Error{ErrorCode::BadMagic, path + ": the file is empty; a connectome in HDF5 is needed"};
  if (std::string_view(first.data(), first.size()) == "CNXP")
    return Error{ErrorCode::BadMagic,
                 path +
                     ": a pack of tiles, not an HDF5 file; verify, stats and export read packs, "
                     "and export makes HDF5 of one"};
  if (H5Fis_hdf5(path.c_str()) <= 0)
    return Error{
        ErrorCode::BadMagic,
        path + ": not an HDF5 file; a connectome that Connectome-utilities wrote is needed"};

  const H5PropertyList access(H5Pcreate(H5P_FILE_ACCESS));
  // Closing the file closes all; and a file system without locks is no reason to fail.
  H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
  H5Pset_file_locking(access.get(), true, true);
  H5File file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()));
  if (!file.valid())
    return Error{ErrorCode::Unreadable, path + ": the HDF5 file is damaged or cut off (" +
                                            reason_of_last_failure() +
                                            "); copy or download it again"};
  return file;
}

Result<std::vector<std::string>> list_children(hid_t group) {
  H5G_info_t about;
  if (H5Gget_info(group, &about) < 0)
    return Error{ErrorCode::Unreadable,
                 "its members cannot be listed; the file is damaged, copy or download it again"};
  if (about.nlinks > kMaxChildren)
    return Error{ErrorCode::OutOfRange,
                 "it has more than 10,000 members; copy the network alone into a file (h5copy)"};
  std::vector<std::string> names;
  for (hsize_t i = 0; i < about.nlinks; ++i) {
    std::array<char, 1024> name{};
    const ssize_t length = H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, i,
                                              name.data(), name.size(), H5P_DEFAULT);
    if (length < 0)
      return Error{ErrorCode::Unreadable,
                   "its members cannot be listed; the file is damaged, copy or download it again"};
    if (static_cast<std::size_t>(length) < name.size() && is_hard_link(group, name.data()))
      names.emplace_back(name.data());
  }
  return names;
}

H5Kind child_kind(hid_t group, const std::string& name) {
  if (!is_hard_link(group, name)) return H5Kind::Absent;
  const H5Object child(H5Oopen(group, name.c_str(), H5P_DEFAULT));
  if (!child.valid()) return H5Kind::Absent;
  switch (H5Iget_type(child.get())) {
    case H5I_GROUP: return H5Kind::Group;
    case H5I_DATASET: return H5Kind::Dataset;
    default: return H5Kind::Other;
  }
}

H5Group open_group(hid_t parent, const std::string& name) {
  if (child_kind(parent, name) != H5Kind::Group) return {};
  return H5Group(H5Gopen2(parent, name.c_str(), H5P_DEFAULT));
}

Result<StoredDataset> open_dataset(hid_t parent, const std::string& name) {
  if (!is_hard_link(parent, name)) return Error{ErrorCode::Missing, "there is no dataset " + name};
  if (child_kind(parent, name) != H5Kind::Dataset)
    return Error{ErrorCode::Unreadable, "dataset " + name + " cannot be opened"};
  StoredDataset open;
  open.dataset = H5Dataset(H5Dopen2(parent, name.c_str(), H5P_DEFAULT));
  if (!open.dataset.valid())
    return Error{ErrorCode::Unreadable, "dataset " + name + " cannot be opened"};
  open.type = H5Type(H5Dget_type(open.dataset.get()));
  const H5Space space(H5Dget_space(open.dataset.get()));
  const H5PropertyList creation(H5Dget_create_plist(open.dataset.get()));
  if (!open.type.valid() || !space.valid() || !creation.valid())
    return Error{ErrorCode::Unreadable, "dataset " + name + " cannot be opened"};
  if (const auto problem = check_storage(creation.get(), name)) return *problem;

  const int dimensions = H5Sget_simple_extent_ndims(space.get());
  if (dimensions < 0 || dimensions > 2)
    return Error{ErrorCode::OutOfRange, "dataset " + name + " has more than two dimensions"};
  open.shape.resize(static_cast<std::size_t>(dimensions));
  if (dimensions > 0 && H5Sget_simple_extent_dims(space.get(), open.shape.data(), nullptr) < 0)
    return Error{ErrorCode::Unreadable, "dataset " + name + " cannot be opened"};

  const std::uint64_t element_bytes = H5Tget_size(open.type.get());
  const bool packed = open.packed = H5Pget_nfilters(creation.get()) > 0;
  const std::uint64_t limit = file_size_of(open.dataset.get()) * (packed ? kMaxPackingRatio : 1);
  if (!fits_in_file(open.shape, element_bytes, limit))
    return Error{ErrorCode::OutOfRange,
                 "dataset " + name + " declares more than the file can hold"};

  if (H5Pget_layout(creation.get()) == H5D_CHUNKED) {
    std::vector<hsize_t> chunk(open.shape.size());
    if (chunk.empty() || H5Pget_chunk(creation.get(), dimensions, chunk.data()) != dimensions)
      return Error{ErrorCode::Unreadable, "dataset " + name + " has chunks that cannot be read"};
    open.chunk_rows = std::max<hsize_t>(chunk[0], 1);
    // All chunks side by side in one band of rows; a filter unpacks whole chunks only.
    if (chunk.size() == 2) chunk[1] = std::max(chunk[1], open.shape[1]);
    if (packed && !fits_in_file(chunk, element_bytes, limit))
      return Error{ErrorCode::OutOfRange,
                   "dataset " + name + " has chunks larger than the file can hold"};
    std::uint64_t band_bytes = element_bytes;
    for (const hsize_t count : chunk) band_bytes *= count;
    if (packed && band_bytes > kDefaultChunkCacheBytes) {
      const H5PropertyList access(H5Pcreate(H5P_DATASET_ACCESS));
      H5Pset_chunk_cache(access.get(), 1009, band_bytes + kDefaultChunkCacheBytes, 1.0);
      open.dataset = {};  // or the library goes on with the cache of this handle
      open.dataset = H5Dataset(H5Dopen2(parent, name.c_str(), access.get()));
      if (!open.dataset.valid())
        return Error{ErrorCode::Unreadable, "dataset " + name + " cannot be opened"};
    }
  }
  return open;
}

bool read_rows(const StoredDataset& open, hid_t memory, hsize_t first, hsize_t count, void* out) {
  tell_unpacking(open, first, count);
  const H5Space stored(H5Dget_space(open.dataset.get()));
  const hsize_t columns = open.shape.size() == 2 ? open.shape[1] : 1;
  const hsize_t start[2] = {first, 0}, size[2] = {count, columns};
  const H5Space buffer(H5Screate_simple(static_cast<int>(open.shape.size()), size, nullptr));
  return stored.valid() && buffer.valid() &&
         H5Sselect_hyperslab(stored.get(), H5S_SELECT_SET, start, nullptr, size, nullptr) >= 0 &&
         H5Dread(open.dataset.get(), memory, buffer.get(), stored.get(), H5P_DEFAULT, out) >= 0;
}

void listen_to_unpacking(std::function<void(std::uint64_t)> listener) {
  g_unpacking_listener = std::move(listener);
}

std::optional<std::string> text_attribute(hid_t object, const std::string& name) {
  if (H5Aexists(object, name.c_str()) <= 0) return std::nullopt;
  const H5Attribute attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT));
  if (!attribute.valid()) return std::nullopt;
  const H5Type stored(H5Aget_type(attribute.get()));
  const H5Space space(H5Aget_space(attribute.get()));
  if (!stored.valid() || !space.valid() || H5Tget_class(stored.get()) != H5T_STRING)
    return std::nullopt;
  if (H5Sget_simple_extent_npoints(space.get()) != 1) return std::nullopt;

  if (H5Tis_variable_str(stored.get()) > 0) {
    char* text = nullptr;
    if (H5Aread(attribute.get(), stored.get(), &text) < 0 || text == nullptr) return std::nullopt;
    std::string copy(text, strnlen(text, kMaxAttributeBytes));
    H5free_memory(text);
    return copy;
  }
  const std::size_t bytes = H5Tget_size(stored.get());
  if (bytes == 0 || bytes > kMaxAttributeBytes) return std::nullopt;
  std::string text(bytes, '\0');
  if (H5Aread(attribute.get(), stored.get(), text.data()) < 0) return std::nullopt;
  while (!text.empty() && text.back() == '\0') text.pop_back();
  return text;
}

std::optional<std::vector<std::int64_t>> integer_attribute(hid_t object, const std::string& name) {
  if (H5Aexists(object, name.c_str()) <= 0) return std::nullopt;
  const H5Attribute attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT));
  if (!attribute.valid()) return std::nullopt;
  const H5Type stored(H5Aget_type(attribute.get()));
  const H5Space space(H5Aget_space(attribute.get()));
  if (!stored.valid() || !space.valid() || H5Tget_class(stored.get()) != H5T_INTEGER)
    return std::nullopt;
  const hssize_t count = H5Sget_simple_extent_npoints(space.get());
  if (count < 1 || count > 16) return std::nullopt;
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(count));
  if (H5Aread(attribute.get(), H5T_NATIVE_INT64, numbers.data()) < 0) return std::nullopt;
  return numbers;
}

}  // namespace cnx
