#pragma once
// synapse_fetch.h — the tiles of synapses behind a section of the statistics: few bytes are fetched
// when it is wanted, many when somebody says so, and a button stops it.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "app/loader.h"

namespace cnx {

class SynapseFetch {
 public:
  /// `free_bytes`: of tiles that are fetched without being asked for.
  explicit SynapseFetch(std::uint64_t free_bytes) : free_bytes_(free_bytes) {}

  /// Whether all of `tiles` are here and may be counted. allow() holds for one `choice` of tiles,
  /// stop() for one `wish`. Sets what `answer` says of fetching. O(tiles).
  template <typename Answer>
  bool derive(bool wanted, std::span<const std::uint32_t> tiles, std::uint32_t choice,
              std::uint32_t wish, const Loader& loader, Answer& answer) {
    choice_ = choice;
    wish_ = wish;
    answer.bytes_total = loader.synapse_bytes(tiles);
    answer.bytes_missing = answer.bytes_total - loader.synapse_bytes_here(tiles);
    large_ = answer.bytes_missing > free_bytes_ && allowed_choice_ != choice;
    const bool held = held_wish_ == wish;
    const bool fetches = wanted && !large_ && !held;
    wanted_.clear();
    if (fetches) wanted_.assign(tiles.begin(), tiles.end());
    answer.fetching = fetches && answer.bytes_missing > 0;
    if (answer.fetching) {
      answer.share_done = static_cast<float>(answer.bytes_total - answer.bytes_missing) /
                          static_cast<float>(answer.bytes_total);
    }
    answer.stopped = wanted && held;
    return fetches && answer.bytes_missing == 0;
  }

  /// Whether they are so many that somebody has to ask.
  bool large() const { return large_; }
  /// Fetches these, whatever their size; also what was stopped.
  void allow() {
    allowed_choice_ = choice_;
    held_wish_.reset();
  }
  /// Stops fetching until allow() is called or something else is wished for.
  void stop() { held_wish_ = wish_; }

  /// Numbers of the Synapses tiles that are wanted.
  const std::vector<std::uint32_t>& wanted_tiles() const { return wanted_; }

 private:
  std::uint64_t free_bytes_;
  bool large_ = false;
  std::uint32_t choice_ = 0, wish_ = 0;
  std::optional<std::uint32_t> allowed_choice_, held_wish_;
  std::vector<std::uint32_t> wanted_;
};

}  // namespace cnx
