#pragma once
// keys.h — every key of the page, in one table: what handles them, the cheat sheet and the page's
// text read the same lines, so that none can be forgotten.

#include <cstdint>
#include <span>

namespace cnx {

enum class KeyAction : std::uint8_t {
  TurnLeft,
  TurnRight,
  TurnUp,
  TurnDown,
  MoveLeft,
  MoveRight,
  MoveUp,
  MoveDown,
  Closer,
  Farther,
  WholeVolume,
  LookFromFront,
  LookFromTop,
  LookFromLeft,
  LookFromRight,
  FocusSelected,
  Undo,
  Redo,
  QueryLine,
  Escape,
  ToolLasso,
  ToolBox,
  ToolSphere,
  ToolColumn,
  SelectShown,
  InvertSelection,
  GrowSelection,
  KeepSelection,
  PasteIds,
  NextPanel,
  ChartCells,
  CheatSheet,
};

struct KeyBinding {
  KeyAction action;
  int chord;          // ImGuiKeyChord
  bool repeats;       // while it is held down
  bool anywhere;      // also while a widget has the keyboard (never while text is typed)
  const char* group;  // heading of the cheat sheet
  const char* keys;   // as people read it; empty: a second way of the line before
  const char* what;
  // A character that does the same, since it has another key on each layout of keyboards.
  char typed = 0;
};

/// In the order of the cheat sheet. Chords are different, so that one key does one thing.
std::span<const KeyBinding> key_bindings();

}  // namespace cnx
