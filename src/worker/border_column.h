#pragma once
// border_column.h — how far each soma lies from the side of the volume, as one more numeric column
// of the dataset: filters, queries, colors and lists have it like the others. Definition:
// docs/statistics.md, edge effect.

#include "dataset/neuron_table.h"
#include "format/manifest.h"

namespace cnx {

inline constexpr const char* kBorderColumn = "distance to the border (µm)";

/// Adds the column behind all others, as one that the tool made and no tile holds. Nothing happens
/// where somata have no places, or a column has that name.
void add_border_column(Manifest& manifest);

/// Puts its values in once the exact positions have all arrived; true when it did so now. Without
/// the column nothing happens. NaN where somata are 4 m apart. Precondition: `table` was made of a
/// manifest with add_border_column. O(neurons * log neurons).
bool fill_border_column(NeuronTable& table);

}  // namespace cnx
