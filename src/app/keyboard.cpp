#include "app/keyboard.h"

#include <algorithm>
#include <utility>

namespace cnx {
namespace {

ImGuiKey key_after(ImGuiKey first, int offset) { return static_cast<ImGuiKey>(first + offset); }

}  // namespace

ImGuiKey key_of_code(int code, bool on_keypad) {
  if (code >= '0' && code <= '9') return key_after(ImGuiKey_0, code - '0');
  if (code >= 'A' && code <= 'Z') return key_after(ImGuiKey_A, code - 'A');
  if (code >= 96 && code <= 105) return key_after(ImGuiKey_Keypad0, code - 96);
  if (code >= 112 && code <= 123) return key_after(ImGuiKey_F1, code - 112);
  switch (code) {
    case 8: return ImGuiKey_Backspace;
    case 9: return ImGuiKey_Tab;
    case 13: return on_keypad ? ImGuiKey_KeypadEnter : ImGuiKey_Enter;
    case 16: return ImGuiKey_LeftShift;
    case 17: return ImGuiKey_LeftCtrl;
    case 18: return ImGuiKey_LeftAlt;
    case 27: return ImGuiKey_Escape;
    case 32: return ImGuiKey_Space;
    case 33: return ImGuiKey_PageUp;
    case 34: return ImGuiKey_PageDown;
    case 35: return ImGuiKey_End;
    case 36: return ImGuiKey_Home;
    case 37: return ImGuiKey_LeftArrow;
    case 38: return ImGuiKey_UpArrow;
    case 39: return ImGuiKey_RightArrow;
    case 40: return ImGuiKey_DownArrow;
    case 45: return ImGuiKey_Insert;
    case 46: return ImGuiKey_Delete;
    case 91:
    case 92:
    case 93:
    case 224: return ImGuiKey_LeftSuper;
    case 106: return ImGuiKey_KeypadMultiply;
    case 107: return ImGuiKey_KeypadAdd;
    case 109: return ImGuiKey_KeypadSubtract;
    case 110: return ImGuiKey_KeypadDecimal;
    case 111: return ImGuiKey_KeypadDivide;
    case 59:
    case 186: return ImGuiKey_Semicolon;
    case 61:
    case 187: return ImGuiKey_Equal;
    case 188: return ImGuiKey_Comma;
    case 173:
    case 189: return ImGuiKey_Minus;
    case 190: return ImGuiKey_Period;
    case 191: return ImGuiKey_Slash;
    case 192: return ImGuiKey_GraveAccent;
    case 219: return ImGuiKey_LeftBracket;
    case 220: return ImGuiKey_Backslash;
    case 221: return ImGuiKey_RightBracket;
    case 222: return ImGuiKey_Apostrophe;
    default: return ImGuiKey_None;
  }
}

void Keyboard::release_all(ImGuiIO& io) {
  for (const ImGuiKey key : std::exchange(held_, {})) io.AddKeyEvent(key, false);
}

void Keyboard::feed(ImGuiIO& io, const KeyEvent& event) {
  shift_ = event.shift;
  control_ = event.control;
  io.AddKeyEvent(ImGuiMod_Shift, event.shift);
  io.AddKeyEvent(ImGuiMod_Ctrl, event.control);
  io.AddKeyEvent(ImGuiMod_Alt, event.alt);
  io.AddKeyEvent(ImGuiMod_Super, event.meta);
  if (event.kind == KeyEvent::Kind::Lost) return release_all(io);

  const ImGuiKey key = key_of_code(event.code, event.on_keypad);
  const bool down = event.kind == KeyEvent::Kind::Down;
  // macOS tells of no key that is lifted while Command is held.
  if (!down && key == ImGuiKey_LeftSuper) release_all(io);
  if (key != ImGuiKey_None) {
    std::erase(held_, key);
    if (down) held_.push_back(key);
    io.AddKeyEvent(key, down);
  }
  if (down && event.character != 0) io.AddInputCharacter(event.character);
}

}  // namespace cnx
