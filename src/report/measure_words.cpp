#include "report/measure_words.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "report/numbers.h"

namespace cnx {
namespace {

struct MeasureWords {
  std::string_view name;
  const char* title;
  const char* n_title;
  bool share = false;
};
constexpr MeasureWords kMeasureWords[] = {
    {"connections", "Connections", "ordered pairs"},
    {"reciprocal_pairs", "Reciprocal pairs", "connections"},
    {"reciprocity", "Reciprocity", "connections", true},
    {"connection_probability", "Connection probability", "ordered pairs", true},
    {"mean_degree", "Mean degree", "neurons"},
    {"mean_out_degree", "Mean out-degree", "sending neurons"},
    {"mean_in_degree", "Mean in-degree", "receiving neurons"},
    {"synapses_per_connection", "Synapses per connection", "connections"},
    {"mean_synapse_size", "Mean synapse size, voxels", "synapses"},
    {"median_synapse_size", "Median synapse size, voxels", "synapses"},
    {"near_soma_share", "Synapses near the soma", "synapses", true},
    {"clumped_share", "Clumped synapses", "synapses of connections with two or more", true},
    {"modularity", "Modularity of the groups", "connections"},
    {"transitivity", "Transitivity", "connected triples", true},
    {"transitive_share", "Transitive share", "paths of two connections", true},
    {"mean_clustering", "Mean clustering", "neurons with two neighbors or more", true},
    {"mean_transitive_clustering", "Mean transitive clustering", "neurons where it is defined",
     true},
    {"largest_simplex", "Largest dimension of a directed simplex", "neurons"},
    {"largest_core", "Largest core number", "neurons"},
    {"largest_weak_component", "Neurons of the largest weak component", "neurons"},
    {"largest_strong_component", "Neurons of the largest strong component", "neurons"},
    {"weak_components", "Weak components", "neurons"},
    {"strong_components", "Strong components", "neurons"},
    {"weak_components_per_neuron", "Weak components per neuron", "neurons"},
    {"strong_components_per_neuron", "Strong components per neuron", "neurons"},
    {"largest_weak_share", "In the largest weak component", "neurons", true},
    {"largest_strong_share", "In the largest strong component", "neurons", true},
    {"out_degree_sd", "Spread of out-degrees (sd)", "neurons"},
    {"in_degree_sd", "Spread of in-degrees (sd)", "neurons"},
    {"out_degree_cv", "Spread of out-degrees (sd / mean)", "neurons"},
    {"in_degree_cv", "Spread of in-degrees (sd / mean)", "neurons"},
    {"density_of_richest_10", "Probability among the 10 % of highest degree", "ordered pairs",
     true},
    {"density_of_richest_1", "Probability among the 1 % of highest degree", "ordered pairs", true},
    {"shared_targets", "Shared targets of a connected pair", "pairs"},
    {"shared_targets_of_unconnected", "Shared targets of an unconnected pair", "pairs"},
    {"shared_sources", "Shared sources of a connected pair", "pairs"},
    {"shared_sources_of_unconnected", "Shared sources of an unconnected pair", "pairs"},
    {"shared_targets_over_expected", "Shared targets over expected, connected pairs", "pairs"},
    {"shared_targets_of_unconnected_over_expected",
     "Shared targets over expected, unconnected pairs", "pairs"},
    {"shared_sources_over_expected", "Shared sources over expected, connected pairs", "pairs"},
    {"shared_sources_of_unconnected_over_expected",
     "Shared sources over expected, unconnected pairs", "pairs"},
    {"mean_length_um", "Mean distance of connected somata, µm", "connections"},
    {"distance_fit_b_per_um", "Fall with distance, b per µm", "connections"},
    {"first_bin_probability", "Probability in the first bin of distance", "ordered pairs", true}};

/// Of the connections whose largest simplex has a dimension.
constexpr std::string_view kInSimplices = "connections_in_simplices_";

const MeasureWords* words_of(std::string_view name) {
  const auto* const found =
      std::find_if(std::begin(kMeasureWords), std::end(kMeasureWords),
                   [&](const MeasureWords& words) { return words.name == name; });
  return found == std::end(kMeasureWords) ? nullptr : found;
}

}  // namespace

std::string share_text(const Json& share) {
  return share.is_null() ? "–" : percent_text(share.get<double>());
}

std::string measure_title(std::string_view name) {
  if (const MeasureWords* const words = words_of(name)) return words->title;
  constexpr std::string_view kSimplices = "simplices_", kReciprocal = "reciprocal_",
                             kPerNeuron = "_per_neuron", kPerMillion = "_per_million";
  const bool reciprocal = name.starts_with(kReciprocal);
  if (reciprocal) name.remove_prefix(kReciprocal.size());
  if (name.starts_with(kInSimplices)) {
    const std::string dimension(name.substr(kInSimplices.size()));
    return dimension == "1" ? "Connections in no transitive triple"
                            : "Connections whose largest simplex has dimension " + dimension;
  }
  const std::size_t line = name.find('_');
  if (line == std::string_view::npos) return std::string(name);
  if (!name.starts_with(kSimplices)) {
    const std::string kind(name.substr(line + 1, name.find('_', line + 1) - line - 1));
    return "Triad " + kind + (name.ends_with(kPerMillion) ? ", per million triples" : "");
  }
  std::string dimension(name.substr(kSimplices.size()));
  const std::size_t per = dimension.find(kPerNeuron);
  const std::string kind = reciprocal ? "Reciprocal " : "Directed ";
  if (per == std::string::npos) return kind + "simplices of dimension " + dimension;
  return kind + dimension.substr(0, per) + "-simplices per neuron";
}

bool measure_is_share(std::string_view name) {
  const MeasureWords* const words = words_of(name);
  return words != nullptr ? words->share : name.starts_with(kInSimplices);
}

std::string measure_n_title(std::string_view name) {
  if (const MeasureWords* const words = words_of(name)) return words->n_title;
  if (name.starts_with(kInSimplices)) return "connections";
  return name.substr(0, name.find('_')) == "triad" ? "triples" : "neurons";
}

bool is_by_class(const Json& result) {
  return !result.contains("about") || !result["about"].contains("grouped_by");
}

std::string of_groups(std::string text, const Json& result) {
  if (is_by_class(result)) return text;
  const auto column = result["about"]["grouped_by"].get<std::string>();
  const auto replace = [&](std::string_view word, const std::string& other) {
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += other.size()) {
      text.replace(at, word.size(), other);
    }
  };
  replace("classes", "groups");
  replace("class", "group");
  replace("by group", "by " + column);
  return text;
}

std::string few_draws_sentence(std::uint64_t tests, const char* unit, std::uint64_t draws,
                               const char* draw) {
  if (tests == 0 || draws == 0) return {};
  // The k-th smallest of m p-values is corrected to m p / k, and p is at least 2 / (1 + n).
  constexpr std::uint64_t kPerTest = 40;  // 2 / 0.05
  const std::uint64_t together = kPerTest * tests / (1 + draws) + 1;
  if (together == 1) return {};
  std::string text = "With " + counted(draws, draw) + " no p is below " +
                     short_number(std::min(2 / (1 + static_cast<double>(draws)), 1.0)) +
                     ", and no q below 0.05";
  if (together <= tests) {
    text += " unless " + with_separators(together) + " or more of the " + counted(tests, unit) +
            " have that p";
  }
  return text + "; for one alone it takes " + with_separators(kPerTest * tests) + ".";
}

std::string corrected_words(std::uint64_t tests, const char* unit, std::uint64_t below,
                            std::uint64_t draws, const char* draw) {
  std::string text = "q is p corrected for " + counted(tests, unit) + " (Benjamini and Hochberg)";
  const std::string few = below == 0 ? few_draws_sentence(tests, unit, draws, draw) : "";
  return few.empty() ? text + ", below 0.05 in " + with_separators(below) + "." : text + ". " + few;
}

std::vector<std::string> measure_notes(const Json& told) {
  std::vector<std::string> sentences;
  for (const auto& [key, name] : {std::pair{"lengths_why_not", "distance of connected somata"},
                                  std::pair{"distance_why_not", "fall with distance"},
                                  std::pair{"sizes_why_not", "sizes and places of synapses"},
                                  std::pair{"near_soma_why_not", "synapses near the soma"},
                                  std::pair{"clumped_why_not", "clumped synapses"}}) {
    const auto why = told.find(key);
    if (why == told.end()) continue;
    sentences.push_back(std::string("Left out: ") + name + ". " + why->get<std::string>());
  }
  for (const auto& [key, begins, ends] :
       {std::tuple{"near_um", "Near the soma: at most ", " µm from that of the post neuron."},
        std::tuple{"clump_um", "Clumped: another synapse of the same connection at most ",
                   " µm away."}}) {
    const auto limit = told.find(key);
    if (limit == told.end()) continue;
    sentences.push_back(begins + with_separators(limit->get<std::uint64_t>()) + ends);
  }
  return sentences;
}

std::string measure_note_words(const Json& told) {
  std::string words;
  for (const std::string& sentence : measure_notes(told)) words += " " + sentence;
  return words;
}

}  // namespace cnx
