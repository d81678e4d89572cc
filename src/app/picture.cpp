#include "app/picture.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "app/overlay.h"
#include "app/scene_upload.h"
#include "app/soft_ui.h"
#include "render/soft/soft_renderer.h"
#include "report/partners_report.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace cnx {
namespace {

/// The theme of a picture, for as long as it lives.
class PictureTheme {
 public:
  PictureTheme(App& app, PictureBackground background) : app_(app) {
    if (background == PictureBackground::AsShown) return;
    app_.set_theme_of_picture(Theme::Light);
    app_.derive();
  }
  ~PictureTheme() {
    app_.set_theme_of_picture(std::nullopt);
    app_.derive();
  }
  PictureTheme(const PictureTheme&) = delete;
  PictureTheme& operator=(const PictureTheme&) = delete;

 private:
  App& app_;
};

/// The names of the colors, at the right and not above `top`; what the panels show on the screen.
/// The numbers of the depth are at the left.
void draw_legend(ImDrawList& list, const FrameModel& model, ImVec2 right_bottom, float top,
                 OverlaySpace& space) {
  const ColorLegend& legend = model.legend;
  const Palette colors = palette(model.dark);
  const float line = ImGui::GetFontSize() * 1.3f, radius = 5 * model.scale;
  const auto column = model.neurons.find(std::string_view(legend.column));
  const std::string title = column ? column_title(model.neurons.columns()[*column]) : legend.column;
  std::vector<std::pair<Color, std::string>> entries;
  if (!legend.numeric) {
    const std::vector<std::string>& names =
        column ? model.neurons.columns()[*column].categories : legend.categories;
    std::vector<std::size_t> codes;
    if (column) {
      codes = legend_codes(model, *column);
    } else {
      codes.resize(std::min(names.size(), legend.colors.size()));
      std::iota(codes.begin(), codes.end(), std::size_t{0});
    }
    for (const std::size_t code : codes) {
      entries.emplace_back(legend.colors[code], names[code].empty() ? "(empty)" : names[code]);
    }
  }
  // The title, and how many are not named.
  const auto room = static_cast<std::size_t>(std::max(1.0f, (right_bottom.y - top) / line - 2));
  const std::size_t most = std::min<std::size_t>(24, room);
  const std::size_t more = entries.size() > most ? entries.size() - most : 0;
  entries.resize(entries.size() - more);
  const float lines = legend.numeric ? 3 : static_cast<float>(entries.size() + (more > 0) + 1);
  const float indent = 2 * radius + 6 * model.scale;
  float widest =
      std::max(ImGui::CalcTextSize(title.c_str()).x,
               legend.numeric ? 180 * model.scale : ImGui::CalcTextSize("and 99 more").x);
  for (const auto& entry : entries) {
    widest = std::max(widest, indent + ImGui::CalcTextSize(entry.second.c_str()).x);
  }
  ImVec2 at(right_bottom.x - widest, right_bottom.y - line * lines);
  const float pad = 4 * model.scale;
  space.take({ImVec2(at.x - pad, at.y - pad), right_bottom});
  list.AddText(at, colors.text, title.c_str());
  at.y += line;
  if (legend.numeric && !legend.colors.empty()) {
    const float width = 180 * model.scale, height = 10 * model.scale;
    const std::size_t steps = std::max<std::size_t>(legend.colors.size() - 1, 1);
    for (std::size_t i = 0; i < steps; ++i) {
      const float from = at.x + width * static_cast<float>(i) / static_cast<float>(steps);
      const float to = at.x + width * static_cast<float>(i + 1) / static_cast<float>(steps);
      const ImU32 left = from_rgb(legend.colors[i]);
      const ImU32 right = from_rgb(legend.colors[std::min(i + 1, legend.colors.size() - 1)]);
      list.AddRectFilledMultiColor(ImVec2(from, at.y), ImVec2(to, at.y + height), left, right,
                                   right, left);
    }
    const LegendEnds ends = legend_ends(model);
    list.AddText(ImVec2(at.x, at.y + line * 0.8f), colors.muted, ends.min.c_str());
    list.AddText(ImVec2(at.x + width - ImGui::CalcTextSize(ends.max.c_str()).x, at.y + line * 0.8f),
                 colors.muted, ends.max.c_str());
    return;
  }
  for (const auto& [color, name] : entries) {
    draw_swatch(list, ImVec2(at.x + radius, at.y + ImGui::GetFontSize() / 2), radius, color);
    list.AddText(ImVec2(at.x + indent, at.y), colors.text, name.c_str());
    at.y += line;
  }
  if (more > 0) {
    list.AddText(at, colors.muted, ("and " + std::to_string(more) + " more").c_str());
  }
}

/// Scene, legend, scale bar and whose data it is, before a background; words over the scene stand
/// on plates.
std::vector<std::uint32_t> draw_before(Color background, Color plates, App& app, int width_px,
                                       int height_px, float scale, float factor) {
  SoftRenderer renderer;
  SceneUpload upload;
  upload.update(app, renderer, 1);
  CameraFrame frame = app.camera_frame();
  frame.width_px = width_px;
  frame.height_px = height_px;
  FrameUniforms uniforms = frame_uniforms(app, app.camera(), frame, scale);
  uniforms.background =
      glm::vec3(background >> 16 & 255, background >> 8 & 255, background & 255) / 255.0f;
  renderer.draw(uniforms, {0, 0, width_px, height_px}, width_px, height_px, app.fades());

  ImGui::PushFont(nullptr, kTextPx * factor);
  {
    ImDrawList list(ImGui::GetDrawListSharedData());
    list._ResetForNewFrame();
    list.PushTexture(ImGui::GetIO().Fonts->TexRef);
    const auto width = static_cast<float>(width_px), height = static_cast<float>(height_px);
    list.PushClipRect(ImVec2(0, 0), ImVec2(width, height));
    const FrameModel model = app.frame_model(scale, width, height);
    const float margin = 18 * scale, line = ImGui::GetFontSize() * 1.3f;
    const std::string& name = app.manifest().dataset_name;
    const bool says_so = name.find("ynthetic") != std::string::npos;
    const std::string source =
        name + (app.manifest().synthetic && !says_so ? " (synthetic, not real data)" : "");
    OverlaySpace space({0, 0, width, height});
    const ImVec2 source_at(margin, height - margin - line);
    const float source_width = ImGui::CalcTextSize(source.c_str()).x;
    list.AddText(source_at, palette(model.dark).muted, source.c_str());
    space.take({source_at, ImVec2(margin + source_width, height - margin)});
    // Above the scale bar, which itself is above the source where that leaves it no room beside.
    const bool beside = source_width + 3 * margin + 140 * scale < width;
    const float below = (beside ? margin : (kToolbarPx + 8) * scale) + line + 24 * scale;
    draw_legend(list, model, ImVec2(width - margin, height - below), margin + 118 * scale, space);
    draw_overlay_on(list, app, frame, {0, 0, width, height}, scale, plates, space);
    list.PopClipRect();
    ImDrawData data;
    data.Valid = true;
    data.AddDrawList(&list);
    draw_soft_ui(renderer.surface(), &data);  // its textures are the screen's: left as they are
  }
  ImGui::PopFont();

  const SoftSurface& surface = renderer.surface();
  std::vector<std::uint32_t> pixels;
  pixels.reserve(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px));
  for (int y = 0; y < height_px; ++y) {
    const auto row = surface.pixels().begin() + std::ptrdiff_t{y} * surface.stride();
    pixels.insert(pixels.end(), row, row + width_px);
  }
  return pixels;
}

/// A pixel seen before white and before black → its own color and how much of it there is.
std::uint32_t cut_out(std::uint32_t on_white, std::uint32_t on_black) {
  const auto byte = [](std::uint32_t pixel, int shift) {
    return static_cast<int>(pixel >> shift & 255);
  };
  int through = 0;  // of the background, 0 .. 255
  for (const int shift : {0, 8, 16}) {
    through = std::max(through, byte(on_white, shift) - byte(on_black, shift));
  }
  const int alpha = 255 - through;
  if (alpha == 0) return 0;
  std::uint32_t pixel = static_cast<std::uint32_t>(alpha) << 24;
  for (const int shift : {0, 8, 16}) {
    const int own = std::min(255, (byte(on_black, shift) * 255 + alpha / 2) / alpha);
    pixel |= static_cast<std::uint32_t>(own) << shift;
  }
  return pixel;
}

}  // namespace

Picture make_picture(App& app, const SavePicture& request, const ViewportRect& viewport,
                     float scale) {
  const PictureTheme theme(app, request.background);
  const double wanted = std::clamp(request.factor, 1, 8);
  const double most =
      std::sqrt(kMaxPicturePixels / std::max(1.0f, viewport.width * viewport.height));
  const auto factor = static_cast<float>(std::min(wanted, std::max(most, 0.1)));
  Picture picture;
  picture.width_px = std::max(1, static_cast<int>(viewport.width * factor));
  picture.height_px = std::max(1, static_cast<int>(viewport.height * factor));
  const auto draw = [&](Color background, Color plates) {
    return draw_before(background, plates, app, picture.width_px, picture.height_px, scale * factor,
                       factor);
  };
  if (request.background == PictureBackground::AsShown) {
    const Color color = background_color(app.dark());
    picture.pixels = draw(color, color);
    return picture;
  }
  constexpr Color kWhite = 0xffffff, kBlack = 0;
  picture.pixels = draw(kWhite, kWhite);
  if (request.background == PictureBackground::White) return picture;
  const std::vector<std::uint32_t> on_black = draw(kBlack, kWhite);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = cut_out(picture.pixels[i], on_black[i]);
  }
  return picture;
}

}  // namespace cnx
