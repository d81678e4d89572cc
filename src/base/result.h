#pragma once
// result.h — value-or-error return type for code that must not throw.
//
// Everything under src/ is built with -fno-exceptions. A function that can fail
// because of DATA (bytes, files, URLs, typed text) returns Result<T>. A function
// called wrongly by our own code is a bug, and CNX_CHECK stops the program.

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include "base/check.h"

namespace cnx {

enum class ErrorCode : std::uint8_t {
  Truncated,           // the input ended before the structure did
  TrailingBytes,       // the structure ended before the input did
  BadMagic,            // not a file of ours at all
  UnsupportedVersion,  // ours, but newer or older than this reader
  OutOfRange,          // a decoded number lies outside what the format allows
  NotCanonical,        // bytes that decode, but that our encoder never writes
  Syntax,              // text that is not of the expected form
  HashMismatch,        // bytes that are not the ones the manifest promises
  Missing,             // something required is not there
  Unreadable,          // the operating system or a library could not read it
  Unwritable,          // the same for writing
};

struct Error {
  ErrorCode code;
  std::string where;  // for people, never parsed: "edge rows, byte 48"

  bool operator==(const Error&) const = default;
};

/// The golden tests' and the tools' name of a code: "OutOfRange".
const char* error_code_name(ErrorCode code);

/// What success carries when there is nothing to carry: Result<Done>.
struct Done {
  bool operator==(const Done&) const = default;
};

/// Either a T or an Error. Look at ok() before value().
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }

  const T& value() const& {
    CNX_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    CNX_CHECK(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  const Error& error() const {
    CNX_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

}  // namespace cnx
