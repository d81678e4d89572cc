#pragma once
// strict_json.h — JSON of strangers, read field by field: each has a type and a range, and there
// are no others.

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace cnx {

/// The first thing that was wrong; like ByteReader, what is read after it does not count.
class FirstError {
 public:
  bool failed() const { return error_.has_value(); }
  const Error& error() const { return *error_; }
  void set(ErrorCode code, std::string where) {
    if (!error_) error_ = Error{code, "manifest, " + std::move(where)};
  }

 private:
  std::optional<Error> error_;
};

/// The fields of one JSON object. Every read checks type and range; finish() refuses the rest.
class FieldReader {
 public:
  FieldReader(const Json& value, std::string where, FirstError& failure)
      : where_(std::move(where)), failure_(failure) {
    if (value.is_object()) {
      object_ = &value;
    } else {
      failure_.set(ErrorCode::Syntax, where_ + " is not an object");
    }
  }

  const Json* find(const char* name) {
    if (object_ == nullptr) return nullptr;
    const auto found = object_->find(name);
    if (found == object_->end()) {
      failure_.set(ErrorCode::Missing, place(name));
      return nullptr;
    }
    ++read_count_;
    return &*found;
  }

  bool flag(const char* name) {
    const Json* value = find(name);
    if (value == nullptr) return false;
    if (!value->is_boolean()) return wrong_type(name), false;
    return value->get<bool>();
  }

  std::string text(const char* name) { return string_value(find(name), name); }

  std::int64_t integer(const char* name, std::int64_t min, std::int64_t max) {
    return integer_value(find(name), name, min, max);
  }

  std::uint64_t decimal(const char* name) {
    const std::string digits = text(name);
    std::uint64_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, status] = std::from_chars(digits.data(), end, number);
    if (status == std::errc::result_out_of_range) {
      failure_.set(ErrorCode::OutOfRange, place(name));
    } else if (stop != end || digits != std::to_string(number)) {
      wrong_type(name);
    }
    return number;
  }

  std::array<std::int64_t, 3> triple(const char* name, std::int64_t min, std::int64_t max) {
    std::array<std::int64_t, 3> numbers = {min, min, min};
    const Json* value = find(name);
    if (value == nullptr) return numbers;
    if (!value->is_array() || value->size() != numbers.size()) return wrong_type(name), numbers;
    for (std::size_t axis = 0; axis < numbers.size(); ++axis) {
      numbers[axis] = integer_value(&(*value)[axis], name, min, max);
    }
    return numbers;
  }

  /// The elements of an array, or none after an error.
  const Json::array_t& list(const char* name) {
    static const Json::array_t kNone;
    const Json* value = find(name);
    if (value == nullptr) return kNone;
    if (!value->is_array()) return wrong_type(name), kNone;
    return *value->get_ptr<const Json::array_t*>();
  }

  std::vector<std::string> texts(const char* name) {
    std::vector<std::string> strings;
    for (const Json& value : list(name)) strings.push_back(string_value(&value, name));
    return strings;
  }

  std::size_t one_of(const char* name, std::span<const std::string_view> choices) {
    const auto found = std::find(choices.begin(), choices.end(), text(name));
    if (found == choices.end()) {
      failure_.set(ErrorCode::OutOfRange, place(name) + " has an unknown value");
      return 0;
    }
    return static_cast<std::size_t>(found - choices.begin());
  }

  std::string string_value(const Json* value, const char* name) {
    if (value == nullptr) return {};
    if (!value->is_string()) return wrong_type(name), std::string{};
    return value->get<std::string>();
  }

  std::int64_t integer_value(const Json* value, const char* name, std::int64_t min,
                             std::int64_t max) {
    if (value == nullptr) return min;
    if (!value->is_number_integer()) return wrong_type(name), min;
    const bool too_large =
        value->is_number_unsigned() &&
        value->get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    const std::int64_t number = too_large ? max : value->get<std::int64_t>();
    if (too_large || number < min || number > max) {
      failure_.set(ErrorCode::OutOfRange, place(name));
      return min;
    }
    return number;
  }

  /// One version, one meaning: a field that was not read is one that this version does not have.
  void finish() {
    if (object_ != nullptr && object_->size() != read_count_) {
      failure_.set(ErrorCode::Syntax, where_ + " has a field that this version does not know");
    }
  }

 private:
  std::string place(const char* name) const { return where_ + ", field " + name; }
  void wrong_type(const char* name) { failure_.set(ErrorCode::Syntax, place(name)); }

  const Json* object_ = nullptr;
  std::size_t read_count_ = 0;
  std::string where_;
  FirstError& failure_;
};

/// The parsed text, or a discarded value when it is not JSON, begins with a byte order mark, nests
/// brackets more than `max_nesting` deep (ours needs little, and any parser's stack stays small),
/// names a field twice (JSON leaves open which of the two counts), or has more fields in one object
/// than any of ours would (finding one takes as many steps).
Json parse_strictly(std::string_view text, int max_nesting);

}  // namespace cnx
