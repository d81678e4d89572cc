#include "app/edge_map_inquiries.h"

#include <doctest/doctest.h>

#include "app/told_worker.h"

using namespace cnx;
using namespace cnx::test;

namespace {

struct EdgeMapPage : SynapsePage<EdgeMapInquiries, bool> {
  explicit EdgeMapPage(std::uint64_t free_bytes) : SynapsePage(free_bytes) {
    question = statistics_question(loader.neurons(), NeuronMask(90, 1), std::nullopt);
  }
};

}  // namespace

TEST_CASE("the map fetches few bytes when it is wanted, and many when somebody says so") {
  for (const bool small : {true, false}) {
    CAPTURE(small);
    EdgeMapPage page(small ? 1'000'000 : 10);
    const EdgeMapAnswer& answer = page.inquiries.answer();
    page.settle();
    CHECK(answer.bytes_missing == answer.bytes_total);
    CHECK(answer.bytes_total > 10);
    CHECK(answer.large == !small);
    CHECK(page.inquiries.wanted_tiles().empty());
    page.wanted = true;
    page.settle();
    CHECK(answer.report.has_value() == small);
    page.inquiries.fetch();
    page.settle();
    REQUIRE(answer.report);
    CHECK(answer.report->why_not.empty());
    CHECK(answer.report->lines.size() == 1);
    CHECK(answer.bytes_missing == 0);
    CHECK_FALSE(answer.running);
    REQUIRE(page.inquiries.columns().columns.size() == 1);
    CHECK(page.inquiries.columns().columns[0].values.size() == 90);
  }
}

TEST_CASE("what is fetched for the map can be stopped, and goes on") {
  EdgeMapPage page(1'000'000);
  page.settle();
  page.wanted = true;
  page.frame();
  REQUIRE(page.inquiries.answer().fetching);
  page.inquiries.stop();
  page.settle();
  CHECK_FALSE(page.inquiries.answer().report);
  CHECK(page.inquiries.answer().stopped);
  page.inquiries.fetch();
  page.settle();
  CHECK(page.inquiries.answer().report);
  CHECK_FALSE(page.inquiries.answer().stopped);
}

TEST_CASE("the map of other neurons is not shown while theirs is counted") {
  EdgeMapPage page(1'000'000);
  page.wanted = true;
  page.settle();
  const EdgeMapAnswer& answer = page.inquiries.answer();
  REQUIRE(answer.report);
  const std::string before = answer.report->lines[0].n;
  for (std::size_t v = 20; v < 90; ++v) page.question->request.chosen[v] = 0;
  page.version = 2;
  page.frame();
  CHECK_FALSE(answer.report);
  CHECK(answer.running);
  page.settle();
  REQUIRE(answer.report);
  CHECK(answer.report->lines[0].n != before);
  CHECK(page.inquiries.columns().columns[0].values.size() == 90);
  // Nor when it is not wanted now, and wanted again later.
  page.wanted = false;
  page.version = 3;
  page.settle();
  CHECK_FALSE(answer.report);
}

TEST_CASE("counting the map stops by its button, when it is closed, and without known neurons") {
  EdgeMapPage page(1'000'000);
  page.wanted = true;
  while (!page.inquiries.answer().running) page.frame();
  page.inquiries.stop();
  CHECK(page.inquiries.idle());
  page.settle();
  CHECK(page.inquiries.answer().stopped);
  CHECK_FALSE(page.inquiries.answer().report);
  page.inquiries.fetch();
  page.frame();
  CHECK(page.inquiries.answer().running);
  page.wanted = false;
  page.frame();
  CHECK(page.inquiries.idle());
  CHECK(page.inquiries.wanted_tiles().empty());
  page.wanted = true;
  const auto question = std::exchange(page.question, std::nullopt);
  page.settle();
  CHECK_FALSE(page.inquiries.answer().report);
  page.question = question;
  page.settle();
  CHECK(page.inquiries.answer().report);
}
