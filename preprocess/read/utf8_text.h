#pragma once
// utf8_text.h — text from strangers' files, fit for JSON.

#include <string>
#include <string_view>

namespace cnx {

/// `bytes` as valid UTF-8: whatever is not becomes U+FFFD. Names go into JSON, which must be.
std::string to_valid_utf8(std::string_view bytes);

/// Whether they are that already. O(bytes), fast where they are ASCII.
bool is_valid_utf8(std::string_view bytes);

}  // namespace cnx
