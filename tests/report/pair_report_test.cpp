#include "report/pair_report.h"

#include <doctest/doctest.h>

#include "dataset/small_table.h"
#include "report/partners_report.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE("shared partners of two say how strong and how weak, of three also how many") {
  const NeuronTable neurons = full_table(1, 20);
  const std::vector<SharedPartner> shared = {{5, 2, 3, 12}, {9, 3, 1, 4}};
  const NeuronRows two =
      shared_partners_report(neurons, std::vector<NeuronIndex>{1, 2}, shared, true);
  REQUIRE(two.table.rows.size() == 2);
  CHECK(two.neurons == std::vector<NeuronIndex>{5, 9});
  CHECK(two.table.title == "Shared inputs of 2 neurons");
  CHECK(two.table.caption.find("2 neurons with synapses onto both") == 0);
  std::vector<std::string> titles;
  for (const TableColumn& column : two.table.columns) titles.push_back(column.title);
  CHECK(titles == std::vector<std::string>{"id", "class", "region", "synapses", "fewest with one"});
  CHECK(two.table.rows[0][0].text == neuron_name(neurons, 5));
  CHECK(two.table.rows[0][3].number == 12);
  CHECK(two.table.rows[0][4].text == "3");
  const NeuronRows three =
      shared_partners_report(neurons, std::vector<NeuronIndex>{1, 2, 3}, shared, false);
  CHECK(three.table.columns[3].title == "shared by");
  CHECK(three.table.rows[1][3].number == 3);
  CHECK(three.table.caption.find("receive synapses from two or more of them") != std::string::npos);
}

TEST_CASE("a report of paths says how long, how many, and how many are listed") {
  const NeuronTable neurons = full_table(1, 20);
  const PathsReport none = paths_report(neurons, 1, 2, 5, std::nullopt, 0, {});
  CHECK(none.sentence == "There is no path along connections of at least 5 synapses.");
  CHECK(none.table.rows.empty());
  const PathsReport some = paths_report(neurons, 1, 2, 1, 2, 1234, {{{1, 7, 2}, 4}});
  CHECK(some.sentence ==
        "1,234 paths of 2 connections, along connections of at least 1 synapse; none is shorter. "
        "Listed and drawn: the 1 whose weakest connection is strongest.");
  REQUIRE(some.table.rows.size() == 1);
  CHECK(some.table.rows[0][0].number == 4);
  const std::string& path = some.table.rows[0][1].text;
  for (const NeuronIndex stop : {1u, 7u, 2u}) {
    CHECK(path.find(neuron_name(neurons, stop)) != std::string::npos);
  }
  CHECK(paths_report(neurons, 1, 2, 1, 70, ~std::uint64_t{0}, {}).sentence.find("18 quintillion") ==
        0);
}
