#include "worker/engine.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "base/check.h"

namespace cnx {
namespace {

/// The rows [first, first + count) of a graph's half, as a tile has them; `count_of(e, row)` is
/// the synapse count of the half's edge e.
template <typename CountOf>
EdgeRows cut_rows(const CsrHalf& half, std::uint32_t first, std::uint32_t count, CountOf count_of) {
  EdgeRows rows;
  const std::uint32_t begin = half.offsets[first], end = half.offsets[first + count];
  rows.offsets.reserve(std::size_t{count} + 1);
  for (std::uint32_t r = 0; r <= count; ++r)
    rows.offsets.push_back(half.offsets[first + r] - begin);
  const auto targets = std::span(half.targets).subspan(begin, end - begin);
  rows.targets.assign(targets.begin(), targets.end());
  rows.synapse_counts.reserve(end - begin);
  for (std::uint32_t r = 0; r < count; ++r) {
    for (std::uint32_t e = half.offsets[first + r]; e < half.offsets[first + r + 1]; ++e) {
      rows.synapse_counts.push_back(count_of(e, first + r));
    }
  }
  return rows;
}

/// One row of a tile as partners, by NeuronIndex.
std::vector<Partner> partners_of_row(const EdgeRows& rows, std::uint32_t row) {
  std::vector<Partner> partners;
  partners.reserve(rows.offsets[row + 1] - rows.offsets[row]);
  for (std::uint32_t e = rows.offsets[row]; e < rows.offsets[row + 1]; ++e) {
    partners.push_back(Partner{rows.targets[e], rows.synapse_counts[e], false});
  }
  return partners;
}

/// Whether one of a mask is 0, or 1.
bool has(std::span<const std::uint8_t> mask, int wanted) {
  return !mask.empty() && std::memchr(mask.data(), wanted, mask.size()) != nullptr;
}

/// Marks who is in both lists. Both rise by NeuronIndex, so one merge finds them.
void mark_reciprocal(std::vector<Partner>& afferents, std::vector<Partner>& efferents) {
  for (std::size_t a = 0, e = 0; a < afferents.size() && e < efferents.size();) {
    if (afferents[a].neuron < efferents[e].neuron) {
      ++a;
    } else if (efferents[e].neuron < afferents[a].neuron) {
      ++e;
    } else {
      afferents[a++].reciprocal = true;
      efferents[e++].reciprocal = true;
    }
  }
}

}  // namespace

Engine::Engine(std::uint32_t neuron_count, Family out, Family in)
    : Engine(neuron_count, std::move(out)) {
  in_ = make_side(TileKind::ConnectionsIn, std::move(in));
}

Engine::Engine(std::uint32_t neuron_count, Family out)
    : neuron_count_(neuron_count), out_(make_side(TileKind::ConnectionsOut, std::move(out))) {
  if (out_.missing == 0) move_tiles_into_graph();  // no neurons: nothing will arrive
}

Engine::Side Engine::make_side(TileKind kind, Family family) const {
  CNX_CHECK(family.block_neurons >= 1);
  const std::uint32_t tiles =
      neuron_count_ / family.block_neurons + (neuron_count_ % family.block_neurons != 0 ? 1 : 0);
  Side side;
  side.kind = kind;
  side.block_neurons = family.block_neurons;
  side.model = std::move(family.model);
  side.missing = tiles;
  side.there.assign(tiles, 0);
  side.rows.resize(tiles);
  return side;
}

std::uint32_t Engine::rows_in_tile(const Side& side, std::size_t tile) const {
  const auto first = static_cast<std::uint32_t>(tile * side.block_neurons);
  return std::min(side.block_neurons, neuron_count_ - first);
}

Result<Done> Engine::add_tile(std::span<const std::byte> tile) {
  const auto decoded_header = decode_tile_header(tile);
  if (!decoded_header.ok()) return decoded_header.error();
  const TileHeader header = decoded_header.value();
  if (header.kind != TileKind::ConnectionsOut && header.kind != TileKind::ConnectionsIn) {
    return Error{ErrorCode::OutOfRange, "tile header, kind: not a tile of connections"};
  }
  Side& side = header.kind == TileKind::ConnectionsOut ? out_ : in_;
  if (side.there.empty()) return Error{ErrorCode::OutOfRange, "tile header, kind: no such family"};
  if (header.first_neuron >= neuron_count_ || header.first_neuron % side.block_neurons != 0) {
    return Error{ErrorCode::OutOfRange, "tile header, first neuron"};
  }
  const std::size_t index = header.first_neuron / side.block_neurons;
  if (header.neuron_count != rows_in_tile(side, index)) {
    return Error{ErrorCode::OutOfRange, "tile header, neuron count"};
  }
  auto decoded = decode_edge_rows(tile.subspan(kTileHeaderBytes), header.neuron_count,
                                  neuron_count_, side.model);
  if (!decoded.ok()) return decoded.error();
  EdgeRows rows = std::move(decoded).value();

  if (&side == &in_ && graph_) {
    // The graph answers for afferents already; the tile was checked and need not be kept.
    if (!side.there[index]) --side.missing;
    side.there[index] = 1;
    return Done{};
  }
  if (&side == &out_ && graph_) take_graph_apart();

  std::uint64_t edges = rows.targets.size();
  for (std::size_t other = 0; other < side.rows.size(); ++other) {
    if (other != index && side.rows[other]) edges += side.rows[other]->targets.size();
  }
  if (edges > UINT32_MAX) {
    // The tiles that are there are 2^32 connections with this one: the offsets would wrap.
    if (&side == &out_ && out_.missing == 0) move_tiles_into_graph();
    return Error{ErrorCode::OutOfRange, "connections, 2^32 or more in all"};
  }

  side.rows[index] = std::move(rows);
  if (!side.there[index]) --side.missing;
  side.there[index] = 1;
  if (&side == &out_ && out_.missing == 0) move_tiles_into_graph();
  return Done{};
}

void Engine::drop_tile(TileKind kind, std::uint32_t tile_index) {
  CNX_CHECK(kind == TileKind::ConnectionsOut || kind == TileKind::ConnectionsIn);
  Side& side = kind == TileKind::ConnectionsOut ? out_ : in_;
  CNX_CHECK(tile_index < side.there.size());
  if (!side.there[tile_index]) return;
  if (&side == &out_ && graph_) take_graph_apart();
  side.rows[tile_index].reset();
  side.there[tile_index] = 0;
  ++side.missing;
}

void append_rows(const EdgeRows& rows, CsrHalf& half, std::vector<std::uint32_t>& synapse_counts) {
  const std::uint32_t before = half.offsets.back();
  for (std::size_t r = 1; r < rows.offsets.size(); ++r) {
    half.offsets.push_back(before + rows.offsets[r]);
  }
  half.targets.insert(half.targets.end(), rows.targets.begin(), rows.targets.end());
  synapse_counts.insert(synapse_counts.end(), rows.synapse_counts.begin(),
                        rows.synapse_counts.end());
}

void Engine::append_tile(CsrHalf& half, std::vector<std::uint32_t>& synapse_counts,
                         std::size_t tile) const {
  if (out_.rows[tile]) {
    append_rows(*out_.rows[tile], half, synapse_counts);
  } else {
    half.offsets.insert(half.offsets.end(), rows_in_tile(out_, tile), half.offsets.back());
  }
}

std::shared_ptr<const ConnectionGraph> Engine::graph_of_tiles_there() const {
  ConnectionGraph graph;
  CsrHalf half;
  half.offsets.reserve(std::size_t{neuron_count_} + 1);
  for (std::size_t tile = 0; tile < out_.rows.size(); ++tile) {
    append_tile(half, graph.synapse_counts, tile);
  }
  graph.edges = graph_from_out_half(std::move(half));
  return std::make_shared<const ConnectionGraph>(std::move(graph));
}

void Engine::move_tiles_into_graph() {
  std::size_t edges = 0;
  for (const auto& rows : out_.rows) edges += rows ? rows->targets.size() : 0;
  ConnectionGraph graph;
  CsrHalf half;
  half.offsets.reserve(std::size_t{neuron_count_} + 1);
  half.targets.reserve(edges);
  graph.synapse_counts.reserve(edges);
  for (std::size_t tile = 0; tile < out_.rows.size(); ++tile) {
    append_tile(half, graph.synapse_counts, tile);
    out_.rows[tile].reset();
  }
  for (auto& rows : in_.rows) rows.reset();  // before the in-half takes their place
  graph.edges = graph_from_out_half(std::move(half));
  graph_ = std::make_shared<ConnectionGraph>(std::move(graph));
}

void Engine::take_graph_apart() {
  const CsrHalf& out = graph_->edges.out;
  const CsrHalf& in = graph_->edges.in;
  const CsrGraph view = graph_->edges.view();
  for (std::size_t tile = 0; tile < out_.rows.size(); ++tile) {
    const auto first = static_cast<std::uint32_t>(tile * out_.block_neurons);
    out_.rows[tile] = cut_rows(out, first, rows_in_tile(out_, tile),
                               [&](std::uint32_t e, Vertex) { return graph_->synapse_counts[e]; });
  }
  for (std::size_t tile = 0; tile < in_.rows.size(); ++tile) {
    if (!in_.there[tile]) continue;
    const auto first = static_cast<std::uint32_t>(tile * in_.block_neurons);
    in_.rows[tile] =
        cut_rows(in, first, rows_in_tile(in_, tile), [&](std::uint32_t e, Vertex post) {
          return graph_->synapse_counts[find_edge(view, in.targets[e], post)];
        });
  }
  graph_.reset();
  answered_ = {};
  sized_ = {};
}

Partners Engine::partners(NeuronIndex neuron) const {
  CNX_CHECK(neuron < neuron_count_);
  Partners result;
  result.neuron = neuron;
  if (graph_) {
    const CsrGraph view = graph_->edges.view();
    result.afferents_complete = result.efferents_complete = true;
    for (std::uint32_t e = view.out_offsets[neuron]; e < view.out_offsets[neuron + 1]; ++e) {
      result.efferents.push_back(Partner{view.out_targets[e], graph_->synapse_counts[e], false});
    }
    for (const Vertex pre : view.in_neighbors(neuron)) {
      const std::size_t e = find_edge(view, pre, neuron);
      result.afferents.push_back(Partner{pre, graph_->synapse_counts[e], false});
    }
  } else {
    if (const auto& rows = out_.rows[neuron / out_.block_neurons]) {
      result.efferents_complete = true;
      result.efferents = partners_of_row(*rows, neuron % out_.block_neurons);
    }
    const std::size_t in_tile = neuron / in_.block_neurons;
    if (in_tile < in_.rows.size() && in_.rows[in_tile]) {
      result.afferents_complete = true;
      result.afferents = partners_of_row(*in_.rows[in_tile], neuron % in_.block_neurons);
    }
  }
  if (result.afferents_complete && result.efferents_complete) {
    mark_reciprocal(result.afferents, result.efferents);
  }
  return result;
}

std::optional<CountedGraph> Engine::whole_graph() const {
  if (!graph_) return std::nullopt;
  return CountedGraph{graph_->edges.view(), graph_->synapse_counts};
}

void Engine::count_tiles(const StatisticsRequest& request, std::uint32_t& total,
                         std::uint32_t& missing) const {
  const EdgeChoice choice = request.choice();
  CNX_CHECK(choice.pre.size() == neuron_count_ && choice.post.size() == neuron_count_);
  for (std::size_t tile = 0; tile < out_.there.size(); ++tile) {
    const auto holds = [&](std::span<const std::uint8_t> side) {
      return has(side.subspan(tile * out_.block_neurons, rows_in_tile(out_, tile)), 1);
    };
    if (!holds(choice.pre) && (request.one_set() || !holds(choice.post))) continue;
    ++total;
    if (!out_.there[tile]) ++missing;
  }
}

StatisticsReply Engine::statistics(const StatisticsRequest& request) const {
  StatisticsReply reply;
  count_tiles(request, reply.tiles_total, reply.tiles_missing);
  const auto [graph, sizes_missing, sizes_total] = counted();
  reply.tiles_missing += sizes_missing;
  reply.tiles_total += sizes_total;
  LocalStatisticsInput input;
  input.graph = graph->edges.view();
  input.synapse_counts = graph->synapse_counts;
  input.chosen = request.chosen;
  input.groups = request.groups;
  input.group_count = request.group_count;
  input.analyzable_axon = request.analyzable_axon;
  input.post = request.post;
  input.post_groups = request.post_groups;
  input.post_group_count = request.post_group_count;
  input.min_synapses = request.min_synapses;
  if (graph_) {  // else the next request will have another graph
    if (answered_.graph != graph || answered_.min_synapses != request.min_synapses) {
      answered_ = {graph, request.min_synapses,
                   answered_edges(input.graph, input.synapse_counts, request.min_synapses),
                   std::nullopt};
    }
    input.answered = answered_.bits;
    const bool whole = request.one_set() && !has(request.chosen, 0);
    if (whole && answered_.whole) input.whole = &*answered_.whole;
    reply.statistics = local_statistics(input);
    if (whole && !answered_.whole) {
      answered_.whole = reply.statistics;
      answered_.whole->groups = {};
    }
    return reply;
  }
  reply.statistics = local_statistics(input);
  return reply;
}

JobInput Engine::job_input(JobRequest request) const {
  JobInput input;
  count_tiles(request.subset, input.tiles_total, input.tiles_missing);
  const auto [graph, sizes_missing, sizes_total] = counted();
  input.connections = graph;
  input.sizes = limits_;
  if (graph_ && graph != graph_ &&
      (request.statistic == Statistic::Synapses || request.statistic == Statistic::EdgeMap)) {
    input.connections = graph_;
    input.large = graph;
  }
  input.tiles_missing += sizes_missing;
  input.tiles_total += sizes_total;
  if (asks_for_sizes(request)) put_sums(request, input);
  input.request = std::move(request);
  return input;
}

}  // namespace cnx
