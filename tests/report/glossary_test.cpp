#include "report/glossary.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace cnx;

TEST_CASE("a category's meaning is that of its column's role") {
  CHECK(std::string(category_meaning(ColumnRole::CellClass, "23P")) ==
        "layer 2/3 pyramidal cell (excitatory)");
  CHECK(std::string(category_meaning(ColumnRole::Region, "visrl")) == "rostrolateral visual area");
  CHECK(category_meaning(ColumnRole::AxonStatus, "clean") ==
        category_meaning(ColumnRole::DendriteStatus, "clean"));
  CHECK(category_meaning(ColumnRole::Region, "23P") == nullptr);
  CHECK(category_meaning(ColumnRole::None, "clean") == nullptr);
  CHECK(category_meaning(ColumnRole::CellClass, "") == nullptr);
}

TEST_CASE("no word is there twice in its kind, and kinds stand together") {
  const auto words = glossary();
  for (std::size_t i = 0; i < words.size(); ++i) {
    CAPTURE(words[i].word);
    CHECK(std::string(words[i].meaning).size() > 5);
    if (i > 0) CHECK(words[i - 1].kind <= words[i].kind);
    for (std::size_t j = i + 1; j < words.size(); ++j) {
      CHECK_FALSE((words[i].kind == words[j].kind && std::string(words[i].word) == words[j].word));
    }
  }
}

TEST_CASE("columns that count synapses say so") {
  const Column indegree{"indegree", ColumnRole::None, ColumnKind::Integer, {}};
  CHECK(std::string(column_meaning(indegree)).find("Synapses") == 0);
  CHECK(column_meaning({"volume", ColumnRole::None, ColumnKind::Real, {}}) == nullptr);
  CHECK(column_meaning({"cell_type", ColumnRole::CellClass, ColumnKind::Category, {}}) != nullptr);
}
