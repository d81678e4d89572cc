#include "report/sites_report.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>

#include "base/check.h"
#include "base/json.h"
#include "report/analyzable_words.h"
#include "report/bin_points.h"
#include "report/few.h"
#include "report/measure_words.h"
#include "report/numbers.h"
#include "view/number_text.h"

namespace cnx {

const char* const kSitesCaveat =
    "Distances are straight lines: the way along a dendrite is longer, and the data does not say "
    "whether a synapse is on the soma, a shaft or a spine. Small synapses are missed more often "
    "than large ones. An axon that is cut short has fewer connections of several synapses.";

namespace {

std::string voxels(const Json& size) {
  return size.is_null() ? "–" : decimal_text(size.get<double>(), 0);
}

/// "the middle half from 1,149 to 3,467, mean 2,780"
std::string spread_words(const Json& counts) {
  return "the middle half from " + voxels(counts["size_q1"]) + " to " + voxels(counts["size_q3"]) +
         ", mean " + voxels(counts["size_mean"]);
}

/// "37.6 %", and "605,871 of 1,611,360 synapses, 95 % interval 37.5 to 37.7 %"
struct ShareTexts {
  std::string value = "–", n;
};
ShareTexts share_texts(const Json& counts, const std::string& key, const char* among) {
  ShareTexts texts;
  texts.n = "of " + counted(whole_number(counts[among]), "synapse");
  if (counts[key + "_share"].is_null()) return texts;
  const PercentTexts percent = percent_with_interval(counts[key + "_share"].get<double>(),
                                                     counts[key + "_low"].get<double>(),
                                                     counts[key + "_high"].get<double>());
  texts.value = percent.value;
  texts.n = with_separators(whole_number(counts[key])) + " " + texts.n + ", 95 % interval " +
            percent.interval;
  return texts;
}

void add_lines(const Json& sites, SitesReport& report) {
  const Json& all = sites["all"];
  const Json& sure = sites["analyzable"];
  const std::uint64_t sure_n = sure.is_null() ? 0 : whole_number(sure["synapses"]);
  const auto numbers = [&](const std::string& key, const char* among) {
    LineNumbers line{number_of(all[key]), kNoNumber, kNoNumber, number_of(all[among])};
    if (!sure.is_null()) {
      line.analyzable_value = number_of(sure[key]);
      line.analyzable_n = number_of(sure[among]);
    }
    return line;
  };
  if (sites["has_sizes"].get<bool>()) {
    report.lines.push_back(
        {"Cleft size, median", voxels(all["size_median"]) + " voxels",
         counted(whole_number(all["synapses"]), "synapse") + ", " + spread_words(all) +
             (sure.is_null() ? ""
                             : on_analyzable("median " + voxels(sure["size_median"]) + ", " +
                                                 spread_words(sure),
                                             sure_n)),
         "Sizes of the segmented clefts, in voxels as the dataset counts them. Half of the "
         "synapses "
         "are smaller than the median.",
         numbers("size_median", "synapses")});
  }
  const auto share_line = [&](std::string name, const char* key, const char* among,
                              std::string tooltip) {
    ShareTexts texts = share_texts(all, key, among);
    if (!sure.is_null()) {
      texts.n += on_analyzable(share_texts(sure, key, among).value, whole_number(sure[among]));
    }
    LineNumbers share = numbers(std::string(key) + "_share", among);
    share.low = number_of(all[std::string(key) + "_low"]);
    share.high = number_of(all[std::string(key) + "_high"]);
    report.lines.push_back({std::move(name), texts.value, texts.n, std::move(tooltip), share});
  };
  if (sites["has_somata"].get<bool>()) {
    share_line("Near the soma", "near", "synapses",
               "Synapses at most " + with_separators(whole_number(sites["near_um"])) +
                   " µm from the soma of the neuron that receives them, in a straight line.");
  }
  report.lines.push_back(
      {"In connections of several", share_text(all["multiple_share"]),
       with_separators(whole_number(all["multiple"])) + " of " +
           counted(whole_number(all["synapses"]), "synapse") +
           (sure.is_null() ? "" : on_analyzable(share_text(sure["multiple_share"]), sure_n)),
       "Synapses of connections that have two or more.", numbers("multiple_share", "synapses")});
  if (sites["has_positions"].get<bool>()) {
    share_line("Clumped", "clumped", "multiple",
               "Of the synapses in connections of several, those with another one of the same "
               "connection at most " +
                   with_separators(whole_number(sites["clump_um"])) +
                   " µm away, in a straight line.");
  }
}

std::vector<std::uint64_t> counts_of(const Json& bars) {
  std::vector<std::uint64_t> counts;
  for (const Json& count : bars) counts.push_back(whole_number(count));
  return counts;
}

HistogramChart histogram(const Json& bars, std::uint32_t bin) {
  HistogramChart chart;
  chart.y_title = "synapses";
  chart.bin_width = bin;
  chart.bars = counts_of(bars);
  return chart;
}

/// How many of n have no bar.
std::uint64_t beyond_of(std::uint64_t n, const std::vector<std::uint64_t>& bars) {
  const std::uint64_t shown = std::accumulate(bars.begin(), bars.end(), std::uint64_t{0});
  return bars.empty() || n < shown ? 0 : n - shown;
}

/// What `bars` have of analyzable axons; nothing where nobody says.
void draw_analyzable(HistogramChart& chart, const Json& bars) {
  if (bars.contains("analyzable_synapses") && !bars["analyzable_synapses"].is_null()) {
    draw_analyzable_over(chart, counts_of(bars["analyzable_synapses"]), "synapse");
    chart.other_beyond = bars.value("analyzable_above", std::uint64_t{0});
  }
}

void add_histograms(const Json& sites, SitesReport& report) {
  const std::string n = "n = " + counted(whole_number(sites["all"]["synapses"]), "synapse");
  if (const Json& sizes = sites["size_histogram"]; !sizes.is_null()) {
    report.sizes = histogram(sizes["synapses"], sizes["bin"].get<std::uint32_t>());
    report.sizes.caption = n + ", of which the largest " +
                           with_separators(whole_number(sizes["above"])) +
                           " are beyond the right end";
    report.sizes.beyond = whole_number(sizes["above"]);
    draw_analyzable(report.sizes, sizes);
  }
  report.sizes.title = "Size of synapses";
  report.sizes.x_title = "voxels of the cleft";
  if (const Json& distances = sites["soma_distance"]; !distances.is_null()) {
    report.distances = histogram(distances["synapses"], distances["bin_um"].get<std::uint32_t>());
    report.distances.whole = false;
    report.distances.caption = n + "; the distance is a straight line to the post soma";
    draw_analyzable(report.distances, distances);
    if (!report.distances.bars.empty()) {
      report.distances.mark = sites["near_um"].get<double>();
      report.distances.mark_name =
          "near: at most " + with_separators(whole_number(sites["near_um"])) + " µm";
    }
  }
  report.distances.title = "Distance of synapses from the soma";
  report.distances.x_title = "µm";
}

/// Of the bins that have synapses. `of`: "", or what is before the keys of the others.
std::vector<LinePoint> size_points(const Json& profile, const std::string& of) {
  std::vector<LinePoint> points;
  const double width = profile["bin_um"].get<double>();
  const double first = profile["first_bin"].get<double>();
  const Json& synapses = profile[of + "synapses"];
  for (std::size_t k = 0; k < synapses.size(); ++k) {
    const std::uint64_t n = whole_number(synapses[k]);
    if (n == 0) continue;
    const double from = width * (first + static_cast<double>(k));
    LinePoint point;
    point.n = n;
    point.x = from + width / 2;
    point.y = point.low = point.high = profile[of + "size_mean"][k].get<double>();
    point.tooltip = bin_words(from, width) + ": mean " + decimal_text(point.y, 0) +
                    " voxels\nn = " + counted(n, "synapse");
    if (const Json& sd = profile[of + "size_sd"][k]; sd.is_number()) {
      put_mean_interval(point, sd.get<double>(), static_cast<double>(n));
      point.tooltip +=
          ", 95 % interval " + decimal_text(point.low, 0) + " to " + decimal_text(point.high, 0);
    }
    point.faint = n < kFewSynapses;
    if (point.faint) point.tooltip += "\nFewer than 100 synapses: read it with care.";
    points.push_back(std::move(point));
  }
  return points;
}

void add_sizes_by_distance(const Json& sites, SitesReport& report) {
  const Json& profile = sites["size_by_distance"];
  if (profile.is_null()) return;
  LineChart& chart = report.by_distance;
  const double width = profile["bin_um"].get<double>();
  chart.points = size_points(profile, "");
  if (profile.contains("analyzable_synapses") &&
      profile["analyzable_synapses"] != profile["synapses"]) {
    chart.second = size_points(profile, "analyzable_");
  }
  chart.second_name = "from analyzable axons alone";
  std::uint64_t all = 0;
  for (const LinePoint& point : chart.points) all += point.n;
  chart.title = "Size of synapses by distance of the somata";
  chart.caption = "n = " + counted(all, "synapse") +
                  "; band: 95 % interval of the mean, as if each synapse were independent";
  chart.x_title = distance_words(profile["measure"].get<std::string>());
  chart.y_title = "voxels, mean";
  chart.n_title = "synapses";
  chart.bin_width = width;
}

/// Classes with a synapse in or out, by number.
std::vector<std::size_t> present_groups(const Json& sites) {
  const Json& synapses = sites["blocks"]["synapses"];
  std::vector<std::size_t> present;
  for (std::size_t g = 0; g < synapses.size(); ++g) {
    bool any = false;
    for (std::size_t h = 0; h < synapses.size() && !any; ++h) {
      any = whole_number(synapses[g][h]) > 0 || whole_number(synapses[h][g]) > 0;
    }
    if (any) present.push_back(g);
  }
  return present;
}

constexpr const char* kAnalyzable = "analyzable_";

/// One block as `all` has everything; behind it, with kAnalyzable before the keys, the numbers on
/// analyzable axons, where somebody says which they are.
Json block_of(const Json& sites, std::size_t row, std::size_t column) {
  Json block;
  for (const auto& [key, rows] : sites["blocks"].items()) block[key] = rows[row][column];
  if (!sites.contains("analyzable_blocks") || sites["analyzable_blocks"].is_null()) return block;
  for (const auto& [key, rows] : sites["analyzable_blocks"].items()) {
    block[kAnalyzable + key] = rows[row][column];
  }
  return block;
}

/// Those numbers of a block alone; null where nobody says.
Json analyzable_of_block(const Json& block) {
  Json part;
  for (const auto& [key, value] : block.items()) {
    if (key.starts_with(kAnalyzable))
      part[key.substr(std::string_view(kAnalyzable).size())] = value;
  }
  return part;
}

std::string text_of(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_number_unsigned()) return std::to_string(whole_number(value));
  return number_text(value.get<double>());
}

/// What a matrix shows of a block: the number by this key, among these synapses.
struct MatrixKind {
  const char* title;
  const char* key;    // of a share, without "_share"; of the size, all of it
  const char* among;  // what n is
  const char* known;  // the key that says whether the dataset has it
};
constexpr MatrixKind kMatrices[] = {
    {"Median cleft size by class", "size_median", "synapses", "has_sizes"},
    {"Lower quartile of cleft sizes by class", "size_q1", "synapses", "has_sizes"},
    {"Upper quartile of cleft sizes by class", "size_q3", "synapses", "has_sizes"},
    {"Near the soma by class", "near", "synapses", "has_somata"},
    {"Clumped by class", "clumped", "multiple", "has_positions"}};

HeatCell cell_of(const MatrixKind& kind, const Json& block, const std::string& from_to) {
  const bool size = std::string_view(kind.key).starts_with("size_");
  HeatCell cell;
  const Json& value = block[size ? kind.key : std::string(kind.key) + "_share"];
  const std::uint64_t n = whole_number(block[kind.among]);
  cell.tooltip = from_to + "\n";
  if (value.is_null()) {
    cell.text = "–";
    cell.tooltip += "No such synapse.";
    return cell;
  }
  cell.defined = true;
  cell.uncertain = n < kFewSynapses;
  cell.value = value.get<double>();
  cell.n = n;
  if (!size) {
    cell.low = block[std::string(kind.key) + "_low"].get<double>();
    cell.high = block[std::string(kind.key) + "_high"].get<double>();
  }
  if (size) {
    cell.text = voxels(value);
    cell.tooltip += "Median " + voxels(block["size_median"]) + " voxels, " + spread_words(block) +
                    "; n = " + counted(n, "synapse") + ".";
  } else {
    const ShareTexts texts = share_texts(block, kind.key, kind.among);
    cell.text = texts.value;
    cell.tooltip += texts.value + ": " + texts.n + ".";
  }
  if (cell.uncertain) cell.tooltip += "\nFewer than 100 synapses: read it with care.";
  if (const Json sure = analyzable_of_block(block); !sure.is_null()) {
    cell.analyzable_n = whole_number(sure[kind.among]);
    if (const Json& there = sure[size ? kind.key : std::string(kind.key) + "_share"];
        !there.is_null()) {
      cell.analyzable = there.get<double>();
    }
    cell.tooltip +=
        "\nOn analyzable axons alone: " +
        (size ? (whole_number(sure["synapses"]) == 0
                     ? "–"
                     : "median " + voxels(sure["size_median"]) + " voxels, " + spread_words(sure)) +
                    "; n = " + counted(whole_number(sure[kind.among]), "synapse")
              : share_texts(sure, kind.key, kind.among).value + ", " +
                    share_texts(sure, kind.key, kind.among).n) +
        ".";
  }
  return cell;
}

SitesReport::BlockSizes block_sizes(const Json& block, const Json& bars, const Json* analyzable) {
  SitesReport::BlockSizes sizes;
  const std::uint64_t n = whole_number(block["synapses"]);
  sizes.caption = "n = " + counted(n, "synapse");
  if (n == 0) return sizes;
  sizes.bars = counts_of(bars);
  if (analyzable != nullptr) sizes.analyzable = counts_of(*analyzable);
  sizes.beyond = beyond_of(n, sizes.bars);
  if (analyzable != nullptr) {
    sizes.analyzable_beyond = beyond_of(
        block.value(std::string(kAnalyzable) + "synapses", std::uint64_t{0}), sizes.analyzable);
  }
  sizes.caption += ", median " + voxels(block["size_median"]) + ", the middle half from " +
                   voxels(block["size_q1"]) + " to " + voxels(block["size_q3"]);
  if (sizes.beyond > 0) {
    sizes.caption += "; the largest " + with_separators(sizes.beyond) + " are beyond the right end";
  }
  return sizes;
}

void add_blocks(const Json& result, SitesReport& report) {
  const Json& sites = result["synapse_sites"];
  const std::vector<std::size_t> present = present_groups(sites);
  const Json& names = sites["groups"];
  const std::string rows_send =
      "Rows send, columns receive; contacts of a neuron with itself are "
      "left out.";
  report.blocks.title = of_groups("Synapses by class", result);
  report.blocks.caption = "n of sizes and of near: synapses; n of clumped: multiple. " + rows_send;
  report.blocks.columns = {{"pre", false}, {"post", false}};
  if (!present.empty()) {
    const Json block = block_of(sites, 0, 0);
    for (const auto& [key, value] : block.items()) {
      report.blocks.columns.push_back({key, true});
    }
  }
  for (const MatrixKind& kind : kMatrices) {
    if (!sites[kind.known].get<bool>()) continue;
    HeatMap& map = report.matrices.emplace_back();
    map.title = of_groups(kind.title, result);
    map.row_title = "pre";
    map.column_title = "post";
    map.hatched = "fewer than 100 synapses";
    map.n_title = "synapses";
    map.caption =
        "n = " + counted(whole_number(sites["all"][kind.among]), "synapse") + ". " + rows_send;
    for (const std::size_t g : present) map.labels.push_back(names[g].get<std::string>());
  }
  for (const std::size_t g : present) report.classes.push_back(names[g].get<std::string>());
  const Json& histogram = sites["size_histogram"];
  for (const std::size_t row : present) {
    for (const std::size_t column : present) {
      const Json block = block_of(sites, row, column);
      const std::string pre = names[row].get<std::string>();
      const std::string post = names[column].get<std::string>();
      if (!histogram.is_null()) {
        const bool known =
            histogram.contains("analyzable_blocks") && !histogram["analyzable_blocks"].is_null();
        report.block_sizes.push_back(
            block_sizes(block, histogram["blocks"][row][column],
                        known ? &histogram["analyzable_blocks"][row][column] : nullptr));
      }
      auto& cells = report.blocks.rows.emplace_back();
      cells = {{pre, 0}, {post, 0}};
      for (const auto& [key, value] : block.items()) {
        cells.push_back({text_of(value), number_of(value)});
      }
      auto map = report.matrices.begin();
      for (const MatrixKind& kind : kMatrices) {
        if (!sites[kind.known].get<bool>()) continue;
        map->cells.push_back(cell_of(kind, block, pre + " to " + post));
        ++map;
      }
    }
  }
  for (HeatMap& map : report.matrices) set_color_end(map);
}

}  // namespace

std::optional<HistogramChart> block_histogram(const SitesReport& report, const GroupBlock& block) {
  if (report.block_sizes.empty()) return std::nullopt;
  const auto at = [&](const std::string& name) {
    return static_cast<std::size_t>(std::find(report.classes.begin(), report.classes.end(), name) -
                                    report.classes.begin());
  };
  const std::size_t n = report.classes.size(), row = at(block.pre), column = at(block.post);
  if (row == n || column == n) return std::nullopt;
  const SitesReport::BlockSizes& sizes = report.block_sizes[row * n + column];
  HistogramChart chart = report.sizes;
  chart.title = "Size of synapses, " + block.pre + " to " + block.post;
  chart.caption = sizes.caption;
  chart.bars = sizes.bars;
  // As long an axis as that of all, so that blocks can be compared.
  if (!chart.bars.empty()) chart.bars.resize(report.sizes.bars.size(), 0);
  chart.other.clear();
  chart.beyond = sizes.beyond;
  chart.other_beyond = sizes.analyzable_beyond;
  draw_analyzable_over(chart, sizes.analyzable, "synapse");
  return chart;
}

SitesReport sites_report(std::string_view text) {
  const Json json = parse_json(text);
  CNX_CHECK(json.is_object());
  SitesReport report;
  if (json.contains("synapse_sites_why_not")) {
    report.why_not = json["synapse_sites_why_not"].get<std::string>();
    return report;
  }
  const Json& sites = json["synapse_sites"];
  const std::uint64_t synapses = whole_number(sites["synapses"]),
                      located = whole_number(sites["located"]);
  if (synapses == 0) {
    report.why_not = "There is no connection among these neurons, so there is no synapse.";
    return report;
  }
  if (located < synapses) {
    report.partial = "Partial: " + counted(synapses - located, "synapse") + " of " +
                     with_separators(synapses) + " could not be read from the tiles.";
  }
  add_lines(sites, report);
  add_histograms(sites, report);
  add_sizes_by_distance(sites, report);
  add_blocks(json, report);
  return report;
}

void put_sizes_beside(SitesReport& report, const SitesReport& other, const std::string& name) {
  if (report.why_not.empty()) draw_beside(report.by_distance, other.by_distance, name);
}

}  // namespace cnx
