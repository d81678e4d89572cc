#pragma once
// quoted.h — a piece of a stranger's text, made safe to show inside a sentence.

#include <string>
#include <string_view>

namespace cnx {

inline constexpr std::size_t kMaxQuotedChars = 40;

/// `text` in double quotes: printable ASCII as it is, every other byte (and the double quote
/// itself) as %XX; cut to at most kMaxQuotedChars characters, then "...". O(kMaxQuotedChars).
std::string quoted(std::string_view text);

}  // namespace cnx
