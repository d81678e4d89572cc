#pragma once
// soma_layout.h — where each neuron stands: the input's coordinates in nm, or an honest stand-in.
//
// A picture needs positions and some inputs have none. What is made up is made up openly: the
// layout says which kind it is, and a note says so in words that the page shows.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/manifest.h"
#include "read/raw_connectome.h"

namespace cnx {

struct SomaLayout {
  Layout layout = Layout::Soma;
  std::array<IntegerValues, 3> position_nm;  // [neurons] by row of the input
  bool same_as_columns = false;  // the input's own position columns hold just these numbers
  std::vector<std::string> notes;
};

/// Somas closer than this overlap on the screen; made-up positions keep it.
inline constexpr double kSomaSpacingNm = 20'000;

/// Positions beyond this (about a kilometer) are a wrong unit, and would overflow later sums.
inline constexpr std::int64_t kMaxPositionNm = std::int64_t{1} << 40;

/// Three position columns are used as they are (rounded to whole nm). Without them the neurons
/// stand along RawConnectome::line_position_column, or else in one disc for each cell class.
/// Neurons whose position is missing stand in a disc beside the others.
/// Deterministic: no randomness, ties by row. Errors: OutOfRange (beyond kMaxPositionNm).
/// O(n log n).
Result<SomaLayout> lay_out_somas(const RawConnectome& connectome);

}  // namespace cnx
