#include "app/neuron_colors.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "dataset/proofreading.h"
#include "render/style.h"
#include "report/color_map.h"

namespace cnx {
namespace {

constexpr std::uint8_t kFirstStyle = 1;
constexpr std::uint8_t kNoValueStyle = kSelectedStyle - 1;
constexpr std::uint32_t kStyleCount =
    kNoValueStyle - kFirstStyle;  // 1 .. 125: what a value can get

Color no_value_color(bool dark) { return dark ? 0x59616d : 0xa6adb7; }

// Okabe & Ito's colours without black, which no background here shows, then lighter and darker
// relatives; on a light background yellow and sky blue are taken down until they are seen.
constexpr std::array<Color, 12> kOnDark = {0x56b4e9, 0xe69f00, 0x00b386, 0xf0e442,
                                           0xcc79a7, 0xe8651a, 0x4d8dff, 0xb5e2a8,
                                           0xc8b6ff, 0xff9d8a, 0x9aa5b1, 0xa6761d};
constexpr std::array<Color, 12> kOnLight = {0x2f8fcb, 0xd98e00, 0x009e73, 0xc7b700,
                                            0xb85f92, 0xd55e00, 0x0059b3, 0x6fae5c,
                                            0x8a6fd1, 0xe0604a, 0x6b7683, 0x7a5412};

Color scaled(Color color, double factor) {
  const auto channel = [&](int shift) {
    const double value = static_cast<double>(color >> shift & 255) * factor;
    return static_cast<Color>(std::clamp(value, 0.0, 255.0)) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}

bool means_nothing(std::string_view category) {
  return is_unproofread_status(category) || category == "nan" || category == "unknown" ||
         category.empty();
}

double value_at(const NeuronTable& neurons, std::uint32_t column, std::size_t neuron) {
  return neurons.columns()[column].kind == ColumnKind::Integer
             ? static_cast<double>(neurons.integers(column)[neuron])
             : neurons.reals(column)[neuron];
}

void color_by_number(const NeuronTable& neurons, std::uint32_t column, NeuronColors& colors) {
  std::vector<double> values;
  for (std::size_t i = 0; i < neurons.neuron_count(); ++i) {
    const double value = value_at(neurons, column, i);
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
  for (std::size_t i = 0; i < neurons.neuron_count(); ++i) {
    const double value = value_at(neurons, column, i);
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

void color_by_category(const NeuronTable& neurons, std::uint32_t column, bool dark,
                       NeuronColors& colors) {
  const auto& categories = neurons.columns()[column].categories;
  std::uint32_t next = 0;
  for (const std::string& category : categories) {
    colors.legend.colors.push_back(means_nothing(category) ? no_value_color(dark)
                                                           : category_color(next++, dark));
  }
  for (std::size_t code = 0; code < std::min<std::size_t>(categories.size(), kStyleCount); ++code) {
    colors.palette[kFirstStyle + code] = colors.legend.colors[code];
  }
  const auto codes = neurons.codes(column);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    colors.styles[i] = static_cast<std::uint8_t>(kFirstStyle + codes[i] % kStyleCount);
  }
}

}  // namespace

Color category_color(std::uint32_t code, bool dark) {
  const auto& base = dark ? kOnDark : kOnLight;
  constexpr double kRounds[] = {1.0, 0.72, 1.25, 0.55};
  return scaled(base[code % base.size()], kRounds[code / base.size() % 4]);
}

NeuronColors neuron_colors(const NeuronTable& neurons, std::uint32_t column, bool dark) {
  NeuronColors colors;
  colors.legend.column = neurons.columns()[column].name;
  colors.palette.fill(no_value_color(dark));
  colors.styles.assign(neurons.neuron_count(), kNoValueStyle);
  if (neurons.has(column)) {
    if (neurons.columns()[column].kind == ColumnKind::Category) {
      color_by_category(neurons, column, dark, colors);
    } else {
      color_by_number(neurons, column, colors);
    }
  }
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
