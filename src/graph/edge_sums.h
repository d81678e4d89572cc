#pragma once
// edge_sums.h — a whole number of each edge, exact to 64 bits; nearly all are small and take 4
// bytes, or as few as somebody says.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

namespace cnx {

/// Numbers below the largest Low take one Low.
template <typename Low>
class EdgeNumbers {
 public:
  /// Of so many edges, all of them 0.
  explicit EdgeNumbers(std::size_t edges = 0) : low_(edges, 0) {}

  std::size_t size() const { return low_.size(); }
  std::uint64_t operator[](std::size_t edge) const {
    return low_[edge] < kMost ? low_[edge] : high_.at(edge);
  }
  /// Precondition: there is such an edge.
  void set(std::size_t edge, std::uint64_t sum) {
    low_[edge] = sum < kMost ? static_cast<Low>(sum) : kMost;
    if (sum >= kMost) high_[edge] = sum;
  }
  /// How many take more than one Low, or did before keep().
  std::size_t large_count() const { return high_.size(); }
  /// The first so many stay. Precondition: there are as many.
  void keep(std::size_t edges) { low_.resize(edges); }
  void push_back(std::uint64_t sum) {
    low_.push_back(0);
    set(low_.size() - 1, sum);
  }

 private:
  static constexpr Low kMost = std::numeric_limits<Low>::max();

  std::vector<Low> low_;  // [edges] kMost: it is in high_
  std::unordered_map<std::size_t, std::uint64_t> high_;
};
using EdgeSums = EdgeNumbers<std::uint32_t>;

}  // namespace cnx
