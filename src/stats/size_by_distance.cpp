// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "stats/size_by_distance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "base/check.h"

namespace cnx {

double SizeBin::mean() const {
  if (synapses == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(size_sum) / static_cast<double>(synapses);
}

double SizeBin::sd() const {
  if (synapses < 2) return std::numeric_limits<double>::quiet_NaN();
  const double n = static_cast<double>(synapses), sum = static_cast<double>(size_sum);
  return std::sqrt(std::max(0.0, (size_squares - sum * sum / n) / (n - 1)));
}

SizeByDistance::SizeByDistance(const SomaPositions& positions, std::uint32_t bin_nm)
    : positions_(positions), bin_nm_(bin_nm) {
  CNX_CHECK(bin_nm >= 1);
}

void SizeByDistance::add(Vertex pre, Vertex post, std::span<const std::uint32_t> sizes) {
  double squared_nm2 = 0;
  for (const auto& axis : {positions_.x_nm, positions_.y_nm, positions_.z_nm}) {
    const double apart_nm = static_cast<double>(axis[pre]) - static_cast<double>(axis[post]);
    squared_nm2 += apart_nm * apart_nm;
  }
  if (squared_nm2 == 0 || sizes.empty()) return;
  const std::size_t at = distance_bin(squared_nm2, bin_nm_);
  if (bins_.size() <= at) bins_.resize(at + 1);
  SizeBin& bin = bins_[at];
  for (const std::uint32_t size : sizes) {
    ++bin.synapses;
    bin.size_sum += size;
    bin.size_squares += static_cast<double>(size) * static_cast<double>(size);
  }
}

}  // namespace cnx
