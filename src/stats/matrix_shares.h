#pragma once
// matrix_shares.h — what follows from a matrix of groups: shares of output and input, which cells
// differ from the whole, how often connections are answered and how often chance would answer them.

#include <cstdint>
#include <optional>
#include <vector>

#include "stats/local_statistics.h"
#include "stats/proportion.h"

namespace cnx {

/// [rows * columns] synapses of a cell over those of its row (what a group sends to the columns'
/// neurons) or its column (what a group receives from the rows'); nullopt where there are none.
struct MatrixShares {
  std::vector<std::optional<double>> of_output, of_input;
  std::vector<std::uint64_t> of_row, of_column;  // [rows], [columns] what they are shares of
};
MatrixShares matrix_shares(const GroupMatrix& matrix);

/// Each cell's connection probability against that of all pairs (stats/share_test.h), and the
/// p-values adjusted for the number of cells that could be tested.
struct MatrixTests {
  std::uint64_t count = 0;
  std::vector<std::optional<double>> p_values, adjusted;  // [rows * columns]
};
MatrixTests matrix_tests(const GroupMatrix& matrix);

/// Share of the connections of a cell that chance would answer: the connection probability of the
/// way back, from its post vertices to its pre vertices. Nullopt where it has no pairs.
std::optional<double> expected_answered_share(const GroupMatrix& matrix, std::size_t row,
                                              std::size_t column);

/// The answered among all connections, with the ends of a 95 % interval, or nullopt without any
/// connection. Of one set it is answered_proportion()'s. In a block, where the answer may lie
/// outside, it is Wilson's of the answered among the connections: right where the two sides share
/// no vertex, too narrow where they share some.
std::optional<Proportion> answered_share(const LocalStatistics& statistics);

/// The share of all connections that chance would answer, and how many times that share they are
/// answered. Nullopt where nothing can be divided.
struct AnsweredByChance {
  double expected = 0;         // of one set the connection probability
  std::optional<double> over;  // the reciprocity over it; none without connections either way
};
std::optional<AnsweredByChance> answered_by_chance(const LocalStatistics& statistics);

}  // namespace cnx
