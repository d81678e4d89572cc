#include "commands/http_rules.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

using namespace cnx;

TEST_CASE("plain paths stay inside the folder and show nothing hidden") {
  for (const char* path : {"/", "/index.html", "/data/", "/data/tiles/0123456789abcdef.tile",
                           "/a b", "/a..b", "/a.", "/%2e%2e"}) {
    CAPTURE(path);
    CHECK(is_plain_path(path));
  }
  for (const char* path :
       {"", "a", "..", "//", "//etc/passwd", "/a//b", "/.", "/..", "/../a", "/a/..", "/a/../b",
        "/.git/config", "/a/.b", "/...", "/a\\b", "/..\\b", "/a\nb", "/a\x7f"}) {
    CAPTURE(path);
    CHECK_FALSE(is_plain_path(path));
  }
  CHECK_FALSE(is_plain_path(std::string_view("/a\0.html", 8)));
}

TEST_CASE("the hash of a tile is found only where tiles are") {
  CHECK(tile_hash("/x/data/tiles/0123456789abcdef.tile") == "0123456789abcdef");
  for (const char* path :
       {"/tiles/0123456789abcde.tile", "/tiles/00123456789abcdef.tile",
        "/tiles/0123456789ABCDEF.tile", "/tiles/0123456789abcdeg.tile", "/0123456789abcdef.tile",
        "/mytiles/0123456789abcdef.tile", "tiles/0123456789abcdef.tile",
        "/tiles/0123456789abcdef.tile.br", "/tiles/.tile", ""}) {
    CAPTURE(path);
    CHECK(tile_hash(path).empty());
  }
}

TEST_CASE("content types go by the name's end") {
  CHECK(content_type("/viewer.wasm") == "application/wasm");
  CHECK(content_type("/a.js/b.json") == "application/json");
  CHECK(content_type("/LICENSE") == "text/plain; charset=utf-8");
  CHECK(content_type("/MYLICENSE") == "application/octet-stream");
  CHECK(content_type("") == "application/octet-stream");
}

TEST_CASE("a coding is sent when it is named with a weight above zero") {
  CHECK(accepts_coding("gzip, deflate, br", "br"));
  CHECK(accepts_coding(" br ; q=0.001 ", "br"));
  CHECK(accepts_coding("gzip;q=1.0,br", "gzip"));
  CHECK_FALSE(accepts_coding("br;q=0", "br"));
  CHECK_FALSE(accepts_coding("br; q=0.000", "br"));
  CHECK_FALSE(accepts_coding("brotli, xbr", "br"));
  CHECK_FALSE(accepts_coding("*", "br"));
  CHECK_FALSE(accepts_coding("", "br"));
}

TEST_CASE("an etag is found in a list, weak or not, and never by a part of it") {
  CHECK(names_etag(R"("a")", R"("a")"));
  CHECK(names_etag(R"("b" , W/"a")", R"("a")"));
  CHECK(names_etag("*", R"("a")"));
  CHECK_FALSE(names_etag(R"("aa")", R"("a")"));
  CHECK_FALSE(names_etag("a", R"("a")"));
  CHECK_FALSE(names_etag("", R"("a")"));
}

TEST_CASE("ranges worked out by hand") {
  std::vector<ByteRange> ranges = {{0, 0}, {10, -1}};
  CHECK(clamp_ranges(ranges, 20) == RangeVerdict::Parts);
  CHECK(ranges == std::vector<ByteRange>{{0, 0}, {10, 19}});

  ranges = {{-1, 5}};
  CHECK(clamp_ranges(ranges, 20) == RangeVerdict::Parts);
  CHECK(ranges == std::vector<ByteRange>{{15, 19}});

  ranges = {{-1, 500}};
  CHECK(clamp_ranges(ranges, 20) == RangeVerdict::Parts);
  CHECK(ranges == std::vector<ByteRange>{{0, 19}});

  ranges = {{5, 9}, {20, 30}};
  CHECK(clamp_ranges(ranges, 20) == RangeVerdict::Parts);
  CHECK(ranges == std::vector<ByteRange>{{5, 9}});

  ranges = {{20, -1}};
  CHECK(clamp_ranges(ranges, 20) == RangeVerdict::Unsatisfiable);
  ranges = {{-1, 0}};
  CHECK(clamp_ranges(ranges, 20) == RangeVerdict::Unsatisfiable);
  ranges = {{0, 0}};
  CHECK(clamp_ranges(ranges, 0) == RangeVerdict::Unsatisfiable);
  ranges = {{-1, 5}};
  CHECK(clamp_ranges(ranges, 0) == RangeVerdict::Unsatisfiable);

  ranges = {};
  CHECK(clamp_ranges(ranges, 20) == RangeVerdict::Whole);
  ranges = {{-1, -1}};
  CHECK(clamp_ranges(ranges, 20) == RangeVerdict::Whole);
  ranges = {{5, 9}, {9, 12}};  // overlap
  CHECK(clamp_ranges(ranges, 20) == RangeVerdict::Whole);
  ranges = {{5, 9}, {0, 3}};  // backwards
  CHECK(clamp_ranges(ranges, 20) == RangeVerdict::Whole);
  ranges.assign(17, {0, 0});
  CHECK(clamp_ranges(ranges, 20) == RangeVerdict::Whole);
}

TEST_CASE("what clamping leaves is inside the file, rising and no more than the file") {
  for (std::uint32_t seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto size = static_cast<std::int64_t>(random() % 50);
    std::vector<ByteRange> ranges(random() % 6);
    std::vector<bool> asked(static_cast<std::size_t>(size));  // the obvious way: byte by byte
    for (ByteRange& range : ranges) {
      const auto first = static_cast<ssize_t>(random() % 60);
      const auto last = first + static_cast<ssize_t>(random() % 60);
      const std::uint32_t form = random() % 3;
      if (form == 0) range = {first, last};
      if (form == 1) range = {first, -1};
      if (form == 2) range = {-1, last};
      for (std::int64_t byte = 0; byte < size; ++byte) {
        const bool in = form == 0   ? byte >= first && byte <= last
                        : form == 1 ? byte >= first
                                    : byte >= size - last;
        if (in) asked[static_cast<std::size_t>(byte)] = true;
      }
    }
    const std::vector<ByteRange> before = ranges;
    const RangeVerdict verdict = clamp_ranges(ranges, size);
    if (verdict == RangeVerdict::Whole) {
      CHECK(ranges == before);
      continue;
    }
    std::vector<bool> sent(static_cast<std::size_t>(size));
    ssize_t previous = -1;
    if (verdict == RangeVerdict::Parts) {
      CHECK_FALSE(ranges.empty());
      for (const auto& [first, last] : ranges) {
        REQUIRE(first > previous);
        REQUIRE(first <= last);
        REQUIRE(last < size);
        previous = last;
        for (ssize_t byte = first; byte <= last; ++byte)
          sent[static_cast<std::size_t>(byte)] = true;
      }
    }
    CHECK(sent == asked);
  }
}
