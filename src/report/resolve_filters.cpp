#include "report/resolve_filters.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "view/quoted.h"
#include "view/view_url.h"

namespace cnx {

namespace {

/// Collects notes, the last of which counts those for which there was no room.
class Notes {
 public:
  void add(std::string sentence) {
    if (notes_.size() < kMaxViewNotes) {
      notes_.push_back(std::move(sentence));
    } else {
      ++left_out_;
    }
  }

  std::vector<std::string> finish() && {
    if (left_out_ > 0) {
      notes_.back() = std::to_string(left_out_ + 1) +
                      " more filters do not fit this dataset and were left out.";
    }
    return std::move(notes_);
  }

 private:
  std::vector<std::string> notes_;
  std::size_t left_out_ = 0;
};

/// Codes of the named categories, rising; names that the column lacks go to `unknown`.
std::vector<std::uint16_t> codes_of(const Column& column, const std::vector<std::string>& names,
                                    std::vector<std::string>& unknown) {
  std::vector<std::uint16_t> by_name(column.categories.size());
  for (std::size_t i = 0; i < by_name.size(); ++i) by_name[i] = static_cast<std::uint16_t>(i);
  std::sort(by_name.begin(), by_name.end(), [&](std::uint16_t a, std::uint16_t b) {
    return column.categories[a] < column.categories[b];
  });
  std::vector<std::uint16_t> codes;
  for (const std::string& name : names) {
    const auto at = std::lower_bound(by_name.begin(), by_name.end(), name,
                                     [&](std::uint16_t code, const std::string& wanted) {
                                       return column.categories[code] < wanted;
                                     });
    if (at == by_name.end() || column.categories[*at] != name) unknown.push_back(name);
    // Nothing keeps an input from giving one name to two codes: the name means both.
    for (auto same = at; same != by_name.end() && column.categories[*same] == name; ++same) {
      codes.push_back(*same);
    }
  }
  std::sort(codes.begin(), codes.end());
  return codes;
}

std::string unknown_names(const std::vector<std::string>& unknown) {
  std::string text = cnx::quoted(unknown.front());
  if (unknown.size() > 1) text += " and " + std::to_string(unknown.size() - 1) + " more";
  return text;
}

}  // namespace

ResolvedFilters resolve_filters(const NeuronTable& table, const ViewState& state) {
  ResolvedFilters resolved;
  Notes notes;

  // The column of a filter if it is here and of the right sort, else nullopt and a note.
  const auto find_column = [&](const std::string& name,
                               bool category) -> std::optional<std::uint32_t> {
    const auto column = table.find(name);
    if (!column) {
      notes.add("This dataset has no column " + cnx::quoted(name) +
                ", so its filter was left out.");
      return std::nullopt;
    }
    if ((table.columns()[*column].kind == ColumnKind::Category) != category) {
      notes.add("The column " + cnx::quoted(name) + " holds " +
                (category ? "numbers, so a filter by names" : "names, so a filter by range") +
                " was left out.");
      return std::nullopt;
    }
    return column;
  };

  for (const CategoryFilter& filter : state.category_filters) {
    const auto column = find_column(filter.column, true);
    if (!column) continue;
    std::vector<std::string> unknown;
    ColumnFilter found;
    found.column = *column;
    found.shown_codes = codes_of(table.columns()[*column], filter.shown, unknown);
    const bool nothing_left = found.shown_codes.empty() && !filter.shown.empty();
    if (!unknown.empty()) {
      notes.add("The column " + cnx::quoted(filter.column) + " has no " + unknown_names(unknown) +
                (nothing_left ? ", so its filter was left out." : "; the others are shown."));
    }
    if (nothing_left) continue;
    resolved.filters.push_back(std::move(found));
    CategoryFilter known{filter.column, {}};
    std::set_difference(filter.shown.begin(), filter.shown.end(), unknown.begin(), unknown.end(),
                        std::back_inserter(known.shown));
    resolved.category_filters.push_back(std::move(known));
  }
  for (const RangeFilter& filter : state.range_filters) {
    const auto column = find_column(filter.column, false);
    if (!column) continue;
    ColumnFilter found;
    found.column = *column;
    found.min = filter.min;
    found.max = filter.max;
    resolved.filters.push_back(std::move(found));
    resolved.range_filters.push_back(filter);
  }
  resolved.notes = std::move(notes).finish();
  return resolved;
}

}  // namespace cnx
