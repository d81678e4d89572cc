#include "base/result.h"

#include <doctest/doctest.h>

#include <memory>
#include <set>
#include <string>

using namespace cnx;

TEST_CASE("a result holds a value or an error") {
  const Result<std::string> good{std::string("abc")};
  CHECK(good.ok());
  CHECK(good.value() == "abc");
  const Result<std::string> bad{Error{ErrorCode::Syntax, "here"}};
  CHECK_FALSE(bad.ok());
  CHECK(bad.error() == Error{ErrorCode::Syntax, "here"});
}

TEST_CASE("a value can be moved out of a result") {
  Result<std::unique_ptr<int>> result{std::make_unique<int>(7)};
  const std::unique_ptr<int> value = std::move(result).value();
  CHECK(*value == 7);
}

TEST_CASE("every error code has a name of its own") {
  std::set<std::string> names;
  for (int code = 0; code <= static_cast<int>(ErrorCode::Unwritable); ++code) {
    names.insert(error_code_name(static_cast<ErrorCode>(code)));
  }
  CHECK(names.size() == static_cast<std::size_t>(ErrorCode::Unwritable) + 1);
  CHECK(names.count("?") == 0);
  CHECK(names.count("OutOfRange") == 1);
}
