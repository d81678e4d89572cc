#include "app/sites_inquiries.h"

#include <doctest/doctest.h>

#include "app/told_worker.h"

using namespace cnx;
using namespace cnx::test;

namespace {

SitesState opened() {
  SitesState sites;
  sites.open = true;
  return sites;
}

struct SitesPage : SynapsePage<SitesInquiries, SitesState> {
  explicit SitesPage(std::uint64_t free_bytes) : SynapsePage(free_bytes, opened()) {
    question = statistics_question(loader.neurons(), NeuronMask(90, 1),
                                   loader.neurons().find(ColumnRole::CellClass));
  }
  int synapse_files_asked() const {
    int count = 0;
    const auto& tiles = site.manifest.families[kSynapseFamily].tiles;
    for (std::size_t t = 0; t < tiles.size(); ++t) {
      count += site.asked.count(site.address(kSynapseFamily, t)) != 0 ? 1 : 0;
    }
    return count;
  }
};

}  // namespace

TEST_CASE("few synapses are fetched and counted when the section is open, and not before") {
  SitesPage page(1'000'000);
  page.wanted.open = false;
  page.settle();
  CHECK(page.synapse_files_asked() == 0);
  page.wanted.open = true;
  page.frame();
  CHECK(page.inquiries.answer().fetching);
  CHECK(page.inquiries.answer().bytes_missing == page.inquiries.answer().bytes_total);
  page.settle();
  CHECK(page.synapse_files_asked() == 5);
  const SitesAnswer& answer = page.inquiries.answer();
  CHECK_FALSE(answer.fetching);
  CHECK(answer.bytes_missing == 0);
  CHECK(page.inquiries.idle());
  REQUIRE(answer.report);
  CHECK(answer.report->lines.size() == 4);
  CHECK(answer.report->partial.empty());
  // Other limits: counted again, nothing is fetched again.
  const std::string before = answer.report->lines[1].tooltip;
  page.wanted.near_um = 7;
  page.settle();
  CHECK(page.inquiries.answer().report->lines[1].tooltip != before);
  for (const auto& asked : page.site.asked) CHECK(asked.second == 1);
}

TEST_CASE("only tiles of the neurons that are counted are fetched") {
  SitesPage page(1'000'000);
  for (std::size_t v = 20; v < 90; ++v) page.question->request.chosen[v] = 0;
  page.settle();
  CHECK(page.synapse_files_asked() == 1);
  CHECK(page.inquiries.answer().report);
  // The other neurons come, and with them another version of the numbers.
  page.question->request.chosen.assign(90, 1);
  page.version = 2;
  page.frame();
  CHECK_FALSE(page.inquiries.answer().report);
  page.settle();
  CHECK(page.synapse_files_asked() == 5);
  CHECK(page.inquiries.answer().report);
}

TEST_CASE("many synapses wait for somebody to ask, for each choice of neurons anew") {
  SitesPage page(1);
  page.settle();
  CHECK(page.synapse_files_asked() == 0);
  CHECK(page.inquiries.wanted_tiles().empty());
  CHECK(page.inquiries.answer().bytes_missing > 1);
  CHECK_FALSE(page.inquiries.answer().report);
  for (std::size_t v = 20; v < 90; ++v) page.question->request.chosen[v] = 0;
  page.version = 2;
  page.settle();
  page.inquiries.fetch();
  page.settle();
  CHECK(page.synapse_files_asked() == 1);
  CHECK(page.inquiries.answer().report);
  page.question->request.chosen.assign(90, 1);
  page.version = 3;
  page.settle();
  CHECK(page.synapse_files_asked() == 1);
  CHECK_FALSE(page.inquiries.answer().report);
}

TEST_CASE("fetching stops by its button, and goes on by it") {
  SitesPage page(1);
  page.frame();
  page.inquiries.fetch();
  page.frame();
  CHECK(page.inquiries.answer().fetching);
  page.inquiries.stop();
  page.frame();
  CHECK(page.inquiries.answer().stopped);
  CHECK_FALSE(page.inquiries.answer().fetching);
  CHECK(page.inquiries.wanted_tiles().empty());
  page.settle();
  CHECK_FALSE(page.inquiries.answer().report);
  page.inquiries.fetch();
  page.settle();
  CHECK_FALSE(page.inquiries.answer().stopped);
  CHECK(page.inquiries.answer().report);
}

TEST_CASE("counting stops by its button, and when the section is closed") {
  SitesPage page(1'000'000);
  while (!page.inquiries.answer().running) page.frame();
  page.inquiries.stop();
  CHECK(page.inquiries.idle());
  page.settle();
  CHECK(page.inquiries.answer().stopped);
  CHECK_FALSE(page.inquiries.answer().report);
  page.inquiries.fetch();
  page.frame();
  CHECK(page.inquiries.answer().running);
  page.wanted.open = false;
  page.frame();
  CHECK(page.inquiries.idle());
  page.wanted.open = true;
  page.settle();
  CHECK(page.inquiries.answer().report);
}

TEST_CASE("while the numbers of other neurons are not known nothing is fetched or counted") {
  SitesPage page(1'000'000);
  const StatisticsQuestion question = *page.question;
  page.question.reset();
  page.settle();
  CHECK(page.synapse_files_asked() == 0);
  CHECK_FALSE(page.inquiries.answer().running);
  page.question = question;
  page.settle();
  CHECK(page.inquiries.answer().report);
}

TEST_CASE("the sizes of a set are drawn beside, and its tiles are fetched, too") {
  SitesPage page(1'000'000);
  for (std::size_t v = 20; v < 90; ++v) page.question->request.chosen[v] = 0;
  page.settle();
  CHECK(page.synapse_files_asked() == 1);
  REQUIRE(page.inquiries.answer().report);
  const LineChart alone = page.inquiries.answer().report->by_distance;
  CHECK(alone.other.empty());
  std::vector<std::uint8_t> mask(90, 0);
  for (std::size_t v = 10; v < 40; ++v) mask[v] = 1;
  const NamedSet set{"left", NeuronSet::from_mask(mask)};
  page.inquiries.set_beside(&set);
  page.settle();
  CHECK(page.synapse_files_asked() == 2);
  CHECK(page.inquiries.idle());
  REQUIRE(page.inquiries.answer().report);
  const LineChart both = page.inquiries.answer().report->by_distance;
  CHECK(both.points == alone.points);
  CHECK(both.other_name == "set left");
  // As the set by itself has them.
  page.inquiries.set_beside(nullptr);
  page.question->request.chosen = mask;
  page.version = 2;
  page.settle();
  REQUIRE(page.inquiries.answer().report);
  const LineChart own = page.inquiries.answer().report->by_distance;
  CHECK_FALSE(own.points.empty());
  CHECK(own.points == both.other);
  CHECK(own.other.empty());
  CHECK(both.caption.find(own.caption.substr(0, own.caption.find(';'))) != std::string::npos);
}

TEST_CASE("where a set needs many more synapses somebody is asked again, and its job stops, too") {
  SitesPage page(1);
  for (std::size_t v = 20; v < 90; ++v) page.question->request.chosen[v] = 0;
  page.settle();
  page.inquiries.fetch();
  page.settle();
  CHECK(page.inquiries.answer().report);
  const NamedSet set{"all", NeuronSet::from_mask(std::vector<std::uint8_t>(90, 1))};
  page.inquiries.set_beside(&set);
  page.settle();
  CHECK(page.synapse_files_asked() == 1);
  CHECK(page.inquiries.answer().bytes_missing > 1);
  page.inquiries.fetch();
  page.settle();
  CHECK(page.synapse_files_asked() == 5);
  REQUIRE(page.inquiries.answer().report);
  CHECK_FALSE(page.inquiries.answer().report->by_distance.other.empty());
  CHECK(page.inquiries.idle());
}
