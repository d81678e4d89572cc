#pragma once
// sphere_light.h — how spheres are lit, for four pixels at a time: the arithmetic of
// shaders/soma_points.frag.

#include <cstdint>
#include <glm/vec3.hpp>

#include "render/soft/simd.h"

namespace cnx {

/// Its numbers are an object's, not constants of the code: of those Chromium makes each one anew,
/// by three instructions, wherever it is used.
class SphereLight {
 public:
  explicit SphereLight(const glm::vec3& background = {}) {
    for (int channel = 0; channel < 3; ++channel) {
      // The upper half of a lane is multiplied with the fog.
      background_[channel] =
          splat(static_cast<std::int32_t>(background[channel] * (kOne / 255) + 0.5f) << 16);
    }
  }

  /// The places (x, y), in radii from the centre, of four spheres, as bytes red, green, blue, 255.
  U32x4 colors(U32x4 color_fog, F32x4 x, F32x4 y) const {
    const F32x4 z = sqrt4(max4(one_ - (x * x + y * y), zero_));
    const F32x4 facing = x * right_ + y * up_ + z * toward_;
    const F32x4 t = min4(z, rim_);
    const F32x4 clear = to_float4(as<I32x4>(fogless_ - (color_fog >> 24)));
    const F32x4 light =
        (ambient_ + max4(facing, zero_)) * clear * (rim_light_ + t * t * (steep_ - bend_ * t));
    // 768 leaves a float's last bits for 1 / kOne. A lane of light is then 16 bits of it, and a
    // lane of fog and a color 16 bits of each: two products and their sum at once.
    const I32x4 lights = as<I32x4>(light + fraction_) & low_half_;
    const I32x4 fogs = as<I32x4>(color_fog >> 8) & high_byte_;
    const auto channel = [&](int which) {
      const I32x4 color = as<I32x4>(color_fog >> 8 * which) & byte_;
      const I32x4 sum = sum_of_products(color | fogs, lights | background_[which]) + rounding_;
      return as<U32x4>(min4(sum, most_));
    };
    // The masks are memory's too, so that no constant of two shifts is made.
    return channel(0) >> kBits | (channel(1) >> (kBits - 8) & green_) |
           (channel(2) << (16 - kBits) & blue_) | opaque_;
  }

 private:
  static constexpr int kBits = 14;
  static constexpr float kOne = 1 << kBits;
  static constexpr float kDim = 0.45f, kRim = 0.55f;
  F32x4 zero_ = splat(0.0f), one_ = splat(1.0f), fraction_ = splat(768.0f);
  // Half of normalize(-0.4, 0.6, 0.7).
  F32x4 right_ = splat(-0.1990075f), up_ = splat(0.298511f), toward_ = splat(0.348263f);
  // The rim's smooth step, 3 t^2 - 2 t^3, and all of it for 255 parts without fog.
  F32x4 rim_ = splat(kRim), ambient_ = splat(0.55f), rim_light_ = splat(0.55f / 255),
        steep_ = splat(3 * kDim / 255 / (kRim * kRim)),
        bend_ = splat(2 * kDim / 255 / (kRim * kRim * kRim));
  U32x4 fogless_ = splat(255u), green_ = splat(0xff00u), blue_ = splat(0xff0000u),
        opaque_ = splat(0xff000000u);
  I32x4 low_half_ = splat(0xffff), high_byte_ = splat(0xff0000), byte_ = splat(0xff),
        rounding_ = splat(1 << (kBits - 1)), most_ = splat((256 << kBits) - 1);
  I32x4 background_[3];
};

}  // namespace cnx
