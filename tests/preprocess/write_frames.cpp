// write_frames.cpp — writes frames of every kind with PandasHdfWriter, for
// pandas_hdf_writer_test.py to read: write_frames OUT.h5

#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "write/pandas_hdf_writer.h"

using namespace cnx;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

/// Row r of a block of integers has start + r * columns + column, modulo `below`.
FrameSource<std::int64_t> counting(std::int64_t start, std::size_t columns, std::int64_t below) {
  return [=](std::uint64_t first, std::span<std::int64_t> out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = start + static_cast<std::int64_t>(first * columns + i) % below;
    }
    return true;
  };
}

FrameSource<double> halves(std::size_t columns) {
  return [=](std::uint64_t first, std::span<double> out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = static_cast<double>(first * columns + i) / 2;
    }
    return true;
  };
}

FixedFrame fixed_frame(std::uint64_t rows) {
  FixedFrame frame;
  frame.rows = rows;
  frame.blocks = {
      {{"b"}, StoredType::Boolean, counting(0, 1, 2)},
      {{"i8"}, StoredType::Int8, counting(-128, 1, 256)},
      {{"i16"}, StoredType::Int16, counting(-32768, 1, 65536)},
      {{"i32"}, StoredType::Int32, counting(-2147483648, 1, 1000)},
      {{"i64", "größe µ\\n"}, StoredType::Int64, counting(kLargest - 1000000, 2, 1000000)},
      {{"u8"}, StoredType::UInt8, counting(0, 1, 256)},
      {{"u16"}, StoredType::UInt16, counting(0, 1, 65536)},
      {{"u32"}, StoredType::UInt32, counting(4294966296, 1, 1000)},
      {{"u64"}, StoredType::UInt64, counting(kLargest - 100, 1, 100)},
      {{"f32"}, StoredType::Float32, halves(1)},
      {{"f64", "g64"}, StoredType::Float64, halves(2)},
  };
  frame.columns = {"g64", "b",   "i8",  "i16", "größe µ\\n", "i32", "i64",
                   "u8",  "u16", "u32", "u64", "f32",        "f64"};
  return frame;
}

std::vector<FrameColumn> table_columns() {
  return {
      {"id", StoredType::Int64, std::vector<std::int64_t>{kLargest, -kLargest - 1, 864691135}},
      {"kind", StoredType::Text, std::vector<std::string_view>{"23P", "nan", ""}},
      {"flag", StoredType::Boolean, std::vector<std::int64_t>{1, 0, 1}},
      {"class", StoredType::Category,
       CodedNames{std::vector<std::string_view>{"b", "a", "größer €"}, {2, -1, 0}}},
      {"i8", StoredType::Int8, std::vector<std::int64_t>{-128, 0, 127}},
      {"i16", StoredType::Int16, std::vector<std::int64_t>{-32768, 0, 32767}},
      {"i32", StoredType::Int32, std::vector<std::int64_t>{-2147483648, 0, 2147483647}},
      {"u8", StoredType::UInt8, std::vector<std::int64_t>{0, 1, 255}},
      {"u16", StoredType::UInt16, std::vector<std::int64_t>{0, 1, 65535}},
      {"u32", StoredType::UInt32, std::vector<std::int64_t>{0, 1, 4294967295}},
      {"u64", StoredType::UInt64, std::vector<std::int64_t>{0, 1, kLargest}},
      {"f32", StoredType::Float32, std::vector<double>{0.5, kNan, -1}},
      {"f64", StoredType::Float64, std::vector<double>{0.1, kNan, -0.0}},
      {"whole", StoredType::Float64, std::vector<std::int64_t>{1, -2, 9007199254740992}},
      {"tab\there \\ and\nthere €𝄞", StoredType::Text,
       std::vector<std::string_view>{"ä", "a longer text", "€"}},
      {"none", StoredType::Category,
       CodedNames{std::vector<std::string_view>{"nan"}, {-1, -1, -1}}},
      {"number", StoredType::Category, CodedNames{std::vector<std::int64_t>{9, 10}, {1, 0, -1}}},
      {"real", StoredType::Category, CodedNames{std::vector<double>{0.5, 10}, {0, 0, 1}}},
  };
}

/// More names than codes of 8 bits tell apart.
std::vector<FrameColumn> many_categories() {
  static const std::vector<std::string> texts = [] {
    std::vector<std::string> made;
    for (int i = 1000; i < 1300; ++i) made.push_back("name " + std::to_string(i));
    return made;
  }();
  CodedNames coded{std::vector<std::string_view>(texts.begin(), texts.end()), {}};
  std::vector<std::int64_t> rows;
  for (int row = 0; row < 30000; ++row) {
    coded.codes.push_back(row % 301 - 1);
    rows.push_back(row);
  }
  return {{"names", StoredType::Category, coded}, {"row", StoredType::Int32, rows}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  PandasHdfWriter file(argv[1]);
  file.write_fixed_frame("/fixed/usual", fixed_frame(1000));
  file.write_fixed_frame("/fixed/long", fixed_frame(200000));
  file.write_fixed_frame("/fixed/one", fixed_frame(1));
  file.write_fixed_frame("/fixed/empty", fixed_frame(0));
  file.write_fixed_frame("/fixed/bare", {.rows = 3, .blocks = {}});
  file.write_fixed_frame("/fixed/nothing", {.rows = 0, .blocks = {}});
  file.write_fixed_frame("/fixed/numbers",
                         {.rows = 2,
                          .blocks = {{{"1", "20"}, StoredType::Int64, counting(5, 2, 100)}},
                          .columns = {"20", "1"},
                          .names_are_integers = true});
  file.write_table_frame("/table/usual", table_columns());
  file.write_table_frame("/table/many", many_categories());
  const std::vector<FrameColumn> one = {
      {"x", StoredType::Int64, std::vector<std::int64_t>{7, 8, 9}}};
  file.write_table_frame("/table/labels", one, std::vector<std::int64_t>{30, 10, kLargest});
  file.write_table_frame("/table/texts", one, std::vector<std::string_view>{"n1", "größte", "n3"});
  const auto done = file.finish();
  if (!done.ok()) std::fprintf(stderr, "%s\n", done.error().where.c_str());
  return done.ok() ? 0 : 1;
}
