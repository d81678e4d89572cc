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

std::uint64_t squares_from_soma(const ConnectionSynapses& synapses, std::size_t synapse) {
  std::uint64_t squares = 0;
  for (const auto& axis : synapses.from_soma_nm) squares += square(apart(axis[synapse], 0));
  return squares;
}

using Sizes = std::span<const std::uint32_t>;

/// The value of a rank among both together. Preconditions: each rises; rank < how many they are.
/// O(log n).
std::uint32_t at_rank(Sizes a, Sizes b, std::size_t rank) {
  // So many of `a` are before it that the last of `b` before it is no larger than what follows.
  std::size_t low = rank > b.size() ? rank - b.size() : 0, high = std::min(rank, a.size());
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (a[middle] < b[rank - middle - 1]) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const std::size_t of_b = rank - low;
  if (low == a.size()) return b[of_b];
  return of_b == b.size() ? a[low] : std::min(a[low], b[of_b]);
}

/// Adds how many values up to `last` lie in each bar. O(bars log n).
void add_bars(Sizes rising, std::uint32_t bin, double last, std::vector<std::uint64_t>& bars) {
  const auto end = std::partition_point(rising.begin(), rising.end(), [&](std::uint32_t size) {
    return static_cast<double>(size) <= last;
  });
  for (auto at = rising.begin(); at != end;) {
    const std::uint32_t bar = *at / bin;
    const auto next =
        std::partition_point(at, end, [&](std::uint32_t size) { return size / bin == bar; });
    if (bars.size() <= bar) bars.resize(std::size_t{bar} + 1, 0);
    bars[bar] += static_cast<std::uint64_t>(next - at);
    at = next;
  }
}

/// Between the values of the two ranks that are nearest, in proportion. Precondition: n > 0.
template <typename AtRank>
double quantile_between(std::uint64_t n, double share, AtRank at_rank) {
  const double at = share * static_cast<double>(n - 1);
  const auto below = static_cast<std::uint64_t>(at);
  const double low = at_rank(below), high = at_rank(std::min(below + 1, n - 1));
  return low + (at - static_cast<double>(below)) * (high - low);
}

}  // namespace

std::optional<double> quantile_of(std::span<const std::uint32_t> rising, double share) {
  if (rising.empty()) return std::nullopt;
  return quantile_between(rising.size(), share, [&](std::uint64_t rank) {
    return rising[static_cast<std::size_t>(rank)];
  });
}

SynapseTally::SynapseTally(std::span<const std::uint64_t> cell_synapses,
                           const SynapseTallyOptions& options)
    : options_(options), counts_(cell_synapses.size()) {
  if (options_.analyzable) analyzable_counts_.resize(cell_synapses.size());
  if (options_.somata) {
    CNX_CHECK(options_.positions && options_.soma_bin_nm >= 1);
    soma_distances_.assign(kSomaDistanceBins, 0);
    analyzable_distances_.assign(kSomaDistanceBins, 0);
  }
  if (!options_.sizes) return;
  first_.push_back(0);
  for (const std::uint64_t synapses : cell_synapses) first_.push_back(first_.back() + synapses);
  sizes_.resize(first_.back());
  analyzable_sizes_.assign(cell_synapses.size(), 0);
  sorted_.assign(cell_synapses.size(), 0);
}

std::uint64_t count_near(const ConnectionSynapses& synapses, std::uint32_t near_nm) {
  std::uint64_t near = 0;
  for (std::size_t i = 0; i < synapses.count; ++i) {
    near += squares_from_soma(synapses, i) <= square(near_nm) ? 1 : 0;
  }
  return near;
}

std::uint64_t ClumpCounter::count(const ConnectionSynapses& synapses, std::uint32_t clump_nm) {
  const auto& at = synapses.from_soma_nm;
  const std::size_t n = synapses.count;
  if (n < 2) return 0;
  order_.resize(n);
  std::iota(order_.begin(), order_.end(), 0u);
  std::sort(order_.begin(), order_.end(),
            [&](std::uint32_t a, std::uint32_t b) { return at[0][a] < at[0][b]; });
  in_clump_.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t a = order_[i];
    for (std::size_t k = i + 1; k < n; ++k) {
      const std::uint32_t b = order_[k];
      if (apart(at[0][a], at[0][b]) > clump_nm) break;
      if (in_clump_[a] != 0 && in_clump_[b] != 0) continue;
      std::uint64_t squares = 0;
      for (const auto& axis : at) squares += square(apart(axis[a], axis[b]));
      if (squares <= square(clump_nm)) in_clump_[a] = in_clump_[b] = 1;
    }
  }
  return static_cast<std::uint64_t>(std::count(in_clump_.begin(), in_clump_.end(), 1));
}

void SynapseTally::count_places(const ConnectionSynapses& synapses, bool analyzable,
                                SynapseCounts& counts) {
  if (options_.somata) {
    counts.near += count_near(synapses, options_.near_nm);
    for (std::size_t i = 0; i < synapses.count; ++i) {
      const double distance_nm = std::sqrt(static_cast<double>(squares_from_soma(synapses, i)));
      const std::size_t bin = std::min(static_cast<std::size_t>(distance_nm / options_.soma_bin_nm),
                                       kSomaDistanceBins - 1);
      ++soma_distances_[bin];
      if (analyzable) ++analyzable_distances_[bin];
    }
  }
  counts.clumped += clumps_.count(synapses, options_.clump_nm);
}

void SynapseTally::add(std::size_t cell, bool analyzable, const ConnectionSynapses& synapses) {
  const std::size_t n = synapses.count;
  SynapseCounts added;
  added.synapses = n;
  if (n > 1) added.multiple = n;
  if (options_.positions) count_places(synapses, analyzable, added);
  if (options_.sizes) {
    const std::uint64_t before = counts_[cell].synapses;
    CNX_CHECK(sorted_[cell] == 0 && before + n <= first_[cell + 1] - first_[cell]);
    std::uint64_t& front = analyzable_sizes_[cell];
    const std::uint64_t at =
        analyzable ? first_[cell] + front : first_[cell + 1] - (before - front) - n;
    std::copy(synapses.sizes.begin(), synapses.sizes.end(),
              sizes_.begin() + static_cast<std::ptrdiff_t>(at));
    if (analyzable) front += n;
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

SynapseTally::RisingSizes SynapseTally::rising(std::size_t cell, SynapsesOf of) {
  const std::uint64_t front = analyzable_sizes_[cell], back = counts_[cell].synapses - front;
  const std::span<std::uint32_t> analyzable(sizes_.data() + first_[cell], front);
  const std::span<std::uint32_t> others(sizes_.data() + first_[cell + 1] - back, back);
  if (sorted_[cell] == 0) {
    std::sort(analyzable.begin(), analyzable.end());
    std::sort(others.begin(), others.end());
  }
  sorted_[cell] = 1;
  return {analyzable, of == SynapsesOf::All ? Sizes(others) : Sizes()};
}

std::optional<Quartiles> SynapseTally::quartiles(std::size_t cell, SynapsesOf of) {
  if (!options_.sizes) return std::nullopt;
  const RisingSizes sizes = rising(cell, of);
  const std::size_t n = sizes.analyzable.size() + sizes.others.size();
  if (n == 0) return std::nullopt;
  const auto quantile = [&](double share) {
    return quantile_between(n, share, [&](std::uint64_t rank) {
      return at_rank(sizes.analyzable, sizes.others, static_cast<std::size_t>(rank));
    });
  };
  return Quartiles{quantile(0.25), quantile(0.5), quantile(0.75)};
}

std::uint64_t SynapseTally::count_up_to(std::uint32_t size, SynapsesOf of) {
  std::uint64_t count = 0;
  for (std::size_t cell = 0; cell < counts_.size(); ++cell) {
    if (counts_[cell].synapses == 0) continue;
    const RisingSizes sizes = rising(cell, of);
    for (const Sizes part : {sizes.analyzable, sizes.others}) {
      count += static_cast<std::uint64_t>(std::upper_bound(part.begin(), part.end(), size) -
                                          part.begin());
    }
  }
  return count;
}

std::optional<double> SynapseTally::quantile_of_all(double share, SynapsesOf of) {
  const SynapseCounts& counts = of == SynapsesOf::All ? all_ : analyzable_;
  if (!options_.sizes || counts.synapses == 0) return std::nullopt;
  // The smallest size that more than `rank` sizes do not exceed; half of the sizes that it can be
  // go with each count, which needs no second copy of the sizes in one order.
  return quantile_between(counts.synapses, share, [&](std::uint64_t rank) {
    std::uint32_t low = 0, high = UINT32_MAX;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (count_up_to(middle, of) > rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  });
}

std::vector<std::uint64_t> SynapseTally::size_bars(std::size_t cell, std::uint32_t bin, double last,
                                                   SynapsesOf of) {
  CNX_CHECK(bin >= 1);
  std::vector<std::uint64_t> bars;
  if (!options_.sizes || counts_[cell].synapses == 0) return bars;
  const RisingSizes sizes = rising(cell, of);
  add_bars(sizes.analyzable, bin, last, bars);
  add_bars(sizes.others, bin, last, bars);
  return bars;
}

}  // namespace cnx
