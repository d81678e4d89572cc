#pragma once
// csv_columns.h — fields of a table become columns with kinds: look at them all once, then take
// them. Nothing but the result is kept, so that a large table needs no more memory than it must.
//
// A column is Integer when every field is a whole number of 64 bits, Real when each is a number
// or says that there is none (csv_values.h), three columns when each is three numbers in brackets
// or empty, else Category. Empty fields of a Category are listed as kMissingText.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "read/raw_connectome.h"
#include "read/vertex_columns.h"

namespace cnx {

/// What a column turns out to be, from one look at all its fields.
class ColumnSketch {
 public:
  /// `line`: where it is in the table.
  void look_at(std::string_view field, std::uint64_t line = 0);
  /// `count` neurons have no row in the table.
  void add_absent(std::uint64_t count) { missing_ += count; }

  enum class Kind : std::uint8_t { Integer, Real, IntegerTriple, RealTriple, Category, LeftOut };
  Kind kind() const;
  /// Of a column that is LeftOut: "holds more than 4,096 different texts".
  std::string why_left_out() const;
  /// Of a column where more fields are numbers (or triples of them) than words, the first word, as
  /// it is shown: what makes it no column of numbers.
  struct OddField {
    std::uint64_t line = 0;
    std::string shown;
    bool among_triples = false;
  };
  std::optional<OddField> odd_field() const;
  /// Of a Category: its distinct texts in order, kMissingText among them when one is missing.
  std::vector<std::string> names() const;
  /// Fields that are empty, or of numbers say so.
  std::uint64_t missing() const;

 private:
  std::uint64_t numbers_ = 0;        // fields that are numbers
  std::uint64_t triples_ = 0;        // fields that are three numbers
  std::uint64_t texts_ = 0;          // fields that are neither, nor missing
  OddField first_text_;              // of those
  std::uint64_t missing_ = 0;        // empty, or no row
  std::uint64_t missing_words_ = 0;  // NaN, NA, …: missing numbers, or texts
  bool all_integers_ = true;         // of the numbers
  bool whole_triples_ = true;
  bool all_exact_ = true;  // the integers are below 2^53
  bool too_many_ = false;  // texts to be listed
  std::size_t text_bytes_ = 0;
  std::unordered_set<std::string> distinct_;
};

/// The columns that one field of a table becomes: none, one or three.
class ColumnFiller {
 public:
  /// `name` is that of the field; three columns are called name_x, name_y and name_z with
  /// `suffix` behind. Values of neurons without a row are missing.
  ColumnFiller(const std::string& name, const ColumnSketch& sketch, std::uint32_t neuron_count,
               const std::string& suffix);

  /// False when the field does not fit what the sketch has seen: the file has changed.
  bool take(std::uint32_t neuron, std::string_view field);
  std::vector<RawColumn>& columns() { return columns_; }

 private:
  using Kind = ColumnSketch::Kind;
  bool put_integer(std::size_t column, std::uint32_t neuron, std::string_view value);
  bool put_real(std::size_t column, std::uint32_t neuron, std::string_view value);

  Kind kind_;
  std::vector<RawColumn> columns_;
};

}  // namespace cnx
