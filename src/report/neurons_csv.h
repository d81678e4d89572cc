#pragma once
// neurons_csv.h — neurons as a file: every column of the dataset, and what was counted for each.

#include <span>
#include <string>

#include "dataset/derived_column.h"
#include "dataset/neuron_table.h"

namespace cnx {

/// A line for each of `members`, in their order: as to_csv (report/to_csv.h), with the values in
/// full. Columns: those of the dataset that have arrived, then `derived` [neurons each]. What is
/// missing is an empty cell. The columns that are not here are named in the third note. O(size of
/// the result), which is all the memory that it takes.
std::string neurons_csv(const NeuronTable& neurons, std::span<const NeuronIndex> members,
                        std::span<const DerivedColumn> derived, std::span<const std::string> notes);

/// The title of that file.
inline constexpr const char* kNeuronsCsvTitle = "Neurons";

}  // namespace cnx
