// robust_units_test.cpp — the values behind packs and progress; robust_test.py has the rest.

#include <doctest/doctest.h>

#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "format/pack.h"
#include "progress.h"
#include "say.h"

using namespace cnx;

namespace {

ErrorCode refusal_of(std::vector<std::byte> bytes) {
  const auto header = decode_pack_header(bytes);
  REQUIRE_FALSE(header.ok());
  return header.error().code;
}

}  // namespace

TEST_CASE("the header of a pack is the bytes that the document says") {
  const PackHeader header = {0x01020304, 0x1122334455667788};
  const std::vector<std::byte> bytes = encode_pack_header(header);
  const unsigned char expected[] = {'C',  'N',  'X',  'P',  1,    0,    0x04, 0x03, 0x02,
                                    0x01, 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11};
  REQUIRE(bytes.size() == std::size(expected));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    CAPTURE(i);
    CHECK(std::to_integer<unsigned>(bytes[i]) == expected[i]);
  }
}

TEST_CASE("a header of a pack reads back, also with more behind it, and anything else is refused") {
  const PackHeader header = {1000, 42};
  std::vector<std::byte> bytes = encode_pack_header(header);
  bytes.resize(bytes.size() + 100);
  REQUIRE(decode_pack_header(bytes).ok());
  CHECK(decode_pack_header(bytes).value() == header);
  for (std::size_t size = 0; size < kPackHeaderBytes; ++size) {
    CAPTURE(size);
    CHECK(refusal_of({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}) ==
          ErrorCode::Truncated);
  }
  auto other = bytes;
  other[0] = std::byte{'X'};
  CHECK(refusal_of(other) == ErrorCode::BadMagic);
  other = bytes;
  other[4] = std::byte{2};
  CHECK(refusal_of(other) == ErrorCode::UnsupportedVersion);
  CHECK(refusal_of(encode_pack_header({0, 42})) == ErrorCode::OutOfRange);
  CHECK(refusal_of(encode_pack_header({kMaxManifestBytes + 1, 42})) == ErrorCode::OutOfRange);
  CHECK(decode_pack_header(encode_pack_header({kMaxManifestBytes, 42})).ok());
}

TEST_CASE("tiles of a pack stand one behind the other, each once") {
  Manifest manifest;
  manifest.families.resize(2);
  manifest.families[0].tiles = {{7, 100}, {8, 30}};
  manifest.families[1].tiles = {{8, 30}, {9, 1}};
  const PackIndex index = index_pack(manifest, 1000);
  CHECK(index.offsets.size() == 3);
  CHECK(index.offsets.at(7) == 1018);
  CHECK(index.offsets.at(8) == 1118);
  CHECK(index.offsets.at(9) == 1148);
  CHECK(index.file_bytes == 1149);
  CHECK(index.tiles == std::vector<TileEntry>{{7, 100}, {8, 30}, {9, 1}});
}

TEST_CASE("what a terminal would obey is shown as a character that it does not") {
  CHECK(printable_line("plain, \xc3\xa4\xe2\x82\xac\xf0\x9f\xa7\xa0") ==
        "plain, \xc3\xa4\xe2\x82\xac\xf0\x9f\xa7\xa0");
  const std::string instead = "\xef\xbf\xbd";
  for (const std::string& bad :
       {std::string("\x1b"), std::string("\r"), std::string("\n"), std::string(1, '\0'),
        std::string("\x7f"), std::string("\xc2\x9b"), std::string("\xe2\x80\xa8"),
        std::string("\xe2\x80\xae"), std::string("\xe2\x81\xa7")}) {
    CAPTURE(bad);
    CHECK(printable_line("a" + bad + "b" + bad) == "a" + instead + "b" + instead);
  }
  CHECK(printable_text("a\nb\x1b\n") == "a\nb" + instead + "\n");
  CHECK(printable_line("\xc2\xa0\xe2\x80\xa7\xe2\x81\xa5") == "\xc2\xa0\xe2\x80\xa7\xe2\x81\xa5");
  CHECK(printable_line("cut\xe2\x80") == "cut\xe2\x80");
}

TEST_CASE("progress says share, rate and rest, and the latter only when they mean something") {
  CHECK(progress_text(1, 3, "tiles", 0.1) == "33 %");
  CHECK(progress_text(0, 3, "tiles", 9) == "0 %");
  CHECK(progress_text(50, 100, "tiles", 2) == "50 %, 25 tiles/s, 2 s left");
  CHECK(progress_text(2, 100, "tiles", 4) == "2 %, 0.5 tiles/s, 4 min left");
  CHECK(progress_text(1234567, 2345678, "rows", 1) == "52 %, 1,234,567 rows/s, 1 s left");
  CHECK(progress_text(1, 10000, "", 1) == "0 %, 2 h 46 min left");
  CHECK(progress_text(10, 10, "tiles", 5) == "100 %, 2.0 tiles/s");
}
