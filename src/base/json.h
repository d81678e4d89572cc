#pragma once
// json.h — the one kind of JSON value. Each kind costs the page as many bytes as a panel.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>

namespace cnx {

/// Keys stay in the order in which they came. An object is searched from its front: for those that
/// have few keys, as ours do.
using Json = nlohmann::ordered_json;

/// The value, or a discarded one when the text is no JSON. For text of our own making; that of
/// strangers: format/strict_json.h. O(text).
Json parse_json(std::string_view text);

/// NaN for null and what is no number.
double number_of(const Json& value);
/// Precondition: it is a whole number, as our own counts are.
std::uint64_t whole_number(const Json& value);

}  // namespace cnx
