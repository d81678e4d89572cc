#include "app/shown_neurons.h"

#include <algorithm>
#include <cmath>

#include "render/style.h"
#include "report/resolve_filters.h"

namespace cnx {
namespace {

constexpr std::size_t kHistogramBins = 32;

// Facets first that everyone looks for; then the others as the dataset has them.
int facet_rank(ColumnRole role) {
  switch (role) {
    case ColumnRole::CellClass: return 0;
    case ColumnRole::Region: return 1;
    case ColumnRole::AxonStatus: return 2;
    case ColumnRole::DendriteStatus: return 3;
    default: return 4;
  }
}

RangeFacet range_facet(const NeuronTable& neurons, std::uint32_t column) {
  RangeFacet facet;
  facet.column = column;
  const auto value = [&](std::size_t i) {
    return neurons.columns()[column].kind == ColumnKind::Integer
               ? static_cast<double>(neurons.integers(column)[i])
               : neurons.reals(column)[i];
  };
  bool any = false;
  for (std::size_t i = 0; i < neurons.neuron_count(); ++i) {
    const double v = value(i);
    if (!std::isfinite(v)) continue;
    facet.column_min = any ? std::min(facet.column_min, v) : v;
    facet.column_max = any ? std::max(facet.column_max, v) : v;
    any = true;
  }
  facet.histogram.assign(kHistogramBins, 0);
  const double range = facet.column_max - facet.column_min;
  for (std::size_t i = 0; i < neurons.neuron_count(); ++i) {
    const double v = value(i);
    if (!std::isfinite(v)) continue;
    const double share = range > 0 ? (v - facet.column_min) / range : 0;
    const auto bin = static_cast<std::size_t>(share * static_cast<double>(kHistogramBins));
    facet.histogram[std::min(bin, kHistogramBins - 1)] += 1;
  }
  return facet;
}

}  // namespace

bool ShownNeurons::update(const NeuronTable& neurons, const ViewState& view, bool dark,
                          std::span<const DerivedColumn> derived, std::uint32_t derived_version,
                          std::uint32_t neurons_version) {
  const bool columns_changed = first_ || neurons_version != neurons_version_;
  const bool filters_changed = columns_changed || view.category_filters != category_filters_ ||
                               view.range_filters != range_filters_;
  const bool colors_changed = columns_changed || view.color_by != color_by_ || dark != dark_ ||
                              derived_version != derived_version_;
  if (!filters_changed && !colors_changed) return false;
  first_ = false;
  neurons_version_ = neurons_version;
  category_filters_ = view.category_filters;
  range_filters_ = view.range_filters;
  color_by_ = view.color_by;
  dark_ = dark;
  derived_version_ = derived_version;

  if (columns_changed) {
    range_facets_.clear();
    for (std::uint32_t i = 0; i < neurons.columns().size(); ++i) {
      const Column& column = neurons.columns()[i];
      const bool is_name =
          column.role == ColumnRole::NeuronId || column.role == ColumnRole::SourceRow;
      if (column.kind != ColumnKind::Category && !is_name && neurons.has(i)) {
        range_facets_.push_back(range_facet(neurons, i));
      }
    }
  }
  if (filters_changed) {
    update_filters(neurons, view);
    update_facets(neurons);
    mask_version_ += 1;
  }
  if (colors_changed) {
    const auto column = neurons.find(std::string_view(color_by_));
    const auto other = std::find_if(derived.begin(), derived.end(), [&](const DerivedColumn& d) {
      return d.name == color_by_ && d.values.size() == neurons.neuron_count();
    });
    colors_ = !column && other != derived.end()
                  ? neuron_colors(*other, dark)
                  : neuron_colors(neurons, column.value_or(default_color_column(neurons)), dark);
  }
  styles_ = colors_.styles;
  for (std::size_t i = 0; i < styles_.size(); ++i) {
    if (mask_[i] == 0) styles_[i] = kHiddenStyle;
  }
  styles_version_ += 1;
  return true;
}

void ShownNeurons::update_filters(const NeuronTable& neurons, const ViewState& view) {
  ResolvedFilters resolved = resolve_filters(neurons, view);
  filters_ = std::move(resolved.filters);
  notes_ = std::move(resolved.notes);
  mask_ = neuron_mask(neurons, filters_);
  count_ = count_shown(mask_);
  for (RangeFacet& facet : range_facets_) {
    facet.min = facet.column_min;
    facet.max = facet.column_max;
    for (const ColumnFilter& filter : filters_) {
      if (filter.column != facet.column) continue;
      facet.min = filter.min;
      facet.max = filter.max;
    }
  }
}

void ShownNeurons::update_facets(const NeuronTable& neurons) {
  facets_.clear();
  for (std::uint32_t i = 0; i < neurons.columns().size(); ++i) {
    const Column& column = neurons.columns()[i];
    if (column.kind != ColumnKind::Category || !neurons.has(i)) continue;
    Facet facet;
    facet.column = i;
    facet.counts = facet_counts(neurons, filters_, i);
    facet.shown.assign(column.categories.size(), 1);
    for (const ColumnFilter& filter : filters_) {
      if (filter.column != i) continue;
      facet.shown.assign(column.categories.size(), 0);
      for (const std::uint16_t code : filter.shown_codes) facet.shown[code] = 1;
    }
    facets_.push_back(std::move(facet));
  }
  std::stable_sort(facets_.begin(), facets_.end(), [&](const Facet& a, const Facet& b) {
    return facet_rank(neurons.columns()[a.column].role) <
           facet_rank(neurons.columns()[b.column].role);
  });
}

}  // namespace cnx
