#include "app/shown_neurons.h"

#include <algorithm>
#include <cmath>

#include "render/style.h"

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

double value_of(const NeuronTable& neurons, std::uint32_t column, std::size_t neuron) {
  return neurons.columns()[column].kind == ColumnKind::Integer
             ? static_cast<double>(neurons.integers(column)[neuron])
             : neurons.reals(column)[neuron];
}

/// Which of the bins a finite value is in.
std::size_t bin_of(const RangeFacet& facet, double value) {
  const auto at = [&](double v) { return facet.log ? std::log(v) : v; };
  const double range = at(facet.column_max) - at(facet.column_min);
  const double share = range > 0 ? (at(value) - at(facet.column_min)) / range : 0;
  const auto bin = static_cast<std::size_t>(share * static_cast<double>(kHistogramBins));
  return std::min(bin, kHistogramBins - 1);
}

RangeFacet range_facet(const NeuronTable& neurons, std::uint32_t column, bool log) {
  RangeFacet facet;
  facet.column = column;
  bool any = false;
  for (std::size_t i = 0; i < neurons.neuron_count(); ++i) {
    const double v = value_of(neurons, column, i);
    if (!std::isfinite(v)) continue;
    facet.column_min = any ? std::min(facet.column_min, v) : v;
    facet.column_max = any ? std::max(facet.column_max, v) : v;
    any = true;
  }
  facet.log = log && facet.column_min > 0;
  facet.histogram.assign(kHistogramBins, 0);
  for (std::size_t i = 0; i < neurons.neuron_count(); ++i) {
    const double v = value_of(neurons, column, i);
    if (std::isfinite(v)) facet.histogram[bin_of(facet, v)] += 1;
  }
  return facet;
}

}  // namespace

bool ShownNeurons::update(const NeuronTable& neurons, const ViewState& view, bool dark,
                          std::span<const DerivedColumn> derived, std::uint32_t derived_version,
                          std::uint32_t neurons_version, const NeuronMask* query,
                          std::uint32_t query_version, const ViewSlabs& slabs) {
  if (query != nullptr && query->empty()) query = nullptr;
  const bool columns_changed = first_ || neurons_version != neurons_version_;
  const bool filters_changed = columns_changed || view.log_columns != log_columns_ ||
                               view.category_filters != category_filters_ ||
                               view.range_filters != range_filters_ ||
                               query_version != query_version_ || slabs != slabs_;
  const bool colors_changed = columns_changed || view.color_by != color_by_ || dark != dark_ ||
                              derived_version != derived_version_;
  const bool log_changed = view.log_columns != log_columns_;
  const bool selection_changed = view.selection != selection_;
  if (!filters_changed && !colors_changed && !log_changed && !selection_changed) return false;
  first_ = false;
  neurons_version_ = neurons_version;
  query_version_ = query_version;
  category_filters_ = view.category_filters;
  range_filters_ = view.range_filters;
  slabs_ = slabs;
  color_by_ = view.color_by;
  dark_ = dark;
  derived_version_ = derived_version;
  log_columns_ = view.log_columns;
  selection_ = view.selection;

  if (columns_changed || log_changed) update_range_facets(neurons, view);
  if (columns_changed || log_changed || selection_changed) {
    for (RangeFacet& facet : range_facets_) {
      facet.selected.assign(selection_.empty() ? 0 : kHistogramBins, 0);
      for (const NeuronIndex i : selection_.neurons(neurons.neuron_count())) {
        const double v = value_of(neurons, facet.column, i);
        if (std::isfinite(v)) facet.selected[bin_of(facet, v)] += 1;
      }
    }
  }
  if (filters_changed) {
    NeuronMask inside;  // the query and the slabs together: what no column says
    if (slabs_ != ViewSlabs{} && !neurons.positions_um().empty()) {
      inside = slab_mask(neurons.positions_um(), slabs_);
      for (std::size_t i = 0; query != nullptr && i < inside.size(); ++i) inside[i] &= (*query)[i];
    }
    const NeuronMask* const also = inside.empty() ? query : &inside;
    update_filters(neurons, view, also);
    update_facets(neurons, also);
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

void ShownNeurons::update_range_facets(const NeuronTable& neurons, const ViewState& view) {
  range_facets_.clear();
  for (std::uint32_t i = 0; i < neurons.columns().size(); ++i) {
    const Column& column = neurons.columns()[i];
    const bool is_name =
        column.role == ColumnRole::NeuronId || column.role == ColumnRole::SourceRow;
    if (column.kind == ColumnKind::Category || is_name || !neurons.has(i)) continue;
    const bool log = std::find(view.log_columns.begin(), view.log_columns.end(), column.name) !=
                     view.log_columns.end();
    range_facets_.push_back(range_facet(neurons, i, log));
  }
}

NeuronMask ShownNeurons::in_bars(const NeuronTable& neurons, std::uint32_t column,
                                 std::uint32_t first, std::uint32_t last) const {
  NeuronMask mask(neurons.neuron_count(), 0);
  for (const RangeFacet& facet : range_facets_) {
    if (facet.column != column) continue;
    for (std::size_t i = 0; i < mask.size(); ++i) {
      const double v = value_of(neurons, column, i);
      if (!std::isfinite(v)) continue;
      const std::size_t bin = bin_of(facet, v);
      mask[i] = bin >= first && bin <= last ? 1 : 0;
    }
  }
  return mask;
}

void ShownNeurons::update_filters(const NeuronTable& neurons, const ViewState& view,
                                  const NeuronMask* also) {
  resolved_ = resolve_filters(neurons, view);
  mask_ = neuron_mask(neurons, filters());
  if (also != nullptr) {
    for (std::size_t i = 0; i < mask_.size(); ++i) mask_[i] &= (*also)[i];
  }
  count_ = count_shown(mask_);
  for (RangeFacet& facet : range_facets_) {
    facet.min = facet.column_min;
    facet.max = facet.column_max;
    for (const ColumnFilter& filter : filters()) {
      if (filter.column != facet.column) continue;
      // A query like  depth <= 300  leaves one end open.
      facet.min = std::max(filter.min, std::min(facet.column_min, filter.max));
      facet.max = std::min(filter.max, std::max(facet.column_max, filter.min));
    }
  }
}

void ShownNeurons::update_facets(const NeuronTable& neurons, const NeuronMask* also) {
  facets_.clear();
  for (std::uint32_t i = 0; i < neurons.columns().size(); ++i) {
    const Column& column = neurons.columns()[i];
    if (column.kind != ColumnKind::Category || !neurons.has(i)) continue;
    Facet facet;
    facet.column = i;
    facet.counts = facet_counts(neurons, filters(), i, also);
    facet.shown.assign(column.categories.size(), 1);
    for (const ColumnFilter& filter : filters()) {
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
