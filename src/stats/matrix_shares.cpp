#include "stats/matrix_shares.h"

#include "base/check.h"
#include "stats/empirical_test.h"
#include "stats/share_test.h"

namespace cnx {

MatrixShares matrix_shares(const GroupMatrix& matrix) {
  const std::size_t rows = matrix.group_count, columns = matrix.post_group_count;
  MatrixShares shares;
  std::vector<std::uint64_t>&of_row = shares.of_row, &of_column = shares.of_column;
  of_row.assign(rows, 0);
  of_column.assign(columns, 0);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      of_row[row] += matrix.synapses[row * columns + column];
      of_column[column] += matrix.synapses[row * columns + column];
    }
  }
  const auto share = [](std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? std::nullopt
                      : std::optional(static_cast<double>(part) / static_cast<double>(whole));
  };
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const std::uint64_t synapses = matrix.synapses[row * columns + column];
      shares.of_output.push_back(share(synapses, of_row[row]));
      shares.of_input.push_back(share(synapses, of_column[column]));
    }
  }
  return shares;
}

MatrixTests matrix_tests(const GroupMatrix& matrix) {
  std::uint64_t connections = 0, pairs = 0;
  for (const std::uint64_t count : matrix.connections) connections += count;
  for (const std::uint64_t count : matrix.pairs) pairs += count;
  const double overall =
      pairs == 0 ? 0 : static_cast<double>(connections) / static_cast<double>(pairs);
  MatrixTests tests;
  std::vector<double> p_values;
  for (std::size_t cell = 0; cell < matrix.connections.size(); ++cell) {
    tests.p_values.push_back(share_test(matrix.connections[cell], matrix.pairs[cell], overall));
    if (tests.p_values.back()) p_values.push_back(*tests.p_values.back());
  }
  tests.count = p_values.size();
  const std::vector<double> adjusted = benjamini_hochberg(p_values);
  std::size_t next = 0;
  for (const auto& p : tests.p_values) {
    tests.adjusted.push_back(p ? std::optional(adjusted[next++]) : std::nullopt);
  }
  return tests;
}

std::optional<double> expected_answered_share(const GroupMatrix& matrix, std::size_t row,
                                              std::size_t column) {
  // Pairs are as many on the way back.
  const std::size_t at = row * matrix.post_group_count + column;
  if (matrix.pairs[at] == 0) return std::nullopt;
  return static_cast<double>(matrix.way_back[at]) / static_cast<double>(matrix.pairs[at]);
}

std::optional<Proportion> answered_share(const LocalStatistics& s) {
  const std::uint64_t connections = s.connections - s.autapses;
  const bool one_set = s.pre_neurons == s.neurons && s.post_neurons == s.neurons;
  return one_set ? answered_proportion(s.reciprocal_pairs, connections)
                 : wilson_proportion(s.answered, connections);
}

std::optional<AnsweredByChance> answered_by_chance(const LocalStatistics& s) {
  if (s.pairs == 0) return std::nullopt;
  const auto connections = static_cast<double>(s.connections - s.autapses);
  std::uint64_t way_back = 0;
  for (const std::uint64_t count : s.groups.way_back) way_back += count;
  AnsweredByChance chance;
  chance.expected = static_cast<double>(way_back) / static_cast<double>(s.pairs);
  if (connections > 0 && way_back > 0)
    chance.over = static_cast<double>(s.answered) / connections / chance.expected;
  return chance;
}

}  // namespace cnx
