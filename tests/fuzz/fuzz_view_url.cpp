// fuzz_view_url.cpp — any bytes as a link: no crash, notes within their limits, and a view that
// has a link of its own which reads back equal.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "view/view_url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cnx;
  const std::string_view fragment(reinterpret_cast<const char*>(data), size);
  const DecodedView decoded = decode_view_url(fragment);
  CNX_CHECK(decoded.notes.size() <= kMaxViewNotes);
  for (const std::string& note : decoded.notes) {
    CNX_CHECK(note.size() < 300);
    for (const char c : note) CNX_CHECK(c >= 0x20 && c < 0x7f);
  }

  const std::string canonical = encode_view_url(decoded.state);
  CNX_CHECK(canonical.size() <= kMaxFragmentBytes);
  const DecodedView again = decode_view_url(canonical);
  CNX_CHECK(again.notes.empty());
  CNX_CHECK(again.state == decoded.state);
  CNX_CHECK(encode_view_url(again.state) == canonical);
  return 0;
}
