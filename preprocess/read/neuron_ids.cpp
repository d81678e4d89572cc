#include "read/neuron_ids.h"

#include "base/check.h"
#include "read/csv_values.h"

namespace cnx {
namespace {

/// Spreads ids that differ in few bits over all bits (the finalizer of SplitMix64).
std::uint64_t mixed(std::int64_t id) {
  auto bits = static_cast<std::uint64_t>(id) + 0x9e3779b97f4a7c15u;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
  return bits ^ (bits >> 31);
}

}  // namespace

bool NeuronIds::is_id(std::string_view field) const {
  return kind_ == Kind::Integer ? parse_integer(field).has_value() : !field.empty();
}

std::optional<std::uint32_t> NeuronIds::find(std::string_view field) const {
  if (kind_ == Kind::Text) {
    const auto found = rows_by_text_.find(field);
    return found == rows_by_text_.end() ? std::nullopt : std::optional(found->second);
  }
  const auto id = parse_integer(field);
  if (!id || slots_.empty()) return std::nullopt;
  const std::uint32_t row_after = slots_[slot_of(*id)];
  return row_after == 0 ? std::nullopt : std::optional(row_after - 1);
}

std::uint32_t NeuronIds::insert(std::string_view field) {
  CNX_CHECK(size_ < UINT32_MAX - 1);
  if (kind_ == Kind::Text) {
    const auto [place, is_new] = rows_by_text_.try_emplace(std::string(field), size_);
    size_ += is_new;
    return place->second;
  }
  const auto id = parse_integer(field);
  CNX_CHECK(id.has_value());
  if (slots_.size() < 2 * (integers_.size() + 1)) grow();
  std::uint32_t& row_after = slots_[slot_of(*id)];
  if (row_after != 0) return row_after - 1;
  integers_.push_back(*id);
  row_after = ++size_;
  return size_ - 1;
}

std::vector<std::string> NeuronIds::texts() const {
  std::vector<std::string> texts(rows_by_text_.size());
  for (const auto& [text, row] : rows_by_text_) texts[row] = text;
  return texts;
}

std::size_t NeuronIds::slot_of(std::int64_t id) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = static_cast<std::size_t>(mixed(id)) & mask;
  while (slots_[slot] != 0 && integers_[slots_[slot] - 1] != id) slot = (slot + 1) & mask;
  return slot;
}

void NeuronIds::grow() {
  slots_.assign(slots_.empty() ? 1024 : 2 * slots_.size(), 0);
  for (std::uint32_t row = 0; row < integers_.size(); ++row)
    slots_[slot_of(integers_[row])] = row + 1;
}

}  // namespace cnx
