#include "worker/statistics_json.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "format/edge_models.h"

using namespace cnx;

namespace {

StatisticsReply reply_of(std::uint32_t n, const std::vector<std::uint32_t>& offsets,
                         const std::vector<Vertex>& targets,
                         const std::vector<std::uint32_t>& synapses) {
  const EdgeModel model = test::any_edge_model(n);
  Engine engine(n, {16, model}, {16, model});
  const EdgeRows rows{offsets, targets, synapses};
  if (n > 0) {
    const auto tile = encode_tile(TileKind::ConnectionsOut, 0, n, encode_edge_rows(rows, n, model));
    REQUIRE(engine.add_tile(tile).ok());
  }
  StatisticsRequest request;
  request.chosen.assign(n, 1);
  return engine.statistics(request);
}

const std::vector<std::string> kAll = {"all"};

}  // namespace

TEST_CASE("the JSON of a graph counted by hand") {
  // 0 <-> 1 (2 and 3 synapses), 1 -> 2 (1), an autapse on 3 (4)
  const auto reply = reply_of(4, {0, 1, 3, 3, 4}, {1, 0, 2, 3}, {2, 3, 1, 4});
  // With 60 decimal digits the interval is 0.08894166839405475 to 0.53230533493356570.
  const std::string text = statistics_json(reply, kAll);
  CHECK(
      text ==
      R"({"neurons":4,"pre_neurons":4,"post_neurons":4,"connections":4,"synapses":10,"autapses":1,"reciprocal_pairs":1,)"
      R"("connection_probability":{"value":0.25,"connections":3,"pairs":12,)"
      R"("wilson_low":0.08894166839405473,"wilson_high":0.5323053349335657},)"
      R"("density":{"value":0.25,"connections":4,"cells":16},)"
      R"("reciprocity":{"value":0.6666666666666666,"reciprocal_connections":2,"connections":3,)"
      R"("wilson_low":0.17273368769932426,"wilson_high":0.9503895282784433,)"
      R"("expected":0.25,"over_expected":2.6666666666666665},)"
      R"("degrees":{"in":[1,3],"out":[2,1,1],"mean_in":0.75,"mean_out":0.75,)"
      R"("median_in":1.0,"median_out":0.5,"max_in":1,"max_out":2},)"
      R"("strengths":{"in":[1,1,1,1],"out":[2,0,1,0,1],"mean_in":1.5,"mean_out":1.5,)"
      R"("median_in":1.5,"median_out":1.0,"max_in":3,"max_out":4,)"
      R"("synapses_per_connection":[0,1,1,1]},)"
      R"("class_matrix":{"groups":["all"],"sizes":[4],"post_groups":["all"],"post_sizes":[4],)"
      R"("connections":[[3]],"synapses":[[6]],)"
      R"("pairs":[[12]],"probability":[[0.25]],"wilson_low":[[0.08894166839405473]],)"
      R"("wilson_high":[[0.5323053349335657]],"output_share":[[1.0]],"input_share":[[1.0]],)"
      R"("answered":[[2]],"way_back":[[3]],"analyzable_connections":[[0]],"analyzable_pairs":[[0]],)"
      R"("overall_probability":0.25,"tests":0,"p_value":[[null]],"q_value":[[null]]},)"
      R"("validity":{"analyzable_pre_neurons":0,"pairs":0,"connections":0,)"
      R"("connection_probability":null,"wilson_low":null,"wilson_high":null},)"
      R"("partial":{"tiles_missing":0,"tiles_total":1}})");
}

TEST_CASE("what is not defined is null and never a NaN") {
  const auto json =
      nlohmann::json::parse(statistics_json(reply_of(0, {0}, {}, {}), kAll), nullptr, false);
  REQUIRE_FALSE(json.is_discarded());
  CHECK(json["neurons"] == 0);
  CHECK(json["connection_probability"]["value"].is_null());
  CHECK(json["connection_probability"]["wilson_low"].is_null());
  CHECK(json["density"]["value"].is_null());
  CHECK(json["reciprocity"]["value"].is_null());
  CHECK(json["reciprocity"]["wilson_low"].is_null());
  CHECK(json["degrees"]["in"] == nlohmann::json::array());
  CHECK(json["degrees"]["mean_in"].is_null());
  CHECK(json["degrees"]["median_out"].is_null());
  CHECK(json["degrees"]["max_in"].is_null());
  CHECK(json["class_matrix"]["probability"][0][0].is_null());

  // one neuron: no pairs, but a degree and a density
  const auto one =
      nlohmann::json::parse(statistics_json(reply_of(1, {0, 1}, {0}, {2}), kAll), nullptr, false);
  CHECK(one["connection_probability"]["value"].is_null());
  CHECK(one["density"]["value"] == 1.0);
  CHECK(one["degrees"]["max_in"] == 0);
}

TEST_CASE("group names that are no UTF-8 still make JSON") {
  const std::vector<std::string> names = {"caf\xe9 \"x\""};
  const auto json =
      nlohmann::json::parse(statistics_json(reply_of(0, {0}, {}, {}), names), nullptr, false);
  REQUIRE_FALSE(json.is_discarded());
  CHECK(json["class_matrix"]["groups"][0] == "caf\xef\xbf\xbd \"x\"");
}

TEST_CASE("parts that are not asked for are left out, and members of a job are put behind") {
  const auto reply = reply_of(1, {0, 0}, {}, {});
  const std::string none = statistics_json(reply, kAll, {}, {false, false, false});
  auto json = nlohmann::json::parse(none, nullptr, false);
  CHECK(json.size() == 2);
  CHECK(json.contains("validity"));
  json = nlohmann::json::parse(with_members(none, R"({"about":{"neurons":1},"a":[1,{}],"b":2})"),
                               nullptr, false);
  CHECK(json.size() == 4);
  CHECK(json["a"][0] == 1);
  CHECK(with_members("{}", R"({"a":1})") == R"({"a":1})");
  CHECK(with_members("{}", R"({"about":1})") == "{}");
}

TEST_CASE("what stands beside counts says which neurons it is of, and has no matrix") {
  const auto reply = reply_of(4, {0, 1, 3, 3, 4}, {1, 0, 2, 3}, {2, 3, 1, 4});
  StatisticsRequest request;
  request.chosen.assign(4, 1);
  request.analyzable_axon.assign(4, 1);
  request.min_synapses = 2;
  const auto beside = [&](StatisticsParts parts) {
    return nlohmann::ordered_json::parse(counts_beside_json(reply, request, {7, 0}, parts));
  };
  const auto counts = beside({true, false, true});
  CHECK(counts["about"]["neurons"] == 4);
  CHECK(counts["about"]["min_synapses"] == 2);
  CHECK(counts["about"]["min_mean_size"] == 7);
  CHECK(counts["about"]["partial"]["tiles_total"] == 1);
  auto expected = nlohmann::ordered_json::parse(
      statistics_json(reply, kAll, {}, StatisticsParts{true, false, false}));
  for (const char* const key : {"validity", "partial"}) expected.erase(key);
  nlohmann::ordered_json found = counts;
  found.erase("about");
  CHECK(found == expected);
  const auto degrees = beside({false, true, false});
  CHECK(degrees.size() == 3);  // about, degrees, strengths
  CHECK(degrees["degrees"]["mean_in"] == 0.75);
}
