#pragma once
// to_csv.h — a table as a file: RFC 4180, complete, with what it is about in its first lines.

#include <span>
#include <string>

#include "report/table.h"

namespace cnx {

inline constexpr const char* kCsvLineEnd = "\r\n";

/// A cell, quoted where it has to be.
std::string csv_cell(const std::string& text);

/// Lines that end in CR LF; a cell with a comma, a quote or a line break is quoted. UTF-8.
///
/// First come the notes, each as one cell that begins with "# ", then the line of titles, then all
/// rows in their order. The first note says how many lines these are, for readers that are to skip
/// them: pandas.read_csv(path, skiprows=…).
/// Numbers are the shortest texts that read back equal, shares from 0 to 1; what is missing is an
/// empty cell. Ids are exact.
/// O(size of the result).
std::string to_csv(const Table& table, std::span<const std::string> notes);

}  // namespace cnx
