#include "app/headless_page.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "worker/analyzable_beside.h"
#include "worker/statistics_json.h"

namespace cnx::test {

Headless::Headless(const std::string& fragment, std::uint32_t seed, std::uint32_t neurons)
    : site(seed, neurons, 2000, 40), platform(site.platform()) {
  if (!fragment.empty()) {
    platform.go_to(fragment);
    platform.take_fragment_change();
  }
  app.emplace(platform, "data/");
  app->set_viewport(800, 600);
}

Headless::~Headless() = default;

void Headless::frame(const Actions& actions, std::uint32_t gesture) {
  app->take();
  app->decide(actions, gesture);
  app->derive();
  app->pump();
}

void Headless::settle() {
  for (int i = 0; i < 500; ++i) {
    frame();
    if (app->idle()) return;
    if (i % 10 == 9) platform.advance(1000);
  }
  FAIL("the page never came to rest");
}

void Headless::command(Command command, std::uint32_t gesture) {
  Actions actions;
  actions.commands.push_back(std::move(command));
  frame(actions, gesture);
}

void Headless::request(Request request) {
  Actions actions;
  actions.requests.push_back(std::move(request));
  frame(actions);
}

nlohmann::json Headless::state() const {
  return nlohmann::json::parse(app->state_json("none", 7, 5));
}

std::string Headless::direct(const NeuronMask& mask, const NeuronMask& post,
                             std::optional<std::uint32_t> rows,
                             std::optional<std::uint32_t> columns) const {
  const std::uint32_t neurons = site.manifest.neuron_count;
  const EdgeModel model = any_edge_model(neurons);
  Engine engine(neurons, {40, model}, {40, model});
  for (const TileEntry& entry : site.manifest.families[kOutFamily].tiles) {
    REQUIRE(engine.add_tile(site.files.at("data/" + tile_path(entry.hash))).ok());
  }
  const StatisticsQuestion question = statistics_question(site.table(), mask, rows, columns, post);
  AnalyzablePart beside;
  AnalyzableCounts counts = analyzable_counts(question.request);
  beside.why_not = std::move(counts.why_not);
  if (beside.why_not.empty()) {
    beside.json = counts_beside_json(engine.statistics(counts.request), counts.request, {}, {});
  }
  AnalyzableMembers members;
  members.add(beside);
  return with_members(
      statistics_json(engine.statistics(question.request), question.group_names,
                      question.post_group_names, {}, &question.validity, question.groups_why_not),
      members.json());
}

NeuronId Headless::id_of(NeuronIndex neuron) const {
  return NeuronId{std::get<IntegerValues>(site.values[6])[neuron]};
}

void HeadlessPage::command(Command command) {
  Headless::command(std::move(command));
  settle();
}

void HeadlessPage::request(Request request) {
  Headless::request(std::move(request));
  settle();
}

}  // namespace cnx::test
