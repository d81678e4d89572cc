#include "stream/tile_cache.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

using namespace cnx;

namespace {

TileKey tile(std::uint32_t index) { return {0, index}; }

std::vector<TileKey> tiles(std::initializer_list<std::uint32_t> indices) {
  std::vector<TileKey> keys;
  for (const std::uint32_t index : indices) keys.push_back(tile(index));
  return keys;
}

std::vector<std::uint32_t> indices(const std::vector<FetchOrder>& orders) {
  std::vector<std::uint32_t> found;
  for (const FetchOrder& order : orders) found.push_back(order.key.index);
  return found;
}

using Indices = std::vector<std::uint32_t>;

/// Wants, fetches and decodes tiles of 10 bytes each; nothing else may be under way.
void load(TileCache& cache, std::initializer_list<std::uint32_t> which, double now_ms) {
  cache.want(tiles(which), now_ms);
  for (;;) {
    const auto orders = cache.take_fetches(now_ms);
    if (orders.empty()) return;
    for (const FetchOrder& order : orders) {
      REQUIRE(cache.on_bytes(order.key, order.generation, 10));
      cache.on_decoded(order.key);
    }
  }
}

}  // namespace

TEST_CASE("tiles are fetched in the order of need, at most so many at a time") {
  TileCache cache({1000, 2});
  cache.want(tiles({5, 3, 5, 8, 1}), 0);
  CHECK(cache.summary().wanted == 4);
  auto orders = cache.take_fetches(0);
  CHECK(indices(orders) == Indices{5, 3});
  CHECK(cache.take_fetches(0).empty());
  CHECK(cache.on_bytes(orders[1].key, orders[1].generation, 10));
  CHECK(indices(cache.take_fetches(0)) == Indices{8});  // decoding takes no place
  cache.on_decoded(tile(3));
  const auto summary = cache.summary();
  CHECK(summary.count(TileState::Resident) == 1);
  CHECK(summary.count(TileState::Fetching) == 2);
  CHECK(summary.count(TileState::Queued) == 1);
  CHECK(summary.bytes == 10);
  CHECK(summary.bytes_received == 10);
}

TEST_CASE("what is wanted again is not fetched again") {
  TileCache cache;
  load(cache, {1, 2}, 0);
  cache.want(tiles({2, 3}), 1);
  CHECK(indices(cache.take_fetches(1)) == Indices{3});
  cache.want(tiles({1, 2, 3}), 2);
  CHECK(cache.take_fetches(2).empty());
  CHECK(cache.state(tile(1)) == TileState::Resident);
  CHECK(cache.state(tile(9)) == TileState::Absent);
}

TEST_CASE("leading tiles have the line for themselves until each has arrived or failed once") {
  TileCache cache({1000, 6});
  cache.want(tiles({4, 2, 7, 8}), 0, 2);
  auto orders = cache.take_fetches(0);
  REQUIRE(indices(orders) == Indices{4, 2});
  REQUIRE(cache.on_bytes(orders[0].key, orders[0].generation, 10));
  CHECK(cache.leading());
  CHECK(cache.take_fetches(0).empty());
  cache.on_fault(orders[1].key, orders[1].generation, "it is lost", 0);
  CHECK_FALSE(cache.leading());
  orders = cache.take_fetches(0);
  CHECK(indices(orders) == Indices{7, 8});
  orders = cache.take_fetches(kRetryDelaysMs[0]);  // its second try keeps nobody waiting
  REQUIRE(indices(orders) == Indices{2});
  CHECK_FALSE(cache.leading());
  // A list without leading tiles forgets the old ones.
  cache.want(tiles({1, 9}), 0);
  CHECK_FALSE(cache.leading());
  CHECK(indices(cache.take_fetches(0)) == Indices{1, 9});
}

TEST_CASE("a new list changes the order of what is queued") {
  TileCache cache({1000, 1});
  cache.want(tiles({1, 2, 3}), 0);
  const auto first = cache.take_fetches(0);
  cache.want(tiles({3, 2, 1}), 0);
  REQUIRE(cache.on_bytes(first[0].key, first[0].generation, 1));
  CHECK(indices(cache.take_fetches(0)) == Indices{3});
}

TEST_CASE("what arrives for a dropped fetch is thrown away, but frees its place") {
  TileCache cache({1000, 1});
  cache.want(tiles({1}), 0);
  const FetchOrder old = cache.take_fetches(0).at(0);
  CHECK(cache.is_current(old));
  cache.want(tiles({2}), 0);
  CHECK_FALSE(cache.is_current(old));
  CHECK(cache.state(tile(1)) == TileState::Absent);
  CHECK(cache.take_fetches(0).empty());  // the place is taken until the old one has answered
  CHECK(cache.summary().open_fetches == 1);

  SUBCASE("with bytes") { CHECK_FALSE(cache.on_bytes(old.key, old.generation, 10)); }
  SUBCASE("with a fault") { cache.on_fault(old.key, old.generation, "aborted", 0); }
  CHECK(indices(cache.take_fetches(0)) == Indices{2});
  CHECK(cache.summary().bytes == 0);
  CHECK(cache.summary().failures.empty());
}

TEST_CASE("a tile that is dropped and wanted again waits for its new fetch, not the old one") {
  TileCache cache;
  cache.want(tiles({1}), 0);
  const FetchOrder old = cache.take_fetches(0).at(0);
  cache.want({}, 0);
  cache.want(tiles({1}), 0);
  const FetchOrder now = cache.take_fetches(0).at(0);
  CHECK(now.generation != old.generation);
  cache.on_fault(old.key, old.generation, "aborted", 0);
  CHECK(cache.state(tile(1)) == TileState::Fetching);
  CHECK_FALSE(cache.on_bytes(old.key, old.generation, 5));
  CHECK(cache.on_bytes(now.key, now.generation, 5));
  CHECK_FALSE(cache.on_bytes(now.key, now.generation, 5));  // answered already
  CHECK(cache.state(tile(1)) == TileState::Decoding);
  CHECK(cache.summary().bytes == 5);
}

TEST_CASE("a failed fetch is tried again after 1, 4 and 16 seconds, then stays failed") {
  TileCache cache;
  cache.want(tiles({1}), 0);
  double now_ms = 0;
  for (const double delay_ms : {1000.0, 4000.0, 16000.0}) {
    CAPTURE(delay_ms);
    const FetchOrder order = cache.take_fetches(now_ms).at(0);
    now_ms += 123;
    cache.on_fault(order.key, order.generation, "no answer", now_ms);
    CHECK(cache.summary().next_retry_ms == now_ms + delay_ms);
    CHECK(cache.take_fetches(now_ms + delay_ms - 1).empty());
    CHECK(cache.state(tile(1)) == TileState::Failed);
    CHECK(cache.given_up(tile(1)) == nullptr);
    now_ms += delay_ms;
  }
  const FetchOrder last = cache.take_fetches(now_ms).at(0);
  cache.on_fault(last.key, last.generation, "404", now_ms);
  CHECK(cache.take_fetches(now_ms + 1e9).empty());
  const auto summary = cache.summary();
  CHECK(summary.failures == std::vector<TileFailure>{{tile(1), "404", std::nullopt}});
  CHECK(summary.next_retry_ms == std::nullopt);
  CHECK(summary.count(TileState::Failed) == 1);
  REQUIRE(cache.given_up(tile(1)) != nullptr);
  CHECK(*cache.given_up(tile(1)) == "404");
  CHECK(cache.given_up(tile(2)) == nullptr);

  cache.want(tiles({1, 2}), now_ms);  // wanting it once more is no retry
  CHECK(indices(cache.take_fetches(now_ms)) == Indices{2});
  cache.retry_failed();
  CHECK(cache.state(tile(1)) == TileState::Queued);
  CHECK(cache.given_up(tile(1)) == nullptr);
  const FetchOrder again = cache.take_fetches(now_ms).at(0);
  cache.on_fault(again.key, again.generation, "404", now_ms);
  CHECK(cache.summary().next_retry_ms == now_ms + 1000);  // with all its retries
}

TEST_CASE("a tile that cannot be decoded fails like one that cannot be fetched") {
  TileCache cache;
  cache.want(tiles({1}), 0);
  FetchOrder order = cache.take_fetches(0).at(0);
  REQUIRE(cache.on_bytes(order.key, order.generation, 10));
  cache.on_fault(order.key, order.generation, "wrong hash", 5);
  CHECK(cache.summary().failures == std::vector<TileFailure>{{tile(1), "wrong hash", 1005.0}});
  CHECK(cache.summary().bytes == 0);
  order = cache.take_fetches(1005).at(0);
  REQUIRE(cache.on_bytes(order.key, order.generation, 10));
  cache.on_decoded(order.key);
  CHECK(cache.summary().failures.empty());
  CHECK(cache.summary().bytes == 10);
}

TEST_CASE("a failed tile that nobody wants any more is forgotten") {
  TileCache cache;
  cache.want(tiles({1, 2}), 0);
  const auto orders = cache.take_fetches(0);
  cache.on_fault(orders[0].key, orders[0].generation, "404", 0);
  REQUIRE(cache.on_bytes(orders[1].key, orders[1].generation, 10));
  cache.want({}, 0);
  CHECK(cache.state(tile(1)) == TileState::Absent);
  CHECK(cache.state(tile(2)) == TileState::Decoding);  // its bytes are here: let it finish
  cache.on_fault(orders[1].key, orders[1].generation, "wrong hash", 0);
  CHECK(cache.state(tile(2)) == TileState::Absent);
  CHECK(cache.summary().bytes == 0);
}

TEST_CASE("over budget, what is not wanted goes, least recently wanted first") {
  TileCache cache({30, 6});
  load(cache, {9}, 0);
  load(cache, {5}, 1);
  load(cache, {7}, 2);
  CHECK(cache.take_evictions().empty());  // 30 bytes: just within
  load(cache, {3}, 3);
  CHECK(cache.take_evictions() == tiles({9}));
  CHECK(cache.state(tile(9)) == TileState::Absent);
  cache.want(tiles({5}), 4);  // 5 is needed once more: now 7 is the oldest
  load(cache, {4}, 5);
  CHECK(cache.take_evictions() == tiles({7}));
  CHECK(cache.summary().bytes == 30);
  CHECK(cache.summary().kept == 2);
}

TEST_CASE("what is wanted is never given up, even over budget") {
  TileCache cache({25, 6});
  load(cache, {1, 2, 3}, 0);
  CHECK(cache.take_evictions().empty());
  CHECK(cache.summary().over_budget);
  CHECK(cache.summary().bytes == 30);
  cache.want(tiles({1, 3}), 1);
  CHECK(cache.take_evictions() == tiles({2}));
  CHECK_FALSE(cache.summary().over_budget);
}

TEST_CASE("the cache keeps its promises through random use") {
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::size_t budget = 20 + random() % 200;
    const std::uint32_t places = 1 + random() % 4;
    TileCache cache({budget, places});
    std::vector<FetchOrder> open;      // orders that the network has not answered
    std::vector<FetchOrder> decoding;  // accepted, with the decoder
    std::set<TileKey> resident;        // what the owner of the tiles holds
    std::vector<TileKey> wanted;
    std::map<TileKey, std::size_t> bytes;
    std::size_t here = 0;
    double now_ms = 0;
    for (int step = 0; step < 300; ++step) {
      CAPTURE(step);
      now_ms += static_cast<double>(random() % 500);
      switch (random() % 6) {
        case 0:
          wanted.clear();
          for (std::uint32_t i = random() % 12; i > 0; --i) wanted.push_back(tile(random() % 15));
          cache.want(wanted, now_ms);
          break;
        case 1:
          for (const FetchOrder& order : cache.take_fetches(now_ms)) {
            CHECK(std::find(wanted.begin(), wanted.end(), order.key) != wanted.end());
            CHECK(resident.count(order.key) == 0);
            for (const FetchOrder& other : open) CHECK(other.generation != order.generation);
            open.push_back(order);
          }
          break;
        case 2:
        case 3:
          if (!open.empty()) {
            const std::size_t which = random() % open.size();
            const FetchOrder order = open[which];
            open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
            const bool current = cache.is_current(order);
            if (random() % 4 == 0) {
              cache.on_fault(order.key, order.generation, "fault", now_ms);
              CHECK((cache.state(order.key) == TileState::Failed) == current);
            } else {
              const std::size_t size = 1 + random() % 40;
              CHECK(cache.on_bytes(order.key, order.generation, size) == current);
              if (current) {
                decoding.push_back(order);
                bytes[order.key] = size;
                here += size;
              }
            }
          }
          break;
        case 4:
          if (!decoding.empty()) {
            const FetchOrder order = decoding.back();
            decoding.pop_back();
            if (random() % 5 == 0) {
              cache.on_fault(order.key, order.generation, "not a tile", now_ms);
              here -= bytes[order.key];
            } else {
              cache.on_decoded(order.key);
              CHECK(resident.insert(order.key).second);
            }
          }
          break;
        default:
          for (const TileKey key : cache.take_evictions()) {
            CHECK(std::find(wanted.begin(), wanted.end(), key) == wanted.end());
            CHECK(resident.erase(key) == 1);
            here -= bytes[key];
          }
          if (here > budget) {  // then only what is wanted or being decoded is left
            for (const TileKey key : resident) {
              CHECK(std::find(wanted.begin(), wanted.end(), key) != wanted.end());
            }
          }
          if (random() % 10 == 0) cache.retry_failed();
      }
      const TileCacheSummary summary = cache.summary();
      CHECK(open.size() <= places);
      CHECK(summary.open_fetches == open.size());
      CHECK(summary.bytes == here);
      std::uint32_t total = 0;
      for (const std::uint32_t count : summary.by_state) total += count;
      CHECK(total == summary.wanted);
      CHECK(summary.count(TileState::Absent) == 0);
      CHECK(summary.count(TileState::Resident) + summary.kept == resident.size());
      CHECK(summary.failures.size() == summary.count(TileState::Failed));
      for (const TileKey key : resident) CHECK(cache.state(key) == TileState::Resident);
    }
  }
}
