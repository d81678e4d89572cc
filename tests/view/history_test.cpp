#include "view/history.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using namespace cnx;

namespace {

ViewState view(int number) {
  ViewState state;
  state.color_by = std::to_string(number);
  return state;
}

}  // namespace

TEST_CASE("undo and redo walk through what was recorded") {
  History history(view(0));
  CHECK_FALSE(history.can_undo());
  history.record(view(1), false);
  history.record(view(2), false);
  history.undo();
  CHECK(history.present() == view(1));
  CHECK(history.can_redo());
  history.undo();
  CHECK(history.present() == view(0));
  history.undo();  // nothing left: nothing happens
  CHECK(history.present() == view(0));
  history.redo();
  history.redo();
  history.redo();
  CHECK(history.present() == view(2));
  CHECK_FALSE(history.can_redo());
}

TEST_CASE("a drag is one step back") {
  History history(view(0));
  history.record(view(1), false);
  for (int i = 2; i < 50; ++i) history.record(view(i), true);
  CHECK(history.present() == view(49));
  history.undo();
  CHECK(history.present() == view(0));
}

TEST_CASE("recording the same state again changes nothing, not even the redo list") {
  History history(view(0));
  history.record(view(1), false);
  history.undo();
  history.record(view(0), false);
  CHECK(history.can_redo());
  CHECK_FALSE(history.can_undo());
  history.record(view(5), false);
  CHECK_FALSE(history.can_redo());
}

TEST_CASE("the oldest of more than 200 steps is forgotten") {
  History history(view(0));
  for (int i = 1; i <= 1000; ++i) history.record(view(i), false);
  int steps = 0;
  for (; history.can_undo(); ++steps) history.undo();
  CHECK(steps == static_cast<int>(History::kMaxEntries));
  CHECK(history.present() == view(800));
}

TEST_CASE("history agrees with a list and a position in it on random steps") {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    History history(view(0));
    std::vector<ViewState> list{view(0)};
    std::size_t at = 0;
    for (int i = 1; i < 100; ++i) {
      switch (random() % 4) {
        case 0:
          history.undo();
          if (at > 0) --at;
          break;
        case 1:
          history.redo();
          if (at + 1 < list.size()) ++at;
          break;
        case 2:
          history.record(view(i), true);
          list.resize(at);
          list.push_back(view(i));
          break;
        default:
          history.record(view(i), false);
          list.resize(++at);
          list.push_back(view(i));
      }
      REQUIRE(history.present() == list[at]);
      CHECK(history.can_undo() == (at > 0));
      CHECK(history.can_redo() == (at + 1 < list.size()));
    }
  }
}
