#include "commands/structure_text.h"

#include "base/check.h"
#include "commands/text_format.h"

namespace cnx {
namespace {

constexpr std::size_t kClubRows = 12;  // of up to 100: the rest is in --json

std::string components_line(const char* name, const Json& components) {
  return format("%-24s%14s   largest %s neurons\n", name, whole(components["count"]).c_str(),
                whole(components["largest"]).c_str());
}

std::string modularity_line(const char* name, const Json& modularity) {
  return format("%-24s%14s   %s within a group, %s expected; n = %s\n", name,
                real(modularity["value"]).c_str(), real(modularity["within_share"]).c_str(),
                real(modularity["expected_share"]).c_str(), whole(modularity["total"]).c_str());
}

std::string shared_lines(const char* name, const Json& shared) {
  std::string text;
  for (const char* pairs : {"connected", "unconnected"}) {
    const Json& part = shared[pairs];
    text += format("  %-20s %-12s %12s %12s %12s %12s\n", name, pairs, real(part["mean"]).c_str(),
                   real(part["expected"]).c_str(), real(part["ratio"]).c_str(),
                   whole(part["pairs"]).c_str());
  }
  return text;
}

std::string club_lines(const Json& club) {
  const std::size_t size = club["degree"].size();
  std::string text = "\nRich club: density among the neurons of degree k or more, and in " +
                     whole(club["controls_done"]) + " rewired networks\n";
  if (size == 0) return text + "  no two neurons have a connection\n";
  text += format("  %8s %10s %12s %12s %12s %12s %10s\n", "k", "neurons", "density", "lowest",
                 "mean", "highest", "p high");
  const std::size_t rows = size < kClubRows ? size : kClubRows;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t k = rows == 1 ? 0 : row * (size - 1) / (rows - 1);
    text += format("  %8s %10s %12s %12s %12s %12s %10s\n", whole(club["degree"][k]).c_str(),
                   whole(club["neurons"][k]).c_str(), real(club["density"][k]).c_str(),
                   real(club["control_low"][k]).c_str(), real(club["control_mean"][k]).c_str(),
                   real(club["control_high"][k]).c_str(), real(club["p_high"][k]).c_str());
  }
  if (rows < size) text += format("  (%zu of %zu values of k; all with --json)\n", rows, size);
  return text;
}

}  // namespace

std::string structure_text(const std::string& json) {
  const Json parsed = Json::parse(json, nullptr, false);
  CNX_CHECK(parsed.is_object() && parsed.contains("structure"));
  const Json& structure = parsed["structure"];
  std::string text = components_line("Weak components", structure["components"]["weak"]) +
                     components_line("Strong components", structure["components"]["strong"]);
  const Json& core = structure["core"];
  text += format("%-24s%14s   %s neurons in it\n", "Innermost core", whole(core["largest"]).c_str(),
                 core["neurons"].empty() ? "0" : whole(core["neurons"].back()).c_str());
  const Json& modularity = structure["modularity"];
  if (modularity.is_object()) {
    text += modularity_line("Modularity", modularity["connections"]) +
            modularity_line("  by synapses", modularity["synapses"]);
  }
  if (structure.contains("modularity_why_not")) {
    text += structure["modularity_why_not"].get<std::string>() + "\n";
  }
  text += format("\nShared neighbors of two neurons\n  %-20s %-12s %12s %12s %12s %12s\n", "",
                 "pairs", "mean", "expected", "ratio", "n");
  const Json& shared = structure["shared_neighbors"];
  text += shared_lines("both send to it", shared["targets"]) +
          shared_lines("both receive from it", shared["sources"]);
  if (shared["either"].is_null()) {
    text += "  " + shared["either_why_not"].get<std::string>() + "\n";
  } else {
    text += shared_lines("any direction", shared["either"]);
  }
  return text + club_lines(structure["rich_club"]);
}

}  // namespace cnx
