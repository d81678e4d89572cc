#include "base/json.h"

#include <doctest/doctest.h>

using namespace cnx;

TEST_CASE("keys of JSON stay in their order, and of two equal ones the later value counts") {
  CHECK(parse_json(R"({"b": [1, -2.5], "a": null})").dump() == R"({"b":[1,-2.5],"a":null})");
  CHECK(parse_json(R"({"b": 1, "a": 2, "b": 3})").dump() == R"({"b":3,"a":2})");
}

TEST_CASE("text that is no JSON gives a discarded value") {
  for (const char* text : {"", "{", "[1,]", "{\"a\": 1} x", "nan", "\"\xff\""}) {
    CAPTURE(text);
    CHECK(parse_json(text).is_discarded());
  }
}
