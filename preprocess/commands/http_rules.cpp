#include "commands/http_rules.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace cnx {
namespace {

constexpr std::size_t kMaxRanges = 16;  // more than any honest reader asks for at once

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

bool is_plain_path(std::string_view path) {
  if (!path.starts_with('/')) return false;
  for (const char c : path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\') return false;
  }
  const std::vector<std::string_view> parts = split(path.substr(1), '/');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].starts_with('.')) return false;  // hidden, "." and ".."
    if (parts[i].empty() && i + 1 < parts.size()) return false;
  }
  return true;
}

std::string_view content_type(std::string_view path) {
  struct Type {
    std::string_view extension;
    std::string_view type;
  };
  static constexpr auto kTypes = std::to_array<Type>({
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".txt", "text/plain; charset=utf-8"},
      {".md", "text/plain; charset=utf-8"},
      {".csv", "text/csv; charset=utf-8"},
      {".json", "application/json"},
      {".wasm", "application/wasm"},
      {".tile", "application/octet-stream"},
      {".otf", "font/otf"},
      {".ttf", "font/ttf"},
      {".woff2", "font/woff2"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
  });
  for (const Type& entry : kTypes) {
    if (path.ends_with(entry.extension)) return entry.type;
  }
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (name == "LICENSE" || name == "NOTICE") return "text/plain; charset=utf-8";
  return "application/octet-stream";
}

std::string_view tile_hash(std::string_view path) {
  constexpr std::string_view kFolder = "/tiles/";
  constexpr std::string_view kExtension = ".tile";
  constexpr std::size_t kDigits = 16;
  if (path.size() < kFolder.size() + kDigits + kExtension.size()) return {};
  if (!path.ends_with(kExtension)) return {};
  const std::string_view hash = path.substr(path.size() - kExtension.size() - kDigits, kDigits);
  const std::string_view before = path.substr(0, path.size() - kExtension.size() - kDigits);
  const bool hex = hash.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return hex && before.ends_with(kFolder) ? hash : std::string_view{};
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  for (const std::string_view item : split(accept_encoding, ',')) {
    const std::vector<std::string_view> parts = split(item, ';');
    if (trimmed(parts[0]) != coding) continue;
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const std::string_view weight = trimmed(parts[i]);
      if (!weight.starts_with("q=")) continue;
      if (weight.find_first_of("123456789") == std::string_view::npos) return false;
    }
    return true;
  }
  return false;
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  for (const std::string_view item : split(if_none_match, ',')) {
    std::string_view tag = trimmed(item);
    if (tag == "*") return true;
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag) return true;
  }
  return false;
}

RangeVerdict clamp_ranges(std::vector<ByteRange>& ranges, std::int64_t size) {
  if (ranges.empty()) return RangeVerdict::Whole;
  if (ranges.size() > kMaxRanges) return RangeVerdict::Whole;
  std::vector<ByteRange> inside;
  for (const auto& range : ranges) {
    std::int64_t first = range.first;  // -1: not given
    std::int64_t last = range.second;
    if (first < 0 && last < 0) return RangeVerdict::Whole;  // "-" means nothing
    if (first < 0) {                                        // "-500": the last 500 bytes
      if (last == 0) continue;
      first = std::max<std::int64_t>(0, size - last);
      last = size - 1;
    }
    if (first >= size) continue;
    if (last < 0 || last >= size) last = size - 1;
    if (!inside.empty() && first <= inside.back().second) return RangeVerdict::Whole;
    inside.emplace_back(first, last);
  }
  if (inside.empty()) return RangeVerdict::Unsatisfiable;
  ranges = std::move(inside);
  return RangeVerdict::Parts;
}

}  // namespace cnx
