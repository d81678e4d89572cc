#include "sample/sample_file.h"

#include <array>
#include <cmath>
#include <string_view>

#include "sample/cortex_model.h"
#include "sample/synthetic_mark.h"
#include "write/pandas_hdf_writer.h"

namespace cnx {
namespace {

template <typename T>
std::vector<std::int64_t> widened(const std::vector<T>& column) {
  std::vector<std::int64_t> wide;
  wide.reserve(column.size());
  for (const T value : column) wide.push_back(static_cast<std::int64_t>(value));
  return wide;
}

template <std::size_t N>
std::vector<std::string_view> named(const std::vector<std::uint8_t>& codes,
                                    const std::array<std::string_view, N>& names) {
  std::vector<std::string_view> texts;
  texts.reserve(codes.size());
  for (const std::uint8_t code : codes) texts.push_back(names[code]);
  return texts;
}

std::vector<TableColumn> vertex_columns(const CortexSample& sample) {
  const SampleNeurons& neurons = sample.neurons;
  return {{"pt_root_id", widened(neurons.id)},
          {"x_nm", widened(neurons.soma_nm[0])},
          {"y_nm", widened(neurons.soma_nm[1])},
          {"z_nm", widened(neurons.soma_nm[2])},
          {"cell_type", named(neurons.cell_class, kClassNames)},
          {"status_axon", named(neurons.axon_status, kProofreadingNames)},
          {"status_dendrite", named(neurons.dendrite_status, kProofreadingNames)},
          {"tentative_region", named(neurons.region, kRegionNames)},
          {"indegree", widened(sample.synapses.indegree)},
          {"outdegree", widened(sample.synapses.outdegree)}};
}

/// A synapse relative to the soma of its postsynaptic neuron.
std::array<std::int64_t, 3> delta_nm(const SampleNeurons& neurons, const SampleSynapse& synapse) {
  std::array<std::int64_t, 3> delta{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    delta[axis] = std::int64_t{synapse.position_nm[axis]} - neurons.soma_nm[axis][synapse.post];
  }
  return delta;
}

FixedFrame synapse_columns(const CortexSample& sample) {
  const SampleNeurons& neurons = sample.neurons;
  const std::vector<SampleSynapse>& synapses = sample.synapses.synapses;
  constexpr std::size_t kColumns = 8;
  // Ids increase along the file and are not consecutive, like those of the published file.
  constexpr std::uint64_t kIdRange = 350000000;
  const std::uint64_t id_step = kIdRange / synapses.size();
  const FrameSource<std::int64_t> integers = [=, &neurons, &synapses](std::uint64_t first,
                                                                      std::span<std::int64_t> out) {
    for (std::size_t row = 0; row < out.size() / kColumns; ++row) {
      const SampleSynapse& synapse = synapses[first + row];
      const auto cells = out.subspan(row * kColumns, kColumns);
      const auto delta = delta_nm(neurons, synapse);
      // The size is as good as a random number, and always there.
      const auto jitter = static_cast<std::uint64_t>(synapse.size) % id_step;
      cells[0] = static_cast<std::int64_t>((first + row) * id_step + jitter + 1);
      cells[1] = synapse.size;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        cells[2 + axis] = synapse.position_nm[axis];
        cells[5 + axis] = delta[axis];
      }
    }
  };
  const FrameSource<double> offsets = [&](std::uint64_t first, std::span<double> out) {
    for (std::size_t row = 0; row < out.size(); ++row) {
      double square = 0;  // exact: below 2^53
      for (const std::int64_t d : delta_nm(neurons, synapses[first + row])) {
        square += static_cast<double>(d * d);
      }
      out[row] = std::sqrt(square) / 1000.0;
    }
  };
  return {
      .rows = synapses.size(),
      .blocks = {{{"id", "size", "x_nm", "y_nm", "z_nm", "delta_x_nm", "delta_y_nm", "delta_z_nm"},
                  integers},
                 {{"soma_offset_um"}, offsets}}};
}

FixedFrame synapse_ends(const std::vector<SampleSynapse>& synapses) {
  const FrameSource<std::int64_t> ends = [&](std::uint64_t first, std::span<std::int64_t> out) {
    for (std::size_t row = 0; row < out.size() / 2; ++row) {
      out[2 * row] = synapses[first + row].pre;
      out[2 * row + 1] = synapses[first + row].post;
    }
  };
  return {.rows = synapses.size(), .blocks = {{{"row", "col"}, ends}}};
}

FixedFrame connection_columns(const SampleSynapses& of) {
  const FrameSource<std::int64_t> integers = [&](std::uint64_t first, std::span<std::int64_t> out) {
    for (std::size_t row = 0; row < out.size() / 2; ++row) {
      out[2 * row] = of.count[first + row];
      out[2 * row + 1] = of.total_size[first + row];
    }
  };
  const FrameSource<double> means = [&](std::uint64_t first, std::span<double> out) {
    for (std::size_t row = 0; row < out.size(); ++row) {
      out[row] = static_cast<double>(of.total_size[first + row]) / of.count[first + row];
    }
  };
  return {.rows = of.count.size(),
          .blocks = {{{"count", "total_size"}, integers}, {{"mean_size"}, means}}};
}

FixedFrame connection_ends(const SampleConnections& connections) {
  const FrameSource<std::int64_t> ends = [&](std::uint64_t first, std::span<std::int64_t> out) {
    for (std::size_t row = 0; row < out.size() / 2; ++row) {
      out[2 * row] = connections.pre[first + row];
      out[2 * row + 1] = connections.post[first + row];
    }
  };
  return {.rows = connections.pre.size(), .blocks = {{{"row", "col"}, ends}}};
}

/// One group as Connectome-utilities' ConnectivityMatrix.to_h5 writes it.
void write_matrix_group(PandasHdfWriter& file, const std::string& group,
                        const std::vector<TableColumn>& vertices, const FixedFrame& edges,
                        const FixedFrame& ends, const std::string& default_edge) {
  file.write_group(group);
  const auto n = static_cast<std::int64_t>(std::get<0>(vertices.front().values).size());
  const std::array<std::int64_t, 2> shape = {n, n};
  file.write_variable_text(group, "NEUROTOP_CLASS", "ConnectivityMatrix");
  file.write_variable_text(group, "NEUROTOP_DEFAULT_EDGE", default_edge);
  file.write_integers(group, "NEUROTOP_SHAPE", shape);
  file.write_table_frame(group + "/vertex_properties", vertices);
  file.write_fixed_frame(group + "/edges", edges);
  file.write_fixed_frame(group + "/edge_indices", ends);
}

}  // namespace

Result<Done> write_sample_file(const std::string& path, const CortexSample& sample) {
  PandasHdfWriter file(path);
  file.write_group(kSyntheticMarkGroup);
  file.write_text(kSyntheticMarkGroup, kSyntheticMark,
                  synthetic_mark_text(sample.neurons.seed, sample.neurons.count));
  const std::vector<TableColumn> vertices = vertex_columns(sample);
  write_matrix_group(file, "/connectivity/full", vertices, synapse_columns(sample),
                     synapse_ends(sample.synapses.synapses), "size");
  write_matrix_group(file, "/connectivity/condensed", vertices, connection_columns(sample.synapses),
                     connection_ends(sample.connections), "count");
  return file.finish();
}

}  // namespace cnx
