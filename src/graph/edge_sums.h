#pragma once
// edge_sums.h — a whole number of each edge, exact to 64 bits; nearly all are small and take 4
// bytes.

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace cnx {

class EdgeSums {
 public:
  /// Of so many edges, all of them 0.
  explicit EdgeSums(std::size_t edges = 0) : low_(edges, 0) {}

  std::size_t size() const { return low_.size(); }
  std::uint64_t operator[](std::size_t edge) const {
    return low_[edge] < UINT32_MAX ? low_[edge] : high_.at(edge);
  }
  /// Precondition: there is such an edge.
  void set(std::size_t edge, std::uint64_t sum) {
    low_[edge] = sum < UINT32_MAX ? static_cast<std::uint32_t>(sum) : UINT32_MAX;
    if (sum >= UINT32_MAX) high_[edge] = sum;
  }
  /// The first so many stay. Precondition: there are as many.
  void keep(std::size_t edges) { low_.resize(edges); }
  void push_back(std::uint64_t sum) {
    low_.push_back(0);
    set(low_.size() - 1, sum);
  }

 private:
  std::vector<std::uint32_t> low_;  // [edges] UINT32_MAX: it is in high_
  std::unordered_map<std::size_t, std::uint64_t> high_;
};

}  // namespace cnx
