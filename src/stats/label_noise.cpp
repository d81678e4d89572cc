#include "stats/label_noise.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace cnx {

LabelNoise::LabelNoise(const CsrGraph& graph, std::span<const std::uint32_t> weights,
                       const EdgeChoice& choice, std::span<const std::uint16_t> labels,
                       std::uint32_t label_count)
    : label_count_(label_count) {
  const std::size_t n = graph.vertex_count();
  CNX_CHECK(choice.pre.size() == n && choice.post.size() == n && labels.size() == n);
  CNX_CHECK(label_count >= 1 && label_count <= kMaxNoisyLabels);
  edges_ = induced_out_half(graph, weights, choice, false);
  sizes_.assign(label_count, 0);
  for (std::size_t v = 0; v < n; ++v) {
    if ((choice.pre[v] | choice.post[v]) == 0) continue;
    CNX_CHECK(labels[v] < label_count);
    is_pre_.push_back(choice.pre[v]);
    is_post_.push_back(choice.post[v]);
    observed_.push_back(labels[v]);
    sizes_[labels[v]] += 1;
  }
  sums_.assign(1, 0);
  for (const std::uint64_t size : sizes_) sums_.push_back(sums_.back() + size);
  labels_ = observed_;
  begin();
}

void LabelNoise::observe() {
  labels_ = observed_;
  begin();
}

void LabelNoise::redraw(double accuracy, Random& random) {
  for (std::size_t v = 0; v < labels_.size(); ++v) {
    const std::uint16_t own = observed_[v];
    const std::uint64_t others = sums_.back() - sizes_[own];
    // Drawn for everybody, so that a neuron's draw does not depend on the classes before it.
    const bool keeps = random.uniform() < accuracy;
    labels_[v] = own;
    if (keeps || others == 0) continue;
    std::uint64_t place = random.below_large(others);
    if (place >= sums_[own]) place += sizes_[own];  // neurons in the order of their class
    const auto after = std::upper_bound(sums_.begin(), sums_.end(), place);
    labels_[v] = static_cast<std::uint16_t>(after - sums_.begin() - 1);
  }
  begin();
}

void LabelNoise::begin() {
  const std::size_t cells = std::size_t{label_count_} * label_count_;
  counts_.connections.assign(cells, 0);
  counts_.pairs.assign(cells, 0);
  row_ = 0;
  std::vector<std::uint64_t> pre(label_count_, 0), post(label_count_, 0), both(label_count_, 0);
  for (std::size_t v = 0; v < labels_.size(); ++v) {
    pre[labels_[v]] += is_pre_[v];
    post[labels_[v]] += is_post_[v];
    both[labels_[v]] += is_pre_[v] & is_post_[v];
  }
  for (std::size_t a = 0; a < label_count_; ++a) {
    for (std::size_t b = 0; b < label_count_; ++b) {
      counts_.pairs[a * label_count_ + b] = pre[a] * post[b] - (a == b ? both[a] : 0);
    }
  }
}

bool LabelNoise::advance(std::uint64_t work) {
  const auto n = static_cast<std::uint32_t>(labels_.size());
  for (std::uint64_t done = 0; row_ < n && done < work; ++row_) {
    std::uint64_t* const row =
        counts_.connections.data() + std::size_t{labels_[row_]} * label_count_;
    const std::uint32_t begin = edges_.offsets[row_], end = edges_.offsets[row_ + 1];
    for (std::uint32_t e = begin; e < end; ++e) row[labels_[edges_.targets[e]]] += 1;
    done += end - begin + 1;
  }
  return row_ == n;
}

double quantile(std::span<const double> sorted, double share) {
  CNX_CHECK(!sorted.empty() && share >= 0 && share <= 1);
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(place));
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace cnx
