// platform_browser.cpp — the C++ half of the browser's Platform. web/platform.js calls the
// exported functions below when something arrives, and offers the cnx_js_… functions.

#include "platform/platform_browser.h"

#include <emscripten/emscripten.h>

#include <cstdlib>
#include <utility>

extern "C" {
// web/platform.js. Strings that come back are malloc'ed here by JavaScript; we free them.
void cnx_js_fetch(std::uint32_t ticket, const char* url, double max_bytes, int immutable);
void cnx_js_fetch_part(std::uint32_t ticket, const char* url, double first, double count,
                       double max_whole_bytes);
void cnx_js_cancel_fetch(std::uint32_t ticket);
void cnx_js_start_worker();
void cnx_js_post_to_worker(const void* bytes, std::size_t count);
char* cnx_js_fragment();
void cnx_js_write_fragment(const char* fragment, int new_entry, const char* kept);
char* cnx_js_kept();
char* cnx_js_setting(const char* name);
void cnx_js_keep_setting(const char* name, const char* value);
char* cnx_js_page_address();
void cnx_js_copy_text(const char* text);
void cnx_js_save_file(const char* name, const char* mime_type, const void* bytes,
                      std::size_t count);
void cnx_js_open_link(const char* url);
int cnx_js_prefers(const char* media_query);
void cnx_js_request_frame();
void cnx_js_request_frame_in(double delay_ms);
int cnx_js_canvas_width_px();
int cnx_js_canvas_height_px();
double cnx_js_canvas_scale();
char* cnx_js_query_parameter(const char* name);
void cnx_js_save_picture(const char* name, int width_px, int height_px, const void* pixels);
void cnx_js_set_color_vision(const char* vision);
void cnx_js_set_cursor(const char* css_cursor);
void cnx_js_show_message(const char* text);
void cnx_js_write_mirror(const char* text);
void cnx_js_write_fields(const char* json);
void cnx_js_ask_page(const char* name, const char* argument);
void cnx_js_announce_ready();
}

namespace {

// What JavaScript delivered since the page last asked. Filled between frames only: the page
// has one thread, so these need no lock.
struct Inbox {
  std::vector<cnx::FetchResult> fetches;
  std::vector<std::vector<std::byte>> worker_messages;
  std::vector<cnx::PointerEvent> pointer_events;
  std::vector<cnx::KeyEvent> key_events;
  std::optional<std::string> fragment_change;
  bool input = false;
};

Inbox& inbox() {
  static Inbox the_inbox;
  return the_inbox;
}

std::vector<std::byte> adopt_bytes(std::byte* bytes, std::size_t count) {
  std::vector<std::byte> result(bytes, bytes + count);
  std::free(bytes);
  return result;
}

std::string adopt_string(char* text) {
  std::string result(text);
  std::free(text);
  return result;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void cnx_on_fetch(std::uint32_t ticket, std::byte* bytes, std::size_t count,
                                       int from_whole) {
  inbox().fetches.push_back({ticket, adopt_bytes(bytes, count), "", from_whole != 0});
}

EMSCRIPTEN_KEEPALIVE void cnx_on_fetch_failed(std::uint32_t ticket, char* reason) {
  inbox().fetches.push_back({ticket, {}, adopt_string(reason), false});
}

EMSCRIPTEN_KEEPALIVE void cnx_on_worker_message(std::byte* bytes, std::size_t count) {
  inbox().worker_messages.push_back(adopt_bytes(bytes, count));
}

EMSCRIPTEN_KEEPALIVE void cnx_on_fragment(char* fragment) {
  inbox().fragment_change = adopt_string(fragment);
}

EMSCRIPTEN_KEEPALIVE void cnx_on_input() { inbox().input = true; }

EMSCRIPTEN_KEEPALIVE void cnx_on_pointer(int kind, int pointer_id, int button, int flags,
                                         float x_px, float y_px, float wheel_x, float wheel_y) {
  cnx::PointerEvent event;
  event.kind = static_cast<cnx::PointerEvent::Kind>(kind);
  event.pointer_id = pointer_id;
  event.button = static_cast<std::uint8_t>(button);
  event.touch = (flags & 1) != 0;
  event.shift = (flags & 2) != 0;
  event.control = (flags & 4) != 0;
  event.x_px = x_px;
  event.y_px = y_px;
  event.wheel_x = wheel_x;
  event.wheel_y = wheel_y;
  inbox().pointer_events.push_back(event);
}

EMSCRIPTEN_KEEPALIVE void cnx_on_key(int kind, int code, std::uint32_t character, int flags) {
  cnx::KeyEvent event;
  event.kind = static_cast<cnx::KeyEvent::Kind>(kind);
  event.code = code;
  event.character = character;
  event.shift = (flags & 1) != 0;
  event.control = (flags & 2) != 0;
  event.alt = (flags & 4) != 0;
  event.meta = (flags & 8) != 0;
  event.on_keypad = (flags & 16) != 0;
  inbox().key_events.push_back(event);
  inbox().input = true;
}

}  // extern "C"

namespace cnx {

double BrowserPlatform::now_ms() const { return emscripten_get_now(); }

void BrowserPlatform::fetch(std::uint32_t ticket, const std::string& url, std::size_t max_bytes,
                            bool immutable) {
  cnx_js_fetch(ticket, url.c_str(), static_cast<double>(max_bytes), immutable ? 1 : 0);
}
void BrowserPlatform::fetch_part(std::uint32_t ticket, const std::string& url, ByteRange range) {
  cnx_js_fetch_part(ticket, url.c_str(), static_cast<double>(range.first),
                    static_cast<double>(range.count), static_cast<double>(kMaxWholeFileBytes));
}
void BrowserPlatform::cancel_fetch(std::uint32_t ticket) { cnx_js_cancel_fetch(ticket); }
std::vector<FetchResult> BrowserPlatform::take_fetches() {
  return std::exchange(inbox().fetches, {});
}
void BrowserPlatform::start_worker() { cnx_js_start_worker(); }
void BrowserPlatform::post_to_worker(std::vector<std::byte> message) {
  cnx_js_post_to_worker(message.data(), message.size());
}
std::vector<std::vector<std::byte>> BrowserPlatform::take_worker_messages() {
  return std::exchange(inbox().worker_messages, {});
}
std::string BrowserPlatform::fragment() const { return adopt_string(cnx_js_fragment()); }
void BrowserPlatform::write_fragment(const std::string& fragment, bool new_entry,
                                     const std::string& kept) {
  cnx_js_write_fragment(fragment.c_str(), new_entry ? 1 : 0, kept.c_str());
}
std::string BrowserPlatform::kept() const { return adopt_string(cnx_js_kept()); }
std::string BrowserPlatform::setting(const std::string& name) const {
  return adopt_string(cnx_js_setting(name.c_str()));
}
void BrowserPlatform::keep_setting(const std::string& name, const std::string& value) {
  cnx_js_keep_setting(name.c_str(), value.c_str());
}
std::optional<std::string> BrowserPlatform::take_fragment_change() {
  return std::exchange(inbox().fragment_change, std::nullopt);
}
std::string BrowserPlatform::page_address() const { return adopt_string(cnx_js_page_address()); }
void BrowserPlatform::copy_text(const std::string& text) { cnx_js_copy_text(text.c_str()); }
void BrowserPlatform::save_file(const std::string& name, const std::string& mime_type,
                                const std::string& bytes) {
  cnx_js_save_file(name.c_str(), mime_type.c_str(), bytes.data(), bytes.size());
}
void BrowserPlatform::open_link(const std::string& url) { cnx_js_open_link(url.c_str()); }
bool BrowserPlatform::prefers_dark() const {
  return cnx_js_prefers("(prefers-color-scheme: light)") == 0;
}
bool BrowserPlatform::prefers_reduced_motion() const {
  return cnx_js_prefers("(prefers-reduced-motion: reduce)") != 0;
}
void BrowserPlatform::request_frame() { cnx_js_request_frame(); }
void BrowserPlatform::request_frame_in(double delay_ms) { cnx_js_request_frame_in(delay_ms); }

std::vector<PointerEvent> BrowserPlatform::take_pointer_events() {
  return std::exchange(inbox().pointer_events, {});
}
bool BrowserPlatform::take_input() { return std::exchange(inbox().input, false); }
std::vector<KeyEvent> BrowserPlatform::take_key_events() {
  return std::exchange(inbox().key_events, {});
}
CanvasSize BrowserPlatform::canvas_size() const {
  return {cnx_js_canvas_width_px(), cnx_js_canvas_height_px(),
          static_cast<float>(cnx_js_canvas_scale())};
}
std::string BrowserPlatform::query_parameter(const char* name) const {
  return adopt_string(cnx_js_query_parameter(name));
}
void BrowserPlatform::save_picture(const std::string& name, int width_px, int height_px,
                                   const std::vector<std::uint32_t>& pixels) {
  cnx_js_save_picture(name.c_str(), width_px, height_px, pixels.data());
}
void BrowserPlatform::set_color_vision(const char* vision) { cnx_js_set_color_vision(vision); }
void BrowserPlatform::set_cursor(const char* css_cursor) { cnx_js_set_cursor(css_cursor); }
void BrowserPlatform::show_message(const std::string& text) { cnx_js_show_message(text.c_str()); }
void BrowserPlatform::write_mirror(const std::string& text) { cnx_js_write_mirror(text.c_str()); }
void BrowserPlatform::write_fields(const std::string& json) { cnx_js_write_fields(json.c_str()); }
void BrowserPlatform::ask_page(const std::string& name, const std::string& argument) {
  cnx_js_ask_page(name.c_str(), argument.c_str());
}
void BrowserPlatform::announce_ready() { cnx_js_announce_ready(); }

}  // namespace cnx
