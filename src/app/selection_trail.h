#pragma once
// selection_trail.h — the neurons that were selected one after another, for "previous" and "next".
// Like the pages of a browser: going back keeps what lies ahead until another neuron is chosen.

#include <cstddef>
#include <optional>
#include <vector>

#include "base/ids.h"

namespace cnx {

class SelectionTrail {
 public:
  /// Tells what is selected now. Nothing happens when it is where the trail stands already.
  void visit(NeuronId neuron) {
    if (at_ < visited_.size() && visited_[at_] == neuron) return;
    if (at_ < visited_.size()) visited_.resize(at_ + 1);
    visited_.push_back(neuron);
    if (visited_.size() > kMaxVisited) visited_.erase(visited_.begin());
    at_ = visited_.size() - 1;
  }
  bool can_go_back() const { return at_ > 0; }
  bool can_go_on() const { return at_ + 1 < visited_.size(); }
  /// The neuron before or after; none at the ends of the trail.
  std::optional<NeuronId> go_back() {
    if (!can_go_back()) return std::nullopt;
    return visited_[--at_];
  }
  std::optional<NeuronId> go_on() {
    if (!can_go_on()) return std::nullopt;
    return visited_[++at_];
  }
  /// Where the trail stands; below size() unless it is empty.
  std::size_t at() const { return at_; }
  const std::vector<NeuronId>& visited() const { return visited_; }  // the oldest first

  static constexpr std::size_t kMaxVisited = 100;

 private:
  std::vector<NeuronId> visited_;
  std::size_t at_ = 0;
};

}  // namespace cnx
