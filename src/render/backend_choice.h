#pragma once
// backend_choice.h — which renderer draws: what was asked for, what there is, and what is faster.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace cnx {

enum class Backend : std::uint8_t { WebGl, Soft };
enum class BackendWish : std::uint8_t { Auto, WebGl, Soft };

/// Whether WebGL's own name for what draws (its RENDERER string) is that of a program on the
/// processor, for which points cost ten times what they cost our own.
bool is_software_gl(std::string_view renderer_name);

/// Lines that are drawn while the camera moves, so that they leave the neurons more than half of a
/// frame's 16 ms: a thousand long ones take the processor 0.5 ms, a WebGL that is a program 5 ms.
inline std::uint32_t lines_in_motion(Backend backend, bool gl_is_program) {
  if (backend == Backend::Soft) return 12'000;
  return gl_is_program ? 2'000 : std::numeric_limits<std::uint32_t>::max();
}

/// The processor draws until it is known what WebGL is. Then, by itself, a GPU does where there is
/// one; where the first frames are not fluent the other is tried and the faster kept. A lost
/// context and a browser without WebGL2 leave the processor, at once.
class BackendChoice {
 public:
  explicit BackendChoice(BackendWish wish) : wish_(wish) {}

  /// `name`: WebGL's own for what draws; empty where there is no WebGL2. Once.
  void set_gl_renderer(std::string name);
  bool knows_webgl() const { return knows_webgl_; }

  Backend current() const;
  std::uint32_t lines_in_motion() const {
    return cnx::lines_in_motion(current(),
                                current() == Backend::WebGl && is_software_gl(gl_renderer_));
  }
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
  bool knows_webgl_ = false;
  std::string gl_renderer_;
  bool gl_lost_ = false, gl_failed_ = false;
  Backend first_ = Backend::Soft, chosen_ = Backend::Soft;
  Stage stage_ = Stage::First;
  int frames_ = 0;
  double fastest_ms_[2] = {std::numeric_limits<double>::infinity(),
                           std::numeric_limits<double>::infinity()};  // of the first and the second
};

}  // namespace cnx
