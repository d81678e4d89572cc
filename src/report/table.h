#pragma once
// table.h — a table as a value: what a panel shows, a CSV holds and the text mirror reads aloud.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cnx {

struct TableColumn {
  std::string title;  // with its unit: "distance (µm)"
  bool numeric = false;

  bool operator==(const TableColumn&) const = default;
};

/// One cell: what is shown, and what it is sorted by (the text itself when not numeric).
struct TableCell {
  std::string text;
  double number = 0;

  bool operator==(const TableCell&) const = default;
};

struct Table {
  std::string title;    // "Inputs of neuron 864691135639004475"
  std::string caption;  // n, filter, what is left out: one or two sentences
  std::vector<TableColumn> columns;
  std::vector<std::vector<TableCell>> rows;

  bool operator==(const Table&) const = default;
};

/// Row numbers in the order that sorting by `column` gives; stable; numbers by value, texts by
/// bytes.
std::vector<std::uint32_t> sorted_rows(const Table& table, std::size_t column, bool descending);

/// Whether a cell's text holds `letters`, upper and lower case alike in ASCII; separators of
/// thousands do not matter. Every row contains nothing ("").
bool row_contains(const std::vector<TableCell>& row, std::string_view letters);

}  // namespace cnx
