#include "worker/erosion_job.h"

#include <doctest/doctest.h>

#include "stats/border_distance.h"
#include "stats/network_counts.h"
#include "stats/random.h"
#include "worker/distance_job.h"
#include "worker/job_inputs.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// Somata anywhere in a box of so many µm (x, y, z), connected at random.
JobInput box_input(std::uint32_t neurons, std::uint32_t side_um) {
  JobInput input = job_input(Statistic::Erosion, neurons, random_edges(2, neurons, neurons * 9));
  Random random(7);
  for (std::uint32_t i = 0; i < 3 * neurons; ++i) {
    input.request.positions_nm.push_back(static_cast<std::int32_t>(random.below(side_um * 1000)) -
                                         5000);
  }
  return input;
}

}  // namespace

TEST_CASE("each step is the network of the neurons that lie deeper") {
  const JobInput input = box_input(120, 300);
  const auto told = result_of(input)["erosion"];
  const std::uint32_t step = told["step_um"];
  CHECK(step == 17);  // an eighth of what the deepest soma has around it
  REQUIRE(told["um"].size() == kErosionSteps + 1);
  const PositionColumns positions(input.request.positions_nm);
  const auto distances = border_distances(positions.x_nm, positions.z_nm);
  for (std::size_t i = 0; i < told["um"].size(); ++i) {
    CAPTURE(i);
    CHECK(told["um"][i] == i * step);
    std::vector<std::uint8_t> left;
    for (const double distance : distances) left.push_back(distance >= 1000.0 * step * i);
    NetworkCounter counter(input.connections->edges.view(), input.connections->synapse_counts,
                           {left, left, 1}, true);
    while (!counter.advance(UINT64_MAX)) {
    }
    CHECK(told["neurons"][i] == counter.counts().pre_neurons);
    CHECK(told["connections"][i] == counter.counts().connections);
    CHECK(told["triangles"][i] == counter.counts().triangles);
  }
  CHECK(told["in_use"] == 0);
  CHECK(told["neurons"][0] == 120);
}

TEST_CASE("partners by distance are means over the neurons of each step") {
  // A square of 400 µm: corners, and two neurons in the middle that have each other.
  JobInput input = job_input(Statistic::Erosion, 6, {{4, 5}, {5, 4}, {0, 4}, {1, 4}});
  input.request.positions_nm = {0,       7, 0,       400'000, 7, 0,       0,       7, 400'000,
                                400'000, 7, 400'000, 200'000, 7, 200'000, 150'000, 7, 160'000};
  const auto told = result_of(std::move(input))["erosion"];
  CHECK(told["step_um"] == 25);
  CHECK(told["deepest_um"] == 200);
  CHECK(told["um"].size() == 9);
  const auto& partners = told["partners"];
  CHECK(partners["from_um"].size() == 9);
  CHECK(partners["neurons"] == std::vector<int>{4, 0, 0, 0, 0, 0, 1, 0, 1});
  CHECK(partners["mean_inputs"][0] == 0);
  CHECK(partners["mean_outputs"][0] == 0.5);
  CHECK(partners["outputs_error"][0].get<double>() == doctest::Approx(std::sqrt(1.0 / 3 / 4)));
  CHECK(partners["mean_inputs"][1].is_null());
  CHECK(partners["mean_inputs"][8] == 3);
  CHECK(partners["inputs_error"][8].is_null());
}

TEST_CASE("a choice in the middle has fewer steps, and a block its two statistics") {
  JobInput input = box_input(200, 900);
  const PositionColumns positions(input.request.positions_nm);
  const auto distances = border_distances(positions.x_nm, positions.z_nm);
  for (std::size_t v = 0; v < distances.size(); ++v) {
    input.request.subset.chosen[v] = distances[v] < 60'000;
  }
  auto told = result_of(input)["erosion"];
  CHECK(told["um"] == std::vector<int>{0, 25, 50});
  input.request.subset.post.assign(200, 1);
  told = result_of(std::move(input))["erosion"];
  CHECK(told["um"].size() == kErosionSteps + 1);
  CHECK(told["statistics"].size() == 2);
  CHECK(told["neurons"].back() == 0);  // of the pre side
}

TEST_CASE("without places, or an area, there is no border and the result says why") {
  auto told = result_of(job_input(Statistic::Erosion, 4, {{0, 1}}));
  CHECK(told["erosion"].is_null());
  CHECK(told["erosion_why_not"] == "The dataset has no soma positions, so there is no border.");
  JobInput line = job_input(Statistic::Erosion, 3, {{0, 1}});
  line.request.positions_nm = {0, 0, 0, 1'000'000, 5, 1'000'000, 2'000'000, 9, 2'000'000};
  CHECK(result_of(std::move(line))["erosion"].is_null());
  JobInput nobody = box_input(30, 500);
  nobody.request.subset.chosen.assign(30, 0);
  told = result_of(std::move(nobody))["erosion"];
  CHECK(told["um"] == std::vector<int>{0});
  CHECK(told["statistics"]["transitivity"]["verdict"] == "too few");
}
