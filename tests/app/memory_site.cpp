#include "app/memory_site.h"

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>

namespace cnx::test {

std::vector<std::byte> bytes_of(const std::string& text) {
  const auto* first = reinterpret_cast<const std::byte*>(text.data());
  return {first, first + text.size()};
}

MemorySite::MemorySite(std::uint32_t seed, std::uint32_t neurons, std::uint32_t draws,
                       std::uint32_t block)
    : manifest(small_manifest(neurons)),
      values(random_values(seed, neurons)),
      out(random_rows(seed, neurons, draws)),
      in(transpose(out)),
      synapses(random_synapses(seed, in, {true, true})) {
  manifest.synapse_shape = {true, true};
  manifest.synapse_grid = {{-7, 3, 11}, {4, 4, 40}};
  manifest.dataset_name = "made for a test";
  for (const auto& row : out) {
    manifest.connection_count += row.size();
    for (const auto& [post, count] : row) manifest.synapse_count += count;
  }
  for (NeuronIndex i = 0; i < neurons; ++i) manifest.autapse_count += out[i].count(i);
  add_neurons(PositionPart::Coarse, {4}, block);
  add_neurons(PositionPart::Fine, {0, 5, 6, 7}, neurons);
  add_neurons(PositionPart::Exact, {}, neurons);
  add_connections(TileKind::ConnectionsOut, out, block);
  add_connections(TileKind::ConnectionsIn, in, block);
  TileFamily of_synapses;
  of_synapses.kind = TileKind::Synapses;
  of_synapses.block_neurons = block;
  add(std::move(of_synapses), make_synapse_tiles(synapses, neurons, block, manifest.synapse_shape));
  // Promised, but nobody asks for it.
  TileFamily overview;
  overview.kind = TileKind::SynapseOverview;
  overview.block_neurons = kMaxTileNeurons;
  overview.tiles.resize(overview_tile_count(manifest.synapse_count, overview.block_neurons),
                        {1, 100});
  manifest.families.push_back(overview);
  manifest.fingerprint = manifest_fingerprint(manifest);
  files["data/manifest.json"] = bytes_of(encode_manifest(manifest));
}

std::string MemorySite::address(std::size_t family, std::size_t index) const {
  return "data/" + tile_path(manifest.families[family].tiles[index].hash);
}

FetchResult MemorySite::read(const std::string& url) {
  asked[url] += 1;
  FetchResult result;
  if (const auto fault = faults.find(url); fault != faults.end()) {
    result.error = fault->second;
  } else if (const auto found = files.find(url); found != files.end()) {
    result.bytes = found->second;
  } else {
    result.error = "the server answered 404";
  }
  return result;
}

HeadlessPlatform MemorySite::platform() {
  return HeadlessPlatform(
      [this](const std::string& url) { return read(url); },
      [this](const std::vector<std::byte>& message) {
        messages += 1;
        auto reply = worker.handle(message);
        // What waits for sizes to be summed; jobs are the test's.
        while (reply.empty() && worker.has_work() && worker.progress().empty()) {
          reply = worker.work();
        }
        return reply;
      });
}

NeuronTable MemorySite::table() const {
  NeuronTable made(manifest);
  made.set_rows(0, std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}, values);
  return made;
}

void MemorySite::add(TileFamily family, const std::vector<std::vector<std::byte>>& tiles) {
  for (const auto& tile : tiles) {
    const std::uint64_t hash = xxh3_64(tile);
    family.tiles.push_back({hash, static_cast<std::uint32_t>(tile.size())});
    files["data/" + tile_path(hash)] = tile;
  }
  manifest.families.push_back(std::move(family));
}

void MemorySite::add_connections(TileKind kind, const WeightedRows& rows, std::uint32_t block) {
  TileFamily family;
  family.kind = kind;
  family.block_neurons = block;
  family.model = any_edge_model_bytes(manifest.neuron_count);
  add(std::move(family), make_tiles(kind, rows, block));
}

void MemorySite::add_neurons(PositionPart part, std::vector<std::uint32_t> columns,
                             std::uint32_t block) {
  TileFamily family;
  family.kind = TileKind::Neurons;
  family.block_neurons = block;
  family.position = part;
  family.column_indices = std::move(columns);
  const NeuronShape shape = manifest.neuron_shape(family);
  std::vector<std::vector<std::byte>> tiles;
  for (std::uint32_t first = 0; first < manifest.neuron_count; first += block) {
    const std::uint32_t count = std::min(block, manifest.neuron_count - first);
    NeuronColumns rows;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto& nm = std::get<IntegerValues>(values[1 + axis]);
      for (std::uint32_t i = first; i < first + count; ++i) {
        rows.position[axis].push_back(shape.grid.part_of(part, axis, nm[i]));
      }
    }
    for (const std::uint32_t c : family.column_indices) {
      rows.columns.push_back(std::visit(
          [&](const auto& all) -> ColumnValues {
            return std::decay_t<decltype(all)>(all.begin() + first, all.begin() + first + count);
          },
          values[c]));
    }
    tiles.push_back(
        encode_tile(TileKind::Neurons, first, count, encode_neuron_columns(rows, shape)));
  }
  add(std::move(family), tiles);
}

}  // namespace cnx::test
