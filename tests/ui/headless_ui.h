#pragma once
// headless_ui.h — Dear ImGui without a window: draws frames, finds widgets by their label and
// clicks them. One at a time: Dear ImGui's hooks are free functions.

#include <imgui.h>

#include <string>
#include <variant>
#include <vector>

#include "ui/frame_model.h"

namespace cnx::test {

/// The commands of one kind that were queued.
template <typename T>
std::vector<T> commands(const Actions& actions) {
  std::vector<T> found;
  for (const Command& command : actions.commands) {
    if (const T* const one = std::get_if<T>(&command)) found.push_back(*one);
  }
  return found;
}

/// The requests of one kind.
template <typename T>
std::vector<T> requests(const Actions& actions) {
  std::vector<T> found;
  for (const Request& request : actions.requests) {
    if (const T* const one = std::get_if<T>(&request)) found.push_back(*one);
  }
  return found;
}

/// The first of several variants that holds a `Wanted`, or null.
template <typename Wanted, typename All>
const Wanted* found(const All& all) {
  for (const auto& one : all) {
    if (const auto* wanted = std::get_if<Wanted>(&one)) return wanted;
  }
  return nullptr;
}

/// A widget of the last frame.
struct Item {
  ImGuiID id = 0;
  std::string label;  // with what follows "##"
  float x = 0, y = 0, width = 0, height = 0;
};

class HeadlessUi {
 public:
  HeadlessUi(float width_px, float height_px, float scale = 1, bool dark = true);
  ~HeadlessUi();
  HeadlessUi(const HeadlessUi&) = delete;
  HeadlessUi& operator=(const HeadlessUi&) = delete;

  /// Draws one frame; what it asks for is added to actions().
  ViewportRect frame(const FrameModel& model);
  Actions& actions() { return actions_; }

  /// Widgets of the last frame whose label is exactly this, and that can be seen.
  std::vector<Item> items(const std::string& label) const;
  bool has(const std::string& label) const { return !items(label).empty(); }

  void move_to(const FrameModel& model, float x, float y);
  void click_at(const FrameModel& model, float x, float y, int times = 1);
  /// Clicks the middle of a widget: the first with this label, or the one that `which` counts.
  /// False when there is none.
  bool click(const FrameModel& model, const std::string& label, std::size_t which = 0,
             int times = 1);

  /// Presses at one place and lets go at another, with a frame for each step.
  void drag(const FrameModel& model, ImVec2 from, ImVec2 to);

  /// Whether every vertex of the last frame is a finite number.
  bool vertices_are_finite() const;
  /// How many vertices of the last frame have this color.
  int vertices_of(ImU32 color) const;

 private:
  Actions actions_;
};

/// Draws two frames and presses each button "Copy as Python"; what programs were asked for.
std::vector<std::vector<PythonPart>> copied_programs(HeadlessUi& ui, const FrameModel& model);

}  // namespace cnx::test
