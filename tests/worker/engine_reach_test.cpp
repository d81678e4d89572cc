#include <doctest/doctest.h>

#include "worker/engine.h"
#include "worker/tiles.h"

using namespace cnx;
using namespace cnx::test;

TEST_CASE(
    "the engine reaches what the connections of its tiles reach, and says when some are missing") {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::uint32_t neurons = 1 + random() % 60, block = 1 + random() % 20;
    const WeightedRows rows = random_rows(seed, neurons, neurons * 3);
    const auto tiles = make_tiles(TileKind::ConnectionsOut, rows, block);
    Engine engine(neurons, {block, any_edge_model(neurons)}, {block, any_edge_model(neurons)});
    ReachRequest request;
    request.from.assign(neurons, 0);
    request.from[random() % neurons] = 1;
    request.min_synapses = 1 + random() % 4;
    WeightedRows there(neurons);
    for (std::size_t tile = 0; tile <= tiles.size(); ++tile) {
      std::vector<std::uint8_t> expected(neurons);
      for (NeuronIndex pre = 0; pre < neurons; ++pre) {
        if (request.from[pre] == 0) continue;
        for (const auto& [post, count] : there[pre]) {
          if (post != pre && count >= request.min_synapses) expected[post] = 1;
        }
      }
      const ReachReply reply = engine.reach(request);
      CHECK(reply.reached == expected);
      CHECK(reply.tiles_total == tiles.size());
      CHECK(reply.tiles_missing == tiles.size() - tile);
      if (tile == tiles.size()) break;
      REQUIRE(engine.add_tile(tiles[tile]).ok());
      const auto first = static_cast<std::uint32_t>(tile * block);
      for (NeuronIndex pre = first; pre < std::min(first + block, neurons); ++pre) {
        there[pre] = rows[pre];
      }
    }
  }
}
