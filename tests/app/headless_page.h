#pragma once
// headless_page.h — a page without a browser: an app, and a dataset in memory.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "app/app.h"
#include "app/memory_site.h"
#include "worker/statistics_json.h"

namespace cnx::test {

inline constexpr std::uint32_t kNeurons = 150;

struct Headless {
  explicit Headless(const std::string& fragment = "", std::uint32_t seed = 1)
      : site(seed, kNeurons, 2000, 40), platform(site.platform()) {
    if (!fragment.empty()) {
      platform.go_to(fragment);
      platform.take_fragment_change();
    }
    app.emplace(platform, "data/");
    app->set_viewport(800, 600);
  }

  void frame(const Actions& actions = {}, std::uint32_t gesture = 0) {
    app->take();
    app->decide(actions, gesture);
    app->derive();
    app->pump();
  }
  /// Frames until idle, with a second of the clock after every tenth.
  void settle() {
    for (int i = 0; i < 500; ++i) {
      frame();
      if (app->idle()) return;
      if (i % 10 == 9) platform.advance(1000);
    }
    FAIL("the page never came to rest");
  }
  void command(Command command, std::uint32_t gesture = 0) {
    Actions actions;
    actions.commands.push_back(std::move(command));
    frame(actions, gesture);
  }
  void request(Request request) {
    Actions actions;
    actions.requests.push_back(std::move(request));
    frame(actions);
  }
  nlohmann::json state() const { return nlohmann::json::parse(app->state_json("none", 7, 5)); }

  /// What an engine with the same tiles counts for the neurons of a mask.
  std::string direct(const NeuronMask& mask, const NeuronMask& post = {}) const {
    const EdgeModel model = any_edge_model(kNeurons);
    Engine engine(kNeurons, {40, model}, {40, model});
    for (const TileEntry& entry : site.manifest.families[kOutFamily].tiles) {
      REQUIRE(engine.add_tile(site.files.at("data/" + tile_path(entry.hash))).ok());
    }
    const StatisticsQuestion question =
        statistics_question(site.table(), mask, 4, std::nullopt, post);
    return statistics_json(engine.statistics(question.request), question.group_names, {}, {},
                           &question.validity);
  }
  NeuronId id_of(NeuronIndex neuron) const {
    return NeuronId{std::get<IntegerValues>(site.values[6])[neuron]};
  }

  MemorySite site;
  HeadlessPlatform platform;
  std::optional<App> app;
};

}  // namespace cnx::test
