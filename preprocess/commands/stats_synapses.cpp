#include "commands/stats_synapses.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "commands/text_format.h"

namespace cnx {
namespace {

std::string share(const Json& value) { return value.is_null() ? "-" : percent(value) + " %"; }

std::string share_line(const char* name, const Json& counts, const std::string& key,
                       const char* among) {
  return format("  %-40s %10s   %s to %s, of %s synapses\n", name,
                share(counts[key + "_share"]).c_str(), share(counts[key + "_low"]).c_str(),
                share(counts[key + "_high"]).c_str(), whole(counts[among]).c_str());
}

/// The shares of `counts`, all synapses or some of them.
std::string share_lines(const Json& sites, const Json& counts) {
  return share_line(("within " + whole(sites["near_um"]) + " um of the soma").c_str(), counts,
                    "near", "synapses") +
         format("  %-40s %10s\n", "of connections with 2 synapses or more",
                share(counts["multiple_share"]).c_str()) +
         share_line(("  of those, clumped within " + whole(sites["clump_um"]) + " um").c_str(),
                    counts, "clumped", "multiple");
}

/// The sizes of `counts`, likewise.
std::string size_line(const Json& counts) {
  return format("  %-40s %10s   quartiles %s and %s, mean %s voxels\n", "cleft size, median",
                real(counts["size_median"]).c_str(), real(counts["size_q1"]).c_str(),
                real(counts["size_q3"]).c_str(), real(counts["size_mean"]).c_str());
}

/// One number of each block.
std::string matrix(const Json& sites, const char* title, const char* key,
                   std::string (*text_of)(const Json&)) {
  constexpr std::size_t kMostTableColumns = 16;
  const Json& columns = sites["post_groups"];
  if (columns.size() > kMostTableColumns) return "";
  std::string text = std::string("\n") + title + "\n" + format("%-12s", "pre \\ post");
  for (const Json& name : columns) text += format("%10.9s", name.get<std::string>().c_str());
  text += "\n";
  for (std::size_t row = 0; row < sites["groups"].size(); ++row) {
    text += format("%-12.11s", sites["groups"][row].get<std::string>().c_str());
    for (const Json& value : sites["blocks"][key][row]) {
      text += format("%10s", text_of(value).c_str());
    }
    text += "\n";
  }
  return text;
}

}  // namespace

Result<std::shared_ptr<const SynapseStore>> read_synapses(const TileSource& source,
                                                          std::span<const std::uint8_t> post) {
  std::shared_ptr<const SynapseStore> read;
  const Manifest& manifest = source.manifest();
  const TileFamily* const family = manifest.family(TileKind::Synapses);
  if (family == nullptr) return read;
  SynapseStore store(manifest.neuron_count, {family->block_neurons, manifest.synapse_shape});
  for (std::size_t t = 0; t < family->tiles.size(); ++t) {
    const auto rows =
        post.subspan(source.first_neuron(*family, t), source.neuron_count(*family, t));
    if (std::find(rows.begin(), rows.end(), std::uint8_t{1}) == rows.end()) continue;
    const auto tile = source.read_tile(*family, t);
    if (!tile.ok()) return tile.error();
    const auto added = store.add_tile(tile.value());
    if (!added.ok()) return source.damaged(*family, t, added.error());
  }
  read = std::make_shared<const SynapseStore>(std::move(store));
  return read;
}

Result<Done> sum_sizes(const TileSource& source, SizeLimits limits,
                       const std::optional<JobRequest>& job, Engine& engine) {
  const Manifest& manifest = source.manifest();
  const TileFamily* const family = manifest.family(TileKind::Synapses);
  if (family == nullptr) return Done{};
  const auto store = std::make_shared<SynapseStore>(
      manifest.neuron_count, SynapseStore::Family{family->block_neurons, manifest.synapse_shape});
  engine.limit_sizes(limits, store);
  if (job) engine.look_at_each(*job);
  for (std::uint32_t t = 0; t < family->tiles.size(); ++t) {
    const auto tile = source.read_tile(*family, t);
    if (!tile.ok()) return tile.error();
    const auto added = store->add_tile(tile.value());
    if (!added.ok()) return source.damaged(*family, t, added.error());
    engine.take_sizes(t);
    store->drop_tile(t);
  }
  return Done{};
}

std::string synapses_text(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  CNX_CHECK(json.is_object());
  if (json.contains("synapse_sites_why_not")) {
    return json["synapse_sites_why_not"].get<std::string>() + "\n";
  }
  const Json& sites = json["synapse_sites"];
  const Json& all = sites["all"];
  std::string out = format("Synapses, each by itself: %s of %s, autapses left out\n",
                           whole(sites["located"]).c_str(), whole(sites["synapses"]).c_str());
  out += size_line(all) + share_lines(sites, all);
  if (const Json& sure = sites["analyzable"]; !sure.is_null()) {
    out += format("On analyzable axons alone: %s synapses\n", whole(sure["synapses"]).c_str());
    out += size_line(sure) + share_lines(sites, sure);
  }
  out +=
      matrix(sites, "Synapses, which medians and shares near the soma are of", "synapses", whole);
  if (sites["has_sizes"].get<bool>()) {
    out += matrix(sites, "Median cleft size (voxels)", "size_median", real);
  }
  if (sites["has_somata"].get<bool>()) {
    out += matrix(sites, "Share near the soma", "near_share", percent);
  }
  if (sites["has_positions"].get<bool>()) {
    out += matrix(sites, "Of connections with 2 synapses or more, which shares clumped are of",
                  "multiple", whole);
    out += matrix(sites, "Share clumped", "clumped_share", percent);
  }
  return out;
}

std::string sizes_by_distance_text(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  CNX_CHECK(json.is_object());
  if (!json.contains("synapse_sites") || json["synapse_sites"]["size_by_distance"].is_null()) {
    return {};
  }
  const Json& profile = json["synapse_sites"]["size_by_distance"];
  const auto width = profile["bin_um"].get<std::int64_t>();
  const auto first = profile["first_bin"].get<std::int64_t>();
  std::string out =
      format("  %16s %12s %12s %12s\n", "um of somata", "synapses", "mean voxels", "sd");
  for (std::size_t k = 0; k < profile["synapses"].size(); ++k) {
    const std::int64_t from = width * (first + static_cast<std::int64_t>(k));
    out += format("  %16s %12s %12s %12s\n",
                  (std::to_string(from) + " to " + std::to_string(from + width)).c_str(),
                  whole(profile["synapses"][k]).c_str(), real(profile["size_mean"][k]).c_str(),
                  real(profile["size_sd"][k]).c_str());
  }
  return out;
}

std::string sizes_of_b_json(const std::string& text, std::uint64_t a_neurons,
                            std::uint64_t b_neurons, const PairValidity& a, const PairValidity& b) {
  const Json json = Json::parse(text, nullptr, false);
  CNX_CHECK(json.is_object());
  const auto set = [](std::uint64_t neurons, const PairValidity& validity) {
    return Json{{"neurons", neurons}, {"verdict", verdict_name(verdict_of(validity))}};
  };
  Json out;
  out["size_by_distance_b"] = nullptr;
  if (json.contains("synapse_sites_why_not")) {
    out["size_by_distance_b_why_not"] = json["synapse_sites_why_not"];
  } else if (const Json& profile = json["synapse_sites"]["size_by_distance"]; profile.is_null()) {
    out["size_by_distance_b_why_not"] = "The dataset has no sizes of synapses, or no somata.";
  } else {
    out["size_by_distance_b"] = profile;
  }
  out["size_sets"] = {{"a", set(a_neurons, a)}, {"b", set(b_neurons, b)}};
  return out.dump();
}

}  // namespace cnx
