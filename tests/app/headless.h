#pragma once
// headless.h — a page without a browser, with a dataset in memory.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "app/app.h"
#include "app/memory_site.h"

namespace cnx::test {

struct HeadlessPage {
  explicit HeadlessPage(std::uint32_t seed = 1, std::uint32_t neurons = 150)
      : site(seed, neurons, 2000, 40), platform(site.platform()) {
    app.emplace(platform, "data/");
    app->set_viewport(800, 600);
  }

  void frame(const Actions& actions = {}) {
    app->take();
    app->decide(actions, 0);
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
  void command(Command command) {
    Actions actions;
    actions.commands.push_back(std::move(command));
    frame(actions);
    settle();
  }
  void request(Request request) {
    Actions actions;
    actions.requests.push_back(std::move(request));
    frame(actions);
    settle();
  }
  nlohmann::json state() const { return nlohmann::json::parse(app->state_json("none", 0, 0)); }

  MemorySite site;
  HeadlessPlatform platform;
  std::optional<App> app;
};

}  // namespace cnx::test
