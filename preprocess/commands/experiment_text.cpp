#include "commands/experiment_text.h"

#include "base/check.h"
#include "commands/text_format.h"

namespace cnx {
namespace {

std::string row(const char* name, const Json& experiment, const char* key) {
  const Json& spread = experiment[key];
  return format("  %-24s %10s %10s %10s %10s %10s\n", name,
                percent(experiment["truth"][key]).c_str(), percent(spread["p05"]).c_str(),
                percent(spread["median"]).c_str(), percent(spread["p95"]).c_str(),
                percent(experiment["pooled"][key]).c_str());
}

std::string tested_words(const Json& experiment) {
  const Json& pairs = experiment["pairs"];
  if (!pairs.is_array()) return "each tested " + whole(pairs) + " ordered pairs";
  return "they tested " + whole(experiment["pooled"]["pairs"]) + " ordered pairs of the block; " +
         whole(experiment["no_pair"]) + " others had neurons of one side alone";
}

}  // namespace

std::string experiment_text(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  CNX_CHECK(json.is_object());
  if (json.contains("experiment_why_not")) {
    return json["experiment_why_not"].get<std::string>() + "\n";
  }
  const Json& experiment = json["experiment"];
  const Json& distances = experiment["distance_um"];
  const auto um = [](const Json& value) {
    return value.is_null() ? std::string("-") : format("%.0f", value.get<double>());
  };
  std::string out = format(
      "Virtual experiments: slices of %s um, %s neurons patched in each (spread %s um)\n"
      "%s of %s experiments found their neurons; %s.\n",
      whole(experiment["thickness_um"]).c_str(), whole(experiment["patched"]).c_str(),
      whole(experiment["spread_um"]).c_str(), whole(experiment["made"]).c_str(),
      whole(experiment["repeats_done"]).c_str(), tested_words(experiment).c_str());
  out += format("  %-24s %10s %10s %10s %10s %10s\n", "percent", "truth", "5 %", "median", "95 %",
                "pooled");
  out += row("connection probability", experiment, "connection_probability");
  out += row("reciprocity", experiment, "reciprocity");
  out += format("The 95 %% interval holds the true connection probability in %s of %s.\n",
                whole(experiment["connection_probability"]["covered"]).c_str(),
                whole(experiment["made"]).c_str());
  out += format(
      "All pairs of the slices: %s %%. Distance of pairs (root mean square): %s um in the "
      "network, %s um in the slices, %s um patched.\n",
      percent(experiment["slices"]["connection_probability"]).c_str(), um(distances["all"]).c_str(),
      um(distances["slices"]).c_str(), um(distances["patched"]).c_str());
  return out;
}

}  // namespace cnx
