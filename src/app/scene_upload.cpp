#include "app/scene_upload.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/overlay.h"

namespace cnx {

FrameUniforms frame_uniforms(const App& app, const CameraState& camera, const CameraFrame& frame,
                             float scale) {
  const CameraMatrices matrices = camera_matrices(camera, frame);
  const double half_diagonal_um =
      std::sqrt(frame.extent_nm[0] * frame.extent_nm[0] + frame.extent_nm[1] * frame.extent_nm[1] +
                frame.extent_nm[2] * frame.extent_nm[2]) /
      2000;
  const double distance_um = camera.distance_nm / 1000.0;
  FrameUniforms uniforms;
  uniforms.clip_from_um = matrices.clip_from_um;
  uniforms.px_at_w1 = static_cast<float>(matrices.px_at_w1);
  // Depth is seen through haze: none at the near side of the volume, full a little behind it.
  uniforms.fog_w = {static_cast<float>(std::max(0.0, distance_um - half_diagonal_um)),
                    static_cast<float>(distance_um + 1.4 * half_diagonal_um)};
  const Color background = background_color(app.dark());
  uniforms.background =
      glm::vec3(background >> 16 & 255, background >> 8 & 255, background & 255) / 255.0f;
  uniforms.scale = scale;
  uniforms.slabs = app.slabs();
  return uniforms;
}

namespace {

/// The edges of the volume that holds all somas.
std::vector<LineVertex> box_lines(const App& app) {
  const Manifest& manifest = app.manifest();
  std::vector<LineVertex> vertices;
  const auto center = app.neurons().center_nm();
  const auto corner = [&](unsigned bits) {
    LineVertex vertex;
    float* at[] = {&vertex.x_um, &vertex.y_um, &vertex.z_um};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto nm = (bits >> axis & 1) != 0 ? manifest.max_nm[axis] : manifest.min_nm[axis];
      *at[axis] = static_cast<float>((static_cast<double>(nm) - center[axis]) / 1000);
    }
    const std::uint8_t grey = app.dark() ? 150 : 90;
    vertex.red = vertex.green = vertex.blue = grey;
    vertex.alpha = 90;
    return vertex;
  };
  for (unsigned from = 0; from < 8; ++from) {
    for (unsigned axis = 0; axis < 3; ++axis) {
      if ((from >> axis & 1) != 0) continue;
      vertices.push_back(corner(from));
      vertices.push_back(corner(from | 1u << axis));
    }
  }
  return vertices;
}

std::vector<LineVertex> connection_lines(const App& app) {
  std::vector<LineVertex> vertices;
  const auto positions = app.neurons().positions_um();
  for (const ConnectionLine& line : app.lines().lines) {
    const Color color = line.output ? output_line_color(app.dark()) : input_line_color(app.dark());
    for (const NeuronIndex end : {line.from, line.to}) {
      const std::size_t at = std::size_t{end} * 3;
      // Brighter at the post end, so that a line shows its direction.
      const float alpha = line.strength * (end == line.to ? 255.0f : 140.0f);
      vertices.push_back({positions[at], positions[at + 1], positions[at + 2],
                          static_cast<std::uint8_t>(color >> 16),
                          static_cast<std::uint8_t>(color >> 8), static_cast<std::uint8_t>(color),
                          static_cast<std::uint8_t>(alpha)});
    }
  }
  return vertices;
}

/// A cleft is seen by its area: four times as many voxels, twice as wide.
float synapse_diameter_um(std::uint32_t size) {
  constexpr float kLeastUm = 2, kMostUm = 12, kUmPerRootVoxel = 1.0f / 16;
  return std::min(kLeastUm + kUmPerRootVoxel * std::sqrt(static_cast<float>(size)), kMostUm);
}

std::vector<SynapsePoint> synapse_points(const App& app) {
  std::vector<SynapsePoint> points;
  for (const SynapseSite& site : app.selected_neuron().drawn_sites()) {
    points.push_back({site.um[0], site.um[1], site.um[2], synapse_diameter_um(site.size),
                      site.output ? 1u : 0u});
  }
  return points;
}

}  // namespace

bool SceneUpload::update(const App& app, Renderer& renderer, std::uint32_t generation) {
  if (generation != generation_) *this = SceneUpload{};
  generation_ = generation;
  bool given = false;
  const bool moved =
      app.neurons_complete() && uploaded_error_um_ != app.neurons().position_error_um();
  if (moved) {
    renderer.upload_somas(app.neurons().positions_um());
    given = true;
    uploaded_error_um_ = app.neurons().position_error_um();
  }
  if (app.neurons_complete() && uploaded_box_dark_ != app.dark()) {
    renderer.upload_box(box_lines(app));
    given = true;
    uploaded_box_dark_ = app.dark();
  }
  if (uploaded_styles_ != app.styles_version()) {
    renderer.upload_styles(app.styles());
    renderer.upload_palette(app.palette());
    given = true;
    uploaded_styles_ = app.styles_version();
  }
  if (moved || uploaded_lines_ != app.lines().version || uploaded_lines_dark_ != app.dark()) {
    renderer.upload_connections(connection_lines(app));
    given = true;
    uploaded_lines_ = app.lines().version;
    uploaded_lines_dark_ = app.dark();
  }
  if (uploaded_synapses_ != app.selected_neuron().sites_version() ||
      uploaded_synapses_dark_ != app.dark()) {
    renderer.upload_synapses(synapse_points(app),
                             {input_line_color(app.dark()), output_line_color(app.dark())});
    given = true;
    uploaded_synapses_ = app.selected_neuron().sites_version();
    uploaded_synapses_dark_ = app.dark();
  }
  return given;
}

}  // namespace cnx
