#include "commands/stats_usage.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "report/numbers.h"
#include "worker/labels_job.h"

namespace cnx {
namespace {

/// The parts that look at an option. Options that are not here are about which neurons and
/// connections count, or about how the result is printed.
struct PartOption {
  const char* name;
  std::vector<std::string_view> parts;
};
const PartOption kPartOptions[] = {
    {"--and-where-b", {"compare", "distance", "synapses"}},
    {"--and-where-b-post", {"compare"}},
    {"--post-group-by", {"classes", "synapses"}},
    {"--bin-um", {"distance", "synapses", "nulls", "compare", "thresholds", "erosion"}},
    {"--measure", {"distance", "synapses"}},
    {"--controls", {"structure", "nulls", "compare", "labels"}},
    {"--seed", {"structure", "nulls", "compare", "labels", "experiment"}},
    {"--statistics", {"nulls", "compare", "thresholds", "erosion"}},
    {"--null-triads", {"nulls", "compare", "thresholds", "erosion"}},
    {"--label-accuracy", {"labels"}},
    {"--thresholds", {"thresholds"}},
    {"--thickness-um", {"experiment"}},
    {"--patched", {"experiment"}},
    {"--spread-um", {"experiment"}},
    {"--repeats", {"experiment"}},
    {"--near-um", {"synapses", "nulls", "compare", "thresholds", "erosion"}},
    {"--clump-um", {"synapses", "nulls", "compare", "thresholds", "erosion"}},
};

bool has(std::span<const std::string> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether a part that is asked for looks at an option.
bool uses(const StatsOptions& options, std::string_view option, std::string_view part,
          std::span<const std::string> asked) {
  if (!has(asked, part)) return false;
  if (option == "--near-um" || option == "--clump-um") {
    return part == "synapses" || (has(options.statistics, "sizes") &&
                                  (part != "nulls" || options.null_model == "neurons"));
  }
  if (option != "--bin-um" || part == "distance" || part == "synapses") return true;
  // Of the random controls only those by distance have bins, and of more numbers only those.
  return (part == "nulls" && options.null_model == "distance") ||
         has(options.statistics, "distance");
}

}  // namespace

std::string wrong_options(const StatsOptions& options, std::span<const std::string> asked) {
  if (options.and_where_b.empty() && !options.and_where_b_post.empty()) {
    return "--and-where-b-post: who sends in block B is missing; add --and-where-b";
  }
  if (compares_blocks(options) && (has(asked, "distance") || has(asked, "synapses"))) {
    return "--and-where-b: by distance, and of synapses, B is one set of neurons; leave out the "
           "post "
           "sides, or ask for the others (--only compare)";
  }
  if (!options.match.empty() && options.null_model != "neurons") {
    return "--match " + options.match + ": only --null neurons draws other neurons";
  }
  if (has(asked, "labels") && options.controls.value_or(0) > kMaxLabelDraws) {
    return "--controls " + std::to_string(*options.controls) + ": labels are drawn " +
           with_separators(kMaxLabelDraws) + " times at most; ask for fewer, or without labels";
  }
  if (options.each_connection && (options.json || options.python ||
                                  options.only != std::vector<std::string>{"participation"})) {
    return "--each-connection prints a CSV of its own: ask with --only participation and without "
           "--json or --python";
  }
  const bool others = std::any_of(options.only.begin(), options.only.end(), [](const auto& name) {
    return name != "structure" && name != "simplices" && name != "triads";
  });
  if (options.each_neuron && (options.json || options.python || options.each_connection || others ||
                              options.only.empty())) {
    return "--each-neuron prints a CSV of its own: ask with --only structure, --only simplices, "
           "--only triads or several of them, and without --json, --python or --each-connection";
  }
  return {};
}

std::string unused_options(const StatsOptions& options, std::span<const std::string> asked) {
  std::string list;
  for (const PartOption& option : kPartOptions) {
    const bool used =
        std::any_of(option.parts.begin(), option.parts.end(),
                    [&](std::string_view part) { return uses(options, option.name, part, asked); });
    if (used || !has(options.given, option.name)) continue;
    list += (list.empty() ? "" : "; ") + std::string(option.name) + " is for ";
    for (std::size_t i = 0; i < option.parts.size(); ++i) {
      list += i == 0 ? "" : i + 1 == option.parts.size() ? " and " : ", ";
      list += option.parts[i];
    }
  }
  if (list.empty()) return {};
  return "what is counted here does not use all options: " + list + " (--only)";
}

}  // namespace cnx
