#include "read/csv_parser.h"

#include <doctest/doctest.h>

#include <random>

using namespace cnx;

namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Parsed {
  Rows rows;
  std::vector<std::uint64_t> lines;
  std::string error;

  bool operator==(const Parsed&) const = default;
};

/// Parses in chunks of `chunk` bytes; 0 is all at once.
Parsed parse(std::string_view text, char delimiter = ',', std::size_t chunk = 0) {
  Parsed out;
  const CsvRowSink sink = [&out](const CsvRow& row) -> Result<Done> {
    std::vector<std::string> fields;
    for (std::size_t i = 0; i < row.size(); ++i) fields.emplace_back(row[i]);
    out.rows.push_back(std::move(fields));
    out.lines.push_back(row.line());
    return Done{};
  };
  CsvParser parser(delimiter);
  const std::size_t step = chunk == 0 ? text.size() + 1 : chunk;
  for (std::size_t at = 0; at < text.size(); at += step) {
    const auto fed = parser.feed(text.substr(at, step), sink);
    if (fed.ok()) continue;
    out.error = fed.error().where;
    return out;
  }
  const auto finished = parser.finish(sink);
  if (!finished.ok()) out.error = finished.error().where;
  return out;
}

std::string error_of(std::string_view text) { return parse(text).error; }

/// A field as a writer might: in quotes when it must be, and now and then when it need not.
std::string written(const std::string& field, char delimiter, bool alone, std::mt19937& random) {
  const bool must = field.find_first_of(std::string("\"\r\n") + delimiter) != std::string::npos ||
                    (alone && field.empty());
  if (!must && random() % 4 != 0) return field;
  std::string out = "\"";
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace

TEST_CASE("a table's rows are its fields without their quotes") {
  CHECK(parse("a,b\n1,2\n").rows == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(parse("a,b\r\n\"1,\"\"x\"\"\",\r\n").rows == Rows{{"a", "b"}, {"1,\"x\"", ""}});
  CHECK(parse("a\rb\r\r\nc").rows == Rows{{"a"}, {"b"}, {"c"}});
  CHECK(parse("\xef\xbb\xbf\"a\"\tb\n\t5'\"\n", '\t').rows == Rows{{"a", "b"}, {"", "5'\""}});
  CHECK(parse("a\n\"\"\n\n\"\n\"").rows == Rows{{"a"}, {""}, {"\n"}});
  CHECK(parse("a,b\n,").rows == Rows{{"a", "b"}, {"", ""}});
}

TEST_CASE("a text without rows has none") {
  CHECK(parse("") == Parsed{});
  CHECK(parse("\n\r\n\r") == Parsed{});
  CHECK(parse("\xef\xbb\xbf") == Parsed{});
  CHECK(parse("\xef\xbb").rows == Rows{{"\xef\xbb"}});  // half a mark is text
  CHECK(parse("\xef\xbbz\n").rows == Rows{{"\xef\xbbz"}});
}

TEST_CASE("a row's line counts the newlines before it, those in quotes too") {
  CHECK(parse("a\r\n\n\"x\ny\r\nz\"\rb\n").lines == std::vector<std::uint64_t>{1, 3, 6});
}

TEST_CASE("what is no table is refused with line and column") {
  CHECK(error_of("a,b,c\n1,2,3\n1,2\n") ==
        "line 3, column 3: missing: the row has 2 columns and the header 3; a value that holds the "
        "separator needs quotes around it");
  CHECK(error_of("a,b\n1,2,3\n").starts_with("line 2, column 3: too many: the row has 3 columns"));
  CHECK(error_of("a,b\n\n1,\"x\n\ny") ==
        "line 3, column 2: a quote is opened here and never closed");
  CHECK(error_of("a,b\n1,\"x\"y\n").starts_with("line 2, column 2: text after the closing quote"));
  CHECK(error_of(std::string_view("a,b\n1,\0\n", 8)).starts_with("line 2, column 2: a NUL byte"));
  CHECK(error_of(std::string_view("a,\"\0\"\n", 6)).starts_with("line 1, column 2: a NUL byte"));
}

TEST_CASE("rows and headers beyond the limits are refused") {
  const std::string row(kMaxCsvRowBytes, 'x');
  CHECK(parse("a\n" + row).rows.size() == 2);
  CHECK(error_of("a\n" + row + "y") == "line 2, column 1: the row is longer than 1048576 bytes");
  CHECK(error_of("a\n\"" + row + "y") ==
        "line 2, column 1: a quote is opened here, and 1048576 bytes on it is not closed");
  CHECK(error_of("a\n\"" + std::string(kMaxCsvRowBytes + 1, '\n')).find("not closed") !=
        std::string::npos);
  const std::string wide(kMaxCsvFields - 1, ',');
  CHECK(parse(wide).rows.at(0).size() == kMaxCsvFields);
  CHECK(error_of(wide + ",") == "line 1, column 4097: more than 4096 columns");
}

TEST_CASE("an error of the sink ends the parsing and is passed on") {
  CsvParser parser(',');
  int rows = 0;
  const auto fed = parser.feed("a\nb\nc\n", [&rows](const CsvRow&) -> Result<Done> {
    if (++rows == 2) return Error{ErrorCode::OutOfRange, "enough"};
    return Done{};
  });
  REQUIRE_FALSE(fed.ok());
  CHECK(fed.error() == Error{ErrorCode::OutOfRange, "enough"});
  CHECK(rows == 2);
}

TEST_CASE("random tables are read as they were written, wherever the chunks are cut") {
  constexpr std::string_view kBytes = "ab\",;\t \r\n\xc3\xa9'1.\xef";
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const char delimiter = ",;\t"[random() % 3];
    const std::size_t width = 1 + random() % 5, height = 1 + random() % 8;
    const std::string newline = std::vector<std::string>{"\n", "\r\n", "\r"}[random() % 3];
    Rows rows(height, std::vector<std::string>(width));
    std::string text = random() % 2 ? "\xef\xbb\xbf" : "";
    for (auto& row : rows) {
      for (std::size_t i = 0; i < width; ++i) {
        for (std::size_t n = random() % 6; n > 0; --n) row[i] += kBytes[random() % kBytes.size()];
        // A quote that begins a field is one of quoting, and a mark that begins a text is no text.
        if (i > 0) text += delimiter;
        text += written(row[i], delimiter, width == 1, random);
      }
      text += newline;
    }
    if (text.starts_with("\xef") && !text.starts_with("\xef\xbb\xbf")) text = "\xef\xbb\xbf" + text;
    const Parsed parsed = parse(text, delimiter);
    CHECK(parsed.error == "");
    CHECK(parsed.rows == rows);
    for (const std::size_t chunk : {1u, 2u, 3u, 7u}) CHECK(parse(text, delimiter, chunk) == parsed);
  }
}

TEST_CASE("random bytes end in rows or one error, wherever the chunks are cut") {
  constexpr std::string_view kBytes("a,\"\n\r\0\xef\xbb\xbf", 9);
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::string text;
    for (std::size_t n = random() % 40; n > 0; --n) text += kBytes[random() % kBytes.size()];
    const Parsed whole = parse(text);
    CHECK(parse(text, ',', 1) == whole);
    CHECK(parse(text, ',', 5) == whole);
    for (const auto& row : whole.rows) CHECK(row.size() == whole.rows[0].size());
  }
}

TEST_CASE("the delimiter is what the header has most of, outside quotes") {
  CHECK(guess_delimiter("a,b,c\n1;2;3;4;5") == ',');
  CHECK(guess_delimiter("a\tb\n") == '\t');
  CHECK(guess_delimiter("a;b;c,d\r") == ';');
  CHECK(guess_delimiter("\"a;b;c;d\",e") == ',');
  CHECK(guess_delimiter("") == ',');
}
