#include "format/strict_json.h"

namespace cnx {
namespace {

using nlohmann::json;

// True when brackets nest deeper than ours ever do. Runs before the parser, whose stack and
// memory then have a bound.
bool nests_too_deeply(std::string_view text, int max_nesting) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > max_nesting) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

}  // namespace

nlohmann::json parse_strictly(std::string_view text, int max_nesting) {
  if (text.starts_with("\xEF\xBB\xBF") || nests_too_deeply(text, max_nesting)) {
    return json(json::value_t::discarded);
  }
  std::vector<std::size_t> names;  // in each object that is open
  bool repeated = false;
  const auto on_event = [&](int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) names.push_back(0);
    if (event == json::parse_event_t::key) ++names.back();
    if (event == json::parse_event_t::object_end) {
      repeated |= parsed.size() != names.back();  // of two equal names only one is kept
      names.pop_back();
    }
    return true;
  };
  json parsed = json::parse(text, on_event, false);
  if (repeated) return json(json::value_t::discarded);
  return parsed;
}

}  // namespace cnx
