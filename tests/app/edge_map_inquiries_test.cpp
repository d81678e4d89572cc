#include "app/edge_map_inquiries.h"

#include <doctest/doctest.h>

#include "app/memory_site.h"

using namespace cnx;
using namespace cnx::test;

namespace {

/// A page with nothing but the map and the loader.
struct Page {
  explicit Page(std::uint64_t free_bytes) : inquiries(platform, free_bytes) {
    for (int round = 0; round < 40; ++round) frame();
    question = statistics_question(loader.neurons(), NeuronMask(90, 1), std::nullopt);
  }

  void frame() {
    for (const WorkerReply& reply : loader.take()) inquiries.take(reply);
    TileNeed need;
    need.columns = {0, 1, 2, 3, 4, 5, 6, 7};
    need.every_connection = true;
    if (loader.manifest()) {
      inquiries.derive(wanted, question ? &*question : nullptr, version, loader);
      need.synapse_tiles = inquiries.wanted_tiles();
      loader.want(need);
    }
    loader.pump();
  }
  /// Until nothing comes any more, the job included.
  void settle() {
    for (int round = 0; round < 60; ++round) {
      frame();
      while (site.worker.has_work()) {
        const auto reply = site.worker.work();
        if (!reply.empty()) inquiries.take(decode_reply(reply).value());
      }
    }
  }

  MemorySite site{1, 90, 1500, 20};
  HeadlessPlatform platform = site.platform();
  Loader loader{platform, "data/"};
  EdgeMapInquiries inquiries;
  bool wanted = false;
  std::optional<StatisticsQuestion> question;
  std::uint32_t version = 1;
};

}  // namespace

TEST_CASE("the map fetches few bytes when it is wanted, and many when somebody says so") {
  for (const bool small : {true, false}) {
    CAPTURE(small);
    Page page(small ? 1'000'000 : 10);
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
  Page page(1'000'000);
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
  Page page(1'000'000);
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
  Page page(1'000'000);
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
