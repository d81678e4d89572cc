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

  /// The places (x, y), in radii from the centre, of four spheres, as bytes red, green, blue, 0.
  U32x4 colors(U32x4 color_fog, F32x4 x, F32x4 y) const {
    const F32x4 z = sqrt4(max4(one_ - (x * x + y * y), zero_));
    const F32x4 facing = x * right_ + y * up_ + z * toward_;
    const F32x4 t = min4(z * rim_, one_);
    const F32x4 fog = to_float4(as<I32x4>(color_fog >> 24)) * per_fog_;
    const F32x4 light = (ambient_ + half_ * max4(facing, zero_)) *
                        (ambient_ + dim_ * (t * t * (three_ - (t + t)))) * (one_ - fog);
    // 768 leaves a float's last bits for 1 / kOne. A lane of light is then 16 bits of it, and a
    // lane of fog and a color 16 bits of each: two products and their sum at once.
    const I32x4 lights = as<I32x4>(light + fraction_) & low_half_;
    const I32x4 fogs = as<I32x4>(color_fog >> 24 << 16);
    const auto channel = [&](int which) {
      const I32x4 color = as<I32x4>(color_fog >> 8 * which) & byte_;
      const I32x4 sum = sum_of_products(color | fogs, lights | background_[which]) + rounding_;
      return as<U32x4>(min4(sum, most_)) >> kBits;
    };
    return channel(0) | channel(1) << 8 | channel(2) << 16;
  }

 private:
  static constexpr int kBits = 14;
  static constexpr float kOne = 1 << kBits;
  F32x4 zero_ = splat(0.0f), half_ = splat(0.5f), one_ = splat(1.0f), three_ = splat(3.0f),
        fraction_ = splat(768.0f), per_fog_ = splat(1 / 255.0f);
  // normalize(-0.4, 0.6, 0.7)
  F32x4 right_ = splat(-0.398015f), up_ = splat(0.597022f), toward_ = splat(0.696526f);
  F32x4 rim_ = splat(1 / 0.55f), ambient_ = splat(0.55f), dim_ = splat(0.45f);
  I32x4 low_half_ = splat(0xffff), byte_ = splat(0xff), rounding_ = splat(1 << (kBits - 1)),
        most_ = splat((256 << kBits) - 1);
  I32x4 background_[3];
};

}  // namespace cnx
