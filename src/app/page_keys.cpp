#include "app/page_keys.h"

#include <imgui.h>

#include <optional>

#include "ui/keys.h"
#include "view/camera.h"

namespace cnx {
namespace {

constexpr double kStepDeg = 5, kStepPx = 40, kStepZoom = 0.85;

std::optional<CameraState> moved_camera(KeyAction action, const App& app, float scale) {
  const CameraState camera = app.camera();
  const CameraFrame frame = app.camera_frame();
  const glm::dvec2 middle(frame.width_px / 2, frame.height_px / 2);
  const double step_px = kStepPx * scale;
  switch (action) {
    case KeyAction::TurnLeft: return orbit(camera, -kStepDeg, 0);
    case KeyAction::TurnRight: return orbit(camera, kStepDeg, 0);
    case KeyAction::TurnUp: return orbit(camera, 0, kStepDeg);
    case KeyAction::TurnDown: return orbit(camera, 0, -kStepDeg);
    case KeyAction::MoveLeft: return pan(camera, frame, step_px, 0);
    case KeyAction::MoveRight: return pan(camera, frame, -step_px, 0);
    case KeyAction::MoveUp: return pan(camera, frame, 0, step_px);
    case KeyAction::MoveDown: return pan(camera, frame, 0, -step_px);
    case KeyAction::Closer: return zoom(camera, frame, kStepZoom, middle);
    case KeyAction::Farther: return zoom(camera, frame, 1 / kStepZoom, middle);
    default: return std::nullopt;
  }
}

}  // namespace

std::optional<Request> request_of(KeyAction action) {
  switch (action) {
    case KeyAction::FocusSelected: return FocusSelected{};
    case KeyAction::LookFromFront: return LookFrom{kFromFront};
    case KeyAction::LookFromTop: return LookFrom{kFromTop};
    case KeyAction::LookFromLeft: return LookFrom{kFromLeft};
    case KeyAction::LookFromRight: return LookFrom{kFromRight};
    case KeyAction::Undo: return Undo{};
    case KeyAction::Redo: return Redo{};
    case KeyAction::QueryLine: return FocusQueryLine{};
    case KeyAction::Escape: return StepBack{};
    case KeyAction::ToolLasso: return UseTool{SelectionTool::Lasso};
    case KeyAction::ToolBox: return UseTool{SelectionTool::Box};
    case KeyAction::ToolSphere: return UseTool{SelectionTool::Sphere};
    case KeyAction::ToolColumn: return UseTool{SelectionTool::Column};
    case KeyAction::SelectShown: return SelectShown{};
    case KeyAction::InvertSelection: return InvertSelection{};
    case KeyAction::GrowSelection: return GrowSelection{};
    case KeyAction::KeepSelection: return KeepSelection{};
    case KeyAction::PasteIds: return AskForIds{};
    case KeyAction::CheatSheet: return ShowCheatSheet{true};
    default: return std::nullopt;
  }
}

void handle_keys(const App& app, float scale, std::uint32_t& gesture, Actions& actions) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput) return;
  // An open sheet takes Escape itself, and what is behind it is not to be moved.
  const bool sheet = is_open(app.view(), Panel::About) || app.cheat_sheet();
  for (const KeyBinding& binding : key_bindings()) {
    if (!binding.anywhere && (io.NavVisible || sheet)) continue;
    if (binding.action == KeyAction::NextPanel || binding.action == KeyAction::ChartCells) {
      continue;  // Dear ImGui's, ui/tab_focus.cpp's and ui/chart_keys.cpp's
    }
    const auto key = static_cast<ImGuiKey>(binding.chord & ~ImGuiMod_Mask_);
    const int held = (io.KeyCtrl || io.KeySuper ? ImGuiMod_Ctrl : 0) |
                     (io.KeyShift ? ImGuiMod_Shift : 0) | (io.KeyAlt ? ImGuiMod_Alt : 0);
    const bool pressed =
        held == (binding.chord & ImGuiMod_Mask_) && ImGui::IsKeyPressed(key, binding.repeats);
    const bool typed =
        binding.typed != 0 && io.InputQueueCharacters.contains(static_cast<ImWchar>(binding.typed));
    if (!pressed && !typed) continue;
    if (const auto camera = moved_camera(binding.action, app, scale)) {
      gesture += 1;
      actions.commands.push_back(SetCamera{camera});
    } else if (binding.action == KeyAction::WholeVolume) {
      actions.commands.push_back(SetCamera{std::nullopt});
    } else if (const auto request = request_of(binding.action)) {
      actions.requests.push_back(*request);
    }
  }
}

}  // namespace cnx
