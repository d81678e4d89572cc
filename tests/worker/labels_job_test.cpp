#include "worker/labels_job.h"

#include <doctest/doctest.h>

#include "stats/label_noise.h"
#include "stats/random.h"
#include "worker/job_inputs.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// Neuron 0 of class A sends to neuron 1 of class B.
JobInput a_pair(std::uint32_t accuracy_percent) {
  JobInput input = job_input(Statistic::Labels, 2, {{0, 1}});
  input.request.subset.groups = {0, 1};
  input.request.subset.group_count = 2;
  input.request.group_names = {"A", "B"};
  input.request.labels.accuracy_percent = accuracy_percent;
  input.request.nulls.controls = 1000;
  return input;
}

JobInput labeled_input(std::uint32_t neurons, std::uint32_t classes) {
  JobInput input = job_input(Statistic::Labels, neurons, random_edges(3, neurons, neurons * 8));
  Random random(5);
  for (std::uint32_t v = 0; v < neurons; ++v) {
    input.request.subset.groups.push_back(static_cast<std::uint16_t>(random.below(classes)));
  }
  input.request.subset.group_count = classes;
  input.request.group_names.assign(classes, "class");
  return input;
}

}  // namespace

TEST_CASE("the band of two neurons is what the closed form says") {
  // A to B is 1 where both kept their class, 0 where they swapped, and has no pair otherwise. Of
  // the draws that have one, a share a² / (a² + (1 - a)²) is 1.
  const auto told = result_of(a_pair(77))["labels"];
  CHECK(told["accuracy"] == 0.77);
  CHECK(told["draws"] == 1000);
  CHECK(told["probability"][0][1] == 1);
  CHECK(told["band_low"][0][1] == 0);  // 8.2 % of them are 0
  CHECK(told["band_high"][0][1] == 1);
  const double share = 0.77 * 0.77 / (0.77 * 0.77 + 0.23 * 0.23);
  const double defined = told["draws_defined"][0][1];
  CHECK(std::abs(defined / 1000 - (0.77 * 0.77 + 0.23 * 0.23)) < 0.07);
  CHECK(std::abs(told["mean"][0][1].get<double>() - share) <
        4.5 * std::sqrt(share * (1 - share) / defined));
  CHECK(told["wider"][0][1] == true);  // one pair: Wilson's interval is from 0.2 to 1
  CHECK(told["probability"][0][0].is_null());
  CHECK(told["cells"] == 2);
  // At 95 % only 0.3 % are 0.
  const auto sure = result_of(a_pair(95))["labels"];
  CHECK(sure["band_low"][0][1] == 1);
  CHECK(sure["wider"][0][1] == false);
}

TEST_CASE("with labels that are right the band is the value, and never wider") {
  JobInput input = labeled_input(40, 3);
  input.request.labels.accuracy_percent = 100;
  const auto told = result_of(std::move(input))["labels"];
  CHECK(told["cells"] == 9);
  CHECK(told["cells_wider"] == 0);
  CHECK(told["cells_outside"] == 0);
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      const auto& value = told["probability"][row][column];
      CHECK(told["band_low"][row][column] == value);
      CHECK(told["band_high"][row][column] == value);
      CHECK(told["mean"][row][column].get<double>() == doctest::Approx(value.get<double>()));
    }
  }
}

TEST_CASE("where labels may have chosen the neurons the band says that it is too narrow") {
  JobInput input = labeled_input(40, 3);
  auto told = result_of(input)["labels"];
  CHECK(told["labels_counted"] == nlohmann::json{{"pre", 3}, {"post", 3}, {"dataset", 3}});
  CHECK(told["caveat"].is_null());
  const auto only = [&](auto passes) {
    std::vector<std::uint8_t> mask;
    for (const std::uint16_t group : input.request.subset.groups) mask.push_back(passes(group));
    return mask;
  };
  input.request.subset.chosen = only([](std::uint16_t group) { return group < 2; });
  told = result_of(input)["labels"];
  CHECK(told["labels_counted"] == nlohmann::json{{"pre", 2}, {"post", 2}, {"dataset", 3}});
  CHECK(told["caveat"] ==
        "Labels are exchanged among the counted neurons alone, which have 2 of the dataset's 3. If "
        "they were chosen by these labels, wrong ones change who is chosen, too: the bands are "
        "then too narrow.");
  // A block from one onto all: its pre neurons were chosen, though all labels are there.
  input.request.subset.chosen = only([](std::uint16_t group) { return group == 1; });
  input.request.subset.post.assign(40, 1);
  told = result_of(input)["labels"];
  CHECK(told["caveat"].get<std::string>().find("have 1 (pre) and 3 (post) of the dataset's 3.") !=
        std::string::npos);
  // One label alone: its band would have no width.
  input.request.subset.post.clear();
  auto whole = result_of(input);
  CHECK(whole["labels"].is_null());
  CHECK(whole["labels_why_not"] == kOneLabel);
  input.request.subset.post = input.request.subset.chosen;
  CHECK(result_of(input)["labels_why_not"] == kOneLabel);
  input.request.labels.accuracy_percent = 0;  // said first: with an accuracy there is none either
  CHECK(result_of(input)["labels_why_not"] == kNoAccuracy);
}

TEST_CASE("bands are quantiles of numbered draws, the same for equal seeds") {
  const JobInput input = labeled_input(30, 2);
  const auto told = result_of(input);
  CHECK(told == result_of(input));
  const StatisticsRequest& subset = input.request.subset;
  LabelNoise noise(input.connections->edges.view(), input.connections->synapse_counts,
                   subset.choice(), subset.groups, 2);
  std::vector<double> drawn;
  for (std::uint32_t i = 0; i < input.request.nulls.controls; ++i) {
    Random random(input.request.nulls.seed, i);
    noise.redraw(0.77, random);
    while (!noise.advance(10)) {
    }
    drawn.push_back(static_cast<double>(noise.counts().connections[1]) /
                    static_cast<double>(noise.counts().pairs[1]));
  }
  std::sort(drawn.begin(), drawn.end());
  CHECK(told["labels"]["band_low"][0][1] == quantile(drawn, 0.025));
  CHECK(told["labels"]["band_high"][0][1] == quantile(drawn, 0.975));
  JobInput other = input;
  other.request.nulls.seed = 2;
  CHECK(result_of(std::move(other))["labels"]["mean"] != told["labels"]["mean"]);
}

TEST_CASE("where there are no labels to draw, the result says why; the largest is bounded") {
  JobInput input = job_input(Statistic::Labels, 3, {{0, 1}});
  auto told = result_of(input);
  CHECK(told["labels"].is_null());
  CHECK(told["labels_why_not"] == "There are no classes whose labels could be wrong.");
  input = labeled_input(10, 2);
  input.request.subset.post_groups.assign(10, 0);
  input.request.subset.post_group_count = 1;
  CHECK(result_of(input)["labels"].is_null());
  input = labeled_input(10, kMaxNoisyLabels + 1);
  told = result_of(input);
  CHECK(told["labels"].is_null());
  CHECK(
      told["labels_why_not"].get<std::string>().ends_with("Choose another column for the groups."));
  input = labeled_input(10, 2);
  input.request.labels.accuracy_percent = 0;
  JobInput none = input;
  none.request.groups_why_not = "Too many.";
  CHECK(result_of(none)["labels_why_not"] == "Too many.");
  input.request.grouped_by = "region";
  told = result_of(input);
  CHECK(told["labels_why_not"] == kNoAccuracy);
  CHECK(told["about"]["grouped_by"] == "region");
  input = labeled_input(10, kMaxNoisyLabels);
  input.request.nulls.controls = kMaxControls;
  CHECK(result_of(input)["labels"]["draws"] == kMaxLabelDraws);
  input = labeled_input(10, 2);
  input.request.subset.chosen.assign(10, 0);
  told = result_of(input)["labels"];
  CHECK(told["cells"] == 0);
  CHECK(told["caveat"].is_null());
  CHECK(told["band_low"][0][0].is_null());
}
