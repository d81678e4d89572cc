#pragma once
// edge_list.h — the edges of an input, read in pieces: a list may be larger than the memory.
//
// One row for each synapse, or for each connection or part of one. What the numbers mean is not
// known here; raw_connectome.h says so.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/manifest.h"

namespace cnx {

/// The 64 bits of a number: those of an int64 in an Integer column, of a binary64 in a Real one.
using NumberBits = std::uint64_t;

struct EdgeListColumn {
  std::string name;
  ColumnKind kind = ColumnKind::Integer;  // Integer or Real
  StoredType type = StoredType::Int64;
};

/// Consecutive rows of some columns.
struct EdgePiece {
  std::uint64_t first_row = 0;
  std::vector<std::uint32_t> pre, post;         // [rows], rows of the vertex table
  std::vector<std::vector<NumberBits>> values;  // [columns asked for][rows]
  std::vector<std::byte> raw;                   // the reader's own space, kept from piece to piece

  std::size_t rows() const { return pre.size(); }
};

struct EdgeList {
  /// Fills `piece` with rows [first, first + rows) of the columns `which`. From any thread, a piece
  /// for each. Ends are below the neuron count, or the error says which is not.
  using Read = std::function<Result<Done>(std::uint64_t first, std::size_t rows,
                                          std::span<const std::size_t> which, EdgePiece& piece)>;

  std::uint64_t rows = 0;
  std::vector<EdgeListColumn> columns;
  bool in_any_order = true;  // false: pieces cost much less one after the other (packed files)
  Read read;
};

/// Slice `slice` of `slices` of so many rows ends before this row.
inline std::uint64_t slice_end(std::uint64_t rows, std::size_t slices, std::size_t slice) {
  return rows / slices * (slice + 1) + std::min<std::uint64_t>(slice + 1, rows % slices);
}

inline constexpr std::size_t kPieceRows = 8192;  // a piece of ten columns stays in a core's cache

/// Reads everything once, on all threads. The list is cut into `slices` of consecutive rows;
/// body(slice, piece) gets the pieces of a slice one after another, so that what a slice
/// accumulates does not depend on the threads. Returns the first error in the order of rows.
Result<Done> read_slices(
    const EdgeList& list, std::span<const std::size_t> which, std::size_t slices,
    const std::function<Result<Done>(std::size_t slice, const EdgePiece& piece)>& body);

/// The same, one piece after another in the order of rows, on one thread.
Result<Done> read_in_order(const EdgeList& list, std::span<const std::size_t> which,
                           const std::function<Result<Done>(const EdgePiece& piece)>& body);

/// A list that is in memory: columns of equal lengths. Ends are checked when they are read.
EdgeList edges_in_memory(std::vector<std::uint32_t> pre, std::vector<std::uint32_t> post,
                         std::vector<EdgeListColumn> columns,
                         std::vector<std::vector<NumberBits>> values, std::uint32_t neuron_count,
                         std::string what);

}  // namespace cnx
