#pragma once
// table.h — a table as a value: what a panel shows, a CSV holds and the text mirror reads aloud.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace cnx {

/// In cells without a number.
inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

/// Who a column is for: an interval is one text on the screen, and two numbers in a file.
enum class ColumnUse : std::uint8_t { Everywhere, Screen, Files };

struct TableColumn {
  std::string title;  // with its unit: "distance (µm)"
  bool numeric = false;
  ColumnUse use = ColumnUse::Everywhere;
  /// [numeric] A file has the texts: the numbers are no more than the order of the rows.
  bool by_text = false;

  bool operator==(const TableColumn&) const = default;
};

/// One cell: what is shown, and of a numeric column the number in full, which it is sorted by and
/// files have; NaN: there is none.
struct TableCell {
  std::string text;
  double number = 0;

  /// No number is as any other one.
  bool operator==(const TableCell& other) const {
    const bool neither = number != number && other.number != other.number;
    return text == other.text && (neither || number == other.number);
  }
};

struct Table {
  std::string title;    // "Inputs of neuron 864691135639004475"
  std::string caption;  // n, filter, what is left out: one or two sentences
  std::vector<TableColumn> columns;
  std::vector<std::vector<TableCell>> rows;

  bool operator==(const Table&) const = default;
};

/// "1,204"
TableCell count_cell(std::uint64_t count);
/// So many decimals on the screen; "–" where there is no number.
TableCell decimal_cell(double number, int decimals);
/// A share from 0 to 1, as percent on the screen.
TableCell share_cell(double share);
/// No number. "…": not yet.
TableCell no_number(const char* text = "–");

/// Row numbers in the order that sorting by `column` gives; stable; numbers by value, texts by
/// bytes.
std::vector<std::uint32_t> sorted_rows(const Table& table, std::size_t column, bool descending);

/// Whether a cell's text holds `letters`, upper and lower case alike in ASCII; separators of
/// thousands do not matter. Every row contains nothing ("").
bool row_contains(const std::vector<TableCell>& row, std::string_view letters);

}  // namespace cnx
