#pragma once
// column_groups.h — the groups that a column sorts neurons into: its categories, or its whole
// numbers where few of them are different, as the numbers of clusters are.

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/neuron_table.h"

namespace cnx {

/// Whether a column of whole numbers may stand for groups: ids, rows and positions do not.
bool may_number_groups(const Column& column);

/// The names of the groups, those of numbers in their order: "3"; empty where the column has none,
/// or too many different numbers, or numbers that have not arrived. O(groups).
std::vector<std::string> group_names(const NeuronTable& table, std::uint32_t column);

/// The number of a neuron's group in group_names. Precondition: there are some, and the column has
/// arrived. O(log groups).
std::uint16_t group_of(const NeuronTable& table, std::uint32_t column, NeuronIndex neuron);

}  // namespace cnx
