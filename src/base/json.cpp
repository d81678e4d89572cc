#include "base/json.h"

namespace cnx {

Json parse_json(std::string_view text) {
  return Json::parse(text.data(), text.data() + text.size(), nullptr, false);
}

}  // namespace cnx
