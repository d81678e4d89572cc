#pragma once
// backend_choice.h — which renderer draws: what was asked for, what there is, and what is faster.

#include <cstdint>
#include <string>
#include <string_view>

namespace cnx {

enum class Backend : std::uint8_t { WebGl, Soft };
enum class BackendWish : std::uint8_t { Auto, WebGl, Soft };

/// Whether WebGL's own name for what draws (its RENDERER string) is that of a program on the
/// processor, for which points cost ten times what they cost our own.
bool is_software_gl(std::string_view renderer_name);

/// By itself it begins with WebGL where a GPU draws and with the processor where none does. Where
/// the first frames of that one are not fluent it tries the other and keeps the faster. A lost
/// context and a browser without WebGL2 leave the processor, at once.
class BackendChoice {
 public:
  /// `gl_renderer`: WebGL's name for what draws; empty where there is no WebGL2.
  BackendChoice(BackendWish wish, std::string gl_renderer);

  Backend current() const;
  BackendWish wish() const { return wish_; }
  bool has_webgl() const { return !gl_renderer_.empty() && !gl_failed_; }
  const std::string& gl_renderer() const { return gl_renderer_; }

  /// The time of the next full frame is wanted: finish it and call frame_took().
  bool measuring() const;
  void frame_took(double ms);

  void set_wish(BackendWish wish) { wish_ = wish; }
  void set_gl_lost(bool lost) { gl_lost_ = lost; }
  /// The context that the browser promised could not be made.
  void set_gl_failed() { gl_failed_ = true; }

  static constexpr int kTrialFrames = 3;  // the fastest counts: the first one compiles and uploads
  static constexpr double kFluentMs = 16.7;  // faster than this nobody sees

 private:
  enum class Stage : std::uint8_t { First, Second, Decided };

  BackendWish wish_;
  std::string gl_renderer_;
  bool gl_lost_ = false, gl_failed_ = false;
  Backend first_, chosen_;
  Stage stage_ = Stage::First;
  int frames_ = 0;
  double fastest_ms_[2];  // of the first and the second
};

}  // namespace cnx
