#pragma once
// resolve_filters.h — the filters that a link names → filters on the columns that are here.

#include <string>
#include <vector>

#include "dataset/neuron_mask.h"
#include "dataset/neuron_table.h"
#include "view/view_state.h"

namespace cnx {

struct ResolvedFilters {
  std::vector<ColumnFilter> filters;  // category filters, then ranges, in the order of the state
  // The same, as a view names them: without what was left out.
  std::vector<CategoryFilter> category_filters;
  std::vector<RangeFilter> range_filters;
  std::vector<std::string> notes;  // sentences for people, at most kMaxViewNotes

  bool operator==(const ResolvedFilters&) const = default;
};

/// What this dataset does not have is left out with a note: a column that is unknown or of
/// another kind, and category names that the column does not have. A filter of which no name is
/// left shows everything; one that named none from the start hides every neuron.
/// O(categories log categories + names) for each filter.
ResolvedFilters resolve_filters(const NeuronTable& table, const ViewState& state);

}  // namespace cnx
