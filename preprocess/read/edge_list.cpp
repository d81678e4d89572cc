#include "read/edge_list.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "base/check.h"
#include "parallel_for.h"

namespace cnx {

namespace {

/// Rows [first, end) piece by piece; stops early when `failed_before` says that it does not matter.
Result<Done> read_range(const EdgeList& list, std::span<const std::size_t> which,
                        std::uint64_t first, std::uint64_t end, EdgePiece& piece,
                        const std::function<Result<Done>(const EdgePiece& piece)>& body) {
  while (first < end) {
    const auto rows = static_cast<std::size_t>(std::min<std::uint64_t>(kPieceRows, end - first));
    if (const auto done = list.read(first, rows, which, piece); !done.ok()) return done;
    CNX_CHECK(piece.first_row == first && piece.rows() == rows &&
              piece.values.size() == which.size());
    if (const auto done = body(piece); !done.ok()) return done;
    first += rows;
  }
  return Done{};
}

struct InMemory {
  std::vector<std::uint32_t> pre, post;
  std::vector<std::vector<NumberBits>> values;
};

}  // namespace

Result<Done> read_slices(
    const EdgeList& list, std::span<const std::size_t> which, std::size_t slices,
    const std::function<Result<Done>(std::size_t slice, const EdgePiece& piece)>& body) {
  CNX_CHECK(slices > 0);
  std::vector<std::optional<Error>> errors(slices);
  const auto read_slice = [&](std::size_t slice) {
    const std::uint64_t first = slice == 0 ? 0 : slice_end(list.rows, slices, slice - 1);
    const std::uint64_t end = slice_end(list.rows, slices, slice);
    EdgePiece piece;
    const auto done = read_range(list, which, first, end, piece,
                                 [&](const EdgePiece& part) { return body(slice, part); });
    if (!done.ok()) errors[slice] = done.error();
  };
  if (list.in_any_order) {
    parallel_for(slices, read_slice);
  } else {
    for (std::size_t slice = 0; slice < slices; ++slice) read_slice(slice);
  }
  for (const auto& error : errors) {
    if (error) return *error;
  }
  return Done{};
}

Result<Done> read_in_order(const EdgeList& list, std::span<const std::size_t> which,
                           const std::function<Result<Done>(const EdgePiece& piece)>& body) {
  EdgePiece piece;
  return read_range(list, which, 0, list.rows, piece, body);
}

EdgeList edges_in_memory(std::vector<std::uint32_t> pre, std::vector<std::uint32_t> post,
                         std::vector<EdgeListColumn> columns,
                         std::vector<std::vector<NumberBits>> values, std::uint32_t neuron_count,
                         std::string what) {
  CNX_CHECK(pre.size() == post.size() && columns.size() == values.size());
  for (const auto& column : values) CNX_CHECK(column.size() == pre.size());
  EdgeList list;
  list.rows = pre.size();
  list.columns = std::move(columns);
  const auto data = std::make_shared<const InMemory>(
      InMemory{std::move(pre), std::move(post), std::move(values)});
  list.read = [data, neuron_count, what = std::move(what)](std::uint64_t first, std::size_t rows,
                                                           std::span<const std::size_t> which,
                                                           EdgePiece& piece) -> Result<Done> {
    const auto part = [&](const auto& all) {
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
      return std::pair(begin, begin + static_cast<std::ptrdiff_t>(rows));
    };
    const auto copy = [&](const auto& all, auto& out) {
      const auto [begin, end] = part(all);
      out.assign(begin, end);
    };
    piece.first_row = first;
    copy(data->pre, piece.pre);
    copy(data->post, piece.post);
    for (std::size_t i = 0; i < rows; ++i) {
      if (piece.pre[i] >= neuron_count || piece.post[i] >= neuron_count) {
        return Error{ErrorCode::OutOfRange,
                     what + ", entry " + std::to_string(first + i) + ": goes from row " +
                         std::to_string(piece.pre[i]) + " to row " + std::to_string(piece.post[i]) +
                         ", and the vertex table has only " + std::to_string(neuron_count) +
                         (neuron_count == 1 ? " row" : " rows")};
      }
    }
    piece.values.resize(which.size());
    for (std::size_t c = 0; c < which.size(); ++c) copy(data->values[which[c]], piece.values[c]);
    return Done{};
  };
  return list;
}

}  // namespace cnx
