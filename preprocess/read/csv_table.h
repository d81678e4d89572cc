#pragma once
// csv_table.h — a table in a file of text: its header, and its rows one after the other.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "read/csv_parser.h"

namespace cnx {

/// Nothing of the file but its header is kept: every pass reads it again, 256 KiB at a time.
class CsvTable {
 public:
  /// Reads the header. The delimiter is guessed from it (csv_parser.h).
  /// Errors: Missing (no such file, or empty), Unreadable (with the system's reason; no plain
  /// file), BadMagic (gzip, HDF5, UTF-16: another format), Syntax, OutOfRange (two columns of one
  /// name, and what CsvParser refuses). Messages begin with the path.
  static Result<CsvTable> open(const std::string& path);

  const std::string& path() const { return path_; }
  const std::string& file_name() const { return file_name_; }  // UTF-8, without folders
  /// UTF-8, without blanks at both ends; may be empty, and then several may be so.
  const std::vector<std::string>& columns() const { return columns_; }

  /// Hands every row but the header to `sink`; each is as wide as the header.
  /// Errors: Unreadable, those of CsvParser and of the sink, each after "PATH, ".
  Result<Done> for_each_row(const CsvRowSink& sink) const;

  /// "line 12, column 3 ("syn_count")": where a sink's error message begins.
  std::string place(const CsvRow& row, std::size_t column) const;

 private:
  std::string path_;
  std::string file_name_;
  char delimiter_ = ',';
  std::vector<std::string> columns_;
};

/// "1 row", "12 rows".
std::string rows_text(std::uint64_t count);

/// A field as it is shown in a message: valid UTF-8 in quotes, at most some 60 bytes.
std::string shown_field(std::string_view field);

}  // namespace cnx
