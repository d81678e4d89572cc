#include "commands/robustness_text.h"

#include <nlohmann/json.hpp>

#include "base/check.h"
#include "commands/text_format.h"

namespace cnx {
namespace {

using Json = nlohmann::ordered_json;

std::string real(const Json& value) {
  return value.is_null() ? "-" : format("%.4g", value.get<double>());
}

/// "connection_probability" as "connection probability".
std::string words(std::string name) {
  for (char& letter : name) {
    if (letter == '_') letter = ' ';
  }
  return name;
}

/// A row for each version, named by `versions`; then what became of each statistic.
std::string sweep_text(const Json& sweep, const Json& versions, const char* what) {
  const Json& statistics = sweep["statistics"];
  std::string text = format("  %24s", what);
  for (const Json& version : versions) text += format(" %10s", real(version).c_str());
  text += format("\n  %24s", "connections");
  for (const Json& count : sweep["connections"]) {
    text += format(" %10s", number(count.get<std::uint64_t>()).c_str());
  }
  for (const auto& [name, one] : statistics.items()) {
    text += format("\n  %24s", words(name).c_str());
    for (const Json& value : one["value"]) text += format(" %10s", real(value).c_str());
  }
  text += "\n";
  for (const auto& [name, one] : statistics.items()) {
    text += format("  %24s  %s", words(name).c_str(), one["verdict"].get<std::string>().c_str());
    if (!one["largest_change"].is_null()) {
      text += format(": %+.1f %%, at %s", 100 * one["largest_change"].get<double>(),
                     real(versions[one["at"].get<std::size_t>()]).c_str());
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::string robustness_text(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  CNX_CHECK(json.is_object() && json.contains("thresholds"));
  const Json& thresholds = json["thresholds"];
  return "Stable or not: with other least numbers of synapses\n" +
         sweep_text(thresholds, thresholds["min_synapses"], "synapses at least");
}

}  // namespace cnx
