#include "view/neuron_set.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace cnx {

namespace {

/// Ends are 64-bit: a run may end at 2^32 - 1.
std::uint64_t end_of(const NeuronRun& run) { return std::uint64_t{run.first} + run.count; }

void push_run(std::vector<NeuronRun>& runs, std::uint64_t first, std::uint64_t end) {
  runs.push_back({static_cast<NeuronIndex>(first), static_cast<std::uint32_t>(end - first)});
}

bool in_result(SetOperation operation, bool in_a, bool in_b) {
  switch (operation) {
    case SetOperation::Replace: return in_b;
    case SetOperation::Union: return in_a || in_b;
    case SetOperation::Intersection: return in_a && in_b;
    case SetOperation::Difference: return in_a && !in_b;
    case SetOperation::Toggle: return in_a != in_b;
  }
  return in_b;
}

}  // namespace

NeuronSet NeuronSet::from_mask(std::span<const std::uint8_t> mask) {
  std::vector<NeuronRun> runs;
  for (std::size_t i = 0; i < mask.size();) {
    if (mask[i] == 0) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < mask.size() && mask[end] != 0) ++end;
    push_run(runs, i, end);
    i = end;
  }
  return from_runs(std::move(runs));
}

NeuronSet NeuronSet::from_neurons(std::vector<NeuronIndex> neurons) {
  std::erase(neurons, kNoNeuron);
  std::sort(neurons.begin(), neurons.end());
  std::vector<NeuronRun> runs;
  for (const NeuronIndex neuron : neurons) {
    if (!runs.empty() && end_of(runs.back()) == neuron) {
      runs.back().count += 1;
    } else if (runs.empty() || end_of(runs.back()) < neuron) {
      runs.push_back({neuron, 1});
    }
  }
  return from_runs(std::move(runs));
}

NeuronSet NeuronSet::from_runs(std::vector<NeuronRun> runs) {
  NeuronSet set;
  if (runs.empty()) return set;
  std::uint64_t end = 0, count = 0;
  for (const NeuronRun& run : runs) {
    CNX_CHECK(run.count > 0 && (run.first > end || (end == 0 && run.first == 0)));
    end = end_of(run);
    count += run.count;
  }
  CNX_CHECK(end <= kNoNeuron);
  set.count_ = static_cast<std::uint32_t>(count);
  set.runs_ = std::make_shared<const std::vector<NeuronRun>>(std::move(runs));
  return set;
}

std::span<const NeuronRun> NeuronSet::runs() const {
  return runs_ == nullptr ? std::span<const NeuronRun>() : std::span<const NeuronRun>(*runs_);
}

bool NeuronSet::contains(NeuronIndex neuron) const {
  const auto all = runs();
  const auto after =
      std::upper_bound(all.begin(), all.end(), neuron,
                       [](NeuronIndex value, const NeuronRun& run) { return value < run.first; });
  return after != all.begin() && neuron < end_of(*(after - 1));
}

std::vector<std::uint8_t> NeuronSet::mask(std::uint32_t neuron_count) const {
  std::vector<std::uint8_t> mask(neuron_count, 0);
  for (const NeuronRun& run : runs()) {
    const auto end = static_cast<std::uint32_t>(std::min<std::uint64_t>(end_of(run), neuron_count));
    for (std::uint32_t i = run.first; i < end; ++i) mask[i] = 1;
  }
  return mask;
}

std::vector<NeuronIndex> NeuronSet::neurons(std::uint32_t neuron_count) const {
  std::vector<NeuronIndex> neurons;
  neurons.reserve(count_below(neuron_count));
  for (const NeuronRun& run : runs()) {
    const auto end = static_cast<std::uint32_t>(std::min<std::uint64_t>(end_of(run), neuron_count));
    for (NeuronIndex i = run.first; i < end; ++i) neurons.push_back(i);
  }
  return neurons;
}

std::uint32_t NeuronSet::count_below(std::uint32_t neuron_count) const {
  std::uint64_t count = 0;
  for (const NeuronRun& run : runs()) {
    const std::uint64_t end = std::min<std::uint64_t>(end_of(run), neuron_count);
    if (end > run.first) count += end - run.first;
  }
  return static_cast<std::uint32_t>(count);
}

bool NeuronSet::operator==(const NeuronSet& other) const {
  if (runs_ == other.runs_) return true;
  const auto mine = runs(), theirs = other.runs();
  return std::equal(mine.begin(), mine.end(), theirs.begin(), theirs.end());
}

NeuronSet combined(const NeuronSet& a, const NeuronSet& b, SetOperation operation) {
  // Between two neighboring borders nothing changes: each stretch is in the result or not.
  std::vector<std::uint64_t> borders;
  for (const NeuronSet* set : {&a, &b}) {
    for (const NeuronRun& run : set->runs()) {
      borders.push_back(run.first);
      borders.push_back(end_of(run));
    }
  }
  std::sort(borders.begin(), borders.end());
  borders.erase(std::unique(borders.begin(), borders.end()), borders.end());

  std::vector<NeuronRun> runs;
  const auto runs_a = a.runs(), runs_b = b.runs();
  std::size_t at_a = 0, at_b = 0;
  const auto inside = [](std::span<const NeuronRun> all, std::size_t& at, std::uint64_t first) {
    while (at < all.size() && end_of(all[at]) <= first) ++at;
    return at < all.size() && all[at].first <= first;
  };
  for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
    const std::uint64_t first = borders[i], end = borders[i + 1];
    const bool in_a = inside(runs_a, at_a, first), in_b = inside(runs_b, at_b, first);
    if (!in_result(operation, in_a, in_b)) continue;
    if (!runs.empty() && end_of(runs.back()) == first) {
      runs.back().count += static_cast<std::uint32_t>(end - first);
    } else {
      push_run(runs, first, end);
    }
  }
  return NeuronSet::from_runs(std::move(runs));
}

NeuronSet complement(const NeuronSet& set, std::uint32_t neuron_count) {
  if (neuron_count == 0) return {};
  return combined(NeuronSet::from_runs({{0, neuron_count}}), set, SetOperation::Difference);
}

}  // namespace cnx
