#include "app/beside_profile.h"

#include <doctest/doctest.h>

#include <string>

#include "app/told_worker.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A worker that is told what to do, over four neurons in a row, 30 µm apart.
struct BesidePage : ToldWorker {
  BesideProfile beside{platform};
  Manifest manifest;
  NeuronTable neurons;
  ViewState view;
  StatisticsQuestion question;
  InferenceAnswer<DistanceReport> own;

  BesidePage() {
    manifest.neuron_count = 4;
    manifest.columns = {
        {"x", ColumnRole::PositionX, ColumnKind::Integer, {}},
        {"y", ColumnRole::PositionY, ColumnKind::Integer, {}},
        {"z", ColumnRole::PositionZ, ColumnKind::Integer, {}},
        {"axon", ColumnRole::AxonStatus, ColumnKind::Category, {"extended", "non"}}};
    neurons = NeuronTable(manifest);
    neurons.set_rows(0, std::vector<std::uint32_t>{0, 1, 2, 3},
                     {IntegerValues{0, 30'000, 60'000, 90'000}, IntegerValues{0, 0, 0, 0},
                      IntegerValues{0, 0, 0, 0}, CategoryValues{0, 0, 0, 1}});
    question.group_names = {"all"};
    question.request.chosen = {1, 1, 0, 0};
    question.request.post = {0, 0, 1, 1};
    question.request.min_synapses = 2;
    view.inference.open = 1;
    view.inference.bin_um = 20;
    view.sets = {{"right", NeuronSet::from_neurons({1, 2, 3})}};
    view.inference.beside = "right";
    own.report = DistanceReport();
    own.report->probability.title = "Connection probability by distance";
    own.report->probability.caption = "own";
    own.report->probability.points.emplace_back();
    own.share_done = 1;
  }
  void derive(std::uint32_t version = 1, bool known = true) {
    beside.derive(view, neurons, known ? &question : nullptr, version, true, own);
  }
};

}  // namespace

TEST_CASE("a set's profile is counted among its neurons, with the bins and limits in use") {
  BesidePage page;
  page.derive(1, false);
  CHECK(page.asked.empty());
  CHECK_FALSE(page.beside.wanted());
  page.derive();
  const JobRequest& asked = page.job().request;
  CHECK(asked.statistic == Statistic::Distance);
  CHECK(asked.subset.chosen == NeuronMask{0, 1, 1, 1});
  CHECK(asked.subset.one_set());
  CHECK(asked.subset.min_synapses == 2);
  CHECK(asked.distance.bin_nm == 20'000);
  CHECK(asked.positions_nm.size() == 12);
  CHECK(page.beside.set().words == "set right");
  CHECK(page.beside.set().neurons == 3);
  CHECK(page.beside.set().verdict == Verdict::WithCare);
  CHECK(page.beside.both().running);
  CHECK(page.beside.both().report == page.own.report);

  // 1 -> 2 and 2 -> 3, each with two synapses; 0 -> 1 is not in the set.
  const std::string json = run_job(page.input({{0, 1, 2, 3, 3}, {1, 2, 3}}, {2, 2, 2}));
  page.beside.take(JobResult{page.job().ticket, json});
  page.derive();
  CHECK(page.asked.size() == 1);
  CHECK(page.beside.idle());
  REQUIRE(page.beside.both().report);
  const LineChart& chart = page.beside.both().report->probability;
  CHECK(chart.points.size() == 1);
  REQUIRE(chart.other.size() == 2);
  CHECK(chart.other[0].x == 30);
  CHECK(chart.other[0].y == 0.5);
  CHECK(chart.other[0].n == 4);
  CHECK(chart.other[1].y == 0);
  CHECK(chart.caption == "own. set right: n = 2 connections among 6 ordered pairs");
}

TEST_CASE("another set, measure or question is another profile; none is none") {
  BesidePage page;
  page.derive();
  page.view.inference.measure = ProfileMeasure::Lateral;
  page.derive();
  CHECK(page.asked.size() == 3);  // the first was called off
  page.derive(2);
  CHECK(page.asked.size() == 5);
  page.view.inference.beside = "gone";
  page.derive(2);
  CHECK(page.beside.set().words == "set gone (missing)");
  CHECK(page.beside.set().neurons == 0);
  page.view.inference.controls = 7;  // of another section
  page.derive(2);
  CHECK(page.asked.size() == 7);
  page.beside.stop();
  CHECK(page.beside.idle());
  page.derive(2);
  CHECK(page.beside.both().stopped);
  page.beside.resume();
  page.derive(2);
  CHECK_FALSE(page.beside.idle());
  page.view.inference.beside.clear();
  page.derive(2);
  CHECK(page.beside.idle());
  CHECK_FALSE(page.beside.wanted());
}
