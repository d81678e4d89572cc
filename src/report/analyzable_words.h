#pragma once
// analyzable_words.h — the words around the numbers on analyzable axons that a job has beside its
// own (worker/analyzable_beside.h). `Json` is either kind of nlohmann's.

#include <cstdint>
#include <string>

namespace cnx {

/// The name of a row of a table or a chart below the row of which it is the same on analyzable
/// axons.
inline constexpr const char* kOnAnalyzableRow = "… on analyzable axons";

/// Of one set: "n = 57 neurons with an analyzable axon, among each other"; of a block: "n = 57
/// sending neurons with an analyzable axon".
std::string analyzable_network_words(std::uint64_t pre_neurons, bool block);

/// "; on analyzable axons 12.3 %, n = 1,234", behind the n of a line: its value, and what that
/// rests on.
std::string on_analyzable(const std::string& value, std::uint64_t n);

/// The part on analyzable axons of the result of a job; null where there is none.
template <typename Json>
const Json* analyzable_of(const Json& result) {
  const auto found = result.find("analyzable");
  return found != result.end() && found->is_object() ? &*found : nullptr;
}

/// Of which network that part is. Precondition: the result has it.
template <typename Json>
std::string analyzable_words(const Json& result) {
  const Json& about = result["about"];
  const bool block =
      about["pre_neurons"] != about["neurons"] || about["post_neurons"] != about["neurons"];
  return analyzable_network_words(
      (*analyzable_of(result))["about"]["pre_neurons"].template get<std::uint64_t>(), block);
}

/// A sentence on it, or on why it is not there; empty where the dataset does not say, which the
/// caveats do, and while nobody knows yet. `key`: of what the part is about, which may be null in
/// it.
template <typename Json>
std::string analyzable_sentence(const Json& result, const std::string& key = {}) {
  if (const Json* const part = analyzable_of(result)) {
    const auto why = part->find(key + "_why_not");
    if (!key.empty() && (*part)[key].is_null() && why != part->end()) {
      return "On analyzable axons alone: " + why->template get<std::string>();
    }
    return "Numbers on analyzable axons are of the network of " + analyzable_words(result) + ".";
  }
  const auto why_not = result.find("analyzable_why_not");
  if (why_not == result.end() || !result["about"]["proofreading_known"].template get<bool>()) {
    return {};
  }
  return why_not->template get<std::string>();
}

}  // namespace cnx
