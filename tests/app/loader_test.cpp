#include "app/loader.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "app/memory_site.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// Rounds of a page without a page, until nothing is left to do at this moment.
void settle(Loader& loader, const TileNeed& need) {
  for (int round = 0; round < 60; ++round) {
    loader.use_worker();
    loader.take();
    loader.take_replies();
    loader.want(need);
    loader.pump();
  }
}

TileNeed everything() {
  TileNeed need;
  need.columns = {0, 1, 2, 3, 4, 5, 6, 7};
  need.every_connection = true;
  return need;
}

}  // namespace

TEST_CASE("the loader brings every column and every connection, each file once") {
  MemorySite site(1, 100, 900, 30);
  HeadlessPlatform platform = site.platform();
  Loader loader(platform, "data/");
  CHECK_FALSE(loader.idle());
  settle(loader, everything());
  CHECK(loader.idle());
  REQUIRE(loader.manifest().has_value());
  const LoadStatus status = loader.status();
  CHECK(status.neurons_complete);
  CHECK(status.connections_complete);
  CHECK(status.failures.empty());
  CHECK(status.tiles_loaded == 4 + 1 + 1 + 4);  // no inputs: nobody asked for them
  CHECK(status.tiles_wanted == status.tiles_loaded);
  CHECK(status.bytes_loaded == status.bytes_wanted);
  for (const auto& asked : site.asked) {
    CAPTURE(asked.first);
    CHECK(asked.second == 1);
  }
  const NeuronTable expected = site.table();
  for (std::uint32_t c = 0; c < 8; ++c) {
    REQUIRE(loader.neurons().has(c));
    for (NeuronIndex i = 0; i < 100; ++i) {
      CHECK(loader.neurons().text(c, i) == expected.text(c, i));
    }
  }
}

TEST_CASE("a tile of the wrong size, the wrong bytes or the wrong place is never used, and named") {
  struct Case {
    const char* what;
    std::size_t family, index;
    std::function<std::vector<std::byte>(const MemorySite&, std::vector<std::byte>)> change;
    const char* reason;
  };
  const std::vector<Case> cases = {
      {"cut off", kOutFamily, 1,
       [](const MemorySite&, std::vector<std::byte> tile) {
         tile.pop_back();
         return tile;
       },
       "bytes instead of"},
      {"one bit", kOutFamily, 0,
       [](const MemorySite&, std::vector<std::byte> tile) {
         tile[tile.size() / 2] ^= std::byte{1};
         return tile;
       },
       "not the ones that the manifest promises"},
      {"one bit of a neuron tile", kCoarseFamily, 2,
       [](const MemorySite&, std::vector<std::byte> tile) {
         tile.back() ^= std::byte{128};
         return tile;
       },
       "not the ones that the manifest promises"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    MemorySite site(2, 100, 900, 30);
    const std::string url = site.address(c.family, c.index);
    site.files[url] = c.change(site, site.files[url]);
    HeadlessPlatform platform = site.platform();
    Loader loader(platform, "data/");
    settle(loader, everything());
    const LoadStatus status = loader.status();
    REQUIRE(status.failures.size() == 1);
    CHECK(status.failures[0].find(c.reason) != std::string::npos);
    CHECK(status.failures[0].find(url.substr(5)) != std::string::npos);
    CHECK(status.tiles_loaded + 1 == status.tiles_wanted);
    CHECK(status.neurons_complete == (c.family != kCoarseFamily));
    CHECK(status.connections_complete == (c.family != kOutFamily));
    CHECK_FALSE(loader.idle());  // it will be tried again
  }
}

TEST_CASE("tiles whose hash is right but which lie where others belong are refused") {
  for (const std::size_t family : {kCoarseFamily, kOutFamily}) {
    CAPTURE(family);
    MemorySite site(3, 90, 900, 30);  // three tiles of the same shape
    std::swap(site.manifest.families[family].tiles[0], site.manifest.families[family].tiles[1]);
    site.manifest.fingerprint = manifest_fingerprint(site.manifest);
    site.files["data/manifest.json"] = bytes_of(encode_manifest(site.manifest));
    HeadlessPlatform platform = site.platform();
    Loader loader(platform, "data/");
    settle(loader, everything());
    if (family == kCoarseFamily) {
      CHECK(loader.status().failures.size() == 2);
      CHECK_FALSE(loader.status().neurons_complete);
    } else {
      // The worker files a connection tile under its own header, so what arrives is right.
      CHECK(loader.status().failures.empty());
    }
  }
}

TEST_CASE("a failed tile is asked for again after 1, 4 and 16 seconds, then only by hand") {
  MemorySite site(4, 60, 300, 30);
  const std::string url = site.address(kOutFamily, 0);
  site.faults[url] = "the server answered 500";
  HeadlessPlatform platform = site.platform();
  Loader loader(platform, "data/");
  const TileNeed need = everything();
  settle(loader, need);
  CHECK(site.asked[url] == 1);
  int expected = 1;
  for (const double wait_ms : kRetryDelaysMs) {
    CAPTURE(wait_ms);
    const auto next_try = [&] {
      const std::vector<std::string> failures = loader.status().failures;
      REQUIRE(failures.size() == 1);
      return failures[0].substr(failures[0].find("; "));
    };
    CHECK(next_try() == "; trying again in " + std::to_string(std::lround(wait_ms / 1000)) + " s");
    platform.advance(wait_ms - 1);
    settle(loader, need);
    CHECK(site.asked[url] == expected);
    CHECK(next_try() == "; trying again in 1 s");
    CHECK_FALSE(loader.status().can_retry());
    platform.advance(1);
    CHECK(next_try() == "; trying again now");
    settle(loader, need);
    CHECK(site.asked[url] == ++expected);
  }
  CHECK(loader.idle());  // it has given up
  CHECK(loader.status().can_retry());
  platform.advance(1e6);
  settle(loader, need);
  CHECK(site.asked[url] == expected);
  site.faults.clear();
  loader.retry_failed();
  settle(loader, need);
  CHECK(loader.status().failures.empty());
  CHECK(loader.status().connections_complete);
}

TEST_CASE(
    "positions that cannot be had are given up in the end, with the reason, and had by hand") {
  MemorySite site(6, 60, 300, 30);
  site.faults[site.address(kCoarseFamily, 1)] = "the server answered 500";
  HeadlessPlatform platform = site.platform();
  Loader loader(platform, "data/");
  const TileNeed need = everything();
  settle(loader, need);
  for (const double wait_ms : kRetryDelaysMs) {
    LoadStatus status = loader.status();
    CHECK(status.failure_reason == "the server answered 500");
    CHECK(status.tiles_given_up == 0);
    CHECK_FALSE(status.positions_failed);
    platform.advance(wait_ms);
    settle(loader, need);
  }
  LoadStatus status = loader.status();
  CHECK(loader.idle());
  CHECK(status.tiles_given_up == 1);
  CHECK(status.positions_failed);
  CHECK(status.ended());
  CHECK_FALSE(status.neurons_complete);
  CHECK(status.connection_tiles == 2);
  CHECK(status.connection_tiles_missing == 0);
  site.faults.clear();
  loader.retry_failed();
  settle(loader, need);
  status = loader.status();
  CHECK(status.neurons_complete);
  CHECK_FALSE(status.positions_failed);
  CHECK(status.failure_reason.empty());
}

TEST_CASE("a manifest that could not be had is asked for at once when somebody says so") {
  MemorySite site(5, 20, 50, 30);
  site.faults["data/manifest.json"] = "there is no network";
  HeadlessPlatform platform = site.platform();
  Loader loader(platform, "data/");
  settle(loader, {});
  CHECK_FALSE(loader.manifest().has_value());
  site.faults.clear();
  settle(loader, {});
  CHECK_FALSE(loader.manifest().has_value());  // its time has not come
  loader.retry_failed();
  settle(loader, {});
  CHECK(loader.manifest().has_value());
}

TEST_CASE("a manifest that is not there is asked for again, one that is wrong is not") {
  MemorySite site(5, 20, 50, 30);
  const std::string url = "data/manifest.json";
  site.faults[url] = "the server answered 503";
  HeadlessPlatform platform = site.platform();
  Loader loader(platform, "data/");
  settle(loader, {});
  CHECK(loader.manifest_failure().find("The dataset cannot be loaded\n") == 0);
  CHECK(loader.manifest_failure().find("503") != std::string::npos);
  CHECK(site.asked[url] == 1);
  platform.advance(1000);
  settle(loader, {});
  CHECK(site.asked[url] == 2);
  site.faults.clear();
  platform.advance(2000);
  settle(loader, {});
  CHECK(loader.manifest().has_value());
  CHECK(loader.manifest_failure().empty());

  site.files[url] = bytes_of("<!doctype html>");
  HeadlessPlatform other = site.platform();
  Loader wrong(other, "data/");
  settle(wrong, {});
  CHECK(wrong.manifest_failure().find("This is not a dataset of Connectoscope\n") == 0);
  other.advance(1e6);
  settle(wrong, {});
  CHECK(site.asked[url] == 4);

  std::string text = encode_manifest(site.manifest);
  const std::string version = "\"version\": " + std::to_string(kFormatVersion);
  text.replace(text.find(version), version.size(), "\"version\": 99");
  site.files[url] = bytes_of(text);
  HeadlessPlatform third = site.platform();
  Loader newer(third, "data/");
  settle(newer, {});
  CHECK(newer.manifest_failure().find("another version") != std::string::npos);
}

TEST_CASE("what is not needed any more is not fetched") {
  MemorySite site(6, 200, 900, 10);  // many small tiles
  HeadlessPlatform platform = site.platform();
  Loader loader(platform, "data/");
  loader.take();
  loader.want(everything());
  loader.pump();  // six are on their way
  TileNeed less;
  less.columns = {1, 2, 3, 4};
  settle(loader, less);
  CHECK(loader.idle());
  CHECK(loader.status().tiles_loaded == 20 + 1 + 1);  // coarse, fine and exact positions
  for (std::size_t i = 0; i < 20; ++i) CHECK(site.asked[site.address(kOutFamily, i)] == 0);
}
