#include "app/structure_inquiries.h"

#include <doctest/doctest.h>

#include "app/told_worker.h"
#include "base/usual_counts.h"
#include "worker/structure_job.h"

using namespace cnx;
using namespace cnx::test;

namespace {

struct StructureWorker : ToldWorker {
  StructureInquiries inquiries{platform};

  JobInput input() const { return ToldWorker::input({{0, 1, 2, 2}, {1, 2}}); }
};

StatisticsQuestion structure_question() {
  StatisticsQuestion made;
  made.group_names = {"all"};
  made.request.chosen = {1, 1, 1};
  return made;
}

}  // namespace

TEST_CASE(
    "an open section asks once for each choice, and shows what is there before the controls") {
  StructureWorker worker;
  const StatisticsQuestion asked = structure_question();
  worker.inquiries.derive(false, &asked, 1);
  worker.inquiries.derive(true, nullptr, 1);
  CHECK(worker.asked.empty());

  worker.inquiries.derive(true, &asked, 1);
  CHECK(worker.job().request.statistic == Statistic::Structure);
  CHECK(worker.job().request.nulls.controls == kUsualRichClubControls);
  const auto job = make_job(worker.input());
  std::string partial;
  while (!job->advance()) {
    if (partial.empty()) partial = job->partial_json();
  }
  REQUIRE(!partial.empty());
  worker.inquiries.take(JobProgress{worker.job().ticket, 0.5f, partial});
  CHECK(worker.inquiries.answer().share_done == 0.5f);
  REQUIRE(worker.inquiries.answer().report);
  CHECK(worker.inquiries.answer().report->lines.size() == 3);
  CHECK(!worker.inquiries.idle());
  REQUIRE(worker.inquiries.columns().columns.size() == 1);
  CHECK(worker.inquiries.columns().columns[0].values == std::vector<double>{1, 1, 1});
  worker.inquiries.take(JobResult{worker.job().ticket, job->json()});
  CHECK(worker.inquiries.idle());

  worker.inquiries.derive(true, &asked, 1);
  CHECK(worker.asked.size() == 1);
  worker.inquiries.derive(true, &asked, 2);
  CHECK(worker.asked.size() == 2);
  CHECK(!worker.inquiries.answer().report);  // it was about other neurons
}

TEST_CASE("the structure stops when the section closes, the neurons change, or by its button") {
  StructureWorker worker;
  const StatisticsQuestion asked = structure_question();
  worker.inquiries.derive(true, &asked, 1);
  const WorkerReply late = JobResult{worker.job().ticket, run_job(worker.input())};
  worker.inquiries.derive(true, &asked, 2);
  REQUIRE(worker.asked.size() == 3);
  CHECK(std::holds_alternative<CancelJob>(worker.asked[1]));
  worker.inquiries.take(late);
  CHECK(!worker.inquiries.answer().report);

  worker.inquiries.stop();
  CHECK(worker.inquiries.idle());
  CHECK(worker.inquiries.answer().stopped);
  worker.inquiries.derive(true, &asked, 2);
  CHECK(worker.asked.size() == 4);  // the cancel
  worker.inquiries.resume();
  worker.inquiries.derive(true, &asked, 2);
  CHECK(worker.asked.size() == 5);
  CHECK(!worker.inquiries.answer().stopped);

  worker.inquiries.derive(false, &asked, 2);
  CHECK(std::holds_alternative<CancelJob>(worker.asked.back()));
  worker.inquiries.derive(true, &asked, 2);
  CHECK(worker.job().request.statistic == Statistic::Structure);  // begins again
}
