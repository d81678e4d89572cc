#include "report/neuron_cells.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "dataset/proofreading.h"
#include "report/partners_report.h"

namespace cnx {
namespace {

std::optional<std::uint32_t> arrived(const NeuronTable& neurons, ColumnRole role) {
  const std::optional<std::uint32_t> column = neurons.find(role);
  if (!column || !neurons.has(*column)) return std::nullopt;
  return column;
}

}  // namespace

NeuronCells::NeuronCells(const NeuronTable& neurons)
    : neurons_(neurons),
      class_(arrived(neurons, ColumnRole::CellClass)),
      region_(arrived(neurons, ColumnRole::Region)),
      axon_(arrived(neurons, ColumnRole::AxonStatus)) {}

void NeuronCells::add_heads(std::vector<TableColumn>& heads) const {
  const bool ids = neurons_.find(ColumnRole::NeuronId).has_value();
  heads.push_back({ids ? "id" : "row in the file", true, ColumnUse::Everywhere, true});
  if (class_) heads.push_back({"class", false});
  if (region_) heads.push_back({"region", false});
}

void NeuronCells::add_cells(NeuronIndex neuron, std::uint32_t rank,
                            std::vector<TableCell>& row) const {
  row.push_back({neuron_name(neurons_, neuron), static_cast<double>(rank)});
  if (class_) row.push_back({neurons_.text(*class_, neuron), 0});
  if (region_) row.push_back({neurons_.text(*region_, neuron), 0});
}

std::string NeuronCells::axon(NeuronIndex neuron) const {
  CNX_CHECK(axon_.has_value());
  return neurons_.text(*axon_, neuron);
}

bool NeuronCells::analyzable_axon(NeuronIndex neuron) const {
  return axon_ && is_analyzable_status(neurons_.text(*axon_, neuron));
}

std::vector<std::uint32_t> id_ranks(const NeuronTable& neurons,
                                    std::span<const NeuronIndex> members) {
  std::vector<std::uint32_t> by_id(members.size()), ranks(members.size());
  std::iota(by_id.begin(), by_id.end(), 0u);
  std::sort(by_id.begin(), by_id.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (neurons.has_ids()) return neurons.id(members[a]) < neurons.id(members[b]);
    return members[a] < members[b];
  });
  for (std::uint32_t i = 0; i < by_id.size(); ++i) ranks[by_id[i]] = i;
  return ranks;
}

}  // namespace cnx
