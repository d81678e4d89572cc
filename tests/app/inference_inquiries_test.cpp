#include "app/inference_inquiries.h"

#include <doctest/doctest.h>

#include "app/told_worker.h"

using namespace cnx;
using namespace cnx::test;

namespace {

StatisticsQuestion question() {
  StatisticsQuestion made;
  made.request.chosen = {1, 1};
  made.group_names = {"all"};
  return made;
}

InferenceState open(unsigned sections) {
  InferenceState state;
  state.open = static_cast<std::uint8_t>(sections);
  return state;
}

}  // namespace

TEST_CASE(
    "a section is asked for once, again when what it counts changes, and stopped when closed") {
  ToldWorker worker;
  InferenceInquiries inquiries(worker.platform);
  const NeuronTable none;
  const StatisticsQuestion asked = question();
  InferenceState wanted = open(1);
  inquiries.derive(wanted, nullptr, 0, none, true);
  CHECK(worker.asked.empty());  // nothing is known to count on
  inquiries.derive(wanted, &asked, 1, none, true);
  inquiries.derive(wanted, &asked, 1, none, true);
  REQUIRE(worker.asked.size() == 1);
  const auto first = std::get<AskJob>(worker.asked[0]);
  CHECK(first.request.statistic == Statistic::Distance);
  CHECK(first.request.subset == asked.request);
  CHECK(first.request.distance.bin_nm == 50'000);
  CHECK_FALSE(inquiries.idle());

  wanted.seed = 9;  // no matter for distances
  inquiries.derive(wanted, &asked, 1, none, true);
  CHECK(worker.asked.size() == 1);
  wanted.bin_um = 20;
  inquiries.derive(wanted, &asked, 1, none, true);
  REQUIRE(worker.asked.size() == 3);
  CHECK(std::get<CancelJob>(worker.asked[1]).ticket == first.ticket);
  CHECK(std::get<AskJob>(worker.asked[2]).request.distance.bin_nm == 20'000);
  inquiries.derive(wanted, &asked, 2, none, true);  // other neurons
  CHECK(worker.asked.size() == 5);

  inquiries.derive(open(0), &asked, 2, none, true);
  REQUIRE(worker.asked.size() == 6);
  CHECK(std::holds_alternative<CancelJob>(worker.asked[5]));
  CHECK(inquiries.idle());
}

TEST_CASE("a job that is stopped stays so until it is resumed or counts something else") {
  ToldWorker worker;
  InferenceInquiries inquiries(worker.platform);
  const NeuronTable none;
  const StatisticsQuestion asked = question();
  InferenceState wanted = open(1);
  inquiries.stop(InferenceSection::Distance);  // nothing runs
  CHECK_FALSE(inquiries.distance().stopped);
  inquiries.derive(wanted, &asked, 1, none, true);
  const std::uint32_t first = std::get<AskJob>(worker.asked[0]).ticket;
  inquiries.stop(InferenceSection::Chance);  // the other one
  CHECK(inquiries.distance().running);
  inquiries.stop(InferenceSection::Distance);
  CHECK(std::get<CancelJob>(worker.asked.back()).ticket == first);
  CHECK(inquiries.distance().stopped);
  CHECK(inquiries.idle());
  inquiries.take(JobResult{first, "{}"});  // was on its way
  CHECK_FALSE(inquiries.distance().report.has_value());
  inquiries.derive(wanted, &asked, 1, none, true);
  CHECK(worker.asked.size() == 2);
  inquiries.resume(InferenceSection::Distance);
  inquiries.derive(wanted, &asked, 1, none, true);
  REQUIRE(worker.asked.size() == 3);
  CHECK(inquiries.distance().running);
  CHECK_FALSE(inquiries.distance().stopped);
  inquiries.stop(InferenceSection::Distance);
  inquiries.derive(wanted, &asked, 2, none, true);  // other neurons
  CHECK(inquiries.distance().running);
  CHECK_FALSE(inquiries.distance().stopped);
  inquiries.stop(InferenceSection::Distance);
  inquiries.derive(open(0), &asked, 2, none, true);
  CHECK_FALSE(inquiries.distance().stopped);
}

TEST_CASE("other neurons are matched by a column of numbers that the worker gets in bins") {
  Manifest manifest;
  manifest.neuron_count = 4;
  manifest.columns = {Column{"class", ColumnRole::CellClass, ColumnKind::Category, {"A"}},
                      Column{"depth", ColumnRole::None, ColumnKind::Integer, {}}};
  NeuronTable table(manifest);
  ToldWorker worker;
  InferenceInquiries inquiries(worker.platform);
  StatisticsQuestion asked = question();
  asked.request.chosen = {1, 1, 0, 0};
  InferenceState wanted = open(2);
  wanted.model = ChanceModel::Neurons;
  wanted.match = "depth";
  inquiries.derive(wanted, &asked, 1, table, true);
  CHECK(worker.asked.empty());  // its values are on their way
  const std::uint32_t depth = 1;
  table.set_rows(0, std::span(&depth, 1), {IntegerValues{0, 100, 50, 101}});
  inquiries.derive(wanted, &asked, 1, table, true);
  REQUIRE(worker.asked.size() == 1);
  const NullOptions& nulls = std::get<AskJob>(worker.asked[0]).request.nulls;
  CHECK(nulls.matched_by == "depth");
  CHECK(nulls.match == std::vector<std::uint16_t>{0, 49, 25, 0xffff});

  wanted.match = "class";  // no numbers: by class
  inquiries.derive(wanted, &asked, 1, table, true);
  CHECK(std::get<AskJob>(worker.asked.back()).request.nulls.matched_by.empty());
  wanted.match = "depth";
  wanted.model = ChanceModel::Rewired;  // matches nobody
  inquiries.derive(wanted, &asked, 1, table, true);
  CHECK(std::get<AskJob>(worker.asked.back()).request.nulls.match.empty());
  const std::size_t before = worker.asked.size();
  wanted.match.clear();
  inquiries.derive(wanted, &asked, 1, table, true);
  CHECK(worker.asked.size() == before);
}

TEST_CASE("the options of chance reach the worker, and its figures so far the screen") {
  ToldWorker worker;
  InferenceInquiries inquiries(worker.platform);
  const NeuronTable none;
  const StatisticsQuestion asked = question();
  InferenceState wanted = open(2);
  wanted.model = ChanceModel::Blocks;
  wanted.controls = 19;
  wanted.seed = 5;
  wanted.triads = wanted.simplices = wanted.structure = true;
  wanted.degrees = wanted.shared = wanted.lengths = true;
  inquiries.derive(wanted, &asked, 1, none, true);
  const auto job = std::get<AskJob>(worker.asked.at(0));
  CHECK(job.request.statistic == Statistic::Nulls);
  CHECK(job.request.nulls == NullOptions{NullModel::Blocks,
                                         19,
                                         5,
                                         true,
                                         true,
                                         true,
                                         true,
                                         true,
                                         true,
                                         false,
                                         false,
                                         false,
                                         false,
                                         {},
                                         {}});
  wanted.measure = ProfileMeasure::Lateral;  // no matter for chance
  wanted.bin_um = 10;                        // nor this, without distances
  inquiries.derive(wanted, &asked, 1, none, true);
  CHECK(worker.asked.size() == 1);
  InferenceState falls = wanted;
  falls.distance = true;
  {
    ToldWorker other;
    InferenceInquiries with_bins(other.platform);
    for (const std::uint32_t bin_um : {10u, 20u}) {
      falls.bin_um = bin_um;
      with_bins.derive(falls, &asked, 1, none, true);
      const auto& request = std::get<AskJob>(other.asked.back()).request;
      CHECK(request.nulls.distance);
      CHECK(request.distance.bin_nm == bin_um * 1000);
    }
  }

  const std::string why = R"({"about":{},"null":null,"null_why_not":"Not this one."})";
  inquiries.take(JobProgress{job.ticket, 0.5f, ""});
  CHECK(inquiries.chance().share_done == 0.5f);
  CHECK_FALSE(inquiries.chance().report.has_value());
  inquiries.take(JobResult{job.ticket + 7, why});  // of a job that was canceled
  CHECK(inquiries.chance().running);
  inquiries.take(JobResult{job.ticket, why});
  CHECK_FALSE(inquiries.chance().running);
  REQUIRE(inquiries.chance().report.has_value());
  CHECK(inquiries.chance().report->sentences[0] == "Not this one.");
  CHECK(inquiries.idle());
}

TEST_CASE("other neurons wait for the sizes of synapses, random connections and distances do not") {
  ToldWorker worker;
  InferenceInquiries inquiries(worker.platform);
  const NeuronTable none;
  const StatisticsQuestion asked = question();
  InferenceState wanted = open(3);
  wanted.sizes = true;
  const auto derive = [&](SizesEverywhere sizes) {
    inquiries.derive(wanted, &asked, 1, none, true, {sizes});
  };
  derive(SizesEverywhere::Coming);
  REQUIRE(worker.asked.size() == 2);  // the profile, and rewired networks
  CHECK(std::get<AskJob>(worker.asked[1]).request.nulls.sizes);  // the result says why not
  derive(SizesEverywhere::Here);
  CHECK(worker.asked.size() == 2);
  wanted.model = ChanceModel::Neurons;
  derive(SizesEverywhere::Coming);
  REQUIRE(worker.asked.size() == 3);
  CHECK(std::holds_alternative<CancelJob>(worker.asked[2]));
  CHECK_FALSE(inquiries.chance().running);
  CHECK(inquiries.distance().running);
  derive(SizesEverywhere::Missing);
  REQUIRE(worker.asked.size() == 4);
  CHECK_FALSE(std::get<AskJob>(worker.asked[3]).request.nulls.sizes);
  derive(SizesEverywhere::Here);
  CHECK(std::get<AskJob>(worker.asked.back()).request.nulls.sizes);
}
