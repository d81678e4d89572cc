#pragma once
// usual_counts.h — how many random networks, deals, draws and versions are made unless somebody
// says how many: one place for the page, the tool and the programs in Python.

#include <cstdint>

namespace cnx {

inline constexpr std::uint32_t kUsualControls = 99;          // as many as make p = 0.02 possible
inline constexpr std::uint32_t kUsualRichClubControls = 20;  // a band, and no p of one number
inline constexpr std::uint32_t kUsualPermutations = 999;     // of two sets: p = 0.002
inline constexpr std::uint32_t kUsualLabelDraws = 200;       // of labels that may be wrong
inline constexpr std::uint32_t kUsualExperiments = 200;      // virtual ones
inline constexpr std::uint32_t kUsualThresholds = 10;        // least numbers of synapses

}  // namespace cnx
