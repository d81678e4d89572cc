#pragma once
// neuron_cells.h — the columns that every table of neurons has: id, class, region, proofreading.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dataset/neuron_table.h"
#include "report/table.h"

namespace cnx {

/// Looks the columns up once. Those that the dataset lacks, or that have not arrived, are left out.
class NeuronCells {
 public:
  explicit NeuronCells(const NeuronTable& neurons);

  /// "id" (or "row in the file"), "class", "region".
  void add_heads(std::vector<TableColumn>& heads) const;
  /// `rank`: by what the id column is sorted, from id_ranks.
  void add_cells(NeuronIndex neuron, std::uint32_t rank, std::vector<TableCell>& row) const;

  bool has_axon() const { return axon_.has_value(); }
  /// Precondition: has_axon().
  std::string axon(NeuronIndex neuron) const;
  /// Whether its axon is proofread far enough for its outputs to be trusted (docs/statistics.md).
  bool analyzable_axon(NeuronIndex neuron) const;

 private:
  const NeuronTable& neurons_;
  std::optional<std::uint32_t> class_, region_, axon_;
};

/// For each of `members` its place among them by id: ids do not fit a double, their ranks do.
/// O(n log n).
std::vector<std::uint32_t> id_ranks(const NeuronTable& neurons,
                                    std::span<const NeuronIndex> members);

}  // namespace cnx
