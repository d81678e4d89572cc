#include "say.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>

namespace cnx {

namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

/// Bytes of the character that a terminal would obey at the beginning of `text`, or 0.
std::size_t obeyed_bytes(std::string_view text) {
  const auto byte = [text](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
  };
  if (byte(0) < 0x20 || byte(0) == 0x7f) return 1;
  if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) < 0xa0) return 2;  // U+0080 to U+009F
  // U+2028 to U+202E (ends of lines, directions) and U+2066 to U+2069 (directions).
  if (byte(0) == 0xe2 && byte(1) == 0x80 && byte(2) >= 0xa8 && byte(2) <= 0xae) return 3;
  if (byte(0) == 0xe2 && byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9) return 3;
  return 0;
}

std::string printable(std::string_view text, bool keep_newlines) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t obeyed = keep_newlines && text[i] == '\n' ? 0 : obeyed_bytes(text.substr(i));
    shown += obeyed > 0 ? kReplacement : text.substr(i, 1);
    i += std::max<std::size_t>(obeyed, 1);
  }
  return shown;
}

}  // namespace

std::string printable_text(std::string_view text) { return printable(text, true); }

std::string printable_line(std::string_view text) { return printable(text, false); }

void say(std::string_view sentence, std::string_view program) {
  std::fprintf(stderr, "%.*s: %s\n", static_cast<int>(program.size()), program.data(),
               printable_line(sentence).c_str());
}

}  // namespace cnx
