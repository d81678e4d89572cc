#include "dataset/neuron_mask.h"

#include <cmath>
#include <span>

#include "base/check.h"

namespace cnx {

namespace {

/// Clears the mask where `passes(value)` is false.
template <typename Value, typename Passes>
void keep(NeuronMask& mask, std::span<const Value> values, Passes passes) {
  for (std::size_t i = 0; i < mask.size(); ++i) {
    mask[i] = static_cast<std::uint8_t>(mask[i] & (passes(values[i]) ? 1 : 0));
  }
}

/// min <= value <= max without rounding: a double cannot tell 64-bit ids apart, so the bounds
/// become whole numbers instead.
void keep_integers(NeuronMask& mask, std::span<const std::int64_t> values, double min, double max) {
  constexpr double kTwo63 = 9223372036854775808.0;
  const double low = std::ceil(min), high = std::floor(max);
  if (!(low < kTwo63) || !(high >= -kTwo63)) {  // above or below every value, or NaN
    return keep(mask, values, [](std::int64_t) { return false; });
  }
  const std::int64_t first = low <= -kTwo63 ? INT64_MIN : static_cast<std::int64_t>(low);
  const std::int64_t last = high >= kTwo63 ? INT64_MAX : static_cast<std::int64_t>(high);
  keep(mask, values, [&](std::int64_t value) { return first <= value && value <= last; });
}

void apply_filter(NeuronMask& mask, const NeuronTable& table, const ColumnFilter& filter) {
  CNX_CHECK(filter.column < table.columns().size());
  if (!table.has(filter.column)) return;
  const Column& column = table.columns()[filter.column];
  switch (column.kind) {
    case ColumnKind::Category: {
      std::vector<std::uint8_t> shown(column.categories.size());
      for (const std::uint16_t code : filter.shown_codes) {
        if (code < shown.size()) shown[code] = 1;
      }
      return keep(mask, table.codes(filter.column),
                  [&](std::uint16_t code) { return shown[code] != 0; });
    }
    case ColumnKind::Integer:
      return keep_integers(mask, table.integers(filter.column), filter.min, filter.max);
    case ColumnKind::Real:
      return keep(mask, table.reals(filter.column),
                  [&](double value) { return filter.min <= value && value <= filter.max; });
  }
}

}  // namespace

NeuronMask neuron_mask(const NeuronTable& table, const std::vector<ColumnFilter>& filters) {
  NeuronMask mask(table.neuron_count(), 1);
  for (const ColumnFilter& filter : filters) apply_filter(mask, table, filter);
  return mask;
}

std::uint32_t count_shown(const NeuronMask& mask) {
  std::uint32_t count = 0;
  for (const std::uint8_t passes : mask) count += passes;
  return count;
}

FacetCounts facet_counts(const NeuronTable& table, const std::vector<ColumnFilter>& filters,
                         std::uint32_t column, const NeuronMask* also) {
  CNX_CHECK(column < table.columns().size());
  CNX_CHECK(table.columns()[column].kind == ColumnKind::Category);
  CNX_CHECK(also == nullptr || also->size() == table.neuron_count());
  FacetCounts counts;
  counts.before.resize(table.columns()[column].categories.size());
  counts.after.resize(counts.before.size());
  if (!table.has(column)) return counts;

  std::vector<ColumnFilter> others = filters;
  std::erase_if(others, [&](const ColumnFilter& filter) { return filter.column == column; });
  const NeuronMask mask = neuron_mask(table, others);
  const auto codes = table.codes(column);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    counts.before[codes[i]] += 1;
    counts.after[codes[i]] += mask[i] & (also == nullptr ? 1u : (*also)[i]);
  }
  return counts;
}

}  // namespace cnx
