#include "write/matrix_group.h"

#include <array>
#include <cstdlib>

namespace cnx {

void write_matrix_group(PandasHdfWriter& file, const MatrixGroup& group) {
  file.write_group(group.path);
  const std::int64_t n = group.neuron_count;
  const std::array<std::int64_t, 2> shape = {n, n};
  file.write_variable_text(group.path, "NEUROTOP_CLASS", "ConnectivityMatrix");
  if (group.edges.names_are_integers) {
    file.write_integer(group.path, "NEUROTOP_DEFAULT_EDGE",
                       std::strtoll(group.default_edge.c_str(), nullptr, 10));
  } else {
    file.write_variable_text(group.path, "NEUROTOP_DEFAULT_EDGE", group.default_edge);
  }
  file.write_integers(group.path, "NEUROTOP_SHAPE", shape);
  if (group.vertices != nullptr && !group.vertices->empty()) {
    file.write_table_frame(group.path + "/vertex_properties", *group.vertices,
                           group.vertex_index != nullptr ? *group.vertex_index : FrameIndex{});
  }
  file.write_fixed_frame(group.path + "/edges", group.edges);
  file.write_fixed_frame(group.path + "/edge_indices", group.ends);
}

}  // namespace cnx
