#include "app/loader.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "format/tile_name.h"
#include "report/numbers.h"
#include "worker/border_column.h"

namespace cnx {
namespace {

std::string error_text(const Error& error) {
  return error.where + " (" + error_code_name(error.code) + ")";
}

}  // namespace

Loader::Loader(Platform& platform, std::string data_url)
    : platform_(platform), data_url_(std::move(data_url)) {
  ask_for_manifest();
}

void Loader::ask_for_manifest() {
  manifest_ticket_ = ++last_ticket_;
  if (is_pack()) {
    pack_head_.clear();
    platform_.fetch_part(manifest_ticket_, data_url_, {0, kPackFirstBytes});
  } else {
    platform_.fetch(manifest_ticket_, manifest_url(), kMaxManifestBytes, false);
  }
}

std::string Loader::manifest_url() const {
  return is_pack() ? data_url_ : data_url_ + kManifestName;
}

void Loader::take() {
  for (FetchResult& result : platform_.take_fetches()) {
    if (result.from_whole && note_.empty()) {
      note_ = "The server does not send parts of files, so the whole of " + data_url_ +
              " was fetched at once.";
    }
    if (result.ticket == manifest_ticket_) {
      if (is_pack()) {
        take_pack_head(std::move(result));
      } else {
        take_manifest(std::move(result));
      }
      continue;
    }
    const auto found = fetches_.find(result.ticket);
    if (found == fetches_.end()) continue;
    const FetchOrder order = found->second;
    fetches_.erase(found);
    take_tile(order, std::move(result));
  }
}

void Loader::take_manifest(FetchResult result) {
  if (result.error.empty()) {
    const std::string_view text(reinterpret_cast<const char*>(result.bytes.data()),
                                result.bytes.size());
    auto manifest = decode_manifest(text);
    if (manifest.ok()) {
      manifest_ = std::move(manifest).value();
      add_border_column(*manifest_);
      neurons_ = NeuronTable(*manifest_);
      manifest_failure_.clear();
      if (uses_worker_) open_in_worker();
      return;
    }
    refuse_manifest(manifest.error());
    return;
  }
  manifest_failure_ = "The dataset cannot be loaded\n" + manifest_url() + ": " + result.error +
                      "\n" + "Check the address and the network; this page goes on trying.";
  constexpr double kFirstRetryMs = 1000, kLastRetryMs = 16000;
  const double delay_ms = std::min(
      kFirstRetryMs * static_cast<double>(1u << std::min(manifest_tries_++, 10u)), kLastRetryMs);
  manifest_retry_at_ms_ = platform_.now_ms() + delay_ms;
  platform_.request_frame_in(delay_ms);
}

void Loader::refuse_manifest(const Error& error) {
  const bool version = error.code == ErrorCode::UnsupportedVersion;
  manifest_failure_ =
      std::string(version ? "This dataset was made by another version of Connectoscope"
                          : "This is not a dataset of Connectoscope") +
      "\n" + manifest_url() + ": " + error_text(error) + "\n" +
      "Make the tiles again with the connectoscope that belongs to this page: connectoscope tile "
      "INPUT.h5 -o DIR";
}

void Loader::take_tile(const FetchOrder& order, FetchResult result) {
  const double now_ms = platform_.now_ms();
  const TileFamily& family = manifest_->families[order.key.family];
  const TileEntry& entry = family.tiles[order.key.index];
  if (result.error.empty() && result.bytes.size() != entry.bytes) {
    result.error =
        with_separators(result.bytes.size()) + " bytes instead of " + with_separators(entry.bytes);
  }
  // The hash is checked before anything is decoded: wrong bytes never become a picture.
  if (result.error.empty() && xxh3_64(result.bytes) != entry.hash) {
    result.error = "wrong bytes, not the ones that the manifest promises";
  }
  if (!result.error.empty()) {
    cache_.on_fault(order.key, order.generation, std::move(result.error), now_ms);
    return;
  }
  if (!cache_.on_bytes(order.key, order.generation, result.bytes.size())) return;
  if (family.kind == TileKind::Neurons) {
    take_neurons(order, result.bytes);
    return;
  }
  add_to_worker(order, std::move(result.bytes));
}

void Loader::take_neurons(const FetchOrder& order, std::span<const std::byte> tile) {
  const TileFamily& family = manifest_->families[order.key.family];
  const auto fault = [&](const Error& error) {
    cache_.on_fault(order.key, order.generation, error_text(error), platform_.now_ms());
  };
  const auto header = decode_tile_header(tile);
  if (!header.ok()) return fault(header.error());
  const std::uint32_t first = order.key.index * family.block_neurons;
  const std::uint32_t count = std::min(family.block_neurons, manifest_->neuron_count - first);
  if (header.value().kind != family.kind || header.value().first_neuron != first ||
      header.value().neuron_count != count) {
    return fault({ErrorCode::OutOfRange, "the tile is not where the manifest puts it"});
  }
  auto rows =
      decode_neuron_columns(tile.subspan(kTileHeaderBytes), count, manifest_->neuron_shape(family));
  if (!rows.ok()) return fault(rows.error());
  neurons_.set_tile(first, family, std::move(rows).value());
  if (uses_worker_) fill_border();
  cache_.on_decoded(order.key);
  neurons_version_ += 1;
}

void Loader::want(const TileNeed& need) {
  if (!manifest_ || need_ == need) return;
  need_ = need;
  std::vector<TileKey> plan = tile_plan(*manifest_, need);
  const std::size_t first = first_picture_tiles(*manifest_);
  // Nobody could use more before all of the program is here, which comes sooner so.
  if (!uses_worker_) plan.resize(first);
  cache_.want(plan, platform_.now_ms(), first);
}

void Loader::pump() {
  const double now_ms = platform_.now_ms();
  if (manifest_retry_at_ms_ && now_ms >= *manifest_retry_at_ms_) {
    manifest_retry_at_ms_.reset();
    ask_for_manifest();
  }
  if (!manifest_) return;

  for (auto it = fetches_.begin(); it != fetches_.end();) {
    if (cache_.is_current(it->second)) {
      ++it;
      continue;
    }
    // Not wanted any more: cut the transfer off, and answer the order to free its place.
    platform_.cancel_fetch(it->first);
    cache_.on_fault(it->second.key, it->second.generation, "", now_ms);
    it = fetches_.erase(it);
  }
  for (const TileKey& key : cache_.take_evictions()) {
    const TileKind kind = manifest_->families[key.family].kind;
    if (kind != TileKind::Neurons) drop_from_worker(kind, key.index);
  }
  // The worker's program is as large as the first picture, which has the line for itself.
  if (uses_worker_ && need_ && !cache_.leading()) platform_.start_worker();
  for (const FetchOrder& order : cache_.take_fetches(now_ms)) {
    const TileEntry& entry = manifest_->families[order.key.family].tiles[order.key.index];
    const std::uint32_t ticket = ++last_ticket_;
    fetches_.emplace(ticket, order);
    if (pack_) {
      platform_.fetch_part(ticket, data_url_, {pack_->offsets.at(entry.hash), entry.bytes});
    } else {
      platform_.fetch(ticket, data_url_ + tile_path(entry.hash), entry.bytes, true);
    }
  }
  if (const auto retry = cache_.summary().next_retry_ms) {
    platform_.request_frame_in(std::max(1.0, *retry - now_ms));
  }
}

void Loader::retry_failed() {
  cache_.retry_failed();
  if (manifest_retry_at_ms_) manifest_retry_at_ms_ = platform_.now_ms();
}

std::string Loader::describe(TileKey key) const {
  const TileFamily& family = manifest_->families[key.family];
  const std::uint64_t first = std::uint64_t{key.index} * family.block_neurons;
  const std::uint64_t last =
      std::min<std::uint64_t>(first + family.block_neurons, manifest_->neuron_count) - 1;
  std::string what;
  switch (family.kind) {
    case TileKind::Neurons:
      what = "neurons (" +
             (family.position != PositionPart::None
                  ? std::string("positions")
                  : manifest_->columns[family.column_indices[0]].name) +
             ")";
      break;
    case TileKind::ConnectionsOut: what = "outputs of neurons"; break;
    case TileKind::ConnectionsIn: what = "inputs of neurons"; break;
    case TileKind::Synapses: what = "synapses of neurons"; break;
    case TileKind::SynapseOverview: what = "overview of synapses"; break;
    case TileKind::ConnectionColumns:
    case TileKind::SynapseColumns: what = "columns of an export"; break;  // never asked for
  }
  return what + " " + with_separators(first) + " to " + with_separators(last) + ", " +
         tile_path(family.tiles[key.index].hash);
}

LoadStatus Loader::status() const {
  LoadStatus status;
  if (!manifest_) return status;
  const TileCacheSummary summary = cache_.summary();
  status.tiles_wanted = summary.wanted;
  status.tiles_loaded = summary.count(TileState::Resident);
  status.bytes_loaded = summary.bytes_received;
  status.bytes_held = summary.bytes;
  status.bytes_budget = cache_.limits().budget_bytes;
  status.neurons_complete = !neurons_.positions_um().empty();
  for (std::uint16_t f = 0; f < manifest_->families.size(); ++f) {
    const TileFamily& family = manifest_->families[f];
    for (std::uint32_t i = 0; i < family.tiles.size(); ++i) {
      const bool resident = cache_.state({f, i}) == TileState::Resident;
      if (family.kind == TileKind::ConnectionsOut ||
          (family.kind == TileKind::Synapses && limits_.any())) {
        status.connection_tiles += 1;
        status.connection_tiles_missing += resident ? 0 : 1;
      }
      if (family.kind == TileKind::Synapses && !resident) {
        status.synapse_bytes_left += family.tiles[i].bytes;
      }
    }
  }
  status.connections_complete = status.connection_tiles > 0 && status.connection_tiles_missing == 0;
  if (need_) {
    for (const TileKey& key : tile_plan(*manifest_, *need_)) {
      status.bytes_wanted += manifest_->families[key.family].tiles[key.index].bytes;
    }
  }
  for (const TileFailure& failure : summary.failures) {
    std::string text = describe(failure.key) + ": " + failure.reason;
    if (failure.retry_at_ms) {
      const double seconds = std::ceil((*failure.retry_at_ms - platform_.now_ms()) / 1000);
      text += "; trying again ";
      text += seconds < 1 ? "now" : "in " + decimal_text(seconds, 0) + " s";
    } else {
      status.tiles_given_up += 1;
      const TileFamily& family = manifest_->families[failure.key.family];
      if (!status.neurons_complete && family.position != PositionPart::None) {
        status.positions_failed = true;
      }
    }
    if (status.failures.empty()) status.failure_reason = failure.reason;
    status.failures.push_back(std::move(text));
  }
  return status;
}

std::string Loader::given_up(TileKind kind, NeuronIndex neuron) const {
  for (std::uint16_t f = 0; f < manifest_->families.size(); ++f) {
    const TileFamily& family = manifest_->families[f];
    if (family.kind != kind) continue;
    const std::string* const reason = cache_.given_up({f, neuron / family.block_neurons});
    return reason != nullptr ? *reason : "";
  }
  return "";
}

/// Precondition: the dataset has one.
std::uint16_t Loader::synapse_family() const {
  std::uint16_t family = 0;
  while (manifest_->families[family].kind != TileKind::Synapses) ++family;
  return family;
}

std::uint64_t Loader::synapse_bytes(std::span<const std::uint32_t> tiles) const {
  std::uint64_t bytes = 0;
  for (const std::uint32_t tile : tiles) {
    bytes += manifest_->families[synapse_family()].tiles[tile].bytes;
  }
  return bytes;
}

std::uint64_t Loader::synapse_bytes_here(std::span<const std::uint32_t> tiles) const {
  std::uint64_t bytes = 0;
  for (const std::uint32_t tile : tiles) {
    const std::uint16_t family = synapse_family();
    if (cache_.state({family, tile}) != TileState::Resident) continue;
    bytes += manifest_->families[family].tiles[tile].bytes;
  }
  return bytes;
}

bool Loader::idle() const {
  if (!manifest_) return false;
  const TileCacheSummary summary = cache_.summary();
  return need_.has_value() && summary.open_fetches == 0 && decoding_.empty() &&
         summary.count(TileState::Queued) == 0 && summary.count(TileState::Fetching) == 0 &&
         summary.count(TileState::Decoding) == 0 && !summary.next_retry_ms;
}

}  // namespace cnx
