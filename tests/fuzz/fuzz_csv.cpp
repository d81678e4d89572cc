// fuzz_csv.cpp — any bytes as a table in text: rows or one error, the same wherever the chunks are
// cut; what is read is written and read again equal; and every field may be asked for a number.
//
// The first byte chooses the delimiter and where chunks are cut.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "read/csv_parser.h"
#include "read/csv_values.h"

namespace {

/// Flat, so that most of the time is the parser's.
struct Table {
  std::string text;               // of all fields
  std::vector<std::size_t> ends;  // of the fields in it
  std::vector<std::uint64_t> lines;
  std::size_t width = 0;
  std::string error;

  bool operator==(const Table&) const = default;

  std::string_view field(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1];
    return std::string_view(text).substr(begin, ends[i] - begin);
  }
};

Table parse(std::string_view text, char delimiter, std::size_t chunk) {
  using namespace cnx;
  Table table;
  const CsvRowSink sink = [&table](const CsvRow& row) -> Result<Done> {
    if (table.width == 0) table.width = row.size();
    CNX_CHECK(row.size() == table.width && row.size() > 0);
    CNX_CHECK(table.lines.empty() || table.lines.back() < row.line());
    table.lines.push_back(row.line());
    for (std::size_t i = 0; i < row.size(); ++i) {
      table.text += row[i];
      table.ends.push_back(table.text.size());
    }
    return Done{};
  };
  CsvParser parser(delimiter);
  for (std::size_t at = 0; at < text.size(); at += chunk) {
    const auto fed = parser.feed(text.substr(at, chunk), sink);
    if (fed.ok()) continue;
    table.error = fed.error().where;
    return table;
  }
  const auto finished = parser.finish(sink);
  if (!finished.ok()) table.error = finished.error().where;
  return table;
}

std::string written(const Table& table, char delimiter) {
  std::string text;
  for (std::size_t i = 0; i < table.ends.size(); ++i) {
    text += '"';
    for (const char c : table.field(i)) {
      if (c == '"') text += c;
      text += c;
    }
    text += '"';
    text += (i + 1) % table.width == 0 ? '\n' : delimiter;
  }
  return text;
}

void ask_for_numbers(std::string_view field) {
  using namespace cnx;
  const std::string_view value = trimmed(field);
  const auto integer = parse_integer(value);
  const auto real = parse_real(value);
  CNX_CHECK(!real || !std::isnan(*real));
  CNX_CHECK(!integer || (real && *real == static_cast<double>(*integer)));
  CNX_CHECK(!is_missing_number(value) || !real);
  if (const auto triple = parse_triple(value)) {
    for (const std::string_view part : *triple) CNX_CHECK(parse_real(part).has_value());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  if (size == 0) return 0;
  const char delimiter = ",\t;"[data[0] % 3];
  const std::size_t chunk = 1 + data[0] / 3 % 16;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  CNX_CHECK(std::strchr(",\t;", guess_delimiter(text)) != nullptr);

  const Table table = parse(text, delimiter, text.size() + 1);
  CNX_CHECK(parse(text, delimiter, chunk) == table);
  const Table again = parse(written(table, delimiter), delimiter, chunk);
  CNX_CHECK(again.error.empty() && again.text == table.text && again.ends == table.ends);
  for (std::size_t i = 0; i < table.ends.size(); ++i) ask_for_numbers(table.field(i));
  return 0;
}
