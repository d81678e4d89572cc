#include "report/statistics_report.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/check.h"
#include "report/analyzable_words.h"
#include "report/few.h"
#include "report/numbers.h"
#include "stats/matrix_shares.h"
#include "stats/proportion.h"

namespace cnx {
namespace {

constexpr std::uint32_t kMaxBars = 40;  // as many as a narrow panel can tell apart

std::string of_pairs(std::uint64_t connections, std::uint64_t pairs) {
  return with_separators(connections) + " of " + counted(pairs, "ordered pair");
}

/// "1.55 %" and "86,564 of 5,595,590 ordered pairs, 95 % interval 1.537 to 1.557 %".
struct ShareText {
  std::string value, n;
  LineNumbers numbers = {};
};

ShareText share_with_n(const std::optional<Proportion>& share, std::uint64_t n,
                       const std::string& what) {
  if (!share) return {"–", what + ": nothing to divide by"};
  const PercentTexts texts = percent_with_interval(share->value, share->low, share->high);
  return {texts.value,
          what + ", 95 % interval " + texts.interval,
          {share->value, share->low, share->high, static_cast<double>(n)}};
}

ShareText share_with_n(std::uint64_t k, std::uint64_t n, const std::string& what) {
  return share_with_n(wilson_proportion(k, n), n, what);
}

/// Both sides are not the same neurons.
bool is_block(const LocalStatistics& s) {
  return s.pre_neurons != s.neurons || s.post_neurons != s.neurons;
}

/// How many of `n` things ("neuron") have each whole number.
HistogramChart count_chart(const DegreeHistogram& degrees, std::uint64_t n, const char* thing,
                           std::string title, std::string x_title) {
  HistogramChart chart;
  chart.title = std::move(title);
  chart.x_title = std::move(x_title);
  chart.y_title = std::string(thing) + "s";
  if (n == 0 || degrees.empty()) {
    chart.caption = "n = 0 " + chart.y_title;
    return chart;
  }
  // A bar covers whole degrees, so that no bar is wider than its neighbor.
  chart.bin_width = static_cast<std::uint32_t>(
      nice_step(static_cast<double>(degrees.size()) / static_cast<double>(kMaxBars)));
  chart.bars.assign((degrees.size() - 1) / chart.bin_width + 1, 0);
  std::uint64_t sum = 0, below = 0, median = 0;
  bool median_found = false;
  for (std::size_t degree = 0; degree < degrees.size(); ++degree) {
    chart.bars[degree / chart.bin_width] += degrees[degree];
    sum += degrees[degree] * std::uint64_t{degree};
    below += degrees[degree];
    if (!median_found && below * 2 >= n) {
      median = degree;
      median_found = true;
    }
  }
  // The last number stands for all that are larger.
  const bool cut = degrees.size() - 1 == kMaxCountedStrength;
  chart.caption =
      "n = " + counted(n, thing) +
      (cut ? std::string()
           : ", mean " + decimal_text(static_cast<double>(sum) / static_cast<double>(n), 1)) +
      ", median " + with_separators(median) + ", largest " + with_separators(degrees.size() - 1) +
      (cut ? " or more" : "");
  return chart;
}

/// The share of `n` neurons with at most each number of partners, at every `step` of them below
/// `end` and at the last.
std::vector<LinePoint> cumulative(const DegreeHistogram& degrees, std::uint64_t n, std::size_t end,
                                  std::size_t step) {
  std::vector<LinePoint> points;
  std::uint64_t below = 0;
  for (std::size_t degree = 0; degree < end; ++degree) {
    if (degree < degrees.size()) below += degrees[degree];
    if (degree % step != 0 && degree + 1 != end) continue;
    LinePoint point;
    point.x = static_cast<double>(degree);
    point.y = point.low = point.high = static_cast<double>(below) / static_cast<double>(n);
    point.tooltip = percent_text(point.y) + " have at most " + with_separators(degree) + "\n" +
                    with_separators(below) + " of " + counted(n, "neuron");
    point.n = n;
    points.push_back(std::move(point));
  }
  return points;
}

LineChart cumulative_chart(const LocalStatistics& s) {
  constexpr std::size_t kPoints = 100;
  LineChart chart;
  chart.title = "Neurons with at most so many partners";
  chart.caption = is_block(s) ? "n = " + counted(s.post_neurons, "neuron") + " that receive, " +
                                    with_separators(s.pre_neurons) + " that send"
                              : "n = " + counted(s.neurons, "neuron");
  chart.x_title = "partners among these neurons";
  chart.y_title = "share of the neurons";
  chart.n_title = "neurons";
  chart.percent = true;
  chart.name = "in-degree";
  chart.second_name = "out-degree";
  const std::size_t end = std::max(s.in_degrees.size(), s.out_degrees.size());
  const std::size_t step = end / kPoints + 1;
  chart.bin_width = static_cast<double>(step);
  if (s.post_neurons > 0) chart.points = cumulative(s.in_degrees, s.post_neurons, end, step);
  if (s.pre_neurons > 0) chart.second = cumulative(s.out_degrees, s.pre_neurons, end, step);
  return chart;
}

/// The groups that have a neuron among the chosen; the others would be empty rows and columns.
struct PresentGroups {
  std::vector<std::uint32_t> rows, columns;
};
PresentGroups present_groups(const GroupMatrix& matrix, bool same_groups) {
  PresentGroups present;
  for (std::uint32_t g = 0; g < matrix.group_count; ++g) {
    const bool receives = same_groups && matrix.post_group_sizes[g] > 0;
    if (matrix.group_sizes[g] > 0 || receives) present.rows.push_back(g);
  }
  if (same_groups) {
    present.columns = present.rows;
    return present;
  }
  for (std::uint32_t g = 0; g < matrix.post_group_count; ++g) {
    if (matrix.post_group_sizes[g] > 0) present.columns.push_back(g);
  }
  return present;
}

/// "by class", "by class and region".
std::string by_words(const MatrixWords& words) {
  return "by " + words.row_word + (words.post_word.empty() ? "" : " and " + words.post_word);
}

/// "in 3 classes"; "rows by region (2), columns by class (3)".
std::string groups_text(const MatrixWords& words, const PresentGroups& present) {
  if (!words.post_column.empty()) {
    return ", rows by " + words.row_word + " (" + with_separators(present.rows.size()) +
           "), columns by " + words.post_word + " (" + with_separators(present.columns.size()) +
           ")";
  }
  if (words.row_word == "class") return " in " + counted(present.rows.size(), "class", "classes");
  return " in " + counted(present.rows.size(), "category", "categories") + " of " + words.row_word;
}

HeatCell connection_cell(std::uint64_t connections, std::uint64_t synapses, std::uint64_t pairs,
                         const std::string& from_to) {
  HeatCell cell;
  cell.defined = pairs > 0;
  cell.uncertain = pairs > 0 && pairs < kFewPairs;
  cell.value = static_cast<double>(connections);
  cell.n = pairs;
  cell.text = with_separators(connections);
  cell.tooltip = from_to + "\n" + counted(connections, "connection") + " with " +
                 counted(synapses, "synapse") + ", among " + counted(pairs, "ordered pair") + ".";
  return cell;
}

HeatCell probability_cell(std::uint64_t connections, std::uint64_t pairs,
                          const std::string& from_to) {
  HeatCell cell;
  const std::optional<Proportion> share = wilson_proportion(connections, pairs);
  if (!share) {
    cell.text = "–";
    cell.tooltip = from_to + "\nNo pair of neurons to count: no probability.";
    return cell;
  }
  cell.defined = true;
  cell.uncertain = pairs < kFewPairs;
  cell.value = share->value;
  cell.n = pairs;
  cell.low = share->low;
  cell.high = share->high;
  cell.text = percent_text(share->value);
  const PercentTexts texts = percent_with_interval(share->value, share->low, share->high);
  cell.tooltip = from_to + "\n" + texts.value + ": " + of_pairs(connections, pairs) +
                 ", 95 % interval " + texts.interval + ".";
  if (cell.uncertain) cell.tooltip += "\nFewer than 100 pairs: read it with care.";
  return cell;
}

HeatCell share_cell(const std::optional<double>& part, std::uint64_t synapses,
                    std::uint64_t of_synapses, std::uint64_t pairs, const std::string& whole,
                    const std::string& from_to) {
  HeatCell cell;
  if (!part) {
    cell.text = "–";
    cell.tooltip = from_to + "\nNo synapse to take a share of.";
    return cell;
  }
  cell.defined = true;
  cell.uncertain = pairs < kFewPairs || of_synapses < kFewSynapses;
  cell.value = *part;
  cell.n = of_synapses;
  cell.text = percent_text(*part);
  cell.tooltip = from_to + "\n" + percent_text(*part) + " of " + whole + ": " +
                 with_separators(synapses) + " of " + counted(of_synapses, "synapse") + ".";
  if (of_synapses < kFewSynapses) cell.tooltip += "\nOf so few: read it with care.";
  return cell;
}

/// How often the connections of a cell are answered, over how often chance would.
HeatCell reciprocity_cell(const GroupMatrix& matrix, std::size_t row, std::size_t column,
                          const std::string& from_to) {
  const std::size_t at = row * matrix.post_group_count + column;
  const std::uint64_t n = matrix.connections[at], answered = matrix.answered[at];
  const auto chance = expected_answered_share(matrix, row, column);
  const auto share = wilson_proportion(answered, n);
  HeatCell cell;
  if (!share || !chance || *chance == 0) {
    cell.text = "–";
    cell.tooltip = from_to + "\n" +
                   (n == 0 ? "No connection that could be answered."
                           : "No connection goes back: chance answers none.");
    return cell;
  }
  // Fewer than five expected: one answer more or less is a fifth.
  cell.defined = true;
  cell.uncertain = *chance * static_cast<double>(n) < kFewExpected;
  cell.value = share->value / *chance;
  cell.n = n;
  cell.low = share->low / *chance;
  cell.high = share->high / *chance;
  cell.text = decimal_text(cell.value, 2) + " ×";
  const PercentTexts texts = percent_with_interval(share->value, share->low, share->high);
  cell.tooltip = from_to + "\n" + cell.text + ": " + with_separators(answered) + " of " +
                 counted(n, "connection") + " are answered, " + texts.value + " (95 % interval " +
                 texts.interval + "); by chance " + percent_text(*chance) +
                 ", the probability of the way back.";
  if (cell.uncertain) cell.tooltip += "\nFewer than five expected: read it with care.";
  return cell;
}

/// What the tests and the proofreading say of a cell, for its tooltip.
std::string cell_notes(const GroupMatrix& matrix, const MatrixTests& tests, std::size_t at) {
  std::string text;
  if (const auto& q = tests.adjusted[at]) {
    text += *q < 0.0001 ? "\nDiffers from the whole: q < 0.0001"
                        : "\nAgainst the whole: q = " + decimal_text(*q, 4);
    text += " (" + counted(tests.count, "test") + ", false discovery rate).";
  }
  if (matrix.connections[at] > 0) {
    text += "\nAnswered: " + with_separators(matrix.answered[at]) + " of " +
            counted(matrix.connections[at], "connection");
    const std::size_t row = at / matrix.post_group_count, column = at % matrix.post_group_count;
    const auto chance = expected_answered_share(matrix, row, column);
    if (chance) text += "; by chance " + percent_text(*chance);
    text += ".";
  }
  return text;
}

/// Behind the hint of a cell, and in its numbers, what there is on analyzable axons alone.
void put_analyzable(const GroupMatrix& matrix, std::size_t at, bool probability, HeatCell& cell) {
  const std::uint64_t n = matrix.analyzable_pairs[at], k = matrix.analyzable_connections[at];
  if (!cell.defined) return;
  cell.analyzable_n = n;
  if (n > 0) {
    const auto count = static_cast<double>(k);
    cell.analyzable = probability ? count / static_cast<double>(n) : count;
  }
  cell.tooltip +=
      "\nFrom analyzable axons alone: " +
      (n == 0 ? "no pair"
              : (probability ? percent_text(*cell.analyzable) + ", " : "") + of_pairs(k, n)) +
      ".";
}

/// "the row's class" of the cell class, "the row's group" of any other column.
std::string whose(const char* side, const std::string& word) {
  return std::string("the ") + side + "'s " + (word == "class" ? "class" : "group");
}

/// The heat maps of the matrix, over the groups that are present.
void fill_matrices(const LocalStatistics& statistics, std::span<const std::string> names,
                   const MatrixWords& words, bool axon_known, StatisticsReport& report) {
  const GroupMatrix& matrix = statistics.groups;
  const bool same_groups = words.post_column.empty();
  const std::span<const std::string> post_names = same_groups ? names : words.post_group_names;
  CNX_CHECK(post_names.size() == matrix.post_group_count);
  const PresentGroups present = present_groups(matrix, same_groups);
  const std::string by = by_words(words);
  const std::string& post_word = same_groups ? words.row_word : words.post_word;
  report.row_column = words.row_column;
  report.post_column = same_groups ? words.row_column : words.post_column;
  report.matrix_title = words.row_word + " by " + post_word;
  if (report.matrix_title == "class by class") report.matrix_title = "Class by class";
  report.synapses.title = "Synapses " + by;
  report.output_share.title = "Share of the output " + by;
  report.input_share.title = "Share of the input " + by;
  report.connections.title = "Connections " + by;
  report.probability.title = "Connection probability " + by;
  report.reciprocity.title = "Reciprocity over chance " + by;
  report.connections.n_title = report.probability.n_title = report.synapses.n_title =
      "ordered pairs";
  report.output_share.n_title = report.input_share.n_title = "synapses";
  report.reciprocity.n_title = "connections";
  report.reciprocity.hatched = "fewer than 5 answered connections expected";
  report.reciprocity.bar_mark = 1;
  report.output_share.hatched = report.input_share.hatched =
      "fewer than 100 pairs, or than 100 synapses to take a share of";
  for (const std::uint32_t pre : present.rows) report.group_names.push_back(names[pre]);
  for (const std::uint32_t post : present.columns) {
    report.post_group_names.push_back(post_names[post]);
  }
  const std::size_t cells = present.rows.size() * present.columns.size();
  if (cells > kMostDrawnCells) {
    report.why_no_matrix = "No matrix is drawn: " + with_separators(present.rows.size()) +
                           " rows by " + with_separators(present.columns.size()) +
                           " columns are more cells than " + with_separators(kMostDrawnCells) +
                           ". Choose another column, or count it with the program in Python or "
                           "connectoscope stats.";
    return;
  }

  const MatrixShares shares = matrix_shares(matrix);
  const MatrixTests tests = matrix_tests(matrix);
  for (const std::uint32_t pre : present.rows) {
    for (const std::uint32_t post : present.columns) {
      const std::size_t at = std::size_t{pre} * matrix.post_group_count + post;
      const std::string from_to = names[pre] + " (" + counted(matrix.group_sizes[pre], "neuron") +
                                  ") to " + post_names[post] + " (" +
                                  counted(matrix.post_group_sizes[post], "neuron") + ")";
      report.connections.cells.push_back(
          connection_cell(matrix.connections[at], matrix.synapses[at], matrix.pairs[at], from_to));
      report.probability.cells.push_back(
          probability_cell(matrix.connections[at], matrix.pairs[at], from_to));
      report.probability.cells.back().tooltip += cell_notes(matrix, tests, at);
      report.probability.cells.back().q = tests.adjusted[at];
      for (HeatMap* const map : {&report.connections, &report.probability}) {
        if (axon_known) put_analyzable(matrix, at, map == &report.probability, map->cells.back());
      }
      HeatCell synapses =
          connection_cell(matrix.connections[at], matrix.synapses[at], matrix.pairs[at], from_to);
      synapses.value = static_cast<double>(matrix.synapses[at]);
      synapses.text = with_separators(matrix.synapses[at]);
      report.synapses.cells.push_back(std::move(synapses));
      report.output_share.cells.push_back(share_cell(
          shares.of_output[at], matrix.synapses[at], shares.of_row[pre], matrix.pairs[at],
          "the synapses that " + whose("row", words.row_word) + " makes onto these neurons",
          from_to));
      report.input_share.cells.push_back(share_cell(
          shares.of_input[at], matrix.synapses[at], shares.of_column[post], matrix.pairs[at],
          "the synapses that " + whose("column", post_word) + " receives from these neurons",
          from_to));
      report.reciprocity.cells.push_back(reciprocity_cell(matrix, pre, post, from_to));
    }
  }
  const std::string n = "n = " + counted(statistics.neurons, "neuron") +
                        groups_text(words, present) +
                        "; contacts of a neuron with itself are left out. Rows send, columns "
                        "receive.";
  for (HeatMap* map : {&report.connections, &report.probability, &report.synapses,
                       &report.output_share, &report.input_share, &report.reciprocity}) {
    map->caption = n;
    if (axon_known && map != &report.connections && map != &report.probability) {
      map->caption += " Not counted on analyzable axons alone.";
    }
    const bool classes = words.row_word == "class" && post_word == "class";
    map->row_title = classes ? "pre" : "pre: " + words.row_word;
    map->column_title = classes ? "post" : "post: " + post_word;
    map->labels = report.group_names;
    if (!same_groups) map->column_labels = report.post_group_names;
    set_color_end(*map);
  }
}

/// What share of the pairs, of which there is one or more.
std::string share_of(std::uint64_t part, const PairValidity& validity) {
  return percent_text(static_cast<double>(part) / static_cast<double>(validity.pairs));
}

void judge(const LocalStatistics& s, const PairValidity& validity, StatisticsReport& report) {
  const char* const kEdge =
      " Connections with neurons outside the dataset are absent: near the border of a cut-out "
      "volume, neurons have too few partners.";
  if (s.neurons == 0) {
    report.validity = "No neuron is chosen: there is nothing to count.";
    return;
  }
  report.verdict = verdict_of(validity);
  report.validity_brief = proofreading_brief(validity);
  if (!validity.axon_known) {
    report.validity =
        std::string(
            "The dataset does not say which axons were proofread, so nobody can tell here "
            "how complete the outputs are.") +
        kEdge;
    return;
  }
  if (validity.pairs == 0) {
    report.validity = report.validity_brief;
    return;
  }
  report.validity =
      with_separators(s.analyzable_pre_neurons) + " of " +
      counted(s.pre_neurons, is_block(s) ? "pre neuron" : "neuron") +
      " have an axon that was proofread well enough to count its outputs; they start " +
      share_of(validity.analyzable_pairs, validity) + " of the " +
      counted(validity.pairs, "ordered pair") + ", " + share_of(validity.extended_pairs, validity) +
      " start at an axon that was followed as far as possible. ";
  if (validity.dendrite_known) {
    report.validity += share_of(validity.dendrite_pairs, validity) +
                       " end at a proofread dendrite; the others are mostly complete. ";
  }
  if (s.analyzable_pairs > 0) {
    const ShareText share_there =
        share_with_n(s.analyzable_connections, s.analyzable_pairs,
                     of_pairs(s.analyzable_connections, s.analyzable_pairs));
    report.validity_brief.pop_back();  // the sentence goes on
    report.validity_brief +=
        "; on the pairs from analyzable axons onto any of these neurons the connection probability "
        "is " +
        share_there.value + ".";
    report.validity +=
        "On pairs that start at analyzable axons alone the connection probability is " +
        share_there.value + " (" + share_there.n + "); " +
        with_separators(s.pairs - s.analyzable_pairs) + " pairs are left out.";
  } else {
    report.validity += "There is no pair that starts at one of those, so no probability is safe.";
  }
  report.validity += kEdge;
}

/// The numbers of a network. `scope` says in words which neurons it has; `axon_known`: whether the
/// dataset says which axons are analyzable.
std::vector<StatisticLine> count_lines(const LocalStatistics& s, const std::string& scope,
                                       bool axon_known) {
  std::vector<StatisticLine> lines;
  const std::uint64_t between = s.connections - s.autapses;  // connections of different neurons
  const bool block = is_block(s);
  const auto numbers = [](double value, std::uint64_t n) {
    return LineNumbers{value, kNoNumber, kNoNumber, static_cast<double>(n)};
  };
  lines.push_back({"Neurons",
                   with_separators(s.neurons),
                   scope,
                   block ? "The neurons of either side. Every count below is about "
                           "connections from a pre neuron onto a post neuron."
                         : "The neurons of the sub-network. Every count below is about "
                           "connections that begin and end among them.",
                   {static_cast<double>(s.neurons)}});
  lines.push_back(
      {"Connections", with_separators(s.connections),
       "n = " + counted(s.neurons, "neuron") + "; " + counted(s.autapses, "autapse") + " included",
       "Ordered pairs of neurons (pre, post) with at least one synapse, both "
       "among the neurons that are counted. An autapse is a connection of a "
       "neuron with itself.",
       numbers(static_cast<double>(s.connections), s.neurons)});
  std::string each = "n = " + counted(s.connections, "connection");
  if (s.connections > 0 && s.synapses == s.connections) {
    each += ", one each";
    // A handful has one each by chance; so many have where nobody counted.
    if (s.connections >= 1000) each += ", as in data that does not tell how many";
  } else if (s.connections > 0) {
    each += ", " +
            decimal_text(static_cast<double>(s.synapses) / static_cast<double>(s.connections), 2) +
            " each on average";
  }
  lines.push_back({"Synapses", with_separators(s.synapses), std::move(each),
                   "All synapses of those connections.",
                   numbers(static_cast<double>(s.synapses), s.connections)});

  const ShareText probability = share_with_n(between, s.pairs, of_pairs(between, s.pairs));
  lines.push_back({"Connection probability", probability.value, probability.n,
                   "Connections of different neurons, divided by the ordered pairs of a pre "
                   "neuron and a different post neuron. Autapses are left out. The interval is "
                   "Wilson's and takes pairs to be independent.",
                   probability.numbers});
  if (axon_known && s.analyzable_pairs > 0) {
    const ShareText there = share_with_n(s.analyzable_connections, s.analyzable_pairs,
                                         of_pairs(s.analyzable_connections, s.analyzable_pairs));
    lines.push_back({"… from analyzable axons onto any of these", there.value, there.n,
                     "The same, over the pairs whose presynaptic axon was proofread well "
                     "enough that a missing connection means something, whatever is known "
                     "of the postsynaptic neuron.",
                     there.numbers});
  }
  if (s.pre_neurons > 0 && s.post_neurons > 0) {
    const std::uint64_t squares = s.pre_neurons * s.post_neurons;
    const double density = static_cast<double>(s.connections) / static_cast<double>(squares);
    lines.push_back({"Density", percent_text(density),
                     with_separators(s.connections) + " of " + with_separators(squares) +
                         " entries of the connection matrix",
                     "Connections, autapses included, divided by pre neurons × post neurons.",
                     numbers(density, squares)});
  } else {
    lines.push_back({"Density", "–", "no neuron: nothing to divide by",
                     "Connections, autapses included, divided by pre neurons × post "
                     "neurons."});
  }
  const std::uint64_t returned = s.answered;
  const ShareText reciprocity =
      share_with_n(answered_share(s), between,
                   with_separators(returned) + " of " + counted(between, "connection") +
                       (block ? "" : " (" + counted(s.reciprocal_pairs, "reciprocal pair") + ")"));
  lines.push_back({"Reciprocity", reciprocity.value, reciprocity.n,
                   "The share of connections whose reverse is in the data too, among the "
                   "connections of different neurons. Autapses are left out. The interval is "
                   "Wilson's " +
                       std::string(block ? "and takes connections to be independent. Where the two "
                                           "sides share neurons, some are not: it is too narrow."
                                         : "of the reciprocal pairs among the connected ones and "
                                           "takes pairs to be independent."),
                   reciprocity.numbers});
  const auto chance = answered_by_chance(s);
  lines.push_back({"Reciprocity over chance",
                   chance && chance->over ? decimal_text(*chance->over, 2) + " ×" : "–",
                   chance ? "n = " + counted(between, "connection") + ", of which chance answers " +
                                percent_text(chance->expected)
                          : "n = 0 ordered pairs: nothing to divide by",
                   "Reciprocity over the connection probability of the way back, which it would be "
                   "in a random network of as many connections. Near neurons connect more often, "
                   "in both directions: a part of what is above 1 is that.",
                   numbers(chance ? chance->over.value_or(kNoNumber) : kNoNumber, between)});
  return lines;
}

/// The charts of how many neurons, or connections, have each number.
void fill_histograms(const LocalStatistics& s, StatisticsReport& report) {
  report.in_degree = count_chart(s.in_degrees, s.post_neurons, "neuron", "In-degree",
                                 "presynaptic partners among these neurons");
  report.out_degree = count_chart(s.out_degrees, s.pre_neurons, "neuron", "Out-degree",
                                  "postsynaptic partners among these neurons");
  report.in_strength = count_chart(s.in_strengths, s.post_neurons, "neuron", "In-strength",
                                   "synapses received from these neurons");
  report.out_strength = count_chart(s.out_strengths, s.pre_neurons, "neuron", "Out-strength",
                                    "synapses made onto these neurons");
  report.synapses_per_connection =
      count_chart(s.synapses_per_connection, s.connections - s.autapses, "connection",
                  "Synapses of a connection", "synapses, autapses left out");
}

}  // namespace

Table statistic_table(std::string title, std::span<const StatisticLine> lines) {
  Table table{std::move(title), "", {{"number"}}, {}};
  for (const StatisticLine& line : lines) table.rows.push_back({{line.name}});
  for (const auto& [head, number] :
       {std::pair{"value", &LineNumbers::value}, std::pair{"interval from", &LineNumbers::low},
        std::pair{"interval to", &LineNumbers::high}, std::pair{"n", &LineNumbers::n},
        std::pair{"value on analyzable axons", &LineNumbers::analyzable_value},
        std::pair{"n on analyzable axons", &LineNumbers::analyzable_n}}) {
    table.columns.push_back({head, true});
    for (std::size_t i = 0; i < lines.size(); ++i) {
      table.rows[i].push_back({"", lines[i].numbers.*number});
    }
  }
  for (const auto& [head, text] :
       {std::pair{"as shown", &StatisticLine::value}, std::pair{"in words", &StatisticLine::n}}) {
    table.columns.push_back({head});
    for (std::size_t i = 0; i < lines.size(); ++i) table.rows[i].push_back({lines[i].*text});
  }
  return table;
}

const char* verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::Sound: return "Sound";
    case Verdict::WithCare: return "With care";
    case Verdict::NotReliable: return "Not reliable";
    case Verdict::NotKnown: return "Not known";
  }
  return "";
}

std::string proofreading_brief(const PairValidity& validity) {
  if (!validity.axon_known) return "The dataset does not say which axons were proofread.";
  if (validity.pairs == 0) return "There is no pair of neurons to judge by.";
  return share_of(validity.analyzable_pairs, validity) +
         " of the pairs start at an analyzable axon, " +
         share_of(validity.extended_pairs, validity) +
         " at one that was followed as far as possible.";
}

std::string verdict_sentence(const StatisticsReport& report) {
  if (!report.verdict) return {};
  return std::string(verdict_word(*report.verdict)) + ": " + report.validity_brief;
}

std::string partial_sentence(std::uint32_t tiles_missing, std::uint32_t tiles_total) {
  if (tiles_missing == 0) return {};
  return "Partial: " + with_separators(tiles_total - tiles_missing) + " of " +
         counted(tiles_total, "tile") +
         " loaded. These are numbers of part of the connections: counts are too low, ratios may "
         "be wrong.";
}

StatisticsReport statistics_report(const LocalStatistics& s, std::uint32_t tiles_missing,
                                   std::uint32_t tiles_total, std::string scope,
                                   std::span<const std::string> group_names,
                                   const PairValidity& validity, const MatrixWords& matrix) {
  CNX_CHECK(group_names.size() == s.groups.group_count);
  CNX_CHECK(s.autapses <= s.connections);
  StatisticsReport report;
  report.scope = std::move(scope);
  report.tiles_missing = tiles_missing;
  report.tiles_total = tiles_total;

  report.lines = count_lines(s, report.scope, validity.axon_known);
  judge(s, validity, report);
  report.cumulative_degree = cumulative_chart(s);
  fill_histograms(s, report);
  fill_matrices(s, group_names, matrix, validity.axon_known, report);
  return report;
}

void add_analyzable(const LocalStatistics& all, const LocalStatistics& analyzable,
                    StatisticsReport& report) {
  report.analyzable = "Numbers on analyzable axons are of the network of " +
                      analyzable_network_words(analyzable.pre_neurons, is_block(all)) + ".";
  const std::string behind = "; on analyzable axons ";
  for (const StatisticLine& there : count_lines(analyzable, {}, false)) {
    const auto line =
        std::find_if(report.lines.begin(), report.lines.end(),
                     [&](const StatisticLine& one) { return one.name == there.name; });
    if (line == report.lines.end()) continue;
    line->n += behind + there.value + (there.n.empty() ? "" : ", " + there.n);
    line->numbers.analyzable_value = there.numbers.value;
    line->numbers.analyzable_n = there.numbers.n;
  }
  StatisticsReport there;
  fill_histograms(analyzable, there);
  for (HistogramChart StatisticsReport::*chart :
       {&StatisticsReport::in_degree, &StatisticsReport::out_degree, &StatisticsReport::in_strength,
        &StatisticsReport::out_strength, &StatisticsReport::synapses_per_connection}) {
    (report.*chart).caption += behind + (there.*chart).caption;
  }
}

}  // namespace cnx
