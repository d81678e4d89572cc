#include "report/neurons_csv.h"

#include <cmath>
#include <vector>

#include "report/numbers.h"
#include "report/to_csv.h"
#include "view/number_text.h"

namespace cnx {
namespace {

std::string real_text(double value) { return std::isfinite(value) ? number_text(value) : ""; }

}  // namespace

std::string neurons_csv(const NeuronTable& neurons, std::span<const NeuronIndex> members,
                        std::span<const DerivedColumn> derived,
                        std::span<const std::string> notes) {
  Table head;
  head.title = kNeuronsCsvTitle;
  std::vector<std::uint32_t> columns;
  std::string missing;
  for (std::uint32_t c = 0; c < neurons.columns().size(); ++c) {
    const std::string& name = neurons.columns()[c].name;
    if (neurons.has(c)) {
      columns.push_back(c);
      head.columns.push_back({name, false});
    } else {
      missing += (missing.empty() ? "" : ", ") + name;
    }
  }
  for (const DerivedColumn& column : derived) head.columns.push_back({column.name, false});
  head.caption = counted(members.size(), "neuron") +
                 (missing.empty() ? "" : "; not here yet, and so left out: " + missing);

  std::string csv = to_csv(head, notes);
  for (const NeuronIndex neuron : members) {
    std::size_t cells = 0;
    const auto put = [&](const std::string& text) {
      if (cells++ > 0) csv += ',';
      csv += csv_cell(text);
    };
    for (const std::uint32_t c : columns) {
      put(neurons.columns()[c].kind == ColumnKind::Real ? real_text(neurons.reals(c)[neuron])
                                                        : neurons.text(c, neuron));
    }
    for (const DerivedColumn& column : derived) {
      const double value = column.values[neuron];
      if (column.categories.empty() || !std::isfinite(value)) {
        put(real_text(value));
      } else {
        put(column.categories[static_cast<std::size_t>(value)]);
      }
    }
    csv += kCsvLineEnd;
  }
  return csv;
}

}  // namespace cnx
