#pragma once
// text_format.h — numbers as text for people.

#include <algorithm>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "base/json.h"

namespace cnx {

/// printf into a string; at most 511 characters.
[[gnu::format(printf, 1, 2)]] inline std::string format(const char* pattern, ...) {
  std::va_list arguments;
  va_start(arguments, pattern);
  char text[512];
  std::vsnprintf(text, sizeof text, pattern, arguments);
  va_end(arguments);
  return text;
}

/// 1234567 as "1,234,567".
inline std::string number(std::uint64_t value) {
  std::string text = std::to_string(value);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

/// The same of a count in JSON; "-" for null.
inline std::string whole(const Json& value) {
  return value.is_null() ? "-" : number(value.get<std::uint64_t>());
}

/// Four significant digits; "-" for null.
inline std::string real(const Json& value) {
  return value.is_null() ? "-" : format("%.4g", value.get<double>());
}

/// A share from 0 to 1 in percent, three significant digits; "-" for null.
inline std::string percent(const Json& share) {
  return share.is_null() ? "-" : format("%.3g", 100 * share.get<double>());
}

/// Columns that a text takes; bytes of a character after its first take none.
inline std::size_t columns_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace cnx
