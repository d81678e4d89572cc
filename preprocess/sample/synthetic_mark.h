#pragma once
// synthetic_mark.h — how a file made by `connectoscope sample` says that it is made up.
//
// The generator writes it and the reader looks for it, so that no screen ever shows a made-up
// connectome as a measured one. pandas and Connectome-utilities do not look at it.

#include <cstdint>
#include <string>

namespace cnx {

/// Group that carries the mark.
inline constexpr const char* kSyntheticMarkGroup = "/connectivity";

/// Attribute of that group: a fixed-length UTF-8 string, see synthetic_mark_text(). That it is
/// there is what counts; its text is for people.
inline constexpr const char* kSyntheticMark = "CONNECTOSCOPE_SYNTHETIC";

/// Raised when the same neurons and seed begin to give another connectome.
inline constexpr int kSampleGeneratorVersion = 1;

/// Text of the mark: "seed 1, 12000 neurons, generator version 1".
inline std::string synthetic_mark_text(std::uint64_t seed, std::uint32_t neurons) {
  return "seed " + std::to_string(seed) + ", " + std::to_string(neurons) +
         " neurons, generator version " + std::to_string(kSampleGeneratorVersion);
}

}  // namespace cnx
