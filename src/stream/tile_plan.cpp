#include "stream/tile_plan.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/check.h"

namespace cnx {

namespace {

/// The list under construction: no tile twice.
class Plan {
 public:
  explicit Plan(const Manifest& manifest) : manifest_(manifest) {
    for (const TileFamily& family : manifest.families) listed_.emplace_back(family.tiles.size());
  }

  void add(std::size_t family, std::size_t tile) {
    if (listed_[family][tile]) return;
    listed_[family][tile] = true;
    keys_.push_back({static_cast<std::uint16_t>(family), static_cast<std::uint32_t>(tile)});
  }

  void add_family(std::optional<std::size_t> family) {
    if (!family) return;
    for (std::size_t tile = 0; tile < listed_[*family].size(); ++tile) add(*family, tile);
  }

  void add_tile_of(std::optional<std::size_t> family, NeuronIndex neuron) {
    if (family) add(*family, neuron / manifest_.families[*family].block_neurons);
  }

  /// The tiles that hold the rows of tile `tile` of another family.
  void add_tiles_of(std::optional<std::size_t> family, const TileFamily& other, std::size_t tile) {
    if (!family) return;
    const std::uint64_t first = std::uint64_t{tile} * other.block_neurons;
    const std::uint64_t end =
        std::min<std::uint64_t>(first + other.block_neurons, manifest_.neuron_count);
    const std::uint32_t block = manifest_.families[*family].block_neurons;
    for (std::uint64_t at = first / block; at * block < end; ++at) {
      add(*family, static_cast<std::size_t>(at));
    }
  }

  std::vector<TileKey> finish() && { return std::move(keys_); }

 private:
  const Manifest& manifest_;
  std::vector<std::vector<bool>> listed_;  // [family][tile]
  std::vector<TileKey> keys_;
};

template <typename Fits>
std::optional<std::size_t> first_family(const Manifest& manifest, Fits fits) {
  const auto& families = manifest.families;
  const auto found = std::find_if(families.begin(), families.end(), fits);
  if (found == families.end()) return std::nullopt;
  return static_cast<std::size_t>(found - families.begin());
}

std::optional<std::size_t> family_of_kind(const Manifest& manifest, TileKind kind) {
  return first_family(manifest, [&](const TileFamily& family) { return family.kind == kind; });
}

std::optional<std::size_t> family_of_part(const Manifest& manifest, PositionPart part) {
  return first_family(manifest, [&](const TileFamily& family) { return family.position == part; });
}

std::optional<std::size_t> family_of_column(const Manifest& manifest, std::uint32_t column) {
  return first_family(manifest, [&](const TileFamily& family) {
    const auto& held = family.column_indices;
    return family.kind == TileKind::Neurons &&
           std::find(held.begin(), held.end(), column) != held.end();
  });
}

}  // namespace

std::vector<TileKey> tile_plan(const Manifest& manifest, const TileNeed& need) {
  Plan plan(manifest);
  const auto out = family_of_kind(manifest, TileKind::ConnectionsOut);
  const auto in = family_of_kind(manifest, TileKind::ConnectionsIn);
  plan.add_family(family_of_part(manifest, PositionPart::Coarse));
  plan.add_family(family_of_part(manifest, PositionPart::Fine));
  // Without the inputs' own tiles, all outputs tell them.
  const bool asks_inputs = need.selected || !need.synapse_tiles.empty();
  const bool every_out = need.every_connection || (!in && asks_inputs);
  if (need.selected) {
    CNX_CHECK(*need.selected < manifest.neuron_count);
    plan.add_tile_of(out, *need.selected);
    plan.add_tile_of(in, *need.selected);
  }
  plan.add_family(family_of_part(manifest, PositionPart::Exact));
  for (const std::uint32_t column : need.columns) {
    CNX_CHECK(column < manifest.columns.size());
    plan.add_family(family_of_column(manifest, column));
  }
  const auto synapses = family_of_kind(manifest, TileKind::Synapses);
  for (const std::uint32_t tile : need.synapse_tiles) {
    CNX_CHECK(synapses && tile < manifest.families[*synapses].tiles.size());
    plan.add(*synapses, tile);
    if (!every_out) plan.add_tiles_of(in, manifest.families[*synapses], tile);
  }
  if (every_out) plan.add_family(out);
  if (need.every_size) plan.add_family(synapses);
  return std::move(plan).finish();
}

std::size_t first_picture_tiles(const Manifest& manifest) {
  std::size_t tiles = 0;
  for (const PositionPart part : {PositionPart::Coarse, PositionPart::Fine}) {
    if (const auto family = family_of_part(manifest, part)) {
      tiles += manifest.families[*family].tiles.size();
    }
  }
  return tiles;
}

}  // namespace cnx
