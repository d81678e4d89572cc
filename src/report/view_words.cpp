#include "report/view_words.h"

#include <cmath>
#include <set>
#include <utility>

#include "report/numbers.h"

namespace cnx {

std::string slab_words(const ViewState& view, Layout layout) {
  std::string words;
  if (layout != Layout::Soma) return words;
  if (view.depth_range) {
    words = "depth " + with_separators(static_cast<std::uint64_t>(view.depth_range->min_um)) +
            " to " + with_separators(static_cast<std::uint64_t>(view.depth_range->max_um)) +
            " \xc2\xb5m";
  }
  if (view.slice) {
    words += (words.empty() ? "" : ", ") + std::string("a slice ") +
             with_separators(static_cast<std::uint64_t>(view.slice->thickness_um)) +
             " \xc2\xb5m thick";
  }
  return words;
}

std::string connection_filter_text(const ConnectionFilter& filter) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (filter.min_synapses > 1) add("at least " + counted(filter.min_synapses, "synapse"));
  const bool near = filter.max_distance_um != UINT32_MAX;
  if (near && filter.min_distance_um > 0) {
    add(with_separators(filter.min_distance_um) + " to " + with_separators(filter.max_distance_um) +
        " µm apart");
  } else if (near) {
    add("at most " + with_separators(filter.max_distance_um) + " µm apart");
  } else if (filter.min_distance_um > 0) {
    add("at least " + with_separators(filter.min_distance_um) + " µm apart");
  }
  if (filter.min_mean_size > 0) {
    add("of a mean size of at least " + counted(filter.min_mean_size, "voxel"));
  }
  if (filter.min_size_sum > 0) {
    add("of sizes that sum to at least " + counted(filter.min_size_sum, "voxel"));
  }
  if (!filter.pre_set.empty()) add("from set " + filter.pre_set);
  if (!filter.post_set.empty()) add("onto set " + filter.post_set);
  return text;
}

std::string region_borders_sentence(const RegionBorders& regions) {
  return "Region borders are tentative. They are estimated from the somas of this dataset and "
         "nothing else, as seen along depth: a border runs where the region of most somas changes "
         "from one square of " +
         short_number(std::round(regions.cell_um)) + " \xc2\xb5m to the next, each counted with " +
         std::to_string(kBorderReach) + " squares around it.";
}

std::string region_borders_text(const RegionBorders& regions,
                                const std::vector<std::string>& names) {
  std::set<std::pair<std::string, std::string>> pairs;
  for (const RegionBorder& border : regions.borders) {
    pairs.insert({names[border.first], names[border.second]});
  }
  std::string text;
  for (const auto& [first, second] : pairs) {
    text += (text.empty() ? "Borders between " : ", ") + first + " and " + second;
  }
  return text + ".";
}

}  // namespace cnx
