#include "app/keyboard.h"

#include <doctest/doctest.h>
#include <imgui.h>

#include <functional>

#include "ui/keys.h"

namespace {

struct Frames {
  Frames() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {100, 100};
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;  // nothing is drawn
  }
  ~Frames() { ImGui::DestroyContext(); }

  void run(const std::function<void()>& look) {
    ImGui::GetIO().DeltaTime = 0.1f;
    ImGui::NewFrame();
    look();
    ImGui::EndFrame();
  }
  void run() {
    run([] {});
  }
};

cnx::KeyEvent key(cnx::KeyEvent::Kind kind, int code) {
  cnx::KeyEvent event;
  event.kind = kind;
  event.code = code;
  return event;
}
constexpr auto Down = cnx::KeyEvent::Kind::Down, Up = cnx::KeyEvent::Kind::Up,
               Lost = cnx::KeyEvent::Kind::Lost;

}  // namespace

TEST_CASE("every key that something is bound to has a code") {
  for (const cnx::KeyBinding& binding : cnx::key_bindings()) {
    const auto wanted = static_cast<ImGuiKey>(binding.chord & ~ImGuiMod_Mask_);
    if (wanted == ImGuiKey_None) continue;
    bool found = false;
    for (int code = 0; code < 256; ++code) {
      found = found || cnx::key_of_code(code, false) == wanted;
    }
    CAPTURE(binding.what);
    CHECK(found);
  }
}

TEST_CASE("keys have their names, whatever browser") {
  CHECK(cnx::key_of_code('Z', false) == ImGuiKey_Z);
  CHECK(cnx::key_of_code('0', false) == ImGuiKey_0);
  CHECK(cnx::key_of_code(123, false) == ImGuiKey_F12);
  CHECK(cnx::key_of_code(13, false) == ImGuiKey_Enter);
  CHECK(cnx::key_of_code(13, true) == ImGuiKey_KeypadEnter);
  CHECK(cnx::key_of_code(173, false) == cnx::key_of_code(189, false));
  CHECK(cnx::key_of_code(61, false) == cnx::key_of_code(187, false));
  CHECK(cnx::key_of_code(255, false) == ImGuiKey_None);
  CHECK(cnx::key_of_code(-1, false) == ImGuiKey_None);
}

TEST_CASE("a key is pressed, held and lifted, with what it types and what is held beside it") {
  Frames frames;
  ImGuiIO& io = ImGui::GetIO();
  cnx::Keyboard keyboard;
  cnx::KeyEvent pressed = key(Down, 'A');
  pressed.shift = true;
  pressed.character = 'A';
  keyboard.feed(io, pressed);
  CHECK(keyboard.shift());
  CHECK_FALSE(keyboard.control());
  bool typed = false;
  int times = 0;
  // Dear ImGui spreads what came at once over frames.
  for (int i = 0; i < 4; ++i) {
    frames.run([&] {
      typed = typed || io.InputQueueCharacters.contains('A');
      times += ImGui::IsKeyPressed(ImGuiKey_A, false) ? 1 : 0;
    });
  }
  CHECK(typed);
  CHECK(times == 1);
  CHECK(io.KeyShift);
  CHECK(ImGui::IsKeyDown(ImGuiKey_A));
  keyboard.feed(io, pressed);  // the browser repeats it
  keyboard.feed(io, key(Up, 'A'));
  for (int i = 0; i < 4; ++i) frames.run();
  CHECK_FALSE(io.KeyShift);
  CHECK_FALSE(ImGui::IsKeyDown(ImGuiKey_A));
}

TEST_CASE("no key stays pressed when the keyboard is lost") {
  Frames frames;
  ImGuiIO& io = ImGui::GetIO();
  cnx::Keyboard keyboard;
  cnx::KeyEvent pressed = key(Down, 'Z');
  pressed.control = true;
  keyboard.feed(io, pressed);
  for (int i = 0; i < 4; ++i) frames.run();
  CHECK(ImGui::IsKeyDown(ImGuiKey_Z));
  keyboard.feed(io, key(Lost, 0));
  for (int i = 0; i < 4; ++i) frames.run();
  CHECK_FALSE(ImGui::IsKeyDown(ImGuiKey_Z));
  CHECK_FALSE(io.KeyCtrl);
}

TEST_CASE("Command that is lifted lifts what was pressed with it") {
  Frames frames;
  ImGuiIO& io = ImGui::GetIO();
  cnx::Keyboard keyboard;
  cnx::KeyEvent command = key(Down, 91), letter = key(Down, 'Z');
  command.meta = letter.meta = true;
  keyboard.feed(io, command);
  keyboard.feed(io, letter);
  for (int i = 0; i < 4; ++i) frames.run();
  CHECK(ImGui::IsKeyDown(ImGuiKey_Z));
  keyboard.feed(io, key(Up, 91));
  for (int i = 0; i < 4; ++i) frames.run();
  CHECK_FALSE(ImGui::IsKeyDown(ImGuiKey_Z));
  CHECK_FALSE(io.KeySuper);
}
