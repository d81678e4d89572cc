#include "report/to_csv.h"

#include <algorithm>
#include <cmath>

#include "report/minus.h"
#include "view/number_text.h"

namespace cnx {

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

namespace {

/// A number of the table as programs read it. Text with a point was rounded for the screen; whole
/// numbers and ids stand there exactly, and an id may be more than a double holds.
std::string number_cell(const TableCell& cell) {
  std::string text = cell.text;
  std::erase(text, ',');
  if (text.starts_with(kMinus)) text.replace(0, kMinus.size(), "-");
  // A dash or an ellipsis: not known, or not known yet.
  const bool has_digits = text.find_first_of("0123456789") != std::string::npos;
  if (!has_digits && (std::isnan(cell.number) || cell.number == 0)) return "";
  const bool is_number = has_digits && text.find_first_not_of("0123456789.-") == std::string::npos;
  if (!is_number) return csv_cell(cell.text);  // "9.7 %"
  if (text.find('.') == std::string::npos || !std::isfinite(cell.number)) return text;
  return number_text(cell.number);
}

void add_line(std::string& csv, const std::string& cell) {
  csv += csv_cell(cell);
  csv += kCsvLineEnd;
}

/// A note is one line, whatever it is made of.
std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  return text;
}

}  // namespace

std::string to_csv(const Table& table, std::span<const std::string> notes) {
  std::string csv;
  add_line(csv, "# The table begins after these " + std::to_string(notes.size() + 3) + " lines.");
  add_line(csv, "# " + one_line(table.title));
  add_line(csv, "# " + one_line(table.caption));
  for (const std::string& note : notes) add_line(csv, "# " + one_line(note));
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    csv += (c > 0 ? "," : "") + csv_cell(table.columns[c].title);
  }
  csv += kCsvLineEnd;
  for (const std::vector<TableCell>& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) csv += ',';
      csv += table.columns[c].numeric ? number_cell(row[c]) : csv_cell(row[c].text);
    }
    csv += kCsvLineEnd;
  }
  return csv;
}

}  // namespace cnx
