#include "base/json.h"

#include <limits>

namespace cnx {

Json parse_json(std::string_view text) {
  return Json::parse(text.data(), text.data() + text.size(), nullptr, false);
}

double number_of(const Json& value) {
  return value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

std::uint64_t whole_number(const Json& value) { return value.get<std::uint64_t>(); }

}  // namespace cnx
