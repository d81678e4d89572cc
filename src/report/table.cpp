#include "report/table.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "report/minus.h"
#include "report/numbers.h"

namespace cnx {
namespace {

/// Who looks for "-0.5" has no other minus on the keyboard.
std::string folded(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with(kMinus)) {
      result += '-';
      at += kMinus.size() - 1;
      continue;
    }
    const char c = text[at];
    if (c == ',') continue;
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return result;
}

}  // namespace

TableCell count_cell(std::uint64_t count) {
  return {with_separators(count), static_cast<double>(count)};
}

TableCell decimal_cell(double number, int decimals) {
  return {decimal_text(number, decimals), number};
}

TableCell share_cell(double share) { return {percent_text(share), share}; }

TableCell no_number(const char* text) { return {text, kNoNumber}; }

bool row_contains(const std::vector<TableCell>& row, std::string_view letters) {
  const std::string wanted = folded(letters);
  if (wanted.empty()) return true;
  return std::any_of(row.begin(), row.end(), [&](const TableCell& cell) {
    return folded(cell.text).find(wanted) != std::string::npos;
  });
}

std::vector<std::uint32_t> sorted_rows(const Table& table, std::size_t column, bool descending) {
  CNX_CHECK(column < table.columns.size());
  std::vector<std::uint32_t> order(table.rows.size());
  std::iota(order.begin(), order.end(), 0u);
  const bool numeric = table.columns[column].numeric;
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    const TableCell& left = table.rows[descending ? b : a][column];
    const TableCell& right = table.rows[descending ? a : b][column];
    if (!numeric) return left.text < right.text;
    // NaN is no strict weak order with "<": it goes behind every number, either way round.
    const bool left_missing = left.number != left.number;
    const bool right_missing = right.number != right.number;
    if (left_missing || right_missing) {
      return descending ? left_missing && !right_missing : !left_missing && right_missing;
    }
    return left.number < right.number;
  };
  std::stable_sort(order.begin(), order.end(), before);
  return order;
}

}  // namespace cnx
