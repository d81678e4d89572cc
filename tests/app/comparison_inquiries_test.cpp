#include "app/comparison_inquiries.h"

#include <doctest/doctest.h>

#include "app/told_worker.h"
#include "base/usual_counts.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A worker that is told what to do, over six neurons of which the last is not counted.
struct ComparisonPage : ToldWorker {
  ComparisonInquiries inquiries{platform};
  Manifest manifest;
  NeuronTable neurons;
  ViewState view;
  StatisticsQuestion question;

  ComparisonPage() {
    manifest.neuron_count = 6;
    manifest.columns = {
        {"row", ColumnRole::SourceRow, ColumnKind::Integer, {}},
        {"axon", ColumnRole::AxonStatus, ColumnKind::Category, {"non", "extended"}}};
    neurons = NeuronTable(manifest);
    neurons.set_rows(0, std::vector<std::uint32_t>{0, 1},
                     {IntegerValues{0, 1, 2, 3, 4, 5}, CategoryValues{1, 1, 0, 0, 0, 0}});
    question.group_names = {"all"};
    question.request.chosen = {1, 1, 1, 1, 1, 0};
    view.comparison.open = true;
    view.selection = NeuronSet::from_neurons({0, 1, 5});
    view.sets = {{"left", NeuronSet::from_neurons({1, 2})}};
  }

  void derive(bool known = true) {
    inquiries.derive(view, neurons, known ? &question : nullptr, 1, false);
  }
  JobInput input() const {
    return ToldWorker::input({{0, 1, 2, 3, 4, 4, 4}, {1, 0, 3, 4}}, {1, 1, 2, 2});
  }
};

}  // namespace

TEST_CASE("the selection is compared with all others, both among the neurons that are counted") {
  ComparisonPage page;
  page.derive(false);
  CHECK(page.asked.empty());
  page.derive();
  CHECK(page.job().request.statistic == Statistic::Compare);
  CHECK(page.job().request.nulls.controls == kUsualPermutations);
  CHECK(page.job().request.subset.chosen == NeuronMask{1, 1, 0, 0, 0, 0});
  CHECK(page.job().request.subset.post == NeuronMask{0, 0, 1, 1, 1, 0});
  const auto& sides = page.inquiries.answer().sides;
  CHECK(sides[0].words == "the selection");
  CHECK(sides[0].neurons == 2);
  CHECK(sides[0].verdict == Verdict::Sound);
  CHECK(sides[1].words == "all other neurons");
  CHECK(sides[1].neurons == 3);
  CHECK(sides[1].verdict == Verdict::NotReliable);

  page.inquiries.take(JobProgress{page.job().ticket, 0.25f, ""});
  CHECK(page.inquiries.answer().share_done == 0.25f);
  CHECK_FALSE(page.inquiries.idle());
  page.inquiries.take(JobResult{page.job().ticket, run_job(page.input())});
  CHECK(page.inquiries.idle());
  REQUIRE(page.inquiries.answer().report);
  CHECK(page.inquiries.answer().report->numbers.rows[0][2].text == "2");
  page.derive();
  CHECK(page.asked.size() == 1);
}

TEST_CASE(
    "another set, selection or seed is another comparison; a set that is not there is empty") {
  ComparisonPage page;
  page.derive();
  page.inquiries.take(JobResult{page.job().ticket, run_job(page.input())});
  page.view.comparison.b = "left";
  page.derive();
  CHECK(page.asked.size() == 2);
  CHECK_FALSE(page.inquiries.answer().report);  // it was about other sets
  CHECK(page.job().request.subset.post == NeuronMask{0, 1, 1, 0, 0, 0});
  CHECK(page.inquiries.answer().sides[1].words == "set left");

  page.view.inference.seed = 5;
  page.derive();
  CHECK(page.job().request.nulls.seed == 5);
  CHECK(std::holds_alternative<CancelJob>(page.asked[2]));

  page.view.comparison.a = "no such set";
  page.derive();
  CHECK(page.inquiries.answer().sides[0].neurons == 0);
  CHECK(page.inquiries.answer().sides[0].words == "set no such set (missing)");
  page.inquiries.take(JobResult{page.job().ticket, run_job(page.input())});
  REQUIRE(page.inquiries.answer().report);
  CHECK(page.inquiries.answer().report->why_not.find(
            "two neurons or more that are counted here and not in the other: A has 0, B has ") !=
        std::string::npos);

  page.view.comparison.a.clear();
  page.view.selection = {};
  page.derive();
  CHECK(page.inquiries.answer().sides[0].neurons == 0);
}

TEST_CASE("where a set is chosen that A or B sends onto, two blocks are compared") {
  ComparisonPage page;
  page.view.sets.push_back({"right", NeuronSet::from_neurons({3, 4, 5})});
  page.derive();
  CHECK_FALSE(page.job().request.block_b.any());
  page.view.comparison.a_onto = "right";
  page.view.comparison.b = "left";
  page.derive();
  const auto request = page.job().request;
  CHECK(request.subset.chosen == NeuronMask{1, 1, 0, 0, 0, 0});
  CHECK(request.subset.post == NeuronMask{0, 0, 0, 1, 1, 0});  // 5 is not counted
  CHECK(request.block_b.pre == NeuronMask{0, 1, 1, 0, 0, 0});
  CHECK(request.block_b.post == request.block_b.pre);
  const auto& sides = page.inquiries.answer().sides;
  CHECK(sides[0].words == "the selection onto set right");
  CHECK(sides[0].neurons == 2);
  CHECK(sides[0].receiving == 2u);
  CHECK(sides[1].words == "set left onto its own neurons");
  CHECK(sides[1].receiving == 2u);
  JobInput input = page.input();
  input.request = request;
  page.inquiries.take(JobResult{page.job().ticket, run_job(input)});
  REQUIRE(page.inquiries.answer().report);
  CHECK(page.inquiries.answer().report->numbers.rows[0][0].text == "Sending neurons");
  page.view.comparison.a_onto = "gone";
  page.derive();
  CHECK(page.inquiries.answer().sides[0].words == "the selection onto set gone (missing)");
  CHECK(page.inquiries.answer().sides[0].receiving == 0u);
  page.view.comparison.a_onto.clear();
  page.derive();
  CHECK_FALSE(page.job().request.block_b.any());
  CHECK_FALSE(page.inquiries.answer().sides[0].receiving.has_value());
}

TEST_CASE("another choice of what is counted asks again") {
  ComparisonPage page;
  page.derive();
  page.view.inference.degrees = page.view.inference.shared = page.view.inference.lengths = true;
  page.derive();
  const auto job = std::get<AskJob>(page.asked.back());
  CHECK(job.request.nulls.degrees);
  CHECK(job.request.nulls.shared);
  CHECK(job.request.nulls.lengths);
  CHECK_FALSE(job.request.nulls.distance);
  CHECK(job.request.positions_nm.empty());  // nobody has a place here
  page.view.inference.participation = page.view.inference.classes = true;
  page.derive();
  const auto more = std::get<AskJob>(page.asked.back());
  CHECK(more.request.nulls.participation);
  CHECK(more.request.nulls.classes);
  page.view.inference.distance = true;
  for (const std::uint32_t bin_um : {50u, 20u}) {
    page.view.inference.bin_um = bin_um;
    page.derive();
    const auto& request = std::get<AskJob>(page.asked.back()).request;
    CHECK(request.nulls.distance);
    CHECK(request.distance.bin_nm == bin_um * 1000);
  }
}

TEST_CASE("sizes of synapses are waited for while they come, and left out unless they are here") {
  ComparisonPage page;
  page.view.inference.sizes = true;
  const auto derive = [&](SizesEverywhere sizes) {
    page.inquiries.derive(page.view, page.neurons, &page.question, 1, false, {sizes});
  };
  derive(SizesEverywhere::Coming);
  CHECK(page.asked.empty());
  derive(SizesEverywhere::NotAsked);
  CHECK_FALSE(page.job().request.nulls.sizes);
  derive(SizesEverywhere::Coming);  // somebody asked: what is counted without them stops
  CHECK(std::holds_alternative<CancelJob>(page.asked.back()));
  derive(SizesEverywhere::Here);
  CHECK(page.job().request.nulls.sizes);
  derive(SizesEverywhere::Here);
  CHECK(page.asked.size() == 3);
  page.view.inference.sizes = false;
  derive(SizesEverywhere::Coming);  // nobody waits for what nobody wants
  CHECK_FALSE(page.job().request.nulls.sizes);
}

TEST_CASE("the comparison stops by its button and when its section is closed") {
  ComparisonPage page;
  page.derive();
  page.inquiries.stop();
  CHECK(page.inquiries.answer().stopped);
  page.derive();
  CHECK(page.asked.size() == 2);  // the cancel
  page.inquiries.resume();
  page.derive();
  CHECK(page.asked.size() == 3);
  page.view.comparison.open = false;
  page.derive();
  CHECK(std::holds_alternative<CancelJob>(page.asked.back()));
  CHECK(page.inquiries.idle());
}
