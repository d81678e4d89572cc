#include "dataset/neuron_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <utility>

#include "base/check.h"

namespace cnx {

namespace {

constexpr std::array<ColumnRole, 3> kPositionRoles = {ColumnRole::PositionX, ColumnRole::PositionY,
                                                      ColumnRole::PositionZ};

ColumnValues make_values(ColumnKind kind, std::size_t rows) {
  switch (kind) {
    case ColumnKind::Category: return CategoryValues(rows);
    case ColumnKind::Integer: return IntegerValues(rows);
    case ColumnKind::Real: break;
  }
  return RealValues(rows);
}

std::size_t row_count(const ColumnValues& values) {
  return std::visit([](const auto& rows) { return rows.size(); }, values);
}

/// Copies all of `from` into `to`, beginning at row `first`; both hold the same kind.
void copy_rows(const ColumnValues& from, std::size_t first, ColumnValues& to) {
  CNX_CHECK(from.index() == to.index());
  std::visit(
      [&](auto& target) {
        using Rows = std::remove_reference_t<decltype(target)>;
        const auto& rows = *std::get_if<Rows>(&from);
        std::copy(rows.begin(), rows.end(), target.begin() + static_cast<std::ptrdiff_t>(first));
      },
      to);
}

/// The different ones, rising; empty where they are more than kMaxNumberGroups. O(n log groups).
std::vector<std::int64_t> few_of(std::span<const std::int64_t> numbers) {
  std::vector<std::int64_t> few;
  for (const std::int64_t number : numbers) {
    const auto at = std::lower_bound(few.begin(), few.end(), number);
    if (at != few.end() && *at == number) continue;
    if (few.size() == kMaxNumberGroups) return {};
    few.insert(at, number);
  }
  return few;
}

}  // namespace

NeuronTable::NeuronTable(const Manifest& manifest)
    : neuron_count_(manifest.neuron_count),
      columns_(manifest.columns),
      grid_(manifest.position_grid()) {
  values_.reserve(columns_.size());
  for (const Column& column : columns_) values_.push_back(make_values(column.kind, neuron_count_));
  few_values_.resize(columns_.size());
  rows_missing_.assign(columns_.size(), neuron_count_);
  rows_there_.assign(columns_.size(), std::vector<bool>(neuron_count_));
  for (std::size_t axis = 0; axis < 3; ++axis) {
    // Halves first: the sum of two extreme 64-bit numbers would not fit.
    center_nm_[axis] = static_cast<double>(manifest.min_nm[axis]) / 2 +
                       static_cast<double>(manifest.max_nm[axis]) / 2;
  }
  id_column_ = find(ColumnRole::NeuronId);
  if (!id_column_) id_column_ = find(ColumnRole::SourceRow);
}

void NeuronTable::set_rows(NeuronIndex first, std::span<const std::uint32_t> column_indices,
                           std::vector<ColumnValues> values) {
  CNX_CHECK(column_indices.size() == values.size());
  bool positions_changed = false, ids_changed = false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint32_t column = column_indices[i];
    CNX_CHECK(column < columns_.size());
    const std::size_t rows = row_count(values[i]);
    CNX_CHECK(first <= neuron_count_ && rows <= neuron_count_ - first);
    copy_rows(values[i], first, values_[column]);

    std::vector<bool>& there = rows_there_[column];
    for (std::size_t row = first; row < first + rows && rows_missing_[column] > 0; ++row) {
      if (there[row]) continue;
      there[row] = true;
      --rows_missing_[column];
    }
    if (rows_missing_[column] > 0) continue;
    if (!there.empty() && columns_[column].kind == ColumnKind::Integer) {
      few_values_[column] = few_of(integers(column));
    }
    there = {};
    const ColumnRole role = columns_[column].role;
    positions_changed |=
        std::find(kPositionRoles.begin(), kPositionRoles.end(), role) != kPositionRoles.end();
    ids_changed |= column == id_column_;
  }
  if (positions_changed) build_positions();
  if (ids_changed) build_ids();
}

void NeuronTable::set_tile(NeuronIndex first, const TileFamily& family, NeuronColumns rows) {
  if (family.position != PositionPart::None && !positions_exact()) {
    Part& target = part(family.position);
    if (target.there.empty()) {
      target.there.resize(neuron_count_);
      target.missing = neuron_count_;
      for (auto& axis : target.numbers) axis.resize(neuron_count_);
    }
    const std::size_t count = rows.position[0].size();
    CNX_CHECK(first <= neuron_count_ && count <= neuron_count_ - first);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      std::copy(rows.position[axis].begin(), rows.position[axis].end(),
                target.numbers[axis].begin() + static_cast<std::ptrdiff_t>(first));
    }
    for (std::size_t row = first; row < first + count; ++row) {
      if (!target.there[row]) --target.missing;
      target.there[row] = true;
    }
    if (target.complete()) build_from_parts();
  }
  set_rows(first, family.column_indices, std::move(rows.columns));
}

bool NeuronTable::positions_exact() const {
  return !positions_um_.empty() && position_error_um_ == 0;
}

void NeuronTable::build_from_parts() {
  const auto& [coarse, fine, exact] = parts_;
  if (!coarse.complete()) return;
  const bool with_fine = fine.complete(), with_exact = with_fine && exact.complete();
  if (with_exact) {
    std::vector<std::uint32_t> indices;
    std::vector<ColumnValues> values;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      IntegerValues nm(neuron_count_);
      for (std::size_t i = 0; i < neuron_count_; ++i) {
        nm[i] =
            grid_.nm(axis, coarse.numbers[axis][i], fine.numbers[axis][i], exact.numbers[axis][i]);
      }
      const auto column = find(kPositionRoles[axis]);
      CNX_CHECK(column.has_value());
      indices.push_back(*column);
      values.emplace_back(std::move(nm));
    }
    parts_ = {};
    set_rows(0, indices, std::move(values));
    return;
  }

  position_error_um_ = 0;
  positions_um_.resize(std::size_t{neuron_count_} * 3);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double side_nm = static_cast<double>(grid_.cell_voxels[axis]) *
                           static_cast<double>(grid_.step_nm[axis]) *
                           (with_fine ? 1 : kCoarseCells);
    position_error_um_ = std::max(position_error_um_, side_nm / 2000);
    for (std::size_t i = 0; i < neuron_count_; ++i) {
      const std::uint32_t* fine_number = with_fine ? &fine.numbers[axis][i] : nullptr;
      const double nm = grid_.center_nm(axis, coarse.numbers[axis][i], fine_number, nullptr);
      positions_um_[3 * i + axis] = static_cast<float>((nm - center_nm_[axis]) / 1000);
    }
  }
}

void NeuronTable::build_positions() {
  std::array<std::span<const std::int64_t>, 3> axes;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto column = find(kPositionRoles[axis]);
    if (!column || !has(*column)) return;
    axes[axis] = integers(*column);
  }
  position_error_um_ = 0;
  positions_um_.resize(std::size_t{neuron_count_} * 3);
  for (std::size_t i = 0; i < neuron_count_; ++i) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double from_center_nm = static_cast<double>(axes[axis][i]) - center_nm_[axis];
      positions_um_[3 * i + axis] = static_cast<float>(from_center_nm / 1000);
    }
  }
}

void NeuronTable::build_ids() {
  const auto ids = integers(*id_column_);
  by_id_.resize(neuron_count_);
  std::iota(by_id_.begin(), by_id_.end(), NeuronIndex{0});
  std::sort(by_id_.begin(), by_id_.end(), [&](NeuronIndex a, NeuronIndex b) {
    return ids[a] != ids[b] ? ids[a] < ids[b] : a < b;
  });
}

std::optional<std::uint32_t> NeuronTable::find(ColumnRole role) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].role == role) return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

std::optional<std::uint32_t> NeuronTable::find(std::string_view name) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].name == name) return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

std::span<const std::uint16_t> NeuronTable::codes(std::uint32_t column) const {
  CNX_CHECK(column < columns_.size() && columns_[column].kind == ColumnKind::Category);
  return *std::get_if<CategoryValues>(&values_[column]);
}

std::span<const std::int64_t> NeuronTable::integers(std::uint32_t column) const {
  CNX_CHECK(column < columns_.size() && columns_[column].kind == ColumnKind::Integer);
  return *std::get_if<IntegerValues>(&values_[column]);
}

std::span<const std::int64_t> NeuronTable::few_values(std::uint32_t column) const {
  CNX_CHECK(column < columns_.size() && columns_[column].kind == ColumnKind::Integer);
  return few_values_[column];
}

std::span<const double> NeuronTable::reals(std::uint32_t column) const {
  CNX_CHECK(column < columns_.size() && columns_[column].kind == ColumnKind::Real);
  return *std::get_if<RealValues>(&values_[column]);
}

bool NeuronTable::has_ids() const { return id_column_ && has(*id_column_); }

NeuronId NeuronTable::id(NeuronIndex neuron) const {
  CNX_CHECK(has_ids() && neuron < neuron_count_);
  return NeuronId{integers(*id_column_)[neuron]};
}

std::optional<NeuronIndex> NeuronTable::find_id(NeuronId id) const {
  CNX_CHECK(has_ids());
  const auto ids = integers(*id_column_);
  const auto wanted = static_cast<std::int64_t>(id);
  const auto at = std::lower_bound(by_id_.begin(), by_id_.end(), wanted,
                                   [&](NeuronIndex a, std::int64_t b) { return ids[a] < b; });
  if (at == by_id_.end() || ids[*at] != wanted) return std::nullopt;
  return *at;
}

std::string NeuronTable::text(std::uint32_t column, NeuronIndex neuron) const {
  CNX_CHECK(column < columns_.size() && neuron < neuron_count_);
  if (!has(column)) return "…";
  switch (columns_[column].kind) {
    case ColumnKind::Category: return columns_[column].categories[codes(column)[neuron]];
    case ColumnKind::Integer: return std::to_string(integers(column)[neuron]);
    case ColumnKind::Real: break;
  }
  const double value = reals(column)[neuron];
  if (std::isnan(value)) return "–";
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.6g", value);
  return buffer.data();
}

}  // namespace cnx
