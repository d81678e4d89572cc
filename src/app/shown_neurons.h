#pragma once
// shown_neurons.h — what follows from the filters and the colouring: mask, counts, facets,
// colours, the style byte of every neuron. Recomputed only when an input changed.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "app/neuron_colors.h"
#include "app/view_slabs.h"
#include "dataset/neuron_mask.h"
#include "query/query_facets.h"
#include "report/resolve_filters.h"
#include "ui/frame_model.h"
#include "view/view_state.h"

namespace cnx {

class ShownNeurons {
 public:
  /// Brings everything up to date with `view` and the columns that have arrived
  /// (`neurons_version` counts arrivals). True when anything changed.
  /// `derived`: what neurons can be colored by besides, and a count of its changes. `query`, when
  /// it is there and not empty, hides more neurons; `query_version` changes with it. `slabs` hide
  /// what lies outside.
  bool update(const NeuronTable& neurons, const ViewState& view, bool dark,
              std::span<const DerivedColumn> derived, std::uint32_t derived_version,
              std::uint32_t neurons_version, const NeuronMask* query = nullptr,
              std::uint32_t query_version = 0, const ViewSlabs& slabs = {});

  const NeuronMask& mask() const { return mask_; }
  /// The filters in force, on columns of the dataset.
  const std::vector<ColumnFilter>& filters() const { return resolved_.filters; }
  /// The same, as a view names them, and `query` beside them.
  SplitQuery in_force(const std::string& query) const {
    return {resolved_.category_filters, resolved_.range_filters, query};
  }
  std::uint32_t count() const { return count_; }
  const std::vector<Facet>& facets() const { return facets_; }
  const std::vector<RangeFacet>& range_facets() const { return range_facets_; }
  /// [neuron_count] 1: its number is in one of the bars `first` to `last` of that column's facet.
  /// All 0 where the column has no facet. O(neurons).
  NeuronMask in_bars(const NeuronTable& neurons, std::uint32_t column, std::uint32_t first,
                     std::uint32_t last) const;
  const ColorLegend& legend() const { return colors_.legend; }
  const StylePalette& palette() const { return colors_.palette; }
  /// [neuron_count]; changes with styles_version().
  const std::vector<std::uint8_t>& styles() const { return styles_; }
  std::uint32_t styles_version() const { return styles_version_; }
  std::uint32_t mask_version() const { return mask_version_; }
  /// What the filters name that the dataset does not have; sentences for people.
  const std::vector<std::string>& notes() const { return resolved_.notes; }

 private:
  void update_filters(const NeuronTable& neurons, const ViewState& view, const NeuronMask* also);
  void update_range_facets(const NeuronTable& neurons, const ViewState& view);
  void update_facets(const NeuronTable& neurons, const NeuronMask* also);

  bool first_ = true;
  std::vector<CategoryFilter> category_filters_;
  std::vector<RangeFilter> range_filters_;
  std::string color_by_;
  std::vector<std::string> log_columns_;
  NeuronSet selection_;
  ViewSlabs slabs_ = {};
  bool dark_ = true;
  std::uint32_t neurons_version_ = 0, derived_version_ = 0, query_version_ = 0;

  ResolvedFilters resolved_;
  NeuronMask mask_;
  std::uint32_t count_ = 0;
  std::vector<Facet> facets_;
  std::vector<RangeFacet> range_facets_;
  NeuronColors colors_;
  std::vector<std::uint8_t> styles_;
  std::uint32_t styles_version_ = 0, mask_version_ = 0;
};

}  // namespace cnx
