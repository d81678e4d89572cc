#include "app/experiment_inquiries.h"

#include <doctest/doctest.h>

#include "app/told_worker.h"

using namespace cnx;
using namespace cnx::test;

namespace {

struct ExperimentWorker : ToldWorker {
  ExperimentInquiries inquiries{platform};
  MemorySite site{1, 90, 500, 40};
  NeuronTable table = site.table();
  ExperimentState plan;
  StatisticsQuestion question;

  ExperimentWorker() {
    question.group_names = {"all"};
    question.request.chosen.assign(90, 1);
    plan = {true, 5000, 3, 500, 10, 4};
  }
  void derive(std::uint32_t version, bool known = true, bool has_places = true) {
    inquiries.derive(plan, known ? &question : nullptr, version, table, has_places);
  }
  JobInput input() const {
    std::vector<std::uint32_t> offsets(91, 1);
    offsets[0] = 0;
    return ToldWorker::input({offsets, {1}});
  }
  void finish() { inquiries.take(JobResult{job().ticket, run_job(input())}); }
};

}  // namespace

TEST_CASE("an open virtual experiment is made once for each plan and choice of neurons") {
  ExperimentWorker worker;
  worker.plan.open = false;
  worker.derive(1);
  worker.plan.open = true;
  worker.derive(1, false);
  CHECK(worker.asked.empty());

  worker.derive(1);
  const JobRequest& request = worker.job().request;
  CHECK(request.statistic == Statistic::Experiment);
  CHECK(request.experiment == ExperimentOptions{5000, 3, 500});
  CHECK(request.nulls.controls == 10);
  CHECK(request.nulls.seed == 4);
  CHECK(request.positions_nm == soma_positions_nm(worker.table));
  CHECK(!worker.inquiries.idle());
  const auto job = make_job(worker.input());
  std::string partial;
  while (!job->advance()) {
    if (partial.empty()) partial = job->partial_json();
  }
  worker.inquiries.take(JobProgress{worker.job().ticket, 0.1f, partial});
  REQUIRE(worker.inquiries.answer().report);
  worker.finish();
  CHECK(worker.inquiries.idle());
  CHECK(worker.inquiries.answer().report->found.bars.size() > 0);

  worker.derive(1);
  CHECK(worker.asked.size() == 1);
  worker.plan.seed = 5;
  worker.derive(1);
  CHECK(worker.job().request.nulls.seed == 5);
  CHECK(worker.inquiries.answer().report);  // it says of what it is until the new one is here
  const WorkerReply late = JobResult{worker.job().ticket, run_job(worker.input())};
  worker.derive(2);
  CHECK(std::holds_alternative<CancelJob>(worker.asked[2]));
  CHECK(!worker.inquiries.answer().report);  // it was about other neurons
  worker.inquiries.take(late);
  CHECK(!worker.inquiries.answer().report);
}

TEST_CASE("without places the virtual experiment says why there is none") {
  ExperimentWorker worker;
  worker.derive(1, true, false);
  CHECK(worker.job().request.positions_nm.empty());
  worker.finish();
  REQUIRE(worker.inquiries.answer().report);
  CHECK(!worker.inquiries.answer().report->why_not.empty());
}

TEST_CASE("the virtual experiment stops by its button, and when its section is closed") {
  ExperimentWorker worker;
  worker.derive(1);
  worker.inquiries.stop();
  CHECK(worker.inquiries.idle());
  CHECK(worker.inquiries.answer().stopped);
  worker.derive(1);
  CHECK(worker.asked.size() == 2);  // the cancel
  worker.inquiries.resume();
  worker.derive(1);
  CHECK(worker.asked.size() == 3);
  CHECK(!worker.inquiries.answer().stopped);
  worker.plan.open = false;
  worker.derive(1);
  CHECK(std::holds_alternative<CancelJob>(worker.asked.back()));
  worker.plan.open = true;
  worker.derive(1);
  CHECK(worker.job().request.statistic == Statistic::Experiment);
}
