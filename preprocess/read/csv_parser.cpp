#include "read/csv_parser.h"

#include "base/check.h"

namespace cnx {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kMarkDone = 4;

std::size_t index_of(char c) { return static_cast<unsigned char>(c); }

}  // namespace

CsvParser::CsvParser(char delimiter) : delimiter_(delimiter) {
  CNX_CHECK(delimiter != '"' && delimiter != '\r' && delimiter != '\n' && delimiter != '\0');
  for (const char c : {delimiter, '\r', '\n', '\0'}) plain_stops_[index_of(c)] = true;
  for (const char c : {'"', '\r', '\n', '\0'}) quoted_stops_[index_of(c)] = true;
}

Result<Done> CsvParser::feed(std::string_view chunk, const CsvRowSink& sink) {
  std::size_t at = 0;
  while (mark_bytes_ < kByteOrderMark.size() && at < chunk.size()) {
    if (chunk[at] == kByteOrderMark[mark_bytes_]) {
      ++at;
      if (++mark_bytes_ == kByteOrderMark.size()) mark_bytes_ = kMarkDone;
      continue;
    }
    // No mark after all: what looked like its beginning is text.
    if (mark_bytes_ > 0) begin_field(State::Plain);
    text_.append(kByteOrderMark.substr(0, mark_bytes_));
    mark_bytes_ = kMarkDone;
  }

  while (at < chunk.size()) {
    if (state_ == State::Plain || state_ == State::Quoted) {
      const Stops& stops = state_ == State::Plain ? plain_stops_ : quoted_stops_;
      std::size_t end = at;
      while (end < chunk.size() && !stops[index_of(chunk[end])]) ++end;
      if (end > at) {
        if (end - at > kMaxCsvRowBytes - text_.size()) return too_long();
        text_.append(chunk.data() + at, end - at);
        after_cr_ = false;
        at = end;
        continue;
      }
    }
    if (const auto done = take(chunk[at++], sink); !done.ok()) return done;
  }
  return Done{};
}

Result<Done> CsvParser::finish(const CsvRowSink& sink) {
  if (mark_bytes_ > 0 && mark_bytes_ < kByteOrderMark.size()) {
    begin_field(State::Plain);
    text_.append(kByteOrderMark.substr(0, mark_bytes_));
    mark_bytes_ = kMarkDone;
  }
  if (state_ == State::Quoted)
    return Error{ErrorCode::Truncated, "line " + std::to_string(quote_line_) + ", column " +
                                           std::to_string(ends_.size() + 1) +
                                           ": a quote is opened here and never closed"};
  return state_ == State::RowStart ? Result<Done>(Done{}) : end_row(sink);
}

/// A byte that means something, or the first of a field.
Result<Done> CsvParser::take(char c, const CsvRowSink& sink) {
  if (c == '\r' || c == '\n') return take_newline(c, sink);
  after_cr_ = false;
  if (c == '\0') return refuse(ErrorCode::Syntax, "a NUL byte: this is no text in UTF-8");
  if (text_.size() >= kMaxCsvRowBytes) return too_long();
  switch (state_) {
    case State::RowStart:
    case State::FieldStart:
      if (c == delimiter_) {
        begin_field(State::FieldStart);
        return end_field();
      }
      begin_field(c == '"' ? State::Quoted : State::Plain);
      if (c != '"') text_.push_back(c);
      return Done{};
    case State::Plain:  // a run stops at nothing else
      state_ = State::FieldStart;
      return end_field();
    case State::Quoted: state_ = State::QuoteEnd; return Done{};
    case State::QuoteEnd:
      if (c == '"') {
        state_ = State::Quoted;
        text_.push_back(c);
        return Done{};
      }
      if (c != delimiter_)
        return refuse(ErrorCode::Syntax,
                      "text after the closing quote; a quote inside a quoted field is written "
                      "twice");
      state_ = State::FieldStart;
      return end_field();
  }
  return Done{};
}

Result<Done> CsvParser::take_newline(char c, const CsvRowSink& sink) {
  const bool is_second_half = c == '\n' && after_cr_;
  after_cr_ = c == '\r';
  if (state_ == State::Quoted) {
    if (text_.size() >= kMaxCsvRowBytes) return too_long();
    text_.push_back(c);
    if (!is_second_half) ++line_;
    return Done{};
  }
  if (is_second_half) return Done{};  // the CR before it has ended the row
  if (state_ == State::RowStart) {
    ++line_;
    return Done{};
  }
  const auto done = end_row(sink);
  ++line_;
  return done;
}

void CsvParser::begin_field(State state) {
  if (state_ == State::RowStart) row_line_ = line_;
  if (state == State::Quoted) quote_line_ = line_;
  state_ = state;
}

Result<Done> CsvParser::end_field() {
  if (ends_.size() == kMaxCsvFields)
    return refuse(ErrorCode::OutOfRange, "more than " + std::to_string(kMaxCsvFields) + " columns");
  ends_.push_back(text_.size());
  return Done{};
}

Result<Done> CsvParser::end_row(const CsvRowSink& sink) {
  if (const auto done = end_field(); !done.ok()) return done;
  if (width_ == 0) width_ = ends_.size();
  if (ends_.size() != width_) {
    const bool is_short = ends_.size() < width_;
    return Error{ErrorCode::Syntax,
                 "line " + std::to_string(row_line_) + ", column " +
                     std::to_string(is_short ? ends_.size() + 1 : width_ + 1) + ": " +
                     (is_short ? "missing" : "too many") + ": the row has " +
                     std::to_string(ends_.size()) + " columns and the header " +
                     std::to_string(width_) +
                     "; a value that holds the separator needs quotes around it"};
  }
  const auto done = sink(CsvRow(text_, ends_, row_line_));
  text_.clear();
  ends_.clear();
  state_ = State::RowStart;
  return done;
}

Error CsvParser::too_long() const {
  if (state_ == State::Quoted)
    return Error{ErrorCode::OutOfRange,
                 "line " + std::to_string(quote_line_) + ", column " +
                     std::to_string(ends_.size() + 1) + ": a quote is opened here, and " +
                     std::to_string(kMaxCsvRowBytes) + " bytes on it is not closed"};
  return refuse(ErrorCode::OutOfRange,
                "the row is longer than " + std::to_string(kMaxCsvRowBytes) + " bytes");
}

Error CsvParser::refuse(ErrorCode code, const std::string& what) const {
  return {code, "line " + std::to_string(line_) + ", column " + std::to_string(ends_.size() + 1) +
                    ": " + what};
}

char guess_delimiter(std::string_view beginning) {
  constexpr std::string_view kDelimiters = ",\t;";
  std::array<std::size_t, kDelimiters.size()> counts{};
  bool quoted = false;
  for (const char c : beginning) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    const std::size_t which = kDelimiters.find(c);
    if (which != std::string_view::npos) ++counts[which];
  }
  std::size_t best = 0;
  for (std::size_t i = 1; i < counts.size(); ++i) {
    if (counts[i] > counts[best]) best = i;
  }
  return kDelimiters[best];
}

}  // namespace cnx
