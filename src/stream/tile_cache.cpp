#include "stream/tile_cache.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace cnx {

void TileCache::step(Entry& entry, TileEvent event) {
  const auto next = next_tile_state(entry.state, event);
  CNX_CHECK(next.has_value());
  entry.state = *next;
}

void TileCache::want(std::span<const TileKey> keys, double now_ms, std::size_t leading) {
  for (const TileKey key : list_) entries_[key].wanted = false;
  list_.clear();
  leading_ = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const TileKey key = keys[i];
    Entry& entry = entries_[key];
    if (entry.wanted) continue;
    entry.wanted = true;
    entry.last_wanted_ms = now_ms;
    step(entry, TileEvent::Want);
    list_.push_back(key);
    if (i < leading) leading_ += 1;
  }
  std::erase_if(entries_, [](const auto& key_and_entry) {
    const Entry& entry = key_and_entry.second;
    return !entry.wanted && entry.state != TileState::Decoding &&
           entry.state != TileState::Resident;
  });
}

std::vector<FetchOrder> TileCache::take_fetches(double now_ms) {
  std::vector<FetchOrder> orders;
  const std::span<const TileKey> due(list_.data(), leading() ? leading_ : list_.size());
  for (const TileKey key : due) {
    if (open_orders_.size() >= limits_.max_fetches) break;
    Entry& entry = entries_[key];
    if (entry.state == TileState::Failed && entry.retry_at_ms && *entry.retry_at_ms <= now_ms) {
      step(entry, TileEvent::Retry);
    }
    if (entry.state != TileState::Queued) continue;
    step(entry, TileEvent::Sent);
    entry.retry_at_ms.reset();
    entry.generation = ++last_generation_;
    open_orders_.emplace(entry.generation, key);
    orders.push_back({key, entry.generation});
  }
  return orders;
}

bool TileCache::leading() const {
  return std::any_of(
      list_.begin(), list_.begin() + static_cast<std::ptrdiff_t>(leading_), [this](TileKey key) {
        const Entry& entry = entries_.at(key);
        return entry.faults == 0 &&
               (entry.state == TileState::Queued || entry.state == TileState::Fetching);
      });
}

bool TileCache::on_bytes(TileKey key, std::uint32_t generation, std::size_t bytes) {
  const bool current = is_current({key, generation});
  open_orders_.erase(generation);
  if (!current) return false;
  Entry& entry = entries_[key];
  step(entry, TileEvent::Bytes);
  entry.bytes = bytes;
  bytes_ += bytes;
  bytes_received_ += bytes;
  return true;
}

void TileCache::on_decoded(TileKey key) {
  const auto found = entries_.find(key);
  CNX_CHECK(found != entries_.end());
  Entry& entry = found->second;
  step(entry, TileEvent::Decoded);
  entry.faults = 0;
  entry.reason.clear();
}

void TileCache::on_fault(TileKey key, std::uint32_t generation, std::string reason, double now_ms) {
  open_orders_.erase(generation);
  const auto found = entries_.find(key);
  if (found == entries_.end() || found->second.generation != generation) return;
  Entry& entry = found->second;
  step(entry, TileEvent::Fault);
  bytes_ -= std::exchange(entry.bytes, 0);
  if (!entry.wanted) {
    entries_.erase(found);  // nobody is waiting: it is simply not here
    return;
  }
  entry.reason = std::move(reason);
  entry.retry_at_ms.reset();
  if (entry.faults < kRetryDelaysMs.size()) {
    entry.retry_at_ms = now_ms + kRetryDelaysMs[entry.faults];
  }
  ++entry.faults;
}

std::vector<TileKey> TileCache::take_evictions() {
  std::vector<TileKey> evicted;
  if (bytes_ <= limits_.budget_bytes) return evicted;

  struct Candidate {
    double last_wanted_ms;
    TileKey key;
    std::size_t bytes;
  };
  std::vector<Candidate> candidates;
  for (const auto& [key, entry] : entries_) {
    if (entry.wanted || entry.state != TileState::Resident) continue;
    candidates.push_back({entry.last_wanted_ms, key, entry.bytes});
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.last_wanted_ms != b.last_wanted_ms ? a.last_wanted_ms < b.last_wanted_ms
                                                : a.key < b.key;
  });
  for (const Candidate& candidate : candidates) {
    if (bytes_ <= limits_.budget_bytes) break;
    bytes_ -= candidate.bytes;
    entries_.erase(candidate.key);
    evicted.push_back(candidate.key);
  }
  return evicted;
}

void TileCache::retry_failed() {
  for (const TileKey key : list_) {
    Entry& entry = entries_[key];
    if (entry.state != TileState::Failed) continue;
    step(entry, TileEvent::Retry);
    entry.faults = 0;
    entry.retry_at_ms.reset();
    entry.reason.clear();
  }
}

TileState TileCache::state(TileKey key) const {
  const auto found = entries_.find(key);
  return found == entries_.end() ? TileState::Absent : found->second.state;
}

const std::string* TileCache::given_up(TileKey key) const {
  const auto found = entries_.find(key);
  const bool is_given_up = found != entries_.end() && found->second.state == TileState::Failed &&
                           !found->second.retry_at_ms;
  return is_given_up ? &found->second.reason : nullptr;
}

bool TileCache::is_current(const FetchOrder& order) const {
  const auto found = entries_.find(order.key);
  return found != entries_.end() && found->second.state == TileState::Fetching &&
         found->second.generation == order.generation;
}

TileCacheSummary TileCache::summary() const {
  TileCacheSummary summary;
  summary.wanted = static_cast<std::uint32_t>(list_.size());
  summary.open_fetches = static_cast<std::uint32_t>(open_orders_.size());
  summary.bytes = bytes_;
  summary.bytes_received = bytes_received_;
  std::size_t wanted_bytes = 0;
  for (const TileKey key : list_) {
    const Entry& entry = entries_.at(key);
    summary.by_state[static_cast<std::size_t>(entry.state)] += 1;
    wanted_bytes += entry.bytes;
    if (entry.state != TileState::Failed) continue;
    summary.failures.push_back({key, entry.reason, entry.retry_at_ms});
    if (entry.retry_at_ms &&
        (!summary.next_retry_ms || *entry.retry_at_ms < *summary.next_retry_ms)) {
      summary.next_retry_ms = entry.retry_at_ms;
    }
  }
  summary.over_budget = wanted_bytes > limits_.budget_bytes;
  for (const auto& [key, entry] : entries_) {
    if (!entry.wanted && entry.state == TileState::Resident) ++summary.kept;
  }
  return summary;
}

}  // namespace cnx
