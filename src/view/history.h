#pragma once
// history.h — undo and redo: whole states, one entry for each gesture.

#include <cstddef>
#include <deque>
#include <utility>

#include "view/view_state.h"

namespace cnx {

/// Invariant: present_ is the state on the screen; past_ and future_ hold the others in order.
class History {
 public:
  explicit History(ViewState initial = {}) : present_(std::move(initial)) {}

  const ViewState& present() const { return present_; }
  bool can_undo() const { return !past_.empty(); }
  bool can_redo() const { return !future_.empty(); }

  /// Makes `state` the present. With `same_gesture` the previous present is replaced instead of
  /// kept: a drag is one step back. Equal states change nothing. Clears the redo list.
  void record(ViewState state, bool same_gesture);
  /// Nothing happens when there is nothing to step to.
  void undo();
  void redo();

  static constexpr std::size_t kMaxEntries = 200;  // a state is some hundred bytes

 private:
  ViewState present_;
  std::deque<ViewState> past_, future_;
};

}  // namespace cnx
