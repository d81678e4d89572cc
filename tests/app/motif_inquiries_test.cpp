#include "app/motif_inquiries.h"

#include <doctest/doctest.h>

#include "app/told_worker.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A worker that knows three neurons which are one simplex, worked off when told to.
struct MotifWorker : ToldWorker {
  MotifInquiries inquiries{platform};

  /// What the worker would say to the job asked last.
  WorkerReply answer() const {
    return JobResult{job().ticket, run_job(input({{0, 2, 3, 3}, {1, 2, 2}}))};
  }
};

StatisticsQuestion motif_question() {
  StatisticsQuestion made;
  made.group_names = {"all"};
  made.request.chosen = {1, 1, 1};
  return made;
}

}  // namespace

TEST_CASE("an open section asks for triads, simplices and connections, once for each choice") {
  MotifWorker worker;
  const StatisticsQuestion asked = motif_question();
  worker.inquiries.derive(false, &asked, 1);
  worker.inquiries.derive(true, nullptr, 1);
  CHECK(worker.asked.empty());
  CHECK(worker.inquiries.idle());

  worker.inquiries.derive(true, &asked, 1);
  CHECK(worker.job().request.statistic == Statistic::Triads);
  worker.inquiries.take(JobProgress{worker.job().ticket, 0.5f, ""});
  CHECK(worker.inquiries.answer().share_done == 0.5f);
  worker.inquiries.take(worker.answer());
  CHECK(worker.inquiries.answer().report.triads);
  CHECK(worker.job().request.statistic == Statistic::Simplices);
  CHECK(worker.inquiries.columns().columns.size() == 1);
  CHECK(!worker.inquiries.idle());
  worker.inquiries.take(worker.answer());
  CHECK(worker.inquiries.answer().report.simplices);
  CHECK(worker.job().request.per_neuron);
  REQUIRE(worker.inquiries.columns().columns.size() > 1);
  CHECK(worker.inquiries.columns().columns[0].name == "clustering coefficient");
  CHECK(worker.inquiries.columns().columns[1].name == "directed simplices of dimension 2");
  CHECK(worker.job().request.statistic == Statistic::Participation);
  CHECK(!worker.inquiries.idle());
  worker.inquiries.take(worker.answer());
  CHECK(worker.inquiries.answer().report.connections);
  CHECK(worker.inquiries.idle());

  worker.inquiries.derive(true, &asked, 1);
  CHECK(worker.asked.size() == 3);
  worker.inquiries.derive(true, &asked, 2);
  CHECK(worker.asked.size() == 4);
  CHECK(!worker.inquiries.answer().report.triads);  // they were about other neurons
  CHECK(worker.inquiries.columns().columns.empty());
  CHECK(worker.inquiries.columns().version == 3);
}

TEST_CASE("what was counted to the end is there at once when its neurons come back") {
  MotifWorker worker;
  const StatisticsQuestion asked = motif_question();
  const auto count = [&](std::uint32_t version) {
    worker.inquiries.derive(true, &asked, version);
    for (int job = 0; job < 3; ++job) worker.inquiries.take(worker.answer());
    REQUIRE(worker.inquiries.idle());
  };
  count(1);
  const std::vector<DerivedColumn> columns = worker.inquiries.columns().columns;
  const std::uint32_t columns_version = worker.inquiries.columns().version;
  const std::size_t jobs = worker.asked.size();
  // Others, called off half-way.
  worker.inquiries.derive(true, &asked, 2);
  CHECK(worker.asked.size() == jobs + 1);
  CHECK_FALSE(worker.inquiries.answer().report.triads);
  worker.inquiries.derive(true, nullptr, 2);  // between two answers of the statistics
  worker.inquiries.derive(true, &asked, 1);
  CHECK(std::holds_alternative<CancelJob>(worker.asked.back()));
  CHECK(worker.asked.size() == jobs + 2);  // nothing is asked for
  CHECK(worker.inquiries.idle());
  CHECK(worker.inquiries.answer().report.triads);
  CHECK(worker.inquiries.answer().report.connections);
  CHECK(worker.inquiries.columns().columns == columns);
  CHECK(worker.inquiries.columns().version != columns_version);
  // Those that were not counted to the end are counted, and then both are kept.
  count(2);
  const std::size_t all = worker.asked.size();
  for (const std::uint32_t version : {1u, 2u, 1u}) {
    worker.inquiries.derive(true, &asked, version);
    CHECK(worker.inquiries.answer().report.connections);
  }
  CHECK(worker.asked.size() == all);
  // No more than a few.
  for (std::uint32_t version = 3; version < 7; ++version) count(version);
  const std::size_t many = worker.asked.size();
  worker.inquiries.derive(true, &asked, 2);
  CHECK(worker.asked.size() == many + 1);
}

TEST_CASE("the numbers of all neurons are shown while those on analyzable axons are counted") {
  MotifWorker worker;
  StatisticsQuestion asked = motif_question();
  asked.request.analyzable_axon = {1, 1, 0};
  worker.inquiries.derive(true, &asked, 1);
  const auto job = make_job(worker.input({{0, 2, 3, 3}, {1, 2, 2}}));
  while (!job->has_news()) REQUIRE(!job->advance());
  const std::uint32_t ticket = worker.job().ticket;
  worker.inquiries.take(JobProgress{ticket, 0.5f, job->partial_json()});
  REQUIRE(worker.inquiries.answer().report.triads);
  CHECK(worker.inquiries.answer().report.triads->columns.size() == 3);
  CHECK(!worker.inquiries.idle());
  CHECK(worker.job().ticket == ticket);
  while (!job->advance()) {
  }
  worker.inquiries.take(JobResult{ticket, job->json()});
  CHECK(worker.inquiries.answer().report.triads->columns.size() == 4);
  CHECK(worker.job().request.statistic == Statistic::Simplices);
}

TEST_CASE("counting stops when the section closes, the neurons change, or the button is pressed") {
  MotifWorker worker;
  const StatisticsQuestion asked = motif_question();
  worker.inquiries.derive(true, &asked, 1);
  const WorkerReply late = worker.answer();
  const std::uint32_t first = worker.job().ticket;
  worker.inquiries.derive(true, &asked, 2);
  REQUIRE(worker.asked.size() == 3);
  CHECK(std::get<CancelJob>(worker.asked[1]).ticket == first);
  worker.inquiries.take(late);
  CHECK(!worker.inquiries.answer().report.triads);

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
  CHECK(std::get<CancelJob>(worker.asked.back()).ticket ==
        std::get<AskJob>(worker.asked[4]).ticket);
  worker.inquiries.derive(true, &asked, 2);
  CHECK(worker.job().request.statistic == Statistic::Triads);  // begins again
}
