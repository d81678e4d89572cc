// The matrix of the statistics by columns of the dataset that the view names.

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "app/headless_page.h"

using namespace cnx;
using namespace cnx::test;

namespace {

constexpr std::uint32_t kClass = 4, kRegion = 5;  // columns of small_manifest

nlohmann::json direct(const Headless& page, std::uint32_t rows,
                      std::optional<std::uint32_t> columns = std::nullopt) {
  return nlohmann::json::parse(page.direct(page.app->shown().mask(), {}, rows, columns));
}

}  // namespace

TEST_CASE("the matrix of a link is by the columns that it names, and equal to the engine's") {
  Headless page("v=1&groupby=region&postgroupby=cell_type");
  page.settle();
  CHECK(page.state()["statistics"] == direct(page, kRegion, kClass));
  CHECK(page.state()["notes"].empty());
  const StatisticsReport& report = *page.app->frame_model(1, 800, 600).statistics;
  CHECK(report.group_names == std::vector<std::string>{"visp", "visal", ""});
  CHECK(report.post_group_names == std::vector<std::string>{"23P", "4P", "BC"});
  CHECK(report.probability.cells.size() == 9);
  CHECK(report.probability.title == "Connection probability by region and class");

  page.command(SetCategoryFilter{"cell_type", std::vector<std::string>{"23P"}});
  page.settle();
  CHECK(page.state()["statistics"] == direct(page, kRegion, kClass));
  page.command(SetMatrixColumns{{"region", ""}});
  page.settle();
  CHECK(page.state()["statistics"] == direct(page, kRegion));
  page.command(SetMatrixColumns{});
  page.settle();
  CHECK(page.state()["statistics"] == direct(page, kClass));
  CHECK(page.app->frame_model(1, 800, 600).statistics->matrix_title == "Class by class");
  page.request(Undo{});
  page.settle();
  CHECK(page.app->view().matrix == MatrixColumns{"region", ""});
  CHECK(page.state()["statistics"] == direct(page, kRegion));
}

TEST_CASE("a column that cannot be in the matrix is left out with a note") {
  Headless page("v=1&groupby=score&postgroupby=nothing");
  page.settle();
  CHECK(page.state()["statistics"] == direct(page, kClass));
  CHECK(page.state()["notes"] ==
        std::vector<std::string>{
            "The column \"score\" has no categories: the rows of the matrix are by the default.",
            "This dataset has no column \"nothing\": the columns of the matrix are by the same as "
            "its rows."});
}

TEST_CASE("another grouping of the matrix has no section counted again, another filter has") {
  MemorySite site(1, kNeurons, 2000, 40);
  int asked = 0, called_off = 0;
  HeadlessPlatform platform([&](const std::string& url) { return site.read(url); },
                            [&](const std::vector<std::byte>& message) -> std::vector<std::byte> {
                              const WorkerRequest request = decode_request(message).value();
                              asked += std::holds_alternative<AskJob>(request) ? 1 : 0;
                              called_off += std::holds_alternative<CancelJob>(request) ? 1 : 0;
                              return site.worker.handle(message);
                            });
  platform.go_to("v=1&structure=on");
  platform.take_fragment_change();
  App app(platform, "data/");
  app.set_viewport(800, 600);
  // The job is never done: the page does not come to rest.
  const auto frames = [&](const Actions& actions = {}) {
    for (int i = 0; i < 100; ++i) {
      app.take();
      app.decide(i == 0 ? actions : Actions{}, 0);
      app.derive();
      app.pump();
      if (i % 10 == 9) platform.advance(1000);
    }
    return app.frame_model(1, 800, 600).statistics;
  };
  REQUIRE(frames() != nullptr);
  CHECK(asked == 1);
  Actions actions;
  actions.commands = {SetMatrixColumns{{"region", "cell_type"}}};
  CHECK(frames(actions)->matrix_title == "region by class");
  CHECK(asked == 1);
  CHECK(called_off == 0);
  actions.commands = {SetCategoryFilter{"region", std::vector<std::string>{"visp"}}};
  CHECK(frames(actions)->group_names == std::vector<std::string>{"visp"});
  CHECK(asked == 2);
  CHECK(called_off == 1);
}

TEST_CASE("other groups have those sections counted again that look at groups, and no matrix") {
  MemorySite site(1, kNeurons, 2000, 40);
  std::vector<JobRequest> asked;
  HeadlessPlatform platform([&](const std::string& url) { return site.read(url); },
                            [&](const std::vector<std::byte>& message) -> std::vector<std::byte> {
                              const WorkerRequest request = decode_request(message).value();
                              if (const auto* job = std::get_if<AskJob>(&request)) {
                                asked.push_back(job->request);
                              }
                              auto reply = site.worker.handle(message);
                              while (site.worker.has_work()) reply = site.worker.work();
                              return reply;
                            });
  platform.go_to("v=1&groups=region&structure=on&motifs=on&robust=on&accuracy=60");
  platform.take_fragment_change();
  App app(platform, "data/");
  app.set_viewport(800, 600);
  const auto frames = [&](const Actions& actions = {}) {
    asked.clear();
    for (int i = 0; i < 100; ++i) {
      app.take();
      app.decide(i == 0 ? actions : Actions{}, 0);
      app.derive();
      app.pump();
      if (i % 10 == 9) platform.advance(1000);
    }
  };
  const auto jobs_of = [&](Statistic statistic) {
    return std::count_if(asked.begin(), asked.end(),
                         [&](const JobRequest& job) { return job.statistic == statistic; });
  };
  frames();
  REQUIRE(jobs_of(Statistic::Structure) == 1);
  for (const JobRequest& job : asked) {
    CHECK(job.grouped_by == "region");
    CHECK(job.group_names == std::vector<std::string>{"visp", "visal", ""});
    if (job.statistic == Statistic::Labels) CHECK(job.labels.accuracy_percent == 60);
  }
  CHECK(app.frame_model(1, 800, 600).statistics->matrix_title == "Class by class");
  Actions actions;
  actions.commands = {SetInference{}};
  frames(actions);
  CHECK(jobs_of(Statistic::Structure) == 1);
  CHECK(jobs_of(Statistic::Triads) == 0);
  CHECK(asked.front().grouped_by.empty());
  CHECK(asked.front().group_names == std::vector<std::string>{"23P", "4P", "BC", "never"});

  // Motifs are counted once for the same neurons, whatever was looked at between.
  const auto triads = [&] { return *app.frame_model(1, 800, 600).motifs->report.triads; };
  const Table of_all = triads();
  actions = {};
  actions.commands = {SetCategoryFilter{"cell_type", std::vector<std::string>{"23P"}}};
  frames(actions);
  CHECK(jobs_of(Statistic::Triads) == 1);
  const Table of_few = triads();
  CHECK(of_few != of_all);
  for (int way = 0; way < 2; ++way) {
    actions = {};
    actions.requests = {Undo{}};
    frames(actions);
    CHECK(jobs_of(Statistic::Triads) == 0);
    CHECK(triads() == of_all);
    actions.requests = {Redo{}};
    frames(actions);
    CHECK(jobs_of(Statistic::Triads) == 0);
    CHECK(triads() == of_few);
  }
  // Fewer connections are another network.
  actions = {};
  actions.commands = {SetConnectionFilter{{3, 0, UINT32_MAX, "", ""}}};
  frames(actions);
  CHECK(jobs_of(Statistic::Triads) == 1);
}

TEST_CASE("a press on a cell of two columns shows the neurons of either, and keeps its number") {
  Headless page("v=1&groupby=region&postgroupby=cell_type");
  page.settle();
  const auto cell = [&](std::size_t row, std::size_t column) {
    return page.state()["statistics"]["class_matrix"]["connections"][row][column];
  };
  const auto before = cell(0, 1);
  REQUIRE(before > 0);
  page.request(ShowCell{"region", "visp", "cell_type", "4P"});
  page.settle();
  CHECK(page.app->view().query == "region = visp or cell_type = 4P");
  const NeuronTable& table = page.app->neurons();
  for (NeuronIndex i = 0; i < kNeurons; ++i) {
    const bool either = table.text(kRegion, i) == "visp" || table.text(kClass, i) == "4P";
    CHECK((page.app->shown().mask()[i] != 0) == either);
  }
  CHECK(cell(0, 1) == before);
  // The next one narrows that down, also by a name without letters, and one step of undo is back.
  const auto of_second = cell(2, 0);
  page.request(ShowCell{"region", "", "cell_type", "23P"});
  page.settle();
  CHECK(page.app->view().query ==
        "(region = visp or cell_type = 4P) and (region = \"\" or cell_type = 23P)");
  CHECK(cell(2, 0) == of_second);
  CHECK(page.state()["notes"].empty());
  page.request(Undo{});
  page.settle();
  CHECK(page.app->view().query == "region = visp or cell_type = 4P");
  page.request(Undo{});
  page.request(ShowCell{"score", "-3", "score", "-3"});  // of a column of numbers
  page.settle();
  CHECK(page.app->view().query == "score = -3");
}

TEST_CASE("with Shift a press selects the neurons of the cell's connections, by both columns") {
  Headless page("v=1&groupby=region&postgroupby=cell_type");
  page.settle();
  page.request(SelectCell{"visal", "BC", false});
  page.settle();
  const NeuronTable& table = page.app->neurons();
  NeuronMask ends(kNeurons, 0);
  for (NeuronIndex pre = 0; pre < kNeurons; ++pre) {
    for (const auto& [post, count] : page.site.out[pre]) {
      if (pre == post || table.text(kRegion, pre) != "visal") continue;
      if (table.text(kClass, post) == "BC") ends[pre] = ends[post] = 1;
    }
  }
  REQUIRE(count_shown(ends) > 0);
  CHECK(page.app->view().selection.mask(kNeurons) == ends);
}
