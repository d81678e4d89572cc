#pragma once
// page_calls.h — what the fields and buttons of the page's HTML ask: the query line, pasted ids,
// names of sets. Text in, one JSON object out; web/fields.js is the other half.

#include <string>
#include <string_view>

#include "view/view_state.h"

namespace cnx {

class App;

/// Calls, with their argument and what the answer holds:
///   query       a query → {"ok": true, "query": canonical}, or {"ok": false, "message", "begin",
///               "end" (UTF-16 units of the text), "suggestions": [texts for that place]}
///   complete    {"text", "cursor" (UTF-16)} → {"begin", "end" (UTF-16), "items": [{"text",
///               "detail"}]}
///   ids         ids between spaces, commas, semicolons, quotes, brackets or line ends → {"set":
///               name or null, "matched": neurons, "repeated": ids named more than once,
///               "unmatched": [as pasted]}; the matched ones become a set and the selection
///   rename_set  {"from", "to"} → {"ok": true}, or {"ok": false, "message"}
///   actions     nothing → {"items": [{"action": number, "keys", "what"}]}: what a key does and a
///               button of the page may do too (ui/keys.h)
///   act         the number of such an action → {"ok": true}
///   view_file   a view's text, as the page saves it → {"ok": true}, or {"ok": false, "message"}
/// Another name, or an argument that is not of its form: {"ok": false, "message"}. What a call
/// changes is one step of undo.
std::string page_call(App& app, std::string_view name, const std::string& argument);

/// The first of A, B, … Z, "set 27", … that no set of the view has.
std::string free_set_name(const ViewState& view);

}  // namespace cnx
