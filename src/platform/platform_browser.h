#pragma once
// platform_browser.h — the Platform of the page; its JavaScript half is web/platform.js.

#include "platform/platform.h"

namespace cnx {

/// A pointer event in canvas pixels; mouse, pen and every finger alike.
struct PointerEvent {
  enum class Kind : std::uint8_t { Down, Move, Up, Cancel, Leave, Wheel };
  Kind kind = Kind::Move;
  bool touch = false;
  bool shift = false, control = false;
  std::uint8_t button = 0;  // 0 primary, 1 middle, 2 secondary
  std::int32_t pointer_id = 0;
  float x_px = 0, y_px = 0;
  float wheel_x = 0, wheel_y = 0;  // Wheel only: notches, positive away from the user
};

/// A key that is pressed or lifted, while no HTML field has the keyboard.
struct KeyEvent {
  enum class Kind : std::uint8_t { Down, Up, Lost };  // Lost: the keyboard is elsewhere now
  Kind kind = Kind::Down;
  bool shift = false, control = false, alt = false, meta = false;  // held after it
  bool on_keypad = false;
  std::int32_t code = 0;  // KeyboardEvent.keyCode: what is printed on the key, not where it is
  std::uint32_t character = 0;  // that it types; 0: none
};

/// Size of the canvas, in device pixels, and device pixels for each CSS pixel.
struct CanvasSize {
  int width_px = 0, height_px = 0;
  float scale = 1;

  bool operator==(const CanvasSize&) const = default;
};

class BrowserPlatform final : public Platform {
 public:
  double now_ms() const override;
  void fetch(std::uint32_t ticket, const std::string& url, std::size_t max_bytes,
             bool immutable) override;
  void fetch_part(std::uint32_t ticket, const std::string& url, ByteRange range) override;
  void cancel_fetch(std::uint32_t ticket) override;
  std::vector<FetchResult> take_fetches() override;
  void start_worker() override;
  void post_to_worker(std::vector<std::byte> message) override;
  std::vector<std::vector<std::byte>> take_worker_messages() override;
  std::string fragment() const override;
  void write_fragment(const std::string& fragment, bool new_entry,
                      const std::string& kept) override;
  std::string kept() const override;
  std::string setting(const std::string& name) const override;
  void keep_setting(const std::string& name, const std::string& value) override;
  std::optional<std::string> take_fragment_change() override;
  std::string page_address() const override;
  void copy_text(const std::string& text) override;
  void save_file(const std::string& name, const std::string& mime_type,
                 const std::string& bytes) override;
  void open_link(const std::string& url) override;
  bool prefers_dark() const override;
  bool prefers_reduced_motion() const override;
  void request_frame() override;
  void request_frame_in(double delay_ms) override;

  // What only the page has.
  std::vector<PointerEvent> take_pointer_events();
  std::vector<KeyEvent> take_key_events();
  bool take_input();  // a key, focus or size changed since the last call
  CanvasSize canvas_size() const;
  std::string query_parameter(const char* name) const;  // of the page's address; empty when absent
  /// Offers pixels (row by row from the top; bytes red, green, blue, alpha) as a PNG file.
  void save_picture(const std::string& name, int width_px, int height_px,
                    const std::vector<std::uint32_t>& pixels);
  /// The page as eyes see it: "usual", "protan", "deutan" or "tritan" (web/style.css).
  void set_color_vision(const char* vision);
  void set_cursor(const char* css_cursor);
  void show_message(const std::string& text);  // the page's message line; empty hides it
  void write_mirror(const std::string& text);  // what screen readers read
  void write_fields(const std::string& json);  // what the HTML fields show (web/fields.js)
  void ask_page(const std::string& name, const std::string& argument);  // of the HTML: a dialog
  void announce_ready();  // resolves connectoscope.ready
};

}  // namespace cnx
