// decode_bench.cpp — what it takes to come from the bytes of connection tiles to a graph that can be
// walked both ways, phase by phase; and, in the native build, what encoding and decoding cost.
//
// One file, two builds with the flags of the product: `decode_bench FOLDER [ROUNDS]` natively, and
// a WebAssembly module whose exports bench/decode.mjs calls in a browser, with the tiles in memory.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "format/edge_rows.h"
#include "format/tile_header.h"
#include "graph/csr_build.h"
#include "stats/local_statistics.h"
#include "worker/engine.h"

#ifdef __EMSCRIPTEN__
#include <emscripten/emscripten.h>
#define BENCH_EXPORT EMSCRIPTEN_KEEPALIVE
#else
#include <fstream>
#include <iterator>
#include <string>

#include "format/manifest.h"
#include "format/synapse_rows.h"
#include "format/tile_name.h"
#define BENCH_EXPORT
#endif

namespace {

using namespace cnx;
using Bytes = std::vector<std::byte>;

struct Tile {
  Bytes bytes;
  std::uint64_t hash = 0;
};

/// The tiles of one direction, and what is needed to read them.
struct Family {
  std::uint32_t block_neurons = 1;
  EdgeModel model;
  std::vector<Tile> tiles;
};

struct Dataset {
  std::uint32_t neuron_count = 0;
  Family out, in;
};

Dataset& dataset() {
  static Dataset the_dataset;
  return the_dataset;
}

/// What decode.mjs and main() print, in this order.
enum Value : std::size_t {
  kHash, kDecodeOut, kCsr, kTranspose, kReciprocity, kDecodeIn, kEngine,  // milliseconds
  kEdges, kSynapses, kReciprocalPairs,                                    // to compare
  kValues
};

double now_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(since).count();
}

/// Milliseconds that a piece of work takes.
template <typename Work>
double timed(const Work& work) {
  const double began = now_ms();
  work();
  return now_ms() - began;
}

EdgeRows decode(const Family& family, const Tile& tile) {
  const auto header = decode_tile_header(tile.bytes);
  CNX_CHECK(header.ok());
  auto rows = decode_edge_rows(std::span(tile.bytes).subspan(kTileHeaderBytes),
                               header.value().neuron_count, dataset().neuron_count, family.model);
  CNX_CHECK(rows.ok());
  return std::move(rows).value();
}

std::vector<EdgeRows> decode_all(const Family& family) {
  std::vector<EdgeRows> rows;
  for (const Tile& tile : family.tiles) rows.push_back(decode(family, tile));
  return rows;
}

/// All tiles as one half of a graph; each is freed once it is in there.
void join_rows(std::vector<EdgeRows>& tiles, CsrHalf& half, std::vector<std::uint32_t>& counts) {
  std::size_t edges = 0;
  for (const EdgeRows& rows : tiles) edges += rows.targets.size();
  half.offsets.reserve(std::size_t{dataset().neuron_count} + 1);
  half.targets.reserve(edges);
  counts.reserve(edges);
  for (EdgeRows& rows : tiles) {
    append_rows(rows, half, counts);
    rows = {};
  }
}

void check_hashes(const Family& family) {
  for (const Tile& tile : family.tiles) CNX_CHECK(xxh3_64(tile.bytes) == tile.hash);
}

std::array<double, kValues> run_once() {
  const Dataset& all = dataset();
  std::array<double, kValues> values{};
  values[kHash] = timed([&] { check_hashes(all.out); });
  {
    std::vector<EdgeRows> rows;
    values[kDecodeOut] = timed([&] { rows = decode_all(all.out); });
    CsrHalf out;
    std::vector<std::uint32_t> synapse_counts;
    values[kCsr] = timed([&] { join_rows(rows, out, synapse_counts); });
    OwnedGraph graph;
    values[kTranspose] = timed([&] { graph = graph_from_out_half(std::move(out)); });
    const std::vector<std::uint8_t> chosen(all.neuron_count, 1);
    LocalStatisticsInput input;
    input.graph = graph.view();
    input.synapse_counts = synapse_counts;
    input.chosen = chosen;
    values[kReciprocity] = timed([&] {
      values[kReciprocalPairs] = static_cast<double>(local_statistics(input).reciprocal_pairs);
    });
    values[kEdges] = static_cast<double>(graph.out.targets.size());
    for (const std::uint32_t count : synapse_counts) values[kSynapses] += count;
  }
  values[kDecodeIn] = timed([&] { decode_all(all.in); });
  // As the page's worker does it: tile by tile, and all becomes one graph with the last.
  std::optional<Engine> engine;
  values[kEngine] = timed([&] {
    engine.emplace(all.neuron_count, Engine::Family{all.out.block_neurons, all.out.model},
                   Engine::Family{all.in.block_neurons, all.in.model});
    for (const Tile& tile : all.out.tiles) {
      CNX_CHECK(xxh3_64(tile.bytes) == tile.hash);
      CNX_CHECK(engine->add_tile(tile.bytes).ok());
    }
  });
  return values;
}

}  // namespace

extern "C" {

/// Forgets everything and begins with a dataset of so many neurons.
BENCH_EXPORT void bench_open(std::uint32_t neuron_count) {
  dataset() = {};
  dataset().neuron_count = neuron_count;
}

/// `outgoing`: 1 connections out, 0 connections in.
BENCH_EXPORT void bench_family(int outgoing, std::uint32_t block_neurons, const std::byte* model,
                               std::size_t size) {
  Family& family = outgoing ? dataset().out : dataset().in;
  family.block_neurons = block_neurons;
  auto decoded = decode_edge_model({model, size}, dataset().neuron_count);
  CNX_CHECK(decoded.ok());
  family.model = std::move(decoded).value();
}

BENCH_EXPORT void bench_tile(int outgoing, const std::byte* bytes, std::size_t size,
                             std::uint32_t hash_high, std::uint32_t hash_low) {
  (outgoing ? dataset().out : dataset().in)
      .tiles.push_back({Bytes(bytes, bytes + size), std::uint64_t{hash_high} << 32 | hash_low});
}

/// Runs everything once. The values stay until the next call.
BENCH_EXPORT const double* bench_run() {
  static std::array<double, kValues> values;
  values = run_once();
  return values.data();
}
}

#ifndef __EMSCRIPTEN__

namespace {

std::optional<Bytes> file_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.good()) return std::nullopt;
  const std::vector<char> chars{std::istreambuf_iterator<char>(file), {}};
  const auto bytes = std::as_bytes(std::span(chars));
  return Bytes(bytes.begin(), bytes.end());
}

/// Nanoseconds for each entry, of one family: the least of some rounds.
struct Cost {
  std::uint64_t entries = 0;
  double encode_ns = 1e300, decode_ns = 1e300, count_ns = 0;
};

Cost cost_of_edges(const Family& family, int rounds) {
  const std::uint32_t neurons = dataset().neuron_count;
  const std::vector<EdgeRows> rows = decode_all(family);
  Cost cost;
  cost.count_ns = 1e300;
  for (const EdgeRows& one : rows) cost.entries += one.targets.size();
  const double per_entry = 1e6 / static_cast<double>(std::max<std::uint64_t>(cost.entries, 1));
  for (int round = 0; round < rounds; ++round) {
    cost.decode_ns = std::min(cost.decode_ns, per_entry * timed([&] {
      for (const Tile& tile : family.tiles) decode(family, tile);
    }));
    cost.count_ns = std::min(cost.count_ns, per_entry * timed([&] {
      for (const EdgeRows& one : rows) count_edge_symbols(one, neurons, family.model.cell_bits);
    }));
    std::size_t same = 0;
    cost.encode_ns = std::min(cost.encode_ns, per_entry * timed([&] {
      for (std::size_t t = 0; t < rows.size(); ++t) {
        same += encode_edge_rows(rows[t], neurons, family.model).size() + kTileHeaderBytes ==
                family.tiles[t].bytes.size();
      }
    }));
    CNX_CHECK(same == rows.size());
  }
  return cost;
}

Cost cost_of_synapses(const std::vector<Tile>& tiles, SynapseShape shape, int rounds) {
  std::vector<SynapseRows> rows;
  Cost cost;
  const auto decode_one = [&](const Tile& tile) {
    auto decoded = decode_synapse_rows(std::span(tile.bytes).subspan(kTileHeaderBytes),
                                       decode_tile_header(tile.bytes).value().neuron_count, shape);
    CNX_CHECK(decoded.ok());
    return std::move(decoded).value();
  };
  for (const Tile& tile : tiles) rows.push_back(decode_one(tile));
  for (const SynapseRows& one : rows) cost.entries += one.offsets.back();
  const double per_entry = 1e6 / static_cast<double>(std::max<std::uint64_t>(cost.entries, 1));
  for (int round = 0; round < rounds; ++round) {
    cost.decode_ns = std::min(cost.decode_ns, per_entry * timed([&] {
      for (const Tile& tile : tiles) decode_one(tile);
    }));
    std::size_t same = 0;
    cost.encode_ns = std::min(cost.encode_ns, per_entry * timed([&] {
      for (std::size_t t = 0; t < rows.size(); ++t) {
        same += encode_synapse_rows(rows[t], shape).size() + kTileHeaderBytes ==
                tiles[t].bytes.size();
      }
    }));
    CNX_CHECK(same == rows.size());
  }
  return cost;
}

int fail(const std::string& sentence) {
  std::fprintf(stderr, "decode_bench: %s\n", sentence.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::fprintf(stderr, "usage: decode_bench FOLDER_OF_TILES [ROUNDS]\n");
    return 2;
  }
  const std::string folder = argv[1];
  const int rounds = argc == 3 ? std::max(1, std::atoi(argv[2])) : 5;
  const auto text = file_bytes(folder + "/manifest.json");
  if (!text) return fail("cannot read " + folder + "/manifest.json");
  const auto decoded =
      decode_manifest({reinterpret_cast<const char*>(text->data()), text->size()});
  if (!decoded.ok()) return fail(folder + "/manifest.json: " + decoded.error().where);
  const Manifest& manifest = decoded.value();

  bench_open(manifest.neuron_count);
  std::vector<Tile> synapse_tiles;
  for (const TileFamily& family : manifest.families) {
    const bool edges = family.kind == TileKind::ConnectionsOut ||
                       family.kind == TileKind::ConnectionsIn;
    if (!edges && family.kind != TileKind::Synapses) continue;
    const int outgoing = family.kind == TileKind::ConnectionsOut ? 1 : 0;
    if (edges) {
      bench_family(outgoing, family.block_neurons, family.model.data(), family.model.size());
    }
    for (const TileEntry& entry : family.tiles) {
      const auto bytes = file_bytes(folder + "/" + tile_path(entry.hash));
      if (!bytes) return fail("cannot read " + folder + "/" + tile_path(entry.hash));
      if (edges) {
        bench_tile(outgoing, bytes->data(), bytes->size(),
                   static_cast<std::uint32_t>(entry.hash >> 32),
                   static_cast<std::uint32_t>(entry.hash));
      } else {
        synapse_tiles.push_back({*bytes, entry.hash});
      }
    }
  }

  std::printf("{\"runs\": [");
  for (int round = 0; round < rounds; ++round) {
    const double* const values = bench_run();
    std::printf("%s[", round == 0 ? "" : ", ");
    for (std::size_t v = 0; v < kValues; ++v) std::printf("%s%.3f", v == 0 ? "" : ", ", values[v]);
    std::printf("]");
  }
  std::printf("],\n \"costs\": {");
  const Cost out = cost_of_edges(dataset().out, rounds), in = cost_of_edges(dataset().in, rounds);
  const Cost synapses = cost_of_synapses(synapse_tiles, manifest.synapse_shape, rounds);
  const std::array<std::pair<const char*, const Cost*>, 3> costs = {
      {{"connections_out", &out}, {"connections_in", &in}, {"synapses", &synapses}}};
  for (std::size_t c = 0; c < costs.size(); ++c) {
    const auto& [name, cost] = costs[c];
    if (cost->entries == 0) continue;
    std::printf("%s\n  \"%s\": {\"entries\": %llu, \"count_ns\": %.2f, \"encode_ns\": %.2f, "
                "\"decode_ns\": %.2f}",
                c == 0 ? "" : ",", name, static_cast<unsigned long long>(cost->entries),
                cost->count_ns, cost->encode_ns, cost->decode_ns);
  }
  std::printf("}}\n");
  return 0;
}

#endif
