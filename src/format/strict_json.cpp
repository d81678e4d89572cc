#include "format/strict_json.h"

namespace cnx {
namespace {

constexpr std::size_t kMaxFields = 256;  // ours needs a tenth

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

Json parse_strictly(std::string_view text, int max_nesting) {
  if (text.starts_with("\xEF\xBB\xBF") || nests_too_deeply(text, max_nesting)) {
    return Json(Json::value_t::discarded);
  }
  std::vector<std::size_t> names;  // in each object that is open
  bool refused = false;
  const auto on_event = [&](int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) names.push_back(0);
    if (event == Json::parse_event_t::key && ++names.back() > kMaxFields) return false;
    if (event == Json::parse_event_t::object_end) {
      refused |= parsed.size() != names.back();  // of two equal names one is kept
      names.pop_back();
    }
    return true;
  };
  Json parsed = Json::parse(text.data(), text.data() + text.size(), on_event, false);
  if (refused) return Json(Json::value_t::discarded);
  return parsed;
}

}  // namespace cnx
