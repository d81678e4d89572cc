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

SizeByDistance::SizeByDistance(const SomaPositions& positions, DistanceMeasure measure,
                               std::uint32_t bin_nm)
    : positions_(positions), measure_(measure), bin_nm_(bin_nm) {
  CNX_CHECK(bin_nm >= 1);
}

void SizeByDistance::add(Vertex pre, Vertex post, std::span<const std::uint32_t> sizes) {
  if (sizes.empty()) return;
  const auto number = bin_of_pair(positions_, pre, post, measure_, bin_nm_);
  if (!number) return;
  if (measure_ == DistanceMeasure::Depth) {
    if (bins_.empty()) first_bin_ = *number;
    if (*number < first_bin_) {
      bins_.insert(bins_.begin(), static_cast<std::size_t>(first_bin_ - *number), SizeBin{});
      first_bin_ = *number;
    }
  }
  const auto at = static_cast<std::size_t>(*number - first_bin_);
  if (bins_.size() <= at) bins_.resize(at + 1);
  SizeBin& bin = bins_[at];
  for (const std::uint32_t size : sizes) {
    ++bin.synapses;
    bin.size_sum += size;
    bin.size_squares += static_cast<double>(size) * static_cast<double>(size);
  }
}

}  // namespace cnx
