#include "build/edge_bins.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>

#include "base/check.h"
#include "build/radix_sort.h"
#include "read/edge_numbers.h"

namespace cnx {

namespace {

// A record: words of 32 bits. Post and pre neuron; then x, y, z; size; count; two words for each
// carried number: those of them that there are, in this order.
constexpr std::size_t kPost = 0, kPre = 1, kFirstValue = 2;

constexpr unsigned kRowBits = 22;  // a block has fewer rows than a tile has synapses
static_assert(kMaxTileSynapses == 1u << kRowBits);

std::uint32_t word(const std::byte* record, std::size_t at) {
  std::uint32_t value;
  std::memcpy(&value, record + at * sizeof value, sizeof value);
  return value;
}

class RecordFiller {
 public:
  explicit RecordFiller(std::byte* record) : at_(record) {}
  void put(std::uint32_t value) {
    std::memcpy(at_, &value, sizeof value);
    at_ += sizeof value;
  }
  void put_number(NumberBits bits) {
    std::memcpy(at_, &bits, sizeof bits);
    at_ += sizeof bits;
  }

 private:
  std::byte* at_;
};

/// Every NaN is the same missing value.
NumberBits canonical(NumberBits bits, ColumnKind kind) {
  if (kind == ColumnKind::Integer || !std::isnan(std::bit_cast<double>(bits))) return bits;
  return 0x7ff8000000000000;
}

}  // namespace

Result<EdgeBins> EdgeBins::fill(const RawEdges& edges, const EdgeSurvey& survey,
                                const NeuronPlaces& places, std::uint32_t block_neurons,
                                Scratch& scratch, std::size_t buffer_bytes) {
  const auto neurons = static_cast<std::uint32_t>(places.index_of_row.size());
  const std::size_t blocks = (std::size_t{neurons} + block_neurons - 1) / block_neurons;
  const bool synapses = edges.unit == EdgeUnit::Synapse;

  // Columns to read: the three coordinates, the size, the count, then what is carried.
  std::vector<std::size_t> which;
  if (survey.shape.has_position) {
    which.assign(edges.synapse.position->begin(), edges.synapse.position->end());
  }
  if (survey.shape.has_size) which.push_back(*edges.synapse.size);
  const bool weighted = survey.counts_are_used;
  if (weighted) which.push_back(edges.count->column);
  const std::size_t own = which.size();
  std::vector<std::size_t> carried;
  for (std::size_t c = 0; c < survey.columns.size(); ++c) {
    if (survey.columns[c].source == EdgeSource::Tiles) carried.push_back(c);
  }
  which.insert(which.end(), carried.begin(), carried.end());

  const std::size_t record_bytes =
      (kFirstValue + own) * sizeof(std::uint32_t) + carried.size() * sizeof(NumberBits);
  std::vector<std::uint64_t> rows_by_block(survey.rows_by_post.empty() ? 0 : blocks);
  for (std::size_t n = 0; n < survey.rows_by_post.size(); ++n) {
    rows_by_block[n / block_neurons] += survey.rows_by_post[n];
  }
  EdgeBins result(
      RecordBins(scratch, record_bytes, blocks, kEdgeSlices, buffer_bytes, rows_by_block),
      block_neurons, neurons);
  result.shape_ = survey.shape;
  result.connections_ = !synapses;
  result.weighted_ = weighted;
  result.carried_ = carried;
  const unsigned block_shift = static_cast<unsigned>(std::countr_zero(block_neurons));
  CNX_CHECK(std::has_single_bit(block_neurons));

  std::array<std::int64_t, 3> origin{}, step{};
  std::array<double, 3> unit{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    step[axis] = survey.grid.step_nm[axis];
    origin[axis] = survey.grid.origin_nm[axis] + survey.min_voxel[axis] * step[axis];
    unit[axis] = edges.synapse.position_unit_nm * edges.synapse.axis_scale[axis];
  }
  const auto kind_of = [&](std::size_t value) { return edges.list.columns[which[value]].kind; };
  // The survey has seen every value; another one now is another input.
  const auto in_words = [](const std::optional<std::int64_t>& number) {
    return number && *number >= 0 && *number <= std::int64_t{0xffffffff};
  };
  const auto changed_at = [&](const std::string& place) {
    return Error{ErrorCode::Unreadable, edges.name + ": " + place +
                                            " changed while the input was being read; run again "
                                            "when nothing writes to it"};
  };
  const auto changed = [&](const EdgePiece& piece, std::size_t i) {
    return changed_at("row " + std::to_string(piece.first_row + i));
  };
  const auto flush = [&](std::size_t slice) -> Result<Done> {
    const auto done = result.bins_.flush(slice);
    // More rows for a block than the survey has counted.
    if (!done.ok() && done.error().code == ErrorCode::OutOfRange) return changed_at("a row");
    return done;
  };
  const auto take = [&](std::size_t slice, const EdgePiece& piece) -> Result<Done> {
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      std::size_t value = 0;
      std::uint32_t count = 1;
      if (weighted) {
        const auto number = whole_number(piece.values[0][i], kind_of(0));
        if (!in_words(number)) return changed(piece, i);
        count = static_cast<std::uint32_t>(*number);
        if (count == 0) continue;
      }
      const std::uint32_t post = places.index_of_row[piece.post[i]];
      std::byte* const record = result.bins_.add(slice, post >> block_shift);
      if (record == nullptr) return flush(slice);
      RecordFiller fill(record);
      fill.put(post);
      fill.put(places.index_of_row[piece.pre[i]]);
      for (std::size_t axis = 0; survey.shape.has_position && axis < 3; ++axis, ++value) {
        const auto nm = coordinate_nm(piece.values[value][i], kind_of(value), unit[axis]);
        if (!nm || *nm < origin[axis]) return changed(piece, i);
        const std::int64_t voxel = (*nm - origin[axis]) / step[axis];
        if (voxel > survey.max_voxel[axis] - survey.min_voxel[axis]) return changed(piece, i);
        fill.put(static_cast<std::uint32_t>(voxel));
      }
      if (survey.shape.has_size) {
        const auto size = whole_number(piece.values[value][i], kind_of(value));
        if (!in_words(size)) return changed(piece, i);
        fill.put(static_cast<std::uint32_t>(*size));
        ++value;
      }
      if (weighted) {
        fill.put(count);
        ++value;
      }
      for (; value < which.size(); ++value) {
        fill.put_number(canonical(piece.values[value][i], kind_of(value)));
      }
    }
    return Done{};
  };
  CNX_CHECK(synapses || !survey.shape.has_position);
  const auto done = read_slices(edges.list, which, kEdgeSlices,
                                [&](std::size_t slice, const EdgePiece& piece) -> Result<Done> {
                                  const auto taken = take(slice, piece);
                                  if (!taken.ok()) return taken;
                                  const bool last = piece.first_row + piece.rows() ==
                                                    slice_end(edges.list.rows, kEdgeSlices, slice);
                                  return last ? flush(slice) : Result<Done>(Done{});
                                });
  if (!done.ok()) return done.error();
  return result;
}

Result<EdgeBlock> EdgeBins::block(std::size_t number) const {
  auto taken = bins_.take(number);
  if (!taken.ok()) return taken.error();
  const std::vector<std::byte> records = std::move(taken).value();
  const std::size_t bytes = bins_.record_bytes();
  const std::size_t rows = records.size() / bytes;
  CNX_CHECK(rows < kMaxTileSynapses);
  const auto record = [&](std::size_t row) { return records.data() + row * bytes; };

  EdgeBlock block;
  block.first_neuron = static_cast<NeuronIndex>(number * block_neurons_);
  const std::uint32_t neurons = std::min(block_neurons_, neuron_count_ - block.first_neuron);

  // Post (16 bits, as a block is a tile's), pre (26), and the row.
  std::vector<std::uint64_t> order(rows), space;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint64_t post = word(record(row), kPost) - block.first_neuron;
    order[row] = (post << 26 | word(record(row), kPre)) << kRowBits | row;
  }
  radix_sort(order, space, kRowBits);
  const auto row_at = [&](std::size_t i) { return order[i] & ((1u << kRowBits) - 1); };

  const std::size_t carried = carried_.size();
  const std::size_t words = bytes / sizeof(std::uint32_t) - 2 * carried;
  const auto number_of = [&](std::size_t row, std::size_t c) {
    NumberBits bits;
    std::memcpy(&bits, record(row) + words * sizeof(std::uint32_t) + c * sizeof bits, sizeof bits);
    return bits;
  };
  const auto comes_before = [&](std::uint64_t a, std::uint64_t b) {
    const std::size_t row_a = a & ((1u << kRowBits) - 1), row_b = b & ((1u << kRowBits) - 1);
    for (std::size_t w = kFirstValue; w < words; ++w) {
      const std::uint32_t x = word(record(row_a), w), y = word(record(row_b), w);
      if (x != y) return x < y;
    }
    for (std::size_t c = 0; c < carried; ++c) {
      const NumberBits x = number_of(row_a, c), y = number_of(row_b, c);
      if (x != y) return x < y;
    }
    return false;
  };

  block.in.offsets.assign(std::size_t{neurons} + 1, 0);
  for (std::size_t begin = 0, end = 0; begin < rows; begin = end) {
    const std::uint64_t pair = order[begin] >> kRowBits;
    while (end < rows && order[end] >> kRowBits == pair) ++end;
    std::uint64_t count = end - begin;
    if (weighted_) {
      count = 0;
      for (std::size_t i = begin; i < end; ++i) count += word(record(row_at(i)), words - 1);
    } else if (end - begin > 1 && (words > kFirstValue || carried > 0)) {
      std::sort(order.begin() + static_cast<std::ptrdiff_t>(begin),
                order.begin() + static_cast<std::ptrdiff_t>(end), comes_before);
    }
    if (connections_) block.merged += end - begin - 1;
    const auto pre = static_cast<NeuronIndex>(pair & ((1u << 26) - 1));
    const auto post = static_cast<std::uint32_t>(pair >> 26);
    if (count > 0xffffffffu) {
      return Error{ErrorCode::OutOfRange,
                   "the synapses from one neuron to another are more than 4,294,967,295; "
                   "--edge-weight chooses another column"};
    }
    block.in.offsets[post + 1] += 1;
    block.in.targets.push_back(pre);
    block.in.synapse_counts.push_back(static_cast<std::uint32_t>(count));
  }
  for (std::size_t r = 0; r < neurons; ++r) block.in.offsets[r + 1] += block.in.offsets[r];

  std::size_t value = kFirstValue;
  const auto gather = [&](std::vector<std::uint32_t>& out) {
    out.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) out[i] = word(record(row_at(i)), value);
    ++value;
  };
  if (shape_.has_position) {
    for (auto& axis : block.voxel) gather(axis);
  }
  if (shape_.has_size) gather(block.size);
  block.carried.resize(carried);
  for (std::size_t c = 0; c < carried; ++c) {
    block.carried[c].resize(rows);
    for (std::size_t i = 0; i < rows; ++i) block.carried[c][i] = number_of(row_at(i), c);
  }
  return block;
}

SynapseRows synapse_rows(const EdgeBlock& block, const EdgeSurvey& survey,
                         const std::array<std::span<const std::int64_t>, 3>& soma_nm) {
  SynapseRows rows;
  const std::size_t neurons = block.in.offsets.size() - 1;
  rows.offsets.assign(neurons + 1, 0);
  for (std::size_t r = 0; r < neurons; ++r) {
    std::uint32_t synapses = 0;
    for (std::uint32_t e = block.in.offsets[r]; e < block.in.offsets[r + 1]; ++e) {
      synapses += block.in.synapse_counts[e];
    }
    rows.offsets[r + 1] = rows.offsets[r] + synapses;
  }
  for (std::size_t axis = 0; survey.shape.has_position && axis < 3; ++axis) {
    rows.residual[axis].resize(block.voxel[axis].size());
    for (std::size_t r = 0; r < neurons; ++r) {
      const std::int64_t soma = soma_voxel(soma_nm[axis][block.first_neuron + r],
                                           survey.grid.origin_nm[axis], survey.grid.step_nm[axis]);
      for (std::uint32_t s = rows.offsets[r]; s < rows.offsets[r + 1]; ++s) {
        rows.residual[axis][s] = survey.min_voxel[axis] + block.voxel[axis][s] - soma;
      }
    }
  }
  rows.size = block.size;
  return rows;
}

}  // namespace cnx
