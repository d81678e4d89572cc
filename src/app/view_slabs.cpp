#include "app/view_slabs.h"

namespace cnx {

ViewSlabs view_slabs(const ViewState& view, const Manifest& manifest, const NeuronTable& neurons) {
  ViewSlabs slabs{};
  if (manifest.layout != Layout::Soma) return slabs;
  if (view.depth_range) {
    const double top_um = (static_cast<double>(manifest.min_nm[1]) - neurons.center_nm()[1]) / 1000;
    slabs[0] = depth_slab(view.depth_range->min_um, view.depth_range->max_um, top_um);
  }
  if (view.slice) {
    slabs[1] = upright_slab(view.slice->yaw_mdeg / 1000.0, view.slice->position_um,
                            view.slice->thickness_um);
  }
  return slabs;
}

}  // namespace cnx
