#include "read/pandas_hdf.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "read/connectome_hdf5.h"

using namespace cnx;
namespace fs = std::filesystem;

namespace {

std::string data_file(const std::string& name) {
  const char* const root = std::getenv("CNX_SOURCE_DIR");
  return std::string(root != nullptr ? root : ".") + "/tests/data/" + name;
}

H5File open_tiny() {
  auto file = open_h5_file(data_file("tiny.h5"));
  REQUIRE_MESSAGE(file.ok(), file.error().where);
  return std::move(file).value();
}

H5Group open_groups(const H5File& file, const std::string& prefix, const std::string& name) {
  const H5Group outer = open_group(file.get(), prefix);
  REQUIRE(outer.valid());
  return open_group(outer.get(), name);
}

/// A file that is deleted at the end.
class Scratch {
 public:
  Scratch()
      : path_(fs::temp_directory_path() / ("cnx_pandas_hdf_" + std::to_string(getpid()) + ".h5")) {}
  ~Scratch() { fs::remove(path_); }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("columns of a fixed frame are found by name whatever block they are in") {
  const H5File file = open_tiny();
  const H5Group group = open_groups(file, "traps", "kinds");
  const auto opened = FixedFrameReader::open(group.get(), "edges");
  REQUIRE(opened.ok());
  const FixedFrameReader& frame = opened.value();
  CHECK(frame.row_count() == 3);
  REQUIRE(frame.columns().size() == 5);
  CHECK(frame.columns()[0].name == "weight");
  CHECK(frame.columns()[3].kind == StoredKind::Boolean);
  CHECK(frame.columns()[4].kind == StoredKind::Other);
  CHECK_FALSE(frame.find("Weight").has_value());

  std::vector<double> weights;
  std::vector<std::int64_t> minus, flags;
  const std::size_t columns[] = {*frame.find("minus"), *frame.find("weight"), *frame.find("flag")};
  const auto done =
      frame.read(columns, [&](std::size_t which, std::uint64_t first, const NumberSpan& values) {
        CHECK(first == 0);
        if (which == 1) {
          const auto reals = std::get<std::span<const double>>(values);
          weights.assign(reals.begin(), reals.end());
        } else {
          const auto integers = std::get<std::span<const std::int64_t>>(values);
          (which == 0 ? minus : flags).assign(integers.begin(), integers.end());
        }
        return Result<Done>(Done{});
      });
  REQUIRE(done.ok());
  CHECK(weights == std::vector<double>{.5, 1, 2});
  CHECK(minus == std::vector<std::int64_t>{-1, 1, 1});
  CHECK(flags == std::vector<std::int64_t>{1, 0, 1});
}

TEST_CASE("an error of the sink stops the reading of a fixed frame") {
  const H5File file = open_tiny();
  const H5Group group = open_groups(file, "traps", "kinds");
  const auto frame = FixedFrameReader::open(group.get(), "edges");
  REQUIRE(frame.ok());
  const std::size_t columns[] = {0, 1};
  int calls = 0;
  const auto done = frame.value().read(columns, [&](std::size_t, std::uint64_t, const NumberSpan&) {
    ++calls;
    return Result<Done>(Error{ErrorCode::OutOfRange, "enough"});
  });
  REQUIRE_FALSE(done.ok());
  CHECK(done.error().where == "enough");
  CHECK(calls == 1);
}

TEST_CASE("an empty fixed frame has the columns of its names and no rows") {
  const H5File file = open_tiny();
  const H5Group group = open_groups(file, "traps", "empty");
  const auto frame = FixedFrameReader::open(group.get(), "edge_indices");
  REQUIRE(frame.ok());
  CHECK(frame.value().row_count() == 0);
  CHECK(frame.value().find("col").has_value());
}

TEST_CASE("a column of more texts than asked for is left out and says why") {
  const H5File file = open_tiny();
  const H5Group group = open_groups(file, "mm3", "full");
  const auto frame = TableFrameReader::open(group.get(), "vertex_properties");
  REQUIRE(frame.ok());
  REQUIRE(frame.value().columns()[0].name == "cell_type");
  const auto three = frame.value().read_column(0, 3);
  REQUIRE(three.ok());
  CHECK(std::holds_alternative<TextValues>(three.value()));
  const auto two = frame.value().read_column(0, 2);
  REQUIRE(two.ok());
  REQUIRE(std::holds_alternative<LeftOut>(two.value()));
  CHECK(std::get<LeftOut>(two.value()).why == "holds more than 2 different texts");
}

TEST_CASE("a frame that is not there is Missing") {
  const H5File file = open_tiny();
  CHECK(FixedFrameReader::open(file.get(), "edges").error().code == ErrorCode::Missing);
  CHECK(TableFrameReader::open(file.get(), "..").error().code == ErrorCode::Missing);
  CHECK(TableFrameReader::open(file.get(), "mm3/full").error().code == ErrorCode::Missing);
}

TEST_CASE("text that is not UTF-8 is made so") {
  CHECK(to_valid_utf8("plain") == "plain");
  CHECK(to_valid_utf8("Zo\xc3\xab \xe6\x97\xa5 \xf0\x9f\xa7\xa0") ==
        "Zo\xc3\xab \xe6\x97\xa5 \xf0\x9f\xa7\xa0");
  CHECK(to_valid_utf8("a\xe9z") == "a\xef\xbf\xbdz");
  CHECK(to_valid_utf8("\xc0\x80") == "\xef\xbf\xbd\xef\xbf\xbd");                  // overlong
  CHECK(to_valid_utf8("\xed\xa0\x80") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");  // surrogate
  CHECK(to_valid_utf8("\xe6\x97") == "\xef\xbf\xbd\xef\xbf\xbd");                  // cut off
}

TEST_CASE("attributes and column names with other bytes in them never break the reader") {
  // Only bytes between our own frames' names are changed: HDF5's own structures are its own
  // business, and its crashes are caught by the process that supervises the reader.
  std::ifstream in(data_file("tiny_shape.h5"), std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const std::size_t pickle = whole.find("(lp0\nVcell_type");
  REQUIRE(pickle != std::string::npos);
  const Scratch scratch;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::string changed = whole;
    for (std::uint32_t n = 1 + random() % 4; n > 0; --n)
      changed[pickle + random() % 22] = static_cast<char>(random() % 256);
    std::ofstream(scratch.path(), std::ios::binary) << changed;
    const auto read = read_connectome({scratch.path(), "", "", {}});
    CHECK_FALSE(read.ok());  // the shape is wrong even where the names are right
    CHECK_FALSE(read.error().where.empty());
  }
}
