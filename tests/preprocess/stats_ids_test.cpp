#include "commands/stats_ids.h"

#include <doctest/doctest.h>

#include "dataset/small_table.h"

using namespace cnx;

namespace {

std::vector<std::int64_t> ids_of(std::string_view text) {
  const auto parsed = parse_id_list(text, "root id");
  CAPTURE(text);
  REQUIRE(parsed.ok());
  std::vector<std::int64_t> ids;
  for (const NeuronId id : parsed.value()) ids.push_back(static_cast<std::int64_t>(id));
  return ids;
}

std::string refused(std::string_view text) {
  const auto parsed = parse_id_list(text, "root id");
  CAPTURE(text);
  REQUIRE_FALSE(parsed.ok());
  return parsed.error().where;
}

}  // namespace

TEST_CASE("a list has an id a line, to the last digit") {
  using Ids = std::vector<std::int64_t>;
  const Ids wanted = {864691134800439227, 864691134800439228, -7, 0};
  CHECK(ids_of("864691134800439227\n864691134800439228\n-7\n0\n") == wanted);
  CHECK(ids_of("# mine\n# of May\n864691134800439227\r\n864691134800439228\r\n\r\n -7 \r\n0") ==
        wanted);
  CHECK(ids_of("\xef\xbb\xbf"
               "5\n5\n") == Ids{5, 5});
  CHECK(ids_of("id\n9223372036854775807\n-9223372036854775808\n") == Ids{INT64_MAX, INT64_MIN});
}

TEST_CASE("of a table the ids are its column of that name, else its first one") {
  using Ids = std::vector<std::int64_t>;
  CHECK(ids_of("class,root id,degree\n\"a,b\",11,1\nc,12,2\n") == Ids{11, 12});
  CHECK(ids_of("neuron\tdegree\n3\t1\n4\t2\n") == Ids{3, 4});
  // As the page saves it, with what it is of above it; a note with a comma has quotes.
  CHECK(ids_of("# The table begins after these 3 lines.\r\n# Neurons\r\n\"# 1,234 neurons\"\r\n"
               "source_row,root id\r\n0,11\r\n1,12\r\n") == Ids{11, 12});
}

TEST_CASE("what is no list of ids is refused, by its line") {
  CHECK(refused("") == "there is no id in it");
  CHECK(refused("root id\n") == "there is no id in it");
  CHECK(refused("# a note") == "there is no id in it");
  CHECK(refused("1\n2.5\n") == "line 2: \"2.5\" is no id, a whole number of 64 bits");
  CHECK(refused("# a note\nid\n1\n9223372036854775808\n").find("line 4: ") == 0);
  CHECK(refused("1, 2, 3\n").find("line 1: several values") == 0);
  CHECK(refused("id,class\n1\n").find("line 2") == 0);  // the parser's
}

TEST_CASE("ids choose their neurons, and those of no neuron are told with the first five") {
  const auto table = test::full_table(3, 200);
  std::vector<NeuronId> ids;
  for (const NeuronIndex neuron : {5u, 7u, 5u, 199u}) ids.push_back(table.id(neuron));
  ChosenIds chosen = choose_ids(table, ids);
  CHECK(count_shown(chosen.mask) == 3);
  for (const NeuronIndex neuron : {5u, 7u, 199u}) CHECK(chosen.mask[neuron] == 1);
  CHECK(chosen.ids == 3);
  CHECK(missing_ids_sentence(chosen, "a.txt").empty());
  NeuronMask mask(200, 1);
  mask[7] = 0;
  keep_ids(chosen, mask);
  CHECK(count_shown(mask) == 2);

  ids.push_back(NeuronId{12});
  ids.push_back(NeuronId{12});
  chosen = choose_ids(table, ids);
  CHECK(missing_ids_sentence(chosen, "a.txt") ==
        "1 of the 4 ids in a.txt is not in this dataset: 12");
  for (int id = 20; id < 30; ++id) ids.push_back(NeuronId{id});
  chosen = choose_ids(table, ids);
  CHECK(count_shown(chosen.mask) == 3);
  CHECK(missing_ids_sentence(chosen, "-") ==
        "11 of the 14 ids on stdin are not in this dataset: 12, 20, 21, 22, 23, …");
}
