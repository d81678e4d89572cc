#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace cnx {

std::uint64_t xxh3_64(std::span<const std::byte> bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

std::string hash_to_hex(std::uint64_t hash) {
  std::string hex(16, '0');
  for (std::size_t i = 16; i-- > 0; hash >>= 4) hex[i] = "0123456789abcdef"[hash & 15];
  return hex;
}

Result<std::uint64_t> parse_hash(std::string_view hex) {
  if (hex.size() != 16) return Error{ErrorCode::Syntax, "hash, not 16 hex digits"};
  std::uint64_t hash = 0;
  for (const char c : hex) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(c >= 'a' && c <= 'f')) return Error{ErrorCode::Syntax, "hash, not a hex digit"};
    hash = hash << 4 | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  return hash;
}

}  // namespace cnx
