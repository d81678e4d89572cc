#include "read/csv_columns.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "read/csv_table.h"
#include "read/csv_values.h"
#include "read/utf8_text.h"

namespace cnx {
namespace {

constexpr std::int64_t kMaxExactInteger = std::int64_t{1} << 53;
constexpr std::size_t kMaxTextBytes = std::size_t{4} << 20;  // of a column's names together
constexpr double kMissingNumber = std::numeric_limits<double>::quiet_NaN();

}  // namespace

void ColumnSketch::look_at(std::string_view field, std::uint64_t line) {
  const std::string_view value = trimmed(field);
  if (value.empty()) {
    ++missing_;
    return;
  }
  if (is_missing_number(value)) {
    ++missing_words_;
  } else if (const auto integer = parse_integer(value)) {
    ++numbers_;
    all_exact_ = all_exact_ && *integer >= -kMaxExactInteger && *integer <= kMaxExactInteger;
  } else if (parse_real(value)) {
    ++numbers_;
    all_integers_ = false;
  } else if (const auto triple = parse_triple(value)) {
    ++triples_;
    for (const std::string_view part : *triple)
      whole_triples_ = whole_triples_ && parse_integer(part).has_value();
  } else {
    if (texts_++ == 0) first_text_ = {line, shown_field(value), false};
  }
  // Numbers, too: a column of numbers and words is one of words.
  if (too_many_) return;
  if (distinct_.size() > 0 && distinct_.contains(std::string(value))) return;
  text_bytes_ += value.size();
  too_many_ = distinct_.size() == kMaxCategoryNames || text_bytes_ > kMaxTextBytes;
  if (too_many_) {
    distinct_ = {};
  } else {
    distinct_.emplace(value);
  }
}

ColumnSketch::Kind ColumnSketch::kind() const {
  const bool any_missing = missing_ + missing_words_ > 0;
  if (numbers_ > 0 && triples_ + texts_ == 0) {
    if (!all_integers_) return Kind::Real;
    if (!any_missing) return Kind::Integer;
    return all_exact_ ? Kind::Real : Kind::LeftOut;
  }
  if (triples_ > 0 && numbers_ + texts_ + missing_words_ == 0)
    return whole_triples_ && missing_ == 0 ? Kind::IntegerTriple : Kind::RealTriple;
  if (numbers_ + triples_ + texts_ + missing_words_ == 0) return Kind::LeftOut;
  return too_many_ || names().size() > kMaxCategoryNames ? Kind::LeftOut : Kind::Category;
}

std::string ColumnSketch::why_left_out() const {
  if (numbers_ + triples_ + texts_ + missing_words_ == 0) return "is empty";
  if (numbers_ > 0 && triples_ + texts_ == 0)
    return "holds integers above 2^53 and empty fields, which no column of numbers can hold; to "
           "keep "
           "it, put 0 where there is none";
  std::string why = "holds more than " + std::to_string(kMaxCategoryNames) + " different texts";
  if (const auto odd = odd_field())
    why += " (the first that is no number is " + odd->shown + " on line " +
           std::to_string(odd->line) + ")";
  return why;
}

std::optional<ColumnSketch::OddField> ColumnSketch::odd_field() const {
  if (texts_ == 0 || texts_ >= std::max(numbers_, triples_)) return std::nullopt;
  OddField odd = first_text_;
  odd.among_triples = triples_ > numbers_;
  return odd;
}

std::vector<std::string> ColumnSketch::names() const {
  std::vector<std::string> names;
  for (const std::string& text : distinct_) names.push_back(to_valid_utf8(text));
  if (missing_ > 0) names.emplace_back(kMissingText);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::uint64_t ColumnSketch::missing() const {
  return kind() == Kind::Category ? missing_ : missing_ + missing_words_;
}

ColumnFiller::ColumnFiller(const std::string& name, const ColumnSketch& sketch,
                           std::uint32_t neuron_count, const std::string& suffix)
    : kind_(sketch.kind()) {
  const auto add = [&](const std::string& column_name) {
    RawColumn raw;
    raw.column.name = column_name;
    if (kind_ == Kind::Integer || kind_ == Kind::IntegerTriple) {
      raw.column.kind = ColumnKind::Integer;
      raw.column.type = StoredType::Int64;
      raw.values = IntegerValues(neuron_count, 0);
    } else if (kind_ == Kind::Category) {
      raw.column.kind = ColumnKind::Category;
      raw.column.type = StoredType::Text;
      raw.column.categories = sketch.names();
      const auto& names = raw.column.categories;
      const auto missing = std::lower_bound(names.begin(), names.end(), kMissingText);
      // Where nothing is missing every code is written.
      raw.values = CategoryValues(
          neuron_count,
          static_cast<std::uint16_t>(missing == names.end() ? 0 : missing - names.begin()));
    } else {
      raw.column.kind = ColumnKind::Real;
      raw.column.type = StoredType::Float64;
      raw.values = RealValues(neuron_count, kMissingNumber);
    }
    columns_.push_back(std::move(raw));
  };
  if (kind_ == Kind::IntegerTriple || kind_ == Kind::RealTriple) {
    for (const char* const axis : {"_x", "_y", "_z"}) add(name + axis + suffix);
  } else if (kind_ != Kind::LeftOut) {
    add(name);
  }
}

bool ColumnFiller::take(std::uint32_t neuron, std::string_view field) {
  const std::string_view value = trimmed(field);
  // What is missing is so in the new columns; that a whole number is, no sketch allows.
  if (value.empty()) return kind_ != Kind::Integer && kind_ != Kind::IntegerTriple;
  switch (kind_) {
    case Kind::Integer: return put_integer(0, neuron, value);
    case Kind::Real: return put_real(0, neuron, value);
    case Kind::IntegerTriple:
    case Kind::RealTriple: {
      const auto parts = parse_triple(value);
      if (!parts) return false;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const bool is_put = kind_ == Kind::RealTriple ? put_real(axis, neuron, (*parts)[axis])
                                                      : put_integer(axis, neuron, (*parts)[axis]);
        if (!is_put) return false;
      }
      return true;
    }
    case Kind::Category: {
      const auto& names = columns_[0].column.categories;
      const std::string name = to_valid_utf8(value);
      const auto at = std::lower_bound(names.begin(), names.end(), name);
      if (at == names.end() || *at != name) return false;
      (*std::get_if<CategoryValues>(&columns_[0].values))[neuron] =
          static_cast<std::uint16_t>(at - names.begin());
      return true;
    }
    case Kind::LeftOut: break;
  }
  return true;
}

bool ColumnFiller::put_integer(std::size_t column, std::uint32_t neuron, std::string_view value) {
  const auto integer = parse_integer(value);
  if (integer) (*std::get_if<IntegerValues>(&columns_[column].values))[neuron] = *integer;
  return integer.has_value();
}

bool ColumnFiller::put_real(std::size_t column, std::uint32_t neuron, std::string_view value) {
  const auto real =
      is_missing_number(value) ? std::optional<double>(kMissingNumber) : parse_real(value);
  if (real) (*std::get_if<RealValues>(&columns_[column].values))[neuron] = *real;
  return real.has_value();
}

}  // namespace cnx
