#include "app/derived_columns.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace cnx {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMaxSetMixtures = 100;  // categories of the column of sets

DerivedColumn distances(const NeuronTable& neurons, NeuronIndex selected) {
  DerivedColumn column{kDistanceColumn, "Distance between the two somas, in µm.", {}, {}};
  const auto um = neurons.positions_um();
  for (std::size_t i = 0; i < neurons.neuron_count(); ++i) {
    double square = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double step = static_cast<double>(um[i * 3 + axis]) -
                          static_cast<double>(um[std::size_t{selected} * 3 + axis]);
      square += step * step;
    }
    column.values.push_back(std::sqrt(square));
  }
  return column;
}

DerivedColumn degrees_column(const char* name, const char* definition,
                             const std::vector<std::uint32_t>& degrees) {
  return {name, definition, {degrees.begin(), degrees.end()}, {}};
}

/// "A", "B", "A and B", … : the mixtures that occur, in the order in which they are met.
DerivedColumn memberships(const NeuronTable& neurons, const std::vector<NamedSet>& sets) {
  DerivedColumn column{kSetsColumn, "The named sets that a neuron is in.", {}, {}};
  const std::uint32_t n = neurons.neuron_count();
  std::vector<std::string> names(n);
  for (const NamedSet& set : sets) {
    for (const NeuronIndex neuron : set.neurons.neurons(n)) {
      names[neuron] += (names[neuron].empty() ? "" : " and ") + set.name;
    }
  }
  for (std::uint32_t i = 0; i < n; ++i) {
    if (names[i].empty()) {
      column.values.push_back(kNone);
      continue;
    }
    auto found = std::find(column.categories.begin(), column.categories.end(), names[i]);
    if (found == column.categories.end() && column.categories.size() < kMaxSetMixtures) {
      column.categories.push_back(names[i]);
      found = column.categories.end() - 1;
    }
    column.values.push_back(found == column.categories.end()
                                ? kNone
                                : static_cast<double>(found - column.categories.begin()));
  }
  if (column.categories.empty()) column.categories.push_back("no set has a neuron");
  return column;
}

}  // namespace

void DerivedColumns::set(DerivedColumn column) {
  const auto found = std::find_if(columns_.begin(), columns_.end(),
                                  [&](const DerivedColumn& d) { return d.name == column.name; });
  if (found != columns_.end()) {
    if (*found == column) return;
    *found = std::move(column);
  } else {
    columns_.push_back(std::move(column));
  }
  version_ += 1;
}

void DerivedColumns::remove(std::string_view name) {
  version_ += static_cast<std::uint32_t>(
      std::erase_if(columns_, [&](const DerivedColumn& d) { return d.name == name; }));
}

void DerivedColumns::take(ColumnSource source, const StatisticColumns& columns) {
  Taken& taken = taken_[static_cast<std::size_t>(source)];
  if (taken.version == columns.version) return;
  taken.version = columns.version;
  for (const std::string& name : std::exchange(taken.names, {})) remove(name);
  for (const DerivedColumn& column : columns.columns) {
    taken.names.push_back(column.name);
    set(column);
  }
}

void DerivedColumns::update(const NeuronTable& neurons, const Manifest& manifest,
                            const ViewState& view, std::optional<NeuronIndex> selected,
                            const Degrees* degrees, std::uint32_t answers_version) {
  const bool exact = manifest.layout == Layout::Soma && neurons.positions_exact();
  if (selected != selected_ || exact != positions_exact_) {
    selected_ = selected;
    positions_exact_ = exact;
    if (exact && selected) {
      set(distances(neurons, *selected));
    } else {
      remove(kDistanceColumn);
    }
  }
  if (view.sets != sets_) {
    sets_ = view.sets;
    if (sets_.empty()) {
      remove(kSetsColumn);
    } else {
      set(memberships(neurons, sets_));
    }
  }
  if (degrees != nullptr && degrees->complete && answers_version != answers_version_) {
    answers_version_ = answers_version;
    set(degrees_column(kInDegreeColumn, "How many neurons it has inputs from, itself left out.",
                       degrees->in));
    set(degrees_column(kOutDegreeColumn, "How many neurons it has outputs to, itself left out.",
                       degrees->out));
  }
}

}  // namespace cnx
