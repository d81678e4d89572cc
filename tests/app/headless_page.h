#pragma once
// headless_page.h — a page without a browser: an app, and a dataset in memory. What it does is
// compiled once, in headless_page.cpp: some thirty files include this one.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "app/app.h"
#include "app/memory_site.h"

namespace cnx::test {

inline constexpr std::uint32_t kNeurons = 150;

struct Headless {
  explicit Headless(const std::string& fragment = "", std::uint32_t seed = 1,
                    std::uint32_t neurons = kNeurons);
  ~Headless();

  void frame(const Actions& actions = {}, std::uint32_t gesture = 0);
  /// Frames until idle, with a second of the clock after every tenth.
  void settle();
  void command(Command command, std::uint32_t gesture = 0);
  void request(Request request);
  nlohmann::json state() const;

  /// What an engine with the same tiles counts for the neurons of a mask.
  std::string direct(const NeuronMask& mask, const NeuronMask& post = {},
                     std::optional<std::uint32_t> rows = 4,
                     std::optional<std::uint32_t> columns = std::nullopt) const;
  NeuronId id_of(NeuronIndex neuron) const;

  MemorySite site;
  HeadlessPlatform platform;
  std::optional<App> app;
};

/// A page that comes to rest after each command and request.
struct HeadlessPage : Headless {
  explicit HeadlessPage(std::uint32_t seed = 1, std::uint32_t neurons = kNeurons)
      : Headless("", seed, neurons) {}
  void command(Command command);
  void request(Request request);
};

}  // namespace cnx::test
