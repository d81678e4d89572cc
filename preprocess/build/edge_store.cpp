#include "build/edge_store.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

#include "base/check.h"

namespace cnx {

namespace {

constexpr std::size_t kRecordWords = 3;
constexpr std::uint64_t kBlockConnections = 1 << 16;  // about; a block is one thread's work

struct TargetAndCount {
  std::uint32_t target, count;
};

std::uint32_t block_for(std::uint32_t neurons, std::uint64_t connections) {
  const std::uint64_t blocks = std::max<std::uint64_t>(connections / kBlockConnections, 1);
  return static_cast<std::uint32_t>(std::max<std::uint64_t>(neurons / blocks, 1));
}

}  // namespace

EdgeRowStore::EdgeRowStore(std::string folder, MemoryBudget& budget)
    : scratch_(std::make_unique<Scratch>(std::move(folder), budget)) {}

Result<Done> EdgeRowStore::append(const EdgeRows& rows) {
  std::vector<TargetAndCount> both(rows.targets.size());
  for (std::size_t e = 0; e < both.size(); ++e) both[e] = {rows.targets[e], rows.synapse_counts[e]};
  const std::uint32_t before = offsets_.back();
  if (both.size() > std::uint64_t{0xfffffffe} - before) {
    return Error{ErrorCode::OutOfRange, "more than 4 billion connections"};
  }
  for (std::size_t r = 1; r < rows.offsets.size(); ++r) {
    offsets_.push_back(before + rows.offsets[r]);
  }
  const auto place = scratch_->append(std::as_bytes(std::span(both)));
  if (!place.ok()) return place.error();
  CNX_CHECK(place.value() == before * sizeof(TargetAndCount));
  return Done{};
}

Result<EdgeRows> EdgeRowStore::slice(NeuronIndex first, std::uint32_t count) const {
  const std::uint32_t begin = offsets_[first], end = offsets_[first + count];
  std::vector<TargetAndCount> both(end - begin);
  const auto done =
      scratch_->read(begin * sizeof(TargetAndCount), std::as_writable_bytes(std::span(both)));
  if (!done.ok()) return done.error();
  EdgeRows rows;
  rows.offsets.reserve(std::size_t{count} + 1);
  for (std::uint32_t r = first; r <= first + count; ++r)
    rows.offsets.push_back(offsets_[r] - begin);
  rows.targets.resize(both.size());
  rows.synapse_counts.resize(both.size());
  for (std::size_t e = 0; e < both.size(); ++e) {
    rows.targets[e] = both[e].target;
    rows.synapse_counts[e] = both[e].count;
  }
  return rows;
}

OutgoingBins::OutgoingBins(std::string folder, MemoryBudget& budget, std::uint32_t neuron_count,
                           std::uint64_t expected_connections, std::size_t buffer_bytes)
    : neuron_count_(neuron_count),
      block_neurons_(block_for(neuron_count, expected_connections)),
      scratch_(std::make_unique<Scratch>(std::move(folder), budget)),
      bins_(*scratch_, kRecordWords * sizeof(std::uint32_t),
            (std::size_t{neuron_count} + block_neurons_ - 1) / block_neurons_, 1, buffer_bytes) {}

Result<Done> OutgoingBins::add(NeuronIndex first_post, const EdgeRows& in) {
  for (std::uint32_t r = 0; r + 1 < in.offsets.size(); ++r) {
    for (std::uint32_t e = in.offsets[r]; e < in.offsets[r + 1]; ++e) {
      const std::uint32_t record[kRecordWords] = {in.targets[e], first_post + r,
                                                  in.synapse_counts[e]};
      std::byte* const place = bins_.add(0, in.targets[e] / block_neurons_);
      if (place == nullptr) return bins_.flush(0);
      std::memcpy(place, record, sizeof record);
    }
  }
  return Done{};
}

Result<Done> OutgoingBins::finish() { return bins_.flush(0); }

Result<EdgeRows> OutgoingBins::block(std::size_t number) const {
  const auto taken = bins_.take(number);
  if (!taken.ok()) return taken.error();
  const std::size_t count = taken.value().size() / (kRecordWords * sizeof(std::uint32_t));
  std::vector<std::uint32_t> words(count * kRecordWords);
  if (count > 0) std::memcpy(words.data(), taken.value().data(), taken.value().size());

  const NeuronIndex first = first_neuron(number);
  const std::uint32_t neurons = std::min(block_neurons_, neuron_count_ - first);
  EdgeRows rows;
  rows.offsets.assign(std::size_t{neurons} + 1, 0);
  for (std::size_t i = 0; i < count; ++i) ++rows.offsets[words[i * kRecordWords] - first + 1];
  for (std::size_t r = 0; r < neurons; ++r) rows.offsets[r + 1] += rows.offsets[r];
  std::vector<std::uint32_t> next(rows.offsets.begin(), rows.offsets.end() - 1);
  rows.targets.resize(count);
  rows.synapse_counts.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t* const record = &words[i * kRecordWords];
    const std::uint32_t slot = next[record[0] - first]++;
    rows.targets[slot] = record[1];
    rows.synapse_counts[slot] = record[2];
  }
  return rows;
}

}  // namespace cnx
