#pragma once
// http_rules.h — what `serve` decides about a request: plain values in, plain values out.
//
// Sockets and files are in serve.cpp. Names follow RFC 9110 (HTTP Semantics).

#include <sys/types.h>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace cnx {

/// First and last byte, both included; -1 for one that the request left out ("500-", "-500").
/// cpp-httplib's own type of a range.
using ByteRange = std::pair<ssize_t, ssize_t>;

/// True for a decoded request path that may name a file: absolute, no empty, hidden or dotted part
/// (an empty last part means the folder's index.html), no backslash, no control character.
bool is_plain_path(std::string_view path);

/// The Content-Type of a file by its name; application/octet-stream where nothing else is known.
std::string_view content_type(std::string_view path);

/// The hash that names a tile: "0123456789abcdef" of ".../tiles/0123456789abcdef.tile"; else "".
std::string_view tile_hash(std::string_view path);

/// Whether an Accept-Encoding value lets `coding` ("br", "gzip") be sent: it is named, and not
/// with a weight of 0. "*" names nothing here: who takes anything also takes the plain file.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

/// Whether an If-None-Match value names `etag`, or any ("*"); "W/" makes no difference to a GET.
bool names_etag(std::string_view if_none_match, std::string_view etag);

enum class RangeVerdict : std::uint8_t { Whole, Parts, Unsatisfiable };

/// Makes every range of a request absolute and inside a file of `size` bytes, and drops those that
/// begin past its end; O(ranges).
///
/// Whole: send all of the file, because no ranges were asked for, or more than 16, or ones that
/// overlap or go backwards, which could ask for much more than the file. `ranges` is then as it
/// was. Parts: send `ranges`, at least one, rising. Unsatisfiable: all of them lie outside.
RangeVerdict clamp_ranges(std::vector<ByteRange>& ranges, std::int64_t size);

}  // namespace cnx
