#include "commands/where_clause.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace cnx {
namespace {

constexpr double kExactIntegers = 9007199254740992.0;  // 2^53: every integer up to it is a double

struct ShortName {
  std::string_view name;
  ColumnRole role;
};
constexpr ShortName kShortNames[] = {{"class", ColumnRole::CellClass},
                                     {"region", ColumnRole::Region},
                                     {"axon", ColumnRole::AxonStatus},
                                     {"dendrite", ColumnRole::DendriteStatus}};

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

/// "; nearest: a, b, c", or nothing when there are no names.
std::string nearest_sentence(std::string_view wanted, std::span<const std::string> names) {
  std::string sentence;
  for (const std::string& name : nearest_names(wanted, names)) {
    sentence += (sentence.empty() ? "; the nearest names are " : ", ") + cnx::quoted(name);
  }
  return sentence;
}

Error error_in(std::string_view clause, ErrorCode code, const std::string& what) {
  return Error{code, std::string(clause) + ": " + what};
}

std::optional<std::uint16_t> find_category(const Column& column, std::string_view name) {
  const auto& names = column.categories;
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::uint16_t>(found - names.begin());
}

Result<std::vector<std::uint16_t>> parse_categories(std::string_view clause,
                                                    std::string_view values, const Column& column) {
  if (const auto code = find_category(column, values)) return std::vector<std::uint16_t>{*code};
  std::vector<std::uint16_t> codes;
  for (std::size_t begin = 0; begin <= values.size();) {
    const std::size_t end = std::min(values.find(',', begin), values.size());
    const std::string_view name = values.substr(begin, end - begin);
    const auto code = find_category(column, name);
    if (!code) {
      return error_in(clause, ErrorCode::Missing,
                      "column " + cnx::quoted(column.name) + " has no value " + cnx::quoted(name) +
                          nearest_sentence(name, column.categories));
    }
    codes.push_back(*code);
    begin = end + 1;
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

std::optional<double> parse_number(std::string_view text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace

Result<std::uint32_t> parse_column(std::string_view name, std::span<const Column> columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == name) return static_cast<std::uint32_t>(i);
  }
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  for (const ShortName& short_name : kShortNames) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].role != short_name.role) continue;
      if (short_name.name == name) return static_cast<std::uint32_t>(i);
      names.emplace_back(short_name.name);
    }
  }
  return Error{ErrorCode::Missing,
               "there is no column " + cnx::quoted(name) + nearest_sentence(name, names)};
}

Result<ColumnFilter> parse_where(std::string_view clause, std::span<const Column> columns) {
  const std::size_t equals = clause.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return error_in(clause, ErrorCode::Syntax,
                    "write column=value, for example class=23P,4P or indegree=100..500");
  }
  const auto found = parse_column(clause.substr(0, equals), columns);
  if (!found.ok()) return error_in(clause, found.error().code, found.error().where);
  ColumnFilter filter;
  filter.column = found.value();
  const Column& column = columns[filter.column];
  const std::string_view values = clause.substr(equals + 1);

  if (column.kind == ColumnKind::Category) {
    auto codes = parse_categories(clause, values, column);
    if (!codes.ok()) return codes.error();
    filter.shown_codes = std::move(codes).value();
    return filter;
  }

  const std::size_t dots = values.find("..");
  const bool range = dots != std::string_view::npos;
  const std::string_view low = values.substr(0, range ? dots : values.size());
  const std::string_view high = range ? values.substr(dots + 2) : low;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const auto min = range && low.empty() ? -kInfinity : parse_number(low);
  const auto max = range && high.empty() ? kInfinity : parse_number(high);
  if (!min || !max || (low.empty() && high.empty())) {
    return error_in(clause, ErrorCode::Syntax,
                    "column " + cnx::quoted(column.name) +
                        " holds numbers; give one, or a range such as 100..500, 100.. or ..500");
  }
  if (*min > *max) {
    return error_in(clause, ErrorCode::Syntax, "the range is empty; put the smaller number first");
  }
  for (const double bound : {*min, *max}) {
    if (column.kind == ColumnKind::Integer && std::isfinite(bound) &&
        std::abs(bound) >= kExactIntegers) {
      return error_in(clause, ErrorCode::OutOfRange,
                      "numbers of 2^53 or more, such as ids, cannot be told apart here; filter by "
                      "another column");
    }
  }
  filter.min = *min;
  filter.max = *max;
  return filter;
}

}  // namespace cnx
