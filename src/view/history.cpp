#include "view/history.h"

#include <utility>

namespace cnx {

void History::record(ViewState state, bool same_gesture) {
  if (state == present_) return;
  if (!same_gesture) {
    past_.push_back(std::move(present_));
    if (past_.size() > kMaxEntries) past_.pop_front();
  }
  present_ = std::move(state);
  future_.clear();
}

void History::undo() {
  if (past_.empty()) return;
  future_.push_back(std::move(present_));
  present_ = std::move(past_.back());
  past_.pop_back();
}

void History::redo() {
  if (future_.empty()) return;
  past_.push_back(std::move(present_));
  present_ = std::move(future_.back());
  future_.pop_back();
}

}  // namespace cnx
