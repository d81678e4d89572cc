#pragma once
// counting_sort.h — offsets of rows, and a stable scatter into them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace cnx {

/// Where each row's entries begin when entries are grouped by row: [rows + 1], first 0.
/// key_of(i) names the row of entry i, below `rows`; fewer than 2^32 entries. O(entries + rows).
template <typename KeyOf>
std::vector<std::uint32_t> row_offsets(std::size_t entries, std::size_t rows, const KeyOf& key_of) {
  std::vector<std::uint32_t> offsets(rows + 1);
  for (std::size_t i = 0; i < entries; ++i) offsets[std::size_t{key_of(i)} + 1] += 1;
  for (std::size_t r = 0; r < rows; ++r) offsets[r + 1] += offsets[r];
  return offsets;
}

/// Calls place(i, slot) for every entry in order, with the slot it has when entries are grouped
/// by row and keep their order inside a row. O(entries + rows).
template <typename KeyOf, typename Place>
void scatter_by_row(std::span<const std::uint32_t> offsets, std::size_t entries,
                    const KeyOf& key_of, const Place& place) {
  std::vector<std::uint32_t> next(offsets.begin(), offsets.end());
  for (std::size_t i = 0; i < entries; ++i) place(i, next[key_of(i)]++);
}

}  // namespace cnx
