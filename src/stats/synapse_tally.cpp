// Built with -ffp-contract=off (CMakeLists.txt): page and tool must agree to the last digits.

#include "stats/synapse_tally.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "base/check.h"

namespace cnx {
namespace {

constexpr std::uint64_t kFarthest_nm = std::uint64_t{1} << 31;  // three squares fit in 64 bits

/// Whatever a tile holds, nothing here overflows.
std::uint64_t apart(std::int64_t a, std::int64_t b) {
  const auto ua = static_cast<std::uint64_t>(a), ub = static_cast<std::uint64_t>(b);
  return std::min(a > b ? ua - ub : ub - ua, kFarthest_nm);
}

std::uint64_t square(std::uint64_t value) { return value * value; }

}  // namespace

std::optional<double> quantile_of(std::span<const std::uint32_t> rising, double share) {
  if (rising.empty()) return std::nullopt;
  const double at = share * static_cast<double>(rising.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, rising.size() - 1);
  const double low = rising[below], high = rising[above];
  return low + (at - static_cast<double>(below)) * (high - low);
}

SynapseTally::SynapseTally(std::span<const std::uint64_t> cell_synapses,
                           const SynapseTallyOptions& options)
    : options_(options), counts_(cell_synapses.size()) {
  if (options_.analyzable) analyzable_counts_.resize(cell_synapses.size());
  if (options_.somata) {
    CNX_CHECK(options_.positions && options_.soma_bin_nm >= 1);
    soma_distances_.assign(kSomaDistanceBins, 0);
  }
  if (!options_.sizes) return;
  first_.push_back(0);
  for (const std::uint64_t synapses : cell_synapses) first_.push_back(first_.back() + synapses);
  sizes_.resize(first_.back());
  sorted_.assign(cell_synapses.size(), 0);
}

void SynapseTally::count_places(const ConnectionSynapses& synapses, std::uint64_t& near,
                                std::uint64_t& clumped) {
  const auto& at = synapses.from_soma_nm;
  const std::size_t n = synapses.count;
  if (options_.somata) {
    for (std::size_t i = 0; i < n; ++i) {
      std::uint64_t squares = 0;
      for (const auto& axis : at) squares += square(apart(axis[i], 0));
      near += squares <= square(options_.near_nm) ? 1 : 0;
      const double distance_nm = std::sqrt(static_cast<double>(squares));
      const auto bin = static_cast<std::size_t>(distance_nm / options_.soma_bin_nm);
      ++soma_distances_[std::min(bin, kSomaDistanceBins - 1)];
    }
  }
  if (n < 2) return;
  order_.resize(n);
  std::iota(order_.begin(), order_.end(), 0u);
  std::sort(order_.begin(), order_.end(),
            [&](std::uint32_t a, std::uint32_t b) { return at[0][a] < at[0][b]; });
  in_clump_.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t a = order_[i];
    for (std::size_t k = i + 1; k < n; ++k) {
      const std::uint32_t b = order_[k];
      if (apart(at[0][a], at[0][b]) > options_.clump_nm) break;
      if (in_clump_[a] != 0 && in_clump_[b] != 0) continue;
      std::uint64_t squares = 0;
      for (const auto& axis : at) squares += square(apart(axis[a], axis[b]));
      if (squares <= square(options_.clump_nm)) in_clump_[a] = in_clump_[b] = 1;
    }
  }
  clumped += static_cast<std::uint64_t>(std::count(in_clump_.begin(), in_clump_.end(), 1));
}

void SynapseTally::add(std::size_t cell, bool analyzable, const ConnectionSynapses& synapses) {
  const std::size_t n = synapses.count;
  SynapseCounts added;
  added.synapses = n;
  if (n > 1) added.multiple = n;
  if (options_.positions) count_places(synapses, added.near, added.clumped);
  if (options_.sizes) {
    CNX_CHECK(sorted_[cell] == 0 && counts_[cell].synapses + n <= first_[cell + 1] - first_[cell]);
    std::copy(synapses.sizes.begin(), synapses.sizes.end(),
              sizes_.begin() + static_cast<std::ptrdiff_t>(first_[cell] + counts_[cell].synapses));
    for (const std::uint32_t size : synapses.sizes) added.size_sum += size;
  }
  const auto put = [&](SynapseCounts& counts) {
    counts.synapses += added.synapses;
    counts.size_sum += added.size_sum;
    counts.near += added.near;
    counts.multiple += added.multiple;
    counts.clumped += added.clumped;
  };
  put(counts_[cell]);
  put(all_);
  if (!analyzable) return;
  put(analyzable_);
  if (options_.analyzable) put(analyzable_counts_[cell]);
}

std::span<const std::uint32_t> SynapseTally::rising(std::size_t cell) {
  const std::span<std::uint32_t> sizes(sizes_.data() + first_[cell], counts_[cell].synapses);
  if (sorted_[cell] == 0) std::sort(sizes.begin(), sizes.end());
  sorted_[cell] = 1;
  return sizes;
}

std::optional<Quartiles> SynapseTally::quartiles(std::size_t cell) {
  if (!options_.sizes || counts_[cell].synapses == 0) return std::nullopt;
  const std::span<const std::uint32_t> sizes = rising(cell);
  return Quartiles{*quantile_of(sizes, 0.25), *quantile_of(sizes, 0.5), *quantile_of(sizes, 0.75)};
}

std::uint64_t SynapseTally::count_up_to(std::uint32_t size) {
  std::uint64_t count = 0;
  for (std::size_t cell = 0; cell < counts_.size(); ++cell) {
    if (counts_[cell].synapses == 0) continue;
    const std::span<const std::uint32_t> sizes = rising(cell);
    count += static_cast<std::uint64_t>(std::upper_bound(sizes.begin(), sizes.end(), size) -
                                        sizes.begin());
  }
  return count;
}

std::optional<double> SynapseTally::quantile_of_all(double share) {
  if (!options_.sizes || all_.synapses == 0) return std::nullopt;
  // The smallest size that more than `rank` sizes do not exceed; half of the sizes that it can be
  // go with each count, which needs no second copy of the sizes in one order.
  const auto at_rank = [&](std::uint64_t rank) {
    std::uint32_t low = 0, high = UINT32_MAX;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (count_up_to(middle) > rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  };
  const double at = share * static_cast<double>(all_.synapses - 1);
  const auto below = static_cast<std::uint64_t>(at);
  const std::uint32_t two[2] = {at_rank(below), at_rank(std::min(below + 1, all_.synapses - 1))};
  const double low = two[0], high = two[1];
  return low + (at - static_cast<double>(below)) * (high - low);
}

std::vector<std::uint64_t> SynapseTally::size_bars(std::size_t cell, std::uint32_t bin,
                                                   double last) {
  CNX_CHECK(bin >= 1);
  std::vector<std::uint64_t> bars;
  if (!options_.sizes || counts_[cell].synapses == 0) return bars;
  const std::span<const std::uint32_t> all = rising(cell);
  const auto end = std::partition_point(all.begin(), all.end(), [&](std::uint32_t size) {
    return static_cast<double>(size) <= last;
  });
  for (auto at = all.begin(); at != end;) {
    const std::uint32_t bar = *at / bin;
    const auto next =
        std::partition_point(at, end, [&](std::uint32_t size) { return size / bin == bar; });
    bars.resize(std::size_t{bar} + 1, 0);
    bars[bar] = static_cast<std::uint64_t>(next - at);
    at = next;
  }
  return bars;
}

}  // namespace cnx
