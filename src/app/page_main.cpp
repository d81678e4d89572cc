// page_main.cpp — entry point of the page: the window, Dear ImGui, input and the order of a frame.
//
// A frame runs when something may have changed (input, an arrival, a timer); nothing is drawn
// unless something did. An idle page draws nothing.

#include <emscripten/emscripten.h>
#include <emscripten/heap.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/app.h"
#include "app/keyboard.h"
#include "app/mirror_json.h"
#include "app/overlay.h"
#include "app/page_benchmark.h"
#include "app/page_calls.h"
#include "app/page_fields.h"
#include "app/page_fonts.h"
#include "app/page_keys.h"
#include "app/page_renderer.h"
#include "app/picture.h"
#include "app/pointer_gestures.h"
#include "app/scene_upload.h"
#include "app/selection_input.h"
#include "dataset/pick.h"
#include "format/pack.h"
#include "platform/platform_browser.h"
#include "render/kept_scene.h"
#include "report/export_notes.h"
#include "ui/text_mirror.h"

extern "C" void cnx_js_start();
extern "C" int cnx_js_is_whole();
extern "C" void cnx_js_ask_for_rest();
extern "C" void cnx_js_set_canvas_size(int width_px, int height_px);

namespace cnx {

namespace {

constexpr int kSettleFrames = 3;         // Dear ImGui needs some frames until hover and layout rest
constexpr double kTooltipWakeMs = 600;   // then again, for what appears when the pointer rests
constexpr double kDegreesPerPx = 0.3;    // of a CSS pixel of dragging
constexpr double kPickRadiusPx = 6;      // CSS pixels around the pointer
constexpr double kWheelGestureMs = 400;  // wheel turns closer than this are one step of undo
constexpr double kMirrorPeriodMs = 500;
constexpr double kPatienceMs = 100;  // so long panels without neurons would only delay these

class Page {
 public:
  Page();
  /// One round: take, panels, decide, derive, pump, render. Draws only when needed.
  void frame();
  bool idle() const {
    return app_.idle() && settle_frames_ == 0 && pending_events_.empty() &&
           waiting_inputs_.empty() && renderer_->choice().knows_webgl() &&
           !renderer_->choice().measuring();
  }
  std::string call(const std::string& name, const std::string& argument) {
    platform_.request_frame();
    return page_call(app_, name, argument);
  }
  std::string state_json() const {
    return app_.state_json(renderer_->backend() == Backend::Soft ? "soft" : "webgl2", frames_drawn_,
                           scenes_drawn_);
  }
  void set_gl_lost(bool lost);
  void set_whole();
  void retry_failed() { app_.retry_failed(); }
  std::string benchmark(BenchmarkOptions options);

 private:
  /// Pixels for what would be a CSS pixel at the usual size of text.
  float ui_scale() const { return canvas_.scale * app_.text_scale(); }
  void begin_whole();
  bool picture_is_near();
  void resize_and_theme();
  void feed_imgui(const std::vector<PointerEvent>& events);
  void handle_pointer();
  void pick_hovered();
  void apply_gesture(const Gesture& gesture, Actions& actions);
  std::optional<NeuronIndex> pick(float x_px, float y_px) const;
  void render();
  void update_cursor();
  void update_color_vision();
  void save_pictures(const Actions& actions);
  void update_mirror();
  void draw();
  void say(const std::string& message);

  static std::string data_url(const BrowserPlatform& platform);

  BrowserPlatform platform_;
  App app_;
  std::unique_ptr<PageRenderer> renderer_;
  SceneUpload upload_;
  KeptScene kept_scene_;
  PointerGestures gestures_;
  Keyboard keyboard_;
  SelectionInput selection_input_;
  PageFields fields_;
  std::vector<PointerEvent> pending_events_;
  /// What Dear ImGui gets a frame later: a press or release, and all that came after it.
  struct WaitingInput {
    float x_px = 0, y_px = 0;
    int button = -1;  // Dear ImGui's number; -1: none, the pointer only moves
    bool down = false;
    bool leaves = false;                  // the pointer is gone with it
    bool shift = false, control = false;  // as they were then
  };
  void add_button_event(const WaitingInput& waiting);
  std::vector<WaitingInput> waiting_inputs_;
  CanvasSize canvas_;
  ViewportRect viewport_;
  float viewport_width_px_ = 0, viewport_height_px_ = 0;
  bool themed_dark_ = false;
  float themed_scale_ = 0;

  float pointer_x_px_ = -1, pointer_y_px_ = -1;
  bool pointer_over_scene_ = false, pointer_touches_ = false;
  std::uint32_t gesture_ = 0;  // number of the current press, wheel turn or key, for undo
  double last_wheel_ms_ = -1e9;

  bool announced_ready_ = false, asked_for_rest_ = false;
  std::optional<double> began_waiting_ms_;  // for the positions of neurons
  std::optional<CameraState> drawn_camera_;
  std::optional<std::string> said_;  // what the page's message line says
  ColorVision shown_vision_ = ColorVision::Usual;
  const char* cursor_ = "";
  std::string mirrored_;
  double mirrored_at_ms_ = -1e9;
  int settle_frames_ = kSettleFrames;
  std::optional<double>
      rested_at_ms_;  // when the pointer will have rested long enough for a tooltip
  double drawn_at_ms_ = 0;
  std::uint64_t frames_drawn_ = 0, scenes_drawn_ = 0;
};

std::string Page::data_url(const BrowserPlatform& platform) {
  std::string url = platform.query_parameter("data");
  if (url.empty()) url = "data/";
  // A pack is one file; everything else is the folder of a manifest.
  if (url.back() != '/' && !url.ends_with(kPackExtension)) url += '/';
  return url;
}

BackendWish backend_wish(const BrowserPlatform& platform) {
  const std::string asked = platform.query_parameter("backend");
  if (asked == "soft") return BackendWish::Soft;
  if (asked == "webgl") return BackendWish::WebGl;
  return BackendWish::Auto;
}

Page::Page() : app_(platform_, data_url(platform_), cnx_js_is_whole() != 0) {
  // Pointers may come before the first frame: where they are is measured in these pixels.
  canvas_ = platform_.canvas_size();
  cnx_js_set_canvas_size(canvas_.width_px, canvas_.height_px);

  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  ImGui::GetPlatformIO().Platform_ClipboardUserData = &platform_;
  ImGui::GetPlatformIO().Platform_SetClipboardTextFn = [](ImGuiContext*, const char* text) {
    static_cast<BrowserPlatform*>(ImGui::GetPlatformIO().Platform_ClipboardUserData)
        ->copy_text(text);
  };

  add_font(*io.Fonts);
  renderer_ = std::make_unique<PageRenderer>(backend_wish(platform_), "#canvas");
  if (app_.whole()) begin_whole();
  cnx_js_start();
}

/// True while the positions of the neurons may come any moment.
bool Page::picture_is_near() {
  if (!app_.awaits_neurons()) return false;
  const double now_ms = platform_.now_ms();
  if (!began_waiting_ms_) began_waiting_ms_ = now_ms;
  const double rest_ms = *began_waiting_ms_ + kPatienceMs - now_ms;
  if (rest_ms > 0) platform_.request_frame_in(rest_ms);
  return rest_ms > 0;
}

void Page::resize_and_theme() {
  const CanvasSize canvas = platform_.canvas_size();
  if (canvas != canvas_) {
    canvas_ = canvas;
    cnx_js_set_canvas_size(canvas.width_px, canvas.height_px);
    app_.mark_dirty();
  }
  if (themed_dark_ != app_.dark() || themed_scale_ != ui_scale()) {
    themed_dark_ = app_.dark();
    themed_scale_ = ui_scale();
    apply_theme(themed_dark_, themed_scale_);
    app_.mark_dirty();
  }
}

/// With the modifiers that were held when it happened: Shift may be up again by now, or was pressed
/// before the page had the keyboard.
void Page::add_button_event(const WaitingInput& waiting) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Shift, waiting.shift);
  io.AddKeyEvent(ImGuiMod_Ctrl, waiting.control);
  io.AddMouseButtonEvent(waiting.button, waiting.down);
  io.AddKeyEvent(ImGuiMod_Shift, keyboard_.shift());
  io.AddKeyEvent(ImGuiMod_Ctrl, keyboard_.control());
}

void Page::feed_imgui(const std::vector<PointerEvent>& events) {
  ImGuiIO& io = ImGui::GetIO();
  // A press waits one frame for its pointer: Dear ImGui decides who is under it a frame late
  // where widgets overlap, and a click that comes with its first movement would be lost. What
  // follows it waits too, else a drag would begin where it ends when frames are slow.
  for (const WaitingInput& waiting : std::exchange(waiting_inputs_, {})) {
    if (waiting.button >= 0) {
      add_button_event(waiting);
    } else if (!waiting.leaves) {
      io.AddMousePosEvent(waiting.x_px, waiting.y_px);
    }
    if (waiting.leaves) io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);  // a lifted finger hovers nothing
  }
  const auto move_to = [&](const PointerEvent& event) {
    if (waiting_inputs_.empty()) {
      io.AddMousePosEvent(event.x_px, event.y_px);
    } else {
      waiting_inputs_.push_back({event.x_px, event.y_px});
    }
  };
  for (const PointerEvent& event : events) {
    pending_events_.push_back(event);
    pointer_x_px_ = event.x_px;
    pointer_y_px_ = event.y_px;
    pointer_touches_ = event.touch;
    io.AddMouseSourceEvent(event.touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
    const int button = event.button == 1   ? 2
                       : event.button == 2 ? 1
                                           : 0;  // its order: left, right, middle
    switch (event.kind) {
      case PointerEvent::Kind::Down:
      case PointerEvent::Kind::Up:
      case PointerEvent::Kind::Cancel:
        // A second finger is the camera's; panels know one pointer.
        if (event.kind == PointerEvent::Kind::Down && gestures_.dragging() && event.touch) break;
        move_to(event);
        waiting_inputs_.push_back(
            {event.x_px, event.y_px, button, event.kind == PointerEvent::Kind::Down,
             event.touch && event.kind != PointerEvent::Kind::Down, event.shift, event.control});
        if (waiting_inputs_.back().leaves) pointer_x_px_ = pointer_y_px_ = -1;
        break;
      case PointerEvent::Kind::Move: move_to(event); break;
      case PointerEvent::Kind::Leave:
        if (!gestures_.dragging()) {
          waiting_inputs_.push_back(
              {event.x_px, event.y_px, -1, false, true});  // after the release that came with it
          pointer_x_px_ = pointer_y_px_ = -1;
        }
        break;
      case PointerEvent::Kind::Wheel:
        io.AddMousePosEvent(event.x_px, event.y_px);
        io.AddMouseWheelEvent(event.wheel_x, event.wheel_y);
        break;
    }
  }
}

std::optional<NeuronIndex> Page::pick(float x_px, float y_px) const {
  if (!app_.neurons_complete()) return std::nullopt;
  const CameraRay ray =
      ray_through(app_.camera(), app_.camera_frame(), {x_px - viewport_.x, y_px - viewport_.y});
  const auto nearest = [&](const NeuronMask& mask) {
    return pick_soma({ray.origin_um, ray.direction, ray.um_per_px_at_unit_distance},
                     app_.neurons().positions_um(), mask, kSomaDiameterUm / 2.0,
                     kPickRadiusPx * canvas_.scale);
  };
  // What is drawn in front is meant first.
  if (!app_.prominent().empty()) {
    if (const auto neuron = nearest(app_.prominent())) return neuron;
  }
  return nearest(app_.shown().mask());
}

void Page::apply_gesture(const Gesture& gesture, Actions& actions) {
  const CameraState camera = app_.camera();
  const CameraFrame frame = app_.camera_frame();
  if (const auto* orbited = std::get_if<OrbitGesture>(&gesture)) {
    const double degrees = kDegreesPerPx / canvas_.scale;
    actions.commands.push_back(
        SetCamera{orbit(camera, orbited->dx_px * degrees, orbited->dy_px * degrees)});
  } else if (const auto* panned = std::get_if<PanGesture>(&gesture)) {
    actions.commands.push_back(SetCamera{pan(camera, frame, panned->dx_px, panned->dy_px)});
  } else if (const auto* zoomed = std::get_if<ZoomGesture>(&gesture)) {
    actions.commands.push_back(SetCamera{zoom(
        camera, frame, zoomed->factor, {zoomed->x_px - viewport_.x, zoomed->y_px - viewport_.y})});
  } else if (const auto* click = std::get_if<ClickGesture>(&gesture)) {
    if (!app_.neurons().has_ids()) return;  // its id is not here yet: a second from now it is
    const auto neuron = pick(click->x_px, click->y_px);
    if (neuron && click->toggles) {
      actions.commands.push_back(
          ChangeSelection{NeuronSet::from_neurons({*neuron}), SetOperation::Toggle});
    } else if (click->toggles) {
      return;  // a miss is no reason to lose the others
    } else if (neuron) {
      actions.commands.push_back(SelectNeuron{app_.neurons().id(*neuron)});
    } else if (app_.selected()) {
      actions.commands.push_back(SelectNeuron{std::nullopt});
    }
  }
}

void Page::handle_pointer() {
  const ImGuiIO& io = ImGui::GetIO();
  for (const PointerEvent& event : std::exchange(pending_events_, {})) {
    const bool starts =
        event.kind == PointerEvent::Kind::Down || event.kind == PointerEvent::Kind::Wheel;
    if (starts && io.WantCaptureMouse && !gestures_.dragging()) continue;
    if (event.kind == PointerEvent::Kind::Down && !gestures_.dragging()) gesture_ += 1;
    if (event.kind == PointerEvent::Kind::Wheel) {
      if (platform_.now_ms() - last_wheel_ms_ > kWheelGestureMs) gesture_ += 1;
      last_wheel_ms_ = platform_.now_ms();
    }
    Actions selected;
    const SelectionInput::Scene scene{app_, viewport_,
                                      [&](float x, float y) { return pick(x, y); }};
    if (app_.whole() && !gestures_.dragging() && selection_input_.take(event, scene, selected)) {
      app_.decide(selected, gesture_);
      app_.mark_dirty();
      continue;
    }
    for (const Gesture& gesture : gestures_.on_event(event, canvas_.scale, platform_.now_ms())) {
      // Each gesture builds on the camera that the one before it left.
      Actions one;
      apply_gesture(gesture, one);
      app_.decide(one, gesture_);
    }
  }
  if (const auto press = gestures_.long_press(platform_.now_ms())) {
    app_.set_hovered(pick(press->x_px, press->y_px));
    app_.mark_dirty();
  }
  if (const auto due_ms = gestures_.long_press_due_ms()) {
    platform_.request_frame_in(std::max(0.0, *due_ms - platform_.now_ms()));
    app_.mark_dirty();
  }
  pointer_over_scene_ = !io.WantCaptureMouse && pointer_x_px_ >= 0;
  // A press on a panel begins a gesture; the second press of a double click belongs to the first.
  if (ImGui::IsMouseClicked(0) && !ImGui::IsMouseDoubleClicked(0) && io.WantCaptureMouse) {
    gesture_ += 1;
  }
}

void Page::pick_hovered() {
  if (pointer_touches_ && gestures_.dragging()) return;  // a finger that rests shows its neuron
  if (selection_input_.dragging()) return app_.set_hovered(std::nullopt);
  std::optional<NeuronIndex> hovered;
  if (pointer_over_scene_ && !pointer_touches_ && !gestures_.dragging())
    hovered = pick(pointer_x_px_, pointer_y_px_);
  if (hovered != app_.hovered()) app_.mark_dirty();
  app_.set_hovered(hovered);
}

void Page::render() {
  const double began_ms = platform_.now_ms();
  const bool given = upload_.update(app_, renderer_->scene(), renderer_->generation());
  const SceneViewport viewport{static_cast<int>(viewport_.x), static_cast<int>(viewport_.y),
                               std::max(1, static_cast<int>(viewport_.width)),
                               std::max(1, static_cast<int>(viewport_.height))};
  FrameUniforms uniforms = frame_uniforms(app_, app_.camera(), app_.camera_frame(), canvas_.scale);
  uniforms.max_connections = static_cast<std::uint32_t>(app_.lines_drawn());
  const SceneKey key{uniforms,          viewport,     canvas_.width_px,
                     canvas_.height_px, app_.fades(), renderer_->generation()};
  if (renderer_->choice().measuring()) kept_scene_.forget();  // the time of a scene is wanted
  const SceneStep step = kept_scene_.next(key, given);
  if (step == SceneStep::Restore) {
    renderer_->scene().restore();
  } else {
    renderer_->scene().draw(key.frame, viewport, key.canvas_width_px, key.canvas_height_px,
                            key.selection);
    scenes_drawn_ += 1;
  }
  if (step == SceneStep::DrawAndKeep) renderer_->scene().keep();
  renderer_->finish_frame(ImGui::GetDrawData(), upload_.complete(), began_ms);
  if (upload_.complete() && renderer_->choice().measuring()) app_.mark_dirty();  // one more
  frames_drawn_ += 1;
}

void Page::set_gl_lost(bool lost) {
  renderer_->set_gl_lost(lost);
  app_.mark_dirty();
  platform_.request_frame();
}

std::string Page::benchmark(BenchmarkOptions options) {
  if (!app_.has_dataset() || !app_.neurons_complete()) return "null";
  renderer_->look_for_webgl();
  // The lists that Dear ImGui made are of the renderer that is left: the next frame makes new ones.
  std::string result = run_benchmark(app_, *renderer_, options);
  upload_ = SceneUpload{};
  canvas_ = {};  // the canvas gets its own size again
  app_.mark_dirty();
  platform_.request_frame();
  return result;
}

void Page::save_pictures(const Actions& actions) {
  for (const Request& request : actions.requests) {
    const auto* const wanted = std::get_if<SavePicture>(&request);
    if (wanted == nullptr || !app_.neurons_complete()) continue;
    app_.set_lines_in_motion(std::nullopt);
    const Picture picture = make_picture(app_, *wanted, viewport_, ui_scale());
    platform_.save_picture(export_file_name(app_.manifest(), "view", "png"), picture.width_px,
                           picture.height_px, picture.pixels);
  }
}

void Page::update_color_vision() {
  if (shown_vision_ == app_.view().color_vision) return;
  shown_vision_ = app_.view().color_vision;
  constexpr const char* kNames[] = {"usual", "protan", "deutan", "tritan"};
  platform_.set_color_vision(kNames[static_cast<std::size_t>(shown_vision_)]);
}

void Page::update_cursor() {
  const char* cursor = "default";
  switch (ImGui::GetMouseCursor()) {
    case ImGuiMouseCursor_TextInput: cursor = "text"; break;
    case ImGuiMouseCursor_Hand: cursor = "pointer"; break;
    case ImGuiMouseCursor_ResizeEW: cursor = "ew-resize"; break;
    case ImGuiMouseCursor_ResizeNS: cursor = "ns-resize"; break;
    default: break;
  }
  if (pointer_over_scene_ && app_.tool() != SelectionTool::None) {
    cursor = "crosshair";
  } else if (pointer_over_scene_)
    cursor = gestures_.dragging() ? "grabbing" : app_.hovered() ? "pointer" : "grab";
  if (cursor == cursor_) return;
  cursor_ = cursor;
  platform_.set_cursor(cursor);
}

void Page::update_mirror() {
  const double now_ms = platform_.now_ms();
  if (now_ms - mirrored_at_ms_ < kMirrorPeriodMs) {
    platform_.request_frame_in(kMirrorPeriodMs);
    return;
  }
  const FrameModel model = app_.frame_model(ui_scale(), static_cast<float>(canvas_.width_px),
                                            static_cast<float>(canvas_.height_px));
  std::string text = mirror_json(mirror_sections(model));
  mirrored_at_ms_ = now_ms;
  if (text == mirrored_) return;
  mirrored_ = std::move(text);
  platform_.write_mirror(mirrored_);
}

void Page::frame() {
  app_.take();
  // The first picture has the line for itself, where there will be one.
  const bool no_picture =
      !app_.failure().empty() ||
      (app_.has_dataset() && !app_.neurons_complete() && !app_.awaits_neurons());
  if (!asked_for_rest_ && (announced_ready_ || no_picture)) {
    asked_for_rest_ = true;
    cnx_js_ask_for_rest();
  }
  if (!app_.has_dataset()) {
    app_.pump();
    say(app_.failure().empty() ? "Loading the dataset \xe2\x80\xa6" : app_.failure());
    return;
  }
  const std::vector<PointerEvent> events = platform_.take_pointer_events();
  for (const KeyEvent& event : platform_.take_key_events()) keyboard_.feed(ImGui::GetIO(), event);
  const bool pressing = !waiting_inputs_.empty();  // Dear ImGui hears of it in this frame
  feed_imgui(events);
  resize_and_theme();
  app_.derive();
  app_.pump();
  if (picture_is_near()) return;
  say("");
  if (app_.whole() && !renderer_->choice().knows_webgl() && (announced_ready_ || app_.idle())) {
    renderer_->look_for_webgl();
    app_.mark_dirty();
  }

  const double now_ms = platform_.now_ms();
  if (platform_.take_input() || !events.empty() || pressing) {
    settle_frames_ = kSettleFrames;
    rested_at_ms_ = now_ms + kTooltipWakeMs;
  }
  if (app_.take_dirty()) settle_frames_ = kSettleFrames;
  if (rested_at_ms_) {
    if (now_ms >= *rested_at_ms_) {
      rested_at_ms_.reset();
      // A tooltip is hidden in its first frame, in which Dear ImGui finds out how large it is.
      settle_frames_ = kSettleFrames;
    } else {
      platform_.request_frame_in(*rested_at_ms_ - now_ms);
    }
  }
  if (settle_frames_ > 0) {
    settle_frames_ -= 1;
    draw();
    // Dear ImGui spreads what came at once over frames: a short press with Shift is four of them.
    const bool more_input = ImGui::GetCurrentContext()->InputEventsQueue.Size > 0;
    if (app_.take_dirty() || more_input) settle_frames_ = kSettleFrames;
    if (settle_frames_ > 0) platform_.request_frame();
  }
  if (app_.whole()) fields_.update(app_, viewport_, canvas_.scale, platform_);
  if (!announced_ready_ && upload_.complete()) {
    announced_ready_ = true;
    platform_.announce_ready();
    platform_.request_frame();
    return;  // its text comes right after it
  }
  if (app_.whole()) update_mirror();
}

void Page::begin_whole() {
  add_accents(*ImGui::GetIO().Fonts);
  renderer_->allow_webgl();
}

void Page::set_whole() {
  if (app_.whole()) return;  // it came with the first part
  app_.set_whole();
  begin_whole();
  platform_.request_frame();
}

BackendWish wish_of(ChooseRenderer::Wish wish) {
  switch (wish) {
    case ChooseRenderer::Wish::WebGl: return BackendWish::WebGl;
    case ChooseRenderer::Wish::Soft: return BackendWish::Soft;
    case ChooseRenderer::Wish::Faster: break;
  }
  return BackendWish::Auto;
}

DrawingStatus drawing_status(const PageRenderer& renderer) {
  const BackendChoice& choice = renderer.choice();
  DrawingStatus drawing;
  drawing.soft = renderer.backend() == Backend::Soft;
  if (choice.has_webgl()) drawing.webgl_name = choice.gl_renderer();
  drawing.wish = choice.wish() == BackendWish::WebGl  ? ChooseRenderer::Wish::WebGl
                 : choice.wish() == BackendWish::Soft ? ChooseRenderer::Wish::Soft
                                                      : ChooseRenderer::Wish::Faster;
  drawing.memory_bytes = emscripten_get_heap_size();
  return drawing;
}

void Page::draw() {
  renderer_->begin_frame();
  const auto width = static_cast<float>(canvas_.width_px),
             height = static_cast<float>(canvas_.height_px);
  const double now_ms = platform_.now_ms();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {width, height};
  io.DeltaTime = static_cast<float>(std::max(1e-5, (now_ms - drawn_at_ms_) / 1000));
  drawn_at_ms_ = now_ms;
  ImGui::NewFrame();
  Actions actions;
  app_.set_drawing(drawing_status(*renderer_));
  viewport_ = draw_panels(app_.frame_model(ui_scale(), width, height), actions);
  if (viewport_.width != viewport_width_px_ || viewport_.height != viewport_height_px_) {
    viewport_width_px_ = viewport_.width;
    viewport_height_px_ = viewport_.height;
    app_.mark_dirty();
  }
  // Dear ImGui gives the keys to the newest window; at the start they are the camera's.
  if (frames_drawn_ == 0) ImGui::SetWindowFocus(nullptr);
  app_.set_viewport(viewport_.width, viewport_.height);
  handle_pointer();
  handle_keys(app_, canvas_.scale, gesture_, actions);
  for (const Request& request : actions.requests) {
    if (const auto* chosen = std::get_if<ChooseRenderer>(&request)) {
      renderer_->choice().set_wish(wish_of(chosen->wish));
    }
  }
  app_.decide(actions, gesture_);
  app_.derive();
  app_.pump();
  pick_hovered();
  const CameraState camera = app_.camera();
  const bool moves = drawn_camera_ && camera != *drawn_camera_;
  app_.set_lines_in_motion(moves ? std::optional(renderer_->choice().lines_in_motion())
                                 : std::nullopt);
  if (app_.lines_cut_by_motion()) app_.mark_dirty();  // the others come when it rests
  drawn_camera_ = camera;
  draw_overlay(app_, viewport_, ui_scale());
  if (selection_input_.dragging()) {
    draw_selection_outline(*selection_input_.outline(), viewport_, app_.dark(), canvas_.scale);
  }
  update_cursor();
  update_color_vision();
  save_pictures(actions);
  ImGui::Render();
  render();
}

void Page::say(const std::string& message) {
  if (said_ == message) return;
  said_ = message;
  platform_.show_message(message);
}

Page& page() {
  static Page& the_page = *new Page;  // as long as the page: nobody needs what would end it
  return the_page;
}

}  // namespace
}  // namespace cnx

extern "C" {

EMSCRIPTEN_KEEPALIVE void cnx_frame() { cnx::page().frame(); }

/// The browser took WebGL's context away, or gave it back.
EMSCRIPTEN_KEEPALIVE void cnx_on_gl_lost(int lost) { cnx::page().set_gl_lost(lost != 0); }

/// docs/javascript.md, benchmark(). The text stays until the next call.
EMSCRIPTEN_KEEPALIVE const char* cnx_benchmark(int frames, int soft, unsigned points,
                                               unsigned lines, int width_px, int height_px) {
  static std::string text;
  cnx_js_set_canvas_size(width_px, height_px);
  text = cnx::page().benchmark({std::clamp(frames, 1, 1000),
                                soft != 0 ? cnx::Backend::Soft : cnx::Backend::WebGl, points, lines,
                                width_px, height_px});
  return text.c_str();
}

/// The rest of the program has come (web/rest.txt).
EMSCRIPTEN_KEEPALIVE void cnx_on_whole() { cnx::page().set_whole(); }

/// The network is back.
EMSCRIPTEN_KEEPALIVE void cnx_on_online() { cnx::page().retry_failed(); }

EMSCRIPTEN_KEEPALIVE int cnx_is_idle() { return cnx::page().idle() ? 1 : 0; }

/// What the page's HTML asks (app/page_calls.h). The text stays until the next call.
EMSCRIPTEN_KEEPALIVE const char* cnx_page_call(const char* name, const char* argument) {
  static std::string text;
  text = cnx::page().call(name, argument);
  return text.c_str();
}

/// The text stays until the next call.
EMSCRIPTEN_KEEPALIVE const char* cnx_state_json() {
  static std::string text;
  text = cnx::page().state_json();
  return text.c_str();
}
}

int main() {
  cnx::page();  // made now, drawn when the browser gives a frame
  return 0;
}
