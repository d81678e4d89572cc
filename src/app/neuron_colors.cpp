#include "app/neuron_colors.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dataset/proofreading.h"
#include "render/style.h"
#include "report/color_map.h"
#include "view/soma_shape.h"

namespace cnx {
namespace {

constexpr std::uint8_t kFirstStyle = 1;
constexpr std::uint8_t kNoValueStyle = kSelectedStyle - 1;
constexpr std::uint32_t kStyleCount =
    kNoValueStyle - kFirstStyle;  // 1 .. 125: what a value can get

Color no_value_color(bool dark) { return dark ? 0x59616d : 0xa6adb7; }

// Found by search for the largest difference of the two that are most alike, under usual vision and
// without any one cone, with hues that are alike in both themes; from the background and the grey
// of no value they differ as well. As many as there are cell classes in MICrONS. Neighbors among
// the first seven differ most, by 35. On the dark background none is darker than 37 of 100, for
// projectors.
constexpr std::array<Color, kPaletteColors> kOnDark = {0xf1660d, 0xb0ffff, 0xfeea12, 0xad2000,
                                                       0x3b568e, 0xeffdcc, 0x9d5bff, 0xbc9687,
                                                       0xb4b0fd, 0x69645a, 0x618e9a};
constexpr std::array<Color, kPaletteColors> kOnLight = {0xcd5005, 0x0dc2fe, 0xff9f02, 0x8c0003,
                                                        0x1201dc, 0xaea38a, 0x0e78ec, 0x400012,
                                                        0x271455, 0x00564e, 0x797a8d};

bool means_nothing(std::string_view category) {
  return is_unproofread_status(category) || category == "nan" || category == "unknown" ||
         category.empty();
}

NeuronColors all_grey(std::string name, std::size_t neurons, bool dark) {
  NeuronColors colors;
  colors.legend.column = std::move(name);
  colors.palette.fill(no_value_color(dark));
  colors.styles.assign(neurons, kNoValueStyle);
  return colors;
}

/// `value_at(i)` is NaN where there is none.
template <typename ValueAt>
void color_by_number(ValueAt value_at, NeuronColors& colors) {
  std::vector<double> values;
  for (std::size_t i = 0; i < colors.styles.size(); ++i) {
    const double value = value_at(i);
    if (!std::isnan(value)) values.push_back(value);
  }
  colors.legend.numeric = true;
  if (values.empty()) return;
  const auto quantile = [&](double share) {
    const auto at = values.begin() +
                    static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
  };
  colors.legend.min = quantile(0.005);
  colors.legend.max = quantile(0.995);
  const double range = colors.legend.max - colors.legend.min;
  for (std::size_t i = 0; i < colors.styles.size(); ++i) {
    const double value = value_at(i);
    if (std::isnan(value)) continue;
    const double t = range > 0 ? std::clamp((value - colors.legend.min) / range, 0.0, 1.0) : 0.5;
    colors.styles[i] = static_cast<std::uint8_t>(kFirstStyle + std::lround(t * (kStyleCount - 1)));
  }
  for (std::uint32_t s = 0; s < kStyleCount; ++s) {
    colors.palette[kFirstStyle + s] = sequential_color(static_cast<double>(s) / (kStyleCount - 1));
  }
  for (int stop = 0; stop <= 8; ++stop)
    colors.legend.colors.push_back(sequential_color(stop / 8.0));
}

/// `code_at(i)` is below the number of categories, or none for a neuron without one.
template <typename CodeAt>
void color_by_category(const std::vector<std::string>& categories, CodeAt code_at, bool dark,
                       NeuronColors& colors) {
  std::uint32_t next = 0;
  for (const std::string& category : categories) {
    colors.legend.colors.push_back(means_nothing(category) ? no_value_color(dark)
                                                           : category_color(next++, dark));
  }
  for (std::size_t code = 0; code < std::min<std::size_t>(categories.size(), kStyleCount); ++code) {
    colors.palette[kFirstStyle + code] = colors.legend.colors[code];
  }
  for (std::size_t i = 0; i < colors.styles.size(); ++i) {
    if (const std::optional<std::size_t> code = code_at(i)) {
      colors.styles[i] = static_cast<std::uint8_t>(kFirstStyle + *code % kStyleCount);
    }
  }
}

}  // namespace

Color category_color(std::uint32_t code, bool dark) {
  const Color base = (dark ? kOnDark : kOnLight)[code % kPaletteColors];
  return with_shape(base, static_cast<SomaShape>(code / kPaletteColors % kSomaShapes));
}

NeuronColors neuron_colors(const NeuronTable& neurons, std::uint32_t column, bool dark) {
  const Column& of_dataset = neurons.columns()[column];
  NeuronColors colors = all_grey(of_dataset.name, neurons.neuron_count(), dark);
  if (!neurons.has(column)) return colors;
  if (of_dataset.kind == ColumnKind::Category) {
    const auto codes = neurons.codes(column);
    color_by_category(
        of_dataset.categories, [&](std::size_t i) { return std::optional<std::size_t>(codes[i]); },
        dark, colors);
  } else if (of_dataset.kind == ColumnKind::Integer) {
    const auto values = neurons.integers(column);
    color_by_number([&](std::size_t i) { return static_cast<double>(values[i]); }, colors);
  } else {
    const auto values = neurons.reals(column);
    color_by_number([&](std::size_t i) { return values[i]; }, colors);
  }
  return colors;
}

NeuronColors neuron_colors(const DerivedColumn& column, bool dark) {
  NeuronColors colors = all_grey(column.name, column.values.size(), dark);
  colors.legend.definition = column.definition;
  colors.legend.categories = column.categories;
  if (column.categories.empty()) {
    color_by_number([&](std::size_t i) { return column.values[i]; }, colors);
    return colors;
  }
  const auto code_at = [&](std::size_t i) -> std::optional<std::size_t> {
    const double value = column.values[i];
    // Also false for NaN.
    if (!(value >= 0 && value < static_cast<double>(column.categories.size()))) return std::nullopt;
    return static_cast<std::size_t>(value);
  };
  color_by_category(column.categories, code_at, dark, colors);
  return colors;
}

std::uint32_t default_color_column(const NeuronTable& neurons) {
  if (const auto column = neurons.find(ColumnRole::CellClass)) return *column;
  if (const auto column = neurons.find(ColumnRole::Region)) return *column;
  for (std::uint32_t i = 0; i < neurons.columns().size(); ++i) {
    if (neurons.columns()[i].kind == ColumnKind::Category) return i;
  }
  return 0;
}

}  // namespace cnx
