#pragma once
// hash.h — XXH3-64 of a byte span: names and checks every tile.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace cnx {

std::uint64_t xxh3_64(std::span<const std::byte> bytes);

/// 16 lower-case hex digits, most significant first.
std::string hash_to_hex(std::uint64_t hash);

/// Errors: Syntax (not 16 lower-case hex digits).
Result<std::uint64_t> parse_hash(std::string_view hex);

}  // namespace cnx
