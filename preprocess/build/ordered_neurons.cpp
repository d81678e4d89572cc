#include "build/ordered_neurons.h"

#include <utility>
#include <variant>

#include "base/check.h"
#include "build/column_codings.h"
#include "build/neuron_order.h"
#include "build/soma_layout.h"
#include "format/tile_header.h"

namespace cnx {

std::array<std::span<const std::int64_t>, 3> OrderedNeurons::position_nm() const {
  std::array<std::span<const std::int64_t>, 3> spans;
  for (std::size_t c = 0; c < columns.columns.size(); ++c) {
    const ColumnRole role = columns.columns[c].role;
    const auto* values = std::get_if<IntegerValues>(&columns.values[c]);
    if (role == ColumnRole::PositionX) spans[0] = *values;
    if (role == ColumnRole::PositionY) spans[1] = *values;
    if (role == ColumnRole::PositionZ) spans[2] = *values;
  }
  return spans;
}

Result<OrderedNeurons> order_neurons(RawConnectome& raw) {
  if (raw.neuron_count == 0) {
    return Error{ErrorCode::Missing, "the vertex table has no rows: there is nothing to show"};
  }
  if (raw.neuron_count > kMaxNeurons) {
    return Error{ErrorCode::OutOfRange, std::to_string(raw.neuron_count) + " neurons; at most " +
                                            std::to_string(kMaxNeurons) + " can be tiled"};
  }
  for (const RawColumn& column : raw.columns) {
    CNX_CHECK(std::visit([](const auto& values) { return values.size(); }, column.values) ==
              raw.neuron_count);
  }
  OrderedNeurons ordered;
  ordered.neuron_count = raw.neuron_count;
  sort_known_categories(raw.columns);
  if (std::string note = check_neuron_ids(raw.columns); !note.empty()) {
    ordered.notes.push_back(std::move(note));
  }
  auto placed = lay_out_somas(raw);
  if (!placed.ok()) return placed.error();
  SomaLayout layout = std::move(placed).value();
  ordered.layout = layout.layout;
  ordered.notes.insert(ordered.notes.end(), layout.notes.begin(), layout.notes.end());
  ordered.soma_nm_of_row = layout.position_nm;
  ordered.row_of = rows_along_curve(ordered.places().soma_nm);
  ordered.index_of_row = inverse_permutation(ordered.row_of);
  add_generated_columns(raw.columns, layout);
  ordered.columns = reorder_columns(std::move(raw.columns), ordered.row_of);
  ordered.position_grid = choose_position_grid(ordered.position_nm());
  choose_codings(ordered.columns, group_columns(ordered.columns.columns), ordered.position_grid,
                 ordered.position_nm());
  return ordered;
}

}  // namespace cnx
