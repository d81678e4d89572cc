#include "dataset/orientation.h"

#include <algorithm>
#include <cstddef>

namespace cnx {

bool y_is_cortical_depth(const NeuronTable& neurons, Layout layout) {
  const auto classes = neurons.find(ColumnRole::CellClass);
  if (layout != Layout::Soma || !classes || !neurons.has(*classes)) return false;
  const auto positions = neurons.positions_um();
  const Column& column = neurons.columns()[*classes];
  if (positions.empty() || column.kind != ColumnKind::Category) return false;

  struct Mean {
    double sum = 0;
    std::size_t count = 0;
  } shallow, deep;
  const auto codes = neurons.codes(*classes);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::string& name = column.categories[codes[i]];
    Mean* mean = name == "23P" ? &shallow : name == "6IT" || name == "6CT" ? &deep : nullptr;
    if (mean == nullptr) continue;
    mean->sum += positions[3 * i + 1];
    mean->count += 1;
  }
  return shallow.count > 0 && deep.count > 0 &&
         shallow.sum / static_cast<double>(shallow.count) <
             deep.sum / static_cast<double>(deep.count);
}

}  // namespace cnx
