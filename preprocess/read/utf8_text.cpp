#include "read/utf8_text.h"

#include <algorithm>

namespace cnx {
namespace {

/// Bytes of the character at `at`; 0 when there is none.
std::size_t character_bytes(std::string_view bytes, std::size_t at) {
  const auto lead = static_cast<unsigned char>(bytes[at]);
  const std::size_t length = lead < 0x80                    ? 1
                             : lead >= 0xc2 && lead < 0xe0  ? 2
                             : lead >= 0xe0 && lead < 0xf0  ? 3
                             : lead >= 0xf0 && lead <= 0xf4 ? 4
                                                            : 0;
  if (length == 0 || length > bytes.size() - at) return 0;
  for (std::size_t k = 1; k < length; ++k) {
    const auto next = static_cast<unsigned char>(bytes[at + k]);
    // The second byte rules out overlong forms, surrogates and what lies above U+10FFFF.
    const unsigned low = k == 1 && lead == 0xe0 ? 0xa0 : k == 1 && lead == 0xf0 ? 0x90 : 0x80;
    const unsigned high = k == 1 && lead == 0xed ? 0x9f : k == 1 && lead == 0xf4 ? 0x8f : 0xbf;
    if (next < low || next > high) return 0;
  }
  return length;
}

}  // namespace

std::string to_valid_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t length = character_bytes(bytes, i);
    text += length > 0 ? bytes.substr(i, length) : std::string_view("\xef\xbf\xbd");
    i += std::max<std::size_t>(length, 1);
  }
  return text;
}

bool is_valid_utf8(std::string_view bytes) {
  const bool ascii = std::all_of(bytes.begin(), bytes.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return true;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t length = character_bytes(bytes, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

}  // namespace cnx
