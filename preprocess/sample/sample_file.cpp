#include "sample/sample_file.h"

#include <array>
#include <cmath>
#include <string_view>

#include "sample/cortex_model.h"
#include "sample/synthetic_mark.h"
#include "write/matrix_group.h"
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

std::vector<FrameColumn> vertex_columns(const CortexSample& sample) {
  const SampleNeurons& neurons = sample.neurons;
  return {{"pt_root_id", StoredType::Int64, widened(neurons.id)},
          {"x_nm", StoredType::Int64, widened(neurons.soma_nm[0])},
          {"y_nm", StoredType::Int64, widened(neurons.soma_nm[1])},
          {"z_nm", StoredType::Int64, widened(neurons.soma_nm[2])},
          {"cell_type", StoredType::Text, named(neurons.cell_class, kClassNames)},
          {"status_axon", StoredType::Text, named(neurons.axon_status, kProofreadingNames)},
          {"status_dendrite", StoredType::Text, named(neurons.dendrite_status, kProofreadingNames)},
          {"tentative_region", StoredType::Text, named(neurons.region, kRegionNames)},
          {"indegree", StoredType::Int64, widened(sample.synapses.indegree)},
          {"outdegree", StoredType::Int64, widened(sample.synapses.outdegree)}};
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
    return true;
  };
  const FrameSource<double> offsets = [&](std::uint64_t first, std::span<double> out) {
    for (std::size_t row = 0; row < out.size(); ++row) {
      double square = 0;  // exact: below 2^53
      for (const std::int64_t d : delta_nm(neurons, synapses[first + row])) {
        square += static_cast<double>(d * d);
      }
      out[row] = std::sqrt(square) / 1000.0;
    }
    return true;
  };
  return {
      .rows = synapses.size(),
      .blocks = {{{"id", "size", "x_nm", "y_nm", "z_nm", "delta_x_nm", "delta_y_nm", "delta_z_nm"},
                  StoredType::Int64,
                  integers},
                 {{"soma_offset_um"}, StoredType::Float64, offsets}}};
}

FixedFrame synapse_ends(const std::vector<SampleSynapse>& synapses) {
  const FrameSource<std::int64_t> ends = [&](std::uint64_t first, std::span<std::int64_t> out) {
    for (std::size_t row = 0; row < out.size() / 2; ++row) {
      out[2 * row] = synapses[first + row].pre;
      out[2 * row + 1] = synapses[first + row].post;
    }
    return true;
  };
  return {.rows = synapses.size(), .blocks = {{{"row", "col"}, StoredType::Int64, ends}}};
}

FixedFrame connection_columns(const SampleSynapses& of) {
  const FrameSource<std::int64_t> integers = [&](std::uint64_t first, std::span<std::int64_t> out) {
    for (std::size_t row = 0; row < out.size() / 2; ++row) {
      out[2 * row] = of.count[first + row];
      out[2 * row + 1] = of.total_size[first + row];
    }
    return true;
  };
  const FrameSource<double> means = [&](std::uint64_t first, std::span<double> out) {
    for (std::size_t row = 0; row < out.size(); ++row) {
      out[row] = static_cast<double>(of.total_size[first + row]) / of.count[first + row];
    }
    return true;
  };
  return {.rows = of.count.size(),
          .blocks = {{{"count", "total_size"}, StoredType::Int64, integers},
                     {{"mean_size"}, StoredType::Float64, means}}};
}

FixedFrame connection_ends(const SampleConnections& connections) {
  const FrameSource<std::int64_t> ends = [&](std::uint64_t first, std::span<std::int64_t> out) {
    for (std::size_t row = 0; row < out.size() / 2; ++row) {
      out[2 * row] = connections.pre[first + row];
      out[2 * row + 1] = connections.post[first + row];
    }
    return true;
  };
  return {.rows = connections.pre.size(), .blocks = {{{"row", "col"}, StoredType::Int64, ends}}};
}

}  // namespace

Result<Done> write_sample_file(const std::string& path, const CortexSample& sample) {
  PandasHdfWriter file(path);
  file.write_group(kSyntheticMarkGroup);
  file.write_text(kSyntheticMarkGroup, kSyntheticMark,
                  synthetic_mark_text(sample.neurons.seed, sample.neurons.count));
  const std::vector<FrameColumn> vertices = vertex_columns(sample);
  write_matrix_group(file, {.path = "/connectivity/full",
                            .neuron_count = sample.neurons.count,
                            .vertices = &vertices,
                            .edges = synapse_columns(sample),
                            .ends = synapse_ends(sample.synapses.synapses),
                            .default_edge = "size"});
  write_matrix_group(file, {.path = "/connectivity/condensed",
                            .neuron_count = sample.neurons.count,
                            .vertices = &vertices,
                            .edges = connection_columns(sample.synapses),
                            .ends = connection_ends(sample.connections),
                            .default_edge = "count"});
  return file.finish();
}

}  // namespace cnx
