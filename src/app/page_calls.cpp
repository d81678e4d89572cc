#include "app/page_calls.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "app/app.h"
#include "app/page_keys.h"
#include "app/query_filter.h"
#include "base/json.h"
#include "query/complete_query.h"
#include "query/parse_query.h"
#include "query/query_facets.h"
#include "query/query_text.h"
#include "view/view_url.h"

namespace cnx {
namespace {

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json refusal(const std::string& message) { return {{"ok", false}, {"message", message}}; }

/// JavaScript counts UTF-16 units: one for every byte that begins a character, two for those of
/// four bytes.
std::size_t units_before(std::string_view text, std::size_t bytes) {
  std::size_t units = 0;
  for (std::size_t i = 0; i < std::min(bytes, text.size()); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0u) != 0x80u) units += byte >= 0xf0u ? 2 : 1;
  }
  return units;
}

/// The other way; inside a character, to its end.
std::size_t bytes_before(std::string_view text, std::size_t units) {
  std::size_t bytes = 0;
  for (std::size_t seen = 0; bytes < text.size(); ++bytes) {
    const auto byte = static_cast<unsigned char>(text[bytes]);
    if ((byte & 0xc0u) == 0x80u) continue;
    if (seen >= units) break;
    seen += byte >= 0xf0u ? 2 : 1;
  }
  return bytes;
}

void apply(App& app, CommandQueue commands) {
  Actions actions;
  actions.commands = std::move(commands);
  app.decide(actions, App::kPageCallGesture);
  app.end_gesture();
}

Json set_query(App& app, const std::string& text) {
  const TypedQuery typed = read_typed_query(text, app.neurons(), app.view());
  if (typed.error) {
    Json answer = refusal(typed.error->message);
    answer["begin"] = units_before(text, typed.error->where.begin);
    answer["end"] = units_before(text, typed.error->where.end);
    answer["suggestions"] = typed.error->suggestions;
    return answer;
  }
  apply(app, {*typed.command});
  const ViewState& view = app.view();
  return {{"ok", true},
          {"query",
           joined_query({view.category_filters, view.range_filters, view.query}, app.neurons())}};
}

Json complete(const App& app, const std::string& argument) {
  const Json asked = parse_json(argument);
  if (!asked.is_object() || !asked.contains("text") || !asked["text"].is_string() ||
      !asked.contains("cursor") || !asked["cursor"].is_number_unsigned()) {
    return refusal("A text and a cursor are expected.");
  }
  const std::string text = asked["text"].get<std::string>();
  const std::size_t cursor = bytes_before(text, asked["cursor"].get<std::size_t>());
  const Completions found = complete_query(text, cursor, app.neurons(), app.view().sets);
  Json answer = {{"begin", units_before(text, found.begin)},
                 {"end", units_before(text, found.end)},
                 {"items", Json::array()}};
  for (const Completion& completion : found.all) {
    answer["items"].push_back({{"text", completion.text}, {"detail", completion.detail}});
  }
  return answer;
}

Json take_ids(App& app, const std::string& text) {
  if (!app.neurons().has_ids()) return refusal("The ids are still loading; try again in a moment.");
  constexpr std::string_view kSeparators = " \t\r\n,;\"'[](){}";
  std::vector<NeuronIndex> matched;
  std::vector<std::string> unmatched;
  for (std::size_t at = text.find_first_not_of(kSeparators); at != std::string::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSeparators, at), text.size());
    std::int64_t id = 0;
    const auto parsed = std::from_chars(text.data() + at, text.data() + end, id);
    std::optional<NeuronIndex> neuron;
    if (parsed.ec == std::errc{} && parsed.ptr == text.data() + end) {
      neuron = app.neurons().find_id(NeuronId{id});
    }
    if (neuron) {
      matched.push_back(*neuron);
    } else {
      unmatched.push_back(text.substr(at, end - at));
    }
    at = text.find_first_not_of(kSeparators, end);
  }
  const std::size_t named = matched.size();
  const NeuronSet set = NeuronSet::from_neurons(std::move(matched));
  Json answer = {{"ok", true},
                 {"set", nullptr},
                 {"matched", set.count()},
                 {"repeated", named - set.count()},
                 {"unmatched", unmatched}};
  if (set.empty()) return answer;
  const std::string name = free_set_name(app.view());
  apply(app, {PutSet{name, set}, ChangeSelection{set}});
  answer["set"] = name;
  return answer;
}

void rename_in_query(Expression& expression, const std::string& from, const std::string& to) {
  if (expression.kind == Expression::Kind::InSet && expression.values.front().text == from) {
    expression.values.front().text = to;
  }
  for (Expression& child : expression.children) rename_in_query(child, from, to);
}

Json rename_set(App& app, const std::string& argument) {
  const Json asked = parse_json(argument);
  if (!asked.is_object() || !asked.contains("from") || !asked["from"].is_string() ||
      !asked.contains("to") || !asked["to"].is_string()) {
    return refusal("Two names are expected.");
  }
  const auto from = asked["from"].get<std::string>(), to = asked["to"].get<std::string>();
  if (to.empty()) return refusal("A set needs a name.");
  if (to == from) return {{"ok", true}};
  if (to.size() > kMaxSetNameBytes) {
    return refusal("A set's name has at most " + std::to_string(kMaxSetNameBytes) + " bytes.");
  }
  for (const NamedSet& set : app.view().sets) {
    if (set.name == to) return refusal("There is a set of that name already.");
  }
  CommandQueue commands = {RenameSet{from, to}};
  ParsedQuery query = parse_query(app.view().query);
  if (query.expression) {
    rename_in_query(*query.expression, from, to);
    commands.push_back(SetFilterExpression{app.view().category_filters, app.view().range_filters,
                                           query_text(*query.expression)});
  }
  apply(app, std::move(commands));
  return {{"ok", true}};
}

Json list_actions() {
  Json items = Json::array();
  for (const KeyBinding& binding : key_bindings()) {
    // The query line has no use for a button that leads to it.
    if (binding.keys[0] == '\0' || binding.action == KeyAction::QueryLine) continue;
    if (!request_of(binding.action)) continue;
    items.push_back({{"action", static_cast<int>(binding.action)},
                     {"keys", binding.keys},
                     {"what", binding.what}});
  }
  return {{"items", std::move(items)}};
}

Json act(App& app, const std::string& argument) {
  for (const KeyBinding& binding : key_bindings()) {
    const auto request = request_of(binding.action);
    if (!request || std::to_string(static_cast<int>(binding.action)) != argument) continue;
    Actions actions;
    actions.requests.push_back(*request);
    app.decide(actions, 0);
    return {{"ok", true}};
  }
  return refusal("There is no such action.");
}

Json open_view_file(App& app, const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n#");
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  const std::string view =
      begin == std::string::npos || end < begin ? "" : text.substr(begin, end - begin + 1);
  if (!view.starts_with("v=")) return refusal("This file holds no view of Connectoscope.");
  app.open_view(decode_view_url(view, kMaxViewTextBytes));
  return {{"ok", true}};
}

}  // namespace

std::string page_call(App& app, std::string_view name, const std::string& argument) {
  if (!app.has_dataset()) return dump(refusal("The dataset is still loading."));
  if (name == "query") return dump(set_query(app, argument));
  if (name == "complete") return dump(complete(app, argument));
  if (name == "ids") return dump(take_ids(app, argument));
  if (name == "rename_set") return dump(rename_set(app, argument));
  if (name == "actions") return dump(list_actions());
  if (name == "act") return dump(act(app, argument));
  if (name == "view_file") return dump(open_view_file(app, argument));
  return dump(refusal("There is no such call."));
}

std::string free_set_name(const ViewState& view) {
  for (unsigned i = 0;; ++i) {
    std::string name =
        i < 26 ? std::string(1, static_cast<char>('A' + i)) : "set " + std::to_string(i + 1);
    const auto has_it = [&](const NamedSet& set) { return set.name == name; };
    if (std::none_of(view.sets.begin(), view.sets.end(), has_it)) return name;
  }
}

}  // namespace cnx
