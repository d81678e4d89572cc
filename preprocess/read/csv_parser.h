#pragma once
// csv_parser.h — a table in text (RFC 4180) to rows of fields, chunk by chunk; reads no files.
//
// What it takes beyond the RFC: any one-byte delimiter; rows that end in LF, CRLF or CR; a UTF-8
// byte-order mark; blank lines, which are skipped; a quote inside a field that does not begin
// with one, which is just a quote. What it refuses: rows of another length than the first (the
// header), text after a closing quote, a quote that is never closed, NUL, and rows and numbers
// of fields beyond the limits below. Where chunks are cut makes no difference.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cnx {

inline constexpr std::size_t kMaxCsvRowBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxCsvFields = 4096;

/// One row, without quotes; valid until the sink returns.
class CsvRow {
 public:
  CsvRow(std::string_view text, std::span<const std::size_t> ends, std::uint64_t line)
      : text_(text), ends_(ends), line_(line) {}

  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t field) const {
    const std::size_t begin = field == 0 ? 0 : ends_[field - 1];
    return text_.substr(begin, ends_[field] - begin);
  }
  std::uint64_t line() const { return line_; }  // on which the row begins, from 1

 private:
  std::string_view text_;
  std::span<const std::size_t> ends_;
  std::uint64_t line_;
};

/// Takes the rows in order, the header first; an error stops the parsing.
using CsvRowSink = std::function<Result<Done>(const CsvRow& row)>;

/// Feed it chunk after chunk, then finish(). After an error it must not be used again.
/// O(bytes) time; memory is at most a small multiple of kMaxCsvRowBytes.
class CsvParser {
 public:
  /// `delimiter` is none of quote, CR, LF and NUL.
  explicit CsvParser(char delimiter);

  /// Errors: the sink's; Syntax, OutOfRange: "line 12, column 3: …", column being the number of
  /// the field, from 1.
  Result<Done> feed(std::string_view chunk, const CsvRowSink& sink);
  /// The end of the text, which also ends the last row. Errors: as feed, and Truncated.
  Result<Done> finish(const CsvRowSink& sink);

 private:
  enum class State : std::uint8_t {
    RowStart,    // no byte of the row is read
    FieldStart,  // after a delimiter
    Plain,       // in a field without quotes
    Quoted,      // in a field with quotes
    QuoteEnd,    // after a quote in it: its end, or half of a doubled quote
  };
  using Stops = std::array<bool, 256>;  // bytes that end a run of ordinary ones

  Result<Done> take(char c, const CsvRowSink& sink);
  Result<Done> take_newline(char c, const CsvRowSink& sink);
  Result<Done> end_field();
  Result<Done> end_row(const CsvRowSink& sink);
  void begin_field(State state);
  Error too_long() const;
  Error refuse(ErrorCode code, const std::string& what) const;

  char delimiter_;
  State state_ = State::RowStart;
  Stops plain_stops_{}, quoted_stops_{};
  std::size_t mark_bytes_ = 0;    // of the byte-order mark read; kMarkDone when past it
  bool after_cr_ = false;         // the last byte was CR: LF belongs to it
  std::uint64_t line_ = 1;        // of the next byte
  std::uint64_t row_line_ = 1;    // where the row begins
  std::uint64_t quote_line_ = 1;  // where the quoted field begins
  std::size_t width_ = 0;         // fields of the header; 0 before it
  std::string text_;              // the row's fields one after the other
  std::vector<std::size_t> ends_;
};

/// The delimiter of a table: comma, tab or semicolon, whichever the first line of `beginning` has
/// most of outside quotes; a comma when it has none.
char guess_delimiter(std::string_view beginning);

}  // namespace cnx
