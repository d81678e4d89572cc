#pragma once
// h5_access.h — the few things that are asked of an HDF5 file, with errors for people.
//
// A file may come from a stranger. Links that leave the file (external and soft links,
// external storage, virtual datasets) are never followed, and a dataset that declares more
// than the file can hold is refused before memory is reserved.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "read/h5_handle.h"
#include "read/utf8_text.h"

namespace cnx {

/// Opens `path` for reading and stops HDF5 from printing its errors.
/// Errors: Unreadable (no such file, no permission, cut off, damaged), BadMagic (not HDF5).
Result<H5File> open_h5_file(const std::string& path);

/// Names of the children of a group (hard links only), by name.
/// Errors: Unreadable; OutOfRange (more than 10,000 children).
Result<std::vector<std::string>> list_children(hid_t group);

enum class H5Kind : std::uint8_t { Absent, Group, Dataset, Other };
/// What the child `name` is; Absent too when the link leaves the file or is broken.
H5Kind child_kind(hid_t group, const std::string& name);

/// Invalid when there is no such child, or it is not a group.
H5Group open_group(hid_t parent, const std::string& name);

/// A dataset of at most two dimensions, opened so that each of its chunks is unpacked once when
/// its rows are read in order in steps of a multiple of chunk_rows, or in steps of any size when
/// a chunk is larger than a step. A packed one keeps a band of chunks in memory for it; that holds
/// only where no other handle of the dataset is open, as the library has one cache for all.
struct StoredDataset {
  H5Dataset dataset;
  H5Type type;                 // as stored
  std::vector<hsize_t> shape;  // 0 to 2 numbers
  hsize_t chunk_rows = 1;      // 1 when it is not chunked
  bool packed = false;         // by a filter
};

/// Errors: Missing (no such dataset); Unreadable (damaged, a filter that this HDF5 lacks, data
/// outside the file); OutOfRange (more than two dimensions, larger than the file can hold).
Result<StoredDataset> open_dataset(hid_t parent, const std::string& name);

/// Reads rows [first, first + count) as `memory` says into `out`; false when they cannot be read.
bool read_rows(const StoredDataset& open, hid_t memory, hsize_t first, hsize_t count, void* out);

/// From now on `listener` is told how many bytes the library is about to unpack, so that somebody
/// can tell long work from a loop without an end. One for the process, as the library is.
void listen_to_unpacking(std::function<void(std::uint64_t bytes)> listener);

/// The text of a string attribute (fixed or variable length, trailing NULs removed), or nullopt.
std::optional<std::string> text_attribute(hid_t object, const std::string& name);

/// The numbers of an integer attribute of at most 16 elements, or nullopt.
std::optional<std::vector<std::int64_t>> integer_attribute(hid_t object, const std::string& name);

}  // namespace cnx
