#include "view/quoted.h"

#include <doctest/doctest.h>

using namespace cnx;

TEST_CASE("quoted text is printable and short, whatever it was") {
  CHECK(quoted("") == "\"\"");
  CHECK(quoted("L2/3 & <b>") == "\"L2/3 & <b>\"");
  CHECK(quoted("a\"b\n\x7f\xc3\xa9") == "\"a%22b%0A%7F%C3%A9\"");
  CHECK(quoted(std::string(40, 'x')) == '"' + std::string(40, 'x') + '"');
  CHECK(quoted(std::string(41, 'x')) == '"' + std::string(40, 'x') + "...\"");
  CHECK(quoted(std::string(38, 'x') + "\n") == '"' + std::string(38, 'x') + "...\"");
}
