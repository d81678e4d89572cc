#include "base/nearest_names.h"

#include <doctest/doctest.h>

using namespace cnx;

TEST_CASE("the edit distance counts letters to insert, delete and replace, not their case") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("VISP", "visp") == 0);
  CHECK(edit_distance("visp", "visal") == edit_distance("visal", "visp"));
}

TEST_CASE("the nearest names come first, ties in their own order") {
  const std::vector<std::string> names = {"visal", "visp", "visrl", "vislm"};
  CHECK(nearest_names("VISP", names) == std::vector<std::string>{"visp", "visal", "visrl"});
  CHECK(nearest_names("VISP", names, 1) == std::vector<std::string>{"visp"});
  CHECK(nearest_names("x", {}).empty());
  CHECK(nearest_names(std::string(100'000, 'x'), names, 9).size() == 4);
}
