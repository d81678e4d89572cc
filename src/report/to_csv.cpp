#include "report/to_csv.h"

#include <algorithm>
#include <cmath>

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

/// A number of the table as programs read it.
std::string number_cell(const TableCell& cell, const TableColumn& column) {
  if (column.by_text) return csv_cell(cell.text);
  return std::isfinite(cell.number) ? number_text(cell.number) : std::string();
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
  std::vector<std::string> head;
  for (const std::string& text : {table.title, table.caption}) {
    if (!text.empty()) head.push_back(text);
  }
  head.insert(head.end(), notes.begin(), notes.end());
  std::string csv;
  add_line(csv, "# The table begins after these " + std::to_string(head.size() + 1) + " lines.");
  for (const std::string& text : head) add_line(csv, "# " + one_line(text));
  const auto add_row = [&](auto text_of) {
    const char* comma = "";
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (table.columns[c].use == ColumnUse::Screen) continue;
      csv += comma + text_of(c);
      comma = ",";
    }
    csv += kCsvLineEnd;
  };
  add_row([&](std::size_t c) { return csv_cell(table.columns[c].title); });
  for (const std::vector<TableCell>& row : table.rows) {
    add_row([&](std::size_t c) {
      const TableColumn& column = table.columns[c];
      return column.numeric ? number_cell(row[c], column) : csv_cell(row[c].text);
    });
  }
  return csv;
}

}  // namespace cnx
