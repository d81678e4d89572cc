// h5_read_write.cpp — the least that a converter could do: read the values, write as many bytes.
//
//   h5_read_write INPUT.h5 OUTPUT BYTES GROUP...
//
// Reads, with one plain H5Dread each and as they are stored, every dataset that holds values of
// the groups (the pandas frames' block values and tables; not their row labels and indexes, which
// nobody needs), writes BYTES bytes of what it read to OUTPUT and waits until they are on the disk.
// Prints {"datasets", "bytes_read", "bytes_written"}. Built by bench/run.sh only.

#include <fcntl.h>
#include <hdf5.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Reading {
  std::vector<char> buffer;  // of the largest dataset: fresh pages would cost more than the reading
  std::uint64_t datasets = 0;
  std::uint64_t bytes = 0;
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
    if (bytes > reading.buffer.size()) reading.buffer.resize(bytes);
    if (H5Dread(dataset, stored, H5S_ALL, H5S_ALL, H5P_DEFAULT, reading.buffer.data()) < 0) {
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

void write_all(const char* path, std::uint64_t bytes, const std::vector<char>& from) {
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
  if (argc < 5) fail("INPUT.h5 OUTPUT BYTES GROUP... are needed");
  const std::uint64_t bytes = std::strtoull(argv[3], nullptr, 10);
  const hid_t file = H5Fopen(argv[1], H5F_ACC_RDONLY, H5P_DEFAULT);
  if (file < 0) fail(std::string("cannot open ") + argv[1]);

  Reading reading;
  for (int i = 4; i < argc; ++i) {
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

  write_all(argv[2], bytes, reading.buffer);
  std::printf("{\"datasets\": %llu, \"bytes_read\": %llu, \"bytes_written\": %llu}\n",
              static_cast<unsigned long long>(reading.datasets),
              static_cast<unsigned long long>(reading.bytes),
              static_cast<unsigned long long>(bytes));
}
