#include "base/nearest_names.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cnx {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::vector<std::string> nearest_names(std::string_view wanted, std::span<const std::string> names,
                                       std::size_t at_most) {
  wanted = wanted.substr(0, kMaxComparedBytes);
  std::vector<std::pair<std::size_t, std::size_t>> by_distance;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto name = std::string_view(names[i]).substr(0, kMaxComparedBytes);
    by_distance.emplace_back(edit_distance(wanted, name), i);
  }
  std::sort(by_distance.begin(), by_distance.end());
  std::vector<std::string> nearest;
  for (std::size_t i = 0; i < std::min(at_most, by_distance.size()); ++i) {
    nearest.push_back(names[by_distance[i].second]);
  }
  return nearest;
}

}  // namespace cnx
