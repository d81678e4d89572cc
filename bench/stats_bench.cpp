// stats_bench.cpp — what the statistics of the page's worker take, one after the other, on one
// thread, from the question to the JSON that page and tool show.
//
// One file, two builds with the flags of the product: `stats_bench FOLDER [ROUNDS [STEP]]`
// natively, and a WebAssembly module whose exports bench/stats.mjs calls in a browser. Both print,
// for each step, its milliseconds and what came out, which bench/part_inference.py compares with
// other programs.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "dataset/neuron_table.h"
#include "format/edge_rows.h"
#include "format/manifest.h"
#include "format/neuron_columns.h"
#include "format/tile_header.h"
#include "stats/rewiring.h"
#include "worker/edge_map_job.h"
#include "worker/engine.h"
#include "worker/statistics_json.h"
#include "worker/statistics_request.h"
#include "worker/synapse_store.h"

#ifdef __EMSCRIPTEN__
#include <emscripten/emscripten.h>
#define BENCH_EXPORT EMSCRIPTEN_KEEPALIVE
#else
#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "format/tile_name.h"
#define BENCH_EXPORT
#endif

namespace {

using namespace cnx;

constexpr std::uint32_t kBin_nm = 50'000;
constexpr std::uint32_t kFewNeurons = 10'000;  // for the distances of a selection
constexpr std::uint32_t kControls = 100;
constexpr std::uint32_t kNeighborhoods = 200;
constexpr std::uint64_t kSwaps = 2'000'000;

struct Dataset {
  Manifest manifest;
  NeuronTable neurons;
  std::optional<Engine> engine;
  std::shared_ptr<SynapseStore> synapses;  // null: the dataset has none
};

Dataset& dataset() {
  static Dataset the_dataset;
  return the_dataset;
}

double now_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(since).count();
}

/// One line of what is printed; `said` is a JSON value.
std::string step_json(double ms, const std::string& said) {
  return "{\"ms\":" + std::to_string(ms) + ",\"said\":" + said + "}";
}

NeuronMask everybody() { return NeuronMask(dataset().manifest.neuron_count, 1); }

StatisticsQuestion question_about(NeuronMask chosen) {
  return statistics_question(dataset().neurons, std::move(chosen),
                             dataset().manifest.column_index(ColumnRole::CellClass));
}

JobRequest request_of(Statistic statistic, NeuronMask chosen) {
  JobRequest request = job_request(statistic, question_about(std::move(chosen)));
  request.positions_nm = soma_positions_nm(dataset().neurons);
  request.distance.bin_nm = kBin_nm;
  return request;
}

std::string run(JobRequest request) {
  const double began = now_ms();
  JobInput input = dataset().engine->job_input(std::move(request));
  input.synapses = dataset().synapses;
  const std::string said = run_job(std::move(input));
  return step_json(now_ms() - began, said);
}

std::string triads() { return run(request_of(Statistic::Triads, everybody())); }
std::string simplices() { return run(request_of(Statistic::Simplices, everybody())); }
std::string participation() { return run(request_of(Statistic::Participation, everybody())); }
std::string distance() { return run(request_of(Statistic::Distance, everybody())); }

/// The first rows of the input, which another program finds as easily.
std::string distance_of_few() {
  const auto row = dataset().neurons.find("source_row");
  if (!row) return "null";
  const auto rows = dataset().neurons.integers(*row);
  NeuronMask chosen(rows.size());
  for (std::size_t n = 0; n < rows.size(); ++n) chosen[n] = rows[n] < kFewNeurons ? 1 : 0;
  return run(request_of(Statistic::Distance, std::move(chosen)));
}

/// A statistic among a neuron and its partners, for some neurons one after the other.
std::string among_partners(Statistic statistic) {
  const std::uint32_t n = dataset().manifest.neuron_count;
  const std::uint32_t tried = std::min(n, kNeighborhoods);
  std::uint64_t members = 0;
  std::string texts;  // what came out, for a comparison
  const double began = now_ms();
  for (std::uint32_t i = 0; i < tried; ++i) {
    const auto neuron = static_cast<NeuronIndex>(std::uint64_t{i} * n / tried);
    NeuronMask chosen(n);
    chosen[neuron] = 1;
    const Partners partners = dataset().engine->partners(neuron);
    for (const auto* side : {&partners.afferents, &partners.efferents}) {
      for (const Partner& partner : *side) chosen[partner.neuron] = 1;
    }
    members += static_cast<std::uint64_t>(std::count(chosen.begin(), chosen.end(), 1));
    JobRequest request;
    request.statistic = statistic;
    request.subset.chosen = std::move(chosen);
    request.group_names = {"all"};
    texts += run_job(dataset().engine->job_input(std::move(request)));
  }
  const double ms = now_ms() - began;
  return step_json(ms, "{\"neighborhoods\":" + std::to_string(tried) +
                           ",\"members\":" + std::to_string(members) + ",\"texts\":\"" +
                           hash_to_hex(xxh3_64(std::as_bytes(std::span(texts)))) + "\"}");
}

std::string neighborhoods() { return among_partners(Statistic::Simplices); }
std::string neighborhood_edges() { return among_partners(Statistic::Participation); }

/// Counts, degrees and the class matrix of `after`, once a filter has changed from `before`.
std::string recount(NeuronMask before, NeuronMask after) {
  dataset().engine->statistics(question_about(std::move(before)).request);
  const StatisticsQuestion question = question_about(std::move(after));
  const double began = now_ms();
  const StatisticsReply reply = dataset().engine->statistics(question.request);
  const double ms = now_ms() - began;
  return step_json(ms, statistics_json(reply, question.group_names, question.post_group_names,
                                       {true, false, true}));
}

NeuronMask every_second_class() {
  const auto column = dataset().manifest.column_index(ColumnRole::CellClass);
  NeuronMask chosen = everybody();
  if (column) {
    const auto codes = dataset().neurons.codes(*column);
    for (std::size_t n = 0; n < codes.size(); ++n) chosen[n] = codes[n] % 2 == 0 ? 1 : 0;
  }
  return chosen;
}

std::string classes() { return recount(everybody(), every_second_class()); }
std::string all_classes() { return recount(every_second_class(), everybody()); }

/// Random controls with class matrix and reciprocity; and when the first could be seen.
std::string nulls() {
  JobRequest request = request_of(Statistic::Nulls, everybody());
  request.nulls.model = NullModel::Configuration;
  request.nulls.controls = kControls;
  const double began = now_ms();
  double first_ms = 0;
  const auto job = make_job(dataset().engine->job_input(std::move(request)));
  while (!job->advance()) {
    if (first_ms == 0 && !job->partial_json().empty()) first_ms = now_ms() - began;
  }
  const std::string said = job->json();
  return step_json(now_ms() - began,
                   "{\"first_ms\":" + std::to_string(first_ms) + ",\"controls\":" + said + "}");
}

std::string swaps() {
  const auto graph = dataset().engine->whole_graph();
  CNX_CHECK(graph);
  CsrHalf half;
  for (Vertex pre = 0; pre < graph->edges.vertex_count(); ++pre) {
    for (const Vertex post : graph->edges.out_neighbors(pre)) {
      if (post != pre) half.targets.push_back(post);
    }
    half.offsets.push_back(static_cast<std::uint32_t>(half.targets.size()));
  }
  Rewiring rewiring(std::move(half));
  Random random(1);
  const double began = now_ms();
  const std::uint64_t changed = rewiring.advance(kSwaps, random);
  return step_json(now_ms() - began, "{\"tried\":" + std::to_string(kSwaps) +
                                         ",\"changed\":" + std::to_string(changed) + "}");
}

/// Sizes and places of synapses by block of the class matrix.
std::string synapses() {
  JobRequest request = request_of(Statistic::Synapses, everybody());
  ask_synapse_places(dataset().manifest, dataset().neurons, request);
  return run(std::move(request));
}

/// The share of inputs from the outer bins of the volume, for each neuron.
std::string edge_map() {
  JobRequest request = request_of(Statistic::EdgeMap, everybody());
  ask_edge_places(dataset().manifest, dataset().neurons, request);
  return run(std::move(request));
}

struct Step {
  const char* name;
  std::string (*run)();
};
const Step kSteps[] = {{"triads", triads},
                       {"simplices", simplices},
                       {"participation", participation},
                       {"classes", classes},
                       {"all_classes", all_classes},
                       {"distance", distance},
                       {"distance_of_few", distance_of_few},
                       {"neighborhoods", neighborhoods},
                       {"neighborhood_edges", neighborhood_edges},
                       {"nulls", nulls},
                       {"swaps", swaps}};
const Step kSynapseSteps[] = {{"synapses", synapses}, {"edge_map", edge_map}};

/// A round: every step once, or the one of that name, as one JSON object; once the tiles of
/// synapses are there, of the steps that need them.
std::string run_once(std::string_view only = {}) {
  std::string text = "{";
  const bool located = dataset().synapses && dataset().synapses->has(0);
  for (const Step& step : located ? std::span<const Step>(kSynapseSteps) : kSteps) {
    if (!only.empty() && only != step.name) continue;
    text += (text.size() > 1 ? ",\"" : "\"") + std::string(step.name) + "\":" + step.run();
  }
  return text + "}";
}

}  // namespace

extern "C" {

/// Forgets everything and begins with another dataset.
BENCH_EXPORT void bench_open(const std::byte* manifest, std::size_t size) {
  auto decoded = decode_manifest({reinterpret_cast<const char*>(manifest), size});
  CNX_CHECK(decoded.ok());
  dataset() = {};
  dataset().manifest = std::move(decoded).value();
  const Manifest& all = dataset().manifest;
  dataset().neurons = NeuronTable(all);
  const auto engine_family = [&](TileKind kind) {
    const TileFamily& family = *all.family(kind);
    auto model = decode_edge_model(family.model, all.neuron_count);
    CNX_CHECK(model.ok());
    return Engine::Family{family.block_neurons, std::move(model).value()};
  };
  dataset().engine.emplace(all.neuron_count, engine_family(TileKind::ConnectionsOut));
  if (const TileFamily* family = all.family(TileKind::Synapses)) {
    dataset().synapses = std::make_shared<SynapseStore>(
        all.neuron_count, SynapseStore::Family{family->block_neurons, all.synapse_shape});
  }
}

/// A tile of a Neurons, ConnectionsOut or Synapses family, in any order.
BENCH_EXPORT void bench_tile(std::uint32_t family_index, std::uint32_t tile, const std::byte* bytes,
                             std::size_t size) {
  const TileFamily& family = dataset().manifest.families[family_index];
  if (family.kind == TileKind::ConnectionsOut) {
    CNX_CHECK(dataset().engine->add_tile({bytes, size}).ok());
    return;
  }
  if (family.kind == TileKind::Synapses) {
    CNX_CHECK(dataset().synapses->add_tile({bytes, size}).ok());
    return;
  }
  const std::uint32_t first = tile * family.block_neurons;
  const std::uint32_t count =
      std::min(family.block_neurons, dataset().manifest.neuron_count - first);
  auto columns = decode_neuron_columns({bytes + kTileHeaderBytes, size - kTileHeaderBytes}, count,
                                       dataset().manifest.neuron_shape(family));
  CNX_CHECK(columns.ok());
  dataset().neurons.set_tile(first, family, std::move(columns).value());
}

/// Runs a round, or the step of that name alone; the text stays until the next call.
BENCH_EXPORT const char* bench_run(const char* step, std::size_t size) {
  static std::string text;
  text = run_once(std::string(step, size));
  return text.c_str();
}
}

#ifndef __EMSCRIPTEN__

namespace {

std::vector<std::byte> file_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.good()) {
    std::fprintf(stderr, "stats_bench: %s cannot be read\n", path.c_str());
    std::exit(3);
  }
  const std::vector<char> chars{std::istreambuf_iterator<char>(file), {}};
  const auto bytes = std::as_bytes(std::span(chars));
  return {bytes.begin(), bytes.end()};
}

unsigned long long peak_memory_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<unsigned long long>(usage.ru_maxrss) * 1024;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 4) {
    std::fprintf(stderr, "usage: stats_bench FOLDER [ROUNDS [STEP]]\n");
    return 2;
  }
  const std::string folder = argv[1];
  const int rounds = argc >= 3 ? std::atoi(argv[2]) : 3;
  const auto manifest = file_bytes(folder + "/manifest.json");
  bench_open(manifest.data(), manifest.size());
  const auto add_tiles = [&](auto wanted) {
    const auto& families = dataset().manifest.families;
    for (std::uint32_t f = 0; f < families.size(); ++f) {
      for (std::uint32_t t = 0; wanted(families[f].kind) && t < families[f].tiles.size(); ++t) {
        const auto bytes = file_bytes(folder + "/" + tile_path(families[f].tiles[t].hash));
        bench_tile(f, t, bytes.data(), bytes.size());
      }
    }
  };
  const auto print_rounds = [&](const char* name) {
    std::string text;
    for (int round = 0; round < rounds; ++round)
      text += (round > 0 ? "," : "") + run_once(argc == 4 ? argv[3] : "");
    std::printf("\"%s\":[%s]", name, text.c_str());
  };
  add_tiles(
      [](TileKind kind) { return kind == TileKind::Neurons || kind == TileKind::ConnectionsOut; });
  std::printf("{");
  print_rounds("runs");
  std::printf(",\"memory_bytes\":%llu,", peak_memory_bytes());
  add_tiles([](TileKind kind) { return kind == TileKind::Synapses; });
  print_rounds("synapse_runs");
  std::printf(",\"memory_with_synapses_bytes\":%llu}\n", peak_memory_bytes());
  return 0;
}

#endif
