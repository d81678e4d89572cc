#include "commands/stats_text.h"

#include <algorithm>
#include <vector>

#include "commands/text_format.h"
#include "stats/matrix_shares.h"
#include "stats/proportion.h"

namespace cnx {
namespace {

constexpr std::size_t kMaxColumns = 12;  // groups side by side in 100 columns

std::string line(const char* name, const std::string& value, const std::string& rests_on) {
  return format("%-24s%14s", name, value.c_str()) + (rests_on.empty() ? "" : "   ") + rests_on +
         "\n";
}

std::string interval(const Proportion& proportion) {
  return format("95 %% interval %.4g to %.4g", proportion.low, proportion.high);
}

std::string share_of_pairs(std::uint64_t connections, std::uint64_t pairs) {
  return number(connections) + " of " + number(pairs) + " ordered pairs";
}

std::string degree_line(const char* name, const DegreeHistogram& counts, const LocalStatistics& s) {
  std::uint64_t neurons = 0;
  for (const std::uint32_t count : counts) neurons += count;
  if (neurons == 0) return line(name, "-", "no neurons");
  const double mean =
      static_cast<double>(s.connections - s.autapses) / static_cast<double>(neurons);
  return line(name, format("%.2f", mean),
              "mean of " + number(neurons) + " neurons, largest " + number(counts.size() - 1) +
                  ", " + number(counts[0]) + " with none");
}

/// A network in numbers.
std::string counts_text(const LocalStatistics& s) {
  const std::uint64_t connections = s.connections - s.autapses;
  std::string text = line("Neurons", number(s.neurons), "");
  text += line("Connections", number(s.connections),
               "ordered pairs with a synapse; autapses among them: " + number(s.autapses));
  text += line("Synapses", number(s.synapses), "of these connections");
  const auto probability = wilson_proportion(connections, s.pairs);
  text += line(
      "Connection probability", probability ? format("%.4g", probability->value) : "-",
      share_of_pairs(connections, s.pairs) + (probability ? ", " + interval(*probability) : ""));
  const std::uint64_t cells = s.pre_neurons * s.post_neurons;
  text += line(
      "Density",
      cells == 0 ? "-"
                 : format("%.4g", static_cast<double>(s.connections) / static_cast<double>(cells)),
      number(s.connections) + " of " + number(cells) + " ordered pairs, self included");
  const auto answered = answered_share(s);
  text += line("Reciprocity", answered ? format("%.4g", answered->value) : "-",
               number(s.answered) + " of " + number(connections) + " connections are answered" +
                   (answered ? ", " + interval(*answered) : "") +
                   "; reciprocal pairs: " + number(s.reciprocal_pairs));
  if (const auto chance = answered_by_chance(s)) {
    text += line("Reciprocity over chance", chance->over ? format("%.4g", *chance->over) : "-",
                 "chance answers " + format("%.4g", chance->expected) +
                     " of connections, the connection probability of the way back");
  }
  text += degree_line("In-degree", s.in_degrees, s);
  text += degree_line("Out-degree", s.out_degrees, s);
  return text;
}

/// The same beside it, on analyzable axons; of a dataset that does not say, validity_text tells.
std::string analyzable_text(const LocalStatistics& s, const StatsTextInput& input) {
  if (!input.validity.axon_known) return {};
  if (input.analyzable == nullptr) {
    return "\nOn analyzable axons alone: " + input.analyzable_why_not + "\n";
  }
  const bool block = s.pre_neurons != s.neurons || s.post_neurons != s.neurons;
  const std::uint64_t pre = input.analyzable->pre_neurons;
  return "\nOn analyzable axons alone (" + number(pre) + (block ? " sending" : "") +
         (pre == 1 ? " neuron" : " neurons") + "):\n" + counts_text(*input.analyzable);
}

std::string validity_text(const LocalStatistics& s, const PairValidity& validity) {
  std::string text = std::string("Validity: ") + verdict_name(verdict_of(validity)) + ".\n";
  if (!validity.axon_known) {
    return text +
           "The dataset does not say which axons are proofread. Where they are not, connections\n"
           "are missing, and the counts are lower bounds.\n";
  }
  text += "Neurons whose axon can be analyzed (clean or extended): " +
          number(s.analyzable_pre_neurons) + " of " + number(s.pre_neurons) + ". They start " +
          number(validity.analyzable_pairs) + "\nof " + number(validity.pairs) +
          " ordered pairs, extended axons " + number(validity.extended_pairs) + ";\n";
  const auto proportion = wilson_proportion(s.analyzable_connections, s.analyzable_pairs);
  if (!proportion) return text + "there is no pair to take the connection probability from.\n";
  return text + "on their pairs alone the connection probability is " +
         format("%.4g", proportion->value) + "\n(" +
         share_of_pairs(s.analyzable_connections, s.analyzable_pairs) + ", " +
         interval(*proportion) + ").\n";
}

/// Shortens a name for a column's head; never inside a UTF-8 character.
std::string clipped(const std::string& name, std::size_t bytes) {
  if (name.size() <= bytes) return name;
  std::size_t end = bytes - 1;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
  return name.substr(0, end) + "~";
}

std::vector<std::size_t> shown_groups(const std::vector<std::uint32_t>& sizes) {
  std::vector<std::size_t> shown;
  for (std::size_t group = 0; group < sizes.size(); ++group) {
    if (sizes[group] > 0) shown.push_back(group);
  }
  return shown;
}

std::string matrix_text(const GroupMatrix& matrix, const std::string& column,
                        std::span<const std::string> names,
                        std::span<const std::string> post_names) {
  const auto rows = shown_groups(matrix.group_sizes),
             columns = shown_groups(matrix.post_group_sizes);
  if (column.empty() || rows.empty() || columns.empty()) return {};
  if (columns.size() > kMaxColumns) {
    return "\nThe matrix by " + column + " has " + number(rows.size()) + " rows and " +
           number(columns.size()) +
           " columns, too many for a terminal: see class_matrix with --json.\n";
  }
  std::string text =
      "\nConnection probability in percent, by " + column +
      " (row: pre, column: post).\n"
      "A cell rests on n pre x n post ordered pairs, self left out; its interval is in --json.\n";
  text += format("%-12s%8s", "", "n");
  for (const std::size_t post : columns)
    text += format(" %6s", clipped(post_names[post], 6).c_str());
  text += "\n";
  for (const std::size_t pre : rows) {
    text += format("%-12s%8s", clipped(names[pre], 12).c_str(),
                   number(matrix.group_sizes[pre]).c_str());
    for (const std::size_t post : columns) {
      const std::size_t cell = pre * matrix.post_group_count + post;
      const auto proportion = wilson_proportion(matrix.connections[cell], matrix.pairs[cell]);
      text += proportion ? format(" %6.3g", 100 * proportion->value) : format(" %6s", "-");
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::string stats_text(const Manifest& manifest, const StatsTextInput& input,
                       const StatisticsReply& reply, std::span<const std::string> group_names,
                       std::span<const std::string> post_group_names) {
  if (post_group_names.empty()) post_group_names = group_names;
  const LocalStatistics& s = reply.statistics;

  std::string text =
      manifest.dataset_name + " (" + manifest.source_file + ", " + manifest.source_group + ")\n";
  if (manifest.synthetic) text += "Synthetic sample: made up, not measured.\n";
  const auto chosen = [](const std::string& by) { return by.empty() ? ": all" : ": " + by; };
  const std::string of_all = " of " + number(manifest.neuron_count) + " neurons";
  if (input.post_chosen_by.empty()) {
    text += number(s.neurons) + of_all + chosen(input.chosen_by) + "\n";
  } else {
    text += "From " + number(s.pre_neurons) + of_all + chosen(input.chosen_by) + "\nto   " +
            number(s.post_neurons) + of_all + chosen(input.post_chosen_by) + "\n";
  }
  if (input.min_synapses > 1) {
    text += "Connections with " + number(input.min_synapses) + " synapses or more\n";
  }
  if (input.sizes.mean > 0) {
    text +=
        "Connections of synapses of " + number(input.sizes.mean) + " voxels or more on average\n";
  }
  if (input.sizes.sum > 0) {
    text += "Connections of synapses of " + number(input.sizes.sum) + " voxels or more in sum\n";
  }
  text += "\n";

  text += counts_text(s);
  if (reply.tiles_missing > 0) {
    text += "Partial: " + number(reply.tiles_missing) + " of " + number(reply.tiles_total) +
            " tiles are missing.\n";
  }
  text += "\n" + validity_text(s, input.validity) + analyzable_text(s, input);
  if (!input.groups_why_not.empty()) text += "\nNo matrix by class: " + input.groups_why_not + "\n";
  text += matrix_text(s.groups, input.group_column, group_names, post_group_names);
  return text;
}

}  // namespace cnx
