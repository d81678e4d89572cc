#include "build/soma_layout.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>
#include <queue>
#include <utility>

#include "base/check.h"

namespace cnx {

namespace {

using Numbers = std::vector<double>;  // NaN = missing

/// Sites of a sunflower spiral (Vogel 1979) that are at least kSomaSpacingNm apart, from the
/// center outward. The closest two are sites 0 and 3, at 1.546 times the scale.
constexpr double kSpiralScaleNm = kSomaSpacingNm / 1.5;

std::array<double, 2> spiral_site(std::uint64_t site) {
  const double radius = kSpiralScaleNm * std::sqrt(static_cast<double>(site) + 0.5);
  const double golden_angle = std::numbers::pi * (3 - std::sqrt(5.0));
  const double angle = golden_angle * static_cast<double>(site);
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

double spiral_radius(std::uint64_t sites) {
  return kSpiralScaleNm * std::sqrt(static_cast<double>(sites)) + kSomaSpacingNm / 2;
}

std::int64_t whole_nm(double value) { return std::llround(value); }

std::string neurons_text(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " neuron" : " neurons");
}

/// The column's numbers times `unit`; nothing for a column of names.
std::optional<Numbers> numbers_of(const RawColumn& column, double unit) {
  Numbers numbers;
  if (const auto* integers = std::get_if<IntegerValues>(&column.values)) {
    numbers.reserve(integers->size());
    for (const std::int64_t value : *integers) {
      numbers.push_back(static_cast<double>(value) * unit);
    }
    return numbers;
  }
  if (const auto* reals = std::get_if<RealValues>(&column.values)) {
    numbers.reserve(reals->size());
    for (const double value : *reals) {
      numbers.push_back(std::isfinite(value) ? value * unit : std::nan(""));
    }
    return numbers;
  }
  return std::nullopt;
}

const RawColumn* column_with(const RawConnectome& connectome, ColumnRole role) {
  for (const RawColumn& column : connectome.columns) {
    if (column.column.role == role) return &column;
  }
  return nullptr;
}

/// Puts the rows that have no position in a disc beyond the others' largest x.
void place_missing(std::array<IntegerValues, 3>& position_nm,
                   const std::vector<std::uint32_t>& missing) {
  if (missing.empty()) return;
  std::vector<bool> is_missing(position_nm[0].size());
  for (const std::uint32_t row : missing) is_missing[row] = true;

  std::array<std::int64_t, 3> low{}, high{};
  bool any = false;
  for (std::size_t row = 0; row < is_missing.size(); ++row) {
    if (is_missing[row]) continue;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::int64_t value = position_nm[axis][row];
      low[axis] = any ? std::min(low[axis], value) : value;
      high[axis] = any ? std::max(high[axis], value) : value;
    }
    any = true;
  }
  const double gap = 2 * kSomaSpacingNm + 0.05 * static_cast<double>(high[0] - low[0]);
  const std::int64_t x = high[0] + whole_nm(gap + spiral_radius(missing.size()));
  const std::int64_t y = low[1] + (high[1] - low[1]) / 2, z = low[2] + (high[2] - low[2]) / 2;
  for (std::size_t i = 0; i < missing.size(); ++i) {
    const auto site = spiral_site(i);
    position_nm[0][missing[i]] = x + whole_nm(site[0]);
    position_nm[1][missing[i]] = y + whole_nm(site[1]);
    position_nm[2][missing[i]] = z;
  }
}

/// The input's three coordinates; nothing when it has not got them for any neuron.
Result<std::optional<SomaLayout>> from_coordinates(const RawConnectome& connectome) {
  const std::array<const RawColumn*, 3> columns = {column_with(connectome, ColumnRole::PositionX),
                                                   column_with(connectome, ColumnRole::PositionY),
                                                   column_with(connectome, ColumnRole::PositionZ)};
  std::array<Numbers, 3> numbers;
  bool exact =
      connectome.position_unit_nm == 1 && connectome.axis_scale == std::array{1.0, 1.0, 1.0};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (columns[axis] == nullptr) return std::optional<SomaLayout>{};
    auto found =
        numbers_of(*columns[axis], connectome.position_unit_nm * connectome.axis_scale[axis]);
    if (!found) return std::optional<SomaLayout>{};
    numbers[axis] = std::move(*found);
    exact = exact && columns[axis]->column.kind == ColumnKind::Integer;
  }

  SomaLayout layout;
  layout.same_as_columns = exact;
  std::vector<std::uint32_t> missing;
  for (auto& values : layout.position_nm) values.resize(connectome.neuron_count);
  for (std::uint32_t row = 0; row < connectome.neuron_count; ++row) {
    if (std::isnan(numbers[0][row]) || std::isnan(numbers[1][row]) || std::isnan(numbers[2][row])) {
      missing.push_back(row);
      continue;
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if (std::abs(numbers[axis][row]) > static_cast<double>(kMaxPositionNm)) {
        return Error{ErrorCode::OutOfRange,
                     "column \"" + columns[axis]->column.name + "\", row " + std::to_string(row) +
                         ": a soma position of more than a kilometer; check the column's unit"};
      }
      // Below 2^40 a double holds every whole number, so exact columns stay exact.
      layout.position_nm[axis][row] = whole_nm(numbers[axis][row]);
    }
  }
  if (missing.size() == connectome.neuron_count) return std::optional<SomaLayout>{};
  if (!missing.empty()) {
    place_missing(layout.position_nm, missing);
    layout.notes.push_back(neurons_text(missing.size()) +
                           " without a soma position in the input: in this picture they stand in a "
                           "disc beside the others, at made-up positions");
  }
  return std::optional<SomaLayout>{std::move(layout)};
}

/// Along x by the column's value; y and z from a spiral, so that somas do not overlap.
std::optional<SomaLayout> from_line(const RawConnectome& connectome) {
  if (!connectome.line_position_column) return std::nullopt;
  const RawColumn& column = connectome.columns[*connectome.line_position_column];
  const auto numbers = numbers_of(column, 1);
  if (!numbers) return std::nullopt;

  std::vector<std::uint32_t> along, missing;
  for (std::uint32_t row = 0; row < connectome.neuron_count; ++row) {
    (std::isnan((*numbers)[row]) ? missing : along).push_back(row);
  }
  if (along.empty()) return std::nullopt;
  std::stable_sort(along.begin(), along.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return (*numbers)[a] < (*numbers)[b]; });

  // A rod eight times as long as it is thick, with room for four times the neurons.
  const double volume = 4 * static_cast<double>(along.size()) * std::pow(kSomaSpacingNm, 3);
  const double length = 16 * std::cbrt(volume / (16 * std::numbers::pi));
  const double low = (*numbers)[along.front()], high = (*numbers)[along.back()];
  // Halved first: high - low may overflow a double.
  const double half_range = high / 2 - low / 2;

  SomaLayout layout;
  layout.layout = Layout::Line;
  for (auto& values : layout.position_nm) values.resize(connectome.neuron_count);

  // Neurons within one spacing along x stand on different sites of the spiral.
  std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> free_sites;
  std::deque<std::pair<double, std::uint64_t>> near;
  std::uint64_t sites = 0;
  for (const std::uint32_t row : along) {
    const double share = half_range > 0 ? ((*numbers)[row] / 2 - low / 2) / half_range : 0;
    const double x = length * share;
    while (!near.empty() && x - near.front().first >= kSomaSpacingNm) {
      free_sites.push(near.front().second);
      near.pop_front();
    }
    std::uint64_t site = sites;
    if (free_sites.empty()) {
      ++sites;
    } else {
      site = free_sites.top();
      free_sites.pop();
    }
    near.emplace_back(x, site);
    const auto [y, z] = spiral_site(site);
    layout.position_nm[0][row] = whole_nm(x);
    layout.position_nm[1][row] = whole_nm(y);
    layout.position_nm[2][row] = whole_nm(z);
  }
  place_missing(layout.position_nm, missing);

  std::string note = "positions in this picture are made up: the input has one coordinate, \"" +
                     column.column.name +
                     "\"; it runs along x, scaled, and y and z only keep somas apart";
  if (!missing.empty()) {
    note += "; " + neurons_text(missing.size()) + " without it stand in a disc at the end";
  }
  layout.notes.push_back(std::move(note));
  return layout;
}

/// One disc for each cell class, in the order of the classes, in lines like words on a page.
SomaLayout from_groups(const RawConnectome& connectome) {
  const RawColumn* cell_class = column_with(connectome, ColumnRole::CellClass);
  const auto* codes =
      cell_class != nullptr ? std::get_if<CategoryValues>(&cell_class->values) : nullptr;
  std::vector<std::vector<std::uint32_t>> groups(
      codes != nullptr ? cell_class->column.categories.size() : 1);
  for (std::uint32_t row = 0; row < connectome.neuron_count; ++row) {
    groups[codes != nullptr ? (*codes)[row] : 0].push_back(row);
  }
  std::erase_if(groups, [](const auto& rows) { return rows.empty(); });

  const double gap = 3 * kSomaSpacingNm;
  double area = 0;
  for (const auto& rows : groups) area += std::pow(2 * spiral_radius(rows.size()) + gap, 2);
  const double line_width = 1.2 * std::sqrt(area);

  SomaLayout layout;
  layout.layout = Layout::Group;
  for (auto& values : layout.position_nm) values.resize(connectome.neuron_count);
  double left = 0, top = 0, line_height = 0;
  for (const auto& rows : groups) {
    const double radius = spiral_radius(rows.size()), width = 2 * radius + gap;
    if (left > 0 && left + width > line_width) {
      top += line_height;
      left = line_height = 0;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto [x, y] = spiral_site(i);
      layout.position_nm[0][rows[i]] = whole_nm(left + radius + x);
      layout.position_nm[1][rows[i]] = whole_nm(top + radius + y);
    }
    left += width;
    line_height = std::max(line_height, width);
  }
  layout.notes.push_back(
      codes != nullptr
          ? "positions in this picture are made up: the input has no soma positions, so the "
            "neurons "
            "of each value of \"" +
                cell_class->column.name + "\" stand in a disc of their own"
          : std::string(
                "positions in this picture are made up: the input has no soma positions and "
                "no cell classes, so all neurons stand in one disc"));
  return layout;
}

}  // namespace

Result<SomaLayout> lay_out_somas(const RawConnectome& connectome) {
  auto placed = from_coordinates(connectome);
  if (!placed.ok()) return placed.error();
  if (placed.value()) return *std::move(placed).value();
  if (auto line = from_line(connectome)) return *std::move(line);
  return from_groups(connectome);
}

}  // namespace cnx
