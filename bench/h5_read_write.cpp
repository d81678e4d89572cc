// h5_read_write.cpp — the least that a converter could do: read the values, write as many bytes.
//
//   h5_read_write keep|forget INPUT.h5 OUTPUT BYTES GROUP...
//
// Reads, with one plain H5Dread each and as they are stored, every dataset that holds values of
// the groups (the pandas frames' block values and tables; not their row labels and indexes, which
// nobody needs), writes BYTES bytes of what it read to OUTPUT and waits until they are on the disk.
// With `keep` all values are in memory then, as somebody needs them who does something with
// columns of several datasets; with `forget` each dataset takes the place of the one before, which
// spares the system from making new memory: faster than any program that converts could read.
// Prints {"datasets", "bytes_read", "bytes_written"}. Built by bench/run.sh only.

#include <fcntl.h>
#include <hdf5.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Reading {
  bool keep = true;
  std::vector<std::unique_ptr<char[]>> buffers;  // of each dataset, or one
  std::span<char> last;                          // what the last dataset went to
  std::span<char> largest;
  std::uint64_t datasets = 0;
  std::uint64_t bytes = 0;

  char* room_for(std::uint64_t size) {
    if (keep || size > last.size()) {
      if (!keep) buffers.clear();
      buffers.push_back(std::make_unique_for_overwrite<char[]>(size));
      last = {buffers.back().get(), size};
      if (size > largest.size() || !keep) largest = last;
    }
    return last.data();
  }
};

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "h5_read_write: %s\n", what.c_str());
  std::exit(1);
}

bool holds_values(std::string_view path) {
  return path.find("_i_table") == std::string_view::npos &&
         (path.ends_with("_values") || path.ends_with("/table"));
}

void read_dataset(hid_t file, const std::string& path, Reading& reading) {
  const hid_t dataset = H5Dopen2(file, path.c_str(), H5P_DEFAULT);
  const hid_t space = H5Dget_space(dataset);
  const hid_t stored = H5Dget_type(dataset);
  if (dataset < 0 || space < 0 || stored < 0) fail("cannot open " + path);
  if (H5Tdetect_class(stored, H5T_VLEN) <= 0) {  // pickled columns, which no converter reads
    const auto bytes =
        static_cast<std::uint64_t>(H5Sget_simple_extent_npoints(space)) * H5Tget_size(stored);
    char* const room = reading.room_for(bytes);
    if (H5Dread(dataset, stored, H5S_ALL, H5S_ALL, H5P_DEFAULT, room) < 0) {
      fail("cannot read " + path);
    }
    reading.datasets += 1;
    reading.bytes += bytes;
  }
  H5Tclose(stored);
  H5Sclose(space);
  H5Dclose(dataset);
}

herr_t visit(hid_t, const char* name, const H5O_info_t* info, void* data) {
  if (info->type == H5O_TYPE_DATASET) {
    static_cast<std::vector<std::string>*>(data)->push_back(name);
  }
  return 0;
}

void write_all(const char* path, std::uint64_t bytes, std::span<const char> from) {
  const int file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (file < 0) fail(std::string("cannot create ") + path);
  for (std::uint64_t done = 0; done < bytes;) {
    const std::uint64_t at = done % from.size();
    const std::uint64_t wanted =
        std::min<std::uint64_t>({bytes - done, from.size() - at, std::uint64_t{1} << 20});
    const ssize_t written = ::write(file, from.data() + at, wanted);
    if (written <= 0) fail(std::string("cannot write ") + path);
    done += static_cast<std::uint64_t>(written);
  }
  if (::fsync(file) != 0 || ::close(file) != 0) fail(std::string("cannot write ") + path);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view how = argc > 1 ? argv[1] : "";
  if (argc < 6 || (how != "keep" && how != "forget")) {
    fail("keep or forget, INPUT.h5, OUTPUT, BYTES and GROUP... are needed");
  }
  const std::uint64_t bytes = std::strtoull(argv[4], nullptr, 10);
  const hid_t file = H5Fopen(argv[2], H5F_ACC_RDONLY, H5P_DEFAULT);
  if (file < 0) fail(std::string("cannot open ") + argv[2]);

  Reading reading;
  reading.keep = how == "keep";
  for (int i = 5; i < argc; ++i) {
    const std::string group = argv[i];
    std::vector<std::string> names;
    if (H5Ovisit_by_name(file, group.c_str(), H5_INDEX_NAME, H5_ITER_NATIVE, visit, &names,
                         H5P_DEFAULT) < 0) {
      fail("cannot list " + group);
    }
    for (const std::string& name : names) {
      const std::string path = group + "/" + name;
      if (holds_values(path)) read_dataset(file, path, reading);
    }
  }
  H5Fclose(file);
  if (reading.bytes == 0) fail("there was nothing to read");

  write_all(argv[3], bytes, reading.largest);
  std::printf("{\"datasets\": %llu, \"bytes_read\": %llu, \"bytes_written\": %llu}\n",
              static_cast<unsigned long long>(reading.datasets),
              static_cast<unsigned long long>(reading.bytes),
              static_cast<unsigned long long>(bytes));
}
