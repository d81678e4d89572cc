#include "stats/stability.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "stats/random.h"

using namespace cnx;

TEST_CASE("a number is stable up to a fifth of itself, and changes beyond") {
  const auto verdict = [](double second) {
    return judge_sweep(std::vector<Ratio>{{1000, 10}, {second, 10}}, 0);
  };
  CHECK(verdict(1000).stability == Stability::Stable);
  CHECK(verdict(1199).stability == Stability::Stable);
  CHECK(verdict(801).stability == Stability::Stable);
  CHECK(verdict(1201).stability == Stability::Changes);
  CHECK(verdict(799).stability == Stability::Changes);
  CHECK(verdict(799).largest_change == doctest::Approx(-0.201));
  CHECK(verdict(0).stability == Stability::Changes);  // all gone is a change, not too few
  CHECK(verdict(0).largest_change == -1);
}

TEST_CASE("points with fewer than 100 events to be expected are not judged") {
  // In use: 1 in 10. The second could show 99.9 of them, the third 100.
  const std::vector<Ratio> points = {{200, 2000}, {5, 999}, {100, 1000}};
  const SweepVerdict verdict = judge_sweep(points, 0);
  CHECK(verdict.judged == std::vector<std::uint8_t>{1, 0, 1});
  CHECK(verdict.stability == Stability::Stable);
  CHECK(judge_sweep(std::vector<Ratio>{{200, 2000}, {5, 999}}, 0).stability == Stability::TooFew);
  CHECK(judge_sweep(std::vector<Ratio>{{99, 2000}, {99, 2000}}, 0).stability == Stability::TooFew);
  CHECK(judge_sweep(std::vector<Ratio>{{200, 2000}}, 0).stability == Stability::TooFew);
  CHECK(judge_sweep(std::vector<Ratio>{{0, 0}, {0, 0}}, 1).stability == Stability::TooFew);
}

TEST_CASE("the largest change is from the point in use, wherever that is") {
  const std::vector<Ratio> points = {{3000, 10}, {1500, 10}, {1000, 10}, {900, 10}};
  const SweepVerdict verdict = judge_sweep(points, 2);
  CHECK(verdict.largest_change == 2);
  CHECK(verdict.at == 0);
  CHECK(judge_sweep(points, 0).at == 3);
}

TEST_CASE("chance alone is called a change in few sweeps, a planted change of two fifths in most") {
  // 100 events in use and at each of four points, as scattered as counts are.
  Random random(3);
  const auto poisson = [&](double mean) {
    double events = 0;
    for (int i = 0; i < 4000; ++i) events += random.uniform() < mean / 4000;
    return events;
  };
  int called = 0, missed = 0;
  for (int i = 0; i < 300; ++i) {
    const Ratio in_use{400, 400};
    called += judge_sweep(std::vector<Ratio>{in_use, {poisson(400), 400}}, 0).stability ==
              Stability::Changes;
    missed += judge_sweep(std::vector<Ratio>{in_use, {poisson(240), 400}}, 0).stability ==
              Stability::Stable;
  }
  CHECK(called <= 2);  // a fifth is four standard deviations of 400 events
  CHECK(missed <= 2);
}

TEST_CASE("every verdict has a word") {
  CHECK(std::string(stability_word(Stability::Stable)) == "stable");
  CHECK(std::string(stability_word(Stability::Changes)) == "changes");
  CHECK(std::string(stability_word(Stability::TooFew)) == "too few");
}

TEST_CASE("what is no share of events is judged by how much it rests on") {
  const std::vector<double> values = {2.0, 2.3, NAN, 9.0, 1.9}, rests_on = {500, 100, 500, 99, 101};
  SweepVerdict verdict = judge_sweep(values, rests_on, 0);
  CHECK(verdict.judged == std::vector<std::uint8_t>{1, 1, 0, 0, 1});
  CHECK(verdict.stability == Stability::Stable);
  CHECK(verdict.largest_change == doctest::Approx(0.15));
  CHECK(verdict.at == 1);
  verdict = judge_sweep(values, rests_on, 3);  // too little in use
  CHECK(verdict.stability == Stability::TooFew);
  CHECK(verdict.judged == std::vector<std::uint8_t>(5, 0));
  CHECK(judge_sweep(values, rests_on, 2).stability == Stability::TooFew);
  const std::vector<double> negative = {-0.1, -0.15}, enough = {100, 100}, nothing = {0, 1};
  CHECK(judge_sweep(negative, enough, 0).largest_change == doctest::Approx(0.5));
  CHECK(judge_sweep(negative, enough, 0).stability == Stability::Changes);
  CHECK(judge_sweep(nothing, enough, 0).stability == Stability::TooFew);
}
