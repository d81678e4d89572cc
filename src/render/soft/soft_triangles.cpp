#include "render/soft/soft_triangles.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "render/soft/soft_lines.h"

namespace cnx {
namespace {

/// Between the two, and the lower one for what is no number.
float bounded(float value, float low, float high) {
  return value > low ? (value < high ? value : high) : low;
}

std::uint32_t divided_by_255(std::uint32_t value) {
  return (value + 128 + ((value + 128) >> 8)) >> 8;
}

/// The colour of a texel times that of a vertex.
Rgba modulated(Rgba texel, Rgba color) {
  if (texel == 0xffffffffu) return color;
  Rgba result = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    result |= divided_by_255((texel >> shift & 255) * (color >> shift & 255)) << shift;
  }
  return result;
}

/// Places in the texture are in 1/256 texel from the centre of the first one.
class Sampler {
 public:
  explicit Sampler(const UiTexture& texture)
      : texture_(texture),
        u_scale_(static_cast<float>(texture.width) * 256),
        v_scale_(static_cast<float>(texture.height) * 256) {}

  float u_at(float u) const { return u * u_scale_ - 128; }
  float v_at(float v) const { return v * v_scale_ - 128; }

  Rgba sample(float u_at, float v_at) const {
    const Place u = place(u_at, texture_.width), v = place(v_at, texture_.height);
    if (texture_.white) {
      const auto alpha = [&](int x, int y) {
        return static_cast<std::uint32_t>(
            texture_
                .texels[(static_cast<std::size_t>(y) * width() + static_cast<std::size_t>(x)) * 4 +
                        3]);
      };
      return mixed(alpha, u, v) << 24 | 0x00ffffffu;
    }
    Rgba result = 0;
    for (std::size_t channel = 0; channel < 4; ++channel) {
      const auto value = [&](int x, int y) {
        return static_cast<std::uint32_t>(
            texture_
                .texels[(static_cast<std::size_t>(y) * width() + static_cast<std::size_t>(x)) * 4 +
                        channel]);
      };
      result |= mixed(value, u, v) << (8 * channel);
    }
    return result;
  }

 private:
  struct Place {
    int low = 0, high = 0;
    std::uint32_t share = 0;  // of the higher one, 0 .. 255 of 256
  };
  std::size_t width() const { return static_cast<std::size_t>(texture_.width); }
  static Place place(float at, int size) {
    const int whole = static_cast<int>(bounded(at, 0, static_cast<float>(size - 1) * 256) + 0.5f);
    const int low = whole >> 8;
    return {low, std::min(low + 1, size - 1), static_cast<std::uint32_t>(whole & 255)};
  }
  template <typename At>
  static std::uint32_t mixed(const At& at, const Place& u, const Place& v) {
    const std::uint32_t top = at(u.low, v.low) * (256 - u.share) + at(u.high, v.low) * u.share;
    if (v.share == 0) return (top + 128) >> 8;
    const std::uint32_t bottom = at(u.low, v.high) * (256 - u.share) + at(u.high, v.high) * u.share;
    return (top * (256 - v.share) + bottom * v.share + 32768) >> 16;
  }

  UiTexture texture_;
  float u_scale_, v_scale_;
};

UiVertex on_grid(UiVertex vertex) {
  vertex.x_px = std::round(vertex.x_px * kStepsPerPx) / kStepsPerPx;
  vertex.y_px = std::round(vertex.y_px * kStepsPerPx) / kStepsPerPx;
  return vertex;
}

int first_pixel(float at) {
  // Bounded, so that no coordinate is too large for an int.
  return static_cast<int>(std::ceil(bounded(at, -1e6f, 1e6f) - 0.5f));
}

void fill_span(Rgba* row, int x0, int x1, Rgba color) {
  const std::uint32_t alpha = color >> 24;
  if (alpha == 255) {
    std::fill(row + x0, row + x1, color);
  } else if (alpha > 0) {
    for (int x = x0; x < x1; ++x) row[x] = blended(row[x], color, alpha);
  }
}

/// Two triangles that make a rectangle along the axes, in one colour: nearly all of a screen.
bool draw_rectangle(SoftSurface& surface, const PixelRect& clip, const UiVertex (&corner)[6],
                    const Sampler& sampler) {
  const UiVertex &a = corner[0], &b = corner[1], &c = corner[2], &d = corner[5];
  if (a.color != b.color || a.color != c.color || a.color != d.color) return false;
  if (a.y_px != b.y_px || b.x_px != c.x_px || c.y_px != d.y_px || d.x_px != a.x_px) return false;
  if (a.v != b.v || b.u != c.u || c.v != d.v || d.u != a.u) return false;
  if (!(a.x_px <= c.x_px && a.y_px <= c.y_px)) return false;
  const PixelRect rect = intersection(
      clip, {first_pixel(a.x_px), first_pixel(a.y_px), first_pixel(c.x_px), first_pixel(c.y_px)});
  if (rect.empty()) return true;
  if (a.u == c.u && a.v == c.v) {
    const Rgba color = modulated(sampler.sample(sampler.u_at(a.u), sampler.v_at(a.v)), a.color);
    for (int y = rect.y0; y < rect.y1; ++y) fill_span(surface.row(y), rect.x0, rect.x1, color);
    return true;
  }
  const float u_step = (sampler.u_at(c.u) - sampler.u_at(a.u)) / (c.x_px - a.x_px);
  const float v_step = (sampler.v_at(c.v) - sampler.v_at(a.v)) / (c.y_px - a.y_px);
  for (int y = rect.y0; y < rect.y1; ++y) {
    Rgba* const row = surface.row(y);
    const float v = sampler.v_at(a.v) + (static_cast<float>(y) + 0.5f - a.y_px) * v_step;
    float u = sampler.u_at(a.u) + (static_cast<float>(rect.x0) + 0.5f - a.x_px) * u_step;
    for (int x = rect.x0; x < rect.x1; ++x, u += u_step) {
      const Rgba source = modulated(sampler.sample(u, v), a.color);
      if ((source >> 24) != 0) row[x] = blended(row[x], source, source >> 24);
    }
  }
  return true;
}

/// A quantity that grows evenly over a triangle.
struct Plane {
  float at_corner = 0, by_x = 0, by_y = 0;
  float at(float dx, float dy) const { return at_corner + by_x * dx + by_y * dy; }
};

void draw_triangle(SoftSurface& surface, const PixelRect& clip, const UiVertex& a,
                   const UiVertex& b, const UiVertex& c, const Sampler& sampler) {
  const float abx = b.x_px - a.x_px, aby = b.y_px - a.y_px;
  const float acx = c.x_px - a.x_px, acy = c.y_px - a.y_px;
  const float area = abx * acy - acx * aby;
  if (!(std::abs(area) > 1e-9f)) return;  // a line, or not a number

  const int y0 = std::max(clip.y0, first_pixel(std::min({a.y_px, b.y_px, c.y_px})));
  const int y1 = std::min(clip.y1, first_pixel(std::max({a.y_px, b.y_px, c.y_px})));
  if (y0 >= y1) return;

  const bool one_texel = a.u == b.u && a.v == b.v && a.u == c.u && a.v == c.v;
  const bool one_color = a.color == b.color && a.color == c.color;
  const auto plane = [&](float at_a, float at_b, float at_c) {
    const float ab = at_b - at_a, ac = at_c - at_a;
    return Plane{at_a, (ab * acy - ac * aby) / area, (ac * abx - ab * acx) / area};
  };
  Plane channels[4], u, v;
  if (!one_color) {
    for (int i = 0; i < 4; ++i) {
      const auto channel = [i](const UiVertex& vertex) {
        return static_cast<float>(vertex.color >> (8 * i) & 255);
      };
      channels[i] = plane(channel(a), channel(b), channel(c));
    }
  }
  Rgba texel = 0xffffffffu;
  if (one_texel) {
    texel = sampler.sample(sampler.u_at(a.u), sampler.v_at(a.v));
  } else {
    u = plane(sampler.u_at(a.u), sampler.u_at(b.u), sampler.u_at(c.u));
    v = plane(sampler.v_at(a.v), sampler.v_at(b.v), sampler.v_at(c.v));
  }

  // Edges from the upper end to the lower, so that two triangles find the same place on one that
  // they share.
  std::pair<const UiVertex*, const UiVertex*> edges[] = {{&a, &b}, {&b, &c}, {&c, &a}};
  for (auto& [upper, lower] : edges) {
    if (upper->y_px > lower->y_px || (upper->y_px == lower->y_px && upper->x_px > lower->x_px)) {
      std::swap(upper, lower);
    }
  }
  for (int y = y0; y < y1; ++y) {
    const float center_y = static_cast<float>(y) + 0.5f;
    float left = 1e6f, right = -1e6f;
    for (const auto& [upper, lower] : edges) {
      if (!(upper->y_px <= center_y && center_y < lower->y_px)) continue;
      const float x = upper->x_px + (lower->x_px - upper->x_px) *
                                        ((center_y - upper->y_px) / (lower->y_px - upper->y_px));
      left = std::min(left, x);
      right = std::max(right, x);
    }
    const int x0 = std::max(clip.x0, first_pixel(left)), x1 = std::min(clip.x1, first_pixel(right));
    if (x0 >= x1) continue;
    Rgba* const row = surface.row(y);
    if (one_texel && one_color) {
      fill_span(row, x0, x1, modulated(texel, a.color));
      continue;
    }
    const float dy = center_y - a.y_px;
    for (int x = x0; x < x1; ++x) {
      const float dx = static_cast<float>(x) + 0.5f - a.x_px;
      Rgba color = a.color;
      if (!one_color) {
        color = 0;
        for (int i = 0; i < 4; ++i) {
          const float value = bounded(channels[i].at(dx, dy), 0, 255);
          color |= static_cast<Rgba>(value + 0.5f) << (8 * i);
        }
      }
      if (!one_texel) texel = sampler.sample(u.at(dx, dy), v.at(dx, dy));
      const Rgba source = modulated(texel, color);
      if ((source >> 24) != 0) row[x] = blended(row[x], source, source >> 24);
    }
  }
}

}  // namespace

void draw_soft_triangles(SoftSurface& surface, const PixelRect& clip_wanted,
                         std::span<const UiVertex> vertices, std::span<const std::uint16_t> indices,
                         const UiTexture& texture) {
  CNX_CHECK(texture.width > 0 && texture.height > 0 && texture.texels != nullptr);
  const PixelRect clip = intersection(clip_wanted, {0, 0, surface.width(), surface.height()});
  if (clip.empty()) return;
  const Sampler sampler(texture);
  UiVertex corner[6];
  for (std::size_t i = 0; i + 2 < indices.size();) {
    const std::size_t ahead = std::min<std::size_t>(6, indices.size() - i);
    for (std::size_t k = 0; k < ahead; ++k) {
      CNX_CHECK(indices[i + k] < vertices.size());
      corner[k] = on_grid(vertices[indices[i + k]]);
    }
    const bool quad =
        ahead == 6 && indices[i + 3] == indices[i] && indices[i + 4] == indices[i + 2];
    if (quad && draw_rectangle(surface, clip, corner, sampler)) {
      i += 6;
      continue;
    }
    draw_triangle(surface, clip, corner[0], corner[1], corner[2], sampler);
    i += 3;
  }
}

}  // namespace cnx
