#include "read/csv_table.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "read/csv_values.h"
#include "read/utf8_text.h"

namespace cnx {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{256} << 10;

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Error system_error_of(const std::string& path) {
  const int number = errno;
  return {number == ENOENT ? ErrorCode::Missing : ErrorCode::Unreadable,
          path + ": cannot be read (" + std::generic_category().message(number) + ")"};
}

Result<File> open_file(const std::string& path) {
  File file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    Error error = system_error_of(path);
    error.code = ErrorCode::Unreadable;
    return error;
  }
  struct stat status {};
  if (::fstat(::fileno(file.get()), &status) != 0) return system_error_of(path);
  // It is read more than once, and a pipe can be read only once.
  if (!S_ISREG(status.st_mode))
    return Error{ErrorCode::Unreadable, path + ": is no plain file; a table must be one"};
  return file;
}

/// What the first bytes say the file is, if it is no text that can be read.
const char* foreign_format(std::string_view beginning) {
  if (beginning.starts_with("\x1f\x8b"))
    return "is compressed with gzip; unpack it first (gunzip -k)";
  if (beginning.starts_with("\x89HDF\r\n"))
    return "is HDF5 and no table in text; --connections, --synapses and --join go with a table of "
           "neurons in CSV";
  if (beginning.starts_with("\xff\xfe") || beginning.starts_with("\xfe\xff"))
    return "is text in UTF-16; save it as UTF-8";
  if (beginning.starts_with("PK\x03\x04"))
    return "is a spreadsheet or another zip archive; export it as CSV";
  return nullptr;
}

/// Bytes of another encoding would become U+FFFD, and two names one.
Result<Done> check_text(const CsvRow& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (is_valid_utf8(row[i])) continue;
    return Error{ErrorCode::Syntax, "line " + std::to_string(row.line()) + ", column " +
                                        std::to_string(i + 1) +
                                        ": this is no text in UTF-8; save the table as UTF-8"};
  }
  return Done{};
}

}  // namespace

Result<CsvTable> CsvTable::open(const std::string& path) {
  CsvTable table;
  table.path_ = path;
  const std::size_t slash = path.find_last_of('/');
  table.file_name_ = to_valid_utf8(slash == std::string::npos ? path : path.substr(slash + 1));

  auto opened = open_file(path);
  if (!opened.ok()) return opened.error();
  const File file = std::move(opened).value();
  std::string chunk(kChunkBytes, '\0');
  chunk.resize(std::fread(chunk.data(), 1, chunk.size(), file.get()));
  if (std::ferror(file.get()) != 0) return system_error_of(path);
  if (const char* const problem = foreign_format(chunk))
    return Error{ErrorCode::BadMagic, path + ": " + problem};
  table.delimiter_ = guess_delimiter(chunk);

  // The sink's error ends the parsing after the header; `columns_` tells it from others.
  bool has_header = false;
  const CsvRowSink take_header = [&](const CsvRow& row) -> Result<Done> {
    if (const auto is_text = check_text(row); !is_text.ok()) return is_text;
    for (std::size_t i = 0; i < row.size(); ++i) table.columns_.emplace_back(trimmed(row[i]));
    has_header = true;
    return Error{ErrorCode::TrailingBytes, ""};
  };
  CsvParser parser(table.delimiter_);
  while (!chunk.empty()) {
    const auto fed = parser.feed(chunk, take_header);
    if (has_header) break;
    if (!fed.ok()) return Error{fed.error().code, path + ", " + fed.error().where};
    chunk.resize(kChunkBytes);
    chunk.resize(std::fread(chunk.data(), 1, chunk.size(), file.get()));
  }
  if (!has_header) {
    const auto finished = parser.finish(take_header);
    if (!has_header && !finished.ok())
      return Error{finished.error().code, path + ", " + finished.error().where};
  }
  if (!has_header)
    return Error{ErrorCode::Missing,
                 path + ": is empty; a line with the names of the columns is needed"};
  for (std::size_t i = 0; i < table.columns_.size(); ++i) {
    if (table.columns_[i].empty()) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (table.columns_[i] == table.columns_[j])
        return Error{ErrorCode::OutOfRange, path + ", line 1, column " + std::to_string(i + 1) +
                                                ": is named \"" + table.columns_[i] +
                                                "\", as column " + std::to_string(j + 1) + " is"};
    }
  }
  return table;
}

Result<Done> CsvTable::for_each_row(const CsvRowSink& sink) const {
  auto opened = open_file(path_);
  if (!opened.ok()) return opened.error();
  const File file = std::move(opened).value();
  bool is_header = true;
  const CsvRowSink after_header = [&](const CsvRow& row) -> Result<Done> {
    if (!is_header) {
      const auto is_text = check_text(row);
      return is_text.ok() ? sink(row) : is_text;
    }
    is_header = false;
    return Done{};
  };
  const auto in_file = [this](const Error& error) {
    return Error{error.code, path_ + ", " + error.where};
  };
  CsvParser parser(delimiter_);
  std::vector<char> chunk(kChunkBytes);
  for (;;) {
    const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), file.get());
    if (count == 0) break;
    if (const auto fed = parser.feed({chunk.data(), count}, after_header); !fed.ok())
      return in_file(fed.error());
  }
  if (std::ferror(file.get()) != 0) return system_error_of(path_);
  const auto finished = parser.finish(after_header);
  return finished.ok() ? finished : Result<Done>(in_file(finished.error()));
}

std::string CsvTable::place(const CsvRow& row, std::size_t column) const {
  return "line " + std::to_string(row.line()) + ", column " + std::to_string(column + 1) + " (\"" +
         columns_[column] + "\")";
}

std::string rows_text(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " row" : " rows");
}

std::string shown_field(std::string_view field) {
  constexpr std::size_t kMaxShown = 60;
  const bool cut = field.size() > kMaxShown;
  std::string text = to_valid_utf8(field.substr(0, kMaxShown));
  // A sentence is one line.
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  return "\"" + text + (cut ? "…" : "") + "\"";
}

}  // namespace cnx
