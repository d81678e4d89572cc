#pragma once
// tile_cache.h — which tiles are wanted, on their way, here or failed; what to fetch next and
// what to give up. No I/O and no clock: the caller brings the time, carries orders out and
// reports what came of them.
//
// One round of the caller:  want() when what is needed changed; take_fetches() and
// take_evictions() every frame; on_bytes()/on_fault() for each order's answer; on_decoded() or
// on_fault() when the decoder is done with it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stream/tile_key.h"
#include "stream/tile_state.h"

namespace cnx {

struct TileCacheLimits {
  std::size_t budget_bytes = std::size_t{512} << 20;  // of tiles decoding and resident
  std::uint32_t max_fetches = 6;  // at one time; HTTP/1 browsers open no more to one host
};

/// Waits before the first, second and third retry; after that only retry_failed() helps.
inline constexpr std::array<double, 3> kRetryDelaysMs = {1000, 4000, 16000};

/// "Fetch this tile." Every order is answered exactly once, by on_bytes or on_fault with the
/// same generation, even when the tile is not wanted any more: only that frees its place.
struct FetchOrder {
  TileKey key;
  std::uint32_t generation = 0;  // unique in the life of a cache, never 0

  bool operator==(const FetchOrder&) const = default;
};

struct TileFailure {
  TileKey key;
  std::string reason;
  std::optional<double> retry_at_ms;  // none: it stays failed until retry_failed()

  bool operator==(const TileFailure&) const = default;
};

/// Tiles of the current list by state, and what they weigh; for the status line.
struct TileCacheSummary {
  std::uint32_t wanted = 0;                                  // tiles in the current list
  std::array<std::uint32_t, kTileStateCount> by_state = {};  // of those, by TileState
  std::uint32_t kept = 0;               // resident tiles that are not in the list
  std::uint32_t open_fetches = 0;       // orders without an answer, dropped ones included
  std::size_t bytes = 0;                // tiles decoding and resident, wanted or not
  std::uint64_t bytes_received = 0;     // by all accepted answers ever
  bool over_budget = false;             // what is wanted alone weighs more than the budget
  std::vector<TileFailure> failures;    // in the order of the list
  std::optional<double> next_retry_ms;  // the earliest time at which a failed tile is tried again

  std::uint32_t count(TileState state) const { return by_state[static_cast<std::size_t>(state)]; }
  bool operator==(const TileCacheSummary&) const = default;
};

/// Invariants: a tile without an entry is Absent; every wanted tile has an entry; entries that
/// are not wanted are Decoding or Resident; every Fetching tile has one open order, whose
/// generation is its own.
class TileCache {
 public:
  explicit TileCache(TileCacheLimits limits = {}) : limits_(limits) {}

  /// Replaces the list of wanted tiles, most needed first; repetitions are skipped. Tiles that
  /// left the list while queued, on their way or failed are dropped; those that have arrived
  /// stay until room is needed. The first `leading` of the list have the line for themselves: no
  /// other is ordered until each of them has arrived or failed once. O(list + tiles), log of the
  /// tiles each.
  void want(std::span<const TileKey> keys, double now_ms, std::size_t leading = 0);
  /// Whether the leading tiles keep others waiting. O(leading).
  bool leading() const;

  /// Orders to send now, most needed first: queued tiles and failed ones whose time has come,
  /// as many as there are free places.
  std::vector<FetchOrder> take_fetches(double now_ms);

  /// The bytes of an order have arrived. True: hand them to the decoder and call on_decoded or
  /// on_fault afterwards. False: throw them away, the tile was dropped meanwhile.
  [[nodiscard]] bool on_bytes(TileKey key, std::uint32_t generation, std::size_t bytes);

  /// The decoder has taken the tile. Precondition: it is Decoding.
  void on_decoded(TileKey key);

  /// The fetch or the decoding of an order failed; ignored, but for its place, when the tile was
  /// dropped meanwhile. `reason` is a sentence for people.
  void on_fault(TileKey key, std::uint32_t generation, std::string reason, double now_ms);

  /// Tiles that the caller frees now: while more bytes are here than the budget allows, those
  /// that are resident and not wanted, least recently wanted first. What is wanted stays even
  /// when it is too much. They are Absent from now on.
  std::vector<TileKey> take_evictions();

  /// Queues every failed tile again, with all its retries.
  void retry_failed();

  TileState state(TileKey key) const;
  /// Why it stays failed until retry_failed(); nullptr: it does not. O(log tiles).
  const std::string* given_up(TileKey key) const;
  const TileCacheLimits& limits() const { return limits_; }

  /// False when the order was dropped or answered: its transfer may be cut off.
  bool is_current(const FetchOrder& order) const;

  /// O(list).
  TileCacheSummary summary() const;

 private:
  struct Entry {
    TileState state = TileState::Absent;
    bool wanted = false;
    std::uint32_t generation = 0;  // of its latest order
    std::uint32_t faults = 0;      // since it was wanted or retry_failed()
    std::size_t bytes = 0;
    double last_wanted_ms = 0;
    std::optional<double> retry_at_ms;
    std::string reason;  // of the last fault
  };

  static void step(Entry& entry, TileEvent event);

  TileCacheLimits limits_;
  std::map<TileKey, Entry> entries_;
  std::vector<TileKey> list_;                     // wanted, most needed first, unique
  std::size_t leading_ = 0;                       // of the list, at its begin
  std::map<std::uint32_t, TileKey> open_orders_;  // by generation
  std::uint32_t last_generation_ = 0;
  std::size_t bytes_ = 0;
  std::uint64_t bytes_received_ = 0;
};

}  // namespace cnx
