#pragma once
// mirror_json.h — the text mirror as JSON, for web/shell.js to make HTML of.

#include <string>
#include <vector>

#include "ui/text_mirror.h"

namespace cnx {

/// [{"heading", "lines": [text], "tables": [{"title", "caption", "columns": [{"title", "numeric"}],
/// "rows": [[text]]}]}]
std::string mirror_json(const std::vector<MirrorSection>& sections);

}  // namespace cnx
