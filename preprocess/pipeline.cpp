#include "pipeline.h"

#include <span>
#include <utility>

#include "build/ordered_connectome.h"
#include "build/overview_order.h"
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
  manifest.min_nm = connectome.position_grid.min_nm;
  manifest.max_nm = connectome.position_grid.max_nm;
  manifest.position_step_nm = connectome.position_grid.step_nm;
  manifest.position_cell_voxels = connectome.position_grid.cell_voxels;
  if (connectome.synapses) {
    manifest.synapse_shape = connectome.synapses->shape;
    manifest.synapse_grid = connectome.synapses->grid;
    if (manifest.synapse_shape.has_position) {
      manifest.overview_grid = choose_overview_grid(*connectome.synapses);
    }
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
  auto families = write_tiles(connectome, *tiling, manifest.overview_grid, sink, progress);
  if (!families.ok()) return families.error();
  manifest.families = std::move(families).value();
  std::size_t tile_count = 0;
  for (const TileFamily& family : manifest.families) tile_count += family.tiles.size();
  progress.end(std::to_string(tile_count) + " tiles");
  return finish_manifest(std::move(manifest));
}

}  // namespace cnx
