#include "build/condensed_group.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <mutex>
#include <utility>

#include "base/check.h"
#include "read/edge_numbers.h"

namespace cnx {

namespace {

/// A number that is different, as good as always, for another connection or another value.
std::uint64_t hash_of(NeuronIndex pre, NeuronIndex post, std::uint64_t value) {
  std::uint64_t x = (std::uint64_t{pre} << 32 | post) * 0x9e3779b97f4a7c15;
  x ^= x >> 32;
  x = (x + value) * 0xbf58476d1ce4e5b9;
  x ^= x >> 29;
  x *= 0x94d049bb133111eb;
  return x ^ x >> 32;
}

NumberBits bits_of(std::int64_t number, ColumnKind kind) {
  return kind == ColumnKind::Integer ? static_cast<NumberBits>(number)
                                     : std::bit_cast<NumberBits>(static_cast<double>(number));
}

std::string connections_text(const RowSum& sum) {
  return std::to_string(sum.connections) +
         (sum.connections == 1 ? " connection with " : " connections with ") +
         std::to_string(sum.synapses) + (sum.synapses == 1 ? " synapse" : " synapses");
}

}  // namespace

Result<CondensedGroup> CondensedGroup::read(const RawEdges& condensed, const NeuronPlaces& places,
                                            std::span<const EdgeColumn> synapse_columns) {
  const EdgeList& list = condensed.list;
  CNX_CHECK(condensed.count.has_value());
  const std::size_t count_column = condensed.count->column;
  CondensedGroup group;
  group.name_ = condensed.name;
  group.list_ = list.columns;
  group.rows_.resize(places.index_of_row.size());
  group.column_sums_.resize(list.columns.size());
  group.is_count_.assign(list.columns.size(), true);
  for (const EdgeColumn& column : synapse_columns) group.synapse_sources_.push_back(column.source);
  std::vector<std::size_t> which;
  for (std::size_t c = 0; c < list.columns.size(); ++c) {
    which.push_back(c);
    for (std::uint32_t of = 0; of < synapse_columns.size(); ++of) {
      if (!synapse_columns[of].holds_integers()) continue;
      if (list.columns[c].name == "total_" + synapse_columns[of].name) {
        group.derived_.push_back({c, EdgeSource::Sum, of});
      } else if (list.columns[c].name == "mean_" + synapse_columns[of].name &&
                 list.columns[c].kind == ColumnKind::Real) {
        group.derived_.push_back({c, EdgeSource::Mean, of});
      }
    }
  }

  std::mutex columns_lock;
  const auto done = read_slices(
      list, which, kEdgeSlices, [&](std::size_t, const EdgePiece& piece) -> Result<Done> {
        std::vector<std::uint64_t> sums(list.columns.size());
        std::vector<bool> is_count(list.columns.size(), true);
        const auto add_row = [&group](NeuronIndex pre, const RowSum& sum) {
          RowSum& row = group.rows_[pre];
          std::atomic_ref(row.hash).fetch_add(sum.hash, std::memory_order_relaxed);
          std::atomic_ref(row.synapses).fetch_add(sum.synapses, std::memory_order_relaxed);
          std::atomic_ref(row.connections).fetch_add(sum.connections, std::memory_order_relaxed);
        };
        NeuronIndex last = 0;
        RowSum row;
        for (std::size_t i = 0; i < piece.rows(); ++i) {
          const auto count =
              whole_number(piece.values[count_column][i], list.columns[count_column].kind);
          if (!count || *count < 0 || *count > std::int64_t{0xffffffff}) {
            return Error{ErrorCode::OutOfRange, condensed.name + ": edge column \"" +
                                                    list.columns[count_column].name +
                                                    "\" holds no number of synapses in row " +
                                                    std::to_string(piece.first_row + i)};
          }
          if (*count == 0) continue;
          const NeuronIndex pre = places.index_of_row[piece.pre[i]];
          const NeuronIndex post = places.index_of_row[piece.post[i]];
          if (pre != last) {
            if (row.connections > 0) add_row(last, row);
            row = {};
            last = pre;
          }
          row.hash += hash_of(pre, post, static_cast<std::uint64_t>(*count));
          row.synapses += static_cast<std::uint64_t>(*count);
          row.connections += 1;
          for (std::size_t c = 0; c < sums.size(); ++c) {
            const NumberBits bits = piece.values[c][i];
            sums[c] += hash_of(pre, post, bits);
            if (bits != bits_of(*count, list.columns[c].kind)) is_count[c] = false;
          }
        }
        if (row.connections > 0) add_row(last, row);
        const std::lock_guard lock(columns_lock);
        for (std::size_t c = 0; c < sums.size(); ++c) {
          group.column_sums_[c] += sums[c];
          if (!is_count[c]) group.is_count_[c] = false;
        }
        return Done{};
      });
  if (!done.ok()) return done.error();
  return group;
}

std::vector<std::uint64_t> CondensedGroup::sums_of(const EdgeBlock& block,
                                                   std::span<const std::size_t> carried) const {
  std::vector<std::uint64_t> sums;
  for (const Derived& derived : derived_) {
    const bool size = synapse_sources_[derived.of] == EdgeSource::Size;
    const auto at = std::find(carried.begin(), carried.end(), derived.of);
    std::uint64_t sum = 0;
    if (size || at != carried.end()) {
      const auto value = [&](std::size_t i) -> std::uint64_t {
        return size ? block.size[i]
                    : block.carried[static_cast<std::size_t>(at - carried.begin())][i];
      };
      const ColumnKind kind = list_[derived.column].kind;
      std::size_t i = 0;
      for (std::uint32_t r = 0; r + 1 < block.in.offsets.size(); ++r) {
        for (std::uint32_t e = block.in.offsets[r]; e < block.in.offsets[r + 1]; ++e) {
          const std::uint32_t count = block.in.synapse_counts[e];
          std::uint64_t total = 0;
          for (std::uint32_t s = 0; s < count; ++s) total += value(i++);
          const auto number = static_cast<std::int64_t>(total);
          const NumberBits bits = derived.source == EdgeSource::Sum
                                      ? bits_of(number, kind)
                                      : std::bit_cast<NumberBits>(static_cast<double>(number) /
                                                                  static_cast<double>(count));
          sum += hash_of(block.in.targets[e], block.first_neuron + r, bits);
        }
      }
    }
    sums.push_back(sum);
  }
  return sums;
}

void CondensedGroup::add(std::span<const std::uint64_t> sums_of_block) {
  CNX_CHECK(sums_of_block.size() == derived_.size());
  for (std::size_t d = 0; d < derived_.size(); ++d) derived_[d].made += sums_of_block[d];
}

void CondensedGroup::sum_rows(NeuronIndex first, const EdgeRows& out, std::span<RowSum> made) {
  for (std::uint32_t r = 0; r + 1 < out.offsets.size(); ++r) {
    RowSum& row = made[first + r];
    for (std::uint32_t e = out.offsets[r]; e < out.offsets[r + 1]; ++e) {
      row.hash += hash_of(first + r, out.targets[e], out.synapse_counts[e]);
      row.synapses += out.synapse_counts[e];
      row.connections += 1;
    }
  }
}

std::optional<std::string> CondensedGroup::difference(std::span<const RowSum> made,
                                                      std::span<const std::uint32_t> row_of) const {
  CNX_CHECK(made.size() == rows_.size());
  const auto [mine, theirs] = std::mismatch(made.begin(), made.end(), rows_.begin());
  if (mine == made.end()) return std::nullopt;
  const std::string row =
      "row " + std::to_string(row_of[static_cast<std::size_t>(mine - made.begin())]);
  if (mine->connections == theirs->connections && mine->synapses == theirs->synapses) {
    return "from " + row + " both have " + connections_text(*mine) +
           ", but to other neurons or with other counts";
  }
  return "from " + row + " there are " + connections_text(*mine) + ", and " + name_ + " has " +
         connections_text(*theirs);
}

std::vector<EdgeColumn> CondensedGroup::columns() const {
  std::vector<EdgeColumn> columns;
  for (std::size_t c = 0; c < list_.size(); ++c) {
    EdgeColumn column{.name = list_[c].name,
                      .type = list_[c].type,
                      .source = EdgeSource::Tiles,
                      .kind = list_[c].kind};
    const auto derived =
        std::find_if(derived_.begin(), derived_.end(), [&](const Derived& candidate) {
          return candidate.column == c && candidate.made == column_sums_[c];
        });
    if (is_count_[c]) {
      column.source = EdgeSource::Count;
      column.kind = ColumnKind::Integer;
    } else if (derived != derived_.end()) {
      column.source = derived->source;
      column.of = derived->of;
      column.kind = ColumnKind::Integer;
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

}  // namespace cnx
