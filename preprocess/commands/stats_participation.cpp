#include "commands/stats_participation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/check.h"
#include "commands/text_format.h"
#include "graph/induced_subgraph.h"
#include "stats/core_numbers.h"
#include "stats/edge_participation.h"
#include "stats/oriented_graph.h"
#include "stats/simplex_counts.h"
#include "stats/triad_census.h"

namespace cnx {
namespace {

constexpr std::size_t kWriteBytes = 1 << 20;

bool write(const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
}

void finish(EdgeParticipation& counter) {
  while (!counter.advance(UINT64_MAX)) {
  }
}

/// The two coefficients of each vertex; NaN where they are not defined.
struct Clustering {
  std::vector<double> local, transitive;
};
Clustering clustering_of(const CsrHalf& graph) {
  const OrientedGraph oriented = orient_all(graph);
  TriadCounter counter(oriented);
  while (!counter.advance(UINT64_MAX)) {
  }
  const std::vector<double> local = counter.clustering(),
                            transitive = counter.transitive_clustering();
  Clustering found{std::vector<double>(local.size()), std::vector<double>(local.size())};
  for (std::size_t rank = 0; rank < local.size(); ++rank) {
    found.local[oriented.original[rank]] = local[rank];
    found.transitive[oriented.original[rank]] = transitive[rank];
  }
  return found;
}

std::string cell(double value) {
  return std::isnan(value) ? "" : nlohmann::ordered_json(value).dump();
}

/// For each dimension from 2 on, of how many simplices each vertex is part.
std::vector<std::vector<std::uint64_t>> simplices_of(const CsrHalf& graph) {
  const OrientedGraph oriented = orient_all(graph);
  SimplexCounter counter(oriented);
  while (!counter.advance(UINT64_MAX)) {
  }
  if (counter.counts().truncated) {
    std::fprintf(
        stderr,
        "connectoscope: simplices of more than %zu neurons exist; they were not looked at\n",
        kMaxCliqueVertices);
  }
  std::vector<std::vector<std::uint64_t>> counts;
  for (std::size_t dimension = 2; dimension < counter.participation().size(); ++dimension) {
    std::vector<std::uint64_t>& of_vertex = counts.emplace_back(graph.vertex_count(), 0);
    const auto& found = counter.participation()[dimension];
    for (std::size_t v = 0; v < found.size(); ++v) of_vertex[oriented.original[v]] = found[v];
  }
  return counts;
}

}  // namespace

std::string participation_text(const std::string& text) {
  const nlohmann::ordered_json json = nlohmann::ordered_json::parse(text, nullptr, false);
  CNX_CHECK(json.is_object());
  const auto& participation = json["edge_participation"];
  std::string out =
      format("Connections by the largest directed simplex that holds them: %s, autapses left out\n",
             number(participation["connections"].get<std::uint64_t>()).c_str());
  out += format("  %9s %14s %9s %14s %8s %22s\n", "dimension", "connections", "share",
                "mean synapses", "sd", "with 2 or more");
  for (const auto& line : participation["largest"]) {
    const auto real = [&](const char* pattern, const char* key, double scale) {
      return line[key].is_null() ? std::string("-")
                                 : format(pattern, scale * line[key].get<double>());
    };
    out += format(
        "  %9d %14s %9s %14s %8s %8s (%s to %s)\n", line["dimension"].get<int>(),
        number(line["connections"].get<std::uint64_t>()).c_str(),
        real("%.3g %%", "share", 100).c_str(), real("%.4g", "synapses_mean", 1).c_str(),
        real("%.3g", "synapses_sd", 1).c_str(), real("%.3g %%", "multiple_share", 100).c_str(),
        real("%.3g", "multiple_low", 100).c_str(), real("%.3g", "multiple_high", 100).c_str());
  }
  if (participation["truncated"].get<bool>()) {
    out += format("  Simplices of more than %zu neurons exist; they were not looked at.\n",
                  kMaxCliqueVertices);
  }
  return out;
}

bool print_neurons(const JobInput& input, std::span<const std::int64_t> row_of,
                   const NeuronNumbers& numbers) {
  const ConnectionGraph& connections = *input.connections;
  const InducedSubgraph network = induced_subgraph(
      connections.edges.view(), connections.synapse_counts, input.request.subset.choice(), false);
  const CsrGraph graph = network.graph.view();
  std::string text = "row,in_degree,out_degree";
  std::vector<std::uint32_t> cores;
  if (numbers.cores) {
    cores = core_numbers(graph);
    text += ",core_number";
  }
  Clustering clustering;
  if (numbers.clustering) {
    clustering = clustering_of(network.graph.out);
    text += ",clustering,transitive_clustering";
  }
  std::vector<std::vector<std::uint64_t>> simplices;
  if (numbers.simplices) simplices = simplices_of(network.graph.out);
  for (std::size_t k = 0; k < simplices.size(); ++k) text += ",simplices_" + std::to_string(k + 2);
  text += "\n";
  for (std::size_t v = 0; v < graph.vertex_count(); ++v) {
    text += std::to_string(row_of[network.original[v]]) + "," +
            std::to_string(graph.in_offsets[v + 1] - graph.in_offsets[v]) + "," +
            std::to_string(graph.out_offsets[v + 1] - graph.out_offsets[v]);
    if (numbers.cores) text += "," + std::to_string(cores[v]);
    if (numbers.clustering) {
      text += "," + cell(clustering.local[v]) + "," + cell(clustering.transitive[v]);
    }
    for (const std::vector<std::uint64_t>& of_vertex : simplices) {
      text += "," + std::to_string(of_vertex[v]);
    }
    text += "\n";
  }
  return write(text) && std::fflush(stdout) == 0;
}

bool print_connections(const JobInput& input, std::span<const std::int64_t> row_of) {
  const ConnectionGraph& connections = *input.connections;
  const InducedHalf chosen = induced_half(connections.edges.view(), connections.synapse_counts,
                                          input.request.subset.choice(), false);
  const CsrHalf& out = chosen.out;
  EdgeParticipation dimensions(out);
  finish(dimensions);
  EdgeParticipation numbers(out, dimensions.take_largest());
  finish(numbers);

  std::uint8_t largest = 1;
  for (const std::uint8_t dimension : numbers.largest()) largest = std::max(largest, dimension);
  std::string text = "pre_row,post_row,synapses";
  for (int k = 2; k <= largest; ++k) text += ",simplices_" + std::to_string(k);
  text += "\n";
  bool written = true;
  for (std::size_t u = 0; u < out.vertex_count(); ++u) {
    const std::string pre = std::to_string(row_of[chosen.original[u]]) + ",";
    for (std::size_t e = out.offsets[u]; e < out.offsets[u + 1]; ++e) {
      text += pre + std::to_string(row_of[chosen.original[out.targets[e]]]) + "," +
              std::to_string(chosen.weights[e]);
      const std::span<const std::uint32_t> counts = numbers.counts(e);
      for (std::size_t k = 0; k + 1 < largest; ++k) {
        text += "," + std::to_string(k < counts.size() ? counts[k] : 0);
      }
      text += "\n";
    }
    if (text.size() < kWriteBytes) continue;
    written = written && write(text);
    text.clear();
  }
  return written && write(text) && std::fflush(stdout) == 0;
}

}  // namespace cnx
