// engine_sizes.cpp — the engine's connections without those whose synapses are too small.

#include <algorithm>

#include "base/check.h"
#include "worker/engine.h"

namespace cnx {
namespace {

constexpr const char* kNotAllSizes = "Not all sizes of synapses are here.";

}  // namespace

void Engine::limit_sizes(SizeLimits limits, std::shared_ptr<const SynapseStore> synapses) {
  if (limits == limits_ && synapses == synapses_) return;
  if (!limits.any() || synapses != synapses_) sized_ = {};
  sized_.large.reset();
  limits_ = limits;
  synapses_ = std::move(synapses);
}

bool Engine::has_sizes_to_sum(const JobRequest* job) const {
  if (!synapses_ || !graph_) return false;
  const bool wants = job != nullptr && asks_for_sizes(*job) && every_size_came();
  if (!limits_.any() && !wants) return false;
  begin_sums();
  if (wants) begin_each(*job);
  return next_to_sum().has_value();
}

void Engine::sum_sizes() {
  const auto tile = next_to_sum();
  CNX_CHECK(tile.has_value());
  sum_tile(*tile);
}

void Engine::take_sizes(std::uint32_t tile) {
  CNX_CHECK(synapses_ && graph_);
  begin_sums();
  sum_tile(tile);
}

void Engine::look_at_each(const JobRequest& job) {
  CNX_CHECK(synapses_ && graph_);
  begin_sums();
  sized_.sums->look_at_each({job.synapses, job.soma_in_voxel_nm}, synapses_->shape());
}

void Engine::keep_large() {
  CNX_CHECK(synapses_ && graph_ && limits_.any());
  begin_sums();
  sized_.large.reset();
  answered_ = {};
  sized_.sums->keep_large(limits_, *graph_);
  sized_.large = graph_;
}

void Engine::let_go_of_in_half() {
  if (graph_) graph_->edges.in = CsrHalf();
}

void Engine::begin_sums() const {
  if (sized_.sums && sized_.sums->graph() == graph_) return;
  sized_ = {ConnectionSizes(graph_), std::vector<std::uint8_t>(synapses_->tile_count(), 0), 0,
            nullptr};
}

bool Engine::looks_at_each(const JobRequest& job) const {
  const auto& places = sized_.sums->places();
  return places && places->options == job.synapses &&
         places->soma_in_voxel_nm == job.soma_in_voxel_nm;
}

void Engine::begin_each(const JobRequest& job) const {
  if (looks_at_each(job)) return;
  for (std::uint32_t tile = 0; tile < synapses_->tile_count(); ++tile) {
    if (!synapses_->has(tile)) return;
  }
  sized_.sums->look_at_each({job.synapses, job.soma_in_voxel_nm}, synapses_->shape());
  std::fill(sized_.taken.begin(), sized_.taken.end(), std::uint8_t{0});
  sized_.fitting = 0;
}

std::optional<std::uint32_t> Engine::next_to_sum() const {
  for (std::uint32_t tile = 0; tile < sized_.taken.size(); ++tile) {
    if (sized_.taken[tile] == 0 && synapses_->has(tile)) return tile;
  }
  return std::nullopt;
}

void Engine::sum_tile(std::uint32_t tile) const {
  sized_.taken[tile] = 1;
  if (sized_.sums->add(synapses_->rows(tile), synapses_->first_neuron(tile))) sized_.fitting += 1;
  sized_.large.reset();
}

bool Engine::every_size_came() const {
  const bool begun = sized_.sums && sized_.sums->graph() == graph_;
  for (std::uint32_t tile = 0; tile < synapses_->tile_count(); ++tile) {
    if (!synapses_->has(tile) && !(begun && sized_.taken[tile] == 1)) return false;
  }
  return true;
}

void Engine::put_sums(const JobRequest& request, JobInput& input) const {
  if (!synapses_) {
    input.sizes_why_not = "The dataset has no sizes of synapses.";
    return;
  }
  if (!graph_) {
    input.sizes_why_not =
        "Some of the connections are not here, so nobody knows of all synapses whose they are.";
    return;
  }
  if (!every_size_came()) {
    input.sizes_why_not = kNotAllSizes;
    return;
  }
  begin_sums();
  begin_each(request);
  while (const auto tile = next_to_sum()) sum_tile(*tile);
  if (sized_.fitting < synapses_->tile_count()) {
    input.sizes_why_not = "Some of the synapses are not those of the connections.";
  } else if (!looks_at_each(request)) {
    input.sizes_why_not = kNotAllSizes;
  } else if (limits_.any() && sized_.large != graph_) {
    input.each_synapse = std::make_shared<const EdgeSynapses>(sized_.sums->each_of_large(limits_));
  } else {
    input.each_synapse = sized_.sums->each();
  }
}

Engine::Counted Engine::counted() const {
  if (!limits_.any() || !synapses_) return {graph_ ? graph_ : graph_of_tiles_there(), 0, 0};
  const std::uint32_t tiles = synapses_->tile_count();
  if (!graph_) {  // whose the synapses of a tile are, only all connections tell
    ConnectionGraph none;
    none.edges = graph_from_out_half({std::vector<std::uint32_t>(neuron_count_ + 1, 0), {}});
    return {std::make_shared<const ConnectionGraph>(std::move(none)), tiles, tiles};
  }
  begin_sums();
  while (const auto tile = next_to_sum()) sum_tile(*tile);
  if (!sized_.large) {
    sized_.large = std::make_shared<const ConnectionGraph>(sized_.sums->large_enough(limits_));
  }
  return {sized_.large, tiles - sized_.fitting, tiles};
}

std::optional<CountedGraph> Engine::counted_graph() const {
  if (!limits_.any() || !synapses_) return whole_graph();
  const Counted large = counted();
  if (large.tiles_missing > 0) return std::nullopt;
  return CountedGraph{large.graph->edges.view(), large.graph->synapse_counts};
}

}  // namespace cnx
