#include "render/backend_choice.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/check.h"

namespace cnx {

bool is_software_gl(std::string_view renderer_name) {
  std::string name(renderer_name);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const char* known : {"swiftshader", "llvmpipe", "softpipe", "swrast", "software",
                            "basic render", "microsoft basic", "(warp"}) {
    if (name.find(known) != std::string::npos) return true;
  }
  return false;
}

void BackendChoice::set_gl_renderer(std::string name) {
  CNX_CHECK(!knows_webgl_);
  knows_webgl_ = true;
  gl_renderer_ = std::move(name);
  first_ = chosen_ = is_software_gl(gl_renderer_) ? Backend::Soft : Backend::WebGl;
}

Backend BackendChoice::current() const {
  if (!has_webgl() || gl_lost_ || wish_ == BackendWish::Soft) return Backend::Soft;
  if (wish_ == BackendWish::WebGl) return Backend::WebGl;
  return chosen_;
}

bool BackendChoice::measuring() const {
  return wish_ == BackendWish::Auto && has_webgl() && !gl_lost_ && stage_ != Stage::Decided;
}

void BackendChoice::frame_took(double ms) {
  if (!measuring()) return;
  double& fastest = fastest_ms_[stage_ == Stage::First ? 0 : 1];
  fastest = std::min(fastest, ms);
  const bool fluent = stage_ == Stage::First && fastest <= kFluentMs;
  if (++frames_ < kTrialFrames && !fluent) return;
  frames_ = 0;
  const Backend second = first_ == Backend::Soft ? Backend::WebGl : Backend::Soft;
  if (fluent) {
    stage_ = Stage::Decided;
  } else if (stage_ == Stage::First) {
    stage_ = Stage::Second;
    chosen_ = second;
  } else {
    stage_ = Stage::Decided;
    chosen_ = fastest_ms_[1] < fastest_ms_[0] ? second : first_;
  }
}

}  // namespace cnx
