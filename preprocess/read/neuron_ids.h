#pragma once
// neuron_ids.h — which row of the neuron table an id means.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cnx {

/// Ids of one kind: whole numbers of 64 bits, or text. Rows are given in the order of insertion.
/// O(1) a call on average; 24 bytes for each whole number.
class NeuronIds {
 public:
  enum class Kind : std::uint8_t { Integer, Text };

  explicit NeuronIds(Kind kind) : kind_(kind) {}

  Kind kind() const { return kind_; }
  std::uint32_t size() const { return size_; }

  /// Whether `field` (without blanks at its ends) can be an id of this kind.
  bool is_id(std::string_view field) const;

  /// The row of `field`, or nullopt when it is none of the ids.
  std::optional<std::uint32_t> find(std::string_view field) const;

  /// The row of `field`, which is added when it is new.
  /// Precondition: is_id(field), fewer than 2^32 - 1 ids.
  std::uint32_t insert(std::string_view field);

  /// By row; of the kind that kind() says, the other is empty.
  const std::vector<std::int64_t>& integers() const { return integers_; }
  std::vector<std::string> texts() const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  /// The slot of `id`, or the empty one where it belongs.
  std::size_t slot_of(std::int64_t id) const;
  void grow();

  Kind kind_;
  std::uint32_t size_ = 0;
  std::vector<std::int64_t> integers_;
  std::vector<std::uint32_t> slots_;  // row + 1, or 0; a power of two of them, half empty
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> rows_by_text_;
};

}  // namespace cnx
