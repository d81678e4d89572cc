#include "format/edge_rows.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/check.h"
#include "format/gap_contexts.h"
#include "format/number_tokens.h"
#include "format/tile_header.h"

namespace cnx {
namespace {

// Contexts of the model, one after another.
constexpr unsigned kDegreeContext = 0;
constexpr unsigned kMapContexts = 12;  // by the cell before
constexpr unsigned kMapContext = kDegreeContext + 1;
constexpr unsigned kCountContexts = 4;  // by the count before in the same lane
static_assert(kCountContexts == 4);     // a token below 4 is a count and names its context
constexpr unsigned kCountContext = kMapContext + kMapContexts;
constexpr unsigned kGapContext = kCountContext + kCountContexts;
static_assert(kGapContext + kGapContexts == kEdgeContexts);

constexpr unsigned kMaxCellBits = 27;

constexpr unsigned map_context(std::uint32_t cell_before) {
  return kMapContext + std::min(cell_before, kMapContexts - 1);
}
constexpr unsigned count_context(std::uint32_t count_before) {
  return kCountContext + std::min(count_before, kCountContexts - 1);
}

/// First row of each lane and the number of rows: lane l starts where l quarters of the edges are
/// behind.
std::array<std::uint32_t, kRansLanes + 1> lane_rows(std::span<const std::uint32_t> offsets) {
  const auto rows = static_cast<std::uint32_t>(offsets.size() - 1);
  const std::uint64_t edges = offsets.back();
  std::array<std::uint32_t, kRansLanes + 1> first{};
  for (unsigned lane = 1; lane < kRansLanes; ++lane) {
    first[lane] = first[lane - 1];
    while (first[lane] < rows && kRansLanes * std::uint64_t{offsets[first[lane]]} < lane * edges) {
      ++first[lane];
    }
  }
  first[kRansLanes] = rows;
  return first;
}

std::uint32_t cell_count(std::uint32_t neuron_count, unsigned cell_bits) {
  return ((neuron_count - 1) >> cell_bits) + 1;
}

/// Where in a lane the coder stands.
struct Lane {
  std::uint32_t row = 0, row_end = 0;    // the row of `edge`, the lane's end
  std::uint32_t edge = 0, edge_end = 0;  // the next edge, the row's end
  std::uint64_t next = 0;                // the smallest target that may come now
  const std::uint8_t* contexts = nullptr;

  bool active() const { return edge != edge_end; }

  /// Goes to the first row from `row` on that has edges; without one, active() is false.
  void seek(std::span<const std::uint32_t> offsets, GapContexts& gaps) {
    while (row < row_end && offsets[row + 1] == offsets[row]) ++row;
    if (row == row_end) {
      edge = edge_end = 0;
      return;
    }
    edge = offsets[row];
    edge_end = offsets[row + 1];
    next = 0;
    contexts = gaps.of_degree(edge_end - edge);
  }
};

using Lanes = std::array<Lane, kRansLanes>;
using LaneGaps = std::array<GapContexts, kRansLanes>;

Lanes start_lanes(std::span<const std::uint32_t> offsets, LaneGaps& gaps) {
  const auto first = lane_rows(offsets);
  Lanes lanes;
  for (unsigned l = 0; l < kRansLanes; ++l) {
    lanes[l].row = first[l];
    lanes[l].row_end = first[l + 1];
    lanes[l].seek(offsets, gaps[l]);
  }
  return lanes;
}

/// How many rounds go on without one of the lanes ending a row.
struct Rounds {
  std::uint32_t count = 0;  // 0: no lane has edges left
  bool all = true;          // no lane has ended

  explicit operator bool() const { return count != 0; }
};

Rounds rounds_of(const Lanes& lanes) {
  Rounds rounds{UINT32_MAX, true};
  for (const Lane& lane : lanes) {
    if (lane.active()) rounds.count = std::min(rounds.count, lane.edge_end - lane.edge);
    rounds.all &= lane.active();
  }
  if (rounds.count == UINT32_MAX) rounds.count = 0;
  return rounds;
}

/// Lanes that are at the end of a row go to the next one.
void go_to_next_rows(Lanes& lanes, std::span<const std::uint32_t> offsets, LaneGaps& gaps) {
  for (unsigned l = 0; l < kRansLanes; ++l) {
    if (lanes[l].row == lanes[l].row_end || lanes[l].active()) continue;
    ++lanes[l].row;
    lanes[l].seek(offsets, gaps[l]);
  }
}

/// Cells of each lane's map: how many of its targets are in each, as a power of two.
using Maps = std::array<std::vector<std::uint8_t>, kRansLanes>;

Maps maps_of(const EdgeRows& rows, std::uint32_t neuron_count, unsigned cell_bits) {
  const auto first = lane_rows(rows.offsets);
  Maps maps;
  for (unsigned l = 0; l < kRansLanes; ++l) {
    const std::uint32_t begin = rows.offsets[first[l]], end = rows.offsets[first[l + 1]];
    if (begin == end) continue;  // a lane without edges has no map
    std::vector<std::uint32_t> targets(cell_count(neuron_count, cell_bits));
    for (std::uint32_t e = begin; e < end; ++e) ++targets[rows.targets[e] >> cell_bits];
    for (const std::uint32_t count : targets) {
      maps[l].push_back(static_cast<std::uint8_t>(std::bit_width(count)));
    }
  }
  return maps;
}

/// Calls sink(lane, context, number) for every number of a payload in the order of the decoder.
template <typename Sink>
void for_each_number(const EdgeRows& rows, std::uint32_t neuron_count, unsigned cell_bits,
                     Sink sink) {
  CNX_CHECK(!rows.offsets.empty() && rows.offsets.front() == 0);
  CNX_CHECK(rows.offsets.back() == rows.targets.size());
  CNX_CHECK(rows.targets.size() == rows.synapse_counts.size());
  CNX_CHECK(rows.targets.size() <= kMaxTileEdges);
  for (std::size_t r = 0; r + 1 < rows.offsets.size(); ++r) {
    CNX_CHECK(rows.offsets[r] <= rows.offsets[r + 1]);
    sink(static_cast<unsigned>(r % kRansLanes), kDegreeContext,
         rows.offsets[r + 1] - rows.offsets[r]);
  }

  for (const NeuronIndex target : rows.targets) CNX_CHECK(target < neuron_count);
  const Maps maps = maps_of(rows, neuron_count, cell_bits);
  for (std::size_t c = 0; c < cell_count(neuron_count, cell_bits); ++c) {
    for (unsigned l = 0; l < kRansLanes; ++l) {
      if (maps[l].empty()) continue;
      sink(l, map_context(c == 0 ? 0 : maps[l][c - 1]), std::uint32_t{maps[l][c]});
    }
  }

  LaneGaps gaps;
  for (unsigned l = 0; l < kRansLanes; ++l) gaps[l] = GapContexts{maps[l], cell_bits};
  Lanes lanes = start_lanes(rows.offsets, gaps);
  while (const Rounds rounds = rounds_of(lanes)) {
    for (std::uint32_t i = 0; i < rounds.count; ++i) {
      for (unsigned l = 0; l < kRansLanes; ++l) {
        Lane& lane = lanes[l];
        if (!rounds.all && !lane.active()) continue;
        const NeuronIndex target = rows.targets[lane.edge++];
        CNX_CHECK(target >= lane.next);
        sink(l, kGapContext + lane.contexts[lane.next >> (cell_bits - 1)],
             static_cast<std::uint32_t>(target - lane.next));
        lane.next = std::uint64_t{target} + 1;
      }
    }
    go_to_next_rows(lanes, rows.offsets, gaps);
  }

  std::array<std::uint32_t, kRansLanes> before{};
  for (std::size_t e = 0; e < rows.synapse_counts.size(); ++e) {
    CNX_CHECK(rows.synapse_counts[e] >= 1);
    const auto lane = static_cast<unsigned>(e % kRansLanes);
    sink(lane, count_context(before[lane]), rows.synapse_counts[e] - 1);
    before[lane] = rows.synapse_counts[e] - 1;
  }
}

/// kTokenNumbers for numbers below 2^32, as small as they are: the loops below live on it.
struct EdgeTokenNumbers {
  std::uint32_t first = 0, mask = 0, bits = 0;
};
using TokenTable = std::array<EdgeTokenNumbers, kMaxEdgeSymbol + 1>;
constexpr TokenTable make_token_table() {
  TokenTable table{};
  for (unsigned t = 0; t <= kMaxEdgeSymbol; ++t) {
    const TokenNumbers& numbers = kTokenNumbers[t];
    table[t] = {static_cast<std::uint32_t>(numbers.first), static_cast<std::uint32_t>(numbers.mask),
                numbers.bits};
  }
  return table;
}
constexpr TokenTable kTokens = make_token_table();

/// Decodes one payload; the members are what its parts hand to each other.
class EdgeDecoder {
 public:
  EdgeDecoder(const EdgeModel& model, std::uint32_t row_count, std::uint32_t neuron_count,
              RansReader& rans, BitReader& bits)
      : cell_bits_(model.cell_bits),
        row_count_(row_count),
        neuron_count_(neuron_count),
        rans_(rans),
        bits_(bits) {}

  Result<EdgeRows> decode() {
    for (const auto part : {&EdgeDecoder::read_degrees, &EdgeDecoder::read_maps,
                            &EdgeDecoder::read_targets, &EdgeDecoder::read_counts}) {
      const Result<Done> done = (this->*part)();
      // What was read past the end is no number of the tile: the missing bytes are the error.
      if (rans_.overrun() || bits_.overrun()) return Error{ErrorCode::Truncated, "edge rows"};
      if (!done.ok()) return done.error();
    }
    if (const auto problem = rans_.problem()) return Error{*problem, "edge rows, symbols"};
    if (const auto problem = bits_.problem()) return Error{*problem, "edge rows, bits"};
    if (maps_of(rows_, neuron_count_, cell_bits_) != maps_) {
      return Error{ErrorCode::NotCanonical, "edge rows, map"};
    }
    return std::move(rows_);
  }

 private:
  std::uint64_t number(unsigned lane, unsigned context) {
    return get_number(bits_, rans_.get(lane, context));
  }

  Result<Done> read_degrees() {
    std::uint64_t edges = 0;
    rows_.offsets.reserve(std::size_t{row_count_} + 1);
    rows_.offsets.push_back(0);
    for (std::uint32_t r = 0; r < row_count_; ++r) {
      const std::uint64_t degree = number(r % kRansLanes, kDegreeContext);
      if (degree > neuron_count_) return Error{ErrorCode::OutOfRange, "edge rows, degree"};
      edges += degree;
      if (edges > kMaxTileEdges) return Error{ErrorCode::OutOfRange, "edge rows, edges"};
      rows_.offsets.push_back(static_cast<std::uint32_t>(edges));
    }
    return Done{};
  }

  Result<Done> read_maps() {
    const auto first = lane_rows(rows_.offsets);
    for (std::uint32_t c = 0; c < cell_count(neuron_count_, cell_bits_); ++c) {
      for (unsigned l = 0; l < kRansLanes; ++l) {
        if (rows_.offsets[first[l]] == rows_.offsets[first[l + 1]]) continue;
        const std::uint64_t cell = number(l, map_context(c == 0 ? 0 : maps_[l].back()));
        if (cell > kMaxMapValue) return Error{ErrorCode::OutOfRange, "edge rows, map"};
        maps_[l].push_back(static_cast<std::uint8_t>(cell));
      }
    }
    return Done{};
  }

  Result<Done> read_targets() {
    LaneGaps gaps;
    for (unsigned l = 0; l < kRansLanes; ++l) gaps[l] = GapContexts{maps_[l], cell_bits_};
    rows_.targets.resize(rows_.offsets.back());
    Lanes lanes = start_lanes(rows_.offsets, gaps);
    bool fits = true;
    while (const Rounds rounds = rounds_of(lanes)) {
      // No more at a time than may go on past the end.
      const std::uint32_t count = std::min(rounds.count, kRansSlack / kRansLanes);
      fits = rounds.all ? read_rounds_of_all(lanes, count) : read_rounds_of_active(lanes, count);
      go_to_next_rows(lanes, rows_.offsets, gaps);
      if (rans_.overrun() || bits_.overrun()) return Error{ErrorCode::Truncated, "edge rows"};
      if (!fits) break;
    }
    if (!fits) return Error{ErrorCode::OutOfRange, "edge rows, target"};
    return Done{};
  }

  /// Reads targets of one lane after another. A plain value, like the cursors: what it holds stays
  /// in registers, whatever is written to the targets.
  struct TargetReader {
    RansCursor rans;
    BitCursor bits;
    std::uint64_t
        too_far;  // what `next` becomes and stays after a target that is not below this - 1
    unsigned half_cell_bits;

    /// `window` has the next raw bits. Raw bits of two targets that may stand here fit into it;
    /// what is read after a token that may not is of no meaning, and refused.
    NeuronIndex read(unsigned lane, const std::uint8_t* contexts, std::uint64_t& next,
                     std::uint64_t& window) {
      const unsigned context = kGapContext + contexts[next >> half_cell_bits];
      const EdgeTokenNumbers& numbers = kTokens[rans.get_unchecked(lane, context)];
      const std::uint64_t target =
          next + numbers.first + (static_cast<std::uint32_t>(window) & numbers.mask);
      window >>= numbers.bits;
      bits.skip_unchecked(numbers.bits);
      next = std::min(target + 1, too_far);
      return static_cast<NeuronIndex>(target);
    }
  };

  TargetReader target_reader() const {
    return {rans_.cursor(), bits_.cursor(), std::uint64_t{neuron_count_} + 1, cell_bits_ - 1};
  }

  /// Whether all targets so far are below neuron_count.
  bool take_back(const TargetReader& reader, const Lanes& lanes) {
    rans_.set_cursor(reader.rans);
    bits_.set_cursor(reader.bits);
    return std::all_of(lanes.begin(), lanes.end(),
                       [&](const Lane& lane) { return lane.next < reader.too_far; });
  }

  /// The loop where the time goes: everything in local variables, the four lanes side by side.
  bool read_rounds_of_all(Lanes& lanes, std::uint32_t rounds) {
    TargetReader reader = target_reader();
    std::uint64_t next0 = lanes[0].next, next1 = lanes[1].next;
    std::uint64_t next2 = lanes[2].next, next3 = lanes[3].next;
    NeuronIndex* const to0 = &rows_.targets[lanes[0].edge];
    NeuronIndex* const to1 = &rows_.targets[lanes[1].edge];
    NeuronIndex* const to2 = &rows_.targets[lanes[2].edge];
    NeuronIndex* const to3 = &rows_.targets[lanes[3].edge];
    const std::uint8_t* const contexts0 = lanes[0].contexts;
    const std::uint8_t* const contexts1 = lanes[1].contexts;
    const std::uint8_t* const contexts2 = lanes[2].contexts;
    const std::uint8_t* const contexts3 = lanes[3].contexts;
    for (std::uint32_t i = 0; i < rounds; ++i) {
      std::uint64_t window = reader.bits.window_unchecked();
      to0[i] = reader.read(0, contexts0, next0, window);
      to1[i] = reader.read(1, contexts1, next1, window);
      window = reader.bits.window_unchecked();
      to2[i] = reader.read(2, contexts2, next2, window);
      to3[i] = reader.read(3, contexts3, next3, window);
    }
    lanes[0].next = next0;
    lanes[1].next = next1;
    lanes[2].next = next2;
    lanes[3].next = next3;
    for (Lane& lane : lanes) lane.edge += rounds;
    return take_back(reader, lanes);
  }

  bool read_rounds_of_active(Lanes& lanes, std::uint32_t rounds) {
    TargetReader reader = target_reader();
    for (; rounds > 0; --rounds) {
      for (unsigned l = 0; l < kRansLanes; ++l) {
        Lane& lane = lanes[l];
        if (!lane.active()) continue;
        std::uint64_t window = reader.bits.window_unchecked();
        rows_.targets[lane.edge++] = reader.read(l, lane.contexts, lane.next, window);
      }
    }
    return take_back(reader, lanes);
  }

  /// The context of the next count in each lane.
  using CountContexts = std::array<std::uint32_t, kRansLanes>;

  /// Counts of the edges from `e` up to `end`, at most kRansSlack; e is a multiple of the lanes.
  /// Whether they are below 2^32.
  bool read_some_counts(std::size_t e, std::size_t end, CountContexts& contexts) {
    RansCursor rans = rans_.cursor();
    BitCursor bits = bits_.cursor();
    CountContexts context = contexts;
    std::uint32_t* const counts = rows_.synapse_counts.data();
    bool fit = true;
    const auto read = [&](unsigned lane, std::size_t at) {
      const std::uint32_t token = rans.get_unchecked(lane, context[lane]);
      std::uint32_t before = token;  // the count minus 1
      context[lane] = kCountContext + token;
      if (token >= 4) {
        before = kTokens[token].first + bits.get_unchecked(kTokens[token].bits);
        context[lane] = count_context(before);
        fit &= before != UINT32_MAX;
      }
      counts[at] = before + 1;
    };
    for (; e + kRansLanes <= end; e += kRansLanes) {
      read(0, e);
      read(1, e + 1);
      read(2, e + 2);
      read(3, e + 3);
    }
    for (unsigned lane = 0; e < end; ++lane, ++e) read(lane, e);
    contexts = context;
    rans_.set_cursor(rans);
    bits_.set_cursor(bits);
    return fit;
  }

  Result<Done> read_counts() {
    const std::size_t edges = rows_.targets.size();
    rows_.synapse_counts.resize(edges);
    CountContexts contexts;
    contexts.fill(count_context(0));
    bool fit = true;
    for (std::size_t e = 0; e < edges && !rans_.overrun() && !bits_.overrun(); e += kRansSlack) {
      fit &= read_some_counts(e, std::min(edges, e + kRansSlack), contexts);
    }
    if (!fit) return Error{ErrorCode::OutOfRange, "edge rows, count"};
    return Done{};
  }

  const unsigned cell_bits_;
  const std::uint32_t row_count_, neuron_count_;
  RansReader& rans_;
  BitReader& bits_;
  EdgeRows rows_;
  Maps maps_;
};

/// An EdgeModel without the tables that only a decoder of rows needs.
struct StoredModel {
  unsigned cell_bits = 1;
  RansFrequencies frequencies;
};

Result<StoredModel> read_stored_model(std::span<const std::byte> bytes,
                                      std::uint32_t neuron_count) {
  ByteReader reader{bytes};
  StoredModel model;
  model.cell_bits = reader.varint();
  if (reader.failed()) return reader.error("edge model, cells");
  if (model.cell_bits < 1 || model.cell_bits > kMaxCellBits || neuron_count < 1 ||
      cell_count(neuron_count, model.cell_bits) > kMaxMapCells) {
    return Error{ErrorCode::OutOfRange, "edge model, cells"};
  }
  auto frequencies = RansFrequencies::read(reader, kEdgeContexts);
  if (!frequencies.ok()) return frequencies.error();
  model.frequencies = std::move(frequencies).value();
  for (unsigned context = 0; context < kEdgeContexts; ++context) {
    for (unsigned symbol = kMaxEdgeSymbol + 1; symbol < kRansSymbols; ++symbol) {
      if (model.frequencies.range(context, symbol).frequency != 0) {
        return Error{ErrorCode::OutOfRange, "edge model, symbol " + std::to_string(symbol)};
      }
    }
  }
  if (reader.remaining() != 0) return Error{ErrorCode::TrailingBytes, "edge model"};
  return model;
}

}  // namespace

unsigned choose_cell_bits(std::uint32_t neuron_count, std::uint64_t edges, std::size_t tile_count) {
  CNX_CHECK(neuron_count >= 1 && tile_count >= 1);
  // A cell's number takes some 2 bits. What it saves depends on how many edges it speaks of.
  const std::uint64_t edges_in_lane = edges / (tile_count * kRansLanes);
  const std::uint64_t cells = std::clamp<std::uint64_t>(edges_in_lane / 64, 1, 256);
  unsigned bits = 1;
  while (cell_count(neuron_count, bits) > cells) ++bits;
  return bits;
}

SymbolCounts count_edge_symbols(const EdgeRows& rows, std::uint32_t neuron_count,
                                unsigned cell_bits) {
  SymbolCounts counts{kEdgeContexts};
  for_each_number(rows, neuron_count, cell_bits,
                  [&](unsigned, unsigned context, std::uint32_t number) {
                    counts.add(context, token_of(number));
                  });
  return counts;
}

EdgeModel make_edge_model(std::span<const EdgeRows> blocks, std::uint32_t neuron_count) {
  std::uint64_t edges = 0;
  for (const EdgeRows& rows : blocks) edges += rows.targets.size();
  EdgeModel model;
  model.cell_bits = choose_cell_bits(neuron_count, edges, std::max<std::size_t>(blocks.size(), 1));
  SymbolCounts counts{kEdgeContexts};
  for (const EdgeRows& rows : blocks)
    counts.add(count_edge_symbols(rows, neuron_count, model.cell_bits));
  model.symbols = RansModel{counts};
  return model;
}

std::vector<std::byte> encode_edge_model(const EdgeModel& model) {
  ByteWriter writer;
  writer.varint(model.cell_bits);
  model.symbols.write(writer);
  return std::move(writer).finish();
}

Result<EdgeModel> decode_edge_model(std::span<const std::byte> bytes, std::uint32_t neuron_count) {
  auto stored = read_stored_model(bytes, neuron_count);
  if (!stored.ok()) return stored.error();
  return EdgeModel{stored.value().cell_bits, RansModel(std::move(stored.value().frequencies))};
}

Result<Done> check_edge_model(std::span<const std::byte> bytes, std::uint32_t neuron_count) {
  const auto stored = read_stored_model(bytes, neuron_count);
  if (!stored.ok()) return stored.error();
  return Done{};
}

std::vector<std::byte> encode_edge_rows(const EdgeRows& rows, std::uint32_t neuron_count,
                                        const EdgeModel& model) {
  RansWriter rans;
  BitWriter bits;
  rans.reserve(rows.offsets.size() + 2 * rows.targets.size() + kRansLanes * kMaxMapCells);
  for_each_number(rows, neuron_count, model.cell_bits,
                  [&](unsigned lane, unsigned context, std::uint32_t number) {
                    const unsigned token = token_of(number);
                    rans.put(lane, context, token);
                    put_raw(bits, number, token);
                  });
  ByteWriter writer;
  rans.finish(model.symbols, writer);
  std::move(bits).finish(writer);
  return std::move(writer).finish();
}

Result<EdgeRows> decode_edge_rows(std::span<const std::byte> payload, std::uint32_t row_count,
                                  std::uint32_t neuron_count, const EdgeModel& model) {
  CNX_CHECK(model.symbols.contexts() == kEdgeContexts);
  CNX_CHECK(neuron_count <= kMaxNeurons);  // so that two gaps have 48 raw bits at most
  if (payload.size() > kMaxTileBytes) return Error{ErrorCode::OutOfRange, "edge rows, size"};
  ByteReader reader{payload};
  RansReader rans{model.symbols, reader};
  if (reader.failed()) return reader.error("edge rows, symbols");
  BitReader bits{reader.take(reader.remaining())};
  return EdgeDecoder{model, row_count, neuron_count, rans, bits}.decode();
}

}  // namespace cnx
