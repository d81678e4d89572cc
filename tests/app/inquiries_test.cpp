#include "app/inquiries.h"

#include <doctest/doctest.h>

#include "app/told_worker.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A worker that answers when it is told to.
struct SlowWorker : ToldWorker {
  void answer_partners(Inquiries& inquiries) {
    const auto& ask = std::get<AskPartners>(asked.back());
    PartnersReply reply{ask.ticket, {}};
    reply.partners.neuron = ask.neuron;
    inquiries.take(reply);
  }
  void answer_statistics(Inquiries& inquiries) {
    StatisticsAnswer answer;
    answer.ticket = std::get<AskStatistics>(asked.back()).ticket;
    answer.reply.statistics.neurons = asked.size();
    inquiries.take(answer);
  }
};

ScopedQuestion scoped_question(const std::string& scope) {
  ScopedQuestion made;
  made.scope = scope;
  made.question.group_names = {"all"};
  made.question.request.chosen = {1};
  return made;
}

}  // namespace

TEST_CASE("another grouping of the same neurons leaves what is about them as it is") {
  SlowWorker worker;
  Inquiries inquiries(worker.platform);
  ScopedQuestion asked = scoped_question("by class");
  asked.network = asked.grouped = 1;
  inquiries.ask_statistics(asked);
  CHECK(inquiries.network_stale());
  worker.answer_statistics(inquiries);
  CHECK_FALSE(inquiries.network_stale());
  inquiries.ask_statistics(asked);  // by region: the same neurons
  CHECK(inquiries.statistics_stale());
  CHECK_FALSE(inquiries.network_stale());
  asked.grouped = 2;
  inquiries.ask_statistics(asked);  // waits
  CHECK(inquiries.network_stale());
  worker.answer_statistics(inquiries);
  CHECK(inquiries.network_stale());
  worker.answer_statistics(inquiries);
  CHECK_FALSE(inquiries.network_stale());
}

TEST_CASE("of many questions while one is out only the last is asked") {
  SlowWorker worker;
  Inquiries inquiries(worker.platform);
  for (int i = 0; i < 50; ++i) inquiries.ask_statistics(scoped_question("q" + std::to_string(i)));
  CHECK(worker.asked.size() == 1);
  CHECK(inquiries.statistics_stale());
  CHECK(inquiries.statistics() == nullptr);
  worker.answer_statistics(inquiries);
  CHECK(inquiries.statistics_question().scope == "q0");  // the answer's own words
  CHECK(worker.asked.size() == 2);
  CHECK(inquiries.statistics_stale());
  worker.answer_statistics(inquiries);
  CHECK(inquiries.statistics_question().scope == "q49");
  CHECK_FALSE(inquiries.statistics_stale());
  CHECK(inquiries.idle());
  CHECK(worker.asked.size() == 2);
}

TEST_CASE("what stands beside the statistics is asked for once they are there, and keeps no one") {
  SlowWorker worker;
  Inquiries inquiries(worker.platform);
  const auto answer = [&](std::size_t question, std::uint64_t neurons) {
    StatisticsAnswer reply;
    reply.ticket = std::get<AskStatistics>(worker.asked[question]).ticket;
    reply.reply.statistics.neurons = neurons;
    inquiries.take(reply);
  };
  ScopedQuestion asked = scoped_question("q");
  asked.question.request.chosen = {1, 1, 1};
  asked.question.request.analyzable_axon = {1, 0, 1};
  inquiries.ask_beside();  // nothing is there
  inquiries.ask_statistics(asked);
  inquiries.ask_beside();
  CHECK(worker.asked.size() == 1);
  answer(0, 3);
  CHECK(inquiries.idle());
  CHECK(inquiries.beside() == nullptr);
  inquiries.ask_beside();
  inquiries.ask_beside();
  REQUIRE(worker.asked.size() == 2);
  const StatisticsRequest& beside = std::get<AskStatistics>(worker.asked[1]).request;
  CHECK(beside.chosen == std::vector<std::uint8_t>{1, 0, 1});
  CHECK_FALSE(inquiries.idle());
  CHECK_FALSE(inquiries.statistics_stale());  // what is on the screen is right
  answer(1, 2);
  REQUIRE(inquiries.beside() != nullptr);
  CHECK(inquiries.beside()->reply.statistics.neurons == 2);
  CHECK(inquiries.beside()->request == beside);
  CHECK(inquiries.statistics()->statistics.neurons == 3);
  CHECK(inquiries.statistics_version() == 1);
  CHECK(inquiries.idle());
  inquiries.ask_beside();
  CHECK(worker.asked.size() == 2);

  // A newer question goes out at once; until its answer the older pair is shown.
  inquiries.ask_statistics(asked);
  CHECK(inquiries.beside() != nullptr);
  answer(2, 30);
  CHECK(inquiries.beside() == nullptr);
  inquiries.ask_beside();
  inquiries.ask_statistics(asked);
  REQUIRE(worker.asked.size() == 5);
  answer(4, 31);  // the worker answers in order, but nothing here rests on that
  inquiries.ask_beside();
  CHECK(worker.asked.size() == 5);  // one is out
  answer(3, 20);
  CHECK(inquiries.beside() == nullptr);  // it was of the 30
  inquiries.ask_beside();
  REQUIRE(worker.asked.size() == 6);
  answer(5, 21);
  CHECK(inquiries.beside()->reply.statistics.neurons == 21);

  // Where there is nothing to count, nobody is asked.
  asked.question.request.analyzable_axon = {1, 1, 1};
  inquiries.ask_statistics(asked);
  answer(6, 3);
  inquiries.ask_beside();
  CHECK(worker.asked.size() == 7);
  CHECK(inquiries.beside()->why_not.find("the same") != std::string::npos);
  CHECK(inquiries.idle());
}

TEST_CASE("partners are those of the neuron asked last, never of an earlier one") {
  SlowWorker worker;
  Inquiries inquiries(worker.platform);
  inquiries.ask_partners(3, 1);
  inquiries.ask_partners(4, 1);
  inquiries.ask_partners(5, 1);
  CHECK(worker.asked.size() == 1);
  worker.answer_partners(inquiries);  // of neuron 3
  CHECK(inquiries.partners() == nullptr);
  CHECK(worker.asked.size() == 2);
  worker.answer_partners(inquiries);
  REQUIRE(inquiries.partners() != nullptr);
  CHECK(inquiries.partners()->neuron == 5);
  CHECK(inquiries.idle());
}

TEST_CASE("the same question is asked again only when tiles have arrived") {
  SlowWorker worker;
  Inquiries inquiries(worker.platform);
  inquiries.ask_partners(3, 1);
  worker.answer_partners(inquiries);
  inquiries.ask_partners(3, 1);
  CHECK(worker.asked.size() == 1);
  inquiries.ask_partners(3, 2);
  CHECK(worker.asked.size() == 2);
  CHECK(inquiries.partners() != nullptr);  // the older answer stays until the new one is here
}

TEST_CASE("an answer for a neuron that was forgotten meanwhile is thrown away") {
  SlowWorker worker;
  Inquiries inquiries(worker.platform);
  inquiries.ask_partners(3, 1);
  inquiries.forget_partners();
  CHECK_FALSE(inquiries.idle());
  worker.answer_partners(inquiries);
  CHECK(inquiries.partners() == nullptr);
  CHECK(inquiries.idle());
}
