#include "app/robustness_inquiries.h"

#include <doctest/doctest.h>

#include "app/told_worker.h"
#include "base/usual_counts.h"
#include "worker/labels_job.h"

using namespace cnx;
using namespace cnx::test;

namespace {

struct RobustnessWorker : ToldWorker {
  RobustnessInquiries inquiries{platform};

  std::uint32_t accuracy = 77, thresholds = kUsualThresholds;
  InferenceState more;
  void derive(bool open, const StatisticsQuestion* question, std::uint32_t version) {
    inquiries.derive(open, question, version, accuracy, thresholds, more, NeuronTable(), false);
  }
  void finish() { inquiries.take(JobResult{job().ticket, run_job(input())}); }

  // One connection of two synapses: of one synapse each there would be no thresholds.
  JobInput input() const { return ToldWorker::input({{0, 1, 2, 2}, {1, 2}}, {1, 2}); }
};

StatisticsQuestion robustness_question() {
  StatisticsQuestion made;
  made.group_names = {"A", "B"};
  made.request.chosen = {1, 1, 1};
  made.request.groups = {0, 1, 1};
  made.request.group_count = 2;
  return made;
}

}  // namespace

TEST_CASE(
    "an open section has its three parts counted, one after the other, once for each choice") {
  RobustnessWorker worker;
  const StatisticsQuestion asked = robustness_question();
  worker.derive(false, &asked, 1);
  worker.derive(true, nullptr, 1);
  CHECK(worker.asked.empty());

  worker.derive(true, &asked, 1);
  CHECK(worker.job().request.statistic == Statistic::Thresholds);
  CHECK(worker.job().request.positions_nm.empty());
  const auto job = make_job(worker.input());
  std::string partial;
  while (!job->advance()) {
    if (partial.empty()) partial = job->partial_json();
  }
  REQUIRE(!partial.empty());
  const RobustnessAnswer& answer = worker.inquiries.answer();
  worker.inquiries.take(JobProgress{worker.job().ticket, 0.5f, partial});
  CHECK(answer.share_done == 0.5f);
  REQUIRE(answer.report.thresholds);
  CHECK(answer.report.thresholds->panels.size() == 5);
  worker.finish();

  CHECK(worker.job().request.statistic == Statistic::Labels);
  CHECK(worker.job().request.labels.accuracy_percent == 77);
  CHECK(worker.job().request.nulls.controls == kUsualLabelDraws);
  CHECK(std::string(answer.counting) == "other labels");
  CHECK(!worker.inquiries.idle());
  worker.finish();
  CHECK(answer.report.labels);

  CHECK(worker.job().request.statistic == Statistic::Erosion);
  worker.finish();
  CHECK(!answer.report.erosion);  // nobody has a place
  CHECK(!answer.report.erosion_sentence.empty());
  CHECK(worker.inquiries.idle());

  worker.derive(true, &asked, 1);
  CHECK(worker.asked.size() == 3);
  worker.derive(true, &asked, 2);
  CHECK(worker.asked.size() == 4);
  CHECK(answer.report == RobustnessReport{});  // it was about other neurons
}

TEST_CASE("another accuracy has the labels counted again, and nothing else") {
  RobustnessWorker worker;
  const StatisticsQuestion asked = robustness_question();
  worker.derive(true, &asked, 1);
  for (int part = 0; part < 3; ++part) worker.finish();
  REQUIRE(worker.inquiries.idle());
  worker.accuracy = 95;
  worker.derive(true, &asked, 1);
  CHECK(worker.job().request.statistic == Statistic::Labels);
  CHECK(worker.job().request.labels.accuracy_percent == 95);
  CHECK(worker.inquiries.answer().report.thresholds);
  worker.finish();
  CHECK(worker.inquiries.idle());
  CHECK(worker.asked.size() == 4);
}

TEST_CASE("as many other thresholds have these counted again, and nothing else") {
  RobustnessWorker worker;
  const StatisticsQuestion asked = robustness_question();
  worker.derive(true, &asked, 1);
  CHECK(worker.job().request.thresholds == kUsualThresholds);
  for (int part = 0; part < 3; ++part) worker.finish();
  worker.thresholds = 4;
  worker.derive(true, &asked, 1);
  CHECK(worker.job().request.statistic == Statistic::Thresholds);
  CHECK(worker.job().request.thresholds == 4);
  worker.finish();
  CHECK(worker.inquiries.answer().report.thresholds->panels[0].line.points.size() == 4);
  CHECK(worker.inquiries.idle());
  CHECK(worker.asked.size() == 4);
}

TEST_CASE("positions go along where there are any") {
  MemorySite site(1, 90, 500, 40);
  RobustnessWorker worker;
  StatisticsQuestion asked = robustness_question();
  asked.request.chosen.assign(90, 1);
  asked.request.groups.assign(90, 0);
  const NeuronTable table = site.table();
  worker.inquiries.derive(true, &asked, 1, 77, 10, {}, table, true);
  worker.inquiries.take(JobResult{worker.job().ticket, "{}"});
  CHECK(worker.job().request.positions_nm.empty());
  worker.inquiries.take(JobResult{worker.job().ticket, "{}"});
  CHECK(worker.job().request.positions_nm == soma_positions_nm(table));
  CHECK(!worker.job().request.positions_nm.empty());
}

TEST_CASE("the robustness stops when the section closes, the neurons change, or by its button") {
  RobustnessWorker worker;
  const StatisticsQuestion asked = robustness_question();
  worker.derive(true, &asked, 1);
  const WorkerReply late = JobResult{worker.job().ticket, run_job(worker.input())};
  worker.derive(true, &asked, 2);
  REQUIRE(worker.asked.size() == 3);
  CHECK(std::holds_alternative<CancelJob>(worker.asked[1]));
  worker.inquiries.take(late);
  CHECK(!worker.inquiries.answer().report.thresholds);
  worker.finish();  // the thresholds; the labels are out now

  worker.inquiries.stop();
  CHECK(worker.inquiries.idle());
  CHECK(worker.inquiries.answer().stopped);
  worker.derive(true, &asked, 2);
  CHECK(worker.asked.size() == 5);  // the cancel
  worker.inquiries.resume();
  worker.derive(true, &asked, 2);
  CHECK(worker.job().request.statistic == Statistic::Labels);  // goes on where it was
  CHECK(worker.inquiries.answer().report.thresholds);
  CHECK(!worker.inquiries.answer().stopped);

  worker.derive(false, &asked, 2);
  CHECK(std::holds_alternative<CancelJob>(worker.asked.back()));
  worker.derive(true, &asked, 2);
  CHECK(worker.job().request.statistic == Statistic::Labels);
}

TEST_CASE("other numbers count both sweeps again, and not the labels") {
  RobustnessWorker worker;
  const StatisticsQuestion asked = robustness_question();
  worker.derive(true, &asked, 1);
  for (int step = 0; step < 3; ++step) worker.finish();
  CHECK(worker.inquiries.idle());
  const auto labels = worker.inquiries.answer().report.labels;
  worker.more.controls = 19;  // of chance alone
  worker.derive(true, &asked, 1);
  CHECK(worker.inquiries.idle());
  worker.more.degrees = worker.more.structure = true;
  worker.derive(true, &asked, 1);
  CHECK_FALSE(worker.inquiries.idle());
  CHECK(worker.job().request.statistic == Statistic::Thresholds);
  CHECK(worker.job().request.nulls.degrees);
  CHECK(worker.job().request.nulls.structure);
  CHECK_FALSE(worker.inquiries.answer().report.thresholds);
  CHECK_FALSE(worker.inquiries.answer().report.erosion);
  CHECK(worker.inquiries.answer().report.labels == labels);
  worker.finish();
  CHECK(worker.inquiries.answer().report.thresholds->panels.size() == 5 + 1 + 5 + 4);
  CHECK(worker.job().request.statistic == Statistic::Erosion);
  worker.finish();
  CHECK(worker.inquiries.idle());
}

TEST_CASE("versions have sizes of synapses once these are here, and their labels stay") {
  RobustnessWorker worker;
  const StatisticsQuestion asked = robustness_question();
  worker.more.sizes = true;
  const auto derive = [&](SizesEverywhere sizes) {
    worker.inquiries.derive(true, &asked, 1, 77, 10, worker.more, NeuronTable(), false, {sizes});
  };
  derive(SizesEverywhere::Coming);
  CHECK(worker.asked.empty());
  derive(SizesEverywhere::NotAsked);
  for (int step = 0; step < 3; ++step) {
    CHECK_FALSE(worker.job().request.nulls.sizes);
    worker.finish();
  }
  derive(SizesEverywhere::Coming);
  CHECK(worker.inquiries.answer().report.thresholds);  // what is there stays meanwhile
  derive(SizesEverywhere::Here);
  CHECK(worker.job().request.statistic == Statistic::Thresholds);
  CHECK(worker.job().request.nulls.sizes);
  worker.finish();
  CHECK(worker.job().request.statistic == Statistic::Erosion);  // labels are as they were
}
