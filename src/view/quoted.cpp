#include "view/quoted.h"

#include <cstddef>

namespace cnx {

std::string quoted(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string shown;
  std::size_t used = 0;
  for (; used < text.size(); ++used) {
    const auto byte = static_cast<unsigned char>(text[used]);
    const bool plain = byte >= 0x20 && byte < 0x7f && byte != '"';
    if (shown.size() + (plain ? 1 : 3) > kMaxQuotedChars) break;
    if (plain) {
      shown += text[used];
    } else {
      shown += '%';
      shown += kHex[byte >> 4];
      shown += kHex[byte & 15];
    }
  }
  return '"' + shown + (used < text.size() ? "...\"" : "\"");
}

}  // namespace cnx
