#include "pipeline.h"

#include <algorithm>
#include <span>
#include <utility>

#include "build/ordered_connectome.h"
#include "build/tiling.h"
#include "write/manifest_writer.h"

namespace cnx {

Result<Manifest> tile_connectome(RawConnectome raw, const std::string& dataset_name,
                                 const TileSink& sink, Progress& progress) {
  Manifest manifest;
  manifest.dataset_name = dataset_name;
  manifest.source_file = raw.source_file;
  manifest.source_group = raw.source_group;
  manifest.edge_weight = raw.edge_weight;
  manifest.synthetic = raw.synthetic;

  auto built = order_connectome(std::move(raw), progress);
  if (!built.ok()) return built.error();
  const OrderedConnectome connectome = std::move(built).value();

  manifest.neuron_count = connectome.neuron_count;
  manifest.connection_count = connectome.adjacency.out.targets.size();
  manifest.autapse_count = count_autapses(connectome.adjacency.out);
  manifest.synapse_count = count_synapses(connectome.adjacency.out);
  manifest.layout = connectome.layout;
  manifest.notes = connectome.notes;
  manifest.columns = connectome.columns.columns;
  const auto position_nm = connectome.position_nm();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto [low, high] =
        std::minmax_element(position_nm[axis].begin(), position_nm[axis].end());
    manifest.min_nm[axis] = *low;
    manifest.max_nm[axis] = *high;
  }
  if (connectome.synapses) {
    manifest.synapse_shape = connectome.synapses->shape;
    manifest.synapse_grid = connectome.synapses->grid;
  }

  const auto tiling =
      make_tiling(connectome.columns.columns, connectome.adjacency,
                  connectome.synapses ? std::span<const std::uint32_t>{connectome.synapses->offsets}
                                      : std::span<const std::uint32_t>{},
                  manifest.synapse_shape);
  if (!tiling) {
    return Error{ErrorCode::OutOfRange,
                 "one neuron has more partners or synapses than a tile holds"};
  }

  progress.begin("write");
  auto families = write_tiles(connectome, *tiling, sink, progress);
  if (!families.ok()) return families.error();
  manifest.families = std::move(families).value();
  std::size_t tile_count = 0;
  for (const TileFamily& family : manifest.families) tile_count += family.tiles.size();
  progress.end(std::to_string(tile_count) + " tiles");
  return finish_manifest(std::move(manifest));
}

}  // namespace cnx
