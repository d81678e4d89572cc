#include "read/pickle_names.h"

#include <doctest/doctest.h>

#include <random>

using namespace cnx;

namespace {

using Names = std::vector<std::string>;

Names names_of(std::string_view pickle) {
  const auto names = parse_pickled_names(pickle);
  CAPTURE(std::string(pickle));
  REQUIRE_MESSAGE(names.ok(), names.error().where);
  return names.value();
}

ErrorCode refusal_of(std::string_view pickle) {
  const auto names = parse_pickled_names(pickle);
  CAPTURE(std::string(pickle));
  REQUIRE_FALSE(names.ok());
  return names.error().code;
}

}  // namespace

TEST_CASE("pickled column names are read as pandas writes them") {
  CHECK(names_of("(lp0\nVpt_root_id\np1\naVx_nm\np2\na.") == Names{"pt_root_id", "x_nm"});
  CHECK(names_of("(lp0\n.") == Names{});
  CHECK(names_of("(lp0\nI1\naI-8\na.") == Names{"1", "-8"});
  CHECK(names_of("(lp0\nL123456789012L\na.") == Names{"123456789012"});
  // one text that is used twice is remembered and recalled
  CHECK(names_of("(lp0\nVa\np1\nag1\na.") == Names{"a", "a"});
  // a column with two header lines is a tuple
  CHECK(names_of("(lp0\n(Va\np1\nVb\np2\ntp3\na.") == Names{"a / b"});
  CHECK(names_of("(Va\nI2\nt.") == Names{"a", "2"});
}

TEST_CASE("pickled names are raw-unicode-escape and become UTF-8") {
  CHECK(names_of("(lp0\nV\xe9\\u65e5\np1\na.") == Names{"\xc3\xa9\xe6\x97\xa5"});
  CHECK(names_of("(lp0\nVa\\u005cb\np1\na.") == Names{"a\\b"});
  CHECK(names_of("(lp0\nVa\\b\na.") == Names{"a\\b"});  // a lone backslash stands for itself
  CHECK(names_of("(lp0\nV\\U0001f9e0\na.") == Names{"\xf0\x9f\xa7\xa0"});
  CHECK(names_of("(lp0\nV\\ud800\na.") == Names{"\xef\xbf\xbd"});  // half a surrogate pair
  CHECK(names_of("(lp0\nV AYNbr \na.") == Names{" AYNbr "});
}

TEST_CASE("a pickle that would call something is refused, and so is all else that is not names") {
  CHECK(refusal_of("cos\nsystem\n(Vid\ntR.") == ErrorCode::Syntax);
  CHECK(refusal_of("\x80\x04]\x94.") == ErrorCode::Syntax);
  CHECK(refusal_of("(dp0\n.") == ErrorCode::Syntax);
  CHECK(refusal_of("N.") == ErrorCode::Syntax);
  CHECK(refusal_of("I3\n.") == ErrorCode::Syntax);
  CHECK(refusal_of("(lp0\nNa.") == ErrorCode::Syntax);
  CHECK(refusal_of("(lp0\nIx\na.") == ErrorCode::Syntax);
  CHECK(refusal_of("(lp0\nI99999999999999999999\na.") == ErrorCode::Syntax);
  CHECK(refusal_of("(lp0\nV\\u12\na.") == ErrorCode::Syntax);
  CHECK(refusal_of("a.") == ErrorCode::Syntax);
  CHECK(refusal_of("l.") == ErrorCode::Syntax);
  CHECK(refusal_of("(.") == ErrorCode::Syntax);
  CHECK(refusal_of("Va\nVb\n.") == ErrorCode::Syntax);
  CHECK(refusal_of("(lp0\ng0\na.") == ErrorCode::Syntax);  // a list is not recalled
  CHECK(refusal_of("(lp0\ng7\na.") == ErrorCode::Syntax);
  CHECK(refusal_of("p0\n.") == ErrorCode::Syntax);
  CHECK(refusal_of("(lp0\n.x") == ErrorCode::TrailingBytes);
  CHECK(refusal_of("") == ErrorCode::Truncated);
  CHECK(refusal_of("(lp99999999\n.") == ErrorCode::OutOfRange);
  CHECK(refusal_of("((((((lllllll.") == ErrorCode::OutOfRange);  // six lists in each other
}

TEST_CASE("a pickle cut off at any byte is refused") {
  const std::string whole = "(lp0\nVpt_root_id\np1\naI7\nag1\na(Va\nVb\ntp3\na.";
  REQUIRE(parse_pickled_names(whole).ok());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(parse_pickled_names(std::string_view(whole).substr(0, length)).ok());
  }
}

TEST_CASE("a pickle cannot fill the memory") {
  CHECK(refusal_of(std::string(kMaxPickleBytes + 1, '(')) == ErrorCode::OutOfRange);
  CHECK(refusal_of(std::string(100'000, '(')) == ErrorCode::OutOfRange);
  std::string repeats = "(lp0\nV" + std::string(60'000, 'x') + "\np1\na";
  for (int i = 0; i < 60'000; ++i) repeats += "g1\na";
  CHECK(refusal_of(repeats + ".") == ErrorCode::OutOfRange);
}

TEST_CASE("random pickles never break the parser") {
  constexpr std::string_view kAlphabet = "(ltaVILNpg.01\n\\u9x";
  for (std::uint32_t seed = 0; seed < 20'000; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::string pickle;
    for (std::uint32_t n = random() % 40; n > 0; --n)
      pickle += kAlphabet[random() % kAlphabet.size()];
    const auto names = parse_pickled_names(pickle);
    if (names.ok()) CHECK(names.value().size() <= pickle.size());
    (void)parse_pickled_axis(pickle).ok();
    (void)parse_pickled_shape(pickle).ok();
  }
}

TEST_CASE("the order of a frame's columns is read from its axes") {
  const auto names = parse_pickled_axis("(lp0\n(I1\n(lp1\nVx_nm\np2\naVcell_type\np3\natp4\na.");
  REQUIRE(names.ok());
  CHECK(names.value() == Names{"x_nm", "cell_type"});
  CHECK_FALSE(parse_pickled_axis("(lp0\nVx_nm\na.").ok());
}

TEST_CASE("the shape of an empty frame is read from its pickle") {
  const auto shape = parse_pickled_shape("(I2\nI0\ntp0\n.");
  REQUIRE(shape.ok());
  CHECK(shape.value() == std::vector<std::uint64_t>{2, 0});
  CHECK_FALSE(parse_pickled_shape("(I2\nI-1\nt.").ok());
  CHECK_FALSE(parse_pickled_shape("(lI2\na.").ok());
}
