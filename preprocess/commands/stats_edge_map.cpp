#include "commands/stats_edge_map.h"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "base/check.h"
#include "commands/text_format.h"
#include "format/synapse_rows.h"
#include "stats/edge_effect.h"

namespace cnx {
namespace {

using Json = nlohmann::ordered_json;

/// Calls visit(post, x_nm, z_nm) for every synapse of the dataset.
template <typename Visit>
Result<Done> for_each_synapse(const TileSource& source, const TileFamily& family,
                              const std::array<std::span<const std::int64_t>, 2>& soma_nm,
                              Visit visit) {
  const Manifest& manifest = source.manifest();
  const VoxelGrid& grid = manifest.synapse_grid;
  constexpr std::array<std::size_t, 2> kAxes = {0, 2};
  for (std::size_t t = 0; t < family.tiles.size(); ++t) {
    const auto tile = source.read_tile(family, t);
    if (!tile.ok()) return tile.error();
    const std::uint32_t count = source.neuron_count(family, t);
    const auto rows = decode_synapse_rows(payload_of(tile.value()), count, manifest.synapse_shape);
    if (!rows.ok()) return source.damaged(family, t, rows.error());
    for (std::uint32_t r = 0; r < count; ++r) {
      const NeuronIndex post = source.first_neuron(family, t) + r;
      std::array<std::uint64_t, 2> zero{}, step{};  // modulo 2^64, as the codec
      for (std::size_t a = 0; a < 2; ++a) {
        const std::size_t axis = kAxes[a];
        step[a] = static_cast<std::uint64_t>(grid.step_nm[axis]);
        zero[a] = static_cast<std::uint64_t>(grid.origin_nm[axis]) +
                  step[a] * static_cast<std::uint64_t>(soma_voxel(
                                soma_nm[a][post], grid.origin_nm[axis], grid.step_nm[axis]));
      }
      for (std::uint32_t s = rows.value().offsets[r]; s < rows.value().offsets[r + 1]; ++s) {
        const auto nm = [&](std::size_t a) {
          return static_cast<std::int64_t>(
              zero[a] + step[a] * static_cast<std::uint64_t>(rows.value().residual[kAxes[a]][s]));
        };
        visit(post, nm(0), nm(1));
      }
    }
  }
  return Done{};
}

void widen(EdgeExtent& extent, std::int64_t value) {
  extent.min = std::min(extent.min, value);
  extent.max = std::max(extent.max, value);
}

/// [x * bins + z] as rows of columns.
template <typename ValueOf>
Json square(ValueOf value_of) {
  Json rows = Json::array();
  for (std::size_t x = 0; x < kEdgeBins; ++x) {
    Json row = Json::array();
    for (std::size_t z = 0; z < kEdgeBins; ++z) row.push_back(value_of(x * kEdgeBins + z));
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string why_not(const char* sentence) {
  return Json{{"edge_map", nullptr}, {"edge_map_why_not", sentence}}.dump();
}

}  // namespace

Result<std::string> edge_map_json(const TileSource& source, const NeuronTable& neurons,
                                  const std::vector<std::uint8_t>& chosen) {
  const Manifest& manifest = source.manifest();
  const TileFamily* const family = manifest.family(TileKind::Synapses);
  const auto x_column = neurons.find(ColumnRole::PositionX);
  const auto z_column = neurons.find(ColumnRole::PositionZ);
  if (family == nullptr || !manifest.synapse_shape.has_position) {
    return why_not("The dataset has no positions of synapses, so there is no map of its edge.");
  }
  if (manifest.layout != Layout::Soma || !x_column || !z_column) {
    return why_not("The dataset has no soma positions, so there is no map of its edge.");
  }
  const std::array<std::span<const std::int64_t>, 2> soma_nm = {neurons.integers(*x_column),
                                                                neurons.integers(*z_column)};

  constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
  EdgeExtent x_nm{kHighest, kLowest}, z_nm{kHighest, kLowest};
  std::uint64_t synapses = 0;
  auto read =
      for_each_synapse(source, *family, soma_nm, [&](NeuronIndex, std::int64_t x, std::int64_t z) {
        widen(x_nm, x);
        widen(z_nm, z);
        ++synapses;
      });
  if (!read.ok()) return read.error();
  if (synapses == 0) return why_not("The dataset has no synapses, so there is no map of its edge.");

  EdgeGrid grid(x_nm, z_nm);
  read = for_each_synapse(source, *family, soma_nm,
                          [&](NeuronIndex, std::int64_t x, std::int64_t z) { grid.add(x, z); });
  if (!read.ok()) return read.error();
  std::vector<std::uint64_t> inputs(manifest.neuron_count, 0), outer(manifest.neuron_count, 0);
  read = for_each_synapse(source, *family, soma_nm,
                          [&](NeuronIndex post, std::int64_t x, std::int64_t z) {
                            ++inputs[post];
                            if (grid.outer(grid.bin(x, z))) ++outer[post];
                          });
  if (!read.ok()) return read.error();

  const auto row_of = neurons.integers(*neurons.find(ColumnRole::SourceRow));
  Json fractions = Json::array();
  fractions.get_ref<Json::array_t&>().resize(manifest.neuron_count);
  std::uint64_t with_inputs = 0, trusted = 0;
  std::vector<double> sums(kEdgeBins * kEdgeBins, 0);
  std::vector<std::uint64_t> somata(kEdgeBins * kEdgeBins, 0);
  for (NeuronIndex v = 0; v < manifest.neuron_count; ++v) {
    if (row_of[v] < 0 || row_of[v] >= manifest.neuron_count) {
      return Error{ErrorCode::OutOfRange,
                   "a neuron has row " + std::to_string(row_of[v]) +
                       " of the input, which has fewer; make the tiles anew"};
    }
    if (inputs[v] == 0) continue;
    const double fraction = static_cast<double>(outer[v]) / static_cast<double>(inputs[v]);
    fractions[static_cast<std::size_t>(row_of[v])] = fraction;
    if (!chosen[v]) continue;
    ++with_inputs;
    if (fraction < kEdgeTrustedFraction) ++trusted;
    const std::size_t bin = grid.bin(soma_nm[0][v], soma_nm[1][v]);
    sums[bin] += fraction;
    ++somata[bin];
  }
  Json map = {{"bins", kEdgeBins},
              {"fewest", kEdgeFewest},
              {"outer_z_bins", kEdgeOuterZBins},
              {"trusted_fraction", kEdgeTrustedFraction},
              {"synapses", synapses},
              {"x_edges_nm", grid.x_edges()},
              {"z_edges_nm", grid.z_edges()}};
  map["bin_synapses"] = square([&](std::size_t bin) { return Json(grid.counts()[bin]); });
  map["outer"] = square([&](std::size_t bin) { return Json(grid.outer(bin) ? 1 : 0); });
  map["soma_fraction"] = square([&](std::size_t bin) {
    return somata[bin] == 0 ? Json(nullptr) : Json(sums[bin] / static_cast<double>(somata[bin]));
  });
  map["neurons"] = {{"with_inputs", with_inputs}, {"trusted", trusted}};
  map["outer_fraction"] = std::move(fractions);
  return Json{{"edge_map", std::move(map)}}.dump();
}

std::string edge_map_text(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  CNX_CHECK(json.is_object());
  if (json.contains("edge_map_why_not")) return json["edge_map_why_not"].get<std::string>() + "\n";
  const Json& map = json["edge_map"];
  const auto whole = [](const Json& value) { return number(value.get<std::uint64_t>()); };
  std::string out = format(
      "Edge effect: share of a neuron's inputs in outer bins, by where its soma lies\n"
      "%s of %s neurons with inputs have less than 5 %% of them there.\n"
      "Each letter is a bin of x (down) and z (across): o below 5 %%, + below 50 %%, # more, . no "
      "soma\n",
      whole(map["neurons"]["trusted"]).c_str(), whole(map["neurons"]["with_inputs"]).c_str());
  for (const Json& row : map["soma_fraction"]) {
    out += "  ";
    for (const Json& value : row) {
      if (value.is_null()) {
        out += '.';
      } else {
        const double fraction = value.get<double>();
        out += fraction < kEdgeTrustedFraction ? 'o' : fraction < 0.5 ? '+' : '#';
      }
    }
    out += "\n";
  }
  return out;
}

}  // namespace cnx
