#include "build/edge_bins.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>
#include <type_traits>
#include <utility>

#include "base/check.h"
#include "build/exact_division.h"
#include "build/packed_record.h"
#include "build/radix_sort.h"
#include "read/edge_numbers.h"

namespace cnx {

namespace {

// The fields of a record: post neuron in its block and pre neuron; then x, y, z; size; count; each
// carried number: those of them that there are, in this order.
constexpr std::size_t kPost = 0, kPre = 1, kFirstValue = 2;

constexpr unsigned kRowBits = 22;  // a block has fewer rows than a tile has synapses
static_assert(kMaxTileSynapses == 1u << kRowBits);

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
  std::vector<std::size_t> carried;
  for (std::size_t c = 0; c < survey.columns.size(); ++c) {
    if (survey.columns[c].source == EdgeSource::Tiles) carried.push_back(c);
  }
  which.insert(which.end(), carried.begin(), carried.end());

  CNX_CHECK(std::has_single_bit(block_neurons));
  const unsigned block_shift = static_cast<unsigned>(std::countr_zero(block_neurons));
  std::vector<PackedField> fields = {{0, block_shift},
                                     PackedField::up_to(std::max(neurons, 1u) - 1)};
  std::array<std::uint64_t, 3> extent{};  // of voxels
  for (std::size_t axis = 0; survey.shape.has_position && axis < 3; ++axis) {
    extent[axis] = static_cast<std::uint64_t>(survey.max_voxel[axis] - survey.min_voxel[axis]);
    fields.push_back(PackedField::up_to(extent[axis]));
  }
  if (survey.shape.has_size) fields.push_back(survey.size_field);
  if (weighted) fields.push_back(survey.count_field);
  for (const std::size_t c : carried) {
    fields.push_back(survey.column_fields.empty() ? PackedField{} : survey.column_fields[c]);
  }
  RecordLayout layout(fields);

  std::vector<std::uint64_t> rows_by_block(survey.rows_by_post.empty() ? 0 : blocks);
  for (std::size_t n = 0; n < survey.rows_by_post.size(); ++n) {
    rows_by_block[n / block_neurons] += survey.rows_by_post[n];
  }
  EdgeBins result(
      RecordBins(scratch, layout.bytes(), blocks, kEdgeSlices, buffer_bytes, rows_by_block),
      std::move(layout), block_neurons, neurons);
  result.shape_ = survey.shape;
  result.connections_ = !synapses;
  result.weighted_ = weighted;
  result.carried_ = carried;

  std::array<std::int64_t, 3> origin{};
  std::array<double, 3> unit{};
  std::vector<ExactDivisor> step;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    step.emplace_back(static_cast<std::uint64_t>(survey.grid.step_nm[axis]));
    origin[axis] = survey.grid.origin_nm[axis] + survey.min_voxel[axis] * survey.grid.step_nm[axis];
    unit[axis] = edges.synapse.position_unit_nm * edges.synapse.axis_scale[axis];
  }
  std::vector<ColumnKind> kinds;
  for (const std::size_t column : which) kinds.push_back(edges.list.columns[column].kind);
  // The survey has seen every value; another one now is another input.
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
    std::vector<const NumberBits*> columns;
    for (const auto& column : piece.values) columns.push_back(column.data());
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      std::size_t value = 0, field = kFirstValue;
      // What a column of counts or sizes says.
      const auto take_whole = [&](RecordPacker& record) {
        const auto number = whole_number(columns[value][i], kinds[value]);
        if (!number || !fields[field].holds(static_cast<std::uint64_t>(*number))) return false;
        record.put(static_cast<std::uint64_t>(*number), fields[field]);
        ++value;
        ++field;
        return true;
      };
      if (weighted) {
        const auto count = whole_number(columns[0][i], kinds[0]);
        if (count == 0) continue;
      }
      const std::uint32_t post = places.index_of_row[piece.post[i]];
      std::byte* const place = result.bins_.add(slice, post >> block_shift);
      if (place == nullptr) return flush(slice);
      RecordPacker record(result.layout_, place);
      record.put(post & (block_neurons - 1), fields[kPost]);
      record.put(places.index_of_row[piece.pre[i]], fields[kPre]);
      for (std::size_t axis = 0; survey.shape.has_position && axis < 3; ++axis) {
        const auto nm = coordinate_nm(columns[value][i], kinds[value], unit[axis]);
        if (!nm) return changed(piece, i);
        const std::uint64_t voxel = step[axis].quotient(static_cast<std::uint64_t>(*nm) -
                                                        static_cast<std::uint64_t>(origin[axis]));
        if (voxel > extent[axis]) return changed(piece, i);
        record.put(voxel, fields[field]);
        ++value;
        ++field;
      }
      if (survey.shape.has_size && !take_whole(record)) return changed(piece, i);
      if (weighted && !take_whole(record)) return changed(piece, i);
      for (; value < which.size(); ++value, ++field) {
        const NumberBits bits = canonical(columns[value][i], kinds[value]);
        if (!fields[field].holds(bits)) return changed(piece, i);
        record.put(bits, fields[field]);
      }
      record.finish();
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
  const RecordBytes records = std::move(taken).value();
  const std::size_t bytes = layout_.bytes();
  const std::size_t rows = records.size() / bytes;
  CNX_CHECK(rows < kMaxTileSynapses);
  const auto record = [&](std::size_t row) { return records.data() + row * bytes; };

  EdgeBlock block;
  block.first_neuron = static_cast<NeuronIndex>(number * block_neurons_);
  const std::uint32_t neurons = std::min(block_neurons_, neuron_count_ - block.first_neuron);

  // Post (16 bits, as a block is a tile's) and pre (26), which a record begins with, and the row.
  const unsigned pre_bits = layout_.field(kPre).bits;
  const unsigned pair_bits = layout_.field(kPost).bits + pre_bits;
  CNX_CHECK(pair_bits + kRowBits <= 64);
  std::vector<std::uint64_t> order(rows), space;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint64_t pair =
        pair_bits == 0 ? 0 : RecordLayout::first_bits(record(row)) >> (64 - pair_bits);
    order[row] = pair << kRowBits | row;
  }
  radix_sort(order, space, kRowBits);
  const auto row_at = [&](std::size_t i) { return order[i] & ((1u << kRowBits) - 1); };
  const auto comes_before = [&](std::uint64_t a, std::uint64_t b) {
    return layout_.before(record(a & ((1u << kRowBits) - 1)), record(b & ((1u << kRowBits) - 1)));
  };
  const std::size_t carried = carried_.size();
  const std::size_t values = layout_.fields() - kFirstValue;
  const std::size_t count_field = layout_.fields() - carried - 1;

  block.in.offsets.assign(std::size_t{neurons} + 1, 0);
  block.in.targets.reserve(rows);
  block.in.synapse_counts.reserve(rows);
  for (std::size_t begin = 0, end = 0; begin < rows; begin = end) {
    const std::uint64_t pair = order[begin] >> kRowBits;
    while (end < rows && order[end] >> kRowBits == pair) ++end;
    std::uint64_t count = end - begin;
    if (weighted_) {
      count = 0;
      for (std::size_t i = begin; i < end; ++i)
        count += layout_.number(record(row_at(i)), count_field);
    } else if (end - begin > 1 && values > 0) {
      std::sort(order.begin() + static_cast<std::ptrdiff_t>(begin),
                order.begin() + static_cast<std::ptrdiff_t>(end), comes_before);
    }
    if (connections_) block.merged += end - begin - 1;
    const auto pre = static_cast<NeuronIndex>(pair & ((1u << pre_bits) - 1));
    const auto post = static_cast<std::uint32_t>(pair >> pre_bits);
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

  std::size_t field = kFirstValue;
  const auto gather = [&](auto& out) {
    out.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      out[i] =
          static_cast<std::decay_t<decltype(out[i])>>(layout_.number(record(row_at(i)), field));
    }
    ++field;
  };
  if (shape_.has_position) {
    for (auto& axis : block.voxel) gather(axis);
  }
  if (shape_.has_size) gather(block.size);
  if (weighted_) ++field;
  block.carried.resize(carried);
  for (auto& column : block.carried) gather(column);
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
