// loader_worker.cpp — Loader's part that talks with the worker, where connections and synapses
// live.

#include <utility>

#include "app/loader.h"
#include "worker/border_column.h"

namespace cnx {

std::vector<WorkerReply> Loader::take_replies() {
  std::vector<WorkerReply> others;
  for (const auto& message : platform_.take_worker_messages()) {
    auto reply = decode_reply(message);
    CNX_CHECK(reply.ok());  // page and worker come from one build
    const auto* added = std::get_if<TileAdded>(&reply.value());
    if (added == nullptr) {
      others.push_back(std::move(reply).value());
      continue;
    }
    const auto found = decoding_.find(added->ticket);
    CNX_CHECK(found != decoding_.end());
    const FetchOrder order = found->second;
    decoding_.erase(found);
    if (added->error.empty()) {
      if (cache_.state(order.key) == TileState::Decoding) cache_.on_decoded(order.key);
      const bool synapses = manifest_->families[order.key.family].kind == TileKind::Synapses;
      if (synapses) synapses_version_ += 1;
      if (!synapses || limits_.any()) connections_version_ += 1;
    } else {
      cache_.on_fault(order.key, order.generation, added->error, platform_.now_ms());
    }
  }
  return others;
}

void Loader::use_worker() {
  if (uses_worker_) return;
  uses_worker_ = true;
  need_.reset();  // more of it is wanted now
  if (!manifest_) return;
  open_in_worker();
  fill_border();
}

/// The column that no tile has: from the positions, once they are exact.
void Loader::fill_border() {
  if (fill_border_column(neurons_)) neurons_version_ += 1;
}

void Loader::open_in_worker() {
  const TileFamily& out = *manifest_->family(TileKind::ConnectionsOut);
  OpenDataset open{
      manifest_->neuron_count, {out.block_neurons, out.model}, std::nullopt, std::nullopt};
  if (const TileFamily* const in = manifest_->family(TileKind::ConnectionsIn)) {
    open.in = OpenDataset::Family{in->block_neurons, in->model};
  }
  if (const TileFamily* const synapses = manifest_->family(TileKind::Synapses)) {
    open.synapses = SynapseStore::Family{synapses->block_neurons, manifest_->synapse_shape};
  }
  send_to_worker(open);
}

void Loader::add_to_worker(const FetchOrder& order, std::vector<std::byte> tile) {
  const std::uint32_t ticket = ++last_ticket_;
  decoding_.emplace(ticket, order);
  send_to_worker(AddTile{ticket, std::move(tile)});
}

void Loader::drop_from_worker(TileKind kind, std::uint32_t index) {
  send_to_worker(DropTile{kind, index});
}

bool Loader::limit_sizes(SizeLimits limits) {
  if (!manifest_ || limits == limits_) return false;
  limits_ = limits;
  connections_version_ += 1;
  send_to_worker(LimitSizes{limits});
  return true;
}

void Loader::send_to_worker(const WorkerRequest& request) {
  platform_.post_to_worker(encode_request(request));
}

}  // namespace cnx
