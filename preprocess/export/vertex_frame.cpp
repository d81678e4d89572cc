#include "export/vertex_frame.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/check.h"
#include "read/missing_text.h"

namespace cnx {
namespace {

constexpr std::string_view kIndexName = "index";

std::optional<std::int64_t> as_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = problem == std::errc{} && end == text.data() + text.size();
  return whole && std::to_string(number) == text ? std::optional(number) : std::nullopt;
}

std::optional<double> as_real(const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  return !text.empty() && end == text.c_str() + text.size() ? std::optional(number) : std::nullopt;
}

/// As the reader writes a category that is a real.
std::string real_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.15g", value);
  return text;
}

/// Values of a column by row of the source.
template <typename To, typename From>
std::vector<To> in_source_order(const From& values, std::span<const std::uint32_t> row_of,
                                const auto& convert) {
  std::vector<To> ordered(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) ordered[row_of[i]] = convert(values[i]);
  return ordered;
}

/// The names of a categorical column without the one for missing values. The reader writes numbers
/// as `%.15g` and sorts them by size, texts by their bytes: what could be either is taken for
/// numbers, as there are more categories 1, 2, 3 than "1", "2", "3".
CodedNames coded_names(const Column& column, const CategoryValues& codes,
                       std::span<const std::uint32_t> row_of) {
  std::vector<std::string_view> texts;
  std::vector<std::int64_t> integers;
  std::vector<double> reals;
  std::vector<std::int32_t> new_code;
  for (const std::string& name : column.categories) {
    if (name == kMissingText) {
      new_code.push_back(-1);
      continue;
    }
    new_code.push_back(static_cast<std::int32_t>(texts.size()));
    texts.push_back(name);
    if (const auto number = as_integer(name)) integers.push_back(*number);
    const auto real = as_real(name);
    if (real && (as_integer(name) || real_text(*real) == name)) reals.push_back(*real);
  }
  CodedNames coded;
  const bool numbers =
      !texts.empty() && reals.size() == texts.size() && std::is_sorted(reals.begin(), reals.end());
  if (numbers && integers.size() == texts.size()) {
    coded.names = std::move(integers);
  } else if (numbers) {
    coded.names = std::move(reals);
  } else {
    // pandas takes this name for none; without any, it would write no list at all.
    if (texts.empty()) texts.push_back(kMissingText);
    coded.names = std::move(texts);
  }
  coded.codes = in_source_order<std::int32_t>(codes, row_of,
                                              [&](std::uint16_t code) { return new_code[code]; });
  return coded;
}

/// Names that were numbers or truth values, as numbers; nothing where one is none.
template <typename T>
std::optional<std::vector<T>> numbers_of(const Column& column, const CategoryValues& codes,
                                         std::span<const std::uint32_t> row_of) {
  std::vector<T> number;
  for (const std::string& name : column.categories) {
    if (column.type == StoredType::Boolean) {
      if (name != "False" && name != "True") return std::nullopt;
      number.push_back(static_cast<T>(name == "True"));
    } else if (is_float(column.type)) {
      const auto value = as_real(name);
      if (!value) return std::nullopt;
      number.push_back(static_cast<T>(*value));
    } else {
      const auto value = as_integer(name);
      if (!value) return std::nullopt;
      number.push_back(static_cast<T>(*value));
    }
  }
  return in_source_order<T>(codes, row_of, [&](std::uint16_t code) { return number[code]; });
}

Result<FrameColumn> frame_column(const Column& column, const ColumnValues& values,
                                 std::span<const std::uint32_t> row_of) {
  FrameColumn frame{column.name, column.type, {}};
  const Error misfit{ErrorCode::OutOfRange, "column \"" + column.name + "\" does not hold " +
                                                std::string(stored_type_name(column.type)) +
                                                ", as the manifest says"};
  const bool number = column.type != StoredType::Text && column.type != StoredType::Category;
  const auto same = [](auto value) { return value; };
  if (const auto* const codes = std::get_if<CategoryValues>(&values)) {
    if (column.type == StoredType::Category) {
      frame.values = coded_names(column, *codes, row_of);
    } else if (column.type == StoredType::Text) {
      frame.values = in_source_order<std::string_view>(
          *codes, row_of,
          [&](std::uint16_t code) -> std::string_view { return column.categories[code]; });
    } else if (is_float(column.type)) {
      auto reals = numbers_of<double>(column, *codes, row_of);
      if (!reals) return misfit;
      frame.values = std::move(*reals);
    } else {
      auto integers = numbers_of<std::int64_t>(column, *codes, row_of);
      if (!integers) return misfit;
      frame.values = std::move(*integers);
    }
  } else if (const auto* const reals = std::get_if<RealValues>(&values)) {
    if (!is_float(column.type)) return misfit;
    frame.values = in_source_order<double>(*reals, row_of, same);
  } else {
    if (!number) return misfit;
    frame.values =
        in_source_order<std::int64_t>(*std::get_if<IntegerValues>(&values), row_of, same);
  }
  return frame;
}

/// Whether the reader of HDF5 made the last column of the table's index: it calls it so, puts it
/// last, and makes none of an index that says nothing but the row.
bool was_index(const FrameColumn& column) {
  if (column.name != kIndexName) return false;
  if (column.type == StoredType::Text) return true;
  const auto* const labels = std::get_if<std::vector<std::int64_t>>(&column.values);
  if (labels == nullptr || column.type != StoredType::Int64) return false;
  for (std::size_t i = 0; i < labels->size(); ++i) {
    if ((*labels)[i] != static_cast<std::int64_t>(i)) return true;
  }
  return false;
}

}  // namespace

Result<std::vector<std::uint32_t>> source_rows(const TileSource& source,
                                               std::span<const ColumnValues> values) {
  const Manifest& manifest = source.manifest();
  const auto column = manifest.column_index(ColumnRole::SourceRow);
  CNX_CHECK(column.has_value());  // decode_manifest has seen to it
  std::vector<std::uint32_t> row_of;
  std::vector<bool> seen(manifest.neuron_count);
  for (const std::int64_t row : *std::get_if<IntegerValues>(&values[*column])) {
    if (row < 0 || row >= manifest.neuron_count || seen[static_cast<std::size_t>(row)]) {
      return Error{ErrorCode::OutOfRange,
                   source.path() + ": column \"" + manifest.columns[*column].name +
                       "\" does not name every row of the source once; tile the input again"};
    }
    seen[static_cast<std::size_t>(row)] = true;
    row_of.push_back(static_cast<std::uint32_t>(row));
  }
  return row_of;
}

Result<VertexFrame> make_vertex_frame(const TileSource& source,
                                      std::span<const ColumnValues> values,
                                      std::span<const std::uint32_t> row_of) {
  const Manifest& manifest = source.manifest();
  VertexFrame frame;
  for (std::size_t c = 0; c < manifest.columns.size(); ++c) {
    if (manifest.columns[c].type == StoredType::Generated) continue;
    auto column = frame_column(manifest.columns[c], values[c], row_of);
    if (!column.ok()) {
      return Error{column.error().code,
                   source.path() + ": " + column.error().where + "; tile the input again"};
    }
    frame.columns.push_back(std::move(column).value());
  }
  const bool from_hdf5 = !manifest.source_edges.empty();
  if (from_hdf5 && frame.columns.size() > 1 && was_index(frame.columns.back())) {
    std::visit(
        [&frame]<typename T>(T& labels) {
          if constexpr (std::is_same_v<T, std::vector<std::int64_t>> ||
                        std::is_same_v<T, std::vector<std::string_view>>) {
            frame.index = std::move(labels);
          }
        },
        frame.columns.back().values);
    frame.columns.pop_back();
  }
  return frame;
}

}  // namespace cnx
